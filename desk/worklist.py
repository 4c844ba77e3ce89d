"""The worklist: who is due or overdue for what, on the business day, derived and never stored.

A contact is listed from the day it opens until the last day on which doing it still counts. After
that it is missed, and the indicators say so. Nothing is due for a pregnancy that ended or is
closed, nor for anybody who died or moved away.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session, col

from desk.context import Desk
from models.antenatal import AntenatalContact
from models.child import Child, ChildCheck
from models.delivery import Delivery, Newborn, PostpartumVisit
from models.people import Person, Village
from models.pregnancy import Pregnancy
from models.terms import COLOURS
from rules.dates import add_months
from rules.schedule import (
    CONTACT_NAMES,
    HOME_VISIT_DAYS,
    Contact,
    antenatal_contacts,
    child_contacts,
    postpartum_contacts,
)

KINDS = {"antenatal": "产前随访", "delivery": "临产", "postpartum": "产后", "child": "儿童"}
TERM = timedelta(days=280)
DIED = "2"  # the mother's outcome at delivery
UNDER_7 = 7 * 12  # months: the last contact counts until the day before the 7th birthday
_URGENCY = {"4": 4, "3": 3, "5": 2, "2": 1}  # red, orange, purple, yellow; green and none: 0
_CLOSELY = 3  # a frail child's contacts stand with the orange pregnancies
_contacts_of = lru_cache(maxsize=8192)(child_contacts)  # children share birthdays, refreshes repeat


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing to do for one person. ``record_id``: the pregnancy, or the child.

    ``days_late`` is 0 until ``closes`` has passed. ``risk`` has the words of a pregnancy's risk
    colours, or the reason a child is looked after more closely.
    """

    kind: str
    code: str
    person: str
    person_id: int
    village: str
    opens: date
    closes: date
    days_late: int
    record_id: int
    risk: tuple[str, ...] = ()
    urgency: int = 0

    @property
    def name(self) -> str:
        """What is to be done, in the words of the forms."""
        return "预产期已过,未登记分娩" if self.code == "delivery" else CONTACT_NAMES[self.code]

    def as_json(self) -> dict[str, object]:
        """The item as programs read it."""
        return {
            "kind": self.kind,
            "code": self.code,
            "person": self.person,
            "person_id": self.person_id,
            "village": self.village,
            "opens": self.opens.isoformat(),
            "closes": self.closes.isoformat(),
            "days_late": self.days_late,
        }


@dataclass(frozen=True, slots=True)
class VillageDue:
    """A village's line on the Today screen: (due, of these overdue) for each of ``KINDS``."""

    village: str
    counts: dict[str, tuple[int, int]]

    @property
    def total(self) -> tuple[int, int]:
        """Due and overdue of all kinds."""
        return sum(n for n, _ in self.counts.values()), sum(n for _, n in self.counts.values())


@dataclass(frozen=True, slots=True)
class _Books:
    """What the three sources read with."""

    session: Session
    today: date
    village_id: int | None
    villages: dict[int | None, str]

    def present(self) -> list[ColumnElement[bool]]:
        """A person is alive, has not moved away, and lives in the village asked for."""
        conditions = [
            or_(col(Person.died_on).is_(None), col(Person.died_on) > self.today),
            or_(col(Person.moved_out_on).is_(None), col(Person.moved_out_on) > self.today),
        ]
        if self.village_id is not None:
            conditions.append(col(Person.village_id) == self.village_id)
        return conditions

    def open_now(self, contact: Contact) -> bool:
        """Whether doing a contact today counts."""
        return contact.opens <= self.today <= contact.counts_until

    def item(
        self,
        kind: str,
        contact: Contact,
        who: tuple[int, str, int | None],
        record_id: int,
        risk: tuple[tuple[str, ...], int],
    ) -> DueItem:
        person_id, name, village_id = who
        return DueItem(
            kind=kind,
            code=contact.code,
            person=name,
            person_id=person_id,
            village=self.villages.get(village_id, ""),
            opens=contact.opens,
            closes=contact.closes,
            days_late=max(0, (self.today - contact.closes).days),
            record_id=record_id,
            risk=risk[0],
            urgency=risk[1],
        )


def due(desk: Desk, village_id: int | None = None) -> tuple[DueItem, ...]:
    """Everything due today: highest risk first, then the longest overdue.

    Risk puts forward what must be done within a month; a yearly check waits its turn.
    """
    with desk.reading() as session:
        names = session.execute(select(col(Village.id), col(Village.name))).all()
        books = _Books(session, desk.today, village_id, dict(names))
        items = [*_pregnant(books), *_mothers(books), *_children(books)]
    soon = desk.today + timedelta(days=30)

    def order(item: DueItem) -> tuple[int, int, date, int]:
        urgency = item.urgency if item.closes <= soon else 0
        return -urgency, -item.days_late, item.closes, item.person_id

    return tuple(sorted(items, key=order))


def due_by_village(items: Iterable[DueItem]) -> tuple[VillageDue, ...]:
    """Counts by village and kind, the village with most overdue first."""
    counted: defaultdict[str, Counter[tuple[str, bool]]] = defaultdict(Counter)
    for item in items:
        counted[item.village][item.kind, item.days_late > 0] += 1
    rows = [
        VillageDue(
            village,
            {kind: (count[kind, False] + count[kind, True], count[kind, True]) for kind in KINDS},
        )
        for village, count in counted.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.total[1], -row.total[0], row.village)))


