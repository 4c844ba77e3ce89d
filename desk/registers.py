"""The registers of a period: who stands in each, read in bulk from one state of the books.

- pregnancy: booked or delivered in the period, or on the books in it (neither delivered nor ended
  before it began);
- postpartum: delivered in the period;
- child: under 7 on the period's last day, not dead or moved away before it began;
- certificate: issued in the period, or spoilt in it and still spoilt;
- supervision: clinics visited in the period;
- cases: what was recorded in the period of each kind that has a register, by kind; a kind that
  the exporting person may not read is left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from desk.case_kinds import KINDS
from desk.case_registers import CaseLine, case_lines
from desk.context import Desk
from desk.indicators import IndicatorReport, read_report
from desk.register_parts import by_village, columns_of, grouped, someone
from desk.register_rows import (
    BabyLine,
    CertificateLine,
    CheckLine,
    ChildLine,
    DeliveryLine,
    PregnancyLine,
    SupervisionLine,
    VisitLine,
)
from models.antenatal import AntenatalContact
from models.certificate import Blank, BlankMove, Issue
from models.child import Child, ChildCheck
from models.delivery import Delivery, Newborn, PostpartumVisit
from models.people import Person, Village
from models.pregnancy import START, Pregnancy
from models.supervision import SupervisionVisit
from rules.dates import add_months
from rules.periods import Period
from rules.schedule import antenatal_contacts

UNDER_7 = 7 * 12  # months
SPOILT = {"void": "废证", "lost": "空白证遗失"}  # with the word where no reason was kept
_VETOED = "2"


@dataclass(frozen=True, slots=True)
class Registers:
    """All registers of a period and its rates."""

    period: Period
    as_of: date
    pregnancies: tuple[PregnancyLine, ...]
    postpartum: tuple[PregnancyLine, ...]
    children: tuple[ChildLine, ...]
    certificates: tuple[CertificateLine, ...]
    supervision: tuple[SupervisionLine, ...]
    cases: Mapping[str, tuple[CaseLine, ...]]
    indicators: IndicatorReport


def registers(desk: Desk, period: Period) -> Registers:
    """The registers of a period as the books stand on the business day."""
    with desk.reading("ledgers.export") as session:
        last = min(period.end, desk.today)
        lines = tuple(_pregnancies(session, period.start, last))
        return Registers(
            period=period,
            as_of=desk.today,
            pregnancies=lines,
            postpartum=tuple(_delivered(lines, period.start, last)),
            children=tuple(_children(session, period.start, last)),
            certificates=tuple(_certificates(session, period.start, last)),
            supervision=tuple(_supervision(session, period.start, last)),
            cases={
                kind.name: tuple(case_lines(session, kind, period.start, last))
                for kind in KINDS.values()
                if kind.register and desk.may(kind.reads)
            },
            indicators=read_report(session, period, desk.today),
        )


def _pregnancies(session: Session, start: date, last: date) -> Iterator[PregnancyLine]:
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


def _children(session: Session, start: date, last: date) -> Iterator[ChildLine]:
    listed = (
        col(Person.birth_date) > add_months(last, -UNDER_7),
        col(Person.birth_date) <= last,
        or_(col(Person.died_on).is_(None), col(Person.died_on) >= start),
        or_(col(Person.moved_out_on).is_(None), col(Person.moved_out_on) >= start),
    )
    checks: defaultdict[int, dict[str, CheckLine]] = defaultdict(dict)
    done = (
        select(
            col(ChildCheck.child_id),
            col(ChildCheck.contact),
            col(ChildCheck.checked_on),
            col(ChildCheck.weight_g),
            col(ChildCheck.length_mm),
        )
        .join(Child, col(Child.id) == col(ChildCheck.child_id))
        .join(Person, col(Person.id) == col(Child.person_id))
        .where(*listed)
        .order_by(col(ChildCheck.checked_on))
    )
    for child_id, contact, *measured in session.execute(done):
        checks[child_id].setdefault(contact, CheckLine(*measured))
    mother = aliased(Person)
    children = (
        select(Child, Person, col(Village.name), col(mother.id_no))
        .join(Person, col(Person.id) == col(Child.person_id))
        .join(Village, col(Village.id) == col(Person.village_id), isouter=True)
        .join(mother, col(mother.id) == col(Child.mother_id), isouter=True)
        .where(*listed)
        .order_by(*by_village(), col(Person.birth_date), col(Child.id))
    )
    for child, person, village, mother_id_no in session.execute(children):
        yield ChildLine(
            child=someone(person, village),
            sex=person.sex,
            mother_id_no=mother_id_no,
            checks=checks[child.id],
            **columns_of(
                child, "cert_no mother_name birth_weight_g birth_ga_days high_risk remark"
            ),
        )


def _certificates(session: Session, start: date, last: date) -> list[CertificateLine]:
    issued = select(Issue).where(col(Issue.issued_on).between(start, last))
    lines = [
        CertificateLine(
            on=issue.issued_on,
            **columns_of(
                issue,
                "number issuer child_name sex birth_date birth_time birth_ga_days birth_weight_g"
                " birth_length_mm mother_name mother_id_no father_name father_id_no address kind"
                " receiver relation receiver_id_no old_number remark",
            ),
        )
        for (issue,) in session.execute(issued)
    ]
    moves = (
        select(
            col(Blank.number),
            col(BlankMove.moved_on),
            col(BlankMove.handler),
            col(BlankMove.becomes),
            col(BlankMove.reason),
        )
        .join(Blank, col(Blank.id) == col(BlankMove.blank_id))
        .where(
            col(BlankMove.moved_on).between(start, last),
            col(BlankMove.becomes).in_(tuple(SPOILT)),
            col(Blank.state).in_((*SPOILT, "destroyed")),
        )
        .order_by(col(BlankMove.id))
    )
    spoilt = {
        number: CertificateLine(number, on, handler, reason or SPOILT[becomes])
        for number, on, handler, becomes, reason in session.execute(moves)
    }
    return sorted([*lines, *spoilt.values()], key=lambda line: line.number)


def _supervision(session: Session, start: date, last: date) -> Iterator[SupervisionLine]:
    visits = (
        select(SupervisionVisit, col(Village.name))
        .join(Village, col(Village.id) == col(SupervisionVisit.village_id))
        .where(col(SupervisionVisit.visited_on).between(start, last))
        .order_by(col(SupervisionVisit.visited_on), col(SupervisionVisit.id))
    )
    for visit, village in session.execute(visits):
        yield SupervisionLine(
            village=village,
            vetoed=visit.vetoed == _VETOED,
            **columns_of(
                visit,
                "visited_on supervisors clinic_head score highlights problems advice letter_no"
                " deadline struck_off_on",
            ),
        )


def _delivered(lines: Iterable[PregnancyLine], start: date, last: date) -> list[PregnancyLine]:
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
