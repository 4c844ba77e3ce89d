"""The output layer: whatever it writes, the terminal shows what Textual meant, cell by cell."""

import asyncio
import random
from collections.abc import Iterator
from typing import Any

import pytest
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, InlineUpdate, LayoutUpdate
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Static

from tests.tui.demo import Demo, FormPage, ListPage
from tests.tui.twin import Pair, TwinApp, written
from tui.dialogs import Ask
from tui.draw import Line, Lines
from tui.output import Output
from tui.pens import Pen, turn
from tui.theme import LOOKS, ROLES
from tui.width import cells_of, pad

LETTERS = [
    *"王小丽东庄村体检",
    *"ab 12.",
    " ",
    "  ",
    "。",
    "ｑ",
    "·",
    "─",
    "℃",
    "é",
    "一二三四五六",
]
STYLES = [
    None,
    *(Style.parse(words) for words in ("white on black", "black on white", "bold red on black")),
    *(Style.parse(words) for words in ("underline cyan on black", "reverse", "dim", "on blue")),
    *(Style.parse(words) for words in ("strike", "italic green", "bold", "bold dim italic on red")),
]


def random_strip(chance: random.Random, width: int) -> Strip:
    """Random words in random styles, exactly so wide."""
    segments = []
    left = width
    while left > 0:
        words = "".join(chance.choice(LETTERS) for _ in range(chance.randint(1, 9)))
        if chance.random() < 0.3:
            words = " " * chance.randint(1, width)
        words = pad(words, min(left, max(1, cells_of(words))))
        segments.append(Segment(words, chance.choice(STYLES)))
        left -= cells_of(words)
    return Strip(segments, width)


class Walk:
    """Screens one after another; each line is made of three widgets side by side."""

    def __init__(self, chance: random.Random, width: int, lines: int) -> None:
        self.chance = chance
        self.width = width
        one, two = sorted(chance.sample(range(1, width), 2))
        self.ends = (one, two, width)
        self.lines = [self.line() for _ in range(lines)]

    def line(self) -> list[Strip]:
        starts = (0, *self.ends)
        return [
            random_strip(self.chance, end - x) for x, end in zip(starts, self.ends, strict=False)
        ]

    def whole(self) -> LayoutUpdate:
        return LayoutUpdate([*self.lines], Region(0, 0, self.width, len(self.lines)))

    def stretches(self) -> ChopsUpdate:
        """Some widgets of some lines say something else."""
        starts = (0, *self.ends[:2])
        spans = []
        for y in self.chance.sample(range(len(self.lines)), self.chance.randint(1, 3)):
            place = self.chance.randrange(3)
            new = random_strip(self.chance, self.ends[place] - starts[place])
            self.lines[y] = [*self.lines[y][:place], new, *self.lines[y][place + 1 :]]
            spans.append((y, starts[place], self.ends[place]))
        chops = [dict(zip(starts, line, strict=True)) for line in self.lines]
        return ChopsUpdate(chops, sorted(spans), [[*self.ends]] * len(self.lines))

    def scroll(self) -> None:
        """Lines of a band move by one to three, up or down."""
        top, bottom = sorted(self.chance.sample(range(len(self.lines) + 1), 2))
        by = self.chance.randint(1, 3)
        band = self.lines[top:bottom]
        new = [self.line() for _ in range(by)]
        moved = [*band[by:], *new] if self.chance.random() < 0.5 else [*new, *band]
        self.lines[top:bottom] = moved[: len(band)] + band[: max(0, len(band) - len(moved))]

    def updates(self, count: int) -> Iterator[CompositorUpdate]:
        yield self.whole()
        for _ in range(count):
            way = self.chance.random()
            if way < 0.4:
                self.scroll()
            elif way < 0.5:
                self.lines = [self.line() for _ in self.lines]
            else:
                yield self.stretches()
                continue
            yield self.whole()


