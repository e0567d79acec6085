"""Numbers and dates as people type them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from hwit_validators import words
from hwit_validators.model.choices import Unit
from hwit_validators.model.column import Column
from hwit_validators.model.lists import Lists
from hwit_xl.workbooks.reading.no_figure import a_share, made_a_date, month, no_date, no_number
from hwit_xl.workbooks.reading.references import plain
from hwit_xl.workbooks.reading.typed_choices import choices_meant
from hwit_xl.workbooks.xlsx.cell import DASHES, LONGEST, Misfit, Sort, as_shown, as_text, clean, without_apostrophe
from hwit_xl.workbooks.xlsx.serials import DAY_ZERO, EARLIEST, LATEST, serial

_NUMBER = re.compile(
    r"£?\s*+([+\-\u2212]?)\s*+£?\s*+((?:[0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+)\s*(%|[A-Za-z][A-Za-z. ]*)?",
    re.IGNORECASE,
)
_PERCENT = frozenset({"%", "per cent", "percent", "pc", "p.c.", "pct"})
_POUNDS = frozenset({"pound", "pounds"})
_PEOPLE = frozenset({"people", "persons", "pupils and parents"})


def a_number(value: Any, sort: Sort, spec: Column, lists: Lists) -> Any:
    """A number: ``1,043``, ``45%`` or ``£20`` too, and ``12 pupils`` where pupils may be counted.

    Whether the unit behind it is that of its row is asked once every table is read (:mod:`hwit_xl.workbooks.reading.units`).
    """
    if sort is Sort.TEXT:
        value = without_apostrophe(value)
        match = _figure(value)
        if not match or not _takes(spec, match[3]):
            return no_number(value, spec)
        number = float(match[1].replace("\u2212", "-") + match[2].replace(",", "").replace(" ", ""))
    elif sort is Sort.PERCENT:
        number = round(value * 100, 8)
    elif sort is Sort.DATE:
        return made_a_date(value, spec)
    elif sort is Sort.LOGICAL:
        return no_number(as_shown(value, sort), spec)
    else:
        number = value
    return _within(number, spec)


def _figure(text: str) -> re.Match[str] | None:
    return _NUMBER.fullmatch(plain(text)) if len(text) <= LONGEST else None


def _takes(spec: Column, behind: str | None) -> bool:
    """Whether what stands behind a figure may stand there: a unit, in a column of figures that have one."""
    if not behind or (words := behind.casefold()) in _PERCENT:
        return True
    if spec.unit_in is None and not spec.people:
        return words in _POUNDS
    units = _units(words)
    return bool(_PEOPLE_COUNTED.intersection(units)) if spec.people else bool(units)


_PEOPLE_COUNTED = frozenset({Unit.PUPILS, Unit.PARENTS})


def _units(words: str) -> tuple[Unit, ...]:
    if words in _PERCENT:
        return (Unit.PERCENT,)
    if words in _PEOPLE:
        return (Unit.PUPILS, Unit.PARENTS)
    return tuple(unit for unit in choices_meant(words, Unit) if isinstance(unit, Unit))


def units_beside(text: str) -> tuple[Unit, ...]:
    """The units that the word or sign behind a figure can mean: none where there is none."""
    match = _figure(without_apostrophe(clean(text)))
    return _units(match[3].casefold()) if match and match[3] else ()


def a_whole_number(value: Any, sort: Sort, spec: Column, lists: Lists) -> Any:
    """A number without decimals."""
    if sort is Sort.PERCENT or (sort is Sort.TEXT and units_beside(value) == (Unit.PERCENT,)):
        return a_share(as_text(value, sort), spec)
    number = a_number(value, sort, spec, lists)
    if isinstance(number, Misfit):
        return number
    if number != int(number):
        return Misfit(
            "WB010",
            f"“{spec.title}” takes a whole number; here stands {number:,.10g}.",
            f"{number:,.10g}",
            "a whole number",
        )
    return int(number)


def _within(number: float, spec: Column) -> float | Misfit:
    low, high = spec.at_least, spec.at_most
    if (low is not None and number < low) or (high is not None and number > high):
        limits = (
            f"from {low:,.10g} to {high:,.10g}" if low is not None and high is not None else f"at least {low:,.10g}"
        )
        return Misfit(
            "WB017", f"“{spec.title}” takes a number {limits}; here stands {number:,.10g}.", f"{number:,.10g}", limits
        )
    return number


_YEAR = r"([0-9]{4}|['’]?[0-9]{2})"
_BETWEEN = r"(?:\s*+[/.\-]\s*+|[^\S ]*+ \s*+)"
"""A stroke, dot or dash with or without spaces, or spaces alone; said so that there is one way only to match them."""
_DAY_FIRST = re.compile(rf"([0-9]{{1,2}}){_BETWEEN}([0-9]{{1,2}}){_BETWEEN}{_YEAR}")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})")
_WORDS = re.compile(
    rf"(?:[A-Za-z]++,?\s++)?([0-9]{{1,2}})\s?(?:st|nd|rd|th)?[\s\-]*+(?:of\s++)?([A-Za-z]{{3,9}})\.?,?[\s\-]*+{_YEAR}"
)
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?\s++([0-9]{1,2})(?:st|nd|rd|th)?,?\s++([0-9]{4})")
_DAY_OF_WEEK = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_AROUND_DAY = re.compile(
    rf"^(?:on\s++)?(?:{_DAY_OF_WEEK}\b[,.]?\s++)?|(?<![,\s])[,\s]++\(?{_DAY_OF_WEEK}\)?$", re.IGNORECASE
)
_TIME_OF_DAY = re.compile(r"(?:T|\s)[0-9]{1,2}:[0-9][0-9][0-9:.]*$")


def a_date(value: Any, sort: Sort, spec: Column, lists: Lists) -> Any:
    """A date, typed as one or in words: ``31/07/2011``, ``31 July 2011``."""
    day: Any = None
    if sort is Sort.DATE:
        day = value
    elif sort is Sort.NUMBER and serial(EARLIEST) <= value <= serial(LATEST):
        day = DAY_ZERO + dt.timedelta(days=int(value))
    elif sort is Sort.TEXT:
        value = without_apostrophe(value).translate(DASHES)
        day = _written_date(value)
    if day is None:
        return no_date(value if sort is Sort.TEXT else as_shown(value, sort), spec)
    if not EARLIEST <= day <= LATEST:
        return Misfit(
            "WB017",
            f"The date {words.day(day)} is not between 1990 and 2099.",
            words.day(day),
            "a date between 1990 and 2099",
        )
    return day


def _written_date(text: str) -> dt.date | None:
    """A date as English schools write it: day first, with or without a time of day."""
    if len(text) > LONGEST:
        return None
    text = _AROUND_DAY.sub("", _TIME_OF_DAY.sub("", text).rstrip("."))
    if match := _DAY_FIRST.fullmatch(text):
        day, in_year, year = match[1], match[2], match[3]
    elif match := _YEAR_FIRST.fullmatch(text):
        year, in_year, day = match[1], match[2], match[3]
    elif match := _WORDS.fullmatch(text):
        day, in_year, year = match[1], str(month(match[2])), match[3]
    elif match := _MONTH_FIRST.fullmatch(text):
        in_year, day, year = str(month(match[1])), match[2], match[3]
    else:
        return None
    try:
        return dt.date(_full_year(year.strip("'’")), int(in_year), int(day))
    except ValueError:
        return None


def _full_year(year: str) -> int:
    """A year, the century added as Excel adds it: 29 is 2029, 30 is 1930."""
    return int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 30 else 1900)
