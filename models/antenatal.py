"""The antenatal contacts."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Record, checks
from models.terms import (
    DIASTOLIC,
    HAEMOGLOBIN,
    MATERNAL_WEIGHT,
    NO_YES,
    NORMAL,
    SYSTOLIC,
    URINE_GRADES,
)
from rules.fields import Choice, FieldSpec, Kind, choices

FIRST = "孕产妇健康管理服务规范(2017) 第1次产前检查服务记录表"
LATER = "孕产妇健康管理服务规范(2017) 第2~5次产前随访服务记录表"
FIRST_NUMBER = 1
URGED = "2"  # she was sent to be examined where births are attended

# Kept are the digits as printed; what a digit means depends on the contact's number. A contact
# outside the five has the longest list, that of the fourth and fifth.
_LONGEST = choices(
    "1 生活方式",
    "2 营养",
    "3 心理",
    "4 运动",
    "5 自我监测",
    "6 分娩准备",
    "7 母乳喂养",
    "8 其他",
)
_GUIDANCE = {
    FIRST_NUMBER: choices(
        "1 生活方式",
        "2 心理",
        "3 营养",
        "4 避免致畸因素和疾病对胚胎的不良影响",
        "5 产前筛查宣传告知",
        "6 其他",
    ),
    2: choices("1 生活方式", "2 营养", "3 心理", "4 运动", "5 其他"),
    3: choices("1 生活方式", "2 营养", "3 心理", "4 运动", "5 自我监护", "6 母乳喂养", "7 其他"),
}
_SAME_ADVICE = {"自我监护": "自我监测"}  # the sheets print one thing in two ways
OTHER_ADVICE = "其他"

# Usual abbreviations, none printed on the form: a position may be written in other words.
POSITIONS = choices(
    "LOA 左枕前",
    "ROA 右枕前",
    "LOT 左枕横",
    "ROT 右枕横",
    "LOP 左枕后",
    "ROP 右枕后",
    "LSA 左骶前",
    "RSA 右骶前",
    "横位 横位",
    "未定 未定",
)


def guidance_choices(number: int | None) -> tuple[Choice, ...]:
    """What the digits of the guidance mean on the sheet of a contact.

    >>> [option.label for option in guidance_choices(2)]
    ['生活方式', '营养', '心理', '运动', '其他']
    """
    return _GUIDANCE.get(number or 0, _LONGEST)


def translate_guidance(
    codes: Sequence[str], old: int | None, new: int | None
) -> tuple[list[str], list[str]]:
    """Digits of one contact's list as another's, and the advice that only "other" can hold there.

    >>> translate_guidance(["2", "4", "7", "8"], 5, 2)
    (['2', '4', '5'], ['母乳喂养'])
    """
    words = {option.code: option.label for option in guidance_choices(old)}
    anew = {_SAME_ADVICE.get(o.label, o.label): o.code for o in guidance_choices(new)}
    given = [_SAME_ADVICE.get(words[code], words[code]) for code in codes if code in words]
    lost = [word for word in given if word not in anew]
    found = {anew.get(word, anew[OTHER_ADVICE]) for word in given}
    return [option.code for option in guidance_choices(new) if option.code in found], lost


class AntenatalContactData(SQLModel):
    """One contact of pregnancy; numbers 1 to 5 are those of the national form."""

    visited_on: Annotated[date, FieldSpec(Kind.DATE, "随访日期", required=True, source=LATER)]
    number: Annotated[
        int | None,
        FieldSpec(Kind.NUMBER, "第几次", hard=(1, 5), source=LATER, help="1至5;加访留空"),
    ] = None
    kind: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "方式",
            choices=choices("1 随访", "2 督促"),
            source=LATER,
            help="没有助产资质的机构督促孕妇到有资质的医院检查",
        ),
    ] = "1"
    place: Annotated[
        str | None,
        FieldSpec(Kind.TEXT, "检查机构", habit="institution", max_length=60, source=LATER),
    ] = None
    complaint: Annotated[str | None, FieldSpec(Kind.TEXT, "主诉", max_length=200, source=LATER)] = (
        None
    )
    weight_g: Annotated[int | None, MATERNAL_WEIGHT] = None
    fundal_height_mm: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER,
            "宫底高度",
            unit="cm",
            scale=10,
            decimals=1,
            hard=(1, 60),
            plausible=(4, 45),
            source=LATER,
        ),
    ] = None
    abdomen_mm: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER,
            "腹围",
            unit="cm",
            scale=10,
            decimals=1,
            hard=(40, 180),
            plausible=(55, 130),
            source=LATER,
        ),
    ] = None
    position: Annotated[str | None, FieldSpec(Kind.TEXT, "胎位", max_length=10, source=LATER)] = (
        None
    )
    fetal_heart: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER, "胎心率", unit="次/分", hard=(40, 240), plausible=(110, 160), source=LATER
        ),
    ] = None
    bp_sys: Annotated[int | None, SYSTOLIC] = None
    bp_dia: Annotated[int | None, DIASTOLIC] = None
    hb: Annotated[int | None, HAEMOGLOBIN] = None
    urine_protein: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "尿蛋白",
            source=LATER,
            choices=URINE_GRADES,
        ),
    ] = None
    other_tests: Annotated[
        str | None, FieldSpec(Kind.TEXT, "其他辅助检查", max_length=200, source=LATER)
    ] = None
    outcome: Annotated[str, FieldSpec(Kind.CHOICE, "分类", choices=NORMAL, source=LATER)] = "1"
    finding: Annotated[
        str | None, FieldSpec(Kind.TEXT, "异常情况", max_length=200, source=LATER)
    ] = None
    guidance: Annotated[
        list[str],
        FieldSpec(
            Kind.CHOICES,
            "指导",
            source=LATER,
            choices=_LONGEST,
            help="各次随访的选项不同,按第几次而定",
        ),
    ] = Field(default_factory=list, sa_type=JSON)
    guidance_other: Annotated[
        str | None, FieldSpec(Kind.TEXT, "其他指导", max_length=100, source=LATER)
    ] = None
    referral: Annotated[str, FieldSpec(Kind.CHOICE, "转诊", choices=NO_YES, source=LATER)] = "1"
    referral_reason: Annotated[
        str | None, FieldSpec(Kind.TEXT, "转诊原因", max_length=200, source=LATER)
    ] = None
    referral_place: Annotated[
        str | None,
        FieldSpec(Kind.TEXT, "转往机构及科室", habit="institution", max_length=60, source=LATER),
    ] = None
    next_on: Annotated[
        date | None, FieldSpec(Kind.DATE, "下次随访日期", expect="future", source=LATER)
    ] = None
    doctor: Annotated[str | None, FieldSpec(Kind.NAME, "随访医生", max_length=50, source=LATER)] = (
        None
    )


class AntenatalContact(Record, AntenatalContactData, table=True):
    """A contact kept; one on a day."""

    __tablename__ = "antenatal_contacts"
    __table_args__ = (
        UniqueConstraint("pregnancy_id", "visited_on"),
        CheckConstraint("bp_sys IS NULL OR bp_dia IS NULL OR bp_sys > bp_dia", name="ck_bp"),
        *checks(AntenatalContactData),
    )
    pregnancy_id: int = Field(foreign_key="pregnancies.id", index=True)
