"""Reading a programme's profile: what it has settled, and the lists it uses instead of ours."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from hwit_validators.model.choices import Voice
from hwit_validators.model.lists import Lists, ValueList
from hwit_validators.model.profile import Letters, Limits, OutcomesPer, Profile, SefForm, Waiver
from hwit_validators.rules import RULES, rule_named
from hwit_validators.words import within
from hwit_xl import templates
from hwit_xl.files.picture import Picture, read_picture
from hwit_xl.files.reading import read_toml
from hwit_xl.problem import Problem, concerning

NAME = "hwit.toml"


@dataclass(frozen=True)
class Programme:
    """A profile, the lists in force with it, and the logo that stands on letters and certificates."""

    profile: Profile = field(default_factory=Profile)
    lists: Lists = field(default_factory=templates.shipped_lists)
    logo: Picture | None = None


def load(path: Path) -> Programme:
    """Read a profile.

    Raises:
        Problem: the file cannot be read, or holds a wrong key or value.
    """
    source = read_toml(path)
    lists = source.pop("lists", {})
    schools = source.pop("schools", None)
    try:
        profile = Profile.model_validate(source | ({"urns": _urns(path, schools)} if schools else {}))
    except ValidationError as error:
        raise Problem(f"{path}: {_in_words(error)}") from error
    for code in (*profile.severities, *(waiver.rule for waiver in profile.waivers)):
        if rule_named(code) is None:
            raise Problem(f"{path}: there is no rule {code}{_nearest(code, [rule.code for rule in RULES])}")
    return Programme(profile, _lists(path, lists), _logo(path, profile.letters.logo))


def _lists(path: Path, own: Any) -> Lists:
    """Our lists, with the programme's own in the place of some."""
    ours = {values.name: values for values in templates.shipped_lists()}
    if not isinstance(own, Mapping):
        raise Problem(
            f'{path}: lists takes the name of a list and a CSV file, such as national_indicators = "ours.csv"'
        )
    for name, file in own.items():
        if name not in ours:
            raise Problem(f"{path}: there is no list {name}{_nearest(name, list(ours))}")
        ours[name] = _list(path.parent / str(file), name, path)
    return Lists(ours.values())


def _list(file: Path, name: str, profile: Path) -> ValueList:
    try:
        read = templates.read_list(file)
    except OSError as error:
        raise Problem(f"{profile}: the list {file} could not be read: {error.strerror}") from error
    except (KeyError, UnicodeDecodeError, csv.Error) as error:
        raise Problem(f"{profile}: the list {file} needs the headings code and title, in UTF-8") from error
    return ValueList(name, read.entries)


def _urns(path: Path, file: Any) -> frozenset[str]:
    """The URNs in a CSV file with a heading URN."""
    try:
        with (path.parent / str(file)).open(encoding="utf-8-sig", newline="") as stream:
            return frozenset(row["URN"].strip() for row in csv.DictReader(stream) if (row["URN"] or "").strip())
    except OSError as error:
        raise Problem(f"{path}: the schools in {file} could not be read: {error.strerror}") from error
    except (KeyError, UnicodeDecodeError, csv.Error) as error:
        raise Problem(f"{path}: {file} needs a heading URN, in UTF-8") from error


def _logo(path: Path, file: str) -> Picture | None:
    with concerning(f"{path}: the logo {file} cannot be used"):
        return read_picture(path.parent / file) if file else None


_PARTS: dict[str, type[BaseModel]] = {"limits": Limits, "letters": Letters, "waivers": Waiver}
_CHOICES = {"outcomes_per": [*OutcomesPer], "required_voices": [*Voice], "sef": [*SefForm]}


_WANTED = {
    "tuple": 'a list in square brackets, such as ["Civic Centre", "Market Street"]',
    "frozen_set": 'a list in square brackets, such as ["900001", "900002"]',
    "int": "a whole number",
    "float": "a number",
    "string_type": "words in quotation marks",
    "date": "a date such as 2011-07-31",
    "bool": "true or false",
}
"""What a setting takes, by the beginning of pydantic's name for what is wrong."""


def _in_words(error: ValidationError) -> str:
    """The first thing wrong with a profile, as a person would say it."""
    problem = error.errors()[0]
    *parents, last = [str(part) for part in problem["loc"]]
    where = ".".join((*parents, last))
    if problem["type"] == "extra_forbidden":
        model = _PARTS[parents[0]] if parents and parents[0] in _PARTS else Profile
        parts = [name for name, part in _PARTS.items() if model is Profile and last in part.model_fields]
        if parts:
            return (
                f"there is no setting {where} by itself; it belongs under [{parts[0]}], so take the # off that line too"
            )
        known = [*model.model_fields, *(("lists", "schools") if model is Profile else ())]
        return f"there is no setting {where}{_nearest(last, [name for name in known if name != 'urns'])}"
    if problem["type"] == "missing":
        return f"{where} is needed"
    found = problem["input"]
    choices = next((values for name, values in _CHOICES.items() if name in (last, *parents)), None)
    if choices:
        return f"{where} takes {', '.join(map(str, choices))}; {found!r} is none of them{_nearest(str(found), list(map(str, choices)))}"
    wanted = next((words for kind, words in _WANTED.items() if problem["type"].startswith(kind)), None)
    if wanted:
        return f"{where} takes {wanted}; found {found!r}"
    return f"{where}: {within(problem['msg'])} (found {found!r})"


def _nearest(word: str, known: list[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f"; did you mean {close[0]}?" if close else f"; there are {', '.join(known)}" if len(known) < 15 else ""


TEMPLATE = """\
# What our Local Programme has settled. Take the # away from a line to change it; what stays out keeps its default.

# The programme's name, as it stands on letters and certificates.
# programme = "Anytown Healthy Schools"

# Three outcomes for each priority ("priority", six in all), or three in all ("plan"). The handbook can be read both ways.
# outcomes_per = "priority"

# Who must have a voice in a development group. Voices that are left out are not asked for.
# required_voices = ["Senior leadership", "Teaching staff", "Support staff", "Pupils", "Parents and carers",
#                    "Governors", "Partners"]

# A CSV file with a heading URN: the schools of the programme. Returns of other schools are then an error (SC007).
# schools = "schools.csv"

# Which self-evaluation form schools write text for: that of September 2009 ("2009") or the one before it ("2005").
# sef = "2009"

# What stands on letters and certificates beside the programme's name. The logo is a png, jpg or svg file of 2 MB at most.
# [letters]
# address = ["Civic Centre", "Market Street", "Anytown AN1 1AA"]
# signed_by = "Jo Harding"
# role = "Programme manager"
# contact = "healthy.schools@anytown.example.gov.uk, 01632 960123"
# logo = "logo.png"

# [limits]
# smallest_group = 10     # figures about fewer pupils are not shared
# smallest_count = 5      # counts below this, on either side, are not shared
# longest_years = 3       # outcomes are to be reached within so many years of joining
# data_years = 3          # data of the needs analysis are old after so many years

# CSV files with the headings code and title, in the place of our lists (see workbook_templates/lists).
# [lists]
# national_indicators = "our_indicators.csv"

# Severities other than those of the rules: error, query or advice. `hwit rules` lists the codes.
# [severities]
# DG002 = "error"
# OC016 = "advice"

# A rule that does not hold a school up for a while: which, for whom, why, who decided, and until when.
# [[waivers]]
# rule = "OC009"
# school = "900001"
# reason = "Parents cannot be asked before the new survey starts."
# by = "Programme co-ordinator"
# until = 2027-07-31
"""
"""A profile with everything explained and nothing set."""
