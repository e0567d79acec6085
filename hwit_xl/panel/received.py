"""Reading a submission as the panel received it. Its files are untrusted, and must fit each other."""

from __future__ import annotations

import hashlib
import lzma
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from hwit_validators.model.circumstances import Circumstances
from hwit_validators.model.decision import Kind
from hwit_validators.panel.items import KIND_OF_STAGE, content, items
from hwit_validators.privacy.withheld import withheld, words
from hwit_xl import templates
from hwit_xl.checking.profile_file import Programme
from hwit_xl.panel.manifest import Manifest
from hwit_xl.panel.submission import MANIFEST, PAPER, WORKBOOK
from hwit_xl.problem import Problem
from hwit_xl.workbooks.reading.read import Return, read_bytes
from hwit_xl.workbooks.xlsx import directory
from hwit_xl.workbooks.xlsx.limits import LARGEST_DIRECTORY, LARGEST_FILE
from hwit_xl.workbooks.xlsx.rejected import Rejected

LARGEST_MANIFEST = 1 << 20
"""Bytes; ours have some ten thousand."""
MOST_FILES = 50
"""Files in a zip that is taken for a submission; ours has three."""


_GIVE = "give the folder, or the zip file, that `hwit submit` made"


@dataclass(frozen=True)
class Submitted:
    """A submission as it was received.

    Attributes:
        path: the folder or zip file.
        returned: its workbook, as read.
    """

    path: Path
    manifest: Manifest
    returned: Return


def received(path: Path, programme: Programme) -> Submitted:
    """Read a submission, and make sure that its workbook says what its manifest says.

    The workbook may have been saved again by another program.

    Args:
        path: the folder, or the zip file.

    Raises:
        Problem: it is none, a file is missing or cannot be read, or an answer was changed after it was submitted.
    """
    try:
        manifest = Manifest.model_validate_json(_part(path, MANIFEST))
    except (ValidationError, UnicodeDecodeError):
        raise Problem(f"{path}: {MANIFEST} is not the manifest of a submission; {_GIVE}") from None
    data = _part(path, WORKBOOK)
    for lists in (programme.lists, templates.shipped_lists()):  # the school may work without the programme's lists
        try:
            returned = read_bytes(data, path / WORKBOOK, Circumstances(manifest.submitted_on, lists, programme.profile))
        except Rejected as rejected:
            raise Problem(f"{path}: {WORKBOOK} cannot be read: {rejected.said}") from rejected
        if content(returned.plan) == manifest.content:
            return Submitted(path, _made_sure(manifest, returned, path), returned)
    raise Problem(
        f"{path}: the answers in {WORKBOOK} are not those that were submitted; ask the school to submit again"
    )


def _made_sure(manifest: Manifest, returned: Return, path: Path) -> Manifest:
    """A manifest with what the workbook beside it says of the school and the items, once both fit each other.

    Raises:
        Problem: it names another school, another kind of submission or other items, or the paper is another one.
    """
    plan = returned.plan
    own = {item.ref: item for item in items(plan, manifest.kind)}
    refs = [item.ref for item in manifest.items]
    fits = (
        KIND_OF_STAGE.get(plan.form.stage) is manifest.kind
        and manifest.urn == (plan.school.urn if plan.school else None)
        and len(set(refs)) == len(refs) > 0
        and all(item.ref in own and item.digest == own[item.ref].digest for item in manifest.items)
        and (manifest.kind is not Kind.PLAN or set(refs) == set(own))
    )
    if not fits:
        raise Problem(f"{path}: {MANIFEST} does not fit {WORKBOOK}; ask the school to submit again")
    if hashlib.sha256(_part(path, PAPER)).hexdigest() != manifest.files.get(PAPER):
        raise Problem(f"{path}: {PAPER} is not the paper that was made of {WORKBOOK}; ask the school to submit again")
    told = [
        item.model_copy(
            update={
                "title": words(plan, own[item.ref].about, own[item.ref].title),
                "withheld": own[item.ref].about in withheld(plan),
            }
        )
        for item in manifest.items
    ]
    name = plan.school_name or manifest.school
    return manifest.model_copy(update={"school": name, "items": tuple(told)})


def _part(path: Path, name: str) -> bytes:
    """One file of a submission.

    Raises:
        Problem: it is not there, is too large, or cannot be read.
    """
    most = LARGEST_MANIFEST if name == MANIFEST else LARGEST_FILE
    try:
        if path.is_dir():
            if not (path / name).is_file():
                raise Problem(_missing(path, name))
            with (path / name).open("rb") as stream:
                data = stream.read(most + 1)
        elif path.is_file():
            data = _from_zip(path, name, most)
        else:
            raise Problem(f"there is no folder or file {path}; {_GIVE}")
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError):
        raise Problem(_what_else(path, "it is damaged, or cannot be read")) from None
    if len(data) > most:
        raise Problem(f"{path}: {name} is too large to be part of a submission")
    return data


def _what_else(path: Path, why: str) -> str:
    """What a folder or file is that is no submission, and what to give instead.

    Args:
        why: what is wrong with it, of a folder or zip file; of anything else that would only lead astray.
    """
    folder = path.parent if path.parent.name else path.resolve().parent
    if all((folder / name).is_file() for name in (MANIFEST, WORKBOOK)):
        return f"{path} lies inside a submission; give the whole folder: {folder}"
    could_be_one = path.is_dir() or path.suffix.lower() == ".zip"
    return f"{path} is no submission{f': {why}' if could_be_one else ''}; {_GIVE}"


def _missing(path: Path, name: str) -> str:
    if name == MANIFEST:
        return _what_else(path, f"there is no {name} in it")
    return f"{path} is no whole submission: there is no {name} in it; ask the school to send it again"


def _end_of(path: Path) -> bytes:
    """The end of a zip file, in which the list of its files stands."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - LARGEST_DIRECTORY - directory.LONGEST_END))
        return stream.read()


def _from_zip(path: Path, name: str, most: int) -> bytes:
    if path.stat().st_size > 4 * LARGEST_FILE:
        raise Problem(f"{path} is too large to be a submission")
    listed = directory.measured(_end_of(path), MOST_FILES, LARGEST_DIRECTORY)
    if listed and (listed.parts > MOST_FILES or listed.size > LARGEST_DIRECTORY):
        raise Problem(_what_else(path, f"it holds {listed.parts} files"))
    with zipfile.ZipFile(path) as archive:
        inside = next((info for info in archive.infolist() if info.filename.rpartition("/")[2] == name), None)
        if inside is None:
            raise Problem(_missing(path, name))
        with archive.open(inside) as stream:
            return stream.read(most + 1)
