"""The lines around a page: title, breadcrumb, status, hints."""

from collections.abc import Sequence

from tui.actions import Action, shown_key
from tui.draw import Line, Lines
from tui.language import tr
from tui.width import cells_of, cut

MOST_HINTS = 8
GAP = "  "  # between two hints


class OneLine(Lines):
    """A line of its own, redrawn when its words change."""

    def __init__(self, words: str = "", role: str = "text", *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.words = words
        self.words_role = role

    def show(self, words: str, role: str | None = None) -> None:
        """Show other words."""
        self.words = words
        self.words_role = role or self.words_role
        self.redraw()

    def paint(self, width: int, height: int) -> list[Line]:  # noqa: ARG002  one line
        """The words, cut to the line."""
        return [((cut(self.words, width), self.words_role),)]


class TitleLine(OneLine):
    """The page's title on the left; who is signed in and the business day on the right."""

    def __init__(self, words: str, right: str = "") -> None:
        super().__init__(words, "title")
        self.right = right

    def paint(self, width: int, height: int) -> list[Line]:  # noqa: ARG002  one line
        """Both ends of the line, the right one only where it fits."""
        left = cut(f" {self.words}", width)
        room = width - cells_of(left) - cells_of(self.right) - 1
        line = left + " " * room + self.right if self.right and room > 0 else left
        return [((line, "title"),)]


class Breadcrumb(OneLine):
    """Where one is: the way from the home screen."""

    def __init__(self, words: str = "") -> None:
        super().__init__(words, "dim")


class StatusLine(OneLine):
    """What was just done or cannot be done."""


class HintBar(Lines):
    """The keys of the screen, at most eight: key and word, those that fit."""

    def __init__(self) -> None:
        super().__init__()
        self._hints: list[tuple[str, str, bool]] = []

    def show(self, actions: Sequence[tuple[Action, str, bool]]) -> None:
        """Show actions with the keys they have now; the last says whether it can be done."""
        self._hints = [
            (shown_key(keys), tr(action.label), can) for action, keys, can in actions[:MOST_HINTS]
        ]
        self.redraw()

    def paint(self, width: int, height: int) -> list[Line]:  # noqa: ARG002  one line
        """Hints from the left until the line is full."""
        spans: list[tuple[str, str]] = []
        used = 0
        for key, label, can in self._hints:
            gap = GAP if spans else ""
            cells = cells_of(f"{gap}{key} {label}")
            if used + cells > width:
                break
            plain = "text" if can else "dim"
            spans += [(gap, "text"), (key, "key" if can else "dim"), (f" {label}", plain)]
            used += cells
        return [tuple(spans)]
