"""What a school has written on the Feedback sheet beside earlier findings."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from hwit_validators.model.finding import Finding
from hwit_validators.tables import Feedback
from hwit_xl.workbooks.layout import on_sheet
from hwit_xl.workbooks.reading.references import short

MORE = "more:"
"""Begins the hidden text that keeps explanations of findings for which the table has no row."""
LONGEST_PIECE = 30_000
"""Characters of such a text, as Excel counts them; it keeps 32,767 in a cell."""
LONGEST_PART = 4_000
"""Letters of one explanation that stand together there; a longer one goes on in the next entry. In JSON a letter takes up to six."""
LONGEST_TOLD = 300
"""Letters of what was said of a finding that are kept with words about it."""
_BAR, _BAR_TYPED, _PERCENT_TYPED = "|", "%7C", "%25"
"""Stands between the parts of what a finding is about; what stands for one in a typed reference, and for the sign of that."""

Key = tuple[str, str, str, str]
"""What a finding is about: code, table, reference and field. Several findings of a return may be about the same."""
LOOSE: Key = ("", "", "", "")
"""Stands for what words are about that a school wrote beside no finding."""
BESIDE_NOTHING = (
    "These words of yours stood beside no finding. Move them beside the one they are about, or delete them."
)
"""Said of such words."""
_CODE = re.compile(r"[A-Z]{2}[0-9]{3}")
_HOW_MANY_MORE = re.compile(r"[0-9,]+ more(?:: put these right first, and check again|, which you have explained)\.")
"""How the program begins to say that the table has no room for every finding."""


class Apart(NamedTuple):
    """Words that stand in no row of a finding: what they are about, the fingerprint of the answer, and the words.

    Attributes:
        message, link: of the finding they stood beside, where that is known.
    """

    code: str
    table: str
    ref: str
    field: str
    about: str
    words: str
    message: str = ""
    link: str = ""

    @property
    def key(self) -> Key:
        """What they are about."""
        return self.code, self.table, self.ref, self.field


@dataclass(frozen=True)
class Explanation:
    """What a school answered to a finding; "" where it has answered nothing to one that it was told of.

    Attributes:
        about: fingerprint of the answer it explained, as the Feedback sheet keeps it.
        message, link: what the sheet said of the finding, and where its link led, where that is known: by these findings are told
            apart that are about the same.
    """

    text: str
    about: str
    message: str = ""
    link: str = ""


Explanations = Mapping[Key, Sequence[Explanation]]
"""What a school was told and has said, by what it is about, in the order of the sheet."""


def item_of(key: Key, about: str) -> str:
    """What the hidden column says of a finding: what it is about, and the fingerprint of the answer."""
    return _BAR.join(part.replace("%", _PERCENT_TYPED).replace(_BAR, _BAR_TYPED) for part in (*key, about))


def link_to(found: Finding) -> str:
    """Where the link of a finding leads, such as ``#'Outcomes'!$C$20``; "" where it is about no cell."""
    return "#" + on_sheet(found.sheet, found.cell) if found.sheet and found.cell else ""


def explanations(rows: Iterable[Feedback]) -> dict[Key, tuple[Explanation, ...]]:
    """What the school was told and what it wrote beside that, by what it is about; and what it wrote beside nothing."""
    found: dict[Key, list[Explanation]] = defaultdict(list)
    hidden: dict[tuple[Key, str, str], Explanation] = {}
    for row in rows:
        item = row.item or ""
        if item.startswith(MORE):
            for key, number, part in _without_a_row(item.removeprefix(MORE)):
                before = hidden.get((key, part.about, number))
                hidden[key, part.about, number] = replace(part, text=before.text + part.text) if before else part
        key, about = _of_item(item)
        if key != LOOSE:
            found[key].append(Explanation(row.explanation or "", about, row.message or "", row.link or ""))
        elif own := own_words(row):
            found[LOOSE] += (Explanation(getattr(row, name), "") for name in own)
    for (key, _, _), said in hidden.items():
        found[key].append(said)
    return {key: tuple(said) for key, said in found.items()}


def own_words(row: Feedback) -> tuple[str, ...]:
    """The fields of a row that hold words of the school: beside a finding its explanation, elsewhere everything it typed."""
    message, place = row.message or "", row.shown or row.link
    others: tuple[str, ...] = ()
    if _of_item(row.item or "")[0] == LOOSE and not (message and _CODE.fullmatch(row.code or "")):
        by_program = {"explanation"}
        if message == BESIDE_NOTHING or _HOW_MANY_MORE.match(message):
            by_program.add("message")
        if row.where == place:  # its formula shows what stands there
            by_program.add("where")
        if not (row.item or "").strip(_BAR) or (row.item or "").startswith(MORE):
            by_program.add("item")
        others = tuple(name for name in row.columns if name not in by_program)
    return tuple(name for name in ("explanation", *others) if getattr(row, name))


def _of_item(item: str) -> tuple[Key, str]:
    """What the hidden column says that a row is about, and the fingerprint of the answer; LOOSE where it says nothing."""
    pieces = [piece.replace(_BAR_TYPED, _BAR).replace(_PERCENT_TYPED, "%") for piece in item.split(_BAR)]
    if item.startswith(MORE) or len(pieces) != 5:
        return LOOSE, ""
    code, table, ref, name, about = map(short, pieces)
    return (code, table, ref, name), about


def pieces_of(words: Iterable[Apart]) -> list[str]:
    """Words without a row of their own, as texts of hidden cells."""
    pieces: list[str] = []
    for number, each in enumerate(words, start=1):
        told = (each.message[:LONGEST_TOLD], each.link[:LONGEST_TOLD], str(number))
        for start in range(0, len(each.words), LONGEST_PART):
            part = each.words[start : start + LONGEST_PART]
            entry = json.dumps([*each.key, each.about, part, *told], ensure_ascii=False)
            if pieces and _as_excel_counts(pieces[-1]) + _as_excel_counts(entry) < LONGEST_PIECE:
                pieces[-1] += f",{entry}"
            else:
                pieces.append(MORE + entry)
    return pieces


def _as_excel_counts(text: str) -> int:
    """Its characters in UTF-16: a picture such as 🙂 counts twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _without_a_row(text: str) -> Iterator[tuple[Key, str, Explanation]]:
    """The explanations in a hidden text. It comes from a returned file, so anything may stand there.

    The first programs wrote neither what the finding said nor a number, and kept one explanation of each key.
    """
    try:
        entries = json.loads(f"[{text}]")
    except (ValueError, RecursionError):
        return
    for entry in entries:
        if isinstance(entry, list) and len(entry) in (6, 9) and all(isinstance(part, str) for part in entry):
            code, table, ref, name, about = map(short, entry[:5])
            message, link, number = entry[6:] or ("", "", "")
            yield (code, table, ref, name), number, Explanation(entry[5], about, message, link)
