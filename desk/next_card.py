"""What is known before a woman's card is opened: her last pregnancy, and the village's notice."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from desk.context import Desk
from desk.pregnancy_view import delivery_of
from models.delivery import Delivery
from models.notice import Notice
from models.pregnancy import FROM_NOTICE, Pregnancy
from rules.gestation import TERM_DAYS

VIABLE_DAYS = 28 * 7  # a birth counts into the para from here


@dataclass(frozen=True, slots=True)
class NextCard:
    """Values a new card begins with, and the day of her last delivery."""

    values: dict[str, Any] = field(default_factory=dict)
    delivered_on: date | None = None


def next_card(desk: Desk, person_id: int) -> NextCard:
    """What is proposed for a woman's next card."""
    with desk.reading() as session:
        former = session.exec(
            select(Pregnancy)
            .where(Pregnancy.mother_id == person_id)
            .order_by(col(Pregnancy.booked_on).desc(), col(Pregnancy.id).desc())
        ).first()
        delivery = delivery_of(session, former.id or 0) if former else None
        known = _after(former, delivery) if former else {}
        known |= _told(session, person_id)
        values = {name: value for name, value in known.items() if value is not None}
        return NextCard(values, delivery.delivered_on if delivery else None)


def _after(former: Pregnancy, delivery: Delivery | None) -> dict[str, Any]:
    """One pregnancy more; one birth more if the last ended at 28 weeks or later."""
    born = delivery is not None and (delivery.ga_days is None or delivery.ga_days >= VIABLE_DAYS)
    return {
        "gravida": None if former.gravida is None else former.gravida + 1,
        "para": None if former.para is None else former.para + born,
        "husband_name": former.husband_name,
        "height_mm": former.height_mm,
    }


def _told(session: Session, person_id: int) -> dict[str, Any]:
    """What the newest open notice says; its weeks give a due date where no LMP was told."""
    notice = session.exec(
        select(Notice)
        .where(
            Notice.person_id == person_id,
            col(Notice.pregnancy_id).is_(None),
            col(Notice.outcome).is_(None),
        )
        .order_by(col(Notice.found_on).desc(), col(Notice.id).desc())
    ).first()
    if notice is None:
        return {}
    told = {
        name: getattr(notice, name)
        for name in ("lmp", "husband_name", "gravida", "para")
        if getattr(notice, name) is not None
    }
    if not notice.lmp and notice.told_ga_days is not None:
        told["edd"] = notice.found_on + timedelta(days=TERM_DAYS - notice.told_ga_days)
    return told | {"source": FROM_NOTICE}
