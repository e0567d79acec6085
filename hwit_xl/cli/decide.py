"""``hwit decide``: the panel's answer to a submission."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hwit_validators.model.choices import QuasDecision
from hwit_validators.words import in_runs, shown
from hwit_xl.cli import options
from hwit_xl.cli.lines import hung, say
from hwit_xl.cli.output import folder_option, write_folder
from hwit_xl.cli.paths import NamedPath
from hwit_xl.files.names import free
from hwit_xl.problem import Problem

if TYPE_CHECKING:  # help does not wait for what only the work needs
    from hwit_validators.model.decision import Answer, Decision, Decisions
    from hwit_xl.checking.profile_file import Programme
    from hwit_xl.panel.manifest import Asked
    from hwit_xl.panel.received import Submitted

_NEXT = {
    QuasDecision.CONFIRMED: "send the letter and the decision file to the school",
    QuasDecision.CLARIFICATION: "send the letter and the decision file to the school; it answers by submitting again",
    QuasDecision.WAITING: "decide on the rest when the panel has",
}


@click.command()
@click.argument("submission", type=NamedPath(path_type=Path))
@click.option("--confirm", "confirmed", multiple=True, metavar="ITEM", help="An item that is confirmed, or all.")
@click.option(
    "--clarify", "questions", multiple=True, metavar="ITEM=QUESTION",
    help='What the panel asks about an item, or about all: O2="Which survey is meant?"',
)  # fmt: skip
@click.option("--remark", "remarks", multiple=True, metavar="ITEM=TEXT", help="A remark on an item that is confirmed.")
@click.option("--comment", default="", help="A comment to the school about the whole.")
@click.option("--panel", default="", help="Who decided.")
@click.option("--second-reader", default="", help="Who read the submission beside them.")
@folder_option("The folder for the decision file and the letter. Otherwise they go beside the submission.")
@click.option("--force", is_flag=True, help="Decide anew: nothing that was decided before stays. No file is replaced.")
@options.programme
@click.option(
    "--on", type=options.Day(), default=None, metavar="DATE", help="The day of the panel's answer (today by default)."
)
def decide(
    submission: Path,
    confirmed: tuple[str, ...],
    questions: tuple[str, ...],
    remarks: tuple[str, ...],
    comment: str,
    panel: str,
    second_reader: str,
    output: Path | None,
    force: bool,
    programme: Programme | None,
    on: dt.date | None,
) -> None:
    """Record the panel's answer to a submission, and write the letter to the school.

    SUBMISSION is the folder or zip file that came from the school. Each item is confirmed, or clarification is sought
    on it: there is no third answer. Items that are not named stay open. Without --confirm and --clarify the items are
    listed.
    """
    from hwit_validators.model.decision import Decisions
    from hwit_xl.checking.decision_files import beside
    from hwit_xl.checking.profile_file import Programme
    from hwit_xl.panel.decide import against_earlier
    from hwit_xl.panel.decide import decide as put_together
    from hwit_xl.panel.received import received

    programme = programme or Programme()
    folder = output or submission.resolve().parent
    submitted = received(submission, programme)
    began = submitted.returned.plan.began_again_on
    found = beside(folder)
    for problem in found.problems:
        say(f"passed over: {problem}", err=True)
    earlier = Decisions.about(submitted.returned.plan.urns, found.decisions, began)
    for remark in against_earlier(submitted, earlier):
        say(f"look at this: {remark}", err=True)
    if not confirmed and not questions:
        if remarks or comment:
            raise Problem("nothing is decided yet: confirm an item, or seek clarification on it")
        _list(submitted, earlier)
        return
    if not panel:
        raise click.UsageError("say who decided, with --panel")
    _not_twice(submitted, earlier, force)
    decision = put_together(
        submitted,
        earlier,
        confirmed=frozenset(item.strip().upper() for items in confirmed for item in items.split(",")),
        questions=options.by_item(questions, "--clarify"),
        comments=options.by_item(remarks, "--remark"),
        on=on or dt.date.today(),
        panel=panel,
        second_reader=second_reader,
        comment=comment,
        anew=force,
    )
    _warn(decision)
    _write(decision, folder, programme)


def _write(decision: Decision, folder: Path, programme: Programme) -> None:
    from hwit_xl.checking.decision_files import as_text, file_name
    from hwit_xl.papers import letters

    target = free(folder / file_name(decision))
    letter = free(target.with_suffix(".docx"))
    papers = {target.name: as_text(decision).encode(), letter.name: letters.decision(decision, programme)}
    write_folder(folder, papers, replace=False)
    say(f"{decision.school}, {decision.kind}: {str(decision.answer).lower()}")
    for answer in QuasDecision:
        if refs := [item.ref for item in decision.items if item.answer is answer]:
            say(f"  {str(answer).lower()}: {in_runs(refs)}")
    for item in decision.items:
        if item.comment:
            say(hung(f"  {item.ref}: {item.comment}", len(f"  {item.ref}: ")))
    say(f"decision: {target}\nletter:   {letter}")
    say(f"next: {_NEXT[decision.answer]}")


def _not_twice(submitted: Submitted, earlier: Decisions, force: bool) -> None:
    from hwit_validators.model.decision import State

    kind, goes_by = submitted.manifest.kind, submitted.manifest.goes_by
    if earlier.state(kind, goes_by) is State.CONFIRMED and not force:
        latest = earlier.latest(kind)
        raise Problem(
            f"this submission was confirmed on {shown(latest.decided_on if latest else None)}; --force decides again"
        )


def _list(submitted: Submitted, earlier: Decisions) -> None:
    """What is before the panel, and where it stands."""
    from hwit_validators.model.decision import State

    manifest = submitted.manifest
    state = earlier.state(manifest.kind, manifest.goes_by)
    state = manifest.state if state is State.SUBMITTED else state
    say(f"{manifest.school} · {manifest.urn} · {manifest.kind}, submitted on {shown(manifest.submitted_on)}: {state}")
    for item in manifest.items:
        stands = _stands(item, earlier.answered(manifest.kind, item.ref, item.digest))
        say(hung(f"  {item.title}{stands}", len("  Outcome ")))
        if item.question:
            margin = len("      asked: ")
            since = f"      since then: {'changed' if item.changed else 'as it was'}"
            say(hung(f"      asked: {item.question}", margin))
            say(hung(since + (f"; reply: {item.reply}" if item.reply else ""), margin))
    if state is not State.CONFIRMED:
        say('decide with --confirm all, or --clarify ITEM="question", and --panel')


def _stands(item: Asked, answered: Answer | None) -> str:
    """Where an item stands, in brackets."""
    if answered and answered[1].answer is QuasDecision.CONFIRMED:
        return f" (confirmed on {shown(answered[0].day_of(answered[1]))})"
    if answered and not item.question:
        return f" (asked on {shown(answered[0].day_of(answered[1]))}: {answered[1].comment})"
    if item.was_confirmed_on:
        return f" (CHANGED since it was confirmed on {shown(item.was_confirmed_on)})"
    return ""


def _warn(decision: Decision) -> None:
    """Point at figures the panel wrote about an item whose figures are withheld on paper."""
    from hwit_validators.privacy.small_numbers import masked

    for item in decision.items:
        if item.withheld and masked(item.comment) != item.comment:
            say(
                f"look at this: {item.ref} is about few people, and your words on it give figures; the letter shows them",
                err=True,
            )
    if any(item.withheld for item in decision.items) and masked(decision.comment) != decision.comment:
        say(
            "look at this: some items are about few people, and your comment gives figures; the letter shows them",
            err=True,
        )
