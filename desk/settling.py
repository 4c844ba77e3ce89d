"""What follows from anything saved on a pregnancy, derived again from all its facts."""

from desk.context import Desk
from desk.death_settling import settle_death
from desk.pregnancy_view import CardView, view_card
from desk.risk_settling import settle_risk
from models.audit import AuditedSession
from models.pregnancy import Pregnancy


def settled(session: AuditedSession, desk: Desk, pregnancy: Pregnancy) -> CardView:
    """The card once everything that follows from its facts is kept; ends each verb on a card."""
    session.flush()
    settle_risk(session, desk, pregnancy)
    settle_death(session, desk, pregnancy)
    return view_card(session, desk, pregnancy)
