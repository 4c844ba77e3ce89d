"""Correcting what was recorded: the old value stays in the history, with who and why.

Each function saves a record's form over the version it was read from, so the second of two savers
sees both (``Conflict``). The card and the child are corrected beside where they are opened.
"""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from desk.child import ChildView, check_check, view_child
from desk.context import Desk, load, update
from desk.delivery import check_delivery, check_visit, settle_mother
from desk.errors import DeskError
from desk.pregnancy import check_contact, given
from desk.pregnancy_view import CardView, delivery_of
from desk.settling import settled
from models.antenatal import AntenatalContact, AntenatalContactData
from models.base import checked
from models.child import Child, ChildCheck, ChildCheckData
from models.delivery import (
    Delivery,
    DeliveryData,
    Newborn,
    PostpartumVisit,
    PostpartumVisitData,
)
from models.people import Person
from models.pregnancy import Pregnancy


def correct_contact(
    desk: Desk, contact_id: int, version: int, values: Mapping[str, Any], reason: str
) -> CardView:
    """An antenatal contact.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: no reason given.
    """
    data = checked(AntenatalContactData, values)
    with desk.writing("records.write", "contact.correct", given(reason)) as session:
        contact = load(session, AntenatalContact, contact_id)
        pregnancy = load(session, Pregnancy, contact.pregnancy_id)
        check_contact(session, desk, pregnancy, data, contact_id)
        update(contact, data.model_dump(), version)
        return settled(session, desk, pregnancy)


def correct_delivery(
    desk: Desk, delivery_id: int, version: int, values: Mapping[str, Any], reason: str
) -> CardView:
    """A delivery; a new day is the new birth date of its children.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: no reason given.
    """
    data = checked(DeliveryData, values)
    with desk.writing("records.write", "delivery.correct", given(reason)) as session:
        delivery = load(session, Delivery, delivery_id)
        pregnancy = load(session, Pregnancy, delivery.pregnancy_id)
        if data.delivered_on != delivery.delivered_on and data.ga_days == delivery.ga_days:
            data.ga_days = None  # it follows from the day
        check_delivery(session, desk, pregnancy, data)
        update(delivery, data.model_dump(), version)
        settle_mother(pregnancy, load(session, Person, pregnancy.mother_id), data)
        children = session.exec(
            select(Child, Person)
            .join(Newborn, col(Newborn.id) == col(Child.newborn_id))
            .join(Person, col(Person.id) == col(Child.person_id))
            .where(Newborn.delivery_id == delivery_id)
        )
        for child, person in children:
            person.birth_date, child.birth_ga_days = data.delivered_on, data.ga_days
        return settled(session, desk, pregnancy)


def correct_postpartum(
    desk: Desk, visit_id: int, version: int, values: Mapping[str, Any], reason: str
) -> CardView:
    """A visit after the delivery.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: no reason given, or the day-42 check that closed the card would become another.
    """
    data = checked(PostpartumVisitData, values)
    with desk.writing("records.write", "postpartum.correct", given(reason)) as session:
        visit = load(session, PostpartumVisit, visit_id)
        pregnancy = load(session, Pregnancy, visit.pregnancy_id)
        delivery = delivery_of(session, visit.pregnancy_id)
        if delivery is None or data.kind != visit.kind:
            raise DeskError("KIND", "次别不能更正,请另记一次")
        check_visit(session, desk, delivery, data, visit_id)
        if pregnancy.state == "closed" and pregnancy.ended_on == visit.visited_on:
            pregnancy.ended_on = data.visited_on
        update(visit, data.model_dump(), version)
        return settled(session, desk, pregnancy)


def correct_check(
    desk: Desk, check_id: int, version: int, values: Mapping[str, Any], reason: str
) -> ChildView:
    """A child check.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: no reason given.
    """
    data = checked(ChildCheckData, values)
    with desk.writing("records.write", "check.correct", given(reason)) as session:
        check = load(session, ChildCheck, check_id)
        child = load(session, Child, check.child_id)
        check_check(session, desk, child, data, check_id)
        update(check, data.model_dump(), version)
        session.flush()
        return view_child(session, desk, child)
