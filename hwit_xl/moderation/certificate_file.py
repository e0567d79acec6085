"""Reading a draw certificate back, from JSON or from the workbook of a sample."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hwit_validators.words import within
from hwit_xl.files.reading import read_bytes, read_json
from hwit_xl.moderation.certificate import Certificate
from hwit_xl.moderation.workbook import read_back
from hwit_xl.problem import Problem

_ZIP = b"PK\x03\x04"


def read(path: Path) -> Certificate:
    """Read a certificate: JSON, or the workbook of a sample.

    Raises:
        Problem: the file is neither.
    """
    data = read_bytes(path)
    try:
        if data.startswith(_ZIP):
            return read_back(data)
        return _from_json(read_json(data))
    except Problem as problem:
        raise Problem(f"{path} is no draw certificate: it is neither JSON nor a workbook of ours") from problem
    except (ValidationError, ValueError, KeyError, TypeError) as error:
        raise Problem(f"{path} is no draw certificate: {_why(error)}") from None


def _from_json(whole: Any) -> Certificate:
    rest = dict(whole["certificate"])
    lists = {name: rest.pop(name) for name in ("strata", "notes", "tickets")}
    if not lists["tickets"]:
        raise ValueError("it lists no tickets, by which everybody can see how the schools were drawn")
    parts = {name: whole[name] for name in ("sample", "replacements", "excluded")}
    return Certificate.model_validate_json(json.dumps({**parts, **lists, "facts": rest}))


def _why(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {within(first['msg'])}"
    if isinstance(error, KeyError):
        return f"it has no {error.args[0]}"
    if isinstance(error, TypeError):
        return "what it holds is laid out in another way"
    return str(error)
