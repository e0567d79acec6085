"""``hwit validate`` over returns as they come: in e-mails and zip files, beside what is no return."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from hwit_validators.tables import Feedback, Outcome
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.cli import cli
from hwit_xl.workbooks.layout import layout_of
from support.plans import example
from support.returns import a_return, filled
from support.wrapped import mail, outlook, zipped

ON = example().completed_on(form_of_stage(4)).isoformat()
NAMES = [
    "b.msg/Stage 4.xlsx", "c.zip", "sent.zip/_nul/Stage 3.xlsx", "a/mail.eml/Stage 4.xlsx", "a/mail.eml/returns.zip/etc/Stage 3.xlsx",
]  # fmt: skip


@pytest.fixture(scope="session")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns of one school in every wrapping, one of them with a name that would lead elsewhere, and some other files."""
    folder = tmp_path_factory.mktemp("wrapped") / "returns"
    (folder / "a").mkdir(parents=True)
    three, four, built, other = a_return(3), a_return(4), filled(4), io.BytesIO()
    built.cell(layout_of(Outcome), "target", 0).value = None
    built.workbook.save(other)
    for name, data in (
        ("a/mail.eml", mail([("Stage 4.xlsx", four), ("returns.zip", zipped([("../../etc/Stage 3.xlsx", three)])), ("logo.png", b"x")])),
        ("b.msg", outlook([("Stage 4.xlsx", other.getvalue())])), ("c.zip", other.getvalue()), ("sent.zip", zipped([("nul/Stage 3.xlsx", three)])),
        ("notes.txt", b"x"), ("._c.zip", b"\0\5\x16\7"),
    ):  # fmt: skip
        (folder / name).write_bytes(data)
    return folder


def hwit(*arguments: object) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def test_json_names_what_each_return_came_in_and_what_was_not_looked_at(sent: Path) -> None:
    done = hwit("validate", sent, "--on", ON, "--format", "json")
    result = json.loads(done.stdout)
    assert [one["file"] for one in result["returns"]] == NAMES
    assert {one["status"] for one in result["returns"]} <= {"clean", "queries", "errors"}
    assert result["not_looked_at"] == [
        {"file": "notes.txt", "why": None},
        {"file": "a/mail.eml/logo.png", "why": None},
    ]
    assert result["summary"]["not_looked_at"] == 2
    assert len({one["sha256"] for one in result["returns"]}) == 3, "of the workbook's own bytes"


def test_text_and_csv_say_what_was_not_looked_at(sent: Path) -> None:
    line = "Not looked at, being no workbooks: 2 files (notes.txt; a/mail.eml/logo.png)"
    assert f"{line}.\n" in hwit("validate", sent, "--on", ON).stdout
    done = hwit("validate", sent, "--on", ON, "--format", "csv")
    assert line in done.stderr
    assert {row["file"] for row in csv.DictReader(io.StringIO(done.stdout))} == set(NAMES)


def test_copies_lie_below_the_folder_for_copies_and_hold_the_findings_of_their_return(
    sent: Path, tmp_path: Path
) -> None:
    copies, report = tmp_path / "copies", tmp_path / "report.xlsx"
    arguments = ["validate", sent, "--on", ON, "--format", "json", "--feedback", copies, "--keep", tmp_path / "kept"]
    first = hwit(*arguments, "--report", report)
    made = sorted(path.relative_to(copies).as_posix() for path in copies.rglob("*") if path.is_file())
    assert made == sorted(["c.zip.xlsx" if name == "c.zip" else name for name in NAMES])
    for one in json.loads(first.stdout)["returns"]:
        name = "c.zip.xlsx" if one["file"] == "c.zip" else one["file"]
        sheet, layout = openpyxl.load_workbook(copies / name)["Feedback"], layout_of(Feedback)
        codes = [sheet.cell(*layout.cell("code", place)).value for place in range(len(one["findings"]))]
        assert codes == [found["code"] for found in one["findings"]]

    book = openpyxl.load_workbook(report)
    assert "Not looked at, being no workbooks: 2 files" in str(book["Summary"]["B2"].value)
    links = {row[3].value: row[3].hyperlink.target for row in book["Returns"].iter_rows(min_row=6) if row[3].hyperlink}
    assert links["b.msg/Stage 4.xlsx"].endswith("/b.msg"), "nothing leads into a message"

    findings = [row[6].hyperlink for row in book["Findings"].iter_rows(min_row=6) if row[6].hyperlink]
    assert findings
    assert {link.location for link in findings if link.target.endswith((".msg", ".eml", "sent.zip"))} == {None}
    assert any(link.location for link in findings if link.target.endswith("c.zip")), "a workbook of its own"

    again = hwit(*arguments)
    assert again.stdout == first.stdout
    assert "5 of 5 taken over" in again.stderr


def test_a_mail_is_given_by_its_own_name_too(sent: Path, tmp_path: Path) -> None:
    done = hwit(
        "validate", sent / "b.msg", sent / "a" / "mail.eml", "--on", ON, "--format", "json", "--feedback", tmp_path
    )
    assert len(json.loads(done.stdout)["returns"]) == 3
    assert (tmp_path / "b.msg" / "Stage 4.xlsx").is_file()
    assert (tmp_path / "mail.eml" / "returns.zip" / "etc" / "Stage 3.xlsx").is_file()


def test_one_school_that_sent_the_very_same_file_twice_is_asked_which_counts(sent: Path) -> None:
    """As where two copies of a file lie in a folder."""
    returns = json.loads(hwit("validate", sent, "--on", ON, "--format", "json").stdout)["returns"]
    said = {one["file"]: [each["message"] for each in one["findings"] if each["code"] == "XS004"] for one in returns}
    assert "the very same file" in said["c.zip"][0]
    assert "another return" in said["a/mail.eml/Stage 4.xlsx"][0]
    assert "the very same file" in said["a/mail.eml/returns.zip/etc/Stage 3.xlsx"][0]


def test_a_zip_file_with_a_password_is_one_line_and_one_without_workbooks_too(tmp_path: Path) -> None:
    data = bytearray(zipped([("a.xlsx", b"x")]))
    data[6] |= 1
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(data)
    done = hwit("validate", tmp_path, "--format", "json")
    [one] = json.loads(done.stdout)["returns"]
    assert (done.exit_code, one["status"], [each["code"] for each in one["findings"]]) == (1, "rejected", ["WB002"])
    assert one["findings"][0]["message"] == "The zip file is protected by a password, so it was not looked into."

    (tmp_path / "locked.zip").write_bytes(zipped([("a.pdf", b"x")]))
    done = hwit("validate", tmp_path)
    assert done.exit_code == 2
    assert "no workbooks in" in done.stderr
    assert (
        "Not looked at, being no workbooks: 2 files (locked.zip: there is no workbook in this zip file; locked.zip/a.pdf)"
        in done.stderr
    )
