"""What files made from a return are called."""

from __future__ import annotations

import re

from hwit_validators.decision import Kind
from hwit_xl.journey.manifest import Manifest
from hwit_xl.journey.refill import Refilled
from hwit_xl.workbooks.read import Return

LONGEST = 60
"""Letters of a school's name that stand in a file name."""
_SUBMISSIONS = {Kind.PLAN: "stage 4 submission", Kind.AMENDMENTS: "amendments", Kind.OUTCOMES: "outcomes met"}


def fitting(words: str, longest: int | None = None) -> str:
    """Words as far as they can stand in a file name on any system."""
    return re.sub(r'[<>:"/\\|?*\x00-\x1f]', "", words).strip(" .")[:longest].rstrip(" .")


def called(returned: Return) -> str:
    """How files made from a return begin: the school's name as far as it can stand in a file name, or its URN."""
    plan = returned.plan
    return fitting(plan.school_name, LONGEST) or plan.urn or returned.path.stem


def form_name(returned: Return, made: Refilled) -> str:
    """The workbook made of a return."""
    return f"{called(returned)} - {made.file_name}.xlsx"


def submission_name(returned: Return, manifest: Manifest) -> str:
    """The folder of a submission."""
    return f"{called(returned)} - {_SUBMISSIONS[manifest.kind]} {manifest.submitted_on.isoformat()}"


def sef_name(returned: Return) -> str:
    """The text for the self-evaluation form."""
    return f"{called(returned)} - self-evaluation text.docx"
