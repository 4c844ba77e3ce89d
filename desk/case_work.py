"""Recording and correcting what hangs on a card."""

from collections.abc import Mapping, Sequence
from typing import Any

from desk.case_kinds import KINDS
from desk.context import Desk, load, update
from desk.errors import DeskError
from desk.pregnancy import confirmed, given, refuse_closed
from desk.pregnancy_view import CardView, view_card
from desk.settling import settled
from models.base import FieldErrors, checked
from models.pregnancy import Pregnancy


def record(
    desk: Desk,
    name: str,
    pregnancy_id: int,
    values: Mapping[str, Any],
    doubts: Sequence[str] = (),
) -> CardView:
    """A new record of a kind on a card.

    Args:
        desk: where.
        name: which of ``KINDS``.
        pregnancy_id: on which card.
        values: stored values by field name.
        doubts: fields whose unusual value the clerk confirmed; kept in the audit trail.

    Raises:
        FieldErrors: by field.
        DeskError: the card is closed, or has its only record of the kind.
    """
    kind = KINDS[name]
    data = checked(kind.data, values)
    with desk.writing(kind.writes, f"{kind.act}.record", confirmed(doubts)) as session:
        pregnancy = load(session, Pregnancy, pregnancy_id)
        if not kind.closed_too:
            refuse_closed(pregnancy)
        before = view_card(session, desk, pregnancy)
        if kind.once and before.records[name]:
            raise DeskError("ONCE", "已经登记过,请打开那条更正")
        wrong = kind.check(data.model_dump(), desk.today, before)
        if wrong:
            raise FieldErrors(wrong)
        kept = kind.table(centre=desk.centre, pregnancy_id=pregnancy_id, **data.model_dump())
        session.add(kept)
        session.flush()
        kind.after(session, desk, pregnancy, kept)
        return settled(session, desk, pregnancy)


def correct(  # noqa: PLR0913, PLR0917  what a correction consists of
    desk: Desk, name: str, record_id: int, version: int, values: Mapping[str, Any], reason: str
) -> CardView:
    """Save a record's form over the version it was read from.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: no reason given.
        NotPermitted: who may not read it cannot correct it.
    """
    kind = KINDS[name]
    desk.require(kind.reads)
    data = checked(kind.data, values)
    with desk.writing(kind.writes, f"{kind.act}.correct", given(reason)) as session:
        kept = load(session, kind.table, record_id)
        pregnancy = load(session, Pregnancy, kept.pregnancy_id)
        others = view_card(session, desk, pregnancy).without(name, record_id)
        wrong = kind.check(data.model_dump(), desk.today, others)
        if wrong:
            raise FieldErrors(wrong)
        update(kept, data.model_dump(), version)
        session.flush()
        kind.after(session, desk, pregnancy, kept)
        return settled(session, desk, pregnancy)
