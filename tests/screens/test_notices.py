"""A village's notice becomes a card without anything typed twice; a changed dating is previewed."""

from datetime import date

from desk.context import Desk
from desk.house_rules import HOUSE_RULE_FIELDS, rules_of
from desk.notice import notice, record_notice
from desk.people import find
from desk.person_page import person_page
from desk.pregnancy import card
from screens.house_rules import SECTIONS
from tests.conftest import DeskOf
from tests.screens.stage import Stage, play

NUMBER = "331199199806084705"


async def to_notices(stage: Stage) -> None:
    await stage.keys("2")
    await stage.see("在管的孕册")
    await stage.keys("f9")
    await stage.see("等建册的孕情")


def test_a_notice_is_written_down_and_booked_with_nothing_typed_twice(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await to_notices(stage)
        await stage.keys("f4")
        await stage.see("> 姓名*")
        await stage.form("史试燕", NUMBER, "19900004170", "1", "", "20261119", "20260901")
        await stage.keys("f2")
        await stage.see("已登记 史试燕 的孕情", "未建册 1,过期 0")
        await stage.keys("enter")
        await stage.see("3 建册,孕情里的都带过去")
        await stage.answer("3")
        await stage.see("> 组", "2026-09-01")
        await stage.keys("f2")
        await stage.see("已为 史试燕 建册")
        await stage.keys("escape")
        await stage.see("未建册 0,过期 0", "没有等建册的孕情")
        await stage.keys("f6")
        await stage.see("2026-11-21 建册")

    play(clerk.store.path, act, clerk)
    (woman,) = find(clerk, "史试燕")
    (booked,) = person_page(clerk, woman.person_id).cards
    assert (booked.values["lmp"], booked.values["source"]) == (date(2026, 9, 1), "2")
    assert notice(clerk, 1).pregnancy_id == booked.id


def test_a_notice_just_saved_is_pointed_at_and_corrected_with_its_outcome(clerk: Desk) -> None:
    told = {"name": "钱试英", "birth_date": date(1998, 6, 8), "found_on": date(2026, 11, 1)}
    record_notice(clerk, told)

    async def act(stage: Stage) -> None:
        await to_notices(stage)
        await stage.keys("f4")
        await stage.see("> 姓名*")
        await stage.form("史试燕", NUMBER)
        await stage.keys("f2")
        await stage.see("> 史试燕", "未建册 2,过期")  # behind one told before her
        await stage.keys("enter")
        await stage.see("2 记通知、结局,或更正")
        await stage.answer("2")
        await stage.see("更正孕情", "> 姓名*")
        await stage.keys("pagedown", "pagedown")
        while "> 未建册结局" not in stage.text:
            await stage.keys("down")
        await stage.keys("1", "pagedown", "没有怀孕", "f2")
        await stage.see("已更正 史试燕 的孕情", "未建册 1,过期")

    play(clerk.store.path, act, clerk)
    assert notice(clerk, 2).values["outcome"] == "1"


def correct_lmp(clerk: Desk, digit: str, see: str) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("/", "wxl", "enter")
        await stage.see("1 产前随访", "王小丽  女")
        await stage.keys("6")
        await stage.see("更正孕册", "> 姓名*")
        await stage.keys("pagedown", "20260508", "enter", *["pagedown"] * 5, "看错了", "f2")
        await stage.see("改了以后这些会变", "2027-02-08", "2027-02-15", "29+1", "28+1")
        await stage.answer(digit)
        await stage.see(see)

    play(clerk.store.path, act, clerk)


def test_what_a_new_lmp_moves_is_shown_and_then_kept(clerk: Desk) -> None:
    correct_lmp(clerk, "1", "已更正 王小丽 的孕册")
    values = card(clerk, 1).values
    assert (values["lmp"], values["edd"]) == (date(2026, 5, 8), date(2027, 2, 15))


def test_gone_back_from_the_preview_nothing_is_kept(clerk: Desk) -> None:
    correct_lmp(clerk, "2", "> 更正原因*")
    assert (card(clerk, 1).version, card(clerk, 1).values["lmp"]) == (1, date(2026, 5, 1))


def test_the_scan_says_which_dating_counts_and_why(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("/", "wxl", "enter")
        await stage.see("1 产前随访", "王小丽  女")
        await stage.keys("6")
        await stage.see("更正孕册", "> 姓名*")
        await stage.keys("pagedown", "pagedown", "pagedown", "down")
        await stage.form("20260701", "7+6", "")
        await stage.see("2 早期超声", "相差 6 天", "2027-02-14")

    play(clerk.store.path, act, clerk)


def test_every_rule_of_the_centre_stands_on_its_form() -> None:
    assert sorted(name for _, names in SECTIONS for name in names) == sorted(HOUSE_RULE_FIELDS)


def test_the_administrator_changes_a_rule_with_a_reason(desk_of: DeskOf) -> None:
    admin = desk_of("admin")

    async def act(stage: Stage) -> None:
        await stage.keys("ctrl+p")
        await stage.see("全部功能")
        await stage.keys("bygd", "enter")
        await stage.see("> 预产期算法")
        await stage.keys("2", "end")
        for _ in range(9):
            await stage.keys("pagedown")
        await stage.keys("county", "f2")
        await stage.see("本院规定已保存")

    play(admin.store.path, act, admin, see="")
    assert rules_of(admin).edd_rule == "2"
