"""Record lists: only the visible rows are drawn, only a window of rows is held.

::

    RecordList(
        (Column("姓名", 10), Column("孕周", 6, right=True), Column("电话", 12, rank=2)),
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

from collections.abc import Hashable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.geometry import Offset
from textual.message import Message

from tui.draw import Line, Lines, Span
from tui.editor import Editor
from tui.language import tr
from tui.rows import (
    LAST,
    Cell,
    Column,
    How,
    MemorySource,
    Page,
    PageAsk,
    Row,
    Source,
    Window,
    text_of,
)
from tui.width import cut, pad

if TYPE_CHECKING:
    from textual.timer import Timer

__all__ = [
    "LAST",
    "Cell",
    "Column",
    "MemorySource",
    "Page",
    "PageAsk",
    "RecordList",
    "Row",
    "Source",
]

SCREENS_HELD = 5  # how many screens of rows the window keeps
NARROW_SECONDS = 0.15


class RecordList(Lines):
    """A list that draws itself: heading, rows with a cursor line, a foot with place and count."""

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
        self.note = ""  # stands in the foot: how the rows are ordered
        self.marked: set[Hashable] = set()
        self._window = Window()
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
        return self._window.row

    @property
    def count(self) -> int | None:
        """How many rows there are in all, if known."""
        return self._window.count

    def reload(self, source: Source | None = None) -> None:
        """Ask anew, and stay on the row one was on if it is still there."""
        if source is None and self._window.more_before:
            first = self._window.rows[0].key
            self._ask(PageAsk(first, limit=self._held(), narrow=self._narrow), "again")
            return
        self.source = source or self.source
        self._ask(PageAsk(limit=self._held(), narrow=self._narrow), "new")

    def narrow(self, words: str) -> None:
        """Show only the rows with these words."""
        self._narrow = words
        self._ask(PageAsk(limit=self._held(), narrow=words), "new")

    # --- rows

    def on_resize(self) -> None:
        """The first page is asked for when the height is known."""
        if not self._lines and not self._window.rows:
            self.reload()

    def _held(self) -> int:
        return max(20, self.size.height * SCREENS_HELD)

    def _page(self) -> int:
        return max(1, self.size.height - 2)

    def _ask(self, ask: PageAsk, how: How) -> None:
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

    def _fetch(self, source: Source, ask: PageAsk, how: How) -> None:
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

    def _arrived(self, page: Page, ask: PageAsk, how: How) -> None:
        """Put a page into the window and take the steps that waited for it."""
        self._loading = self._failed = False
        self._window.put(page, how, ask, self._held() * 2)
        wanted, self._wanted = self._wanted, 0
        self._move(wanted if how in {"after", "before"} else 0)

    def _move(self, by: int) -> None:
        """Move the cursor; near an end of the window ask for more."""
        window, page = self._window, self._page()
        beyond = window.move(by, page)
        self.redraw()
        self.post_message(self.Highlighted(self, self.row))
        if self._loading or not window.rows:
            return
        after = window.more_after and window.at + page >= len(window.rows)
        if not after and not (window.more_before and window.at < page):
            return
        self._wanted = max(0, beyond) if after else min(0, beyond)
        ask = PageAsk(
            after=window.rows[-1].key if after else None,
            before=None if after else window.rows[0].key,
            limit=self._held(),
            narrow=self._narrow,
        )
        self._ask(ask, "after" if after else "before")

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
            self._window.at = 0
            self.narrow(self._box.text.strip())

    def _to_start(self) -> None:
        if self._window.more_before:
            self._window = Window()
            self.reload()
        else:
            self._move(-self._window.at)

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
            need = sum(self.columns[place].needs + 2 for place in places)
            most = max((self.columns[place].rank for place in places), default=1)
            if need <= width or most <= 1:
                break
            worst = [place for place in places if self.columns[place].rank == most]
            places.remove(worst[-1])
        spare = max(0, width - need)
        growing = [place for place in places if self.columns[place].grow]
        return [
            (place, self.columns[place].needs + (spare if growing[:1] == [place] else 0))
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
        top = self._window.top
        rows = self._window.rows[top : top + height - 2]
        lines += [self._draw(row, top + place, shown) for place, row in enumerate(rows)]
        if not rows:
            words = tr("正在查找") if self._loading else tr(self.empty)
            lines.append(((f"  {words}", "dim"),))
        lines += [()] * (height - 1 - len(lines))
        lines.append(self._foot(width))
        return lines

    def _draw(self, row: Row, place: int, shown: list[tuple[int, int]]) -> Line:
        here = place == self._window.at
        marked = row.key in self.marked
        plain = "selected" if here else "marked" if marked else "text"
        spans: list[Span] = [(("*" if marked else ">" if here else " ") + " ", plain)]
        for column, cells in shown:
            cell = row.cells[column] if column < len(row.cells) else ""
            role = cell.role if isinstance(cell, Cell) and not here else plain
            words = pad(text_of(cell), cells, right=self.columns[column].right)
            spans += [(words, role), ("  ", plain)]
        return tuple(spans)

    def _foot(self, width: int) -> Line:
        window = self._window
        parts = []
        if window.rows and window.first is not None:
            parts.append(tr("第 {place} 条", place=window.first + window.at + 1))
        if window.count is not None:
            parts.append(tr("共 {count} 条", count=window.count))
        if self.marked:
            parts.append(tr("选中 {count} 条", count=len(self.marked)))
        if self._failed:
            parts.append(tr("没有读到,请按 F5 再试"))
        elif self._loading:
            parts.append(tr("正在查找"))
        words = " ".join(parts)
        self._caret = None
        if self._box is None:
            tail = f"  {tr(self.note)}" if self.note and window.rows else ""
            if self._narrow:
                tail = "  " + tr("只看“{words}”,Esc 全部", words=self._narrow)
            return ((cut(f"  {words}{tail}", width), "dim"),)
        typed, at = self._box.window(20)
        self._caret = Offset(2 + at, self.size.height - 1)
        return (("/ ", "key"), (pad(typed, 20), "focus"), (cut(f"  {words}", width - 24), "dim"))
