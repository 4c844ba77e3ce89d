"""Certificates: what one says, the application behind it, its seal and its collection."""

from datetime import date
from typing import Annotated

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from models.base import Record, checks
from models.terms import SEX
from rules.fields import FieldSpec, Kind, choices

ISSUE = "《出生医学证明》首次签发登记表"
EXCHANGE_FORM = "《出生医学证明》换发申请表"
REISSUE_FORM = "《出生医学证明》补发登记表"
KINDS = choices("1 首次签发", "2 换发", "3 补发", "4 机构外", "5 机构外换发", "6 机构外补发")
FIRST, EXCHANGE, REISSUE, OUTSIDE, OUTSIDE_EXCHANGE, OUTSIDE_REISSUE = "123456"
FIRSTS, EXCHANGES, REISSUES = frozenset("14"), frozenset("25"), frozenset("36")
RELATIONS = choices("1 母亲", "2 父亲", "3 (外)祖父母", "9 其他")
ID_KINDS = choices("1 居民身份证", "3 护照", "9 其他")
EXCHANGE_CAUSES = choices(
    "1 打印或填写有误", "2 涂改或损坏", "3 父母信息依法变更", "4 户口登记机关不予入户", "9 其他"
)
REISSUE_CAUSES = choices("1 遗失", "2 被盗", "3 毁损灭失", "9 其他")
RETURNED = choices("1 正页", "2 正页和副页")
HUKOU = choices("1 未入户", "2 已入户")
ATTENDED = choices("1 家庭接生员", "2 其他情况")
DECISIONS = choices("1 同意", "2 退回")
AGREED, SENT_BACK = "1", "2"
REPLACES = sql("old_number IS NOT NULL")  # which certificate takes the place of which


def _text(
    label: str, most: int, words: str = "", kind: Kind = Kind.TEXT, habit: str = ""
) -> FieldSpec:
    return FieldSpec(kind, label, max_length=most, source=ISSUE, help=words, habit=habit)


def _id_kind(label: str) -> FieldSpec:
    return FieldSpec(Kind.CHOICE, label, choices=ID_KINDS, source=ISSUE)


class FaceData(SQLModel):
    """What a certificate prints: the child, its birth, the parents."""

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
    born_at: Annotated[str | None, _text("出生地点", 60, "省、市、县(区)", habit="birthplace")] = (
        None
    )
    institution: Annotated[
        str | None, _text("医疗机构名称", 60, "在机构外出生填 /", habit="institution")
    ] = None
    attendant: Annotated[
        str | None, _text("接生人员", 50, "没有接生人员填 /", habit="attendant")
    ] = None
    hospital_no: Annotated[str | None, _text("住院病历号", 30)] = None
    mother_name: Annotated[
        str, FieldSpec(Kind.NAME, "母亲姓名", required=True, max_length=50, source=ISSUE)
    ]
    mother_id_kind: Annotated[str | None, _id_kind("母亲证件类型")] = None
    mother_id_no: Annotated[
        str | None, FieldSpec(Kind.ID, "母亲证件号", max_length=18, source=ISSUE)
    ] = None
    mother_id_name: Annotated[str | None, _text("母亲其他证件名称", 30)] = None
    mother_other_no: Annotated[str | None, _text("母亲其他证件号", 40, "护照等")] = None
    mother_age: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER, "母亲年龄", unit="岁", hard=(10, 70), plausible=(18, 50), source=ISSUE
        ),
    ] = None
    mother_nation: Annotated[str | None, _text("母亲国籍", 20, "港澳台填 中国(香港) 等")] = None
    mother_ethnic: Annotated[
        str | None, _text("母亲民族", 20, "没有民族信息填 /", habit="ethnic")
    ] = None
    mother_address: Annotated[str | None, _text("母亲户籍地址", 100)] = None
    father_name: Annotated[
        str | None,
        FieldSpec(
            Kind.NAME,
            "父亲姓名",
            max_length=50,
            source=ISSUE,
            help="没有父亲信息就空着,须有母亲声明",
        ),
    ] = None
    father_id_kind: Annotated[str | None, _id_kind("父亲证件类型")] = None
    father_id_no: Annotated[
        str | None, FieldSpec(Kind.ID, "父亲证件号", max_length=18, source=ISSUE)
    ] = None
    father_id_name: Annotated[str | None, _text("父亲其他证件名称", 30)] = None
    father_other_no: Annotated[str | None, _text("父亲其他证件号", 40, "护照等")] = None
    father_age: Annotated[
        int | None,
        FieldSpec(
            Kind.NUMBER, "父亲年龄", unit="岁", hard=(10, 99), plausible=(18, 65), source=ISSUE
        ),
    ] = None
    father_nation: Annotated[str | None, _text("父亲国籍", 20)] = None
    father_ethnic: Annotated[str | None, _text("父亲民族", 20, habit="ethnic")] = None
    father_address: Annotated[str | None, _text("父亲户籍地址", 100)] = None
    address: Annotated[
        str | None, FieldSpec(Kind.TEXT, "家庭住址", max_length=100, source=ISSUE)
    ] = None
    receiver: Annotated[str | None, FieldSpec(Kind.NAME, "领证人", max_length=50, source=ISSUE)] = (
        None
    )
    relation: Annotated[
        str | None, FieldSpec(Kind.CHOICE, "与新生儿关系", choices=RELATIONS, source=ISSUE)
    ] = None
    receiver_id_kind: Annotated[str | None, _id_kind("领证人证件类型")] = None
    receiver_id_no: Annotated[
        str | None, FieldSpec(Kind.ID, "领证人证件号", max_length=18, source=ISSUE)
    ] = None
    receiver_other_no: Annotated[str | None, _text("领证人其他证件号", 40, "护照等")] = None
    receiver_phone: Annotated[str | None, _text("领证人电话", 20)] = None
    old_number: Annotated[
        str | None, FieldSpec(Kind.CERTIFICATE, "原证编号", max_length=10, source=ISSUE)
    ] = None
    marriage_no: Annotated[str | None, _text("结婚证号", 40, "有的省要求")] = None
    paternity_no: Annotated[str | None, _text("亲子鉴定编号", 40)] = None
    remark: Annotated[str | None, FieldSpec(Kind.LONG, "备注", max_length=500, source=ISSUE)] = None


