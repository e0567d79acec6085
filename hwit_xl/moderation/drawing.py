"""Drawing from a frame: what keeps a draw from being fair is a problem that the person can put right."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hwit_validators.sampling.draw import Design, Draw, SamplingProblem, draw
from hwit_xl.moderation.certificate import Certificate
from hwit_xl.moderation.frame import Frame, reasons
from hwit_xl.problem import Problem


def drawn(frame: Frame, design: Design) -> Draw:
    """Draw from a frame.

    Raises:
        Problem: nothing can be drawn from it; the text also says how many schools were left out, and why.
    """
    why = "; ".join(f"{number:,}: {reason}" for reason, number in list(reasons(frame.left_out))[:4])
    with _told(f" ({len(frame.left_out):,} left out: {why})" if why else ""):
        return draw(frame.entries, design)


def design_of(certificate: Certificate) -> Design:
    """What was settled before the draw, by its certificate.

    Raises:
        Problem: no fair draw can be made so.
    """
    with _told():
        return certificate.design


@contextmanager
def _told(more: str = "") -> Iterator[None]:
    try:
        yield
    except SamplingProblem as problem:
        raise Problem(f"{problem}{more}") from problem