def _pregnant(books: _Books) -> Iterator[DueItem]:
    """Antenatal contacts, and expected deliveries that nobody has told of."""
    contacts = (
        select(
            col(AntenatalContact.pregnancy_id),
            col(AntenatalContact.number),
            col(AntenatalContact.visited_on),
        )
        .join(Pregnancy, col(Pregnancy.id) == col(AntenatalContact.pregnancy_id))
        .where(col(Pregnancy.state) == "ongoing")
    )
    visits: defaultdict[int, list[tuple[int | None, date]]] = defaultdict(list)
    for pregnancy_id, number, visited_on in books.session.execute(contacts):
        visits[pregnancy_id].append((number, visited_on))
    women = (
        select(Pregnancy, col(Person.id), col(Person.name), col(Person.village_id))
        .join(Person, col(Person.id) == col(Pregnancy.mother_id))
        .where(col(Pregnancy.state) == "ongoing", *books.present())
    )
    for pregnancy, *who in books.session.execute(women):
        record_id, risk = pregnancy.id or 0, _risk(pregnancy.risk_colours)
        start = pregnancy.lmp or (pregnancy.edd - TERM if pregnancy.edd else None)
        if start is None:
            continue
        for number, contact in enumerate(antenatal_contacts(start), 1):
            too_early = pregnancy.booked_on is not None and pregnancy.booked_on > contact.closes
            done = any(
                told == number or contact.opens <= day <= contact.counts_until
                for told, day in visits[record_id]
            )
            if books.open_now(contact) and not too_early and not done:
                yield books.item("antenatal", contact, tuple(who), record_id, risk)
        expected = pregnancy.edd or start + TERM
        if books.today > expected:
            contact = Contact("delivery", expected, expected, date.max)
            yield books.item("delivery", contact, tuple(who), record_id, risk)


def _mothers(books: _Books) -> Iterator[DueItem]:
    """The home visit after birth and the day-42 check."""
    visits = (
        select(col(PostpartumVisit.pregnancy_id), col(PostpartumVisit.kind))
        .join(Pregnancy, col(Pregnancy.id) == col(PostpartumVisit.pregnancy_id))
        .where(col(Pregnancy.state) == "delivered")
    )
    done = set(books.session.execute(visits).all())
    women = (
        select(
            col(Pregnancy.id),
            col(Pregnancy.risk_colours),
            col(Delivery.delivered_on),
            col(Delivery.discharged_on),
            col(Person.id),
            col(Person.name),
            col(Person.village_id),
        )
        .join(Person, col(Person.id) == col(Pregnancy.mother_id))
        .join(Delivery, col(Delivery.pregnancy_id) == col(Pregnancy.id))
        .where(
            col(Pregnancy.state) == "delivered",
            col(Delivery.mother_outcome) != DIED,
            *books.present(),
        )
    )
    for record_id, colours, delivered_on, discharged_on, *who in books.session.execute(women):
        contacts = postpartum_contacts(delivered_on, discharged_on)
        for kind, contact in zip("12", contacts, strict=True):
            if books.open_now(contact) and (record_id, kind) not in done:
                yield books.item("postpartum", contact, tuple(who), record_id, _risk(colours))


def _children(books: _Books) -> Iterator[DueItem]:
    """The thirteen contacts of children under 7."""
    under_7 = col(Person.birth_date) >= add_months(books.today, -UNDER_7)
    checks = (
        select(col(ChildCheck.child_id), col(ChildCheck.contact))
        .join(Child, col(Child.id) == col(ChildCheck.child_id))
        .join(Person, col(Person.id) == col(Child.person_id))
        .where(under_7)
    )
    done = set(books.session.execute(checks).all())
    children = (
        select(
            col(Child.id),
            col(Child.high_risk),
            col(Person.birth_date),
            col(Delivery.discharged_on),
            col(Person.id),
            col(Person.name),
            col(Person.village_id),
        )
        .join(Person, col(Person.id) == col(Child.person_id))
        .join(Newborn, col(Newborn.id) == col(Child.newborn_id), isouter=True)
        .join(Delivery, col(Delivery.id) == col(Newborn.delivery_id), isouter=True)
        .where(under_7, *books.present())
    )
    for record_id, high_risk, born, discharged_on, *who in books.session.execute(children):
        risk = ((high_risk,), _CLOSELY) if high_risk else ((), 0)
        for contact in _contacts_of(born):
            if books.open_now(contact) and (record_id, contact.code) not in done:
                asked = _home_visit(contact, discharged_on)
                yield books.item("child", asked, tuple(who), record_id, risk)


def _home_visit(contact: Contact, discharged_on: date | None) -> Contact:
    """The newborn visit is asked for within a week of discharge; other contacts as they are."""
    if contact.code != "newborn":
        return contact
    opens = discharged_on or contact.opens
    closes = min(opens + timedelta(days=HOME_VISIT_DAYS), contact.counts_until)
    return Contact(contact.code, opens, closes, contact.counts_until)


def _risk(colours: list[str]) -> tuple[tuple[str, ...], int]:
    """The words of risk colours, and how far up the list they put a woman."""
    words = tuple(choice.label for choice in COLOURS if choice.code in colours)
    return words, max((_URGENCY.get(code, 0) for code in colours), default=0)
