"""Two terminals side by side: one fed by the desk's output layer, one by Textual's own writing.

Both are pyte screens. What Textual writes for an update is what it means; the layer may write
anything, as long as the two look the same, cell by cell, after each update.
"""

from collections.abc import Iterable
from typing import Any

import pyte
from rich.color import ColorSystem
from rich.console import Console, RenderableType
from textual._compositor import CompositorUpdate
from textual.driver import Driver
from textual.drivers.headless_driver import HeadlessDriver
from textual.screen import Screen

from tests.tui.demo import SURROUNDINGS
from tui.app import DeskApp
from tui.output import Output

GARBAGE = "乱#"
Look = tuple[str, ...]


class Pair:
    """The two terminals and the cells they show."""

    def __init__(self, columns: int, lines: int) -> None:
        self.layer = pyte.Screen(columns, lines)
        self.stock = pyte.Screen(columns, lines)
        for screen in (self.layer, self.stock):
            screen.reset_mode(7, private=True)  # neither wraps lines: Textual turns that off
        self._streams = (pyte.Stream(self.layer), pyte.Stream(self.stock))
        self.spoil()  # pyte erases only cells that were once written
        self.updates = 0

    def write(self, data: str) -> None:
        """What the layer sends."""
        self._streams[0].feed(data)

    def mean(self, data: str) -> None:
        """What Textual would send."""
        self._streams[1].feed(data)

    def spoil(self) -> None:
        """Another program wrote all over the desk's terminal, and left it in a bad way."""
        self.write("\x1b[2;3r\x1b[1;35;43m")
        for line in range(self.layer.lines):
            self.write(f"\x1b[{line + 1}H" + GARBAGE * self.layer.columns)

    def resize(self, columns: int, lines: int) -> None:
        """Both get another size; the desk's own is left in disorder, as real ones may."""
        for screen in (self.layer, self.stock):
            screen.resize(lines, columns)
        self.spoil()

    def difference(self) -> str:
        """The first cell that differs, in words; "" when there is none."""
        for y in range(self.stock.lines):
            for x in range(self.stock.columns):
                ours, theirs = self.layer.buffer[y][x], self.stock.buffer[y][x]
                if ours != theirs and look_of(ours) != look_of(theirs):
                    shown, meant = look_of(ours), look_of(theirs)
                    return f"line {y} column {x}: shows {shown}, meant {meant}"
        return ""


def look_of(char: Any) -> Look:
    """What can be seen of a cell: of a space only its ground and the marks that show on it."""
    seen = [char.data, char.bg]
    marks = [name for name in ("underscore", "reverse", "strikethrough") if getattr(char, name)]
    if char.data != " " or marks:
        seen.append(char.fg)
        marks += [name for name in ("bold", "italics") if getattr(char, name)]
    return (*seen, *marks)


class PairDriver(HeadlessDriver):
    """Writes to the layer's terminal."""

    _app: "TwinApp"

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        self._app.pair.write(data)


class TwinApp(DeskApp):
    """The desk's app on both terminals; every update is compared."""

    def __init__(self, columns: int, lines: int, *, erases: bool = True) -> None:
        super().__init__(surroundings=SURROUNDINGS)
        self.pair = Pair(columns, lines)
        self._output = Output(ColorSystem.STANDARD, erases_in_colour=erases)
        self._plain = Console(color_system="standard", force_terminal=True)
        self.differences: list[str] = []

    def _build_driver(
        self,
        headless: bool,  # noqa: FBT001  textual's signature
        inline: bool,  # noqa: FBT001  as above
        mouse: bool,  # noqa: FBT001  as above
        size: tuple[int, int] | None,
    ) -> Driver:
        return PairDriver(self, size=size)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        super()._display(screen, renderable)
        update: object = renderable
        if isinstance(update, CompositorUpdate) and not self._batch_count:
            self.pair.mean(update.render_segments(self._plain))
            self.pair.updates += 1
            self.differences += filter(None, [self.pair.difference()])


def written(pair: Pair, output: Output, updates: Iterable[CompositorUpdate]) -> str:
    """Show updates on both terminals; the first difference, or ""."""
    console = Console(color_system="standard", force_terminal=True)
    for update in updates:
        assert output.take(update)
        pair.write(output.changes((0, 0)))
        pair.mean(update.render_segments(console))
        found = pair.difference()
        if found:
            return found
    return ""
