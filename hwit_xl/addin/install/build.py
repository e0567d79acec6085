"""The add-in as a file: an Excel package of the VBA project, the ribbon, and one sheet of settings.

The parts are stored, not compressed: so the file has the same bytes on every platform, whichever zlib is there.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from defusedxml import ElementTree as ET

from hwit_xl.addin.install import macros
from hwit_xl.addin.install.project import project
from hwit_xl.addin.install.settings import Behind, rows
from hwit_xl.files.archive import zipped
from hwit_xl.problem import Problem

_SHEET = "xl/worksheets/sheet1.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MICROSOFT = "http://schemas.microsoft.com/office"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def build(behind: Behind) -> bytes:
    """The add-in, ready to be written to ``hwit.xlam``. Same macros, same settings, same bytes.

    Raises:
        Problem: xlwings' VBA is not what this program expects.
    """
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{_MICROSOFT}/2007/relationships/ui/extensibility", "customUI/customUI14.xml"),
        ),
        "customUI/customUI14.xml": macros.ribbon(),
        "docProps/core.xml": _properties(),
        "xl/_rels/workbook.xml.rels": _relationships(
            (f"{_OFFICE}/worksheet", "worksheets/sheet1.xml"),
            (f"{_OFFICE}/styles", "styles.xml"),
            (f"{_MICROSOFT}/2006/relationships/vbaProject", "vbaProject.bin"),
        ),
        "xl/styles.xml": _styles(),
        "xl/vbaProject.bin": project(),
        "xl/workbook.xml": _workbook(),
        _SHEET: _sheet(rows(behind)),
    }
    return zipped(parts.items(), packed=False)


def settings_of(path: Path) -> dict[str, str]:
    """What the sheet of settings of a built add-in says.

    Raises:
        Problem: the file is something else, or damaged.
        OSError: it cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as package:
            sheet = ET.fromstring(package.read(_SHEET))
    except (zipfile.BadZipFile, KeyError, ET.ParseError):
        raise Problem(f"{path} is not our add-in, or it is damaged") from None
    found = {}
    for row in sheet.iter(f"{{{_MAIN}}}row"):
        texts = ["".join(cell.itertext()) for cell in row.iter(f"{{{_MAIN}}}c")]
        if texts:
            found[texts[0]] = texts[1] if len(texts) > 1 else ""
    return found


def _content_types() -> bytes:
    overrides = {
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "xl/styles.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml",
        "xl/workbook.xml": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
        _SHEET: "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
    }
    listed = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>{listed}</Types>'
    ).encode()


def _relationships(*targets: tuple[str, str]) -> bytes:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'.encode()


def _properties() -> bytes:
    """What Excel's list of add-ins says of this one."""
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Healthy Schools</dc:title>'
        "<dc:creator>HWIT for Excel</dc:creator>"
        "<dc:description>Buttons for the forms of HWIT for Excel.</dc:description></cp:coreProperties>"
    ).encode()


def _workbook() -> bytes:
    """One sheet; the code names tie workbook and sheet to their modules in the VBA project."""
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr codeName="ThisWorkbook"/>'
        f'<bookViews><workbookView visibility="hidden"/></bookViews>'
        f'<sheets><sheet name="{macros.PROJECT}.conf" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ).encode()


def _styles() -> bytes:
    return (
        f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ).encode()


_FORBIDDEN = re.compile("[\x00-\x1f]")


def _sheet(settings: Mapping[str, str]) -> bytes:
    """Names in column A, values in column B, all of them text."""
    lines = "".join(
        f'<row r="{number}">{_cell(f"A{number}", name)}{_cell(f"B{number}", value) if value else ""}</row>'
        for number, (name, value) in enumerate(settings.items(), 1)
    )
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetPr codeName="Sheet1"/><sheetData>{lines}</sheetData></worksheet>'
    ).encode()


def _cell(address: str, text: str) -> str:
    if _FORBIDDEN.search(text):
        raise ValueError(f"{text!r} cannot stand in a cell")
    return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
