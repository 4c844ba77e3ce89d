"""Prenatal screening: the test, its results, and the diagnosis that follows."""

from datetime import date
from typing import Annotated

from sqlmodel import Field, SQLModel

from models.base import Record, checks
from models.terms import MATERNAL_WEIGHT, NO_YES
from rules.fields import FieldSpec, Kind, choices

SCREENING = "产前筛查登记"
_RISKS = choices("1 低风险", "2 高风险", "3 临界风险")


def _risk(label: str) -> FieldSpec:
    return FieldSpec(Kind.CHOICE, label, choices=_RISKS, source=SCREENING)


def _glucose(label: str) -> FieldSpec:
    return FieldSpec(
        Kind.NUMBER,
        label,
        unit="mmol/L",
        scale=100,
        decimals=2,
        hard=(1, 40),
        plausible=(3, 20),
        source="妊娠期75g糖耐量试验",
    )


class PrenatalScreeningData(SQLModel):
    """One screening, done or refused."""

    done_on: Annotated[
        date,
        FieldSpec(Kind.DATE, "筛查日期", required=True, source=SCREENING, help="采血或检查的日期"),
    ]
    test: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "筛查项目",
            choices=choices(
                "1 早孕血清+NT",
                "2 中孕血清",
                "3 NIPT",
                "4 系统超声",
                "5 OGTT",
                "6 其他",
            ),
            required=True,
            source=SCREENING,
        ),
    ]
    other_test: Annotated[
        str | None, FieldSpec(Kind.TEXT, "其他项目", max_length=60, source=SCREENING)
    ] = None
    answer: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "孕妇选择",
            choices=choices("1 接受", "2 拒绝"),
            required=True,
            source=SCREENING,
            help="拒绝照实登记,筛查日期填告知那天",
        ),
    ] = "1"
    informed_on: Annotated[date | None, FieldSpec(Kind.DATE, "告知日期", source=SCREENING)] = None
    consent: Annotated[
        str | None,
        FieldSpec(Kind.CHOICE, "知情同意书", choices=choices("1 已签", "2 未签"), source=SCREENING),
    ] = None
    place: Annotated[
        str | None,
        FieldSpec(Kind.TEXT, "筛查机构", habit="institution", max_length=60, source=SCREENING),
    ] = None
    barcode: Annotated[
        str | None, FieldSpec(Kind.TEXT, "标本条码", max_length=40, source=SCREENING)
    ] = None
    weight_g: Annotated[int | None, MATERNAL_WEIGHT] = None
    fetuses: Annotated[
        int | None,
        FieldSpec(Kind.NUMBER, "胎数", unit="胎", hard=(1, 8), plausible=(1, 3), source=SCREENING),
    ] = None
    dating: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "孕周确认",
            choices=choices("1 末次月经", "2 早期超声"),
            source=SCREENING,
        ),
    ] = None
    t21: Annotated[str | None, _risk("21三体")] = None
    t18: Annotated[str | None, _risk("18三体")] = None
    t13: Annotated[str | None, _risk("13三体")] = None
    ntd: Annotated[str | None, _risk("神经管缺陷")] = None
    glucose_0: Annotated[int | None, _glucose("空腹血糖")] = None
    glucose_1h: Annotated[int | None, _glucose("服糖1小时")] = None
    glucose_2h: Annotated[int | None, _glucose("服糖2小时")] = None
    outcome: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "检查结论",
            choices=choices("1 未见异常", "2 异常", "3 未出"),
            source=SCREENING,
        ),
    ] = None
    finding: Annotated[
        str | None, FieldSpec(Kind.TEXT, "筛查异常", max_length=200, source=SCREENING)
    ] = None
    diagnosis: Annotated[
        str, FieldSpec(Kind.CHOICE, "产前诊断转诊", choices=NO_YES, source=SCREENING)
    ] = "1"
    diagnosis_place: Annotated[
        str | None,
        FieldSpec(Kind.TEXT, "诊断机构", habit="institution", max_length=60, source=SCREENING),
    ] = None
    diagnosis_on: Annotated[date | None, FieldSpec(Kind.DATE, "诊断日期", source=SCREENING)] = None
    diagnosis_result: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "诊断结果",
            choices=choices("1 未见异常", "2 确诊异常", "3 未做", "4 未出"),
            source=SCREENING,
        ),
    ] = None
    diagnosed: Annotated[
        str | None, FieldSpec(Kind.TEXT, "确诊疾病", max_length=100, source=SCREENING)
    ] = None
    doctor: Annotated[
        str | None, FieldSpec(Kind.NAME, "筛查登记人", max_length=50, source=SCREENING)
    ] = None


class PrenatalScreening(Record, PrenatalScreeningData, table=True):
    """A screening kept."""

    __tablename__ = "prenatal_screenings"
    __table_args__ = (*checks(PrenatalScreeningData),)
    pregnancy_id: int = Field(foreign_key="pregnancies.id", index=True)
