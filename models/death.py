"""The report cards of deaths: mothers, and children under five.

What the cards of the county ask that the books hold already (name, address, parity, delivery,
birth weight) is not kept twice: it is read from the pregnancy card, the delivery and the child.
"""

from datetime import date
from typing import Annotated

from sqlmodel import Field, SQLModel

from models.base import Record, checks
from models.delivery import LEVELS
from rules.fields import FieldSpec, Kind, choices

MOTHERS = "孕产妇死亡报告卡"
CHILDREN = "5岁以下儿童死亡报告卡"

YES_NO = choices("1 是", "2 否")
BASIS = choices("1 尸检", "2 病理", "3 临床", "4 死后推断")


class MaternalDeathData(SQLModel):
    """A woman who died while pregnant or after."""

    died_on: Annotated[date, FieldSpec(Kind.DATE, "死亡日期", required=True, source=MOTHERS)]
    died_at: Annotated[
        str | None, FieldSpec(Kind.TIME, "死亡时间", max_length=5, source=MOTHERS)
    ] = None
    counted: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "归类",
            choices=choices(
                "1 孕产妇死亡", "2 意外死亡,不计", "3 产后42天以后,不计", "9 误报,撤销"
            ),
            required=True,
            source=MOTHERS,
            help="妊娠开始到妊娠结束后42天内、与妊娠有关的死亡,意外不计",
        ),
    ] = "1"
    card_no: Annotated[
        str | None, FieldSpec(Kind.TEXT, "报告卡编号", max_length=30, source=MOTHERS)
    ] = None
    death_place: Annotated[
        str | None, FieldSpec(Kind.CHOICE, "死亡地点", choices=LEVELS, source=MOTHERS)
    ] = None
    cause_1: Annotated[
        str | None, FieldSpec(Kind.TEXT, "死因1", max_length=100, source=MOTHERS)
    ] = None
    cause_2: Annotated[
        str | None, FieldSpec(Kind.TEXT, "死因2", max_length=100, source=MOTHERS)
    ] = None
    cause_3: Annotated[
        str | None, FieldSpec(Kind.TEXT, "死因3", max_length=100, source=MOTHERS)
    ] = None
    basis: Annotated[
        str | None, FieldSpec(Kind.CHOICE, "诊断依据", choices=BASIS, source=MOTHERS)
    ] = None
    cause_class: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "死因分类",
            choices=choices(
                "1 产科出血", "2 妊娠期高血压疾病", "3 内科合并症", "4 羊水栓塞", "5 其他"
            ),
            source="孕产妇保健和健康情况年报表",
        ),
    ] = None
    first_ga_days: Annotated[
        int | None, FieldSpec(Kind.GESTATION, "初检孕周", hard=(0, 310), source=MOTHERS)
    ] = None
    exams: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER,
            "产检次数",
            unit="次",
            hard=(0, 40),
            source=MOTHERS,
            help="0 为未做产检",
        ),
    ] = None
    abortions: Annotated[
        int | None,
        FieldSpec(Kind.NUMBER, "人工流产引产次数", unit="次", hard=(0, 20), source=MOTHERS),
    ] = None
    clean_delivery: Annotated[
        str | None, FieldSpec(Kind.CHOICE, "新法接生", choices=YES_NO, source=MOTHERS)
    ] = None
    registered: Annotated[
        str | None,
        FieldSpec(Kind.CHOICE, "户口", choices=choices("1 本地", "2 外地"), source=MOTHERS),
    ] = None
    planned: Annotated[
        str | None,
        FieldSpec(Kind.CHOICE, "计划内外", choices=choices("1 计划内", "2 计划外"), source=MOTHERS),
    ] = None
    ethnicity: Annotated[
        str | None, FieldSpec(Kind.TEXT, "民族", habit="ethnic", max_length=20, source=MOTHERS)
    ] = None
    education: Annotated[
        str | None, FieldSpec(Kind.TEXT, "文化程度", max_length=20, source=MOTHERS)
    ] = None
    income: Annotated[
        str | None, FieldSpec(Kind.TEXT, "家庭人均收入", max_length=30, source=MOTHERS)
    ] = None
    terrain: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE, "居住地区", choices=choices("1 平原", "2 山区", "3 其他"), source=MOTHERS
        ),
    ] = None
    staying: Annotated[
        str | None, FieldSpec(Kind.TEXT, "暂住地址", max_length=100, source=MOTHERS)
    ] = None
    registered_at: Annotated[
        str | None, FieldSpec(Kind.TEXT, "户口地址", max_length=100, source=MOTHERS)
    ] = None
    summary: Annotated[
        str | None, FieldSpec(Kind.LONG, "病历摘要", max_length=2000, source=MOTHERS)
    ] = None
    review: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE, "评审结果", choices=choices("1 可避免", "2 不可避免"), source=MOTHERS
        ),
    ] = None
    factors: Annotated[
        str | None, FieldSpec(Kind.TEXT, "影响因素", max_length=200, source=MOTHERS)
    ] = None
    place: Annotated[
        str | None, FieldSpec(Kind.TEXT, "填报单位", max_length=60, source=MOTHERS)
    ] = None
    doctor: Annotated[str | None, FieldSpec(Kind.NAME, "填卡人", max_length=50, source=MOTHERS)] = (
        None
    )
    filled_on: Annotated[date | None, FieldSpec(Kind.DATE, "填卡日期", source=MOTHERS)] = None


