"""What a pregnancy card shows: frozen views and the queries behind them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import exists, literal, union_all
from sqlmodel import Session, SQLModel, col, select

from desk.case import CaseKind
from desk.case_kinds import KINDS
from desk.context import Desk, load
from desk.house_rules import house_rules
from desk.people import PersonView, view_person
from models.antenatal import AntenatalContact, AntenatalContactData
from models.base import Record
from models.child import Child
from models.delivery import (
    Delivery,
    DeliveryData,
    Newborn,
    NewbornData,
    PostpartumVisit,
    PostpartumVisitData,
)
from models.people import Person
from models.pregnancy import Pregnancy, PregnancyData
from rules.gestation import gestational_age
from rules.schedule import antenatal_contacts


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record as a form needs it back: stored values by field name."""

    id: int
    version: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class NewbornView:
    """A baby of a delivery and the child it became, if it did."""

    id: int
    version: int
    values: dict[str, Any]
    child_id: int | None
    person_id: int | None


@dataclass(frozen=True, slots=True)
class CardView:
    """A pregnancy whole.

    Attributes:
        start: the day gestation counts from, see ``Pregnancy.start``.
        early_days: the last day of gestation on which a booking is early, by the house rule.
        gestation: today's weeks+days while it is ongoing, else "".
    """

    id: int
    version: int
    state: str
    start: date | None
    early_days: int
    ended_on: date | None
    end_reason: str | None
    mother: PersonView
    values: dict[str, Any]
    gestation: str
    contacts: tuple[RecordView, ...]
    delivery: RecordView | None
    newborns: tuple[NewbornView, ...]
    visits: tuple[RecordView, ...]
    records: Mapping[str, tuple[RecordView, ...]]

    @property
    def booked_days(self) -> int | None:
        """Gestation at booking: by the dating in force, else as the paper has it."""
        booked: date | None = self.values["booked_on"]
        dated = self.values["lmp"] or self.values["scan_on"]
        if booked and self.start and dated:
            return (booked - self.start).days
        told: int | None = self.values["booked_ga_days"]
        return told

    def latest(self, kind: str) -> RecordView | None:
        """The last of a kind of ``desk.case_kinds``, or None."""
        return self.records[kind][-1] if self.records[kind] else None

    def without(self, kind: str, record_id: int) -> "CardView":
        """The card as a correction of this record is held against it."""
        others = tuple(each for each in self.records[kind] if each.id != record_id)
        return replace(self, records={**self.records, kind: others})


def view_card(session: Session, desk: Desk, pregnancy: Pregnancy) -> CardView:
    """A frozen copy of a card and all that hangs on it."""
    pregnancy_id = pregnancy.id or 0
    contacts, delivery = contacts_of(session, pregnancy_id), delivery_of(session, pregnancy_id)
    return CardView(
        id=pregnancy_id,
        version=pregnancy.version,
        state=pregnancy.state,
        start=pregnancy.start,
        early_days=house_rules(session).early_booking_days,
        ended_on=pregnancy.ended_on,
        end_reason=pregnancy.end_reason,
        mother=view_person(session, load(session, Person, pregnancy.mother_id)),
        values=values_of(pregnancy, PregnancyData),
        gestation=weeks_today(pregnancy, desk.today),
        contacts=tuple(record_view(contact, AntenatalContactData) for contact in contacts),
        delivery=record_view(delivery, DeliveryData) if delivery else None,
        newborns=_newborns(session, delivery),
        visits=tuple(
            record_view(visit, PostpartumVisitData) for visit in visits_of(session, pregnancy_id)
        ),
        records=_all_records(session, desk, pregnancy_id),
    )


def weeks_today(pregnancy: Pregnancy, today: date) -> str:
    """Today's weeks+days of a pregnancy that is going on, else ""."""
    start = pregnancy.start
    if pregnancy.state != "ongoing" or start is None or start > today:
        return ""
    return str(gestational_age(start, today))


def _all_records(
    session: Session, desk: Desk, pregnancy_id: int
) -> dict[str, tuple[RecordView, ...]]:
    """Everything of the declared kinds; most cards have few, so it is asked first which."""
    some = (
        select(literal(name)).where(exists().where(kind.table.pregnancy_id == pregnancy_id))
        for name, kind in KINDS.items()
    )
    present = set(session.execute(union_all(*some)).scalars())
    return {
        name: _records(session, desk, kind, pregnancy_id) if name in present else ()
        for name, kind in KINDS.items()
    }


def _records(
    session: Session, desk: Desk, kind: CaseKind, pregnancy_id: int
) -> tuple[RecordView, ...]:
    """A card's records of a kind by day; who may not read them sees at most when they were."""
    if kind.secret and not desk.may(kind.reads):
        return ()
    own, day = kind.table.pregnancy_id, getattr(kind.table, kind.day)
    found = session.exec(
        select(kind.table).where(own == pregnancy_id).order_by(day, kind.table.id)
    ).all()
    views = (record_view(each, kind.data) for each in found)
    if desk.may(kind.reads):
        return tuple(views)
    return tuple(RecordView(v.id, v.version, {kind.day: v.values[kind.day]}) for v in views)


def next_number(start: date | None, today: date, taken: Collection[int | None]) -> int | None:
    """Which of the form's five contacts today's would be: the window open now, if it is not done.

    >>> next_number(date(2026, 8, 1), date(2026, 11, 21), {1})
    2
    """
    if start is None:
        return None
    for number, window in enumerate(antenatal_contacts(start), start=1):
        if window.opens <= today <= window.closes and number not in taken:
            return number
    return None


def _newborns(session: Session, delivery: Delivery | None) -> tuple[NewbornView, ...]:
    if delivery is None:
        return ()
    rows = session.exec(
        select(Newborn, Child)
        .join(Child, col(Child.newborn_id) == col(Newborn.id), isouter=True)
        .where(Newborn.delivery_id == delivery.id)
        .order_by(col(Newborn.birth_order))
    ).all()
    return tuple(
        NewbornView(
            newborn.id or 0,
            newborn.version,
            values_of(newborn, NewbornData),
            child.id if child else None,
            child.person_id if child else None,
        )
        for newborn, child in rows
    )


def record_view(record: Record, data_class: type[SQLModel]) -> RecordView:
    """A frozen copy of a record's form fields."""
    return RecordView(record.id or 0, record.version, values_of(record, data_class))


def values_of(record: SQLModel, data_class: type[SQLModel]) -> dict[str, Any]:
    """The declared fields of a record, stored values by name."""
    return {name: getattr(record, name) for name in data_class.model_fields}


def delivery_of(session: Session, pregnancy_id: int) -> Delivery | None:
    """The delivery of a pregnancy, or None."""
    return session.exec(select(Delivery).where(Delivery.pregnancy_id == pregnancy_id)).first()


def contacts_of(session: Session, pregnancy_id: int) -> Sequence[AntenatalContact]:
    """Antenatal contacts in the order of their days."""
    return session.exec(
        select(AntenatalContact)
        .where(AntenatalContact.pregnancy_id == pregnancy_id)
        .order_by(col(AntenatalContact.visited_on))
    ).all()


def visits_of(session: Session, pregnancy_id: int) -> Sequence[PostpartumVisit]:
    """Visits after the delivery in the order of their days."""
    return session.exec(
        select(PostpartumVisit)
        .where(PostpartumVisit.pregnancy_id == pregnancy_id)
        .order_by(col(PostpartumVisit.visited_on))
    ).all()
