"""PD: personal data that should not travel (domain facts §6.3). A finding says where, never what stands there."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

from hwit_validators.model.choices import Voice
from hwit_validators.model.finding import Mark
from hwit_validators.plan import Plan
from hwit_validators.rules.engine import ERROR, QUERY, Judged, met_by_reader, rule
from hwit_validators.tables import Member
from hwit_validators.wording import bare
from hwit_validators.words import told_ref


def _scan(plan: Plan, holds: Callable[[str], bool], what: str, skip: tuple[str, ...] = ()) -> Iterator[Mark]:
    """A remark on each answer in free words, and each cell beside the tables, that holds something; it never repeats the words."""
    for record, field, text in plan.texts:
        if field not in skip and holds(text):
            ref = told_ref(record.ref)
            where = f" for {ref}" if ref else ""
            title = plan.title(type(record), field)
            yield record.mark(field, f"“{title}”{where} holds what looks like {what}.", show=False)
    for sheet, cell, text in plan.loose:
        if holds(text):
            yield Mark("", f"This cell beside the form's tables holds what looks like {what}.", sheet=sheet, cell=cell)


def _shape(plan: Plan) -> bytes:
    """All answers in free words with every figure as 0, for a quick look whether anything is worth a closer one."""
    return plan.all_text.encode().translate(_FIGURES)


_FIGURES = bytes.maketrans(b"123456789", b"000000000")


@rule("PD001", ERROR, stage=0, judged=Judged.EVERY_FORM)
def no_pupil_number(plan: Plan) -> Iterator[Mark]:
    """No answer holds a unique pupil number (UPN).

    Why: it points to one child, and this form is about groups.
    Put it right: delete the number.
    """
    if b"00000000000" in plan.once(_shape):
        yield from _scan(plan, _has_upn, "a unique pupil number")


_UPN = re.compile(r"(?<![A-Z0-9])([A-HJ-NP-RT-Z])(\d{11}[0-9A-HJ-NP-RT-Z])(?![A-Z0-9])", re.IGNORECASE)
_CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def _has_upn(text: str) -> bool:
    """Whether a text holds a pupil number with the right check letter.

    The figures after it count 2, 3 … 13 times; what is left of their sum over 23 is the check letter's place in the
    alphabet without I, O and S (Department for Education, unique pupil numbers: guidance).
    """
    for letter, rest in _UPN.findall(text.upper()) if len(text) > 12 else ():
        values = [int(c) if c.isdigit() else _CHECK_LETTERS.index(c) for c in rest]
        if _CHECK_LETTERS[sum(v * w for v, w in zip(values, range(2, 14), strict=True)) % 23] == letter:
            return True
    return False


@rule("PD002", ERROR, stage=0, judged=Judged.EVERY_FORM)
def no_nhs_number(plan: Plan) -> Iterator[Mark]:
    """No answer holds an NHS number.

    Why: it points to one person and their health record.
    Put it right: delete the number.
    """
    if any(written in plan.once(_shape) for written in (b"0000000000", b"000 000 0000", b"000-000-0000")):
        yield from _scan(plan, _has_nhs_number, "an NHS number")


_NHS = re.compile(r"(?<![\d£.,+-])(\d{3})([ -]?)(\d{3})\2(\d{4})(?![\d-]|[.,]\d)")


def _has_nhs_number(text: str) -> bool:
    """Whether a text holds ten digits of which the last is the check digit modulo 11 (NHS data dictionary).

    A number that begins with 0 is a telephone number.
    """
    for first, _, second, third in _NHS.findall(text) if len(text) > 9 else ():
        digits = [int(c) for c in first + second + third]
        check = 11 - sum(d * w for d, w in zip(digits, range(10, 1, -1), strict=False)) % 11
        if digits[0] and len(set(digits)) > 1 and digits[9] == check % 11 and check != 10:
            return True
    return False


@rule("PD003", QUERY, stage=0, judged=Judged.EVERY_FORM)
def no_date_of_birth(plan: Plan) -> Iterator[Mark]:
    """No answer holds a name with a date of birth.

    Why: together they point to one child.
    Put it right: speak of the group, not of the child: “14 pupils in Year 4”.
    """
    text = plan.once(_shape).lower()
    if any(word in text for word in (b"born", b"birth", b"dob", b"d.o.b")) or _NUMERIC.search(text):
        yield from _scan(plan, lambda text: _has_birth(text, plan.on), "a date of birth")


_DATE = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d"
    r"|\d{1,2}(?:st|nd|rd|th)? (?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? (?:19|20)?\d\d)"
)
_NUMERIC = re.compile(rb"0[./-]00?[./-]00")
_BIRTH = re.compile(rf"\b(?:born|birth|dob|d\.o\.b)\b.{{0,20}}?{_DATE}", re.IGNORECASE)
_NAME_AND_DATE = re.compile(
    r"\b([A-Z][a-z'’-]+) ([A-Z][a-z'’-]+),? ?[(\[–-]? ?\d{1,2}[./-]\d{1,2}[./-]((?:19|20)?\d\d)\b"
)
_NO_NAME_WORDS = """
school council policy plan survey minutes report meeting register committee governors review folder file form class
year key stage healthy schools travel sport food health training notes log audit newsletter letter agenda assembly
day week january february march april may june july august september october november december spring summer autumn
term monday tuesday wednesday thursday friday primary junior infant nursery academy college centre service services
trust team group partnership programme city county borough
"""
_NO_NAME = frozenset(_NO_NAME_WORDS.split())


def _has_birth(text: str, on: dt.date) -> bool:
    """Whether a text speaks of a birth with its date, or sets the date of a child's birth beside a name."""
    if _BIRTH.search(text):
        return True
    for first, second, year in _NAME_AND_DATE.findall(text):
        age = (on.year - int(year) % 100) % 100
        if 3 <= age <= 19 and not _NO_NAME.intersection((first.lower(), second.lower())):
            return True
    return False


