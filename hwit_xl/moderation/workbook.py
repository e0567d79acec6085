"""The workbook of a sample: who is moderated, replacements, who is left out and why, and the draw certificate."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from openpyxl.worksheet.worksheet import Worksheet

from hwit_validators.sampling.draw import Reason
from hwit_validators.words import counted, day
from hwit_xl.moderation.certificate import Certificate, Drawn, Excluded, Facts, StratumRow, TicketRow
from hwit_xl.moderation.explained import FRAMES, MOST_ON_SHEET, percent, steps
from hwit_xl.workbooks.building import page, theme
from hwit_xl.workbooks.layout import FIRST_COLUMN, HEADER_ROW, address
from hwit_xl.workbooks.reading.own_tables import Tables
from hwit_xl.workbooks.reports.book import ReportBook
from hwit_xl.workbooks.reports.cells import introduce, put
from hwit_xl.workbooks.reports.rows import Body, Heading

_DRAWN = (
    Heading("URN", 10, "HWIT ref kept"), Heading("School", 36), Heading("Stratum", 22), Heading("Reason", 10),
    Heading("Closer look at", 11, "HWIT count"), Heading("Why a risk case", 30), Heading("Rank", 7, "HWIT count"),
    Heading("Moderated last year", 11, "HWIT count"), Heading("Ticket", 40),
)  # fmt: skip
_LEFT_OUT = (
    Heading("URN", 10, "HWIT ref kept"), Heading("School", 36), Heading("Reason", 60), Heading("Where", 34), Heading("In the frame", 9, "HWIT count"),
)  # fmt: skip
_STRATA = (
    Heading("Stratum", 30), Heading("Groups in it", 34), Heading("Schools", 10, "HWIT count"),
    Heading("Moderated last year", 11, "HWIT count"), Heading("Drawn", 9, "HWIT count"),
    Heading("Chance of a school", 20, "HWIT count"), Heading("Chance if moderated last year", 20, "HWIT count"),
)  # fmt: skip
_TICKETS = (
    Heading("URN", 10, "HWIT ref kept"), Heading("Group", 22), Heading("Stratum", 22), Heading("Rank", 8, "HWIT count"),
    Heading("Moderated last year", 11, "HWIT count"), Heading("Ticket", 74),
)  # fmt: skip
_FACTS = (Heading("Item", 30, "HWIT question"), Heading("What was settled", 92, "HWIT row"))
_ITEMS = {
    "method": "Method", "frame": "Frame", "schools": "Schools in the frame", "rate": "Schools in a hundred",
    "drawn": "Drawn at random", "seed": "Seed", "stratify": "Grouped by", "replacements": "Replacements in each stratum",
    "frame_hash": "Frame hash", "by": "Drawn by", "on": "Drawn on", "program": "Program",
}  # fmt: skip
YES = "Yes"


def to_bytes(certificate: Certificate) -> bytes:
    """The workbook as the bytes of an .xlsx file."""
    book = ReportBook()
    facts = certificate.facts
    label = f"Drawn on {day(facts.on)}"
    risks = sum(1 for row in certificate.sample if row.reason is Reason.RISK)
    on_top = f", and {counted(risks, 'risk case')} on top" if risks else ""
    about = f"{facts.drawn:,} of {facts.schools:,} {FRAMES[facts.frame]}{on_top}. The sheet Certificate says how they were drawn."
    book.table_sheet("Sample", label, about, "Sample", Body(_DRAWN, [*map(_drawn, certificate.sample)]))
    about = "If a school of the sample cannot be moderated, take the first replacement of the same stratum, and write down why."
    book.table_sheet(
        "Replacements", label, about, "Replacements", Body(_DRAWN, [*map(_drawn, certificate.replacements)])
    )
    about = (
        "Schools and files that could not be drawn. Those “in the frame” count among its schools, but rest this year."
    )
    book.table_sheet("Left out", label, about, "LeftOut", Body(_LEFT_OUT, [*map(_excluded, certificate.excluded)]))
    _certificate(book.sheet("Certificate"), certificate, label)
    about = "How the sample was shared out, and the chance each school had of being drawn."
    book.table_sheet("Strata", label, about, "DrawStrata", Body(_STRATA, [*map(_stratum, certificate.strata)]))
    if len(certificate.tickets) <= MOST_ON_SHEET:
        about = "Every school of the frame in the order of the URN. In each stratum the lowest tickets are drawn."
        book.table_sheet(
            "Tickets", label, about, "DrawTickets", Body(_TICKETS, [*map(ticket_row, certificate.tickets)])
        )
    return book.to_bytes()


def ticket_row(ticket: TicketRow) -> tuple[str, str, str, int, str, str]:
    """A ticket as a row of the sheet Tickets."""
    last_year = YES if ticket.cooling_off else ""
    return ticket.urn, ticket.group, ticket.stratum, ticket.rank, last_year, ticket.ticket


TICKET_HEADINGS = tuple(heading.title for heading in _TICKETS)


def _drawn(row: Drawn) -> Sequence[str | int]:
    return (
        row.urn, row.school, row.stratum or "Not in the frame", row.reason.value, row.closer_look, row.risk, row.rank or "",
        YES if row.cooling_off else "", row.ticket,
    )  # fmt: skip


def _excluded(row: Excluded) -> Sequence[str | int]:
    return row.urn, row.school, row.reason, row.where, YES if row.in_frame else ""


def _stratum(row: StratumRow) -> Sequence[str | int]:
    return (
        row.stratum, row.groups, row.schools, row.cooling_off, row.drawn, percent(row.chance),
        percent(row.chance_cooling_off) if row.cooling_off else "",
    )  # fmt: skip


def _certificate(sheet: Worksheet, certificate: Certificate, label: str) -> None:
    """The facts as a table, the method in plain words, and room for two signatures."""
    widths = [heading.width for heading in _FACTS]
    about = "What was settled before the draw, what came of it, and how anybody can repeat it."
    introduce(sheet, "Draw certificate", label, about, widths)
    titles = [heading.title for heading in _FACTS]
    page.header(sheet, titles, widths)
    facts = certificate.facts.model_dump(mode="json")
    last = _pairs(sheet, HEADER_ROW + 1, [(words, _fact(facts[name])) for name, words in _ITEMS.items()])
    page.add_table(
        sheet,
        "DrawCertificate",
        f"{address(HEADER_ROW, FIRST_COLUMN)}:{address(last, FIRST_COLUMN + 1)}",
        titles,
        filters=False,
    )
    row = _paragraphs(sheet, last + 2, "How the sample was drawn", [
        (f"{number}. {step.heading}", step.words) for number, step in enumerate(steps(certificate), start=1)
    ])  # fmt: skip
    if certificate.notes:
        row = _paragraphs(
            sheet,
            row + 1,
            "What else should be known",
            [(f"Note {number}", note) for number, note in enumerate(certificate.notes[:40], start=1)],
        )
    row += 1
    for words in ("Signed for the programme", "Seen by a witness"):
        put(sheet, row, FIRST_COLUMN, words, "HWIT question")
        put(sheet, row, FIRST_COLUMN + 1, "", "HWIT row")
        sheet.row_dimensions[row].height = 30
        row += 1
    page.printed(sheet, row - 1, FIRST_COLUMN + 1)
    sheet.protection.sheet = False


def _fact(value: str | int) -> str:
    return str(value) if value != "" else "not given"


def _paragraphs(sheet: Worksheet, row: int, heading: str, parts: Sequence[tuple[str, str]]) -> int:
    put(sheet, row, FIRST_COLUMN, heading, "HWIT heading")
    sheet.row_dimensions[row].height = 24
    return _pairs(sheet, row + 1, parts) + 1


def _pairs(sheet: Worksheet, first: int, pairs: Sequence[tuple[str, str]]) -> int:
    """Write names and what is said of them, one below the other. Returns the last row."""
    for row, (name, words) in enumerate(pairs, start=first):
        for place, (text, heading) in enumerate(zip((name, words), _FACTS, strict=True)):
            put(sheet, row, FIRST_COLUMN + place, text, heading.style)
        lines = max(theme.lines(words, _FACTS[1].width), theme.lines(name, _FACTS[0].width, bold=True))
        page.fit_lines(sheet, row, range(FIRST_COLUMN, FIRST_COLUMN + len(_FACTS)), lines)
    return first + len(pairs) - 1


def read_back(data: bytes) -> Certificate:
    """The certificate in a workbook of a sample; the sheet of tickets is left unread.

    Raises:
        ValueError: this is no such workbook.
    """
    tables = Tables(data)
    said = {row.get("item", ""): row.get("what was settled", "") for row in tables.texts("DrawCertificate")}
    facts = {name: said.get(words, "") for name, words in _ITEMS.items()}
    facts["by"] = "" if facts["by"] == "not given" else facts["by"]
    return Certificate(
        facts=Facts.model_validate_strings(facts),
        strata=tuple(map(_read_stratum, tables.texts("DrawStrata"))),
        sample=tuple(map(_read_drawn, tables.texts("Sample"))),
        replacements=tuple(map(_read_drawn, tables.texts("Replacements"))),
        excluded=tuple(
            Excluded(
                urn=row.get("urn", ""), school=row.get("school", ""), reason=row.get("reason", ""), where=row.get("where", ""),
                in_frame=row.get("in the frame") == YES,
            )
            for row in tables.texts("LeftOut")
        ),
    )  # fmt: skip


def _read_drawn(row: dict[str, str]) -> Drawn:
    stratum, rank = row.get("stratum", ""), row.get("rank", "")
    return Drawn(
        urn=row.get("urn", ""), school=row.get("school", ""), stratum="" if stratum == "Not in the frame" else stratum,
        ticket=row.get("ticket", ""), reason=Reason(row.get("reason", "")), risk=row.get("why a risk case", ""),
        closer_look=row.get("closer look at", ""), rank=_whole(rank or "0", "a rank"), cooling_off=row.get("moderated last year") == YES,
    )  # fmt: skip


def _read_stratum(row: dict[str, str]) -> StratumRow:
    return StratumRow(
        stratum=row.get("stratum", ""), groups=row.get("groups in it", ""), schools=_whole(row.get("schools", ""), "schools"),
        cooling_off=_whole(row.get("moderated last year", ""), "schools"), drawn=_whole(row.get("drawn", ""), "schools"),
        chance=_chance(row.get("chance of a school", "")),
        chance_cooling_off=_chance(row.get("chance if moderated last year", "")),
    )  # fmt: skip


def _chance(words: str) -> str:
    """The fraction that :func:`percent` wrote.

    Raises:
        ValueError: it is none.
    """
    if words in ("certain", "none", ""):
        return "1" if words == "certain" else "0"
    above, _, below = words.partition(" (")[0].partition(" in ")
    if not (many := _whole(below, "a chance")):
        raise ValueError(f"it gives a chance of “{words}”")
    return str(Fraction(_whole(above, "a chance"), many))


_MOST_DIGITS = 9
"""Digits of a number of schools, with room to spare."""


def _whole(text: str, what: str) -> int:
    """A number on the sheets.

    Raises:
        ValueError: it is none.
    """
    digits = text.replace(",", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS):
        raise ValueError(f"it gives “{text[:40]}” where a number belongs ({what})")
    return int(digits)