class IssueData(FaceData):
    """A certificate issued."""

    number: Annotated[
        str,
        FieldSpec(Kind.CERTIFICATE, "出生医学证明编号", required=True, max_length=10, source=ISSUE),
    ]
    kind: Annotated[
        str, FieldSpec(Kind.CHOICE, "签发类别", choices=KINDS, required=True, source=ISSUE)
    ] = "1"
    issued_on: Annotated[date, FieldSpec(Kind.DATE, "签发日期", required=True, source=ISSUE)]
    issuer: Annotated[str | None, FieldSpec(Kind.NAME, "签发人", max_length=50, source=ISSUE)] = (
        None
    )
    reviewer: Annotated[str | None, FieldSpec(Kind.NAME, "审核人", max_length=50, source=ISSUE)] = (
        None
    )


class Issue(Record, IssueData, table=True):
    """A certificate issued: one for a number."""

    __tablename__ = "certificate_issues"
    __table_args__ = (
        UniqueConstraint("number"),
        Index("ix_issues_day", "centre", "issued_on"),
        Index("ix_issues_child", "centre", "child_name"),
        Index("ix_issues_mother", "centre", "mother_name"),
        Index("ix_issues_old", "old_number", sqlite_where=REPLACES),
        CheckConstraint("issued_on >= birth_date", name="ck_issue_after_birth"),
        CheckConstraint("reviewer_user IS NULL OR reviewer_user <> issuer_user", name="ck_hands"),
        *checks(IssueData),
    )
    blank_id: int = Field(foreign_key="certificate_blanks.id", unique=True)
    child_id: int | None = Field(default=None, foreign_key="children.id", index=True)
    application_id: int | None = Field(
        default=None, foreign_key="certificate_applications.id", index=True
    )
    issuer_user: str | None = Field(default=None, max_length=30)  # None: before version 4
    reviewer_user: str | None = Field(default=None, max_length=30)
    delegation_id: int | None = Field(default=None, foreign_key="delegations.id")  # the issuer's


class ApplicationData(FaceData):
    """A family's application, with the papers that were looked at."""

    kind: Annotated[
        str, FieldSpec(Kind.CHOICE, "签发类别", choices=KINDS, required=True, source=ISSUE)
    ] = "1"
    applied_on: Annotated[date, FieldSpec(Kind.DATE, "申请日期", required=True, source=ISSUE)]
    papers: Annotated[
        list[str], FieldSpec(Kind.CHOICES, "已核材料", source=ISSUE, help="核对过原件的,按数字选")
    ] = Field(default_factory=list, sa_type=JSON)
    papers_other: Annotated[str | None, _text("其他材料", 100)] = None
    late_why: Annotated[str | None, _text("迟办原因", 100, "超过本地规定的申领期限才填")] = None
    attended: Annotated[
        str | None, FieldSpec(Kind.CHOICE, "机构外接生", choices=ATTENDED, source=ISSUE)
    ] = None
    cause: Annotated[
        str | None, FieldSpec(Kind.TEXT, "原因", max_length=1, source=EXCHANGE_FORM)
    ] = None
    cause_words: Annotated[str | None, _text("原因说明", 100)] = None
    returned: Annotated[
        str | None, FieldSpec(Kind.CHOICE, "原证交回", choices=RETURNED, source=EXCHANGE_FORM)
    ] = None
    mother_hukou: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "母亲户籍地",
            choices=HUKOU,
            source=REISSUE_FORM,
            help="户籍地证明孩子是否已入户",
        ),
    ] = None
    father_hukou: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "父亲户籍地",
            choices=HUKOU,
            source=REISSUE_FORM,
            help="户籍地证明孩子是否已入户",
        ),
    ] = None
    newspaper: Annotated[str | None, _text("声明报刊", 40, "或写 本人声明", habit="newspaper")] = (
        None
    )
    declared_on: Annotated[date | None, FieldSpec(Kind.DATE, "声明日期", source=REISSUE_FORM)] = (
        None
    )


