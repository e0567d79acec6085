"""Every regular expression of the program, the way it is used, and texts that are the worst for it."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import hwit_validators
import hwit_xl

_WAYS = ("search", "match", "fullmatch", "finditer")
_AS = {"sub": "finditer", "subn": "finditer", "findall": "finditer", "split": "finditer"}
"""Ways to use a pattern that go through a text as another one does."""


@dataclass(frozen=True)
class Used:
    """A pattern, where it stands, and how its module uses it."""

    where: str
    pattern: re.Pattern[Any]
    ways: frozenset[str]

    def run(self, text: str) -> None:
        """Use the pattern on a text in each of these ways."""
        given: Any = text.encode("utf-8", "replace") if isinstance(self.pattern.pattern, bytes) else text
        for way in self.ways:
            if way == "finditer":
                for _ in self.pattern.finditer(given):
                    pass
            else:
                getattr(self.pattern, way)(given)


def used_patterns() -> Iterator[Used]:
    """The patterns that modules keep under a name, and those that stand in a call of :mod:`re`."""
    for module in _modules():
        tree = ast.parse(inspect.getsource(module))
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                attributes = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))
                called = {
                    node.attr for node in attributes if isinstance(node.value, ast.Name) and node.value.id == name
                }
                ways = {_AS.get(way, way) for way in called} & set(_WAYS)
                yield Used(f"{module.__name__}.{name}", value, frozenset(ways or _WAYS))
        yield from _in_calls(module, tree)


def _modules() -> Iterator[ModuleType]:
    for package in (hwit_validators, hwit_xl):
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)


def _in_calls(module: ModuleType, tree: ast.AST) -> Iterator[Used]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        way = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if ast.unparse(call.func) != f"re.{way}" or way not in (*_WAYS, *_AS):
            continue
        where = f"{module.__name__}:{call.lineno}"
        flags = next((ast.unparse(word.value) for word in call.keywords if word.arg == "flags"), "0")
        try:
            pattern = eval(f"re.compile({ast.unparse(call.args[0])}, {flags})", {**vars(module), "re": re})
        except NameError as error:
            raise AssertionError(f"{where}: give this pattern a name of its module, so that it can be tried") from error
        yield Used(where, pattern, frozenset({_AS.get(way, way)}))


KNOWN = (
    "[", "(", "<", '"', "'", "&", "@", ".", "-", " ", "\n", "0", "9", "a", "A", "O1-", "a@", "1 of ", "1,", "1.", "Aa ",
    "and ", "O1, ", '<c r="A1"', "<v>", "<f", "&#", "2010/", "1 two ", "born 1 ", "\u2028", "\u00e9",
)  # fmt: skip
"""Repeated, they have been the undoing of a reader."""


def units(pattern: re.Pattern[Any]) -> list[str]:
    """Pieces that are worst for a pattern when they are repeated: its own characters, pairs of them, and the beginnings of
    what it matches."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    parsed = re._parser.parse(source, pattern.flags & ~re.UNICODE)  # type: ignore[attr-defined]
    letters = list(dict.fromkeys(_characters(parsed)))[:60]
    few = letters[:: max(1, len(letters) // 9)]
    whole = {_example(parsed, most) for most in (False, True)}
    parts = {text[:end] for text in whole for end in range(1, min(len(text), 40) + 1)} | {text[1:] for text in whole}
    pairs = {one + other for one in few for other in few}
    return sorted({*KNOWN, *letters, *pairs, *parts, *whole} - {""})


_CATEGORIES = {"DIGIT": "7", "SPACE": " ", "WORD": "w", "NOT_DIGIT": "x", "NOT_SPACE": "x", "NOT_WORD": "-"}


def _of_class(items: list[tuple[Any, Any]]) -> Iterator[str]:
    """Characters of a class; one that is in no class we use for what is left out of it."""
    for kind, value in items:
        if str(kind) == "LITERAL":
            yield chr(value)
        elif str(kind) == "RANGE":
            yield from (chr(value[0]), chr(value[1]))
        elif str(kind) == "CATEGORY":
            yield _CATEGORIES[str(value).removeprefix("CATEGORY_")]
        elif str(kind) == "NEGATE":
            yield "~"


def _characters(parsed: Any) -> Iterator[str]:
    for kind, value in parsed:
        match str(kind):
            case "LITERAL":
                yield chr(value)
            case "IN":
                yield from _of_class(value)
            case "ANY" | "NOT_LITERAL":
                yield "~"
            case _:
                for inner in _inside(str(kind), value):
                    yield from _characters(inner)


def _inside(kind: str, value: Any) -> list[Any]:
    """The patterns inside a repetition, a group, a choice or an assertion."""
    match kind:
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return [value[2]]
        case "SUBPATTERN":
            return [value[3]]
        case "BRANCH":
            return list(value[1])
        case "ASSERT" | "ASSERT_NOT":
            return [value[1]]
        case "ATOMIC_GROUP":
            return [value]
        case _:
            return []


def _example(parsed: Any, most: bool) -> str:
    """A text that a pattern matches, or nearly: with all that may be left out, or without it."""
    text = ""
    for kind, value in parsed:
        match str(kind):
            case "LITERAL":
                text += chr(value)
            case "IN":
                text += next(_of_class(value))
            case "ANY" | "NOT_LITERAL":
                text += "~"
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                text += _example(value[2], most) * (max(value[0], 1) if most else value[0])
            case "BRANCH":
                text += _example(value[1][-1 if most else 0], most)
            case "SUBPATTERN" | "ATOMIC_GROUP":
                text += "".join(_example(inner, most) for inner in _inside(str(kind), value))
    return text
