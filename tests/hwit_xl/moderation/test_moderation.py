"""Frames, certificates and moderators' workbooks (H05, H06, H55)."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import random
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook

from hwit_validators.sampling.draw import Design, FrameKind, Reason, Risk, draw
from hwit_validators.tables import Criterion, Result
from hwit_xl import templates
from hwit_xl.checking.collect import Found
from hwit_xl.checking.settings import Settings
from hwit_xl.files.archive import zipped
from hwit_xl.moderation import certificate as certificates
from hwit_xl.moderation import certificate_file, moderator, record_workbook, workbook
from hwit_xl.moderation.certificate import Certificate, certified
from hwit_xl.moderation.form import Moderation
from hwit_xl.moderation.frame import Frame
from hwit_xl.moderation.record import Recorded, Unread, moderated_in, read_workbook, record
from hwit_xl.moderation.returns import read_returns
from hwit_xl.moderation.risks import read_risks
from hwit_xl.moderation.schools_list import read_list
from hwit_xl.moderation.verify import differences
from hwit_xl.problem import Problem
from hwit_xl.workbooks.layout import FIRST_COLUMN, HEADER_ROW, layout_of
from support.at_work import hwit
from support.schools import REGISTER, a_return, register_row, save, write_register
from support.wrapped import mail

ON = dt.date(2011, 7, 29)
SEED = "the lottery numbers of 24 November"
REVIEW, NHSS = FrameKind.ANNUAL_REVIEW, FrameKind.NHSS


def reasons(frame: Frame) -> dict[str, str]:
    return {left.urn or left.where: left.reason for left in frame.left_out}


def drawn_from(frame: Frame, **options: object) -> Certificate:
    return certified(draw(frame.entries, Design(SEED, **options)), frame, "A. Co-ordinator", ON)  # type: ignore[arg-type]


@pytest.fixture
def register(tmp_path) -> Path:
    return write_register(tmp_path / "edubase.csv", (register_row(number) for number in range(40)))


def test_the_register_is_read_with_its_own_headings_and_encoding(register):
    frame = read_list(register, REVIEW)
    assert len(frame.entries) == 40
    first = frame.entries[0]
    assert (first.urn, first.school, first.phase, first.pupils) == ("100001", "St Zoë’s School no. 0", "Primary", 40)
    assert frame.entries[4].phase == "Special", "the register gives no phase to special schools"
    assert "Windows-1252" in frame.notes[0]
    assert "every open school in it is taken" in frame.notes[1]


def test_nothing_is_dropped_in_silence(tmp_path):
    rows = [
        register_row(0),
        register_row(1, EstablishmentStatus="Closed"),
        register_row(2, EstablishmentStatus="Proposed to open"),
        register_row(3, EstablishmentStatus="Open, but proposed to close"),
        register_row(4, URN="ABC123"),
        register_row(5, URN=""),
        register_row(0, EstablishmentName="A second row for it"),
        register_row(6, PhaseOfEducation="", TypeOfEstablishment=""),
        register_row(7, EstablishmentName='=HYPERLINK("http://example.org")'),
        register_row(8, EstablishmentName=""),
        register_row(9, NumberOfPupils="about 200"),
    ]
    frame = read_list(write_register(tmp_path / "list.csv", rows), REVIEW)
    assert [entry.urn for entry in frame.entries] == ["100001", "100004", "100007", "100008", "100009", "100010"]
    assert reasons(frame) == {
        "100002": "the school is closed",
        "100003": "the school is not open yet",
        "ABC123": "the URN is not six digits",
        "row 7": "it has no URN",
        "100001": "the school is there twice; row 2 is used",
    }
    assert len(frame.entries) + len(frame.left_out) == len(rows)
    for note in (
        "1 school without a name (100009)",
        "1 school without a phase, “Not given” where schools are grouped by it (100007)",
        "1 school with a name that begins like a formula, kept as text (100008)",
        "1 figures for pupils on roll are no whole numbers, and are taken as not given",
    ):
        assert note in frame.notes


def test_which_of_two_rows_is_used_does_not_depend_on_their_order(tmp_path):
    rows = [register_row(0, EstablishmentName="Alpha"), register_row(0, EstablishmentName="Beta"), register_row(1)]
    one = read_list(write_register(tmp_path / "one.csv", rows), REVIEW)
    other = read_list(write_register(tmp_path / "other.csv", reversed(rows)), REVIEW)
    assert one.entries == other.entries


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_list_can_be_in_any_of_these_encodings(tmp_path, encoding):
    path = write_register(tmp_path / "list.csv", [register_row(0)], encoding)
    assert read_list(path, REVIEW).entries[0].school == "St Zoë’s School no. 0"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"URN,School\n100001,St Zo\x81\n", "neither in UTF-8 nor in Windows-1252"),
        (b"Name,Town\nA,B\n", "has no heading URN (its first row says: Name, Town)"),
        (b"", "has no heading URN (its first row says: nothing)"),
        (b'URN,School\n100001,"an open quote\n100002,B\n', "line 3: this is not sound CSV"),
        (b'URN,School\n100001,"A" B\n', "line 2: this is not sound CSV"),
    ],
    ids=["encoding", "no URN", "empty", "open quote", "stray quote"],
)  # fmt: skip
def test_a_list_that_cannot_be_read_is_one_line(tmp_path, content, line):
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(Problem) as problem:
        read_list(path, REVIEW)
    assert line in str(problem.value)
    assert "\n" not in str(problem.value)


def damaged_workbooks() -> dict[str, bytes]:
    """Files that are called workbooks, and what is wrong with each."""
    sound = io.BytesIO()
    book = Workbook()
    book.active.append(["URN", "School"])
    book.active.append(["100001", "A"])
    book.save(sound)
    data = sound.getvalue()
    sheet, inline = part_of_zip(data, "xl/worksheets/sheet1.xml"), b't="inlineStr"><is><t>URN</t></is>'
    return {
        "cut": data[: len(data) // 2],
        "nothing": b"",
        "zeros": bytes(10_000),
        "a PDF": b"%PDF-1.7 and so on",
        "CSV": b"URN,School\n100001,A\n",
        "old Excel": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000),
        "no sheet": with_part(data, "xl/worksheets/sheet1.xml", None),
        "no workbook": with_part(data, "xl/workbook.xml", b""),
        "not XML": with_part(data, "xl/worksheets/sheet1.xml", b"\0" * 100),
        "another root": with_part(data, "xl/workbook.xml", b"<html/>"),
        "cell nowhere": with_part(data, "xl/worksheets/sheet1.xml", sheet.replace(b'r="A1"', b'r="ZZZZZ0"')),
        "row nowhere": with_part(data, "xl/worksheets/sheet1.xml", sheet.replace(b'<row r="1"', b'<row r="x"')),
        "shared nowhere": with_part(data, "xl/worksheets/sheet1.xml", sheet.replace(inline, b't="s"><v>999</v>')),
        "shared odd": with_part(data, "xl/worksheets/sheet1.xml", sheet.replace(inline, b't="s"><v>one</v>')),
        "deep": with_part(data, "xl/worksheets/sheet1.xml", b"<a>" * 100_000),
    }


def part_of_zip(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def with_part(data: bytes, name: str, content: bytes | None) -> bytes:
    """A package with another part in the place of one, or without it."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {each: package.read(each) for each in package.namelist()}
    parts.pop(name)
    return zipped((parts | ({} if content is None else {name: content})).items())


