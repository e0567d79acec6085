"""Feedback copies: only the Feedback sheet is rewritten, and what the school wrote there is kept."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from hwit_validators.model.finding import Finding, Severity
from hwit_validators.model.profile import Profile
from hwit_validators.tables import Feedback, Indicator, Outcome
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.checking import run
from hwit_xl.checking.check import judge
from hwit_xl.checking.collect import collect
from hwit_xl.checking.explanations import OUTDATED, words_on
from hwit_xl.checking.hand_back import HandBack, Task
from hwit_xl.checking.profile_file import Programme
from hwit_xl.checking.settings import Settings
from hwit_xl.checking.spool import Spool
from hwit_xl.files.archive import replaced
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building.build import build
from hwit_xl.workbooks.feedback import NoFeedbackSheet, rows, with_feedback
from hwit_xl.workbooks.layout import FIRST_COLUMN, address, layout_of
from hwit_xl.workbooks.reading.explained import LOOSE, Apart, Explanation, Explanations, explanations
from hwit_xl.workbooks.reading.references import short
from support.at_work import hwit
from support.mistakes.batches import planted
from support.plans import example
from support.returns import changed as changed_parts
from support.returns import handed_back, part_of

STAGE_4 = form_of_stage(4)
ON = example().completed_on(STAGE_4)
SETTINGS = Settings(ON)


@pytest.fixture(scope="module")
def once() -> bytes:
    """A stage-4 return with an error (no due date for E2) and two queries (nobody leads E1, E2)."""
    built = build(STAGE_4, example().tables(STAGE_4))
    for field, place in (("due", 1), ("lead", 0), ("lead", 1)):
        built.cell(layout_of(Indicator), field, place).value = None
    return package.to_bytes(built.workbook)


@pytest.fixture
def returned(once: bytes, tmp_path: Path) -> Path:
    """That return as a file."""
    path = tmp_path / "returned.xlsx"
    path.write_bytes(once)
    return path


def test_every_other_part_keeps_its_bytes(returned, tmp_path):
    copy = tmp_path / "copy.xlsx"
    handed_back(returned, SETTINGS, copy)
    before, after = package.parts(returned), package.parts(copy)
    assert list(before) == list(after)
    changed = [name for name in before if before[name] != after[name]]
    assert len(changed) == 1
    assert openpyxl.load_workbook(copy).sheetnames == openpyxl.load_workbook(returned).sheetnames


def test_the_sheet_lists_each_finding_with_a_link_and_a_key(returned, tmp_path):
    copy = tmp_path / "copy.xlsx"
    verdict = handed_back(returned, SETTINGS, copy)
    sheet = openpyxl.load_workbook(copy)["Feedback"]
    layout = layout_of(Feedback)
    written = [
        {spec.field: sheet.cell(*layout.cell(spec.field, place)).value for spec in layout.specs}
        for place in range(len(verdict.findings))
    ]
    assert [row["code"] for row in written] == [finding.code for finding in verdict.findings]
    assert {row["key"] for row in written} == {"Indicators|L7", "Indicators|N6", "Indicators|N7"}
    assert all(row["where"].startswith("=IF(LEN(") for row in written), "the form's own formula makes the link"
    assert written[0]["link"] == "#'Indicators'!$L$7"
    assert sheet.cell(*layout.cell("code", len(written))).value is None


def test_a_second_check_finds_the_same_and_clears_what_was_put_right(returned, tmp_path):
    once, twice = tmp_path / "once.xlsx", tmp_path / "twice.xlsx"
    first = handed_back(returned, SETTINGS, once)
    second = handed_back(once, SETTINGS, twice)
    assert first.findings == second.findings
    assert package.parts(once) == package.parts(twice)


def test_an_explanation_is_kept_until_its_answer_changes(returned, tmp_path):
    copy, again = tmp_path / "copy.xlsx", tmp_path / "again.xlsx"
    handed_back(returned, SETTINGS, copy)
    _explain(copy, "SI008", "The whole team leads.")
    verdict = handed_back(copy, SETTINGS, again)
    explained = [finding for finding in verdict.findings if finding.explanation]
    assert [(finding.code, finding.ref) for finding in explained] == [("SI008", "E1")]
    assert explained[0].explanation == "The whole team leads."
    third = judge(again, "again", SETTINGS)
    assert [finding for finding in third.findings if finding.explanation] == explained


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A return in which an answer was explained, and then changed so that it is still asked about."""
    built = build(STAGE_4, example().tables(STAGE_4))
    outcomes = layout_of(Outcome)
    built.cell(outcomes, "respondents", 1).value = "Pupils"
    path, copy, changed = (tmp_path / f"{name}.xlsx" for name in ("returned", "copy", "changed"))
    package.save(built.workbook, path)
    handed_back(path, SETTINGS, copy)
    _explain(copy, "OC009", "The parents' survey comes next year.")
    assert judge(copy, "copy", SETTINGS).findings[0].explanation == "The parents' survey comes next year."
    book = openpyxl.load_workbook(copy)
    book["Outcomes"].cell(*outcomes.cell("respondents", 1)).value = "Parents and carers"
    book.save(changed)
    return changed


