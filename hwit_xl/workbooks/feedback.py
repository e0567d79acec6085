"""Handing findings back: the Feedback sheet of a returned workbook is filled in, and nothing else is touched.

The form highlights the cells itself, by looking their address up on the Feedback sheet; so giving feedback is writing one
table. Only that sheet's part of the package is replaced, and in it only the rows of the table: every other part stays as
the school's own program wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from hwit_validators.model.finding import Finding, Severity
from hwit_validators.tables import Feedback
from hwit_xl.files.archive import Damaged, replaced
from hwit_xl.problem import Problem
from hwit_xl.workbooks.building.saving import printable
from hwit_xl.workbooks.building.theme import HIGHEST_ROW, height, lines
from hwit_xl.workbooks.layout import layout_of
from hwit_xl.workbooks.reading.explained import BESIDE_NOTHING, LOOSE, Apart, item_of, link_to, pieces_of
from hwit_xl.workbooks.reading.places import Cells, Placed, places
from hwit_xl.workbooks.xlsx.cells import letters, position, whole
from hwit_xl.workbooks.xlsx.escapes import encoded
from hwit_xl.workbooks.xlsx.limits import MOST_RECORDS
from hwit_xl.workbooks.xlsx.package import Package
from hwit_xl.workbooks.xlsx.rejected import Rejected
from hwit_xl.workbooks.xlsx.spreadsheet import Spreadsheet
from hwit_xl.workbooks.xlsx.xml import feed, in_utf_8, listen, parser


class NoFeedbackSheet(Problem):
    """The workbook has no Feedback table to write into."""


def with_feedback(data: bytes, findings: Sequence[Finding], apart: Sequence[Apart] = ()) -> bytes:
    """A copy of a returned workbook with its Feedback table filled in.

    Args:
        data: the workbook, unprotected.
        findings: in the order they shall stand; those that do not fit are counted in the last row.
        apart: words about findings that only other checks make, or beside none, to be kept.

    Raises:
        NoFeedbackSheet: the Feedback table is not there any more.
        Rejected: the workbook is damaged.
    """
    package = Package(data)
    book = Spreadsheet(package)
    table = _place(book)
    room = min(table.bottom - table.above, MOST_RECORDS)
    if room < 1:
        raise NoFeedbackSheet("the table on its Feedback sheet has no rows")
    texts = rows(findings, room, apart)
    part = table.sheet.part
    try:
        sheet = in_utf_8(package.read(part))
        changed = _with_rows(sheet, table.above + 1, room, _columns(table), texts)
        feed(parser(), changed, final=True)  # what is handed back can be read again
        return replaced(data, package.listed(part), changed)
    except (Damaged, UnicodeError, LookupError) as damaged:
        why = damaged if isinstance(damaged, Damaged) else "its Feedback sheet is not in the encoding that it says"
        raise Rejected(
            "WB001", f"The file is damaged: {why}.", "Save the workbook again in Excel, and send it again."
        ) from damaged


def feedback_part(data: bytes) -> str:
    """The name of the one part of a workbook in which giving feedback changes anything.

    Raises:
        NoFeedbackSheet: the Feedback table is not there any more.
        Rejected: the workbook is damaged.
    """
    return _place(Spreadsheet(Package(data))).sheet.part


def _place(book: Spreadsheet) -> Placed:
    place = places(Cells(book), [Feedback], [Feedback]).tables.get(Feedback.table)
    if place is None:
        raise NoFeedbackSheet("the Feedback sheet is not in the file")
    return place


def rows(findings: Sequence[Finding], room: int, apart: Sequence[Apart] = ()) -> list[dict[str, str]]:
    """The texts of each row of the Feedback table, by field.

    If there are too many findings for the table, what is still to be done is shown first: errors, then queries and advice,
    then what the school has explained. What follows says how many more there are. Explanations for which there is no row go
    along in its hidden column, as do those about findings that only other checks make, so that no word of the school is lost.
    Words that stood beside no finding get rows of their own, or go along too.

    Args:
        room: rows of the table, at least one.
        apart: the latter.
    """
    said = {(found.key, _said(found)) for found in findings}
    apart = [each for each in apart if (each.key, each.words) not in said]
    loose = [_loose(each) for each in apart if each.key == LOOSE]
    kept = pieces_of(each for each in apart if each.key != LOOSE)
    if len(findings) + len(loose) + len(kept) <= room:
        return [*map(_row, findings), *loose, *({"item": piece} for piece in kept)]
    shown: frozenset[int] = frozenset()
    left: list[Finding] = []
    closing = 0
    for closing in range(1, room + 1):
        shown = _most_urgent(findings, room - closing)
        left = [found for number, found in enumerate(findings) if number not in shown]
        kept = pieces_of([*apart, *(_apart(found) for found in left if _said(found))])
        if len(kept) <= closing:
            break
    message = f"{len(left):,} more: put these right first, and check again."
    if len(kept) <= closing and all(found.explanation for found in left):
        message = f"{len(left):,} more, which you have explained. What you said of them is kept."
    elif kept:
        message += (
            " What you said of them is kept."
            if len(kept) <= closing
            else " Not all that you said of them has room here."
        )
    last: list[dict[str, str]] = [{"message": message}, *({} for _ in range(closing - 1))][:room]
    for row, piece in zip(last, kept, strict=False):
        row["item"] = piece
    return [*(_row(findings[number]) for number in sorted(shown)), *last]


def _most_urgent(findings: Sequence[Finding], room: int) -> frozenset[int]:
    """The places of the findings that are shown."""

    def urgency(number: int) -> tuple[bool, int]:
        found = findings[number]
        return found.settled, found.severity.rank

    return frozenset(sorted(range(len(findings)), key=urgency)[:room])


def _said(found: Finding) -> str:
    """What the school has written beside a finding, whether it counts or not."""
    return found.explanation or found.typed or ""


def _apart(found: Finding) -> Apart:
    """What the school has written beside a finding, to be kept without a row."""
    return Apart(*found.key, found.fingerprint, _said(found), found.message, link_to(found))


def _loose(words: Apart) -> dict[str, str]:
    """A row for words that stood beside no finding: what they are about, only the school knows."""
    return {
        "message": BESIDE_NOTHING,
        "explanation": words.words,
        "item": item_of(words.key, words.about),
    }


def _row(found: Finding) -> dict[str, str]:
    row = {
        "code": found.code,
        "severity": str(found.severity),
        "message": f"{found.message} {found.waiver}" if found.waiver else found.message,
        "fix": found.fix + (_OR_EXPLAIN if found.severity is Severity.QUERY else ""),
        "explanation": _said(found),
        "item": item_of(found.key, found.fingerprint),
    }
    if link := link_to(found):
        row["link"] = link
        row["shown"] = found.where + (f"\n{found.about}" if found.about else "")
        row["where"] = row["shown"]
        row["key"] = f"{found.table}|{found.cell}"
    return row


_OR_EXPLAIN = " Or say in the next column why it is right as it stands."


def _columns(table: Placed) -> dict[str, int]:
    """The column of each field of the Feedback table, where it stands now."""
    return layout_of(Feedback).fields(table.titles)


@dataclass
class _RowSpan:
    """A row of a sheet's XML: where it begins and ends, its attributes, and the cells in it."""

    number: int
    attributes: dict[str, str]
    start: int
    end: int
    close: int
    cells: list[tuple[int, int, str]]
    """Column, beginning and style of each cell."""