@pytest.mark.parametrize("seed", range(40))
def test_the_terminal_shows_what_is_meant_on_a_walk_through_random_screens(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  a walk, no secret
    width, lines = chance.choice([(80, 24), (7, 3), (21, 6), (132, 43)])
    output = Output(ColorSystem.STANDARD, erases_in_colour=bool(seed % 2))
    assert written(Pair(width, lines), output, Walk(chance, width, lines).updates(60)) == ""


class Words(Lines):
    """Lines that change when told."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance = chance

    def paint(self, width: int, height: int) -> list[Line]:
        lines: list[Line] = []
        for _ in range(height):
            words = "".join(self.chance.choice(LETTERS) for _ in range(width // 2))
            lines.append(((pad(words, width // 2), self.chance.choice(ROLES)), (words, "text")))
        return lines


class Mixed(Screen[None]):
    """The desk's own lines beside Textual's boxes, one of them scrolling."""

    CSS = "Words, Horizontal { width: 1fr; height: 1fr; } VerticalScroll { width: 21; }"

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance = chance

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Words(self.chance)
            with VerticalScroll():
                for _ in range(40):
                    words = "".join(self.chance.choice(LETTERS) for _ in range(15))
                    yield Static(words, markup=False)
        yield Words(self.chance)


async def wander(app: TwinApp, pilot: Pilot[Any], chance: random.Random, steps: int) -> None:
    """Do one thing after another that changes the screen."""
    scroll, words = app.screen.query_one(VerticalScroll), list(app.screen.query(Words))

    async def resize() -> None:
        size = chance.choice([(80, 24), (100, 30), (43, 11), (200, 60)])
        app.pair.resize(*size)
        await pilot.resize_terminal(*size)

    async def modal() -> None:
        app.push_screen(
            Ask("删掉这条记录吗? " * chance.randint(1, 9), [("1", "删"), ("2", "不删")])
        )
        await pilot.pause()
        await pilot.press("down", "escape")

    async def look() -> None:
        app.theme = chance.choice(list(LOOKS))

    async def change() -> None:
        chance.choice(words).redraw()

    async def move() -> None:
        scroll.scroll_relative(y=chance.choice([-3, -1, 1, 1, 7]), animate=False)

    async def spoil() -> None:
        app.pair.spoil()
        await pilot.press("ctrl+l")

    for _ in range(steps):
        await chance.choice([resize, modal, look, change, change, change, move, move, spoil])()
        await pilot.pause()


@pytest.mark.parametrize("seed", range(4))
def test_the_terminal_shows_what_is_meant_through_resizes_modals_scrolls_and_looks(
    seed: int,
) -> None:
    chance = random.Random(seed)  # noqa: S311  a walk, no secret
    app = TwinApp(80, 24, erases=bool(seed % 2))

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            app.push_screen(Mixed(chance))
            await pilot.pause()
            await wander(app, pilot, chance, 60)

    asyncio.run(run())
    assert app.differences == []
    assert app.pair.updates > 60


def test_the_desk_s_own_pages_are_shown_as_meant() -> None:
    app = TwinApp(80, 24)
    demo = Demo()
    app.key_map, app.drafts, app.names = demo.key_map, None, None  # type: ignore[attr-defined]

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            app.push_screen(ListPage())
            await pilot.pause()
            await pilot.press(*["down"] * 30, "pagedown", "end", "home", "slash", "w", "escape")
            app.push_screen(FormPage())
            await pilot.pause()
            await pilot.press(
                *"王小丽", "enter", *"3611991", "down", "2", "pagedown", "f1", "escape"
            )

    asyncio.run(run())
    assert app.differences == []


def test_an_update_of_another_kind_is_left_to_textual_and_the_next_is_whole() -> None:
    output = Output(ColorSystem.STANDARD, erases_in_colour=True)
    line = Strip([Segment("王")])
    assert output.take(LayoutUpdate([[line]], Region(0, 0, 2, 1)))
    assert "王" in output.changes((0, 0))
    assert not output.take(InlineUpdate([line]))
    assert not output.take(ChopsUpdate([{0: line}], [(0, 0, 2)], [[2]]))
    assert output.take(LayoutUpdate([[line]], Region(0, 0, 2, 1)))
    assert "王" in output.changes((0, 0))


def test_nothing_is_written_when_nothing_differs() -> None:
    output = Output(ColorSystem.STANDARD, erases_in_colour=True)
    update = LayoutUpdate([[Strip([Segment("王小丽")])]], Region(0, 0, 6, 1))
    output.take(update)
    output.changes((2, 0))
    output.take(update)
    assert output.changes((2, 0)) == ""


def test_a_scrolled_list_sends_only_the_line_that_came_in() -> None:
    output = Output(ColorSystem.STANDARD, erases_in_colour=True)
    lines = [Strip([Segment(pad(f"第{number}个村的名单", 80))]) for number in range(30)]
    for first in (0, 1):
        update = LayoutUpdate([[each] for each in lines[first : first + 24]], Region(0, 0, 80, 24))
        output.take(update)
        sent = output.changes((0, 0))
    assert "第24个村的名单" in sent
    assert "第23个村的名单" not in sent


def test_a_terminal_that_erases_without_colour_is_sent_the_spaces() -> None:
    output = Output(ColorSystem.STANDARD, erases_in_colour=False)
    output.take(
        LayoutUpdate(
            [[Strip([Segment("王" + " " * 9, Style(bgcolor="blue"))])]], Region(0, 0, 11, 1)
        )
    )
    assert "王" + " " * 9 in output.changes((0, 0))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (Pen("31"), Pen("31"), ""),
        (Pen("31", "40", (1,)), Pen("31", "40"), "\x1b[22m"),
        (Pen("31", "40", (1, 2)), Pen("31", "40", (2,)), "\x1b[22;2m"),
        (Pen("31", "40", (1, 4)), Pen(), "\x1b[m"),
        (None, Pen("31", "40"), "\x1b[0;31;40m"),
    ],
)
def test_the_pen_is_changed_by_the_shortest_code(old: Pen | None, new: Pen, code: str) -> None:
    assert turn(old, new) == code
