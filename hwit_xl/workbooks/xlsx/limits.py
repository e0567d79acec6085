"""How much a returned workbook may hold: all limits at the door in one place, each with its reason.

They are counted before anything is built from what is counted, and are far above what a form holds even after years of
use, pasted lists and a program's own clutter. A workbook over one of them is refused with a sentence that says so.
"""

from __future__ import annotations

LARGEST_FILE = 25 << 20
"""Bytes of a file. A full return has 150,000; photos that were pasted in make it a few million."""
LARGEST_PART = 8 << 20
"""Bytes of one part, unpacked. The largest sheet of a full return has 150,000."""
LARGEST_TOTAL = 64 << 20
"""Bytes of all parts, unpacked, and of all that is read, should a part be read twice."""
MOST_PARTS = 2000
"""Parts of a package. A return has up to 90."""
LARGEST_DIRECTORY = 1 << 20
"""Bytes of the list of parts at the end of a zip file: 500 for each part, names, notes and extra fields included."""
LONGEST_PIECE = 1 << 20
"""Bytes of a part among which a tag must begin. The longest text of a cell takes 200,000 bytes, should all its letters be
references; a tag of megabytes holds hundreds of thousands of attributes."""
DEEPEST = 100
"""XML elements inside each other. A spreadsheet needs about ten; a parser keeps each open one in memory."""

MOST_RELATIONS = 2000
"""Parts that one part points to: as many as there may be parts."""
MOST_SHEETS = 200
"""Sheets of a workbook. The largest form has 27, and a school adds a few."""
MOST_TABLES = 200
"""Excel tables of a workbook. The largest form has 24, and copied sheets bring theirs along."""
MOST_TABLE_COLUMNS = 256
"""Columns of one table: those of a sheet before 2007. The widest table of a form has 14."""
MOST_NAMES = 10_000
"""Defined names. A form has up to 70; workbooks that were pasted from for years collect thousands."""
LONGEST_MEANING = 8192
"""Characters of what a name stands for: the longest formula Excel takes."""

LAST_ROW = 1_048_576
"""The last row of a sheet in Excel."""
LAST_COLUMN = 16_384
"""The last column of a sheet in Excel, XFD."""
MOST_CELLS = 100_000
"""Filled cells in all sheets that are read; a full return has about three thousand."""
LONGEST_TEXT = 32_767
"""Characters of a cell: as many as Excel takes."""
MOST_LETTERS = 2_000_000
"""Characters of all texts in cells, each counted as often as a cell shows it; a full return has 60,000. One long text,
shared by many cells, would be read and judged for each of them."""
FEW_LETTERS = 200_000
"""Characters that a sheet may show without being counted."""
MOST_RECORDS = 1000
"""Filled rows of one table. The longest of a form has room for 400; rules compare rows with each other."""
MOST_UNREADABLE = 1000
"""Answers that cannot be read. A return holds about three thousand answers, and for each of these the nearest entry of a
list is looked for and a finding made."""
MOST_COMMENTS = 10_000
"""Comments on one sheet."""

MOST_STRINGS = 200_000
"""Different texts of a workbook."""
MOST_FORMATS = 65_490
"""Formats of cells, and of numbers: as many formats of cells as Excel takes."""
LONGEST_FORMAT = 255
"""Characters of a number's format: as many as Excel takes."""
