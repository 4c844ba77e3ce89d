"""The terminal's cursor: there an input method opens its window, so there the next letter goes."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.desk import command, sign_in
from tests.terminal.harness import CTRL_P, DOWN, ESC, F1, F4, LEFT, PAGE_DOWN, UP, Terminal

DEMO = [sys.executable, "-m", "tests.tui.demo"]
CTRL_J = "\n"
TYPED = "甲"


def type_one(terminal: Terminal) -> tuple[int, int]:
    """Type a letter; it lands in the cell of the cursor, which goes on behind it."""
    terminal.settle()
    screen = terminal.screen
    x, y = screen.cursor.x, screen.cursor.y
    assert not screen.cursor.hidden
    assert screen.buffer[y][x].data != TYPED
    terminal.send(TYPED)
    terminal.wait_until(lambda: screen.buffer[y][x].data == TYPED, f"{TYPED} at {x},{y}")
    terminal.settle()
    assert (screen.cursor.x, screen.cursor.y) == (x + 2, y)
    return x, y


@pytest.fixture
def demo(request: pytest.FixtureRequest) -> Iterator[Terminal]:
    """The toolkit's own demonstration, on 24 lines if a test does not ask for fewer."""
    with Terminal(DEMO, lines=getattr(request, "param", 24)) as terminal:
        terminal.wait_for("共 1000 条")
        yield terminal


@pytest.fixture
def form(demo: Terminal) -> Terminal:
    demo.send(F4)
    demo.wait_for("> 姓名*")
    return demo


def test_on_a_page_just_opened(form: Terminal) -> None:
    type_one(form)


def test_behind_chinese_already_typed(form: Terminal) -> None:
    form.send("阿依古丽")
    form.wait_for("阿依古丽")
    type_one(form)


def test_between_letters_already_typed(form: Terminal) -> None:
    form.send("王小丽")
    form.wait_for("王小丽")
    form.send(LEFT, LEFT)
    form.settle()
    x, y = form.screen.cursor.x, form.screen.cursor.y
    form.send(TYPED)
    form.wait_for("王甲小丽")
    form.settle()
    assert form.screen.buffer[y][x].data == TYPED
    assert (form.screen.cursor.x, form.screen.cursor.y) == (x + 2, y)


def test_in_a_field_that_was_reached_downwards(form: Terminal) -> None:
    form.send(DOWN, DOWN, DOWN)
    form.wait_for("> 现住村")
    type_one(form)


@pytest.mark.parametrize("demo", [12], indirect=True, ids=["lines"])
def test_in_a_form_scrolled_down(form: Terminal) -> None:
    form.send(PAGE_DOWN, PAGE_DOWN, DOWN)
    form.wait_for("> 指导意见")
    assert "姓名" not in form.text
    type_one(form)


@pytest.mark.parametrize("demo", [12], indirect=True, ids=["lines"])
def test_in_a_form_scrolled_up_again(form: Terminal) -> None:
    form.send(PAGE_DOWN, PAGE_DOWN)
    form.wait_for("> 出生证编号")
    form.send(*[UP] * 8)
    form.wait_for("> 现住村")
    type_one(form)


def test_in_the_next_rows_of_a_long_text(form: Terminal) -> None:
    form.send(PAGE_DOWN, PAGE_DOWN, DOWN)
    form.wait_for("> 指导意见")
    form.send("一" * 40)
    form.wait_for("一" * 5)
    _, wrapped = type_one(form)
    form.send(CTRL_J)
    _, broken = type_one(form)
    assert broken == wrapped + 1


def test_in_a_field_wider_than_its_window(form: Terminal) -> None:
    form.send("一二三四五六七八九十")
    form.wait_for("九十")
    form.send("百千")
    form.wait_for("百千")
    form.settle()
    before = form.screen.cursor.x, form.screen.cursor.y
    form.send(TYPED)
    form.wait_for("百千甲")
    form.settle()
    x, y = form.screen.cursor.x, form.screen.cursor.y
    assert (x, y) == before
    assert form.screen.buffer[y][x - 2].data == TYPED


def test_back_in_the_field_when_help_is_closed(form: Terminal) -> None:
    form.send(DOWN, DOWN, DOWN)
    form.wait_for("> 现住村")
    form.send(F1)
    form.wait_for("帮助:")
    form.send(ESC)
    form.wait_for("> 现住村")
    type_one(form)


def test_in_the_box_over_a_list_of_everything(demo: Terminal) -> None:
    demo.send(CTRL_P)
    demo.wait_for("全部功能")
    type_one(demo)


def test_in_the_narrowing_of_a_list(demo: Terminal) -> None:
    demo.send("/")
    demo.wait_for("/ ")
    type_one(demo)


def test_in_the_box_that_finds_people(centre_file: Path) -> None:
    with Terminal(command(centre_file, "--lang", "zh")) as terminal:
        sign_in(terminal)
        terminal.send("/")
        terminal.wait_for("拼音首字母")
        type_one(terminal)
