"""Damage to a form as people and spreadsheet programs do it: sheets, tables, rows, columns, cells."""

from __future__ import annotations

import datetime as dt
import re
from functools import partial
from random import Random
from typing import Any

from fuzz.bases import Base
from fuzz.book import Book, attributes, text_of, with_attribute
from fuzz.damage import Damage, Damaged, NotHere, Reads
from fuzz.typed import odd
from hwit_validators.model.column import Column, Kind
from hwit_validators.model.record import Record
from hwit_xl.workbooks.layout import address, layout_of
from hwit_xl.workbooks.xlsx.cells import letters, position
from support.by_hand import Answer

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET_OF_OURS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FIRST_DAY, _FIRST_DAY_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)


_done = partial(Damaged, exact=True)


def _record(base: Base, table: str) -> type[Record]:
    return next(record for record in base.form.tables if record.table == table)


def _spec(base: Base, answer: Answer) -> Column:
    return _record(base, answer.table).columns[answer.field]


def _an_answer(random: Random, base: Base, *kinds: Kind) -> Answer:
    """Some answer, from each table as often as from any other."""
    tables = sorted({answer.table for answer in base.answers})
    random.shuffle(tables)
    for table in tables:
        fitting = [a for a in base.answers if a.table == table and (not kinds or _spec(base, a).kind in kinds)]
        if fitting:
            return random.choice(fitting)
    raise NotHere


def _a_table(random: Random, base: Base, *, down: bool | None = None) -> tuple[str, str]:
    """Some table with answers, and its sheet."""
    tables = sorted({(answer.table, place[0]) for answer, place in base.places.items()})
    return random.choice(
        [t for t in tables if down is None or (layout_of(_record(base, t[0])).rows is not None) is down]
    )


# Cells


def typed(random: Random, base: Base) -> Damaged:
    """Something odd is typed over an answer."""
    answer = _an_answer(random, base)
    sheet, cell = base.places[answer]
    text, meaning = odd(random, _spec(base, answer))
    book = base.book()
    book.type_text(sheet, cell, text)
    return _done(book.packed(), "typed", f"{sheet}!{cell} {text[:40]!r}", {answer: meaning})


def as_rich_text(random: Random, base: Base) -> Damaged:
    """A text has several fonts, and a reading aid over it: which changes no answer."""
    answer = _an_answer(random, base, Kind.TEXT)
    text, (sheet, cell) = base.answers[answer], base.places[answer]
    book = base.book()
    runs = "".join(f"<r>{text_of(piece)[4:-5]}</r>" for piece in (text[:4], text[4:]) if piece)
    aid = '<rPh sb="0" eb="1"><t>aloud</t></rPh>' if random.random() < 0.5 else ""
    book.type(sheet, cell, f"<is>{runs}{aid}</is>", "inlineStr")
    return _done(book.packed(), "rich text", f"{sheet}!{cell}")


def of_another_kind(random: Random, base: Base) -> Damaged:
    """An answer's cell holds an error, a formula, a number, yes or no, or a date of another kind."""
    answer = _an_answer(random, base)
    spec, (sheet, cell) = _spec(base, answer), base.places[answer]
    inner, kind, meaning = random.choice(
        (
            ("<v>#REF!</v>", "e", Reads.SOMEHOW),
            ("<f>A1</f>", "", Reads.SOMEHOW),
            ("<f>A1</f><v></v>", "str", Reads.ANYHOW),
            ("<f>1+1</f><v>2</v>", "", Reads.SOMEHOW),
            ('<f t="array" ref="A1">A1</f><v>2</v>', "", Reads.SOMEHOW),
            ("<v>1</v>", "b", Reads.SOMEHOW),
            ("<v>0.24</v>", "", Reads.SOMEHOW),
            ("<v>45625</v>", "", Reads.SOMEHOW),
            ("<v>9.99E+307</v>", "", Reads.SOMEHOW),
            ("<v>-1</v>", "", Reads.SOMEHOW),
            ("<v>2011-04-01</v>", "d", Reads.SOMEHOW),
            ("<v>2011-04-01T09:30:00</v>", "d", Reads.SOMEHOW),
            ("<v>T09:30:00Z</v>", "d", Reads.SOMEHOW),
            ("<v>09:30:00</v>", "d", Reads.SOMEHOW),
            ("<v>1</v>", "unknown", Reads.ANYHOW),
        )
    )  # fmt: skip
    book = base.book()
    book.type(sheet, cell, inner, kind)
    if (kind, spec.kind) == ("d", Kind.DATE) and "2011" in inner:
        meaning = dt.date(2011, 4, 1)
    return _done(book.packed(), "of another kind", f"{sheet}!{cell} {inner} {kind}", {answer: meaning})


