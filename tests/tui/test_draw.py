from collections.abc import Callable, Iterator
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.demo import Demo, FormPage
from tests.tui.screen import try_out
from tui.actions import Action
from tui.chrome import HintBar
from tui.dialogs import Ask
from tui.draw import BORDERS, rule, set_border
from tui.help import HelpScreen
from tui.width import cells_of, set_ambiguous

AMBIGUOUS = "阿依古丽·买买提 36.5℃ “10×4” …—①"


@pytest.fixture
def wide() -> Iterator[None]:
    set_ambiguous(2)
    yield
    set_ambiguous(1)


@pytest.fixture(params=BORDERS)
def border(request: pytest.FixtureRequest) -> Iterator[str]:
    set_border(request.param)
    yield request.param
    set_border("ascii")


def test_a_rule_is_as_wide_as_its_place(border: str) -> None:
    assert cells_of(rule(40, "分娩")) == (40 if border != "none" else cells_of("分娩"))


def test_a_rule_of_wide_lines_is_drawn_with_half_as_many(wide: None, border: str) -> None:
    drawn = rule(41)
    assert drawn == {"ascii": "-" * 41, "line": "─" * 20, "none": ""}[border]


def test_the_words_of_a_rule_are_cut_to_a_narrow_place(wide: None, border: str) -> None:
    assert cells_of(rule(9, "本次妊娠的情况")) <= 9


def test_a_border_nobody_drew_is_refused() -> None:
    with pytest.raises(ValueError, match="double"):
        set_border("double")


@pytest.mark.parametrize("page", ["form", "list", "help", "ask"])
def test_every_line_is_as_wide_as_the_screen_on_a_terminal_with_wide_characters(
    wide: None, border: str, page: str
) -> None:
    app = Demo(names=[AMBIGUOUS])
    pages: dict[str, Callable[[], Any]] = {
        "form": FormPage,
        "help": lambda: HelpScreen(AMBIGUOUS, [(AMBIGUOUS, AMBIGUOUS * 5)]),
        "ask": lambda: Ask(AMBIGUOUS * 3, [("1", AMBIGUOUS)]),
    }
    widths: list[int] = []

    async def act(pilot: Pilot[Any]) -> None:
        if page in pages:
            await app.push_screen(pages[page]())
            await pilot.pause()
        strips = app.screen._compositor.render_strips()
        widths.extend(cells_of("".join(s.text for s in strip)) for strip in strips)

    try_out(app, act)
    assert widths == [80] * 24


@pytest.mark.parametrize("spare", [0, 1, 2])
def test_a_hint_that_just_fits_is_not_cut(spare: int) -> None:
    bar = HintBar()
    bar.show(
        [(Action("new", "f4", "新增"), "f4", True), (Action("back", "", "返回"), "escape", True)]
    )
    line = bar.paint(len("F4 ") + 4 + len("  Esc ") + 4 + spare, 1)[0]
    assert "".join(text for text, _ in line) == "F4 新增  Esc 返回"


def test_a_hint_that_does_not_fit_is_left_out() -> None:
    bar = HintBar()
    bar.show(
        [(Action("new", "f4", "新增"), "f4", True), (Action("back", "", "返回"), "escape", True)]
    )
    line = bar.paint(16, 1)[0]
    assert "".join(text for text, _ in line) == "F4 新增"
