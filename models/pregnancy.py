"""The pregnancy card, antenatal contacts, the delivery, newborns and postpartum visits."""

from datetime import date
from typing import Annotated

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Record, checks
from models.people import SEX
from rules.fields import FieldSpec, Kind, choices

FIRST = "孕产妇健康管理服务规范(2017) 第1次产前检查服务记录表"
LATER = "孕产妇健康管理服务规范(2017) 第2~5次产前随访服务记录表"
AFTER = "孕产妇健康管理服务规范(2017) 产后访视记录表"
BIRTH = "分娩记录"

NORMAL = choices("1 未见异常", "2 异常")
NO_YES = choices("1 无", "2 有")
COLOURS = choices("1 绿", "2 黄", "3 橙", "4 红", "5 紫")
MODES = choices("1 阴道分娩", "2 助产", "3 剖宫产")
OUTCOMES = choices("1 活产", "2 死胎", "3 死产")
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


def blood_pressure(low: int, high: int, label: str) -> FieldSpec:
    """Systolic or diastolic pressure; hard ranges as the registers are read."""
    return FieldSpec(Kind.NUMBER, label, unit="mmHg", hard=(low, high), source=FIRST)


SYSTOLIC = blood_pressure(60, 260, "收缩压")
DIASTOLIC = blood_pressure(30, 160, "舒张压")
HAEMOGLOBIN = FieldSpec(
    Kind.NUMBER,
    "血红蛋白",
    unit="g/L",
    hard=(10, 250),
    plausible=(60, 180),
    source=FIRST,
    help="孕期低于110为贫血",
)


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
    weight_g: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER,
            "体重",
            unit="kg",
            scale=1000,
            decimals=1,
            hard=(25, 200),
            plausible=(35, 110),
            source=FIRST,
        ),
    ] = None
    bp_sys: Annotated[int | None, SYSTOLIC] = None
    bp_dia: Annotated[int | None, DIASTOLIC] = None
    risk_factors: Annotated[str | None, FieldSpec(Kind.TEXT, "高危因素", max_length=200)] = None
    risk_colours: Annotated[
        list[str], FieldSpec(Kind.CHOICES, "风险等级", choices=COLOURS, help="紫可与其他颜色并存")
    ] = Field(default_factory=list, sa_type=JSON)
    doctor: Annotated[str | None, FieldSpec(Kind.NAME, "建册医生", max_length=50)] = None
    remark: Annotated[str | None, FieldSpec(Kind.LONG, "备注", max_length=500)] = None


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
    weight_g: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER,
            "体重",
            unit="kg",
            scale=1000,
            decimals=1,
            hard=(25, 200),
            plausible=(35, 110),
            source=LATER,
        ),
    ] = None
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


class DeliveryData(SQLModel):
    """The delivery, as the delivering hospital tells it."""

    delivered_on: Annotated[date, FieldSpec(Kind.DATE, "分娩日期", required=True, source=BIRTH)]
    delivered_at: Annotated[
        str | None, FieldSpec(Kind.TIME, "分娩时间", max_length=5, source=BIRTH)
    ] = None
    place: Annotated[str | None, FieldSpec(Kind.TEXT, "分娩机构", max_length=60, source=BIRTH)] = (
        None
    )
    in_hospital: Annotated[
        str, FieldSpec(Kind.CHOICE, "住院分娩", choices=choices("1 是", "2 否"), source=BIRTH)
    ] = "1"
    mode: Annotated[str | None, FieldSpec(Kind.CHOICE, "分娩方式", choices=MODES, source=BIRTH)] = (
        None
    )
    ga_days: Annotated[
        int | None, FieldSpec(Kind.GESTATION, "分娩孕周", hard=(140, 310), source=BIRTH)
    ] = None
    blood_loss_ml: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER, "出血量", unit="mL", hard=(0, 10_000), plausible=(0, 1000), source=BIRTH
        ),
    ] = None
    complications: Annotated[
        str | None, FieldSpec(Kind.TEXT, "产时产后并发症", max_length=200, source=BIRTH)
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


class NewbornData(SQLModel):
    """One baby of a delivery, alive or not."""

    outcome: Annotated[
        str, FieldSpec(Kind.CHOICE, "结局", choices=OUTCOMES, required=True, source=BIRTH)
    ] = "1"
    sex: Annotated[str, FieldSpec(Kind.CHOICE, "新生儿性别", choices=SEX, source=BIRTH)] = "0"
    weight_g: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER,
            "出生体重",
            unit="g",
            hard=(300, 9000),
            plausible=(1500, 4500),
            source=BIRTH,
        ),
    ] = None
    length_mm: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER,
            "出生身长",
            unit="cm",
            scale=10,
            decimals=1,
            hard=(25, 70),
            plausible=(40, 56),
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
    """A home visit after discharge, or the day-42 check."""

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
    breasts: Annotated[str, FieldSpec(Kind.CHOICE, "乳房", choices=NORMAL, source=AFTER)] = "1"
    lochia: Annotated[str, FieldSpec(Kind.CHOICE, "恶露", choices=NORMAL, source=AFTER)] = "1"
    uterus: Annotated[str, FieldSpec(Kind.CHOICE, "子宫", choices=NORMAL, source=AFTER)] = "1"
    wound: Annotated[str, FieldSpec(Kind.CHOICE, "伤口", choices=NORMAL, source=AFTER)] = "1"
    outcome: Annotated[str, FieldSpec(Kind.CHOICE, "分类", choices=NORMAL, source=AFTER)] = "1"
    finding: Annotated[str | None, FieldSpec(Kind.TEXT, "异常情况", max_length=200)] = None
    doctor: Annotated[str | None, FieldSpec(Kind.NAME, "访视人", max_length=50)] = None


class PostpartumVisit(Record, PostpartumVisitData, table=True):
    """A visit kept; one of a kind on a day."""

    __tablename__ = "postpartum_visits"
    __table_args__ = (
        UniqueConstraint("pregnancy_id", "kind", "visited_on"),
        *checks(PostpartumVisitData),
    )
    pregnancy_id: int = Field(foreign_key="pregnancies.id", index=True)
