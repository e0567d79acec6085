"""The other commands: demo, new, rules, explain, template, and help."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click import Context

from hwit_validators.rules import RULES
from hwit_validators.tables.forms import FORMS
from hwit_xl.cli import _COMMANDS, cli
from hwit_xl.programme.demonstration import EXPECTED
from hwit_xl.workbooks.building import saving as package
from support.at_work import hwit


def test_demo_makes_a_programme_checks_it_and_says_what_next(tmp_path):
    folder = tmp_path / "demo"
    result = hwit("demo", folder)
    assert result.exit_code == 0, result.output
    expected = json.loads((folder / EXPECTED).read_text(encoding="utf-8"))
    checked = json.loads(hwit("validate", folder, "--format", "json").stdout)
    found = {
        returned["file"]: sorted(f["code"] for f in returned["findings"] if f["severity"] != "advice")
        for returned in checked["returns"]
    }
    assert found == expected
    assert "What to try next" in result.output
    assert (tmp_path / "demo-results" / "report.xlsx").exists()


def test_demo_does_not_write_into_a_folder_that_holds_something(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    result = hwit("demo", tmp_path)
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: ")
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("name", ["4", "stage-4", "stage_4_outcomes", "annual-review", "8"])
def test_new_writes_a_form_by_number_or_name(tmp_path, name):
    target = tmp_path / "form.xlsx"
    assert hwit("new", name, "-o", target).exit_code == 0
    assert package.parts(target)


def test_new_replaces_nothing_without_force(tmp_path):
    target = tmp_path / "form.xlsx"
    target.write_text("mine")
    result = hwit("new", 3, "-o", target)
    assert (result.exit_code, target.read_text()) == (2, "mine")
    assert hwit("new", 3, "-o", target, "--force").exit_code == 0


def test_new_explains_a_wrong_form():
    result = hwit("new", "9")
    assert result.exit_code == 2
    assert "give annual-review or a stage from 1 to 8" in result.stderr


def test_rules_as_json_are_complete():
    listed = json.loads(hwit("rules", "--format", "json").stdout)["rules"]
    assert [rule["code"] for rule in listed] == [rule.code for rule in RULES]
    for rule in listed:
        assert set(rule) == {"code", "severity", "title", "why", "fix", "requirements", "stage"}
        assert all(rule[part] for part in ("title", "why", "fix"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_can_be_explained(rule):
    result = hwit("explain", rule.code.lower())
    assert result.exit_code == 0
    text = "".join(result.output.split())
    for part in (rule.title, rule.why, rule.fix):
        assert "".join(part.split()) in text


def test_explain_suggests_the_nearest_rule():
    result = hwit("explain", "OCC005")
    assert result.exit_code == 2
    assert "did you mean OC005?" in result.stderr


def test_forms_are_current_and_built_alike_each_time(tmp_path):
    assert hwit("template", "check").exit_code == 0, "run `hwit template build`"
    for folder in ("one", "other"):
        assert hwit("template", "build", "--folder", tmp_path / folder).exit_code == 0
    for form in FORMS:
        name = f"{form.name}.xlsx"
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_a_stale_form_is_noticed(tmp_path):
    hwit("template", "build", "--folder", tmp_path)
    (tmp_path / "stage_3_priorities.xlsx").write_bytes((tmp_path / "stage_2_needs_analysis.xlsx").read_bytes())
    result = hwit("template", "check", "--folder", tmp_path)
    assert result.exit_code == 2
    assert "stage_3_priorities.xlsx" in result.stderr


@pytest.mark.parametrize("name", _COMMANDS)
def test_the_list_says_of_a_command_how_its_own_help_begins(name):
    command = cli.get_command(Context(cli), name)
    first, _, _ = (command.help or "").partition("\n\n")
    assert " ".join(first.split()) == _COMMANDS[name][1]


def test_the_package_runs_as_the_command_does(tmp_path):
    def as_module(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "hwit_xl", *arguments], capture_output=True, text=True, cwd=tmp_path, timeout=120
        )

    assert as_module("--version").stdout == hwit("--version").output
    missing = as_module("validate", "missing.xlsx")
    assert (missing.returncode, missing.stdout) == (2, "")
    assert missing.stderr.startswith("Error: ")
    assert "Traceback" not in missing.stderr


@pytest.mark.parametrize("shared", ["options", "output", "lines"])
def test_what_commands_share_waits_for_nothing_that_help_does_not_need(shared):
    code = (
        f"import sys, hwit_xl.cli.{shared}\n"
        "print([m for m in ('openpyxl', 'pydantic', 'hwit_validators.model', 'hwit_xl.checking') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", _COMMANDS)
def test_the_help_of_a_command_does_not_wait_for_its_work(name):
    """What only the work needs is imported when it begins; `sef` names the settled forms, which are pydantic's."""
    code = (
        f"import sys; from hwit_xl.cli import cli\n"
        f"try: cli([{name!r}, '--help'])\n"
        "except SystemExit: pass\n"
        "late = ('openpyxl', 'pydantic', 'hwit_validators.tables', 'hwit_validators.rules', 'hwit_xl.workbooks')\n"
        "print([m for m in late if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == ("['pydantic']" if name == "sef" else "[]")


def test_help_loads_none_of_the_commands():
    """Help must come at once, so it may not import what only the commands need."""
    code = (
        "import sys; from hwit_xl.cli import cli\n"
        "try: cli(['--help'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('openpyxl', 'pydantic', 'hwit_validators') if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "validate" in done.stdout
