"""The VBA project: brought along ready-made by a wheel or a frozen program, made from its text in a checkout."""

from __future__ import annotations

import sys

import pytest

from hwit_xl.addin.install import build as building
from hwit_xl.addin.install import macros
from hwit_xl.addin.install.project import MADE_WITH, READY_MADE, made, project, write_ready_made
from hwit_xl.problem import Problem
from support.at_work import hwit


@pytest.fixture
def no_pyopenvba(monkeypatch):
    """A computer without pyOpenVBA."""
    monkeypatch.setitem(sys.modules, "pyopenvba", None)


def test_what_was_brought_along_is_used_as_it_is_and_needs_nothing_to_make_it(tmp_path, no_pyopenvba):
    write_ready_made(b"a project", tmp_path)
    assert project(tmp_path) == b"a project"


def test_what_is_brought_along_is_two_files(tmp_path):
    assert {path.name for path in write_ready_made(b"a project", tmp_path)} == {READY_MADE, MADE_WITH}
    assert (tmp_path / MADE_WITH).read_text("ascii") == f"{macros.xlwings_version()}\n"


def test_where_nothing_was_brought_along_it_is_made(tmp_path):
    assert project(tmp_path) == made()


def test_what_was_made_with_another_xlwings_is_refused_and_both_versions_are_named(tmp_path):
    """On a Mac, the macros ask for a script of exactly their version of xlwings."""
    write_ready_made(b"a project", tmp_path)
    (tmp_path / MADE_WITH).write_text("0.1.2\n")
    with pytest.raises(Problem) as refused:
        project(tmp_path)
    assert str(refused.value) == (
        f"the add-in works with xlwings 0.1.2 only, and xlwings {macros.xlwings_version()} is installed: "
        'pip install "xlwings==0.1.2"'
    )


def test_a_checkout_without_pyopenvba_says_in_one_line_what_is_missing(tmp_path, monkeypatch, no_pyopenvba):
    monkeypatch.setattr(building, "project", lambda: project(tmp_path))
    done = hwit("addin", "build", "-o", tmp_path / "hwit.xlam")
    assert (done.exit_code, len(done.output.splitlines())) == (2, 1)
    assert 'pip install -e ".[build]"' in done.output
    assert list(tmp_path.iterdir()) == []
