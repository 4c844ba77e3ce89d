"""Certificate blanks: receipts, the numbers, every move of a number, and what was issued."""

from datetime import date
from typing import Annotated

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Record, checks
from models.terms import SEX
from rules.certificate_states import STATES
from rules.fields import FieldSpec, Kind, choices

ISSUE = "《出生医学证明》首次签发登记表"
STOCK = "《出生医学证明》入库登记本"
KINDS = choices("1 首次签发", "2 换发", "3 补发", "4 机构外")
RELATIONS = choices("1 母亲", "2 父亲", "3 (外)祖父母", "9 其他")


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
            help="开包逐枚清点的数目,须与起止编号相符",
        ),
    ]
    supplier: Annotated[str | None, FieldSpec(Kind.TEXT, "发放单位", max_length=60)] = None
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


class Blank(Record, table=True):
    """One serial number, always in exactly one state."""

    __tablename__ = "certificate_blanks"
    __table_args__ = (
        UniqueConstraint("number"),
        Index("ix_blanks_state", "centre", "state", "number"),
        CheckConstraint(f"state IN {STATES}", name="ck_state"),
        CheckConstraint(
            "length(number) = 10 AND substr(number, 1, 1) BETWEEN 'A' AND 'Z'", name="ck_number"
        ),
    )
    number: str = Field(max_length=10)
    state: str = Field(default="in_stock", max_length=12)
    receipt_id: int | None = Field(default=None, foreign_key="certificate_receipts.id")


class BlankMove(Record, table=True):
    """One move of one number; the stock equation of any period is counted from these."""

    __tablename__ = "certificate_moves"
    __table_args__ = (Index("ix_moves_day", "centre", "moved_on"),)
    blank_id: int = Field(foreign_key="certificate_blanks.id", index=True)
    moved_on: date
    was: str = Field(max_length=12)
    becomes: str = Field(max_length=12)
    reason: str | None = Field(default=None, max_length=200)
    handler: str = Field(max_length=50)


class IssueData(SQLModel):
    """What a certificate says, and to whom it was handed."""

    number: Annotated[
        str,
        FieldSpec(Kind.CERTIFICATE, "出生医学证明编号", required=True, max_length=10, source=ISSUE),
    ]
    kind: Annotated[
        str, FieldSpec(Kind.CHOICE, "签发类别", choices=KINDS, required=True, source=ISSUE)
    ] = "1"
    child_name: Annotated[
        str, FieldSpec(Kind.NAME, "新生儿姓名", required=True, max_length=50, source=ISSUE)
    ]
    sex: Annotated[str, FieldSpec(Kind.CHOICE, "性别", choices=SEX, required=True, source=ISSUE)]
    birth_date: Annotated[date, FieldSpec(Kind.DATE, "出生日期", required=True, source=ISSUE)]
    birth_time: Annotated[
        str | None, FieldSpec(Kind.TIME, "出生时间", max_length=5, source=ISSUE)
    ] = None
    birth_ga_days: Annotated[
        int | None, FieldSpec(Kind.GESTATION, "出生孕周", hard=(140, 320), source=ISSUE)
    ] = None
    birth_weight_g: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER,
            "出生体重",
            unit="g",
            hard=(300, 9999),
            plausible=(1500, 4500),
            source=ISSUE,
        ),
    ] = None
    birth_length_mm: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER,
            "出生身长",
            unit="cm",
            scale=10,
            decimals=1,
            hard=(25, 70),
            plausible=(40, 56),
            source=ISSUE,
        ),
    ] = None
    mother_name: Annotated[
        str, FieldSpec(Kind.NAME, "母亲姓名", required=True, max_length=50, source=ISSUE)
    ]
    mother_id_no: Annotated[
        str | None, FieldSpec(Kind.ID, "母亲证件号", max_length=18, source=ISSUE)
    ] = None
    father_name: Annotated[
        str | None, FieldSpec(Kind.NAME, "父亲姓名", max_length=50, source=ISSUE)
    ] = None
    father_id_no: Annotated[
        str | None, FieldSpec(Kind.ID, "父亲证件号", max_length=18, source=ISSUE)
    ] = None
    address: Annotated[
        str | None, FieldSpec(Kind.TEXT, "家庭住址", max_length=100, source=ISSUE)
    ] = None
    issued_on: Annotated[date, FieldSpec(Kind.DATE, "签发日期", required=True, source=ISSUE)]
    receiver: Annotated[str | None, FieldSpec(Kind.NAME, "领证人", max_length=50, source=ISSUE)] = (
        None
    )
    relation: Annotated[
        str | None, FieldSpec(Kind.CHOICE, "与新生儿关系", choices=RELATIONS, source=ISSUE)
    ] = None
    receiver_id_no: Annotated[
        str | None, FieldSpec(Kind.ID, "领证人证件号", max_length=18, source=ISSUE)
    ] = None
    issuer: Annotated[str | None, FieldSpec(Kind.NAME, "签发人", max_length=50, source=ISSUE)] = (
        None
    )
    old_number: Annotated[
        str | None, FieldSpec(Kind.CERTIFICATE, "原证编号", max_length=10, source=ISSUE)
    ] = None
    remark: Annotated[str | None, FieldSpec(Kind.LONG, "备注", max_length=500)] = None


class Issue(Record, IssueData, table=True):
    """A certificate issued: one for a number."""

    __tablename__ = "certificate_issues"
    __table_args__ = (
        UniqueConstraint("number"),
        Index("ix_issues_day", "centre", "issued_on"),
        Index("ix_issues_child", "centre", "child_name"),
        Index("ix_issues_mother", "centre", "mother_name"),
        CheckConstraint("issued_on >= birth_date", name="ck_issue_after_birth"),
        *checks(IssueData),
    )
    blank_id: int = Field(foreign_key="certificate_blanks.id", unique=True)
    child_id: int | None = Field(default=None, foreign_key="children.id", index=True)
