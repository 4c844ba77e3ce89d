"""Rows of a record list and the window of them that is held. No screen here."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

GAP = 2  # cells between two columns
How = Literal["new", "again", "last", "after", "before"]


class _Last:
    """The end of a list."""


LAST: Final = _Last()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with a role for its colour; the words say the same without it."""

    text: str
    role: str = "text"


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the key it is paged by, its cells, and whatever the screen wants back.

    ``mark`` is what it is marked by where another order gives it another key.
    """

    key: Hashable
    cells: tuple[str | Cell, ...]
    data: Any = None
    mark: Hashable = None

    @property
    def identity(self) -> Hashable:
        """The same row in whatever order."""
        return self.key if self.mark is None else self.mark


@dataclass(frozen=True, slots=True)
class Column:
    """A column: heading and width in cells.

    ``rank`` 1 is always shown; higher ranks leave first when the screen is narrow. ``grow`` takes
    what room is left, up to ``most``, the rest goes to the next in rank that grows; with ``least``
    it gives way to that many cells before a column leaves.
    """

    heading: str
    width: int
    rank: int = 1
    right: bool = False
    grow: bool = False
    least: int = 0
    most: int = 0

    @property
    def needs(self) -> int:
        """The fewest cells it is shown in."""
        return self.least or self.width


@dataclass(frozen=True, slots=True)
class Order:
    """An order a list offers; ``falling`` is how it begins when it is chosen first."""

    key: str
    label: str
    falling: bool = False


@dataclass(frozen=True, slots=True)
class PageAsk:
    """Which rows are wanted, and in which of the list's orders ("" is its own)."""

    after: Hashable | None = None
    before: Hashable | _Last | None = None
    limit: int = 50
    narrow: str = ""
    order: str = ""
    falling: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in list order; fewer than the limit means there are no more that way.

    ``count`` only where it costs nothing; else the list has a counter of its own.
    """

    rows: Sequence[Row] = ()
    count: int | None = None


Source = Callable[[PageAsk], Page]


@dataclass(slots=True)
class MemorySource:
    """A short list held in memory; narrowing looks for the words in any cell."""

    rows: Sequence[Row] = ()
    keep: Callable[[Row, str], bool] | None = None

    def __call__(self, ask: PageAsk) -> Page:
        """The rows asked for."""
        rows = self.narrowed(ask.narrow)
        keys = [row.key for row in rows]
        if ask.before is LAST:
            start = max(0, len(rows) - ask.limit)
        elif ask.before is not None:
            end = keys.index(ask.before) if ask.before in keys else 0
            return Page(rows[max(0, end - ask.limit) : end], len(rows))
        else:
            start = keys.index(ask.after) + 1 if ask.after in keys else 0
        return Page(rows[start : start + ask.limit], len(rows))

    def narrowed(self, words: str) -> list[Row]:
        """All rows with the words."""
        keep = self.keep or _has_words
        return [row for row in self.rows if not words or keep(row, words)]


def _has_words(row: Row, words: str) -> bool:
    text = " ".join(text_of(cell) for cell in row.cells).lower()
    return all(word in text for word in words.lower().split())


def fitting(columns: Sequence[Column], width: int) -> list[tuple[int, int]]:
    """Which columns fit, with their widths: (place, width), the least important leave first."""
    places = list(range(len(columns)))
    while True:
        need = sum(columns[place].needs + GAP for place in places) - GAP
        most = max((columns[place].rank for place in places), default=1)
        if need <= width or most <= 1:
            break
        places.remove(max(place for place in places if columns[place].rank == most))
    widths = {place: columns[place].needs for place in places}
    spare = max(0, width - need)
    growing = (place for place in places if columns[place].grow)
    for place in sorted(growing, key=lambda place: columns[place].rank):
        more = min(spare, columns[place].most - widths[place]) if columns[place].most else spare
        widths[place] += more
        spare -= more
    return list(widths.items())


def text_of(cell: str | Cell) -> str:
    """The words of a cell."""
    return cell.text if isinstance(cell, Cell) else cell


@dataclass(slots=True)
class Window:
    """The rows held, the cursor among them (``at``) and the first one drawn (``top``).

    ``first`` is the place of the first row held in the whole list, if known. ``sought`` is the
    identity of the row to stand on when rows are put in next, if it is among them.
    """

    rows: list[Row] = field(default_factory=list)
    first: int | None = 0
    more_before: bool = False
    more_after: bool = False
    count: int | None = None
    at: int = 0
    top: int = 0
    sought: Hashable = None

    @property
    def row(self) -> Row | None:
        """The row the cursor is on."""
        return self.rows[self.at] if self.rows else None

    def put(self, page: Page, how: How, ask: PageAsk, held: int) -> None:
        """Take in a page; rows beyond ``held`` leave at the other end."""
        rows = list(page.rows)
        full = len(rows) >= ask.limit
        self.count = self.count if page.count is None else page.count
        if how == "after":
            self._append(rows, held)
            self.more_after = full
        elif how == "before":
            self._prepend(rows, held)
            self.more_before = full
        else:
            self._replace(rows, how, full=full)
        held_now = [row.identity for row in self.rows]
        if self.sought in held_now:
            self.at = held_now.index(self.sought)
        self.sought = None

    def move(self, by: int, page: int) -> int:
        """Move the cursor; the steps that lead beyond the rows held (negative: before them)."""
        last = len(self.rows) - 1
        target = self.at + by
        self.at = min(max(0, target), max(0, last))
        self.top = min(max(self.top, self.at - page + 1), self.at)
        self.top = max(0, min(self.top, len(self.rows) - page))
        return target - last if target > last else min(0, target)

    def know(self, count: int) -> None:
        """How many rows there are in all; at the end of the list that gives its place, too."""
        self.count = count
        if not self.more_after and self.first is None:
            self.first = max(0, count - len(self.rows))

    def _replace(self, rows: list[Row], how: How, *, full: bool) -> None:
        key = self.row.key if self.row else None
        keys = [row.key for row in rows]
        self.rows = rows
        if how == "last":
            self.first = None if self.count is None else self.count - len(rows)
            self.more_before, self.more_after = full, False
            self.at = max(0, len(rows) - 1)
            return
        again = how == "again" and self.first is not None
        self.first = (self.first or 0) + 1 if again else None if how == "again" else 0
        self.more_before, self.more_after = how == "again", full
        self.at = keys.index(key) if key in keys else min(self.at, max(0, len(rows) - 1))

    def _append(self, rows: list[Row], held: int) -> None:
        self.rows += rows
        spare = max(0, len(self.rows) - held)
        if spare:
            del self.rows[:spare]
            self.more_before = True
            self.first = None if self.first is None else self.first + spare
            self.at, self.top = self.at - spare, self.top - spare

    def _prepend(self, rows: list[Row], held: int) -> None:
        self.rows[:0] = rows
        self.first = None if self.first is None else max(0, self.first - len(rows))
        self.at, self.top = self.at + len(rows), self.top + len(rows)
        if len(self.rows) > held:
            del self.rows[held:]
            self.more_after = True
