"""What other books ask for: results of referrals, cards for notices, folic acid."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import col

from desk.folic_counts import BOTTLE, folic_due
from desk.notice_view import open_notices
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
            col(Person.phones),
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


def notices(books: Books) -> Iterator[DueItem]:
    """Pregnancies a village told of and nobody booked."""
    for told in open_notices(books.session, books.village_id):
        if told.found_on <= books.today:
            who, window = (
                (told.person_id, told.name, told.village_id, told.phones),
                (told.found_on, told.book_by),
            )
            yield books.item("notice", "notice", window, who, told.notice_id)


def folic_acid(books: Books) -> Iterator[DueItem]:
    """The next bottle, and asking whether she takes it."""
    for each in folic_due(books.session, books.desk):
        if books.village_id in {None, each.village_id}:
            code = "folic_bottle" if each.what == BOTTLE else "folic_asked"
            who, window = (
                (each.person_id, each.name, each.village_id, each.phones),
                (each.due_on, each.due_on),
            )
            yield books.item("folic", code, window, who, each.course_id)
