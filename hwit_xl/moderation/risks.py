"""The list of risk cases: schools that are moderated on top of the sample, each with its reason."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from hwit_validators.sampling.draw import Risk
from hwit_xl.moderation.frame import is_urn
from hwit_xl.moderation.schools_list import HEADINGS, lines_of, places_of, text_of
from hwit_xl.problem import Problem


def read_risks(path: Path) -> tuple[Risk, ...]:
    """Read a CSV file or workbook with the headings URN and Reason (and School, if wanted).

    Raises:
        Problem: it cannot be read, or a row lacks its URN or reason.
    """
    lines = lines_of(path, [], HEADINGS["why"])
    places = places_of(lines, path)
    if "why" not in places:
        raise Problem(f"{path} has no heading Reason: each risk case needs its reason")
    reasons: dict[str, list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    for number, cells in lines:
        urn, why, school = (
            text_of(cells[places[name]]) if name in places and places[name] < len(cells) else ""
            for name in ("urn", "why", "school")
        )
        if not (urn or why or school):
            continue
        if not is_urn(urn):
            raise Problem(f"{path}, row {number}: {urn or 'a blank'} is not a URN of six digits")
        if not why:
            raise Problem(f"{path}, row {number}: {urn} is named as a risk case, but not why")
        if why not in reasons[urn]:
            reasons[urn].append(why)
        names[urn] = names.get(urn) or school
    return tuple(Risk(urn, "; ".join(sorted(reasons[urn])), names[urn]) for urn in sorted(reasons))
