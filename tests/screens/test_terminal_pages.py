"""The pages about the terminal itself: the keyboard test and the ruler."""

from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from screens.keyboard import ASKED_FOR, PUTTY, KeyboardTest, KeyLog
from screens.ruler import MARKS, PLAIN, SAMPLE, Ruler
from tests.tui.demo import Demo
from tests.tui.screen import text_of, try_out
from tui.keys import note_bytes
from tui.width import cells_of, set_ambiguous

Answers = list[str | None]


def keyboard(*keys: str, size: tuple[int, int] = (80, 24)) -> str:
    app = Demo()

    async def act(pilot: Pilot[Any]) -> None:
        await app.push_screen(KeyboardTest())
        await pilot.press(*keys)

    return try_out(app, act, size)


@pytest.mark.parametrize("key", ASKED_FOR)
def test_a_key_that_arrives_is_ticked_and_does_nothing_else(key: str) -> None:
    app = Demo()
    ticked: set[str] = set()

    async def act(pilot: Pilot[Any]) -> None:
        await app.push_screen(KeyboardTest())
        await pilot.press(key)
        await pilot.pause()
        ticked.update(app.screen.query_one(KeyLog).seen)

    assert "键盘测试" in try_out(app, act)
    assert ticked == {key}


def test_a_slash_as_an_input_method_sends_it_is_a_slash() -> None:
    assert "[x] /" in keyboard("ideographic_comma")


def test_esc_twice_ends_the_keyboard_test() -> None:
    assert "键盘测试" not in keyboard("escape", "escape")


def test_esc_with_another_key_between_does_not_end_the_keyboard_test() -> None:
    assert "键盘测试" in keyboard("escape", "f2", "escape")


@pytest.mark.parametrize("size", [(80, 24), (200, 60), (40, 24)])
def test_every_key_asked_for_and_the_advice_are_on_the_screen(size: tuple[int, int]) -> None:
    screen = keyboard("f1", size=size)
    assert screen.count("[ ] ") == len(ASKED_FOR) - 1
    assert "用菜单里的数字" in screen


def test_what_is_pasted_is_counted_and_not_shown() -> None:
    app = Demo()

    async def act(pilot: Pilot[Any]) -> None:
        await app.push_screen(KeyboardTest())
        app.post_message(events.Paste("王小丽 \x1b[2J"))
        await pilot.pause()

    screen = try_out(app, act)
    assert "粘贴 7 字" in screen
    assert "王小丽" not in screen


@pytest.mark.parametrize("sent", [b"\x1b[M", b"\x1b[N", b"\x1b[P", b"\x1bOT", b"\x1bO["])
def test_the_function_keys_of_a_wrong_mode_name_the_cure(sent: bytes) -> None:
    log = KeyLog()
    event = events.Key("left_square_bracket", "[")
    note_bytes(event, sent)
    log.key(event)
    assert log.cure == PUTTY


@pytest.mark.parametrize("sent", [b"\x1bOP", b"\x1b[11~", b"\x1b[[A", b"\x1b[A", b"[", b"\x1bs"])
def test_the_keys_of_a_right_mode_name_no_cure(sent: bytes) -> None:
    log = KeyLog()
    event = events.Key("f1", None)
    note_bytes(event, sent)
    log.key(event)
    assert log.cure == ""


def measure(*keys: str) -> tuple[Answers, str]:
    """What the ruler says after these keys, and what it looked like."""
    app = Demo()
    answers: Answers = []
    looks: list[str] = []

    async def act(pilot: Pilot[Any]) -> None:
        app.push_screen(Ruler(), answers.append)
        await pilot.pause()
        looks.append(text_of(app))
        await pilot.press(*keys)

    try_out(app, act)
    return answers, looks[0]


@pytest.mark.parametrize(
    ("key", "answer"), [("1", "1"), ("2", "2"), ("enter", "1"), ("escape", None)]
)
def test_the_rulers_answer_is_the_width(key: str, answer: str | None) -> None:
    assert measure(key)[0] == [answer]


def test_the_rulers_lines_stand_one_beneath_the_other() -> None:
    lines = measure()[1].splitlines()
    above = next(place for place, line in enumerate(lines) if PLAIN in line)
    assert lines[above].index(PLAIN) == lines[above + 1].index(SAMPLE)


def test_the_rulers_lines_are_equally_long_only_where_the_characters_are_narrow() -> None:
    narrow = cells_of(SAMPLE)
    set_ambiguous(2)
    wide = cells_of(SAMPLE)
    set_ambiguous(1)
    assert (narrow, wide) == (len(PLAIN), len(PLAIN) + len(MARKS))
