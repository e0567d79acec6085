"""What stands in the way of a command becomes a line in one place, and the commands leave it to that place."""

from __future__ import annotations

import ast
import errno
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import hwit_xl
from hwit_xl import cli as command_line
from hwit_xl.cli import cli
from hwit_xl.problem import Problem, concerning
from hwit_xl.workbooks.xlsx.rejected import Rejected

PACKAGE = Path(hwit_xl.__file__).parent
THE_PLACE = ("cli/__init__.py", "invoke")
"""The one handler that makes a line of a problem."""


def family() -> set[str]:
    """The names of every exception of ours, by the classes as they are written."""
    names, before = {"Problem"}, 0
    classes = [
        node
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    while len(names) > before:
        before = len(names)
        names |= {node.name for node in classes if any(named(base) & names for base in node.bases)}
    return names


def named(node: ast.AST) -> set[str]:
    """Every name in an expression."""
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} | {
        each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)
    }


def test_every_exception_of_ours_belongs_to_the_family() -> None:
    odd = [
        f"{path.relative_to(PACKAGE)}: {node.name}"
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        and any(name.endswith(("Error", "Exception")) for base in node.bases for name in named(base))
        and node.name not in family()
    ]
    assert odd == ["cli/__init__.py: _OneLine"] or odd == []


def test_no_command_catches_a_problem_only_to_raise_it_again() -> None:
    names = family()
    found = []
    for path in sorted((PACKAGE / "cli").rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            for handler in ast.walk(function):
                if not isinstance(handler, ast.ExceptHandler) or handler.type is None:
                    continue
                again = any(isinstance(each, ast.Raise) for line in handler.body for each in ast.walk(line))
                if named(handler.type) & names and again:
                    found.append((path.relative_to(PACKAGE).as_posix(), function.name))
    assert found == [THE_PLACE]


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """A command, ``hwit fail``, that raises what is put into this list."""
    waiting: list[Exception] = []

    @click.command()
    def fail() -> None:
        raise waiting[0]

    monkeypatch.setitem(command_line._COMMANDS, "fail", ("tests_fail:fail", "Fail."))
    monkeypatch.setitem(sys.modules, "tests_fail", type(sys)("tests_fail"))
    monkeypatch.setattr(sys.modules["tests_fail"], "fail", fail, raising=False)
    return waiting


@pytest.mark.parametrize(
    ("raised", "line"),
    [
        (Problem("plan.xlsx is no return"), "Error: plan.xlsx is no return\n"),
        (Rejected("WB001", "It is damaged.", "Send it again."), "Error: It is damaged. Send it again.\n"),
        (OSError(errno.ENOSPC, "No space left on device", "a.xlsx"), "Error: a.xlsx: No space left on device\n"),
        (OSError(errno.EIO, "Input/output error"), "Error: the system refused: Input/output error\n"),
    ],
)
def test_what_stands_in_the_way_is_one_line_and_exit_code_2(
    refusing: list[Exception], raised: Exception, line: str
) -> None:
    refusing.append(raised)
    done = CliRunner().invoke(cli, ["fail"])
    assert (done.exit_code, done.stderr, done.stdout) == (2, line, "")


def test_a_fault_of_the_program_is_not_taken_for_a_problem(refusing: list[Exception]) -> None:
    refusing.append(ZeroDivisionError("ours"))
    assert isinstance(CliRunner().invoke(cli, ["fail"]).exception, ZeroDivisionError)


def test_whoever_knows_the_file_names_it() -> None:
    with pytest.raises(Problem) as problem, concerning("folder/plan.xlsx"), concerning("sheet School"):
        raise Problem("there is no URN")
    assert str(problem.value) == "folder/plan.xlsx: sheet School: there is no URN"


def test_a_real_process_says_one_line(tmp_path: Path) -> None:
    (tmp_path / "hwit.toml").write_text("outcomes_per = [")
    done = subprocess.run(
        [sys.executable, "-m", "hwit_xl", "profile", "check", str(tmp_path / "hwit.toml")],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stderr.startswith(f"Error: {tmp_path / 'hwit.toml'} is not written as TOML")
    assert done.stderr.count("\n") == 1
