"""The antenatal contacts."""

from datetime import date
from typing import Annotated

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Record, checks
from models.terms import DIASTOLIC, HAEMOGLOBIN, MATERNAL_WEIGHT, NO_YES, NORMAL, SYSTOLIC
from rules.fields import FieldSpec, Kind, choices

LATER = "孕产妇健康管理服务规范(2017) 第2~5次产前随访服务记录表"


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
    place: Annotated[str | None, FieldSpec(Kind.TEXT, "检查机构", max_length=60)] = None
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
            choices=choices("0 -", "1 ±", "2 +", "3 ++", "4 +++", "5 ++++"),
        ),
    ] = None
    outcome: Annotated[str, FieldSpec(Kind.CHOICE, "分类", choices=NORMAL, source=LATER)] = "1"
    finding: Annotated[str | None, FieldSpec(Kind.TEXT, "异常情况", max_length=200)] = None
    guidance: Annotated[
        list[str],
        FieldSpec(
            Kind.CHOICES,
            "指导",
            source=LATER,
            choices=choices(
                "1 生活方式",
                "2 营养",
                "3 心理",
                "4 运动",
                "5 自我监测",
                "6 分娩准备",
                "7 母乳喂养",
                "8 其他",
            ),
        ),
    ] = Field(default_factory=list, sa_type=JSON)
    referral: Annotated[str, FieldSpec(Kind.CHOICE, "转诊", choices=NO_YES, source=LATER)] = "1"
    referral_reason: Annotated[
        str | None, FieldSpec(Kind.TEXT, "转诊原因", max_length=200, source=LATER)
    ] = None
    referral_place: Annotated[
        str | None, FieldSpec(Kind.TEXT, "转往机构及科室", max_length=60, source=LATER)
    ] = None
    next_on: Annotated[
        date | None, FieldSpec(Kind.DATE, "下次随访日期", expect="future", source=LATER)
    ] = None
    doctor: Annotated[str | None, FieldSpec(Kind.NAME, "随访医生", max_length=50)] = None


class AntenatalContact(Record, AntenatalContactData, table=True):
    """A contact kept; one on a day."""

    __tablename__ = "antenatal_contacts"
    __table_args__ = (
        UniqueConstraint("pregnancy_id", "visited_on"),
        CheckConstraint("bp_sys IS NULL OR bp_dia IS NULL OR bp_sys > bp_dia", name="ck_bp"),
        *checks(AntenatalContactData),
    )
    pregnancy_id: int = Field(foreign_key="pregnancies.id", index=True)
