"""Damage to text files of settings and records: JSON, TOML and CSV, in their bytes and in what they say."""

from __future__ import annotations

import copy
import csv
import io
import json
from collections.abc import Iterator, MutableMapping, MutableSequence
from random import Random
from typing import Any

from fuzz.xml import ODD_NUMBERS

WORDS = (
    "", " ", "\x00", "a\nb", "\u202egpj", "\ud800", "x" * 100_000, "1_0", "\u0663", "2011-02-30", "2011-01-01", "0000-00-00", "9999-12-31",
    "900001", "../../etc/passwd", "CON", "-", "confirmed", "Confirmed", "null", "\x1b[31m", "=1+1", "O1", "DG002", "error", "\u212a",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 10**400, 1e308, -0.5, float("nan"), float("inf"), 2**63, [], {}, [[]], {"": ""}, [None], *WORDS,
)  # fmt: skip
DEPTHS = (30, 500, 5_000, 200_000)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place inside lists and mappings: what holds it, and its name or number there."""
    inside = value.items() if isinstance(value, MutableMapping) else enumerate(value) if isinstance(value, list) else ()
    for key, held_in in list(inside):
        yield value, key
        yield from _places(held_in)


def gently(random: Random, whole: Any) -> Any:
    """One value inside lists and mappings is another of the same kind, which often passes for what it was."""
    whole = copy.deepcopy(whole)
    leaves = [(holder, key) for holder, key in _places(whole) if not isinstance(holder[key], dict | list)]
    holder, key = random.choice(leaves)
    old = holder[key]
    if isinstance(old, bool) or old is None:
        holder[key] = random.choice((True, False, None))
    elif isinstance(old, int | float):
        holder[key] = random.choice((0, -1, old + 1, old * 1000, 10**30, 0.5, 1e300))
    else:
        others = [value for other, name in leaves if isinstance(value := other[name], str)]
        holder[key] = random.choice(
            (*WORDS, old.upper(), f" {old} ", f"{old}\u200e", *random.sample(others, min(6, len(others))))
        )
    return whole


def changed(random: Random, whole: Any) -> Any:
    """A value of lists and mappings with one to three places changed, dropped, added or swapped."""
    whole = copy.deepcopy(whole)
    for _ in range(random.choice((1, 1, 1, 3))):
        places = list(_places(whole))
        if not places:
            return random.choice(VALUES)
        holder, key = random.choice(places)
        how = random.randrange(7)
        if how == 0:
            del holder[key]
        elif how == 1 and isinstance(holder, MutableMapping):
            holder[random.choice(("", "extra", f"{key}2", str(key).upper()))] = copy.deepcopy(holder[key])
        elif how == 2 and isinstance(holder, MutableSequence):
            holder.extend([copy.deepcopy(holder[key])] * random.choice((1, 3, 2000)))
        elif how == 3:
            other, name = random.choice(places)
            if name in other or (isinstance(other, list) and name < len(other)):
                holder[key] = copy.deepcopy(other[name])
        elif how == 4:
            holder[key] = [holder[key]]
        else:
            holder[key] = copy.deepcopy(random.choice(VALUES))
    return whole


def as_json(random: Random, whole: Any) -> bytes:
    """JSON that says something else than it did, or is damaged in its bytes."""
    how = random.choice((gently, gently, changed))
    return bytes_damaged(random, json.dumps(how(random, whole), indent=1))


def deep_json(random: Random, whole: Any) -> bytes:
    """JSON that holds lists or mappings in one another, very deep, somewhere."""
    depth = random.choice(DEPTHS)
    deep = random.choice(("[" * depth + "]" * depth, '{"a":' * depth + "1" + "}" * depth, "[" * depth))
    text = json.dumps(whole)
    places = [at for at in range(len(text)) if text.startswith('": ', at)]
    if random.random() < 0.3 or not places:
        return deep.encode()
    at = random.choice(places) + 3
    return (
        (text[:at] + deep + "," + text[at:]).encode()
        if random.random() < 0.5
        else (text[:at] + deep + text[_end_of_value(text, at) :]).encode()
    )


def _end_of_value(text: str, start: int) -> int:
    _, end = json.JSONDecoder().raw_decode(text, start)
    return end


def bytes_damaged(random: Random, text: str) -> bytes:
    """A text as a file, now and then in another encoding, cut, doubled, or with odd bytes in it."""
    data = text.encode("utf-8", "surrogatepass")
    if random.random() < 0.6:
        return data
    at = random.randrange(len(data) + 1)
    odd = random.choice(
        (b"\x00", b"\xff", b"\xed\xa0\x80", b"\r", b"\x1a", b"[" * 3000, b"9" * 5000, b"NaN", b'"', b"{", b"1_0")
    )
    return random.choice(
        (data[:at], data + data, data[:at] + odd + data[at:], b"", b"\xef\xbb\xbf" + data,
         text.encode("utf-16", "replace"), text.encode("utf-32", "replace"), text.encode("latin-1", "replace"), b"\x00" * 100)
    )  # fmt: skip


# TOML

SOUND = """
programme = "Anytown Healthy Schools"
outcomes_per = "plan"
required_voices = ["Pupils", "Governors"]
schools = "schools.csv"
sef = "2009"
[letters]
address = ["Civic Centre", "Anytown AN1 1AA"]
signed_by = "Jo Harding"
role = "Programme manager"
contact = "01632 960123"
logo = ""
[limits]
smallest_group = 10
smallest_count = 5
longest_years = 3
data_years = 3
[lists]
national_indicators = "indicators.csv"
[severities]
DG002 = "error"
[[waivers]]
rule = "OC009"
school = "900001"
reason = "Parents cannot be asked yet."
by = "Programme co-ordinator"
until = 2027-07-31
"""


def as_toml(random: Random) -> bytes:
    """A profile with one to three settings changed, dropped, doubled or moved."""
    lines = SOUND.strip().splitlines()
    for _ in range(random.choice((1, 1, 1, 3))):
        place = random.randrange(len(lines))
        name, equals, _value = lines[place].partition(" = ")
        how = random.randrange(8)
        if how == 0:
            del lines[place]
        elif how == 1:
            lines.insert(random.randrange(len(lines)), lines[place])
        elif how == 2:
            lines.insert(
                place,
                random.choice(
                    ("[x.y.z]", "[[letters]]", "[letters.logo]", '"a.b" = 1', "extra = 1", "[", "= 1", "[lists]")
                ),
            )
        elif equals:
            lines[place] = f"{name} = {_toml_value(random)}"
    return bytes_damaged(random, "\n".join(lines) + "\n")


def _toml_value(random: Random) -> str:
    depth = random.choice(DEPTHS[:3])
    word = random.choice(WORDS)
    return random.choice(
        (
            json.dumps(word, ensure_ascii="\ud800" in word or "\x00" in word or "\x1b" in word), '"priority"', '"plan"', '"2009"', "3", "10", "-5",
            "9" * 400, "1e400", "nan", "inf", "1_000", "0x1F", "true", "2027-07-31", "2027-02-30", "07:30:00", "[]", "{}",
            "1979-05-27T07:32:00Z", "[" * depth + "]" * depth, "{a=" * depth + "1" + "}" * depth, '["Pupils", 3]', '"schools.csv"',
            "'''\nlong\n'''", random.choice(ODD_NUMBERS), '"error"', '"OC009"', '"900001"', '["Pupils"]', '"."', '"hwit.toml"',
        )
    )  # fmt: skip


# CSV


def as_csv(random: Random, rows: list[list[str]]) -> bytes:
    """A list with rows and cells changed, in another dialect, or damaged in its bytes."""
    rows = [list(row) for row in rows]
    for _ in range(random.choice((1, 1, 3, 10))):
        row = random.choice((rows[0], random.choice(rows)))
        place = random.randrange(len(row)) if row else 0
        how = random.randrange(7)
        if how == 0 and row:
            del row[place]
        elif how == 1:
            row.insert(place, random.choice((*WORDS, *ODD_NUMBERS)))
        elif how == 2:
            rows.insert(random.randrange(len(rows)), random.choice(([], [""] * 30, list(random.choice(rows)))))
        elif how == 3 and row:
            row[place] = row[place].swapcase() + random.choice(("", " ", "\u200e", "\ufeff"))
        elif how == 4:
            random.shuffle(rows)
        elif row:
            row[place] = random.choice((*WORDS, *ODD_NUMBERS, "9" * 140_000))
    file = io.StringIO()
    dialect = random.choice((",", ",", ",", ";", "\t", "|"))
    csv.writer(file, delimiter=dialect, lineterminator=random.choice(("\n", "\r\n", "\r"))).writerows(rows)
    return bytes_damaged(random, file.getvalue() + random.choice(("", "", '"', '"open\n')))
