"""Exchange, reissue, voids and lost blanks, as the issuer and the reviewer see them."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from desk.application import application
from desk.context import Desk
from desk.issuing import reserve
from desk.losses import fill_in, find, lose, lose_void, losses
from desk.replacing_start import begin, take
from desk.sign_in import set_roles
from desk.stock_book import papers
from desk.voiding import hand_up, void, voids
from models.audit import AuditEntry
from tests.conftest import PASSWORD, TODAY, DeskOf
from tests.desk.certificate_desk import born, reviewer, states, stocked
from tests.desk.certified import issued, taken
from tests.screens.stage import Act, Stage, play
from tui.forms import Form

OLD, FIRST, SECOND = "Z331990001", "Z331990001", "Z331990002"
AT_WORK = "今天"
LOST: dict[str, Any] = {
    "found_on": TODAY,
    "found_at": "08:00",
    "cause": "1",
    "story": "柜内清点时不见",
}
UP: dict[str, Any] = {
    "done_on": TODAY,
    "partner": "县卫生健康局",
    "carrier": "送试丙",
    "checked_by": "验试乙",
}


@pytest.fixture
def issuer(desk_of: DeskOf) -> Desk:
    return stocked(desk_of)


@pytest.fixture
def child(issuer: Desk, desk_of: DeskOf) -> int:
    own = born(desk_of)
    issued(issuer, own)
    return own


def at(desk: Desk, act: Act) -> str:
    return play(desk.store.path, act, desk, see="今日工作")


async def page(stage: Stage, name: str, *words: str) -> None:
    stage.app.push_screen(stage.app.page(name))
    await stage.see(*words)


def test_a_void_is_typed_with_its_number_cause_and_words(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        await page(stage, "voids", "这里没有废证")
        await stage.keys("f4")
        await stage.see("作废空白证")
        await stage.form(FIRST, "1", "")
        await stage.keys("f2")
        await stage.see(f"{FIRST} 已作废", "打印或填写错误")

    at(issuer, act)
    assert [line.number for line in voids(issuer)] == [FIRST]


def test_a_number_held_for_a_child_is_voided_only_after_a_question(
    issuer: Desk, desk_of: DeskOf
) -> None:
    own = born(desk_of)
    held = reserve(issuer, taken(issuer, own).id).number or ""

    async def act(stage: Stage) -> None:
        await page(stage, "voids", "这里没有废证")
        await stage.keys("f4")
        await stage.see("作废空白证")
        await stage.form(held)
        await stage.see("占给了孔试安", "1是 2改")
        await stage.answer("1")
        await stage.form("3")
        await stage.keys("f2")
        await stage.see(f"{held} 已作废")

    at(issuer, act)
    assert states(issuer)[held] == "void"


def test_an_issued_number_is_sent_to_exchange_or_reissue(issuer: Desk, child: int) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("void-blank", OLD)
        await stage.see("作废空白证", OLD)
        await stage.keys("1")
        await stage.keys("f2")
        await stage.see("打印有误办换发,家庭遗失办补发")

    at(issuer, act)
    assert (child, states(issuer)[OLD]) == (child, "issued")


def test_voids_that_are_marked_go_up_and_are_destroyed(issuer: Desk) -> None:
    for number in (FIRST, SECOND):
        void(issuer, number, "3")

    async def act(stage: Stage) -> None:
        await page(stage, "voids", "废证 2 枚")
        await stage.keys("space", "f6")
        await stage.see("上缴废证", f"1 枚: {FIRST}", "送交人")
        await stage.form("", "", "县卫生健康局", "送试丙", "", "验试乙")
        await stage.keys("f2")
        await stage.see("已记 1 枚;到登记册里导出废证销毁申请表", "废证 1 枚")
        await stage.keys("f7")
        await stage.see("看哪些?")
        await stage.answer("2")
        await stage.see("已上缴 1 枚")
        await stage.keys("f6")
        await stage.see("废证销毁记录")
        await stage.form("", "", "粉碎", "市档案馆", "纪试丁")
        await stage.keys("f2")
        await stage.see("已记 1 枚", "已上缴 0 枚")

    at(issuer, act)
    assert states(issuer)[FIRST] == "destroyed"
    assert states(issuer)[SECOND] == "void"


def test_a_void_reported_as_a_lost_blank_is_asked_about_and_reported_as_it_is(
    issuer: Desk,
) -> None:
    void(issuer, FIRST, "3")

    async def act(stage: Stage) -> None:
        stage.app.open_form("lose-blank", FIRST)
        await stage.see("报空白证遗失", FIRST)
        await stage.form("", "", "0800", "1", "封存柜内清点时不见")
        await stage.keys("f2")
        await stage.see("已经是废证,不是空白证", "1 报废证遗失")
        await stage.answer("1")
        await stage.see("已记遗失 1 枚")
        await page(stage, "voids", "另有 1 枚遗失,不能上缴", FIRST)

    at(issuer, act)
    assert states(issuer)[FIRST] == "void_lost"


def test_a_lost_void_is_found_from_its_page_and_is_in_custody_again(issuer: Desk) -> None:
    void(issuer, FIRST, "3")
    lose_void(issuer, FIRST, LOST)

    async def act(stage: Stage) -> None:
        stage.app.push_screen(stage.app.page("number", FIRST))
        await stage.see(f"{FIRST}  废证遗失", "保管中遗失")
        await stage.keys("0")
        await stage.see(f"废证找回 {FIRST}")
        await stage.keys("夹在旧册里")
        await stage.keys("f2")
        await stage.see("第二人签字")
        await stage.keys(PASSWORD)
        await stage.keys("f2")
        await stage.see("又在柜了,仍是废证")

    at(issuer, act)
    assert states(issuer)[FIRST] == "void"


def test_whose_role_is_gone_is_led_to_the_sign_in_page_and_the_form_is_a_draft(
    issuer: Desk, desk_of: DeskOf
) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("void-blank", FIRST)
        await stage.see("作废空白证", FIRST)
        await stage.keys("3")
        set_roles(desk_of("admin"), "issuer", ("clerk",))
        await stage.keys("f2")
        await stage.see("岗位已调整", "留作草稿", "1 到登录页")
        await stage.answer("1")
        await stage.see("用户名", "issuer", "口令")
        assert [draft.key for draft in stage.app.drafts.list()] == [f"void-blank:{FIRST}"]

    at(issuer, act)
    assert states(issuer)[FIRST] == "in_stock"


def test_without_marks_it_is_asked_whether_all_of_them_go(issuer: Desk) -> None:
    for number in (FIRST, SECOND):
        void(issuer, number, "3")
    hand_up(issuer, UP, [FIRST, SECOND])

    async def act(stage: Stage) -> None:
        await page(stage, "voids", "这里没有废证")
        await stage.keys("f7")
        await stage.see("看哪些?")
        await stage.answer("2")
        await stage.see("已上缴 2 枚")
        await stage.keys("f6")
        await stage.see("没有勾选", f"全部 2 枚: {FIRST}–{SECOND}")
        await stage.answer("1")
        await stage.see("废证销毁记录", f"2 枚: {FIRST}–{SECOND}")

    at(issuer, act)
    assert set(states(issuer).values()) == {"handed_up", "in_stock"}


def test_the_slip_of_single_numbers_shows_no_range(issuer: Desk) -> None:
    numbers = [FIRST, "Z331990005"]
    for number in numbers:
        void(issuer, number, "3")
    hand_up(issuer, UP, numbers)

    async def act(stage: Stage) -> None:
        await page(stage, "blanks", " ".join(numbers))

    at(issuer, act)


def test_an_unvoid_asks_the_reviewer_to_sign(issuer: Desk) -> None:
    void(issuer, FIRST, "3")

    async def act(stage: Stage) -> None:
        await page(stage, "voids", FIRST)
        await stage.keys("enter")
        await stage.see("撤销作废")
        await stage.answer("2")
        await stage.see(f"撤销作废 {FIRST}")
        await stage.keys("看错了号")
        await stage.keys("f2")
        await stage.see("第二人签字")
        await stage.keys(PASSWORD)
        await stage.keys("f2")
        await stage.see(f"{FIRST} 又在库了")

    at(issuer, act)
    assert states(issuer)[FIRST] == "in_stock"


def test_a_void_that_stays_one_is_told_before_anybody_signs(issuer: Desk) -> None:
    lose(issuer, FIRST, LOST)
    find(issuer, FIRST, "柜底", reviewer(issuer))

    async def act(stage: Stage) -> None:
        stage.app.open_form("unvoid", FIRST)
        await stage.see("遗失过,不再是空白证")

    at(issuer, act)


def test_a_lost_blank_is_reported_and_the_report_goes_on(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        await page(stage, "losses", "没有遗失的空白证")
        await stage.keys("f4")
        await stage.see("报空白证遗失")
        await stage.form(FIRST, SECOND, "", "0800", "1", "柜内清点时不见")
        await stage.keys("f2")
        await stage.see("已记遗失 2 枚", "报县 报警 登报 追责")
        await stage.keys("enter")
        await stage.see("续填报告")
        await stage.answer("2")
        await stage.see("遗失报告", FIRST, "上报日期")
        await stage.form("1121", "0930")
        await stage.keys("f2")
        await stage.see("已保存,还要办: 报警 登报 追责")

    at(issuer, act)
    reported = {view.number: view.values["reported_at"] for view in losses(issuer)}
    assert reported == {FIRST: "09:30", SECOND: None}


def test_a_slip_of_voids_is_corrected_in_the_stock_room(issuer: Desk) -> None:
    void(issuer, FIRST, "3")
    hand_up(issuer, UP, [FIRST])

    async def act(stage: Stage) -> None:
        await page(stage, "blanks", "上缴")
        await stage.keys("f7")
        await stage.see("更正单据", "送交人", "> 时间")
        await stage.form("", "", "", "", "", "云卫3号", "", "漏写单号")
        await stage.keys("f2")
        await stage.see("已更正")

    at(issuer, act)
    assert papers(issuer)[0].letter_no == "云卫3号"


def test_a_loss_found_long_ago_is_asked_about_and_what_was_answered_is_kept(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("lose-blank")
        await stage.see("> 编号")
        await stage.form("Z331990003", "", "20261110")
        await stage.see("日期是 11 天以前")
        await stage.answer("1")
        await stage.form("", "1", "柜内清点时不见")
        await stage.keys("f2")
        await stage.see("已记遗失 1 枚")

    at(issuer, act)
    with issuer.reading("stock.read") as session:
        said = session.exec(select(AuditEntry.reason).where(AuditEntry.action == "blank.lose"))
        assert "柜内清点时不见 确认: 发现日期" in set(said)


def test_voids_that_went_up_long_ago_are_asked_about(issuer: Desk) -> None:
    void(issuer, FIRST, "3")

    async def act(stage: Stage) -> None:
        stage.app.open_form("hand-up-voids", FIRST)
        await stage.see("> 时间")
        await stage.keys("up")
        await stage.form("20261110")
        await stage.see("日期是 11 天以前")

    at(issuer, act)


def test_a_report_changes_with_a_reason(issuer: Desk) -> None:
    lose(issuer, FIRST, {**LOST, "reported_on": TODAY, "reported_at": "09:30"})

    async def act(stage: Stage) -> None:
        stage.app.open_form("loss", "1")
        await stage.see("遗失报告", "09:30")
        stage.app.screen.query_one(Form).go_to("reported_at")
        await stage.keys("ctrl+u", "0940", "enter")
        await stage.keys("f2")
        await stage.see("更正原因")
        await stage.keys("看错了钟")
        await stage.keys("f2")
        await stage.see("已保存")

    at(issuer, act)
    assert losses(issuer)[0].values["reported_at"] == "09:40"


def test_a_blank_found_again_is_void_by_two(issuer: Desk) -> None:
    lose(issuer, FIRST, LOST)

    async def act(stage: Stage) -> None:
        await page(stage, "losses", FIRST)
        await stage.keys("enter")
        await stage.see("找回作废")
        await stage.answer("3")
        await stage.see("找回经过")
        await stage.keys("夹在文件里")
        await stage.keys("f2")
        await stage.see("第二人签字")
        await stage.keys(PASSWORD)
        await stage.keys("f2")
        await stage.see(f"{FIRST} 已作废")

    at(issuer, act)
    assert states(issuer)[FIRST] == "void"


def test_an_exchange_is_typed_from_the_childs_page(issuer: Desk, child: int) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("exchange", str(child))
        await stage.see("换发", "孔试安 的原证", OLD)
        await stage.form("2", "", "1", "2", "124")
        await stage.keys("f2")
        await stage.see("待审核")

    at(issuer, act)
    assert application(issuer, 2).kind == "2"


def test_a_reissue_is_typed_and_its_content_cannot_be(issuer: Desk, child: int) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("reissue", str(child))
        await stage.see("补发", "声明报刊", OLD)
        await stage.form("9", "院内遗失", "本人声明", "1121", "2", "1", "12356")
        names = {state.name for state in stage.app.screen.query_one(Form).model.visible()}
        assert "child_name" not in names
        await stage.keys("f2")
        await stage.see("待审核")

    at(issuer, act)
    assert application(issuer, 2).values["child_name"] == "孔试安"


@pytest.fixture
def asked(issuer: Desk, child: int) -> int:
    values = begin(issuer, "2", child_id=child).values | {
        "cause": "1",
        "returned": "2",
        "papers": ["1", "2", "4"],
        "child_name": "孔试桉",
        "mother_hukou": "1",
    }
    return take(issuer, child, values).id


def test_the_reviewer_sees_what_differs_and_agrees(
    issuer: Desk, asked: int, desk_of: DeskOf
) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("review", str(asked))
        await stage.see("与原证不同", "孔试安 → 孔试桉")
        await stage.keys("1")
        await stage.keys("f2")
        await stage.see("已同意")

    at(desk_of("reviewer"), act)
    assert application(issuer, asked).step == "reserve"


def test_at_the_issuers_desk_the_reviewer_signs(issuer: Desk, asked: int) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("review", str(asked))
        await stage.see("审核意见")
        await stage.keys("2", "enter", "照片不清")
        await stage.keys("f2")
        await stage.see("第二人签字")
        await stage.keys(PASSWORD)
        await stage.keys("f2")
        await stage.see("已退回")

    at(issuer, act)
    assert (application(issuer, asked).opinion, application(issuer, asked).reviewer) == (
        "照片不清",
        "审核",
    )


def test_a_correction_of_an_exchange_keeps_what_it_does_not_touch(issuer: Desk, asked: int) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("correct-replacing", str(asked))
        await stage.see("更正申请", "孔试桉")
        stage.app.screen.query_one(Form).go_to("child_name")
        await stage.keys("ctrl+u", "孔试岸", "enter")
        await stage.keys("f2")
        await stage.gone("更正申请")

    at(issuer, act)
    values = application(issuer, asked).values
    assert (values["child_name"], values["birth_date"]) == ("孔试岸", date(2026, 11, 2))


def test_the_list_of_voids_shows_what_went_up(issuer: Desk) -> None:
    void(issuer, FIRST, "1", "卡纸")
    hand_up(issuer, UP, [FIRST])

    async def act(stage: Stage) -> None:
        await page(stage, "voids", "废证 0 枚")
        await stage.keys("f6")
        await stage.see("这里没有可上缴或销毁的")
        await stage.keys("f7")
        await stage.see("看哪些?")
        await stage.answer("2")
        await stage.see("已上缴 1 枚", FIRST, str(TODAY))

    at(issuer, act)


def test_the_history_of_a_report_says_what_was_filled_in(issuer: Desk) -> None:
    lose(issuer, FIRST, LOST)
    fill_in(issuer, 1, 1, {**LOST, "reported_on": TODAY, "reported_at": "09:30"})

    async def act(stage: Stage) -> None:
        await page(stage, "losses", FIRST)
        await stage.keys("f9")
        await stage.see("续填", "上报时间", "09:30")

    at(issuer, act)
