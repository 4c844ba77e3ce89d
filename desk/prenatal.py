"""Prenatal screening on a card: done in its window or not, refused, its results followed up."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from desk.case import CaseKind
from desk.problems import Problems, not_future
from models.prenatal import PrenatalScreening, PrenatalScreeningData
from rules.errors import RuleError
from rules.prenatal import OTHER, Window, screening, screening_windows

if TYPE_CHECKING:
    from desk.pregnancy_view import CardView

Values = Mapping[str, Any]
REFUSED, HIGH, ABNORMAL, REFERRED, UNSIGNED = "2", "2", "2", "2", "2"
ULTRASOUND = "4"
RISKS = ("t21", "t18", "t13", "ntd")
GLUCOSE = ("glucose_0", "glucose_1h", "glucose_2h")


def windows_of(card: "CardView", today: date) -> tuple[Window, ...]:
    """Each screening of a card as it stands today; nothing once she is not pregnant any more."""
    if card.state != "ongoing":
        return ()
    done = {each.values["test"] for each in card.records[KIND.name]}
    return screening_windows(card.start, today, done)


def check(values: Values, today: date, card: "CardView") -> Problems:
    """A screening."""
    wrong = not_future(values, today, "done_on", "informed_on", "diagnosis_on")
    done, informed, diagnosed = (
        values.get(name) for name in ("done_on", "informed_on", "diagnosis_on")
    )
    if done and card.start and done < card.start:
        wrong["done_on"] = RuleError(
            "DATE_ORDER", "早于末次月经 {lmp},请核对", lmp=card.start.isoformat()
        )
    if done and informed and informed > done:
        wrong["informed_on"] = RuleError("DATE_ORDER", "告知应在筛查之前")
    if done and diagnosed and diagnosed < done:
        wrong["diagnosis_on"] = RuleError("DATE_ORDER", "诊断应在筛查之后")
    if values.get("test") == OTHER and not values.get("other_test"):
        wrong["other_test"] = RuleError("REQUIRED", "请写明是什么项目")
    if values.get("diagnosis_result") == ABNORMAL and not values.get("diagnosed"):
        wrong["diagnosed"] = RuleError("REQUIRED", "请写明确诊的疾病")
    return wrong


def doubts(values: Values, today: date, card: "CardView") -> Problems:  # noqa: ARG001  a rule's shape
    """Outside its window, without consent, or a high risk that goes nowhere."""
    if values.get("answer") == REFUSED:
        return {}
    asked: Problems = {}
    test, done = screening(values.get("test")), values.get("done_on")
    if test and done and card.start and not test.holds(card.start, done):
        asked["done_on"] = RuleError(
            "WINDOW",
            "不在{name}的窗口 {opens} 至 {closes} 内",
            name=test.name,
            opens=test.opens,
            closes=test.closes,
        )
    if values.get("consent") == UNSIGNED:
        asked["consent"] = RuleError("CONSENT", "已做筛查而同意书未签")
    if _high(values) and values.get("diagnosis") != REFERRED:
        asked["diagnosis"] = RuleError("NOT_REFERRED", "高风险或异常应转产前诊断")
    return asked


def _high(values: Values) -> bool:
    """Whether a result wants a prenatal diagnosis; sugar does not."""
    scan = values.get("test") == ULTRASOUND and values.get("outcome") == ABNORMAL
    return scan or any(values.get(name) == HIGH for name in RISKS)


KIND = CaseKind(
    name="prenatal_screenings",
    title="产前筛查",
    act="prenatal",
    data=PrenatalScreeningData,
    table=PrenatalScreening,
    day="done_on",
    shows=("test", "other_test", "answer", *RISKS, *GLUCOSE, "outcome", "diagnosis_result"),
    register="产前筛查登记",
    check=check,
    doubts=doubts,
)
