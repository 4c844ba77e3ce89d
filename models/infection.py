"""HIV, syphilis and hepatitis B: the tests, the case of who is infected, the child exposed.

Read only by who is permitted: what these tables hold is shown nowhere else.
"""

from datetime import date
from typing import Annotated

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Record, checks
from rules.fields import FieldSpec, Kind, choices

TESTING = "预防艾滋病、梅毒和乙肝母婴传播工作规范(2020) 检测登记"
CASE = "预防艾滋病、梅毒和乙肝母婴传播工作规范(2020) 个案登记"
CHILD = "预防艾滋病、梅毒和乙肝母婴传播工作规范(2020) 所生儿童登记"

RESULT = choices("1 阴性", "2 阳性", "3 未检/不详")
YES_NO = choices("1 是", "2 否")
DISEASES = choices("1 艾滋病", "2 梅毒", "3 乙肝")
TITRE_HELP = "填冒号后的数:1:8 填 8"


def result(label: str, text: str = "") -> FieldSpec:
    """The field of one test's result; the first examination has the same ones."""
    return FieldSpec(Kind.CHOICE, label, choices=RESULT, source=TESTING, help=text)


def titre(label: str, source: str) -> FieldSpec:
    """The field of a titre: the number behind 1:."""
    return FieldSpec(Kind.NUMBER, label, hard=(1, 4096), source=source, help=TITRE_HELP)


class InfectionTestData(SQLModel):
    """One set of tests, on one day."""

    tested_on: Annotated[date, FieldSpec(Kind.DATE, "检测日期", required=True, source=TESTING)]
    timing: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "检测时机",
            choices=choices("1 孕早期", "2 孕中期", "3 孕晚期", "4 产时", "5 产后"),
            source=TESTING,
            help="空着由检测日期推算;分娩当天为产时",
        ),
    ] = None
    place: Annotated[
        str | None,
        FieldSpec(Kind.TEXT, "检测机构", habit="laboratory", max_length=60, source=TESTING),
    ] = None
    hiv: Annotated[str | None, result("HIV抗体", "初筛")] = None
    hiv_confirmed: Annotated[str | None, result("HIV确证", "阴性即排除初筛的阳性")] = None
    syphilis: Annotated[str | None, result("梅毒血清学试验", "初筛")] = None
    tppa: Annotated[str | None, result("梅毒TPPA", "特异性试验;阴性即排除初筛的阳性")] = None
    rpr: Annotated[str | None, result("梅毒RPR", "非特异性试验(RPR、TRUST)")] = None
    rpr_titre: Annotated[int | None, titre("RPR滴度1:", TESTING)] = None
    hbsag: Annotated[str | None, result("乙肝表面抗原")] = None
    hbsab: Annotated[str | None, result("乙肝表面抗体")] = None
    hbeag: Annotated[str | None, result("乙肝e抗原")] = None
    hbeab: Annotated[str | None, result("乙肝e抗体")] = None
    hbcab: Annotated[str | None, result("乙肝核心抗体")] = None
    counselled_on: Annotated[date | None, FieldSpec(Kind.DATE, "咨询日期", source=TESTING)] = None
    told_on: Annotated[date | None, FieldSpec(Kind.DATE, "告知日期", source=TESTING)] = None
    doctor: Annotated[
        str | None, FieldSpec(Kind.NAME, "检测登记人", max_length=50, source=TESTING)
    ] = None


class InfectionTest(Record, InfectionTestData, table=True):
    """Tests kept."""

    __tablename__ = "infection_tests"
    __table_args__ = (*checks(InfectionTestData),)
    pregnancy_id: int = Field(foreign_key="pregnancies.id", index=True)


