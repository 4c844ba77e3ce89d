"""The pregnancy register, and those read off it: bookings, deliveries of a period."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from desk.house_rules import house_rules
from desk.register_parts import by_village, columns_of, grouped, of_cards, someone
from desk.register_rows import BabyLine, BookingLine, DeliveryLine, PregnancyLine, VisitLine
from models.antenatal import AntenatalContact
from models.child import Child, ChildCheck
from models.delivery import Delivery, Newborn, PostpartumVisit
from models.people import Person, Village
from models.pregnancy import START, Pregnancy
from models.risk import SCREENING, RiskAssessment
from rules.gestation import booked_early
from rules.schedule import antenatal_contacts


def pregnancies(session: Session, start: date, last: date) -> Iterator[PregnancyLine]:
    """Booked or delivered in the period, or on the books in it."""
    began = or_(
        col(Pregnancy.booked_on) <= last,
        and_(
            col(Pregnancy.booked_on).is_(None),
            or_(START.is_(None), last >= START),
        ),
    )
    still_open = or_(col(Delivery.delivered_on).is_(None), col(Delivery.delivered_on) >= start)
    not_ended = or_(col(Pregnancy.ended_on).is_(None), col(Pregnancy.ended_on) >= start)
    listed = or_(
        col(Delivery.delivered_on).between(start, last), and_(began, still_open, not_ended)
    )
    return lines_of(session, listed)


def lines_of(session: Session, listed: ColumnElement[bool]) -> Iterator[PregnancyLine]:
    """The lines of the cards that a condition on card and delivery names, by village."""
    of_these = (
        select(col(Pregnancy.id))
        .join(Delivery, col(Delivery.pregnancy_id) == col(Pregnancy.id), isouter=True)
        .where(listed)
    )
    contacts = grouped(
        session.execute(
            select(
                col(AntenatalContact.pregnancy_id),
                col(AntenatalContact.number),
                col(AntenatalContact.visited_on),
                col(AntenatalContact.bp_sys),
                col(AntenatalContact.bp_dia),
            )
            .where(col(AntenatalContact.pregnancy_id).in_(of_these))
            .order_by(col(AntenatalContact.visited_on))
        )
    )
    visits = grouped(
        session.execute(
            select(col(PostpartumVisit.pregnancy_id), PostpartumVisit)
            .where(col(PostpartumVisit.pregnancy_id).in_(of_these))
            .order_by(col(PostpartumVisit.visited_on))
        )
    )
    babies = _babies(session, of_these)
    women = (
        select(Pregnancy, Delivery, Person, col(Village.name))
        .join(Person, col(Person.id) == col(Pregnancy.mother_id))
        .join(Village, col(Village.id) == col(Person.village_id), isouter=True)
        .join(Delivery, col(Delivery.pregnancy_id) == col(Pregnancy.id), isouter=True)
        .where(listed)
        .order_by(*by_village(), col(Pregnancy.booked_on), col(Pregnancy.id))
    )
    for card, delivery, woman, village in session.execute(women):
        bp_sys, bp_dia = _base_pressure(card, contacts[card.id])
        yield PregnancyLine(
            card_id=card.id,
            woman=someone(woman, village),
            started=card.start,
            booked_ga_days=_booked_days(card),
            risk_colours=tuple(card.risk_colours),
            bp_sys=bp_sys,
            bp_dia=bp_dia,
            contacts=_numbered(card, contacts[card.id]),
            delivery=delivery and _delivery(delivery, babies[delivery.id]),
            visits=tuple(_visit(visit) for (visit,) in visits[card.id]),
            **columns_of(
                card,
                "card_no husband_name gravida para lmp edd booked_on risk_factors state end_reason"
                " ended_on doctor remark",
            ),
        )


def _booked_days(card: Pregnancy) -> int | None:
    """Gestation at booking by the dating in force, else as the paper has it."""
    if card.booked_on and card.dated:
        return (card.booked_on - card.dated).days
    return card.booked_ga_days


def _base_pressure(
    card: Pregnancy, contacts: list[tuple[Any, ...]]
) -> tuple[int | None, int | None]:
    """The card's, else that of the first contact that has one."""
    if card.bp_sys and card.bp_dia:
        return card.bp_sys, card.bp_dia
    measured = ((bp_sys, bp_dia) for _, _, bp_sys, bp_dia in contacts if bp_sys and bp_dia)
    return next(measured, (None, None))