def test_words_left_beside_an_answer_that_changed_count_again_once_they_are_changed(changed, tmp_path):
    """Until then they stay where they are, and it is said that they do not count."""
    path = changed
    for number in range(2):  # however often it is checked
        copy = tmp_path / f"{number}.xlsx"
        [found] = [found for found in handed_back(path, SETTINGS, copy).findings if found.code == "OC009"]
        assert (found.explanation, found.message.endswith(OUTDATED)) == (None, True)
        assert _beside(copy, "OC009") == "The parents' survey comes next year."
        path = copy
    _explain(path, "OC009", "Pupils were asked in May.")
    copy = tmp_path / "last.xlsx"
    [found] = [found for found in handed_back(path, SETTINGS, copy).findings if found.code == "OC009"]
    assert found.explanation == "Pupils were asked in May."
    assert _beside(copy, "OC009") == "Pupils were asked in May."


def test_an_error_cannot_be_explained_away_and_what_was_written_beside_it_stays(returned, tmp_path):
    copy, again = tmp_path / "copy.xlsx", tmp_path / "again.xlsx"
    handed_back(returned, SETTINGS, copy)
    _explain(copy, "SI003", "We do not know yet.")
    verdict = handed_back(copy, SETTINGS, again)
    assert not any(finding.explanation for finding in verdict.findings)
    assert verdict.blocks
    assert _beside(again, "SI003") == "We do not know yet."


def test_a_waiver_is_no_explanation_of_the_school_and_takes_none_from_it(returned, tmp_path):
    """What the Local Programme has waived for a while is asked again afterwards, with the school's own words as they were."""
    waiver = {"rule": "SI008", "school": "900001", "reason": "New lead in May", "by": "KT", "until": ON}
    waiving = replace(SETTINGS, own=Programme(Profile.model_validate({"waivers": [waiver]})))
    before, during, after = (tmp_path / f"{name}.xlsx" for name in ("before", "during", "after"))
    handed_back(returned, SETTINGS, before)
    waived = [found for found in handed_back(before, waiving, during).findings if found.code == "SI008"]
    assert [(found.waived, found.explanation) for found in waived] == [(True, None)] * 2
    assert _beside(during, "SI008") is None
    found = next(found for found in handed_back(during, SETTINGS, after).findings if found.code == "SI008")
    assert (found.settled, found.message) == (False, replace(waived[0], waiver=None).message)

    _explain(before, "SI008", "The whole team leads.")
    handed_back(before, waiving, during)
    assert _beside(during, "SI008") == "The whole team leads."
    found = next(found for found in judge(during, "during", SETTINGS).findings if found.code == "SI008")
    assert found.explanation == "The whole team leads."


