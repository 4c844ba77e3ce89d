"""The risk of a pregnancy: assessments as a history, the high-risk case file, its follow-ups."""

from datetime import date
from typing import Annotated

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Record, checks
from models.terms import (
    COLOURS,
    DIASTOLIC,
    HAEMOGLOBIN,
    MATERNAL_WEIGHT,
    NO_YES,
    SYSTOLIC,
    URINE_GRADES,
)
from rules.fields import FieldSpec, Kind, choices

FIVE = "孕产妇妊娠风险评估与管理工作规范(2017)"
FILE = "高危孕产妇登记册"
VISITS = "高危随访登记"

SCREENING, ASSESSMENT = "1", "2"
OUTCOMES = choices("1 继续妊娠", "2 转正常", "3 分娩", "4 终止妊娠", "5 死亡")


class RiskAssessmentData(SQLModel):
    """What somebody judged on a day: the ticked items of a table and the colour it comes to.

    No colour: the screening is positive and nobody has assessed it yet. No ``risk_table``: the
    colour was taken over from a register or an older card.
    """

    assessed_on: Annotated[date, FieldSpec(Kind.DATE, "评估日期", required=True, source=FIVE)]
    kind: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "类别",
            choices=choices("1 筛查", "2 评估"),
            source=FIVE,
            help="首诊机构筛查;有助产资质的医院评估分级",
        ),
    ] = SCREENING
    risk_table: Annotated[
        str | None, FieldSpec(Kind.TEXT, "风险表版本", max_length=40, source=FIVE)
    ] = None
    items: Annotated[
        list[str],
        FieldSpec(Kind.CHOICES, "勾选的项", source=FIVE, help="在风险表上勾选"),
    ] = Field(default_factory=list, sa_type=JSON)
    colours: Annotated[
        list[str],
        FieldSpec(
            Kind.CHOICES,
            "风险等级",
            choices=COLOURS,
            source=FIVE,
            help="紫可与其他颜色并存;筛查阳性而未评估时留空",
        ),
    ] = Field(default_factory=list, sa_type=JSON)
    factors: Annotated[
        str | None,
        FieldSpec(
            Kind.TEXT, "风险因素", max_length=1000, source=FIVE, help="勾选的项当时在表上的名称"
        ),
    ] = None
    place: Annotated[
        str | None,
        FieldSpec(Kind.TEXT, "评估机构", habit="institution", max_length=60, source=FIVE),
    ] = None
    doctor: Annotated[str | None, FieldSpec(Kind.NAME, "评估医生", max_length=50, source=FIVE)] = (
        None
    )
    note: Annotated[str | None, FieldSpec(Kind.TEXT, "说明", max_length=200)] = None


class RiskAssessment(Record, RiskAssessmentData, table=True):
    """An assessment kept; a later one stands beside it."""

    __tablename__ = "risk_assessments"
    __table_args__ = checks(RiskAssessmentData)
    pregnancy_id: int = Field(foreign_key="pregnancies.id", index=True)


class RiskCaseData(SQLModel):
    """The case file of a high-risk pregnancy: the five steps, each with its day, and its outcome.

    The five: found, registered, reported, managed, treated (五个一).
    """

    found_on: Annotated[date, FieldSpec(Kind.DATE, "发现日期", required=True, source=FILE)]
    registered_on: Annotated[date | None, FieldSpec(Kind.DATE, "登记日期", source=FILE)] = None
    reported_on: Annotated[date | None, FieldSpec(Kind.DATE, "报告日期", source=FILE)] = None
    report_to: Annotated[
        str | None, FieldSpec(Kind.TEXT, "报告单位", max_length=60, source=FILE)
    ] = None
    managed_on: Annotated[
        date | None,
        FieldSpec(Kind.DATE, "管理日期", source=FILE, help="专人专案管理从哪天开始"),
    ] = None
    treated_on: Annotated[
        date | None,
        FieldSpec(Kind.DATE, "救治日期", source=FILE, help="转到救治中心或开始救治的日期"),
    ] = None
    delivery_place: Annotated[
        str | None,
        FieldSpec(
            Kind.TEXT,
            "定点分娩医院",
            habit="institution",
            max_length=60,
            source=FILE,
            help="孕28–36周前应当定好",
        ),
    ] = None
    doctor: Annotated[str | None, FieldSpec(Kind.NAME, "责任医生", max_length=50, source=FILE)] = (
        None
    )
    outcome: Annotated[
        str | None, FieldSpec(Kind.CHOICE, "转归", choices=OUTCOMES, source=FILE)
    ] = None
    outcome_on: Annotated[date | None, FieldSpec(Kind.DATE, "转归日期", source=FILE)] = None
    closed_on: Annotated[date | None, FieldSpec(Kind.DATE, "专案结案日期", source=FILE)] = None
    note: Annotated[str | None, FieldSpec(Kind.LONG, "处理结果", max_length=500, source=FILE)] = (
        None
    )


class RiskCase(Record, RiskCaseData, table=True):
    """A case file: one for a card."""

    __tablename__ = "risk_cases"
    __table_args__ = (UniqueConstraint("pregnancy_id"), *checks(RiskCaseData))
    pregnancy_id: int = Field(foreign_key="pregnancies.id")


class RiskFollowupData(SQLModel):
    """A follow-up of a pregnancy at risk, beside the contacts everybody has."""

    followed_on: Annotated[date, FieldSpec(Kind.DATE, "随访日期", required=True, source=VISITS)]
    way: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE, "方式", choices=choices("1 门诊", "2 入户", "3 电话"), source=VISITS
        ),
    ] = "1"
    symptoms: Annotated[
        str | None, FieldSpec(Kind.TEXT, "症状体征", max_length=200, source=VISITS)
    ] = None
    bp_sys: Annotated[int | None, SYSTOLIC] = None
    bp_dia: Annotated[int | None, DIASTOLIC] = None
    weight_g: Annotated[int | None, MATERNAL_WEIGHT] = None
    hb: Annotated[int | None, HAEMOGLOBIN] = None
    urine_protein: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "尿蛋白",
            source=VISITS,
            choices=URINE_GRADES,
        ),
    ] = None
    fetal_heart: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER, "胎心率", unit="次/分", hard=(40, 240), plausible=(110, 160), source=VISITS
        ),
    ] = None
    new_factors: Annotated[
        str | None, FieldSpec(Kind.TEXT, "新增因素", max_length=200, source=VISITS)
    ] = None
    advice: Annotated[
        str | None, FieldSpec(Kind.TEXT, "处理意见", max_length=200, source=VISITS)
    ] = None
    referral: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "转诊",
            choices=NO_YES,
            source=VISITS,
            help="有转诊时另填转诊单,两周内看结果",
        ),
    ] = "1"
    next_on: Annotated[
        date | None, FieldSpec(Kind.DATE, "下次随访日期", expect="future", source=VISITS)
    ] = None
    doctor: Annotated[
        str | None, FieldSpec(Kind.NAME, "随访医生", max_length=50, source=VISITS)
    ] = None


class RiskFollowup(Record, RiskFollowupData, table=True):
    """A follow-up kept; one on a day."""

    __tablename__ = "risk_followups"
    __table_args__ = (
        UniqueConstraint("pregnancy_id", "followed_on"),
        CheckConstraint("bp_sys IS NULL OR bp_dia IS NULL OR bp_sys > bp_dia", name="ck_bp"),
        *checks(RiskFollowupData),
    )
    pregnancy_id: int = Field(foreign_key="pregnancies.id", index=True)