class Application(Record, ApplicationData, table=True):
    """An application kept: the number it holds, what the reviewer said, and how it ended.

    It is open while ``ended_on`` is empty; it ends with the issue, or withdrawn with a reason. A
    misprint does not end it: the next number takes the place of the void one.
    """

    __tablename__ = "certificate_applications"
    __table_args__ = (
        Index("ix_applications_open", "centre", "ended_on", "applied_on"),
        Index("ix_applications_old", "old_number", sqlite_where=REPLACES),
        CheckConstraint("decision IS NULL OR decision IN ('1', '2')", name="ck_decision"),
        CheckConstraint("reviewer_user IS NULL OR reviewer_user <> user", name="ck_hands"),
        *checks(ApplicationData),
    )
    child_id: int | None = Field(default=None, foreign_key="children.id", index=True)
    blank_id: int | None = Field(default=None, foreign_key="certificate_blanks.id", unique=True)
    user: str = Field(max_length=30)  # who took it
    handler: str = Field(max_length=50)
    taken_delegation_id: int | None = Field(default=None, foreign_key="delegations.id")
    decision: str | None = Field(default=None, max_length=1)
    decided_on: date | None = None
    opinion: str | None = Field(default=None, max_length=200)
    reviewer: str | None = Field(default=None, max_length=50)
    reviewer_user: str | None = Field(default=None, max_length=30)
    delegation_id: int | None = Field(default=None, foreign_key="delegations.id")  # the reviewer's
    ended_on: date | None = None
    ended_why: str | None = Field(default=None, max_length=200)  # None: it was issued
    passed_to: str | None = Field(default=None, max_length=60)  # the body that issues instead
    ended_by: str | None = Field(default=None, max_length=50)  # who withdrew it or passed it on
    ended_delegation_id: int | None = Field(default=None, foreign_key="delegations.id")


class Seal(Record, table=True):
    """The seal of an issued certificate, set by another user than issued it."""

    __tablename__ = "certificate_seals"
    __table_args__ = (UniqueConstraint("issue_id"),)
    issue_id: int = Field(foreign_key="certificate_issues.id")
    sealed_on: date
    user: str = Field(max_length=30)
    sealer: str = Field(max_length=50)
    delegation_id: int | None = Field(default=None, foreign_key="delegations.id")


class CollectionData(SQLModel):
    """Who took a certificate away and signed for it."""

    collected_on: Annotated[date, FieldSpec(Kind.DATE, "领证日期", required=True, source=ISSUE)]
    receiver: Annotated[
        str, FieldSpec(Kind.NAME, "领证人", max_length=50, required=True, source=ISSUE)
    ]
    relation: Annotated[
        str, FieldSpec(Kind.CHOICE, "与新生儿关系", choices=RELATIONS, required=True, source=ISSUE)
    ]
    receiver_id_kind: Annotated[str | None, _id_kind("领证人证件类型")] = None
    receiver_id_no: Annotated[
        str | None, FieldSpec(Kind.ID, "领证人证件号", max_length=18, source=ISSUE)
    ] = None
    receiver_other_no: Annotated[str | None, _text("领证人其他证件号", 40, "护照等")] = None
    letter: Annotated[
        str | None,
        FieldSpec(
            Kind.CHOICE,
            "委托书",
            choices=choices("1 有", "2 无"),
            source=ISSUE,
            help="领证人不是母亲时要有母亲签字的委托书",
        ),
    ] = None
    signed: Annotated[
        str,
        FieldSpec(Kind.CHOICE, "本人签字", choices=choices("1 已签"), required=True, source=ISSUE),
    ]


class Collection(Record, CollectionData, table=True):
    """A collection kept: once for a certificate."""

    __tablename__ = "certificate_collections"
    __table_args__ = (UniqueConstraint("issue_id"), *checks(CollectionData))
    issue_id: int = Field(foreign_key="certificate_issues.id")
    handler: str = Field(max_length=50)
    delegation_id: int | None = Field(default=None, foreign_key="delegations.id")


class ExportLog(Record, table=True):
    """A copy of certificate registers that left: who, when, how many lines, masked or not, why.

    What is not masked takes a second person.
    """

    __tablename__ = "certificate_exports"
    user: str = Field(max_length=30)
    name: str = Field(max_length=50)
    second: str | None = Field(default=None, max_length=50)
    second_user: str | None = Field(default=None, max_length=30)
    delegation_id: int | None = Field(default=None, foreign_key="delegations.id")
    second_delegation_id: int | None = Field(default=None, foreign_key="delegations.id")
    at: str = Field(max_length=32)  # UTC, ISO 8601
    registers: list[str] = Field(default_factory=list, sa_type=JSON)
    period: str = Field(max_length=20)
    lines: int
    masked: bool
    reason: str = Field(default="", max_length=200)