def test_words_about_another_return_outlive_a_check_of_the_file_alone(tmp_path):
    """As the button checks it, or whoever checks one file of the batch."""
    returns, copies = tmp_path / "returns", tmp_path / "copies"
    returns.mkdir()
    for name, roll in (("new", "310"), ("old", "311")):
        (returns / f"{name}.xlsx").write_bytes(planted(4, roll=roll))

    def checked() -> list[Finding]:
        with Spool(collect([returns]).files) as spool:
            run.check(spool, SETTINGS, run.Means())
            assert list(run.hand_back(spool, run.Copies(copies, replace=True), SETTINGS, run.Means())) == []
            return [found for verdict in spool for found in verdict.findings if found.code.startswith("XS00")]

    [found] = checked()
    place = next(path for path in copies.iterdir() if _beside(path, found.code, absent=True) != "")
    _explain(place, found.code, "The second one is right.")
    alone = tmp_path / "alone.xlsx"
    assert not any(each.code == found.code for each in handed_back(place, SETTINGS, alone).findings)
    shutil.copy(alone, returns / place.name)
    assert [each.explanation for each in checked()] == ["The second one is right."]


@pytest.fixture
def commented(tmp_path: Path) -> Path:
    """A copy of a return in which comments hang on three cells: three findings of one rule, about nothing else."""
    built = build(STAGE_4, example().tables(STAGE_4))
    path, copy = tmp_path / "commented.xlsx", tmp_path / "copy.xlsx"
    package.save(built.workbook, path)
    book = openpyxl.load_workbook(path)
    for cell in ("C7", "C9", "D12"):
        book["Outcomes"][cell].comment = Comment("Ask the head.", "Somebody")
    book.save(path)
    handed_back(path, SETTINGS, copy)
    return copy


def comments(path: Path, tmp_path: Path, number: int = 0) -> dict[str | None, str | None]:
    """What the school said of each comment, by its cell, and that a copy of the copy says the same."""
    again = tmp_path / f"again {number}.xlsx"
    verdict = handed_back(path, SETTINGS, again)
    said = {found.cell: found.explanation for found in verdict.findings if found.code == "PD005"}
    assert {each.cell: each.explanation for each in judge(again, "", SETTINGS).findings if each.code == "PD005"} == said
    return said


def test_of_findings_about_the_same_each_keeps_its_own_words(commented, tmp_path):
    assert comments(commented, tmp_path) == {"C7": None, "C9": None, "D12": None}
    _explain(commented, "PD005", "The head has answered.", number=1)
    assert comments(commented, tmp_path) == {"C7": None, "C9": "The head has answered.", "D12": None}
    _explain(commented, "PD005", "This one stays.", number=2)
    said = {"C7": None, "C9": "The head has answered.", "D12": "This one stays."}
    assert comments(commented, tmp_path) == said


def test_words_stay_with_their_finding_when_another_is_put_right_or_rows_are_put_in(commented, tmp_path):
    _explain(commented, "PD005", "The head has answered.", number=1)
    _explain(commented, "PD005", "This one stays.", number=2)
    book = openpyxl.load_workbook(commented)
    book["Outcomes"]["C7"].comment = None
    book.save(commented)
    assert comments(commented, tmp_path) == {"C9": "The head has answered.", "D12": "This one stays."}
    moved = tmp_path / "again 0.xlsx"
    book = openpyxl.load_workbook(moved)
    for old, new in (("D12", "D13"), ("C9", "C10")):
        comment, book["Outcomes"][old].comment = book["Outcomes"][old].comment, None
        book["Outcomes"][new].comment = Comment(comment.text, comment.author)
    book.save(moved)
    assert comments(moved, tmp_path, 1) == {"C10": "The head has answered.", "D13": "This one stays."}


def test_words_of_which_nobody_can_tell_whose_they_are_stay_but_do_not_count(commented, tmp_path):
    _explain(commented, "PD005", "The head has answered.", number=1)
    book = openpyxl.load_workbook(commented)
    for cell in ("C7", "C9", "D12"):
        book["Outcomes"][cell].comment = None
    for cell in ("C8", "C10"):
        book["Outcomes"][cell].comment = Comment("Ask the head.", "Somebody")
    book.save(commented)
    found = [each for each in judge(commented, "", SETTINGS).findings if each.code == "PD005"]
    assert [(each.explanation, each.typed) for each in found] == [(None, "The head has answered."), (None, None)]
    assert found[0].message.endswith(OUTDATED)
    assert comments(commented, tmp_path) == {"C8": None, "C10": None}


