"""A picture that a programme puts on its papers: its logo."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hwit_xl.problem import Problem

LARGEST = 2_000_000
"""Bytes of a picture."""
SUFFIXES = (".png", ".jpg", ".jpeg", ".svg")

_SHOWN = """
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#context {{
  let picture = image("{name}")
  let size = measure(picture)
  let scale = calc.min({width}mm / size.width, {height}mm / size.height)
  image("{name}", width: size.width * scale, height: size.height * scale)
}}
"""


@dataclass(frozen=True)
class Picture:
    """A picture as its file has it.

    Attributes:
        suffix: the ending of its name, which says of which kind it is: one of :data:`SUFFIXES`.
    """

    suffix: str
    data: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """What the sources of documents call it."""
        return f"logo{self.suffix}"

    def as_png(self, *, width: float, height: float, ppi: int = 300) -> bytes:
        """The picture drawn as large as fits into so many millimetres, for programs that cannot show every kind.

        Raises:
            Problem: it cannot be shown.
        """
        import typst  # only programmes with a logo wait for it

        with tempfile.TemporaryDirectory(prefix="hwit-") as folder:
            root = Path(folder)
            (root / self.name).write_bytes(self.data)
            source = root / "picture.typ"
            source.write_text(_SHOWN.format(name=self.name, width=width, height=height), encoding="utf-8")
            try:
                return typst.compile(str(source), root=folder, format="png", ppi=ppi)
            except typst.TypstError as error:
                raise Problem("it is damaged, or is not what its name says") from error


def read_picture(path: Path) -> Picture:
    """Read a picture, and make sure that it can be shown.

    Raises:
        Problem: it cannot be read, is too large, is of another kind, or is damaged.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise Problem("it is none of png, jpg and svg")
    try:
        if path.stat().st_size > LARGEST:
            raise Problem(f"it is larger than {LARGEST // 1_000_000} MB")
        picture = Picture(suffix, path.read_bytes())
    except OSError as error:
        raise Problem(f"it could not be read: {error.strerror}") from error
    picture.as_png(width=10, height=10, ppi=72)
    return picture
