"""The documentation says what the program does today."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from hwit_validators.rules import FAMILIES, RULES
from hwit_validators.tables.forms import FORMS
from hwit_xl.cli import _COMMANDS
from hwit_xl.trace import requirements
from support.at_work import done

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.glob("*.md"))]
_PLACE = re.compile(r"`((?:validators|hwit_xl|tests|macros|workbook_templates|docs)/[\w./-]+)`")


def test_the_page_of_rules_is_current():
    assert (DOCS / "rules.md").read_text(encoding="utf-8") == done("rules", "--format", "md"), (
        "run `hwit rules --format md > docs/rules.md`"
    )


def test_the_page_of_requirements_is_current():
    assert (DOCS / "requirements.md").read_text(encoding="utf-8") == done("trace", "--format", "md"), (
        "run `hwit trace --format md > docs/requirements.md`"
    )


def test_the_picture_of_the_rooms_is_current():
    drawn = runpy.run_path(str(DOCS / "draw_rooms.py"))["drawn"]()
    assert (DOCS / "pictures" / "rooms.svg").read_text(encoding="utf-8") == drawn, "run `python docs/draw_rooms.py`"


def test_every_family_has_rules_and_a_name():
    assert {rule.family for rule in RULES} == set(FAMILIES)
    assert len(RULES) >= 150


@pytest.mark.parametrize("requirement", list(requirements(ROOT / "tests")), ids=lambda requirement: requirement.code)
def test_a_requirement_that_is_claimed_has_a_rule_or_a_feature(requirement):
    if requirement.met != "later":
        assert requirement.rules or requirement.commands or requirement.forms
        assert requirement.tests or not requirement.rules, "a rule of it should be named in a test"
    assert set(requirement.commands) <= set(_COMMANDS)
    assert set(requirement.forms) <= {form.name for form in FORMS}


def test_all_61_requirements_are_traced_and_every_rule_names_known_ones():
    codes = [requirement.code for requirement in requirements()]
    assert codes == [f"H{number:02}" for number in range(1, 62)]
    assert {code for rule in RULES for code in rule.requirements} <= set(codes)


@pytest.mark.parametrize("command", _COMMANDS)
def test_every_command_is_in_the_readme_and_has_help(command):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"`hwit {command}\b", readme), f"README.md does not speak of hwit {command}"
    assert done(command, "--help")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_and_folders_that_are_named_are_there(page):
    """A room that moves takes its name in the documentation along."""
    gone = [name for name in _PLACE.findall(page.read_text(encoding="utf-8")) if not (ROOT / name).exists()]
    assert gone == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pictures_and_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} points at {target}"
