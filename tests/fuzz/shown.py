"""What a person sees in a workbook, by the eyes of another program: openpyxl."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping

from openpyxl import load_workbook

from hwit_xl.workbooks.layout import address
from hwit_xl.workbooks.xlsx.cell import Cell
from support.compare import filled_cells

Shown = Mapping[tuple[str, str], Cell | None]
"""The filled cells by sheet and address."""


def shown(data: bytes) -> Shown | None:
    """What the cells of a workbook show; None where openpyxl cannot open it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            values, formulas = (load_workbook(io.BytesIO(data), data_only=only) for only in (True, False))
            return {
                (sheet.title, address(*place)): cell
                for sheet in values.worksheets
                for place, cell in filled_cells(values, formulas, sheet.title).items()
            }
    except Exception:  # noqa: BLE001  (openpyxl raises anything over a damaged file, and is not what is tried here)
        return None


def opens(data: bytes) -> bool:
    """Whether openpyxl can open a workbook."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            load_workbook(io.BytesIO(data))
            return True
    except Exception:  # noqa: BLE001  (as above)
        return False
