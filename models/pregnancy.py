"""The pregnancy card."""

from datetime import date, timedelta
from typing import Annotated, Any

from sqlalchemy import JSON, CheckConstraint, ColumnElement, Date, Index, and_, case, func
from sqlmodel import Field, SQLModel, col

from models.base import Record, checks
from models.terms import COLOURS, DIASTOLIC, MATERNAL_WEIGHT, SYSTOLIC
from rules.fields import FieldSpec, Kind, choices
from rules.gestation import TERM_DAYS

FIRST = "孕产妇健康管理服务规范(2017) 第1次产前检查服务记录表"
_SCAN = "妇幼信息系统 B超核实(原末次月经、核实后末次月经都留)"

ENDS = choices(
    "1 42天结案",
    "2 自然流产",
    "3 人工流产/引产",
    "4 异位妊娠/葡萄胎",
    "5 死亡",
    "6 迁出",
    "7 失访",
)
STATES = ("ongoing", "delivered", "closed", "ended")
BASES = choices("1 末次月经", "2 早期超声", "3 不详")
BY_LMP, BY_SCAN, NOT_KNOWN = "1", "2", "3"
SOURCES = choices("1 本人来院", "2 村里报来", "3 医院转来", "4 外地转入", "5 登记册读入")
FROM_NOTICE, FROM_LEDGER = "2", "5"


class PregnancyData(SQLModel):
    """The card: one for each pregnancy."""

    card_no: Annotated[
        str | None, FieldSpec(Kind.TEXT, "保健册编号", max_length=30, source="母子健康手册")
    ] = None
    booked_on: Annotated[date | None, FieldSpec(Kind.DATE, "建册日期", source=FIRST)] = None
    lmp: Annotated[
        date | None,
        FieldSpec(
            Kind.DATE,
            "末次月经",
            source=FIRST,
            help="末次月经第一天,照她说的填;不详时留空,填超声或预产期",
        ),
    ] = None
    scan_on: Annotated[
        date | None,
        FieldSpec(Kind.DATE, "超声日期", source=_SCAN, help="核实孕周的那次早期超声"),
    ] = None
    scan_ga_days: Annotated[
        int | None,
        FieldSpec(
            Kind.GESTATION,
            "超声孕周",
            hard=(28, 310),
            source=_SCAN,
            help="超声单上当天的孕周,如 8+2;14周前的才用来校正",
        ),
    ] = None
    scan_by: Annotated[
        str | None, FieldSpec(Kind.TEXT, "超声机构和医生", max_length=50, source=_SCAN)
    ] = None
    lmp_basis: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "孕周依据",
            choices=BASES,
            source=_SCAN,
            help="空着由程序按两种孕周相差的天数定;改了请写说明",
        ),
    ] = BY_LMP
    dating_reason: Annotated[
        str | None,
        FieldSpec(
            Kind.TEXT,
            "依据说明",
            max_length=100,
            source=_SCAN,
            help="不照相差天数的规定选依据时,为什么",
        ),
    ] = None
    edd: Annotated[
        date | None,
        FieldSpec(
            Kind.DATE,
            "预产期",
            expect="future",
            source=FIRST,
            help="由末次月经推算(月份加9、日加7),可改",
        ),
    ] = None
    booked_ga_days: Annotated[
        int | None, FieldSpec(Kind.GESTATION, "建册孕周", hard=(0, 310), source=FIRST)
    ] = None
    gravida: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER,
            "孕次",
            unit="次",
            hard=(1, 20),
            plausible=(1, 8),
            source=FIRST,
            help="含本次",
        ),
    ] = None
    para: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER,
            "产次",
            unit="次",
            hard=(0, 15),
            plausible=(0, 5),
            source=FIRST,
            help="本次之前满28周的分娩次数",
        ),
    ] = None
    husband_name: Annotated[
        str | None, FieldSpec(Kind.NAME, "丈夫姓名", max_length=50, source=FIRST)
    ] = None
    height_mm: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER,
            "身高",
            unit="cm",
            scale=10,
            decimals=1,
            hard=(100, 220),
            plausible=(140, 185),
            source=FIRST,
        ),
    ] = None
    weight_g: Annotated[int | None, MATERNAL_WEIGHT] = None
    bp_sys: Annotated[int | None, SYSTOLIC] = None
    bp_dia: Annotated[int | None, DIASTOLIC] = None
    risk_factors: Annotated[str | None, FieldSpec(Kind.TEXT, "高危因素", max_length=200)] = None
    risk_colours: Annotated[
        list[str], FieldSpec(Kind.CHOICES, "风险等级", choices=COLOURS, help="紫可与其他颜色并存")
    ] = Field(default_factory=list, sa_type=JSON)
    folic_use: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "叶酸服用",
            choices=choices("1 孕前开始", "2 孕后开始", "3 未服"),
            source="孕产妇系统管理登记册",
        ),
    ] = None
    source: Annotated[
        str | None,
        FieldSpec(Kind.CHOICE, "建册来源", choices=SOURCES, source="孕产妇系统管理登记册 档案来源"),
    ] = None
    doctor: Annotated[str | None, FieldSpec(Kind.NAME, "建册医生", max_length=50)] = None
    remark: Annotated[str | None, FieldSpec(Kind.LONG, "备注", max_length=500)] = None


