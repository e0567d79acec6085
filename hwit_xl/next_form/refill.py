"""Writing everything a return says into a form: the same one built anew, or one of a later stage.

One mechanism is behind the next stage's form, a newer version of the same form, and a new cycle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from hwit_validators.model.decision import Decisions
from hwit_validators.model.finding import Finding
from hwit_validators.model.imprint import whole
from hwit_validators.model.record import Record, Rows
from hwit_validators.panel.items import panels_answer
from hwit_validators.plan import Plan
from hwit_validators.tables import Amendment
from hwit_validators.tables.forms import Form
from hwit_validators.words import listed, where
from hwit_xl.checking.check import judge_return
from hwit_xl.workbooks.building import saving as package
from hwit_xl.workbooks.building.build import Built, add_name, build
from hwit_xl.workbooks.feedback import with_feedback
from hwit_xl.workbooks.layout import CARRIED, layout_of
from hwit_xl.workbooks.reading.explained import Apart
from hwit_xl.workbooks.reading.read import Return, read_bytes
from hwit_xl.workbooks.xlsx.spreadsheet import constant_of

Tables = Mapping[str, tuple[Record, ...]]


@dataclass(frozen=True)
class Refilled:
    """A form with everything a return says.

    Attributes:
        data: the workbook.
        kept: how many explanations of the school still count in it.
        lost: what could not be placed, one line for each.
        aside: what newer forms do not ask for and where it is kept, one line for each sheet.
        cycle: which time through the stages it is.
    """

    form: Form
    data: bytes
    kept: int
    lost: tuple[str, ...]
    aside: tuple[str, ...]
    cycle: int

    @property
    def file_name(self) -> str:
        """What its file is called after the school's name: ``stage 3 priorities - cycle 2``."""
        return self.form.name.replace("_", " ") + (f" - cycle {self.cycle}" if self.cycle > 1 else "")


def refill(returned: Return, form: Form, tables: Tables | None = None) -> Refilled:
    """Write what a return says into a form.

    The school's explanations travel with it, as long as what they explain is unchanged. The panel's answers on
    amendments are written in where its decisions are known (H44). An answer that could not be read is written as it
    stands, so that the next check points at it again.

    Args:
        tables: what to write, where that is not simply everything the return says.
    """
    plan = returned.plan
    room, lost = placed(form, plan, plan.tables if tables is None else tables)
    room = _answered(room, plan.decisions)
    built = build(form, room, lists=plan.lists)
    if tables is None:
        _write_unread(built, returned, room)
        _keep_fingerprints(built, form, plan)
    lost = (*lost, *_gone(plan), *_unclear(returned), *_elsewhere(plan))
    data, fresh = read_again(built, returned)
    verdict = judge_return(fresh, "")
    kept = [found for found in verdict.findings if found.explanation or found.typed]
    return Refilled(form, told(data, kept, verdict.apart), len(kept), lost, tuple(_aside(built)), fresh.plan.cycle)


def read_again(built: Built, returned: Return) -> tuple[bytes, Return]:
    """A form made of a return as the bytes of its file, and as read, with what is known beside the return."""
    data = package.to_bytes(built.workbook, chart_texts=built.chart_texts)
    fresh = read_bytes(data, returned.path, returned.plan.circumstances)
    return data, replace(fresh, explanations=returned.explanations)


def told(data: bytes, findings: Sequence[Finding], apart: Sequence[Apart] = ()) -> bytes:
    """A form with findings on its Feedback sheet, and words about those that only other checks make."""
    return with_feedback(data, findings, apart) if findings or apart else data