class MaternalDeath(Record, MaternalDeathData, table=True):
    """The card of a mother's death: one for a pregnancy."""

    __tablename__ = "maternal_deaths"
    __table_args__ = checks(MaternalDeathData)
    pregnancy_id: int = Field(foreign_key="pregnancies.id", unique=True)


class ChildDeathData(SQLModel):
    """A child who died under five."""

    died_on: Annotated[date, FieldSpec(Kind.DATE, "死亡日期", required=True, source=CHILDREN)]
    died_at: Annotated[
        str | None, FieldSpec(Kind.TIME, "死亡时间", max_length=5, source=CHILDREN)
    ] = None
    status: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "归类",
            choices=choices("1 死亡", "9 误报,撤销"),
            required=True,
            source=CHILDREN,
        ),
    ] = "1"
    card_no: Annotated[
        str | None, FieldSpec(Kind.TEXT, "报告卡编号", max_length=30, source=CHILDREN)
    ] = None
    death_place: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "死亡地点",
            choices=choices("1 医院", "2 途中", "3 家中", "4 其他"),
            source=CHILDREN,
        ),
    ] = None
    treated: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "死前治疗",
            choices=choices("1 住院", "2 门诊", "3 未治疗"),
            source=CHILDREN,
        ),
    ] = None
    untreated_why: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "未治主因",
            choices=choices(
                "1 经济困难", "2 交通不便", "3 来不及", "4 认为不严重", "5 风俗习惯", "6 其他"
            ),
            source=CHILDREN,
        ),
    ] = None
    cause_a: Annotated[
        str | None, FieldSpec(Kind.TEXT, "死因a 直接", max_length=100, source=CHILDREN)
    ] = None
    cause_b: Annotated[
        str | None, FieldSpec(Kind.TEXT, "死因b 引起a", max_length=100, source=CHILDREN)
    ] = None
    cause_c: Annotated[
        str | None, FieldSpec(Kind.TEXT, "死因c 引起b", max_length=100, source=CHILDREN)
    ] = None
    cause_d: Annotated[
        str | None, FieldSpec(Kind.TEXT, "死因d 引起c", max_length=100, source=CHILDREN)
    ] = None
    root_cause: Annotated[
        str | None, FieldSpec(Kind.TEXT, "根本死因", max_length=100, source=CHILDREN)
    ] = None
    class_no: Annotated[
        str | None, FieldSpec(Kind.TEXT, "分类编号", max_length=20, source=CHILDREN)
    ] = None
    icd10: Annotated[str | None, FieldSpec(Kind.TEXT, "ICD-10", max_length=10, source=CHILDREN)] = (
        None
    )
    diagnosed_by: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "诊断级别",
            choices=choices("1 省市", "2 区县", "3 乡镇", "4 村", "5 未就诊"),
            source=CHILDREN,
        ),
    ] = None
    basis: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "诊断依据",
            choices=choices("1 尸检病理", "2 临床", "3 死后推断"),
            source=CHILDREN,
        ),
    ] = None
    weighed: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE, "出生体重来源", choices=choices("1 测量", "2 估计"), source=CHILDREN
        ),
    ] = None
    birth_level: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "出生地点",
            choices=choices("1 省市", "2 区县", "3 乡镇", "4 村", "5 途中", "6 家中"),
            source=CHILDREN,
        ),
    ] = None
    registered: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "户籍",
            choices=choices("1 本地", "2 非本地不满1年", "3 非本地满1年"),
            source=CHILDREN,
        ),
    ] = None
    added_later: Annotated[
        str | None, FieldSpec(Kind.CHOICE, "补卡", choices=YES_NO, source=CHILDREN)
    ] = None
    place: Annotated[
        str | None, FieldSpec(Kind.TEXT, "填报单位", max_length=60, source=CHILDREN)
    ] = None
    doctor: Annotated[
        str | None, FieldSpec(Kind.NAME, "填卡人", max_length=50, source=CHILDREN)
    ] = None
    filled_on: Annotated[date | None, FieldSpec(Kind.DATE, "填卡日期", source=CHILDREN)] = None


class ChildDeath(Record, ChildDeathData, table=True):
    """The card of a child's death."""

    __tablename__ = "child_deaths"
    __table_args__ = checks(ChildDeathData)
    child_id: int = Field(foreign_key="children.id", unique=True)
