"""The registers as lists: their orders, marks, widths, and the person beside them."""

from typing import Any

import pytest

from desk.context import Desk
from tests.screens.stage import Act, Stage, golden, play
from tui.list_detail import REST_SECONDS
from tui.lists import RecordList


def names(stage: Stage) -> list[str]:
    return [str(row.cells[0]) for row in stage.app.screen.query_one(RecordList)._window.rows]


def test_cards_are_sorted_by_the_sound_of_the_name(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("2")
        await stage.see("按预产期正序")
        await stage.keys("f7")
        await stage.see("按什么排?", "2 姓名拼音")
        await stage.answer("2")
        await stage.see("按姓名拼音正序", "李(流动)梅")
        assert names(stage) == ["李(流动)梅", "王小丽", "赵秀芳"]

    play(clerk.store.path, act, clerk)


def test_the_same_order_again_turns_the_list_round(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("2")
        await stage.see("按预产期正序")
        await stage.keys("f7")
        await stage.see("按什么排?")
        await stage.answer("1")
        await stage.see("按预产期倒序", "李(流动)梅")
        assert names(stage) == ["李(流动)梅", "王小丽", "赵秀芳"]

    play(clerk.store.path, act, clerk)


def test_the_order_chosen_is_there_when_the_list_is_opened_again(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("2")
        await stage.see("按预产期正序")
        await stage.keys("f7")
        await stage.see("按什么排?")
        await stage.answer("1")
        await stage.see("按预产期倒序")
        await stage.keys("3")
        await stage.see("按出生日期倒序")
        await stage.keys("2")
        await stage.see("按预产期倒序")
        assert names(stage) == ["李(流动)梅", "王小丽", "赵秀芳"]

    play(clerk.store.path, act, clerk)


def test_all_cards_begin_with_the_newest(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("2")
        await stage.see("按预产期正序")
        await stage.keys("f6")
        await stage.see("全部孕册", "按建册日期倒序")
        assert names(stage) == ["王小丽", "赵秀芳", "李(流动)梅"]

    play(clerk.store.path, act, clerk)


def test_marks_stay_while_the_list_is_narrowed_and_sorted(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("2")
        await stage.see("赵秀芳", "按预产期正序")
        await stage.keys("space")
        await stage.see("选中 1 条", "* 赵秀芳")
        await stage.keys("/", "wxl")
        await stage.gone("赵秀芳")
        assert "选中 1 条" in stage.text
        await stage.keys("escape", "f7")
        await stage.see("按什么排?")
        await stage.answer("3")
        await stage.see("按村正序", "* 赵秀芳")

    play(clerk.store.path, act, clerk)


def test_the_count_follows_the_narrowing(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("2")
        await stage.see("共 3 条")
        await stage.keys("/", "wxl")
        await stage.see("共 1 条")

    play(clerk.store.path, act, clerk)


def opened(digit: str, *see: str) -> Act:
    async def act(stage: Stage) -> None:
        await stage.keys(digit)
        await stage.see(*see)

    return act


@pytest.mark.parametrize("width", [100, 132, 200])
def test_the_cards_on_wider_screens(clerk: Desk, width: int) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("2")
        await stage.see("> 赵秀芳", "按预产期正序")
        if width >= 120:
            await stage.see("分娩")

    golden(f"pregnancies_{width}", play(clerk.store.path, act, clerk, size=(width, 24)))


def test_a_child_beside_the_list(clerk: Desk) -> None:
    golden(
        "children_beside",
        play(clerk.store.path, opened("3", "> 赵秀芳之女", "现在该做"), clerk, size=(132, 24)),
    )


def test_who_is_found_stands_beside_the_list(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("/", "wxl")
        await stage.see("孕册 C001")

    play(clerk.store.path, act, clerk, size=(132, 24))


def test_what_was_saved_on_a_page_above_is_told_beside_the_list(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("2")
        await stage.see("> 赵秀芳", "分娩")
        reads: list[Any] = []
        stage.app.screen.query_one("WithDetail")._read = reads.append  # type: ignore[attr-defined]
        await stage.keys("f5")
        await stage.until(lambda: bool(reads), "the person read again")
        await stage.pilot.pause(REST_SECONDS + 0.1)  # a second time would come now
        assert len(reads) == 1

    play(clerk.store.path, act, clerk, size=(132, 24))
