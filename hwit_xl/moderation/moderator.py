"""A moderator's workbook for one school: what it claims, what its checks found, what to look at, room for the judgement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.worksheet.worksheet import Worksheet

from hwit_validators.model.finding import Finding
from hwit_validators.sampling.draw import Reason
from hwit_xl.checking.collect import Found
from hwit_xl.checking.settings import Settings
from hwit_xl.moderation.certificate import Drawn, Facts
from hwit_xl.moderation.explained import FRAMES
from hwit_xl.moderation.form import Borne, Moderation
from hwit_xl.moderation.returns import Claim, Look, Looked
from hwit_xl.workbooks.building import answer_limits, page, theme
from hwit_xl.workbooks.building.colours import DOUBTFUL, colour_where
from hwit_xl.workbooks.layout import FIRST_COLUMN, HEADER_ROW, address, layout_of
from hwit_xl.workbooks.reports.book import ReportBook
from hwit_xl.workbooks.reports.cells import Value, introduce, put
from hwit_xl.workbooks.reports.rows import Body, Heading

_CLAIMS = (
    Heading("Ref", 7, "HWIT ref kept"), Heading("What the school says", 44, "HWIT given"), Heading("Its answer", 14, "HWIT given"),
    Heading("Where the evidence is", 34, "HWIT given"), Heading("Why look", 20, "HWIT given"),
    Heading("Borne out?", 15, "HWIT answer text"), Heading("Note", 34, "HWIT answer text"),
)  # fmt: skip
_CHECKS = (
    Heading("Code", 9, "HWIT ref kept"), Heading("Severity", 10, "HWIT given"), Heading("Where", 30, "HWIT given"),
    Heading("What the check saw", 54, "HWIT given"), Heading("What the school explained", 34, "HWIT given"), Heading("Note", 34, "HWIT answer text"),
)  # fmt: skip
_SPARE = 6
"""Blank rows for claims, where no returns are at hand."""
CLOSER = "Drawn for a closer look"


@dataclass(frozen=True)
class Brief:
    """What a workbook is made from: the school's row of the sample, and its returns."""

    row: Drawn
    returns: tuple[Found, ...]


def to_bytes(brief: Brief, facts: Facts, settings: Settings) -> bytes:
    """The workbook as the bytes of an .xlsx file."""
    look = Look(settings, whole=True)
    newest: dict[int, Looked] = {}
    for returned in sorted(map(look, brief.returns), key=lambda one: one.newness):
        newest[returned.stage] = returned
    returns = [newest[stage] for stage in sorted(newest, reverse=True) if stage >= 0]
    return _workbook(brief.row, facts, _to_look_at(brief.row, returns), returns)


def _to_look_at(row: Drawn, returns: Sequence[Looked]) -> list[Claim]:
    """The claims of the return furthest on and of the annual review: the one drawn first, then those that deserve a look."""
    shown = [one for one in returns if one.claims][:1] + [one for one in returns if one.stage == 0]
    claims = {claim.ref: claim for one in shown for claim in one.claims}
    marked = [_marked(claim, row.closer_look) for claim in claims.values()]
    return sorted(marked, key=lambda claim: (claim.ref != row.closer_look, not claim.look))


def _marked(claim: Claim, drawn: str) -> Claim:
    if claim.ref != drawn:
        return claim
    return Claim(claim.ref, claim.what, claim.answer, claim.evidence, "; ".join(filter(None, (CLOSER, claim.look))))


def _workbook(row: Drawn, facts: Facts, claims: Sequence[Claim], returns: Sequence[Looked]) -> bytes:
    book = ReportBook()
    label = f"{row.school or 'School not named'} · {row.urn}"
    _form(book.sheet(Moderation.title), row, facts, claims, label)
    _claims(book, claims, label)
    findings = [(one, finding) for one in returns for finding in one.findings]
    _checks(book, findings, label)
    return book.to_bytes()


