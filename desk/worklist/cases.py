"""What other records on a card ask for: the result of a referral."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import col

from desk.worklist.items import Books, DueItem, risk_of
from models.people import Person
from models.pregnancy import Pregnancy
from models.referral import Referral

UNDER_CARE = ("ongoing", "delivered")


def referrals(books: Books) -> Iterator[DueItem]:
    """Referrals whose result nobody has asked for yet; until it is answered."""
    waiting = (
        select(
            col(Referral.id),
            col(Referral.referred_on),
            col(Pregnancy.id),
            col(Pregnancy.risk_colours),
            col(Person.id),
            col(Person.name),
            col(Person.village_id),
        )
        .join(Pregnancy, col(Pregnancy.id) == col(Referral.pregnancy_id))
        .join(Person, col(Person.id) == col(Pregnancy.mother_id))
        .where(
            col(Referral.result_on).is_(None),
            col(Pregnancy.state).in_(UNDER_CARE),
            *books.present(),
        )
    )
    answer = timedelta(days=books.rules.referral_days)
    for referral_id, day, card_id, colours, *who in books.session.execute(waiting):
        window, risk = (day, day + answer), risk_of(colours)
        if day <= books.today:
            yield books.item(
                "referral", "referral", window, who, referral_id, risk=risk, pregnancy_id=card_id
            )
