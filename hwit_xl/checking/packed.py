"""A verdict as a few thousand bytes: what travels between processes, waits on the disk, and is kept for the next run."""

from __future__ import annotations

import json
import zlib
from dataclasses import fields
from typing import Any, NamedTuple

from hwit_validators.model.finding import Finding, Severity
from hwit_validators.model.sent import Sent, Together
from hwit_xl.checking.collect import Found
from hwit_xl.checking.verdict import Verdict
from hwit_xl.problem import Problem
from hwit_xl.workbooks.reading.explained import Apart

_FINDING = tuple(each.name for each in fields(Finding))
_ELSEWHERE = ("path", "name", "member", "findings", "apart", "broken")
_HEAD = tuple(each.name for each in fields(Verdict) if each.name not in _ELSEWHERE)
_SENT = tuple(each.name for each in fields(Sent) if each.name not in ("name", "altered"))


class NotPacked(Problem):
    """Bytes that are no verdict: what waited on the disk was changed or damaged there."""


class Parcel(NamedTuple):
    """The verdict on one file, and what is kept of the return for later passes.

    Attributes:
        sha256: of the bytes that were judged.
        body: the verdict, packed.
        sent: the summary of the return, packed; None where it could not be read.
        outline: what else is kept of it, packed.
        urn, establishment: what returns that belong together have in common; "" for one that stands alone.
        urns: of the school: its own, and the one it had before, on whichever the panel has decided.
        locked: a password protects the file.
        lasting: it says what stands in the file, not what befell the machine that read it.
    """

    sha256: str
    body: bytes
    sent: bytes | None = None
    outline: bytes | None = None
    urn: str = ""
    establishment: str = ""
    urns: tuple[str, ...] = ()
    locked: bool = False
    lasting: bool = True


def parcel(verdict: Verdict, sent: Sent | None = None, **more: Any) -> Parcel:
    """Pack a verdict, with the summary of the return."""
    if sent is None:
        return Parcel(verdict.sha256, packed(verdict), **more)
    urn, establishment = Together.URN.key(sent), Together.ESTABLISHMENT.key(sent)
    return Parcel(verdict.sha256, packed(verdict), packed_sent(sent), urn=urn, establishment=establishment, **more)


def packed(verdict: Verdict) -> bytes:
    """Everything a verdict says, but for where its file lies and what it is called there."""
    whole = [
        [getattr(verdict, name) for name in _HEAD],
        [as_row(found) for found in verdict.findings],
        verdict.apart,
        dict(verdict.broken),
    ]
    return zlib.compress(json.dumps(whole, separators=(",", ":")).encode(), 1)


def unpacked(data: bytes, file: Found) -> Verdict:
    """The verdict again, about this file.

    Raises:
        NotPacked: the bytes are none.
    """
    try:
        head, findings, apart, broken = json.loads(zlib.decompress(data))
        known = dict(zip(_HEAD, head, strict=True))
        known["sheets"] = tuple(known["sheets"])
        found = tuple(map(finding_of, findings))
        words = tuple(Apart(*each) for each in apart)
        return Verdict(
            path=file.path, name=file.name, member=file.member, findings=found, apart=words, broken=broken, **known
        )
    except (ValueError, TypeError, zlib.error) as error:
        raise NotPacked("what was found in a return waited on the disk, and was damaged there; check again") from error


def as_row(found: Finding) -> list[Any]:
    """A finding as a list of its values."""
    return [getattr(found, name) for name in _FINDING]


def finding_of(row: list[Any]) -> Finding:
    """The finding again."""
    values = dict(zip(_FINDING, row, strict=True))
    return Finding(**values | {"severity": Severity(values["severity"])})


def packed_sent(sent: Sent) -> bytes:
    """The summary of a return, without its name."""
    return json.dumps([*(getattr(sent, name) for name in _SENT), sorted(sent.altered)], separators=(",", ":")).encode()


def sent_of(data: bytes, name: str) -> Sent:
    """The summary again, of a return that is called so."""
    *values, altered = json.loads(data)
    return Sent(name=name, altered=frozenset(altered), **dict(zip(_SENT, values, strict=True)))
