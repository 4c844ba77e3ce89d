"""Slips: blanks drawn to the issuing desk, put back, passed on, returned, handed back, by range.

All numbers of a slip make the act, or none does. Handing voids up and their destruction, which go
by single numbers, stand in ``desk.voiding``.
Source: 《出生医学证明》出库(发放)登记本; 卫妇社发〔2009〕96号 (专人领取).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from desk.context import Desk, load, update
from desk.editions import in_use, retired
from desk.numbers import Why, blanks_in, move
from desk.pregnancy import confirmed, given
from desk.pregnancy_view import RecordView, record_view
from desk.problems import Problems, back_dated, not_future
from desk.stock_book import TRANSFER, in_order
from desk.voiding import DESTROY, DESTROY_FIELDS, HAND_UP, HAND_UP_FIELDS
from desk.voiding import slip_problems as voids_problems
from models.audit import AuditedSession
from models.base import FieldErrors, checked, checked_part
from models.blanks import SLIP_ACTS, SLIPS, Blank, BlankMove, Slip, SlipData
from rules.certificate import CertificateRange, number_range
from rules.certificate_states import ACTS, WrongMove, check_act
from rules.errors import RuleError
from rules.fields import FieldSpec, field_specs
from rules.number_lists import numbered_from, unbroken

DRAW, RETURN, HAND_BACK, PUT_BACK = "1", "3", "4", "7"  # codes of SLIPS
SLIP_FIELDS: dict[str, FieldSpec] = field_specs(SlipData)
_AWAY = ("done_at", "partner", "carrier", "receiver")
# What each kind asks for beside the range, the count and the day; all of it must be filled in.
ASKED: dict[str, tuple[str, ...]] = {
    DRAW: ("receiver",),
    TRANSFER: _AWAY,
    RETURN: _AWAY,
    HAND_BACK: (*_AWAY, "letter_no"),
    PUT_BACK: (),
}
_STAYS = frozenset({"kind", "done_on", "first", "last", "count"})
# What may be corrected of a slip; the numbers and their day stand in the journal.
SLIP_WORDS = {name: spec for name, spec in SLIP_FIELDS.items() if name not in _STAYS}


@dataclass(frozen=True, slots=True)
class SlipView:
    """A slip kept, with its numbers as ranges."""

    id: int
    kind: str
    count: int
    ranges: tuple[CertificateRange, ...]


def slip(desk: Desk, kind: str, values: Mapping[str, Any], doubts: Sequence[str] = ()) -> SlipView:
    """Numbers that change hands.

    Args:
        desk: whose hand.
        kind: a key of ``ASKED``.
        values: stored values of ``SLIP_FIELDS``. Of a range, two of first, last and count will do;
            of a drawing the count alone: the next ones in order.
        doubts: fields whose unusual value was confirmed.

    Raises:
        FieldErrors: by field; at ``first`` the first number that cannot make the act, and why.
    """
    data = checked(SlipData, {**completed(values), "kind": kind})
    wrong = slip_problems(data.model_dump(), desk.today)
    if wrong:
        raise FieldErrors(wrong)
    act = SLIP_ACTS[kind]
    with desk.writing("certificates.write", f"blanks.{act}", confirmed(doubts)) as session:
        blanks = _blanks(session, act, data)
        if kind == RETURN:
            _check_partner(session, blanks, data.partner or "")
        ranges = unbroken(blank.number for blank in blanks)
        ends = {"first": ranges[0].first, "last": ranges[0].last} if len(ranges) == 1 else {}
        kept = Slip(
            centre=desk.centre,
            handler=desk.user_name,
            delegation_id=desk.letter_for("certificates.write"),
            **(data.model_dump() | {"first": None, "last": None} | ends),
        )
        session.add(kept)
        session.flush()
        _move_all(session, desk, blanks, act, kept)
        return SlipView(kept.id or 0, kind, len(blanks), ranges)


def slip_record(desk: Desk, slip_id: int) -> RecordView:
    """A slip as its correction needs it."""
    with desk.reading("stock.read") as session:
        return record_view(load(session, Slip, slip_id), SlipData)


def correct_slip(
    desk: Desk, slip_id: int, version: int, values: Mapping[str, Any], reason: str
) -> None:
    """What a slip says beside its numbers.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field of ``SLIP_WORDS``.
        DeskError: no reason given.
    """
    with desk.writing("certificates.write", "blanks.slip.correct", given(reason)) as session:
        kept = load(session, Slip, slip_id)
        data = checked_part(SlipData, kept, SLIP_WORDS, values)
        wrong = words_problems(kept.kind, data, kept.handler)
        if wrong:
            raise FieldErrors(wrong)
        update(kept, data, version)


def words_of(kind: str) -> dict[str, FieldSpec]:
    """The fields of what a kind of slip says beside its numbers and their day."""
    of_voids = {HAND_UP: HAND_UP_FIELDS, DESTROY: DESTROY_FIELDS}
    if kind in of_voids:
        return {name: spec for name, spec in of_voids[kind].items() if name not in _STAYS}
    return {name: SLIP_WORDS[name] for name in (*ASKED[kind], "remark")}


def words_problems(kind: str, values: Mapping[str, Any], handler: str = "") -> Problems:
    """What is wrong with what a slip says beside its numbers and their day, by field.

    With its handler, also whether another one counted or watched.
    """
    if kind in ASKED:
        return missing_words(kind, values)
    return voids_problems(values, kind, date.max, handler)


def missing_words(kind: str, values: Mapping[str, Any]) -> Problems:
    """What a kind of slip asks for and is not there."""
    return {
        name: RuleError("REQUIRED", "请填写{label}", label=SLIP_FIELDS[name].label)
        for name in ASKED.get(kind, ())
        if not values.get(name)
    }


def completed(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with the one of first, last and count that the other two tell.

    >>> completed({"first": "Z331990001", "count": 3})["last"]
    'Z331990003'
    """
    whole = {name: value for name, value in values.items() if value not in (None, "")}
    first, last, count = whole.get("first"), whole.get("last"), whole.get("count")
    if first and last and count is None:
        try:
            whole["count"] = number_range(first, last).count
        except RuleError as error:
            raise FieldErrors({"last": error}) from error
    if first and count and not last:
        whole["last"] = numbered_from(first, count)
    return whole


