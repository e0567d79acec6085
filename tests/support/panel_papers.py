"""Papers for the panel made of worked plans, and the way to what stands under one heading."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from hwit_validators.model.decision import State
from hwit_validators.panel.items import KIND_OF_STAGE, items
from hwit_validators.plan import Plan
from hwit_xl.checking.profile_file import Programme
from hwit_xl.panel import paper as panel_paper
from hwit_xl.panel.manifest import Asked, Manifest

SUBMITTED_ON = dt.date(2012, 7, 11)


def paper(plan: Plan, programme: Programme | None = None, **more: Any) -> dict[str, Any]:
    """The paper of a plan. ``more`` goes into its manifest; of an item by its reference."""
    kind = KIND_OF_STAGE[plan.form.stage]
    asked = tuple(
        Asked(ref=item.ref, title=item.title, digest=item.digest, **more.pop(item.ref, {}))
        for item in items(plan, kind)
    )
    manifest = Manifest(
        **{
            "kind": kind,
            "urn": "900001",
            "school": "Larkfield Green Primary School",
            "form": plan.form.name,
            "form_version": "1.1",
            "submitted_on": SUBMITTED_ON,
            "state": State.SUBMITTED,
            "content": "0123456789abcdef" * 4,
            "rules": "1.0 (200 rules)",
            "items": asked,
        }
        | more
    )
    return panel_paper.paper(plan, manifest, programme or Programme())


def told(plan: Plan, **more: Any) -> str:
    """Everything a paper says, in one text."""
    return json.dumps(paper(plan, **more), ensure_ascii=False).replace("\u00a0", " ")


def under(whole: dict[str, Any], heading: str) -> list[dict[str, Any]]:
    """The blocks under one heading."""
    blocks = iter(whole["blocks"])
    for block in blocks:
        if block["kind"] == "heading" and block["text"].startswith(heading):
            break
    found = []
    for block in blocks:
        if block["kind"] == "heading":
            break
        found.append(block)
    return found


def facts(blocks: list[dict[str, Any]]) -> dict[str, str]:
    """Names and what they mean."""
    return {name: said for block in blocks if block["kind"] == "facts" for name, said in block["pairs"]}


def texts(blocks: list[dict[str, Any]]) -> dict[str, str]:
    """Longer texts by their label."""
    return {block["label"]: block["words"] for block in blocks if block["kind"] == "text"}


def tables(blocks: list[dict[str, Any]]) -> list[list[dict[str, str]]]:
    """The rows of each table, by heading."""
    return [
        [
            dict(zip(block["headings"], (cell.replace("\u00a0", " ") for cell in row), strict=True))
            for row in block["rows"]
        ]
        for block in blocks
        if block["kind"] == "listing"
    ]
