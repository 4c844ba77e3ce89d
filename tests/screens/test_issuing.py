"""A first certificate as the issuer meets it: one form, then one screen with its steps."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from sqlmodel import Session, col, select

from desk.application import application, applications, take
from desk.context import Desk
from desk.issuing import misprint, printed, reserve
from desk.replacing import review
from desk.sealing import seal
from desk.stock_room import receive
from models.blanks import Blank
from models.child import Child
from models.delivery import Delivery
from models.people import Person
from screens.application import ApplicationPage
from screens.application_sheet import Sheet
from screens.issuing import CorrectApplicationPage
from tests.conftest import DeskOf
from tests.desk.certified import issued, taken
from tests.screens.stage import Act, Stage, golden, play

NAME = "赵安安"
FIRST, SECOND = "Z990000001", "Z990000002"
EARLY = "Y990000001"  # it came before the others
MOTHER_ID = "361199199706122220"
PAPERS = ["1", "2", "6"]
WHOLE = {  # what the records of the small centre do not say
    "birth_time": "07:59",
    "birth_length_mm": 505,
    "born_at": "浙江省青川县云溪镇",
    "attendant": "吴试接",
    "mother_ethnic": "汉族",
    "mother_address": "青川县云溪镇西岭村2组",
}


@pytest.fixture
def issuer(clerk: Desk, desk_of: DeskOf) -> Desk:
    """The issuer of the small centre."""
    assert clerk.centre
    return desk_of("issuer")


@pytest.fixture
def waiting(issuer: Desk) -> int:
    """An application nothing was done with yet."""
    return taken(issuer, 1, child_name=NAME, papers=PAPERS, **WHOLE).id


@pytest.fixture
def lacking(issuer: Desk) -> int:
    """The same, the mother's ethnic group and address not filled in."""
    lacks: dict[str, Any] = {"mother_ethnic": None, "mother_address": None}
    return taken(issuer, 1, child_name=NAME, papers=PAPERS, **WHOLE | lacks).id


def at_child(key: str, see: str, then: Act) -> Act:
    async def act(stage: Stage) -> None:
        await stage.keys("/", "zxfzn", "enter")
        await stage.see("5 签发出生证", "身份证")
        await stage.keys(key)
        await stage.see(see)
        await then(stage)

    return act


def at_application(then: Act) -> Act:
    async def act(stage: Stage) -> None:
        stage.app.push_screen(stage.app.page("application", 1))
        await stage.see("下一步", NAME)
        await then(stage)

    return act


def states(desk: Desk) -> dict[str, str]:
    with Session(desk.store.read) as session:
        found = select(Blank.number, Blank.state).where(col(Blank.state) != "in_stock")
        return dict(session.exec(found).all())


