"""Turning what stands in a cell into an answer: once, at the door, forgiving of how people type."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache, lru_cache
from typing import Any, NamedTuple

from hwit_validators.column import ALL, Column, Kind
from hwit_validators.lists import Lists


class Sort(Enum):
    """What the file says a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    """A number shown as a date."""
    PERCENT = "percent"
    """A number shown as a percentage: 0.45 stands for 45%."""
    LOGICAL = "logical"
    ERROR = "error"


class Cell(NamedTuple):
    """One filled cell.

    Attributes:
        value: text, number, bool, a date's day (as a datetime.date) or an error's text; None for a formula that was
            never worked out.
        formula: whether the value comes from a formula.
    """

    value: Any
    sort: Sort
    formula: bool = False


@dataclass(frozen=True)
class Misfit:
    """Why a cell's content is no answer to its question."""

    code: str
    message: str
    found: str | None = None
    expected: str | None = None


_ERROR = re.compile(
    r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!)|Err:5\d\d"
)
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_HIDDEN = re.compile(r"[\u200b\u200c\u200d\u2060\ufeff\x00-\x08\x0b-\x1f]")


_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f])_")
_LONGEST = 60
"""Characters of a text that can still be a number, a date or a reference."""


def clean(text: str) -> str:
    """A text without stray spaces, no-break spaces and invisible characters; line breaks stay."""
    if "_x00" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)  # how Excel writes a carriage return
    if text.isprintable():
        return " ".join(text.split()) if "  " in text else text.strip()
    text = _HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


_TEXT, _ERROR_SORT, _TEXT_KIND = Sort.TEXT, Sort.ERROR, Kind.TEXT  # looked up once: they are asked for every cell


def answer(cell: Cell, spec: Column, lists: Lists) -> Any:
    """The answer a cell gives to a column's question: a value, None where it is blank, or a :class:`Misfit`."""
    value, sort, _ = cell
    if sort is _TEXT:
        value = clean(value)
        if not value:
            return None
        if value[0] in "#E" and _ERROR.fullmatch(value):
            return _error(value)
        if spec.kind is _TEXT_KIND:
            return value
    elif sort is _ERROR_SORT:
        return _error(str(value))
    if value is None:
        return Misfit(
            "WB010", "The formula here was never worked out, so there is no value to read.", expected=spec.kind.value
        )
    return _TURN[spec.kind](value, sort, spec, lists)


def _error(text: str) -> Misfit:
    text = text if _ERROR.fullmatch(text) else "an error"
    return Misfit(
        "WB008",
        f"Instead of an answer the cell shows {text}, which is Excel's way of saying that a formula failed.",
        text,
    )


def _text(value: Any, sort: Sort, spec: Column, lists: Lists) -> Any:
    if sort is Sort.TEXT:
        return value
    if sort is Sort.DATE:
        return f"{value.day} {value:%B %Y}"
    if sort is Sort.LOGICAL:
        return "Yes" if value else "No"
    if sort is Sort.PERCENT:
        return f"{value * 100:.10g}%"
    return f"{value:.15g}"


_NUMBER = re.compile(
    r"£?\s*([+\-\u2212]?)\s*£?\s*((?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.\d+)?|\.\d+)\s*(?:%|per ?cent)?", re.IGNORECASE
)


def _number(value: Any, sort: Sort, spec: Column, lists: Lists) -> Any:
    if sort is Sort.TEXT:
        value = _without_apostrophe(value)
        match = _NUMBER.fullmatch(value[:_LONGEST])  # "45%" is 45 in a column whose unit says %
        if not match or len(value) > _LONGEST:
            return _not_a_number(value, spec)
        number = float(match[1].replace("\u2212", "-") + match[2].replace(",", "").replace(" ", ""))
    elif sort is Sort.PERCENT:
        number = round(value * 100, 8)
    elif sort is Sort.DATE:
        return Misfit(
            "WB010",
            "There is a date here where a number belongs. Excel turns something like 3/9 into a date.",
            _shown_date(value), "a number",
        )  # fmt: skip
    elif sort is Sort.LOGICAL:
        return _not_a_number("Yes" if value else "No", spec)
    else:
        number = value
    return _within(number, spec)


def _without_apostrophe(text: str) -> str:
    """A text without an apostrophe in front: LibreOffice keeps it before what it would not take for a number."""
    return text.removeprefix("'").lstrip()


def _not_a_number(value: str, spec: Column) -> Misfit:
    return Misfit(
        "WB010", f"“{spec.title}” takes a number, and this is not one.", _excerpt(value, spec), spec.kind.value
    )


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


def _whole(value: Any, sort: Sort, spec: Column, lists: Lists) -> Any:
    number = _number(value, sort, spec, lists)
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


