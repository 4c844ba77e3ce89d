"""What must be reported upwards by a deadline, each with its clock.

Instants are UTC as ISO 8601 text, as in the audit: they sort and compare as they stand.
"""

from datetime import date
from typing import Annotated

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from models.base import Record, checks
from rules.fields import FieldSpec, Kind, choices

REPORTED = "妇幼卫生报告单登记"
REPORTS = choices(
    "1 橙色风险报告单",
    "2 红色风险报告单",
    "3 孕产妇死亡报告",
    "4 围产儿死亡报告",
    "5 出生缺陷报告",
    "6 儿童死亡报告",
)
ORANGE, RED, MATERNAL_DEATH, PERINATAL_DEATH, DEFECT, CHILD_DEATH = (each.code for each in REPORTS)


class ReportData(SQLModel):
    """That it was reported: when, to whom, by whom."""

    reported_on: Annotated[date, FieldSpec(Kind.DATE, "报告日期", required=True, source=REPORTED)]
    reported_time: Annotated[
        str | None,
        FieldSpec(Kind.TIME, "报告时间", max_length=5, source=REPORTED, help="空着就是现在"),
    ] = None
    reported_to: Annotated[
        str | None, FieldSpec(Kind.TEXT, "报告单位", max_length=60, source=REPORTED)
    ] = None
    reported_by: Annotated[
        str | None, FieldSpec(Kind.NAME, "报告人", max_length=50, source=REPORTED)
    ] = None
    note: Annotated[str | None, FieldSpec(Kind.TEXT, "说明", max_length=200)] = None


class Report(Record, table=True):
    """A clock that began when something became known; it stops when it was reported.

    One for each kind and record it is about (``subject_table``, ``subject_id``).
    """

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("kind", "subject_table", "subject_id"),
        Index("ix_reports_open", "centre", "due_at", sqlite_where=sql("reported_on IS NULL")),
        *checks(ReportData),
    )
    kind: Annotated[str, FieldSpec(Kind.CHOICE, "报告种类", choices=REPORTS)] = Field(max_length=1)
    pregnancy_id: int | None = Field(default=None, foreign_key="pregnancies.id", index=True)
    person_id: int = Field(foreign_key="people.id", index=True)
    subject_table: str = Field(max_length=30)
    subject_id: int
    known_at: str = Field(max_length=32)
    due_at: str = Field(max_length=32)
    reported_on: date | None = None
    reported_time: str | None = Field(default=None, max_length=5)
    reported_to: str | None = Field(default=None, max_length=60)
    reported_by: str | None = Field(default=None, max_length=50)
    note: str | None = Field(default=None, max_length=200)