def _numbered(card: Pregnancy, contacts: list[tuple[Any, ...]]) -> tuple[date | None, ...]:
    """The days of contacts 1 to 5: as numbered, else the first in the time of that contact."""
    told = {number: day for number, day, *_ in reversed(contacts) if number}
    start = card.start
    if start is None:
        return tuple(told.get(number) for number in range(1, 6))
    extra = [day for number, day, *_ in contacts if not number]
    return tuple(
        told.get(number)
        or next((day for day in extra if window.opens <= day <= window.counts_until), None)
        for number, window in enumerate(antenatal_contacts(start), 1)
    )


def _babies(session: Session, of_these: Any) -> defaultdict[int, list[BabyLine]]:
    """The babies of each delivery in their order, with what the newborn visit found."""
    child = aliased(Person)
    rows = session.execute(
        select(
            Newborn,
            col(ChildCheck.outcome),
            col(ChildCheck.finding),
            col(child.name),
            col(Child.cert_no),
        )
        .join(Delivery, col(Delivery.id) == col(Newborn.delivery_id))
        .join(Child, col(Child.newborn_id) == col(Newborn.id), isouter=True)
        .join(child, col(child.id) == col(Child.person_id), isouter=True)
        .join(
            ChildCheck,
            and_(col(ChildCheck.child_id) == col(Child.id), col(ChildCheck.contact) == "newborn"),
            isouter=True,
        )
        .where(col(Delivery.pregnancy_id).in_(of_these))
        .order_by(col(Newborn.delivery_id), col(Newborn.birth_order), col(ChildCheck.checked_on))
    )
    found: defaultdict[int, dict[int, BabyLine]] = defaultdict(dict)
    for baby, outcome, finding, name, cert_no in rows:
        words = {"1": "未见异常", "2": finding or "异常"}.get(outcome, "")
        line = BabyLine(baby.outcome, baby.sex, baby.weight_g, words, name, cert_no)
        found[baby.delivery_id].setdefault(baby.birth_order, line)
    return defaultdict(list, {key: list(babies.values()) for key, babies in found.items()})


def delivered(lines: Iterable[PregnancyLine], start: date, last: date) -> list[PregnancyLine]:
    """Those delivered in the period, in the order of their deliveries."""
    found = [
        (line.delivery.delivered_on, place, line)
        for place, line in enumerate(lines)
        if line.delivery and start <= line.delivery.delivered_on <= last
    ]
    return [line for _, _, line in sorted(found, key=lambda each: each[:2])]


def _delivery(delivery: Delivery, babies: list[BabyLine]) -> DeliveryLine:
    fields = "delivered_on delivered_at place level mode attendant ga_days discharged_on"
    return DeliveryLine(babies=tuple(babies), **columns_of(delivery, fields))


def _visit(visit: PostpartumVisit) -> VisitLine:
    return VisitLine(guidance=tuple(visit.guidance), **columns_of(visit, _OF_VISIT))


_OF_VISIT = (
    "visited_on kind met not_met_why temperature bp_sys bp_dia health mind breasts breasts_finding"
    " lochia lochia_finding uterus uterus_finding wound wound_finding outcome finding"
    " guidance_other handling referral referral_reason referral_place doctor"
)


def booked(
    session: Session, lines: Iterable[PregnancyLine], start: date, last: date
) -> Iterator[BookingLine]:
    """Those booked in the period, in the order of their bookings."""
    mine = [line for line in lines if line.booked_on and start <= line.booked_on <= last]
    mine.sort(key=lambda line: (line.booked_on, line.card_id))
    last_day = house_rules(session).early_booking_days
    screened: dict[int, tuple[str, ...]] = {}
    ids = [line.card_id for line in mine]
    for each in of_cards(session, RiskAssessment, RiskAssessment.assessed_on, ids):
        if each.kind == SCREENING:
            screened.setdefault(each.pregnancy_id, tuple(each.colours))
    for line in mine:
        early = booked_early(line.booked_ga_days, last_day)
        yield BookingLine(line, early, screened.get(line.card_id))