def _with_rows(
    data: bytes, first: int, room: int, columns: Mapping[str, int], texts: Sequence[Mapping[str, str]]
) -> bytes:
    """The sheet's XML with so many rows of the table's body written anew, from the first on."""
    prefix, spans, data_end = _spans(data, first + room)
    body = {span.number: span for span in spans if first <= span.number < first + room}
    styles = _styles(body.values())
    pieces: list[bytes] = []
    done = 0
    later = iter(spans)
    next_span = next(later, None)
    for number in sorted({*body, *range(first, first + len(texts))}):
        texts_of_row = texts[number - first] if number - first < len(texts) else {}
        span = body.get(number)
        while next_span and next_span.number <= number:
            next_span = next(later, None)
        start = span.start if span else next_span.start if next_span else data_end
        pieces.append(data[done:start])
        pieces.append(_row_xml(data, prefix, number, span, columns, texts_of_row, styles).encode())
        done = span.end if span else start
    pieces.append(data[done:])
    return b"".join(pieces)


def _spans(data: bytes, below: int) -> tuple[str, list[_RowSpan], int]:
    """The tags' prefix, every row as far as the first one below the table, and where the rows end.

    Args:
        below: the number of the row below the table.
    """
    spans: list[_RowSpan] = []
    prefix, data_end, waiting, passed, number = "", 0, False, False, 0
    made = parser()

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal prefix, waiting, passed, number
        before, _, name = tag.rpartition(":")
        at = made.CurrentByteIndex
        if waiting:
            spans[-1].end, waiting = at, False
        if name == "worksheet":
            prefix = f"{before}:" if before else ""
        elif name == "row":
            number = whole(attributes["r"]) if "r" in attributes else number + 1
            passed = bool(spans) and min(number, spans[-1].number) >= below
            if not passed:
                spans.append(_RowSpan(number, attributes, at, at, at, []))
        elif name == "c" and not passed:
            column = position(attributes["r"])[1] if "r" in attributes else len(spans[-1].cells) + 1
            spans[-1].cells.append((column, at, attributes.get("s", "0")))

    def end(tag: str) -> None:
        nonlocal data_end, waiting
        name = tag.rpartition(":")[2]
        at = made.CurrentByteIndex
        if waiting and name in ("sheetData", "row"):
            spans[-1].end, waiting = at, False
        if name == "row" and not passed:
            spans[-1].close, waiting = at, True
        elif name == "sheetData":
            data_end = at

    listen(made, start, end)
    feed(made, data, final=True)
    return prefix, spans, data_end


