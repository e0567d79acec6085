"""Small numbers: the one place that decides which figures may leave the school (design §8, domain facts §6.3).

Inside the school's own workbook everything is shown. In whatever is passed on (a report for governors, text for
inspectors, a summary, a programme's totals) a figure about a small group, or that gives away a count of a few pupils, is
replaced by :data:`WITHHELD`.

Sources of the limits: school results in England were withheld for ten or fewer pupils, later for fewer than ten
(House of Commons written answers, 15 June 2009); counts of 1 to 4 are withheld in health data. A programme may set
others in its profile.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from hwit_validators.model.choices import Unit
from hwit_validators.model.profile import Limits
from hwit_validators.wording import NUMBERS

WITHHELD = "c"
"""What stands in the place of a figure that is not passed on; the mark used in English school statistics."""

_PEOPLE = (Unit.PUPILS, Unit.PARENTS)


def people_counted(value: float, unit: Unit | None, size: int) -> float | None:
    """How many of ``size`` people a figure is about; None where the figure counts something else than people."""
    if unit is Unit.PERCENT:
        return value * size / 100
    return value if unit in _PEOPLE else None


def may_share(value: float, unit: Unit | None, size: int | None, limits: Limits) -> bool:
    """Whether a figure about ``size`` people may be passed on.

    Not if the group is small, if its size is not known, or if the people counted, or those not counted, are so few that
    they could be recognised. Nobody and everybody may be told of a group that is large enough.
    """
    if size is None or size < limits.smallest_group:
        return False
    counted = people_counted(value, unit, size)
    return counted is None or not (_few(counted, limits) or _few(size - counted, limits))


def may_share_change(
    before: float | None, after: float | None, unit: Unit | None, size_before: int | None, size_after: int | None,
    limits: Limits,
) -> bool:  # fmt: skip
    """Whether two figures may be passed on side by side.

    Both or neither: with one of them, its source and the change the other could be worked out. Nor if the two together
    show that a few people changed. A figure that is missing takes nothing away.
    """
    figures = [(before, size_before), (after, size_after)]
    known = [(value, size) for value, size in figures if value is not None]
    if not all(may_share(value, unit, size, limits) for value, size in known):
        return False
    counts = [people_counted(value, unit, size or 0) for value, size in known]
    if len(counts) < 2 or counts[0] is None or counts[1] is None or size_before != size_after:
        return True
    return not _few(abs(counts[1] - counts[0]), limits)


def _few(count: float, limits: Limits) -> bool:
    """Whether so many people could be recognised: more than none, and fewer than may be told."""
    return count >= 0.5 and round(count) < limits.smallest_count


_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_YEAR = r"(?:19|20)\d\d"
_GROUP = "(?:1[0-3]|[1-9])"
_MANY_GROUPS = rf"{_GROUP}(?:(?:, {_GROUP})* (?:and|to|or|&) {_GROUP}|[-–/]{_GROUP})?"
_COUNTED = r"(?:pupils?|children|parents?|people|minutes|hours|days|times|points|steps)\b"
_NOT_A_SHARE = r"(?![\d%]|[.,]\d| (?:out )?of\b| ?per ?cent)"
_KEPT = re.compile(
    rf"(?<![\d.,/£])(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?: {_YEAR})?|\d{{1,2}}/\d{{1,2}}/(?:\d\d)?\d\d"
    rf"|{_YEAR}(?:[/–-]\d\d(?:\d\d)?)?){_NOT_A_SHARE}(?! {_COUNTED})"
    rf"|\b(?:Years|Classes|Forms|Terms|Stages|[Kk]ey [Ss]tages) ?{_MANY_GROUPS}{_NOT_A_SHARE}"
    rf"|\b(?:Year|Class|Form|Term|Stage|[Kk]ey [Ss]tage|KS) ?{_GROUP}(?:[-–/]{_GROUP})?{_NOT_A_SHARE}"
    r"|\b(?:5|[Ff]ive) a day\b"
    rf"|\b(?:NI ?\d{{1,3}}|(?:PT|[ABCDEHNOPRVX])\d{{1,2}}){_NOT_A_SHARE}"
)
"""Dates, years, references (*O3*), *5 a day*, and names of year groups.

