"""Damage to the XML of a part: its elements, attributes, texts, encoding, and what else may stand in XML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple

from fuzz.bases import Base
from fuzz.book import Book
from fuzz.damage import Damage, Damaged, NotHere, Reads
from hwit_xl.workbooks.xlsx.cells import position
from support.by_hand import Answer

ODD_NUMBERS = (
    "1_0",
    "\u0663",
    "NaN",
    "Infinity",
    "1e999",
    "0x10",
    "1,5",
    "--1",
    "1 2",
    "\uff11",
    "+-3",
    "1.0.0",
    "twelve",
)
"""Which no spreadsheet program takes for a number; Python takes some of them."""
ODD_VALUES = (
    *ODD_NUMBERS, "", " ", "-1", "0", "1", "99999999999999999999", "1e308", "-0", " 5 ", "A1", "$B$5", "A1:B2:C3", "B5:A1",
    "XFD1048576", "ZZZZ1", "A0", "A99999999", "true", "none", "[[[[[[", "\u202e", "x" * 40_000, "&#10;", "s", "inlineStr", "d",
)  # fmt: skip

_TAG = re.compile(r"<[^>!?]*>")
_CELL = re.compile(r'<c r="([A-Z]+\d+)"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)


class Element(NamedTuple):
    """Where an element begins, its tag ends, and it ends."""

    start: int
    inside: int
    end: int


def elements(text: str) -> Iterator[Element]:
    """Every element of a part, outermost first where two begin together."""
    open_tags: list[re.Match[str]] = []
    found: list[Element] = []
    for tag in _TAG.finditer(text):
        if tag[0].startswith("</"):
            if open_tags:
                begun = open_tags.pop()
                found.append(Element(begun.start(), begun.end(), tag.end()))
        elif tag[0].endswith("/>"):
            found.append(Element(tag.start(), tag.end(), tag.end()))
        else:
            open_tags.append(tag)
    return iter(sorted(found))


def _a_part(random: Random, book: Book) -> str:
    """Some part, those that matter more often than others."""
    kind = random.choice(
        ("xl/workbook.xml", "xl/worksheets/sheet", "xl/worksheets/sheet", "xl/tables/", "xl/sharedStrings.xml", "xl/styles.xml",
         ".rels", "[Content_Types].xml")
    )  # fmt: skip
    names = [name for name in book.parts if name.startswith(kind) or name.endswith(kind)]
    if not names:
        raise NotHere
    return random.choice(names)


def _an_element(random: Random, text: str) -> Element:
    found = list(elements(text))
    small = [element for element in found if element.end - element.start < 2000]
    return random.choice(random.choice((found, small or found)))


def _hit(base: Base, part: str, text: str, element: Element) -> dict[Answer, Reads]:
    """The answers in whose cells, or in the rows of whose cells, an element lies, or which lie in it."""
    book = base.book()
    sheet = next((name for name, held_in in book.sheets.items() if held_in == part), None)
    if sheet is None:
        return {}
    cells = {
        found[1]
        for found in _CELL.finditer(text)
        if found.start() <= element.start < found.end() or element.start <= found.start() < element.end
    }
    return {answer: Reads.ANYHOW for answer, place in base.places.items() if place[0] == sheet and place[1] in cells}


def _changed(
    random: Random, base: Base, kind: str, change: Callable[[str, Element], tuple[str, str]], part: str = ""
) -> Damaged:
    """A return with one element of some part changed."""
    book = base.book()
    part = part or _a_part(random, book)
    text = book[part]
    element = _an_element(random, text)
    book[part], what = change(text, element)
    return Damaged(
        book.packed(), kind, f"{part}: {what or text[element.start : element.end][:100]}", _hit(base, part, text, element),
        everything=part.endswith(("sharedStrings.xml", "styles.xml")),
    )  # fmt: skip


def dropped(random: Random, base: Base) -> Damaged:
    """An element is gone."""
    return _changed(random, base, "element dropped", lambda text, e: (text[: e.start] + text[e.end :], ""))


def unwrapped(random: Random, base: Base) -> Damaged:
    """An element's beginning is gone and its end stays, or the other way round."""

    def change(text: str, e: Element) -> tuple[str, str]:
        return text[: e.start] + text[e.inside :], ""

    return _changed(random, base, "tag dropped", change)


def doubled(random: Random, base: Base) -> Damaged:
    """An element stands twice, or a hundred times."""
    times = random.choice((2, 2, 3, 100))
    return _changed(
        random,
        base,
        "element doubled",
        lambda text, e: (text[: e.end] + text[e.start : e.end] * (times - 1) + text[e.end :], ""),
    )


def emptied(random: Random, base: Base) -> Damaged:
    """An element has nothing inside, or another text."""
    inner = random.choice(("", random.choice(ODD_VALUES), "<x/>", "\n"))

    def change(text: str, e: Element) -> tuple[str, str]:
        closing = text.rfind("</", e.inside, e.end)
        return (text[: e.inside] + inner + text[closing:], "") if closing >= 0 else (text, "nothing")

    return _changed(random, base, "element emptied", change)


