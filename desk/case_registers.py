"""The lines of the registers of what hangs on a card: who, when, how far, and what was recorded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from desk.case import CaseKind
from desk.pregnancy_view import values_of
from desk.register_parts import by_village, someone
from desk.register_rows import Someone
from models.delivery import Delivery
from models.people import Person, Village
from models.pregnancy import Pregnancy
from rules.gestation import GestationalAge, gestational_age


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A record of a kind; ``values`` as stored, by field name."""

    woman: Someone
    card_no: str | None
    gestation: GestationalAge | None
    values: dict[str, Any]


def case_lines(session: Session, kind: CaseKind, start: date, last: date) -> Iterator[CaseLine]:
    """What was recorded of a kind from one day to another, by village and day."""
    day = getattr(kind.table, kind.day)
    found = (
        select(kind.table, Pregnancy, Person, col(Village.name), col(Delivery.delivered_on))
        .join(Pregnancy, col(Pregnancy.id) == kind.table.pregnancy_id)
        .join(Person, col(Person.id) == col(Pregnancy.mother_id))
        .join(Village, col(Village.id) == col(Person.village_id), isouter=True)
        .join(Delivery, col(Delivery.pregnancy_id) == col(Pregnancy.id), isouter=True)
        .where(day.between(start, last))
        .order_by(*by_village(), day, kind.table.id)
    )
    for record, card, woman, village, delivered_on in session.execute(found):
        values = values_of(record, kind.data)
        began, on = card.lmp, values[kind.day]
        pregnant = began is not None and began <= on <= (delivered_on or on)
        yield CaseLine(
            someone(woman, village),
            card.card_no,
            gestational_age(began, on) if pregnant else None,
            values,
        )
