"""The delivery subsidy on a card: applied for, checked, published, paid, or refused."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from desk.case import CaseKind
from desk.problems import Problems, not_future
from models.subsidy import Subsidy, SubsidyData
from rules.errors import RuleError
from rules.subsidy import missing_papers, unfounded

if TYPE_CHECKING:
    from desk.pregnancy_view import CardView

Values = Mapping[str, Any]
IN_HOSPITAL, TOWN = "1", "2"
DAYS = (
    "noted_on",
    "applied_on",
    "reviewed_on",
    "published_on",
    "paid_on",
    "returned_on",
    "refused_on",
)
ACCOUNT_DIGITS = 4


def check(values: Values, today: date, card: "CardView") -> Problems:
    """A subsidy: of a delivery in hospital, its amounts and days consistent."""
    wrong = not_future(values, today, *DAYS)
    if card.delivery is None:
        wrong["noted_on"] = RuleError("NOT_DELIVERED", "还没有登记分娩,登记后再办补助")
    elif card.delivery.values["in_hospital"] != IN_HOSPITAL:
        wrong["noted_on"] = RuleError("AT_HOME", "不是住院分娩,不在补助范围")
    total, standard, paid = (values.get(name) for name in ("total_fen", "standard_fen", "paid_fen"))
    if paid is not None and standard is not None and paid > standard:
        wrong["paid_fen"] = RuleError("TOO_MUCH", "实补金额多于补助标准")
    elif paid is not None and total is not None and paid > total:
        wrong["paid_fen"] = RuleError("TOO_MUCH", "实补金额多于住院总费用")
    if total is not None and (values.get("insured_fen") or 0) > total:
        wrong["insured_fen"] = RuleError("TOO_MUCH", "医保报销多于住院总费用")
    account = values.get("account_tail") or ""
    if account and not (len(account) == ACCOUNT_DIGITS and account.isdecimal()):
        wrong["account_tail"] = RuleError("ACCOUNT", "请填账号的末4位数字")
    return wrong | unfounded(values)


def doubts(values: Values, today: date, card: "CardView") -> Problems:  # noqa: ARG001  a rule's shape
    """Papers that are missing once it is applied for; a woman with a town household."""
    asked: Problems = {}
    missing = missing_papers(values.get("category"), values.get("papers") or [])
    if values.get("applied_on") and missing:
        asked["papers"] = RuleError("PAPERS", "还缺 {count} 样材料", count=len(missing))
    if values.get("rural") == TOWN:
        asked["rural"] = RuleError("TOWN", "补助只给农村户籍的产妇")
    return asked


KIND = CaseKind(
    name="subsidies",
    title="住院分娩补助",
    act="subsidy",
    data=SubsidyData,
    table=Subsidy,
    day="noted_on",
    shows=("state", "category", "paid_fen", "paid_on", "why"),
    register="住院分娩补助登记",
    once=True,
    closed_too=True,
    check=check,
    doubts=doubts,
)
