"""A school at work: it types answers into the workbook it was given, and everything else is done by commands."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from click.testing import CliRunner, Result
from openpyxl import load_workbook

from hwit_validators.model.record import Record
from hwit_validators.tables.forms import form_named
from hwit_xl import templates
from hwit_xl.cli import cli
from hwit_xl.workbooks.building.build import written
from hwit_xl.workbooks.layout import TableLayout
from hwit_xl.workbooks.reading.read import read
from support.plans import circumstances


def hwit(*arguments: object, columns: int = 80, colour: bool = False) -> Result:
    """Run one command, in a window of so many columns. Fails if a traceback would have reached a person."""
    runner = CliRunner(env={"COLUMNS": str(columns)})
    result = runner.invoke(cli, [str(argument) for argument in arguments], color=colour)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def done(*arguments: object) -> str:
    """Run one command that must succeed; what it said."""
    result = hwit(*arguments)
    assert result.exit_code == 0, result.output
    return result.output


def type_in(path: Path, tables: Mapping[str, tuple[Record, ...]]) -> None:
    """Type answers into a workbook, each into its own cell; blank answers are cleared."""
    book = load_workbook(path)
    name = book.defined_names["hwit_form"].attr_text.strip('"')
    form = form_named(name)
    assert form
    lists = templates.shipped_lists()
    for table in form.tables:
        layout = TableLayout(table)
        given = len(layout.given(lists))
        main = next((spec.field for spec in layout.specs if spec.long), "")
        for record in tables.get(table.table, ()):
            for spec in layout.specs:
                if spec.given or (record.place < given and spec.field == main):
                    continue
                value = getattr(record, spec.field)
                cell = book[table.title].cell(*layout.cell(spec.field, record.place))
                assert not cell.protection.locked, f"{table.title} {cell.coordinate} is locked"
                cell.value = None if value in (None, ()) else written(value, spec.kind, spec.listed, lists)
    book.save(path)


def said_in(path: Path, table: type[Record], ref: str, field: str) -> object:
    """One answer as it stands in a workbook."""
    import datetime as dt

    records = read(path, circumstances(dt.date.today())).plan.tables[table.table]
    return getattr(next(record for record in records if record.ref == ref), field)
