"""The contact's and the first examination's forms: guidance by number, doubts, what is echoed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, col, select

from desk.antenatal import correct_contact, record_contact
from desk.case_work import record
from desk.context import Desk
from desk.people import find
from desk.pregnancy import card
from models.audit import AuditEntry
from screens.form_page import FormPage
from screens.person import PersonScreen
from tests.conftest import TODAY
from tests.screens.stage import Act, Stage, play

WANG = 1
MOST_FIELDS = 120
ASSESS = "要重新评估吗?"  # asked once it is saved
EARLY = {"name": "周周", "birth_date": date(1999, 3, 3), "lmp": date(2026, 9, 20)}


def at(initials: str, *keys: str, see: str, then: Act) -> Act:
    """Find somebody, press keys, wait until the form stands, go on."""

    async def act(stage: Stage) -> None:
        await stage.keys("/", initials, "enter")
        await stage.see("1 产前随访")
        await stage.keys(*keys)
        await stage.see(see)
        await then(stage)

    return act


def reason(desk: Desk, action: str) -> str:
    with Session(desk.store.read) as session:
        entries = select(AuditEntry.reason).where(AuditEntry.action == action)
        return session.exec(entries.order_by(col(AuditEntry.seq).desc())).all()[0]


def form(stage: Stage) -> FormPage:
    page = stage.app.screen
    assert isinstance(page, FormPage)
    return page


async def go(stage: Stage, label: str, key: str = "down") -> None:
    """Move to a field by its label."""
    for _ in range(MOST_FIELDS):
        if f"> {label}" in stage.text:
            break
        await stage.keys(key)
    await stage.see(f"> {label}")


def test_the_list_of_guidance_follows_the_number_and_keeps_what_was_chosen(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await go(stage, "指导")
        await stage.see("5 自我监测", "8 其他")
        await stage.form("27")
        await go(stage, "第几次", "up")
        await stage.form("3")
        await stage.see("第3次应在孕21+0至24+6", "1是 2改")
        await stage.answer("1")
        await go(stage, "指导")
        await stage.see("5 自我监护", "6 母乳喂养", "7 其他")
        assert form(stage).form.values["guidance"] == ["2", "6"]
        await go(stage, "体重", "up")
        await stage.form("58")
        await stage.keys("f2")
        await stage.see("已保存")

    play(clerk.store.path, at("wxl", "1", see="> 体重", then=then), clerk)
    kept = card(clerk, WANG).contacts[-1].values
    assert (kept["number"], kept["guidance"]) == (3, ["2", "6"])
    assert reason(clerk, "contact.record") == "确认: 第几次"


def test_guidance_is_kept_by_the_number_saved_though_its_field_was_not_left(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await go(stage, "指导")
        await stage.form("7")
        await go(stage, "第几次", "up")
        await stage.keys("3", "f2")
        await stage.see("第3次应在孕", "1是 2改")
        await stage.answer("1")
        await stage.see("已保存")

    play(clerk.store.path, at("wxl", "1", see="> 体重", then=then), clerk)
    assert card(clerk, WANG).contacts[-1].values["guidance"] == ["6"]


def test_a_draft_of_another_number_keeps_its_guidance(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await go(stage, "第几次", "up")
        await stage.form("2")
        await stage.see("1是 2改")
        await stage.answer("1")
        await go(stage, "指导")
        await stage.form("5")
        await stage.keys("escape")
        await stage.see("还没有保存")
        await stage.answer("2")
        await stage.see("2 分娩")
        await stage.keys("1")
        await stage.see("接着填吗")
        await stage.answer("1")
        await stage.gone("接着填吗")
        assert form(stage).form.values["guidance"] == ["5"]
        await go(stage, "指导")
        await stage.see("5 其他")

    play(clerk.store.path, at("wxl", "1", see="> 体重", then=then), clerk)


def test_another_day_gives_another_number(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        assert form(stage).form.values["number"] == 4
        await go(stage, "随访日期", "up")
        await stage.form("20260901")
        await stage.see("孕17+4")
        assert form(stage).form.values["number"] == 2

    play(clerk.store.path, at("wxl", "1", see="> 体重", then=then), clerk)


def test_the_change_since_the_last_contact_stands_beside_weight_and_fundus(clerk: Desk) -> None:
    record_contact(
        clerk,
        WANG,
        {"visited_on": date(2026, 10, 24), "weight_g": 58_000, "fundal_height_mm": 230},
    )

    async def then(stage: Stage) -> None:
        await stage.form("59.2")
        await stage.see("+1.2kg/4周")
        await stage.form("", "", "26")
        await stage.see("+3.0cm/4周")

    play(clerk.store.path, at("wxl", "1", see="> 体重", then=then), clerk)


def test_the_change_is_since_the_follow_up_that_weighed_her_last(clerk: Desk) -> None:
    record(clerk, "risk_followups", WANG, {"followed_on": date(2026, 11, 14), "weight_g": 58_500})

    async def then(stage: Stage) -> None:
        await stage.form("59.2")
        await stage.see("+0.7kg/1周")

    play(clerk.store.path, at("wxl", "1", see="> 体重", then=then), clerk)


@pytest.mark.parametrize(
    ("values", "said", "labels"),
    [
        (("58", "165", "100"), ("应立即转诊;不转诊吗? 1是 2改", ASSESS), "转诊"),
        (("50",), ("体重比 2026-06-20 -4.5 kg",), "体重"),
        (("58", "", "", "20"), ("宫底高度 20 cm 与孕29+1相差超过 3 cm",), "宫底高度"),
    ],
)
def test_an_unusual_contact_is_asked_about_and_the_answer_kept(
    clerk: Desk, values: tuple[str, ...], said: tuple[str, ...], labels: str
) -> None:
    async def then(stage: Stage) -> None:
        await stage.form(*values[:-1])
        await stage.keys(values[-1], "f2")
        for told in said:
            await stage.see(told)
            await stage.answer("2" if told == ASSESS else "1")
        await stage.see("已保存")

    play(clerk.store.path, at("wxl", "1", see="> 体重", then=then), clerk)
    assert reason(clerk, "contact.record") == f"确认: {labels}"


def test_what_was_measured_proposes_the_class_and_its_words(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.form("58", "142", "88", "", "", "", "102")
        await stage.see("2 异常", "血压 142/88; 轻度贫血")
        await go(stage, "血红蛋白", "up")
        await stage.form("118")
        await go(stage, "异常情况")
        assert form(stage).form.values["finding"] == "血压 142/88"
        await stage.form("妊娠期高血压")  # typing replaces what was proposed
        await go(stage, "血红蛋白", "up")
        await stage.form("102")
        assert form(stage).form.values["finding"] == "妊娠期高血压"

    play(clerk.store.path, at("wxl", "1", see="> 体重", then=then), clerk)


def test_a_value_put_right_takes_back_what_it_proposed(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.form("58", "152", "88")
        assert form(stage).form.values["outcome"] == "2"
        await go(stage, "收缩压", "up")
        await stage.form("125")
        values = form(stage).form.values
        assert (values["outcome"], "finding" in values) == ("1", False)

    play(clerk.store.path, at("wxl", "1", see="> 体重", then=then), clerk)


def test_a_class_set_back_to_normal_by_hand_stays_and_is_doubted(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await stage.form("58", "142", "88")
        await go(stage, "分类")
        await stage.form("1")
        await stage.see("血压 142/88 已达 140/90,分类却是未见异常。确定? 1是 2改")
        await stage.answer("1")
        await stage.keys("f2")
        await stage.see(ASSESS)
        await stage.answer("2")
        await stage.see("已保存")

    play(clerk.store.path, at("wxl", "1", see="> 体重", then=then), clerk)
    kept = card(clerk, WANG).contacts[-1].values
    assert (kept["outcome"], kept["finding"]) == ("1", None)
    assert reason(clerk, "contact.record") == "确认: 分类"


def test_a_correction_leaves_the_class_as_it_was_kept(clerk: Desk) -> None:
    values = {"visited_on": date(2026, 11, 2), "number": 4, "bp_sys": 142, "bp_dia": 88}
    contact = record_contact(clerk, WANG, values).contacts[-1]

    async def act(stage: Stage) -> None:
        stage.app.push_screen(stage.app.page("correct-contact", f"{WANG}/{contact.id}"))
        await stage.see("更正产前随访")
        await go(stage, "血红蛋白")
        await stage.form("102")
        assert form(stage).form.values["outcome"] == "1"

    play(clerk.store.path, act, clerk)


def test_the_next_contact_is_told_beside_its_day_which_stays_empty(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await go(stage, "下次随访日期")
        await stage.see("第5次 2027-01-15~2027-02-11")
        assert form(stage).form.values["next_on"] is None
        await stage.form("20270120")
        await stage.see("第5次 2027-01-15~2027-02-11")

    play(clerk.store.path, at("wxl", "1", see="> 体重", then=then), clerk)


def test_a_position_is_picked_by_its_number_or_written(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await go(stage, "胎位")
        await stage.see("按序号或代码选,也可写出来: 1 LOA 2 ROA", "9 横位 10 未定")
        await stage.gone("身份证末四位")
        await stage.keys("2")
        await stage.see("ROA 右枕前")
        await stage.keys("enter")
        assert form(stage).form.values["position"] == "ROA"
        await go(stage, "胎位", "up")
        await stage.keys("ctrl+u", "头位未定", "enter")
        assert form(stage).form.values["position"] == "头位未定"

    play(clerk.store.path, at("wxl", "1", see="> 体重", then=then), clerk)


def test_who_is_urged_must_have_been_examined_somewhere(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await go(stage, "方式")
        await stage.form("2")
        await stage.keys("f2")
        await stage.see("督促请写明她实际检查的机构")

    play(clerk.store.path, at("wxl", "1", see="> 体重", then=then), clerk)


def test_the_history_tells_guidance_by_the_number_it_was_kept_under(clerk: Desk) -> None:
    values = {"visited_on": date(2026, 10, 1), "number": 3, "guidance": ["5", "6"]}
    contact = record_contact(clerk, WANG, values).contacts[-1]
    anew = {**contact.values, "number": 4, "guidance": ["5", "7"]}
    correct_contact(clerk, contact.id, contact.version, anew, "次数看错")

    async def act(stage: Stage) -> None:
        page = stage.app.page("history", "antenatal_contacts", contact.id, "")
        stage.app.push_screen(page)
        await stage.see("次数看错", "自我监护 母乳喂养", "自我监测 母乳喂养")

    play(clerk.store.path, act, clerk, size=(130, 40))


# --- the first examination


def opens(initials: str, digit: str, words: str) -> Callable[[Stage], Any]:
    async def act(stage: Stage) -> None:
        await stage.keys("/", initials, "enter")
        await stage.see("1 产前随访")
        await stage.keys("1")
        await stage.see("这次是第1次产前检查吗?")
        await stage.answer(digit)
        await stage.see(words)

    return act


@pytest.mark.parametrize(("digit", "words"), [("1", "> 丈夫年龄"), ("2", "> 体重")])
def test_it_is_asked_whether_a_late_contact_is_her_first_examination(
    clerk: Desk, digit: str, words: str
) -> None:
    (mei,) = find(clerk, "李(流动)梅")
    assert mei.person_id
    play(clerk.store.path, opens("lldm", digit, words), clerk)


def test_the_result_of_a_referral_is_written_from_her_page(clerk: Desk) -> None:
    sent = {"referral": "2", "referral_reason": "血压偏高", "referral_place": "县妇幼产科"}
    record_contact(clerk, WANG, {"visited_on": date(2026, 11, 2), **sent})

    async def then(stage: Stage) -> None:
        await stage.keys("血压已控制", "f2")
        await stage.see("已保存")

    async def act(stage: Stage) -> None:
        await stage.keys("/", "wxl", "enter")
        await stage.see("1 产前随访")
        await stage.pilot.pause()
        page = stage.app.screen
        assert isinstance(page, PersonScreen)
        page.call_next(page.action_act, "referral-result")
        await stage.see("2026-11-02 转诊: 血压偏高", "> 转诊结果")
        await then(stage)

    play(clerk.store.path, act, clerk)
    assert card(clerk, WANG).records["referrals"][0].values["result_on"] == TODAY


def test_of_two_open_referrals_it_is_asked_which_the_result_is_of(clerk: Desk) -> None:
    for day, reason in ((date(2026, 11, 2), "血压偏高"), (date(2026, 11, 9), "贫血")):
        record(clerk, "referrals", WANG, {"referred_on": day, "reason": reason})

    async def act(stage: Stage) -> None:
        await stage.keys("/", "wxl", "enter")
        await stage.see("0 更多")
        await stage.more("转诊结果")
        await stage.see("哪一次?", "1 2026-11-02  血压偏高", "2 2026-11-09  贫血")
        await stage.answer("2")
        await stage.see("2026-11-09 转诊: 贫血")

    play(clerk.store.path, act, clerk)


def test_a_slip_begins_with_where_the_last_was_sent_not_where_contacts_are(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.choices.remember(place="云溪镇卫生院")
        stage.app.open_form("referral", str(WANG))
        await stage.see("转往机构")
        assert form(stage).form.values["place"] is None
        await stage.keys("escape")
        stage.app.choices.remember(referral_place="县妇幼")
        stage.app.open_form("referral", str(WANG))
        await stage.see("县妇幼", "(同上次)")

    play(clerk.store.path, act, clerk)


def test_a_slip_never_sends_to_this_centre(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.choices.remember(referral_place=clerk.centre_name)
        stage.app.open_form("referral", str(WANG))
        await stage.see("转往机构")
        assert form(stage).form.values["place"] is None

    play(clerk.store.path, act, clerk)


def test_the_finding_is_the_reason_of_the_referral_until_another_is_typed(clerk: Desk) -> None:
    async def then(stage: Stage) -> None:
        await go(stage, "分类")
        await stage.form("2", "重度贫血")
        await go(stage, "转诊")
        await stage.form("2")
        assert form(stage).form.values["referral_reason"] == "重度贫血"

    play(clerk.store.path, at("wxl", "1", see="> 体重", then=then), clerk)
