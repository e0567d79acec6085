"""The record classes are held against what each version of the forms asked: each change, and what is said of it."""

from __future__ import annotations

from typing import ClassVar

import pytest

from hwit_validators.model.choices import Choice
from hwit_validators.model.column import column
from hwit_validators.model.record import Answers, Record, Rows
from hwit_validators.model.versions import differences, snapshot


class Season(Choice):
    SPRING = "Spring"
    AUTUMN = "Autumn"


class Visit(Record):
    """As it stood in versions 1.0 and 1.1."""

    table: ClassVar = "Visits"
    layout: ClassVar[Rows | Answers] = Rows(spare=4, prefix="V")

    who: str | None = column("Who came")
    season: Season | None = column("Season")


OUT = [snapshot([Visit], (1, 0)), snapshot([Visit], (1, 1))]
NEW_VERSION = " This makes a new version: FORM_VERSION = (1, 2), then `hwit template snapshot`."


def said(changed: type[Record], *, raised: bool) -> list[str]:
    """What is said of a class that was changed, in the version that is out or in the next."""
    return [*differences([changed], OUT, (1, 2) if raised else (1, 1))]


class Table(Record):
    table: ClassVar = "Visits"
    layout: ClassVar[Rows | Answers] = Rows(spare=4, prefix="V")


class Added(Table):
    who: str | None = column("Who came")
    why: str | None = column("Why")
    season: Season | None = column("Season")


class AddedWell(Table):
    who: str | None = column("Who came")
    why: str | None = column("Why", since=(1, 2))
    season: Season | None = column("Season")


class Reworded(Table):
    who: str | None = column("Who was there")
    season: Season | None = column("Season")


class RewordedWell(Table):
    who: str | None = column("Who was there", formerly=("Who came",))
    season: Season | None = column("Season")


class Gone(Table):
    season: Season | None = column("Season")


class RetiredWell(Table):
    who: str | None = column("Who came", until=(1, 1))
    season: Season | None = column("Season")


class OtherAnswers(Table):
    who: int | None = column("Who came")
    season: Season | None = column("Season")


class OtherOrder(Table):
    season: Season | None = column("Season")
    who: str | None = column("Who came")


class TakenTitle(Table):
    who: str | None = column("Visitor", formerly=("Who came",))
    season: Season | None = column("Season")
    why: str | None = column("Who came", since=(1, 2))


class Other(Choice):
    SPRING = "Spring term"
    AUTUMN = "Autumn"


class OtherWell(Choice):
    SPRING = "Spring term", ("Spring",)
    AUTUMN = "Autumn"


class More(Choice):
    SPRING = "Spring"
    SUMMER = "Summer"
    AUTUMN = "Autumn"


class Newest(Choice):
    SPRING = "Spring term", ("Springtime", "Spring")
    AUTUMN = "Autumn"


class ChoiceReworded(Table):
    who: str | None = column("Who came")
    season: Other | None = column("Season")


class ChoiceRewordedWell(Table):
    who: str | None = column("Who came")
    season: OtherWell | None = column("Season")


class ChoiceAdded(Table):
    who: str | None = column("Who came")
    season: More | None = column("Season")


class ChoiceInWrongOrder(Table):
    who: str | None = column("Who came")
    season: Newest | None = column("Season")


class NewTable(Visit):
    table: ClassVar = "Guests"


class NewTableWell(Visit):
    table: ClassVar = "Guests"
    since: ClassVar = (1, 2)


@pytest.mark.parametrize("changed", [AddedWell, RewordedWell, RetiredWell, ChoiceRewordedWell, ChoiceAdded])
def test_a_change_by_the_recipe_is_sound_in_a_new_version_and_only_there(changed: type[Record]) -> None:
    assert said(changed, raised=True) == []
    [line] = said(changed, raised=False)
    assert line.endswith(NEW_VERSION)


CHANGES = [
    (Added, "Visits “Why” (why): version 1.1 does not ask for it. Write since=(1, 2) on it."),
    (Reworded, 'Visits “Who was there” (who): version 1.1 calls it “Who came”. Write formerly=("Who came",) on it.'),
    (Gone, "Visits “Who came” (who): version 1.1 asks for it, and it is gone. Put it back, with until=(1, 1)."),
    (
        OtherAnswers,
        "Visits “Who came” (who): it takes “whole number”, and in version 1.1 “text”. Put that back; what takes other answers is "
        "another column, and this one can end with until=(1, 1).",
    ),
    (OtherOrder, "Visits: its columns stand in another order than in version 1.1. Put them back in that order."),
    (
        ChoiceReworded,
        "Visits “Season” (season): “Spring” is one of its choices in version 1.1, and in Other no more. Put it back, or write "
        'it behind the words that take its place: "New words", ("Spring",).',
    ),
]


@pytest.mark.parametrize(("changed", "line"), CHANGES, ids=lambda value: getattr(value, "__name__", ""))
def test_a_change_that_older_returns_would_feel_is_refused_in_any_version(changed: type[Record], line: str) -> None:
    assert said(changed, raised=True) == [line]
    assert said(changed, raised=False)[0] == line + NEW_VERSION


def test_a_title_and_a_label_stand_for_one_thing_for_good() -> None:
    [line] = said(TakenTitle, raised=True)
    assert line.startswith("Visits “Who came” (why): “Who came” is, or was, the title of Visits “Visitor” (who).")
    [line] = said(ChoiceInWrongOrder, raised=True)
    assert line == "Newest “Spring term”: write its earlier labels with the oldest first, which is “Spring”."


def test_a_new_table_says_since_when() -> None:
    [line] = differences([Visit, NewTable], OUT, (1, 2))
    assert line == "Guests: version 1.1 has no such table. Write since=(1, 2) in the class."
    assert differences([Visit, NewTableWell], OUT, (1, 2)) == ()
    [line] = differences([NewTable], [OUT[0]], (1, 2))[:1]
    assert line.startswith("Visits: version 1.0 has this table. Put it back")


def test_a_choice_is_known_by_everything_it_was_ever_called() -> None:
    assert OtherWell("Spring") is OtherWell("Spring term") is OtherWell.SPRING
    assert OtherWell.SPRING == "Spring term"
    assert ChoiceRewordedWell.model_validate({"season": "Spring"}).season is OtherWell.SPRING
    with pytest.raises(ValueError, match="Winter"):
        OtherWell("Winter")
