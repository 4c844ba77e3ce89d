"""Record lists: only the visible rows are drawn, only a window of rows is held.

::

    RecordList(
        (Column("姓名", 10), Column("村", 10), Column("孕周", 6, right=True), Column("电话", 12, rank=2)),
        source=MemorySource(rows),              # short lists: everything at hand
        # or a function, called in a thread worker, which may ask the database:
        # source=fetch     def fetch(ask: PageAsk) -> Page: ...
    )

    def on_record_list_selected(self, message: RecordList.Selected):      # Enter
        self.app.push_screen(PersonScreen(message.row.key))

``PageAsk(after, before, limit, narrow)``: the ``limit`` rows that follow the row whose key is
``after``, or come before ``before`` (in list order all the same); both None: the first page;
``before is LAST``: the last page. ``narrow`` is what was typed after ``/``. A ``Row`` has a
``key`` to page by (a tuple that orders the list) and cells of plain text; a cell may carry a role
of ``tui.theme`` for its colour: ``Cell("逾期 3 天", "red")``. ``Page.count`` is how many rows there
are in all, where that is cheap to know.

Keys: Up/Down, PgUp/PgDn, Home/End, Enter selects, Space marks, ``/`` narrows (Esc ends narrowing).
``reload()`` asks anew and keeps the place; ``marked`` are the keys marked.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.timer import Timer

from tui.draw import Line, Lines, Span
from tui.editor import Editor
from tui.language import tr
from tui.width import cut, pad

SCREENS_HELD = 5  # how many screens of rows the window keeps
NARROW_SECONDS = 0.15


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
    """A row: the key it is paged and marked by, its cells, and whatever the screen wants back."""

    key: Hashable
    cells: tuple[str | Cell, ...]
    data: Any = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: heading and width in cells.

    ``rank`` 1 is always shown; higher ranks leave first when the screen is narrow. ``grow`` takes
    what room is left.
    """

    heading: str
    width: int
    rank: int = 1
    right: bool = False
    grow: bool = False


