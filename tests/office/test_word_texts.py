"""Letters as Word and LibreOffice open them: without repair, and on as few pages as they should take."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from hwit_validators.model.decision import Kind
from hwit_xl.checking.profile_file import Programme
from hwit_xl.papers import letters
from support.decided import ANYTOWN, decided, pages
from support.libreoffice import Office
from support.plans import primary

LONG = "\n".join(f"Line {number} of a long question." for number in range(40))
SCHOOL = primary(1).school
assert SCHOOL
LETTERS = {
    "welcome": (letters.welcome(SCHOOL, ANYTOWN, dt.date(2010, 1, 15)), 1),
    "welcome without profile": (letters.welcome(SCHOOL, Programme(), dt.date(2010, 1, 15)), 1),
    "confirmed": (letters.decision(decided(), ANYTOWN), 1),
    "questions": (letters.decision(decided(asked={"O2": "Which survey?", "E5": LONG}), ANYTOWN), 2),
    "outcomes": (letters.decision(decided(Kind.OUTCOMES, asked={"O3": "Where?"}), ANYTOWN), 1),
    "remarks": (letters.decision(decided(Kind.OUTCOMES, remarks={"O1": "Well done.", "O2": LONG}), ANYTOWN), 2),
}


@pytest.mark.parametrize("name", LETTERS)
def test_word_opens_a_letter_without_repair(tmp_path: Path, name: str) -> None:
    from office.test_open_xml import complaints  # skips this test where the validator is missing

    (tmp_path / "letter.docx").write_bytes(LETTERS[name][0])
    assert complaints(tmp_path / "letter.docx") == []


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_takes_as_many_pages_as_it_should_and_signs_on_a_full_one(
    office: Office, tmp_path: Path, name: str
) -> None:
    letter, count = LETTERS[name]
    (tmp_path / "letter.docx").write_bytes(letter)
    with office.open(tmp_path / "letter.docx") as document:
        document.export(tmp_path / "letter.pdf", "writer_pdf_Export")
    read = pages((tmp_path / "letter.pdf").read_bytes(), tmp_path)
    assert len(read) == count
    assert len(read[-1].split()) > 60, "no page with hardly anything on it"
    assert f"Page {count} of {count}" in read[-1]
