"""The delivery, its newborns and the visits after it.

Sources: the delivery record of the county systems for deliveries and newborns, the national forms
for the home visit and the day-42 check, each with the digits printed on it.
"""

from datetime import date
from typing import Annotated

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Record, checks
from models.terms import BIRTH_LENGTH, BIRTH_WEIGHT, DIASTOLIC, NO_YES, NORMAL, SYSTOLIC
from rules.fields import FieldSpec, Kind, choices

BIRTH = "分娩记录"
DEFECTS = "出生缺陷登记"
AFTER = "孕产妇健康管理服务规范(2017) 产后访视记录表"
DAY42 = "孕产妇健康管理服务规范(2017) 产后42天健康检查记录表"

MODES = choices("1 阴道分娩", "2 助产", "3 剖宫产")
OUTCOMES = choices("1 活产", "2 死胎", "3 死产")
LEVELS = choices("1 省地市", "2 县区", "3 乡镇", "4 村", "5 家中", "6 途中", "7 其他")
NEWBORN_SEX = choices("1 男", "2 女", "0 不明", "9 未说明")  # GB/T 2261.1, as the form words it
APGAR = {"hard": (0, 10), "plausible": (7, 10), "source": BIRTH, "unit": "分"}


class DeliveryData(SQLModel):
    """The delivery, as the delivering hospital tells it."""

    delivered_on: Annotated[date, FieldSpec(Kind.DATE, "分娩日期", required=True, source=BIRTH)]
    delivered_at: Annotated[
        str | None, FieldSpec(Kind.TIME, "分娩时间", max_length=5, source=BIRTH)
    ] = None
    place: Annotated[
        str | None,
        FieldSpec(Kind.TEXT, "分娩机构", habit="institution", max_length=60, source=BIRTH),
    ] = None
    level: Annotated[
        str | None, FieldSpec(Kind.CHOICE, "机构级别", choices=LEVELS, source=BIRTH)
    ] = None
    area: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "县内县外",
            choices=choices("1 本院", "2 县内", "3 县外"),
            source=BIRTH,
            help="住院分娩补助按此分类",
        ),
    ] = None
    in_hospital: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "住院分娩",
            choices=choices("1 是", "2 否"),
            source=BIRTH,
            help="由机构级别推出,可改",
        ),
    ] = "1"
    mode: Annotated[str | None, FieldSpec(Kind.CHOICE, "分娩方式", choices=MODES, source=BIRTH)] = (
        None
    )
    assisted: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "助产方式",
            choices=choices("1 胎吸", "2 产钳", "3 臀助产"),
            source=BIRTH,
        ),
    ] = None
    attendant: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "接生者",
            choices=choices("1 医务人员", "2 乡村医生", "3 接生员", "4 其他"),
            source=BIRTH,
        ),
    ] = None
    ga_days: Annotated[
        int | None, FieldSpec(Kind.GESTATION, "分娩孕周", hard=(140, 310), source=BIRTH)
    ] = None
    blood_2h_ml: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER,
            "产后2小时出血",
            unit="mL",
            hard=(0, 10_000),
            plausible=(0, 1000),
            source=BIRTH,
        ),
    ] = None
    blood_loss_ml: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER,
            "出血量",
            unit="mL",
            hard=(0, 10_000),
            plausible=(0, 1000),
            source=BIRTH,
            help="总出血量",
        ),
    ] = None
    perineum: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "会阴情况",
            choices=choices("1 完整", "2 Ⅰ度裂伤", "3 Ⅱ度裂伤", "4 Ⅲ度及以上裂伤", "5 切开"),
            source=BIRTH,
        ),
    ] = None
    complications: Annotated[
        str | None, FieldSpec(Kind.TEXT, "产时产后并发症", max_length=200, source=BIRTH)
    ] = None
    critical: Annotated[
        str | None,
        FieldSpec(Kind.CHOICE, "危重孕产妇", choices=choices("1 否", "2 是"), source=BIRTH),
    ] = None
    discharged_on: Annotated[date | None, FieldSpec(Kind.DATE, "出院日期", source=BIRTH)] = None
    mother_outcome: Annotated[
        str, FieldSpec(Kind.CHOICE, "母亲结局", choices=choices("1 存活", "2 死亡"), source=BIRTH)
    ] = "1"