@rule("PD004", QUERY, stage=0, judged=Judged.EVERY_FORM)
def no_address_in_free_text(plan: Plan) -> Iterator[Mark]:
    """No answer in free words holds an e-mail address or a telephone number.

    Why: the form is passed on, and addresses with it. There is one place for the co-ordinator's, on the School sheet.
    Put it right: delete it, or say why it must stay.
    """
    squeezed = plan.all_text.encode().translate(None, b" ()-")
    own = (plan.school.coordinator_email or "").count("@") if plan.school else 0
    if squeezed.count(b"@") > own or b"+44" in squeezed or _TEN_FIGURES.search(squeezed):
        yield from _scan(plan, _has_address, "an e-mail address or telephone number", ("coordinator_email",))


_EMAIL = re.compile(r"(?<=[\w.+-])@[\w-]++\.[.-]*+\w")
_TELEPHONE = re.compile(r"(?<![\d/])(?:\+44 ?(?:\(0\))?|\(?0)\d(?:[ )-]{0,2}\d){8,9}(?![\d/])")


_TEN_FIGURES = re.compile(rb"0\d{9}")


def _has_address(text: str) -> bool:
    return ("@" in text and bool(_EMAIL.search(text))) or bool(_TELEPHONE.search(text))


@met_by_reader("PD005", QUERY)
def nothing_hidden_travels() -> None:
    """No comments or hidden sheets travel with the file.

    Why: whoever gets the file can read them, and they are easily forgotten. The name Excel keeps of who saved the file
    is not judged: the Local Programme knows the co-ordinator, and every saved file has one.
    Put it right: delete the comments and sheets. In Excel, File, Info, Inspect Workbook finds and removes them.
    """


@rule("PD006", QUERY, stage=1, judged=Judged.FROM_STAGE)
def no_child_is_named_in_the_group(plan: Plan) -> Iterator[Mark]:
    """A member who speaks for pupils is a class or a council, not a child's name.

    Why: the list is passed on, and a child's name with it.
    Put it right: write the class or the council, such as “School council, Years 3 to 6”.
    """
    for member in plan.of(Member):
        if member.represents is Voice.PUPILS and _looks_like_a_name(member.name or ""):
            yield member.mark("name", f"{member.ref} speaks for pupils, and looks like a child's name.")


_ONE_NAME = r"[A-Z][a-z'’-]+(?: [A-Z]\.?)?(?: (?:Mc|Mac|O['’])?[A-Z][a-z'’-]+)?"
_NAME = re.compile(rf"{_ONE_NAME}(?:(?:,| and| &) {_ONE_NAME})*")
_GROUPS_WORDS = """
council councils councillor councillors class classes year years school pupil pupils student students children
member members representative representatives reps rep team teams group groups house houses ambassador ambassadors
prefect prefects forum parliament committee leader leaders champion champions stage form sixth tutor eco buddies
buddy monitors voice youth young people mayor captains nursery reception playground health boy girl boys girls panel
crew squad
"""
_GROUPS = frozenset(_GROUPS_WORDS.split())


def _looks_like_a_name(text: str) -> bool:
    return bool(_NAME.fullmatch(text)) and not _GROUPS.intersection(bare(text).split())
