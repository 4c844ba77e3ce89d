"""Quarterly supervision of village clinics, and the villages' monthly reports."""

from datetime import date
from typing import Annotated, Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Record, checks
from rules.fields import FieldSpec, Kind, choices

VISIT = "村级妇幼工作督导记录"
REPORT = "村级妇幼保健工作月报表"


class SupervisionVisitData(SQLModel):
    """One visit to one clinic in one quarter."""

    village_id: Annotated[int, FieldSpec(Kind.VILLAGE, "被督导村", required=True)] = Field(
        foreign_key="villages.id", index=True
    )
    visited_on: Annotated[date, FieldSpec(Kind.DATE, "督导日期", required=True, source=VISIT)]
    supervisors: Annotated[
        str,
        FieldSpec(
            Kind.TEXT,
            "督导人员",
            required=True,
            max_length=100,
            source=VISIT,
            help="两人以上,用空格分开",
        ),
    ]
    clinic_head: Annotated[
        str | None, FieldSpec(Kind.NAME, "村卫生室负责人", max_length=50, source=VISIT)
    ] = None
    score: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER, "总分", unit="分", scale=10, decimals=1, hard=(0, 100), source=VISIT
        ),
    ] = None
    vetoed: Annotated[
        str, FieldSpec(Kind.CHOICE, "一票否决", choices=choices("1 无", "2 有"), source=VISIT)
    ] = "1"
    highlights: Annotated[
        str | None, FieldSpec(Kind.LONG, "工作亮点", max_length=1000, source=VISIT)
    ] = None
    problems: Annotated[
        str | None, FieldSpec(Kind.LONG, "存在问题", max_length=1000, source=VISIT)
    ] = None
    advice: Annotated[
        str | None, FieldSpec(Kind.LONG, "整改意见", max_length=1000, source=VISIT)
    ] = None
    letter_no: Annotated[
        str | None, FieldSpec(Kind.TEXT, "整改文号", max_length=40, source=VISIT)
    ] = None
    deadline: Annotated[
        date | None, FieldSpec(Kind.DATE, "整改期限", expect="future", source=VISIT)
    ] = None
    struck_off_on: Annotated[
        date | None, FieldSpec(Kind.DATE, "销号日期", source=VISIT, help="复查确认已整改的日期")
    ] = None


class SupervisionVisit(Record, SupervisionVisitData, table=True):
    """A visit kept, with the score of each checklist item by its number (tenths of a point)."""

    __tablename__ = "supervision_visits"
    __table_args__ = (
        UniqueConstraint("village_id", "visited_on"),
        Index("ix_supervision_day", "centre", "visited_on"),
        *checks(SupervisionVisitData),
    )
    checklist: str = Field(default="", max_length=20)
    scores: dict[str, int] = Field(default_factory=dict, sa_type=JSON)


COUNTS = {
    "pop": "常住人口",
    "women": "育龄妇女数",
    "new_preg": "新发现孕妇数",
    "preg_end": "期末孕妇数",
    "high_risk": "其中高危孕妇数",
    "deliveries": "分娩产妇数",
    "live": "活产数",
    "live_m": "活产数(男)",
    "live_f": "活产数(女)",
    "pp_visits": "产后访视人数",
    "nb_visits": "新生儿访视人数",
    "child06": "0-6岁儿童数",
    "child03": "3岁以下儿童数",
    "child_checks": "本月儿童体检人次",
    "folate_persons": "叶酸发放人数",
    "folate_bottles": "叶酸发放瓶数",
    "maternal_deaths": "孕产妇死亡数",
    "u5_deaths": "5岁以下儿童死亡数",
    "edu": "宣传活动次数",
}


class VillageReport(Record, table=True):
    """A village's monthly report: the counts of ``COUNTS`` by name, null where not collected."""

    __tablename__ = "village_reports"
    __table_args__ = (UniqueConstraint("village_id", "month"),)
    village_id: int = Field(foreign_key="villages.id", index=True)
    month: str = Field(max_length=7)  # YYYY-MM
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    reporter: str | None = Field(default=None, max_length=50)
    reported_on: date | None = None
    remark: str | None = Field(default=None, max_length=500)
