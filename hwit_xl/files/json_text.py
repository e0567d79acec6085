"""JSON as text for other programs: valid UTF-8, and harmless on a screen, whatever the texts in it hold."""

from __future__ import annotations

import json
import re

_ODD = re.compile("[\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]")
"""Characters that steer a terminal, turn words around or hide, and halves of a pair, which UTF-8 cannot hold. In JSON they
can only stand within a text, where each may be written as a number instead."""


def as_json(value: object, *, indent: int | None = None) -> str:
    """A value as JSON: readable letters as they are, and those that act or cannot be written as ``\\u009b``."""
    return _ODD.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False, indent=indent))
