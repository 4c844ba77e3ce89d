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

``PageAsk(after, before, limit, narrow, order, falling)``: the ``limit`` rows that follow the row
whose key is ``after``, or come before ``before`` (in list order all the same); both None: the
first page; ``before is LAST``: the last page. ``narrow`` is what was typed after ``/``. A ``Row``
has a ``key`` to page by (a tuple that orders the list) and cells of plain text; a cell may carry a
role of ``tui.theme`` for its colour: ``Cell("逾期 3 天", "red")``. ``Page.count`` is how many rows
there are in all, where that is cheap to know; where it is not, ``counter`` counts them in the
background, once for each narrowing. ``orders`` are those the source knows; ``sort`` goes to one.

Keys: Up/Down, PgUp/PgDn, Home/End, Enter selects, Space marks, ``/`` narrows (Esc ends narrowing).
``reload()`` asks anew and keeps the place; ``marked`` are the identities of the rows marked.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import partial

from textual import events
from textual.geometry import Offset
from textual.message import Message

from tui.draw import Line, Lines
from tui.language import language, tr
from tui.list_narrow import NARROW_CHARACTERS, Counter, NarrowBox, RowCount
from tui.list_paint import (
    ACTIVE,
    RESTING,
    Shown,
    heading_line,
    order_words,
    place_words,
    row_line,
)
from tui.rows import (
    LAST,
    Cell,
    Column,
    How,
    MemorySource,
    Order,
    Page,
    PageAsk,
    Row,
    Source,
    Window,
    fitting,
)
from tui.width import ambiguous, cut, pad

__all__ = [
    "LAST",
    "Cell",
    "Column",
    "MemorySource",
    "Order",
    "Page",
    "PageAsk",
    "RecordList",
    "Row",
    "Source",
]

SCREENS_HELD = 5  # how many screens of rows the window keeps
BOX = 20  # cells of what is typed after "/"


