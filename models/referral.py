"""Referrals and what came of them."""

from datetime import date
from typing import Annotated

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Record, checks
from models.terms import NO_YES
from rules.fields import FieldSpec, Kind, choices

SLIP = "孕产妇健康管理服务规范(2017) 转诊; 妊娠风险筛查阳性孕产妇转诊单"
ANTENATAL, SCREENED, HIGH_RISK, POSTPARTUM, DAY_42 = "12345"


class ReferralData(SQLModel):
    """A woman sent on, and within two weeks what was found there."""

    referred_on: Annotated[date, FieldSpec(Kind.DATE, "转诊日期", required=True, source=SLIP)]
    source: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "转诊来源",
            choices=choices(
                "1 产前随访", "2 风险筛查阳性", "3 高危", "4 产后访视", "5 产后42天检查"
            ),
            source=SLIP,
        ),
    ] = ANTENATAL
    reason: Annotated[
        str, FieldSpec(Kind.TEXT, "转诊原因", required=True, max_length=200, source=SLIP)
    ]
    place: Annotated[
        str | None,
        FieldSpec(Kind.TEXT, "转往机构", habit="institution", max_length=60, source=SLIP),
    ] = None
    department: Annotated[
        str | None, FieldSpec(Kind.TEXT, "转往科室", max_length=30, source=SLIP)
    ] = None
    urgent: Annotated[
        str,
        FieldSpec(Kind.CHOICE, "紧急", choices=NO_YES, source=SLIP, help="出现危急征象,立即转诊"),
    ] = "1"
    doctor: Annotated[str | None, FieldSpec(Kind.NAME, "转诊医生", max_length=50)] = None
    result_on: Annotated[
        date | None, FieldSpec(Kind.DATE, "结果日期", source=SLIP, help="转诊后2周内随访结果")
    ] = None
    result_place: Annotated[
        str | None,
        FieldSpec(Kind.TEXT, "接诊机构", habit="institution", max_length=60, source=SLIP),
    ] = None
    result: Annotated[str | None, FieldSpec(Kind.TEXT, "转诊结果", max_length=200, source=SLIP)] = (
        None
    )
    result_doctor: Annotated[
        str | None, FieldSpec(Kind.NAME, "接诊医生", max_length=50, source=SLIP)
    ] = None


class Referral(Record, ReferralData, table=True):
    """A referral kept; the record it follows from, if any, has one only."""

    __tablename__ = "referrals"
    __table_args__ = (
        UniqueConstraint("source_table", "source_id"),
        *checks(ReferralData),
    )
    pregnancy_id: int = Field(foreign_key="pregnancies.id", index=True)
    source_table: str | None = Field(default=None, max_length=30)
    source_id: int | None = None
