"""A first certificate as the issuer meets it: one form, then one screen with its steps."""

from datetime import date
from types import SimpleNamespace

import pytest

from desk.application import applications
from desk.context import Desk
from desk.issuing import reserve
from screens.issuing import CorrectApplicationPage
from tests.screens.applied import FIRST, MOTHER_ID, NAME, born_at, states
from tests.screens.stage import Act, Stage, play


def at_child(key: str, see: str, then: Act) -> Act:
    async def act(stage: Stage) -> None:
        await stage.keys("/", "zxfzn", "enter")
        await stage.see("5 签发出生证", "身份证")
        await stage.keys(key)
        await stage.see(see)
        await then(stage)

    return act


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
