"""What arrives from the keyboard, read as a clerk means it."""

import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.events import Key

if TYPE_CHECKING:
    from textual.timer import Timer
    from textual.widget import Widget

BURST_SECONDS = 0.03  # a scanner or a card reader types faster than this, a hand slower
ALONE_SECONDS = 0.05  # a key nothing follows for so long began no burst
_MARK = "_desk_burst"
_BYTES = "_desk_bytes"


class Burst:
    """Tells the keys of a scanner or a paste from those of a hand, by the time between them."""

    def __init__(self) -> None:
        self._last = float("-inf")

    def mark(self, event: Key) -> None:
        """Mark a key that came right after another; one that waited for its turn is marked."""
        if not hasattr(event, _MARK):
            setattr(event, _MARK, event.time - self._last < BURST_SECONDS)
            self._last = event.time


def note_bytes(event: Key, sent: bytes) -> None:
    """Note the bytes a key came of; the terminal driver does."""
    setattr(event, _BYTES, sent)


def came_as(event: Key) -> bytes:
    """The bytes a key came of, where they are known."""
    sent: bytes = getattr(event, _BYTES, b"")
    return sent


def is_burst(event: Key) -> bool:
    """Whether a key came in one burst with the key before."""
    return bool(getattr(event, _MARK, False))


def anew(event: Key) -> Key:
    """The same key as it came, to be handed on once more."""
    again = Key(event.key, event.character)
    again.time = event.time
    setattr(again, _MARK, is_burst(event))
    note_bytes(again, came_as(event))
    return again


class Alone:
    """Answers to a question: a key acts when no other came right before it nor comes right after.

    A reader's code may begin with the very digit that means yes, so the first key of a burst must
    not answer either.
    """

    def __init__(self, widget: "Widget") -> None:
        self._widget = widget
        self._timer: Timer | None = None
        self._then: Callable[[], object] | None = None

    def take(self, event: Key, then: Callable[[], object] | None) -> None:
        """Do what a key means once it is known to be alone; None for a key that means nothing."""
        if is_burst(event):
            self._stop()
        elif self._then is not None:
            self._act()
        elif then is not None:
            self._then = then
            self._timer = self._widget.set_timer(ALONE_SECONDS, self._act)

    def before(self, event: Key) -> None:
        """Another key: what waits acts now if this one is no part of a burst with it."""
        if self._then is not None and not is_burst(event):
            self._act()

    def _act(self) -> None:
        then = self._then
        self._stop()
        if then is not None:
            then()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._then = None


def digit_of(event: Key) -> str:
    """The digit typed, full-width or not; "" for any other key."""
    text = unicodedata.normalize("NFKC", event.character or "")
    return text if len(text) == 1 and text.isascii() and text.isdigit() else ""
