"""What is due after a birth: the mother's two visits, the child's thirteen contacts."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from desk.worklist.items import CLOSELY, NO_RISK, Books, DueItem, risk_of
from models.child import Child, ChildCheck
from models.delivery import Delivery, Newborn, PostpartumVisit
from models.people import Person
from models.pregnancy import Pregnancy
from rules.dates import add_months
from rules.schedule import Contact, child_contacts, postpartum_contacts

DIED = "2"  # the mother's outcome at delivery
MET, SENT_ON = "1", "2"  # of a visit: she was met; the check's handling was a referral
UNDER_7 = 7 * 12  # months: the last contact counts until the day before the 7th birthday
_mother = aliased(Person)
_contacts_of = lru_cache(maxsize=8192)(child_contacts)  # children share birthdays, refreshes repeat


def mothers(books: Books) -> Iterator[DueItem]:
    """The home visit after birth and the day-42 check.

    A refusal is no visit, and a check that sent her on waits for the next one.
    """
    visits = (
        select(col(PostpartumVisit.pregnancy_id), col(PostpartumVisit.kind))
        .join(Pregnancy, col(Pregnancy.id) == col(PostpartumVisit.pregnancy_id))
        .where(
            col(Pregnancy.state) == "delivered",
            col(PostpartumVisit.met) == MET,
            or_(col(PostpartumVisit.handling).is_(None), col(PostpartumVisit.handling) != SENT_ON),
        )
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
            col(Person.phones),
        )
        .join(Person, col(Person.id) == col(Pregnancy.mother_id))
        .join(Delivery, col(Delivery.pregnancy_id) == col(Pregnancy.id))
        .where(
            col(Pregnancy.state) == "delivered",
            col(Delivery.mother_outcome) != DIED,
            *books.present(),
        )
    )
    rules = books.rules
    for card_id, colours, delivered_on, discharged_on, *who in books.session.execute(women):
        contacts = postpartum_contacts(
            delivered_on,
            discharged_on,
            home_days=rules.home_visit_days,
            home_counts_days=rules.home_visit_counts_days,
            day42=(rules.day42_opens, rules.day42_closes),
        )
        for kind, contact in zip("12", contacts, strict=True):
            if books.open_now(contact) and (card_id, kind) not in done:
                window, risk = (contact.opens, contact.closes), risk_of(colours)
                yield books.item(
                    "postpartum",
                    contact.code,
                    window,
                    who,
                    card_id,
                    risk=risk,
                    pregnancy_id=card_id,
                )


def children(books: Books) -> Iterator[DueItem]:
    """The thirteen contacts of children under 7."""
    under_7 = col(Person.birth_date) >= add_months(books.today, -UNDER_7)
    checks = (
        select(col(ChildCheck.child_id), col(ChildCheck.contact))
        .join(Child, col(Child.id) == col(ChildCheck.child_id))
        .join(Person, col(Person.id) == col(Child.person_id))
        .where(under_7)
    )
    done = set(books.session.execute(checks).all())
    under_care = (
        select(
            col(Child.id),
            col(Child.high_risk),
            col(Person.birth_date),
            col(Delivery.discharged_on),
            col(Person.id),
            col(Person.name),
            col(Person.village_id),
            col(Person.phones),
            col(_mother.phones),
        )
        .join(Person, col(Person.id) == col(Child.person_id))
        .join(_mother, col(_mother.id) == col(Child.mother_id), isouter=True)
        .join(Newborn, col(Newborn.id) == col(Child.newborn_id), isouter=True)
        .join(Delivery, col(Delivery.id) == col(Newborn.delivery_id), isouter=True)
        .where(under_7, *books.present())
    )
    for child_id, high_risk, born, discharged_on, *who, hers in books.session.execute(under_care):
        who[-1] = who[-1] or hers or []
        risk = ((high_risk,), CLOSELY) if high_risk else NO_RISK
        for contact in _contacts_of(born):
            if books.open_now(contact) and (child_id, contact.code) not in done:
                window = _window(contact, discharged_on, books.rules.home_visit_days)
                yield books.item("child", contact.code, window, who, child_id, risk=risk)


def _window(contact: Contact, discharged_on: date | None, home_days: int) -> tuple[date, date]:
    """The newborn visit is asked for soon after discharge; other contacts as they are."""
    if contact.code != "newborn":
        return contact.opens, contact.closes
    opens = discharged_on or contact.opens
    return opens, min(opens + timedelta(days=home_days), contact.counts_until)