@pytest.mark.parametrize("what", damaged_workbooks())
def test_a_damaged_workbook_is_one_line(tmp_path, what):
    path = tmp_path / "list.xlsx"
    path.write_bytes(damaged_workbooks()[what])
    done = hwit("sample", "draw", path, "--seed", "the lottery numbers of May", "--format", "json")
    assert isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code == 2
    assert done.stderr.startswith(f"Error: {path}")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "content",
    [
        b"\0" * 5000,
        b"URN,School\n\0\0\0",
        b"\xff\xfeU\0R\0N",
        b"\xff\xfe\0\xd8x",
        b"PK\x03\x04" + bytes(range(256)) * 20,
        b"x" * 3_000_000,
        "\x1b]0;mine\x07\u202eURN \x9b,School".encode(),
    ],
    ids=["zeros", "zeros below", "UTF-16 cut", "half a pair", "a zip", "one long word", "steers"],
)  # fmt: skip
def test_a_damaged_csv_list_is_one_line(tmp_path, content):
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    done = hwit("sample", "draw", path, "--seed", "the lottery numbers of May", "--format", "json")
    assert isinstance(done.exception, SystemExit), done.exception
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert done.stderr[:-1].isprintable()


def test_a_list_that_is_no_file_is_not_waited_for():
    with pytest.raises(Problem, match="/dev/zero is no file"):
        read_list(Path("/dev/zero"), REVIEW)