def odd_cell_elsewhere(random: Random, base: Base) -> Damaged:
    """A cell that no question asks for holds something odd, on any sheet."""
    book = base.book()
    sheet = random.choice(list(book.sheets))
    inner, kind = random.choice((("<v>T09:30:00Z</v>", "d"), ("<v>NaN</v>", ""), ("<v>1e999</v>", ""), ("<v>99999</v>", "s"),
                                 ("<v>maybe</v>", "b"), ("<v>#ODD!</v>", "e"), (text_of("a note"), "inlineStr")))  # fmt: skip
    book.type(sheet, random.choice(("K40", "A1", "XFD1", "B400")), inner, kind)
    return _done(book.packed(), "odd cell elsewhere", f"{sheet} {inner} {kind}")


def merged(random: Random, base: Base) -> Damaged:
    """An answer's cell is merged with a neighbour, whose content goes."""
    answer = _an_answer(random, base)
    sheet, row, column = base.at(answer)
    down, right = random.choice(((1, 0), (0, 1), (1, 1)))
    book = base.book()
    gone: dict[Answer, Any] = {}
    for r in range(row, row + down + 1):
        for c in range(column, column + right + 1):
            if (r, c) != (row, column):
                gone |= dict.fromkeys(base.in_cell(sheet, r, c), Reads.ANYHOW)
                try:
                    book.change_cell(sheet, address(r, c), lambda old: f'<c r="{attributes(old)["r"]}"/>')
                except NotHere:
                    continue
                gone |= {
                    a: Reads.ANYHOW
                    for a in base.answers
                    if c == position(base.above(a))[1] and base.at(a)[:2] == (sheet, r)
                }
    span = f"{address(row, column)}:{address(row + down, column + right)}"
    part = book.sheets[sheet]
    book[part] = book[part].replace(
        "</sheetData>", f'</sheetData><mergeCells count="1"><mergeCell ref="{span}"/></mergeCells>', 1
    )
    return _done(book.packed(), "merged cells", f"{sheet}!{span}", gone)


def with_1904_dates(random: Random, base: Base) -> Damaged:
    """The workbook counts its days from 1904; every date was written so, and shows the same day."""
    book = base.book()
    book.change_workbook(r"<workbookPr\b", '<workbookPr date1904="1"')
    plain = random.random() < 0.3
    for answer, value in base.answers.items():
        if isinstance(value, dt.date):
            sheet, cell = base.places[answer]
            serial = f"<v>{(value - _FIRST_DAY_1904).days}</v>"
            book.change_cell(
                sheet, cell, lambda old, serial=serial, cell=cell:  # type: ignore[misc]
                f'<c r="{cell}">{serial}</c>' if plain else re.sub(r"<v>.*?</v>", serial, old)
            )  # fmt: skip
    return _done(book.packed(), "1904 dates, shown plain" if plain else "1904 dates")


# Rows


def _answered_lines(base: Base, table: str, sheet: str) -> list[int]:
    """The rows of a table that goes down its sheet in which something is answered."""
    return sorted(
        {base.at(answer)[1] for answer in base.answers if answer.table == table and base.places[answer][0] == sheet}
    )


def rows_inserted(random: Random, base: Base) -> Damaged:
    """Rows are inserted, above a table or within it; what stands below moves down."""
    table, sheet = _a_table(random, base)
    book = base.book()
    top, left, bottom, right = book.table_range(table)
    number = random.choice((1, 1, 3))
    at = random.choice((1, top, *range(top + 1, bottom + 1)))
    book.write_rows(sheet, [(row + number if row >= at else row, xml) for row, xml in book.rows(sheet)])
    book.set_range(table, top + number if at <= top else top, left, bottom + number, right)
    return _done(book.packed(), "rows inserted", f"{number} at row {at} of {sheet}")