def without_baseline(ref: str, explanation: str | None = None) -> Finding:
    """A query about a table, such as there may be several of."""
    return Finding(
        "BA002", Severity.QUERY, "Baseline", "", "For", None, ref, f"{ref} has no baseline.", "Give one.", "Baseline", "B5",
        field="measure", explanation=explanation, fingerprint="all",
    )  # fmt: skip


def kept(texts: list[dict[str, str]]) -> Explanations:
    """What is read of rows that were written."""
    return explanations(
        Feedback(ref=f"F{n}", place=n, **{k: v for k, v in row.items() if v}) for n, row in enumerate(texts)
    )


@pytest.mark.parametrize("room", [60, 2])
def test_findings_about_one_table_are_told_apart_by_what_they_say(room):
    findings = [without_baseline("O1"), without_baseline("O2", "In May."), without_baseline("O3", "In June.")]
    said = kept(rows(findings, room))
    for refs, words in (
        (("O1", "O2", "O3"), [None, "In May.", "In June."]),
        (("O3", "O2"), ["In June.", "In May."]),
        (("O3", "O4"), ["In June.", None]),
    ):
        now = words_on([without_baseline(ref) for ref in refs], said)
        assert [each.text if each and each.about == "all" else None for each in now] == words


def test_in_a_copy_of_an_earlier_program_each_finding_has_the_words_beside_it():
    """``copies_1_1`` holds a copy with feedback as the program of form version 1.1 made it, with words typed beside two findings.

    That program then took the words beside one of three comments for words about all of them.
    """
    path = Path(__file__).with_name("copies_1_1") / "three_comments.xlsx"
    said = {
        found.cell: found.explanation
        for found in judge(path, "", SETTINGS).findings
        if found.severity is Severity.QUERY
    }
    assert said == {"C7": None, "C9": "The head has answered.", "D12": None, "N6": None, "N7": "The whole team leads."}


def test_what_earlier_programs_kept_without_a_row_still_counts():
    """They wrote neither what the finding said nor where it was, and one explanation for all findings about the same."""
    item = 'more:["SI008","Indicators","E1","lead","1234567890ab","We sh"],["SI008","Indicators","E1","lead","1234567890ab","are it."]'
    [words] = words_on([replace(asked(1), field="lead")], explanations([Feedback(ref="F1", place=0, item=item)]))
    assert words == Explanation("We share it.", "1234567890ab")


@pytest.mark.parametrize("number", [3, 40], ids=["below the findings", "far below"])
def test_words_beside_no_finding_stay(returned, tmp_path, number):
    copy, again, third = (tmp_path / f"{name}.xlsx" for name in ("copy", "again", "third"))
    handed_back(returned, SETTINGS, copy)
    book = openpyxl.load_workbook(copy)
    layout = layout_of(Feedback)
    book["Feedback"].cell(*layout.cell("explanation", number)).value = "E1 is led by the whole team."
    book.save(copy)
    for path, then in ((copy, again), (again, third)):
        findings = handed_back(path, SETTINGS, then).findings
        assert not any(found.explanation for found in findings), "nobody knows what they are about"
        sheet = openpyxl.load_workbook(then)["Feedback"]
        place = len(findings)
        assert sheet.cell(*layout.cell("explanation", place)).value == "E1 is led by the whole team."
        assert sheet.cell(*layout.cell("message", place)).value.startswith(
            "These words of yours stood beside no finding."
        )
        assert sheet.cell(*layout.cell("explanation", place + 1)).value is None


def test_words_beside_the_row_that_counts_the_rest_stay_for_lack_of_room_too():
    findings = [asked(number) for number in range(75)]
    texts = rows(findings, 60)
    texts[-1]["explanation"] = "We cannot do all this."
    [loose] = kept(texts)[LOOSE]
    apart = [Apart(*LOOSE, "", loose.text), Apart(*LOOSE, "", "Another.")]
    again = kept(rows(findings, 60, apart))
    assert [each.text for each in again[LOOSE]] == ["We cannot do all this.", "Another."]
    assert [row.get("explanation") for row in rows(findings[:3], 60, apart)][3:] == [
        "We cannot do all this.", "Another.",
    ]  # fmt: skip


