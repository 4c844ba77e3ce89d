"""Certificate blanks: receipts, the numbers, every move of one, the papers of the stock room."""

from datetime import date
from typing import Annotated

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Record, checks
from rules.certificate_states import ACTS, LOSS_CAUSES, STATES
from rules.fields import FieldSpec, Kind, choices

STOCK = "《出生医学证明》入库登记本"
OUT = "《出生医学证明》出库(发放)登记本"
LOSS = "遗失及其它废证处理情况登记"
DESTROYED = "废证销毁记录"
COUNTED = "空白证月末盘点表"
PLAN = "《出生医学证明》年度申领计划"
# The eighth is not out: it stands ready, so that the seventh can be retired when it comes.
EDITIONS = choices("8 第8版", "7 第7版", "6 第6版", "5 第5版", "4 第4版", "3 第3版", "2 第2版")
# What a slip moves: codes, and the act of rules.certificate_states each number goes through.
SLIPS = choices("1 领用", "2 调出", "3 退回", "4 交回", "5 上缴", "6 销毁", "7 退库")
SLIP_ACTS = {
    "1": "draw",
    "2": "transfer",
    "3": "return",
    "4": "hand_back",
    "5": "hand_up",
    "6": "destroy",
    "7": "put_back",
}
OVER, MISSING = "2", "1"  # codes of a difference


class ReceiptData(SQLModel):
    """A bundle of blanks counted in by two people."""

    received_on: Annotated[date, FieldSpec(Kind.DATE, "入库日期", required=True, source=STOCK)]
    first: Annotated[
        str, FieldSpec(Kind.CERTIFICATE, "起始编号", required=True, max_length=10, source=STOCK)
    ]
    last: Annotated[
        str, FieldSpec(Kind.CERTIFICATE, "终止编号", required=True, max_length=10, source=STOCK)
    ]
    count: Annotated[
        int,
        FieldSpec(
            Kind.NUMBER,
            "数量",
            unit="枚",
            hard=(1, 100_000),
            required=True,
            source=STOCK,
            help="开包逐枚清点的数目,加上缺号须与起止编号相符",
        ),
    ]
    missing: Annotated[
        str | None,
        FieldSpec(
            Kind.TEXT,
            "缺号",
            max_length=500,
            source=STOCK,
            help="开包少了哪几号,可只写后几位,如 5 9-11;没有就空着。短少的不入库,单独记账",
        ),
    ] = None
    edition: Annotated[
        str, FieldSpec(Kind.CHOICE, "版本", choices=EDITIONS, required=True, source=STOCK)
    ] = "7"
    supplier: Annotated[
        str | None, FieldSpec(Kind.TEXT, "发放单位", habit="supplier", max_length=60, source=STOCK)
    ] = None
    note_no: Annotated[
        str | None, FieldSpec(Kind.TEXT, "出库单号", max_length=40, source=STOCK)
    ] = None
    carrier: Annotated[
        str | None,
        FieldSpec(
            Kind.NAME,
            "领回人",
            habit="fetched_by",
            max_length=50,
            source=STOCK,
            help="从县里领回来的专人",
        ),
    ] = None
    received_by: Annotated[
        str | None, FieldSpec(Kind.NAME, "接收人", max_length=50, source=STOCK)
    ] = None
    checked_by: Annotated[
        str,
        FieldSpec(
            Kind.NAME,
            "验收人",
            required=True,
            max_length=50,
            source=STOCK,
            help="与接收人两人当面清点",
        ),
    ]


class Receipt(Record, ReceiptData, table=True):
    """A receipt kept."""

    __tablename__ = "certificate_receipts"
    __table_args__ = checks(ReceiptData)
    delegation_id: int | None = Field(default=None, foreign_key="delegations.id")


class Blank(Record, table=True):
    """One serial number, always in exactly one state."""

    __tablename__ = "certificate_blanks"
    __table_args__ = (
        UniqueConstraint("number"),
        # The next number in a state is the lowest of the oldest bundle.
        Index("ix_blanks_state", "centre", "state", "receipt_id", "number"),
        CheckConstraint(f"state IN {STATES}", name="ck_state"),
        CheckConstraint(
            "length(number) = 10 AND substr(number, 1, 1) BETWEEN 'A' AND 'Z'", name="ck_number"
        ),
    )
    number: str = Field(max_length=10)
    state: str = Field(default="in_stock", max_length=12)
    receipt_id: int | None = Field(default=None, foreign_key="certificate_receipts.id", index=True)


