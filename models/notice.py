"""The village's first word of a pregnancy (孕情登记)."""

from datetime import date
from typing import Annotated

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from models.base import Record, checks
from rules.fields import FieldSpec, Kind, choices

REGISTER = "孕情登记册(村级)"
SOURCES = choices("1 自报", "2 村医", "3 计生", "4 医院", "5 流入")
NOT_BOOKED = choices("1 未怀孕", "2 流产、引产", "3 在外地建册", "4 迁出", "5 失访")


class NoticeData(SQLModel):
    """What the village told. Who she is stands on her person, once."""

    found_on: Annotated[date, FieldSpec(Kind.DATE, "发现日期", required=True, source=REGISTER)]
    source: Annotated[
        str, FieldSpec(Kind.CHOICE, "来源", choices=SOURCES, required=True, source=REGISTER)
    ] = "2"
    reporter: Annotated[
        str | None, FieldSpec(Kind.NAME, "报告人", max_length=50, source=REGISTER)
    ] = None
    husband_name: Annotated[
        str | None, FieldSpec(Kind.NAME, "丈夫姓名", max_length=50, source=REGISTER)
    ] = None
    lmp: Annotated[
        date | None,
        FieldSpec(Kind.DATE, "末次月经", source=REGISTER, help="她说得出才填,建册时再核实"),
    ] = None
    told_ga_days: Annotated[
        int | None,
        FieldSpec(
            Kind.GESTATION,
            "自述孕周",
            hard=(0, 310),
            source=REGISTER,
            help="说不出末次月经时,发现那天怀了多久",
        ),
    ] = None
    gravida: Annotated[
        int | None,
        FieldSpec(Kind.NUMBER, "孕次", unit="次", hard=(1, 20), source=REGISTER, help="含本次"),
    ] = None
    para: Annotated[
        int | None, FieldSpec(Kind.NUMBER, "产次", unit="次", hard=(0, 15), source=REGISTER)
    ] = None
    told_on: Annotated[
        date | None,
        FieldSpec(Kind.DATE, "通知建册", source=REGISTER, help="哪天通知她来建册"),
    ] = None
    outcome: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "未建册结局",
            choices=NOT_BOOKED,
            source=REGISTER,
            help="不会再来建册才填;来建册的由程序记",
        ),
    ] = None
    remark: Annotated[str | None, FieldSpec(Kind.LONG, "备注", max_length=200)] = None


class Notice(Record, NoticeData, table=True):
    """A notice is open until its card is there or it has another outcome."""

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_found", "centre", "found_on"),
        Index(
            "ix_notices_open",  # with what is empty in it, or the one above may be walked instead
            "centre",
            "pregnancy_id",
            "outcome",
            "found_on",
            sqlite_where=sql("pregnancy_id IS NULL AND outcome IS NULL"),
        ),
        *checks(NoticeData),
    )
    person_id: int = Field(foreign_key="people.id", index=True)
    pregnancy_id: int | None = Field(default=None, foreign_key="pregnancies.id", index=True)
