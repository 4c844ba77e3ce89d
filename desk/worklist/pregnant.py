"""What is due in pregnancy: the five contacts, and a delivery nobody has told of."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import col

from desk.worklist.items import Books, DueItem, risk_of
from models.antenatal import AntenatalContact
from models.people import Person
from models.pregnancy import START, Pregnancy
from rules.gestation import TERM_DAYS
from rules.visits import antenatal_visits


def pregnant(books: Books) -> Iterator[DueItem]:
    """Antenatal contacts, and expected deliveries that nobody has told of."""
    made = contacts_made(books)
    women = (
        select(
            col(Pregnancy.id),
            START,
            col(Pregnancy.edd),
            col(Pregnancy.booked_on),
            col(Pregnancy.risk_colours),
            col(Person.id),
            col(Person.name),
            col(Person.village_id),
            col(Person.phones),
        )
        .join(Person, col(Person.id) == col(Pregnancy.mother_id))
        .where(col(Pregnancy.state) == "ongoing", START.is_not(None), *books.present())
    )
    for card_id, start, edd, booked_on, colours, *who in books.session.execute(women):
        risk = risk_of(colours)
        for visit in antenatal_visits(start, books.today, made[card_id], booked_on):
            if visit.asked:
                contact = visit.contact
                window = contact.opens, contact.closes
                yield books.item(
                    "antenatal", contact.code, window, who, card_id, risk=risk, pregnancy_id=card_id
                )
        expected = edd or start + timedelta(days=TERM_DAYS)
        if books.today > expected:
            window = expected, expected
            yield books.item(
                "delivery", "delivery", window, who, card_id, risk=risk, pregnancy_id=card_id
            )


def contacts_made(books: Books) -> defaultdict[int, list[tuple[date, int | None]]]:
    """Day and number of each antenatal contact of the cards with nothing ended."""
    contacts = (
        select(
            col(AntenatalContact.pregnancy_id),
            col(AntenatalContact.visited_on),
            col(AntenatalContact.number),
        )
        .join(Pregnancy, col(Pregnancy.id) == col(AntenatalContact.pregnancy_id))
        .where(col(Pregnancy.state) == "ongoing")
    )
    made: defaultdict[int, list[tuple[date, int | None]]] = defaultdict(list)
    for card_id, visited_on, number in books.session.execute(contacts):
        made[card_id].append((visited_on, number))
    return made
