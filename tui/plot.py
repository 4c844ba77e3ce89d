"""Text plots: measured points over guides, in characters every terminal draws one cell wide.

::

    weight = Plot(
        "增重 kg",
        x=(0, 42),
        points=(Points("*", ((12, 1.2), (17, 3.0))),),
        guides=(Guide(".", ((0, 0), (40, 14))),),
    )
    lines = paint_plot(weight, 40, 10)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from tui.draw import Line, Span, rule
from tui.width import cells_of, cut, pad

Place = tuple[float, float]
MEETING = "#"  # where points of two kinds fall on one place
EDGE, CORNER = "|", "+"
ROWS_A_TICK, CELLS_A_TICK = 3, 8
LEAST_ROWS, LEAST_CELLS = 2, 8
STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Points:
    """Measured values, each a mark."""

    mark: str
    at: tuple[Place, ...]
    role: str = "label"


@dataclass(frozen=True, slots=True)
class Guide:
    """A line to compare with, through its places; nothing is drawn before the first or after."""

    mark: str
    at: tuple[Place, ...]
    role: str = "dim"


@dataclass(frozen=True, slots=True)
class Plot:
    """What a plot shows; it reaches up and down over ``y`` and as far as anything drawn."""

    title: str
    x: tuple[int, int]
    points: tuple[Points, ...]
    guides: tuple[Guide, ...] = ()
    y: tuple[float, ...] = ()


def ticks(low: float, high: float, most: int) -> list[int]:
    """Round numbers that cover a range, at most about so many.

    >>> ticks(48.5, 61, 5), ticks(0, 42, 4), ticks(110, 110, 3)
    ([45, 50, 55, 60, 65], [0, 20, 40, 60], [110, 111])
    """
    step = next(
        size * ten
        for ten in (10**power for power in range(12))
        for size in STEPS
        if (high - low) / (size * ten) <= max(1, most - 1)
    )
    first = int(low // step) * step
    found = [first, first + step]
    while found[-1] < high:
        found.append(found[-1] + step)
    return found


def paint_plot(plot: Plot, width: int, height: int) -> list[Line]:
    """The plot on so many cells: its title, the rows, the axis with its numbers beneath."""
    rows = max(LEAST_ROWS, height - 3)
    scale = ticks(*_reach(plot), max(2, rows // ROWS_A_TICK + 1))
    low, high = scale[0], scale[-1]
    left = max(len(str(number)) for number in scale) + 1
    cells = max(LEAST_CELLS, width - left - 1)
    grid: list[list[Span]] = [[(" ", "text")] * cells for _ in range(rows)]
    place = _Scale(plot.x, (low, high), cells, rows)
    for guide in plot.guides:
        for column, row in place.along(guide.at):
            grid[row][column] = (guide.mark, guide.role)
    taken: set[tuple[int, int]] = set()
    for points in plot.points:
        own = {spot for at in points.at if (spot := place.of(at)) is not None}
        for column, row in own:
            mark = MEETING if (column, row) in taken else points.mark
            grid[row][column] = (mark, points.role)
        taken |= own
    names = {place.row(number): str(number) for number in scale}
    lines: list[Line] = [((cut(plot.title, width), "label"),)]
    for row, spans in enumerate(grid):
        head = pad(names.get(row, ""), left - 1, right=True)
        lines.append(((f"{head} {EDGE}", "dim"), *spans))
    lines.append(((" " * left + CORNER + rule(cells), "dim"),))
    lines.append(((_below(plot.x, place, left + 1), "dim"),))
    return lines


def beside(left: list[Line], right: list[Line], width: int) -> list[Line]:
    """Two plots side by side, the left one filled to a width."""
    joined: list[Line] = []
    for one, other in zip(left, right, strict=True):
        used = sum(cells_of(words) for words, _ in one)
        joined.append((*one, (" " * max(0, width - used), "text"), *other))
    return joined


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where a value falls on the grid; row 0 is the highest."""

    x: tuple[int, int]
    y: tuple[int, int]
    cells: int
    rows: int

    def column(self, x: float) -> int:
        first, last = self.x
        return round((x - first) / (last - first) * (self.cells - 1))

    def row(self, y: float) -> int:
        low, high = self.y
        return round((high - y) / (high - low) * (self.rows - 1))

    def of(self, at: Place) -> tuple[int, int] | None:
        """The cell of a place, if it is on the grid."""
        first, last = self.x
        return (self.column(at[0]), self.row(at[1])) if first <= at[0] <= last else None

    def along(self, line: tuple[Place, ...]) -> Iterable[tuple[int, int]]:
        """The cell of a line in each column that it crosses."""
        for (x0, y0), (x1, y1) in pairwise(line):
            for column in range(self.column(x0), self.column(x1) + 1):
                part = (column - self.column(x0)) / max(1, self.column(x1) - self.column(x0))
                if 0 <= column < self.cells:
                    yield column, self.row(y0 + part * (y1 - y0))


def _reach(plot: Plot) -> tuple[float, float]:
    """The lowest and the highest value to be drawn."""
    heights = [*plot.y, *(y for points in plot.points for _, y in points.at)]
    heights += [y for guide in plot.guides for _, y in guide.at]
    return min(heights, default=0), max(heights, default=0)


def _below(x: tuple[int, int], place: _Scale, left: int) -> str:
    """The numbers under the axis, each where its value is; none runs into the next."""
    line = " " * left
    for number in ticks(*x, max(2, place.cells // CELLS_A_TICK)):
        if number > x[1]:
            break
        at = left + place.column(number)
        if at >= len(line.rstrip()) + 1 and at + len(str(number)) <= left + place.cells:
            line = line.rstrip().ljust(at) + str(number)
    return line
