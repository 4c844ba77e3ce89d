"""The last step to the terminal: only the cells that differ from what it shows are written.

Textual repaints the regions of widgets; over a slow line that is ten to thirty times the bytes that
really changed. An ``Output`` keeps two grids of cells: what is meant, and what the terminal shows.
Each update of Textual's compositor is laid into the first; ``changes`` gives the short writing
that makes the second equal to it: runs of differing cells, the fewest style codes, the blank end of
a line erased, a band of lines that moved scrolled by the terminal itself.

After whatever may leave the terminal other than the grid says (another size, another program's
output, Ctrl+L) call ``forget``: the next writing paints every cell.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from operator import ne
from typing import NamedTuple

from rich.color import ColorSystem
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

from tui.pens import GROUND, Pen, pen_of, turn
from tui.width import char_cells

FEWEST_ERASED = 4  # cells; fewer are as short as spaces
FEWEST_MOVED = 3  # lines; fewer do not pay for a scroll

Place = tuple[int, int]  # column and row


class Row(NamedTuple):
    """The cells of a line, never changed in place.

    A cell is a character with what combines with it, "" the right half of a wide one, None not
    known.
    """

    cells: list[str | None]
    pens: list[Pen]

    @property
    def words(self) -> tuple[str | None, ...]:
        """What can be read in it, to find it again on another line; () of a blank one."""
        words = tuple(self.cells)
        return () if words.count(" ") == len(words) else words


def filled(width: int, cell: str | None, pen: Pen) -> Row:
    """A row of the same cell."""
    return Row([cell] * width, [pen] * width)


@lru_cache(8192)
def unsure(cell: str | None) -> bool:
    """Whether terminals disagree how many cells it takes: all but Chinese, Japanese and Latin."""
    if not cell or (cell.isascii() and len(cell) == 1):
        return False
    if len(cell) > 1:
        return True
    code, width = ord(cell), unicodedata.east_asian_width(cell)
    if width in {"W", "F"}:
        return not (0x2E80 <= code <= 0xFFEF or code >= 0x20000)  # noqa: PLR2004  not the emoji
    return width == "A" or code >= 0x250  # noqa: PLR2004  the end of Latin


@lru_cache(4096)
def laid(text: str, pen: Pen) -> Row:
    """The cells a text takes.

    >>> laid("王a", Pen()).cells
    ['王', '', 'a']
    """
    cells: list[str | None] = []
    for char in text:
        room = char_cells(char)
        if room:
            cells += [char, *[""] * (room - 1)]
        elif cells:  # combines with what stands before it
            base = -1 if cells[-1] else -2
            cells[base] = f"{cells[base]}{char}"
    blank = pen.blank
    return Row(cells, [blank if cell == " " else pen for cell in cells])


class Writer:
    """What is being written: its codes, and the cursor and the pen they leave, None not known."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.place: Place | None = None
        self.pen: Pen | None = None
        self.blank: Pen | None = None  # what shows of the pen on a space
        self.pointing: bool | None = None  # whether the cursor is shown
        self.parts: list[str] = []

    def again(self) -> "Writer":
        """Another writing from the same place."""
        other = Writer(self.width)
        other.place, other.pen, other.blank = self.place, self.pen, self.blank
        other.pointing = self.pointing
        return other

    @property
    def written(self) -> str:
        """All of it."""
        return "".join(self.parts)

    def go(self, x: int, y: int) -> None:
        """Move the cursor."""
        if self.place != (x, y):
            self.parts.append(self._way(x, y))
            self.place = (x, y)

    def nears(self, row: Row, x: int, y: int, to: int) -> bool:
        """Whether to write the cells from here to a column is no longer than to step over them."""
        between = "".join(cell or "" for cell in row.cells[x:to])
        cells = zip(row.cells[x:to], row.pens[x:to], strict=True)
        return (
            self.place == (x, y)
            and len(between.encode()) <= len(self._way(to, y))
            and all(pen == self.pen or self._as_blank(cell, pen) for cell, pen in cells)
        )

    def point(self, caret: Place | None) -> None:
        """Show the cursor at a place, or hide it."""
        if caret is not None:
            self.go(*caret)
        if self.pointing != (caret is not None):
            self.pointing = caret is not None
            self.parts.append("\x1b[?25h" if self.pointing else "\x1b[?25l")

    def use(self, pen: Pen) -> None:
        """Change the pen."""
        if pen != self.pen:
            self.parts.append(turn(self.pen, pen))
            self.pen, self.blank = pen, pen.blank

    def put(self, row: Row, x: int, y: int, end: int) -> None:
        """Write the cells of a row from a column to before another."""
        self.go(x, y)
        while end < self.width and row.cells[end] == "":
            end += 1  # a wide character is written whole
        sure = True
        for at in range(x, end):
            cell, pen = row.cells[at], row.pens[at]
            if not cell:  # the right half of what was just written
                continue
            if not sure:
                self.place = None
                self.go(at, y)
            if pen is not self.pen and not self._as_blank(cell, pen):
                self.use(pen)
            self.parts.append(cell)
            sure = not unsure(cell)
        self.place = (end, y) if sure and end < self.width else None

    def erase(self, x: int, y: int, pen: Pen) -> None:
        """Make the rest of a line blank."""
        self.go(x, y)
        if not self._as_blank(" ", pen):
            self.use(pen)
        self.parts.append("\x1b[K")

    def scroll(self, top: int, bottom: int, by: int) -> None:
        """Move the lines of a band up, or, negative, down."""
        self.parts.append(f"\x1b[{top + 1};{bottom + 1}r\x1b[{(bottom if by > 0 else top) + 1}H")
        self.parts.append("\x1bD" * by if by > 0 else "\x1bM" * -by)
        self.parts.append("\x1b[r")
        self.place = None  # terminals differ in whether this takes the cursor home

    def _as_blank(self, cell: str | None, pen: Pen) -> bool:
        """Whether a space looks the same with the pen in use."""
        return cell == " " and self.blank == pen

    def _way(self, x: int, y: int) -> str:
        ways = [f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H" if y else "\x1b[H"]
        if self.place is not None:
            at, line = self.place
            if line == y:
                ways.append(f"\x1b[{x + 1}G" if x else "\x1b[G")
                if x > at:
                    ways.append(f"\x1b[{x - at}C" if x > at + 1 else "\x1b[C")
            elif line == y - 1:
                ways += ["\x1b[E"] if x == 0 else ["\x1b[B"] if x == at else []
            elif line == y + 1 and x == at:
                ways.append("\x1b[A")
        return min(ways, key=len)


class Output:
    """What the terminal shows, and the writing that brings it to what is meant.

    ``colours`` is what the terminal can draw; ``erases_in_colour`` whether erasing leaves the
    ground colour in use (terminfo's ``bce``), as xterm does and screen does not.
    """

    def __init__(self, colours: ColorSystem, *, erases_in_colour: bool) -> None:
        self._colours = colours
        self._erases_in_colour = erases_in_colour
        self._width = 0
        self._meant: list[Row] = []
        self._shown: list[Row] = []  # empty: not known
        self._writer = Writer(0)

    def forget(self) -> None:
        """What the terminal shows is not known any more."""
        self._shown = []

    def take(self, update: CompositorUpdate) -> bool:
        """Lay an update into what is meant; False when it is not one that can be understood.

        Then ``forget`` was done, and nothing more is understood before the next whole screen.
        """
        if isinstance(update, LayoutUpdate):
            size = update.region.size
            if (size.width, size.height) != (self._width, len(self._meant)):
                self._width = size.width
                self._meant = [filled(size.width, " ", Pen())] * size.height
                self.forget()
            for y, strips in enumerate(update.strips):
                x = 0
                for strip in strips:
                    end = x + strip.cell_length
                    self._lay(strip, x, y, end)
                    x = end
            return True
        if isinstance(update, ChopsUpdate) and len(update.chops) == len(self._meant):
            for y, x1, x2 in update.spans:
                chops = zip(update.chop_ends[y], update.chops[y].items(), strict=False)
                for end, (x, chop) in chops:
                    if chop is not None and x < x2 and end > x1:
                        self._lay(chop, x, y, end)
            return True
        self._meant = []
        self.forget()
        return False

    def changes(self, caret: Place | None) -> str:
        """The writing after which the terminal shows what is meant.

        Its own cursor stands at ``caret``, where input methods open their windows; without one it
        is hidden.
        """
        if self._shown:
            writer, shown = self._writer.again(), self._shown
        else:
            writer, shown = self._cleared()
        opening = writer.written
        best = self._drawn(writer.again(), shown)
        for moved in self._moved(writer.again(), shown):
            best = min(best, moved, key=lambda each: len(each.written.encode()))
        best.point(caret)
        self._writer, self._shown = best, [*self._meant]
        return opening + best.written

    def _lay(self, strip: Strip, x: int, y: int, end: int) -> None:
        """Put a strip into a row, filling it to just before ``end``."""
        cells, pens = [*self._meant[y].cells], [*self._meant[y].pens]
        end = min(end, self._width)
        pen = Pen()
        for text, style, control in strip:
            if control or x >= end:
                continue
            pen = pen_of(style, self._colours)
            row = laid(text, pen)
            after = min(x + len(row.cells), end)
            cells[x:after], pens[x:after] = row.cells[: after - x], row.pens[: after - x]
            if after < x + len(row.cells) and row.cells[after - x] == "":
                cells[after - 1], pens[after - 1] = " ", pen.blank  # half of a wide character
            x = after
        cells[x:end], pens[x:end] = [" "] * (end - x), [pen.blank] * (end - x)
        row = Row(cells, pens)
        if row != self._meant[y]:
            self._meant[y] = row

    def _cleared(self) -> tuple[Writer, list[Row]]:
        """A terminal made blank in the commonest ground, or not known where that cannot be."""
        writer = Writer(self._width)
        writer.parts.append("\x1b[r")
        grounds = Counter(row.pens[-1].blank for row in self._meant)
        pen = max(grounds, key=lambda each: grounds[each], default=Pen())
        if not self._erasable(pen):
            return writer, [filled(self._width, None, pen)] * len(self._meant)
        writer.use(pen)
        writer.parts.append("\x1b[2J")
        return writer, [filled(self._width, " ", pen)] * len(self._meant)

    def _erasable(self, pen: Pen) -> bool:
        return (
            pen == pen.blank and not pen.marks and (self._erases_in_colour or pen.ground == GROUND)
        )

    # --- drawing what differs

    def _drawn(self, writer: Writer, shown: list[Row]) -> Writer:
        for y, (meant, old) in enumerate(zip(self._meant, shown, strict=True)):
            if meant is not old and meant != old:
                self._draw(writer, y, meant, old)
        return writer

    def _draw(self, writer: Writer, y: int, meant: Row, old: Row) -> None:
        """Write the runs of a line that differ."""
        differs = _differing(meant, old)
        tail = self._tail(meant)
        erased = [x for x in range(tail, self._width) if differs[x]]
        limit = erased[0] if len(erased) >= FEWEST_ERASED else self._width
        done = 0
        for start, end in _runs(differs[:limit]):
            near = writer.nears(meant, done, y, start)
            writer.put(meant, done if near else start, y, end)
            done = end
        if limit < self._width:
            writer.erase(limit, y, meant.pens[limit])

    def _tail(self, row: Row) -> int:
        """Where the blank end of a row begins that can be erased; its width where there is none."""
        pen, x = row.pens[-1], self._width
        if not self._erasable(pen):
            return x
        while x and row.cells[x - 1] == " " and row.pens[x - 1] == pen:
            x -= 1
        return x

    # --- lines that moved

    def _moved(self, writer: Writer, shown: list[Row]) -> Iterator[Writer]:
        """The writing that begins with a scroll, if enough lines only moved."""
        changed = [y for y, row in enumerate(self._meant) if row is not shown[y]]
        if len(changed) <= FEWEST_MOVED:  # with the line that came in it would be one more
            return
        places = defaultdict(list)
        for y in changed:
            places[shown[y].words].append(y)
        places.pop((), None)
        words = {y: self._meant[y].words for y in changed}
        votes = Counter(before - y for y in changed for before in places.get(words[y], ()))
        del votes[0]
        by, lines = next(iter(votes.most_common(1)), (0, 0))
        if lines < FEWEST_MOVED:
            return
        at = [y for y in changed if y + by in places.get(words[y], ())]
        top, bottom = min(at[0], at[0] + by), max(at[-1], at[-1] + by)
        band = shown[top : bottom + 1]
        new = [filled(self._width, None, Pen())] * abs(by)
        band = [*band[by:], *new] if by > 0 else [*new, *band[:by]]
        writer.scroll(top, bottom, by)
        yield self._drawn(writer, [*shown[:top], *band, *shown[bottom + 1 :]])


def _differing(meant: Row, old: Row) -> list[bool]:
    """Which cells must be written."""
    differs = [*map(ne, zip(*meant, strict=True), zip(*old, strict=True))]
    odd = {cell for cell in {*meant.cells, *old.cells} if unsure(cell)}
    if not odd:
        return differs
    # A character that may reach into its neighbour is written together with it, or would hide it.
    both = zip(meant.cells, old.cells, strict=True)
    reach = [x for x, cells in enumerate(both) if not odd.isdisjoint(cells)]
    for x in (*reversed(reach), *reach):
        if any(differs[x : x + 3]):
            differs[x : x + 3] = [True] * len(differs[x : x + 3])
    return differs


def _runs(differs: list[bool]) -> Iterator[tuple[int, int]]:
    """Where the runs of differing cells begin and end.

    >>> list(_runs([False, True, True, False, True]))
    [(1, 3), (4, 5)]
    """
    edges = [x for x, (one, two) in enumerate(pairwise([False, *differs, False])) if one != two]
    return zip(edges[::2], edges[1::2], strict=True)