After a single *Year 5* the next figure may be a count, so it is not kept.
"""
_WORD = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|dozens?|zero|nought|twice|halves|thirds?|quarters?|fifths?|sixths?|tenths?|pair"
    r"|both(?= (?:pupils|children|boys|girls|parents)\b)|single(?= (?:pupil|child|boy|girl|parent)\b)"
    r"|half(?![- ](?:term|year|day|hour|an|a|past)\b)|one(?= (?:of|in|out of|pupil|child|boy|girl|parent)\b)"
    r"|(?:(?<=\bto )|(?<=\bfrom )|(?<=\bonly )|(?<=\bjust )|(?<=\bthan )|(?<=\bbut ))one\b|couple)"
)
_NUMBER = re.compile(
    rf"\d+(?:,\d+)*(?:\.\d+)?(?:st|nd|rd|th)?|[¼-¾⅐-⅞]|\b{_WORD}(?:[- ](?:and )?(?:{_WORD}|one\b))*\b", re.IGNORECASE
)


def masked(text: str) -> str:
    """A text with its figures withheld; dates, years and year groups stay.

    It rather withholds too much than too little: every figure goes, also one that is written as a word. *One* goes
    where it counts people (*one of*, *one pupil*).
    """
    return _outside_what_is_kept(text, lambda part: _NUMBER.sub(WITHHELD, part))


_COUNT = rf"(?:\d+(?:,\d{{3}})*(?![\d.,]\d|%)|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
_K_OF_N = re.compile(
    rf"(?<![\w.,£-])({_COUNT})(?= (?:out )?of (?:the |our |these |those )?({_COUNT})(?![\w%]))", re.IGNORECASE
)
_SOMEBODY = "(?:pupil|child|children|boy|girl|student|teenager|parent|carer|mother|father|famil(?:y|ies)|young (?:person|people))s?"
_BETWEEN = r"(?: (?!(?:of|in|out|or|and|to|from|per|for|at|by|with|a|an|the)\b)[a-z’'-]+){0,2}"
_K_PEOPLE = re.compile(
    rf"(?<![\w.,£-])({_COUNT})(?={_BETWEEN} {_SOMEBODY}\b(?!(?: or [a-z]+)? of each)"
    r"| of (?:them|these|those)\b)",
    re.IGNORECASE,
)
_K_DID = re.compile(
    rf"(?<![\w.,£-])(?!(?:1|one)\b)({_COUNT})(?= (?:others? |more )?(?:have|has|had|did|do|were|was|are|left|moved|joined)\b)",
    re.IGNORECASE,
)


def without_few(text: str, limits: Limits) -> str:
    """A text with its counts of a few people withheld: *three pupils*, *four of them*, *10 of the 14*, *four have not*.

    Where a share is told (*10 of the 14*), neither those counted nor those left may be few. Whom other figures count
    cannot be known from the words, so this is a help, and no promise.
    """

    def share(found: re.Match[str]) -> str:
        counted, people = _counted(found[1]), _counted(found[2])
        return WITHHELD if _few(counted, limits) or _few(people - counted, limits) else found[0]

    def people(found: re.Match[str]) -> str:
        return WITHHELD if _few(_counted(found[1]), limits) else found[0]

    def part(words: str) -> str:
        return _K_DID.sub(people, _K_PEOPLE.sub(people, _K_OF_N.sub(share, words)))

    return _outside_what_is_kept(text, part)


_MOST_FIGURES = 15
"""Python refuses to make a number of thousands of figures."""


def _counted(count: str) -> int:
    """The number that a count says; of one with more figures than any count has, only as many as are needed to see that."""
    word = count.lower()
    return NUMBERS[word] if word in NUMBERS else int(count.replace(",", "").lstrip("0")[:_MOST_FIGURES] or "0")


def _outside_what_is_kept(text: str, change: Callable[[str], str]) -> str:
    """A text, changed wherever it is not a date, a year, a reference or the name of a year group."""
    parts, end = [], 0
    for kept in _KEPT.finditer(text):
        parts += [change(text[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join((*parts, change(text[end:])))
