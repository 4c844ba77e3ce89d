"""The folic-acid programme: who takes it, each bottle handed out, the stock by batch, the survey.

Handing out is the stock's movement: a bottle that leaves the shelf for a woman is typed once. A
record made by mistake is corrected to 0 bottles or 0 women; nothing is deleted.
"""

from datetime import date
from typing import Annotated

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Record, checks
from rules.fields import FieldSpec, Kind, choices

PROGRAMME = "增补叶酸预防神经管缺陷项目管理方案(卫妇社发〔2009〕60号)"
CARD = "增补叶酸服用登记表"
STOCK = "叶酸药品出入库登记"

RECEIVED, SCRAPPED, COUNTED = "1", "2", "3"  # codes of a movement's kind
PREPARING, EARLY = "1", "2"  # codes of a woman's state
MOST_BOTTLES = 20_000


class FolicCourseData(SQLModel):
    """A woman who prepares for a pregnancy or is in its first three months."""

    enrolled_on: Annotated[date, FieldSpec(Kind.DATE, "登记日期", required=True, source=CARD)]
    state: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "服药时状态",
            choices=choices("1 待孕", "2 孕早期"),
            required=True,
            source=PROGRAMME,
            help="登记那天的;孕前3个月到孕早期3个月服用",
        ),
    ] = PREPARING
    lmp: Annotated[
        date | None,
        FieldSpec(Kind.DATE, "末次月经", source=CARD, help="有孕册的按孕册算,这里不用填"),
    ] = None
    rural: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "户籍",
            choices=choices("1 农村", "2 城镇"),
            required=True,
            source=PROGRAMME,
        ),
    ] = "1"
    high_risk: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "高危待孕",
            choices=choices("1 否", "2 是"),
            required=True,
            source=PROGRAMME,
            help="生过神经管缺陷儿等,用量由医生定",
        ),
    ] = "1"
    high_risk_which: Annotated[
        str | None, FieldSpec(Kind.TEXT, "高危因素", max_length=60, source=CARD)
    ] = None
    dose_ug: Annotated[
        int,
        FieldSpec(
            Kind.NUMBER,
            "每日剂量",
            unit="mg",
            scale=1000,
            decimals=1,
            hard=(0.1, 10),
            required=True,
            source=PROGRAMME,
            help="一般妇女0.4mg;高危妇女按医嘱",
        ),
    ] = 400
    started_on: Annotated[
        date | None,
        FieldSpec(Kind.DATE, "开始服用", source=CARD, help="空着按第一次领药的日子"),
    ] = None
    remark: Annotated[str | None, FieldSpec(Kind.TEXT, "备注", max_length=100)] = None


class FolicEndData(SQLModel):
    """Why she takes no more, and what became of the pregnancy where she has no card."""

    ended_on: Annotated[date, FieldSpec(Kind.DATE, "结束日期", required=True, source=CARD)]
    end_reason: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "结束原因",
            choices=choices(
                "1 服满", "2 不愿再服", "3 不良反应", "4 妊娠终止", "5 迁出", "6 失访", "7 其他"
            ),
            required=True,
            source=CARD,
        ),
    ]
    outcome: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "妊娠结局",
            choices=choices("1 未孕", "2 在孕", "3 活产", "4 流产引产", "5 死胎死产", "6 不详"),
            source=CARD,
            help="有孕册的看孕册,不用填",
        ),
    ] = None


class FolicCourse(Record, FolicCourseData, table=True):
    """A course kept; its pregnancy is found by its days, never typed."""

    __tablename__ = "folic_courses"
    __table_args__ = (
        Index("ix_folic_courses_enrolled", "centre", "enrolled_on"),
        Index("ix_folic_courses_ended", "centre", "ended_on"),
        CheckConstraint("ended_on IS NULL OR ended_on >= enrolled_on", name="ck_end_order"),
        *checks(FolicCourseData),
        *checks(FolicEndData),
    )
    person_id: int = Field(foreign_key="people.id", index=True)
    ended_on: date | None = None
    end_reason: str | None = Field(default=None, max_length=1)
    outcome: str | None = Field(default=None, max_length=1)


class FolicFollowupData(SQLModel):
    """Asked whether she takes it; the days due follow from the dates."""

    followed_on: Annotated[date, FieldSpec(Kind.DATE, "随访日期", required=True, source=CARD)]
    way: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "随访方式",
            choices=choices("1 电话", "2 入户", "3 门诊", "4 村医"),
            required=True,
            source=CARD,
        ),
    ] = "1"
    days_taken: Annotated[
        int,
        FieldSpec(
            Kind.NUMBER,
            "实服天数",
            unit="天",
            hard=(0, 1000),
            required=True,
            source=CARD,
            help="从开始服用到这一天(最晚到孕满3个月)一共服了几天",
        ),
    ]
    conceived: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE, "怀孕了吗", choices=choices("1 未孕", "2 已孕"), required=True, source=CARD
        ),
    ] = "1"
    reaction: Annotated[
        str | None, FieldSpec(Kind.TEXT, "不良反应", max_length=60, source=CARD, help="没有就空着")
    ] = None
    stop_reason: Annotated[
        str | None, FieldSpec(Kind.TEXT, "停药原因", max_length=60, source=CARD, help="没停就空着")
    ] = None
    follower: Annotated[str | None, FieldSpec(Kind.NAME, "随访人", max_length=50, source=CARD)] = (
        None
    )


