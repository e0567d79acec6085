"""What is said where somebody typed something else than a number or a date: what stands there, and what to type."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from hwit_validators import words
from hwit_validators.model.column import Column, Kind
from hwit_xl.workbooks.xlsx.cell import LONGEST, Misfit, excerpt, quoted
from hwit_xl.workbooks.xlsx.serials import EARLIEST

_FIGURE = r"([0-9]{1,7}(?:\.[0-9]{1,4})?|[0-9]{1,3}(?:,[0-9]{3}){1,2})"
_OF = re.compile(rf"{_FIGURE}\s*+\(?(?:out\s++of|of|in|from|per|/)\s*+{_FIGURE}(?![0-9.,%])", re.IGNORECASE)
_SPAN = re.compile(rf"{_FIGURE}\s*+%?\s*+(?:-|–|—|to|or)\s*+{_FIGURE}\s*+%?", re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"([0-9]{1,6}),([0-9]{1,2})\s*+%?")
_FIGURES = re.compile(rf"(?<![\w.,/]){_FIGURE}(?![\w.,/])(?! *[A-Za-z]\b)")
"""Figures in words. Beside a single letter it may be another one: somebody typed O for 0, or l for 1."""
_UP_TO_TWENTY = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
twenty
"""
_TENS = "thirty forty fifty sixty seventy eighty ninety hundred"
_IN_WORDS = {word: number for number, word in enumerate(_UP_TO_TWENTY.split())}
_IN_WORDS |= {word: 10 * number for number, word in enumerate(_TENS.split(), start=3)}
_SHARES = {
    "half": "50", "a half": "50", "one half": "50", "a quarter": "25", "one quarter": "25", "quarter": "25",
    "three quarters": "75", "a third": "33", "one third": "33", "two thirds": "67", "a fifth": "20", "a tenth": "10",
    "½": "50", "¼": "25", "¾": "75", "⅓": "33", "⅔": "67",
}  # fmt: skip
_ROUGHLY = re.compile(r"(?:about|around|roughly|approximately|nearly|almost|just|some|ca)\.?\s++", re.IGNORECASE)
_BOUND = re.compile(
    r"[<>≤≥]|\b(?:under|over|below|above|up to|at (?:least|most)|(?:less|more|fewer) than)\b", re.IGNORECASE
)


def no_number(typed: str, spec: Column) -> Misfit:
    """What is said of a text that is no number."""
    kind = "a whole number" if spec.kind is Kind.WHOLE else "a number"
    fix, expected = _number_instead(typed, spec) if len(typed) <= LONGEST and not spec.personal else ("", "")
    return Misfit(
        "WB010", f"{quoted(typed, spec)} is not {kind}; “{spec.title}” takes one figure and no words.",
        excerpt(typed, spec), expected or kind, fix or "Write one figure and nothing else, such as 45.",
    )  # fmt: skip


def a_share(typed: str, spec: Column) -> Misfit:
    """What is said of a percentage where people are counted."""
    return Misfit(
        "WB010", f"{quoted(typed, spec)} is a percentage; “{spec.title}” takes a whole number.",
        excerpt(typed, spec), "a whole number",
        "Write how many they are. If the cell makes a percentage of whatever is typed, type the number with an apostrophe in front.",
    )  # fmt: skip


def _number_instead(typed: str, spec: Column) -> tuple[str, str]:
    """How to type what somebody seems to mean, and the figure alone; two empty texts where that cannot be told."""
    if (of := _OF.search(typed)) and _number(of[1]) <= _number(of[2]):
        return _of_how_many(of[1], of[2], spec), of[1]
    if span := _SPAN.fullmatch(typed):
        return (
            f"Write one figure. If it may lie anywhere from {span[1]} to {span[2]}, write your best one.",
            "one figure",
        )
    if comma := _DECIMAL_COMMA.fullmatch(typed):
        return f"If {comma[1]}.{comma[2]} is meant, write it with a point.", f"{comma[1]}.{comma[2]}"
    if _BOUND.search(typed):
        return (
            "Write the exact figure. A figure about few people stays in the school, whatever it is.",
            "the exact figure",
        )
    bare = _ROUGHLY.sub("", typed.strip(" .")).casefold()
    if share := _SHARES.get(bare):
        return f"Where the unit is %, write {share}; otherwise write how many they are.", "a figure"
    if (number := _spelt(bare)) is not None:
        return f"Write {number}, in figures.", str(number)
    figures = _FIGURES.findall(typed)
    if len(figures) == 1:
        return f"Write {figures[0]}, without words.", figures[0]
    return "", ""


def _of_how_many(part: str, whole: str, spec: Column) -> str:
    percent = _percent(part, whole)
    instead = f" Where the unit is %, write {percent} here." if percent else ""
    if spec.out_of:
        return f"Write {part} here and {whole} under “{spec.out_of}”.{instead}"
    return f"Write {part} here, without the {whole}.{instead}"


def _percent(part: str, whole: str) -> str:
    some, all_ = _number(part), _number(whole)
    return f"{100 * some / all_:.3g}" if 0 < some <= all_ else ""


def _number(figure: str) -> float:
    return float(figure.replace(",", ""))


