"""What the buttons do where something stands in the way: one message, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from hwit_validators.tables import Agreement, Feedback, Indicator, Outcome
from hwit_xl.addin import buttons
from hwit_xl.addin.messages import log_file
from hwit_xl.workbooks.layout import address, layout_of
from office import engine
from office.engine_range import Range
from office.pressing import Opened, messed_up
from support.returns import a_return, filled, saved, with_name


def test_a_workbook_that_was_never_saved_is_checked_but_nothing_is_made_of_it(
    at_work: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = at_work(4)
    work.type(Outcome, "target", 1, "")
    monkeypatch.setattr(engine.Book, "fullname", "Book1")
    assert "Feedback sheet" in work.press(buttons.check)
    assert "O2 has no target figure." in [row["What we saw"] for row in work.feedback()]
    for button in (buttons.submit, buttons.next_stage, buttons.sef):
        assert work.press(button).startswith("This form has not been saved yet. Save it first")
    assert not (tmp_path / "made").exists()


def test_of_a_workbook_on_the_web_the_decisions_are_asked_for(
    at_work: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = at_work(4)
    (tmp_path / "made").mkdir()
    monkeypatch.setattr(engine.Book, "fullname", "https://example.sharepoint.com/sites/school/return.xlsx")
    said = work.press(buttons.submit)
    assert work.person.asked[0].startswith("Has the panel sent you a decision file?")
    assert said.startswith(f"The submission is in {tmp_path / 'made'}")
    (tmp_path / "made" / "decision.json").write_text("{}")
    assert "is no decision file" in work.press(buttons.next_stage)


def test_decisions_of_a_workbook_on_the_web_are_looked_for_in_a_folder_that_is_there(
    at_work: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = at_work(4)
    monkeypatch.setattr(engine.Book, "fullname", "https://example.sharepoint.com/sites/school/return.xlsx")
    assert work.press(buttons.submit).startswith(f"There is no folder {tmp_path / 'made'}")


def test_what_lies_beside_a_workbook_is_said_and_a_bad_decision_stops_only_what_rests_on_it(
    at_work: Opened, tmp_path: Path
) -> None:
    work = at_work(4)
    (tmp_path / "hwit.toml").write_text('programme = "Anytown Healthy Schools"\n')
    (tmp_path / "900001 plan decision 2011-01-01.json").write_text("{}")
    said = work.press(buttons.check)
    assert "Checked with the settings of Anytown Healthy Schools" in said
    assert "Passed over: " in said
    assert "is no decision file" in said
    for button in (buttons.submit, buttons.next_stage):
        assert "is no decision file" in work.press(button)
    assert not (tmp_path / "made").exists()
    later = at_work(7)
    assert "Passed over: " in later.press(buttons.progress)


def test_a_read_only_workbook_is_checked_and_said_to_be_so(at_work: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    work = at_work(4)
    monkeypatch.setattr(engine.Book, "read_only", True)
    assert work.press(buttons.check).endswith("Save it under another name to keep the findings.")


def test_an_older_form_is_checked_and_said_to_be_one(at_work: Opened) -> None:
    work = at_work(4, data=with_name(a_return(4), "hwit_version", '"1.0"'))
    work.type(Outcome, "target", 1, "")
    work.press(buttons.check)
    said = [str(row["What we saw"]) for row in work.feedback()]
    assert said[0] == "O2 has no target figure."
    assert any(words.startswith("The form has version 1.0") for words in said)


def test_a_finding_about_the_whole_workbook_leads_to_the_feedback_sheet(at_work: Opened) -> None:
    built = filled(4)
    del built.workbook[Agreement.title]
    work = at_work(4, data=saved(built.workbook))
    work.press(buttons.check)
    assert [row["Code"] for row in work.feedback()] == ["WB006"]
    assert work.selected() == (Feedback.title, "B6")


def test_hidden_rows_of_the_feedback_sheet_are_written_too(at_work: Opened) -> None:
    work = at_work(4)
    messed_up(work)
    table = work.document.table(Feedback.table)
    first, last = table.first[0] + 1, table.last[0]
    table.sheet.unprotect()
    filters = work.document.api.DatabaseRanges.getByName(Feedback.table)
    nothing = work.document.office.struct(
        "sheet.TableFilterField",
        Field=1,
        Operator=work.document.office.uno.Enum("com.sun.star.sheet.FilterOperator", "NOT_EMPTY"),
    )
    filters.getFilterDescriptor().setFilterFields((nothing,))
    filters.refresh()
    rows = table.sheet.api.Rows
    assert not rows.getByIndex(first).IsVisible
    work.press(buttons.check)
    assert len(work.feedback()) == 4
    assert all(rows.getByIndex(number - 1).IsVisible for number in range(first, last + 1))


def test_a_sheet_that_others_have_locked_stays_as_it_is(at_work: Opened, tmp_path: Path) -> None:
    work = at_work(4)
    work.type(Outcome, "target", 1, "")
    sheet = work.document.sheet(Feedback.title)
    sheet.unprotect()
    sheet.api.protect("secret")
    assert work.press(buttons.check).startswith("The sheet Feedback is protected in a way that could not be undone")
    assert sheet.protected
    assert work.feedback() == []


def test_protection_comes_back_after_an_error(at_work: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = at_work(4)
    work.type(Outcome, "target", 1, "")
    before = work.protections(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("O2 has no target figure")

    monkeypatch.setattr(Range, "autofit", breaks)
    work.person.expects_faults = True
    said = work.press(buttons.check)
    assert said.startswith("This button did not work: a fault of the program, not of your form.")
    assert work.protections(tmp_path) == before
    written = log_file().read_text(encoding="utf-8")
    assert "builtins.RuntimeError" in written
    assert "feedback_sheet.py" in written
    assert "target figure" not in written
    assert str(tmp_path) not in written


def test_without_the_feedback_sheet_nothing_is_lost(at_work: Opened) -> None:
    work = at_work(4)
    work.document.api.Sheets.removeByName(Feedback.title)
    before = work.owned()
    for button in (buttons.check, buttons.next_finding, buttons.explain):
        assert work.press(button).startswith("The Feedback sheet is not in this workbook any more")
    assert work.owned() == before


def test_more_findings_than_rows_keep_what_was_explained(at_work: Opened) -> None:
    work = at_work(4)
    work.type(Outcome, "evidence_plan", 0, "tbc")
    work.press(buttons.check)
    table = work.document.table(Feedback.table)
    column = table.first[1] + 1 + list(Feedback.columns).index("explanation")
    table.sheet.type(address(table.first[0] + 1, column), "Agreed with the panel.")
    for record, fields, places in (
        (Outcome, ("target", "target_date", "starts_on", "cohort", "baseline"), 6),
        (Indicator, ("target", "due", "baseline", "priority", "kind"), 12),
    ):
        for field in fields:
            for place in range(places):
                work.type(record, field, place, "not known")
    work.press(buttons.check)
    rows = work.feedback()
    assert len(rows) == layout_of(Feedback).records - 1
    assert not any(row["Your explanation"] for row in rows), "what is still to be done comes first"
    last = work.document.table(Feedback.table).contents()[len(rows)]
    assert "What you said of them is kept." in str(last["What we saw"])
    assert "Agreed with the panel." in str(last["Item"])
