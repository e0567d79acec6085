"""What may leave the school: figures about few people may not, and cannot be worked out from what does."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwit_validators.model.choices import Unit
from hwit_validators.model.profile import Limits
from hwit_validators.privacy.small_numbers import (
    masked,
    may_share,
    may_share_change,
    without_few,
)

USUAL = Limits()
"""Ten people, and counts from five."""


@pytest.mark.parametrize(
    ("value", "unit", "size", "may"),
    [
        (50.0, Unit.PERCENT, 100, True),
        (50.0, Unit.PERCENT, 10, True),
        (50.0, Unit.PERCENT, 9, False),  # a small group
        (50.0, Unit.PERCENT, None, False),  # of how many is not known
        (4.0, Unit.PERCENT, 100, False),  # four pupils
        (5.0, Unit.PERCENT, 100, True),
        (96.0, Unit.PERCENT, 100, False),  # all but four
        (0.0, Unit.PERCENT, 100, True),  # nobody
        (100.0, Unit.PERCENT, 100, True),  # everybody
        (0.0, Unit.PERCENT, 8, False),  # nobody of a small group tells of each of them
        (100.0, Unit.PERCENT, 8, False),
        (2.4, Unit.PERCENT, 178, False),  # 4.272: four pupils
        (0.3, Unit.PERCENT, 100, True),  # less than half a pupil is nobody
        (4.0, Unit.PUPILS, 19, False),
        (5.0, Unit.PUPILS, 19, True),
        (15.0, Unit.PUPILS, 19, False),
        (19.0, Unit.PUPILS, 19, True),
        (4.0, Unit.PARENTS, 60, False),
        (4.2, Unit.SCORE, 14, True),  # a score counts nobody
        (4.2, Unit.SCORE, 9, False),
        (3.0, Unit.DAYS, 30, True),
        (3.0, None, 30, True),
    ],
)
def test_a_figure(value: float, unit: Unit | None, size: int | None, may: bool) -> None:
    assert may_share(value, unit, size, USUAL) is may


def test_a_programme_may_set_other_limits() -> None:
    strict = Limits(smallest_group=30, smallest_count=10)
    assert not may_share(50.0, Unit.PERCENT, 29, strict)
    assert not may_share(9.0, Unit.PUPILS, 60, strict)
    assert may_share(10.0, Unit.PUPILS, 60, strict)


@pytest.mark.parametrize(
    ("before", "after", "sizes", "may"),
    [
        (31.0, 45.0, (178, 174), True),
        (4.0, 12.0, (100, 100), False),  # the first is four pupils, so the second goes too
        (12.0, 4.0, (100, 100), False),
        (40.0, 43.0, (100, 100), False),  # three of the same hundred changed
        (40.0, 45.0, (100, 100), True),
        (40.0, 40.0, (100, 100), True),  # nobody changed
        (40.0, 43.0, (100, 104), True),  # of other people, the difference is no count
        (None, 43.0, (None, 100), True),
        (40.0, None, (100, None), True),
        (None, None, (None, None), True),
        (None, 43.0, (None, None), False),
        (None, 43.0, (None, 9), False),
    ],
)
def test_two_figures_side_by_side(
    before: float | None, after: float | None, sizes: tuple[int | None, int | None], may: bool
) -> None:
    assert may_share_change(before, after, Unit.PERCENT, *sizes, USUAL) is may


def test_scores_side_by_side_count_nobody() -> None:
    assert may_share_change(5.1, 4.2, Unit.SCORE, 14, 14, USUAL)
    assert not may_share_change(5.1, 4.2, Unit.SCORE, 14, 9, USUAL)


LIMITS = st.builds(Limits, smallest_group=st.integers(1, 40), smallest_count=st.integers(1, 20))
SIZES = st.none() | st.integers(1, 300)
UNITS = st.none() | st.sampled_from(Unit)
FIGURES = st.none() | st.integers(0, 1000).map(lambda tenths: tenths / 10)


@given(FIGURES, FIGURES, UNITS, SIZES, SIZES, LIMITS)
def test_both_figures_or_neither(
    before: float | None, after: float | None, unit: Unit | None, size: int | None, other: int | None, limits: Limits
) -> None:
    """What two figures may do side by side, each of them may do alone; and it does not matter which came first."""
    both = may_share_change(before, after, unit, size, other, limits)
    assert both is may_share_change(after, before, unit, other, size, limits)
    known = [(value, of) for value, of in ((before, size), (after, other)) if value is not None]
    if both:
        assert all(may_share(value, unit, of, limits) for value, of in known)
    if len(known) < 2:
        assert both is all(may_share(value, unit, of, limits) for value, of in known)


@given(st.integers(1, 300).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size))), LIMITS)
def test_a_count_and_its_percentage_are_judged_alike(counted: tuple[int, int], limits: Limits) -> None:
    count, size = counted
    as_percent = may_share(100 * count / size, Unit.PERCENT, size, limits)
    assert as_percent is may_share(count, Unit.PUPILS, size, limits)
    if as_percent:
        assert size >= limits.smallest_group
        assert count == 0 or count >= limits.smallest_count
        assert count == size or size - count >= limits.smallest_count


@given(FIGURES, UNITS, SIZES, LIMITS, st.integers(0, 20))
def test_stricter_limits_never_let_more_out(
    value: float | None, unit: Unit | None, size: int | None, limits: Limits, more: int
) -> None:
    stricter = Limits(smallest_group=limits.smallest_group + more, smallest_count=min(50, limits.smallest_count + more))
    if value is not None and may_share(value, unit, size, stricter):
        assert may_share(value, unit, size, limits)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("from 4 to 12 of 19 by June 2012", "from c to c of c by June 2012"),
        ("rises from 31% to 50.5%", "rises from c% to c%"),
        ("1,043 pupils", "c pupils"),
        ("7, 8 and 9 of 11", "c, c and c of c"),
        ("by 12 May 2011, and by 12th May", "by 12 May 2011, and by 12th May"),
        ("in 2010/11 and 2010-11", "in 2010/11 and 2010-11"),
        ("on 31/07/2011", "on 31/07/2011"),
        ("112 May 2011", "c May 2011"),
        ("2012 minutes", "c minutes"),
        ("Pupils in Years 3 to 6", "Pupils in Years 3 to 6"),
        ("Years 3, 4 and 6", "Years 3, 4 and 6"),
        ("Years 5-6 and Year 9", "Years 5-6 and Year 9"),
        ("Key Stage 2, NI 56 and KS3", "Key Stage 2, NI 56 and KS3"),
        # a year group, and right after it a count
        ("In Year 5, 7 pupils", "In Year 5, c pupils"),
        ("In Years 5 and 6, 7 pupils", "In Years 5 and 6, c pupils"),
        ("in Year 5 and 6 of 14", "in Year 5 and c of c"),
        ("Years 5 and 6 of 14", "Years 5 and c of c"),
        ("this year 4 of the 9 boys", "this year c of the c boys"),
        ("This Year 4 of the 9 boys", "This Year c of the c boys"),
        ("within 2 years 4 of 9", "within c years c of c"),
        ("Year 14", "Year c"),
        # words
        ("Eight of the fourteen, and twenty-five others", "c of the c, and c others"),
        ("a hundred and four", "a c"),
        ("thirty parents; half of them twice", "c parents; c of them c"),
        ("a third, two thirds, three quarters, ½", "a c, c, c, c"),
        ("One pupil, one of them, and one in ten", "c pupil, c of them, and c in c"),
        ("one-to-one help every half-term, so that no one is alone", "one-to-one help every half-term, so that no one is alone"),
        ("the 12th child", "the c child"),
        ("falls from four to one, only one of a couple", "falls from c to c, only c of a c"),
        ("amendment X1: O3 goes to 10 pupils", "amendment X1: O3 goes to c pupils"),
        ("", ""),
    ],
)  # fmt: skip
def test_words_with_their_figures_withheld(text: str, shown: str) -> None:
    assert masked(text) == shown


MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
KEPT = re.compile(
    rf"\d{{1,2}}(?:st|nd|rd|th)? (?:{MONTH})|(?:19|20)\d\d(?:[/–-]\d\d(?:\d\d)?)?|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}"
    r"|(?:Years?|Class(?:es)?|Forms?|Terms?|Stages?|stages?|KS) ?\d{1,2}(?!\d)"
    r"(?:(?:, \d{1,2}(?!\d))*(?: and | to | or | & |[-–/])\d{1,2}(?!\d|/\d))?|NI ?\d{1,3}"
    r"|(?:PT|[ABCDEHNOPRVX])\d{1,2}"
)
PIECES = st.sampled_from([
    "4", "19", "12.5", "1,043", "7%", "45 per cent", "Year 5", "Years 3 to 6", "Years 3, 4 and 6", "Key Stage 2", "NI 56",
    "12 May 2011", "June 2012", "2010/11", "31/07/2011", "3rd", "½", "pupils", "of", "in", "and", "to", ", ", "; ", "a", "£",
    "(", ")", "year", "years", "May", "Term 2", "Class 4", "١٢", "O1", "-", "/", ".",
])  # fmt: skip


@settings(max_examples=400)
@given(st.lists(PIECES | st.text(max_size=5), max_size=12).map(" ".join) | st.text(max_size=60))
def test_no_figure_is_left_but_dates_years_and_year_groups(text: str) -> None:
    shown = masked(text)
    left = KEPT.sub("", shown)
    assert not any(letter.isdecimal() for letter in left), left
    assert not set("¼½¾⅓") & set(shown)
    assert masked(shown) == shown


@given(st.integers(0, 1899), st.integers(0, 1899))
def test_a_count_of_a_group_never_comes_through(count: int, size: int) -> None:
    for text in (
        f"{count} of {size}",
        f"from {count}% to {size}%",
        f"Year 5: {count} of {size} pupils",
        f"{count}/{size}",
    ):
        assert re.findall(r"\d+", masked(text).replace("Year 5", "")) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ten of the 14 have moved down, four have not moved.", "c of the 14 have moved down, c have not moved."),
        ("Only three pupils left in the last term.", "Only c pupils left in the last term."),
        ("One new young carer joined.", "c new young carer joined."),
        ("3 of them asked for help.", "c of them asked for help."),
        ("4 of 19 pupils, 2 out of 60 parents", "c of 19 pupils, c out of 60 parents"),
        ("78 of 80 pupils", "c of 80 pupils"),  # all but two
        ("90 of 172 pupils, nobody of 12, 0 of 20 and 20 of 20", "90 of 172 pupils, nobody of 12, 0 of 20 and 20 of 20"),
        ("five pupils, 12 of 19 children", "five pupils, 12 of 19 children"),
        ("Two clubs, three times a week, 4 sessions", "Two clubs, three times a week, 4 sessions"),
        ("Year 4 pupils; pupils in Years 3 and 4", "Year 4 pupils; pupils in Years 3 and 4"),
        ("one in five pupils, one parent or carer of each", "one in five pupils, one parent or carer of each"),
        ("On 4 June 2011 two children came.", "On 4 June 2011 c children came."),
        ("2.4 pupils, 1,003 pupils, £3 a pupil, 4% of 100 pupils", "2.4 pupils, 1,003 pupils, £3 a pupil, 4% of 100 pupils"),
    ],
)  # fmt: skip
def test_counts_of_a_few_people_in_words(text: str, told: str) -> None:
    assert without_few(text, USUAL) == told


def test_what_is_few_is_as_the_programme_has_it() -> None:
    strict = Limits(smallest_count=8)
    assert without_few("Six pupils, 8 pupils, 12 of 19", strict) == "c pupils, 8 pupils, c of 19"
    stricter = Limits(smallest_count=15)
    assert without_few("Twelve pupils, 14 have left, 15 pupils", stricter) == "c pupils, c have left, 15 pupils"
    assert without_few("12 of 20, three children", Limits(smallest_count=2)) == "12 of 20, three children"
