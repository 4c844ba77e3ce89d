"""The register of the village's notices."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from desk.register_parts import columns_of, someone
from desk.register_rows import NoticeLine
from models.delivery import Delivery
from models.notice import Notice
from models.people import Person, Village
from models.pregnancy import Pregnancy
from rules.gestation import due_date


def notices(session: Session, start: date, last: date) -> Iterator[NoticeLine]:
    """What the villages found in the period, by day, with what became of it."""
    found = session.execute(
        select(Notice, Person, col(Village.name), Pregnancy, col(Delivery.delivered_on))
        .join(Person, col(Person.id) == col(Notice.person_id))
        .join(Village, col(Village.id) == col(Person.village_id), isouter=True)
        .join(Pregnancy, col(Pregnancy.id) == col(Notice.pregnancy_id), isouter=True)
        .join(Delivery, col(Delivery.pregnancy_id) == col(Pregnancy.id), isouter=True)
        .where(col(Notice.found_on).between(start, last))
        .order_by(col(Notice.found_on), col(Notice.id))
    )
    told = "found_on source reporter husband_name gravida para told_on outcome remark"
    for notice, woman, village, card, delivered_on in found:
        lmp = notice.lmp or (card.lmp if card else None)
        started = (card.start if card else None) or notice.lmp
        yield NoticeLine(
            woman=someone(woman, village),
            lmp=lmp,
            edd=(card.edd if card else None) or (due_date(lmp) if lmp else None),
            ga_days=(
                (notice.found_on - started).days
                if started and started <= notice.found_on
                else notice.told_ga_days
            ),
            folic_use=card.folic_use if card else None,
            booked_on=card.booked_on if card else None,
            delivered_on=delivered_on,
            end_reason=card.end_reason if card else None,
            **columns_of(notice, told),
        )
