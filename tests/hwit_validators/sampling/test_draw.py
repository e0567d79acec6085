"""The draw is exact, fair, and the same whoever makes it (H05, H06)."""

from __future__ import annotations

import hashlib
import math
import random
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwit_validators.sampling.draw import Design, Reason, Risk, SamplingProblem, draw, seed_as_hashed, ticket_number
from hwit_validators.sampling.strata import Entry, Stratify, allocated, group_of, merged, number_to_draw

SEED = "the lottery numbers of 24 November"
PHASES = ("Nursery", "Primary", "Secondary", "Special", "")


def schools(number: int, phases: tuple[str, ...] = ("Primary",), first: int = 100001) -> list[Entry]:
    """So many schools, their phases in turn."""
    return [Entry(str(first + n), f"School {n}", phases[n % len(phases)], 50 + n * 7 % 1200) for n in range(number)]


entries = st.lists(
    st.builds(
        Entry,
        urn=st.integers(100000, 159999).map(str),
        school=st.text(max_size=8),
        phase=st.sampled_from(PHASES),
        pupils=st.none() | st.integers(1, 3000),
        cluster=st.sampled_from(("", "Hill", "Vale", "=1+1")),
        items=st.lists(st.sampled_from(("O1", "O2", "O3", "O4")), unique=True).map(tuple),
    ),
    min_size=1, max_size=120, unique_by=lambda entry: entry.urn,
)  # fmt: skip
rates = st.integers(10, 100)
ways = st.sampled_from(list(Stratify))


def test_the_ceiling_is_exact_for_every_whole_rate_and_up_to_25_000_schools():
    for rate in range(10, 101):
        step = 0  # the exact ceiling, walked up in whole hundredths
        for schools_in_frame in range(25_001):
            step += (rate * schools_in_frame > 100 * step) and 1
            assert number_to_draw(schools_in_frame, rate) == step
            if 100 * step < rate * schools_in_frame:  # never under the rate
                pytest.fail(f"{rate}% of {schools_in_frame}")


@pytest.mark.parametrize(("number", "rate", "drawn"), [(0, 10, 0), (1, 10, 1), (278, 10, 28), (50, 14, 7), (25, 28, 7)])
def test_the_ceiling_where_binary_fractions_go_wrong(number, rate, drawn):
    assert number_to_draw(number, rate) == drawn == math.ceil(Fraction(rate * number, 100))


def test_no_school_and_one_school():
    with pytest.raises(SamplingProblem, match="nothing to draw from"):
        draw([], Design(SEED))
    made = draw(schools(1), Design(SEED))
    assert [chosen.entry.urn for chosen in made.sample] == ["100001"]
    assert made.replacements == ()
    assert made.strata[0].chance == 1


@settings(max_examples=200, deadline=None)
@given(entries, rates, ways, st.randoms(use_true_random=False))
def test_the_sample_is_exact_and_does_not_depend_on_the_order_of_rows(frame, rate, way, shuffler):
    made = draw(frame, Design(SEED, rate, way))
    drawn = [chosen for chosen in made.sample if chosen.reason is Reason.RANDOM]
    assert len(drawn) == number_to_draw(len(frame), rate) == sum(stratum.drawn for stratum in made.strata)
    assert 100 * len(drawn) >= rate * len(frame)
    assert len({chosen.entry.urn for chosen in drawn}) == len(drawn)
    assert sum(stratum.schools for stratum in made.strata) == len(frame)
    shuffled = list(frame)
    shuffler.shuffle(shuffled)
    assert draw(shuffled, Design(SEED, rate, way)) == made