def test_what_is_typed_into_the_programs_own_columns_beside_no_finding_stays(returned, tmp_path):
    copy, again, new = (tmp_path / f"{name}.xlsx" for name in ("copy", "again", "new"))
    findings = handed_back(returned, SETTINGS, copy).findings
    typed = {
        "C20": "Ask Sue",
        "E20": "Where is O7?",
        "F30": "What we saw ourselves",
        "J39": "Hall",
        "L49": "Item of ours",
    }
    book = openpyxl.load_workbook(copy)
    for cell, words in typed.items():
        book["Feedback"][cell] = words
    book["Feedback"]["G6"] = "We know."  # beside a finding: the program writes there, and will again
    book.save(copy)
    said = json.loads(hwit("answers", copy, "--format", "json").stdout)["answers"]
    assert {each["cell"]: each["value"] for each in said if each["table"] == "Feedback"} == typed
    handed_back(copy, SETTINGS, again)
    hwit("new", "--from", again, "-o", new, "--on", ON)
    layout = layout_of(Feedback)
    for path, first in ((again, len(findings)), (new, 0)):
        sheet = openpyxl.load_workbook(path)["Feedback"]
        there = [sheet.cell(*layout.cell("explanation", first + place)).value for place in range(len(typed) + 1)]
        assert there == [*typed.values(), None]


def test_a_program_never_takes_its_own_words_for_the_schools():
    open_ones, explained_ones = [asked(number) for number in range(75)], [asked(n, "We share it.") for n in range(75)]
    for findings, room in ((open_ones, 60), (explained_ones, 60), (explained_ones, 2)):
        texts = rows([replace(found, sheet="Indicators", cell="N6") for found in findings], room, [LOOSE_WORDS])
        assert [each.text for each in kept(texts)[LOOSE]] == [LOOSE_WORDS.words]
        bare = [{name: text for name, text in row.items() if name not in ("item", "key")} for row in texts]
        assert {each.text for each in kept(bare).get(LOOSE, ())} <= {"We share it."}, "its hidden columns are gone"


LOOSE_WORDS = Apart(*LOOSE, "", "Ring Sue.")


def _explain(path: Path, code: str, words: str, *, number: int = 0) -> None:
    """Write an explanation beside the first finding of a rule, or a later one, and save in another program's way."""
    book = openpyxl.load_workbook(path)
    layout = layout_of(Feedback)
    place = [p for p in range(60) if book["Feedback"].cell(*layout.cell("code", p)).value == code][number]
    book["Feedback"].cell(*layout.cell("explanation", place)).value = words
    book.save(path)


def _beside(path: Path, code: str, *, absent: bool = False) -> str | None:
    """What stands in the column of explanations beside the first finding of a rule."""
    sheet, layout = openpyxl.load_workbook(path)["Feedback"], layout_of(Feedback)
    places = (p for p in range(60) if sheet.cell(*layout.cell("code", p)).value == code)
    place = next(places, None) if absent else next(places)
    return "" if place is None else sheet.cell(*layout.cell("explanation", place)).value


def asked(number: int, explanation: str | None = None) -> Finding:
    """A query about one of many indicators."""
    return Finding(
        "SI008", Severity.QUERY, "Indicators", f"E{number}", "Who leads", None, None, "Nobody leads.", "Name a role.",
        explanation=explanation, fingerprint="1234567890ab",
    )  # fmt: skip


def test_what_does_not_fit_is_counted_in_the_last_row():
    texts = rows([asked(number) for number in range(75)], room=60)
    assert len(texts) == 60
    assert texts[-1] == {"message": "16 more: put these right first, and check again."}