def row_deleted(random: Random, base: Base) -> Damaged:
    """A row of a table is deleted; what stands below moves up. What stood in it is gone, which the school wanted."""
    table, sheet = _a_table(random, base, down=True)
    book = base.book()
    top, left, bottom, right = book.table_range(table)
    at = random.choice(_answered_lines(base, table, sheet))
    gone = base.in_row(sheet, at)
    book.write_rows(sheet, [(row - 1 if row > at else row, xml) for row, xml in book.rows(sheet) if row != at])
    book.set_range(table, top, left, bottom - 1, right)
    return _done(book.packed(), "row deleted", f"row {at} of {sheet}", dict.fromkeys(gone, Reads.ANYHOW))


def rows_sorted(random: Random, base: Base) -> Damaged:
    """The rows of a table stand in another order."""
    table, sheet = _a_table(random, base, down=True)
    book = base.book()
    top, _, bottom, _ = book.table_range(table)
    body = list(range(top + 1, bottom + 1))
    mixed = random.sample(body, len(body))
    moved = dict(zip(body, mixed, strict=True))
    book.write_rows(sheet, [(moved.get(row, row), xml) for row, xml in book.rows(sheet)])
    return _done(book.packed(), "rows sorted", sheet)


def rows_hidden(random: Random, base: Base) -> Damaged:
    """A filter hides some rows."""
    table, sheet = _a_table(random, base)
    book = base.book()
    top, _, bottom, _ = book.table_range(table)
    book.write_rows(sheet, [
        (row, with_attribute(xml, "hidden", "1") if top < row <= bottom and random.random() < 0.5 else xml)
        for row, xml in book.rows(sheet)
    ])  # fmt: skip
    return _done(book.packed(), "rows hidden", sheet)


def row_under_the_table(random: Random, base: Base) -> Damaged:
    """A whole record is typed in the row under a table, as if the table went on."""
    table, sheet = _a_table(random, base, down=True)
    book = base.book()
    _, left, bottom, _ = book.table_range(table)
    answered = random.choice(_answered_lines(base, table, sheet))
    cells = [base.at(answer)[2] for answer in base.in_row(sheet, answered)]
    for column in cells:
        old = book.cell(sheet, address(answered, column))
        inner = old[old.index(">") + 1 : old.rindex("</c>")]
        book.type(sheet, address(bottom + 1, column), inner, attributes(old).get("t", ""))
    if random.random() < 0.5:
        book.type_text(sheet, address(bottom + 1, left), "E99")
    return _done(
        book.packed(),
        "row under the table",
        f"{sheet} row {bottom + 1}",
        beside=((sheet, address(bottom + 1, cells[0])),),
    )


def references_typed_again(random: Random, base: Base) -> Damaged:
    """A row's reference is typed in another way that a person takes for the same."""
    table, sheet = _a_table(random, base, down=True)
    book = base.book()
    ref = random.choice(sorted({answer.ref for answer in base.answers if answer.table == table}))
    if not (found := re.fullmatch(r"([A-Z]+)(\d+)", ref)):
        raise NotHere
    how = random.choice(
        (f"{found[1]}0{found[2]}", ref.lower(), f" {ref} ", f"{found[1]} {found[2]}", f"{ref}\u200e", f"{ref}.")
    )
    book.type_text(sheet, base.refs[table, ref][1], how)
    return _done(book.packed(), "reference typed again", f"{sheet} {how!r}")


# Columns and headings


def note_beside(random: Random, base: Base) -> Damaged:
    """Something is typed beside a table, where Excel makes the table one column wider."""
    table, sheet = _a_table(random, base)
    book = base.book()
    top, left, bottom, right = book.table_range(table)
    row = random.randrange(top + 1, bottom + 1)
    cell = address(row, right + 1)
    book.type_text(sheet, cell, "Tom has asthma")
    wider = random.random() < 0.7
    if wider:
        book.type_text(sheet, address(top, right + 1), "Column1")
        book.set_range(table, top, left, bottom, right + 1)
        part = book.tables[table]
        book[part] = book[part].replace("</tableColumns>", '<tableColumn id="99" name="Column1"/></tableColumns>', 1)
    return _done(
        book.packed(),
        "column beside the table" if wider else "note beside the table",
        f"{sheet}!{cell}",
        beside=((sheet, cell),),
        hinted=not wider,
    )