class BlankMove(Record, table=True):
    """One move of one number; the stock equation of any period is counted from these.

    ``act`` names the act of ``rules.certificate_states`` (None in books older than version 4),
    ``cause`` is a code of its closed list, ``reason`` what was written. ``handler`` and ``second``
    are names, ``user`` and ``second_user`` the logins, each with the delegation worked under, if
    any.
    """

    __tablename__ = "certificate_moves"
    __table_args__ = (
        Index("ix_moves_day", "centre", "moved_on"),
        CheckConstraint(f"act IS NULL OR act IN {tuple(ACTS)}", name="ck_act"),
        CheckConstraint("second_user IS NULL OR second_user <> user", name="ck_two_hands"),
    )
    blank_id: int = Field(foreign_key="certificate_blanks.id", index=True)
    moved_on: date
    was: str = Field(max_length=12)
    becomes: str = Field(max_length=12)
    act: str | None = Field(default=None, max_length=12)
    cause: str | None = Field(default=None, max_length=2)
    reason: str | None = Field(default=None, max_length=200)
    handler: str = Field(max_length=50)
    user: str | None = Field(default=None, max_length=30)
    second: str | None = Field(default=None, max_length=50)
    second_user: str | None = Field(default=None, max_length=30)
    delegation_id: int | None = Field(default=None, foreign_key="delegations.id")
    second_delegation_id: int | None = Field(default=None, foreign_key="delegations.id")
    slip_id: int | None = Field(default=None, foreign_key="certificate_slips.id", index=True)
    application_id: int | None = Field(
        default=None, foreign_key="certificate_applications.id", index=True
    )


class SlipData(SQLModel):
    """What goes with numbers that change hands: who gave, who carried, who received, when."""

    kind: Annotated[
        str, FieldSpec(Kind.CHOICE, "出库类别", choices=SLIPS, required=True, source=OUT)
    ]
    done_on: Annotated[date, FieldSpec(Kind.DATE, "日期", required=True, source=OUT)]
    done_at: Annotated[str | None, FieldSpec(Kind.TIME, "时间", max_length=5, source=OUT)] = None
    first: Annotated[
        str | None, FieldSpec(Kind.CERTIFICATE, "起始编号", max_length=10, source=OUT)
    ] = None
    last: Annotated[
        str | None, FieldSpec(Kind.CERTIFICATE, "终止编号", max_length=10, source=OUT)
    ] = None
    count: Annotated[
        int, FieldSpec(Kind.NUMBER, "数量", unit="枚", hard=(1, 100_000), required=True, source=OUT)
    ]
    partner: Annotated[
        str | None,
        FieldSpec(
            Kind.TEXT,
            "对方单位",
            habit="passed_to",
            max_length=60,
            source=OUT,
            help="领用、退库在本院,可空",
        ),
    ] = None
    carrier: Annotated[
        str | None,
        FieldSpec(
            Kind.NAME, "领证人", habit="carrier", max_length=50, source=OUT, help="路上由谁带"
        ),
    ] = None
    receiver: Annotated[
        str | None, FieldSpec(Kind.NAME, "接收人", habit="receiver", max_length=50, source=OUT)
    ] = None
    checked_by: Annotated[
        str | None, FieldSpec(Kind.NAME, "审核人", max_length=50, source=DESTROYED)
    ] = None
    witness: Annotated[
        str | None, FieldSpec(Kind.NAME, "监督人", max_length=50, source=DESTROYED)
    ] = None
    method: Annotated[
        str | None, FieldSpec(Kind.TEXT, "销毁方式", max_length=40, source=DESTROYED)
    ] = None
    place: Annotated[
        str | None, FieldSpec(Kind.TEXT, "销毁地点", max_length=60, source=DESTROYED)
    ] = None
    letter_no: Annotated[str | None, FieldSpec(Kind.TEXT, "单号", max_length=40, source=OUT)] = None
    remark: Annotated[str | None, FieldSpec(Kind.TEXT, "备注", max_length=200, source=OUT)] = None


class Slip(Record, SlipData, table=True):
    """A slip kept; its numbers are those of its moves."""

    __tablename__ = "certificate_slips"
    __table_args__ = (Index("ix_slips_day", "centre", "done_on"), *checks(SlipData))
    handler: str = Field(max_length=50)
    delegation_id: int | None = Field(default=None, foreign_key="delegations.id")


