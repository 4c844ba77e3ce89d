"""The lines around a page: title, breadcrumb, status, hints."""

from collections.abc import Sequence
from typing import NamedTuple

from tui.actions import Action, shown_key
from tui.draw import Line, Lines, Span
from tui.language import tr
from tui.width import cells_of, cut

MOST_HINTS = 8
# What nobody should have to know by heart: these leave last, from the end.
KEPT = ("save", "new", "open", "back", "help", "find", "palette")
GAP = "  "  # between two hints


class Hint(NamedTuple):
    """An action in the hint bar: its key and word, and whether it can be done now."""

    id: str
    key: str
    label: str
    can: bool


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
    """The keys of the screen, at most eight: key and word, the most needed of those that fit."""

    def __init__(self) -> None:
        super().__init__()
        self._hints: list[Hint] = []

    def show(self, actions: Sequence[tuple[Action, str, bool]]) -> None:
        """Show actions with the keys they have now; the last says whether it can be done."""
        self._hints = [
            Hint(action.id, shown_key(keys), tr(action.label), can) for action, keys, can in actions
        ]
        self.redraw()

    def paint(self, width: int, height: int) -> list[Line]:  # noqa: ARG002  one line
        """The hints that fit, in the order of the page's actions."""
        spans: list[Span] = []
        for hint in most_needed(self._hints, width):
            plain, key = ("text", "key") if hint.can else ("dim", "dim")
            spans += [(GAP if spans else "", "text"), (hint.key, key), (f" {hint.label}", plain)]
        return [tuple(spans)]


def most_needed(hints: Sequence[Hint], width: int) -> list[Hint]:
    """The hints there is room for: the page's own go first, its last one before the others."""
    left = list(hints)

    def too_many() -> bool:
        words = GAP.join(f"{hint.key} {hint.label}" for hint in left)
        return len(left) > MOST_HINTS or cells_of(words) > width

    def needed_least(place: int) -> int:
        kept = left[place].id in KEPT
        return KEPT.index(left[place].id) - len(KEPT) if kept else place

    while left and too_many():
        del left[max(range(len(left)), key=needed_least)]
    return left
