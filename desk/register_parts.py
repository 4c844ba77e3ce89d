"""What the registers' queries share."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Row
from sqlmodel import col

from desk.register_rows import Someone
from models.people import Person, Village


def someone(person: Person, village: str | None) -> Someone:
    """Who a line is about."""
    return Someone(
        person_id=person.id or 0,
        phones=tuple(person.phones),
        village=village or "",
        **columns_of(person, "name id_no birth_date group_no"),
    )


def columns_of(record: object, names: str) -> dict[str, Any]:
    """Columns of a record that a line has under the same names."""
    return {name: getattr(record, name) for name in names.split()}


def by_village() -> tuple[ColumnElement[Any], ...]:
    """The township's own order; people without a village last."""
    return col(Village.position).is_(None), col(Village.position).asc()


def grouped(rows: Iterable[Row[Any]]) -> defaultdict[int, list[tuple[Any, ...]]]:
    """Rows by their first column."""
    found: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(tuple(row[1:]))
    return found
