"""The person's page mends what was recorded: Enter on an event, a card ended, a child made."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from desk.antenatal import correct_contact
from desk.case_work import record
from desk.child import child, record_check
from desk.context import Desk
from desk.delivery import record_postpartum
from desk.history import history
from desk.intake import take_in
from desk.people import find
from desk.person_page import person_page
from desk.pregnancy import card
from models.child import Child
from models.pregnancy import Pregnancy
from tests.conftest import TODAY, DeskOf
from tests.desk.certified import issued
from tests.desk.intake_rows import delivered, rows
from tests.screens.stage import Act, Stage, play

REASON = "看错了"


def on_page(initials: str, see: str, then: Act) -> Act:
    async def act(stage: Stage) -> None:
        await stage.keys("/", initials, "enter")
        await stage.see("1 产前随访", see)
        await then(stage)

    return act


async def give_reason(stage: Stage, moves: str = "") -> None:
    """To the last field, whichever the form, and save; ``moves`` is what follows and is asked."""
    await stage.keys(*["pagedown"] * 5)
    assert stage.line("> ").startswith("> 更正原因*")
    await stage.keys(REASON, "f2")
    if moves:
        await stage.see("改了以后这些会变,保存吗?", moves)
        await stage.answer("1")
    await stage.see("已更正,原来的值留在历史里")


async def point_at(stage: Stage, words: str, key: str) -> None:
    """Press a key until the line pointed at has the words."""
    for _ in range(20):
        if words in stage.line("> "):
            return
        await stage.keys(key)
    raise AssertionError(f"no way to {words}:\n{stage.text}")


def on_event(event: str, field: str, typed: str, moves: str = "") -> Act:
    """Correct a field of a line of events."""

    async def then(stage: Stage) -> None:
        await point_at(stage, event, "down")
        await stage.keys("enter")
        await stage.see("F2 保存", "> ")
        await point_at(stage, f"> {field}", "enter")
        await stage.keys(typed, "enter")
        await give_reason(stage, moves)

    return then


def newest(desk: Desk, table: str, record_id: int) -> tuple[dict[str, Any], dict[str, Any], str]:
    change = history(desk, table, record_id)[0]
    return change.old, change.new, change.reason


def test_enter_on_a_contact_corrects_it(clerk: Desk) -> None:
    play(
        clerk.store.path,
        on_page("wxl", "第1次产前随访", on_event("第1次产前随访", "体重", "55.4")),
        clerk,
    )
    contact = card(clerk, 1).contacts[0]
    old, new, reason = newest(clerk, "antenatal_contacts", contact.id)
    assert (old["weight_g"], new["weight_g"], reason) == (54_500, 55_400, REASON)


def test_enter_on_a_delivery_corrects_it_and_its_childs_birth_date(clerk: Desk) -> None:
    play(
        clerk.store.path,
        on_page("zxf", "分娩", on_event("分娩", "分娩日期", "20261103", "分娩孕周  40+5")),
        clerk,
    )
    (found,) = find(clerk, "赵秀芳之女")
    assert found.birth_date == date(2026, 11, 3)


def test_enter_on_a_visit_after_birth_corrects_it(clerk: Desk) -> None:
    visit = {"visited_on": date(2026, 11, 8), "kind": "1", "bp_sys": 118, "bp_dia": 72}
    record_postpartum(clerk, 2, visit)
    play(
        clerk.store.path,
        on_page("zxf", "血压118/72", on_event("血压118/72", "舒张压", "78")),
        clerk,
    )
    assert card(clerk, 2).visits[0].values["bp_dia"] == 78


def child_of(desk: Desk) -> int:
    with Session(desk.store.read) as session:
        return session.exec(select(Child)).one().id or 0


def test_enter_on_a_check_corrects_it_and_empties_what_does_not_apply(clerk: Desk) -> None:
    own = child_of(clerk)
    values = {"checked_on": TODAY, "contact": "newborn", "outcome": "2", "finding": "黄疸"}
    record_check(clerk, own, values)
    play(
        clerk.store.path,
        on_page("zxfzn", "异常:黄疸", on_event("异常:黄疸", "检查结果", "1")),
        clerk,
    )
    (check,) = child(clerk, own).checks
    assert (check.values["outcome"], check.values["finding"]) == ("1", None)


@pytest.mark.parametrize(
    ("initials", "event", "heading"),
    [("wxl", "建册", "更正孕册"), ("zxfzn", "出生", "更正儿童资料")],
)
def test_enter_on_what_began_a_record_corrects_all_of_it(
    clerk: Desk, initials: str, event: str, heading: str
) -> None:
    async def then(stage: Stage) -> None:
        await point_at(stage, event, "down")
        await stage.keys("enter")
        await stage.see("F2 保存", heading)

    play(clerk.store.path, on_page(initials, event, then), clerk)


def test_a_correction_needs_its_reason(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.keys("down", "enter")  # beneath the assessment of that day
        await stage.see("F2 保存", "> 随访日期*")
        await stage.keys("f2")
        await stage.see("请填写更正原因")

    play(clerk.store.path, on_page("wxl", "第1次产前随访", then), clerk)


def test_why_she_was_referred_is_not_why_it_is_corrected(clerk: Desk) -> None:
    sent = {"referred_on": TODAY, "reason": "贫血"}
    (made,) = record(clerk, "referrals", 1, sent).records["referrals"]

    async def act(stage: Stage) -> None:
        stage.app.open_form("correct-referral", f"1/{made.id}")
        await stage.see("更正转诊", "> ")
        await point_at(stage, "> 转往机构", "enter")
        await stage.keys("县医院", "enter")
        await give_reason(stage)

    play(clerk.store.path, act, clerk)
    old, new, reason = newest(clerk, "referrals", made.id)
    assert (new["place"], "reason" in {*old, *new}, reason) == ("县医院", False, REASON)


def test_a_correction_of_nothing_is_not_kept(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.keys("down", "enter")  # beneath the assessment of that day
        await stage.see("F2 保存", "> 随访日期*")
        await stage.keys(*["pagedown"] * 5)
        await stage.keys(REASON, "f2")
        await stage.see("没有一项改动")

    play(clerk.store.path, on_page("wxl", "第1次产前随访", then), clerk)
    assert card(clerk, 1).contacts[0].version == 1


def of_two_savers(clerk: Desk, digit: str, see: str) -> object:
    """Correct her weight to 55.4 while somebody else saves 56.0; her weight then."""

    async def then(stage: Stage) -> None:
        await stage.keys("down", "enter")  # beneath the assessment of that day
        await stage.see("F2 保存", "> 随访日期*")
        await stage.keys("enter", "enter", "55.4", "enter")
        theirs = card(clerk, 1).contacts[0]
        values = {**theirs.values, "weight_g": 56_000}
        correct_contact(clerk, theirs.id, theirs.version, values, "另一台改的")
        await stage.keys(*["pagedown"] * 5)
        await stage.keys(REASON, "f2")
        await stage.see("这条记录刚被别人改过", "55.4", "56.0")
        await stage.answer(digit)
        await stage.see(see)

    play(clerk.store.path, on_page("wxl", "第1次产前随访", then), clerk)
    return card(clerk, 1).contacts[0].values["weight_g"]


def test_of_two_corrections_mine_is_chosen(clerk: Desk) -> None:
    assert of_two_savers(clerk, "1", "已更正") == 55_400


def test_of_two_corrections_theirs_is_chosen(clerk: Desk) -> None:
    assert of_two_savers(clerk, "2", "用了别人存的那份") == 56_000


def test_a_supervisor_is_told_who_may_correct(clerk: Desk, desk_of: DeskOf) -> None:
    async def then(stage: Stage) -> None:
        await point_at(stage, "第1次产前随访", "down")
        await point_at(stage, "第1次产前随访", "down")
        await point_at(stage, "第1次产前随访", "down")
        await stage.keys("enter")
        await stage.see("「更正这条」不能用", "权限")

    play(
        clerk.store.path,
        on_page("wxl", "第1次产前随访", then),
        desk_of("supervisor"),
        see="今日工作",
    )


def test_an_issued_certificate_is_looked_at_on_its_numbers_page(
    clerk: Desk, desk_of: DeskOf
) -> None:
    issued(desk_of("issuer"), 1, child_name="赵安安", papers=["1", "2", "6"])

    async def then(stage: Stage) -> None:
        await point_at(stage, "出生医学证明签发", "down")
        await stage.keys("enter")
        await stage.see("编号 Z990000001", "孩子 赵安安", "未盖章")
        await stage.keys("f9")
        await stage.see("历史", "签发")

    play(clerk.store.path, on_page("zaa", "出生医学证明签发", then), clerk)


def test_a_woman_who_moved_away_has_her_card_ended(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.keys("8")
        await stage.see("F2 保存", "> 结案原因*")
        await stage.keys("6", "f2")
        await stage.see("王小丽 的孕册已结案", "终止  2026-11-21 迁出")
        await stage.keys("8")
        await stage.see("「结案」不能用", "没有未结案的孕册")

    play(clerk.store.path, on_page("wxl", "第1次产前随访", then), clerk)
    assert card(clerk, 1).state == "ended"


def test_a_delivered_card_does_not_end_as_a_loss(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.keys("8")
        await stage.see("F2 保存", "> 结案原因*")
        await stage.keys("2", "f2")
        await stage.see("已登记分娩,不能按流产、引产结案")

    play(clerk.store.path, on_page("zxf", "分娩", then), clerk)
    assert card(clerk, 2).state == "delivered"


def test_a_registers_baby_becomes_a_child_by_one_key(clerk: Desk) -> None:
    take_in(clerk, "pregnancy", [delivered()])
    mother = rows(clerk, Pregnancy)[-1].mother_id

    async def act(stage: Stage) -> None:
        stage.app.open_person(mother)
        await stage.see("9 建儿童档案")
        await stage.keys("9")
        await stage.see("已建 1 份儿童档案,按 F6 打开", "孩子 王小芳之女")
        await stage.gone("9 建儿童档案")
        await stage.keys("9")
        await stage.see("「建儿童档案」不能用", "没有待建档的活产新生儿")

    play(clerk.store.path, act, clerk)
    assert len(person_page(clerk, mother).relatives) == 1
