"""The page of an application: its steps, what is asked on the way, what is shown."""

from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from desk.application import application, take
from desk.application_view import ApplicationView
from desk.context import Desk
from desk.issuing import misprint, printed, reserve
from desk.replacing import review
from desk.sealing import seal
from desk.stock_room import receive
from models.child import Child
from models.delivery import Delivery
from models.people import Person
from screens.application import ApplicationPage
from screens.application_sheet import Sheet
from tests.conftest import TODAY, DeskOf
from tests.desk.certified import issued, taken
from tests.screens.applied import EARLY, FIRST, NAME, PAPERS, SECOND, WHOLE, born_at, states
from tests.screens.stage import Act, Stage, golden, play

ASKED = "还空着: 母亲民族 母亲户籍地址"
BOY = "与现在的档案不同: 性别 女(档案 男)"


def at_application(then: Act) -> Act:
    async def act(stage: Stage) -> None:
        stage.app.push_screen(stage.app.page("application", 1))
        await stage.see("下一步", NAME)
        await then(stage)

    return act


def test_enter_at_the_last_question_issues_nothing(issuer: Desk, waiting: int) -> None:
    reserve(issuer, waiting)
    printed(issuer, waiting)

    async def then(stage: Stage) -> None:
        await stage.keys("enter")
        await stage.see(f"签发 {FIRST} 给 {NAME}?")
        await stage.keys("enter")
        await stage.see("待确认")

    play(issuer.store.path, at_application(then), issuer)
    assert states(issuer) == {FIRST: "printed"}


def test_what_is_printed_and_empty_is_asked_about_before_a_number_is_taken(
    issuer: Desk, lacking: int
) -> None:
    async def then(stage: Stage) -> None:
        await stage.keys("enter")
        await stage.see(ASKED, "2 回去补填")
        await stage.keys("enter")
        await stage.see("更正申请", "> 母亲民族")

    play(issuer.store.path, at_application(then), issuer)
    assert application(issuer, lacking).step == "reserve"
    assert states(issuer) == {}


def corrected(desk: Desk) -> None:
    """The clerk makes the child a boy after all."""
    with Session(desk.store.write) as session:
        session.get_one(Person, session.get_one(Child, 1).person_id).sex = "1"
        session.commit()


def test_what_differs_from_the_records_and_what_is_empty_are_one_question(
    issuer: Desk, lacking: int
) -> None:
    corrected(issuer)

    async def then(stage: Stage) -> None:
        await stage.see("女(档案 男)")
        await stage.keys("enter")
        await stage.see(BOY, ASKED, "1 仍按申请")
        await stage.answer("2")
        await stage.see("更正申请", "> 性别")

    play(issuer.store.path, at_application(then), issuer)
    assert application(issuer, lacking).step == "reserve"


def test_what_differs_from_the_records_is_asked_about_before_it_is_issued(
    issuer: Desk, waiting: int
) -> None:
    reserve(issuer, waiting)
    printed(issuer, waiting)
    corrected(issuer)

    async def then(stage: Stage) -> None:
        await stage.keys("enter")
        await stage.see(BOY, f"签发 {FIRST} 给 {NAME}?", "1 仍按申请,签发")
        await stage.answer("1")
        await stage.see(f"已签发 {FIRST}")

    play(issuer.store.path, at_application(then), issuer)


def test_a_day_is_not_written_down_before_the_question(issuer: Desk, waiting: int) -> None:
    reserve(issuer, waiting)
    printed(issuer, waiting)
    corrected(issuer)

    async def then(stage: Stage) -> None:
        await stage.keys("f7")
        await stage.see(BOY, "2 先不签发")
        await stage.answer("1")
        await stage.see("补记", "办的日期")

    play(issuer.store.path, at_application(then), issuer)


def test_what_is_empty_is_asked_about_once(issuer: Desk, lacking: int) -> None:
    async def then(stage: Stage) -> None:
        await stage.keys("enter")
        await stage.see(ASKED)
        await stage.answer("1")
        await stage.see(f"已占号 {FIRST}")
        await stage.keys("2")
        await stage.see("作废,原因是?")
        await stage.answer("1")
        await stage.see(f"占用下一个编号 {SECOND}")
        await stage.keys("enter")
        await stage.see(f"已占号 {SECOND}")

    play(issuer.store.path, at_application(then), issuer)


