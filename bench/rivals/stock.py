"""Stock Textual: ``python -m bench.rivals.stock table``, ``virtual`` or ``form``.

``table`` is its DataTable with Header and Footer; ``virtual`` the leanest list its public classes
allow: a ScrollView that draws a line from its row and refreshes the two lines of a step; ``form``
twenty of its Inputs, without a Footer. Animations, smooth scrolling and blinking are off.
"""

import sys
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import DataTable, Footer, Header, Input

from bench.rivals.rows import COLUMNS, COUNT, LABELS, line, person

REVERSE = Style(reverse=True)


class Table(App[None]):
    BINDINGS: ClassVar[list[BindingType]] = [("f2", "new", "新增"), ("f3", "find", "查找")]

    def compose(self) -> ComposeResult:
        yield Header()
        yield DataTable(cursor_type="row", cell_padding=1)
        yield Footer()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        for words, cells in COLUMNS:
            table.add_column(Text(words), width=cells)
        table.add_rows([Text(cell) for cell in person(number)] for number in range(COUNT))
        table.focus()


class VirtualList(ScrollView, can_focus=True):
    BINDINGS: ClassVar[list[BindingType]] = [("down", "step(1)", ""), ("up", "step(-1)", "")]
    at = 0

    def on_mount(self) -> None:
        self.virtual_size = Size(80, COUNT)
        self.show_vertical_scrollbar = False

    def action_step(self, by: int) -> None:
        old, self.at = self.at, max(0, min(COUNT - 1, self.at + by))
        for row in (old, self.at):
            self.refresh(Region(0, row - self.scroll_offset.y, self.size.width, 1))
        top = max(self.at - self.size.height + 1, min(self.scroll_offset.y, self.at))
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False)

    def render_line(self, y: int) -> Strip:
        row = y + self.scroll_offset.y
        words = Segment(line(row), REVERSE if row == self.at else None)
        return Strip([words]).adjust_cell_length(self.size.width, words.style)


class Virtual(App[None]):
    def compose(self) -> ComposeResult:
        yield VirtualList()

    def on_mount(self) -> None:
        self.query_one(VirtualList).focus()


class TwentyFields(App[None]):
    def compose(self) -> ComposeResult:
        yield Header()
        values = person(7)
        with VerticalScroll():
            for place, label in enumerate(LABELS):
                given = values[place % len(values)] if 0 < place < len(LABELS) // 2 else ""
                box = Input(given, placeholder=label)
                box.cursor_blink = False
                yield box

    def on_mount(self) -> None:
        self.query(Input).first().focus()


if __name__ == "__main__":
    {"table": Table, "virtual": Virtual, "form": TwentyFields}[sys.argv[1]]().run(mouse=False)
