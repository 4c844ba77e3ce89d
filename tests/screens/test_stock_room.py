"""The stock room by keys: count in, draw, pass on, turn up, count, plan, retire an edition."""

from collections.abc import Iterator
from typing import Any

import pytest

from desk.context import Desk
from desk.intake import take_in
from desk.slips import slip
from desk.stock_book import papers, places
from desk.stock_counts import keep_count
from desk.stock_plans import plans, save_plan
from desk.stock_room import old_blanks, receive
from rules.certificate import number_range
from rules.number_lists import span
from screens.certificates import CertificatesPage
from screens.number import NumberPage
from tests.conftest import PASSWORD, TODAY, DeskOf
from tests.desk.intake_rows import issued
from tests.screens.blanks_at_hand import AWAY, COUNTED, WATCHED, at_blanks
from tests.screens.stage import Stage, golden, play
from tui.language import set_language

BUNDLE: dict[str, Any] = {
    "received_on": TODAY,
    "first": "Z990000101",
    "last": "Z990000110",
    "count": 8,
    "missing": "3 9",
    "received_by": "签试甲",
    "checked_by": "验试乙",
}


@pytest.fixture(autouse=True)
def chinese_again() -> Iterator[None]:
    yield
    set_language("zh")


@pytest.fixture
def issuer(clerk: Desk, desk_of: DeskOf) -> Desk:
    """The issuer where ten blanks are in the safe."""
    assert clerk.may("stock.read")
    return desk_of("issuer")


def states(desk: Desk) -> dict[str, list[str]]:
    return {place.state: [span(each) for each in place.ranges] for place in places(desk)}


