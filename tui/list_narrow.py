"""Narrowing a record list: the box after ``/``, and how many rows there are for what it says."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.widget import Widget
from textual.worker import get_current_worker

from tui.editor import Editor

if TYPE_CHECKING:
    from textual.timer import Timer

SECONDS = 0.15  # an input method commits a name as many keys
MOST_LETTERS = 40
NARROW_CHARACTERS = frozenset("/、／")
LIST_KEYS = frozenset({"up", "down", "pageup", "pagedown", "home", "end", "enter"})

Counter = Callable[[str], int]


class NarrowBox:
    """What is typed after ``/``: told when the typing rests for a moment.

    ``shown`` are the words the rows answer. While other words stand here, a key that moves or opens
    is ``held`` with all that follows it: a scanned number ends in Enter, meant for its own row.
    """

    def __init__(
        self, owner: Widget, tell: Callable[[str], None], redraw: Callable[[], None]
    ) -> None:
        self.editor: Editor | None = None
        self.shown = ""
        self.held: list[events.Key] = []
        self._owner = owner
        self._tell = tell
        self._redraw = redraw
        self._timer: Timer | None = None

    def open(self) -> None:
        """Type from here on."""
        self.editor = Editor("", MOST_LETTERS)
        self._redraw()

    def close(self) -> None:
        """Type no longer; the rows stay those of the words."""
        self._stop()
        self.editor = None
        self.held.clear()
        self._redraw()

    def takes(self, event: events.Key) -> bool:
        """A key that is text here, or must wait."""
        return self.holds(event) or self.key(event)

    def waits(self) -> bool:
        """Whether the rows still answer other words than those typed."""
        return self.editor is not None and self.editor.text.strip() != self.shown

    def holds(self, event: events.Key) -> bool:
        """Keep a key until the rows answer what was typed; whether it must wait."""
        if self.editor is None:
            return False
        if event.key in LIST_KEYS and not self.held:
            self._stop()
            self._now()  # somebody waits for the answer now
        typed = event.character is not None and event.character.isprintable()
        own = typed or event.key in LIST_KEYS or event.key in self.editor.keys
        opens = any(key.key == "enter" for key in self.held)
        begins = event.key in LIST_KEYS and self.waits()
        held = event.key != "escape" and (opens or (own and (bool(self.held) or begins)))
        if held:
            self.held.append(event)
        return held

    def answered(self, words: str, press: Callable[[events.Key], bool]) -> None:
        """The rows for some words are there; the keys that waited, none for a page one has left."""
        self.shown = words
        if self.held and not self._owner.screen.is_current:
            self.held.clear()
        while self.held and not self.waits():
            event = self.held.pop(0)
            if not self.key(event):
                press(event)

    def key(self, event: events.Key) -> bool:
        """A key while narrowing; False: it moves the list all the same."""
        box = self.editor
        if box is None:
            return False
        if event.character is not None and event.character.isprintable():
            box.type(event.character)
        elif event.key == "escape":
            self.close()
            self._tell("")
            return True
        elif event.key in box.keys and event.key not in {"home", "end"}:
            box.keys[event.key]()
        else:
            return False
        self._soon()
        return True

    def paste(self, text: str) -> bool:
        """A paste; False: nobody is typing here."""
        if self.editor is None:
            return False
        self.editor.paste(text)
        self._soon()
        return True

    def _soon(self) -> None:
        self._stop()
        self._timer = self._owner.set_timer(SECONDS, self._now)
        self._redraw()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()

    def _now(self) -> None:
        if self.editor is not None:
            self._tell(self.editor.text.strip())


class RowCount:
    """How many rows there are, for each narrowing: counted once, while nobody waits for it."""

    def __init__(self, owner: Widget, counter: Counter, tell: Callable[[str, int], None]) -> None:
        self._owner = owner
        self._counter = counter
        self._tell = tell
        self._known: dict[str, int] = {}
        self._running: str | None = None

    def forget(self) -> None:
        """Rows may have come or gone."""
        self._known.clear()

    def note(self, words: str, count: int) -> None:
        """Known without counting."""
        self._known[words] = count

    def of(self, words: str) -> int | None:
        """How many; None where that is being counted now, and told later."""
        if words not in self._known and self._running != words:
            self._running = words
            self._owner.run_worker(
                partial(self._count, words),
                group="count",
                exclusive=True,
                exit_on_error=False,
                thread=True,
            )
        return self._known.get(words)

    def _count(self, words: str) -> None:
        worker = get_current_worker()
        try:
            count = self._counter(words)
        except Exception:
            if not worker.is_cancelled:
                self._owner.app.call_from_thread(self._ended, words, None)
            raise
        if not worker.is_cancelled:
            self._owner.app.call_from_thread(self._ended, words, count)

    def _ended(self, words: str, count: int | None) -> None:
        if self._running == words:
            self._running = None
        if count is not None:
            self._known[words] = count
            self._tell(words, count)
