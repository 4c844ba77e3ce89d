"""Rows of ledgers as a reading gives them, and a look at every table."""

from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import inspect
from sqlmodel import Session, SQLModel, col, select

from desk.context import Desk
from models.audit import AuditEntry
from models.people import FindKey
from models.supervision import COUNTS

TableT = TypeVar("TableT", bound=SQLModel)


@dataclass(frozen=True)
class Noted:
    """What a reading says of a value it could not use."""

    code: str
    value: str


@dataclass(frozen=True)
class Line:
    """A clean record."""

    fields: dict[str, Any]
    row: int = 5
    sub: int = 0
    sheet: str | None = "台账"
    notes: tuple[Noted, ...] = ()


@dataclass(frozen=True)
class Listed:
    """A list of villages."""

    villages: tuple[str, ...]
    aliases: dict[str, str]
    town: str = "云溪镇"


MOTHER_ID, OTHER_ID = "331199199806084705", "331199198902197641"
CHILD_ID, TWIN_ID, FATHER_ID = (
    "331199202608200028",
    "331199202608200060",
    "331199199508140019",
)


def pregnancy(row: int = 5, **changes: object) -> Line:
    """王小芳, booked, not delivered yet."""
    fields = {
        "card_no": "YCF001",
        "village": "东庄村",
        "group": 2,
        "name": "王小芳",
        "id_no": MOTHER_ID,
        "phones": ["15800004170"],
        "husband": "李大山",
        "gravidity": 2,
        "parity": 1,
        "lmp": "2025-11-25",
        "edd": "2026-09-01",
        "reg_date": "2026-01-25",
        "reg_ga_days": 61,
        "risk_factors": None,
        "risk_colours": ["绿"],
        "bp_sys": 124,
        "bp_dia": 66,
        "anc1": "2026-01-25",
        "anc2": None,
        "anc3": None,
        "anc4": None,
        "anc5": None,
        "delivery_date": None,
        "delivery_place": None,
        "delivery_mode": None,
        "delivery_ga_days": None,
        "newborns": [],
        "pp_visit": None,
        "pp42": None,
        "doctor": "潘医生",
        "remark": None,
    }
    return Line(fields | changes, row)


def delivered(row: int = 5, **changes: object) -> Line:
    """王小芳, delivered of a girl on 2026-08-20."""
    birth = {
        "delivery_date": "2026-08-20",
        "delivery_place": "县中医院",
        "delivery_mode": "剖宫产",
        "delivery_ga_days": 268,
        "newborns": [{"sex": "女", "weight_g": 3100}],
    }
    return pregnancy(row, **(birth | changes))


def child(row: int = 5, sub: int = 0, **changes: object) -> Line:
    """李明明, a girl of 王小芳, with a home visit and one check."""
    fields = {
        "name": "李明明",
        "sex": "女",
        "village": "东庄村",
        "group": 2,
        "mother_name": "王小芳",
        "mother_id": MOTHER_ID,
        "phones": ["15800004170"],
        "birth_date": "2026-08-20",
        "birth_ga_days": 268,
        "id_no": None,
        "cert_no": "Z337104157",
        "birth_weight_g": 3100,
        "nb_visit": "2026-08-27",
        "high_risk": None,
        "remark": None,
        "checks": dict.fromkeys(("3", "6", "8", "12", "18", "24", "30"))
        | {"0": {"date": "2026-09-18", "weight_kg": 4.4, "length_cm": 54.9}},
    }
    return Line(fields | changes, row, sub)


def issued(row: int = 5, **changes: object) -> Line:
    """A first certificate for 李明明."""
    fields = {
        "type": "issue",
        "cert_no": "Z337104157",
        "child_name": "李明明",
        "sex": "女",
        "birth_date": "2026-08-20",
        "birth_time": "19:19",
        "birth_ga_days": 268,
        "birth_weight_g": 3100,
        "birth_length_cm": 50.5,
        "mother_name": "王小芳",
        "mother_id": MOTHER_ID,
        "father_name": "李大山",
        "father_id": None,
        "address": "东庄村2组",
        "issue_date": "2026-09-02",
        "kind": "首次签发",
        "receiver": "王小芳",
        "relation": "母亲",
        "receiver_id": MOTHER_ID,
        "signer": "石医生",
        "remark": None,
    }
    return Line(fields | changes, row)


def spoilt(number: str = "Z337104158", row: int = 6, **changes: object) -> Line:
    """A void form."""
    fields = {
        "type": "void",
        "cert_no": number,
        "void_reason": "打印错误",
        "void_date": "2026-09-03",
        "signer": "石医生",
    }
    return Line(fields | changes, row)


def report(row: int = 5, **changes: object) -> Line:
    """东庄村's report of September."""
    counts = dict.fromkeys(COUNTS, 1)
    fields = {
        "village": "东庄村",
        "month": "2026-09",
        "pop": 2303,
        "child_checks": None,
        "reporter": "李村医",
        "report_date": "2026-09-25",
        "remark": None,
    }
    return Line(counts | fields | changes, row, sheet=None)


def rows(desk: Desk, table: type[TableT]) -> list[TableT]:
    """Everything in a table, oldest first."""
    with Session(desk.store.read) as session:
        return list(session.exec(select(table).order_by(*inspect(table).primary_key)))


def everything(desk: Desk) -> dict[str, list[str]]:
    """Every row of every table: equal twice, nothing happened in between."""
    with desk.store.read.connect() as connection:
        return {
            name: sorted(map(repr, connection.execute(table.select())))
            for name, table in SQLModel.metadata.tables.items()
        }


def entries(desk: Desk, table: str) -> list[AuditEntry]:
    """The audit trail of a table."""
    return [entry for entry in rows(desk, AuditEntry) if entry.table_name == table]


def found_by(desk: Desk, key: str) -> set[int]:
    """Who is found by a text."""
    with Session(desk.store.read) as session:
        return set(session.exec(select(FindKey.person_id).where(col(FindKey.key) == key)))
