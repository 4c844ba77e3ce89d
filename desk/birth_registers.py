"""The registers of births, and of the visits after them at which nobody was seen."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from desk.register_parts import by_village, columns_of, someone
from desk.register_rows import BirthLine, RefusalLine
from models.certificate import Issue
from models.child import Child
from models.delivery import Delivery, Newborn, PostpartumVisit
from models.people import Person, Village
from models.pregnancy import Pregnancy
from models.report import DEFECT, PERINATAL_DEATH, Report

VISITED = "1"
_OF_DELIVERY = (
    "delivered_on delivered_at ga_days place level area mode assisted attendant blood_loss_ml"
    " perineum complications critical mother_outcome discharged_on"
)


def births(session: Session, start: date, last: date) -> Iterator[BirthLine]:
    """Each baby of the deliveries of the period, alive or not."""
    child, mother = aliased(Person), aliased(Person)
    in_period = col(Delivery.delivered_on).between(start, last)
    found = session.execute(
        select(Newborn, Delivery, Pregnancy, mother, col(Village.name), Child, child)
        .join(Delivery, col(Delivery.id) == col(Newborn.delivery_id))
        .join(Pregnancy, col(Pregnancy.id) == col(Delivery.pregnancy_id))
        .join(mother, col(mother.id) == col(Pregnancy.mother_id))
        .join(Village, col(Village.id) == col(mother.village_id), isouter=True)
        .join(Child, col(Child.newborn_id) == col(Newborn.id), isouter=True)
        .join(child, col(child.id) == col(Child.person_id), isouter=True)
        .where(in_period)
        .order_by(col(Delivery.delivered_on), col(Delivery.id), col(Newborn.birth_order))
    )
    certificates = _certificates(session, in_period)
    reported = _reported(session, in_period)
    rows = found.all()
    fetuses = Counter(newborn.delivery_id for newborn, *_ in rows)
    babies = "outcome sex weight_g length_mm apgar_1 apgar_5 apgar_10 defect defect_diagnosis"
    babies += " defect_basis blood_taken hearing birth_order"
    for newborn, delivery, card, woman, village, record, person in rows:
        issued_on, father_id_no = certificates.get(newborn.id, (None, None))
        yield BirthLine(
            mother=someone(woman, village),
            name=person.name if person else None,
            cert_no=record.cert_no if record else None,
            issued_on=issued_on,
            father_id_no=father_id_no,
            reported_on=reported.get(newborn.id),
            fetuses=fetuses[newborn.delivery_id],
            died_on=person.died_on if person else None,
            card_no=card.card_no,
            father_name=card.husband_name,
            **columns_of(delivery, _OF_DELIVERY),
            **columns_of(newborn, babies),
        )


def _certificates(
    session: Session, in_period: ColumnElement[bool]
) -> dict[int, tuple[date, str | None]]:
    """When the certificate of each newborn was issued, and the father's number on it."""
    rows = session.execute(
        select(col(Child.newborn_id), col(Issue.issued_on), col(Issue.father_id_no))
        .join(Child, col(Child.cert_no) == col(Issue.number))
        .join(Newborn, col(Newborn.id) == col(Child.newborn_id))
        .join(Delivery, col(Delivery.id) == col(Newborn.delivery_id))
        .where(in_period)
    )
    return {newborn: (issued_on, father) for newborn, issued_on, father in rows}


def _reported(session: Session, in_period: ColumnElement[bool]) -> dict[int, date]:
    """When the death or the defect of each newborn was reported."""
    rows = session.execute(
        select(col(Report.subject_id), col(Report.reported_on))
        .join(Newborn, col(Newborn.id) == col(Report.subject_id))
        .join(Delivery, col(Delivery.id) == col(Newborn.delivery_id))
        .where(
            in_period,
            col(Report.subject_table) == Newborn.__tablename__,
            col(Report.kind).in_((DEFECT, PERINATAL_DEATH)),
            col(Report.reported_on).is_not(None),
        )
        .order_by(col(Report.id).desc())
    )
    return dict(rows.all())


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