@dataclass(frozen=True, slots=True)
class PageAsk:
    """Which rows are wanted."""

    after: Hashable | None = None
    before: Hashable | _Last | None = None
    limit: int = 50
    narrow: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in list order; fewer than the limit means there are no more that way."""

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
        keep = self.keep or _has_words
        rows = [row for row in self.rows if not ask.narrow or keep(row, ask.narrow)]
        keys = [row.key for row in rows]
        if ask.before is LAST:
            start = max(0, len(rows) - ask.limit)
        elif ask.before is not None:
            end = keys.index(ask.before)
            return Page(rows[max(0, end - ask.limit) : end], len(rows))
        else:
            start = 0 if ask.after is None else keys.index(ask.after) + 1
        return Page(rows[start : start + ask.limit], len(rows))


def _has_words(row: Row, words: str) -> bool:
    text = " ".join(_text(cell) for cell in row.cells).lower()
    return all(word in text for word in words.lower().split())


def _text(cell: str | Cell) -> str:
    return cell.text if isinstance(cell, Cell) else cell


@dataclass(slots=True)
class _Window:
    """The rows held: ``first`` is the place of the first in the whole list, if known."""

    rows: list[Row] = field(default_factory=list)
    first: int | None = 0
    more_before: bool = False
    more_after: bool = False
    count: int | None = None


class RecordList(Lines):
    """A list that draws itself: heading, rows with a cursor line, and a foot with place and count."""

    can_focus = True

    class Highlighted(Message):
        """The cursor is on another row, or on none."""

        def __init__(self, records: "RecordList", row: Row | None) -> None:
            super().__init__()
            self.records = records
            self.row = row

        @property
        def control(self) -> "RecordList":
            """The list, for ``@on`` selectors."""
            return self.records

    class Selected(Message):
        """Enter on a row."""

        def __init__(self, records: "RecordList", row: Row) -> None:
            super().__init__()
            self.records = records
            self.row = row

        @property
        def control(self) -> "RecordList":
            """The list, for ``@on`` selectors."""
            return self.records

    def __init__(
        self,
        columns: Sequence[Column],
        source: Source,
        *,
        empty: str = "没有记录",
        narrowing: bool = True,
        id: str | None = None,  # noqa: A002  textual's name
    ) -> None:
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.source = source
        self.empty = empty
        self.marked: set[Hashable] = set()
        self._window = _Window()
        self._at = 0  # the cursor's place in the window
        self._top = 0  # the first row drawn, in the window
        self._narrowing = narrowing
        self._box: Editor | None = None
        self._narrow = ""
        self._timer: Timer | None = None
        self._loading = False
        self._wanted = 0  # steps asked for beyond the rows held, done when they come
        self._failed = False

    # --- what a screen uses

    @property
    def row(self) -> Row | None:
        """The row the cursor is on."""
        return self._window.rows[self._at] if self._window.rows else None

    @property
    def count(self) -> int | None:
        """How many rows there are in all, if known."""
        return self._window.count

    def reload(self, source: Source | None = None) -> None:
        """Ask anew from the start, and stay on the row one was on if it is still there."""
        self.source = source or self.source
        self._ask(PageAsk(limit=self._held(), narrow=self._narrow), "new")

    def narrow(self, words: str) -> None:
        """Show only the rows with these words."""
        self._narrow = words
        self._ask(PageAsk(limit=self._held(), narrow=words), "new")

    # --- rows

    def on_resize(self) -> None:
        """The first page is asked for when the height is known."""
        first = not self._lines
        super().on_resize()
        if first and not self._window.rows:
            self.reload()

    def _held(self) -> int:
        return max(20, self.size.height * SCREENS_HELD)

    def _page(self) -> int:
        return max(1, self.size.height - 2)

    def _ask(self, ask: PageAsk, how: str) -> None:
        if isinstance(self.source, MemorySource):
            self._arrived(self.source(ask), ask, how)
            return
        self._loading = True
        self.run_worker(
            partial(self._fetch, self.source, ask, how),
            group="rows",
            exclusive=True,
            exit_on_error=False,
            thread=True,
        )
        self.redraw()

    def _fetch(self, source: Source, ask: PageAsk, how: str) -> None:
        from textual.worker import get_current_worker  # noqa: PLC0415  thread side only

        worker = get_current_worker()
        try:
            page = source(ask)
        except Exception:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._did_fail)
            raise
        if not worker.is_cancelled:
            self.app.call_from_thread(self._arrived, page, ask, how)

    def _did_fail(self) -> None:
        self._loading, self._failed = False, True
        self.redraw()

    def _arrived(self, page: Page, ask: PageAsk, how: str) -> None:
        """Put a page into the window."""
        window, rows = self._window, list(page.rows)
        self._loading = self._failed = False
        full = len(rows) >= ask.limit
        held = self._held() * 2
        if how == "new":
            key = self.row.key if self.row else None
            keys = [row.key for row in rows]
            self._window = _Window(rows, 0, more_before=False, more_after=full, count=page.count)
            self._at = keys.index(key) if key in keys else min(self._at, max(0, len(rows) - 1))
            self._wanted = 0
        elif how == "last":
            first = page.count - len(rows) if page.count is not None else None
            self._window = _Window(rows, first, more_before=full, count=page.count)
            self._at = max(0, len(rows) - 1)
        elif how == "after":
            window.rows += rows
            window.more_after = full
            spare = max(0, len(window.rows) - held)
            if spare:
                del window.rows[:spare]
                window.more_before = True
                window.first = None if window.first is None else window.first + spare
                self._at, self._top = self._at - spare, self._top - spare
        else:
            window.rows[:0] = rows
            window.more_before = full
            window.first = None if window.first is None else max(0, window.first - len(rows))
            self._at, self._top = self._at + len(rows), self._top + len(rows)
            if len(window.rows) > held:
                del window.rows[held:]
                window.more_after = True
        if page.count is not None:
            self._window.count = page.count
        wanted, self._wanted = self._wanted, 0
        self._move(wanted)

    def _move(self, by: int) -> None:
        """Move the cursor; near an end of the window ask for more."""
        window, page = self._window, self._page()
        last = len(window.rows) - 1
        target = self._at + by
        beyond = target - last if target > last else min(0, target)
        self._at = min(max(0, target), max(0, last))
        self._top = min(max(self._top, self._at - page + 1), self._at)
        self._top = max(0, min(self._top, len(window.rows) - page))
        self.redraw()
        self.post_message(self.Highlighted(self, self.row))
        if self._loading or not window.rows:
            return
        ask = partial(PageAsk, limit=self._held(), narrow=self._narrow)
        if window.more_after and self._at + page > last:
            self._wanted = max(0, beyond)
            self._ask(ask(after=window.rows[-1].key), "after")
        elif window.more_before and self._at - page < 0:
            self._wanted = min(0, beyond)
            self._ask(ask(before=window.rows[0].key), "before")

    # --- keys

    async def _on_key(self, event: events.Key) -> None:
        if self._box is not None and self._box_key(event):
            event.stop()
            event.prevent_default()
            return
        page = self._page()
        steps = {"up": -1, "down": 1, "pageup": -page, "pagedown": page}
        if event.key in steps:
            self._move(steps[event.key])
        elif event.key == "home":
            self._to_start()
        elif event.key == "end":
            self._to_end()
        elif event.key == "enter":
            if self.row is not None:
                self.post_message(self.Selected(self, self.row))
        elif event.key == "space":
            self._mark()
        elif event.character in {"/", "、", "／"} and self._narrowing:
            self._box = Editor(self._narrow, 40)
            self.redraw()
        elif event.key == "escape" and self._narrow:
            self.narrow("")
        else:
            return
        event.stop()
        event.prevent_default()

    def _on_paste(self, event: events.Paste) -> None:
        if self._box is not None:
            event.stop()
            self._box.paste(event.text)
            self._narrow_soon()

    def _box_key(self, event: events.Key) -> bool:
        """A key while narrowing; movement still moves the list."""
        box = self._box
        if box is None:
            return False
        if event.character is not None and event.character.isprintable():
            box.type(event.character)
        elif event.key == "escape":
            self._box = None
            self.narrow("")
            return True
        elif event.key in box.keys and event.key not in {"home", "end"}:
            box.keys[event.key]()
        else:
            return False
        self._narrow_soon()
        return True

    def _narrow_soon(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(NARROW_SECONDS, self._narrow_now)
        self.redraw()

    def _narrow_now(self) -> None:
        if self._box is not None and self._box.text.strip() != self._narrow:
            self._at = 0
            self.narrow(self._box.text.strip())

    def _to_start(self) -> None:
        if self._window.more_before:
            self._at = 0
            self._window.rows.clear()
            self.reload()
        else:
            self._move(-self._at)

    def _to_end(self) -> None:
        if self._window.more_after:
            ask = PageAsk(before=LAST, limit=self._held(), narrow=self._narrow)
            self._ask(ask, "last")
        else:
            self._move(len(self._window.rows))

    def _mark(self) -> None:
        if self.row is not None:
            self.marked ^= {self.row.key}
            self._move(1)

    # --- drawing

    def shown_columns(self, width: int) -> list[tuple[int, int]]:
        """Which columns fit, with their widths: (place, width), the least important leave first."""
        places = list(range(len(self.columns)))
        while True:
            need = sum(self.columns[place].width + 2 for place in places)
            most = max((self.columns[place].rank for place in places), default=1)
            if need <= width or most <= 1:
                break
            worst = [place for place in places if self.columns[place].rank == most]
            places.remove(worst[-1])
        spare = max(0, width - need)
        growing = [place for place in places if self.columns[place].grow]
        return [
            (place, self.columns[place].width + (spare if growing[:1] == [place] else 0))
            for place in places
        ]

    def paint(self, width: int, height: int) -> list[Line]:
        """Heading, the rows in view, and the foot."""
        shown = self.shown_columns(width - 2)
        heading = "  ".join(
            pad(tr(self.columns[p].heading), cells, right=self.columns[p].right)
            for p, cells in shown
        )
        lines: list[Line] = [((cut(f"  {heading}", width), "rule"),)]
        rows = self._window.rows[self._top : self._top + height - 2]
        lines += [self._draw(row, place + self._top, shown) for place, row in enumerate(rows)]
        if not rows:
            words = tr("正在查找…") if self._loading else tr(self.empty)
            lines.append(((f"  {words}", "dim"),))
        lines += [()] * (height - 1 - len(lines))
        lines.append(self._foot(width))
        return lines

    def _draw(self, row: Row, place: int, shown: list[tuple[int, int]]) -> Line:
        here = place == self._at
        marked = row.key in self.marked
        plain = "selected" if here else "marked" if marked else "text"
        spans: list[Span] = [(("*" if marked else ">" if here else " ") + " ", plain)]
        for column, cells in shown:
            cell = row.cells[column] if column < len(row.cells) else ""
            role = cell.role if isinstance(cell, Cell) and not here else plain
            words = pad(_text(cell), cells, right=self.columns[column].right)
            spans += [(words, role), ("  ", plain)]
        return tuple(spans)

    def _foot(self, width: int) -> Line:
        window = self._window
        parts = []
        if window.rows and window.first is not None:
            parts.append(tr("第 {place} 条", place=window.first + self._at + 1))
        if window.count is not None:
            parts.append(tr("共 {count} 条", count=window.count))
        if self.marked:
            parts.append(tr("选中 {count} 条", count=len(self.marked)))
        if self._failed:
            parts.append(tr("没有读到,请按 F5 再试"))
        elif self._loading:
            parts.append(tr("正在查找…"))
        words = " ".join(parts)
        self._caret = None
        if self._box is None:
            tail = "  " + tr("只看“{words}”,Esc 全部", words=self._narrow) if self._narrow else ""
            return ((cut(f"  {words}{tail}", width), "dim"),)
        typed, at = self._box.window(20)
        self._caret = Offset(2 + at, self.size.height - 1)
        return (("/ ", "key"), (pad(typed, 20), "focus"), (cut(f"  {words}", width - 24), "dim"))
