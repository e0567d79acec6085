"""Reading a draw certificate back, from JSON or from the workbook of a sample."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hwit_validators.words import within
from hwit_xl.moderation.certificate import Certificate
from hwit_xl.moderation.workbook import read_back


class CertificateProblem(ValueError):
    """A file is no draw certificate; the text says why, in one line."""


def read(path: Path) -> Certificate:
    """Read a certificate: JSON, or the workbook of a sample.

    Raises:
        CertificateProblem: the file is neither.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CertificateProblem(f"{path} could not be read: {error.strerror}") from None
    try:
        if zipfile.is_zipfile(path):
            return read_back(data)
        return _from_json(json.loads(data))
    except (ValidationError, ValueError, KeyError, TypeError) as error:
        raise CertificateProblem(f"{path} is no draw certificate: {_why(error)}") from None


def _from_json(whole: Any) -> Certificate:
    rest = dict(whole["certificate"])
    lists = {name: rest.pop(name) for name in ("strata", "notes", "tickets")}
    parts = {name: whole[name] for name in ("sample", "replacements", "excluded")}
    return Certificate.model_validate_json(json.dumps({**parts, **lists, "facts": rest}))


def _why(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {within(first['msg'])}"
    if isinstance(error, KeyError):
        return f"it has no {error.args[0]}"
    return "it is neither JSON nor a workbook of ours" if isinstance(error, json.JSONDecodeError) else str(error)