def slip_problems(values: Mapping[str, Any], today: date) -> Problems:
    """What is wrong with a slip by itself, by field."""
    kind = values["kind"]
    wrong = not_future(values, today, "done_on") | missing_words(kind, values)
    first, last = values.get("first"), values.get("last")
    if not first and (last or kind != DRAW):
        wrong["first"] = RuleError("REQUIRED", "请填写{label}", label=SLIP_FIELDS["first"].label)
    elif first and last:
        try:
            count = number_range(first, last).count
        except RuleError as error:
            return wrong | {"last": error}
        if values.get("count") not in {None, count}:
            wrong["count"] = RuleError("COUNT", "起止编号之间是 {count} 枚,请核对", count=count)
    return wrong


def slip_doubts(
    kind: str, values: Mapping[str, Any], following: Sequence[str], today: date
) -> Problems:
    """What is asked about before a slip is kept: long ago, a drawing out of order.

    ``following`` are the numbers it may take, in the order of their use.
    """
    found = back_dated(values, today, "done_on")
    return found | _out_of_order(values, following) if kind == DRAW else found


def _out_of_order(values: Mapping[str, Any], following: Sequence[str]) -> Problems:
    first, last = values.get("first"), values.get("last")
    if not first or not following:
        return {}
    try:
        chosen = set(number_range(first, last or first))
    except RuleError:
        return {}
    if chosen == set(following[: len(chosen)]):
        return {}
    words = "按顺序应先领 {following},确实跳过吗?"
    return {"first": RuleError("OUT_OF_ORDER", words, following=following[0])}


def _blanks(session: Session, act: str, data: SlipData) -> list[Blank]:
    """The numbers of a slip, each able to make the act.

    Raises:
        FieldErrors: at ``first``, the first one that is not.
    """
    if data.first is None:
        return _next(session, data.count)
    numbers = number_range(data.first, data.last or data.first)
    known = {blank.number: blank for blank in blanks_in(session, numbers)}
    old = retired(session)
    for number in numbers:
        if number not in known:
            raise FieldErrors(
                {"first": RuleError("UNKNOWN_NUMBER", "编号 {number} 不在账上", number=number)}
            )
        try:
            check_act(number, known[number].state, act, retired=known[number].receipt_id in old)
        except WrongMove as error:
            raise FieldErrors({"first": error}) from error
    return list(known.values())


def _next(session: Session, count: int) -> list[Blank]:
    query = select(Blank).where(Blank.state == "in_stock", in_use(session))
    order = col(Blank.receipt_id), col(Blank.number)
    blanks = session.exec(query.order_by(*order).limit(count)).all()
    if len(blanks) < count:
        words = "在库只有 {left} 枚,不够领 {count} 枚"
        raise FieldErrors({"count": RuleError("SHORT", words, left=len(blanks), count=count)})
    return list(blanks)


def _check_partner(session: Session, blanks: Sequence[Blank], partner: str) -> None:
    """Blanks come back from where they went; none are lent on between institutions."""
    query = (
        select(BlankMove.blank_id, Slip.partner)
        .join(Slip, col(Slip.id) == col(BlankMove.slip_id))
        .join(Blank, col(Blank.id) == col(BlankMove.blank_id))
        .where(col(Blank.number).between(blanks[0].number, blanks[-1].number))
        .where(BlankMove.act == SLIP_ACTS[TRANSFER])
        .order_by(col(BlankMove.id))
    )
    went = dict(session.execute(query).all())
    for blank in blanks:
        where = went.get(blank.id)
        if where and where != partner:
            words = "{number} 是调给{partner}的,只能由它退回"
            error = RuleError("PARTNER", words, number=blank.number, partner=where)
            raise FieldErrors({"partner": error})


def _move_all(
    session: AuditedSession, desk: Desk, blanks: Sequence[Blank], act: str, kept: Slip
) -> None:
    for blank in blanks:
        try:
            move(session, desk, blank, act, kept.done_on, Why(slip_id=kept.id))
        except FieldErrors as error:
            late = next(iter(error.errors.values()))
            if late.reason == "COUNTED":
                raise FieldErrors({"done_on": late}) from error
            words = "{number} 在 {day} 还有变动,日期不能更早"
            named = RuleError(late.reason, words, number=blank.number, **late.params)
            raise FieldErrors({"done_on": named}) from error


def label_of(kind: str) -> str:
    """What a slip of a kind is called."""
    return next(choice.label for choice in SLIPS if choice.code == kind)


def numbers_for(desk: Desk, kind: str) -> tuple[str, ...]:
    """The numbers a kind of slip may take, in the order of their use."""
    return in_order(desk, state_before(kind), SLIP_ACTS[kind])


def state_before(kind: str) -> str:
    """The state a kind of slip takes its numbers from."""
    (state,) = ACTS[SLIP_ACTS[kind]].was
    return state
