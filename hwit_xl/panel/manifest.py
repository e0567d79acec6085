"""The manifest of a submission: what was submitted, by whom, when, and checked by which rules."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, ConfigDict

from hwit_validators import __version__
from hwit_validators.model.decision import Kind, State, Urn
from hwit_validators.model.imprint import digest
from hwit_validators.rules import RULES


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Asked(_Kept):
    """One item the panel is asked about.

    Attributes:
        withheld: the title is without its figures, which may not be passed on.
        confirmed_on: the day the panel confirmed it just as it stands, if it has.
        was_confirmed_on: the day the panel confirmed it when it said something else, if it has.
        question: what the panel asked about it last time; "" if it did not.
        changed: whether it has changed since.
        reply: what the school answers.
    """

    ref: str
    title: str
    digest: str
    withheld: bool = False
    confirmed_on: dt.date | None = None
    was_confirmed_on: dt.date | None = None
    question: str = ""
    changed: bool = False
    reply: str = ""


class Remaining(_Kept):
    """A query the school has explained, or left open."""

    code: str
    ref: str
    message: str
    explanation: str = ""


class Manifest(_Kept):
    """What was submitted, by whom and when.

    Attributes:
        content: digest of every answer in the workbook.
        rules: version of the rules it was checked by.
        local_programme: the Local Programme as the School sheet names it; "" if it does not.
        answers: the day of the panel's answer to which this replies, if it sought clarification.
        files: SHA-256 of the other files, by name.
    """

    kind: Kind
    urn: Urn
    school: str
    local_programme: str = ""
    form: str
    form_version: str
    submitted_on: dt.date
    state: State
    content: str
    rules: str
    items: tuple[Asked, ...]
    explained: tuple[Remaining, ...] = ()
    open_queries: tuple[Remaining, ...] = ()
    answers: dt.date | None = None
    files: dict[str, str] = {}

    @property
    def goes_by(self) -> str:
        """What this submission is told from others by: the same answers with another reply are another submission."""
        return digest(self.model_dump(mode="json", exclude={"files"}, exclude_defaults=True))


def rule_set() -> str:
    """The version of the rules: of the program, with their number."""
    return f"{__version__} ({len(RULES)} rules)"
