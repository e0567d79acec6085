"""Letters of a Local Programme to its schools, as Word texts that it can still change."""

from __future__ import annotations

from hwit_xl.papers.answer_letter import decision
from hwit_xl.papers.welcome_letter import welcome

__all__ = ["decision", "welcome"]
