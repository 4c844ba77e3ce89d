"""The texts by which records stand in the order of a list, kept beside the records at each flush.

A list sorted by something of another table (a child's birth date is the person's) has no index of
its own to page by; here each order of each list is one range of one index. Derived, like the find
keys: not a record, no history.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, Index, Select, delete, insert, inspect, select
from sqlmodel import Field, SQLModel, col

from models.audit import AuditedSession
from models.child import Child
from models.people import Person
from models.pregnancy import Pregnancy
from rules.spelling import spelling

NAME_LONGEST = 120
AT_ONCE = 500  # people asked for in one statement
FIRST, NEVER = "0001-01-01", "9999-12-31"  # a date not known: the oldest, or the last expected
NOWHERE = 99_999_999  # no village: after them all
OPEN = frozenset({"ongoing", "delivered"})
Known = Select[*tuple[Any, ...]]
_CHILDREN: Known = select(
    col(Person.centre),
    col(Child.id),
    col(Person.id),
    col(Person.name),
    col(Person.birth_date),
    col(Person.village_id),
).join(Person, col(Person.id) == col(Child.person_id))
_CARDS: Known = select(
    col(Person.centre),
    col(Pregnancy.id),
    col(Person.id),
    col(Person.name),
    col(Person.village_id),
    col(Pregnancy.state),
    col(Pregnancy.edd),
    col(Pregnancy.booked_on),
).join(Person, col(Person.id) == col(Pregnancy.mother_id))


class ListKey(SQLModel, table=True):
    """Where a record stands in a list; ``list`` names the list and its order.

    Lists are ``child``, ``card`` (every card) and ``open`` (cards being cared for); orders
    ``born``, ``edd``, ``booked``, ``name``, ``village``: ``child.born``, ``open.name``.
    """

    __tablename__ = "list_keys"
    __table_args__ = (
        Index("ix_list_keys_person", "person_id", "list", "key", "record_id"),
        {"sqlite_with_rowid": False},
    )
    centre: str = Field(foreign_key="centres.code", primary_key=True, max_length=20)
    list: str = Field(primary_key=True, max_length=20)
    key: str = Field(primary_key=True, max_length=200)
    record_id: int = Field(primary_key=True)
    person_id: int = Field(foreign_key="people.id")


def child_keys(
    name: str, born: date | str | None, village_id: int | None
) -> Iterator[tuple[str, str]]:
    """(list, key) pairs of a child."""
    day = str(born or FIRST)
    yield "child.born", day
    yield "child.name", _spelled(name)
    yield "child.village", f"{_village(village_id)} {day}"


def card_keys(
    name: str,
    village_id: int | None,
    state: str,
    edd: date | str | None,
    booked: date | str | None,
) -> Iterator[tuple[str, str]]:
    """(list, key) pairs of a pregnancy card."""
    due = str(edd or NEVER)
    orders = {
        "edd": due,
        "booked": str(booked or FIRST),
        "name": _spelled(name),
        "village": f"{_village(village_id)} {due}",
    }
    for which in ("card", "open") if state in OPEN else ("card",):
        for order, key in orders.items():
            yield f"{which}.{order}", key


def _spelled(name: str) -> str:
    return f"{spelling(name)} {name}"[:NAME_LONGEST]


def _village(village_id: int | None) -> str:
    return f"{village_id or NOWHERE:08}"


def keep_places(session: AuditedSession, *_: object) -> None:
    """After a flush: write anew the keys of everybody whose place in a list may have changed."""
    touched: set[int] = set()
    gone: set[int] = set()
    for record in (*session.new, *session.dirty, *session.deleted):
        if isinstance(record, Child):
            touched.add(record.person_id)
            gone |= _former(record, "person_id")
        elif isinstance(record, Pregnancy):
            touched.add(record.mother_id)
            gone |= _former(record, "mother_id")
        elif isinstance(record, Person) and record not in session.new and _moved(record):
            touched.add(record.id or 0)
    if touched:
        write_places(session.connection(), sorted(touched | gone))


def _former(record: Child | Pregnancy, owner: str) -> set[int]:
    return set(inspect(record).attrs[owner].history.deleted or ())


def _moved(person: Person) -> bool:
    attributes = inspect(person).attrs
    return any(
        attributes[name].history.has_changes() for name in ("name", "birth_date", "village_id")
    )


def write_places(connection: Connection, people: Collection[int]) -> None:
    """The list keys of some people's children's records and cards, written anew."""
    wanted = list(people)
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        connection.execute(delete(ListKey).where(col(ListKey.person_id).in_(some)))
        rows = [
            *_rows(connection, _CHILDREN.where(col(Child.person_id).in_(some)), child_keys),
            *_rows(connection, _CARDS.where(col(Pregnancy.mother_id).in_(some)), card_keys),
        ]
        if rows:
            connection.execute(insert(ListKey), rows)


def _rows(
    connection: Connection, query: Known, keys: Callable[..., Iterator[tuple[str, str]]]
) -> Iterator[dict[str, Any]]:
    for centre, record_id, person_id, *known in connection.execute(query):
        for which, key in keys(*known):
            yield {
                "centre": centre,
                "list": which,
                "key": key,
                "record_id": record_id,
                "person_id": person_id,
            }
