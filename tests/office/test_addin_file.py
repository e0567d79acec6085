"""The built add-in in a real spreadsheet program that is not Excel: LibreOffice reads its sheet and its VBA."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from hwit_xl.addin.install import macros
from hwit_xl.addin.install.build import build, settings_of
from hwit_xl.addin.install.settings import Behind
from support.libreoffice import Document, Office

XLAM = "Calc MS Excel 2007 VBA XML"
"""LibreOffice's filter; by the file's name alone it does not find it."""


@pytest.fixture(scope="module")
def loaded(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Document]:
    """The add-in, loaded."""
    path = tmp_path_factory.mktemp("addin") / "hwit.xlam"
    path.write_bytes(build(Behind(interpreter_win=r"C:\Python\python.exe")))
    document = office.open(path, FilterName=XLAM)
    yield document
    document.close()


def modules(document: Document) -> dict[str, Any]:
    """The VBA modules of a document by name, as LibreOffice has them."""
    library = document.api.BasicLibraries.getByName("VBAProject")
    return {name: library.getByName(name) for name in library.ElementNames}


def test_every_module_is_there(loaded):
    assert set(modules(loaded)) == {
        *(module.name for module in (*macros.own(), *macros.of_xlwings())),
        *("ThisWorkbook", "Sheet1"),
    }


def test_our_modules_are_the_text_in_the_folder(loaded):
    for module in macros.own():
        code = module.text.replace("\r\n", "\n").partition("\n")[2].strip()
        assert code in modules(loaded)[module.name].replace("\r\n", "\n"), module.name


def test_the_sheet_of_settings_is_read_as_text(loaded, tmp_path):
    path = tmp_path / "hwit.xlam"
    path.write_bytes(build(Behind(interpreter_win=r"C:\Python\python.exe")))
    said = settings_of(path)
    rows = loaded.sheet(f"{macros.PROJECT}.conf").contents((1, 1), (len(said), 2))
    assert dict(rows) == said