@pytest.mark.parametrize(
    ("explained", "room", "shown"),
    [
        ({5}, 6, [0, 1, 2, 3, 4, 5]),
        ({5}, 60, [0, 1, 2, 3, 4, 5]),
        (set(), 4, [0, 1, 2]),
        ({5}, 4, [0, 1, 2]),
        ({0, 1}, 4, [2, 3, 4]),
        ({1, 3, 4, 5}, 4, [0, 1, 2]),
        ({0}, 1, []),
    ],
    ids=["all fit", "all fit easily", "none is explained", "one", "two", "too many", "no room"],
)
def test_what_is_still_to_be_done_is_shown_before_what_was_explained(explained, room, shown):
    findings = [asked(number, "We share it." if number in explained else None) for number in range(6)]
    texts = rows(findings, room)
    assert len(texts) <= room
    assert [text["item"].split("|")[2] for text in texts if text.get("code")] == [f"E{number}" for number in shown]


def test_errors_are_shown_before_all_queries_and_explained_ones_do_not_bar_the_way():
    findings = [asked(number, "We share it." if number < 59 else None) for number in range(80)]
    errors = [replace(asked(number), code="SI003", severity=Severity.ERROR) for number in range(80, 110)]
    texts = rows([*findings, *errors], 60)
    assert [text["severity"] for text in texts if text.get("code")] == ["query"] * 29 + ["error"] * 30
    assert sum(bool(text.get("explanation")) for text in texts) == 8, "where there is room"
    assert rows(findings[:75], 60)[-1]["message"] == "16 more, which you have explained. What you said of them is kept."


def test_errors_are_shown_before_queries_that_nobody_has_answered():
    errors = [replace(asked(number), code="SI003", severity=Severity.ERROR) for number in range(80, 110)]
    texts = rows([*map(asked, range(80)), *errors], 60)
    assert [text["severity"] for text in texts if text.get("code")] == ["query"] * 29 + ["error"] * 30


def test_rows_that_are_missing_hidden_or_measured_by_another_program_are_written_all_the_same(returned):
    data = returned.read_bytes()
    layout = layout_of(Feedback)
    first, column = layout.cell("code", 0)

    def rewrite(part: bytes) -> bytes:
        text = re.sub(rf'<row (?=[^>]*r="{first}")', '<row spans="1:3" hidden="1" ', part.decode(), count=1)
        return re.sub(rf'<row [^>]*r="{first + 1}".*?</row>', "", text, count=1, flags=re.DOTALL).encode()

    before = openpyxl.load_workbook(io.BytesIO(data))["Feedback"].cell(first + 1, column)._style
    copy = with_feedback(changed_parts(data, {part_of(data, "Feedback"): rewrite}), [asked(1), asked(2), asked(3)])
    sheet = openpyxl.load_workbook(io.BytesIO(copy))["Feedback"]
    refs = [str(sheet.cell(*layout.cell("item", place)).value).split("|")[2] for place in range(3)]
    assert refs == ["E1", "E2", "E3"]
    assert not any(sheet.row_dimensions[row].hidden for row in range(first, first + 3))
    assert sheet.cell(first + 1, column)._style == before, "as the rows beside it"
    part = package.parts_of(copy)[part_of(copy, "Feedback")].decode()
    tags = {int(found[1]): found[0] for found in re.finditer(r'<row [^>]*?\br="(\d+)"[^>]*>', part)}
    assert list(tags) == sorted(tags)
    assert not any("spans=" in tags[row] for row in range(first, first + 3))


def test_words_beside_an_error_do_not_make_it_explained_in_the_last_row():
    beside = [replace(asked(number), severity=Severity.ERROR, typed="We do not know.") for number in range(4)]
    assert (
        rows(beside, 3)[-1]["message"]
        == "2 more: put these right first, and check again. What you said of them is kept."
    )


def test_what_has_no_room_at_all_is_admitted():
    words = [asked(number, f"{number} " + "ü" * 25_000) for number in range(4)]
    assert rows(words, 2)[0]["message"] == (
        "4 more: put these right first, and check again. Not all that you said of them has room here."
    )
    assert len(rows(words, 2)) == 2


