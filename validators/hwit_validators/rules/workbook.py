"""WB: the file itself, and answers of the right shape. What the reader met is passed on under its rule's name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from hwit_validators.model.column import ALL, Column, Kind
from hwit_validators.model.finding import Mark
from hwit_validators.model.imprint import Changed, changed, fingerprint_as_typed, whole
from hwit_validators.model.placeholders import is_no_answer
from hwit_validators.model.record import Record, Rows
from hwit_validators.plan import Plan
from hwit_validators.rules.engine import ADVICE, ERROR, QUERY, REJECT, Judged, met_by_reader, rule
from hwit_validators.tables.forms import FORM_VERSION
from hwit_validators.words import counted, told_ref


@met_by_reader("WB001", REJECT)
def is_a_workbook() -> None:
    """The file is an Excel workbook.

    Why: a file of another kind cannot hold the form, whatever its name says.
    Put it right: open it in Excel, save it as an Excel workbook (.xlsx), and send that.
    """


@met_by_reader("WB002", REJECT)
def is_not_protected() -> None:
    """The workbook opens without a password.

    Why: a protected or labelled workbook cannot be read.
    Put it right: save it without a password and without a sensitivity label, or tell the Local Programme the password.
    """


@met_by_reader("WB003", REJECT)
def is_within_limits() -> None:
    """The file is no larger than a return can be.

    Why: a file that unpacks to something huge is damaged, or meant to do harm.
    Put it right: copy your answers into a fresh form, without pictures and extra sheets, and send that.
    """


@met_by_reader("WB004", REJECT)
def is_our_form() -> None:
    """The workbook is one of our forms.

    Why: answers can only be found in the form that asks for them.
    Put it right: fill in the form you were sent. If you copied its sheets into another workbook, copy the answers back.
    """


@met_by_reader("WB005", REJECT)
def is_a_known_version() -> None:
    """The form's version is one this program can read.

    Why: a form made for another version asks for other things.
    Put it right: ask the Local Programme for the current form, filled with what you have so far.
    """


@met_by_reader("WB006", ERROR)
def has_every_table() -> None:
    """Every table of the form is there.

    Why: what stood in a deleted table is lost, and the plan cannot be judged without it.
    Put it right: undo the deletion, or copy your answers into a fresh form.
    """


@met_by_reader("WB007", ERROR)
def has_every_column() -> None:
    """Every column and question of a table is there.

    Why: what stood in a deleted or renamed column cannot be found.
    Put it right: undo the change, or copy your answers into a fresh form.
    """


@met_by_reader("WB008", ERROR)
def has_no_excel_error() -> None:
    """No answer is an Excel error such as #REF!.

    Why: the answer is lost; the formula points at something that is gone.
    Put it right: type the answer itself over the formula.
    """


@met_by_reader("WB009", QUERY)
def is_typed() -> None:
    """Answers are typed, not worked out by formulas.

    Why: a formula can change after you have looked at it, most of all when the file moves to another computer.
    Put it right: type the value itself, or explain why the formula is safe.
    """


@met_by_reader("WB010", ERROR)
def is_of_the_right_kind() -> None:
    """The answer is of the right kind: a date, a number, Yes or No, a reference.

    Why: an answer of another kind cannot be compared or worked with.
    Put it right: type an answer of the kind the question asks for, and nothing else in the cell.
    """


@met_by_reader("WB011", ERROR)
def is_from_the_list() -> None:
    """The answer is one of those in the drop-down.

    Why: an answer in other words cannot be counted together with those of other schools.
    Put it right: choose the answer from the drop-down of the cell.
    """


@rule("WB012", ERROR, stage=0, judged=Judged.EVERY_FORM)
def has_every_needed_answer(plan: Plan) -> Iterator[Mark]:
    """Every answer that is needed by now is given.

    Why: the panel cannot judge what is not there.
    Put it right: fill in the cell. Light yellow cells are still waiting for an answer.
    """
    yield from plan.reading.get("WB012", ())
    for table in plan.form.tables:
        if table.table in plan.missing:
            continue
        if table.table in plan.empty:
            yield table.mark_table(f"Nothing is filled in on the sheet “{table.title}”.", fix="Fill in the sheet.")
            continue
        needed = _needed(table, max(plan.form.stage, table.stage))
        for record in plan.tables.get(table.table, ()):
            # Nearly every answer is there, which is seen at a glance.
            blank = [spec for spec in needed if not getattr(record, spec.field) and record.blank(spec.field)]
            if blank and record.begun:
                for spec in blank:
                    yield record.mark(
                        spec.field, f"An answer to “{plan.title(table, spec.field)}” is needed{_for(record.ref)}."
                    )


@cache
def _needed(table: type[Record], stage: int) -> tuple[Column, ...]:
    """The columns of a table whose blanks this rule reports from a stage on."""
    return tuple(
        spec
        for spec in table.columns.values()
        if spec.required_from is not None and spec.required_from <= stage and not (spec.missing or spec.given)
    )


def _for(ref: str) -> str:
    return f" for {told_ref(ref)}" if told_ref(ref) else ""


@rule("WB013", ERROR, stage=0, judged=Judged.EVERY_FORM)
def has_unique_references(plan: Plan) -> Iterator[Mark]:
    """Each row has a reference of its own.

    Why: other sheets point at rows by their reference, so a row without one, or two with the same, cannot be told apart.
    Put it right: give the row the next free number.
    """
    yield from plan.reading.get("WB013", ())
    for table in plan.form.tables:
        seen: set[str] = set()
        for record in plan.tables.get(table.table, ()):
            if isinstance(table.layout, Rows) and record.ref in seen:
                yield Mark(
                    table.table,
                    f"The reference {record.ref} stands twice.",
                    ref=record.ref,
                    place=record.place,
                    found=record.ref,
                )
            seen.add(record.ref)


@rule("WB014", ERROR, stage=0, judged=Judged.EVERY_FORM)
def points_at_something(plan: Plan) -> Iterator[Mark]:
    """A reference points at a row that exists.

    Why: a reference to nothing breaks the thread from need to outcome to activity.
    Put it right: correct the reference, or fill in the row it points at.
    """
    there = {table.table for table in plan.form.tables} - plan.missing
    for table in plan.form.tables:
        for spec in _pointing(table):
            if not there.issuperset(spec.refers):
                continue
            for record in plan.tables.get(table.table, ()):
                value = getattr(record, spec.field)
                refs = (value,) if spec.kind is Kind.LINK and value else value or ()
                lost = [ref for ref in refs if ref != ALL and plan.named(ref, spec.refers) is None]
                if lost:
                    where = " or ".join(f"“{name}”" for name in spec.refers)
                    yield record.mark(
                        spec.field,
                        f"{', '.join(lost)} {'points' if len(lost) == 1 else 'point'} at nothing: {where} has no such "
                        "entry.",
                    )


@cache
def _pointing(table: type[Record]) -> tuple[Column, ...]:
    """The columns of a table that hold references."""
    return tuple(spec for spec in table.columns.values() if spec.refers)


@met_by_reader("WB015", QUERY)
def is_inside_the_tables() -> None:
    """Nothing is typed outside the form's tables.

    Why: only what stands in the tables is read and carried forward to the next stage. An answer in another place is not.
    Put it right: move it into a table, or delete it here and keep it somewhere else.
    """


@rule("WB016", ADVICE, stage=0, judged=Judged.EVERY_FORM)
def is_the_current_version(plan: Plan) -> Iterator[Mark]:
    """The form is the current version.

    Why: a newer form may ask for something more. What an older form does not have is not missed.
    Put it right: nothing must be done; the Local Programme can move your answers into the current form.
    """
    if plan.version < FORM_VERSION:
        found, current = (".".join(map(str, version)) for version in (plan.version, FORM_VERSION))
        yield Mark("", f"The form has version {found}; the current one is {current}.", found=found, expected=current)


@met_by_reader("WB017", ERROR)
def is_within_range() -> None:
    """A number or date lies within the limits of its question.

    Why: a figure far outside them is a slip of the finger.
    Put it right: correct the figure.
    """


_TOLD_BY_THEIR_OWN_RULE = {
    ("School", "urn"),  # SC001
    ("School", "establishment_number"),  # SC003
    ("School", "coordinator_email"),  # SC006
    ("Data", "period"),  # NA006
    ("Outcomes", "statement"),  # OC004
}


@rule("WB018", QUERY, stage=0, judged=Judged.EVERY_FORM)
def is_no_placeholder(plan: Plan) -> Iterator[Mark]:
    """A needed answer is an answer, not a placeholder such as “tbc”.

    Why: a placeholder tells the panel nothing.
    Put it right: write the answer, or leave the cell blank until you know it.
    """
    for table in plan.form.tables:
        for record in plan.tables.get(table.table, ()):
            for spec in _in_words(table):
                value = getattr(record, spec.field)
                if isinstance(value, str) and is_no_answer(value):
                    said = "a placeholder" if spec.personal else f"“{value}”"
                    title = plan.title(table, spec.field)
                    yield record.mark(spec.field, f"“{title}” holds {said} instead of an answer.")


@cache
def _in_words(table: type[Record]) -> tuple[Column, ...]:
    """The columns of a table whose needed answers could hold a placeholder that no other rule tells."""
    return tuple(
        spec
        for spec in table.columns.values()
        if spec.required_from is not None
        and not spec.retired
        and spec.kind in (Kind.TEXT, Kind.LISTED)
        and (table.table, spec.field) not in _TOLD_BY_THEIR_OWN_RULE
    )


@rule("WB019", ERROR, stage=0, judged=Judged.EVERY_FORM)
def keeps_locked_answers(plan: Plan) -> Iterator[Mark]:
    """Answers of earlier stages are as they were when this form was sent out.

    Why: the panel agreed to them as they were. A changed outcome or indicator is recorded at stage 7, with its reason.
    Put it right: put the earlier answer back, or ask for the form again and copy this stage's answers into it.
    """
    for table in plan.form.carried_tables:
        sent = plan.carried.get(table.table)
        records = plan.tables.get(table.table, ())
        unclear = table.table in plan.missing or table.table in plan.empty or any(r.unreadable for r in records)
        known = (
            not sent or plan.fingerprint(table) == whole(sent) or fingerprint_as_typed(table, records) == whole(sent)
        )
        if sent and not unclear and not known:
            yield from _not_as_sent_out(plan, table, changed(sent, table, plan.tables, plan.version))


_FEW = 3
"""Rows with a changed answer that are named; where there are more, something happened to the sheet as a whole."""


def _not_as_sent_out(plan: Plan, table: type[Record], where: Changed) -> Iterator[Mark]:
    """A remark at each changed answer, or at its row, or at the sheet: as exact as can be told."""
    records = [record for record in plan.tables.get(table.table, ()) if record.ref in where.refs]
    if where.rows_sent is not None:
        rows, now = where.rows_sent, len(plan.tables.get(table.table, ()))
        yield table.mark_table(
            f"The locked sheet “{table.title}” was sent out with {counted(rows, 'row')} filled in, and now has {now}."
        )
    elif not 0 < len(records) <= _FEW:
        yield table.mark_table(f"A locked answer on the sheet “{table.title}” is not as it was sent out.")
    elif where.fields and 1 in (len(records), len(where.fields)):
        for record in records:
            for field in where.fields:
                of = f" of {record.ref}" if told_ref(record.ref) else ""
                yield record.mark(
                    field, f"The locked answer “{plan.title(table, field)}”{of} is not as it was sent out."
                )
    else:
        for record in records:
            message = f"A locked answer of {record.ref} on the sheet “{table.title}” is not as it was sent out."
            yield Mark(table.table, message, ref=record.ref, place=record.place)


@met_by_reader("WB020", ADVICE)
def carries_nothing_else() -> None:
    """The file holds no macros, links to other files or embedded files.

    Why: the form needs none, and many e-mail systems hold such files back.
    Put it right: save the workbook as .xlsx, and remove links and embedded files.
    """


@met_by_reader("WB021", REJECT)
def stays_within_its_limits() -> None:
    """The file can be checked in the time and with the memory that one file may take.

    Why: one file must not hold up all the others. A return takes well under a second.
    Put it right: open the workbook in Excel, save it under a new name, and check that. If it does not help, send the
    file to whoever looks after this program.
    """


@met_by_reader("WB022", ERROR)
def every_rule_can_be_run() -> None:
    """Every rule can be run on the return.

    Why: a return on which a rule fails is not checked whole, so it is neither clean nor ready to be submitted.
    Put it right: this is a fault of the program, not of the return. Send the workbook to whoever looks after the
    program; nothing in it needs to be changed for this.
    """


@met_by_reader("WB023", QUERY)
def keeps_its_tables() -> None:
    """The workbook still has the tables and names that a form is told by.

    Why: some programs leave them out when they save. The answers are found by their headings then, but the form does not
    work out its own figures any more, and a heading that was changed as well could hide an answer.
    Put it right: check the answers, and go on in Excel or LibreOffice, in the workbook you were sent.
    """


@met_by_reader("WB024", QUERY)
def stands_in_its_table() -> None:
    """Every row of answers stands within its table.

    Why: a row under the table is read, but the form's own counts, drop-downs and pictures leave it out.
    Put it right: move the row into a free row of the table. If none is free, ask for the form with more rows.
    """
