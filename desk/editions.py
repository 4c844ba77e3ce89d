"""Which editions of the blanks this house has retired: what is left of one is never used.

A later bundle, a void taken back, a number that turns up or is returned brings no old paper back
into use; it is voided and handed up as the rest was.
Source: 出生医学证明换版通知 (旧版作废上缴, 不得再用).
"""

from typing import Any

from sqlmodel import Session, col, select

from models.blanks import Blank, BlankMove, Receipt
from rules.certificate_states import OLD_EDITION, VOIDS

RETRACTED = "retracted"
# As tables: from the few voids to their moves, and not from every move of the centre.
BLANKS = Blank.__table__  # type: ignore[attr-defined]  # SQLModel declares it on no class
MOVES = BlankMove.__table__  # type: ignore[attr-defined]  # as above


def kept_receipts(session: Session) -> frozenset[int | None]:
    """The receipts that still count: some number of theirs is on the books."""
    kept = select(Blank.receipt_id).where(Blank.state != RETRACTED).distinct()
    return frozenset(session.exec(kept))


def retired(session: Session) -> frozenset[int | None]:
    """The receipts of editions out of use.

    An edition is, where a newer one has come and something of it, or of one after it, was void for
    its age.
    """
    editions = dict(session.execute(select(col(Receipt.id), col(Receipt.edition))).all())
    if len(set(editions.values())) < 2:  # noqa: PLR2004  an older and a newer one
        return frozenset()
    kept = kept_receipts(session)
    newest = max((int(edition) for own, edition in editions.items() if own in kept), default=0)
    voided = (
        select(BLANKS.c.receipt_id)
        .join(MOVES, MOVES.c.blank_id == BLANKS.c.id)
        .where(
            BLANKS.c.centre == session.info["centre"],
            BLANKS.c.state.in_(VOIDS),
            MOVES.c.cause == OLD_EDITION,
        )
        .distinct()
    )
    ended = [int(editions[own]) for (own,) in session.execute(voided) if own is not None]
    last = max((each for each in ended if each < newest), default=0)
    return frozenset(own for own, edition in editions.items() if int(edition) <= last)


def in_use(session: Session) -> Any:
    """Whether a blank is of no edition out of use, for a query."""
    own = col(Blank.receipt_id)
    return own.is_(None) | own.not_in(retired(session))
