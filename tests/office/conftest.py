"""One LibreOffice for all tests here, and the forms as a person filled them in with it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from hwit_validators.tables.forms import form_of_stage
from office import engine
from office.pressing import AtWork, Opened, Person
from support.by_hand import Filled, fill
from support.libreoffice import Document, Office, Unavailable
from support.returns import a_return


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A running LibreOffice. Where there is none, tests that need it are skipped; in CI they fail."""
    try:
        started = Office(tmp_path_factory.mktemp("office") / "profile")
    except Unavailable as reason:
        if os.environ.get("CI"):
            pytest.fail(f"LibreOffice has to be here: {reason}", pytrace=False)
        pytest.skip(f"needs LibreOffice and python3-uno: {reason}")
    yield started
    started.quit()


@pytest.fixture(scope="session")
def filled_in(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, int], Filled]:
    """A worked plan's form of a stage, filled in by hand: once, for every test that asks for it."""
    folder = tmp_path_factory.mktemp("filled")
    return cache(lambda name, stage: fill(office, folder, name, form_of_stage(stage)))


@pytest.fixture
def at_work(office: Office, tmp_path: Path) -> Iterator[Opened]:
    """Opens a worked return of a stage."""
    app = engine.app(office)
    documents: list[Document] = []

    def open_(stage: int, person: Person | None = None, name: str = "return.xlsx", data: bytes | None = None) -> AtWork:
        path = tmp_path / name
        path.write_bytes(data or a_return(stage))
        documents.append(office.open(path))
        return AtWork(app, documents[-1], person or Person(tmp_path / "made"), stage)

    yield open_
    for document in documents:
        document.close()
