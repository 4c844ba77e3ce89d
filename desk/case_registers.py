"""The registers of what hangs on a card: who, when, how far, and what was recorded."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from desk.case import CaseKind
from desk.maternal_registers import lines_of
from desk.pregnancy_view import values_of
from desk.register_parts import by_village, pregnant_days, referred
from desk.register_rows import CaseLine
from models.people import Person, Village
from models.pregnancy import Pregnancy
from models.referral import Referral


def case_lines(session: Session, kind: CaseKind, start: date, last: date) -> Iterator[CaseLine]:
    """What was recorded of a kind from one day to another, by village and day."""
    table, day = kind.table, getattr(kind.table, kind.day)
    records = session.scalars(
        select(table)
        .join(Pregnancy, col(Pregnancy.id) == table.pregnancy_id)
        .join(Person, col(Person.id) == col(Pregnancy.mother_id))
        .join(Village, col(Village.id) == col(Person.village_id), isouter=True)
        .where(day.between(start, last))
        .order_by(*by_village(), day, table.id)
    ).all()
    if not records:
        return
    concerned = select(table.pregnancy_id).where(day.between(start, last))
    cards = {line.card_id: line for line in lines_of(session, col(Pregnancy.id).in_(concerned))}
    referrals = {
        each.source_id: referred(each)
        for each in session.scalars(
            select(Referral).where(
                col(Referral.source_table) == kind.name,
                col(Referral.pregnancy_id).in_(concerned),
            )
        )
    }
    for record in records:
        line, values = cards[record.pregnancy_id], values_of(record, kind.data)
        on = values[kind.day]
        yield CaseLine(line, pregnant_days(line, on), values, referrals.get(record.id))
