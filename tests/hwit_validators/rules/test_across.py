"""XS: what must hold between the returns of a batch."""

from __future__ import annotations

from collections import defaultdict

from hwit_validators.model.sent import Sent, Together
from hwit_validators.rules import ACROSS
from hwit_validators.rules.between import check_together
from hwit_validators.rules.between import sent as summary
from support.plans import primary


def sent(name: str, stage: int, urn: str = "900001", school: str = "Larkfield Green", **more) -> Sent:
    return Sent(name, sha256=name, urn=urn, school=school, stage=stage, **more)


def found(*returns: Sent) -> list[tuple[str, str, str]]:
    """(code, return, table) of everything found between these returns."""
    groups: dict[tuple[Together, str], list[Sent]] = defaultdict(list)
    for how in Together:
        for each in returns:
            if key := how.key(each):
                groups[how, key].append(each)
    return sorted(
        (finding.code, about.name, finding.table)
        for (how, _), group in groups.items()
        for about, finding in check_together(how, group, ACROSS).findings
    )


def test_returns_that_agree():
    assert found(
        sent("3", 3, fingerprints={"Priorities": "a", "Data": "d"}),
        sent("4", 4, fingerprints={"Priorities": "a", "Data": "d", "Outcomes": "o"}),
        sent("review", 0),
        sent("other", 4, urn="900002", school="Harrowfield"),
    ) == []  # fmt: skip


def test_a_carried_answer_that_differs_from_the_earlier_return():
    stage_3 = sent("3", 3, fingerprints={"Priorities": "a"})
    assert found(stage_3, sent("4", 4, fingerprints={"Priorities": "b"})) == [("XS001", "4", "Priorities")]


def test_a_locked_answer_that_was_altered_is_said_once_by_its_own_rule():
    stage_3 = sent("3", 3, fingerprints={"Priorities": "a"})
    assert found(stage_3, sent("4", 4, fingerprints={"Priorities": "b"}, altered=frozenset({"Priorities"}))) == []


def test_only_the_return_of_a_tables_own_stage_is_compared():
    """What stage 5 carries of stage 3 is held against the stage-3 return, not against what stage 4 carried of it."""
    returns = (
        sent("4", 4, fingerprints={"Priorities": "x", "Outcomes": "o"}),
        sent("5", 5, fingerprints={"Priorities": "y", "Outcomes": "o"}),
    )
    assert found(*returns) == []


def test_a_stage_left_out_between_two_returns():
    assert found(sent("3", 3), sent("5", 5)) == [("XS003", "5", "")]
    assert found(sent("5", 5)) == [], "a batch may hold this term's returns only"
    assert found(sent("review", 0), sent("3", 3)) == []


def test_two_returns_for_one_stage():
    assert found(sent("first", 4), sent("second", 4)) == [("XS004", "second", "")]
    assert found(sent("here", 4), sent("there", 4, urn="900002", school="Harrowfield")) == []


def test_returns_of_another_cycle_are_another_plan():
    first = [sent(f"first {stage}", stage, fingerprints={"Priorities": "a", "Needs": "n"}) for stage in (2, 3, 8)]
    again = [sent(f"again {stage}", stage, cycle=2, fingerprints={"Priorities": "b", "Needs": "m"}) for stage in (2, 3)]
    assert found(*first[:2], *again) == []
    twice = sent("again 3, a second time", 3, cycle=2)
    assert found(*first[:2], *again, twice) == [("XS004", "again 3, a second time", "")]
    assert found(*first[:2], sent("again 3", 3, cycle=2, school="Harrowfield")) == [("XS005", "again 3", "School")]


def test_which_cycle_a_return_is_of():
    history = {"H1": {"cycle": 1, "indicator": "NI 70"}, "H2": {"cycle": 2, "indicator": "NI 70"}}
    assert summary(primary(3), "3.xlsx", "").cycle == 1
    assert summary(primary(3, History=history), "3.xlsx", "").cycle == 3


def test_two_names_for_one_urn():
    usual = [sent(str(stage), stage) for stage in (1, 2)]
    assert found(*usual, sent("3", 3, school="Harrowfield")) == [("XS005", "3", "School")]
    assert found(*usual, sent("3", 3, school="  LARKFIELD  green ")) == []


def test_two_urns_for_one_school():
    one = {"authority": "331", "establishment": "2045"}
    assert found(sent("1", 1, **one), sent("2", 2, **one), sent("3", 3, urn="900011", **one)) == [
        ("XS005", "3", "School")
    ]
    assert found(sent("1", 1, **one), sent("3", 3, urn="900011", authority="332", establishment="2045")) == []
