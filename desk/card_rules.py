"""What is refused and what is asked about on a pregnancy card; forms ask it while typing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from desk.dating import first_day, verdict
from desk.house_rules import HouseRules
from desk.problems import (
    LONGEST_DAYS,
    MOTHER_AGES,
    Problems,
    Values,
    blood_pressure,
    not_future,
)
from rules.dates import completed_years
from rules.errors import RuleError

EDD_SLACK_DAYS = 21  # beyond this the due date and the dating cannot both be right
_DATINGS = ("lmp", "scan_on", "edd", "booked_ga_days")


def card(values: Values, today: date, rules: HouseRules) -> Problems:
    """A pregnancy card with its woman."""
    wrong = not_future(values, today, "booked_on", "lmp", "scan_on", "birth_date")
    if not any(values.get(name) is not None for name in _DATINGS):
        wrong["lmp"] = RuleError("UNDATED", "末次月经、超声孕周、预产期至少填一项")
    gravida, para = values.get("gravida"), values.get("para")
    if gravida is not None and para is not None and para > gravida:
        wrong["para"] = RuleError(
            "GP_INVALID", "产次不能多于孕次 {gravida}(孕次含本次)", gravida=gravida
        )
    return (
        wrong
        | blood_pressure(values)
        | _scan(values, rules)
        | _in_order(values, rules)
        | _woman(values, today)
    )


def _scan(values: Values, rules: HouseRules) -> Problems:
    """A scan's day and its weeks together; a basis against the rule says why."""
    scan_on, days, lmp = (values.get(name) for name in ("scan_on", "scan_ga_days", "lmp"))
    if (scan_on is None) != (days is None):
        missing = "scan_on" if scan_on is None else "scan_ga_days"
        return {missing: RuleError("SCAN", "超声日期和超声孕周要一起填")}
    if scan_on and lmp and scan_on < lmp:
        return {
            "scan_on": RuleError("DATE_ORDER", "早于末次月经 {lmp},请核对", lmp=lmp.isoformat())
        }
    basis = values.get("lmp_basis")
    asked = bool(scan_on and lmp and basis and not values.get("dating_reason"))
    if asked and basis != verdict(values, rules).basis:
        return {"dating_reason": RuleError("BASIS", "依据与相差天数的规定不同,请写明为什么")}
    return {}


def _in_order(values: Values, rules: HouseRules) -> Problems:
    """Dating, booking and due date of one pregnancy."""
    start, edd, booked = first_day(values, rules), values.get("edd"), values.get("booked_on")
    if start is None:
        return {}
    wrong: Problems = {}
    expected = rules.due_date(start)
    if edd and abs((edd - expected).days) > EDD_SLACK_DAYS:
        wrong["edd"] = RuleError(
            "EDD_LMP_CONFLICT", "与孕周相差过大,按孕周应为 {due}", due=expected.isoformat()
        )
    lmp = values.get("lmp")
    if booked and lmp and booked < lmp:
        wrong["booked_on"] = RuleError(
            "DATE_ORDER", "建册日期早于末次月经 {lmp},请核对", lmp=lmp.isoformat()
        )
    elif booked and booked < start:
        wrong["booked_on"] = RuleError(
            "DATE_ORDER", "建册日期早于孕周起算日 {day},请核对", day=start.isoformat()
        )
    elif booked and (booked - start).days > LONGEST_DAYS:
        wrong["lmp" if lmp else "scan_on"] = RuleError(
            "DATE_ORDER", "到建册日已 {weeks} 周,请核对年份", weeks=(booked - start).days // 7
        )
    return wrong


def _woman(values: Values, today: date) -> Problems:
    if values.get("sex") == "1":
        return {"id_no": RuleError("ID_SEX_MISMATCH", "身份证第17位为男性,请核对")}
    born = values.get("birth_date")
    low, high = MOTHER_AGES
    if born and not low <= completed_years(born, today) <= high:
        return {
            "birth_date": RuleError(
                "AGE_OUT_OF_RANGE",
                "年龄 {age} 岁,孕妇应在 {low}–{high} 岁之间,请核对",
                age=completed_years(born, today),
                low=low,
                high=high,
            )
        }
    return {}


def overlap(values: Mapping[str, Any], former_delivery: date | None, rules: HouseRules) -> Problems:
    """A pregnancy that began, or was booked, before the former one was delivered."""
    if former_delivery is None:
        return {}
    for name, day in (("lmp", first_day(values, rules)), ("booked_on", values.get("booked_on"))):
        if day and day <= former_delivery:
            return {
                name: RuleError(
                    "OVERLAP", "上次分娩在 {day},与这次妊娠重叠", day=former_delivery.isoformat()
                )
            }
    return {}
