"""``hwit progress``: where a school's outcomes and indicators stand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hwit_xl.cli import options
from hwit_xl.cli.lines import say
from hwit_xl.cli.options import Terms
from hwit_xl.cli.output import ensure_ends, ensure_free, force_option, keep_apart, write
from hwit_xl.cli.paths import NamedPath
from hwit_xl.files.json_text import as_json
from hwit_xl.problem import concerning

if TYPE_CHECKING:  # help does not wait for what only the work needs
    from hwit_xl.checking.verdict import Verdict


@click.command()
@click.argument("file", metavar="RETURN", type=NamedPath(path_type=Path, dir_okay=False))
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", help="How to write it.")
@click.option(
    "--excel", type=NamedPath(path_type=Path, dir_okay=False), help="Write a workbook with a chart for each outcome."
)
@click.option("--pdf", type=NamedPath(path_type=Path, dir_okay=False), help="Write a page for the governors.")
@force_option
@options.decisions
@options.terms
def progress(file: Path, style: str, excel: Path | None, pdf: Path | None, force: bool, terms: Terms) -> None:
    """Show where a school's outcomes and indicators stand.

    RETURN is one of stages 4 to 8. The workbook is for the school. The page for governors leaves the school, so figures
    about few pupils are withheld in it, and those that an open query or error speaks against are said to be checked.
    What must still be put right in the return does not stop this.

    \b
    JSON: {"tool", "file", "sha256", "school", "urn", "form", "on",
           "monitored": whether readings have begun (stage 7 or 8),
           "blocking": how many findings must be put right,
           "summary": {"outcomes": {STATUS: NUMBER}, "indicators": {...}},
           "outcomes": [{"priority", MEASURE, "met", "indicators": [MEASURE]}],
           "shared_indicators": [MEASURE]: those that serve several outcomes}
    MEASURE: "ref", "statement", "status", "unit", "direction",
             "baseline", "starts_on", "target", "due": as changed since,
             "latest": a figure or whether it is done, "read_on", "sample_size",
             "share": of the way, -1 to 1; "expected": by a straight line, 0 to 1,
             "in_people": {"baseline", "latest", "needed"}: in words,
             "interval": [low, high] of the share of people, 95% (Wilson),
             "may_be_chance": of the change (Newcombe),
             "doubt": {"code", "severity", "message"} of an open finding on its figures,
             "changes": [{"ref", "what", "why", "on", "counts"}],
             "readings": [{"on", "value", "done", "sample_size"}],
             "serves": outcomes (of an indicator).
    STATUS: "achieved", "on track", "behind", "overdue", "no reading this term",
            "not started", "withdrawn", or "planned" before stage 7.
    Dates are as 2011-07-31. What is not known is null.
    """
    from hwit_xl.checking import results
    from hwit_xl.cli import progress_text, school
    from hwit_xl.cli.text import screen_width
    from hwit_xl.progress import as_json as progress_json
    from hwit_xl.progress.report import progress_report

    for path, ending, what in ((excel, ".xlsx", "the workbook"), (pdf, ".pdf", "the page for governors")):
        if path:
            ensure_ends(path, ending, what)
            keep_apart(path, (file, *terms.decisions))
            ensure_free(path, replace=force)
    returned, verdict = school.open_return(file, terms)
    with concerning(file):
        report = progress_report(returned.plan, terms.on, verdict.findings)
    made = []
    if excel:
        from hwit_xl.progress import workbook as progress_workbook

        made.append((excel, progress_workbook.to_bytes(report)))
    if pdf:
        from hwit_xl.progress import page as progress_page

        made.append((pdf, progress_page.to_bytes(returned.plan, report)))
    for path, data in made:
        write(path, data, replace=force, sources=(file, *terms.decisions))
    if style == "json":
        head = {"tool": results.tool(), "file": file.name, "sha256": returned.sha256, "blocking": _blocking(verdict)}
        click.echo(as_json(head | progress_json.as_dict(report), indent=2))
    else:
        progress_text.write(report, width=screen_width())
    school.tell_about_amendments(returned, written_in=False)
    school.tell_unread(returned)
    school.tell_what_stands(verdict, "what is shown")
    for path, what in ((excel, "workbook"), (pdf, "page for governors")):
        if path:
            say(f"{what}: {path}", err=True)


def _blocking(verdict: Verdict) -> int:
    return sum(1 for found in verdict.findings if found.blocks)
