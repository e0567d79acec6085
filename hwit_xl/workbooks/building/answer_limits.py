"""What a cell accepts as it is typed: drop-downs, limits of dates and numbers, and a prompt that says what to write."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Literal

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from hwit_validators.model.column import Column, Kind
from hwit_validators.model.lists import Lists
from hwit_xl.workbooks.building.lists_sheet import choices_name, list_name, refs_name
from hwit_xl.workbooks.layout import TableLayout
from hwit_xl.workbooks.xlsx.serials import EARLIEST, LATEST, serial

_SEVERAL = "Several answers of the list are welcome, with commas between them."
_OWN_WORDS = "Words of your own are welcome too."
_ONE = "Please give one of the references in the list."


def add(sheet: Worksheet, layout: TableLayout, lists: Lists) -> None:
    """Give every column of a table its limits and prompt."""
    for spec in layout.specs:
        if not spec.given:
            accept(sheet, layout.span(spec.field), spec)


def accept(sheet: Worksheet, span: str, spec: Column, *, alone: bool = False) -> None:
    """Give the cells of one answer their limits and prompt.

    Args:
        alone: the workbook has no sheet of lists, so what can be chosen stands in the drop-down itself.
    """
    limits = _limits(spec, alone)
    limits.showInputMessage = True
    limits.promptTitle = spec.title[:32]
    limits.prompt = (spec.help or spec.title)[:255]
    limits.showErrorMessage = limits.type is not None
    limits.add(span)
    sheet.add_data_validation(limits)


def choose(sheet: Worksheet, span: str, choices: type[StrEnum]) -> None:
    """Give cells a drop-down in which the choices themselves stand."""
    limits = _drop_down(_in_itself(choices), _ONE_OF_THEM)
    limits.showErrorMessage = True
    limits.add(span)
    sheet.add_data_validation(limits)


_ONE_OF_THEM = "Choose one of the answers in the list."


def _in_itself(choices: Iterable[str]) -> str:
    return f'"{",".join(map(str, choices))}"'


def _limits(spec: Column, alone: bool) -> DataValidation:
    if spec.kind is Kind.YES_NO:
        return _drop_down(_in_itself(("Yes", "No")) if alone else "list_yes_no", "Choose Yes or No.")
    if spec.kind is Kind.CHOICE and spec.choices:
        return _drop_down(_in_itself(spec.choices) if alone else choices_name(spec.choices), _ONE_OF_THEM)
    if spec.kind is Kind.CHOICES and spec.choices:
        return _suggestions(choices_name(spec.choices), _SEVERAL)
    if spec.kind is Kind.LISTED and spec.listed:
        name = list_name(spec.listed)
        if spec.open_list:
            return _suggestions(name, _OWN_WORDS)
        return _drop_down(name, "Choose an entry of the list.")
    if spec.kind in (Kind.LINK, Kind.LINKS):
        several = spec.kind is Kind.LINKS
        return _suggestions(refs_name(spec.refers, all_allowed=spec.all_allowed), _SEVERAL if several else _ONE)
    if spec.kind is Kind.DATE:
        return _between("date", serial(EARLIEST), serial(LATEST), "Please type a full date, such as 31/07/2011.")
    if spec.kind in (Kind.NUMBER, Kind.WHOLE):
        low = spec.at_least if spec.at_least is not None else -1_000_000
        high = spec.at_most if spec.at_most is not None else 1_000_000
        span = f"from {low:,.10g} to {high:,.10g}, without any words."
        if spec.kind is Kind.WHOLE:
            return _between("whole", low, high, f"Please type a whole number {span}")
        return _between("decimal", low, high, f"Please type a number {span}")
    return DataValidation(allow_blank=True)


def _drop_down(source: str, message: str) -> DataValidation:
    return DataValidation("list", formula1=source, allow_blank=True, errorTitle="Not in the list", error=message)


def _suggestions(name: str, welcome: str) -> DataValidation:
    """A drop-down that lets other answers through, with a word: several references, or words of the school's own.

    Without the word Gnumeric leaves out the whole list.
    """
    return DataValidation(
        "list", formula1=name, allow_blank=True, errorStyle="information",
        errorTitle="Not in the list", error=f"{welcome} Choose OK to keep what you typed.",
    )  # fmt: skip


def _between(sort: Literal["date", "whole", "decimal"], low: float, high: float, message: str) -> DataValidation:
    return DataValidation(
        sort, operator="between", formula1=f"{low:.10g}", formula2=f"{high:.10g}", allow_blank=True,
        errorTitle="Please check", error=message,
    )  # fmt: skip
