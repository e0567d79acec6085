"""Characters that cannot be seen: which of them a sender's text may keep, and which go.

Calculator, Outlook, Word and the web put marks of direction, soft hyphens and joiners into what is copied from them. They
say nothing to a reader, and make an answer another one than it looks. Unicode's format characters (Cf), control characters
(Cc) but for those that separate, variation selectors and the fillers that look like nothing all count among them. Where a
script or a picture needs one beside it to look as it does, it stays.
"""

from __future__ import annotations

import re
import unicodedata

SIGNS = (
    "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160"
    "\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""As a class of a regular expression. U+FFFC stands where a picture was that did not come along."""
_FLAGS = "|".join(
    "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in nation) + "\U000e007f"
    for nation in ("gbeng", "gbsct", "gbwls")
)
"""The flags of England, Scotland and Wales, which are written with tags."""
_UNSEEN = re.compile(f"{_FLAGS}|[{SIGNS}]")
_ANY = re.compile(f"[{SIGNS}]")
_JOINERS = frozenset("\u200c\u200d")
_JOINED = frozenset(("Lo", "Mn", "Mc", "So", "Sk"))
"""Kinds of letters that joiners stand between: of scripts whose letters take another shape, and pictures."""
_PICTURES = frozenset(("So", "Sm", "Sk", "Cn"))
"""Kinds of signs whose look a variation selector settles; the newest pictures are unknown to Python."""
_PICTURES_TOO = frozenset("\u203c\u2049\u2139\u3030\u303d")
_KEYS = frozenset("0123456789#*")
_KEYCAP = "\u20e3"


def seen(text: str) -> str:
    """A text without characters that cannot be seen, but for those that a letter or a picture beside them needs."""
    return _UNSEEN.sub(_what_stays, text)


def bare(text: str) -> str:
    """A text without any character that cannot be seen: for figures, dates, choices and references."""
    return _ANY.sub("", text)


def _what_stays(found: re.Match[str]) -> str:
    sign, text = found[0], found.string
    if len(sign) > 1:
        return sign  # a flag
    before, after = _seen_before(text, found.start()), text[found.end() : found.end() + 1]
    if sign in _JOINERS:
        stays = _is_joined(before) and _is_joined(after)
    elif sign in "\ufe0e\ufe0f":
        stays = _is_picture(text[max(0, found.start() - 1) : found.start()]) or (before in _KEYS and after == _KEYCAP)
    elif "\ufe00" <= sign <= "\ufe0d" or "\U000e0100" <= sign <= "\U000e01ef":
        stays = before >= "\u3400" and unicodedata.category(before) == "Lo"  # another shape of a Chinese character
    else:
        stays = sign in "\u180b\u180c\u180d\u180f" and "\u1820" <= before <= "\u18aa"  # of a Mongolian letter
    return sign if stays else ""


def _seen_before(text: str, place: int) -> str:
    """The last character before a place that is no variation selector; "" where there is none."""
    while place and "\ufe00" <= text[place - 1] <= "\ufe0f":
        place -= 1
    return text[place - 1 : place]


def _is_joined(letter: str) -> bool:
    return bool(letter) and unicodedata.category(letter) in _JOINED and not _ANY.match(letter)


def _is_picture(sign: str) -> bool:
    return bool(sign) and (unicodedata.category(sign) in _PICTURES or sign in _PICTURES_TOO)
