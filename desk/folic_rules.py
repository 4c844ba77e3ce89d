"""Rules of the folic-acid programme between fields: what is wrong, what is asked about.

Forms ask them while typing, the verbs before saving.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from desk import problems
from desk.folic_book import BatchView
from desk.folic_view import FolicView
from desk.house_rules import HouseRules
from models.folic import PREPARING
from rules.errors import RuleError

HIGH_RISK = "2"
USUAL_MOST_UG = 800  # a dose above this is a high-risk woman's


def course_problems(values: Mapping[str, Any], today: date) -> dict[str, RuleError]:
    """What is wrong with an enrolment, by field."""
    wrong = problems.not_future(values, today, "enrolled_on", "started_on", "lmp")
    enrolled, lmp = values.get("enrolled_on"), values.get("lmp")
    if values.get("state") != PREPARING and lmp and enrolled and lmp > enrolled:
        wrong["lmp"] = RuleError("DATE_ORDER", "孕早期的末次月经应在登记日期之前")
    if values.get("high_risk") == HIGH_RISK and not values.get("high_risk_which"):
        wrong["high_risk_which"] = RuleError("REQUIRED", "高危请写明是哪一种")
    return wrong


def course_doubts(values: Mapping[str, Any]) -> dict[str, RuleError]:
    """What is asked about before saving an enrolment."""
    dose = values.get("dose_ug")
    if dose and dose > USUAL_MOST_UG and values.get("high_risk") != HIGH_RISK:
        return {"dose_ug": RuleError("DOSE", "一般妇女每日0.4mg,这个剂量是医生开的吗?")}
    return {}


def handout_problems(
    view: FolicView, values: Mapping[str, Any], today: date, own_id: int | None = None
) -> dict[str, RuleError]:
    """What is wrong with bottles handed out, by field; ``own_id`` is being corrected."""
    wrong = problems.not_future(values, today, "given_on")
    day, enrolled, ended = (
        values.get("given_on"),
        view.values["enrolled_on"],
        view.values["ended_on"],
    )
    if not day:
        return wrong
    if day < enrolled:
        wrong["given_on"] = RuleError(
            "DATE_ORDER", "早于登记日期 {day},请核对", day=enrolled.isoformat()
        )
    if ended and day > ended:
        wrong["given_on"] = RuleError(
            "DATE_ORDER", "这一次已在 {day} 结束,不能再发", day=ended.isoformat()
        )
    this = day, values.get("batch_id")
    if any(
        (each.values["given_on"], each.values["batch_id"]) == this
        for each in view.handouts
        if each.id != own_id
    ):
        wrong["given_on"] = RuleError("SAME_DAY", "这一天已发过这批药,请打开那条更正")
    return wrong


def handout_doubts(
    view: FolicView,
    batch: BatchView | None,
    values: Mapping[str, Any],
    rules: HouseRules,
    own_id: int | None = None,
) -> dict[str, RuleError]:
    """What is asked about before handing out; the view is without the handout being corrected."""
    found: dict[str, RuleError] = {}
    bottles, day = values.get("bottles") or 0, values.get("given_on")
    had = sum(each.values["bottles"] for each in view.handouts if each.id != own_id)
    if had + bottles > rules.folic_bottles:
        found["bottles"] = RuleError(
            "MANY",
            "连这次一共 {sum} 瓶,通常最多 {most} 瓶,确实要发吗?",
            sum=had + bottles,
            most=rules.folic_bottles,
        )
    last = view.supplied_until
    if day and last and day < last - timedelta(days=rules.folic_early_days):
        found["given_on"] = RuleError(
            "EARLY", "已领的够服到 {day},现在就发吗?", day=last.isoformat()
        )
    if day and batch and bottles:
        empty = max(day, last or day) + timedelta(days=bottles * rules.bottle_tablets)
        if batch.counted_on == day:
            found["batch_id"] = RuleError(
                "COUNTED", "这批当天已盘点;是盘点以前发的吗?盘点以后发的请先更正盘点"
            )
        elif batch.expires_on < empty:
            found["batch_id"] = RuleError(
                "SOON", "这批 {day} 到期,可能吃不完,确实发这批吗?", day=batch.expires_on.isoformat()
            )
    return found


def followup_problems(
    view: FolicView, values: Mapping[str, Any], today: date, own_id: int | None = None
) -> dict[str, RuleError]:
    """What is wrong with a follow-up, by field."""
    wrong = problems.not_future(values, today, "followed_on")
    day, taken = values.get("followed_on"), values.get("days_taken")
    if not day:
        return wrong
    if view.started_on is None:
        wrong["followed_on"] = RuleError(
            "NOT_STARTED", "还没有开始服用:先发药,或更正开始服用的日子"
        )
        return wrong
    if day < view.started_on:
        wrong["followed_on"] = RuleError(
            "DATE_ORDER", "早于开始服用 {day},请核对", day=view.started_on.isoformat()
        )
    due = view.due_on(day)
    if taken is not None and taken > due:
        wrong["days_taken"] = RuleError("TOO_MANY", "到这一天应服 {due} 天,不会更多", due=due)
    for other in view.followups:
        then, told = other.values["followed_on"], other.values["days_taken"]
        if other.id == own_id:
            continue
        if then == day:
            wrong["followed_on"] = RuleError("SAME_DAY", "这一天已有随访,请打开更正")
        elif taken is not None and ((then < day and told > taken) or (then > day and told < taken)):
            wrong["days_taken"] = RuleError(
                "ORDER",
                "{day} 那次记的是 {days} 天,这里是从头算的总天数",
                day=then.isoformat(),
                days=told,
            )
    return wrong


def followup_doubts(
    view: FolicView, values: Mapping[str, Any], rules: HouseRules
) -> dict[str, RuleError]:
    """What is asked about before saving a follow-up."""
    taken, had = values.get("days_taken") or 0, view.bottles * rules.bottle_tablets
    if had and taken > had:
        return {
            "days_taken": RuleError("MORE_THAN_HAD", "一共只领了 {had} 片,还自己买了吗?", had=had)
        }
    return {}