def test_from_the_childs_page_to_the_issued_certificate(issuer: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.keys("pagedown")
        await stage.see("> 新生儿姓名")
        await stage.form(NAME, MOTHER_ID)
        await stage.keys("pagedown", "pagedown", "pagedown")
        await stage.see("> 已核材料", "要: 1 首次签发登记表 2 母亲证件 6 母亲声明")
        await stage.keys("126", "f2")
        await stage.see("待占号", f"占用下一个编号 {FIRST}")
        await stage.keys("enter")
        await stage.see("还空着: 出生时间")
        await stage.answer("1")
        await stage.see("待打印", f"已占号 {FIRST}")
        await stage.keys("enter")
        await stage.see("待确认")
        await stage.keys("enter")
        await stage.see(f"签发 {FIRST} 给 {NAME}?")
        await stage.answer("1")
        await stage.see("待盖章", f"已签发 {FIRST}")

    play(issuer.store.path, at_child("5", "申请出生医学证明", then), issuer)
    assert states(issuer) == {FIRST: "issued"}


def born_at(issuer: Desk, place: str | None) -> None:
    """What the delivery's record says of where the child was born."""
    with Session(issuer.store.write) as session:
        delivery = session.get_one(Delivery, 1)
        delivery.place = place
        session.commit()


def test_a_child_of_another_institution_is_sent_there_at_once(issuer: Desk) -> None:
    born_at(issuer, "演示县人民医院")

    async def then(stage: Stage) -> None:
        assert "5 签发出生证" in stage.text

    words = "该在出生的医疗机构签发: 演示县人民医院"
    play(issuer.store.path, at_child("5", words, then), issuer)


@pytest.mark.parametrize(
    ("place", "asked"),
    [(None, "没填出生的机构,是在本院出生的吗?"), ("县城", "应由 县城 签发")],
)
def test_where_it_is_not_clear_who_issues_it_is_asked(
    issuer: Desk, place: str | None, asked: str
) -> None:
    born_at(issuer, place)

    async def then(stage: Stage) -> None:
        await stage.keys("pagedown")
        await stage.see("> 新生儿姓名")
        await stage.form(NAME, MOTHER_ID)
        await stage.keys("pagedown", "pagedown", "pagedown")
        await stage.see("> 已核材料")
        await stage.keys("126", "f2")
        await stage.see(asked)

    play(issuer.store.path, at_child("5", "申请出生医学证明", then), issuer)


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


ASKED = "还空着: 母亲民族 母亲户籍地址"


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


BOY = "与现在的档案不同: 性别 女(档案 男)"


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


def test_enter_passes_what_is_known(issuer: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.form("0830")
        assert stage.line("> ").startswith("> 出生身长")
        await stage.form("50.5", "浙江省青川县")
        assert stage.line("> ").startswith("> 接生人员")

    play(issuer.store.path, at_child("5", "> 出生时间", then), issuer)


def test_what_an_identity_number_says_follows_it(issuer: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.keys("pagedown")
        await stage.form(NAME, MOTHER_ID)
        assert stage.line("> ").startswith("> 母亲民族")
        await stage.see("1 居民身份证", "29 岁", "中国")

    play(issuer.store.path, at_child("5", "> 出生时间", then), issuer)


def test_who_collects_follows_from_the_relation(issuer: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.keys("pagedown", NAME, "pagedown", "pagedown")
        await stage.see("> 与新生儿关系", "1 母亲")
        await stage.keys("enter")
        await stage.see(" 赵秀芳")
        await stage.keys("up", "up", "3", "enter")
        await stage.see("3 (外)祖父母")
        assert "赵秀芳" not in stage.text.partition("> 与新生儿关系")[2]

    play(issuer.store.path, at_child("5", "> 出生时间", then), issuer)


def test_a_child_with_an_application_goes_on_where_it_was_left(issuer: Desk, waiting: int) -> None:
    reserve(issuer, waiting)

    async def then(stage: Stage) -> None:
        await stage.see("待打印", "1 打印好了")

    play(issuer.store.path, at_child("5", "出生证申请", then), issuer)


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
    return take(desk, None, view.values | {"child_name": "钱安安"}).id


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


def test_what_cannot_be_done_now_says_why(issuer: Desk, waiting: int) -> None:
    async def then(stage: Stage) -> None:
        await stage.keys("8")
        await stage.see("现在是「待占号」,办不了这一步")

    play(issuer.store.path, at_application(then), issuer)


def test_the_list_leads_to_the_oldest_open_application(issuer: Desk, waiting: int) -> None:
    async def act(stage: Stage) -> None:
        stage.app.push_screen(stage.app.page("applications"))
        await stage.see(NAME, "待占号")
        await stage.keys("enter")
        await stage.see("占用下一个编号")

    play(issuer.store.path, act, issuer)
    assert [one.id for one in applications(issuer)] == [waiting]


def test_a_child_that_is_not_on_the_books_is_applied_for_too(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.push_screen(stage.app.page("applications"))
        await stage.see("没有没办完的申请")
        await stage.keys("f4")
        await stage.see("给谁申请?")
        await stage.answer("3")
        await stage.see("机构外出生申请", "> 性别*")

    play(issuer.store.path, act, issuer)


def test_the_other_form_is_one_key_away_where_no_record_says_which(issuer: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.open_form("issue", "new")
        await stage.see("申请出生医学证明", "出生日期")
        await stage.keys("f6")
        await stage.see("机构外出生申请")

    play(issuer.store.path, act, issuer)


def test_a_birth_on_record_has_the_form_of_its_record(issuer: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.keys("f6")
        await stage.see("按分娩记录", "> 出生时间")

    play(issuer.store.path, at_child("5", "> 出生时间", then), issuer)


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


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        ({"child_name": "刘安安", "mother_name": "卢雅蕾", "father_name": "周安安"}, "child_name"),
        ({"applied_on": date(2026, 11, 13)}, "applied_on"),
        ({"applied_on": date(2026, 11, 14)}, None),
    ],
)
def test_a_correction_asks_about_what_is_new_in_it(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, object], asked: str | None
) -> None:
    day = SimpleNamespace(today=date(2026, 11, 21))
    monkeypatch.setattr(CorrectApplicationPage, "app", day)
    page = CorrectApplicationPage("1")
    page.before = {"institution": None, "child_name": "周安", "father_name": "周安安"}
    monkeypatch.setattr(CorrectApplicationPage, "kind", "4")
    assert set(page.doubtful(values)) == ({asked} if asked else set())


def test_a_birth_outside_that_was_agreed_to_is_passed_on(issuer: Desk, desk_of: DeskOf) -> None:
    born_at(issuer, "家中")
    with Session(issuer.store.write) as session:
        session.get_one(Delivery, 1).in_hospital = "2"
        session.commit()
    said = {"attended": "2", "paternity_no": "鉴1", "receiver_phone": "13800001234"}
    papers = ["1", "2", "3", "7"]
    mine = taken(issuer, 1, child_name=NAME, papers=papers, address="西岭村", **said)
    review(desk_of("reviewer"), mine.id, "1")

    async def then(stage: Stage) -> None:
        await stage.keys("enter")
        await stage.see("移交签发机构", "> 签发机构")
        await stage.keys("县妇幼保健院", "f2")
        await stage.see("已移交", "移交 2026-11-21 县妇幼保健院")

    play(issuer.store.path, at_application(then), issuer)
    assert application(issuer, mine.id).passed_to == "县妇幼保健院"
