"""The command that writes text for the self-evaluation form."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from hwit_validators.tables import Result
from hwit_validators.tables.forms import form_of_stage
from support.at_work import done, hwit
from support.decided import LOGO
from support.plans import example
from support.returns import a_return, place_of, with_cell


def a_file(folder: Path, stage: int, name: str = "primary") -> Path:
    """The worked return of a stage."""
    path = folder / f"{name} {stage}.xlsx"
    path.write_bytes(a_return(stage, name))
    return path


def day(stage: int, name: str = "primary") -> str:
    return example(name).completed_on(form_of_stage(stage)).isoformat()


def words(path: Path) -> str:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_text_is_written_beside_the_return(tmp_path: Path) -> None:
    output = done("sef", a_file(tmp_path, 8), "--on", day(8))
    path = tmp_path / "Larkfield Green Primary School - self-evaluation text.docx"
    assert output.splitlines() == [
        f"wrote {path}: 3 points for A2.7",
        "  O3 belongs elsewhere: A3 Curriculum, and care, guidance and support (not sure: check your form)",
        "  O4 belongs elsewhere: A2.5 Pupils feel safe (not sure: check your form)",
        "  O5 belongs elsewhere: A2.5 Pupils feel safe (not sure: check your form)",
    ]
    text = words(path)
    assert "A2.7 Pupils adopt healthy lifestyles" in text
    assert "Rose from 31% to 52%; the target of 50% is met. Aim: The share of pupils in Years 3 to 6" in text
    assert "A2.5 Pupils feel safe\n" not in text


def test_a_stage_7_return_says_so_far(tmp_path: Path) -> None:
    done("sef", a_file(tmp_path, 7), "--on", day(7), "-o", tmp_path / "deep" / "sef.docx")
    assert "So far, by 7 October 2011: rose from 31% to 45%" in words(tmp_path / "deep" / "sef.docx")


def test_other_lines_can_be_asked_for(tmp_path: Path) -> None:
    output = done(
        "sef", a_file(tmp_path, 8), "--on", day(8), "-o", tmp_path / "a.docx", "--line", "A2.5", "--line", "A3"
    )
    assert output == f"wrote {tmp_path / 'a.docx'}: 6 points for A2.5, A2.7, A3\n"
    text = words(tmp_path / "a.docx")
    assert "Fell from 46 to 17 pupils; the target of 20 pupils is met." in text
    assert "A targeted outcome was met, as measured on 22 June 2012 (figures withheld" in text


def test_the_form_is_that_of_2009_unless_the_programme_or_the_school_says_otherwise(tmp_path: Path) -> None:
    path = a_file(tmp_path, 8)
    (tmp_path / "hwit.toml").write_text('sef = "2005"\n')
    older = ("--profile", tmp_path / "hwit.toml")
    assert "3 points for 4a" in done("sef", path, "--on", day(8), "-o", tmp_path / "a.docx", *older)
    both = done("sef", path, "--on", day(8), "-o", tmp_path / "b.docx", *older, "--lines", "2009")
    assert "3 points for A2.7" in both


def test_the_school_s_text_has_no_letterhead_of_the_programme(tmp_path: Path) -> None:
    profile = tmp_path / "hwit.toml"
    profile.write_text(
        'programme = "Anytown Healthy Schools"\n[letters]\naddress = ["Civic Centre"]\n'
        'contact = "healthy.schools@anytown.example.gov.uk"\nlogo = "logo.svg"\n'
    )
    (tmp_path / "logo.svg").write_bytes(LOGO.data)
    done("sef", a_file(tmp_path, 8), "--on", day(8), "-o", tmp_path / "sef.docx", "--profile", profile)
    head = Document(str(tmp_path / "sef.docx")).sections[0].first_page_header
    assert [cell.text for table in head.tables for row in table.rows for cell in row.cells] == [
        "Larkfield Green Primary School"
    ]
    assert not any("image" in relation.reltype for relation in head.part.rels.values())


def test_nothing_is_overwritten_without_force(tmp_path: Path) -> None:
    path, target = a_file(tmp_path, 8), tmp_path / "sef.docx"
    target.write_text("mine")
    result = hwit("sef", path, "--on", day(8), "-o", target)
    assert (result.exit_code, target.read_text()) == (2, "mine")
    assert result.stderr == f"Error: {target} exists already; choose another name, or use --force to replace it\n"
    done("sef", path, "--on", day(8), "-o", target, "--force")
    assert "A2.7 Pupils adopt healthy lifestyles" in words(target)


@pytest.mark.parametrize(
    ("stage", "is_stage"), [(1, "this is stage 1"), (4, "this is stage 4"), (6, "this is stage 6")]
)
def test_an_earlier_stage_is_one_clear_line(tmp_path: Path, stage: int, is_stage: str) -> None:
    path = a_file(tmp_path, stage)
    result = hwit("sef", path, "--on", day(stage))
    assert result.exit_code == 2
    assert (
        result.stderr == f"Error: {path}: there is nothing to claim yet: figures come in from stage 7 on, {is_stage}\n"
    )
    assert list(tmp_path.iterdir()) == [path]


def test_a_line_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    result = hwit("sef", a_file(tmp_path, 8), "--on", day(8), "--line", "A9")
    assert result.exit_code == 2
    assert "has no line A9; there are A2.5, A2.6, A2.7," in result.stderr


def test_a_file_that_is_no_return_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "notes.xlsx").write_text("nothing")
    result = hwit("sef", tmp_path / "notes.xlsx")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


def test_while_something_must_be_put_right_the_findings_come_instead(tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(with_cell(a_return(8), Result.title, place_of(Result, "final_value"), "<v>45</v>"))
    result = hwit("sef", path, "--on", day(8))
    assert result.exit_code == 1
    assert "RV001" in result.stdout
    assert result.stderr == "hwit: the text can be written once the errors are put right\n"
    assert list(tmp_path.iterdir()) == [path]


def test_figures_that_do_not_agree_are_left_out_and_listed(tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(with_cell(a_return(8), Result.title, place_of(Result, "final_value"), "<v>62</v>"))
    output = done("sef", path, "--on", day(8), "-o", tmp_path / "sef.docx")
    assert "2 points for A2.7" in output
    why = "Open query RV018: O1: the final figure is 62%, but the evidence says 90 of 172."
    assert f"O1 is left out: {why}" in output
    assert why in words(tmp_path / "sef.docx")
    assert "to 62%;" not in words(tmp_path / "sef.docx")
