"""One school's way: from the blank annual review through all eight stages into the next cycle, by commands alone.

The people of Larkfield Green Primary School only type into the workbooks they are given. Every return is checked as it
goes, and is clean.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pytest

from hwit_validators.model.choices import OutcomeMet, QuasDecision
from hwit_validators.model.record import Record
from hwit_validators.tables import Amendment, Need, Outcome, PastOutcome, Priority, School
from hwit_validators.tables.forms import FORMS, Form, form_of_stage
from support.at_work import done, hwit, said_in, type_in
from support.plans import example

PLAN = example("primary")


@dataclass
class Desk:
    """The co-ordinator's folder, with everything the school was sent and sends."""

    folder: Path

    def file(self, name: str) -> Path:
        return self.folder / name

    def blank(self, form: Form) -> Path:
        path = self.file(f"{form.name}.xlsx")
        done("new", "annual-review" if form.stage == 0 else form.stage, "-o", path)
        return path

    def next_form(self, path: Path, on: dt.date) -> Path:
        output = done("next", path, "--on", on)
        return Path(output.splitlines()[0].removeprefix("wrote ").partition(": ")[0])

    def check(self, path: Path, on: dt.date) -> None:
        decisions = ["--decision", self.folder] if any(self.folder.glob("*decision*.json")) else []
        output = done("validate", path, "--on", on, *decisions)
        assert "1 clean" in output, output

    def submit(self, path: Path, on: dt.date, *more: object) -> Path:
        output = done("submit", path, "--on", on, *more)
        return Path(output.splitlines()[0].removeprefix("wrote ").partition(": ")[0])

    def decide(self, submission: Path, on: dt.date, *answer: object) -> str:
        return done("decide", submission, "--on", on, "--panel", "Jo Harding", "--second-reader", "Sam Okoro", *answer)


def own(form: Form) -> dict[str, tuple[Record, ...]]:
    """What the school types in at a stage: the form's own tables, and what changed on the School sheet."""
    tables = PLAN.tables(form)
    return {table.table: tables[table.table] for table in (School, *form.own_tables)}


def completed(stage: int) -> dt.date:
    return PLAN.completed_on(form_of_stage(stage))


def changed(tables: dict[str, tuple[Record, ...]], table: type[Record], ref: str, **answers: object) -> None:
    """Let the school answer differently at first."""
    tables[table.table] = tuple(
        record.model_copy(update=answers) if record.ref == ref else record for record in tables[table.table]
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("desk"))


def test_a_school_goes_all_the_way(desk: Desk) -> None:
    # The annual review opens the door, and the first stage's form is begun.
    review = desk.blank(FORMS[0])
    type_in(review, own(FORMS[0]))
    desk.check(review, PLAN.completed_on(FORMS[0]))

    path = desk.blank(form_of_stage(1))
    for stage in (1, 2, 3):
        type_in(path, own(form_of_stage(stage)))
        desk.check(path, completed(stage))
        path = desk.next_form(path, completed(stage))

    # At stage 4 one evidence plan says too little: the panel asks about it, and only then confirms.
    tables = own(form_of_stage(4))
    better = next(o for o in tables[Outcome.table] if o.ref == "O2").evidence_plan  # type: ignore[attr-defined]
    changed(
        tables,
        Outcome,
        "O2",
        evidence_plan="The yearly survey, with the same question to pupils and parents each time.",
    )
    type_in(path, tables)
    desk.check(path, completed(4))
    first = desk.submit(path, completed(4))
    said = desk.decide(
        first, completed(4) + dt.timedelta(7), "--clarify", "O2=How are parents asked?", "--confirm", "all"
    )
    assert "O2: How are parents asked?" in said
    assert "on 2 July 2010 the panel sought clarification on O2" in hwit("next", path, "--on", completed(4)).stderr

    changed(tables, Outcome, "O2", evidence_plan=better)
    type_in(path, tables)
    desk.check(path, completed(4) + dt.timedelta(10))
    second = desk.submit(path, completed(4) + dt.timedelta(10), "--reply", "O2=On paper, at parents' evening.")
    assert "resubmitted" in done("decide", second)
    desk.decide(second, completed(4) + dt.timedelta(14), "--confirm", "all")
    path = desk.next_form(path, completed(4) + dt.timedelta(14))

    for stage in (5, 6):
        type_in(path, own(form_of_stage(stage)))
        desk.check(path, completed(stage))
        path = desk.next_form(path, completed(stage))

    # Stage 7: readings, two revisions, and an amendment that counts only once the panel has confirmed it.
    tables = own(form_of_stage(7))
    changed(tables, Amendment, "X1", decision=QuasDecision.WAITING, decided_on=None)
    type_in(path, tables)
    desk.check(path, completed(7))
    answered = completed(7) + dt.timedelta(12)
    waits = "not confirmed by the panel yet"
    assert waits in done("progress", path, "--on", answered)
    asked = desk.submit(path, completed(7))
    desk.decide(asked, answered, "--confirm", "all")
    told = hwit("progress", path, "--on", answered).stderr
    assert "amendment X1: confirmed by the panel on 2 November 2011; `hwit new --from` writes it" in told
    done("new", "--from", path, "-o", path, "--force", "--on", answered)
    assert said_in(path, Amendment, "X1", "decision") is QuasDecision.CONFIRMED
    desk.check(path, answered)
    assert waits not in done("progress", path, "--on", answered)
    path = desk.next_form(path, answered)

    # Stage 8: three outcomes are confirmed, and the next cycle keeps them as history.
    tables = own(form_of_stage(8))
    for ref in ("O4", "O6"):
        changed(tables, FORMS[8].own_tables[0], ref, met=OutcomeMet.YES)
    type_in(path, tables)
    desk.check(path, completed(8))
    met = desk.submit(path, completed(8))
    desk.decide(
        met, completed(8) + dt.timedelta(9), "--confirm", "O1,O2,O4", "--clarify", "O3=Where are the registers?"
    )
    begun = desk.next_form(path, completed(8) + dt.timedelta(9))
    assert said_in(begun, School, "Answer", "urn") == "900001"
    confirmed = {ref: said_in(begun, PastOutcome, ref, "confirmed_on") for ref in ("H1", "H2", "H3", "H4")}
    assert [day is not None for day in confirmed.values()] == [True, True, False, True]

    # The new cycle is the school's to plan, with a new priority; the panel's old decision does not count for it.
    years = dt.timedelta(3 * 364)
    path = begun
    for stage in (2, 3, 4):
        again, later = form_of_stage(stage), completed(stage) + years
        tables = {table.table: PLAN.tables(again, as_if_on=later)[table.table] for table in again.own_tables}
        tables |= {School.table: PLAN.tables(FORMS[8])[School.table]}
        lately = later - dt.timedelta(60)
        changed(tables, School, "Answer", annual_review_on=lately, roll_on=lately, roll=312)
        if stage == 2:
            for need in PLAN.tables(FORMS[8])[Priority.table][0].needs:  # type: ignore[attr-defined]
                changed(tables, Need, need, indicator="NI 70")
        if stage == 3:
            changed(tables, Priority, "P1", indicator="NI 70", priority="Fewer accidents")
        type_in(path, tables)
        desk.check(path, later)
        if stage < 4:
            path = desk.next_form(path, later)
    waits = hwit("next", path, "--on", completed(4) + years)
    assert waits.exit_code == 2
    assert "stage 5 waits for the panel's confirmation: submit the plan" in waits.stderr