def test_words_about_other_returns_stand_in_the_row_of_their_finding_or_hidden_and_never_twice():
    between = replace(asked(0), code="XS004", explanation="Both count.")
    apart = [Apart(*between.key, "1234567890ab", "Both count."), Apart("XS005", "", "", "", "all", "We moved.")]
    told = rows([between], 60, apart)
    assert [text.get("explanation") for text in told] == ["Both count.", None]
    assert "Both count." not in told[1]["item"]
    assert "We moved." in told[1]["item"]
    assert rows([between], 2, apart) == told, "it just fits"
    squeezed = rows([between, asked(1)], 2, apart)
    assert len(squeezed) == 2
    assert "We moved." in squeezed[-1]["item"]


def test_short_explanations_without_a_row_are_kept_together():
    kept = rows([asked(number, f"{number}: " + "x" * 100) for number in range(20)], 2)
    assert [row["item"].startswith("more:") for row in kept[1:]] == [True]


def test_a_row_says_what_to_do_and_where():
    found = replace(asked(1), sheet="It's ours", cell="N6", waiver="Waived by KT until 1 May 2011: new lead.")
    [query] = rows([found], 60)
    assert query["message"] == "Nobody leads. Waived by KT until 1 May 2011: new lead."
    assert query["fix"] == "Name a role. Or say in the next column why it is right as it stands."
    assert (query["link"], query["key"]) == ("#'It''s ours'!$N$6", "Indicators|N6")
    assert query["where"] == query["shown"] == f"{found.where}\n{found.about}"
    [error] = rows([replace(found, severity=Severity.ERROR, cell=None)], 60)
    assert error["fix"] == "Name a role."
    assert not {"link", "key", "where", "shown"} & error.keys()


@pytest.mark.parametrize(("length", "room"), [(20, 60), (2_000, 8), (9_000, 60)])
def test_no_explanation_is_lost_for_lack_of_room(length, room):
    words = {f"E{number}": f"{number}: " + "ü" * length for number in range(75)}
    texts = rows([asked(number, words[f"E{number}"]) for number in range(75)], room)
    assert len(texts) <= room
    assert all(len(text) <= 32_767 for row in texts for text in row.values())
    written = [Feedback(ref=f"F{n}", place=n, **{k: v for k, v in row.items() if v}) for n, row in enumerate(texts)]
    found = explanations(written)
    assert {ref: kept.text for (_, _, ref, _), [kept] in found.items()} == words
    assert {kept.about for [kept] in found.values()} == {"1234567890ab"}


@pytest.mark.parametrize("letter", ["a", "🙂", '"', "\x01"])
def test_whatever_letters_an_explanation_has_its_hidden_cells_hold_no_more_than_excel_keeps(letter):
    long = "|" * 5_000
    apart = [("XS001", long, long, long, long, letter * 32_767), ("XS001", "", "", "", "", letter * 3_000)]
    texts = rows([], 60, [Apart(code, *map(short, about), words) for code, *about, words in apart])
    for text in texts:
        assert len(text["item"].encode("utf-16-le")) <= 2 * 32_767
    back = explanations(Feedback(ref=f"F{n}", place=n, item=row["item"]) for n, row in enumerate(texts))
    assert [kept.text for [kept] in back.values()] == [letter * 32_767, letter * 3_000]


def test_a_reference_as_long_as_a_story_does_not_push_hidden_cells_beyond_what_excel_keeps(returned, tmp_path):
    book = openpyxl.load_workbook(returned)
    row, _ = layout_of(Indicator).cell("lead", 0)
    book["Indicators"].cell(row, FIRST_COLUMN).value = "%|" * 16_000
    path, copy, again = (tmp_path / f"{name}.xlsx" for name in ("long", "copy", "again"))
    book.save(path)
    handed_back(path, SETTINGS, copy)
    for line in openpyxl.load_workbook(copy)["Feedback"].iter_rows(values_only=True):
        assert all(len(str(value)) <= 32_767 for value in line)
    _explain(copy, "SI008", "The whole team leads.")
    verdict = handed_back(copy, SETTINGS, again)
    assert "The whole team leads." in [found.explanation for found in verdict.findings]