_MONTHS = {
    name[:3]: number
    for number, name in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"), 1
    )
}  # fmt: skip
_YEAR = r"(\d{4}|['’]?\d{2})"
_DAY_FIRST = re.compile(rf"(\d{{1,2}})\s*[/.\- ]\s*(\d{{1,2}})\s*[/.\- ]\s*{_YEAR}")
_YEAR_FIRST = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_WORDS = re.compile(
    rf"(?:[A-Za-z]+,?\s+)?(\d{{1,2}})\s?(?:st|nd|rd|th)?[\s\-]*(?:of\s+)?([A-Za-z]{{3,9}})\.?,?[\s\-]*{_YEAR}"
)
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_TIME_OF_DAY = re.compile(r"(?:T|\s)\d{1,2}:\d\d[\d:.]*$")
_MONTH_ONLY = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{4})")
_SERIAL_FIRST, _SERIAL_LAST = 32874, 73050  # 1 January 1990 and 31 December 2099
EPOCH = dt.date(1899, 12, 30)


def _date(value: Any, sort: Sort, spec: Column, lists: Lists) -> Any:
    day: Any = None
    if sort is Sort.DATE:
        day = value
    elif sort is Sort.NUMBER and _SERIAL_FIRST <= value <= _SERIAL_LAST:
        day = EPOCH + dt.timedelta(days=int(value))
    elif sort is Sort.TEXT:
        value = _without_apostrophe(value)
        day = _written_date(value)
        if day is None and (month := _MONTH_ONLY.fullmatch(value)) and _month(month[1]):
            return Misfit("WB010", "The day is missing from this date.", value, "a full date, such as 31/07/2011")
    if day is None:
        found = _excerpt(value, spec) if sort is Sort.TEXT else _text(value, sort, spec, lists)
        return Misfit(
            "WB010", f"“{spec.title}” takes a date, and this is not one.", found, "a date, such as 31/07/2011"
        )
    if not 1990 <= day.year <= 2099:
        return Misfit(
            "WB017",
            f"The date {_shown_date(day)} is not between 1990 and 2099.",
            _shown_date(day),
            "a date between 1990 and 2099",
        )
    return day


def _written_date(text: str) -> dt.date | None:
    """A date as English schools write it: day first, with or without a time of day."""
    if len(text) > _LONGEST:
        return None
    text = _TIME_OF_DAY.sub("", text).rstrip(".")
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = match[1], match[2], match[3]
    elif match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match[1], match[2], match[3]
    elif match := _WORDS.fullmatch(text):
        day, month, year = match[1], str(_month(match[2])), match[3]
    elif match := _MONTH_FIRST.fullmatch(text):
        month, day, year = str(_month(match[1])), match[2], match[3]
    else:
        return None
    try:
        return dt.date(_full_year(year.strip("'’")), int(month), int(day))
    except ValueError:
        return None


def _full_year(year: str) -> int:
    """A year, the century added as Excel adds it: 29 is 2029, 30 is 1930."""
    return int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 30 else 1900)


def _month(word: str) -> int:
    """The number of a month, or 0."""
    number = _MONTHS.get(word[:3].lower(), 0)
    full = (
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    )
    return number if number and (full[number - 1].startswith(word.lower()) or word.lower() == "sept") else 0


