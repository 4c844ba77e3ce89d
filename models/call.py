"""Calls: what came of asking somebody to what is due."""

from datetime import date
from typing import Annotated

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from models.base import Record, checks
from rules.fields import FieldSpec, Kind, choices

CALLED = "电话随访登记"
OUTCOMES = choices("1 会来", "2 改期", "3 外出", "4 失访", "5 拒绝")
COMING, RE_DATED, AWAY, LOST, REFUSED = (each.code for each in OUTCOMES)


class CallData(SQLModel):
    """What came of one call."""

    called_on: Annotated[date, FieldSpec(Kind.DATE, "通话日期", required=True, source=CALLED)]
    outcome: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "结果",
            choices=OUTCOMES,
            required=True,
            source=CALLED,
            help="会来或已来;改期要写改到哪天;外出、打不通(失访)、拒绝仍留在名单里",
        ),
    ]
    again_on: Annotated[
        date | None,
        FieldSpec(Kind.DATE, "改到", expect="future", source=CALLED, help="到那天再出现在名单里"),
    ] = None
    note: Annotated[str | None, FieldSpec(Kind.TEXT, "说明", max_length=200, source=CALLED)] = None


class Call(Record, CallData, table=True):
    """A call kept: for which item of the worklist (its kind, code and record), and by whom."""

    __tablename__ = "calls"
    __table_args__ = (
        CheckConstraint(
            f"(outcome = '{RE_DATED}') = (again_on IS NOT NULL)"
            " AND (again_on IS NULL OR again_on > called_on)",
            name="ck_again",
        ),
        *checks(CallData),
    )
    person_id: int = Field(foreign_key="people.id", index=True)
    pregnancy_id: int | None = Field(default=None, foreign_key="pregnancies.id", index=True)
    due_kind: str = Field(max_length=12)
    due_code: str = Field(max_length=12)
    record_id: int
    called_by: str = Field(default="", max_length=30)