def placed(form: Form, plan: Plan, tables: Tables) -> tuple[dict[str, tuple[Record, ...]], tuple[str, ...]]:
    """The records of each table, one after another from its first row, and those for which there is no room.

    The school may have put rows in between, so a record's place in the return need not exist in a new form. Tables grow
    with their records, save those in which the form writes every row.
    """
    found: dict[str, tuple[Record, ...]] = {}
    lost: list[str] = []
    for table in form.tables:
        records = tables.get(table.table, ())
        if not isinstance(table.layout, Rows):
            found[table.table] = records
            continue
        layout = layout_of(table)
        given = {entry.code: place for place, entry in enumerate(layout.given(plan.lists))}
        own = [record for record in records if record.ref not in given]
        there = [record.model_copy(update={"place": given[record.ref]}) for record in records if record.ref in given]
        there += [record.model_copy(update={"place": len(given) + number}) for number, record in enumerate(own)]
        found[table.table] = tuple(record for record in there if record.place < layout.most)
        if beyond := [record.ref for record in there if record.place >= layout.most]:
            lost.append(f"no room on the sheet {table.title} for {', '.join(beyond)}")
    return found, tuple(lost)


def _answered(tables: dict[str, tuple[Record, ...]], decisions: Decisions | None) -> dict[str, tuple[Record, ...]]:
    """The tables with what the panel has answered to each amendment just as it stands."""
    changes = tables.get(Amendment.table, ())
    if not changes or not decisions:
        return tables
    return tables | {
        Amendment.table: tuple(
            _with_answer(change, decisions) if isinstance(change, Amendment) else change for change in changes
        )
    }


def _with_answer(change: Amendment, decisions: Decisions) -> Amendment:
    answer = panels_answer(change, decisions)
    return change.model_copy(update={"decision": answer[0], "decided_on": answer[1]}) if answer else change


def _write_unread(built: Built, returned: Return, placed: Tables) -> None:
    """Write answers that could not be read just as the school wrote them."""
    layouts = {layout.record.table: layout for layout in built.layouts}
    for (name, place, field), text in returned.unread.items():
        before = next((record for record in returned.plan.tables.get(name, ()) if record.place == place), None)
        now = next((record for record in placed.get(name, ()) if before and record.ref == before.ref), None)
        if text and name in layouts and now:
            cell = built.cell(layouts[name], field, now.place)
            cell.value = package.storable(text)
            cell.data_type = "s"


def _keep_fingerprints(built: Built, form: Form, plan: Plan) -> None:
    """Hold locked tables to what was first sent out: a change to them does not become right by being copied.

    Where nothing was changed, the panel's answers may have been written in.
    """
    for table in form.carried_tables:
        if (sent := plan.carried.get(table.table)) and whole(sent) != plan.fingerprint(table):
            add_name(built.workbook, CARRIED + table.table, constant_of(sent))


def _aside(built: Built) -> Iterator[str]:
    """Columns and questions that newer forms do not have: what was typed there stands behind the others."""
    for layout in built.layouts:
        if layout.kept:
            titles = listed(f"“{layout.record.columns[name].title}”" for name in layout.kept)
            yield f"{titles} on the sheet {layout.record.title}; what was typed there is kept behind the other questions"


def _gone(plan: Plan) -> Iterator[str]:
    """Sheets, columns and questions that are not in the return any more or cannot be told, with whatever stood there."""
    for table in plan.form.tables:
        gone = [mark.expected for mark in plan.reading.get("WB007", ()) if mark.table == table.table]
        lost = next((mark for mark in plan.reading.get("WB006", ()) if mark.expected == table.table), None)
        if lost:
            why = lost.message if lost.sheet else "they are not in the return any more"
            yield f"the answers on the sheet {table.title}: {why}"
        elif gone:
            titles = ", ".join(f"“{title}”" for title in gone)
            yield f"the answers to {titles} on the sheet {table.title}: they are not in the return any more"


def _unclear(returned: Return) -> Iterator[str]:
    """Cells of which nobody can say what was typed into them."""
    for (name, place, field), text in returned.unread.items():
        if not text and (stands := returned.cells.tables.get(name)):
            yield f"{where(stands.sheet, stands.cell(field, place))}: what was typed here cannot be told from the file"


def _elsewhere(plan: Plan) -> Iterator[str]:
    """What stands in the return outside the form's tables, and so has no place in a new form."""
    for code in ("WB015", "WB020", "PD005"):
        for mark in plan.reading.get(code, ()):
            stands = where(mark.sheet, mark.cell)
            yield f"{stands}: {mark.message}" if stands else mark.message
