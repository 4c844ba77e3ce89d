"""The pregnancy card and the antenatal contacts."""

from datetime import date
from typing import Annotated

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Record, checks
from models.terms import COLOURS, DIASTOLIC, HAEMOGLOBIN, MATERNAL_WEIGHT, NO_YES, NORMAL, SYSTOLIC
from rules.fields import FieldSpec, Kind, choices

FIRST = "孕产妇健康管理服务规范(2017) 第1次产前检查服务记录表"
LATER = "孕产妇健康管理服务规范(2017) 第2~5次产前随访服务记录表"

ENDS = choices(
    "1 42天结案",
    "2 自然流产",
    "3 人工流产/引产",
    "4 异位妊娠/葡萄胎",
    "5 死亡",
    "6 迁出",
    "7 失访",
)
STATES = ("ongoing", "delivered", "closed", "ended")


class PregnancyData(SQLModel):
    """The card: one for each pregnancy."""

    card_no: Annotated[
        str | None, FieldSpec(Kind.TEXT, "保健册编号", max_length=30, source="母子健康手册")
    ] = None
    booked_on: Annotated[date | None, FieldSpec(Kind.DATE, "建册日期", source=FIRST)] = None
    lmp: Annotated[
        date | None,
        FieldSpec(Kind.DATE, "末次月经", source=FIRST, help="末次月经第一天;不详时留空并填预产期"),
    ] = None
    lmp_basis: Annotated[
        str,
        FieldSpec(Kind.CHOICE, "孕周依据", choices=choices("1 末次月经", "2 早期超声", "3 不详")),
    ] = "1"
    edd: Annotated[
        date | None,
        FieldSpec(
            Kind.DATE,
            "预产期",
            expect="future",
            source=FIRST,
            help="由末次月经推算(月份加9、日加7),可改",
        ),
    ] = None
    booked_ga_days: Annotated[
        int | None, FieldSpec(Kind.GESTATION, "建册孕周", hard=(0, 310), source=FIRST)
    ] = None
    gravida: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER,
            "孕次",
            unit="次",
            hard=(1, 20),
            plausible=(1, 8),
            source=FIRST,
            help="含本次",
        ),
    ] = None
    para: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER,
            "产次",
            unit="次",
            hard=(0, 15),
            plausible=(0, 5),
            source=FIRST,
            help="本次之前满28周的分娩次数",
        ),
    ] = None
    husband_name: Annotated[
        str | None, FieldSpec(Kind.NAME, "丈夫姓名", max_length=50, source=FIRST)
    ] = None
    height_mm: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER,
            "身高",
            unit="cm",
            scale=10,
            decimals=1,
            hard=(100, 220),
            plausible=(140, 185),
            source=FIRST,
        ),
    ] = None
    weight_g: Annotated[int | None, MATERNAL_WEIGHT] = None
    bp_sys: Annotated[int | None, SYSTOLIC] = None
    bp_dia: Annotated[int | None, DIASTOLIC] = None
    risk_factors: Annotated[str | None, FieldSpec(Kind.TEXT, "高危因素", max_length=200)] = None
    risk_colours: Annotated[
        list[str], FieldSpec(Kind.CHOICES, "风险等级", choices=COLOURS, help="紫可与其他颜色并存")
    ] = Field(default_factory=list, sa_type=JSON)
    doctor: Annotated[str | None, FieldSpec(Kind.NAME, "建册医生", max_length=50)] = None
    remark: Annotated[str | None, FieldSpec(Kind.LONG, "备注", max_length=500)] = None


class EndData(SQLModel):
    """How a card ended that no day-42 check closes."""

    ended_on: Annotated[date, FieldSpec(Kind.DATE, "结案日期", required=True, source=FIRST)]
    end_reason: Annotated[
        str, FieldSpec(Kind.CHOICE, "结案原因", choices=ENDS[1:], required=True, source=FIRST)
    ]
    remark: Annotated[str | None, FieldSpec(Kind.LONG, "说明", max_length=200)] = None


class Pregnancy(Record, PregnancyData, table=True):
    """A pregnancy: ongoing, delivered, closed (day-42 check), or ended before."""

    __tablename__ = "pregnancies"
    __table_args__ = (
        Index("ix_pregnancies_card", "centre", "card_no"),
        Index("ix_pregnancies_state", "centre", "state"),
        CheckConstraint("para IS NULL OR gravida IS NULL OR para <= gravida", name="ck_parity"),
        CheckConstraint(f"state IN {STATES}", name="ck_state"),
        CheckConstraint("lmp IS NULL OR booked_on IS NULL OR booked_on >= lmp", name="ck_booked"),
        *checks(PregnancyData),
    )
    mother_id: int = Field(foreign_key="people.id", index=True)
    state: str = Field(default="ongoing", max_length=10)
    ended_on: date | None = None
    end_reason: str | None = Field(default=None, max_length=1)


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
