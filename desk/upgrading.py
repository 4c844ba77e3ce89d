"""What a file of an older version still lacks once its schema is today's."""

from contextlib import suppress

from sqlalchemy.exc import OperationalError
from sqlmodel import select

from desk.context import Desk
from desk.settling import settle_open
from models.audit import Act
from models.people import Setting
from models.version_3 import UNSETTLED


def finish_upgrade(desk: Desk) -> None:
    """Derive what follows from the open cards; once, whoever signs in first.

    While somebody else writes it is left for the next one who signs in.
    """
    act = Act(desk.centre, desk.user, "upgrade.settle")
    with suppress(OperationalError), desk.store.writing(act) as session:
        mark = session.exec(select(Setting).where(Setting.key == UNSETTLED)).first()
        if mark is not None:  # nobody was quicker
            settle_open(session, desk)
            session.delete(mark)