def _form(sheet: Worksheet, row: Drawn, facts: Facts, claims: Sequence[Claim], label: str) -> None:
    layout = layout_of(Moderation)
    about = (
        "Look at the sheet Claims with the school: the first row was drawn for a closer look, those below it deserve one too. "
        "The sheet Checks shows what the program's checks found. Write your judgement here, save, and send this workbook back."
    )
    introduce(sheet, Moderation.title, label, about, layout.widths)
    page.header(sheet, layout.headings, layout.widths)
    drawn = next((claim for claim in claims if claim.ref == row.closer_look), None)
    closer = f"{drawn.ref} {drawn.what}" if drawn else row.closer_look
    given = {
        "school": row.school, "urn": row.urn, "why": _why(row, facts),
        "closer_look": closer or "An outcome or criterion of your own choice", "draw": f"{facts.on} {facts.frame} {facts.frame_hash[:16]}",
    }  # fmt: skip
    for number, spec in enumerate(layout.specs, start=HEADER_ROW + 1):
        put(sheet, number, FIRST_COLUMN, spec.title, "HWIT question")
        style = "HWIT given" if spec.given else theme.answer_style(spec, locked=False, across=True)
        put(sheet, number, FIRST_COLUMN + 1, given.get(spec.field, ""), style)
        if not spec.given:
            sheet.cell(number, FIRST_COLUMN + 1).value = None
            answer_limits.accept(sheet, layout.span(spec.field), spec, alone=True)
        put(sheet, number, layout.last_column, spec.help, "HWIT help")
        page.fit_row(sheet, number, range(FIRST_COLUMN, layout.last_column + 1), room=3 if spec.long else 1)
    page.add_table(sheet, Moderation.table, layout.range, layout.headings, filters=False)
    page.printed(sheet, layout.last_row, layout.last_column)


def _why(row: Drawn, facts: Facts) -> str:
    if row.reason is Reason.RISK:
        return f"A risk case, on top of the sample: {row.risk}"
    risk = f" It was also named as a risk case: {row.risk}" if row.risk else ""
    return f"Drawn at random from the {facts.schools:,} {FRAMES[facts.frame]} (rank {row.rank} in {row.stratum}).{risk}"


def _claims(book: ReportBook, claims: Sequence[Claim], label: str) -> None:
    about = (
        "What the school says of itself. The first row was drawn for a closer look; the next ones deserve a look for the reason given. "
        "You need not look at every row."
        if claims
        else "No return of this school was at hand when the sample was drawn. Write down what it claims, and what you saw."
    )
    headings = _CLAIMS if claims else tuple(Heading(h.title, h.width, "HWIT answer text") for h in _CLAIMS)
    rows: list[Sequence[Value]] = [(c.ref, c.what, c.answer, c.evidence, c.look, "", "") for c in claims]
    body = Body(headings, rows or [[""] * len(_CLAIMS)] * _SPARE, grows=True)
    sheet = book.table_sheet("Claims", label, about, "Claims", body)
    span = f"{address(HEADER_ROW + 1, FIRST_COLUMN + 5)}:{address(body.last_row, FIRST_COLUMN + 5)}"
    answer_limits.choose(sheet, span, Borne)
    _shade(sheet, body, f'ISNUMBER(SEARCH("{CLOSER}",${address(HEADER_ROW + 1, FIRST_COLUMN + 4)}))')
    _guard(sheet)


def _checks(book: ReportBook, findings: Sequence[tuple[Looked, Finding]], label: str) -> None:
    several = len({one.form for one, _ in findings}) > 1
    rows = [
        (f.code, str(f.severity), _where(one, f, several), f.message, f.explanation or f.waiver or "", "")
        for one, f in findings
    ]
    about = (
        "What the program's checks found in the school's returns."
        if rows
        else "The program's checks found nothing to ask about."
    )
    body = Body(_CHECKS, rows, grows=True)
    sheet = book.table_sheet("Checks", label, about, "Checks", body)
    _shade(sheet, body, f'${address(HEADER_ROW + 1, FIRST_COLUMN + 1)}="query"')
    _guard(sheet)


def _where(one: Looked, found: Finding, several: bool) -> str:
    parts = (one.form if several else "", found.where, found.about)
    return " · ".join(part for part in parts if part)


def _shade(sheet: Worksheet, body: Body, formula: str) -> None:
    corner = address(body.last_row, FIRST_COLUMN + len(body.headings) - 1)
    colour_where(sheet, f"{address(HEADER_ROW + 1, FIRST_COLUMN)}:{corner}", DOUBTFUL, formula)


def _guard(sheet: Worksheet) -> None:
    """Lock what the program wrote, against slips; the room for answers is open."""
    sheet.protection.sheet = True
