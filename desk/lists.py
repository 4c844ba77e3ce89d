"""The lists behind the desks: pregnancies, children, certificates; a page at a time, by key.

A page follows the row whose key is ``after`` or comes before ``before``; every order of a list is
one range of one index (``models.list_keys``), walked from there, and never an OFFSET or a count.
Narrowing takes what the find box takes, or the beginning of a village's name: few matches are
looked up and sorted, many are met on a short walk along the list.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    String,
    asc,
    desc,
    func,
    literal,
    literal_column,
    select,
    tuple_,
    type_coerce,
    union,
)
from sqlmodel import Session, col

from desk.context import Desk
from desk.delegation import Names
from desk.matching import LAST, Meant
from desk.pregnancy_view import weeks_today
from models.antenatal import AntenatalContact
from models.blanks import Blank
from models.certificate import KINDS, Collection, Issue, Seal
from models.child import Child, ChildCheck
from models.list_keys import ListKey
from models.people import Person, Village
from models.pregnancy import Pregnancy
from models.terms import COLOURS
from rules import masking
from rules.certificate_states import LABELS
from rules.text import clean

FEW = 10_000  # matches that are looked up one by one
WALK = 20_000  # rows of the list that are looked at for many matches
# As tables: the sessions' "this centre only" would have the planner read the whole centre first.
ISSUES = Issue.__table__  # type: ignore[attr-defined]  # SQLModel declares it on no class
CHILDREN = Child.__table__  # type: ignore[attr-defined]  # as above
Key = tuple[str, int]
Query = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Ask:
    """Which rows: after a key, before a key, the last ones, or (none of these) the first.

    ``order`` names the list's order, "" its own; ``falling`` turns it round.
    """

    after: Key | None = None
    before: Key | None = None
    last: bool = False
    limit: int = 50
    narrow: str = ""
    order: str = ""
    falling: bool = False


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
    """A certificate in the list.

    Names are hidden from who may read neither records nor certificates. ``kind`` is the word for
    first issue, exchange and so on; ``stands`` says what is still to come, or what became of it.
    """

    key: Key
    number: str
    child: str
    mother: str
    issued_on: date
    kind: str
    stands: str
    issuer: str


def pregnancies(desk: Desk, ask: Ask, *, everyone: bool = False) -> tuple[PregnancyLine, ...]:
    """Cards being cared for by due date; with ``everyone`` all cards."""
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

    def line(key: Key, row: Any) -> PregnancyLine:
        pregnancy, name, village, count = row
        return PregnancyLine(
            key=key,
            pregnancy_id=pregnancy.id or 0,
            person_id=pregnancy.mother_id,
            name=name,
            village=village or "",
            card_no=pregnancy.card_no or "",
            booked_on=pregnancy.booked_on,
            edd=pregnancy.edd,
            gestation=weeks_today(pregnancy, desk.today),
            colours=tuple(c.label for c in COLOURS if c.code in pregnancy.risk_colours),
            state=pregnancy.state,
            contacts=count,
        )

    which = _cards(everyone=everyone)
    return _listed(desk, f"{which}.{ask.order or 'edd'}", ask, query, col(Pregnancy.id), line)


def count_pregnancies(desk: Desk, narrow: str = "", *, everyone: bool = False) -> int:
    """How many cards there are; reads them all, so not while somebody waits."""
    return _count(desk, f"{_cards(everyone=everyone)}.edd", narrow)


def children(desk: Desk, ask: Ask) -> tuple[ChildLine, ...]:
    """Children, the oldest first unless the list falls."""
    checks = select(func.count()).where(col(ChildCheck.child_id) == col(Child.id)).scalar_subquery()
    query = (
        select(Child, Person, col(Village.name), checks)
        .join(Person, col(Person.id) == col(Child.person_id))
        .join(Village, col(Village.id) == col(Person.village_id), isouter=True)
    )

    def line(key: Key, row: Any) -> ChildLine:
        child, person, village, count = row
        return ChildLine(
            key=key,
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

    return _listed(desk, f"child.{ask.order or 'born'}", ask, query, col(Child.id), line)


def count_children(desk: Desk, narrow: str = "") -> int:
    """How many children there are; reads them all, so not while somebody waits."""
    return _count(desk, "child.born", narrow)


def issues(desk: Desk, ask: Ask) -> tuple[IssueLine, ...]:
    """Certificates issued by day; narrowing also takes a number's beginning."""
    day = type_coerce(ISSUES.c.issued_on, String)
    keys = select(day, ISSUES.c.id).where(_issues_meant(desk, ask.narrow))
    query = (
        select(Issue, col(Blank.state), col(Seal.id), col(Collection.id))
        # Outer, though each has its number: the planner begins with all numbers otherwise.
        .join(Blank, col(Blank.id) == col(Issue.blank_id), isouter=True)
        .join(Seal, col(Seal.issue_id) == col(Issue.id), isouter=True)
        .join(Collection, col(Collection.issue_id) == col(Issue.id), isouter=True)
    )
    hidden = hides_families(desk)

    def line(key: Key, row: Any) -> IssueLine:
        issue, state, seal, collection = row
        return IssueLine(
            key=key,
            number=issue.number,
            child=(masking.name(issue.child_name) if hidden else issue.child_name) or "",
            mother=(masking.name(issue.mother_name) if hidden else issue.mother_name) or "",
            issued_on=issue.issued_on,
            kind=next((each.label for each in KINDS if each.code == issue.kind), ""),
            stands=_stands(issue, state, sealed=bool(seal), collected=bool(collection)),
            issuer=named(issue.issuer, issue.delegation_id),
        )

    with desk.reading("stock.read") as session:
        named = Names(session)
        found = _page(session, keys, day, ISSUES.c.id, ask)
        return _lines(session, found, query, col(Issue.id), line)


