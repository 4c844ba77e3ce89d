"""The report of a mother's death is due from the moment the books know of it, card or no card.

Called at the end of every verb on a card (``desk.settling``).
"""

from datetime import date

from sqlmodel import select

from desk.closing import DEATH
from desk.context import Desk
from desk.maternal_death import COUNTED
from desk.report import cancel_clock, start_clock
from models.audit import AuditedSession
from models.death import MaternalDeath
from models.pregnancy import Pregnancy
from models.report import MATERNAL_DEATH

TABLE = "pregnancies"  # one death, one clock, whichever record told of it first


def settle_death(session: AuditedSession, desk: Desk, pregnancy: Pregnancy) -> None:
    """The clock runs from the day she died, unless the report card says that it does not count."""
    on = _died_on(session, pregnancy)
    if on is None:
        cancel_clock(session, MATERNAL_DEATH, TABLE, pregnancy.id or 0)
        return
    start_clock(
        session,
        desk,
        MATERNAL_DEATH,
        person_id=pregnancy.mother_id,
        table=TABLE,
        record_id=pregnancy.id or 0,
        pregnancy_id=pregnancy.id,
        known_on=on,
    )


def _died_on(session: AuditedSession, pregnancy: Pregnancy) -> date | None:
    """The day of a death that counts as far as is known."""
    own = MaternalDeath.pregnancy_id == pregnancy.id
    card = session.exec(select(MaternalDeath).where(own)).first()
    if card:
        return card.died_on if card.counted == COUNTED else None
    return pregnancy.ended_on if pregnancy.end_reason == DEATH else None
