"""The sheet of earlier cycles in LibreOffice: out of sight without a history, locked with one, kept either way."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from hwit_validators.plan import Plan
from hwit_validators.tables import PastOutcome
from hwit_validators.tables.forms import Form, form_of_stage
from hwit_xl.next_form.new_cycle import new_cycle
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building.build import build
from support.libreoffice import Document, Locked, Office
from support.plans import circumstances, example, primary
from support.returns import a_return, advised, place_of, read_return, said

FORM = form_of_stage(5)


@pytest.fixture(scope="module")
def history() -> tuple[PastOutcome, ...]:
    """What the first priority of an earlier cycle left behind, moved to before this plan began."""
    kept = Plan(
        FORM, new_cycle(primary(8), {"O1": dt.date(2009, 9, 30)}), circumstances(primary(8).on, lists=primary(8).lists)
    )
    return tuple(past.model_copy(update={"measured_on": dt.date(2009, 6, 15)}) for past in kept.of(PastOutcome)[:3])


def filled(form: Form, history: tuple[PastOutcome, ...], path: Path) -> Path:
    package.save(build(form, example().tables(form) | {PastOutcome.table: history}).workbook, path)
    return path


def is_seen(document: Document) -> bool:
    return bool(document.sheet(PastOutcome.title).api.IsVisible)


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_without_a_history_it_stays_out_of_sight_and_harmless(office: Office, tmp_path: Path, suffix: str) -> None:
    (tmp_path / "return.xlsx").write_bytes(a_return(FORM.stage))
    with office.open(tmp_path / "return.xlsx") as document:
        assert not is_seen(document)
        document.save_as(tmp_path / f"between{suffix}")
    with office.open(tmp_path / f"between{suffix}") as document:
        assert not is_seen(document)
        back = document.save_as(tmp_path / "back.xlsx").read_bytes()
    assert said(back, FORM.stage) == []
    assert [code for code, *_ in advised(back, FORM.stage) if code in ("WB015", "PD005")] == []


def test_shown_again_it_is_blank_and_harmless(office: Office, tmp_path: Path) -> None:
    (tmp_path / "return.xlsx").write_bytes(a_return(FORM.stage))
    with office.open(tmp_path / "return.xlsx") as document:
        document.sheet(PastOutcome.title).api.IsVisible = True
        back = document.save_as(tmp_path / "back.xlsx").read_bytes()
    assert said(back, FORM.stage) == []


def test_with_a_history_it_is_seen_locked_and_kept(
    office: Office, tmp_path: Path, history: tuple[PastOutcome, ...]
) -> None:
    with office.open(filled(FORM, history, tmp_path / "return.xlsx")) as document:
        assert is_seen(document)
        sheet = document.sheet(PastOutcome.title)
        assert sheet.shown(place_of(PastOutcome, "final_value")) == "52"
        with pytest.raises(Locked):
            sheet.type(place_of(PastOutcome, "final_value"), "99")
        assert document.errors() == []
        back = document.save_as(tmp_path / "back.xlsx").read_bytes()
    assert read_return(back, FORM).plan.of(PastOutcome) == history
    assert said(back, FORM.stage) == []