def test_a_step_of_another_day_is_written_down_with_its_day(issuer: Desk) -> None:
    came: dict[str, Any] = {"received_on": date(2026, 11, 18), "count": 1, "checked_by": "另一人"}
    receive(issuer, {**came, "first": EARLY, "last": EARLY})
    own = taken(issuer, 1, child_name=NAME, papers=PAPERS, applied_on=date(2026, 11, 18), **WHOLE)
    reserve(issuer, own.id, EARLY, "先到的", on=date(2026, 11, 19))

    async def then(stage: Stage) -> None:
        await stage.keys("f7")
        await stage.see("> 办的日期", "省系统打印好了")
        await stage.keys("1118", "f2")
        await stage.see("早于该编号上一次变动的日期 2026-11-19")
        await stage.keys("1119", "f2")
        await stage.see("待确认", f"打印 {EARLY} 2026-11-19")

    play(issuer.store.path, at_application(then), issuer)


def test_a_misprint_takes_the_next_number_with_one_key(issuer: Desk, waiting: int) -> None:
    reserve(issuer, waiting)

    async def then(stage: Stage) -> None:
        await stage.keys("2")
        await stage.see(f"{FIRST} 作废,原因是?")
        await stage.answer("1")
        await stage.see("待占号", f"{FIRST} 已作废")
        await stage.see(f"占用下一个编号 {SECOND}")
        await stage.keys("enter")
        await stage.see(f"已占号 {SECOND}")

    play(issuer.store.path, at_application(then), issuer)
    assert states(issuer) == {FIRST: "void", SECOND: "reserved"}


def test_another_cause_of_a_misprint_is_written(issuer: Desk, waiting: int) -> None:
    reserve(issuer, waiting)

    async def then(stage: Stage) -> None:
        await stage.keys("2")
        await stage.answer("9")
        await stage.see("> 原因*")
        await stage.keys("被猫踩了", "f2")
        await stage.see("待占号", "被猫踩了")

    play(issuer.store.path, at_application(then), issuer)
    assert states(issuer) == {FIRST: "void"}


def test_a_number_goes_back_with_a_reason(issuer: Desk, waiting: int) -> None:
    reserve(issuer, waiting)

    async def then(stage: Stage) -> None:
        await stage.keys("3")
        await stage.see("> 原因*")
        await stage.keys("家长改名", "f2")
        await stage.see("待占号", "家长改名")

    play(issuer.store.path, at_application(then), issuer)
    assert states(issuer) == {FIRST: "drawn"}


def test_another_number_than_the_next_says_why(issuer: Desk, waiting: int) -> None:
    async def then(stage: Stage) -> None:
        await stage.keys("4")
        await stage.see("> 改用编号*")
        await stage.keys(SECOND, "enter")
        await stage.see("该号在库房,将先领用", "> 原因*")
        await stage.keys("前一枚受潮", "f2")
        await stage.see("待打印", "前一枚受潮")

    play(issuer.store.path, at_application(then), issuer)
    assert states(issuer) == {SECOND: "reserved"}


def test_a_number_taken_meanwhile_is_said(issuer: Desk, waiting: int, desk_of: DeskOf) -> None:
    other = desk_of("issuer")

    async def then(stage: Stage) -> None:
        await stage.see(f"占用下一个编号 {FIRST}")
        second = taken_by_another(other)
        reserve(other, second)
        await stage.keys("enter")
        await stage.see(f"{FIRST} 刚被别人占用,改用 {SECOND}")

    play(issuer.store.path, at_application(then), issuer)


def taken_by_another(desk: Desk) -> int:
    view = application(desk, 1)
    return take(desk, None, view.values | {"child_name": "钱安安", "sex": "1"}).id


def test_a_step_somebody_else_did_is_shown(issuer: Desk, waiting: int) -> None:
    async def then(stage: Stage) -> None:
        await stage.see("待占号")
        reserve(issuer, waiting)
        misprint(issuer, waiting, "1")
        reserve(issuer, waiting)
        await stage.keys("enter")
        await stage.see("这份申请已经到了「待打印」", SECOND)

    play(issuer.store.path, at_application(then), issuer)


def test_what_was_read_before_a_step_is_not_shown_over_it(issuer: Desk, waiting: int) -> None:
    before = application(issuer, waiting)

    async def then(stage: Stage) -> None:
        page = stage.app.screen
        assert isinstance(page, ApplicationPage)
        await stage.keys("enter")
        await stage.see(f"已占号 {FIRST}")
        page._still(0, (before, FIRST))
        assert page.shown.step == "print"

    play(issuer.store.path, at_application(then), issuer)