def _styles(spans: Iterable[_RowSpan]) -> dict[int, str]:
    """The style of each column, from the first row that has one."""
    styles: dict[int, str] = {}
    for span in spans:
        for column, _, style in span.cells:
            styles.setdefault(column, style)
    return styles


_FORMULA = re.compile(rb"<(?:\w++:)?f(?:\s[^<>]*)?(?:/>|>[^<]*+</(?:\w++:)?f>)")


def _row_xml(
    data: bytes,
    prefix: str,
    number: int,
    span: _RowSpan | None,
    columns: Mapping[str, int],
    texts: Mapping[str, str],
    styles: Mapping[int, str],
) -> str:
    """One row: our cells anew, with the formula of the link kept; everything else as it was."""
    raw: dict[int, bytes] = {}
    own_styles = dict(styles)
    if span:
        edges = [*(begin for _, begin, _ in span.cells[1:]), span.close][: len(span.cells)]
        for (column, begin, style), edge in zip(span.cells, edges, strict=True):
            raw[column] = data[begin:edge]
            own_styles[column] = style
    fields = {column: field for field, column in columns.items()}
    cells: list[str] = []
    for column in sorted({*raw, *fields}):
        field = fields.get(column)
        if field is None:
            cells.append(raw[column].decode())
            continue
        formula = _FORMULA.search(raw.get(column, b"")) if field == "where" else None
        address = f"{letters(column)}{number}"
        cells.append(_cell_xml(prefix, address, own_styles.get(column, "0"), texts.get(field, ""), formula))
    attributes = dict(span.attributes) if span else {}
    attributes |= {"r": str(number)}
    if texts:  # a height that fits, and that still grows with the explanation
        high = _height(texts)
        attributes |= {"ht": f"{high:g}", "customHeight": "1" if high == HIGHEST_ROW else "0"}
    for name in ("spans", "hidden"):
        attributes.pop(name, None)
    written = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items() if ":" not in name)
    return f"<{prefix}row{written}>{''.join(cells)}</{prefix}row>"


def _cell_xml(prefix: str, address: str, style: str, text: str, formula: re.Match[bytes] | None) -> str:
    tag = f'<{prefix}c r="{address}" s="{style}"'
    content = escape(encoded(printable(text)))
    if formula:
        return f'{tag} t="str">{formula[0].decode()}<{prefix}v>{content}</{prefix}v></{prefix}c>'
    if not text:
        return f"{tag}/>"
    return f'{tag} t="inlineStr"><{prefix}is><{prefix}t xml:space="preserve">{content}</{prefix}t></{prefix}is></{prefix}c>'


def _height(texts: Mapping[str, str]) -> float:
    """A height in which the longest text of the row can be read, in points."""
    widths = {name: spec.width for name, spec in Feedback.columns.items() if not spec.hidden}
    return height(max((lines(texts.get(name, ""), width) for name, width in widths.items()), default=1), air=4)