class InfectionCaseData(SQLModel):
    """What is done for a woman with one of the diseases."""

    disease: Annotated[
        str, FieldSpec(Kind.CHOICE, "病种", choices=DISEASES, required=True, source=CASE)
    ]
    confirmed_on: Annotated[date, FieldSpec(Kind.DATE, "确诊日期", required=True, source=CASE)]
    reported_on: Annotated[
        date | None,
        FieldSpec(Kind.DATE, "个案卡上报日期", source=CASE, help="艾滋病、梅毒个案卡按时限上报"),
    ] = None
    referral_place: Annotated[
        str | None, FieldSpec(Kind.TEXT, "转介机构", habit="laboratory", max_length=60, source=CASE)
    ] = None
    treated: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "治疗",
            choices=choices("1 已治疗", "2 未治疗", "3 拒绝治疗", "4 不需治疗"),
            source=CASE,
        ),
    ] = None
    drug: Annotated[str | None, FieldSpec(Kind.TEXT, "药名", max_length=60, source=CASE)] = None
    course: Annotated[
        str | None,
        FieldSpec(Kind.TEXT, "疗程", max_length=60, source=CASE, help="剂量、次数和第几个疗程"),
    ] = None
    treated_from: Annotated[date | None, FieldSpec(Kind.DATE, "治疗开始", source=CASE)] = None
    treated_to: Annotated[
        date | None, FieldSpec(Kind.DATE, "治疗结束", source=CASE, help="长期用药的空着")
    ] = None
    standardised: Annotated[
        str | None, FieldSpec(Kind.CHOICE, "规范治疗", choices=YES_NO, source=CASE)
    ] = None
    partner: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "配偶检测",
            choices=choices("1 阴性", "2 阳性", "3 未检", "4 拒绝", "5 无配偶/不详"),
            source=CASE,
        ),
    ] = None
    partner_on: Annotated[date | None, FieldSpec(Kind.DATE, "配偶检测日期", source=CASE)] = None
    load_on: Annotated[date | None, FieldSpec(Kind.DATE, "复查日期", source=CASE)] = None
    viral_load: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER,
            "病毒载量",
            hard=(0, 10_000_000_000),
            source=CASE,
            help="HIV拷贝/mL;乙肝IU/mL;测不出填0",
        ),
    ] = None
    load_titre: Annotated[int | None, titre("复查滴度1:", CASE)] = None
    delivery_plan: Annotated[
        str | None,
        FieldSpec(
            Kind.TEXT, "分娩计划", max_length=100, source=CASE, help="分娩机构、方式和备好的药品"
        ),
    ] = None
    remark: Annotated[str | None, FieldSpec(Kind.LONG, "随访", max_length=500, source=CASE)] = None
    doctor: Annotated[str | None, FieldSpec(Kind.NAME, "负责人", max_length=50, source=CASE)] = None


class InfectionCase(Record, InfectionCaseData, table=True):
    """A case kept; one of a disease on a card."""

    __tablename__ = "infection_cases"
    __table_args__ = (
        UniqueConstraint("pregnancy_id", "disease"),
        *checks(InfectionCaseData),
    )
    pregnancy_id: int = Field(foreign_key="pregnancies.id", index=True)


class ExposedChildData(SQLModel):
    """What is done for one baby of a woman with one of the diseases."""

    born_on: Annotated[date, FieldSpec(Kind.DATE, "出生日期", required=True, source=CHILD)]
    birth_order: Annotated[
        int, FieldSpec(Kind.NUMBER, "第几胎儿", hard=(1, 6), required=True, source=CHILD)
    ] = 1
    hbig_on: Annotated[date | None, FieldSpec(Kind.DATE, "免疫球蛋白日期", source=CHILD)] = None
    hbig_at: Annotated[
        str | None, FieldSpec(Kind.TIME, "免疫球蛋白时间", max_length=5, source=CHILD)
    ] = None
    vaccine_on: Annotated[date | None, FieldSpec(Kind.DATE, "乙肝首针日期", source=CHILD)] = None
    vaccine_at: Annotated[
        str | None, FieldSpec(Kind.TIME, "乙肝首针时间", max_length=5, source=CHILD)
    ] = None
    hbv_result: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE, "表面抗原复查", choices=RESULT, source=CHILD, help="全程接种后1-2个月"
        ),
    ] = None
    hiv_drug: Annotated[
        str | None, FieldSpec(Kind.TEXT, "抗病毒药", max_length=60, source=CHILD)
    ] = None
    hiv_drug_from: Annotated[date | None, FieldSpec(Kind.DATE, "用药开始", source=CHILD)] = None
    hiv_early: Annotated[
        str | None, FieldSpec(Kind.CHOICE, "HIV早期诊断", choices=RESULT, source=CHILD)
    ] = None
    hiv_18_months: Annotated[
        str | None, FieldSpec(Kind.CHOICE, "18月龄HIV抗体", choices=RESULT, source=CHILD)
    ] = None
    syphilis_drug: Annotated[
        str | None,
        FieldSpec(Kind.TEXT, "梅毒预防性治疗", max_length=60, source=CHILD, help="药名和剂量"),
    ] = None
    syphilis_drug_on: Annotated[date | None, FieldSpec(Kind.DATE, "治疗日期", source=CHILD)] = None
    syphilis_titre: Annotated[int | None, titre("出生滴度1:", CHILD)] = None
    syphilis_outcome: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "先天梅毒",
            choices=choices("1 排除", "2 确诊", "3 随访中"),
            source=CHILD,
            help="随访到18月龄",
        ),
    ] = None
    followed_on: Annotated[date | None, FieldSpec(Kind.DATE, "末次随访日期", source=CHILD)] = None
    closing: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "随访结局",
            choices=choices("1 排除感染", "2 感染", "3 失访", "4 死亡"),
            source=CHILD,
        ),
    ] = None
    doctor: Annotated[str | None, FieldSpec(Kind.NAME, "随访人", max_length=50, source=CHILD)] = (
        None
    )


class ExposedChild(Record, ExposedChildData, table=True):
    """A baby's prophylaxis kept; one for each baby."""

    __tablename__ = "exposed_children"
    __table_args__ = (
        UniqueConstraint("pregnancy_id", "birth_order"),
        *checks(ExposedChildData),
    )
    pregnancy_id: int = Field(foreign_key="pregnancies.id", index=True)
