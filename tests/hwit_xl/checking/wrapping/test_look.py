"""Looking into zip files and e-mails: what is found in them, what is said of the rest, and what is refused."""

from __future__ import annotations

import email
import hashlib
import random
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwit_xl.checking.wrapping.kinds import is_shadow
from hwit_xl.checking.wrapping.look import Kind, Looked, LookInto, kind_of, take_out
from hwit_xl.checking.wrapping.names import Names
from hwit_xl.workbooks.xlsx.rejected import Rejected
from support.wrapped import mail, outlook, written, zipped

BOOK = zipped([("[Content_Types].xml", b"spreadsheetml.sheet.main+xml"), ("xl/workbook.xml", b"<workbook/>")])
OTHER = BOOK + b" "
LETTER = zipped([("[Content_Types].xml", b"wordprocessingml"), ("word/document.xml", b"<document/>")])
APPLE = bytes.fromhex("0005160700020000") + b"Mac OS X        "


@pytest.fixture
def look(tmp_path: Path) -> Callable[[str, bytes], Looked]:
    """Looks into a file of these bytes under this name, and makes sure that what is found can be taken out."""

    def into(name: str, data: bytes) -> Looked:
        path = tmp_path / name
        path.write_bytes(data)
        looked = LookInto()(path)
        for member in looked.members:
            if not member.refused:
                assert hashlib.sha256(take_out(path, member.trail)).hexdigest() == member.sha256
        return looked

    return into


def names(looked: Looked) -> list[str]:
    return [member.name for member in looked.members if not member.refused]


def refused(looked: Looked) -> dict[str, str]:
    return {member.name: member.refused.message for member in looked.members if member.refused}


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("a.zip", zipped([("north/a.xlsx", BOOK), ("b.XLSM", OTHER)]), ["north/a.xlsx", "b.XLSM"]),
        ("a.eml", mail([("a.xlsx", BOOK), ("a.xlsx", OTHER)]), ["a.xlsx", "a (2).xlsx"]),
        ("a.msg", outlook([("Rückgabe.xlsx", BOOK)]), ["Rückgabe.xlsx"]),
        ("a.eml", mail([("a.zip", zipped([("b.xlsx", BOOK)]))]), ["a.zip/b.xlsx"]),
        ("a.zip", zipped([("m.eml", mail([("b.xlsx", BOOK)])), ("m.msg", outlook([("c.xlsx", BOOK)]))]), ["m.eml/b.xlsx", "m.msg/c.xlsx"]),
        ("a.eml", mail((), [written([("b.xlsx", BOOK)], [written([("c.xlsx", OTHER)])])]), ["b.xlsx", "c.xlsx"]),
        ("a.msg", outlook([("a.xlsx", BOOK)], [[("b.xlsx", OTHER)]]), ["a.xlsx", "b.xlsx"]),
        ("a.zip", zipped([("old.xls", b"x"), ("table.csv", b"a,b"), ("no ending", BOOK)]), ["old.xls", "table.csv", "no ending"]),
    ],
    ids=["zip", "mail", "Outlook", "zip in a mail", "mails in a zip", "forwarded", "forwarded by Outlook", "lookalikes"],
)  # fmt: skip
def test_workbooks_are_found_in_what_they_come_wrapped_in(
    name: str, data: bytes, found: list[str], look: Callable[[str, bytes], Looked]
) -> None:
    assert names(look(name, data)) == found


@pytest.mark.parametrize(
    "disposition",
    [
        "filename*=UTF-8''%C3%9Cbung%20%231.xlsx",
        'filename="=?utf-8?q?=C3=9Cbung_#1=2Exlsx?="',
        'filename="=?iso-8859-1?b?3GJ1bmcgIzEueGxzeA==?="',
    ],
)
def test_names_of_attachments_are_read_however_their_letters_are_written(
    disposition: str, look: Callable[[str, bytes], Looked]
) -> None:
    head = f"Content-Type: application/octet-stream\nContent-Disposition: attachment; {disposition}\n\n"
    assert names(look("a.eml", head.encode() + BOOK)) == ["Übung #1.xlsx"]


@pytest.mark.parametrize("header", ["Content-Type: application/x;", "Content-Disposition: attachment;"])
def test_a_name_of_megabytes_is_not_taken_apart(header: str, look: Callable[[str, bytes], Looked]) -> None:
    head = header + ' a=";";' * 500_000
    assert (
        look("a.eml", f"{head}\nContent-Transfer-Encoding: 8bit\n\n".encode() + BOOK).members[0].name == "attachment 1"
    )


def test_a_forwarded_message_whose_letters_were_encoded_is_read_too(look: Callable[[str, bytes], Looked]) -> None:
    inner = email.message_from_bytes(mail([("b.xlsx", BOOK)]))
    outer = written()
    outer.add_attachment(inner.as_bytes(), "application", "x-message", filename="forwarded")
    data = outer.as_bytes().replace(b"application/x-message", b"message/rfc822")
    assert names(look("a.eml", data)) == ["forwarded.eml/b.xlsx"]


