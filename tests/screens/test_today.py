"""Today: its two lists, what is late, and what opens from it."""

from datetime import date

from desk.context import Desk
from desk.pregnancy import open_card
from tests.conftest import DeskOf
from tests.screens.stage import Stage, play
from tui.lists import RecordList


def test_a_card_opens_from_today(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("f4")
        await stage.see("> 姓名*", "末次月经")

    play(clerk.store.path, act, clerk)


def test_who_may_not_open_a_card_from_today_is_told_why(clerk: Desk, desk_of: DeskOf) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("f4")
        await stage.see("「建册」不能用", "权限")

    play(clerk.store.path, act, desk_of("supervisor"), see="今日工作")


def test_what_is_due_and_how_late_stays_on_a_narrow_screen(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("赵秀芳")
        assert "产后访视" in stage.line("11-08")
        assert "13天" in stage.line("11-08")

    play(clerk.store.path, act, clerk, size=(60, 24))


def test_due_items_narrow_to_a_village(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("赵秀芳", "王小丽")
        await stage.keys("left")
        while "> 西岭村" not in stage.text:
            assert "> 东庄村" not in stage.text  # the last line
            await stage.keys("down")
        await stage.gone("王小丽")
        await stage.see("赵秀芳")

    play(clerk.store.path, act, clerk)


def test_the_list_that_the_keys_move_has_the_pointer_and_the_other_a_quiet_mark(
    clerk: Desk,
) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("- 全部", "> 王小丽")
        await stage.keys("f6")
        await stage.see("> 全部", "- 王小丽")

    play(clerk.store.path, act, clerk)


def test_only_the_active_list_colours_the_row_of_its_cursor(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("> 王小丽")
        for name, coloured in (("#villages", False), ("#items", True)):
            lines = stage.app.screen.query_one(name, RecordList)._lines
            assert any(role == "selected" for line in lines for _, role in line) is coloured

    play(clerk.store.path, act, clerk)


def test_the_hint_names_the_key_to_the_other_list(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("F6 选村")
        assert "看人" not in stage.text
        await stage.keys("f6")
        await stage.see("F7 看人")
        assert "选村" not in stage.text

    play(clerk.store.path, act, clerk)


def test_the_overdue_are_shown_alone_and_then_all_again(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.see("第4次产前随访")
        await stage.keys("f9")
        await stage.gone("第4次产前随访")
        await stage.see("> 王小丽", "只看逾期的,最久的在前")
        await stage.keys("f9")
        await stage.see("第4次产前随访", "高风险在前")

    play(clerk.store.path, act, clerk)


def test_the_overdue_stand_by_days_late_whatever_their_risk(clerk: Desk) -> None:
    booked = {"lmp": date(2026, 5, 25), "booked_on": date(2026, 11, 1)}
    open_card(clerk, {"name": "孙红", **booked, "risk_colours": ["4"]})

    async def act(stage: Stage) -> None:
        await stage.see("> 孙红")
        await stage.keys("f9")
        await stage.see("> 王小丽", "孙红")

    play(clerk.store.path, act, clerk)


def test_where_nothing_is_overdue_the_list_of_the_overdue_says_so(clerk: Desk) -> None:
    booked = {"lmp": date(2026, 5, 1), "booked_on": date(2026, 11, 1), "risk_colours": ["1"]}
    open_card(clerk, {"name": "孙红", "birth_date": date(1999, 1, 2), "village_id": 3, **booked})

    async def act(stage: Stage) -> None:
        await stage.see("柳溪村")
        await stage.keys("left", "end")
        await stage.see("> 柳溪村", "第4次产前随访", "共 1 条")
        await stage.keys("f9")
        await stage.see("没有逾期的")

    play(clerk.store.path, act, clerk)