def _stands(issue: Issue, state: str, *, sealed: bool, collected: bool) -> str:
    if state != "issued" or collected:
        return "已领证" if collected and state == "issued" else LABELS[state]
    if sealed:
        return "待领证"
    return "待盖章" if issue.issuer_user else LABELS[state]  # older books do not say who sealed


def count_issues(desk: Desk, narrow: str = "") -> int:
    """How many certificates were issued; reads them all, so not while somebody waits."""
    query = select(func.count()).select_from(ISSUES).where(_issues_meant(desk, narrow))
    with desk.reading("stock.read") as session:
        return session.scalar(query) or 0


def hides_families(desk: Desk) -> bool:
    """Whether names of families are hidden from who asks."""
    return not (desk.may("certificates.read") or desk.may("records.read"))


def _issues_meant(desk: Desk, narrow: str) -> ColumnElement[bool]:
    """The centre's certificates, or those of it that begin like the words or are somebody's."""
    words = clean(narrow)
    here: ColumnElement[bool] = ISSUES.c.centre == desk.centre
    if not words:
        return here
    numbered = ISSUES.c.centre.concat("") == desk.centre  # the numbers' index knows no centre
    by_number = select(ISSUES.c.id).where(
        numbered, ISSUES.c.number >= words.upper(), ISSUES.c.number < words.upper() + LAST
    )
    if hides_families(desk):  # nor does a search tell who is there
        only: ColumnElement[bool] = ISSUES.c.id.in_(by_number)
        return only
    names = [
        select(ISSUES.c.id).where(here, column >= words, column < words + LAST)
        for column in (ISSUES.c.child_name, ISSUES.c.mother_name)
    ]
    theirs = CHILDREN.c.person_id.in_(Meant(desk.centre, words).people())
    of_people = select(ISSUES.c.id).where(
        ISSUES.c.child_id.in_(select(CHILDREN.c.id).where(theirs))
    )
    meant: ColumnElement[bool] = ISSUES.c.id.in_(union(by_number, *names, of_people))
    return meant


def _cards(*, everyone: bool) -> str:
    return "card" if everyone else "open"


