"""The risk at the screen: the table, the form behind it, the question after a finding."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk.antenatal import record_contact
from desk.case_work import record
from desk.context import Desk
from desk.history import history
from desk.pregnancy import card, open_card
from desk.referral import slip
from desk.report import open_reports
from desk.risk import assess_risk, risk_of
from screens.risk_words import clock_span
from tests.conftest import TODAY
from tests.screens.stage import Stage, play
from tui.forms import Form

START = date(2026, 7, 23)  # 17+2 today
YELLOW, ORANGE = "2", "3"


def older(desk: Desk) -> int:
    """A woman of 36 at 17+2, on paper only."""
    return open_card(
        desk,
        {"name": "史试甲", "birth_date": date(1990, 1, 5), "lmp": START, "booked_on": TODAY},
    ).id


async def person(stage: Stage) -> None:
    await stage.keys("/", "ssj", "enter")
    await stage.see("0 更多")


def test_two_keys_accept_what_the_records_say(clerk: Desk) -> None:
    card_id = older(clerk)

    async def act(stage: Stage) -> None:
        await person(stage)
        await stage.more("风险评估")
        await stage.see("由记录得出", "年龄 36 岁", "勾选后 黄")
        await stage.keys("f2")
        await stage.see("评估机构")
        await stage.keys("f2")
        await stage.see("转诊单现在填吗")
        await stage.answer("1")
        await stage.see("转诊原因", "年龄 36 岁")
        await stage.keys("escape")
        await stage.see("风险 黄", "年龄 36 岁")

    play(clerk.store.path, act, clerk)
    view = card(clerk, card_id)
    assert view.values["risk_colours"] == [YELLOW]
    assert view.records["risk_assessments"][0].values["items"] == ["1.1", "Y1.1"]


def test_an_assessment_that_lowers_the_colour_is_asked_about_and_the_answer_kept(
    clerk: Desk,
) -> None:
    card_id = older(clerk)
    record_contact(clerk, card_id, {"visited_on": TODAY - timedelta(days=9), "hb": 58})
    record_contact(clerk, card_id, {"visited_on": TODAY - timedelta(days=1), "hb": 118})

    async def act(stage: Stage) -> None:
        await person(stage)
        await stage.see("风险 橙")
        await stage.more("风险评估")
        await stage.see("勾选后 黄")
        await stage.keys("f2")
        await stage.see("评估机构")
        await stage.keys("f2")
        await stage.see("颜色由 橙 降为 黄,是评估医生的意见吗?")
        await stage.answer("1")
        await stage.see("转诊单现在填吗")

    play(clerk.store.path, act, clerk)
    view = card(clerk, card_id)
    assert view.values["risk_colours"] == [YELLOW]
    (made,) = history(clerk, "risk_assessments", view.records["risk_assessments"][0].id)
    assert "风险等级" in made.reason


@pytest.mark.parametrize(
    ("colours", "days_ago", "asks"),
    [([YELLOW], 0, True), ([ORANGE], 0, False), ([], 0, True), ([YELLOW], 10, False)],
)
def test_only_what_is_lower_than_the_colour_of_its_day_is_asked_about(
    clerk: Desk, colours: list[str], days_ago: int, asks: object
) -> None:
    card_id = older(clerk)
    record_contact(clerk, card_id, {"visited_on": TODAY - timedelta(days=9), "hb": 58})
    record_contact(clerk, card_id, {"visited_on": TODAY - timedelta(days=1), "hb": 118})
    values = {"assessed_on": TODAY - timedelta(days=days_ago), "colours": colours}
    assert (risk_of(clerk, card_id).lowered(values) is not None) is asks


def test_the_colour_moves_with_every_tick_and_the_list_narrows_by_initials(clerk: Desk) -> None:
    older(clerk)

    async def act(stage: Stage) -> None:
        await person(stage)
        await stage.more("风险评估")
        await stage.see("勾选后 黄")
        await stage.keys("/", "zlza")
        await stage.gone("由记录得出")
        await stage.see("7.7.1", "O2.9", "智力障碍")
        await stage.keys("enter")
        await stage.see("有阳性项待评估")
        await stage.keys("enter")
        await stage.see("勾选后 橙")
        await stage.keys("enter")
        await stage.see("勾选后 黄")

    play(clerk.store.path, act, clerk)


def test_what_was_ticked_is_not_lost_however_the_table_is_left(clerk: Desk) -> None:
    older(clerk)

    async def act(stage: Stage) -> None:
        await person(stage)
        await stage.more("风险评估")
        await stage.see("勾选后 黄")
        await stage.keys("/", "zlza")
        await stage.gone("由记录得出")
        await stage.keys("down", "enter", "escape")
        await stage.see("勾选后 橙", "共 158 条")
        await stage.keys("1")
        await stage.see("这张表还没有保存")
        await stage.keys("escape")
        await stage.see("风险等级  3 橙")
        await stage.keys("escape")
        await stage.see("填了的内容还没有保存")

    play(clerk.store.path, act, clerk)


def test_what_the_records_tick_cannot_be_taken_away(clerk: Desk) -> None:
    older(clerk)

    async def act(stage: Stage) -> None:
        await person(stage)
        await stage.more("风险评估")
        await stage.see("勾选后 黄")
        await stage.keys("down", "enter", "up", "space")
        await stage.see("勾选后 黄", "选中 2 条")

    play(clerk.store.path, act, clerk)


def test_hb_58_is_asked_about_at_once_and_its_report_stands_red_at_the_head(clerk: Desk) -> None:
    card_id = older(clerk)
    assess_risk(clerk, card_id, {"assessed_on": TODAY})

    async def act(stage: Stage) -> None:
        await person(stage)
        await stage.keys("1")
        await stage.see("这次是第1次产前检查吗")
        await stage.answer("2")
        await stage.see("宫底高度")
        await stage.form("60", "110", "70", "", "", "140", "58")
        await stage.see("58 少见")
        await stage.answer("1")
        await stage.gone("58 少见")
        await stage.keys("f2")
        await stage.see("不转诊吗")
        await stage.answer("1")
        await stage.see("新出现", "血红蛋白 58 g/L", "要重新评估吗")
        await stage.answer("1")
        await stage.see("勾选后 橙")
        await stage.keys("f2")
        await stage.see("评估机构")
        await stage.keys("f2")
        await stage.see("待上报: 橙色风险报告单", "还剩", "小时", "风险 橙")

    play(clerk.store.path, act, clerk)
    assert card(clerk, card_id).values["risk_colours"] == [ORANGE]


def test_the_report_is_recorded_from_its_line_on_the_persons_page(clerk: Desk) -> None:
    card_id = older(clerk)
    record_contact(clerk, card_id, {"visited_on": TODAY, "hb": 58})

    async def act(stage: Stage) -> None:
        await person(stage)
        await stage.see("待上报,限")
        await stage.keys("enter")
        await stage.see("记已上报", "还剩")
        await stage.form("", "县妇幼")
        await stage.keys("f2")
        await stage.see("已保存")
        await stage.gone("待上报: 橙色")

    play(clerk.store.path, act, clerk)
    assert open_reports(clerk) == ()
    case = card(clerk, card_id).latest("risk_cases")
    assert case is not None
    assert (case.values["reported_on"], case.values["report_to"]) == (TODAY, "县妇幼")


def test_the_case_file_is_filled_in_without_a_reason_and_changed_with_one(clerk: Desk) -> None:
    card_id = older(clerk)
    record_contact(clerk, card_id, {"visited_on": TODAY, "hb": 58})

    async def act(stage: Stage) -> None:
        await person(stage)
        await stage.more("高危专案")
        await stage.see("五个一", "发现日期")
        await stage.form("", "", "", "县妇幼")
        await stage.keys("f2")
        await stage.see("已更正")
        await stage.more("高危专案")
        await stage.see("县妇幼")
        await stage.form("", "", "", "市妇幼")
        await stage.see("更正原因")

    play(clerk.store.path, act, clerk)
    case = card(clerk, card_id).latest("risk_cases")
    assert case is not None
    assert case.values["report_to"] == "县妇幼"


def test_the_next_follow_up_follows_from_the_colour(clerk: Desk) -> None:
    card_id = older(clerk)
    record_contact(clerk, card_id, {"visited_on": TODAY, "hb": 58})

    async def act(stage: Stage) -> None:
        await person(stage)
        await stage.more("高危随访")
        await stage.see("症状体征", "橙", "2026-12-05")
        await stage.form("头晕")
        await stage.keys("f2")
        await stage.see("要重新评估吗")
        await stage.answer("2")
        await stage.see("症状体征 头晕")

    play(clerk.store.path, act, clerk)
    (followup,) = card(clerk, card_id).records["risk_followups"]
    assert (followup.values["symptoms"], followup.values["next_on"]) == ("头晕", date(2026, 12, 5))


def test_a_severe_pressure_at_a_follow_up_is_asked_about_and_told_first(clerk: Desk) -> None:
    older(clerk)

    async def act(stage: Stage) -> None:
        await person(stage)
        await stage.more("高危随访")
        await stage.see("症状体征", "孕17+2")
        await stage.form("头晕", "165", "112", "", "95", "3")
        await stage.see("中度贫血")
        await stage.keys("f2")
        await stage.see("165/112 为重度,应立即转诊")
        await stage.answer("1")
        await stage.see("要重新评估吗")
        await stage.answer("2")
        await stage.see(" 血压165/112  血红蛋白")

    play(clerk.store.path, act, clerk)


def test_positive_and_not_assessed_is_said_so_at_the_head(clerk: Desk) -> None:
    card_id = open_card(
        clerk, {"name": "史试甲", "birth_date": date(1996, 1, 5), "lmp": START, "booked_on": TODAY}
    ).id
    assess_risk(clerk, card_id, {"assessed_on": TODAY, "items": ["2.3"]})

    async def act(stage: Stage) -> None:
        await person(stage)
        await stage.see("阳性,未评估", "不孕史")

    play(clerk.store.path, act, clerk)


def test_the_result_of_a_screenings_referral_becomes_the_assessment(clerk: Desk) -> None:
    card_id = older(clerk)
    view = assess_risk(clerk, card_id, {"assessed_on": TODAY})
    record(clerk, "referrals", card_id, {"referred_on": TODAY, "place": "县妇幼", **slip(view)})

    async def act(stage: Stage) -> None:
        await person(stage)
        await stage.more("转诊结果")
        await stage.see("接诊机构")
        await stage.form("同意评估为黄色", "", "", "孙医生")
        await stage.keys("f2")
        await stage.see("现在登记评估吗")
        await stage.answer("1")
        await stage.see("勾选后 黄")
        await stage.keys("f2")
        await stage.see("评估机构", "县妇幼", "孙医生", "同意评估为黄色")
        await stage.keys("f2")
        await stage.see("已保存")

    play(clerk.store.path, act, clerk)
    last = card(clerk, card_id).latest("risk_assessments")
    assert last is not None
    found = tuple(last.values[name] for name in ("kind", "place", "doctor"))
    assert found == ("2", "县妇幼", "孙医生")


def test_a_correction_that_brings_a_finding_asks_to_assess_again(clerk: Desk) -> None:
    card_id = older(clerk)
    assess_risk(clerk, card_id, {"assessed_on": TODAY})
    record_contact(clerk, card_id, {"visited_on": TODAY, "hb": 118})
    (contact,) = card(clerk, card_id).contacts

    async def act(stage: Stage) -> None:
        stage.app.open_form("correct-contact", f"{card_id}/{contact.id}")
        await stage.see("更正产前随访", "118")
        form = stage.app.screen.query_one(Form)
        form.set_value("hb", 58)
        await stage.keys(*["pagedown"] * 9, "抄错")
        await stage.keys("f2")
        await stage.see("58 少见")
        await stage.answer("1")
        await stage.see("血红蛋白 58 g/L", "要重新评估吗")

    play(clerk.store.path, act, clerk)


@pytest.mark.parametrize(
    ("hours_left", "words"), [(-72, "逾期 72 小时"), (-73, "逾期 3 天"), (-2768, "逾期 115 天")]
)
def test_a_report_more_than_72_hours_late_is_told_in_days(
    clerk: Desk, hours_left: int, words: str
) -> None:
    record_contact(clerk, older(clerk), {"visited_on": TODAY, "hb": 58})
    (clock,) = open_reports(clerk)
    assert clock_span(replace(clock, hours_left=hours_left)) == (words, "error")


def test_a_referral_without_a_result_past_its_day_stands_at_the_head(clerk: Desk) -> None:
    sent = {"referred_on": TODAY - timedelta(days=16), "reason": "血压高", "place": "县妇幼"}
    record(clerk, "referrals", older(clerk), sent)

    async def act(stage: Stage) -> None:
        await person(stage)
        await stage.see("转诊结果  逾期2天  县妇幼 血压高")

    play(clerk.store.path, act, clerk)