def test_what_is_no_workbook_is_listed_and_shadows_are_not(look: Callable[[str, bytes], Looked]) -> None:
    files = [
        ("a.xlsx", BOOK), ("letter.docx", LETTER), ("letter", LETTER), ("winmail.dat", b"x\x9f"), ("b.7z", b"7z"),
        ("empty.eml", mail()), ("~$a.xlsx", b"me"),
        ("__MACOSX/._a.xlsx", APPLE), ("._a.xlsx", APPLE), (".DS_Store", b"x"), ("north/Thumbs.db", b"x"),
    ]  # fmt: skip
    looked = look("a.zip", zipped(files))
    assert names(looked) == ["a.xlsx"]
    assert {one.name: one.why for one in looked.left} == {
        "letter.docx": "", "letter": "", "winmail.dat": "Outlook has wrapped it so that only Outlook can open it; ask for the workbook itself",
        "b.7z": "an archive of a kind that is not opened",
        "empty.eml": "there is no workbook in this e-mail", "~$a.xlsx": "somebody has this workbook open",
    }  # fmt: skip


def test_a_submission_is_for_the_panel(look: Callable[[str, bytes], Looked]) -> None:
    submission = zipped([("Elm/manifest.json", b"{}"), ("Elm/submission.xlsx", BOOK), ("Elm/plan.pdf", b"x")])
    looked = look("a.zip", submission)
    assert looked.submission
    assert not looked.members
    attached = look("a.eml", mail([("Elm.zip", submission), ("a.xlsx", BOOK)]))
    assert names(attached) == ["a.xlsx"]
    assert attached.left == (("Elm.zip", "a submission to the panel; give it to hwit decide"),)


def test_a_workbook_is_no_shadow_whatever_it_is_called(look: Callable[[str, bytes], Looked]) -> None:
    assert names(look("a.zip", zipped([("._a.xlsx", BOOK)]))) == ["_a.xlsx"]
    assert is_shadow("__MACOSX/north/a.xlsx", APPLE)
    assert not is_shadow("__MACOSX/north/a.xlsx", BOOK)


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.zip", BOOK, Kind.WORKBOOK),
        ("a", zipped([("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")]), Kind.WORKBOOK),
        ("a.zip", LETTER, Kind.OTHER),
        ("a", zipped([("a.txt", b"")]), Kind.ZIP),
        ("a.zip", b"no zip file", Kind.ZIP),
        ("a.doc", outlook(), Kind.OUTLOOK),
        ("a.EML", b"", Kind.MESSAGE),
        ("a.msg", b"Subject: saved by another program", Kind.MESSAGE),
        ("a.txt", b"Subject: a.eml", Kind.OTHER),
    ],
)
def test_what_a_file_is_its_content_says_before_its_name(name: str, data: bytes, kind: Kind) -> None:
    assert kind_of(name, data) is kind


def _encrypted() -> bytes:
    data = bytearray(zipped([("a.xlsx", BOOK)]))
    data[6] |= 1
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def _overlapping(number: int) -> bytes:
    """A zip file in whose list the same packed file stands many times."""
    data = zipped([("a.xlsx", random.Random(1).randbytes(10_000))])
    start, end = data.rfind(b"PK\x01\x02"), data.rfind(b"PK\x05\x06")
    listed = data[start:end] * number
    return data[:start] + listed + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, number, number, len(listed), start, 0)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.zip", _encrypted(), "The zip file is protected by a password"),
        ("a.zip", zipped([("a.xlsx", BOOK)])[:-30], "The zip file is damaged"),
        ("a.zip", zipped((f"{number}.xlsx", b"") for number in range(20_000)), "holds more than 5,000 files"),
        ("a.zip", zipped((f"{number}", bytes(23 << 20)) for number in range(12)), "would take more than 256 MB"),
        ("a.zip", _overlapping(100), "its files lie over each other"),
        ("a.eml", b"Content-Type: message/rfc822\n\n" * 20_000, "parts in parts"),
        ("a.eml", b"\n" * 20_000_000, "far more parts or lines"),
        ("a.eml", b"boundary" * 2000 + b"\n" * 100_000, "far more parts or lines"),
        ("a.msg", outlook([("a.xlsx", BOOK)])[:1000], "The message is damaged"),
    ],
    ids=["password", "damaged", "many files", "bomb", "overlapping", "deep", "lines", "boundaries", "Outlook, damaged"],
)
def test_what_cannot_be_looked_into_is_one_finding(
    name: str, data: bytes, says: str, look: Callable[[str, bytes], Looked]
) -> None:
    looked = look(name, data)
    assert looked.refused
    assert says in looked.refused.message
    assert not looked.members


