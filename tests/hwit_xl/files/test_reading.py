"""JSON and TOML of others: read, or one clear line; and JSON of ours, which is always valid UTF-8."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hwit_xl.files.json_text import as_json
from hwit_xl.files.reading import read_json, read_toml
from hwit_xl.problem import Problem
from support.at_work import hwit

DEEP = 100_000


@pytest.mark.parametrize("depth", [61, 900, DEEP])
def test_deep_nesting_is_one_line(tmp_path: Path, depth: int) -> None:
    path = tmp_path / "deep"
    for read, text in (
        (read_json, "[" * depth + "]" * depth),
        (read_json, '{"a":' * depth + "1" + "}" * depth),
        (read_toml, "a = " + "[" * depth + "]" * depth),
        (read_toml, "a = " + "{a = " * depth + "1" + "}" * depth),
        (read_toml, ".".join(["a"] * depth) + " = 1"),
    ):
        path.write_text(text)
        with pytest.raises(Problem, match="nested too deeply") as problem:
            read(path)
        assert str(problem.value).startswith(str(path))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'{"a": ', "is not written as JSON"),
        (b"\xff\xfe\x00", "is not written as JSON"),
        (b"1" * 10_000, "is not written as JSON"),
        (b"", "is not written as JSON"),
        (b" " * 5000, "is too large"),
    ],
)
def test_what_is_no_json_is_one_line(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(data)
    with pytest.raises(Problem, match=says) as problem:
        read_json(path, largest=20_000 if len(data) != 5000 else 100)
    assert "\n" not in str(problem.value)


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    for path, says in ((tmp_path, "is no file"), (tmp_path / "gone", "could not be read: No such file")):
        with pytest.raises(Problem, match=says):
            read_json(path)


def test_ordinary_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_text('\ufeff{"a": [1, {"b": null}]}')
    assert read_json(tmp_path / "a") == {"a": [1, {"b": None}]}
    assert read_toml("[a]\nb = 1\n") == {"a": {"b": 1}}


@pytest.mark.parametrize(
    "arguments",
    [
        ("profile", "check", "{deep}"),
        ("sample", "verify", "{deep}", "."),
        ("sample", "draw", "{list}", "--seed", "the lottery numbers of May", "--previous", "{deep}"),
        ("recognise", "{deep}"),
        ("new", "1", "--profile", "{deep}"),
        ("decide", "{folder}"),
    ],
)
@pytest.mark.parametrize("text", ["[" * DEEP, '{"decided_on": ' * DEEP, "a = " + "[" * DEEP])
def test_no_command_breaks_over_deep_nesting(tmp_path: Path, arguments: tuple[str, ...], text: str) -> None:
    (tmp_path / "list.csv").write_text("URN,School\n100001,A\n")
    (tmp_path / "manifest.json").write_text(text)
    deep = tmp_path / "decision.json"
    deep.write_text(text)
    places = {"deep": deep, "list": tmp_path / "list.csv", "folder": tmp_path}
    done = hwit(*(part.format(**places) for part in arguments))
    assert isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code == 2
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1


def test_json_is_valid_and_harmless_whatever_is_in_it() -> None:
    odd = 'Zoë’s \x1b[2J\x9b31m\u202etxt\u2028 \udcff "quoted" 👩\u200d🏫'
    text = as_json({"name": odd, odd: [odd]}, indent=1)
    assert text.encode()
    assert "Zoë’s" in text
    assert not set(text) & set("\x1b\x9b\u202e\u2028\udcff")
    assert json.loads(text) == {"name": odd, odd: [odd]}
