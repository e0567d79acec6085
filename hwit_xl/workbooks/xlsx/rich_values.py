"""Pictures that stand in cells.

Excel keeps a picture that was placed *in* a cell as a rich value, and writes ``#VALUE!`` into the cell for programs that
know none. After MS-XLSX, §2.2.4.10 to §2.2.4.13: the cell's number leads to the metadata, these to the rich value, and this
to a structure whose name says what it is. Other rich values are linked data types, and errors such as ``#SPILL!``.
"""

from __future__ import annotations

from hwit_xl.workbooks.xlsx.package import Package
from hwit_xl.workbooks.xlsx.xml import elements

_PICTURES = ("_localImage", "_webimage")
"""Names of the structures of pictures: those that lie in the file, and those that the function IMAGE fetches."""
_MOST = 100_000


def pictures(package: Package, relations: dict[str, str]) -> frozenset[int]:
    """The numbers by which cells are marked (``vm``) whose rich value is a picture.

    Args:
        relations: the parts that the workbook points to, by their kind.

    Raises:
        Rejected: one of these parts is damaged or over the limits.
    """
    parts = [relations.get(kind, "") for kind in ("sheetMetadata", "rdRichValue", "rdRichValueStructure")]
    if not all(part in package.names for part in parts):
        return frozenset()
    metadata, values, structures = map(package.read, parts)
    kinds = [attributes.get("t", "") for _, attributes in elements(structures, "s", most=_MOST)]
    rich = [_at(kinds, attributes.get("s", "")) for _, attributes in elements(values, "rv", most=_MOST)]
    of_cells = False
    numbers: list[str] = []
    blocks: list[str] = []
    for name, attributes in elements(metadata, "rvb", "valueMetadata", "cellMetadata", "rc", most=_MOST):
        if name == "rvb":
            blocks.append(_at(rich, attributes.get("i", "")))
        elif name == "rc" and of_cells:
            numbers.append(attributes.get("v", ""))
        else:
            of_cells = name == "valueMetadata"
    return frozenset(number for number, block in enumerate(numbers, start=1) if _at(blocks, block) in _PICTURES)


def _at(entries: list[str], number: str) -> str:
    """The entry with this number, counted from 0; "" where there is none."""
    return entries[int(number)] if number.isascii() and number.isdigit() and int(number[:9]) < len(entries) else ""
