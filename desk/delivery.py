"""The delivery and the visits after it: from the newborn's child to the closed card."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, select

from desk import problems
from desk.context import Desk, load
from desk.errors import DeskError
from desk.find_keys import refresh_keys
from desk.pregnancy import DEATH, confirmed, open_pregnancy
from desk.pregnancy_view import CardView, contacts_of, delivery_of, view_card, visits_of
from desk.settling import settled
from models.audit import AuditedSession
from models.base import FieldErrors, checked
from models.child import Child, ChildData
from models.delivery import (
    Delivery,
    DeliveryData,
    Newborn,
    NewbornData,
    PostpartumVisit,
    PostpartumVisitData,
)
from models.people import Person, PersonData
from models.pregnancy import Pregnancy
from rules.errors import RuleError
from rules.fields import field_specs

LIVE = "1"
MOST_BABIES = 6

DELIVERY_FIELDS = field_specs(DeliveryData)
NEWBORN_FIELDS = field_specs(NewbornData)
POSTPARTUM_FIELDS = field_specs(PostpartumVisitData)


def record_delivery(
    desk: Desk,
    pregnancy_id: int,
    values: Mapping[str, Any],
    newborns: Sequence[Mapping[str, Any]],
    doubts: Sequence[str] = (),
) -> CardView:
    """The delivery of an open pregnancy; each live-born baby becomes a child, once.

    A child has no name yet: it stands as its mother's son or daughter until it is named.

    Raises:
        FieldErrors: by field.
        DeskError: the delivery is recorded already, or no baby was given.
    """
    data = checked(DeliveryData, values)
    babies = [checked(NewbornData, baby) for baby in newborns]
    if not 1 <= len(babies) <= MOST_BABIES:
        raise DeskError("NEWBORNS", "请登记每个新生儿(1–{most} 个)", most=MOST_BABIES)
    with desk.writing("records.write", "delivery.record", confirmed(doubts)) as session:
        pregnancy = open_pregnancy(session, pregnancy_id)
        if delivery_of(session, pregnancy_id):
            raise DeskError("DELIVERED", "这次分娩已经登记过,请打开更正")
        check_delivery(session, desk, pregnancy, data)
        delivery = Delivery(centre=desk.centre, pregnancy_id=pregnancy_id, **data.model_dump())
        session.add(delivery)
        session.flush()
        mother = load(session, Person, pregnancy.mother_id)
        for order, baby in enumerate(babies, start=1):
            newborn = Newborn(
                centre=desk.centre,
                delivery_id=delivery.id or 0,
                birth_order=order,
                **baby.model_dump(),
            )
            session.add(newborn)
            session.flush()
            if baby.outcome == LIVE:
                suffix = str(order) if len(babies) > 1 else ""
                _become_child(session, mother, delivery, newborn, suffix, pregnancy.husband_name)
        pregnancy.state = "delivered"
        settle_mother(pregnancy, mother, data)
        return settled(session, desk, pregnancy)


def record_postpartum(
    desk: Desk, pregnancy_id: int, values: Mapping[str, Any], doubts: Sequence[str] = ()
) -> CardView:
    """A visit after the delivery; the day-42 check closes the card.

    Raises:
        FieldErrors: by field.
        DeskError: there is no delivery yet.
    """
    data = checked(PostpartumVisitData, values)
    with desk.writing("records.write", "postpartum.record", confirmed(doubts)) as session:
        pregnancy = load(session, Pregnancy, pregnancy_id)
        delivery = delivery_of(session, pregnancy_id)
        if delivery is None:
            raise DeskError("NOT_DELIVERED", "还没有分娩记录,请先登记分娩")
        check_visit(session, desk, delivery, data)
        if data.kind == "2" and pregnancy.state == "delivered":
            pregnancy.state, pregnancy.end_reason = "closed", "1"
            pregnancy.ended_on = data.visited_on
        session.add(
            PostpartumVisit(centre=desk.centre, pregnancy_id=pregnancy_id, **data.model_dump())
        )
        return settled(session, desk, pregnancy)


def check_delivery(session: Session, desk: Desk, pregnancy: Pregnancy, data: DeliveryData) -> None:
    """Refuse a delivery that does not fit its pregnancy; fill in its gestation.

    Raises:
        FieldErrors: by field.
    """
    wrong = problems.delivery(data.model_dump(), desk.today, pregnancy.lmp)
    days = [contact.visited_on for contact in contacts_of(session, pregnancy.id or 0)]
    if days and data.delivered_on < max(days) and "delivered_on" not in wrong:
        wrong["delivered_on"] = RuleError(
            "DATE_ORDER", "早于最近一次产前随访 {day}", day=max(days).isoformat()
        )
    if wrong:
        raise FieldErrors(wrong)
    if data.ga_days is None and pregnancy.lmp:
        data.ga_days = (data.delivered_on - pregnancy.lmp).days


def settle_mother(pregnancy: Pregnancy, mother: Person, data: DeliveryData) -> None:
    """A mother who died at the delivery ends her card."""
    if data.mother_outcome != LIVE:
        mother.died_on = data.discharged_on or data.delivered_on
        pregnancy.state, pregnancy.end_reason = "ended", DEATH
        pregnancy.ended_on = mother.died_on


def check_visit(
    session: Session,
    desk: Desk,
    delivery: Delivery,
    data: PostpartumVisitData,
    own_id: int | None = None,
) -> None:
    """Refuse a visit its delivery has no room for; ``own_id`` is the one being corrected.

    Raises:
        FieldErrors: by field.
    """
    wrong = problems.postpartum(data.model_dump(), desk.today, delivery.delivered_on)
    for other in visits_of(session, delivery.pregnancy_id):
        if (other.kind, other.visited_on) == (data.kind, data.visited_on) and other.id != own_id:
            wrong["visited_on"] = RuleError("SAME_DAY", "这一天已有随访记录,请打开更正")
    if wrong:
        raise FieldErrors(wrong)


def make_child(desk: Desk, newborn_id: int) -> CardView:
    """A child of a live-born baby that has none yet: one known from a register read in.

    Raises:
        DeskError: it was not born alive, or it is a child already.
    """
    with desk.writing("records.write", "child.make") as session:
        newborn = load(session, Newborn, newborn_id)
        if newborn.outcome != LIVE:
            raise DeskError("NOT_LIVE", "不是活产,不建儿童档案")
        if session.exec(select(Child).where(Child.newborn_id == newborn_id)).first():
            raise DeskError("CHILD_EXISTS", "这个新生儿已建儿童档案")
        delivery = load(session, Delivery, newborn.delivery_id)
        pregnancy = load(session, Pregnancy, delivery.pregnancy_id)
        mother = load(session, Person, pregnancy.mother_id)
        twins = session.exec(select(Newborn).where(Newborn.delivery_id == delivery.id)).all()
        suffix = str(newborn.birth_order) if len(twins) > 1 else ""
        _become_child(session, mother, delivery, newborn, suffix, pregnancy.husband_name)
        return view_card(session, desk, pregnancy)


def _become_child(  # noqa: PLR0913, PLR0917  what a child is made of
    session: AuditedSession,
    mother: Person,
    delivery: Delivery,
    newborn: Newborn,
    suffix: str,
    father_name: str | None,
) -> None:
    kin = {"1": "之子", "2": "之女"}.get(newborn.sex, "之婴")
    values = {
        "name": f"{mother.name}{kin}{suffix}",
        "sex": newborn.sex,
        "birth_date": delivery.delivered_on,
        "phones": mother.phones,
        "village_id": mother.village_id,
        "group_no": mother.group_no,
        "address": mother.address,
        "residence": mother.residence,
    }
    person = Person(centre=mother.centre, **checked(PersonData, values).model_dump())
    session.add(person)
    session.flush()
    details = {
        "birth_ga_days": delivery.ga_days,
        "birth_weight_g": newborn.weight_g,
        "birth_length_mm": newborn.length_mm,
        "mother_name": mother.name,
        "father_name": father_name,
        "birth_place": delivery.place,
    }
    session.add(
        Child(
            centre=mother.centre,
            person_id=person.id or 0,
            mother_id=mother.id,
            newborn_id=newborn.id,
            **checked(ChildData, details).model_dump(),
        )
    )
    session.flush()
    refresh_keys(session, person)
