"""What the registers' queries share."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlmodel import Session, col

from desk.register_rows import PregnancyLine, ReferredLine, Someone
from models.people import Person, Village
from models.referral import Referral

_AT_ONCE = 500  # ids in one query


def someone(person: Person, village: str | None) -> Someone:
    """Who a line is about."""
    return Someone(
        person_id=person.id or 0,
        phones=tuple(person.phones),
        village=village or "",
        **columns_of(person, "name id_no birth_date group_no address residence"),
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


def of_cards(session: Session, table: Any, day: Any, ids: Sequence[int]) -> Iterator[Any]:
    """The records of a table on these cards, by day."""
    for place in range(0, len(ids), _AT_ONCE):
        yield from session.scalars(
            select(table)
            .where(table.pregnancy_id.in_(ids[place : place + _AT_ONCE]))
            .order_by(day, table.id)
        )


def by_card(records: Iterable[Any]) -> defaultdict[int, list[Any]]:
    """Records by the card they hang on."""
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for record in records:
        found[record.pregnancy_id].append(record)
    return found


def referred(referral: Referral) -> ReferredLine:
    """A referral as registers show it."""
    fields = "referred_on place department reason result_on result_place result"
    return ReferredLine(**columns_of(referral, fields))


def pregnant_days(line: PregnancyLine, on: date | None) -> int | None:
    """Her gestation on a day; None before it, after the delivery or where it is not known."""
    if on is None or line.started is None:
        return None
    until = line.delivery.delivered_on if line.delivery else line.ended_on or on
    return (on - line.started).days if line.started <= on <= until else None