def _shown_date(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


_YES = frozenset({"yes", "y", "true", "1", "✓", "✔", "yes.", "done"})
_NO = frozenset({"no", "n", "false", "0", "✗", "✘", "no."})


def _yes_no(value: Any, sort: Sort, spec: Column, lists: Lists) -> Any:
    if sort is Sort.LOGICAL:
        return value
    text = _text(value, sort, spec, lists).casefold()
    if text in _YES:
        return True
    if text in _NO:
        return False
    return Misfit("WB010", f"“{spec.title}” takes Yes or No.", _excerpt(str(value), spec), "Yes or No")


@cache
def _choices(choices: type[StrEnum]) -> dict[str, StrEnum]:
    return {_choice_key(str(choice)): choice for choice in choices}


@lru_cache(maxsize=4096)
def _choice_key(text: str) -> str:
    return re.sub(r"[\s\-–—.]+", " ", text.casefold().replace("&", " and ")).strip()


def _choice(value: Any, sort: Sort, spec: Column, lists: Lists) -> Any:
    assert spec.choices
    text = _text(value, sort, spec, lists)
    known = _choices(spec.choices)
    key = _choice_key(text)
    if key in known:
        return known[key]
    if (plural := key.rstrip("s")) in known or (plural := key + "s") in known:
        return known[plural]
    if key in ("percent", "per cent", "percentage") and "%" in known:
        return known["%"]
    close = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
    return _not_in_list(text, spec, str(known[close[0]]) if close else None, ", ".join(map(str, spec.choices)))


def _choices_of(value: Any, sort: Sort, spec: Column, lists: Lists) -> Any:
    text = _text(value, sort, spec, lists)
    chosen: list[Any] = []
    for part in filter(None, map(str.strip, re.split(r"[,;\n/]+", text))):
        several = _joined_choices(part, spec, lists)
        if isinstance(several, Misfit):
            return several
        chosen += several
    return tuple(dict.fromkeys(chosen)) or None


def _joined_choices(text: str, spec: Column, lists: Lists) -> list[Any] | Misfit:
    """Choices joined by *and*, which may also stand inside one of them: pupils, parents and carers and governors."""
    whole = _choice(text, Sort.TEXT, spec, lists)
    if not isinstance(whole, Misfit):
        return [whole]
    words = re.split(r"\s*(?:&|\band\b)\s*", text, flags=re.IGNORECASE)
    chosen: list[Any] = []
    while words and len(words) <= 2 * len(spec.choices or ()):
        tried = (
            (count, _choice(" and ".join(words[:count]), Sort.TEXT, spec, lists)) for count in range(len(words), 0, -1)
        )
        known = next(((count, one) for count, one in tried if not isinstance(one, Misfit)), None)
        if known is None:
            break
        chosen.append(known[1])
        words = words[known[0] :]
    return whole if words else chosen


def _listed(value: Any, sort: Sort, spec: Column, lists: Lists) -> Any:
    assert spec.listed
    text = _text(value, sort, spec, lists)
    values = lists[spec.listed]
    if entry := values.find(text):
        return entry.code
    if spec.open_list:
        return text
    nearest = values.nearest(text)
    return _not_in_list(text, spec, nearest.label if nearest else None, "an entry of the list")


def _not_in_list(text: str, spec: Column, nearest: str | None, expected: str) -> Misfit:
    hint = f" Did you mean “{nearest}”?" if nearest else ""
    return Misfit(
        "WB011",
        f"This is not one of the answers in the list for “{spec.title}”.{hint}",
        _excerpt(text, spec),
        nearest or expected,
    )


_NOUNS = {"outcome": "O", "indicator": "E", "esi": "E", "priority": "P", "activity": "A", "partner": "PT", "need": "N"}
_REF = re.compile(rf"(?:({'|'.join(_NOUNS)})s?)?\s?([A-Za-z]{{1,2}})?[\s.\-]*0*(\d{{1,3}})\.?", re.IGNORECASE)
_RANGE = re.compile(r"([A-Za-z]{1,2})\s*0*(\d{1,3})\s*(?:-|–|to)\s*\1?\s*0*(\d{1,3})", re.IGNORECASE)


def _link(value: Any, sort: Sort, spec: Column, lists: Lists) -> Any:
    text = _text(value, sort, spec, lists)
    ref = _one_ref(text)
    return ref or _not_a_reference(text, spec)


@lru_cache(maxsize=4096)
def _one_ref(text: str) -> str | None:
    match = _REF.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if match is None or not (match[1] or match[2]):
        return None
    letters = match[2].upper() if match[2] else _NOUNS[match[1].lower()]
    return f"{letters}{int(match[3])}"


def _links(value: Any, sort: Sort, spec: Column, lists: Lists) -> Any:
    text = _text(value, sort, spec, lists)
    if spec.all_allowed and text.casefold().rstrip(".") in ("all", "all outcomes", "all of them"):
        return (ALL,)
    refs: list[str] = []
    for part in re.split(r"[,;\n&/+]+|\band\b", text, flags=re.IGNORECASE):
        part = part.strip()
        if not part:
            continue
        if len(part) <= _LONGEST and (span := _RANGE.fullmatch(part)):
            first, last = int(span[2]), int(span[3])
            if not 0 <= last - first <= 30:
                return _not_a_reference(text, spec)
            refs += [f"{span[1].upper()}{number}" for number in range(first, last + 1)]
            continue
        for piece in [part] if _one_ref(part) else part.split():
            ref = _one_ref(piece)
            if ref is None:
                return _not_a_reference(text, spec)
            refs.append(ref)
    return tuple(dict.fromkeys(refs)) or None


def _not_a_reference(text: str, spec: Column) -> Misfit:
    return Misfit(
        "WB010", f"“{spec.title}” takes the short references in the first column of a sheet, such as O1 or E3.",
        _excerpt(text, spec), "references such as O1, E3",
    )  # fmt: skip


def _excerpt(text: str, spec: Column) -> str | None:
    """What stands there, short enough for a message; nothing where it may name a person."""
    if spec.personal:
        return None
    return text if len(text) <= 40 else text[:39] + "…"


_TURN: dict[Kind, Callable[[Any, Sort, Column, Lists], Any]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.WHOLE: _whole,
    Kind.DATE: _date,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices_of,
    Kind.LISTED: _listed,
    Kind.LINK: _link,
    Kind.LINKS: _links,
}
