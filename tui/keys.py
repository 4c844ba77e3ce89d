"""What arrives from the keyboard, read as a clerk means it."""

import unicodedata

from textual.events import Key

BURST_SECONDS = 0.03  # a scanner or a card reader types faster than this, a hand slower
_MARK = "_desk_burst"
_BYTES = "_desk_bytes"


class Burst:
    """Tells the keys of a scanner or a paste from those of a hand, by the time between them."""

    def __init__(self) -> None:
        self._last = float("-inf")

    def mark(self, event: Key) -> None:
        """Mark a key that came right after another."""
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


def digit_of(event: Key) -> str:
    """The digit typed, full-width or not; "" for any other key."""
    text = unicodedata.normalize("NFKC", event.character or "")
    return text if len(text) == 1 and text.isascii() and text.isdigit() else ""