def columns_reordered(random: Random, base: Base) -> Damaged:
    """The columns of a table stand in another order, headings and answers together."""
    table, sheet = _a_table(random, base, down=True)
    book = base.book()
    top, left, bottom, right = book.table_range(table)
    columns = list(range(left, right + 1))
    moved = dict(zip(columns, random.sample(columns, len(columns)), strict=True))

    def move(row: str) -> str:
        cells = [
            (position(found[1])[1], found[0])
            for found in re.finditer(r'<c r="([A-Z]+\d+)"[^>]*?(?:/>|>.*?</c>)', row, re.DOTALL)
        ]
        placed = sorted((moved.get(column, column), xml) for column, xml in cells)
        inside = "".join(re.sub(r'r="[A-Z]+', f'r="{letters(column)}', xml, count=1) for column, xml in placed)
        return f"{row[: row.index('>') + 1]}{inside}</row>" if cells else row

    book.write_rows(sheet, [(row, move(xml) if top <= row <= bottom else xml) for row, xml in book.rows(sheet)])
    part = book.tables[table]
    found = re.findall(r"<tableColumn\b[^>]*?(?:/>|>.*?</tableColumn>)", book[part], re.DOTALL)
    order = sorted(columns, key=moved.__getitem__)
    named = "".join(found[column - left] for column in order)
    book[part] = re.sub(
        r"(<tableColumns[^>]*>).*(</tableColumns>)", lambda m: m[1] + named + m[2], book[part], flags=re.DOTALL
    )
    return _done(book.packed(), "columns reordered", sheet)


def heading_typed_over(random: Random, base: Base) -> Damaged:
    """A heading, or a question, says something else, or nothing, or what another one says."""
    table, sheet = _a_table(random, base)
    book = base.book()
    top, left, bottom, right = book.table_range(table)
    down = layout_of(_record(base, table)).rows is not None
    places = [(top, column) for column in range(left, right + 1)]
    if not down:
        places += [(row, left) for row in range(top + 1, bottom + 1)]
    place = random.choice(places)
    text = random.choice(
        (
            "Something else",
            "",
            "Ref",
            "Answer",
            "Question",
            _record(base, table).columns[_a_field(random, base, table)].title,
        )
    )
    book.type_text(sheet, address(*place), text)
    what = "heading typed over"
    if place[0] == top and random.random() < 0.7:
        what += ", and in the table's own list"
        part, number = book.tables[table], place[1] - left
        tags = re.findall(r"<tableColumn\b[^>]*>", book[part])
        book[part] = book[part].replace(
            tags[number], with_attribute(tags[number], "name", text or f"Column{number}"), 1
        )
    return _done(book.packed(), what, f"{sheet}!{address(*place)} {text!r}")


def _a_field(random: Random, base: Base, table: str) -> str:
    return random.choice(sorted({answer.field for answer in base.answers if answer.table == table}))


def column_cleared(random: Random, base: Base) -> Damaged:
    """A column, or a question, is gone: heading and answers."""
    table, sheet = _a_table(random, base)
    book = base.book()
    answer = random.choice([answer for answer in base.answers if answer.table == table])
    _, row, column = base.at(answer)
    top, left, bottom, right = book.table_range(table)
    down = layout_of(_record(base, table)).rows is not None
    for r in range(top, bottom + 1) if down else (row,):
        for c in (column,) if down else range(left, right + 1):
            try:
                book.change_cell(sheet, address(r, c), lambda old: f'<c r="{attributes(old)["r"]}"/>')
            except NotHere:
                continue
    return _done(book.packed(), "column cleared", f"{sheet} {answer.field}")


# Tables


def range_changed(random: Random, base: Base) -> Damaged:
    """A table begins or ends elsewhere than it did."""
    table, sheet = _a_table(random, base)
    book = base.book()
    old = book.table_range(table)
    edges = list(old)
    edge = random.choice((0, 1, 2, 2, 3))
    edges[edge] = max(1, edges[edge] + random.choice((-1, 1, -1, 1, -3, 3, 20)))
    if (
        edge == 2 and random.random() < 0.6
    ):  # below it there are spare rows, so that cutting a few off would cut no answer
        edges[edge] = _answered_lines(base, table, sheet)[-1] - random.choice((1, 1, 2))
    top, left, bottom, right = edges
    if top > bottom or left > right:
        raise NotHere
    book.set_range(table, top, left, bottom, right)
    where = ("top", "left", "bottom", "right")[edge]
    grown = (edges[edge] < old[edge]) == (edge < 2)
    return _done(
        book.packed(), f"range {'grown' if grown else 'shrunk'} at its {where}", f"{table} {old} → {tuple(edges)}"
    )