def _listed(  # noqa: PLR0913, PLR0917  what a list consists of
    desk: Desk,
    which: str,
    ask: Ask,
    query: Query,
    record_id: SQLColumnExpression[Any],
    line: Callable[[Key, Any], Any],
) -> tuple[Any, ...]:
    meant = Meant(desk.centre, clean(ask.narrow), villages=True)
    key, place = col(ListKey.key), col(ListKey.record_id)
    with desk.reading() as session:
        if not meant.text:
            keys = select(key, place).where(*_all_of(desk, which))
            found = _page(session, keys, key, place, ask)
        else:
            found = _narrowed(session, desk, which, meant, ask)
        return _lines(session, found, query, record_id, line)


def _narrowed(session: Session, desk: Desk, which: str, meant: Meant, ask: Ask) -> list[Key]:
    """A page of those meant: many are met along the list, few or far ones are sorted."""
    people = meant.people()
    key: Any = col(ListKey.key)
    place: Any = col(ListKey.record_id)
    counted = select(func.count()).select_from(people.limit(FEW).subquery())
    if (session.scalar(counted) or 0) >= FEW:
        every = select(key, place, col(ListKey.person_id)).where(*_all_of(desk, which))
        near = _ordered(every, key, place, ask).limit(WALK).subquery()
        query = select(near.c.key, near.c.record_id).where(meant.has(near.c.person_id))
        rows = session.execute(query.limit(ask.limit)).all()
        if len(rows) == ask.limit:
            return _as_keys(rows, ask)
    # The plus keeps the sort from walking the whole list in search of a few.
    key, place = literal_column("+list_keys.key"), literal_column("+list_keys.record_id")
    query = select(key, place).where(col(ListKey.person_id).in_(people), col(ListKey.list) == which)
    return _page(session, query, key, place, ask)


def _page(session: Session, query: Query, key: Any, place: Any, ask: Ask) -> list[Key]:
    rows = session.execute(_ordered(query, key, place, ask).limit(ask.limit)).all()
    return _as_keys(rows, ask)


def _ordered(query: Query, key: Any, place: Any, ask: Ask) -> Query:
    """The query from the edge on, in the direction the rows are read."""
    backward = _backward(ask)
    falling = ask.falling is not backward
    edge = ask.before if backward else ask.after
    if edge is not None:
        at = tuple_(literal(edge[0]), literal(edge[1]))
        query = query.where(tuple_(key, place) < at if falling else tuple_(key, place) > at)
    return query.order_by(*(desc(one) if falling else asc(one) for one in (key, place)))


def _as_keys(rows: Sequence[Any], ask: Ask) -> list[Key]:
    keys = [(row[0], row[1]) for row in rows]
    return keys[::-1] if _backward(ask) else keys


def _backward(ask: Ask) -> bool:
    return ask.last or ask.before is not None


def _lines(
    session: Session,
    keys: list[Key],
    query: Query,
    record_id: SQLColumnExpression[Any],
    line: Callable[[Key, Any], Any],
) -> tuple[Any, ...]:
    """The records of a page, in its order."""
    if not keys:
        return ()
    wanted = [place for _, place in keys]
    found = session.execute(query.add_columns(record_id).where(record_id.in_(wanted)))
    rows = {row[-1]: row[:-1] for row in found}
    return tuple(line(key, rows[key[1]]) for key in keys if key[1] in rows)


def _count(desk: Desk, which: str, narrow: str) -> int:
    words = clean(narrow)
    query = select(func.count()).select_from(ListKey)
    if words:
        people = Meant(desk.centre, words, villages=True).people()
        query = query.where(col(ListKey.person_id).in_(people), col(ListKey.list) == which)
    else:
        query = query.where(*_all_of(desk, which))
    with desk.reading() as session:
        return session.scalar(query) or 0


def _all_of(desk: Desk, which: str) -> tuple[ColumnElement[bool], ...]:
    return (col(ListKey.centre) == desk.centre, col(ListKey.list) == which)
