"""Risk assessments, the high-risk case file and its follow-ups as records on a card."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from desk.case import CaseKind
from desk.problems import Problems, blood_pressure, not_future
from models.risk import (
    RiskAssessment,
    RiskAssessmentData,
    RiskCase,
    RiskCaseData,
    RiskFollowup,
    RiskFollowupData,
)
from models.terms import COLOURS
from rules.antenatal import followup_doubts
from rules.errors import RuleError
from rules.fields import field_specs

if TYPE_CHECKING:
    from desk.pregnancy_view import CardView

Values = Mapping[str, Any]
GREEN, PURPLE = COLOURS[0].code, COLOURS[-1].code
_STEPS = ("registered_on", "reported_on", "managed_on", "treated_on", "outcome_on", "closed_on")
PUERPERIUM_DAYS = 42
_CASE = field_specs(RiskCaseData)


def check_assessment(values: Values, today: date, card: "CardView") -> Problems:
    """An assessment: one main colour, purple beside it."""
    wrong = not_future(values, today, "assessed_on") | _after_lmp(values, card, "assessed_on")
    colours = values.get("colours") or []
    if len([code for code in colours if code != PURPLE]) > 1:
        wrong["colours"] = RuleError("COLOURS", "只选一种颜色;紫可与其他颜色并存")
    elif GREEN in colours and PURPLE in colours:
        wrong["colours"] = RuleError("COLOURS", "绿表示没有风险,不与紫并存")
    return wrong


def check_case(values: Values, today: date, card: "CardView") -> Problems:
    """A case file: no step before it was found."""
    wrong = not_future(values, today, "found_on", *_STEPS) | _after_lmp(values, card, "found_on")
    wrong |= _long_after(values, card, "found_on", "managed_on", "treated_on", "outcome_on")
    found = values.get("found_on")
    for name in _STEPS:
        if found and values.get(name) and values[name] < found and name not in wrong:
            wrong[name] = RuleError(
                "DATE_ORDER",
                "早于{label} {day}",
                label=_CASE["found_on"].label,
                day=found.isoformat(),
            )
    if values.get("outcome_on") and not values.get("outcome"):
        wrong["outcome"] = RuleError("REQUIRED", "请填写{label}", label=_CASE["outcome"].label)
    return wrong


def check_followup(values: Values, today: date, card: "CardView") -> Problems:
    """A follow-up: one on a day."""
    wrong = not_future(values, today, "followed_on") | blood_pressure(values)
    wrong |= _after_lmp(values, card, "followed_on")
    day, next_on = values.get("followed_on"), values.get("next_on")
    if day and any(each.values["followed_on"] == day for each in card.records[FOLLOWUPS.name]):
        wrong["followed_on"] = RuleError("SAME_DAY", "这一天已有随访记录,请打开更正")
    if day and next_on and next_on <= day:
        wrong["next_on"] = RuleError("DATE_ORDER", "下次随访应在本次之后")
    return wrong


def doubts_of_followup(values: Values, today: date, card: "CardView") -> Problems:  # noqa: ARG001  a rule's shape
    """A follow-up that found a danger and does not send her on."""
    return followup_doubts(values)


def _after_lmp(values: Values, card: "CardView", name: str) -> Problems:
    lmp, day = card.values["lmp"], values.get(name)
    if not lmp or not day or day >= lmp:
        return {}
    return {name: RuleError("DATE_ORDER", "早于末次月经 {lmp},请核对", lmp=lmp.isoformat())}


def _long_after(values: Values, card: "CardView", *names: str) -> Problems:
    """After the puerperium nothing is found or treated any more; the paperwork may come later."""
    end = card.delivery.values["delivered_on"] if card.delivery else card.ended_on
    if end is None:
        return {}
    last = end + timedelta(days=PUERPERIUM_DAYS)
    return {
        name: RuleError("AFTER_END", "已晚于妊娠结束后42天 {last},请核对", last=last.isoformat())
        for name in names
        if (day := values.get(name)) and day > last
    }


ASSESSMENTS = CaseKind(
    name="risk_assessments",
    title="风险评估",
    act="risk",
    data=RiskAssessmentData,
    table=RiskAssessment,
    day="assessed_on",
    shows=("kind", "colours", "factors", "place", "doctor"),
    check=check_assessment,
)
CASES = CaseKind(
    name="risk_cases",
    title="高危专案",
    act="risk_case",
    data=RiskCaseData,
    table=RiskCase,
    day="found_on",
    shows=("reported_on", "delivery_place", "outcome", "closed_on"),
    once=True,
    closed_too=True,
    check=check_case,
)
FOLLOWUPS = CaseKind(
    name="risk_followups",
    title="高危随访",
    act="risk_followup",
    data=RiskFollowupData,
    table=RiskFollowup,
    day="followed_on",
    shows=(
        "symptoms",
        "bp_sys",
        "hb",
        "urine_protein",
        "fetal_heart",
        "advice",
        "next_on",
        "way",
    ),
    register="高危随访登记",
    check=check_followup,
    doubts=doubts_of_followup,
)