class Delivery(Record, DeliveryData, table=True):
    """A delivery: one for a pregnancy."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("pregnancy_id"),
        Index("ix_deliveries_day", "centre", "delivered_on"),
        CheckConstraint(
            "discharged_on IS NULL OR discharged_on >= delivered_on", name="ck_discharge"
        ),
        *checks(DeliveryData),
    )
    pregnancy_id: int = Field(foreign_key="pregnancies.id")
    ga_told: bool = False  # the hospital's own weeks, not counted from the dating: they stay


class NewbornData(SQLModel):
    """One baby of a delivery, alive or not."""

    outcome: Annotated[
        str, FieldSpec(Kind.CHOICE, "结局", choices=OUTCOMES, required=True, source=BIRTH)
    ] = "1"
    sex: Annotated[str, FieldSpec(Kind.CHOICE, "新生儿性别", choices=NEWBORN_SEX, source=BIRTH)] = (
        "0"
    )
    weight_g: Annotated[int | None, BIRTH_WEIGHT] = None
    length_mm: Annotated[int | None, BIRTH_LENGTH] = None
    apgar_1: Annotated[int | None, FieldSpec(Kind.NUMBER, "Apgar 1分钟", **APGAR)] = None
    apgar_5: Annotated[int | None, FieldSpec(Kind.NUMBER, "Apgar 5分钟", **APGAR)] = None
    apgar_10: Annotated[int | None, FieldSpec(Kind.NUMBER, "Apgar 10分钟", **APGAR)] = None
    defect: Annotated[
        str | None, FieldSpec(Kind.CHOICE, "出生缺陷", choices=NO_YES, source=BIRTH)
    ] = None
    defect_diagnosis: Annotated[
        str | None, FieldSpec(Kind.TEXT, "缺陷诊断", max_length=100, source=DEFECTS)
    ] = None
    defect_basis: Annotated[
        str | None,
        FieldSpec(Kind.CHOICE, "缺陷诊断依据", choices=choices("1 产前", "2 产后"), source=DEFECTS),
    ] = None
    blood_taken: Annotated[
        str | None,
        FieldSpec(Kind.CHOICE, "新筛采血", choices=choices("1 已采", "2 未采"), source=BIRTH),
    ] = None
    hearing: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "听力筛查",
            choices=choices("1 通过", "2 未通过", "3 未筛"),
            source=BIRTH,
        ),
    ] = None


class Newborn(Record, NewbornData, table=True):
    """A baby in its order; a live-born one becomes a child exactly once."""

    __tablename__ = "newborns"
    __table_args__ = (UniqueConstraint("delivery_id", "birth_order"), *checks(NewbornData))
    delivery_id: int = Field(foreign_key="deliveries.id")
    birth_order: int = 1


class PostpartumVisitData(SQLModel):
    """A home visit after discharge, or the day-42 check: two forms, one line of visits."""

    visited_on: Annotated[date, FieldSpec(Kind.DATE, "随访日期", required=True, source=AFTER)]
    kind: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "次别",
            choices=choices("1 产后访视", "2 产后42天检查"),
            required=True,
            source=AFTER,
        ),
    ] = "1"
    met: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "见到本人",
            choices=choices("1 已访视", "2 拒访", "3 未遇/失访"),
            source="产后访视登记",
            help="拒访、未遇照实登记,不算一次访视",
        ),
    ] = "1"
    not_met_why: Annotated[
        str | None, FieldSpec(Kind.TEXT, "未访原因", max_length=100, source="产后访视登记")
    ] = None
    temperature: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER,
            "体温",
            unit="℃",
            scale=10,
            decimals=1,
            hard=(34, 43),
            plausible=(36, 38),
            source=AFTER,
        ),
    ] = None
    bp_sys: Annotated[int | None, SYSTOLIC] = None
    bp_dia: Annotated[int | None, DIASTOLIC] = None
    health: Annotated[
        str | None, FieldSpec(Kind.TEXT, "一般健康情况", max_length=100, source=AFTER)
    ] = None
    mind: Annotated[
        str | None, FieldSpec(Kind.TEXT, "一般心理状况", max_length=100, source=AFTER)
    ] = None
    breasts: Annotated[str, FieldSpec(Kind.CHOICE, "乳房", choices=NORMAL, source=AFTER)] = "1"
    breasts_finding: Annotated[
        str | None, FieldSpec(Kind.TEXT, "乳房异常", max_length=100, source=AFTER)
    ] = None
    lochia: Annotated[str, FieldSpec(Kind.CHOICE, "恶露", choices=NORMAL, source=AFTER)] = "1"
    lochia_finding: Annotated[
        str | None, FieldSpec(Kind.TEXT, "恶露异常", max_length=100, source=AFTER)
    ] = None
    uterus: Annotated[str, FieldSpec(Kind.CHOICE, "子宫", choices=NORMAL, source=AFTER)] = "1"
    uterus_finding: Annotated[
        str | None, FieldSpec(Kind.TEXT, "子宫异常", max_length=100, source=AFTER)
    ] = None
    wound: Annotated[str, FieldSpec(Kind.CHOICE, "伤口", choices=NORMAL, source=AFTER)] = "1"
    wound_finding: Annotated[
        str | None, FieldSpec(Kind.TEXT, "伤口异常", max_length=100, source=AFTER)
    ] = None
    other: Annotated[str | None, FieldSpec(Kind.TEXT, "其他", max_length=200, source=AFTER)] = None
    outcome: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "分类",
            choices=NORMAL,
            source=AFTER,
            help="42天检查: 1已恢复 2未恢复",
        ),
    ] = "1"
    finding: Annotated[
        str | None, FieldSpec(Kind.TEXT, "异常情况", max_length=200, source=AFTER)
    ] = None
    guidance: Annotated[
        list[str],
        FieldSpec(
            Kind.CHOICES,
            "指导",
            choices=choices(
                "1 个人卫生",
                "2 心理",
                "3 营养",
                "4 母乳喂养",
                "5 新生儿护理与喂养",
                "6 其他",
            ),
            source=AFTER,
        ),
    ] = Field(default_factory=list, sa_type=JSON)
    guidance_42: Annotated[
        list[str],
        FieldSpec(
            Kind.CHOICES,
            "42天指导",
            choices=choices("1 心理保健", "2 性保健与避孕", "3 婴儿喂养", "4 产妇营养", "5 其他"),
            source=DAY42,
        ),
    ] = Field(default_factory=list, sa_type=JSON)
    guidance_other: Annotated[
        str | None, FieldSpec(Kind.TEXT, "其他指导", max_length=100, source=AFTER)
    ] = None
    handling: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "处理",
            choices=choices("1 结案", "2 转诊"),
            source=DAY42,
            help="转诊后孕册不结案,等下一次检查",
        ),
    ] = None
    referral: Annotated[str, FieldSpec(Kind.CHOICE, "转诊", choices=NO_YES, source=AFTER)] = "1"
    referral_reason: Annotated[
        str | None, FieldSpec(Kind.TEXT, "转诊原因", max_length=200, source=AFTER)
    ] = None
    referral_place: Annotated[
        str | None,
        FieldSpec(Kind.TEXT, "转往机构及科室", habit="institution", max_length=60, source=AFTER),
    ] = None
    next_on: Annotated[
        date | None, FieldSpec(Kind.DATE, "下次随访日期", expect="future", source=AFTER)
    ] = None
    doctor: Annotated[str | None, FieldSpec(Kind.NAME, "访视人", max_length=50, source=AFTER)] = (
        None
    )


# The day-42 form words its own classification; the codes are the same.
RECOVERED = FieldSpec(
    Kind.CHOICE, "分类", choices=choices("1 已恢复", "2 未恢复"), required=True, source=DAY42
)


class PostpartumVisit(Record, PostpartumVisitData, table=True):
    """A visit kept; one of a kind on a day."""

    __tablename__ = "postpartum_visits"
    __table_args__ = (
        UniqueConstraint("pregnancy_id", "kind", "visited_on"),
        *checks(PostpartumVisitData),
    )
    pregnancy_id: int = Field(foreign_key="pregnancies.id", index=True)
