"""``hwit rules`` and ``hwit explain``."""

from __future__ import annotations

import difflib
import json
import textwrap
from typing import TYPE_CHECKING

import click

from hwit_xl.problem import Problem

if TYPE_CHECKING:  # help does not wait for what only the work needs
    from hwit_validators.rules.engine import Rule


@click.command()
@click.option(
    "--format", "style", type=click.Choice(["text", "json", "md"]), default="text", help="How to write the list."
)
@click.option("--family", metavar="XX", help="Only the rules whose code begins with these two letters.")
def rules(style: str, family: str | None) -> None:
    """List the rules: code, severity, and what must hold."""
    from hwit_validators.rules import RULES

    chosen = [rule for rule in RULES if family is None or rule.family == family.upper()]
    if not chosen:
        families = ", ".join(dict.fromkeys(rule.family for rule in RULES))
        raise Problem(f"no rule begins with {family}; the families are {families}")
    if style == "json":
        click.echo(json.dumps({"rules": [_as_dict(rule) for rule in chosen]}, ensure_ascii=False, indent=1))
        return
    if style == "md":
        click.echo(markdown(chosen), nl=False)
        return
    for rule in chosen:
        click.echo(f"{rule.code}  {rule.severity:<6}  {rule.title}")


def markdown(chosen: list[Rule]) -> str:
    """The rules as a page of the documentation, from their own words."""
    from hwit_validators.rules import FAMILIES

    lines = [
        "# The rules",
        "",
        "Made by `hwit rules --format md` from the rules' own documentation. Codes never change their meaning.",
        "",
        "**Reject**: the file cannot be read as a return. **Error**: must be put right. **Query**: put it right, or explain it.",
        "**Advice**: no answer needed.",
    ]
    for family, (_, title) in FAMILIES.items():
        rules = [rule for rule in chosen if rule.family == family]
        if rules:
            lines += ["", f"## {title} ({family})"]
        for rule in rules:
            since = f" · from stage {rule.stage} on" if rule.stage else ""
            answers = f" · {', '.join(rule.requirements)}" if rule.requirements else ""
            lines += ["", f"### {rule.code}: {rule.title}", "", f"*{str(rule.severity).capitalize()}{since}{answers}*"]
            lines += ["", f"{rule.why}", "", f"**Put it right.** {rule.fix}"]
    return "\n".join(lines) + "\n"


def _as_dict(rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "severity": rule.severity,
        "title": rule.title,
        "why": rule.why,
        "fix": rule.fix,
        "requirements": list(rule.requirements),
        "stage": rule.stage,
    }


@click.command()
@click.argument("code")
def explain(code: str) -> None:
    """Explain a rule: what must hold, why, and how to put it right.

    CODE is the rule's, such as OC005.
    """
    from hwit_validators.rules import RULES, rule_named

    rule = rule_named(code)
    if rule is None:
        close = difflib.get_close_matches(code.upper(), [each.code for each in RULES], n=1)
        raise Problem(
            f"there is no rule {code}" + (f"; did you mean {close[0]}?" if close else "; `hwit rules` lists them")
        )
    click.echo(f"{rule.code} · {rule.severity}" + (f" · from stage {rule.stage} on" if rule.stage else ""))
    for heading, text in (("", rule.title), ("Why", rule.why), ("Put it right", rule.fix)):
        paragraph = f"{heading}: {text}" if heading else text
        click.echo("\n" + textwrap.fill(paragraph, width=88))
    if rule.requirements:
        click.echo(f"\nHandbook requirements: {', '.join(rule.requirements)}")
