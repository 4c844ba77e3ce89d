"""The lists behind the desks: pregnancies, children, certificates; a page at a time, by key.

A page follows the row whose key is ``after`` or comes before ``before``; the order is the index's
or a sort over one township's records, and never an OFFSET. Narrowing takes what the find box takes,
or the beginning of a village's name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Row,
    Select,
    SQLColumnExpression,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlmodel import Session, col

from desk.context import Desk
from desk.find_keys import normal
from desk.people import matching_people
from models.certificate import Issue
from models.child import Child, ChildCheck
from models.people import Person, Village
from models.pregnancy import AntenatalContact, Pregnancy
from models.terms import COLOURS
from rules.gestation import gestational_age
from rules.text import clean

NEVER = date(9999, 12, 31)  # a date not known stands at the end of the list
Key = tuple[Any, int]


@dataclass(frozen=True, slots=True)
class Ask:
    """Which rows: after a key, before a key, the last ones, or (none of these) the first."""

    after: Key | None = None
    before: Key | None = None
    last: bool = False
    limit: int = 50
    narrow: str = ""


@dataclass(frozen=True, slots=True)
class PregnancyLine:
    """A card in the list."""

    key: Key
    pregnancy_id: int
    person_id: int
    name: str
    village: str
    card_no: str
    booked_on: date | None
    edd: date | None
    gestation: str
    colours: tuple[str, ...]
    state: str
    contacts: int


@dataclass(frozen=True, slots=True)
class ChildLine:
    """A child in the list."""

    key: Key
    child_id: int
    person_id: int
    name: str
    sex: str
    birth_date: date | None
    village: str
    mother: str
    certificate: str
    checks: int


@dataclass(frozen=True, slots=True)
class IssueLine:
    """A certificate in the list; ``person_id`` is the child's, where it is on the books."""

    key: Key
    number: str
    child: str
    mother: str
    issued_on: date
    receiver: str
    issuer: str
    person_id: int | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of lines, and how many there are in all."""

    lines: tuple[Any, ...]
    count: int


def pregnancies(desk: Desk, ask: Ask, *, everyone: bool = False) -> Listed:
    """Cards being cared for by due date; with ``everyone`` all cards, the newest booking first."""
    contacts = (
        select(func.count())
        .where(col(AntenatalContact.pregnancy_id) == col(Pregnancy.id))
        .scalar_subquery()
    )
    query = (
        select(Pregnancy, col(Person.name), col(Village.name), contacts)
        .join(Person, col(Person.id) == col(Pregnancy.mother_id))
        .join(Village, col(Village.id) == col(Person.village_id), isouter=True)
    )
    day = col(Pregnancy.booked_on) if everyone else col(Pregnancy.edd)
    unknown = date(1, 1, 1) if everyone else NEVER
    order = func.coalesce(day, literal(unknown, Date), type_=Date)
    if not everyone:
        query = query.where(col(Pregnancy.state).in_(("ongoing", "delivered")))

    def line(pregnancy: Pregnancy, name: str, village: str | None, count: int) -> PregnancyLine:
        lmp = pregnancy.lmp if pregnancy.state == "ongoing" else None
        return PregnancyLine(
            key=(
                (pregnancy.booked_on if everyone else pregnancy.edd) or unknown,
                pregnancy.id or 0,
            ),
            pregnancy_id=pregnancy.id or 0,
            person_id=pregnancy.mother_id,
            name=name,
            village=village or "",
            card_no=pregnancy.card_no or "",
            booked_on=pregnancy.booked_on,
            edd=pregnancy.edd,
            gestation=str(gestational_age(lmp, desk.today)) if lmp and lmp <= desk.today else "",
            colours=tuple(c.label for c in COLOURS if c.code in pregnancy.risk_colours),
            state=pregnancy.state,
            contacts=count,
        )

    return _listed(desk, query, _Order(order, col(Pregnancy.id), newest_first=everyone), ask, line)


def children(desk: Desk, ask: Ask) -> Listed:
    """Children, the youngest first."""
    checks = select(func.count()).where(col(ChildCheck.child_id) == col(Child.id)).scalar_subquery()
    query = (
        select(Child, Person, col(Village.name), checks)
        .join(Person, col(Person.id) == col(Child.person_id))
        .join(Village, col(Village.id) == col(Person.village_id), isouter=True)
    )
    unknown = date(1, 1, 1)
    order = func.coalesce(col(Person.birth_date), literal(unknown, Date), type_=Date)

    def line(child: Child, person: Person, village: str | None, count: int) -> ChildLine:
        return ChildLine(
            key=(person.birth_date or unknown, child.id or 0),
            child_id=child.id or 0,
            person_id=person.id or 0,
            name=person.name,
            sex=person.sex,
            birth_date=person.birth_date,
            village=village or "",
            mother=child.mother_name or "",
            certificate=child.cert_no or "",
            checks=count,
        )

    return _listed(desk, query, _Order(order, col(Child.id), newest_first=True), ask, line)


def issues(desk: Desk, ask: Ask) -> Listed:
    """Certificates issued, the newest first; narrowing also takes a number's beginning."""
    query = (
        select(Issue, col(Person.id))
        .join(Child, col(Child.id) == col(Issue.child_id), isouter=True)
        .join(Person, col(Person.id) == col(Child.person_id), isouter=True)
    )

    def line(issue: Issue, person_id: int | None) -> IssueLine:
        return IssueLine(
            key=(issue.issued_on, issue.id or 0),
            number=issue.number,
            child=issue.child_name,
            mother=issue.mother_name,
            issued_on=issue.issued_on,
            receiver=issue.receiver or "",
            issuer=issue.issuer or "",
            person_id=person_id,
        )

    order = _Order(col(Issue.issued_on), col(Issue.id), newest_first=True)
    return _listed(desk, query, order, ask, line, also=_issue_words)