def test_a_bundle_is_scanned_in_with_what_is_missing(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        await at_blanks(stage)
        await stage.keys("f6")
        await stage.see("> 起始编号")
        await stage.pilot.press(*"Z990000011", "enter")  # as a scanner does, in one burst
        await stage.see("> 终止编号")
        await stage.pilot.press(*"Z990000020", "enter")
        await stage.see("共 10 枚", "> 缺号")
        await stage.form("15")
        await stage.see("共 10 枚,缺 1 枚,应点到 9 枚")
        await stage.form("9", "", "县妇计中心", "云领1号", "运试丙", "", "验试乙")
        await stage.keys("f2")
        await stage.see("已入库 9 枚,短少 1 枚", "开包短少 Z990000015")

    play(issuer.store.path, act, issuer, see="")
    assert papers(issuer)[0].missing == "Z990000015"


def test_the_last_number_may_be_typed_by_its_last_digits(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("receipt")
        await stage.see("> 起始编号")
        await stage.form("Z990000011", "60")
        await stage.see("Z990000060", "共 50 枚", "> 缺号")
        await stage.form("", "50", "", "", "", "", "", "验试乙")
        await stage.keys("f2")
        await stage.see("已入库 50 枚")

    play(issuer.store.path, act, issuer, see="")
    assert papers(issuer)[0].last == "Z990000060"


def test_a_first_number_known_already_is_told_as_it_is_typed(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("receipt")
        await stage.see("> 起始编号")
        await stage.form("Z990000005")
        await stage.see("编号 Z990000005 已在账上", "> 起始编号")

    play(issuer.store.path, act, issuer, see="")


def test_a_range_that_reaches_into_the_books_is_told_as_it_is_typed(issuer: Desk) -> None:
    receive(issuer, {**BUNDLE, "first": "Z980000002", "last": "Z980000002", "count": 1,
                     "missing": None})  # fmt: skip

    async def act(stage: Stage) -> None:
        stage.app.open_form("receipt")
        await stage.see("> 起始编号")
        await stage.form("Z980000001")
        await stage.answer("1")
        await stage.form("2")
        await stage.see("编号 Z980000002 已在账上", "> 终止编号")

    play(issuer.store.path, act, issuer, see="")


def test_a_bundle_comes_in_beside_a_number_read_in(issuer: Desk, desk_of: DeskOf) -> None:
    line = issued(cert_no="Z980000004", birth_date="2020-08-20", issue_date="2020-09-02")
    take_in(desk_of("clerk"), "certificate", [line])

    async def act(stage: Stage) -> None:
        stage.app.open_form("receipt")
        await stage.see("> 起始编号")
        await stage.form("Z980000001")
        await stage.answer("1")
        await stage.form("10", "3")
        await stage.see("编号 Z980000004 从登记册读入过(现为「已签发」),这批里照填缺号", "> 缺号")
        await stage.keys("ctrl+u")
        await stage.form("3-4")
        await stage.answer("1")
        await stage.form("8", "", "", "", "", "", "验试乙")
        await stage.keys("f2")
        await stage.see("已入库 8 枚,短少 1 枚")

    play(issuer.store.path, act, issuer, see="")


def test_a_bundle_apart_from_the_last_one_is_asked_about(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("receipt")
        await stage.see("> 起始编号")
        await stage.form("Z990000101")
        await stage.see("上一批到 Z990000010,这批不与它相连")

    play(issuer.store.path, act, issuer, see="")


def test_who_checked_a_bundle_is_named_anew(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        for first, last in (("Z990000011", "20"), ("Z990000021", "30")):
            stage.app.open_form("receipt")
            await stage.see("> 起始编号")
            await stage.form(first, last, "", "10")
            assert "验试乙" not in stage.text
            await stage.form("", "", "", "", "", "验试乙")
            await stage.keys("f2")
            await stage.see("已入库 10 枚")

    play(issuer.store.path, act, issuer, see="")


def test_a_count_that_does_not_match_is_told_at_the_field(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("receipt")
        await stage.see("> 起始编号")
        await stage.form("Z990000011", "Z990000020", "", "9")
        await stage.see("之间是 10 枚,与清点数不符")

    play(issuer.store.path, act, issuer, see="")


def test_a_very_large_range_is_asked_about(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("receipt")
        await stage.see("> 起始编号")
        await stage.form("Z990000011", "Z990020010")
        await stage.see("共 20000 个编号,超过 10000 个")

    play(issuer.store.path, act, issuer, see="")


def test_a_drawing_is_how_many_and_no_more(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        await at_blanks(stage)
        await stage.keys("1")
        await stage.see("> 数量")
        await stage.keys("3", "f2")
        await stage.see("领用 3 枚: Z990000001–Z990000003")

    play(issuer.store.path, act, issuer, see="")
    assert states(issuer)["drawn"] == ["Z990000001–Z990000003"]


def test_drawing_out_of_order_is_asked_about(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        await at_blanks(stage)
        await stage.keys("1")
        await stage.see("> 数量")
        await stage.form("2", "Z990000005")
        await stage.see("应先领 Z990000001,确实跳过吗")

    play(issuer.store.path, act, issuer, see="")


def test_a_range_of_which_one_is_elsewhere_stays_where_it_is(issuer: Desk) -> None:
    slip(issuer, "1", {"done_on": TODAY, "count": 2, "receiver": "签试甲"})

    async def act(stage: Stage) -> None:
        await at_blanks(stage)
        await stage.keys("3")
        await stage.see("> 起始编号")
        await stage.form("Z990000002", "Z990000005")
        await stage.see("> 数量", "4")
        await stage.form("", "", "0930", "东山卫生院", "运试丙", "收试丁")
        await stage.keys("f2")
        await stage.see("Z990000002 现为「已领用」", "> 起始编号")

    play(issuer.store.path, act, issuer, see="")
    assert states(issuer) == {
        "in_stock": ["Z990000003–Z990000010"],
        "drawn": ["Z990000001–Z990000002"],
    }


def test_what_leaves_the_house_asks_who_carries_it(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        await at_blanks(stage)
        await stage.keys("3")
        await stage.see("> 起始编号")
        await stage.form("Z990000001", "Z990000005", "", "", "0930", "东山卫生院")
        await stage.keys("f2")
        await stage.see("请填写领证人")

    play(issuer.store.path, act, issuer, see="")


def test_what_comes_back_begins_with_where_it_was(issuer: Desk) -> None:
    slip(issuer, "2", {**AWAY, "first": "Z990000001"})

    async def act(stage: Stage) -> None:
        await at_blanks(stage)
        await stage.keys("4")
        await stage.see("东山卫生院", "> 起始编号", "已调出 2")

    play(issuer.store.path, act, issuer, see="")


def test_where_there_is_nothing_to_move_it_is_said(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        await at_blanks(stage)
        await stage.keys("2")
        await stage.see("没有「已领用」的空白证")

    play(issuer.store.path, act, issuer, see="")


def test_a_missing_number_turns_up_when_another_person_signs(issuer: Desk) -> None:
    receive(issuer, BUNDLE)

    async def act(stage: Stage) -> None:
        await at_blanks(stage)
        await stage.keys("6")
        await stage.see("> 编号", "Z990000103 Z990000109")
        await stage.form("z990000103", "县里补送")
        await stage.keys("f2")
        await stage.see("第二人签字", "> 口令")
        await stage.keys(PASSWORD, "enter")
        await stage.see("Z990000103 已入库")

    play(issuer.store.path, act, issuer, see="")
    assert states(issuer)["short"] == ["Z990000109"]


def test_nothing_turns_up_while_nobody_signs(issuer: Desk) -> None:
    receive(issuer, BUNDLE)

    async def act(stage: Stage) -> None:
        stage.app.open_form("turn-up")
        await stage.see("> 编号")
        await stage.form("Z990000103", "县里补送")
        await stage.keys("f2")
        await stage.see("第二人签字")
        await stage.keys("escape")
        await stage.see("短少补到")

    play(issuer.store.path, act, issuer, see="")
    assert states(issuer)["short"] == ["Z990000103", "Z990000109"]


def test_a_receipt_typed_wrong_is_taken_back_before_the_reviewer(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.push_screen(stage.app.page("blank_paper", "receipt", 1))
        await stage.see("Z990000010")
        await stage.keys("f6")
        await stage.see("撤销入库 Z990000001–Z990000010", "> 错在哪里")
        await stage.form("年份字母应为 Y")
        await stage.keys("f2")
        await stage.see("第二人签字", "> 口令")
        await stage.keys(PASSWORD, "enter")
        await stage.see("已撤销 10 枚的入库", "入库撤销")
        await stage.keys("f6")
        await stage.see("这笔入库已经撤销了")

    play(issuer.store.path, act, issuer, see="")
    assert [(place.state, place.count) for place in places(issuer)] == [("retracted", 10)]


def test_a_receipt_whose_numbers_moved_is_not_taken_back(issuer: Desk) -> None:
    slip(issuer, "1", {"done_on": TODAY, "count": 1, "receiver": "签试甲"})

    async def act(stage: Stage) -> None:
        stage.app.push_screen(stage.app.page("blank_paper", "receipt", 1))
        await stage.see("已领用")
        await stage.keys("f6")
        await stage.see("Z990000001 入库以后动过")

    play(issuer.store.path, act, issuer, see="")


def test_a_plan_begins_with_the_births_and_their_use(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        await at_blanks(stage)
        await stage.keys("8")
        await stage.see("按 F4 做一份")
        await stage.keys("f4")
        await stage.see("2027", "活产加成 2 枚,近12个月用了 0 枚")
        await stage.keys("f2")
        await stage.see("已保存")

    play(issuer.store.path, act, issuer, see="")
    assert [plan.values["year"] for plan in plans(issuer)] == [2027]


def test_a_plan_is_corrected_with_a_reason(issuer: Desk) -> None:
    save_plan(issuer, {"year": 2027, "births": 10, "asked": 11, "asked_on": TODAY})

    async def act(stage: Stage) -> None:
        stage.app.push_screen(stage.app.page("blank_plans"))
        await stage.see("2027")
        await stage.keys("enter")
        await stage.see("> 年度")
        await stage.form("", "", "9", "", "", "县里核减")
        await stage.keys("f2")
        await stage.see("已更正")

    play(issuer.store.path, act, issuer, see="")
    assert plans(issuer)[0].values["asked"] == 9


def test_an_old_edition_is_retired_after_a_question(issuer: Desk) -> None:
    receive(issuer, {**BUNDLE, "edition": "6"})

    async def act(stage: Stage) -> None:
        await at_blanks(stage)
        await stage.keys("9")
        await stage.see("8 枚: ", "> 依据")
        await stage.form("国卫办〔2026〕1号")
        await stage.keys("f2")
        await stage.see("8 枚全部作废,确实停用吗")
        await stage.answer("1")
        await stage.see("已作废 8 枚", "Z990000110")

    play(issuer.store.path, act, issuer, see="")
    assert states(issuer)["in_stock"] == ["Z990000001–Z990000010"]


def test_what_a_slip_says_is_corrected_with_a_reason_and_kept_in_its_history(
    issuer: Desk,
) -> None:
    slip(issuer, "2", {**AWAY, "first": "Z990000001"})

    async def act(stage: Stage) -> None:
        await at_blanks(stage)
        await stage.keys("f7")
        await stage.see("> 时间", "东山卫生院")
        await stage.keys("down", "西河卫生院", "enter")
        await stage.form("", "", "", "写错单位")
        await stage.keys("f2")
        await stage.see("已更正", "西河卫生院")
        await stage.keys("f9")
        await stage.see("东山卫生院", "写错单位")

    play(issuer.store.path, act, issuer, see="")
    assert papers(issuer)[0].partner == "西河卫生院"


def test_an_edition_typed_wrong_is_corrected(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        await at_blanks(stage)
        await stage.keys("f7")
        await stage.see("> 版本", "Z990000001–Z990000010")
        await stage.form("6", "", "", "", "", "", "选错")
        await stage.keys("f2")
        await stage.see("已更正")

    play(issuer.store.path, act, issuer, see="")
    assert [span(each) for each in old_blanks(issuer, "7")] == ["Z990000001–Z990000010"]


def test_a_reader_moves_nothing(issuer: Desk, desk_of: DeskOf) -> None:
    async def act(stage: Stage) -> None:
        await at_blanks(stage)
        await stage.keys("1")
        await stage.see("「领用」不能用")

    play(issuer.store.path, act, desk_of("clerk"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_pages_stand_whole_at_80_columns(issuer: Desk, lang: str) -> None:
    receive(issuer, BUNDLE)
    slip(issuer, "1", {"done_on": TODAY, "count": 4, "receiver": "签试甲"})
    slip(issuer, "2", AWAY)
    seen = set(number_range("Z990000001", "Z990000110")) - {"Z990000002"}
    stocked = {number for place in places(issuer) if place.state in {"in_stock", "drawn"}
               for each in place.ranges for number in each}  # fmt: skip
    keep_count(issuer, COUNTED, seen & stocked, {"Z990000002": "压在打印机里"}, WATCHED)
    save_plan(issuer, {"year": 2027, "births": 10, "asked": 11, "asked_on": TODAY})
    told: list[str] = []

    async def act(stage: Stage) -> None:
        for name, arguments in (
            ("blanks", ()),
            ("blank_paper", ("slip", 2)),
            ("blank_counts", ()),
            ("blank_count", (1,)),
            ("blank-count", ()),
            ("blank_plans", ()),
            ("blank-plan", ()),
            ("receipt", ()),
            *(("blank-slip", (kind,)) for kind in "12347"),
            ("turn-up", ()),
            ("retire-edition", ()),
        ):
            stage.app.push_screen(stage.app.page(name, *arguments))
            await stage.pilot.pause(0.05)
            while any(not worker.is_finished for worker in stage.app.workers):
                await stage.pilot.pause(0.02)
            await stage.pilot.pause(0.05)
            told.append(stage.text)
            stage.app.leave_all()
            await stage.pilot.pause()

    play(issuer.store.path, act, issuer, see="", asked=lang)
    golden(f"stock_room_{lang}", "\n\n".join(told))


def test_a_scanned_number_opens_its_own_page_from_a_list_and_closes_the_narrowing(
    clerk: Desk,
) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("4")
        await stage.see("账实相符")
        await stage.keys("ctrl+p", "kbz", "enter")
        await stage.see("保险柜")
        await stage.keys("enter")
        await stage.see("编号明细", "Z990000001")
        await stage.keys("/")
        stage.scan("Z990000004")
        await stage.until(lambda: isinstance(stage.app.screen, NumberPage), "a number's page")
        await stage.see("Z990000004")
        await stage.keys("escape")
        await stage.see("编号明细", "只看“Z990000004”,Esc 全部")

    play(clerk.store.path, act, clerk)


def test_a_scanned_number_that_is_not_in_the_list_opens_nothing(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("4")
        await stage.see("账实相符")
        await stage.keys("/")
        stage.scan("Z990000009")
        await stage.see("没有符合“Z990000009”的")
        assert isinstance(stage.app.screen, CertificatesPage)

    play(clerk.store.path, act, clerk)
