"""The hidden sheet behind the drop-downs: one column and one name for each list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName

from hwit_validators.model.choices import name_of
from hwit_validators.model.column import ALL
from hwit_validators.model.lists import Lists
from hwit_validators.model.record import Record
from hwit_validators.tables import School
from hwit_validators.tables.forms import STAGES
from hwit_xl.workbooks.layout import layout_of, on_sheet

TITLE = "Lists"
_STAGES: tuple[tuple[type[Record], ...], ...] = ((School,), *STAGES)
_RECORDS = {record.table: record for stage in _STAGES for record in stage}


def list_name(listed: str) -> str:
    """Name of the cells that hold a list."""
    return f"list_{listed}"


def choices_name(choices: type[StrEnum]) -> str:
    """Name of the cells that hold fixed choices."""
    return "list_" + name_of(choices)


def refs_name(tables: tuple[str, ...], *, all_allowed: bool) -> str:
    """Name of the cells that hold the references of these tables."""
    return "refs_" + "_".join(table.lower() for table in tables) + ("_or_all" if all_allowed else "")


def add(workbook: Workbook, lists: Lists, refs: Mapping[type[Record], Sequence[str]]) -> None:
    """Write every list a form of ours can use, and hide the sheet.

    Args:
        refs: the references in each table of the form.
    """
    sheet = workbook.create_sheet(TITLE)
    sheet.sheet_state = "hidden"
    for column, (name, values) in enumerate(_columns(lists, refs), start=1):
        letter = get_column_letter(column)
        sheet.cell(1, column, name)
        for row, value in enumerate(values, start=2):
            sheet.cell(row, column, value).data_type = "s"
        span = on_sheet(TITLE, f"{letter}2:{letter}{len(values) + 1}")
        workbook.defined_names[name] = DefinedName(name, attr_text=span)
    workbook.defined_names["hwit_sheet_lists"] = DefinedName("hwit_sheet_lists", attr_text=on_sheet(TITLE, "A1"))


def _columns(lists: Lists, refs: Mapping[type[Record], Sequence[str]]) -> Iterator[tuple[str, list[str]]]:
    specs = [spec for record in _RECORDS.values() for spec in record.columns.values()]
    yield "list_yes_no", ["Yes", "No"]
    for choices in dict.fromkeys(spec.choices for spec in specs if spec.choices):
        yield choices_name(choices), [str(choice) for choice in choices]
    for listed in dict.fromkeys(spec.listed for spec in specs if spec.listed):
        yield list_name(listed), [entry.label for entry in lists[listed].entries]
    for tables, all_allowed in dict.fromkeys((spec.refers, spec.all_allowed) for spec in specs if spec.refers):
        records = [_RECORDS[table] for table in tables]
        named = [ref for record in records for ref in refs.get(record) or layout_of(record).written_refs((), lists)]
        yield refs_name(tables, all_allowed=all_allowed), ([ALL] if all_allowed else []) + named