@dataclass(frozen=True, slots=True)
class _Order:
    """What a list is sorted by; the id makes every key different."""

    by: SQLColumnExpression[Any]
    then: SQLColumnExpression[Any]
    newest_first: bool


def _listed(  # noqa: PLR0913, PLR0917  what a list consists of
    desk: Desk,
    query: Select[*tuple[Any, ...]],
    order: _Order,
    ask: Ask,
    line: Callable[..., Any],
    also: Callable[[str], ColumnElement[bool]] | None = None,
) -> Listed:
    words = clean(ask.narrow)
    if words:
        wanted = [
            col(Person.id).in_(matching_people(desk, normal(words))),
            col(Village.name).startswith(words, autoescape=True) if also is None else also(words),
        ]
        query = query.where(or_(*wanted))
    with desk.reading() as session:
        count = session.scalar(select(func.count()).select_from(query.subquery())) or 0
        return Listed(tuple(line(*row) for row in _page(session, query, order, ask)), count)


def _issue_words(words: str) -> ColumnElement[bool]:
    return or_(
        col(Issue.number).startswith(words.upper(), autoescape=True),
        col(Issue.child_name).startswith(words, autoescape=True),
        col(Issue.mother_name).startswith(words, autoescape=True),
    )


def _page(
    session: Session, query: Select[*tuple[Any, ...]], order: _Order, ask: Ask
) -> Sequence[Row[*tuple[Any, ...]]]:
    backward = ask.before is not None or ask.last
    falling = order.newest_first is not backward
    edge = ask.before if backward else ask.after
    if edge is not None:
        key = tuple_(order.by, order.then)
        at = tuple_(literal(edge[0], Date), literal(edge[1]))
        query = query.where(key < at if falling else key > at)
    columns = [order.by, order.then]
    query = query.order_by(*(column.desc() if falling else column.asc() for column in columns))
    rows = session.execute(query.limit(ask.limit)).all()
    return rows[::-1] if backward else rows
