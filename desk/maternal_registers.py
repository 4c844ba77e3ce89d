"""The women's registers: pregnancies, births, visits after them, refusals, high risk."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from desk.register_parts import by_village, columns_of, grouped, someone
from desk.register_rows import (
    BabyLine,
    BirthLine,
    DeliveryLine,
    PregnancyLine,
    RefusalLine,
    RiskLine,
    VisitLine,
)
from models.antenatal import AntenatalContact
from models.child import Child, ChildCheck
from models.delivery import Delivery, Newborn, PostpartumVisit
from models.people import Person, Village
from models.pregnancy import START, Pregnancy
from models.referral import Referral
from models.risk import RiskAssessment, RiskCase, RiskFollowup
from rules.schedule import antenatal_contacts

GREEN, VISITED = "1", "1"
_AT_ONCE = 500  # ids in one query


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
        yield PregnancyLine(
            card_id=card.id,
            woman=someone(woman, village),
            risk_colours=tuple(card.risk_colours),
            contacts=_numbered(card, contacts[card.id]),
            delivery=delivery and _delivery(delivery, babies[delivery.id]),
            visits=tuple(_visit(visit) for (visit,) in visits[card.id]),
            **columns_of(
                card,
                "card_no husband_name gravida para lmp edd booked_on booked_ga_days risk_factors"
                " bp_sys bp_dia state end_reason ended_on doctor remark",
            ),
        )


def _numbered(card: Pregnancy, contacts: list[tuple[Any, ...]]) -> tuple[date | None, ...]:
    """The days of contacts 1 to 5: as numbered, else the first in the time of that contact."""
    told = {number: day for number, day in reversed(contacts) if number}
    start = card.start
    if start is None:
        return tuple(told.get(number) for number in range(1, 6))
    extra = [day for number, day in contacts if not number]
    return tuple(
        told.get(number)
        or next((day for day in extra if window.opens <= day <= window.counts_until), None)
        for number, window in enumerate(antenatal_contacts(start), 1)
    )


def _babies(session: Session, of_these: Any) -> defaultdict[int, list[BabyLine]]:
    """The babies of each delivery in their order, with what the newborn visit found."""
    rows = session.execute(
        select(Newborn, col(ChildCheck.outcome), col(ChildCheck.finding))
        .join(Delivery, col(Delivery.id) == col(Newborn.delivery_id))
        .join(Child, col(Child.newborn_id) == col(Newborn.id), isouter=True)
        .join(
            ChildCheck,
            and_(col(ChildCheck.child_id) == col(Child.id), col(ChildCheck.contact) == "newborn"),
            isouter=True,
        )
        .where(col(Delivery.pregnancy_id).in_(of_these))
        .order_by(col(Newborn.delivery_id), col(Newborn.birth_order), col(ChildCheck.checked_on))
    )
    found: defaultdict[int, dict[int, BabyLine]] = defaultdict(dict)
    for baby, outcome, finding in rows:
        words = {"1": "未见异常", "2": finding or "异常"}.get(outcome, "")
        line = BabyLine(baby.outcome, baby.sex, baby.weight_g, words)
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
    fields = "delivered_on place mode ga_days discharged_on"
    return DeliveryLine(babies=tuple(babies), **columns_of(delivery, fields))


def _visit(visit: PostpartumVisit) -> VisitLine:
    fields = "visited_on kind breasts lochia wound outcome finding doctor"
    return VisitLine(**columns_of(visit, fields))


def high_risk(session: Session, lines: Iterable[PregnancyLine]) -> Iterator[RiskLine]:
    """Those of the pregnancy register who are, or were, more than green."""
    lines = list(lines)
    ids = [line.card_id for line in lines]
    cases = {each.pregnancy_id: each for each in _of_cards(session, RiskCase, "found_on", ids)}
    followups = _by_card(_of_cards(session, RiskFollowup, "followed_on", ids))
    assessed = _by_card(_of_cards(session, RiskAssessment, "assessed_on", ids))
    referred = _by_card(_of_cards(session, Referral, "referred_on", ids))
    for line in lines:
        own, case = line.card_id, cases.get(line.card_id)
        judged = [each for each in assessed[own] if set(each.colours) - {GREEN}]
        if case is None and not judged and not set(line.risk_colours) - {GREEN}:
            continue
        yield RiskLine(
            pregnancy=line,
            found_on=case.found_on if case else judged[0].assessed_on if judged else None,
            assessed_on=assessed[own][-1].assessed_on if assessed[own] else None,
            assessed_at=assessed[own][-1].place if assessed[own] else None,
            followed_on=tuple(each.followed_on for each in followups[own]),
            referral=_last_referral(referred[own]),
            **columns_of(case, _OF_CASE) if case else dict.fromkeys(_OF_CASE.split()),
        )


_OF_CASE = (
    "registered_on reported_on report_to managed_on treated_on delivery_place outcome outcome_on"
    " closed_on doctor note"
)


def _last_referral(
    referrals: list[Referral],
) -> tuple[date | None, str | None, str | None, date | None]:
    """When, where to, why, and when the answer came."""
    if not referrals:
        return None, None, None, None
    last = referrals[-1]
    return last.referred_on, last.place, last.reason, last.result_on


def births(session: Session, start: date, last: date) -> Iterator[BirthLine]:
    """Each baby of the deliveries of the period, alive or not."""
    child, mother = aliased(Person), aliased(Person)
    found = session.execute(
        select(Newborn, Delivery, Pregnancy, mother, col(Village.name), Child, child)
        .join(Delivery, col(Delivery.id) == col(Newborn.delivery_id))
        .join(Pregnancy, col(Pregnancy.id) == col(Delivery.pregnancy_id))
        .join(mother, col(mother.id) == col(Pregnancy.mother_id))
        .join(Village, col(Village.id) == col(mother.village_id), isouter=True)
        .join(Child, col(Child.newborn_id) == col(Newborn.id), isouter=True)
        .join(child, col(child.id) == col(Child.person_id), isouter=True)
        .where(col(Delivery.delivered_on).between(start, last))
        .order_by(col(Delivery.delivered_on), col(Delivery.id), col(Newborn.birth_order))
    )
    babies = "outcome sex weight_g length_mm apgar_1 apgar_5 apgar_10 defect defect_diagnosis"
    babies += " defect_basis blood_taken hearing birth_order"
    for newborn, delivery, card, woman, village, record, person in found:
        yield BirthLine(
            mother=someone(woman, village),
            name=person.name if person else None,
            cert_no=record.cert_no if record else None,
            died_on=person.died_on if person else None,
            card_no=card.card_no,
            father_name=card.husband_name,
            **columns_of(delivery, "delivered_on delivered_at ga_days place level area mode"),
            **columns_of(newborn, babies),
        )


def refusals(session: Session, start: date, last: date) -> Iterator[RefusalLine]:
    """The visits of the period at which she was not seen, and why."""
    found = session.execute(
        select(PostpartumVisit, Delivery, Person, col(Village.name))
        .join(Pregnancy, col(Pregnancy.id) == col(PostpartumVisit.pregnancy_id))
        .join(Delivery, col(Delivery.pregnancy_id) == col(Pregnancy.id))
        .join(Person, col(Person.id) == col(Pregnancy.mother_id))
        .join(Village, col(Village.id) == col(Person.village_id), isouter=True)
        .where(
            col(PostpartumVisit.visited_on).between(start, last),
            col(PostpartumVisit.met) != VISITED,
        )
        .order_by(*by_village(), col(PostpartumVisit.visited_on), col(PostpartumVisit.id))
    )
    for visit, delivery, woman, village in found:
        yield RefusalLine(
            woman=someone(woman, village),
            delivered_on=delivery.delivered_on,
            discharged_on=delivery.discharged_on,
            **columns_of(visit, "visited_on kind met not_met_why doctor"),
        )


def _of_cards(session: Session, table: Any, day: str, ids: Sequence[int]) -> Iterator[Any]:
    """The records of a table on these cards, by day."""
    for place in range(0, len(ids), _AT_ONCE):
        yield from session.scalars(
            select(table)
            .where(table.pregnancy_id.in_(ids[place : place + _AT_ONCE]))
            .order_by(getattr(table, day), table.id)
        )


def _by_card(records: Iterable[Any]) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for record in records:
        found[record.pregnancy_id].append(record)
    return found
