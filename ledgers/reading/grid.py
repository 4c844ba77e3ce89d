"""A sheet as every reader hands it on: rows of cells, whatever the file was."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite

from ledgers.reading.errors import too_big
from rules.text import clean, printable

MAX_BYTES = 30_000_000
MAX_ROWS = 50_000
MAX_COLUMNS = 500
MAX_CELLS = 1_500_000
EPOCH_1900 = date(1899, 12, 30)
EPOCH_1904 = date(1904, 1, 1)
_PRECISE_DIGITS = 15  # what a spreadsheet keeps of a number

Value = str | int | float | datetime | time


@dataclass(frozen=True, slots=True)
class Cell:
    """One value; ``own`` is False where it came down from a merged cell above.

    ``timed`` says that a date is shown with its time of day; ``error`` that the value is an
    error text of the spreadsheet or a formula whose result was not stored.
    """

    value: Value
    struck: bool = False
    own: bool = True
    timed: bool = False
    error: bool = False

    @property
    def text(self) -> str:
        """The value as text. A number too long to be exact keeps the form that says so."""
        value = self.value
        if isinstance(value, str):
            return value
        if isinstance(value, datetime):
            if value.time() == time.min and not self.timed:
                return value.date().isoformat()
            return value.isoformat(sep=" ", timespec="minutes")
        if isinstance(value, time):
            return value.isoformat(timespec="minutes")
        return _number_text(value)


def _number_text(value: float) -> str:
    if not isfinite(value):
        return repr(value)
    if abs(value) >= 10**_PRECISE_DIGITS:
        return f"{Decimal(value):.14E}"
    return str(int(value)) if value == int(value) else repr(value)


Row = list[Cell | None]
Span = tuple[int, int, int, int]  # first row, first column, last row, last column; from 0


@dataclass(slots=True)
class Sheet:
    """A used rectangle. ``rows[0]`` is row 1 of the file.

    ``epoch`` is the day 0 of its serial numbers; ``widths`` are the cells each record of a
    delimited file really had, None where the file keeps a grid.
    """

    name: str | None
    rows: list[Row]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    spans: list[Span] = field(default_factory=list)
    epoch: date = EPOCH_1900
    delimited: bool = False

    def __post_init__(self) -> None:
        self.name = printable(self.name) if self.name is not None else None
        while self.rows and not any(self.rows[-1]):
            self.rows.pop()
        if len(self.rows) > MAX_ROWS or any(len(row) > MAX_COLUMNS for row in self.rows):
            raise too_big()
        for span in self.spans:
            self._merge(span)

    def _merge(self, span: Span) -> None:
        """A merged value belongs to every row it spans (in a header, to every column too)."""
        top, left, bottom, _right = span
        anchor = self.cell(top, left)
        if anchor is None:
            return
        below = replace(anchor, own=False)
        for number in range(top + 1, min(bottom + 1, len(self.rows))):
            row = self.rows[number]
            row.extend([None] * (left + 1 - len(row)))
            row[left] = row[left] or below

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell at a place counted from 0, or None."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return None
        return self.rows[row][column]


def text_cell(text: str, *, struck: bool = False) -> Cell | None:
    """A cell of text, or None when nothing visible is in it."""
    return Cell(text, struck=struck) if clean(text) else None


def sparse_rows(cells: Iterable[tuple[int, int, Cell]]) -> list[Row]:
    """Rows from places counted from 0; a stray cell far away is too big, not a crash."""
    rows: list[Row] = []
    ordered = sorted(cells, key=lambda item: item[:2])
    for count, (row, column, cell) in enumerate(ordered):
        if row >= MAX_ROWS or column >= MAX_COLUMNS or count > MAX_CELLS:
            raise too_big()
        while len(rows) <= row:
            rows.append([])
        rows[row].extend([None] * (column - len(rows[row])))
        rows[row].append(cell)
    return rows
