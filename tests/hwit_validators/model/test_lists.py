"""Looking up what a school typed in the lists of the forms."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwit_validators.model.lists import Entry, Lists, ValueList

INDICATORS = ValueList(
    "indicators",
    [
        Entry("NI 6", "Volunteering"),
        Entry("NI 55", "Obesity in Reception"),
        Entry("NI 56", "Obesity in Year 6"),
        Entry("NI 112", "Under-18 conceptions"),
    ],
)
AUTHORITIES = ValueList(
    "authorities", [Entry("202", "Camden"), Entry("330", "Birmingham"), Entry("800", "Bath and North East Somerset")]
)
GROUPS = ValueList("groups", [Entry("Young carers", "Young carers"), Entry("Year 6 boys", "Year 6 boys")])


@pytest.mark.parametrize(
    "text",
    [
        "NI 56",
        "NI56",
        "NI056",
        "ni-56",
        "N.I. 56",
        " NI\u00a056 ",
        "56",
        "056",
        "NI 56 Obesity in Year 6",
        "Obesity in Year 6",
        "obesity  in YEAR 6",
        "NI 56 (obesity)",
        "56: obesity",
    ],
)
def test_an_indicator_is_found_however_it_is_written(text: str) -> None:
    found = INDICATORS.find(text)
    assert found is not None
    assert found.code == "NI 56"


@pytest.mark.parametrize(
    "text", ["", " ", "NI", "NI 560", "NI 5", "5", "560", "obesity", "SI 56 of another list", "-", "0"]
)
def test_nothing_is_found_for_anything_else(text: str) -> None:
    assert INDICATORS.find(text) is None


def test_a_short_code_is_not_taken_for_the_beginning_of_a_longer_one() -> None:
    assert [entry.code if (entry := INDICATORS.find(text)) else None for text in ("6", "NI 6", "NI 11", "112")] == [
        "NI 6",
        "NI 6",
        None,
        "NI 112",
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("330", "330"),
        ("0330", "330"),
        ("330 Birmingham", "330"),
        ("birmingham", "330"),
        ("Bath & North East Somerset", "800"),
    ],
)
def test_authorities_are_found_by_number_or_name(text: str, code: str) -> None:
    found = AUTHORITIES.find(text)
    assert found is not None
    assert found.code == code


def test_words_in_a_list_of_words_are_not_taken_for_codes() -> None:
    assert GROUPS.find("6 boys") is None
    assert GROUPS.find("year 6 BOYS") == Entry("Year 6 boys", "Year 6 boys")


def test_labels() -> None:
    assert [entry.label for entry in INDICATORS.entries][:2] == ["NI 6 Volunteering", "NI 55 Obesity in Reception"]
    assert [entry.label for entry in GROUPS.entries] == ["Young carers", "Year 6 boys"]


@pytest.mark.parametrize(
    ("text", "code"), [("Obesity in Yer 6", "NI 56"), ("Obesity at Reception", "NI 55"), ("volunteers", "NI 6")]
)
def test_the_nearest_entry_is_offered_for_a_slip(text: str, code: str) -> None:
    nearest = INDICATORS.nearest(text)
    assert nearest is not None
    assert nearest.code == code


def test_nothing_is_offered_for_something_quite_different() -> None:
    assert INDICATORS.nearest("swimming pool") is None


def test_the_first_of_two_entries_with_the_same_words_is_meant() -> None:
    twice = ValueList("twice", [Entry("A 1", "Same"), Entry("A 2", "Same")])
    assert twice.find("same") == Entry("A 1", "Same")


def test_lists_by_name() -> None:
    lists = Lists([INDICATORS, GROUPS])
    assert lists["groups"] is GROUPS
    assert [values.name for values in lists] == ["indicators", "groups"]
    with pytest.raises(KeyError):
        lists["nothing"]


@settings(max_examples=300, derandomize=True, deadline=None)
@given(text=st.text(max_size=40) | st.text("NI056- .", max_size=400))
def test_any_text_finds_an_entry_of_the_list_or_none(text: str) -> None:
    assert INDICATORS.find(text) in (None, *INDICATORS.entries)
    assert INDICATORS.nearest(text) in (None, *INDICATORS.entries)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(
    entry=st.sampled_from(INDICATORS.entries + AUTHORITIES.entries),
    spaces=st.text(" \u00a0\t", max_size=3),
    change=st.sampled_from([str.upper, str.lower, str.title]),
)
def test_case_and_spaces_never_matter(entry: Entry, spaces: str, change: object) -> None:
    values = INDICATORS if entry in INDICATORS.entries else AUTHORITIES
    assert callable(change)
    for text in (entry.code, entry.title, entry.label):
        assert values.find(spaces + change(text).replace(" ", " " + spaces) + spaces) == entry
