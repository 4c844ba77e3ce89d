"""A certificate number's whole life in one value: what it is now, and everything that befell it.

A number that is not on the books has a life too: whose certificate it is, when another institution
issued it, and which bundle of ours it lies beside.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from desk.context import Desk
from desk.lists import hides_families
from desk.number_events import Books, LifeEvent, events_of
from desk.numbers import been
from desk.person_page import Words
from models.base import plain
from models.blanks import Blank, Receipt
from models.certificate import KINDS, Application, Collection, Issue, Seal
from models.child import Child
from models.people import Person
from rules.certificate import parse_number
from rules.certificate_states import PAPERS

MOST_NUMBERS = 5
FEWEST_DIGITS = 4  # of a number's end that is looked for
SERIES = 3  # letter and province


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberLife:
    """A number and what befell it.

    Attributes:
        state: of ``rules.certificate_states.STATES``; "" for a number not on the books.
        note: where a number that is not on the books belongs.
        kind: 首次签发, 换发 …, once issued.
        child: the child's name, hidden from who may not read it, as is ``mother``.
        child_id, person_id: where the child is on the books.
        application_id: the application the number is held or was issued for.
        used: why it is no blank any more, of ``rules.certificate_states.USED``; "" for none.
        sealed, collected: whether the certificate issued is.
        replaces: the numbers it took the place of, the nearest first.
        replaced_by: the numbers that took its place, the nearest first.
        events: oldest first.
    """

    number: str
    state: str
    note: tuple[Words, ...] = ()
    kind: str = ""
    child: str = ""
    mother: str = ""
    child_id: int | None = None
    person_id: int | None = None
    application_id: int | None = None
    issue_id: int | None = None
    used: str = ""
    sealed: bool = False
    collected: bool = False
    replaces: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()
    events: tuple[LifeEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberHit:
    """A number as the find box lists it."""

    number: str
    state: str  # "" where it is not on the books
    child: str


def number_life(desk: Desk, number: str) -> NumberLife:
    """The whole life of a number, typed or scanned.

    Raises:
        InvalidCertificateNumber: it is none.
    """
    number = parse_number(number)
    with desk.reading("stock.read") as session:
        books = Books(session, hidden=hides_families(desk))
        blank = session.exec(select(Blank).where(Blank.number == number)).first()
        issue = session.exec(select(Issue).where(Issue.number == number)).first()
        held = _held(session, blank, issue)
        child, person = _child(session, number, issue, held)
        name = issue.child_name if issue else person.name if person else ""
        mother = issue.mother_name if issue else child.mother_name if child else ""
        return NumberLife(
            number=number,
            state=blank.state if blank else "",
            note=() if blank else tuple(_elsewhere(session, number, known=person is not None)),
            kind=_kind(issue),
            child=books.name(name),
            mother=books.name(mother),
            child_id=child.id if child else None,
            person_id=person.id if person else None,
            application_id=held.id if held else None,
            issue_id=issue.id if issue else None,
            used=been(session, blank) if blank else "",
            sealed=issue is not None and _has(session, Seal, issue),
            collected=issue is not None and _has(session, Collection, issue),
            replaces=tuple(_older(session, number)),
            replaced_by=tuple(_newer(session, number)),
            events=events_of(books, number, blank, issue),
        )


def find_numbers(desk: Desk, text: str, limit: int = MOST_NUMBERS) -> tuple[NumberHit, ...]:
    """The numbers meant by what was typed: a whole one, a beginning from the letter, or the end.

    A whole number is found though it is not on the books: its page says where it belongs.
    """
    typed = "".join(text.split()).upper()
    try:
        whole = parse_number(text)
    except ValueError:
        whole = ""
    digits = typed[1:] if typed[:1].isalpha() else typed
    if not whole and not (digits.isascii() and digits.isdigit() and len(digits) >= FEWEST_DIGITS):
        return ()
    own = col(Blank.number)
    meant: Any = own == whole
    if not whole and typed != digits:
        meant = own.between(typed, f"{typed}:")  # a colon sorts after the digits
    elif not whole:
        meant = own.endswith(digits)
    if not desk.may("stock.read"):
        return ()
    with desk.reading("stock.read") as session:
        books = Books(session, hidden=hides_families(desk))
        found = session.exec(
            select(Blank.number, Blank.state, Issue.child_name)
            .join(Issue, col(Issue.blank_id) == col(Blank.id), isouter=True)
            .where(meant)
            .order_by(own)
            .limit(limit)
        ).all()
    hits = tuple(NumberHit(number, state, books.name(name)) for number, state, name in found)
    return hits or ((NumberHit(whole, "", ""),) if whole else ())


def _kind(issue: Issue | None) -> str:
    return next((each.label for each in KINDS if issue and each.code == issue.kind), "")


def _has(session: Session, table: type[Seal] | type[Collection], issue: Issue) -> bool:
    return session.exec(select(table.id).where(table.issue_id == issue.id)).first() is not None


def _held(session: Session, blank: Blank | None, issue: Issue | None) -> Application | None:
    """The application a number is held for, or was issued for."""
    if issue is not None and issue.application_id:
        return session.get(Application, issue.application_id)
    if blank is None or blank.state in PAPERS:
        return None
    return session.exec(select(Application).where(Application.blank_id == blank.id)).first()


def _child(
    session: Session, number: str, issue: Issue | None, held: Application | None
) -> tuple[Child | None, Person | None]:
    own = issue.child_id if issue else held.child_id if held else None
    child = (
        session.get(Child, own)
        if own
        else session.exec(select(Child).where(Child.cert_no == number)).first()
    )
    return child, session.get(Person, child.person_id) if child else None


def _older(session: Session, number: str) -> Iterator[str]:
    """The chain of numbers this one took the place of."""
    seen, old = {number}, _old_of(session, number)
    while old and old not in seen:
        yield old
        seen.add(old)
        old = _old_of(session, old)


def _old_of(session: Session, number: str) -> str | None:
    return session.exec(select(Issue.old_number).where(Issue.number == number)).first()


def _newer(session: Session, number: str) -> Iterator[str]:
    """The chain of numbers that took this one's place."""
    seen, new = {number}, _new_of(session, number)
    while new and new not in seen:
        yield new
        seen.add(new)
        new = _new_of(session, new)


def _new_of(session: Session, number: str) -> str | None:
    query = select(Issue.number).where(Issue.old_number == number)
    return session.exec(query.order_by(col(Issue.id).desc())).first()


def _elsewhere(session: Session, number: str, *, known: bool) -> Iterator[Words]:
    """Why a number is not on the books, and which bundle lies nearest."""
    if known:
        yield Words("不在本院账上,由别的机构签发", {})
    else:
        yield Words("{number} 不在账上", {"number": number})
    begins = number[:SERIES]
    near = select(Receipt).where(col(Receipt.first).startswith(begins)).order_by(col(Receipt.first))
    bundles = session.exec(near).all()
    before = [bundle for bundle in bundles if bundle.first <= number]
    after = [bundle for bundle in bundles if bundle.first > number]
    if before:
        bundle = plain(before[-1])
        within = number <= bundle["last"]
        if within and bundle["missing"]:
            yield Words("在 {first}–{last} 之内:这批开包时短少", bundle)
        elif within:
            yield Words("在 {first}–{last} 之内,却没有入账", bundle)
        else:
            yield Words("在 {first}–{last} 之后", bundle)
    if after:
        yield Words("在 {first}–{last} 之前", plain(after[0]))
    if not bundles:
        yield Words("{begins} 开头的号没有入过库", {"begins": begins})
