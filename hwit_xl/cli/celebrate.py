"""``hwit celebrate``: pages to be put up in school."""

from __future__ import annotations

from pathlib import Path

import click

from hwit_validators.words import counted, in_runs
from hwit_xl.cli import options
from hwit_xl.cli.lines import say
from hwit_xl.cli.options import Terms
from hwit_xl.cli.output import folder_option, force_option, write
from hwit_xl.cli.paths import NamedPath
from hwit_xl.problem import concerning


@click.command()
@click.argument("file", metavar="RETURN", type=NamedPath(path_type=Path, dir_okay=False))
@folder_option("The folder to write to. Otherwise the pages go beside the return.")
@click.option("--indicator", "refs", multiple=True, metavar="REF", help="Only this indicator, such as E3.")
@force_option
@options.terms
def celebrate(file: Path, output: Path | None, refs: tuple[str, ...], force: bool, terms: Terms) -> None:
    """Write a page to put up for each milestone reached.

    There is a page (PDF) for every early success indicator that the RETURN shows as achieved. The pages are meant for
    a wall. Figures about few pupils are left out, and so are indicators whose figures an open query or error speaks
    against. Other errors do not stop this, but are told.
    """
    from hwit_validators.privacy.withheld import withheld
    from hwit_xl.cli import school
    from hwit_xl.papers.recognition import celebration
    from hwit_xl.progress.celebrate import in_doubt, milestones
    from hwit_xl.progress.doubt import told

    returned, verdict = school.open_return(file, terms)
    plan = returned.plan
    waiting = in_doubt(plan, verdict.findings)
    with concerning(file):
        reached = milestones(plan, [ref.strip().upper() for ref in refs], waiting)
    name = plan.school_name or "Our school"
    target = (output or file.parent) / f"{returned.called} - celebration {plan.on.isoformat()}.pdf"
    write(target, celebration(name, reached, plan.on), replace=force, sources=(file,))
    count = counted(len(reached), "page")
    say(f"wrote {target}: {count} ({in_runs(milestone.ref for milestone in reached)})")
    if hidden := [milestone.ref for milestone in reached if milestone.ref in withheld(plan)]:
        say(f"figures about few pupils are left out: {in_runs(hidden)}")
    school.tell_unread(returned)
    school.tell_what_stands(verdict, "what the pages say")
    for ref, found in waiting.items() if not refs else ():
        say(f"left out: {ref} waits until its figures are settled: {told(found)}", err=True)
