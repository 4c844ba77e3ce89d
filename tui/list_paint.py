"""How a record list looks: heading, rows, and the words of its foot."""

from collections.abc import Collection, Hashable, Sequence

from tui.draw import Line, Span
from tui.language import tr
from tui.rows import GAP, Cell, Column, Order, Row, Window, text_of
from tui.width import cut, pad

Shown = Sequence[tuple[int, int]]  # place of a column, and its width
ACTIVE, RESTING = ">", "-"  # the cursor of the list the keys move, and of another beside it


def heading_line(columns: Sequence[Column], shown: Shown, width: int) -> Line:
    """The headings of the columns."""
    words = (" " * GAP).join(
        pad(tr(columns[place].heading), cells, right=columns[place].right) for place, cells in shown
    )
    return ((cut(f"  {words}", width), "rule"),)


def row_line(
    row: Row, columns: Sequence[Column], shown: Shown, *, cursor: str, marked: bool
) -> Line:
    """A row; the cursor's has a sign of its own besides the colour.

    ``cursor`` is that sign, or "" where the cursor is not; only ``ACTIVE`` is coloured.
    """
    here = cursor == ACTIVE
    plain = "selected" if here else "marked" if marked else "text"
    spans: list[Span] = [(("*" if marked else cursor or " ") + " ", plain)]
    for at, (place, cells) in enumerate(shown):
        cell = row.cells[place] if place < len(row.cells) else ""
        role = cell.role if isinstance(cell, Cell) and not here else plain
        words = pad(text_of(cell), cells, right=columns[place].right)
        spans += [(" " * GAP if at else "", plain), (words, role)]
    return tuple(spans)


def place_words(window: Window, marked: Collection[Hashable]) -> list[str]:
    """Where one is, how many rows there are and how many are marked, as far as it is known."""
    words = []
    place = window.first + window.at + 1 if window.rows and window.first is not None else None
    if place is not None and window.count is not None:
        words.append(tr("第 {place} 条 共 {count} 条", place=place, count=window.count))
    elif place is not None:
        words.append(tr("第 {place} 条", place=place))
    elif window.count is not None:
        words.append(tr("共 {count} 条", count=window.count))
    if marked:
        words.append(tr("选中 {count} 条", count=len(marked)))
    return words


def order_words(order: Order | None, *, falling: bool) -> str:
    """How the rows are ordered."""
    if order is None:
        return ""
    what = tr(order.label)
    return tr("按{what}倒序", what=what) if falling else tr("按{what}正序", what=what)
