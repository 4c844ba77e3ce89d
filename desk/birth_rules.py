"""Rules between the fields of a birth and of the visits after it, as ``desk.problems`` has them."""

from collections.abc import Sequence
from datetime import date

from desk import problems
from desk.problems import Problems, Values
from rules.birth import counts
from rules.errors import RuleError

HOSPITALS, ELSEWHERE = frozenset("123"), frozenset("456")  # codes of models.delivery.LEVELS
HOME_OR_WAY = frozenset("56")
LIVE, ABNORMAL, YES = "1", "2", "2"


def in_hospital(level: str | None) -> str | None:
    """Whether a place of that level is a hospital; None where the level does not say.

    >>> in_hospital("3"), in_hospital("5"), in_hospital("7")
    ('1', '2', None)
    """
    if level in HOSPITALS:
        return "1"
    return "2" if level in ELSEWHERE else None


def newborns(babies: Sequence[Values]) -> Problems:
    """A defect is named. Fields are those of the form: name_order.

    >>> newborns([{"outcome": "1"}, {"defect": "2"}])
    {'defect_diagnosis_2': RuleError('有出生缺陷请写诊断')}
    """
    return {
        f"defect_diagnosis_{order}": RuleError("REQUIRED", "有出生缺陷请写诊断")
        for order, baby in enumerate(babies, start=1)
        if baby.get("defect") == YES and not baby.get("defect_diagnosis")
    }


def birth_doubts(
    babies: Sequence[Values], ga_days: int | None, expected: int | None = None
) -> Problems:
    """What is unusual about a birth as a whole.

    Args:
        babies: each newborn's values.
        ga_days: the gestation at birth.
        expected: how many fetuses the first examination found.
    """
    found: Problems = {}
    if expected and expected != len(babies):
        found["babies"] = RuleError(
            "FETUSES",
            "首次产检记的是 {expected} 胎,现登记 {count} 个新生儿,请核对",
            expected=expected,
            count=len(babies),
        )
    for order, baby in enumerate(babies, start=1):
        if counts(ga_days, baby.get("weight_g")) is False:
            too_early = (
                RuleError("TOO_EARLY", "不足28周(或不足1000g)的一般不计活产,仍按活产登记吗?")
                if baby.get("outcome") == LIVE
                else RuleError(
                    "TOO_EARLY",
                    "不足28周(或不足1000g)的不算死胎死产,应按流产引产结案,仍登记吗?",
                )
            )
            found[f"outcome_{order}"] = too_early
    return found


def visit(values: Values, today: date, delivered_on: date) -> Problems:
    """A home visit or a day-42 check, or that it did not come about."""
    wrong = problems.postpartum(values, today, delivered_on)
    if values.get("met") not in {None, "", "1"}:
        if not values.get("not_met_why"):
            wrong["not_met_why"] = RuleError("REQUIRED", "拒访或未遇请写明原因")
        return wrong
    if values.get("outcome") == ABNORMAL and not values.get("finding"):
        wrong["finding"] = RuleError("REQUIRED", "分类为异常时请写明异常情况")
    sent = values.get("referral") == YES or values.get("handling") == YES
    if sent and not values.get("referral_reason"):
        wrong["referral_reason"] = RuleError("REQUIRED", "转诊请写明原因")
    visited, coming = values.get("visited_on"), values.get("next_on")
    if visited and coming and coming <= visited:
        wrong["next_on"] = RuleError("DATE_ORDER", "下次随访应在本次之后")
    return wrong
