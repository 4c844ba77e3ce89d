"""Rules between fields, as pure functions: forms ask them while typing, verbs before saving.

Each takes stored values by field name and returns what is wrong by the field to mend.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from models.antenatal import URGED, guidance_choices
from rules.errors import RuleError
from rules.identity import InvalidResidentId, parse_resident_id
from rules.people import Sex

Values = Mapping[str, Any]
Problems = dict[str, RuleError]

MOTHER_AGES = (13, 55)
LONGEST_DAYS = 310  # 44 weeks and two days: no pregnancy is longer
SHORTEST_BIRTH_DAYS = 140
BACK_DAYS = 7  # what is written down later than this is asked about


def not_future(values: Values, today: date, *names: str) -> Problems:
    """Dates that have not come yet.

    >>> not_future({"booked_on": date(2026, 11, 22)}, date(2026, 11, 21), "booked_on")
    {'booked_on': RuleError('日期在今天之后,请核对')}
    """
    return {
        name: RuleError("DATE_FUTURE", "日期在今天之后,请核对")
        for name in names
        if values.get(name) and values[name] > today
    }


def days_back(day: date | None, today: date) -> int:
    """How many days a record lies back, where that is asked about: it may be a slip; else 0.

    >>> [days_back(date(2026, 11, day), date(2026, 11, 21)) for day in (1, 14)]
    [20, 0]
    """
    days = (today - day).days if day else 0
    return days if days > BACK_DAYS else 0


def back_dated(values: Values, today: date, name: str) -> Problems:
    """What is asked about a move of blanks long ago: it changes the accounts of the days since.

    >>> back_dated({"done_on": date(2026, 11, 1)}, date(2026, 11, 21), "done_on")["done_on"]
    RuleError('日期是 20 天以前,那天以来各期的统计表、登记册会变,日期对吗?')
    """
    days = days_back(values.get(name), today)
    asked = RuleError(
        "BACK_DATED", "日期是 {days} 天以前,那天以来各期的统计表、登记册会变,日期对吗?", days=days
    )
    return {name: asked} if days else {}


def blood_pressure(values: Values) -> Problems:
    """Systolic above diastolic, and both or neither."""
    systolic, diastolic = values.get("bp_sys"), values.get("bp_dia")
    if (systolic is None) != (diastolic is None):
        missing = "bp_sys" if systolic is None else "bp_dia"
        return {missing: RuleError("BP_INVALID", "收缩压、舒张压要一起填")}
    if systolic is not None and diastolic is not None and systolic <= diastolic:
        return {"bp_dia": RuleError("BP_INVALID", "舒张压应低于收缩压 {high}", high=systolic)}
    return {}


def identity(values: Values, today: date) -> tuple[dict[str, Any], Problems]:
    """What an identity number says of sex and birth date: filled in, or the contradiction."""
    number = values.get("id_no")
    if not number:
        return {}, {}
    try:
        found = parse_resident_id(number, today)
    except InvalidResidentId:
        return {}, {}  # a passport; the field has checked its form
    says = {"sex": "1" if found.sex is Sex.MALE else "2", "birth_date": found.birth_date}
    problems: Problems = {}
    if values.get("birth_date") not in {None, found.birth_date}:
        problems["birth_date"] = RuleError(
            "BIRTH_ID_MISMATCH", "与身份证上的 {born} 不符", born=found.birth_date.isoformat()
        )
    if values.get("sex") not in {None, "", "0", "9", says["sex"]}:
        problems["id_no"] = RuleError("ID_SEX_MISMATCH", "身份证第17位与性别不符,请核对")
    return says, problems


def contact(
    values: Values, today: date, lmp: date | None, delivered_on: date | None = None
) -> Problems:
    """An antenatal contact within its pregnancy."""
    problems = not_future(values, today, "visited_on") | blood_pressure(values)
    visited = values.get("visited_on")
    if visited and lmp and visited < lmp:
        problems["visited_on"] = RuleError(
            "DATE_ORDER", "早于末次月经 {lmp},请核对", lmp=lmp.isoformat()
        )
    if visited and delivered_on and visited > delivered_on:
        problems["visited_on"] = RuleError(
            "DATE_ORDER", "晚于分娩日期 {day};产后请记产后访视", day=delivered_on.isoformat()
        )
    if visited and values.get("next_on") and values["next_on"] <= visited:
        problems["next_on"] = RuleError("DATE_ORDER", "下次随访应在本次之后")
    if values.get("outcome") == "2" and not values.get("finding"):
        problems["finding"] = RuleError("REQUIRED", "分类为异常时请写明异常情况")
    if values.get("referral") == "2" and not values.get("referral_reason"):
        problems["referral_reason"] = RuleError("REQUIRED", "转诊请写明原因")
    if values.get("kind") == URGED and not values.get("place"):
        problems["place"] = RuleError("REQUIRED", "督促请写明她实际检查的机构")
    return problems | _guidance(values)


def _guidance(values: Values) -> Problems:
    """Only what the sheet of this contact prints."""
    printed = {option.code for option in guidance_choices(values.get("number"))}
    for code in values.get("guidance") or ():
        if code not in printed:
            return {"guidance": RuleError("GUIDANCE", "这一次的指导没有第 {code} 项", code=code)}
    return {}


def delivery(values: Values, today: date, lmp: date | None) -> Problems:
    """A delivery within its pregnancy."""
    problems = not_future(values, today, "delivered_on", "discharged_on")
    day, discharged = values.get("delivered_on"), values.get("discharged_on")
    if day and lmp:
        days = (day - lmp).days
        if days < SHORTEST_BIRTH_DAYS:
            problems["delivered_on"] = RuleError(
                "DATE_ORDER",
                "距末次月经 {lmp} 不足20周;流产、引产请用结案登记",
                lmp=lmp.isoformat(),
            )
        elif days > LONGEST_DAYS:
            problems["delivered_on"] = RuleError(
                "DATE_ORDER", "距末次月经已 {weeks} 周,请核对日期", weeks=days // 7
            )
    if day and discharged and discharged < day:
        problems["discharged_on"] = RuleError("DATE_ORDER", "出院日期早于分娩日期")
    return problems


def postpartum(values: Values, today: date, delivered_on: date) -> Problems:
    """A visit after the delivery."""
    problems = not_future(values, today, "visited_on") | blood_pressure(values)
    visited = values.get("visited_on")
    if visited and visited < delivered_on:
        problems["visited_on"] = RuleError(
            "DATE_ORDER", "早于分娩日期 {day}", day=delivered_on.isoformat()
        )
    elif visited and values.get("kind") == "2" and visited < delivered_on + timedelta(days=28):
        problems["visited_on"] = RuleError("DATE_ORDER", "产后42天检查不应早于产后28天")
    return problems


def check(values: Values, today: date, born: date) -> Problems:
    """A child check."""
    problems = not_future(values, today, "checked_on")
    checked = values.get("checked_on")
    if checked and checked < born:
        problems["checked_on"] = RuleError("DATE_ORDER", "早于出生日期 {day}", day=born.isoformat())
    if checked and values.get("next_on") and values["next_on"] <= checked:
        problems["next_on"] = RuleError("DATE_ORDER", "下次随访应在本次之后")
    if values.get("outcome") == "2" and not values.get("finding"):
        problems["finding"] = RuleError("REQUIRED", "结果为异常时请写明异常情况")
    return problems
