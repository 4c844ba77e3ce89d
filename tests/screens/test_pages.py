"""Pages as a person walks through them: finding, numbers opened, history, help."""

import pytest

from desk.context import Desk
from tests.conftest import DeskOf
from tests.screens.stage import Stage, play


def test_a_number_opens_to_who_is_missed_and_why_and_on_to_the_person(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("6")
        await stage.see("产后访视率")
        await stage.keys("down", "down", "enter")
        await stage.see("未计", "赵秀芳", "西岭村")
        await stage.keys("enter")
        await stage.see("1 产前随访", "赵秀芳  女")

    play(clerk.store.path, act, clerk)


@pytest.mark.parametrize(("typed", "field"), [("钱进", "姓名"), ("361199199706122220", "身份证号")])
def test_who_is_not_found_gets_a_card_with_what_was_typed(
    clerk: Desk, typed: str, field: str
) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("/", typed)
        await stage.see("没有找到", "F4 建册")
        await stage.keys("f4")
        await stage.see("F2 保存", "孕妇")
        assert typed in stage.line(f"  {field}")

    play(clerk.store.path, act, clerk)


def test_an_empty_find_box_says_what_may_be_typed(desk_of: DeskOf, clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("/")
        await stage.see("可以输:姓名")
        assert "没有找到" not in stage.text

    play(clerk.store.path, act, desk_of("issuer"))


def test_on_new_books_finding_says_that_nobody_is_there(desk_of: DeskOf) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("/")
        await stage.see("还没有人。按 F4 建册")

    desk = desk_of("clerk")
    play(desk.store.path, act, desk)


def test_a_list_led_from_the_box_above_it_points_as_active(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("ctrl+p", "zwyy")
        await stage.see("> zwyy", "> 中文/English")

    play(clerk.store.path, act, clerk)


def test_a_list_narrows_by_initials(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("2")
        await stage.see("王小丽", "赵秀芳")
        await stage.keys("/", "wxl")
        await stage.gone("赵秀芳")
        await stage.see("王小丽")

    play(clerk.store.path, act, clerk)


def test_the_whole_reason_of_the_woman_pointed_at_can_be_read(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("6")
        await stage.see("产后访视率")
        await stage.keys(*["down"] * 4, "enter")
        await stage.see("赵秀芳", "以前访视仍可计入")
        assert "以前访视仍可计入" in stage.text.splitlines()[-2]

    play(clerk.store.path, act, clerk)


def test_a_change_opens_to_who_made_it_and_all_its_words(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("/", "wxl", "enter")
        await stage.see("册号C001")
        await stage.keys("down", "down", "f9")
        await stage.see("历史", "末次月经")
        await stage.keys("enter")
        await stage.see("做了", "改为", "Esc 关闭")
        assert "  录入" in stage.text.splitlines()  # the name; the login is "clerk"

    play(clerk.store.path, act, clerk)


def test_a_digit_on_a_childs_page_says_that_it_is_a_child(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("3")
        await stage.see("赵秀芳之女")
        await stage.keys("enter")
        await stage.see("赵秀芳之女  女")
        await stage.keys("1")
        await stage.see("「产前随访」不能用:这是儿童,没有孕册")

    play(clerk.store.path, act, clerk)


def test_history_shows_old_and_new(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("/", "wxl", "enter")
        await stage.see("1 产前随访", "第1次产前随访", "册号C001")
        await stage.keys("down", "down", "f9")
        await stage.see("历史", "末次月经", "2026-05-01")

    play(clerk.store.path, act, clerk)


def test_the_palette_finds_a_desk_by_initials(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("ctrl+p", "zb")
        await stage.see("> 指标")
        await stage.keys("enter")
        await stage.see("回车看每个数背后的人")

    play(clerk.store.path, act, clerk)


def test_help_explains_the_focused_field(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("2", "f4")
        await stage.see("> 姓名*")
        await stage.keys("enter", "x", "enter")
        await stage.keys("f1")
        await stage.see("帮助: ", "怎么填")

    play(clerk.store.path, act, clerk)
