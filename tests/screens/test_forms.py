"""Forms as a clerk meets them: echoes, refusals at the field, doubts, decisions, drafts."""

from datetime import date

import pytest
from sqlmodel import Session, col, select

from desk.context import Desk
from desk.pregnancy import card, correct_card, open_card
from models.antenatal import AntenatalContact
from models.audit import AuditEntry
from models.child import Child
from models.delivery import Delivery
from models.people import MatchDecision, Person
from tests.screens.stage import Act, Stage, play
from tui.forms import Form


def at_new_card(*values: str, then: Act) -> Act:
    async def act(stage: Stage) -> None:
        await stage.keys("2", "f4")
        await stage.see("> 姓名*")
        await stage.form(*values)
        await then(stage)

    return act


def at_person(initials: str, digit: str, see: str, then: Act) -> Act:
    async def act(stage: Stage) -> None:
        await stage.keys("/", initials, "enter", digit)
        await stage.see("F2 保存", see)
        await then(stage)

    return act


def person(desk: Desk, name: str) -> Person:
    with Session(desk.store.read) as session:
        return session.exec(
            select(Person).where(Person.name == name).order_by(col(Person.id).desc())
        ).first() or Person(name="", centre="")


def test_a_wrong_check_digit_is_told_at_the_field(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.see("身份证第18位应为 0,请核对")
        assert stage.line("身份证第18位").startswith("> 身份证号")

    play(clerk.store.path, at_new_card("钱进", "361199199706122221", then=then), clerk)


def test_the_number_of_somebody_on_the_books_brings_her_data(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.see("这个号码已登记给 王小丽(东庄村)")
        await stage.answer("1")
        await stage.see("13800000001", "东庄村")

    play(clerk.store.path, at_new_card("王", "361199199603050025", then=then), clerk)


def test_a_phone_typed_before_her_number_stays_beside_what_is_known(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("2", "f4")
        await stage.see("> 姓名*")
        form = stage.app.screen.query_one(Form)
        form.go_to("phones")
        await stage.form("13899990000")
        form.go_to("id_no")
        await stage.form("361199199603050025")
        await stage.see("这个号码已登记给")
        await stage.answer("1")
        await stage.see("王小丽", "13899990000")

    play(clerk.store.path, act, clerk)


def test_a_woman_with_an_open_card_gets_no_second_one(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.see("这个号码已登记给")
        await stage.answer("1")
        await stage.see("东庄村")
        await stage.keys("f2")
        await stage.see("末次月经、超声孕周、预产期至少填一项")
        await stage.form("20260801")
        await stage.keys("f2")
        await stage.see("已有未结案的孕册")

    play(clerk.store.path, at_new_card("王", "361199199603050025", then=then), clerk)


def test_look_alikes_are_decided_and_the_decision_kept(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.keys("f2")
        await stage.see("是同一个人吗", "1999-01-02", "西岭村")
        await stage.answer("2")
        await stage.see("已为 赵秀芳 建册")

    values = ("赵秀芳", "", "19990102", "", "", "", "", "20260801")
    play(clerk.store.path, at_new_card(*values, then=then), clerk)
    with Session(clerk.store.read) as session:
        decision = session.exec(select(MatchDecision)).one()
    assert (decision.same, decision.decided_by) == (False, "clerk")


def test_a_doubt_is_asked_and_the_answer_kept(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.form("31")
        await stage.see("体重 31.0 少见", "1是 2改")
        await stage.answer("1")
        await stage.keys("f2")
        await stage.see("体重比 2026-06-20 -23.5 kg,请核对", "1是 2改")
        await stage.answer("1")
        await stage.keys("f2")
        await stage.see("已保存")

    play(clerk.store.path, at_person("wxl", "1", "> 体重", then), clerk)
    with Session(clerk.store.read) as session:
        entry = session.exec(
            select(AuditEntry.reason).where(AuditEntry.action == "contact.record")
        ).all()[-1]
        weights = session.exec(select(AntenatalContact.weight_g)).all()
    assert entry == "确认: 体重"
    assert 31_000 in weights


@pytest.mark.parametrize(
    ("initials", "digit", "see", "action"),
    [
        ("wxl", "1", "> 体重", "contact.record"),
        ("zxf", "3", "产后 20 天", "postpartum.record"),
        ("zxfzn", "4", "> 体重", "check.record"),
    ],
)
def test_a_visit_without_any_finding_is_asked_about(
    clerk: Desk, initials: str, digit: str, see: str, action: str
) -> None:
    async def then(stage: Stage) -> None:
        await stage.keys("f2")
        await stage.see("没有任何检查内容,仍保存吗? 1是 2改")
        await stage.answer("1")
        await stage.see("已保存")

    play(clerk.store.path, at_person(initials, digit, see, then), clerk)
    with Session(clerk.store.read) as session:
        reasons = session.exec(select(AuditEntry.reason).where(AuditEntry.action == action)).all()
    assert reasons[-1] == "确认: 检查内容"


def test_a_doubt_stood_by_in_a_correction_is_kept_with_its_reason(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("/", "wxl", "enter")
        await stage.see("第1次产前随访")
        while not stage.line("> 2026").endswith("54.5kg"):
            await stage.keys("down")
        await stage.keys("enter")
        await stage.see("更正产前随访")
        await stage.keys("down", "down", "3", "1", "enter")
        await stage.see("体重 31.0 少见", "1是 2改")
        await stage.answer("1")
        await stage.keys("pagedown", "pagedown")
        await stage.form("抄错了")
        await stage.keys("f2")
        await stage.see("已更正")

    play(clerk.store.path, act, clerk)
    with Session(clerk.store.read) as session:
        query = select(AuditEntry.reason).where(AuditEntry.action == "contact.correct")
        assert session.exec(query).all() == ["抄错了；确认: 体重"]


def test_the_next_visit_begins_at_the_day_of_the_last_one_typed(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.keys("up", "up", "2", "0", "enter")
        await stage.see("2026-11-20")
        await stage.form("", "3.9")
        await stage.keys("f2")
        await stage.see("已保存")
        await stage.keys("escape", "f3", "wxl", "enter", "1")
        await stage.see("> 随访日期*    2026-11-20")

    play(clerk.store.path, at_person("zxfzn", "4", "> 体重", then), clerk)


def test_a_visit_with_one_finding_is_not_asked_about(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.form("3.9")
        await stage.keys("f2")
        await stage.see("已保存")

    play(clerk.store.path, at_person("zxfzn", "4", "> 体重", then), clerk)


def test_twins_become_two_children(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.form("20261120", "", "3", "县医院", "2", "2", "2", "1", "1", "2400")
        await stage.keys("pagedown")
        await stage.form("1", "2", "2500")
        await stage.keys("f2")
        await stage.see("已保存", "王小丽之子1", "王小丽之女2")

    play(clerk.store.path, at_person("wxl", "2", "> 分娩日期", then), clerk)
    with Session(clerk.store.read) as session:
        assert len(session.exec(select(Delivery)).all()) == 2
        names = session.exec(
            select(Person.name)
            .join(Child, col(Child.person_id) == col(Person.id))
            .where(col(Person.name).startswith("王小丽之"))
        ).all()
    assert sorted(names) == ["王小丽之女2", "王小丽之子1"]


def test_a_contact_before_the_last_period_is_refused_at_its_date(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.keys("up", "up", "ctrl+u", "20260401", "enter")
        await stage.see("早于末次月经 2026-05-01")

    play(clerk.store.path, at_person("wxl", "1", "> 体重", then), clerk)


def test_a_clerk_is_told_that_the_issuer_issues(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("/", "zxfzn", "enter")
        await stage.see("1 产前随访", "现在该做")
        await stage.keys("5")
        await stage.see("「签发出生证」不能用", "权限")

    play(clerk.store.path, act, clerk)


def correcting(clerk: Desk, theirs: str, digit: str, see: str) -> str:
    """Correct her card number to M1 while somebody else saves ``theirs``; her number then."""
    view = card(clerk, 1)

    async def then(stage: Stage) -> None:
        for _ in range(9):
            await stage.keys("down")
        assert stage.line("> ").startswith("> 保健册编号")
        await stage.keys("ctrl+u", "M1")
        values = {n: v for n, v in (view.mother.values | view.values).items() if n != "died_on"}
        values = {n: v for n, v in values.items() if n != "moved_out_on"} | {"card_no": theirs}
        correct_card(clerk, 1, view.version, values, "另一台改的")
        await stage.keys(*["pagedown"] * 4)
        await stage.form("写错了")
        await stage.keys("f2")
        await stage.see("这条记录刚被别人改过", "M1", theirs)
        await stage.answer(digit)
        await stage.see(see)

    play(clerk.store.path, at_person("wxl", "6", "王小丽", then), clerk)
    return str(card(clerk, 1).values["card_no"])


def test_of_two_savers_mine_is_chosen(clerk: Desk) -> None:
    assert correcting(clerk, "T1", "1", "已更正") == "M1"


def test_of_two_savers_theirs_is_chosen(clerk: Desk) -> None:
    assert correcting(clerk, "T1", "2", "用了别人存的那份") == "T1"


def test_escape_never_loses_typed_text_without_asking(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.keys("escape")
        await stage.see("填了的内容还没有保存")
        await stage.answer("2")
        await stage.see("在管的孕册")
        await stage.keys("f4")
        await stage.see("这张表上次没有保存完: 建册 钱进。接着填吗?")
        await stage.answer("1")
        await stage.gone("接着填吗?")
        await stage.see("钱进")

    play(clerk.store.path, at_new_card("钱进", then=then), clerk)


def test_a_form_left_for_good_leaves_no_draft(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.keys("escape")
        await stage.see("填了的内容还没有保存")
        await stage.answer("3")
        await stage.see("在管的孕册")
        assert stage.app.drafts.list() == []

    play(clerk.store.path, at_new_card("钱进", then=then), clerk)


def test_a_saved_form_leaves_no_draft(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.form("55")
        await stage.keys("f2")
        await stage.see("已保存")
        assert stage.app.drafts.list() == []

    play(clerk.store.path, at_person("wxl", "1", "> 体重", then), clerk)


def test_a_form_that_was_left_does_not_bring_back_what_another_saved(clerk: Desk) -> None:
    left: list[Form] = []  # a program that breaks may still hold the form

    async def then(stage: Stage) -> None:
        left.append(stage.app.screen.query_one(Form))
        await stage.form("55")
        await stage.keys("escape")
        await stage.see("填了的内容还没有保存")
        await stage.answer("2")
        await stage.see("> 2026-06-20")  # the list of her page
        await stage.answer("1")
        await stage.see("接着填吗?")
        await stage.answer("1")
        await stage.gone("接着填吗?")
        await stage.keys("f2")
        await stage.see("已保存")
        stage.app.write_drafts()
        assert stage.app.drafts.list() == []

    play(clerk.store.path, at_person("wxl", "1", "> 体重", then), clerk)


def test_the_next_card_begins_with_the_last_village(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.keys("f2")
        await stage.see("已为 钱进 建册")
        await stage.keys("escape", "f4")
        await stage.see("> 姓名*")
        assert "柳溪村" in stage.line("  村 ")

    values = ("钱进", "", "19980102", "", "3", "", "", "20260801")
    play(clerk.store.path, at_new_card(*values, then=then), clerk)


def test_a_pasted_name_is_stored_without_what_steers(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.paste("孙[/]\x1b[31m\u202e丽\u200b=1+1")
        await stage.form("", "", "19980102", "", "", "", "", "20260801")
        await stage.keys("f2")
        await stage.see("已为 孙[/][31m丽=1+1 建册")

    play(clerk.store.path, at_new_card(then=then), clerk)
    assert person(clerk, "孙[/][31m丽=1+1").id


def test_keys_typed_before_the_form_is_there_are_its_own(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("2")
        await stage.see("在管的孕册")
        await stage.pilot.press("f4", "a", "b")
        await stage.see("> 姓名*      ab")

    play(clerk.store.path, act, clerk)


def test_a_second_card_form_for_her_is_closed_while_one_is_open(clerk: Desk) -> None:
    open_card(clerk, {"name": "周周", "birth_date": date(1999, 3, 3), "lmp": date(2026, 6, 1)})

    async def act(stage: Stage) -> None:
        await stage.keys("/", "zz", "enter")
        await stage.see("1 产前随访", "周周")
        await stage.see("在孕")
        await stage.keys("f4")
        await stage.see("「建册」不能用", "她已有一张在孕的孕册")

    play(clerk.store.path, act, clerk)
