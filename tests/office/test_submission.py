"""A submission that the panel opened and saved in another program is still the one the school made."""

from __future__ import annotations

from pathlib import Path

from hwit_validators.tables import Outcome
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.layout import layout_of
from support.at_work import done
from support.libreoffice import Office
from support.plans import example
from support.returns import filled


def test_saved_again_by_libreoffice_it_is_the_same_submission(office: Office, tmp_path: Path) -> None:
    on = example().completed_on(form_of_stage(4))
    built = filled(4)
    built.cell(layout_of(Outcome), "baseline", 0).value = 100 * 58 / 187  # with more digits than another program keeps
    package.save(built.workbook, tmp_path / "return.xlsx")
    done("submit", tmp_path / "return.xlsx", "--on", on, "-o", tmp_path / "out")
    workbook = tmp_path / "out" / "submission.xlsx"
    as_made = workbook.read_bytes()
    with office.open(workbook) as document:
        document.save_as(tmp_path / "saved.xlsx")
    workbook.write_bytes((tmp_path / "saved.xlsx").read_bytes())
    assert workbook.read_bytes() != as_made
    said = done("decide", tmp_path / "out", "--confirm", "all", "--panel", "Jo Harding", "--on", on)
    assert "plan: confirmed" in said