@pytest.mark.parametrize(
    "item", ["more:[", "more:[[[[[" * 5_000, "more:[1,2]", 'more:["a","b"]', 'more:{"a":1}', "more:"]
)
def test_hidden_texts_that_somebody_changed_are_no_explanations(item):
    assert explanations([Feedback(ref="F1", place=0, item=item)]) == {}


def test_texts_that_look_like_formulas_or_markup_stay_texts(returned):
    nasty = '=HYPERLINK("http://example.org","x") <b> & \x07 ]]>'
    finding = Finding(
        "SI008", Severity.QUERY, "Indicators", "E1", "Who leads", nasty, None, nasty, nasty, "Indicators", "N6"
    )
    copy = with_feedback(returned.read_bytes(), [finding])
    cell = openpyxl.load_workbook(io.BytesIO(copy))["Feedback"].cell(*layout_of(Feedback).cell("message", 0))
    assert cell.data_type == "s"
    assert cell.value == nasty.replace("\x07", "")


def test_a_renamed_feedback_sheet_and_inserted_rows_are_found(returned, tmp_path):
    book = openpyxl.load_workbook(returned)
    book["Outcomes"].title = "It's our outcomes"
    book["Feedback"].title = "Answers & more"
    moved = tmp_path / "moved.xlsx"
    book.save(moved)
    copy = tmp_path / "copy.xlsx"
    handed_back(moved, SETTINGS, copy)
    sheet = openpyxl.load_workbook(copy)["Answers & more"]
    assert sheet.cell(*layout_of(Feedback).cell("code", 0)).value == "SI003"


def test_without_a_feedback_sheet_there_is_one_clear_reason(returned, tmp_path):
    book = openpyxl.load_workbook(returned)
    del book["Feedback"]
    without = tmp_path / "without.xlsx"
    book.save(without)
    with pytest.raises(NoFeedbackSheet):
        with_feedback(without.read_bytes(), [])
    made = HandBack()(Task(judge(without, "without", SETTINGS), tmp_path / "copy.xlsx"))
    assert made.why_not == "the Feedback sheet is not in the file"
    assert not (tmp_path / "copy.xlsx").exists()


def test_nothing_the_school_owns_changes(returned, tmp_path):
    copy = tmp_path / "copy.xlsx"
    handed_back(returned, SETTINGS, copy)
    before, after = openpyxl.load_workbook(returned), openpyxl.load_workbook(copy)
    layout = layout_of(Outcome)
    span = f"{address(6, 2)}:{address(layout.last_row, layout.last_column)}"
    assert [[c.value for c in row] for row in before["Outcomes"][span]] == [
        [c.value for c in row] for row in after["Outcomes"][span]
    ]


def test_a_copy_of_a_protected_return_is_protected_by_the_same_password(returned, tmp_path):
    from hwit_xl.workbooks.xlsx.opening import protected

    locked = tmp_path / "locked.xlsx"
    locked.write_bytes(protected(returned.read_bytes(), "autumn"))
    copy = tmp_path / "copy.xlsx"
    settings = Settings(ON, passwords=("autumn",))
    verdict = handed_back(locked, settings, copy)
    assert not copy.read_bytes().startswith(b"PK")
    assert judge(copy, "copy", settings).findings == verdict.findings


def test_the_day_does_not_show_in_the_items(returned, tmp_path):
    """An explanation given in March still counts in May: what it is kept under does not hold the day of the check."""
    one, other = tmp_path / "one.xlsx", tmp_path / "other.xlsx"
    handed_back(returned, SETTINGS, one)
    handed_back(returned, Settings(ON + dt.timedelta(days=1)), other)
    assert package.parts(one) == package.parts(other)


def test_a_feedback_table_that_begins_below_its_end_is_one_clear_reason(returned):
    """As a file that somebody's program wrote says it."""
    data = returned.read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        [part] = [name for name in package.namelist() if b'"Feedback' in package.read(name) and "/tables/" in name]
        table = re.sub(rb'(<table [^>]*?ref=)"[^"]*"', rb'\1"Z99:A1"', package.read(part))
    with pytest.raises(NoFeedbackSheet, match="has no rows"):
        with_feedback(replaced(data, part, table), [asked(1)])
