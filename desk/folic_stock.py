"""The verbs of the folic-acid stock: bottles that came, were scrapped or counted; corrections.

Handing out, the stock's other movement, stands with the woman in ``desk.folic``.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, func, select

from desk import problems
from desk.context import Desk, load, update
from desk.errors import DeskError
from desk.folic_book import BatchView, batches_in, moves_of
from desk.pregnancy import confirmed, given
from desk.pregnancy_view import RecordView, record_view
from models.base import FieldErrors, checked
from models.folic import (
    COUNTED,
    RECEIVED,
    SCRAPPED,
    FolicBatch,
    FolicBatchData,
    FolicHandout,
    FolicMove,
    FolicMoveData,
)
from rules import folic as rules
from rules.errors import RuleError
from rules.fields import field_specs
from rules.folic import balances, short_on

BATCH_FIELDS = field_specs(FolicBatchData)
MOVE_FIELDS = field_specs(FolicMoveData)
RECEIPT_FIELDS = BATCH_FIELDS | {
    name: MOVE_FIELDS[name] for name in ("bottles", "moved_on", "partner", "handler")
}


def receive(desk: Desk, values: Mapping[str, Any], doubts: Sequence[str] = ()) -> BatchView:
    """Bottles that came; the batch is made when it comes for the first time.

    Args:
        desk: where.
        values: stored values of ``RECEIPT_FIELDS``.
        doubts: fields whose unusual value the clerk confirmed; kept in the audit trail.

    Raises:
        FieldErrors: by field.
    """
    printed = {name: value for name, value in values.items() if name in BATCH_FIELDS}
    rest = {name: value for name, value in values.items() if name not in BATCH_FIELDS}
    batch_data = checked(FolicBatchData, printed)
    data = checked(FolicMoveData, {**rest, "kind": RECEIVED})
    wrong = move_problems(data.model_dump(), desk.today)
    if batch_data.expires_on < data.moved_on:
        wrong["expires_on"] = RuleError("EXPIRED", "入库时已经过期,请核对有效期")
    if wrong:
        raise FieldErrors(wrong)
    with desk.writing("records.write", "folic_stock.receive", confirmed(doubts)) as session:
        batch = _batch(session, batch_data.number)
        if batch is None:
            batch = FolicBatch(centre=desk.centre, **batch_data.model_dump())
            session.add(batch)
            session.flush()
        elif batch.expires_on != batch_data.expires_on:
            raise FieldErrors(
                {
                    "expires_on": RuleError(
                        "BATCH_DATE",
                        "这个批号登记的有效期是 {day},请核对",
                        day=batch.expires_on.isoformat(),
                    )
                }
            )
        session.add(FolicMove(centre=desk.centre, batch_id=batch.id or 0, **data.model_dump()))
        return _settled(session, desk, batch.id or 0, "bottles")


def move(desk: Desk, batch_id: int, values: Mapping[str, Any]) -> BatchView:
    """Bottles scrapped, or a count at the end of a day.

    Args:
        desk: where.
        batch_id: of which batch.
        values: stored values of ``MOVE_FIELDS``.

    Raises:
        FieldErrors: by field; a count that differs from the book needs its reason.
    """
    data = checked(FolicMoveData, values)
    wrong = move_problems(data.model_dump(), desk.today)
    if wrong:
        raise FieldErrors(wrong)
    with desk.writing("records.write", "folic_stock.move") as session:
        load(session, FolicBatch, batch_id)
        kept = FolicMove(centre=desk.centre, batch_id=batch_id, **data.model_dump())
        session.add(kept)
        return _settled(session, desk, batch_id, "bottles", kept)


def correct_move(
    desk: Desk, move_id: int, version: int, values: Mapping[str, Any], reason: str
) -> BatchView:
    """A movement; one made by mistake is corrected to 0 bottles.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: no reason given, or it would become another kind of movement.
    """
    data = checked(FolicMoveData, values)
    with desk.writing("records.write", "folic_stock.correct", given(reason)) as session:
        kept = load(session, FolicMove, move_id)
        if data.kind != kept.kind:
            raise DeskError("KIND", "类别不能更正;把数量改成0,另记一笔")
        wrong = move_problems(data.model_dump(), desk.today, new=False)
        if wrong:
            raise FieldErrors(wrong)
        update(kept, data.model_dump(), version)
        return _settled(session, desk, kept.batch_id, "bottles", kept)


def correct_batch(
    desk: Desk, batch_id: int, version: int, values: Mapping[str, Any], reason: str
) -> BatchView:
    """What is printed on a batch.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: no reason given.
    """
    data = checked(FolicBatchData, values)
    with desk.writing("records.write", "folic_batch.correct", given(reason)) as session:
        kept = load(session, FolicBatch, batch_id)
        other = _batch(session, data.number)
        if other is not None and other.id != batch_id:
            raise FieldErrors({"number": RuleError("BATCH_TAKEN", "已有这个批号,请核对")})
        later = session.exec(
            select(func.max(FolicHandout.given_on)).where(
                FolicHandout.batch_id == batch_id, FolicHandout.bottles > 0
            )
        ).one()
        if later and later > data.expires_on:
            raise FieldErrors({"expires_on": _expired(data.expires_on, later)})
        update(kept, data.model_dump(), version)
        return _settled(session, desk, batch_id, "number")


def batch_record(desk: Desk, batch_id: int) -> RecordView:
    """A batch as its form needs it."""
    with desk.reading() as session:
        return record_view(load(session, FolicBatch, batch_id), FolicBatchData)


def move_record(desk: Desk, move_id: int) -> RecordView:
    """A movement as its form needs it."""
    with desk.reading() as session:
        return record_view(load(session, FolicMove, move_id), FolicMoveData)


def move_problems(
    values: Mapping[str, Any], today: date, *, new: bool = True
) -> dict[str, RuleError]:
    """What is wrong with a movement by itself, by field."""
    wrong = problems.not_future(values, today, "moved_on")
    if new and values.get("bottles") == 0 and values.get("kind") != COUNTED:
        wrong["bottles"] = RuleError("NONE", "数量不能是0")
    if values.get("kind") == SCRAPPED and not values.get("cause"):
        wrong["cause"] = RuleError("REQUIRED", "报废请写明原因")
    return wrong


def refuse_short(session: Session, batch_id: int, field: str) -> None:
    """Refuse what takes more bottles out of a batch than were there on the day.

    Raises:
        FieldErrors: at the field.
    """
    session.flush()
    short = short_on(moves_of(session, batch_id)[batch_id])
    if short:
        raise FieldErrors(
            {
                field: RuleError(
                    "SHORT",
                    "{day} 这批只有 {left} 瓶,不够;请核对数量,或先补记入库",
                    day=short.move.day.isoformat(),
                    left=short.left + short.move.bottles,
                )
            }
        )


def refuse_expired(batch: FolicBatch, day: date) -> None:
    """Refuse a batch past its day.

    Raises:
        FieldErrors: at the batch.
    """
    if batch.expires_on < day:
        raise FieldErrors({"batch_id": _expired(batch.expires_on, day)})


def _expired(expires_on: date, day: date) -> RuleError:
    return RuleError(
        "EXPIRED",
        "有效期到 {until},{day} 已过期,不能发放",
        until=expires_on.isoformat(),
        day=day.isoformat(),
    )


def _settled(
    session: Session, desk: Desk, batch_id: int, field: str, counted: FolicMove | None = None
) -> BatchView:
    """The batch with its account, if it holds; a count that differs says why."""
    refuse_short(session, batch_id, field)
    if counted is not None and counted.kind == COUNTED and not counted.cause:
        lines = balances(moves_of(session, batch_id)[batch_id])
        mine = (rules.COUNTED, counted.id)
        found = next(line for line in lines if (line.move.kind, line.move.id) == mine)
        if found.difference:
            raise FieldErrors(
                {
                    "cause": RuleError(
                        "REQUIRED",
                        "账上应有 {book} 瓶,点到 {counted} 瓶,请写明原因",
                        book=found.left - found.difference,
                        counted=found.left,
                    )
                }
            )
    return next(view for view in batches_in(session, desk.today) if view.id == batch_id)


def _batch(session: Session, number: str) -> FolicBatch | None:
    return session.exec(select(FolicBatch).where(FolicBatch.number == number)).first()
