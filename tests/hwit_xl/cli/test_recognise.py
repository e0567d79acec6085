"""What a programme writes for its schools: welcome letters, certificates, and recognition of outcomes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from docx import Document

from hwit_validators.model.decision import Decision, Kind
from hwit_validators.tables import School
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.checking.decision_files import as_text, file_name
from hwit_xl.workbooks.xlsx.opening import protected
from support.at_work import done, hwit
from support.decided import decided, pages
from support.plans import example
from support.returns import a_return, place_of, with_text

JOINED = dt.date(2010, 2, 5)


def kept(folder: Path, decision: Decision) -> Path:
    path = folder / file_name(decision)
    path.write_text(as_text(decision), encoding="utf-8")
    return path


def written(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_return_earns_a_welcome_letter(tmp_path: Path) -> None:
    (tmp_path / "return.xlsx").write_bytes(a_return(1))
    done("recognise", tmp_path / "return.xlsx", "-o", tmp_path / "out", "--on", JOINED)
    [name] = written(tmp_path / "out")
    assert name == "900001 Larkfield Green Primary School - welcome letter.docx"
    assert "5 February 2010" in [p.text for p in Document(str(tmp_path / "out" / name)).paragraphs]


def test_a_protected_return_is_opened_with_its_password(tmp_path: Path) -> None:
    path, words = tmp_path / "return.xlsx", tmp_path / "passwords.txt"
    path.write_bytes(protected(a_return(1), "spring term"))
    words.write_text("autumn\nspring term\n")
    result = hwit("recognise", path, "--on", JOINED)
    assert (result.exit_code, "protected by a password" in result.stderr) == (2, True)
    done("recognise", path, "--on", JOINED, "--password-file", words)
    assert "900001 Larkfield Green Primary School - welcome letter.docx" in written(tmp_path)


def test_a_confirmed_plan_earns_a_certificate_and_the_emblem(tmp_path: Path) -> None:
    done("recognise", kept(tmp_path, decided()), "-o", tmp_path / "out")
    assert written(tmp_path / "out") == [
        "900001 Larkfield Green Primary School - certificate 2010-07-09.pdf",
        "Emblem of the enhancement model.png",
    ]


def test_each_confirmed_outcome_earns_a_page_and_what_is_open_is_said(tmp_path: Path) -> None:
    decision = kept(tmp_path, decided(Kind.OUTCOMES, asked={"O3": "Where?"}, waiting=frozenset({"O4"})))
    result = hwit("recognise", decision, "-o", tmp_path / "out")
    assert result.exit_code == 0
    assert [name.split(" - ")[1] for name in written(tmp_path / "out")] == [
        f"outcome {ref} 2010-07-09.pdf" for ref in ("O1", "O2", "O6")
    ]
    assert result.stderr == (
        "still open: Larkfield Green Primary School: on 9 July 2010 the panel sought clarification on O3, "
        "and O4 waited for an answer\n"
    )


def test_many_files_at_once_and_one_line_for_each_that_earns_nothing(tmp_path: Path) -> None:
    (tmp_path / "review.xlsx").write_bytes(a_return(0))
    (tmp_path / "notes.json").write_text("{}")
    files = [
        tmp_path / "review.xlsx",
        tmp_path / "notes.json",
        kept(tmp_path, decided(asked={"O2": "?", "E4": "?"})),
        kept(tmp_path, decided(Kind.OUTCOMES)),
        tmp_path / "nowhere.xlsx",
    ]
    result = hwit("recognise", *files, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert len(written(tmp_path / "out")) == 5, "the rest is written"
    for line, says in zip(
        result.stderr.splitlines(),
        (
            "is an annual review; a school joins, and is welcomed, with its stage 1 workbook",
            "is no decision file",
            "the plan of Larkfield Green Primary School is not confirmed; on 9 July 2010 the panel sought clarification "
            "on O2 and E4",
            "could not be opened",
        ),
        strict=True,
    ):
        assert says in line


def answered_later(decision: Decision, after: int = 10) -> Decision:
    """The same answer, but given some days later."""
    return decision.model_copy(update={"decided_on": decision.decided_on + dt.timedelta(after)}).sealed()


def test_a_question_that_was_answered_since_is_not_in_the_way(tmp_path: Path) -> None:
    asked, confirmed = kept(tmp_path, decided(asked={"O2": "?"})), kept(tmp_path, answered_later(decided()))
    for files in ((asked, confirmed), (confirmed, asked)):
        result = hwit("recognise", *files, "-o", tmp_path / "out", "--force")
        assert result.exit_code == 0
        assert result.stderr == f"passed over: {asked}, answered again on 19 July 2010\n"
        assert "900001 Larkfield Green Primary School - certificate 2010-07-19.pdf" in written(tmp_path / "out")


def test_an_answer_of_the_same_day_is_told_by_its_number(tmp_path: Path) -> None:
    asked, confirmed = tmp_path / "one.json", tmp_path / "two.json"
    asked.write_text(as_text(decided(asked={"O2": "?"})))
    confirmed.write_text(as_text(decided().model_copy(update={"number": 2}).sealed()))
    assert f"passed over: {asked}, answered again on 9 July 2010" in done("recognise", asked, confirmed)


@pytest.mark.parametrize(
    "other",
    [
        decided(),
        answered_later(decided(asked={"O5": "?"})),
        answered_later(decided(Kind.OUTCOMES)),
        answered_later(decided().model_copy(update={"urn": "900002"})),
        answered_later(decided()).model_copy(update={"panel": "Somebody Else"}),
    ],
    ids=["of the same day", "that asks again", "on something else", "on another school", "that was changed"],
)
def test_a_question_stays_in_the_way_beside_an_answer(tmp_path: Path, other: Decision) -> None:
    asked = tmp_path / "asked.json"
    asked.write_text(as_text(decided(asked={"O2": "?"})))
    result = hwit("recognise", asked, kept(tmp_path, other), "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert "asked.json: the plan of Larkfield Green Primary School is not confirmed" in result.stderr
    assert "passed over" not in result.stderr


def test_no_outcome_that_only_an_earlier_answer_confirms_is_passed_over(tmp_path: Path) -> None:
    """Outcomes that are confirmed are not submitted again, so a later answer holds the others only."""
    first = decided(Kind.OUTCOMES, asked={"O3": "Where?", "O4": "Where?", "O6": "Where?"})
    items = tuple(item for item in decided(Kind.OUTCOMES).items if item.ref in ("O3", "O4", "O6"))
    later = answered_later(first.model_copy(update={"items": items}))
    result = hwit("recognise", kept(tmp_path, first), kept(tmp_path, later), "-o", tmp_path / "out")
    assert result.exit_code == 0
    assert [name.split("outcome ")[1][:2] for name in written(tmp_path / "out")] == ["O1", "O2", "O3", "O4", "O6"]


def test_amendments_and_a_decision_without_anything_confirmed_earn_nothing(tmp_path: Path) -> None:
    amendments = decided(Kind.OUTCOMES).model_copy(update={"kind": Kind.AMENDMENTS}).sealed()
    asked = decided(Kind.OUTCOMES, asked=dict.fromkeys(("O1", "O2", "O3", "O4", "O6"), "?"))
    for decision, says in ((amendments, "nothing to hang up"), (asked, "no outcome of Larkfield Green Primary School")):
        result = hwit("recognise", kept(tmp_path, decision), "-o", tmp_path / "out")
        assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
        assert says in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_decision_that_was_changed_is_not_believed(tmp_path: Path) -> None:
    path = kept(tmp_path, decided(asked={"O2": "?"}))
    path.write_text(path.read_text().replace("Clarification sought", "Confirmed"))
    result = hwit("recognise", path, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert "was changed after it was written" in result.stderr


def test_a_school_that_may_not_join_yet_is_not_welcomed(tmp_path: Path) -> None:
    without_status = with_text(a_return(1), "School", place_of(School, "nhss_achieved_on"), "")
    (tmp_path / "return.xlsx").write_bytes(without_status)
    result = hwit("recognise", tmp_path / "return.xlsx", "-o", tmp_path / "out", "--on", JOINED)
    assert result.exit_code == 2
    assert "Larkfield Green Primary School cannot be welcomed yet (EL001: " in result.stderr


def test_nothing_is_replaced_without_force(tmp_path: Path) -> None:
    decision = kept(tmp_path, decided())
    done("recognise", decision, "-o", tmp_path / "out")
    certificate = next((tmp_path / "out").glob("*.pdf"))
    certificate.write_bytes(b"signed by hand")
    result = hwit("recognise", decision, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert "exists already" in result.stderr
    assert certificate.read_bytes() == b"signed by hand"
    done("recognise", decision, "-o", tmp_path / "out", "--force")
    assert certificate.read_bytes().startswith(b"%PDF")


def test_a_second_time_what_is_there_already_is_only_named(tmp_path: Path) -> None:
    plan, outcomes = kept(tmp_path, decided()), kept(tmp_path, decided(Kind.OUTCOMES))
    done("recognise", plan, outcomes, "-o", tmp_path / "out")
    pages_there = {path: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    missing = next(path for path in pages_there if "outcome O2" in path.name)
    missing.unlink()
    said = done("recognise", plan, outcomes, "-o", tmp_path / "out").splitlines()
    assert [line for line in said if not line.startswith("there already: ")] == [f"wrote {missing}"]
    assert len(said) == len(pages_there) - 1, "all but the emblem, which all schools share"
    assert {path: path.read_bytes() for path in (tmp_path / "out").iterdir()} == pages_there


def test_the_emblem_is_shared_by_all_certificates_of_a_folder(tmp_path: Path) -> None:
    other = decided(school="Hazelmere Bank School").model_copy(update={"urn": "900002"}).sealed()
    done("recognise", kept(tmp_path, decided()), kept(tmp_path, other), "-o", tmp_path / "out")
    assert len(written(tmp_path / "out")) == 3


@pytest.mark.parametrize("name", ["../../St Mary's: <A/B>", "..", "con\x00trol\n"])
def test_no_name_of_a_school_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    decision = tmp_path / "decision.json"
    decision.write_text(as_text(decided(school=name)), encoding="utf-8")
    done("recognise", decision, "-o", tmp_path / "in" / "out")
    assert len(written(tmp_path / "in" / "out")) == 2
    assert written(tmp_path / "in") == ["out"]


def test_the_profile_gives_name_and_logo(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    )
    profile = tmp_path / "hwit.toml"
    profile.write_text('programme = "Anytown Healthy Schools"\n[letters]\nlogo = "logo.svg"\n')
    done("recognise", kept(tmp_path, decided()), "-o", tmp_path / "out", "--profile", profile)
    [page] = pages(next((tmp_path / "out").glob("*.pdf")).read_bytes(), tmp_path)
    assert "Anytown Healthy Schools" in page


def test_a_return_of_a_later_stage_is_welcomed_too(tmp_path: Path) -> None:
    (tmp_path / "return.xlsx").write_bytes(a_return(4))
    on = example().completed_on(form_of_stage(4))
    assert "welcome letter.docx" in done("recognise", tmp_path / "return.xlsx", "--on", on)
    assert (tmp_path / "900001 Larkfield Green Primary School - welcome letter.docx").exists()
