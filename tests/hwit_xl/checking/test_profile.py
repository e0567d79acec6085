"""What a Local Programme settles, and the one line it gets when its profile is wrong."""

from __future__ import annotations

import datetime as dt

import pytest

from hwit_validators.model.choices import Voice
from hwit_validators.model.finding import Severity
from hwit_validators.model.profile import OutcomesPer, Profile, Waiver
from hwit_validators.rules import rule_named
from hwit_validators.tables.forms import form_of_stage
from hwit_xl.checking.profile_file import TEMPLATE, load
from hwit_xl.papers.recognition import emblem
from hwit_xl.problem import Problem
from support.at_work import hwit
from support.plans import a_plan, circumstances, findings, found

A_LOGO = emblem()


def written(tmp_path, text: str):
    path = tmp_path / "hwit.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_template_sets_nothing_and_every_setting_in_it_can_be_set(tmp_path):
    assert load(written(tmp_path, TEMPLATE)).profile == Profile()
    (tmp_path / "schools.csv").write_text("URN,Name\n900001,Larkfield Green\n")
    (tmp_path / "our_indicators.csv").write_text("code,title\nWT 1,Healthy weight in Anytown\n")
    (tmp_path / "logo.png").write_bytes(A_LOGO)
    awake = "\n".join(
        line[2:] if line.startswith("# ") and ("=" in line or line.startswith(("# [", "#  "))) else line
        for line in TEMPLATE.splitlines()
    )
    programme = load(written(tmp_path, awake))
    assert programme.profile.urns == {"900001"}
    assert programme.profile.waivers[0].rule == "OC009"
    assert programme.lists["national_indicators"].find("wt1").title == "Healthy weight in Anytown"
    assert programme.profile.letters.signed_by == "Jo Harding"
    assert programme.logo.data == A_LOGO
    assert programme.lists["groups"].entries, "lists that are not replaced stay ours"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('outcomes_per = "plans"', "did you mean plan?"),
        ("outcomes_for = 3", "there is no setting outcomes_for; did you mean outcomes_per?"),
        ("[limits]\nsmalest_group = 3", "there is no setting limits.smalest_group; did you mean smallest_group?"),
        ("[limits]\nsmallest_group = 0", "limits.smallest_group: input should be greater than or equal to 1 (found 0)"),
        ('[limits]\nsmallest_group = "ten"', "limits.smallest_group takes a whole number; found 'ten'"),
        (
            'address = ["Market Street"]',
            "address by itself; it belongs under [letters], so take the # off that line too",
        ),
        (
            '[letters]\naddress = "Market Street"',
            'letters.address takes a list in square brackets, such as ["Civic Centre"',
        ),
        ("programme = 5", "programme takes words in quotation marks; found 5"),
        ('[severities]\nOC0055 = "error"', "there is no rule OC0055; did you mean OC005?"),
        ('[severities]\nOC005 = "fatal"', "severities.OC005"),
        ('required_voices = ["Pupil"]', "did you mean Pupils?"),
        ('[lists]\nnational_indicator = "x.csv"', "did you mean national_indicators?"),
        ('[lists]\ngroups = "nowhere.csv"', "could not be read"),
        ('schools = "nowhere.csv"', "could not be read"),
        ('[[waivers]]\nrule = "OC009"\nschool = "900001"\nby = "KT"\nuntil = 2027-01-01', "waivers.0.reason is needed"),
        ('sef = "2010"', "sef takes 2009, 2005; '2010' is none of them"),
        ('[letters]\nsigned = "Jo"', "there is no setting letters.signed; did you mean signed_by?"),
        ('[letters]\nlogo = "nowhere.png"', "the logo nowhere.png cannot be used: it could not be read"),
        ('[letters]\nlogo = "hwit.toml"', "the logo hwit.toml cannot be used: it is none of png, jpg and svg"),
        ("this is not TOML", "is not written as TOML"),
    ],
)
def test_a_wrong_profile_is_one_clear_line(tmp_path, text, says):
    path = written(tmp_path, text)
    with pytest.raises(Problem) as problem:
        load(path)
    assert says in str(problem.value)
    result = hwit("profile", "check", path)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


A_DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><circle cx="5" cy="5" r="4"/></svg>'