@settings(max_examples=150, deadline=None)
@given(entries, rates, ways, st.integers(0, 5), st.data())
def test_replacements_are_disjoint_and_risk_cases_never_count(frame, rate, way, replacements, data):
    urns = [entry.urn for entry in frame] + ["999999"]
    risky = data.draw(st.lists(st.sampled_from(urns), unique=True, max_size=8))
    cooling = frozenset(data.draw(st.lists(st.sampled_from(urns), unique=True)))
    plain = draw(frame, Design(SEED, rate, way, replacements, cooling))
    made = draw(frame, Design(SEED, rate, way, replacements, cooling, tuple(Risk(urn, "late") for urn in risky)))
    drawn = [chosen.entry.urn for chosen in made.sample if chosen.reason is Reason.RANDOM]
    on_top = [chosen.entry.urn for chosen in made.sample if chosen.reason is Reason.RISK]
    spare = [chosen.entry.urn for chosen in made.replacements]
    assert drawn == [chosen.entry.urn for chosen in plain.sample], "naming a risk case changes nobody's luck"
    assert len(drawn) == number_to_draw(len(frame), rate)
    assert sorted(drawn + on_top) == sorted({*drawn, *risky}), "every risk case is moderated, once"
    assert not set(spare) & {*drawn, *risky, *cooling}
    assert len(set(spare)) == len(spare)
    strata = {chosen.ticket.stratum for chosen in made.sample if chosen.reason is Reason.RANDOM}
    assert {chosen.ticket.stratum for chosen in made.replacements} <= strata
    assert max(Counter(chosen.ticket.stratum for chosen in made.replacements).values(), default=0) <= replacements


def test_replacements_are_the_next_ranks():
    made = draw(schools(40), Design(SEED, replacements=3))
    assert [chosen.ticket.rank for chosen in (*made.sample, *made.replacements)] == [1, 2, 3, 4, 5, 6, 7]


def test_a_ticket_can_be_repeated_by_hand():
    made = draw(schools(30, ("Primary", "Secondary")), Design(SEED))
    text = "".join(f"{entry.urn}\t{entry.phase}\n" for entry in schools(30, ("Primary", "Secondary")))
    assert made.frame_text == text
    frame_hash = hashlib.sha256(text.encode()).hexdigest()
    for ticket in made.tickets:
        assert ticket.number == hashlib.sha256(f"{SEED}|{frame_hash}|{ticket.entry.urn}".encode()).hexdigest()
    by_hand = sorted((t for t in made.tickets if t.stratum == "Primary"), key=lambda ticket: ticket.number)
    assert [c.entry.urn for c in made.sample if c.ticket.stratum == "Primary"] == [t.entry.urn for t in by_hand[:2]]


def test_the_draw_is_the_same_on_every_machine():
    """Held for ever: a change of these figures is a change of the method, and needs another METHOD."""
    made = draw(schools(100, ("Primary", "Primary", "Secondary")), Design(SEED))
    assert made.frame_hash == "bb53bac432212ddd80bbf4247fa923af70c790530c8b480c204e2fa06c7ef978"
    assert [chosen.entry.urn for chosen in made.sample] == [
        "100014",
        "100032",
        "100031",
        "100067",
        "100077",
        "100052",
        "100035",
        "100048",
        "100057",
        "100012",
    ]


def test_a_closer_look_is_drawn_by_the_same_ranking():
    items = ("O1", "O2", "O3")
    made = draw([Entry("100001", items=items)], Design(SEED))
    assert made.sample[0].closer_look == min(items, key=lambda i: ticket_number(SEED, made.frame_hash, "100001", i))


def test_tiny_strata_are_merged():
    assert merged({"Primary": 40, "Nursery": 2, "Special": 4}) == {
        "Primary": "Primary", "Nursery": "Nursery + Special", "Special": "Nursery + Special",
    }  # fmt: skip
    assert merged({"Primary": 40, "Secondary": 9, "Nursery": 4}) == {
        "Primary": "Primary", "Secondary": "Nursery + Secondary", "Nursery": "Nursery + Secondary",
    }  # fmt: skip
    assert set(merged({str(n): 1 for n in range(9)}).values()) == {"9 small groups together"}
    assert merged({"Nursery": 3}) == {"Nursery": "Nursery"}
    clash = merged({"A + B": 7, "A": 3, "B": 3})
    assert clash["A"] == clash["B"] != clash["A + B"] == "A + B"


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(1, 60), min_size=1, max_size=12))
def test_every_stratum_has_five_schools_unless_the_frame_has_fewer(sizes):
    strata: Counter[str] = Counter()
    for group, stratum in merged(sizes).items():
        strata[stratum] += sizes[group]
    assert min(strata.values()) >= 5 or len(strata) == 1


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(1, 500), min_size=1, max_size=12), rates)
def test_shares_add_up_and_stay_within_one_of_the_exact_share(sizes, rate):
    total = sum(sizes.values())
    number = number_to_draw(total, rate)
    shares = allocated(sizes, number)
    assert sum(shares.values()) == number
    for name, share in shares.items():
        assert abs(share - Fraction(number * sizes[name], total)) < 1
        assert share <= sizes[name]