class EndData(SQLModel):
    """How a card ended that no day-42 check closes."""

    ended_on: Annotated[date, FieldSpec(Kind.DATE, "结案日期", required=True, source=FIRST)]
    end_reason: Annotated[
        str, FieldSpec(Kind.CHOICE, "结案原因", choices=ENDS[1:], required=True, source=FIRST)
    ]
    end_ga_days: Annotated[
        int | None,
        FieldSpec(
            Kind.GESTATION,
            "终止孕周",
            hard=(14, 310),
            source="孕情登记册 结局",
            help="流产、引产时的孕周;满28周的自然流产按分娩登记死胎、死产",
        ),
    ] = None
    end_place: Annotated[
        str | None, FieldSpec(Kind.TEXT, "终止地点", max_length=60, source="孕情登记册 结局")
    ] = None
    moved_to: Annotated[
        str | None, FieldSpec(Kind.TEXT, "迁往何处", max_length=100, source="流入流出孕产妇登记")
    ] = None
    handed_over: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "已移交",
            choices=choices("1 是", "2 否"),
            source="流入流出孕产妇登记",
            help="迁入地的卫生院是否接管",
        ),
    ] = None
    remark: Annotated[str | None, FieldSpec(Kind.LONG, "说明", max_length=200)] = None


class Pregnancy(Record, PregnancyData, table=True):
    """A pregnancy: ongoing, delivered, closed (day-42 check), or ended before."""

    __tablename__ = "pregnancies"
    __table_args__ = (
        Index("ix_pregnancies_card", "centre", "card_no"),
        Index("ix_pregnancies_state", "centre", "state"),
        CheckConstraint("para IS NULL OR gravida IS NULL OR para <= gravida", name="ck_parity"),
        CheckConstraint(f"state IN {STATES}", name="ck_state"),
        CheckConstraint("lmp IS NULL OR booked_on IS NULL OR booked_on >= lmp", name="ck_booked"),
        *checks(PregnancyData),
    )
    mother_id: int = Field(foreign_key="people.id", index=True)
    state: str = Field(default="ongoing", max_length=10)
    ended_on: date | None = None
    end_reason: str | None = Field(default=None, max_length=1)
    end_ga_days: int | None = None
    end_place: str | None = Field(default=None, max_length=60)
    moved_to: str | None = Field(default=None, max_length=100)
    handed_over: str | None = Field(default=None, max_length=1)

    @property
    def dated(self) -> date | None:
        """The LMP that counts: by the scan where that is the basis, else as told; both are kept."""
        return counted_from(self.lmp_basis, self.lmp, self.scan_on, self.scan_ga_days)

    @property
    def start(self) -> date | None:
        """The day gestation counts from; from the due date only where nothing else is known."""
        return self.dated or (self.edd - timedelta(days=TERM_DAYS) if self.edd else None)


def counted_from(
    basis: str, lmp: date | None, scan_on: date | None, scan_ga_days: int | None
) -> date | None:
    """The LMP in force of two datings, either of which may be missing.

    >>> print(counted_from("2", date(2026, 8, 1), date(2026, 9, 20), 44))
    2026-08-07
    """
    scanned = None
    if scan_on is not None and scan_ga_days is not None:
        scanned = scan_on - timedelta(days=scan_ga_days)
    return scanned if basis == BY_SCAN and scanned else lmp or scanned


def _days_before(day: Any, days: Any) -> ColumnElement[date]:
    return func.date(day, func.printf("-%d days", days), type_=Date)


_SCANNED = _days_before(col(Pregnancy.scan_on), col(Pregnancy.scan_ga_days))
_BY_SCAN = and_(
    col(Pregnancy.lmp_basis) == BY_SCAN,
    col(Pregnancy.scan_on).is_not(None),
    col(Pregnancy.scan_ga_days).is_not(None),
)
# ``Pregnancy.start`` for queries.
START: ColumnElement[date | None] = case(
    (_BY_SCAN, _SCANNED),
    else_=func.coalesce(
        col(Pregnancy.lmp),
        case((col(Pregnancy.scan_ga_days).is_not(None), _SCANNED)),
        _days_before(col(Pregnancy.edd), TERM_DAYS),
        type_=Date,
    ),
)
