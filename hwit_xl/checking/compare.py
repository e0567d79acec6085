"""Returns of a batch held against each other, without keeping them all in memory."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator

from hwit_validators.model.finding import Finding
from hwit_validators.rules import ACROSS
from hwit_validators.rules.between import Sent, check_across
from hwit_xl.checking.verdict import Verdict

JudgeAgain = Callable[[Verdict, tuple[Finding, ...]], Verdict]
"""Judges a return again, with what was found between it and others."""


def judged_across(verdicts: Iterable[Verdict], judge_again: JudgeAgain) -> Iterator[Verdict]:
    """The verdicts in their order, once all of them are there to be compared.

    They wait in a temporary file; only a summary of each return is kept.
    """
    summaries: list[Sent] = []
    with tempfile.TemporaryFile(prefix="hwit-") as waiting:
        count = 0
        for verdict in verdicts:
            pickle.dump(verdict, waiting, pickle.HIGHEST_PROTOCOL)
            count += 1
            if verdict.sent:
                summaries.append(verdict.sent)
        between = check_across(summaries, ACROSS)
        waiting.seek(0)
        for _ in range(count):
            verdict = pickle.load(waiting)
            extra = tuple(between.get(verdict.name, ()))
            yield judge_again(verdict, extra) if extra else verdict
