"""Children and their checks."""

from datetime import date
from typing import Annotated

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import JSON, Field, SQLModel

from models.base import Record, checks
from models.terms import BIRTH_LENGTH, BIRTH_WEIGHT, NO_YES, NORMAL
from rules.fields import FieldSpec, Kind, choices

CHECK = "0～6岁儿童健康管理服务规范(2017) 儿童健康检查记录表"
HEAD = "0～6岁儿童健康管理服务规范(2017) 新生儿家庭访视记录表"

# Codes are those of rules.schedule.child_contacts; the labels are the forms'.
CONTACTS = choices(
    "newborn 新生儿访视",
    "1m 满月",
    "3m 3月龄",
    "6m 6月龄",
    "8m 8月龄",
    "12m 12月龄",
    "18m 18月龄",
    "24m 24月龄",
    "30m 30月龄",
    "3y 3岁",
    "4y 4岁",
    "5y 5岁",
    "6y 6岁",
)


class ChildData(SQLModel):
    """What is known of a child beyond the person."""

    birth_ga_days: Annotated[
        int | None, FieldSpec(Kind.GESTATION, "出生孕周", hard=(140, 320), source=HEAD)
    ] = None
    birth_weight_g: Annotated[int | None, BIRTH_WEIGHT] = None
    birth_length_mm: Annotated[int | None, BIRTH_LENGTH] = None
    mother_name: Annotated[
        str | None, FieldSpec(Kind.NAME, "母亲姓名", max_length=50, source=HEAD)
    ] = None
    father_name: Annotated[
        str | None, FieldSpec(Kind.NAME, "父亲姓名", max_length=50, source=HEAD)
    ] = None
    birth_place: Annotated[
        str | None,
        FieldSpec(Kind.TEXT, "助产机构", habit="institution", max_length=60, source=HEAD),
    ] = None
    cert_no: Annotated[
        str | None, FieldSpec(Kind.CERTIFICATE, "出生医学证明编号", max_length=10)
    ] = None
    high_risk: Annotated[
        str | None, FieldSpec(Kind.TEXT, "高危儿/体弱儿", max_length=100, help="原因;没有则留空")
    ] = None
    remark: Annotated[str | None, FieldSpec(Kind.LONG, "备注", max_length=500)] = None


class Child(Record, ChildData, table=True):
    """A child of the township: from a delivery, or moved in. A newborn becomes one child."""

    __tablename__ = "children"
    __table_args__ = (
        UniqueConstraint("newborn_id"),
        UniqueConstraint("centre", "cert_no"),
        *checks(ChildData),
    )
    person_id: int = Field(foreign_key="people.id", unique=True)
    mother_id: int | None = Field(default=None, foreign_key="people.id", index=True)
    newborn_id: int | None = Field(default=None, foreign_key="newborns.id")


class ChildCheckData(SQLModel):
    """One of the thirteen contacts, or a check at another age."""

    checked_on: Annotated[date, FieldSpec(Kind.DATE, "随访日期", required=True, source=CHECK)]
    contact: Annotated[
        str, FieldSpec(Kind.CHOICE, "次别", choices=CONTACTS, required=True, source=CHECK)
    ]
    weight_g: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER,
            "体重",
            unit="kg",
            scale=1000,
            decimals=2,
            hard=(0.3, 60),
            plausible=(1.5, 30),
            source=CHECK,
        ),
    ] = None
    length_mm: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER,
            "身长/身高",
            unit="cm",
            scale=10,
            decimals=1,
            hard=(25, 150),
            plausible=(40, 125),
            source=CHECK,
            help="2岁前卧位量身长,2岁起立位量身高",
        ),
    ] = None
    head_mm: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER,
            "头围",
            unit="cm",
            scale=10,
            decimals=1,
            hard=(20, 70),
            plausible=(30, 55),
            source=CHECK,
        ),
    ] = None
    hb: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER,
            "血红蛋白",
            unit="g/L",
            hard=(10, 250),
            plausible=(80, 160),
            source=CHECK,
            help="6月龄至6岁低于110为贫血",
        ),
    ] = None
    outcome: Annotated[str, FieldSpec(Kind.CHOICE, "检查结果", choices=NORMAL, source=CHECK)] = "1"
    finding: Annotated[str | None, FieldSpec(Kind.TEXT, "异常情况", max_length=200)] = None
    warning_signs: Annotated[
        str | None, FieldSpec(Kind.TEXT, "发育预警征象", max_length=200, source=CHECK)
    ] = None
    referral: Annotated[str, FieldSpec(Kind.CHOICE, "转诊建议", choices=NO_YES, source=CHECK)] = "1"
    referral_reason: Annotated[
        str | None, FieldSpec(Kind.TEXT, "转诊原因及机构", max_length=200, source=CHECK)
    ] = None
    guidance: Annotated[
        list[str],
        FieldSpec(
            Kind.CHOICES,
            "指导",
            source=CHECK,
            choices=choices(
                "1 科学喂养", "2 生长发育", "3 疾病预防", "4 预防伤害", "5 口腔保健", "6 其他"
            ),
        ),
    ] = Field(default_factory=list, sa_type=JSON)
    next_on: Annotated[
        date | None, FieldSpec(Kind.DATE, "下次随访日期", expect="future", source=CHECK)
    ] = None
    doctor: Annotated[str | None, FieldSpec(Kind.NAME, "随访医生", max_length=50)] = None


class ChildCheck(Record, ChildCheckData, table=True):
    """A check kept; one on a day."""

    __tablename__ = "child_checks"
    __table_args__ = (
        UniqueConstraint("child_id", "checked_on"),
        Index("ix_child_checks_day", "centre", "checked_on"),
        *checks(ChildCheckData),
    )
    child_id: int = Field(foreign_key="children.id", index=True)
