"""Small windows: a question with digits, a notice, a menu, progress.

Each takes the whole screen: no translucent ground, few bytes. ::

    self.app.push_screen(Ask(tr("删掉这条记录吗?"), [("1", tr("删")), ("2", tr("不删"))]), answered)
    self.app.push_screen(Menu(tr("导出"), [("1", tr("本季台账")), …]), chosen)   # None: Esc
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from tui.draw import Line, Lines, Span, paragraph, rule
from tui.keys import Alone, digit_of, is_burst
from tui.language import tr
from tui.width import pad

Choices = Sequence[tuple[str, str]]  # digit and words
MARGIN = 4
Result = TypeVar("Result")


class Panel(Lines):
    """The lines of a small window, set in the middle of the screen."""

    can_focus = True

    def __init__(self, content: Callable[[int], list[Line]]) -> None:
        super().__init__()
        self._content = content

    def paint(self, width: int, height: int) -> list[Line]:
        """The content between two rules, in the middle."""
        inner = self._content(width - 2 * MARGIN)
        above = max(0, (height - len(inner) - 2) // 2)
        edge: Span = (" " * MARGIN, "text")
        across: Line = (edge, (rule(width - 2 * MARGIN), "rule"))
        body: list[Line] = [(edge, *line) for line in inner]
        return [*([()] * above), across, *body, across]


class Window(ModalScreen[Result]):
    """What stands in front of a page until it is answered or left; its widgets cover it."""

    BLANK = True
    answered = False

    def answer(self, result: Result | None) -> None:
        """Close with a result; keys that come while it closes change nothing."""
        if self.is_current and not self.answered:
            self.answered = True
            self.dismiss(result)


class Ask(Window[str]):
    """A question answered by a digit; arrows and Enter too; Esc gives None.

    Keys that come in one burst (a scanner, a paste) are not answers. ``point`` is the place of the
    choice Enter would take at first.
    """

    def __init__(self, question: str, choices: Choices, *, point: int = 0) -> None:
        super().__init__()
        self.question = question
        self.choices = list(choices)
        self.at = point
        self._answer_keys = Alone(self)

    def compose(self) -> ComposeResult:
        """The question and its answers."""
        yield Panel(self.lines)

    def asked(self, width: int) -> list[Line]:
        """What stands above the answers."""
        return paragraph(self.question, "label", width)

    def lines(self, width: int) -> list[Line]:
        """The question and its answers, one a line."""
        lines = [*self.asked(width), ()]
        for place, (digit, words) in enumerate(self.choices):
            role = "selected" if place == self.at else "text"
            lines.append(((pad(f" {digit} {words}", width), role),))
        return lines

    def on_key(self, event: events.Key) -> None:
        """A digit, or arrows and Enter."""
        event.stop()
        if event.key in {"up", "shift+tab"} and not is_burst(event):
            self._point(-1)
        elif event.key in {"down", "tab"} and not is_burst(event):
            self._point(1)
        else:
            self._answer_keys.take(event, self._meant(event))

    def _meant(self, event: events.Key) -> Callable[[], object] | None:
        """The answer a key gives."""
        digit = digit_of(event)
        if any(digit == code for code, _ in self.choices):
            return partial(self.answer, digit)
        if event.key == "enter":
            return partial(self.answer, self.choices[self.at][0])
        return partial(self.answer, None) if event.key == "escape" else None

    def _point(self, by: int) -> None:
        self.at = (self.at + by) % len(self.choices)
        self.query_one(Panel).redraw()


class Menu(Ask):
    """A menu by digits."""


class Notice(Ask):
    """Something to be read, closed by Enter, 1 or Esc."""

    def __init__(self, words: str) -> None:
        super().__init__(words, [("1", tr("知道了"))])


class Progress(Window[bool]):
    """How far a long work is; Esc asks it to stop.

    The worker calls ``app.call_from_thread(progress.show, done, total)`` and looks at
    ``progress.cancelled``; whoever pushed it dismisses it with True when the work is done.
    """

    BAR: ClassVar[int] = 40

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words
        self.done = 0
        self.total = 0
        self.cancelled = False

    def compose(self) -> ComposeResult:
        """The bar."""
        yield Panel(self.lines)

    def show(self, done: int, total: int, words: str = "") -> None:
        """Say how far the work is; a total of 0 is not known yet."""
        self.done, self.total = done, total
        self.words = words or self.words
        for panel in self.query(Panel):
            panel.redraw()

    def lines(self, width: int) -> list[Line]:
        """Words, bar, and how to stop."""
        bar = min(self.BAR, width - 8)
        share = min(1.0, self.done / self.total) if self.total else 0.0
        full = int(share * bar)
        drawn = f"[{'#' * full}{'.' * (bar - full)}] {share:4.0%}"
        hint = tr("正在停下") if self.cancelled else tr("Esc 停下")
        count = f"{self.done}/{self.total}" if self.total else ""
        words = paragraph(self.words, "label", width)
        return [*words, ((drawn, "text"),), ((count, "dim"),), ((hint, "dim"),)]

    def on_key(self, event: events.Key) -> None:
        """Only Esc."""
        event.stop()
        if event.key == "escape" and not self.cancelled:
            self.cancelled = True
            self.query_one(Panel).redraw()
