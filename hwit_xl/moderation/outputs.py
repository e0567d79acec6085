"""The files of a draw, written into one folder and never over others unless that is asked for."""

from __future__ import annotations

import csv
import re
from functools import partial
from pathlib import Path

from hwit_validators.words import counted
from hwit_xl.checking import pool as batch
from hwit_xl.checking.results import harmless
from hwit_xl.checking.verdict import Settings
from hwit_xl.moderation import certificate as certificates
from hwit_xl.moderation import moderator, workbook
from hwit_xl.moderation.certificate import Certificate, Drawn
from hwit_xl.moderation.explained import MOST_ON_SHEET
from hwit_xl.moderation.frame import Frame

WORKBOOK, CERTIFICATE, FRAME = "sample.xlsx", "certificate.json", "frame.txt"
TICKETS, MODERATORS = "tickets.csv", "moderators"


class Exists(Exception):
    """A file is there already; the text is its path."""


class Outputs:
    """The folder of a draw.

    Attributes:
        written: what was written, for people.
        others: files among the moderators' workbooks that are not of this draw.
    """

    def __init__(self, folder: Path, force: bool) -> None:
        """Look whether the files can be written, before anything is worked out.

        Raises:
            Exists: one of them is there already, and may not be replaced.
        """
        self.folder, self.force = folder, force
        self.written: list[str] = []
        self.others: tuple[str, ...] = ()
        for name in (WORKBOOK, CERTIFICATE, FRAME, TICKETS):
            if (folder / name).exists() and not force:
                raise Exists(folder / name)
        if (folder / MODERATORS).exists() and any((folder / MODERATORS).iterdir()) and not force:
            raise Exists(folder / MODERATORS)

    def write(self, certificate: Certificate, frame_text: str) -> None:
        """Write the workbook, the certificate and the frozen frame.

        Raises:
            OSError: a file cannot be written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / WORKBOOK).write_bytes(workbook.to_bytes(certificate))
        (self.folder / CERTIFICATE).write_bytes(certificates.as_json(certificate).encode())
        (self.folder / FRAME).write_bytes(frame_text.encode())
        self.written += [WORKBOOK, CERTIFICATE, FRAME]
        if len(certificate.tickets) > MOST_ON_SHEET:
            with (self.folder / TICKETS).open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(workbook.TICKET_HEADINGS)
                writer.writerows(map(harmless, workbook.ticket_row(ticket)) for ticket in certificate.tickets)
            self.written.append(TICKETS)
        else:
            (self.folder / TICKETS).unlink(missing_ok=True)

    def write_moderators(
        self, certificate: Certificate, frame: Frame, settings: Settings, jobs: int | None = None
    ) -> None:
        """Write a moderator's workbook for each school of the sample.

        Raises:
            OSError: a file cannot be written.
        """
        folder = self.folder / MODERATORS
        folder.mkdir(parents=True, exist_ok=True)
        briefs = [moderator.Brief(row, frame.files.get(row.urn, ())) for row in certificate.sample]
        make = partial(moderator.to_bytes, facts=certificate.facts, settings=settings)
        for brief, data in zip(briefs, batch.run(make, briefs, jobs), strict=True):
            (folder / name_of(brief.row)).write_bytes(data)
        names = {name_of(brief.row) for brief in briefs}
        self.others = tuple(sorted(path.name for path in folder.iterdir() if path.name not in names))
        self.written.append(f"{MODERATORS} ({counted(len(briefs), 'workbook')})")


def name_of(row: Drawn) -> str:
    """A file name that every system can hold: the URN, and the school's name without odd characters."""
    name = re.sub(r"[^\w \-'&,()]", "", row.school).strip()[:60].strip()
    return f"{row.urn} {name}.xlsx" if name else f"{row.urn}.xlsx"