@pytest.mark.parametrize(("name", "data"), [("logo.png", A_LOGO), ("Our Logo.PNG", A_LOGO), ("logo.svg", A_DRAWING)])
def test_a_logo_comes_with_the_profile(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    assert load(written(tmp_path, f'[letters]\nlogo = "{name}"')).logo.data == data


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("logo.png", A_LOGO[: len(A_LOGO) // 2], "damaged"),
        ("logo.jpg", A_LOGO, "not what its name says"),
        ("logo.svg", b"<svg", "damaged"),
        ("logo.png", b"", "damaged"),
        ("logo.png", A_LOGO + bytes(2_000_000), "larger than 2 MB"),
    ],
)
def test_a_logo_that_could_not_be_shown_is_one_clear_line(tmp_path, name, data, says):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Problem, match=f"the logo {name} cannot be used: .*{says}") as problem:
        load(written(tmp_path, f'[letters]\nlogo = "{name}"'))
    assert len(str(problem.value).splitlines()) == 1


def test_blanks_are_no_name(tmp_path):
    assert load(written(tmp_path, 'programme = "   "')).profile.programme == ""


def test_a_new_profile_is_in_order(tmp_path):
    path = tmp_path / "hwit.toml"
    assert hwit("profile", "new", path).exit_code == 0
    assert hwit("profile", "check", path).exit_code == 0
    assert hwit("profile", "new", path).exit_code == 2, "it replaces nothing"


def test_three_outcomes_for_each_priority_or_three_in_all():
    tables = {
        "Priorities": {"P1": {"priority": "One"}, "P2": {"priority": "Two"}},
        "Outcomes": {
            "O1": {"priority": "P1", "type": "Quantitative"},
            "O2": {"priority": "P1", "type": "Perception"},
            "O3": {"priority": "P2", "type": "Targeted"},
        },
    }
    assert len(found("OC001", a_plan(4, **tables))) == 3
    assert found("OC001", a_plan(4, profile=Profile(outcomes_per=OutcomesPer.PLAN), **tables)) == []


def test_a_voice_that_is_not_required_is_not_missed():
    members = [{"name": "Ms Webb", "represents": "Senior leadership"}]
    assert found("DG002", a_plan(1, Members=members))
    profile = Profile(required_voices=frozenset({Voice.LEADERSHIP}))
    assert found("DG002", a_plan(1, profile=profile, Members=members)) == []


def test_severities_of_the_programme():
    profile = Profile(severities={"SI008": Severity.ERROR, "WB001": Severity.ADVICE})
    [finding] = findings("SI008", a_plan(4, profile=profile, Indicators=[{"statement": "x"}]))
    assert finding.severity is Severity.ERROR
    assert profile.severity("WB001", rule_named("WB001").severity) is Severity.REJECT


WAIVER = Waiver(rule="SI003", school="900001", reason="New survey", by="KT", until=dt.date(2011, 7, 31))


@pytest.mark.parametrize(
    ("urn", "on", "waived"),
    [
        ("900001", dt.date(2011, 7, 31), True),
        ("900001", dt.date(2011, 8, 1), False),
        ("900002", dt.date(2011, 7, 1), False),
    ],
)
def test_a_waiver_holds_for_its_school_until_it_runs_out(urn, on, waived):
    plan = a_plan(4, on=on, profile=Profile(waivers=(WAIVER,)), School={"urn": urn}, Indicators=[{"statement": "x"}])
    [finding] = findings("SI003", plan)
    assert finding.waived is waived
    assert finding.blocks is not waived
    assert (finding.settled, finding.explanation) == (waived, None)
    assert bool(found("XS007", plan)) is (urn == "900001" and not waived)


def test_forms_know_the_programmes_lists(tmp_path):
    """An indicator of the programme's own list is accepted in a return that is checked with its profile."""
    from hwit_xl.workbooks.building import saving as package
    from hwit_xl.workbooks.building.build import build
    from hwit_xl.workbooks.reading.read import read
    from support.plans import example

    (tmp_path / "ours.csv").write_text(
        "code,title,better,role,phases\nWT 1,Healthy weight in Anytown,lower,contribute,\n"
    )
    programme = load(written(tmp_path, '[lists]\nnational_indicators = "ours.csv"'))
    form = form_of_stage(3)
    tables = example().tables(form)
    tables["Priorities"] = tuple(p.model_copy(update={"indicator": "WT 1"}) for p in tables["Priorities"])
    path = tmp_path / "return.xlsx"
    package.save(build(form, tables, lists=programme.lists).workbook, path)
    returned = read(path, circumstances(example().completed_on(form), lists=programme.lists))
    assert {priority.indicator for priority in returned.plan.tables["Priorities"]} == {"WT 1"}
    assert "WB011" in read(path, circumstances(example().completed_on(form))).plan.reading