def swapped(random: Random, base: Base) -> Damaged:
    """Two elements have changed places."""
    book = base.book()
    part = _a_part(random, book)
    text = book[part]
    one, other = sorted((_an_element(random, text), _an_element(random, text)))
    if other.start < one.end:
        raise NotHere
    between = text[one.end : other.start]
    book[part] = (
        text[: one.start] + text[other.start : other.end] + between + text[one.start : one.end] + text[other.end :]
    )
    return Damaged(
        book.packed(), "elements swapped", f"{part}: {text[one.start : one.inside]} {text[other.start : other.inside]}",
        _hit(base, part, text, one) | _hit(base, part, text, other), everything=part.endswith(("sharedStrings.xml", "styles.xml")),
    )  # fmt: skip


def attribute_changed(random: Random, base: Base) -> Damaged:
    """An attribute is gone, stands twice, or has an odd value."""

    def change(text: str, e: Element) -> tuple[str, str]:
        tag = text[e.start : e.inside]
        found = list(re.finditer(r'\s([\w:]+)="([^"]*)"', tag))
        if not found:
            return text, "nothing"
        one = random.choice(found)
        odd = re.sub("[<&]", "", random.choice(ODD_VALUES))
        new = random.choice(
            ("", one[0] * 2, *(f' {one[1]}="{odd}"',) * 4, f" {one[1]}='{odd}'", f' x:{one[1]}="{odd}"')
        )
        return text[: e.start] + tag[: one.start()] + new + tag[one.end() :] + text[
            e.inside :
        ], f"{tag[:60]} {new[:40]}"

    return _changed(random, base, "attribute changed", change)


def odd_number(random: Random, base: Base) -> Damaged:
    """A cell's number, or its place among the shared strings, is none to any spreadsheet program."""
    figures = [answer for answer, value in base.answers.items() if isinstance(value, float | int)]
    answer = random.choice((random.choice(list(base.answers)), random.choice(figures)))
    sheet, cell = base.places[answer]
    book = base.book()
    odd = random.choice(("-1", *ODD_NUMBERS) if random.random() < 0.3 else ODD_NUMBERS)
    kind = "s" if odd == "-1" else random.choice(("", "n", "s", "b"))
    book.type(sheet, cell, f"<v>{odd}</v>", kind)
    return Damaged(book.packed(), "odd number", f"{sheet}!{cell} t={kind!r} {odd}", {answer: Reads.NEVER})


_BETWEEN = (
    "<!-- a comment -->", '<!-- <c r="B6"><v>1</v></c> -->', "<!-- </worksheet> -->", "<?hwit go on?>", "<?x </sheetData>?>",
    '<?x <tableColumn name="x"/>?>', '<?x <c r="C6"><v>1</v></c>?>', "<?x <si><t>x</t></si>?>", "<?x </cellXfs>?>", "\n\n",
)  # fmt: skip


def between(random: Random, base: Base) -> Damaged:
    """A comment, an instruction or white space stands somewhere between or inside elements, which changes no answer."""
    book = base.book()
    part = _a_part(random, book)
    text = book[part]
    places = [tag.start() for tag in _TAG.finditer(text)][1:]
    more = random.choice(_BETWEEN)
    for at in sorted(random.sample(places, min(len(places), random.choice((1, 1, 5)))), reverse=True):
        text = text[:at] + more + text[at:]
    book[part] = text
    return Damaged(book.packed(), "comment or instruction", f"{part}: {more}")


def as_cdata(random: Random, base: Base) -> Damaged:
    """A text is written as CDATA, or with references, which changes no answer."""
    book = base.book()
    answer = random.choice([answer for answer, value in base.answers.items() if isinstance(value, str)])
    sheet, cell = base.places[answer]
    how: Callable[[str], str] = random.choice(
        (lambda t: f"<![CDATA[{t}]]>", lambda t: "".join(f"&#{ord(c)};" for c in t), lambda t: f"{t[:3]}<![CDATA[{t[3:]}]]>",
         lambda t: "".join(f"&#x{ord(c):x};" for c in t))
    )  # fmt: skip

    def change(old: str) -> str:
        return re.sub(r"(<t[^>]*>)([^<&]*)(</t>)", lambda found: found[1] + how(found[2]) + found[3], old)

    book.change_cell(sheet, cell, change)
    return Damaged(book.packed(), "written as CDATA or references", f"{sheet}!{cell}")


def prefixed(random: Random, base: Base) -> Damaged:
    """A part's elements carry a prefix, or the default namespace is another."""
    book = base.book()
    part = _a_part(random, book)
    text = book[part]
    if random.random() < 0.75:
        text = re.sub(r"<(/?)(?=[A-Za-z]\w*[\s/>])", r"<\1x:", text)
        book[part] = text.replace(' xmlns="', ' xmlns:x="')
        return Damaged(book.packed(), "prefixed", part)
    book[part] = text.replace(' xmlns="http://schemas.openxml', ' xmlns="http://example.org/schemas.openxml')
    return Damaged(book.packed(), "another namespace", part, everything=True)


