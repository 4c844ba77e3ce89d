"""Keys typed into the find box before the answer to its letters is there."""

from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest

from desk.context import Desk
from rules.errors import RuleError
from screens import find
from tests.screens.stage import Stage, play


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Set: the letters typed are answered."""
    gate, look = Event(), find._look

    def waiting(desk: Desk, text: str) -> Any:
        if text:
            gate.wait(20)
        return look(desk, text)

    monkeypatch.setattr(find, "_look", waiting)
    yield gate
    gate.set()


async def at_find(stage: Stage, *keys: str) -> None:
    await stage.keys("/")
    await stage.see("> ", "找人")
    await stage.keys(*keys)


def test_down_then_enter_opens_the_second_of_the_answer(clerk: Desk, answer: Event) -> None:
    async def act(stage: Stage) -> None:
        await at_find(stage, "zxf", "down", "enter")
        answer.set()
        await stage.see("赵秀芳之女  女")

    play(clerk.store.path, act, clerk)


def test_letters_after_an_arrow_are_typed_when_the_answer_is_there(
    clerk: Desk, answer: Event
) -> None:
    async def act(stage: Stage) -> None:
        await at_find(stage, "z", "down", "xf", "down", "enter")
        answer.set()
        await stage.see("赵秀芳之女  女")

    play(clerk.store.path, act, clerk)


def test_a_digit_after_enter_is_for_the_page_that_opens(clerk: Desk, answer: Event) -> None:
    async def act(stage: Stage) -> None:
        await at_find(stage, "zxf", "down", "enter", "4")
        answer.set()
        await stage.see("F2 保存", "> 体重", "赵秀芳之女")

    play(clerk.store.path, act, clerk)


def test_a_function_key_does_not_wait_for_the_list(clerk: Desk, answer: Event) -> None:
    async def act(stage: Stage) -> None:
        await at_find(stage, "钱进", "down", "f4")
        await stage.see("F2 保存", "孕妇")
        assert "钱进" in stage.line("  姓名")

    play(clerk.store.path, act, clerk)


def test_esc_leaves_while_keys_wait(clerk: Desk, answer: Event) -> None:
    async def act(stage: Stage) -> None:
        await at_find(stage, "zxf", "down", "enter", "escape")
        await stage.see("今日工作")
        answer.set()
        await stage.pilot.pause(0.1)
        assert "今日工作" in stage.text

    play(clerk.store.path, act, clerk)


def test_enter_where_nobody_is_found_leaves_the_box_to_type_on(clerk: Desk, answer: Event) -> None:
    async def act(stage: Stage) -> None:
        await at_find(stage, "qq", "enter", "backspace")
        answer.set()
        await stage.see("没有找到")
        await stage.keys("x")
        await stage.see("> qx")

    play(clerk.store.path, act, clerk)


@pytest.mark.parametrize("keys", [(), ("down", "enter")])
def test_a_search_that_fails_gives_the_box_back(
    clerk: Desk, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    def failing(desk: Desk, text: str) -> Any:
        if text == "zx":
            raise RuleError("X", "读不了")
        return look(desk, text)

    look = find._look
    monkeypatch.setattr(find, "_look", failing)

    async def act(stage: Stage) -> None:
        await at_find(stage, "zx", *keys)
        await stage.see("没有读到,请再试一次")
        await stage.keys("down", "f")
        await stage.see("> zxf", "赵秀芳之女")

    play(clerk.store.path, act, clerk)


def test_esc_on_a_person_found_comes_back_to_the_results(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await at_find(stage, "zxf")
        await stage.see("赵秀芳之女")
        await stage.keys("down", "enter")
        await stage.see("赵秀芳之女  女")
        await stage.keys("escape")
        await stage.see("> zxf", "> 赵秀芳之女")
        await stage.keys("escape")
        await stage.see("今日工作")

    play(clerk.store.path, act, clerk)


def test_finding_from_a_person_found_takes_the_find_page_beneath(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        for _ in range(3):
            await at_find(stage, "wxl", "enter")
            await stage.see("王小丽  女", "1 产前随访")
        await stage.keys("escape")
        await stage.see("> wxl")
        await stage.keys("escape")
        await stage.see("今日工作")

    play(clerk.store.path, act, clerk)
