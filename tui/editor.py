"""The line one types into: text, cursor, undo. No screen here."""

from collections.abc import Callable  # noqa: TC003  read at run time by typing tools

from rules.text import printable
from tui.safe import typed
from tui.width import cells_of, head

UNDO_STEPS = 200


class Editor:
    """A line (or, with ``lines``, a text of several lines) being typed.

    ``limit`` is the most characters it takes; what does not fit is cut and reported.
    """

    def __init__(self, text: str = "", limit: int = 100, *, lines: bool = False) -> None:
        self.text = text
        self.cursor = len(text)
        self.limit = limit
        self.lines = lines
        self.columns = 0  # the width the text is wrapped to, told by who draws it
        self._undo: list[tuple[str, int]] = []
        self._redo: list[tuple[str, int]] = []
        self.given = bool(text)  # stands as it was put in: typing begins a new value
        self._run = ""  # the kind of edit under way; a run of the same kind is one undo step
        self.keys: dict[str, Callable[[], None]] = {
            "left": lambda: self.move(-1),
            "right": lambda: self.move(1),
            "home": lambda: self.go(self._line_start()),
            "ctrl+a": lambda: self.go(self._line_start()),
            "end": lambda: self.go(self._line_end()),
            "ctrl+e": lambda: self.go(self._line_end()),
            "ctrl+left": lambda: self.go(self._word_before()),
            "ctrl+right": lambda: self.go(self._word_after()),
            "backspace": lambda: self.remove(self.cursor - 1, self.cursor),
            "delete": lambda: self.remove(self.cursor, self.cursor + 1),
            "ctrl+w": lambda: self.remove(self._word_before(), self.cursor),
            "ctrl+u": lambda: self.remove(0, self.cursor),
            "ctrl+k": lambda: self.remove(self.cursor, self._line_end()),
            "ctrl+z": self.undo,
            "ctrl+y": self.redo,
        }

    def set(self, text: str) -> None:
        """Replace the whole text; one undo step."""
        if text != self.text:
            self._keep("set")
            self.text = text
        self.go(len(text))
        self.given = bool(text)

    def stand(self) -> None:
        """Let the text stand as put in: typing begins anew, moving the cursor edits."""
        self.cursor = len(self.text)
        self.given = bool(self.text)
        self._run = ""

    def type(self, character: str) -> bool:
        """Put in what was typed; False when there is no room."""
        character = printable(character)
        if len(self.text) + len(character) > self.limit:
            return False
        self._keep("type")
        self._put(character)
        return True

    def paste(self, text: str) -> int:
        """Put in pasted text, joined to one line unless lines are taken; the characters cut off."""
        text = typed(text, lines=self.lines)
        fits = text[: max(0, self.limit - len(self.text))]
        if fits:
            self._keep("paste")
            self._put(fits)
            self._run = ""
        return len(text) - len(fits)

    def newline(self) -> None:
        """Break the line, where lines are taken."""
        if self.lines and len(self.text) < self.limit:
            self._keep("newline")
            self._put("\n")

    def remove(self, start: int, end: int) -> None:
        """Remove what stands between two places."""
        start, end = max(0, start), min(len(self.text), end)
        if start < end:
            self._keep("remove")
            self.text = self.text[:start] + self.text[end:]
            self.cursor = start

    def move(self, by: int) -> None:
        """Move the cursor by characters."""
        self.go(self.cursor + by)

    def go(self, to: int) -> None:
        """Put the cursor at a place."""
        self.cursor = min(max(0, to), len(self.text))
        self.given = False
        self._run = ""

    def undo(self) -> None:
        """Take back the last edit."""
        self._swap(self._undo, self._redo)

    def redo(self) -> None:
        """Do again what was taken back."""
        self._swap(self._redo, self._undo)

    def row(self, by: int) -> bool:
        """Move up or down inside a text of several rows; False at its edge or in one line."""
        if not self.lines:
            return False
        rows = self.rows()
        here = max(place for place, (start, _) in enumerate(rows) if start <= self.cursor)
        if not 0 <= here + by < len(rows):
            return False
        column = cells_of(self.text[rows[here][0] : self.cursor])
        start, end = rows[here + by]
        self.go(start + len(head(self.text[start:end], column)))
        return True

    def rows(self) -> list[tuple[int, int]]:
        """Where each row of the wrapped text begins and ends."""
        rows = []
        start = 0
        for part in self.text.split("\n"):
            rest = part
            while self.columns and cells_of(rest) > self.columns:
                row = head(rest, self.columns) or rest[:1]
                rows.append((start, start + len(row)))
                start, rest = start + len(row), rest[len(row) :]
            rows.append((start, start + len(rest)))
            start += len(rest) + 1
        return rows

    def window(self, width: int) -> tuple[str, int]:
        """The part of a single line that fits with the cursor in it, and the cursor's cell."""
        before = cells_of(self.text[: self.cursor])
        start = 0
        while before - cells_of(self.text[:start]) > width - 1:
            start += 1
        return head(self.text[start:], width), before - cells_of(self.text[:start])

    def _put(self, text: str) -> None:
        self.text = self.text[: self.cursor] + text + self.text[self.cursor :]
        self.cursor += len(text)

    def _keep(self, run: str) -> None:
        if run != self._run or run == "set":
            self._undo.append((self.text, self.cursor))
            del self._undo[:-UNDO_STEPS]
        self._redo.clear()
        self.given = False
        self._run = run

    def _swap(self, source: list[tuple[str, int]], target: list[tuple[str, int]]) -> None:
        if source:
            target.append((self.text, self.cursor))
            self.text, self.cursor = source.pop()
        self._run = ""

    def _line_start(self) -> int:
        return self.text.rfind("\n", 0, self.cursor) + 1

    def _line_end(self) -> int:
        end = self.text.find("\n", self.cursor)
        return len(self.text) if end < 0 else end

    def _word_before(self) -> int:
        """One Chinese character, or one run of Latin letters and digits, back."""
        at = self.cursor
        while at > 0 and self.text[at - 1] == " ":
            at -= 1
        if at > 0 and not self.text[at - 1].isascii():
            return at - 1
        while at > 0 and self.text[at - 1].isascii() and self.text[at - 1] != " ":
            at -= 1
        return at

    def _word_after(self) -> int:
        at, end = self.cursor, len(self.text)
        if at < end and not self.text[at].isascii():
            return at + 1
        while at < end and self.text[at].isascii() and self.text[at] != " ":
            at += 1
        while at < end and self.text[at] == " ":
            at += 1
        return at
