"""The delivery, its newborns and the visits after it."""

from datetime import date
from typing import Annotated

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Record, checks
from models.terms import BIRTH_LENGTH, BIRTH_WEIGHT, DIASTOLIC, NORMAL, SEX, SYSTOLIC
from rules.fields import FieldSpec, Kind, choices

BIRTH = "分娩记录"
AFTER = "孕产妇健康管理服务规范(2017) 产后访视记录表"

MODES = choices("1 阴道分娩", "2 助产", "3 剖宫产")
OUTCOMES = choices("1 活产", "2 死胎", "3 死产")


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
    weight_g: Annotated[int | None, BIRTH_WEIGHT] = None
    length_mm: Annotated[int | None, BIRTH_LENGTH] = None


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