def header_off(random: Random, base: Base) -> Damaged:
    """A table's row of headings is switched off: the table begins at its first record."""
    table, sheet = _a_table(random, base)
    book = base.book()
    top, left, bottom, right = book.table_range(table)
    gone = random.random() < 0.7
    if gone:
        book.write_rows(sheet, [(row, xml) for row, xml in book.rows(sheet) if row != top])
    book.set_range(table, top + 1, left, bottom, right)
    book.change_table(table, headerRowCount="0")
    return _done(book.packed(), "header row off", f"{table}, {'headings gone' if gone else 'headings still there'}")


def totals_on(random: Random, base: Base) -> Damaged:
    """A table says that its last row, or rows, hold totals."""
    table, _ = _a_table(random, base)
    book = base.book()
    number = random.choice(("1", "1", "2", "-1", "100"))
    book.change_table(table, totalsRowCount=number)
    return _done(book.packed(), "totals row", f"{table}, {number}")


def table_renamed(random: Random, base: Base) -> Damaged:
    """A table has another name: a number more, as a copied sheet gets, or one of ours."""
    table, _ = _a_table(random, base)
    book = base.book()
    new = random.choice((f"{table}3", f"{table}_2", table.lower(), "Table1", random.choice(sorted(book.tables))))
    book.change_table(table, displayName=new, name=new)
    return _done(book.packed(), "table renamed", f"{table} → {new}")


def table_dropped(random: Random, base: Base) -> Damaged:
    """One table, or all, were changed back into plain cells."""
    book = base.book()
    gone = random.choice(([random.choice(sorted(book.tables))], sorted(book.tables)))
    for table in gone:
        target = book.tables[table].rpartition("/")[2]
        for name in list(book.parts):
            if name.startswith("xl/worksheets/_rels/"):
                book[name] = re.sub(rf'<Relationship\b[^>]*/{target}"[^>]*/>', "", book[name])
        del book.parts[book.tables[table]]
    return _done(book.packed(), "tables dropped", str(gone))


# Sheets and names


def sheet_copied(random: Random, base: Base) -> Damaged:
    """A sheet was copied, and the school went on in the copy; the first one is deleted, renamed, or still there."""
    table, sheet = _a_table(random, base)
    book = base.book()
    _copy_sheet(book, table, sheet, random.choice((f"{table}3", f"{table}_1")))
    then = random.choice(("deleted", "renamed", "still there"))
    first = rf'(<sheet\b[^>]*name="){re.escape(sheet)}("[^>]*/>)'
    book.change_workbook(first, {"deleted": "", "renamed": r"\1Old\2", "still there": r"\g<0>"}[then])
    name = "The copy" if then == "still there" else sheet
    book.change_workbook(r'name="The copy"', f'name="{name}"')
    if then == "deleted":
        return _done(book.packed(), "sheet copied, first one deleted", sheet)
    cell = random.choice([place[1] for answer, place in base.places.items() if answer.table == table])
    book.sheets["the copy"] = _COPY
    book.type_text("the copy", cell, "What the school typed into the copy")
    return _done(book.packed(), f"sheet copied, first one {then}", f"{sheet} {cell}", beside=((name, cell),))


_COPY = "xl/worksheets/sheet90.xml"


def _copy_sheet(book: Book, table: str, sheet: str, name: str) -> None:
    part = book.sheets[sheet]
    book.parts[_COPY] = book.parts[part]
    old = book.tables[table]
    text = re.sub(rf'(\s(?:displayName|name))="{table}"', rf'\1="{name}"', book[old], count=2)
    book["xl/tables/table90.xml"] = re.sub(r'(<table\b[^>]*?\sid)="\d+"', r'\1="90"', text, count=1)
    relations = book[part.replace("worksheets/", "worksheets/_rels/") + ".rels"]
    book["xl/worksheets/_rels/sheet90.xml.rels"] = relations.replace(old.rpartition("/")[2], "table90.xml")
    relation = f'<Relationship Id="rId990" Target="worksheets/sheet90.xml" Type="{_R}/worksheet"/></Relationships>'
    book["xl/_rels/workbook.xml.rels"] = book["xl/_rels/workbook.xml.rels"].replace("</Relationships>", relation)
    entry = f'<sheet xmlns:r="{_R}" name="The copy" sheetId="90" r:id="rId990"/></sheets>'
    book.change_workbook("</sheets>", entry)
    types = "".join(
        f'<Override PartName="/xl/{part}" ContentType="{_SHEET_OF_OURS}.{kind}+xml"/>'
        for part, kind in (("worksheets/sheet90.xml", "worksheet"), ("tables/table90.xml", "table"))
    )
    book["[Content_Types].xml"] = book["[Content_Types].xml"].replace("</Types>", f"{types}</Types>")


