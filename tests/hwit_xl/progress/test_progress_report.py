"""The progress report: what it says of small plans, of the worked plans, and what its page for governors keeps back."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwit_validators.model.choices import Direction, Unit
from hwit_validators.plan import Plan
from hwit_validators.rules import RULES
from hwit_validators.rules.engine import check
from hwit_xl.problem import Problem
from hwit_xl.progress import page as progress_page
from hwit_xl.progress import workbook as progress_workbook
from hwit_xl.progress.people_in_words import ASKED, PARENTS, PUPILS, as_share, of_people, would_reach
from hwit_xl.progress.report import Line, ProgressReport, counts, progress_report
from hwit_xl.workbooks.building import saving as package
from support.decided import pages as on_paper
from support.plans import a_plan, primary
from support.typeset import pages, words_of

START, DUE, TODAY = dt.date(2010, 9, 1), dt.date(2012, 8, 31), dt.date(2011, 9, 1)
OUTCOME = {
    "statement": "Walking to school rises.",
    "priority": "P1",
    "unit": "%",
    "direction": "Increase",
    "baseline": 30.0,
    "target": 50.0,
    "cohort": 200,
    "starts_on": START,
    "target_date": DUE,
}


def a_report(
    stage: int = 7, on: dt.date = TODAY, outcome: dict[str, Any] | None = None, **tables: Any
) -> ProgressReport:
    """The report of a plan with one outcome."""
    return progress_report(a_plan(stage, Outcomes={"O1": OUTCOME | (outcome or {})}, **tables), on)


def only(report: ProgressReport) -> Line:
    """Its one outcome."""
    [line] = report.outcomes
    return line


def read(value: float | None = None, *, size: int | None = None, measure: str = "O1", **more: Any) -> dict[str, Any]:
    return {"measure": measure, "read_on": dt.date(2011, 8, 1), "value": value, "sample_size": size} | more


@pytest.mark.parametrize(
    ("value", "unit", "size", "noun", "words"),
    [
        (52.0, Unit.PERCENT, 172, PUPILS, "about 89 of 172 pupils"),  # 89 and 90 of 172 are both 52%
        (52.3, Unit.PERCENT, 172, PUPILS, "90 of 172 pupils"),
        (50.0, Unit.PERCENT, 12, PARENTS, "6 of 12 parents and carers"),
        (50.0, Unit.PERCENT, 7, PUPILS, "about 4 of 7 pupils"),  # no count of seven is half of them
        (100.0, Unit.PERCENT, 1, PUPILS, "1 of 1 pupil"),
        (0.0, Unit.PERCENT, 1, PARENTS, "0 of 1 parent or carer"),
        (1.0, Unit.PUPILS, 19, PUPILS, "1 of 19 pupils"),
        (9.5, Unit.PUPILS, 19, PUPILS, "about 10 of 19 pupils"),
        (40.0, Unit.PERCENT, 1250, ASKED, "about 500 of 1,250 people asked"),
        (12.0, Unit.MINUTES, 30, PUPILS, None),
        (45.0, Unit.PERCENT, None, PUPILS, None),
        (None, Unit.PERCENT, 30, PUPILS, None),
        (120.0, Unit.PERCENT, 30, PUPILS, None),
        (31.0, Unit.PUPILS, 30, PUPILS, None),
    ],
)
def test_figures_in_people(value: float | None, unit: Unit, size: int | None, noun: Any, words: str | None) -> None:
    assert of_people(value, unit, size, noun) == words


@pytest.mark.parametrize(
    ("target", "unit", "size", "direction", "words"),
    [
        (50.0, Unit.PERCENT, 174, Direction.INCREASE, "87 or more"),
        (50.0, Unit.PERCENT, 175, Direction.INCREASE, "88 or more"),
        (50.0, Unit.PERCENT, 175, None, "88 or more"),
        (100.0, Unit.PERCENT, 8, Direction.INCREASE, "all 8"),
        (20.0, Unit.PUPILS, 265, Direction.DECREASE, "20 or fewer"),
        (33.0, Unit.PERCENT, 100, Direction.DECREASE, "33 or fewer"),
        (0.0, Unit.PERCENT, 30, Direction.DECREASE, "none"),
        (5.0, Unit.SCORE, 30, Direction.DECREASE, None),
    ],
)
def test_people_needed(target: float, unit: Unit, size: int, direction: Direction | None, words: str | None) -> None:
    assert would_reach(target, unit, size, direction) == words


@given(st.integers(1, 500).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size))), st.integers(0, 2))
def test_the_count_said_is_one_that_comes_to_the_percentage(counted: tuple[int, int], decimals: int) -> None:
    count, size = counted
    value = round(100 * count / size, decimals)
    words = of_people(value, Unit.PERCENT, size, PUPILS)
    assert words
    said = int(words.removeprefix("about ").split()[0].replace(",", ""))
    assert abs(100 * said / size - value) <= 0.5 / 10**decimals + 1e-9
    if not words.startswith("about"):
        assert said == count


@given(st.integers(1, 300), st.integers(0, 100), st.sampled_from(Direction))
def test_so_many_people_reach_the_target_and_one_less_does_not(size: int, target: int, direction: Direction) -> None:
    words = would_reach(float(target), Unit.PERCENT, size, direction)
    assert words
    number = 0 if words == "none" else int(words.removeprefix("all ").split()[0])
    beyond = number + 1 if direction is Direction.DECREASE else number - 1
    reached = [
        share is not None
        and (100 * share <= target + 1e-9 if direction is Direction.DECREASE else 100 * share >= target - 1e-9)
        for share in (as_share(number, Unit.PUPILS, size), as_share(beyond, Unit.PUPILS, size))
    ]
    assert reached == [True, False]


def test_an_outcome_with_a_reading() -> None:
    baselines = [{"measure": "O1", "value": 32.0, "measured_on": START, "sample_size": 190}]
    line = only(a_report(Baselines=baselines, Readings=[read(41.0, size=195)]))
    assert (line.progress.share, line.progress.expected) == (pytest.approx(0.5), pytest.approx(0.5))
    assert (line.standing, line.size) == ("on track", 195)
    assert line.people.latest == "about 80 of 195 pupils"
    assert line.people.baseline == "about 61 of 190 pupils"
    assert line.people.needed == "98 or more"
    assert line.certainty
    assert (round(line.certainty.low, 3), round(line.certainty.high, 3)) == (0.343, 0.480)
    assert line.certainty.may_be_chance is True


@pytest.mark.parametrize(
    ("baseline", "after", "chance"),
    [
        ({"value": 32.0, "sample_size": 190}, 60.0, False),
        ({"value": 32.0, "sample_size": 190}, 33.0, True),
        ({"value": 32.0, "sample_size": 190}, 32.0, None),  # nothing changed
        ({"value": 32.0, "sample_size": None}, 60.0, None),  # of how many it was is not known
        (None, 60.0, None),
    ],
)
def test_chance(baseline: dict[str, Any] | None, after: float, chance: bool | None) -> None:
    baselines = [{"measure": "O1", "measured_on": START} | baseline] if baseline else []
    certainty = only(a_report(Baselines=baselines, Readings=[read(after, size=195)])).certainty
    assert certainty
    assert certainty.may_be_chance is chance


def test_nothing_is_said_of_chance_where_nobody_is_counted() -> None:
    assert only(a_report(outcome={"unit": "Score"}, Readings=[read(40.0, size=195)])).certainty is None
    assert only(a_report(Readings=[read(40.0)])).certainty is None
    assert only(a_report(Readings=[read(140.0, size=195)])).certainty is None


@pytest.mark.parametrize(
    ("respondents", "unit", "words"),
    [
        (None, "%", "10 of 20 pupils"),
        ("Parents and carers", "%", "10 of 20 parents and carers"),
        ("Pupils, parents and carers", "%", "10 of 20 people asked"),
        ("Pupils", "Parents and carers", "about 50 of 20 parents and carers"),
    ],
)
def test_who_is_counted(respondents: str | None, unit: str, words: str) -> None:
    report = a_report(
        outcome={"respondents": respondents, "unit": unit},
        Indicators=[{"outcomes": ("O1",), "unit": unit, "target": 60.0, "direction": "Increase"}],
        Readings=[read(50.0, size=20), read(50.0, size=20, measure="E1")],
    )
    wanted = None if words.startswith("about") else words
    assert [only(report).people.latest, report.indicators[0].people.latest] == [wanted, wanted]


CHANGES = [
    {"indicator": "E1", "what": "Target", "new_target": 25.0, "why": "B", "discussed_on": dt.date(2011, 5, 1)},
    {"indicator": "E1", "what": "Target", "new_target": 22.0, "why": "A", "discussed_on": dt.date(2011, 4, 1)},
    {"indicator": "E1", "what": "Due date", "new_due": dt.date(2011, 12, 1), "why": "C", "discussed_on": dt.date(2011, 6, 1)},
    {"indicator": "E1", "what": "Wording", "new_wording": "Other words.", "why": "D", "discussed_on": dt.date(2011, 6, 2)},
]  # fmt: skip


def test_what_was_revised_is_told_in_order_with_what_it_was_before() -> None:
    indicator = {
        "outcomes": ("O1",),
        "statement": "Words.",
        "unit": "Pupils",
        "target": 20.0,
        "due": dt.date(2011, 9, 1),
    }
    [line] = a_report(Indicators=[indicator], Revisions=CHANGES).indicators
    assert [(change.ref, change.words, change.why) for change in line.changes] == [
        ("V2", "target 22 pupils (it was 20 pupils)", "A"),
        ("V1", "target 25 pupils (it was 22 pupils)", "B"),
        ("V3", "due date 1 December 2011 (it was 1 September 2011)", "C"),
        ("V4", "new words", "D"),
    ]
    assert line.statement == "Other words."
    assert (line.progress.effective.target, line.progress.effective.due) == (25.0, dt.date(2011, 12, 1))
    assert line.changes[0].by == "discussed by the group on 1 April 2011"


def test_an_amendment_counts_once_it_is_confirmed() -> None:
    amendments = [
        {"outcome": "O1", "what": "Target", "new_target": 44.0, "decision": "Waiting"},
        {"outcome": "O1", "what": "Wording", "new_wording": "Not yet.", "decision": "Waiting"},
        {"outcome": "O1", "what": "Target", "new_target": 45.0, "decision": "Confirmed", "decided_on": dt.date(2011, 5, 1)},
    ]  # fmt: skip
    line = only(a_report(Amendments=amendments))
    assert (line.progress.effective.target, line.statement) == (45.0, "Walking to school rises.")
    assert [(change.words, change.by) for change in line.changes] == [
        ("target 45% (it was 50%)", "confirmed by the panel on 1 May 2011"),
        ("target 44% (it was 45%)", "not confirmed by the panel yet"),
        ("new words", "not confirmed by the panel yet"),
    ]


def test_indicators_stand_under_the_one_outcome_they_serve() -> None:
    outcomes = {"O1": OUTCOME, "O2": OUTCOME}
    indicators = [
        {"outcomes": ("O2",)},
        {"outcomes": ("All",)},
        {"outcomes": ("O1",)},
        {"outcomes": ()},
        {"outcomes": ("O1", "O2")},
    ]
    report = progress_report(a_plan(7, Outcomes=outcomes, Indicators=indicators), TODAY)
    assert [[line.ref for line in section.indicators] for section in report.sections] == [["E3"], ["E1"]]
    assert [(line.ref, line.serves) for line in report.shared] == [
        ("E2", ("O1", "O2")),
        ("E4", ()),
        ("E5", ("O1", "O2")),
    ]
    assert [line.ref for line in report.indicators] == ["E1", "E2", "E3", "E4", "E5"]


def test_before_stage_7_it_says_what_is_planned() -> None:
    report = progress_report(primary(5), TODAY)
    assert not report.monitored
    assert counts(report.outcomes) == {"planned": 6}
    assert counts(report.indicators) == {"planned": 12}


def test_the_result_of_stage_8_is_the_last_point() -> None:
    result = {"final_value": 50.0, "measured_on": dt.date(2012, 7, 1), "sample_size": 180, "met": "Yes"}
    line = only(a_report(8, on=dt.date(2012, 10, 1), Readings=[read(41.0, size=195)], Results={"O1": result}))
    assert [(point.value, point.size) for point in line.points] == [(41.0, 195), (50.0, 180)]
    assert (line.standing, line.people.latest) == ("achieved", "90 of 180 pupils")


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (a_plan(0), "annual review"),
        (a_plan(3), "this is stage 3"),
        (a_plan(7), "no outcome is filled in"),
    ],
)
def test_where_there_are_no_outcomes_it_says_so(plan: Plan, words: str) -> None:
    with pytest.raises(Problem, match=words):
        progress_report(plan, TODAY)


def test_the_worked_plan() -> None:
    plan = primary(7)
    report = progress_report(plan, plan.on)
    assert counts(report.outcomes) == {"on track": 2, "behind": 4}
    assert [section.priority[:14] for section in report.sections] == ["Healthy weight"] * 3 + ["Emotional heal"] * 3
    o3 = report.outcomes[2]
    assert o3.changes[0].words == "target 10 pupils (it was 12 pupils)"
    assert o3.people.latest == "8 of 16 pupils"


# The workbook


def opened(report: ProgressReport) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(progress_workbook.to_bytes(report)))


def test_the_workbook_holds_real_numbers_and_dates_and_a_chart_for_each_outcome() -> None:
    plan = primary(7)
    workbook = opened(progress_report(plan, plan.on))
    assert workbook.sheetnames == ["Overview", "O1", "O2", "O3", "O4", "O5", "O6"]
    headings, o1 = ([cell.value for cell in workbook["Overview"][row]][1:] for row in (5, 6))
    said = dict(zip(headings, o1, strict=True))
    assert (said["Ref"], said["Status"], said["Starting figure"], said["Target"]) == ("O1", "on track", 31, 50)
    assert said["Read on"] == dt.datetime(2011, 10, 7)
    assert said["Share of the way"] == pytest.approx(14 / 19)
    for sheet in workbook.worksheets[1:]:
        [chart] = sheet._charts
        assert len(chart.series) == 3


def test_every_chart_has_its_own_alternative_text() -> None:
    plan = primary(7)
    data = progress_workbook.to_bytes(progress_report(plan, plan.on))
    drawings = {
        name: part.decode() for name, part in package.parts_of(data).items() if name.startswith("xl/drawings/drawing")
    }
    assert len(drawings) == 6
    texts = [part.partition('descr="')[2].partition('"')[0] for _, part in sorted(drawings.items())]
    assert texts[0].startswith("Readings of O1 over time")
    assert "starting figure 31% on 12 March 2010, 34% on 3 December 2010" in texts[0]
    assert texts[5].endswith("target 3.2 by 29 June 2012.")
    assert len(set(texts)) == 6


def test_the_same_report_gives_the_same_bytes() -> None:
    plan = primary(7)
    one, other = (progress_workbook.to_bytes(progress_report(plan, plan.on)) for _ in range(2))
    assert one == other


def test_no_text_of_a_school_becomes_a_formula() -> None:
    evil = '=HYPERLINK("http://example.test","x")'
    report = a_report(
        outcome={"statement": evil}, Indicators=[{"outcomes": ("O1",), "statement": evil}],
        Revisions=[{"indicator": "E1", "what": "Wording", "new_wording": "+1", "why": evil}],
        Amendments=[{"outcome": "O1", "what": "Wording", "why": "@now\x07", "decision": "Confirmed"}],
        School={"name": "=1+1\x0b"}, Priorities={"P1": {"priority": evil}},
    )  # fmt: skip
    cells = [cell for sheet in opened(report) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert evil in [cell.value for cell in cells]


@pytest.mark.parametrize(
    "outcome",
    [
        {"target": None},
        {"baseline": None},
        {"target_date": None},
        {"starts_on": None},
        {"statement": None},
        {"target": 30.0},
    ],
)
@pytest.mark.parametrize("readings", [[], [read(35.0)], [read(done=True)]])
def test_what_is_missing_stops_neither_workbook_nor_page(
    outcome: dict[str, Any], readings: list[dict[str, Any]]
) -> None:
    plan = a_plan(7, Outcomes={"O1": OUTCOME | outcome}, Readings=readings)
    report = progress_report(plan, TODAY)
    assert opened(report).sheetnames == ["Overview", "O1"]
    assert progress_page.content(plan, report)["priorities"][0]["outcomes"][0]["status"] == report.outcomes[0].standing


# The page for governors


def test_the_page_for_governors() -> None:
    plan = primary(7)
    said = words_of(progress_page.to_bytes(plan, progress_report(plan, plan.on)))
    for words in (
        "Larkfield Green Primary School · 21 October 2011", "2 on track", "4 behind", "12 achieved", "31% → 45% → 50%",
        "74% of the way; 70% if it moved evenly", "now about 78 of 174 pupils",
        "E3: due date 8 July 2011 (it was 25 March 2011), discussed by the group on 30 March 2011", "Page 1 of 1",
    ):  # fmt: skip
        assert words in said
    assert "95%" not in said


def test_the_page_keeps_back_the_figures_of_few() -> None:
    """O3 began with 4 of 19 pupils; neither its figures nor those in its words or its amendment are passed on."""
    plan = primary(7)
    said = words_of(progress_page.to_bytes(plan, progress_report(plan, plan.on)))
    of_o3 = said.partition("O3 ")[2].partition("Emotional health")[0]
    assert "every week rises from c to c of c by June 2012" in of_o3
    assert "figures withheld" in of_o3
    assert "behind" in of_o3
    assert not {"4", "8", "10", "12", "16", "19"} & set(of_o3.replace("→", " ").split())
    assert "O3: target changed, confirmed by the panel on 5 October 2011" in said
    assert "fewer than 10 people, or about fewer than 5 of a larger group" in said
    assert "%" not in of_o3, "the share of the way would give the figure away"


def test_figures_that_an_open_finding_speaks_against_are_not_told_to_governors() -> None:
    """43% was typed as 0.43, so the outcome seems to be reached."""
    falls = OUTCOME | {"direction": "Decrease", "baseline": 58.0, "target": 35.0}
    plan = a_plan(7, Outcomes={"O1": falls}, Readings=[read(0.43, size=195)])
    findings = check(plan, RULES).findings
    page = progress_page.content(plan, progress_report(plan, TODAY, findings))
    [[told]] = [priority["outcomes"] for priority in page["priorities"]]
    assert (told["status"], told["tone"], told["figures"], told["share"]) == ("being checked", "late", [], None)
    assert "its figures are still being checked" in told["about"]
    assert page["counters"][0]["chips"] == [{"words": "1 being checked", "tone": "late"}]
    unasked = progress_page.content(plan, progress_report(plan, TODAY))
    assert unasked["counters"][0]["chips"] == [{"words": "1 achieved", "tone": "good"}], "but for the finding"


def test_the_page_says_where_a_change_may_be_chance() -> None:
    baselines = [{"measure": "O1", "value": 32.0, "measured_on": START, "sample_size": 190}]
    for value, said in ((38.0, True), (48.0, False)):
        plan = a_plan(7, Outcomes={"O1": OUTCOME}, Baselines=baselines, Readings=[read(value, size=195)])
        [priority] = progress_page.content(plan, progress_report(plan, TODAY))["priorities"]
        assert ("the change may be chance" in priority["outcomes"][0]["about"]) is said


def test_a_web_address_stays_on_the_page(tmp_path: Path) -> None:
    address = "anytown.example.gov.uk/index.html?evidence=" + "abcdefghij" * 16
    plan = a_plan(
        7, School={"name": address}, Priorities={"P1": {"priority": address}},
        Outcomes={"O1": OUTCOME | {"statement": address}}, Readings=[read(35.0)],
    )  # fmt: skip
    told = on_paper(progress_page.to_bytes(plan, progress_report(plan, TODAY)), tmp_path)
    assert len(told) == 1


def test_nothing_a_school_writes_is_taken_for_markup() -> None:
    words = "#panic() *bold* $x$ _this_ <label> @ref \\ // gone `code` Ngũgĩ Zoë"
    plan = a_plan(7, School={"name": words}, Outcomes={"O1": OUTCOME | {"statement": words}})
    said = words_of(progress_page.to_bytes(plan, progress_report(plan, TODAY)))
    assert said.count(words) == 2


LONG = (
    "The share of pupils in Years 3 to 6, of their parents and carers, and of everybody who works at lunchtime in the "
    "hall, the playground and the library who say that school helps them very much to choose healthy food and to be "
    "active for an hour rises from 31% to 50%, and stays there for at least a year, by the end of the summer term. "
) * 4


def crowded() -> Plan:
    """A plan as full as a form can be."""
    units = ("%", "Pupils", "Parents and carers", "Minutes", "Times", "Days")
    outcomes = {
        f"O{number}": OUTCOME | {
            "priority": "P1" if number < 4 else "P2", "statement": LONG, "unit": unit, "cohort": 1200,
            "baseline": 31.25 if unit == "%" else 131.25, "target": 66.75 if unit == "%" else 999_999.5,
            "respondents": "Pupils, parents and carers",
        }
        for number, unit in enumerate(units, start=1)
    }  # fmt: skip
    indicators = [
        {"outcomes": (f"O{number % 6 + 1}",), "statement": LONG, "unit": "%", "direction": "Increase", "baseline": 10.0,
         "target": 60.0, "due": dt.date(2011, 2 + number % 10, 10)}
        for number in range(24)
    ]  # fmt: skip
    readings = [
        read(45.5 if unit == "%" else 451.75, size=1100, measure=f"O{number}")
        for number, unit in enumerate(units, start=1)
    ]
    readings += [read(number * 3.0, size=200, measure=f"E{number}") for number in range(1, 25, 2)]
    revisions = [
        {
            "indicator": f"E{number}",
            "what": what,
            "new_target": 55.0,
            "new_due": DUE,
            "new_wording": LONG,
            "why": LONG,
            "discussed_on": TODAY,
        }
        for number, what in enumerate(["Target", "Due date", "Wording", "Withdrawn"] * 3, start=1)
    ]
    return a_plan(
        7, School={"name": "The Very Reverend Archbishop Wulfstan and Saint Æthelthryth Voluntary Aided Primary School " * 2},
        Priorities={"P1": {"priority": LONG}, "P2": {"priority": LONG}}, Outcomes=outcomes, Indicators=indicators,
        Baselines=[{"measure": "O2", "value": 9.0, "measured_on": START, "sample_size": 9}], Readings=readings, Revisions=revisions,
        Amendments=[{"outcome": "O1", "what": "Target", "new_target": 60.0, "why": LONG, "decision": "Confirmed", "decided_on": TODAY}],
    )  # fmt: skip


def test_the_page_stays_one_page() -> None:
    plan = crowded()
    data = progress_page.to_bytes(plan, progress_report(plan, TODAY))
    assert pages(data) == 1
    said = words_of(data)
    assert all(f"O{number} " in said for number in range(1, 7))
    assert "and 7 more, to be found in the school’s workbook" in said
    assert "fewer than 10 people" in said
