"""What a school wrote beside earlier findings, as it is taken from the rows of the Feedback sheet."""

from __future__ import annotations

import json

import pytest

from hwit_validators.tables import Feedback
from hwit_xl.workbooks.reading.explained import LOOSE, MORE, Explanation, Key, item_of
from hwit_xl.workbooks.reading.explained import explanations as read


def explanations(rows: list[Feedback]) -> dict[Key, Explanation]:
    """What was said of each finding, where no two are about the same; words beside none left out."""
    found = {key: [each for each in said if each.text] for key, said in read(rows).items() if key != LOOSE}
    assert all(len(said) < 2 for said in found.values())
    return {key: said[0] for key, said in found.items() if said}


E1: Key = ("SI008", "Indicators", "E1", "lead")


def row(item: str | None, explanation: str | None = None) -> Feedback:
    """One row of the Feedback sheet."""
    return Feedback(ref="F1", place=0, item=item, explanation=explanation)


def hidden(*entries: object) -> Feedback:
    """A row that keeps explanations for which there is no row."""
    return row(MORE + json.dumps(entries)[1:-1])


@pytest.mark.parametrize("ref", ["E1", "E|1", "E%1", "E%7C1", "E%25", "|", "%", "100%|%7C%25"])
def test_a_reference_may_hold_any_sign(ref: str) -> None:
    key = ("SI008", "Indicators", ref, "lead")
    assert explanations([row(item_of(key, "0a1b"), "We share it.")]) == {key: Explanation("We share it.", "0a1b")}


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (item_of(E1, "0a1b"), None),
        (item_of(E1, "0a1b"), ""),
        (None, "We share it."),
        ("", "We share it."),
        ("SI008|Indicators|E1|lead", "We share it."),
        ("SI008|Indicators|E1|lead|0a1b|more", "We share it."),
    ],
    ids=["nothing said", "a blank", "beside no finding", "beside a blank", "too short", "too long"],
)
def test_what_is_said_of_no_finding_is_no_explanation(item: str | None, words: str | None) -> None:
    assert explanations([row(item, words)]) == {}


def test_a_long_explanation_is_put_together_again_and_one_of_another_answer_is_not_mixed_in() -> None:
    parts = [hidden([*E1, "0a1b", "We share "]), hidden([*E1, "0a1b", "it."])]
    assert explanations(parts) == {E1: Explanation("We share it.", "0a1b")}
    said = read([*parts, hidden([*E1, "ffff", "Miss Pym."])])[E1]
    assert said == (Explanation("We share it.", "0a1b"), Explanation("Miss Pym.", "ffff"))


def test_what_stands_in_a_row_counts_before_what_is_hidden() -> None:
    shown, kept = row(item_of(E1, "0a1b"), "Now."), hidden([*E1, "0a1b", "Then."])
    assert [said.text for said in read([shown, kept])[E1]] == ["Now.", "Then."]


@pytest.mark.parametrize(
    "entry",
    [1, "six parts", "sixsix", {"a": 1}, [*E1, "0a1b"], [*E1, "0a1b", "Words.", "more"], [*E1, "0a1b", 6], None],
)
def test_a_hidden_entry_that_is_none_costs_only_itself(entry: object) -> None:
    sound = hidden(entry, [*E1, "0a1b", "We share it."])
    assert explanations([sound]) == {E1: Explanation("We share it.", "0a1b")}


@pytest.mark.parametrize("text", ["[" * 30_000, '{"a":' * 6_000, "]", "[", '["' + "x" * 30_000, "NaN", "1,,2"])
def test_a_hidden_text_that_somebody_made_costs_nothing_else(text: str) -> None:
    """As deep as a cell has room for, or not even JSON."""
    assert explanations([row(MORE + text), hidden([*E1, "0a1b", "We share it."])]) == {
        E1: Explanation("We share it.", "0a1b")
    }