@pytest.mark.parametrize(
    "before", [b"\xef\xbb\xbf", b"\r\n\n", b"\xef\xbb\xbf\n \t\n"], ids=["mark", "blank lines", "both"]
)
def test_what_programs_put_in_front_of_an_email_hides_nothing_in_it(
    before: bytes, look: Callable[[str, bytes], Looked]
) -> None:
    assert names(look("a.eml", before + mail([("a.xlsx", BOOK)]))) == ["a.xlsx"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.eml", b""),
        ("a.eml", b"Dear all, here it is.\n"),
        ("a.msg", b"Dear all: here it is.\n"),
        ("a.eml", "\ufeff".encode("utf-16-le") + mail([("a.xlsx", BOOK)]).decode().encode("utf-16-le")),
    ],
    ids=["blank", "a text", "a text with a colon", "in an encoding no mail has"],
)
def test_an_email_without_headers_is_a_finding(name: str, data: bytes, look: Callable[[str, bytes], Looked]) -> None:
    """Nobody knows what may be in it: it is not said that there is no workbook."""
    looked = look(name, data)
    assert looked.refused
    assert looked.refused.message.startswith("The file is called an e-mail, but")


def test_many_things_that_are_named_like_workbooks_and_are_none_are_told_by_their_number(
    look: Callable[[str, bytes], Looked],
) -> None:
    odd = [(f"{number:04}.xlsx", b"x" if number % 2 else b"PK\x03\x04x") for number in range(3_000)]
    looked = look("a.zip", zipped([("first.xlsx", BOOK), *odd, ("last.xlsx", BOOK)]))
    assert names(looked) == ["first.xlsx", *(name for name, _ in odd[:20]), "last.xlsx"]
    assert refused(looked) == {
        "": "2,980 more files in this zip file cannot be read as a workbook, whatever the name says."
    }
    assert [left.name for left in looked.left] == [name for name, _ in odd[20:]]
    assert not look("b.zip", zipped([("first.xlsx", BOOK), *odd[:20]])).left


def test_one_that_cannot_be_looked_into_does_not_hide_the_others(look: Callable[[str, bytes], Looked]) -> None:
    looked = look(
        "a.zip",
        zipped(
            [
                ("a.xlsx", BOOK),
                ("b.zip", zipped([("c.xlsx", BOOK)])),
                ("d.xlsx", bytes(30 << 20)),
                ("e.msg", outlook()[:900]),
            ]
        ),
    )
    assert names(looked) == ["a.xlsx"]
    assert refused(looked) == {
        "b.zip": "This is a zip file in a zip file, which is not looked into.",
        "d.xlsx": "The file has 30 MB; a return has well under 25 MB.",
        "e.msg": "The message is damaged.",
    }


def test_wrappings_are_followed_three_deep(look: Callable[[str, bytes], Looked]) -> None:
    data = mail([("deepest.xlsx", BOOK)])
    for number in range(3):
        data = mail([(f"{number}.eml", data), (f"{number}.xlsx", BOOK)])
    looked = look("a.eml", data)
    assert names(looked) == ["2.eml/1.eml/0.xlsx", "2.eml/1.xlsx", "2.xlsx"]
    assert refused(looked) == {"2.eml/1.eml/0.eml": "It is wrapped too often to be looked into."}


def test_a_file_that_has_changed_since_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped([("a.xlsx", BOOK), ("b.xlsx", BOOK)]))
    assert take_out(path, (1,)) == BOOK
    path.write_bytes(zipped([("a.xlsx", BOOK)]))
    with pytest.raises(Rejected, match="has changed since"):
        take_out(path, (1,))


@pytest.mark.parametrize(
    ("sent", "called"),
    [
        ("../../etc/a.xlsx", "etc/a.xlsx"),
        ("C:\\Users\\kt\\a.xlsx", "C/Users/kt/a.xlsx"),
        ("/a.xlsx", "a.xlsx"),
        ("a\x1b[31m\u202e.xlsx", "a[31m.xlsx"),
        ("nul.xlsx", "_nul.xlsx"),
        (".hwit-1.xlsx", "hwit-1.xlsx"),
        ("", "unnamed"),
        ("Pl\udce4ne.xlsx", "Plne.xlsx"),
        ("a" * 400 + ".xlsx", "a" * 175 + ".xlsx"),
    ],
)
def test_names_show_nothing_but_letters_and_lead_nowhere(sent: str, called: str) -> None:
    assert Names().of(sent) == called


@given(st.lists(st.text(max_size=40), max_size=8))
def test_no_two_names_are_alike_and_none_leads_elsewhere(sent: list[str]) -> None:
    made = Names()
    called = [made.of(name) for name in sent]
    assert len({name.casefold() for name in called}) == len(sent)
    for name in called:
        parts = name.split("/")
        assert all(part and part not in (".", "..") and part.isprintable() for part in parts)
        assert not set(name) & set('\\:*?"<>|')