def test_semicolons_and_tabs_part_cells_too(tmp_path):
    for delimiter in ";\t":
        path = tmp_path / "list.csv"
        path.write_text(delimiter.join(("URN", "Name", "Phase")) + "\n" + delimiter.join(("100001", "A, B", "Primary")))
        assert read_list(path, REVIEW).entries[0].school == "A, B"


def test_an_excel_list_below_a_title(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Schools of our programme"])
    book.active.append([])
    book.active.append(["URN", "School name", "Phase", "Pupils on roll", "NHSS achieved on", "Outcomes"])
    book.active.append([100001, "Alpha", "Primary", 210, dt.date(2008, 5, 1), "O2, O1"])
    book.active.append([100002.0, "Beta", "Primary", None, None, None])
    book.save(tmp_path / "list.xlsx")
    frame = read_list(tmp_path / "list.xlsx", NHSS)
    assert [(e.urn, e.school, e.pupils, e.items) for e in frame.entries] == [("100001", "Alpha", 210, ("O1", "O2"))]
    assert reasons(frame) == {"100002": "it does not hold National Healthy School Status"}


def test_something_that_only_calls_itself_xlsx_is_one_line(tmp_path):
    (tmp_path / "list.xlsx").write_text("URN,School\n")
    with pytest.raises(Problem, match="could not be read as an Excel workbook"):
        read_list(tmp_path / "list.xlsx", REVIEW)


@pytest.fixture(scope="session")
def kept_returns(tmp_path_factory) -> Path:
    """Annual reviews of seven schools, two of them spoilt, one sent twice, and a stage-8 return."""
    folder = tmp_path_factory.mktemp("returns")
    for number, plan in enumerate(("primary", "secondary", "nursery", "special", "primary")):
        save(a_return(f"90010{number}", plan=plan, on=ON), folder / f"review {number}.xlsx")
    save(a_return("900100", stage=8, on=ON), folder / "stage 8.xlsx")
    save(a_return("900101", plan="secondary", on=ON - dt.timedelta(days=30)), folder / "review 1 before.xlsx")
    unanswered = a_return("900105", on=ON)
    unanswered.cell(layout_of(Criterion), "met", 3).value = None
    save(unanswered, folder / "unanswered.xlsx")
    (folder / "renamed.xlsx").write_text("School,URN\nA,1\n")
    return folder


@pytest.fixture
def returns(kept_returns, tmp_path) -> Path:
    shutil.copytree(kept_returns, tmp_path / "returns")
    return tmp_path / "returns"


def test_the_frame_of_the_annual_review_is_the_complete_reviews(returns):
    frame = read_returns(returns, REVIEW, Settings(ON), 1)
    assert [entry.urn for entry in frame.entries] == ["900100", "900101", "900102", "900103", "900104"]
    assert {left.where: left.reason for left in frame.left_out} == {
        "stage 8.xlsx": "it is not an annual review, but a return of stage 8: review",
        "review 1 before.xlsx": "another annual review of the school is used: review 1.xlsx",
        "unanswered.xlsx": "the review is not complete: 1 error to put right (AR001)",
        "renamed.xlsx": frame.left_out[0].reason,
    }
    assert frame.left_out[0].where == "renamed.xlsx"
    assert {item[0] for item in frame.entries[0].items} == {"O"}, "outcomes, where there are any, not criteria"
    assert {item[0] for item in frame.entries[1].items} <= set("1234")
    assert [entry.phase for entry in frame.entries] == ["Primary", "Secondary", "Nursery", "Special", "Primary"]


def test_a_review_of_an_earlier_year_is_left_out(tmp_path):
    save(a_return("900100", on=ON), tmp_path / "this year.xlsx")
    save(a_return("900101", plan="secondary", on=ON - dt.timedelta(days=500)), tmp_path / "before.xlsx")
    frame = read_returns(tmp_path, REVIEW, Settings(ON), 1)
    assert [entry.urn for entry in frame.entries] == ["900100"]
    [left] = frame.left_out
    assert left.reason.endswith("more than a year before the draw")


def test_a_review_in_a_mail_is_in_the_frame_and_its_claims_are_read_from_there(tmp_path):
    built = a_return("900100", on=ON)
    (tmp_path / "a.eml").write_bytes(
        mail([("review.xlsx", save(built, tmp_path / "r.xlsx").read_bytes()), ("b.pdf", b"x")])
    )
    (tmp_path / "r.xlsx").unlink()
    frame = read_returns(tmp_path, REVIEW, Settings(ON), 1)
    assert [entry.urn for entry in frame.entries] == ["900100"]
    assert "Not looked at, being no workbooks: 1 file (a.eml/b.pdf)" in frame.notes
    written = drawn_from(frame)
    data = moderator.to_bytes(moderator.Brief(written.sample[0], frame.files["900100"]), written.facts, Settings(ON))
    (tmp_path / "m.xlsx").write_bytes(data)
    claims = openpyxl.load_workbook(tmp_path / "m.xlsx")["Claims"]
    assert claims.cell(HEADER_ROW + 1, 2).value


def test_the_frame_of_schools_with_the_status_takes_any_return(returns):
    frame = read_returns(returns, NHSS, Settings(ON), 1)
    assert [entry.urn for entry in frame.entries] == [f"90010{number}" for number in range(6)]
    assert [left.where for left in frame.left_out] == ["renamed.xlsx"]


def test_risk_cases_need_their_reason(tmp_path):
    path = tmp_path / "risk.csv"
    path.write_text("URN,School,Reason\n100002,Beta,late\n100001,Alpha,big jump\n100002,,clarification twice\n")
    assert read_risks(path) == (
        Risk("100001", "big jump", "Alpha"),
        Risk("100002", "clarification twice; late", "Beta"),
    )
    for content, line in (
        ("URN\n100001\n", "no heading Reason"),
        ("URN,Reason\n1,late\n", "row 2: 1 is not a URN"),
        ("URN,Reason\n100001,\n", "row 2: 100001 is named as a risk case, but not why"),
    ):
        path.write_text(content)
        with pytest.raises(Problem, match=line):
            read_risks(path)


def test_a_certificate_survives_json_and_its_workbook(register, tmp_path):
    frame = read_list(register, REVIEW)
    written = drawn_from(
        frame,
        risks=(Risk("100003", "late"), Risk("999999", "=cmd", "Far away")),
        cooling_off=frozenset({"100001", "100007"}),
    )
    (tmp_path / "c.json").write_text(certificates.as_json(written), encoding="utf-8")
    assert certificate_file.read(tmp_path / "c.json") == written
    (tmp_path / "sample.xlsx").write_bytes(workbook.to_bytes(written))
    back = certificate_file.read(tmp_path / "sample.xlsx")
    assert back == written.model_copy(update={"tickets": (), "notes": ()})
    assert back.design == written.design
    book = openpyxl.load_workbook(tmp_path / "sample.xlsx")
    book.save(tmp_path / "saved.xlsx")
    assert certificate_file.read(tmp_path / "saved.xlsx") == back


def test_what_a_certificate_says_neither_acts_on_a_screen_nor_turns_words_around(register):
    text = certificates.as_json(drawn_from(read_list(register, REVIEW), risks=(Risk("100003", "\x9b31m\u202elate"),)))
    assert "\\u009b31m\\u202elate" in text
    assert not {"\x9b", "\u202e"} & set(text)
    assert "\x9b31m\u202elate" in [row["risk"] for row in json.loads(text)["sample"]]


def test_the_json_has_the_shape_other_programs_rely_on(register):
    answer = json.loads(certificates.as_json(drawn_from(read_list(register, REVIEW))))
    assert list(answer) == ["sample", "replacements", "excluded", "certificate"]
    assert {"urn", "school", "stratum", "ticket", "reason"} <= set(answer["sample"][0])
    facts = answer["certificate"]
    assert (facts["schools"], facts["drawn"], facts["rate"], facts["seed"]) == (40, 4, 10, SEED)
    assert len(facts["tickets"]) == 40


def test_no_cell_of_the_workbook_is_a_formula_and_the_bytes_are_always_the_same(tmp_path):
    rows = [register_row(n, EstablishmentName="=1+1", PhaseOfEducation="+Primary") for n in range(12)]
    written = drawn_from(
        read_list(write_register(tmp_path / "list.csv", rows), REVIEW), risks=(Risk("100001", "@late"),)
    )
    data = workbook.to_bytes(written)
    assert workbook.to_bytes(written) == data
    (tmp_path / "sample.xlsx").write_bytes(data)
    book = openpyxl.load_workbook(tmp_path / "sample.xlsx")
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_the_certificate_says_how_to_check_a_ticket(register, tmp_path):
    written = drawn_from(read_list(register, REVIEW))
    (tmp_path / "sample.xlsx").write_bytes(workbook.to_bytes(written))
    sheet = openpyxl.load_workbook(tmp_path / "sample.xlsx")["Certificate"]
    words = [str(row[0]) for row in sheet.iter_rows(min_col=3, max_col=3, values_only=True) if row[0]]
    check = next(text for text in words if text.startswith("Take "))
    text = check.split("\n")[1]
    assert check.endswith(f"Out comes {hashlib.sha256(text.encode()).hexdigest()}.")
    assert text.endswith(written.sample[0].urn)


def test_cooling_off_is_stated_with_the_chance_it_leaves(register):
    frame = read_list(register, REVIEW)
    plain = drawn_from(frame)
    last_year = frozenset(row.urn for row in plain.sample)
    now = drawn_from(frame, cooling_off=last_year)
    assert not last_year & {row.urn for row in now.sample}
    assert {row.urn for row in now.excluded if row.in_frame} == last_year
    assert [stratum.chance for stratum in plain.strata] == ["1/12", "1/8", "1/8"]
    assert [stratum.chance for stratum in now.strata] == ["1/11", "1/7", "1/7"]


def test_verify_finds_the_draw_again_or_says_what_differs(register):
    frame = read_list(register, REVIEW)
    written = drawn_from(frame)
    again = certified(draw(frame.entries, written.design), frame, "", ON)
    assert not list(differences(written, again))
    first = written.sample[0]
    swapped = written.model_copy(update={"sample": (first.model_copy(update={"urn": "100999"}), *written.sample[1:])})
    assert list(differences(swapped, again)) == [
        "sample: 100999 is on the certificate, but is not found again",
        f"sample: {first.urn} is found, but is not on the certificate",
    ]
    kinder = written.model_copy(update={"facts": written.facts.model_copy(update={"drawn": 3})})
    assert list(differences(kinder, again)) == [
        "the number of schools drawn: the certificate says 3, the frame gives 4"
    ]


@pytest.mark.parametrize(
    "content", ["{}", "[1]", "not json", '{"sample": [], "replacements": [], "excluded": [], "certificate": {}}']
)
def test_what_is_no_certificate_is_one_line(tmp_path, content):
    (tmp_path / "c.json").write_text(content)
    with pytest.raises(Problem) as problem:
        certificate_file.read(tmp_path / "c.json")
    assert "is no draw certificate: " in str(problem.value)
    assert "\n" not in str(problem.value)


def test_a_moderators_workbook_takes_what_a_form_takes(sampled):
    """The limits are those of the forms; what can be chosen stands in the drop-down, as there is no sheet of lists."""
    written, _ = sampled
    row, facts = written.sample[0], written.facts
    data = moderator.to_bytes(moderator.Brief(row, ()), facts, Settings(ON))
    book = openpyxl.load_workbook(io.BytesIO(data))
    took = {limits.promptTitle: limits for limits in book["Moderation"].data_validations.dataValidation}
    assert took["How"].formula1 == '"Visit,Papers,Telephone or video call"'
    assert (took["How"].error, took["How"].showErrorMessage) == ("Choose one of the answers in the list.", True)
    assert took["Look at this school again next year?"[:32]].formula1 == '"Yes,No"'
    form = openpyxl.load_workbook(templates.folder() / "stage_8_review.xlsx")
    dates = [each for sheet in form for each in sheet.data_validations.dataValidation if each.type == "date"]
    day = took["Moderated on"]
    assert (day.type, day.formula1, day.formula2, day.error) == (
        "date", dates[0].formula1, dates[0].formula2, dates[0].error,
    )  # fmt: skip
    [claims] = book["Claims"].data_validations.dataValidation
    assert claims.formula1 == '"Borne out,Partly,Not borne out,Not looked at"'


@pytest.mark.parametrize(
    ("table", "heading", "typed", "says"),
    [
        ("Strata", "Chance of a school", "1 in 0", "it gives a chance of “1 in 0”"),
        ("Strata", "Chance of a school", "often", "it gives “” where a number belongs (a chance)"),
        ("Strata", "Drawn", "some", "it gives “some” where a number belongs (schools)"),
        ("Strata", "Schools", "9" * 5_000, "it gives “9999999999999999999999999999999999999999” where"),
        ("Sample", "Rank", "last", "it gives “last” where a number belongs (a rank)"),
    ],
)
def test_a_workbook_of_a_sample_with_numbers_that_are_none_is_one_clear_line(
    register, tmp_path, table, heading, typed, says
):
    path = tmp_path / "sample.xlsx"
    path.write_bytes(workbook.to_bytes(drawn_from(read_list(register, REVIEW))))
    book = openpyxl.load_workbook(path)
    sheet = book[table]
    column = next(cell.column for cell in sheet[HEADER_ROW] if cell.value == heading)
    sheet.cell(HEADER_ROW + 1, column).value = typed
    book.save(path)
    result = hwit("sample", "verify", path, register)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert f"{path} is no draw certificate: {says}" in result.stderr


@pytest.fixture
def sampled(returns, tmp_path) -> tuple[Certificate, Path]:
    """A sample of all five schools, and their moderators' workbooks."""
    frame = read_returns(returns, REVIEW, Settings(ON), 1)
    written = drawn_from(frame, rate=100)
    folder = tmp_path / "moderators"
    folder.mkdir()
    for row in written.sample:
        brief = moderator.Brief(row, frame.files[row.urn])
        (folder / f"{row.urn}.xlsx").write_bytes(moderator.to_bytes(brief, written.facts, Settings(ON)))
    return written, folder


def answer_cell(sheet, field: str):
    return sheet.cell(*layout_of(Moderation).cell(field, 0))


def fill_in(path: Path, **answers: object) -> None:
    """Answer a moderator's workbook in another program, which saves it in its own way."""
    book = openpyxl.load_workbook(path)
    for field, value in answers.items():
        answer_cell(book["Moderation"], field).value = value
    book["Claims"].cell(HEADER_ROW + 1, FIRST_COLUMN + 5).value = "Borne out"
    book.save(path)


def test_a_moderators_workbook_shows_claims_checks_and_what_to_look_at(sampled):
    written, folder = sampled
    row = next(row for row in written.sample if row.urn == "900100")
    book = openpyxl.load_workbook(folder / "900100.xlsx")
    claims = list(book["Claims"].iter_rows(min_row=HEADER_ROW + 1, min_col=FIRST_COLUMN, values_only=True))
    assert claims[0][0] == row.closer_look
    assert claims[0][4].startswith("Drawn for a closer look")
    refs = [claim[0] for claim in claims]
    assert {"O1", "1.1"} <= set(refs), "outcomes of the stage-8 return, and criteria of the review"
    looks = [bool(claim[4]) for claim in claims]
    assert looks == sorted(looks, reverse=True), "what deserves a look stands first"
    drop_downs = [v.formula1 for v in book["Moderation"].data_validations.dataValidation if v.type == "list"]
    assert '"Confirmed,Clarification sought,Not moderated"' in drop_downs
    assert not answer_cell(book["Moderation"], "judged").protection.locked
    assert answer_cell(book["Moderation"], "urn").protection.locked


def test_judgements_are_read_back_from_a_workbook_saved_elsewhere(sampled):
    _, folder = sampled
    fill_in(
        folder / "900100.xlsx", moderated_on=dt.date(2011, 9, 20), moderators="Two of us", how="Visit", closer="Partly",
        judged="clarification sought", to_do="=the date", next_year="Yes",
    )  # fmt: skip
    read = read_workbook(Found(folder / "900100.xlsx", "900100.xlsx"))
    assert isinstance(read, Recorded)
    assert (read.urn, read.judgement, read.moderated_on, read.how, read.closer) == (
        "900100", "Clarification sought", "2011-09-20", "Visit", "Partly",
    )  # fmt: skip
    assert (read.looked_at, read.borne_out, read.next_year, read.moderated) == (1, 1, True, True)


def test_what_is_missing_is_said(sampled, tmp_path):
    written, folder = sampled
    done = {"moderated_on": dt.date(2011, 9, 20), "moderators": "Two of us", "closer": "Borne out"}
    fill_in(folder / "900100.xlsx", judged="Confirmed", **done)
    fill_in(folder / "900101.xlsx", judged="Clarification sought", moderated_on="last week")
    fill_in(folder / "900102.xlsx", judged="Not moderated")
    (folder / "900103.xlsx").unlink()
    (folder / "notes.xlsx").write_text("nothing")
    save(a_return("900100", on=ON), folder / "a return.xlsx")
    shutil.copy(folder / "900104.xlsx", folder / "900104 copy.xlsx")
    fill_in(folder / "900104 copy.xlsx", judged="Confirmed", **done)
    files = sorted(folder.glob("*.xlsx"))
    summary = record([read_workbook(Found(path, path.name)) for path in files], written)
    still = {one.urn: one.open for one in summary.schools}
    assert still["900100"] == ()
    assert "“last week” is not a full date; “Moderated on” takes one day." in still["900101"][0]
    assert still["900101"][1:] == (
        "no day",
        "no moderator",
        "nothing about the closer look",
        "clarification is sought, but not what about",
    )
    assert still["900102"] == ("not moderated, but not why",)
    assert summary.waiting == (("900103", "School 900103"),)
    why = {one.file: one.reason for one in summary.unread}
    assert set(why) == {"notes.xlsx", "a return.xlsx", "900104.xlsx", "900104 copy.xlsx"}
    assert why["a return.xlsx"] == "it is no moderator's workbook: it has no table Moderation"
    assert "several workbooks for 900104 that differ" in why["900104.xlsx"]
    assert not summary.complete


def test_next_years_draw_takes_the_summary(sampled, tmp_path):
    from hwit_xl.moderation.record import as_json

    written, folder = sampled
    fill_in(folder / "900100.xlsx", judged="Confirmed")
    fill_in(folder / "900101.xlsx", judged="Not moderated", why_not="closed")
    fill_in(folder / "900102.xlsx", judged="Clarification sought", next_year="Yes")
    files = sorted(folder.glob("*.xlsx"))
    summary = record([read_workbook(Found(path, path.name)) for path in files], written)
    (tmp_path / "summary.json").write_text(as_json(summary), encoding="utf-8")
    (tmp_path / "summary.xlsx").write_bytes(record_workbook.to_bytes(summary, ON))
    (tmp_path / "certificate.json").write_text(certificates.as_json(written), encoding="utf-8")
    assert moderated_in(tmp_path / "summary.json") == moderated_in(tmp_path / "summary.xlsx") == {"900100", "900102"}
    assert moderated_in(tmp_path / "certificate.json") == {row.urn for row in written.sample}
    book = openpyxl.load_workbook(tmp_path / "summary.xlsx")
    [again] = read_risks(tmp_path / "summary.xlsx")
    assert again == Risk("900102", "Clarification sought; the moderators asked to look again", "School 900102")
    assert book["Look again"].cell(HEADER_ROW + 1, FIRST_COLUMN).value == "900102"


def test_a_school_from_a_list_gets_room_for_its_claims(register, tmp_path):
    written = drawn_from(read_list(register, REVIEW))
    data = moderator.to_bytes(moderator.Brief(written.sample[0], ()), written.facts, Settings(ON))
    assert moderator.to_bytes(moderator.Brief(written.sample[0], ()), written.facts, Settings(ON)) == data
    (tmp_path / "m.xlsx").write_bytes(data)
    read = read_workbook(Found(tmp_path / "m.xlsx", "m.xlsx"))
    assert isinstance(read, Recorded)
    assert read.open == ("no judgement yet",)


def test_a_workbook_without_its_urn_is_not_taken(sampled):
    _, folder = sampled
    fill_in(folder / "900100.xlsx", urn="")
    assert read_workbook(Found(folder / "900100.xlsx", "x.xlsx")) == Unread("x.xlsx", "the URN is gone from it")


def test_a_claim_that_was_not_reached_deserves_a_look(tmp_path):
    built = a_return("900100", stage=8, on=ON)
    built.cell(layout_of(Result), "met", 1).value = "Partly"
    path = save(built, tmp_path / "r.xlsx")
    frame = read_returns(tmp_path, NHSS, Settings(ON), 1)
    written = drawn_from(frame)
    (tmp_path / "m.xlsx").write_bytes(
        moderator.to_bytes(moderator.Brief(written.sample[0], (Found(path, path.name),)), written.facts, Settings(ON))
    )
    book = openpyxl.load_workbook(tmp_path / "m.xlsx")
    looks = {row[0]: row[4] for row in book["Claims"].iter_rows(min_row=HEADER_ROW + 1, min_col=2, values_only=True)}
    assert "not fully met" in looks["O2"]


def test_the_order_of_a_file_makes_no_difference(tmp_path):
    rows = [register_row(number) for number in range(60)]
    one = drawn_from(read_list(write_register(tmp_path / "list.csv", rows), REVIEW))
    random.Random(3).shuffle(rows)
    other = drawn_from(read_list(write_register(tmp_path / "list.csv", rows), REVIEW))
    assert certificates.as_json(one) == certificates.as_json(other)
    assert all(row.reason is Reason.RANDOM for row in one.sample)
    assert REGISTER[0] == "URN"
