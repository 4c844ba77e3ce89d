"""The guide line: what to press next, while somebody is being shown how to work."""

from typing import Any, Protocol

from textual.screen import Screen

from tui.draw import Line, Lines, paragraph
from tui.width import wrap_words

LOOK_SECONDS = 0.2


class Guide(Protocol):
    """Whoever shows the way: told where one is, says what comes next."""

    def look(self, screen: Screen[Any]) -> str:
        """What to do next on this screen, which is in front."""

    def leaving(self, page: Screen[Any]) -> bool:
        """Ask, where the home page is left, what to ask then; False where the page is to ask."""


class GuideLine(Lines):
    """The guide's sentence above the status line, on as many lines as it needs.

    It looks again by itself: what the guide waits for is a record saved or a page opened, and
    neither tells it.
    """

    DEFAULT_CSS = "GuideLine { height: 1; width: 100%; }"

    def __init__(self, guide: Guide) -> None:
        super().__init__()
        self.guide = guide
        self.words = ""

    def on_mount(self) -> None:
        """Look from now on."""
        self.set_interval(LOOK_SECONDS, self.ask)

    def ask(self) -> None:
        """Ask the guide, if this page is in front."""
        if self.screen is not self.app.screen:
            return
        words = self.guide.look(self.screen)
        if words != self.words:
            self.words = words
            self.styles.height = len(wrap_words(words, self.size.width)) or 1
            self.redraw()

    def paint(self, width: int, height: int) -> list[Line]:  # noqa: ARG002  as many as needed
        """The sentence, between words."""
        return paragraph(self.words, "doubt", width)