class FolicFollowup(Record, FolicFollowupData, table=True):
    """A follow-up kept."""

    __tablename__ = "folic_followups"
    __table_args__ = (
        UniqueConstraint("course_id", "followed_on"),
        Index("ix_folic_followups_day", "centre", "followed_on"),
        *checks(FolicFollowupData),
    )
    course_id: int = Field(foreign_key="folic_courses.id", index=True)


class FolicBatchData(SQLModel):
    """A batch of bottles as printed on the box."""

    number: Annotated[str, FieldSpec(Kind.TEXT, "批号", required=True, max_length=20, source=STOCK)]
    expires_on: Annotated[
        date,
        FieldSpec(
            Kind.DATE,
            "有效期至",
            required=True,
            expect="future",
            source=STOCK,
            help="这一天还能用;只印年月的填月末",
        ),
    ]


class FolicBatch(Record, FolicBatchData, table=True):
    """A batch kept once, however often it came."""

    __tablename__ = "folic_batches"
    __table_args__ = (UniqueConstraint("centre", "number"), *checks(FolicBatchData))


class FolicMoveData(SQLModel):
    """Bottles that came, were scrapped, or were counted; those handed out stand with the woman."""

    kind: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "类别",
            choices=choices("1 入库", "2 报废", "3 盘点"),
            required=True,
            source=STOCK,
        ),
    ]
    moved_on: Annotated[date, FieldSpec(Kind.DATE, "日期", required=True, source=STOCK)]
    bottles: Annotated[
        int,
        FieldSpec(
            Kind.NUMBER,
            "数量",
            unit="瓶",
            hard=(0, MOST_BOTTLES),
            required=True,
            source=STOCK,
            help="盘点填当天收工时点到的瓶数",
        ),
    ]
    partner: Annotated[
        str | None, FieldSpec(Kind.TEXT, "来源单位", habit="supplier", max_length=60, source=STOCK)
    ] = None
    cause: Annotated[
        str | None,
        FieldSpec(
            Kind.TEXT, "原因", max_length=100, source=STOCK, help="报废的原因;盘点不符的原因"
        ),
    ] = None
    handler: Annotated[str | None, FieldSpec(Kind.NAME, "经手人", max_length=50, source=STOCK)] = (
        None
    )


class FolicMove(Record, FolicMoveData, table=True):
    """A movement of a batch."""

    __tablename__ = "folic_moves"
    __table_args__ = (
        Index("ix_folic_moves_day", "centre", "moved_on"),
        *checks(FolicMoveData),
    )
    batch_id: int = Field(foreign_key="folic_batches.id", index=True)


class FolicHandoutData(SQLModel):
    """Bottles handed to a woman out of a batch."""

    given_on: Annotated[date, FieldSpec(Kind.DATE, "领取日期", required=True, source=CARD)]
    batch_id: Annotated[
        int,
        FieldSpec(Kind.NUMBER, "批号", required=True, source=CARD, help="先到期的先发"),
    ] = Field(foreign_key="folic_batches.id", index=True)
    bottles: Annotated[
        int,
        FieldSpec(
            Kind.NUMBER,
            "领取数量",
            unit="瓶",
            hard=(0, 12),
            required=True,
            source=CARD,
            help="一瓶吃一个月",
        ),
    ] = 1
    receiver: Annotated[
        str | None,
        FieldSpec(Kind.NAME, "领取人", max_length=50, source=CARD, help="本人领的空着"),
    ] = None
    giver: Annotated[str | None, FieldSpec(Kind.NAME, "发放人", max_length=50, source=CARD)] = None
    remark: Annotated[str | None, FieldSpec(Kind.TEXT, "备注", max_length=60)] = None


class FolicHandout(Record, FolicHandoutData, table=True):
    """Bottles handed out."""

    __tablename__ = "folic_handouts"
    __table_args__ = (
        UniqueConstraint("course_id", "given_on", "batch_id"),
        Index("ix_folic_handouts_day", "centre", "given_on"),
        *checks(FolicHandoutData),
    )
    course_id: int = Field(foreign_key="folic_courses.id", index=True)


class FolicSurveyData(SQLModel):
    """How many women of a village were asked, and how many knew."""

    surveyed_on: Annotated[date, FieldSpec(Kind.DATE, "调查日期", required=True, source=PROGRAMME)]
    village_id: Annotated[int | None, FieldSpec(Kind.VILLAGE, "村")] = Field(
        default=None, foreign_key="villages.id", index=True
    )
    asked: Annotated[
        int,
        FieldSpec(
            Kind.NUMBER,
            "调查人数",
            unit="人",
            hard=(0, 5000),
            required=True,
            source=PROGRAMME,
            help="一年至少调查产妇数的10%",
        ),
    ]
    knew: Annotated[
        int,
        FieldSpec(
            Kind.NUMBER, "知晓人数", unit="人", hard=(0, 5000), required=True, source=PROGRAMME
        ),
    ]
    surveyor: Annotated[
        str | None, FieldSpec(Kind.NAME, "调查人", max_length=50, source=PROGRAMME)
    ] = None
    remark: Annotated[str | None, FieldSpec(Kind.TEXT, "备注", max_length=100)] = None


class FolicSurvey(Record, FolicSurveyData, table=True):
    """A survey kept."""

    __tablename__ = "folic_surveys"
    __table_args__ = (
        Index("ix_folic_surveys_day", "centre", "surveyed_on"),
        CheckConstraint("knew <= asked", name="ck_knew"),
        *checks(FolicSurveyData),
    )
