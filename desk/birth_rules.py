"""Rules between the fields of a birth and of the visits after it, as ``desk.problems`` has them."""

import re
from collections.abc import Sequence
from datetime import date

from desk import problems
from desk.problems import Problems, Values
from rules.bands import pressure
from rules.birth import counts
from rules.errors import Phrase, RuleError

HOSPITALS, ELSEWHERE = frozenset("123"), frozenset("456")  # codes of models.delivery.LEVELS
HOME_OR_WAY = frozenset("56")
_NOT_IN_HOSPITAL = re.compile(r"^[/／]$|家中|在家|家里|家庭|自宅|自家|途中|路上|院外|车上")
_INSTITUTION = re.compile(r"医院|卫生院|保健|妇幼|妇产|妇计|计生|卫生服务|院$")
LIVE, ABNORMAL, YES = "1", "2", "2"
MET, DAY42, CLOSES = "1", "2", "1"
FEVER = 375  # tenths of a degree; from here on a visit after birth asks once more
ORGANS = {"breasts": "乳房", "lochia": "恶露", "uterus": "子宫", "wound": "伤口"}


def in_hospital(level: str | None) -> str | None:
    """Whether a place of that level is a hospital; None where the level does not say.

    >>> in_hospital("3"), in_hospital("5"), in_hospital("7")
    ('1', '2', None)
    """
    if level in HOSPITALS:
        return "1"
    return "2" if level in ELSEWHERE else None


def in_hospital_by(place: str | None) -> str | None:
    """Whether a place is a hospital by its words; None where they do not say.

    >>> [in_hospital_by(place) for place in ("县医院", "途中", "/", "县城", None)]
    ['1', '2', '2', None, None]
    """
    if outside(place, None):
        return "2"
    return "1" if place and _INSTITUTION.search(place) else None


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


def place_doubts(values: Values, own: str) -> Problems:
    """What of the place of a birth contradicts itself; ``own`` is the centre's name.

    >>> place_doubts({"area": "1", "place": "县医院"}, "云溪镇卫生院")
    {'area': RuleError('填的是本院,分娩机构却是 县医院')}
    >>> place_doubts({"area": "1", "place": "云溪卫生院", "level": "3"}, "云溪镇卫生院")
    {}
    """
    found: Problems = {}
    place = values.get("place") or ""
    if values.get("area") == "1" and place and not is_own(place, own):
        found["area"] = RuleError("PLACE", "填的是本院,分娩机构却是 {place}", place=place)
    if values.get("level") in HOME_OR_WAY and values.get("in_hospital") == "1":
        found["in_hospital"] = RuleError("PLACE", "机构级别是家中或途中,却算住院分娩")
    elif outside(place, None) and values.get("in_hospital") == "1":
        found["in_hospital"] = RuleError("PLACE", "分娩机构是 {place},却算住院分娩", place=place)
    return found


def is_own(place: str, own: str) -> bool:
    """Whether a place of birth is the centre itself, as people write it."""
    return place in {"本院", "我院"} or _short_for(place, own) or _short_for(own, place)


def outside(place: str | None, in_hospital: str | None) -> bool:
    """Whether a birth was in no institution; the place's words against a hospital ticked beside it.

    >>> outside("家中", None), outside("县医院", None), outside(None, "2"), outside(None, None)
    (True, False, True, False)
    >>> outside("家中", "1"), outside("县医院(途中)", "1")
    (True, False)
    """
    if in_hospital not in {None, "1"}:
        return True
    words = place is not None and _NOT_IN_HOSPITAL.search(place) is not None
    return words and not (in_hospital and _INSTITUTION.search(place or ""))


def elsewhere(place: str | None, area: str | None, own: str) -> bool:
    """Whether a birth in an institution was clearly in another one; unclear ones are asked about.

    >>> [elsewhere(place, None, "云溪镇卫生院") for place in ("县医院", "云溪卫生院", "县城", None)]
    [True, False, False, False]
    >>> elsewhere("县城", "2", "云溪镇卫生院"), elsewhere("县医院", "1", "云溪镇卫生院")
    (True, False)
    """
    if not place or area == "1" or is_own(place, own):
        return False
    return area is not None or _INSTITUTION.search(place) is not None


def _short_for(short: str, name: str) -> bool:
    """Whether a name is the other with characters left out."""
    rest = iter(name)
    return all(character in rest for character in short)


def fever(values: Values) -> bool:
    """Whether her temperature is one to ask about."""
    return (values.get("temperature") or 0) >= FEVER


def abnormal(values: Values) -> Phrase:
    """What a visit found that is not as it should be; empty where all is well.

    >>> abnormal({"temperature": 386, "bp_sys": 150, "bp_dia": 100, "lochia": "2"})
    '体温 38.6 ℃ 血压 150/100 恶露 异常'
    """
    words: list[str] = []
    if fever(values):
        words += ("体温", format(values["temperature"] / 10, ".1f"), "℃")
    high, low = values.get("bp_sys"), values.get("bp_dia")
    if pressure(high, low):
        words += ("血压", f"{high or '-'}/{low or '-'}")
    for organ, label in ORGANS.items():
        if values.get(organ) == ABNORMAL:
            words += (label, "异常")
    return Phrase(*words)


def visit_doubts(values: Values) -> Problems:
    """A class, a referral or a closing that what was found speaks against.

    >>> visit_doubts({"met": "1", "kind": "1", "temperature": 386, "outcome": "2", "referral": "1"})
    {'referral': RuleError('体温 38.6 ℃,没有转诊(产褥感染等应转诊),仍保存吗?')}
    """
    signs = abnormal(values)
    if values.get("met") != MET or not signs:
        return {}
    found: Problems = {}
    checked = values.get("kind") == DAY42
    if values.get("outcome") != ABNORMAL:
        well = "已恢复" if checked else "未见异常"
        found["outcome"] = RuleError("CLASS", "{signs},分类却是{well}", signs=signs, well=well)
    if checked and values.get("handling") == CLOSES:
        found["handling"] = RuleError("NOT_SENT", "{signs},仍结案吗?", signs=signs)
    elif not checked and values.get("referral") != YES:
        found["referral"] = RuleError(
            "NOT_SENT", "{signs},没有转诊(产褥感染等应转诊),仍保存吗?", signs=signs
        )
    return found


def visit(values: Values, today: date, delivered_on: date) -> Problems:
    """A home visit or a day-42 check, or that it did not come about."""
    wrong = problems.postpartum(values, today, delivered_on)
    if values.get("met") not in {None, "", MET}:
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