class LossData(SQLModel):
    """What was done about a lost blank."""

    found_on: Annotated[date, FieldSpec(Kind.DATE, "发现日期", required=True, source=LOSS)]
    found_at: Annotated[str | None, FieldSpec(Kind.TIME, "发现时间", max_length=5, source=LOSS)] = (
        None
    )
    cause: Annotated[
        str,
        FieldSpec(Kind.CHOICE, "遗失情形", choices=LOSS_CAUSES, required=True, source=LOSS),
    ]
    story: Annotated[
        str,
        FieldSpec(
            Kind.TEXT,
            "经过",
            max_length=200,
            required=True,
            source=LOSS,
            help="在哪里、谁保管、怎么发现的",
        ),
    ]
    told_police_on: Annotated[date | None, FieldSpec(Kind.DATE, "报案日期", source=LOSS)] = None
    police: Annotated[str | None, FieldSpec(Kind.TEXT, "报案回执", max_length=60, source=LOSS)] = (
        None
    )
    reported_on: Annotated[
        date | None, FieldSpec(Kind.DATE, "上报日期", source=LOSS, help="报县卫生健康部门")
    ] = None
    reported_at: Annotated[
        str | None, FieldSpec(Kind.TIME, "上报时间", max_length=5, source=LOSS)
    ] = None
    declared_on: Annotated[date | None, FieldSpec(Kind.DATE, "声明日期", source=LOSS)] = None
    newspaper: Annotated[
        str | None, FieldSpec(Kind.TEXT, "声明报刊", habit="newspaper", max_length=40, source=LOSS)
    ] = None
    for_unit: Annotated[
        str | None, FieldSpec(Kind.TEXT, "对单位处理", max_length=100, source=LOSS)
    ] = None
    for_people: Annotated[
        str | None, FieldSpec(Kind.TEXT, "对人员处理", max_length=100, source=LOSS)
    ] = None
    reviewer: Annotated[str | None, FieldSpec(Kind.NAME, "审核人", max_length=50, source=LOSS)] = (
        None
    )


class Loss(Record, LossData, table=True):
    """The report of a lost blank or of a void lost from custody, filled in as things are done."""

    __tablename__ = "certificate_losses"
    __table_args__ = checks(LossData)
    blank_id: int = Field(foreign_key="certificate_blanks.id", index=True)
    handler: str = Field(max_length=50)
    delegation_id: int | None = Field(default=None, foreign_key="delegations.id")


class CountData(SQLModel):
    """A count of the blanks in the safe and at the desk, number by number, by two people."""

    kind: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "盘点类别",
            choices=choices("1 月末盘点", "2 人员交接"),
            required=True,
            source=COUNTED,
            help="人员交接须签字并报县存档,监盘人是接管的人",
        ),
    ] = "1"
    counted_on: Annotated[date, FieldSpec(Kind.DATE, "盘点日期", required=True, source=COUNTED)]
    counted: Annotated[
        int,
        FieldSpec(Kind.NUMBER, "实点", unit="枚", hard=(0, 100_000), required=True, source=COUNTED),
    ]
    counted_by: Annotated[
        str,
        FieldSpec(Kind.NAME, "盘点人", required=True, max_length=50, source=COUNTED),
    ]
    checked_by: Annotated[
        str,
        FieldSpec(Kind.NAME, "监盘人", required=True, max_length=50, source=COUNTED),
    ]
    remark: Annotated[str | None, FieldSpec(Kind.TEXT, "备注", max_length=200, source=COUNTED)] = (
        None
    )


class StockCount(Record, CountData, table=True):
    """A count kept, with what the books said at that moment."""

    __tablename__ = "stock_counts"
    __table_args__ = (Index("ix_counts_day", "centre", "counted_on"), *checks(CountData))
    on_books: int
    delegation_id: int | None = Field(default=None, foreign_key="delegations.id")


class CountLine(Record, table=True):
    """A number on which the count and the books differ: 1 missing, 2 over; and the explanation."""

    __tablename__ = "stock_count_lines"
    __table_args__ = (
        UniqueConstraint("count_id", "number"),
        CheckConstraint("difference IN ('1', '2')", name="ck_difference"),
    )
    count_id: int = Field(foreign_key="stock_counts.id")
    number: str = Field(max_length=10)
    difference: str = Field(max_length=1)
    state: str = Field(default="", max_length=12)  # on the books when it was counted
    words: str = Field(max_length=200)


class PlanData(SQLModel):
    """How many blanks a year needs."""

    year: Annotated[
        int, FieldSpec(Kind.NUMBER, "年度", hard=(2000, 2100), required=True, source=PLAN)
    ]
    births: Annotated[
        int,
        FieldSpec(
            Kind.NUMBER,
            "上年活产数",
            unit="人",
            hard=(0, 100_000),
            required=True,
            source=PLAN,
            help="制定计划这一年本院的活产数",
        ),
    ]
    asked: Annotated[
        int,
        FieldSpec(Kind.NUMBER, "计划数", unit="枚", hard=(0, 100_000), required=True, source=PLAN),
    ]
    asked_on: Annotated[date, FieldSpec(Kind.DATE, "上报日期", required=True, source=PLAN)]
    remark: Annotated[str | None, FieldSpec(Kind.TEXT, "备注", max_length=200, source=PLAN)] = None


class BlankPlan(Record, PlanData, table=True):
    """A year's plan."""

    __tablename__ = "certificate_plans"
    __table_args__ = (UniqueConstraint("centre", "year"), *checks(PlanData))
    handler: str = Field(max_length=50)
    delegation_id: int | None = Field(default=None, foreign_key="delegations.id")