def test_sizes_and_clusters_can_be_strata():
    bands = [group_of(Entry("1", pupils=pupils), Stratify.SIZE) for pupils in (None, 100, 101, 1000, 1001)]
    assert bands == [
        "Not given",
        "Up to 100 pupils",
        "101 to 250 pupils",
        "501 to 1,000 pupils",
        "More than 1,000 pupils",
    ]
    assert group_of(Entry("1"), Stratify.CLUSTER) == "No cluster"
    assert group_of(Entry("1", phase="Primary"), Stratify.NONE) == "All schools"


@pytest.mark.parametrize("seed", ["", "short", "aaaaaaaaaaaa", " padded with spaces ", "a line\nfeed in it"])
def test_a_seed_that_does_not_do_is_refused(seed):
    with pytest.raises(SamplingProblem, match="seed"):
        Design(seed)


@pytest.mark.parametrize("rate", [0, 9, 101])
def test_a_rate_that_does_not_do_is_refused(rate):
    with pytest.raises(SamplingProblem, match="rate"):
        Design(SEED, rate)


def test_the_same_phrase_is_the_same_seed_however_it_is_typed():
    assert seed_as_hashed("  Cafe\u0301  du   Nord\n") == "Café du Nord"


def test_a_school_twice_is_refused():
    with pytest.raises(SamplingProblem, match="100001 more than once"):
        draw([Entry("100001"), Entry("100001")], Design(SEED))


SEEDS = [f"seed number {number:05}" for number in range(10_000)]


def chi_squared(times: dict[str, int], chance: Fraction, draws: int) -> float:
    """How far the counts of schools with the same chance are from it, as chi-squared of one less than their number.

    A fixed number of them is drawn each time, so counts are tied to each other; the factor (n - 1) / n corrects for it.
    """
    p, n = float(chance), len(times)
    return sum((count - draws * p) ** 2 for count in times.values()) / (draws * p * (1 - p)) * (n - 1) / n


def most(freedom: int) -> float:
    """The value that chi-squared exceeds once in a thousand times (Wilson and Hilferty 1931)."""
    return freedom * (1 - 2 / (9 * freedom) + 3.0902 * math.sqrt(2 / (9 * freedom))) ** 3


@pytest.mark.parametrize(
    ("frame", "cooling"),
    [
        (schools(12, ("Primary", "Secondary")), 0),
        (schools(20, ("Primary", "Primary", "Primary", "Secondary")), 6),
        (schools(7), 6),
    ],
    ids=["strata", "some cool off", "too few are left"],
)
def test_each_school_has_the_chance_that_is_stated(frame, cooling):
    rate = 30
    resting = frozenset(entry.urn for entry in frame[:cooling])
    times: Counter[str] = Counter()
    for seed in SEEDS:
        made = draw(frame, Design(seed, rate, cooling_off=resting))
        times.update(chosen.entry.urn for chosen in made.sample)
    assert sum(times.values()) == len(SEEDS) * number_to_draw(len(frame), rate)
    for stratum in made.strata:
        inside = [ticket for ticket in made.tickets if ticket.stratum == stratum.name]
        for chance, same in (
            (stratum.chance, [t for t in inside if not t.cooling_off]),
            (stratum.chance_cooling_off, [t for t in inside if t.cooling_off]),
        ):
            counts = {ticket.entry.urn: times[ticket.entry.urn] for ticket in same}
            if chance in (0, 1):
                assert all(count == chance * len(SEEDS) for count in counts.values())
            elif counts:
                assert chi_squared(counts, chance, len(SEEDS)) < most(len(counts) - 1)


def test_chi_squared_sees_an_unfair_draw():
    """The test above would notice a school that is drawn one time in fifty too often."""
    fair = {str(n): 3000 for n in range(10)}
    unfair = fair | {"0": 3200, "1": 2800}
    assert chi_squared(fair, Fraction(3, 10), 10_000) < most(9) < chi_squared(unfair, Fraction(3, 10), 10_000)


def test_a_large_frame_keeps_its_ceiling_in_every_way():
    frame = schools(23_000, PHASES)
    random.Random(1).shuffle(frame)
    made = draw(frame, Design(SEED))
    assert len(made.sample) == 2300
    assert [stratum.drawn for stratum in made.strata] == [460] * 5
