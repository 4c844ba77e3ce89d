"""Centres, villages, users, people, and the keys people are found by."""

from datetime import date
from typing import Annotated, Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Record, checks
from models.terms import SEX
from rules.fields import FieldSpec, Kind, choices

GENERAL = "国家基本公共卫生服务规范(第三版) 居民健康档案"
LETTER = "代岗委托书"


class Centre(SQLModel, table=True):
    """A township health centre. Many may live in one database."""

    __tablename__ = "centres"
    code: str = Field(primary_key=True, max_length=20)
    name: str = Field(max_length=60)
    town: str = Field(default="", max_length=30)


class Setting(Record, table=True):
    """A choice of the centre: targets by year, thresholds, last backup."""

    __tablename__ = "settings"
    __table_args__ = (UniqueConstraint("centre", "key"),)
    key: str = Field(max_length=60)
    value: Any = Field(default=None, sa_type=JSON)


class VillageData(SQLModel):
    """A village or community."""

    name: Annotated[str, FieldSpec(Kind.TEXT, "村名", required=True, max_length=30)]
    population: Annotated[
        int | None, FieldSpec(Kind.NUMBER, "常住人口", unit="人", hard=(0, 200_000))
    ] = None


class Village(Record, VillageData, table=True):
    """A village in the order of the township's own list, with other names it is written under."""

    __tablename__ = "villages"
    __table_args__ = (UniqueConstraint("centre", "name"), *checks(VillageData))
    position: int = 0
    aliases: list[str] = Field(default_factory=list, sa_type=JSON)


class User(Record, table=True):
    """Somebody who signs in. Issuer, sealer and reviewer are three people; triggers see to it."""

    __tablename__ = "users"
    __table_args__ = (
        UniqueConstraint("centre", "login"),
        CheckConstraint(
            "CAST(roles AS TEXT) NOT LIKE '%\"issuer\"%'"
            " OR CAST(roles AS TEXT) NOT LIKE '%\"sealer\"%'",
            name="ck_two_hands",
        ),
    )
    login: str = Field(max_length=30)
    name: str = Field(max_length=30)
    roles: list[str] = Field(default_factory=list, sa_type=JSON)
    roles_from: date | None = None  # None: those the user began with
    password_hash: str = Field(default="", max_length=300)
    must_change: bool = False
    disabled: bool = False


class DelegationData(SQLModel):
    """A written substitute rule: for some days a user does another role's work."""

    role: Annotated[
        str, FieldSpec(Kind.TEXT, "代办岗位", required=True, source=LETTER, max_length=12)
    ]
    login: Annotated[
        str, FieldSpec(Kind.TEXT, "代办人", required=True, source=LETTER, max_length=30)
    ]
    instead_of: Annotated[
        str, FieldSpec(Kind.NAME, "代谁", required=True, source=LETTER, max_length=50)
    ]
    starts_on: Annotated[
        date,
        FieldSpec(
            Kind.DATE,
            "从",
            required=True,
            source=LETTER,
            expect="future",
            help="委托书上写的第一天,今天或以后",
        ),
    ]
    ends_on: Annotated[
        date,
        FieldSpec(
            Kind.DATE,
            "到",
            required=True,
            source=LETTER,
            expect="future",
            help="最后一天,到期自动停止",
        ),
    ]
    letter_no: Annotated[
        str,
        FieldSpec(
            Kind.TEXT,
            "委托书文号",
            source=LETTER,
            required=True,
            max_length=40,
            help="代办的每笔记录都显示这个文号",
        ),
    ]
    signed_by: Annotated[
        str,
        FieldSpec(
            Kind.NAME,
            "批准人",
            source=LETTER,
            required=True,
            max_length=50,
            help="在委托书上签字的负责人,不能是代办人自己",
        ),
    ]
    reason: Annotated[str, FieldSpec(Kind.TEXT, "事由", max_length=200, source=LETTER)] = ""


