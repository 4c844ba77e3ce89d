import asyncio
from collections.abc import Awaitable, Callable

import pytest
from textual.events import Key
from textual.pilot import Pilot

from tests.tui.demo import Demo
from tests.tui.screen import text_of, try_out
from tui.dialogs import Ask, Notice, Progress
from tui.keys import ALONE_SECONDS, BURST_SECONDS

Keys = list[str]


def answer(ask: Ask, act: Callable[[Pilot[int]], Awaitable[object]]) -> list[str | None]:
    """What came back, if anything did."""
    got: list[str | None] = []

    async def run() -> None:
        app = Demo()
        async with app.run_test() as pilot:
            app.push_screen(ask, got.append)
            await pilot.pause()
            await act(pilot)
            await pilot.pause(2 * ALONE_SECONDS)

    asyncio.run(run())
    return got


def question(point: int = 0) -> Ask:
    return Ask("删掉吗?", [("1", "删"), ("2", "不删")], point=point)


@pytest.mark.parametrize(
    ("keys", "given"),
    [
        (["2"], "2"),
        (["enter"], "1"),
        (["down", "enter"], "2"),
        (["up", "enter"], "2"),
        (["escape"], None),
    ],
)
def test_a_question_takes_digits_arrows_and_esc(keys: Keys, given: str | None) -> None:
    answers = answer(question(), lambda pilot: pilot.press(*keys))
    assert answers == [given]


def test_enter_takes_the_answer_pointed_at_first() -> None:
    assert answer(question(point=1), lambda pilot: pilot.press("enter")) == ["2"]


def test_a_digit_that_is_no_answer_does_nothing() -> None:
    assert answer(question(), lambda pilot: pilot.press("7")) == []


@pytest.mark.parametrize("scanned", ["31", "13"], ids=["last_digit", "first_digit"])
def test_the_keys_of_a_scanner_are_no_answer(scanned: str) -> None:
    async def scan(pilot: Pilot[int]) -> None:
        for place, digit in enumerate(scanned):
            event = Key(digit, digit)
            event.time += 1 + place * BURST_SECONDS / 10
            pilot.app.post_message(event)

    assert answer(question(), scan) == []


def test_a_notice_is_closed_by_enter() -> None:
    assert answer(Notice("已导出"), lambda pilot: pilot.press("enter")) == ["1"]


def test_progress_shows_how_far_and_esc_asks_to_stop() -> None:
    app = Demo()
    progress = Progress("正在导出")

    async def act(pilot: Pilot[int]) -> None:
        app.push_screen(progress)
        await pilot.pause()
        progress.show(30, 60)
        await pilot.pause()
        assert " 50%" in text_of(app)
        await pilot.press("escape")

    screen = try_out(app, act)
    assert progress.cancelled
    assert "正在停下" in screen


def test_a_second_answer_while_the_question_closes_changes_nothing() -> None:
    ask = question()

    async def twice(pilot: Pilot[int]) -> None:
        ask.answer("1")
        ask.answer(None)
        await pilot.pause()

    assert answer(ask, twice) == ["1"]
