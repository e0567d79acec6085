"""A report as a workbook: sheets with a title, a line that says what they show, and a table.

Excel's own part of it (looks, tables, charts, pages) is made by openpyxl; the rows of tables are put in while the file is
written, so that a long report takes no more memory than a short one. The same report always gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.sax.saxutils import quoteattr

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from hwit_xl.files.writing import appearing
from hwit_xl.workbooks.building import page, saving, theme
from hwit_xl.workbooks.layout import FIRST_COLUMN, HEADER_ROW, address
from hwit_xl.workbooks.reports.cells import introduce
from hwit_xl.workbooks.reports.rows import Body

MOST_ROWS = 1_000_000
"""Rows of a table that fit on a sheet: Excel has 1,048,576, headings and all."""
_PAGEFUL = 80
"""Rows that might be printed on one page."""
_LARGE = 500_000
"""Rows from which on a sheet's part may be larger than an ordinary zip file can hold."""
_NARROW = 130
"""Characters that upright paper is wide enough for."""


class ReportBook:
    """A workbook in the making.

    Attributes:
        workbook: for what is particular to a report: charts, drop-downs, colours.
        chart_texts: what each chart shows, by its title, in the order of the charts: read out by screen readers.
    """

    def __init__(self) -> None:
        """Begin without a sheet."""
        self.workbook = Workbook()
        for sheet in self.workbook.worksheets:
            self.workbook.remove(sheet)
        theme.add_styles(self.workbook)
        self.chart_texts: dict[str, str] = {}
        self._bodies: dict[str, Body] = {}

    def sheet(self, name: str) -> Worksheet:
        """A sheet to be filled cell by cell."""
        sheet: Worksheet = self.workbook.create_sheet(name)
        return sheet

    def table_sheet(self, name: str, label: str, about: str, table: str, body: Body, *, title: str = "") -> Worksheet:
        """A sheet with a title, a line that says what it shows, and a table.

        Args:
            label: what the sheet belongs to.
            table: the name of the table, by which it can be read back.
            title: what the sheet is called at its top, if that is not its name.
        """
        sheet = self.sheet(name)
        widths = [heading.width for heading in body.headings]
        titles = [heading.title for heading in body.headings]
        introduce(sheet, title or name, label, about, widths)
        page.header(sheet, titles, widths)
        body.sketch(sheet)
        last_column = FIRST_COLUMN + len(widths) - 1
        page.add_table(
            sheet, table, f"{address(HEADER_ROW, FIRST_COLUMN)}:{address(body.last_row, last_column)}", titles
        )
        if len(body.rows) <= _PAGEFUL:
            growth = body.heights() - theme.LINE_HEIGHT * len(body.rows)
            page.printed(sheet, body.last_row, last_column, growth=growth)
        else:
            page.page(sheet, landscape=sum(widths) > _NARROW)
            sheet.print_area = f"A1:{address(body.last_row, last_column)}"
        sheet.protection.sheet = False
        self._bodies[name] = body
        return sheet

    def to_bytes(self) -> bytes:
        """The workbook as the bytes of an .xlsx file."""
        result = io.BytesIO()
        self._write(result)
        return result.getvalue()

    def save(self, path: Path, *, replace: bool = True) -> None:
        """Write the workbook to a file, which is there complete or not at all.

        Args:
            replace: a file that is there may be replaced.

        Raises:
            OSError: the file cannot be written.
        """
        with appearing(path, replace=replace) as file:
            self._write(file)

    def _write(self, target: IO[bytes]) -> None:
        sketch = io.BytesIO(saving.to_bytes(self.workbook, chart_texts=self.chart_texts))
        names = self.workbook.sheetnames
        bodies = {f"sheet{names.index(name) + 1}.xml": body for name, body in self._bodies.items()}
        with zipfile.ZipFile(sketch) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as result:
            for info in source.infolist():
                part = source.read(info)
                folder, _, name = info.filename.rpartition("/")
                if folder == "xl/worksheets" and name in bodies:
                    body = bodies[name]
                    with result.open(_entry(info.filename), "w", force_zip64=len(body.rows) > _LARGE) as stream:
                        for piece in _with_rows(part.decode(), body):
                            stream.write(piece.encode())
                    relations = f"{folder}/_rels/{name}.rels"
                    result.writestr(_entry(relations), _with_targets(source.read(relations).decode(), body))
                elif folder != "xl/worksheets/_rels" or name.removesuffix(".rels") not in bodies:
                    result.writestr(_entry(info.filename), part)


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    info.create_system = 3  # the same on every system
    return info


_SKETCHED = re.compile(rf'<row [^<>]*\br="{HEADER_ROW + 1}"')
_LOOK = re.compile(r'<c [^<>]*?\bs="(\d+)"')
_DIMENSION = re.compile(r'(<dimension ref=")[^"]*')
_END, _AFTER_LINKS = "</sheetData>", "<printOptions"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _with_rows(sheet: str, body: Body) -> Iterator[str]:
    """A sheet's XML with the rows of its table in place of the sketched one, piece by piece."""
    begin, end = _SKETCHED.search(sheet), sheet.find(_END)
    if begin is None or end < begin.start():
        raise ValueError("the sheet was saved without its sketched row")
    corner = address(body.last_row, FIRST_COLUMN + len(body.headings) - 1)
    yield _DIMENSION.sub(rf"\g<1>A1:{corner}", sheet[: begin.start()])
    yield from body.xml(_LOOK.findall(sheet, begin.start(), end))
    before, after = sheet[end:].split(_AFTER_LINKS, 1)
    yield before
    if body.links:
        yield f'<hyperlinks xmlns:r="{_RELATIONS}">'
        yield from body.links
        yield "</hyperlinks>"
    yield _AFTER_LINKS + after


def _with_targets(relations: str, body: Body) -> str:
    """The relations of a sheet, with the files its links lead to."""
    links = "".join(
        f'<Relationship Id="{key}" Target={quoteattr(target)} TargetMode="External" Type="{_RELATIONS}/hyperlink"/>'
        for target, key in body.targets.items()
    )
    return relations.replace("</Relationships>", f"{links}</Relationships>")
