"""Lines of words with roles, and the widget that shows them and repaints only what changed."""

from itertools import groupby, zip_longest
from operator import itemgetter

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget

from rules.text import printable
from tui.theme import LOOKS
from tui.width import cells_of, char_cells, cut, pad, wrap_words

Span = tuple[str, str]  # words and their role
Line = tuple[Span, ...]

BORDERS = {"ascii": "-", "line": "─", "none": ""}
_border = "ascii"


def set_border(name: str) -> None:
    """Say what rules are drawn with: ``ascii``, ``line`` or ``none``."""
    global _border  # noqa: PLW0603  one terminal for the whole program
    if name not in BORDERS:
        raise ValueError(f"no border is called {name!r}")
    _border = name


def rule(width: int, words: str = "") -> str:
    """A rule across the page, a section's words set into its beginning; ``none``: words only.

    >>> rule(8), rule(18, "分娩")
    ('--------', '-- 分娩 ----------')
    """
    dash = BORDERS[_border]
    if not dash:
        return cut(words, width)
    wide = char_cells(dash)
    words = cut(f"{dash * 2} {words} " if words else "", width)
    return words + dash * ((width - cells_of(words)) // wide)


def width_of(line: Line) -> int:
    """The cells a line takes."""
    return sum(cells_of(text) for text, _ in line)


def joined(line: Line) -> Line:
    """The line with neighbours of one role put together: each piece costs time all the way down.

    >>> joined((("王", "text"), ("小丽", "text"), ("逾期", "red")))
    (('王小丽', 'text'), ('逾期', 'red'))
    """
    return tuple(
        ("".join(text for text, _ in spans), role) for role, spans in groupby(line, itemgetter(1))
    )


def fit(line: Line, width: int) -> Line:
    """The line cut to the width."""
    spans: list[Span] = []
    left = width
    for text, role in line:
        text = cut(text, left)  # noqa: PLW2901  the same words, shorter
        spans.append((text, role))
        left -= cells_of(text)
        if left <= 0:
            break
    return tuple(spans)


def strip_of(line: Line, width: int, look: dict[str, Style]) -> Strip:
    """A line as textual takes it, filled to the right edge so that nothing old stays.

    The strip is told its width: measured by textual, a line with ambiguous characters on a terminal
    that draws them wide would seem too short and get blanks that run over the edge.
    """
    line = fit(tuple((printable(text), role) for text, role in joined(line)), width)
    fill = width - width_of(line)
    if fill > 0:
        last = line[-1][1] if line and line[-1][1] in {"title", "selected"} else "text"
        line = (*line, (" " * fill, last))
    return Strip([Segment(text, look[role]) for text, role in line], width)


def paragraph(words: str, role: str, width: int) -> list[Line]:
    """Words of one role on as many lines as they need.

    >>> paragraph("一二三四", "text", 5)
    [(('一二', 'text'),), (('三四', 'text'),)]
    """
    return [((line, role),) for line in wrap_words(words, width)]


def columns(cells: list[str], widths: list[int], gap: str = "  ") -> str:
    """Cells side by side, each cut or filled to its width."""
    return gap.join(pad(cell, width) for cell, width in zip(cells, widths, strict=True))


class Lines(Widget):
    """A widget whose ``paint`` gives its lines; ``redraw`` repaints those that changed.

    User text goes in as plain words: nothing here reads markup, and ``printable`` takes out what
    would steer the terminal.
    """

    DEFAULT_CSS = ""
    can_focus = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._lines: list[Line] = []
        self._strips: dict[int, tuple[Line, dict[str, Style], Strip]] = {}  # drawn of what, how
        self._caret: Offset | None = None  # where the next letter goes, within the widget

    def paint(self, width: int, height: int) -> list[Line]:
        """The lines to show."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Paint anew and send only the lines that differ."""
        size = self.size
        if not size.width:
            return
        caret, old = self._caret, self._lines
        self._lines = self.paint(size.width, size.height)
        if self._caret is not None and self._caret != caret:  # the cursor alone may have moved
            self.refresh(Region(0, self._caret.y, size.width, 1))
        for y, (before, after) in enumerate(zip_longest(old, self._lines, fillvalue=())):
            if before == after and y < len(self._lines):
                self._lines[y] = before  # the same thing: what was drawn of it is still good
            elif y < size.height:
                self.refresh(Region(0, y, size.width, 1))

    def on_resize(self) -> None:
        """The width decides the lines."""
        self._lines = []
        self._strips.clear()
        self.redraw()
        self.refresh()

    def notify_style_update(self) -> None:
        """Another look: every line again."""
        super().notify_style_update()
        self.refresh()

    @property
    def look(self) -> dict[str, Style]:
        """The styles of the roles in the look set."""
        return LOOKS.get(self.app.theme, LOOKS["mono"])

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines asked for.

        Textual's own cache would draw borders and padding, which these have none of, and keeps what
        widgets long gone have drawn.
        """
        look, width, strips = self.look, 0, []
        for y in crop.line_range:
            line = self._lines[y] if y < len(self._lines) else ()
            drawn = self._strips.get(y)
            if drawn is None or drawn[0] is not line or drawn[1] is not look:
                width = width or self.size.width
                drawn = self._strips[y] = (line, look, strip_of(line, width, look))
            strips.append(drawn[2].crop(crop.x, crop.right))
        return strips

    def place_of(self, words: str) -> Offset | None:
        """Where on the screen a span of just these words begins, if it is there."""
        for y, line in enumerate(self._lines):
            before = 0
            for text, _ in line:
                if text == words:
                    return self.region.offset + Offset(before, y)
                before += cells_of(text)
        return None

    @property
    def caret(self) -> Offset | None:
        """Where on the screen the next letter goes, and the input method opens its window."""
        return None if self._caret is None else self.region.offset + self._caret
