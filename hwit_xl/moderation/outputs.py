"""The files of a draw, written into one folder and never over others unless that is asked for."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from hwit_validators.words import counted
from hwit_xl.checking import pool
from hwit_xl.checking.results import harmless
from hwit_xl.checking.settings import Settings
from hwit_xl.files.names import LONGEST, fitting
from hwit_xl.files.stumps import clear_stumps, is_stump
from hwit_xl.files.whole import looks_whole
from hwit_xl.files.writing import write_folder
from hwit_xl.moderation import certificate as certificates
from hwit_xl.moderation import moderator, workbook
from hwit_xl.moderation.certificate import Certificate, Drawn
from hwit_xl.moderation.explained import MOST_ON_SHEET
from hwit_xl.moderation.frame import Frame
from hwit_xl.problem import Problem

WORKBOOK, CERTIFICATE, FRAME = "sample.xlsx", "certificate.json", "frame.txt"
TICKETS, MODERATORS = "tickets.csv", "moderators"


class Outputs:
    """The folder of a draw.

    Attributes:
        written: what was written, for people.
        others: files among the moderators' workbooks that are not of this draw.
        half: a file that an earlier run was killed over, with which its files are replaced; None if there is none.
    """

    def __init__(self, folder: Path, force: bool) -> None:
        """Look whether the files can be written, before anything is worked out.

        Raises:
            Problem: one of them is there already, and may not be replaced.
        """
        self.folder, self.force = folder, force
        self.written: list[str] = []
        self.others: tuple[str, ...] = ()
        self.half: Path | None = None
        if force:
            return
        there = [path for name in (WORKBOOK, CERTIFICATE, FRAME, TICKETS) if (path := folder / name).exists()]
        moderated = folder / MODERATORS
        self.half = next((path for path in there if not looks_whole(path)), None)
        if there and self.half is None:
            raise _exists(there[0])
        if moderated.is_dir() and any(not is_stump(Path(path.name)) for path in moderated.iterdir()):
            raise _exists(moderated)  # somebody may have filled them in
        self.force = self.half is not None

    def write(
        self,
        certificate: Certificate,
        frame_text: str,
        moderated: tuple[Frame, Settings] | None,
        jobs: int | None = None,
    ) -> None:
        """Write the workbook, the frozen frame, a moderator's workbook for each school, and last the certificate.

        Where none of them was there before, all are written, or none.

        Args:
            moderated: the frame and the settings that the moderators' workbooks are made by; None without them.

        Raises:
            Problem: a file cannot be written.
        """
        briefs = (
            [moderator.Brief(row, moderated[0].files.get(row.urn, ())) for row in certificate.sample]
            if moderated
            else []
        )
        clear_stumps(self.folder.parent)
        clear_stumps(self.folder)
        has_tickets = len(certificate.tickets) > MOST_ON_SHEET

        def files() -> Iterator[tuple[str, bytes]]:
            yield WORKBOOK, workbook.to_bytes(certificate)
            yield FRAME, frame_text.encode()
            if has_tickets:
                yield TICKETS, _tickets(certificate)
            if moderated:
                make = partial(moderator.to_bytes, facts=certificate.facts, settings=moderated[1])
                for brief, data in zip(briefs, pool.all_done(make, briefs, jobs), strict=True):
                    yield f"{MODERATORS}/{name_of(brief.row)}", data
            yield CERTIFICATE, certificates.as_json(certificate).encode()  # which speaks for the others

        write_folder(self.folder, files(), replace=self.force)
        if not has_tickets:
            (self.folder / TICKETS).unlink(missing_ok=True)
        self.written += [WORKBOOK, CERTIFICATE, FRAME, *([TICKETS] if has_tickets else [])]
        if moderated:
            names = {name_of(brief.row) for brief in briefs}
            there = (path.name for path in (self.folder / MODERATORS).glob("*") if not is_stump(Path(path.name)))
            self.others = tuple(sorted(name for name in there if name not in names))
            self.written.append(f"{MODERATORS} ({counted(len(briefs), 'workbook')})")


def _tickets(certificate: Certificate) -> bytes:
    """Every ticket as CSV, for a frame that is too long for a sheet."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(workbook.TICKET_HEADINGS)
    writer.writerows(map(harmless, workbook.ticket_row(ticket)) for ticket in certificate.tickets)
    return text.getvalue().encode("utf-8-sig")


def _exists(path: Path) -> Problem:
    return Problem(f"{path} exists already; choose another folder with --to, or use --force to replace it")


def name_of(row: Drawn) -> str:
    """A file name that every system can hold: the URN, and the school's name without odd characters."""
    name = re.sub(r"[^\w \-'&,()]", "", fitting(row.school, LONGEST)).strip()
    return f"{row.urn} {name}.xlsx" if name else f"{row.urn}.xlsx"