class RecordList(Lines):
    """A list that draws itself: heading, rows with a cursor line, a foot with place and count."""

    can_focus = True

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

    def __init__(  # noqa: PLR0913  what a list consists of
        self,
        columns: Sequence[Column],
        source: Source,
        *,
        orders: Sequence[Order] = (),
        counter: Counter | None = None,
        empty: str = "没有记录",
        narrowing: bool = True,
        id: str | None = None,  # noqa: A002  textual's name
    ) -> None:
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.source = source
        self.empty = empty
        self.note = ""  # stands in the foot where the list offers no orders
        self.orders = tuple(orders)
        self.order = self.orders[0] if orders else None
        self.falling = self.order is not None and self.order.falling
        self.marked: set[Hashable] = set()
        # Told of the row the cursor is on; a message for each step of a held key would climb.
        self.pointed: Callable[[Row | None], None] = lambda _: None
        self._window = Window()
        self._painted: dict[tuple[int, str, bool], tuple[Row, Line]] = {}
        self._painted_for: object = None
        self._narrowing = narrowing
        self._narrow_box = NarrowBox(self, self._narrow_to, self.redraw)
        self._narrow = ""
        self._loading = self._failed = False
        self._asked: PageAsk | None = None  # the page that is read now; an older answer is stale
        self._waiting = False  # somebody waits for the rows, they are not only held in reserve
        self._wanted = 0  # steps asked for beyond the rows held, done when they come
        self._rows_count = RowCount(self, counter, self._counted) if counter else None

    # --- what a screen uses

    @property
    def row(self) -> Row | None:
        """The row the cursor is on."""
        return self._window.row

    @property
    def count(self) -> int | None:
        """How many rows there are in all, if known."""
        return self._window.count

    @property
    def active(self) -> bool:
        """Whether the keys move it: its own, or those of a box above a list that takes none."""
        return not self.can_focus or self.screen.focused in {self, None}

    def reload(self, source: Source | None = None, *, order: str = "") -> None:
        """Ask anew, and stay on the row one was on if it is still there; ``order``: begin in it."""
        self.source = source or self.source
        if order:
            self._put_in_order(self._order_of(order))
        if self._rows_count is not None:
            self._rows_count.forget()
        if source is None and self._window.more_before:
            self._ask(self._asking(after=self._window.rows[0].key), "again")
        else:
            self._ask(self._asking(), "new")

    def seek(self, identity: Hashable) -> None:
        """Stand on a row when the rows are read next, if it is among those held then."""
        self._window.sought = identity

    def narrow(self, words: str) -> None:
        """Show only the rows with these words."""
        self._narrow = words
        self._ask(self._asking(), "new")

    @property
    def shown(self) -> Sequence[Row]:
        """The rows that the narrowing leaves: all, of a list that is held whole."""
        if isinstance(self.source, MemorySource):
            return self.source.narrowed(self._narrow)
        return self._window.rows

    def look_for(self, words: str) -> bool:
        """Begin to narrow to words that come next, if a list that is held whole has them."""
        whole = self.source if isinstance(self.source, MemorySource) else MemorySource()
        found = self._narrowing and bool(whole.narrowed(words))
        if found:
            self._begin_to_narrow()
        return found

    def sort(self, key: str) -> None:
        """Another order; the one there is turns round."""
        chosen, falling = self._order_of(key), not self.falling
        again = chosen is self.order
        self._put_in_order(chosen)
        self.falling = falling if again else chosen.falling
        self._ask(self._asking(), "new")

    def to_start(self) -> None:
        """The first row of all."""
        if self._window.more_before:
            self._window = Window(count=self._window.count)
            self._ask(self._asking(), "new")
        else:
            self._move(-self._window.at)

    def _order_of(self, key: str) -> Order:
        return next(order for order in self.orders if order.key == key)

    def _put_in_order(self, order: Order) -> None:
        self.order, self.falling = order, order.falling
        self._window = Window(count=self._window.count)

    # --- rows

    def on_focus(self) -> None:
        """The cursor looks like one the keys move, or at rest."""
        self.redraw()

    on_blur = on_focus

    def on_resize(self) -> None:
        """The first page is asked for when the height is known."""
        if not self._lines and not self._window.rows:
            self.reload()

    def _held(self) -> int:
        return max(20, self.size.height * SCREENS_HELD)

    def _page(self) -> int:
        return max(1, self.size.height - 2)

    def _asking(self, after: Hashable | None = None, before: Hashable | None = None) -> PageAsk:
        order = self.order.key if self.order else ""
        return PageAsk(after, before, self._held(), self._narrow, order, self.falling)

    def _ask(self, ask: PageAsk, how: How) -> None:
        if isinstance(self.source, MemorySource):
            self._arrived(self.source(ask), ask, how)
            return
        self._loading, self._asked = True, ask
        self._waiting = how not in {"after", "before"} or self._wanted != 0
        self.run_worker(
            partial(self._fetch, self.source, ask, how),
            group="rows",
            exclusive=True,
            exit_on_error=False,
            thread=True,
        )
        if self._waiting:
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
            self.app.call_from_thread(self._answered, page, ask, how)

    def _answered(self, page: Page, ask: PageAsk, how: How) -> None:
        if ask is self._asked:
            self._arrived(page, ask, how)

    def _did_fail(self) -> None:
        self._loading, self._failed = False, True
        self._narrow_box.held.clear()
        self.redraw()

    def _arrived(self, page: Page, ask: PageAsk, how: How) -> None:
        """Put a page into the window and take the steps that waited for it."""
        self._loading = self._failed = False
        self._window.put(page, how, ask, self._held() * 2)
        self._count_rows(page)
        wanted, self._wanted = self._wanted, 0
        self._move(wanted if how in {"after", "before"} else 0)
        self._narrow_box.answered(ask.narrow, self._press)

    def _move(self, by: int) -> None:
        """Move the cursor; near an end of the window ask for more."""
        window, page = self._window, self._page()
        beyond = window.move(by, page)
        self.redraw()
        self.pointed(self.row)
        if self._loading:  # the steps wait for the page that comes
            self._wanted += beyond
            return
        if not window.rows:
            return
        after = window.more_after and window.at + page >= len(window.rows)
        if not after and not (window.more_before and window.at < page):
            return
        self._wanted = max(0, beyond) if after else min(0, beyond)
        if after:
            self._ask(self._asking(after=window.rows[-1].key), "after")
        else:
            self._ask(self._asking(before=window.rows[0].key), "before")

    def _count_rows(self, page: Page) -> None:
        """Show how many there are, now or when they have been counted."""
        window = self._window
        if self._rows_count is None or page.count is not None:
            return
        if not window.more_before and not window.more_after:
            self._rows_count.note(self._narrow, len(window.rows))
        count = self._rows_count.of(self._narrow)
        window.count = count
        if count is not None:
            window.know(count)

    def _counted(self, words: str, count: int) -> None:
        if words == self._narrow:
            self._window.know(count)
            self.redraw()

    # --- keys

    async def _on_key(self, event: events.Key) -> None:
        if self._narrow_box.takes(event) or self._press(event):
            event.stop()
            event.prevent_default()

    def _press(self, event: events.Key) -> bool:
        """Do what a key does here; False: it is not the list's."""
        page = self._page()
        steps = {"up": -1, "down": 1, "pageup": -page, "pagedown": page}
        if event.key in steps:
            self._move(steps[event.key])
        elif event.key == "home":
            self.to_start()
        elif event.key == "end":
            self._to_end()
        elif event.key == "enter" and self.row is not None:
            self._narrow_box.close()
            self.post_message(self.Selected(self, self.row))
        elif event.key == "space":
            self._mark()
        elif event.character in NARROW_CHARACTERS and self._narrowing:
            self._begin_to_narrow()
        elif event.key == "escape" and self._narrow:
            self.narrow("")
        else:
            return False
        return True

    def _begin_to_narrow(self) -> None:
        self._narrow_box.open()
        self._narrow_to("")  # a second scan begins anew

    def _on_paste(self, event: events.Paste) -> None:
        if self._narrow_box.paste(event.text):
            event.stop()

    def _narrow_to(self, words: str) -> None:
        if words != self._narrow or self._failed:
            self._window.at = 0
            self.narrow(words)
        else:
            self.redraw()

    def _to_end(self) -> None:
        if self._window.more_after:
            self._ask(self._asking(before=LAST), "last")
        else:
            self._move(len(self._window.rows))

    def _mark(self) -> None:
        if self.row is not None:
            self.marked ^= {self.row.identity}
            self._move(1)

    # --- drawing

    def paint(self, width: int, height: int) -> list[Line]:
        """Heading, the rows in view, and the foot."""
        shown = fitting(self.columns, width - 2)
        lines = [heading_line(self.columns, shown, width)]
        lines += self._row_lines(shown, height - 2)
        if not self._window.rows:
            none = tr("没有符合“{words}”的", words=self._narrow) if self._narrow else tr(self.empty)
            words = tr("正在查找") if self._loading else none
            lines.append(((f"  {words}", "dim"),))
        lines += [()] * (height - 1 - len(lines))
        lines.append(self._foot(width))
        return lines

    def _row_lines(self, shown: Shown, height: int) -> Iterator[Line]:
        """The rows in view; one that looks as it did is not made anew."""
        form = (shown, language(), ambiguous())
        before = self._painted if form == self._painted_for else {}
        self._painted, self._painted_for = {}, form
        top, sign = self._window.top, ACTIVE if self.active else RESTING
        for place, row in enumerate(self._window.rows[top : top + height], top):
            cursor = sign if place == self._window.at else ""
            marked = row.identity in self.marked
            key = (id(row), cursor, marked)
            if key not in before:
                before[key] = row, row_line(row, self.columns, shown, cursor=cursor, marked=marked)
            self._painted[key] = before[key]  # holds the row, so that its id stays its own
            yield before[key][1]

    def _foot(self, width: int) -> Line:
        parts = place_words(self._window, self.marked)
        if self._failed:
            parts.append(tr("没有读到,请刷新再试"))
        elif self._loading and self._waiting:
            parts.append(tr("正在查找"))
        words = " ".join(parts)
        self._caret = None
        if self._narrow_box.editor is not None:
            typed, at = self._narrow_box.editor.window(BOX)
            self._caret = Offset(2 + at, self.size.height - 1)
            rest = cut(f"  {words}", width - BOX - 4)
            return (("/ ", "key"), (pad(typed, BOX), "focus"), (rest, "dim"))
        if self._narrow:
            words += "  " + tr("只看“{words}”,Esc 全部", words=self._narrow)
        ordered = order_words(self.order, falling=self.falling) or tr(self.note)
        if ordered and self._window.rows:
            words += f"  {ordered}"
        return ((cut(f"  {words}", width), "dim"),)