def _spelt(text: str) -> int | None:
    """The number that words such as *forty* or *twenty-five* stand for; None where they stand for none."""
    text = text.removeprefix("a ").removeprefix("one ") if "hundred" in text else text
    tens, _, ones = text.replace("-", " ").partition(" ")
    if tens in _IN_WORDS and not ones:
        return _IN_WORDS[tens]
    several = _IN_WORDS.get(tens, 0) in range(20, 100, 10) and _IN_WORDS.get(ones, 0) in range(1, 10)
    return _IN_WORDS[tens] + _IN_WORDS[ones] if several else None


def made_a_date(day: dt.date, spec: Column) -> Misfit:
    """What is said of a date where a number belongs."""
    again = "If the cell makes a date of it again, type an apostrophe in front."
    fix = f"Write one figure, such as 45. {again}"
    if day >= EARLIEST and day.day <= day.month:
        fix = (
            f"If {day.day} of {day.month} is meant: {_lower(_of_how_many(str(day.day), str(day.month), spec))} {again}"
        )
    return Misfit(
        "WB010",
        f"There is a date here, {words.day(day)}, where a number belongs. Excel turns something like 3/9 into a date.",
        words.day(day), "a number", fix,
    )  # fmt: skip


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


_MONTHS = tuple(name.lower() for name in (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
))  # fmt: skip
_TERMS = {
    "autumn": (12, 18), "christmas": (12, 18), "michaelmas": (12, 18), "winter": (12, 18), "spring": (3, 31), "easter": (3, 31),
    "lent": (3, 31), "summer": (7, 20), "trinity": (7, 20),
}  # fmt: skip
"""A day near the end of each term."""
_YEAR = re.compile(r"(?<![0-9])(19[0-9]{2}|20[0-9]{2})(?![0-9])")
_NO_YEAR = re.compile(
    r"([0-9]{1,2})(?:\s*+[/.\-]\s*+([0-9]{1,2})|\s?(?:st|nd|rd|th)?\s*+(?:of\s++)?([A-Za-z]{3,9}))\.?", re.IGNORECASE
)
_MONTH_ONLY = re.compile(
    r"(?:in |by |end of |start of |early |mid |late )?([A-Za-z]{3,9})\.?,?[\s\-]*+([0-9]{4})", re.IGNORECASE
)
_MONTH_IN_FIGURES = re.compile(r"([0-9]{1,2})\s*+[/.\-]\s*+([0-9]{4})")
_THREE = re.compile(r"([0-9]{1,2})\s*+[/.\-]\s*+([0-9]{1,2})\s*+[/.\-]\s*+([0-9]{4})")


def no_date(typed: str, spec: Column) -> Misfit:
    """What is said of a text that is no date."""
    says, example = _date_instead(typed) if len(typed) <= LONGEST and not spec.personal else ("", "")
    return Misfit(
        "WB010",
        says or f"{quoted(typed, spec)} is not a full date; “{spec.title}” takes one day.",
        excerpt(typed, spec), f"a full date, such as {example or _ANY}",
        f"Write one full date with its day, month and year, such as {example or _ANY}.",
    )  # fmt: skip


_ANY = "31/07/2011"


def _date_instead(typed: str) -> tuple[str, str]:
    """What is missing from a date, and a full one like it; two empty texts where neither can be told."""
    text = " ".join(typed.split())
    year = _YEAR.search(text)
    if found := _MONTH_ONLY.fullmatch(text) or _MONTH_IN_FIGURES.fullmatch(text):
        number = int(found[1]) if found[1].isdigit() else month(found[1])
        if 1 <= number <= 12:
            return f"The day is missing from “{text}”.", _last_of(int(found[2]), number)
    if found := _NO_YEAR.fullmatch(text):
        number = int(found[2]) if found[2] else month(found[3])
        if 1 <= number <= 12 and 1 <= int(found[1]) <= 31:
            return f"The year is missing from “{text}”.", f"{int(found[1]):02}/{number:02}/2011"
    if (found := _THREE.fullmatch(text)) and year:
        return _turned(int(found[1]), int(found[2]), int(found[3]), text)
    if (found := _THREE.search(text)) and _is_a_day(int(found[1]), int(found[2]), int(found[3])):
        return "", f"{int(found[1]):02}/{int(found[2]):02}/{found[3]}"
    for name, (number, day) in _TERMS.items():
        if year and name in text.casefold():
            return "", f"{day:02}/{number:02}/{year[0]}"
    return ("", f"31/07/{year[0]}") if year and text == year[0] else ("", "")


def _is_a_day(day: int, number: int, year: int) -> bool:
    return 1 <= number <= 12 and year > 0 and 1 <= day <= calendar.monthrange(year, number)[1]


def _turned(day: int, number: int, year: int, text: str) -> tuple[str, str]:
    if number > 12 and day <= 12 and number <= calendar.monthrange(year, day)[1]:
        return f"“{text}” has the month first; here the day comes first.", f"{number:02}/{day:02}/{year}"
    if 1 <= number <= 12:
        return f"The calendar has no {text}.", _last_of(year, number)
    return "", ""


def _last_of(year: int, number: int) -> str:
    return f"{calendar.monthrange(year, number)[1] if year else 28}/{number:02}/{year:04}"


def month(word: str) -> int:
    """The number of a month from three or more of its letters, or 0."""
    return next((number for number, name in enumerate(_MONTHS, start=1) if name.startswith(word.lower())), 0)
