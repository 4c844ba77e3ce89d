"""The delivery subsidy: the application, its papers and amounts, and how far it came."""

from datetime import date
from typing import Annotated

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Record, checks
from rules.fields import FieldSpec, Kind, choices
from rules.subsidy import FIRST, STATE_CHOICES

PROGRAMME = "农村孕产妇住院分娩补助项目管理方案(卫妇社发〔2009〕91号)"
CATEGORIES = choices("1 本院", "2 县内其他", "3 县外")


def _money(label: str, text: str = "") -> FieldSpec:
    return FieldSpec(
        Kind.NUMBER,
        label,
        unit="元",
        scale=100,
        decimals=2,
        hard=(0, 200_000),
        source=PROGRAMME,
        help=text,
    )


def _day(label: str, text: str = "") -> FieldSpec:
    return FieldSpec(Kind.DATE, label, source=PROGRAMME, help=text)


class SubsidyData(SQLModel):
    """The subsidy of one delivery; what the delivery tells is not repeated here."""

    noted_on: Annotated[date, FieldSpec(Kind.DATE, "登记日期", required=True, source=PROGRAMME)]
    rural: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "农村户籍",
            choices=choices("1 是", "2 否"),
            required=True,
            source=PROGRAMME,
            help="看产妇本人的户口",
        ),
    ] = "1"
    category: Annotated[
        str,
        FieldSpec(Kind.CHOICE, "补助类别", choices=CATEGORIES, required=True, source=PROGRAMME),
    ]
    admission_no: Annotated[
        str | None, FieldSpec(Kind.TEXT, "住院号", max_length=30, source=PROGRAMME)
    ] = None
    papers: Annotated[
        list[str],
        FieldSpec(
            Kind.CHOICES,
            "材料",
            choices=choices(
                "1 身份证",
                "2 户口本",
                "3 医保证",
                "4 发票或结算单",
                "5 出院小结",
                "6 出生证",
                "7 医院级别证明",
            ),
            source=PROGRAMME,
            help="收到哪几样就填哪几样",
        ),
    ] = Field(default_factory=list, sa_type=JSON)
    total_fen: Annotated[int | None, _money("住院总费用")] = None
    insured_fen: Annotated[int | None, _money("医保报销")] = None
    standard_fen: Annotated[int | None, _money("补助标准", "由本院规定按类别给出")] = None
    paid_fen: Annotated[int | None, _money("实补金额", "费用低于标准的按实际费用")] = None
    state: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "补助状态",
            choices=STATE_CHOICES,
            required=True,
            source=PROGRAMME,
        ),
    ] = FIRST
    applied_on: Annotated[date | None, _day("申请日期", "材料收齐递交的日期")] = None
    reviewed_on: Annotated[date | None, _day("审核日期")] = None
    reviewer: Annotated[
        str | None, FieldSpec(Kind.NAME, "审核人", max_length=50, source=PROGRAMME)
    ] = None
    published_on: Annotated[date | None, _day("公示日期")] = None
    paid_on: Annotated[date | None, _day("兑现日期")] = None
    pay_method: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "兑现方式",
            choices=choices("1 现金", "2 转账", "3 减免"),
            source=PROGRAMME,
            help="本院一站式结算为减免",
        ),
    ] = None
    receiver: Annotated[
        str | None, FieldSpec(Kind.NAME, "领款人", max_length=50, source=PROGRAMME)
    ] = None
    kinship: Annotated[
        str | None, FieldSpec(Kind.TEXT, "与产妇关系", max_length=20, source=PROGRAMME)
    ] = None
    account_tail: Annotated[
        str | None,
        FieldSpec(Kind.TEXT, "账号末4位", max_length=4, source=PROGRAMME, help="只留末4位"),
    ] = None
    returned_on: Annotated[date | None, _day("退回日期")] = None
    refused_on: Annotated[date | None, _day("不予兑现日期")] = None
    why: Annotated[
        str | None,
        FieldSpec(
            Kind.TEXT, "未兑现原因", max_length=100, source=PROGRAMME, help="退回、不予兑现的原因"
        ),
    ] = None
    remark: Annotated[
        str | None, FieldSpec(Kind.LONG, "备注", max_length=200, source=PROGRAMME)
    ] = None


class Subsidy(Record, SubsidyData, table=True):
    """A subsidy kept; one for a pregnancy."""

    __tablename__ = "subsidies"
    __table_args__ = (
        UniqueConstraint("pregnancy_id"),
        Index("ix_subsidies_state", "centre", "state"),
        *checks(SubsidyData),
    )
    pregnancy_id: int = Field(foreign_key="pregnancies.id", index=True)