def test_an_open_application_is_corrected(issuer: Desk, waiting: int) -> None:
    async def then(stage: Stage) -> None:
        await stage.keys("5")
        await stage.see("更正申请", "> 性别")
        await stage.keys("1", "f2")
        await stage.see("待占号", "性别 男")

    play(issuer.store.path, at_application(then), issuer)
    assert application(issuer, waiting).values["sex"] == "1"


def test_before_the_application_nothing_is_done_for_it(issuer: Desk, waiting: int) -> None:
    async def then(stage: Stage) -> None:
        await stage.keys("enter")
        await stage.see("电脑日期 2026-11-20 早于申请或审核的日期 2026-11-21,请先改电脑日期")

    play(issuer.store.path, at_application(then), issuer, today=TODAY - timedelta(days=1))
    assert states(issuer) == {}


def test_before_its_last_move_nothing_is_done_with_a_number(issuer: Desk, waiting: int) -> None:
    reserve(issuer, waiting)

    async def then(stage: Stage) -> None:
        await stage.keys("enter")
        await stage.see("\n早于该编号上一次变动的日期 2026-11-21")

    play(issuer.store.path, at_application(then), issuer, today=TODAY - timedelta(days=1))
    assert states(issuer) == {FIRST: "reserved"}


def test_what_cannot_be_done_now_says_why(issuer: Desk, waiting: int) -> None:
    async def then(stage: Stage) -> None:
        await stage.keys("8")
        await stage.see("现在是「待占号」,办不了这一步")

    play(issuer.store.path, at_application(then), issuer)


def test_the_sealer_seals_at_the_issuers_desk(issuer: Desk) -> None:
    issued(issuer, 1, child_name=NAME, papers=PAPERS)

    async def then(stage: Stage) -> None:
        await stage.keys("enter")
        await stage.see(f"盖章 {FIRST}", "口令")
        await stage.keys("demo-2026", "enter")
        await stage.see("待领证")

    play(issuer.store.path, at_application(then), issuer)


def test_a_sealed_certificate_is_collected_from_its_application(
    issuer: Desk, desk_of: DeskOf
) -> None:
    view = issued(issuer, 1, child_name=NAME, papers=PAPERS)
    seal(desk_of("sealer"), [view.id])

    async def then(stage: Stage) -> None:
        await stage.keys("enter")
        await stage.see(f"领证 > {FIRST} {NAME}", "本人签字")

    play(issuer.store.path, at_application(then), issuer)


def test_the_sheet_of_an_application(issuer: Desk, waiting: int) -> None:
    reserve(issuer, waiting)
    misprint(issuer, waiting, "1", "卡纸")
    reserve(issuer, waiting)

    async def then(stage: Stage) -> None:
        await stage.see("待打印")

    golden("application", play(issuer.store.path, at_application(then), issuer))


def test_what_is_next_stands_below_a_sheet_that_is_too_long(issuer: Desk, waiting: int) -> None:
    sheet = Sheet()
    sheet.view, sheet.does = application(issuer, waiting), "占用下一个编号"
    words = ["".join(text for text, _ in line) for line in sheet.paint(80, 8)]
    assert "回车 占用下一个编号" in words
    assert any(line.startswith("↓ 下面还有 ") for line in words)


def outside(issuer: Desk, attendant: str | None = None) -> ApplicationView:
    """An application of a birth at home, attended otherwise than by a midwife."""
    born_at(issuer, "家中")
    with Session(issuer.store.write) as session:
        delivery = session.get_one(Delivery, 1)
        delivery.in_hospital, delivery.attendant = "2", attendant
        session.commit()
    said = {"attended": "2", "paternity_no": "鉴1", "receiver_phone": "13800001234"}
    papers = ["1", "2", "3", "7"]
    return taken(issuer, 1, child_name=NAME, papers=papers, address="西岭村", **said)


def test_who_attended_a_birth_outside_stands_beside_the_record(issuer: Desk) -> None:
    outside(issuer, attendant="3")

    async def then(stage: Stage) -> None:
        await stage.see("机构外接生 其他情况(档案 家庭接生员)")

    play(issuer.store.path, at_application(then), issuer)


def test_a_birth_outside_that_was_agreed_to_is_passed_on(issuer: Desk, desk_of: DeskOf) -> None:
    mine = outside(issuer)
    review(desk_of("reviewer"), mine.id, "1")

    async def then(stage: Stage) -> None:
        await stage.keys("enter")
        await stage.see("移交签发机构", "> 签发机构")
        await stage.keys("县妇幼保健院", "f2")
        await stage.see("已移交", "移交 2026-11-21 签发 县妇幼保健院")

    play(issuer.store.path, at_application(then), issuer)
    assert application(issuer, mine.id).passed_to == "县妇幼保健院"
