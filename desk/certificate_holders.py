"""Which institution had a number: this one, or one that it was passed on to."""

from collections.abc import Collection

from sqlmodel import Session, col, or_, select

from models.blanks import BlankMove, Slip
from models.people import Centre

_AWAY, _LOST = "transferred", "lost"


def here(session: Session) -> str:
    """The name of this institution."""
    centre = session.get(Centre, session.info["centre"])
    return centre.name if centre else ""


class Holders:
    """Who had the number of each of some voids and losses, when it became so.

    What another institution lost, and what was void when it was found again, is that one's.
    """

    def __init__(self, session: Session, moves: Collection[BlankMove]) -> None:
        self._here = here(session)
        self._others: dict[int | None, str] = {}
        passing = (_AWAY, _LOST)
        abroad = {move.blank_id for move in moves if move.was in passing}
        if not abroad:
            return
        query = (
            select(BlankMove, Slip.partner)
            .join(Slip, col(Slip.id) == col(BlankMove.slip_id), isouter=True)
            .where(
                col(BlankMove.blank_id).in_(abroad),
                or_(col(BlankMove.was).in_(passing), col(BlankMove.becomes).in_(passing)),
            )
            .order_by(col(BlankMove.id))
        )
        holders: dict[int, str | None] = {}
        for move, partner in session.exec(query):
            if move.becomes == _AWAY:
                holders[move.blank_id] = partner
            elif move.was not in passing or move.becomes not in {_LOST, "void"}:
                holders.pop(move.blank_id, None)
            if other := holders.get(move.blank_id):
                self._others[move.id] = other

    def __call__(self, move: BlankMove) -> str:
        """The institution's name."""
        return self._others.get(move.id, self._here)