def encoded(random: Random, base: Base) -> Damaged:
    """A part is written in another encoding, which it says, or not."""
    book = base.book()
    part = _a_part(random, book)
    name, declared = random.choice(
        (("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("utf-8-sig", "UTF-8"), ("latin-1", "ISO-8859-1"), ("cp1252", "windows-1252"),
         ("latin-1", "UTF-8"), ("utf-8", "no-such"), ("utf-8", "UTF-7"), ("utf-16", "UTF-8"), ("utf-32", "UTF-32"), ("ascii", "US-ASCII"))
    )  # fmt: skip
    text = re.sub(r"^<\?xml[^>]*\?>", f'<?xml version="1.0" encoding="{declared}"?>', book[part])
    book.parts[part] = text.encode(name, "xmlcharrefreplace")
    return Damaged(book.packed(), "encoded otherwise", f"{part}: {name}, which says {declared}")


def with_entities(random: Random, base: Base) -> Damaged:
    """A part declares a document type, perhaps with entities that grow."""
    book = base.book()
    part = _a_part(random, book)
    grown = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol"}">' for n in range(9))
    kind = random.choice(("<!DOCTYPE x>", f"<!DOCTYPE x [{grown}]>", '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
                          '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'))  # fmt: skip
    text = re.sub(r"^(<\?xml[^>]*\?>\s*)", lambda found: found[1] + kind, book[part])
    book[part] = re.sub(r">([^<>]+)</", r">&e8;</", text, count=1) if "ENTITY" in kind else text
    return Damaged(book.packed(), "document type", f"{part}: {kind[:40]}")


def nested(random: Random, base: Base) -> Damaged:
    """Elements stand within elements, very deep."""
    depth = random.choice((100, 20_000, 300_000))
    tag = random.choice(("x", "c", "row", "sheet", "is", "si", "t", "table"))
    return _changed(
        random, base, "deep nesting",
        lambda text, e: (text[: e.start] + f"<{tag}>" * depth + f"</{tag}>" * depth + text[e.start :], f"{depth} {tag}"),
    )  # fmt: skip


def long_text(random: Random, base: Base) -> Damaged:
    """A part holds a very long text, comment, name or number."""
    long = random.choice(("x", " ", "@.", "[", "((", "0", "a b ", "&amp;", "_x000D_", "<!--x-->")) * random.choice(
        (10_000, 300_000)
    )
    return _changed(
        random, base, "very long text", lambda text, e: (text[: e.inside] + long + text[e.inside :], long[:8])
    )


def bad_character(random: Random, base: Base) -> Damaged:
    """Characters stand in a part that XML does not allow, or bytes that are no UTF-8."""
    book = base.book()
    part = _a_part(random, book)
    content = book.parts[part]
    at = random.randrange(len(content))
    bad = random.choice(
        (
            b"\x00",
            b"\x01",
            b"\xff",
            b"\xed\xa0\x80",
            b"&#0;",
            b"&#x1F;",
            b"&#xD800;",
            b"&nbsp;",
            b"&#1114112;",
            b"<",
            b"&",
        )
    )
    book.parts[part] = content[:at] + bad + content[at:]
    return Damaged(book.packed(), "bad character", f"{part}: {bad!r} at {at}")


def cells_anywhere(random: Random, base: Base) -> Damaged:
    """A row of cells has lost its addresses, which Excel allows, or its cells stand in disorder."""
    book = base.book()
    answer = random.choice([answer for answer in base.answers if base.at(answer)[1] > 5])
    sheet, row, _ = base.at(answer)
    rows = dict(book.rows(sheet))
    cells = [found[0] for found in _CELL.finditer(rows[row])]
    columns = [position(_CELL.match(cell)[1])[1] for cell in cells]  # type: ignore[index]
    head = rows[row][: rows[row].index(">") + 1]
    if random.random() < 0.5:
        random.shuffle(cells)
        kind = "cells in disorder"
    elif columns == list(range(1, len(columns) + 1)):
        cells = [re.sub(r' r="[A-Z]+\d+"', "", cell, count=1) for cell in cells]
        kind = "cells without addresses"
    else:
        raise NotHere
    part = book.sheets[sheet]
    book[part] = book[part].replace(rows[row], head + "".join(cells) + "</row>", 1)
    return Damaged(book.packed(), kind, f"{sheet} row {row}")


ALL: tuple[Damage, ...] = (
    dropped, dropped, unwrapped, doubled, emptied, swapped, attribute_changed, attribute_changed, attribute_changed, odd_number,
    between, between, as_cdata, prefixed, encoded, with_entities, nested, long_text, bad_character, cells_anywhere,
)  # fmt: skip
