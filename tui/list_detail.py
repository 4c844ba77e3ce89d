"""A pane beside a record list on wide screens: what is known of the row under the cursor.

::

    yield WithDetail(records, read=person_of, tell=person_lines)

``read(row)`` runs in a thread worker, and only where the cursor rests: a held arrow key reads
nothing. ``tell(found, width)`` makes lines of what was read. Below ``WIDE`` columns there is no
pane, and nothing is read.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.containers import Horizontal
from textual.widget import Widget
from textual.worker import get_current_worker

from tui.draw import Line, Lines
from tui.language import tr
from tui.lists import RecordList
from tui.rows import Row

if TYPE_CHECKING:
    from textual.timer import Timer

WIDE = 120
LIST_NEEDS = 80  # the list keeps what it has on a narrow screen
MOST = 72
REST_SECONDS = 0.2

Read = Callable[[Row], Any]
Tell = Callable[[Any, int], Sequence[Line]]


class DetailPane(Lines):
    """The lines of one row; empty before any was read."""

    def __init__(self, tell: Tell) -> None:
        super().__init__()
        self._tell = tell
        self._found: Any = None
        self._failed = False

    def show(self, found: Any, *, failed: bool = False) -> None:
        """Show what was read, or nothing."""
        self._found, self._failed = found, failed
        self.redraw()

    def paint(self, width: int, height: int) -> list[Line]:
        """Two columns from the list, the lines that fit."""
        lines: Sequence[Line] = ()
        if self._failed:
            lines = [((tr("没有读到,请刷新再试"), "dim"),)]
        elif self._found is not None:
            lines = self._tell(self._found, width - 2)
        return [(("  ", "text"), *line) for line in lines[:height]]


class WithDetail(Horizontal):
    """A record list and, where there is room, the pane."""

    BLANK = True  # the two cover it

    def __init__(self, records: RecordList, *, read: Read, tell: Tell) -> None:
        super().__init__()
        self._records = records
        records.pointed = self._read_soon
        self._read = read
        self._pane = DetailPane(tell)
        self._timer: Timer | None = None

    def compose(self) -> Iterable[Widget]:
        """The list, then the pane."""
        yield self._records
        yield self._pane

    def on_resize(self) -> None:
        """There is a pane where the list keeps its columns beside it."""
        width = self.size.width
        shown = width >= WIDE
        if shown:
            self._pane.styles.width = min(MOST, width - LIST_NEEDS)
        if shown is not self._pane.display:
            self._pane.display = shown
            self._read_soon()

    def _read_soon(self, _: Row | None = None) -> None:
        if self._timer is not None:
            self._timer.stop()
        if self._pane.display:
            self._timer = self.set_timer(REST_SECONDS, self._read_now)

    def _read_now(self) -> None:
        row = self._records.row
        if row is None:
            self._pane.show(None)
            return
        self.run_worker(
            partial(self._fetch, row),
            group="detail",
            exclusive=True,
            exit_on_error=False,
            thread=True,
        )

    def _fetch(self, row: Row) -> None:
        worker = get_current_worker()
        try:
            found = self._read(row)
        except Exception:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._pane.show, None, failed=True)
            raise
        if not worker.is_cancelled:
            self.app.call_from_thread(self._pane.show, found)
