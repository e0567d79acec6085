"""Names of new files, whatever a school is called: every system can hold them."""

from __future__ import annotations

from pathlib import Path

import pytest

from hwit_xl.files.names import LONGEST, LONGEST_BYTES, fitting, free


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("St Mary's (C of E): Infant/Junior?", "St Mary's (C of E) InfantJunior"),
        ("..\\..\\evil", "evil"),
        ("Elm\u202ercs.exe\x1b[2J\x9b", "Elmrcs.exe[2J"),
        ("two\nlines\tof it", "two lines of it"),
        ("ends in dots. . .", "ends in dots"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com1", "_com1"),
        ("LPT³", "_LPT³"),
        ("conway", "conway"),
        ("\udcff\udcfe", ""),
        ("", ""),
    ],
)
def test_words_fit_into_a_name(words: str, name: str) -> None:
    assert fitting(words) == name


@pytest.mark.parametrize("letter", ["a", "ë", "學", "🏫"])
def test_no_name_is_too_long_for_a_disk(tmp_path: Path, letter: str) -> None:
    name = fitting(letter * 500)
    assert len(name.encode()) <= LONGEST_BYTES
    assert set(name) == {letter}
    path = tmp_path / f"900100 {fitting(letter * 500, LONGEST)} - self-evaluation text 2011-07-31.docx"
    path.write_bytes(b"")
    assert free(path).name.endswith("(2).docx")