class Delegation(Record, DelegationData, table=True):
    """A delegation kept. It is only ever shortened; one withdrawn before it began has no day.

    A substitute never holds two of the three roles at once; triggers see to it.
    """

    __tablename__ = "delegations"
    __table_args__ = (
        Index("ix_delegations_user", "centre", "login", "starts_on"),
        CheckConstraint("role IN ('issuer', 'sealer', 'reviewer')", name="ck_role"),
        CheckConstraint("ends_on >= date(starts_on, '-1 day')", name="ck_days"),
        *checks(DelegationData),
    )


class PersonData(SQLModel):
    """A person, entered once: mother, child, father or collector."""

    name: Annotated[str, FieldSpec(Kind.NAME, "姓名", required=True, max_length=50, source=GENERAL)]
    id_no: Annotated[
        str | None,
        FieldSpec(
            Kind.ID,
            "身份证号",
            max_length=18,
            source="GB 11643-1999",
            help="18位居民身份证号,15位旧号自动升位;暂无可空,以后补",
        ),
    ] = None
    sex: Annotated[
        str, FieldSpec(Kind.CHOICE, "性别", choices=SEX, source="GB/T 2261.1", required=True)
    ] = "0"
    birth_date: Annotated[date | None, FieldSpec(Kind.DATE, "出生日期", source=GENERAL)] = None
    phones: Annotated[
        list[str], FieldSpec(Kind.PHONES, "联系电话", help="多个号码用空格分开", source=GENERAL)
    ] = Field(default_factory=list, sa_type=JSON)
    village_id: Annotated[int | None, FieldSpec(Kind.VILLAGE, "村")] = Field(
        default=None, foreign_key="villages.id", index=True
    )
    group_no: Annotated[
        int | None, FieldSpec(Kind.NUMBER, "组", hard=(1, 99), help="村民小组的序号")
    ] = None
    address: Annotated[str | None, FieldSpec(Kind.TEXT, "现住址", max_length=100)] = None
    residence: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "常住类型",
            choices=choices("1 常住", "2 流动"),
            help="居住满半年为常住,不论户籍",
            source=GENERAL,
        ),
    ] = "1"
    moved_in_on: Annotated[
        date | None,
        FieldSpec(Kind.DATE, "迁入日期", help="从外地迁来才填;迁入的孩子不算本地活产"),
    ] = None
    moved_out_on: Annotated[date | None, FieldSpec(Kind.DATE, "迁出日期")] = None
    died_on: Annotated[date | None, FieldSpec(Kind.DATE, "死亡日期")] = None


class Person(Record, PersonData, table=True):
    """A person of the township's books. An identity number stands at most once in a centre."""

    __tablename__ = "people"
    __table_args__ = (
        UniqueConstraint("centre", "id_no"),
        Index("ix_people_name", "centre", "name"),
        Index("ix_people_birth", "centre", "birth_date"),
        *checks(PersonData),
    )


class FindKey(SQLModel, table=True):
    """One text a person is found by: a prefix search over ``key`` of a kind is the whole find box.

    Derived from the person at each save: name and its tails, pinyin initials in all readings,
    identity number and phones (also reversed, so that last digits are a prefix), card and
    certificate numbers. Not a record: it has no history.
    """

    __tablename__ = "find_keys"
    __table_args__ = (Index("ix_find_keys", "centre", "kind", "key", "person_id"),)
    person_id: int = Field(foreign_key="people.id", primary_key=True)
    kind: str = Field(primary_key=True, max_length=10)
    key: str = Field(primary_key=True, max_length=60)
    centre: str = Field(foreign_key="centres.code", max_length=20)


class MatchDecision(Record, table=True):
    """Two people looked alike while registering: what the clerk decided, so it is asked once."""

    __tablename__ = "match_decisions"
    person_id: int = Field(foreign_key="people.id", index=True)
    other_id: int = Field(foreign_key="people.id")
    same: bool
    decided_by: str = Field(max_length=30)
    decided_on: date
