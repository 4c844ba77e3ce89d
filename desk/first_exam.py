"""The first antenatal examination: the rules between the fields of its form."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from desk.case import CaseKind
from desk.problems import Problems, not_future
from models.first_exam import NONE, OTHER_HISTORY, FirstExam, FirstExamData
from rules.errors import RuleError
from rules.fields import field_specs

if TYPE_CHECKING:
    from desk.pregnancy_view import CardView

Values = Mapping[str, Any]

EXAM_FIELDS = field_specs(FirstExamData)
ABNORMAL, YES = "2", "2"
ORGANS = ("heart", "lungs", "vulva", "vagina", "cervix", "uterus", "adnexa")
LOSSES = ("miscarriages", "induced_abortions")
BIRTHS = ("vaginal_births", "caesareans")
# Of several answers: the one that says there is none, the one that wants words, and their field.
SEVERAL = {
    "past_history": (NONE, OTHER_HISTORY["past_history"], "past_other"),
    "family_history": (NONE, OTHER_HISTORY["family_history"], "family_other"),
    "personal_history": (NONE, OTHER_HISTORY["personal_history"], "personal_other"),
    "discharge": (NONE, "4", "discharge_other"),
}


def check(values: Values, today: date, card: "CardView") -> Problems:
    """What of the form contradicts itself."""
    wrong = not_future(values, today, "examined_on", "last_birth_on")
    for name, (none, other, words) in SEVERAL.items():
        chosen = values.get(name) or []
        if none in chosen and len(chosen) > 1:
            option = EXAM_FIELDS[name].choice(none)
            wrong[name] = RuleError(
                "NONE_AND_MORE", "“{none}”不能与别的同选", none=option.label if option else none
            )
        if other in chosen and not values.get(words):
            wrong[words] = RuleError("REQUIRED", "选了其他,请写明")
    for organ in ORGANS:
        if values.get(organ) == ABNORMAL and not values.get(f"{organ}_finding"):
            wrong[f"{organ}_finding"] = RuleError("REQUIRED", "分类为异常时请写明异常情况")
    if values.get("surgery") == YES and not values.get("surgery_what"):
        wrong["surgery_what"] = RuleError("REQUIRED", "请写明何种手术")
    last, start = values.get("last_birth_on"), card.start
    if last and start and last >= start:
        wrong["last_birth_on"] = RuleError(
            "DATE_ORDER", "上次分娩应早于末次月经 {lmp},请核对", lmp=start.isoformat()
        )
    total, direct = values.get("bilirubin_total"), values.get("bilirubin_direct")
    if total is not None and direct is not None and direct > total:
        wrong["bilirubin_direct"] = RuleError("BILIRUBIN", "结合胆红素不能高于总胆红素")
    return wrong


def doubts(values: Values, today: date, card: "CardView") -> Problems:  # noqa: ARG001  a rule's shape
    """What of the form does not fit the card."""
    asked: Problems = {}
    gravida, para = card.values["gravida"], card.values["para"]
    births = _sum(values, BIRTHS)
    if births is not None and para is not None and births != para:
        asked["caesareans"] = RuleError(
            "PARITY", "阴道分娩加剖宫产共 {births} 次,孕册上产次为 {para}", births=births, para=para
        )
    losses = _sum(values, LOSSES)
    if losses is not None and None not in {gravida, para} and losses + para + 1 > gravida:
        asked["induced_abortions"] = RuleError(
            "PARITY",
            "流产 {losses} 次、产次 {para},加本次多于孕次 {gravida}",
            losses=losses,
            para=para,
            gravida=gravida,
        )
    return asked


def _sum(values: Values, names: tuple[str, ...]) -> int | None:
    """The sum, once any is known."""
    known = [values[name] for name in names if values.get(name) is not None]
    return sum(known) if known else None


FIRST_EXAMS = CaseKind(
    name="first_exams",
    title="第1次产前检查",
    act="first_exam",
    data=FirstExamData,
    table=FirstExam,
    day="examined_on",
    shows=("height_mm", "prepregnancy_weight_g", "abo", "rh", "platelets"),
    once=True,
    check=check,
    doubts=doubts,
)