def sheet_hidden(random: Random, base: Base) -> Damaged:
    """A sheet is hidden."""
    _, sheet = _a_table(random, base)
    book = base.book()
    state = random.choice(("hidden", "veryHidden", "odd"))
    book.change_workbook(
        rf'<sheet\b[^>]*name="{re.escape(sheet)}"[^>]*>', lambda found: with_attribute(found[0], "state", state)
    )
    return _done(book.packed(), "sheet hidden", f"{sheet}, {state}")


def sheet_renamed(random: Random, base: Base) -> Damaged:
    """A sheet has another name."""
    _, sheet = _a_table(random, base)
    book = base.book()
    new = random.choice(
        (f"{sheet} - {sheet}", f"{sheet} (2)", "O'Brien's", "x" * 31, "1", " ", "A1", "Feedback2", "\u202edeR", "<&>")
    )
    book.change_workbook(
        rf'<sheet\b[^>]*name="{re.escape(sheet)}"[^>]*>',
        lambda found: with_attribute(found[0].replace(f'name="{sheet}"', 'name=""'), "name", new),
    )
    return _done(book.packed(), "sheet renamed", f"{sheet} → {new}")


def sheets_reordered(random: Random, base: Base) -> Damaged:
    """The sheets stand in another order."""
    book = base.book()
    tags = re.findall(r"<sheet\b[^>]*/>", book["xl/workbook.xml"])
    random.shuffle(tags)
    book.change_workbook(r"(<sheets>).*?(</sheets>)", lambda found: found[1] + "".join(tags) + found[2])
    return _done(book.packed(), "sheets reordered")


def sheet_deleted(random: Random, base: Base) -> Damaged:
    """A sheet is gone from the workbook's list."""
    _, sheet = _a_table(random, base)
    book = base.book()
    book.change_workbook(rf'<sheet\b[^>]*name="{re.escape(sheet)}"[^>]*/>', "")
    return _done(book.packed(), "sheet deleted", sheet)


def name_changed(random: Random, base: Base) -> Damaged:
    """A defined name is gone, renamed, local to a sheet, stands twice, or means something else."""
    book = base.book()
    names = re.findall(r"<definedName\b[^>]*>[^<]*</definedName>", book["xl/workbook.xml"])
    ours = [name for name in names if "hwit_" in name]
    old = random.choice(ours)
    tag, _, rest = old.partition(">")
    meaning = rest.removesuffix("</definedName>")
    new = random.choice(
        ("", old * 2, f'{tag} localSheetId="0">{rest}', f"{tag}></definedName>", f"{tag}>#REF!</definedName>",
         f"{tag}>{meaning[:-1]}</definedName>", f'{tag}>"{"9" * 5000}.1"</definedName>', f'{tag}>"1.\u0661"</definedName>',
         f'{tag}>"-1.0"</definedName>', f'{tag}>"1_0.0"</definedName>', f'{tag}>"stage_4_outcomes"</definedName>',
         f'{tag}>"annual_review"</definedName>', f'{tag}>"1.0"</definedName>', old.replace("hwit_", "HWIT_"))
    )  # fmt: skip
    book.change_workbook(re.escape(old), lambda _: new)
    return _done(book.packed(), "defined name changed", f"{old[:70]} → {new[:70]}")


ALL: tuple[Damage, ...] = (
    typed, typed, typed, typed, as_rich_text, of_another_kind, of_another_kind, odd_cell_elsewhere, merged, with_1904_dates,
    rows_inserted, row_deleted, rows_sorted, rows_hidden, row_under_the_table, references_typed_again,
    note_beside, columns_reordered, heading_typed_over, column_cleared, range_changed, range_changed, header_off, totals_on,
    table_renamed, table_dropped, sheet_copied, sheet_hidden, sheet_renamed, sheets_reordered, sheet_deleted, name_changed,
)  # fmt: skip
