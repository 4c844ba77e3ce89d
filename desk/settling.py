"""What follows from anything saved on a pregnancy, derived again from all its facts."""

from sqlmodel import col, select

from desk.context import Desk
from desk.death_settling import settle_death
from desk.pregnancy_view import CardView, view_card
from desk.risk_settling import settle_risk
from models.audit import AuditedSession
from models.pregnancy import Pregnancy

NOT_CLOSED = ("ongoing", "delivered")


def settle(session: AuditedSession, desk: Desk, pregnancy: Pregnancy) -> None:
    """Keep everything that follows from a card's facts."""
    session.flush()
    settle_risk(session, desk, pregnancy)
    settle_death(session, desk, pregnancy)


def settle_open(session: AuditedSession, desk: Desk) -> None:
    """Every card that is not closed: what its colours follow from has changed for all."""
    of_open = select(Pregnancy).where(col(Pregnancy.state).in_(NOT_CLOSED))
    for pregnancy in session.exec(of_open).all():
        settle(session, desk, pregnancy)


def settled(session: AuditedSession, desk: Desk, pregnancy: Pregnancy) -> CardView:
    """The card once everything that follows from its facts is kept; ends each verb on a card."""
    settle(session, desk, pregnancy)
    return view_card(session, desk, pregnancy)
