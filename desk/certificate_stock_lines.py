"""Receipts and slips of a period as lines of their registers, each with what was left after it.

A line has one unbroken range of numbers: a slip of several is as many lines. Only what went up or
was destroyed, often single numbers of many bundles, is a line for its slip.

The balance follows the journal: by day, and of one day in the order of its entries. What the table
counts and no receipt or slip tells of has lines of its own, so that the sums are the table's.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from desk.certificate_flows import Counted, numbers
from desk.certificate_holders import Holders, here
from desk.certificate_lines import ReceiptLine, SlipLine
from desk.delegation import Names
from desk.editions import kept_receipts
from desk.house_rules import house_rule
from desk.register_parts import columns_of
from desk.stock import held, states_on
from models.blanks import Blank, BlankMove, Receipt, Slip
from rules.certificate_states import ACTS, LABELS, STOCK
from rules.number_lists import all_of, unbroken

# Codes of models.blanks.SLIPS.
_DRAW, _RETURN, _UP, _DESTROYED, _PUT_BACK = "1", "3", "5", "6", "7"
_WITHIN, _WHOLE = frozenset({_DRAW, _PUT_BACK}), frozenset({_UP, _DESTROYED})
_BY_ISSUING = "签发时领用"
_LOST_THERE = "对方遗失,记退回又记遗失"
_NO_RECEIPT = "没有入库单"
_STATES = tuple(sorted(STOCK))
_AFTER_ALL = 2**62  # of a line without an entry in the journal: the end of its day


@dataclass(frozen=True, slots=True)
class Balances:
    """How many blanks were there after each entry of the journal that changed it."""

    opening: int
    entries: list[tuple[date, int]]
    held: list[int]

    @classmethod
    def read(cls, session: Session, start: date) -> "Balances":
        """From a day on."""
        came = case((col(BlankMove.becomes).in_(_STATES), 1), else_=0)
        went = case((col(BlankMove.was).in_(_STATES), 1), else_=0)
        query = (
            select(col(BlankMove.moved_on), col(BlankMove.id), came - went)
            .where(col(BlankMove.moved_on) >= start, came != went)
            .order_by(col(BlankMove.moved_on), col(BlankMove.id))
        )
        now = held(states_on(session, start - timedelta(days=1)))
        found = cls(now, [], [])
        for on, entry, change in session.execute(query):
            now += change
            found.entries.append((on, entry))
            found.held.append(now)
        return found

    def after(self, on: date, entry: int | None) -> int:
        """What was left after an entry of a day, or at its end where there is none."""
        place = bisect_right(self.entries, (on, entry or _AFTER_ALL))
        return self.held[place - 1] if place else self.opening


def by_day(session: Session, table: Any, day: Any, start: date, last: date) -> Sequence[Any]:
    """The records of a period, as they were made on each day."""
    query = select(table).where(day.between(start, last)).order_by(day, table.id)
    return session.scalars(query).all()


def receipt_lines(
    session: Session, balances: Balances, start: date, last: date
) -> list[ReceiptLine]:
    """Bundles counted in, also those taken back since; what came or went without one."""
    placed = [
        *_bundles(session, balances, start, last),
        *_beside_bundles(session, balances, start, last),
    ]
    placed.sort(key=lambda each: (each[1].received_on, each[0]))
    return [line for _, line in placed]


def _bundles(
    session: Session, balances: Balances, start: date, last: date
) -> Iterator[tuple[int, ReceiptLine]]:
    """Each with its last entry in the journal; 0 where its numbers are another receipt's now."""
    kept = kept_receipts(session)
    came = dict(
        session.execute(
            select(col(Receipt.id), func.max(col(BlankMove.id)))
            .join(Blank, col(Blank.receipt_id) == col(Receipt.id))
            .join(BlankMove, col(BlankMove.blank_id) == col(Blank.id))
            .where(
                col(Receipt.received_on).between(start, last),
                col(BlankMove.moved_on) == col(Receipt.received_on),
                col(BlankMove.was).in_(("", "retracted")),
            )
            .group_by(col(Receipt.id))
        ).all()
    )
    fields = "received_on count first last missing edition supplier note_no carrier checked_by"
    named = Names(session)
    for receipt in by_day(session, Receipt, col(Receipt.received_on), start, last):
        entry = came.get(receipt.id, 0)
        line = ReceiptLine(
            **columns_of(receipt, fields),
            received_by=named(receipt.received_by, receipt.delegation_id) or None,
            stock=balances.after(receipt.received_on, entry),
            note="" if receipt.id in kept else LABELS["retracted"],
        )
        yield entry, line


def _beside_bundles(
    session: Session, balances: Balances, start: date, last: date
) -> Iterator[tuple[int, ReceiptLine]]:
    """What turned up later, what was retracted, and what is on the books without a receipt."""
    named, receipts = Names(session), session.scalars(select(Receipt)).all()
    fields = "edition supplier note_no"

    def beside(each: Counted) -> bool:
        return each.move.was not in {"", "retracted"} or each.blank.receipt_id is None

    for run in _runs(session, ("received",), start, last, beside):
        blank, move, end = run[0].blank, run[0].move, run[-1]
        came = _bundle(receipts, blank, move.moved_on)
        line = ReceiptLine(
            received_on=move.moved_on,
            count=sum(each.amount for each in run),
            first=blank.number,
            last=end.blank.number,
            missing=None,
            **(columns_of(came, fields) if came else dict.fromkeys(fields.split())),
            carrier=None,
            received_by=named(move.handler, move.delegation_id),
            checked_by=named(move.second, move.second_delegation_id) or None,
            stock=balances.after(move.moved_on, end.move.id),
            note=_how(move, came),
            words=move.reason,
        )
        yield end.move.id or 0, line


def _bundle(receipts: Iterable[Receipt], blank: Blank, on: date) -> Receipt | None:
    """The last one until a day with this number in its range: it may be another's by now."""
    if blank.receipt_id is None:
        return None
    having = [
        each
        for each in receipts
        if each.first <= blank.number <= each.last and each.received_on <= on
    ]
    return max(having, key=lambda each: (each.received_on, each.id or 0), default=None)


def _how(move: BlankMove, came: Receipt | None) -> str:
    if came is None:
        return _NO_RECEIPT
    act = ACTS["turn_up" if move.was == "short" else "retract"]
    return f"{act.label}({came.received_on}入库 {came.first} 起的一批)"


def _runs(
    session: Session,
    columns: Iterable[str],
    start: date,
    last: date,
    which: Callable[[Counted], bool],
) -> list[list[Counted]]:
    """Numbers counted in some columns, those that went one way together as unbroken ranges."""
    runs: list[list[Counted]] = []
    chosen = filter(which, numbers(session, columns, start, last))
    for each in sorted(chosen, key=lambda each: each.move.id or 0):
        if runs and _together(runs[-1][-1], each):
            runs[-1].append(each)
        else:
            runs.append([each])
    return runs


def _together(one: Counted, other: Counted) -> bool:
    """Whether a number follows another, moved alike on the same day by the same people."""
    same = "moved_on was becomes handler second reason delegation_id second_delegation_id"
    before, after = one.blank.number, other.blank.number
    return (
        columns_of(one.move, same) == columns_of(other.move, same)
        and before < after
        and len(unbroken((before, after))) == 1
    )


def slip_lines(session: Session, balances: Balances, start: date, last: date) -> list[SlipLine]:
    """Numbers that changed hands with a slip, or were drawn by issuing without one."""
    placed = [
        *_with_slip(session, balances, start, last),
        *_by_issuing(session, balances, start, last),
        *_lost_there(session, balances, start, last),
    ]
    placed.sort(key=lambda each: (each[1].done_on, each[0]))
    return [line for _, line in placed]


def _with_slip(
    session: Session, balances: Balances, start: date, last: date
) -> Iterator[tuple[int, SlipLine]]:
    """Each with its last entry in the journal."""
    query = (
        select(col(BlankMove.slip_id), col(BlankMove.id), col(Blank.number))
        .join(Blank, col(Blank.id) == col(BlankMove.blank_id))
        .join(Slip, col(Slip.id) == col(BlankMove.slip_id))
        .where(col(Slip.done_on).between(start, last))
        .order_by(col(Blank.number))
    )
    numbers: dict[int, list[str]] = {}
    ends: dict[int, int] = {}
    for slip_id, entry, number in session.execute(query):
        numbers.setdefault(slip_id, []).append(number)
        ends[slip_id] = max(entry, ends.get(slip_id, 0))
    fields = (
        "kind done_on done_at count first last carrier receiver checked_by witness"
        " method place letter_no remark"
    )
    named, ours, county = Names(session), here(session), house_rule(session, "cert_county")
    for slip in by_day(session, Slip, col(Slip.done_on), start, last):
        own, end = tuple(numbers.get(slip.id, ())), ends.get(slip.id)
        giver, taker = _sides(slip, ours)
        line = SlipLine(
            **columns_of(slip, fields),
            giver=giver,
            taker=taker,
            county=county,
            handler=named(slip.handler, slip.delegation_id),
            numbers=own,
            stock=balances.after(slip.done_on, end),
        )
        for each in [line] if slip.kind in _WHOLE else _split(line):
            yield end or _AFTER_ALL, each


def _sides(slip: Slip, ours: str) -> tuple[str, str | None]:
    """Which institution gave the numbers, and which took them."""
    if slip.kind == _RETURN:
        return slip.partner or "", ours
    return ours, slip.partner or (ours if slip.kind in _WITHIN else None)


def _split(line: SlipLine) -> Iterator[SlipLine]:
    """A line for each range; numbers that books before the journal did not keep stay as written."""
    if not line.numbers:
        yield line
    for own in _ranges(line.numbers):
        yield replace(line, count=len(own), first=own[0], last=own[-1], numbers=own)


def _by_issuing(
    session: Session, balances: Balances, start: date, last: date
) -> Iterator[tuple[int, SlipLine]]:
    """What reserving a number drew by itself, by day, hand and unbroken range."""
    query = (
        select(
            col(BlankMove.moved_on),
            col(BlankMove.handler),
            col(BlankMove.delegation_id),
            col(Blank.number),
            col(BlankMove.id),
        )
        .join(Blank, col(Blank.id) == col(BlankMove.blank_id))
        .where(
            col(BlankMove.moved_on).between(start, last),
            col(BlankMove.was) == "in_stock",
            col(BlankMove.becomes) == "drawn",
            col(BlankMove.slip_id).is_(None),
        )
    )
    drawn: dict[tuple[date, str], dict[str, int]] = {}
    named, ours, county = Names(session), here(session), house_rule(session, "cert_county")
    for on, handler, delegation_id, number, entry in session.execute(query):
        drawn.setdefault((on, named(handler, delegation_id)), {})[number] = entry
    for (on, handler), entries in drawn.items():
        for own in _ranges(entries):
            end = max(entries[number] for number in own)
            line = SlipLine(
                kind=_DRAW,
                giver=ours,
                taker=ours,
                county=county,
                done_on=on,
                done_at=None,
                count=len(own),
                first=own[0],
                last=own[-1],
                carrier=None,
                receiver=handler,
                checked_by=None,
                witness=None,
                method=None,
                place=None,
                letter_no=None,
                remark=_BY_ISSUING,
                handler=handler,
                numbers=own,
                stock=balances.after(on, end),
            )
            yield end, line


def _lost_there(
    session: Session, balances: Balances, start: date, last: date
) -> Iterator[tuple[int, SlipLine]]:
    """What another institution lost: it counts as come back and lost, and there is no slip."""

    def lost(each: Counted) -> bool:
        return each.move.becomes == "lost"

    named, ours, county = Names(session), here(session), house_rule(session, "cert_county")
    runs = _runs(session, ("returned",), start, last, lost)
    units = Holders(session, [each.move for run in runs for each in run])
    for run in runs:
        move, own, end = run[0].move, tuple(each.blank.number for each in run), run[-1].move.id
        line = SlipLine(
            kind=_RETURN,
            giver=units(move),
            taker=ours,
            county=county,
            done_on=move.moved_on,
            done_at=None,
            count=len(own),
            first=own[0],
            last=own[-1],
            carrier=None,
            receiver=None,
            checked_by=None,
            witness=None,
            method=None,
            place=None,
            letter_no=None,
            remark=_LOST_THERE,
            handler=named(move.handler, move.delegation_id),
            numbers=own,
            stock=balances.after(move.moved_on, end),
        )
        yield end or _AFTER_ALL, line


def _ranges(numbers: Iterable[str]) -> Iterator[tuple[str, ...]]:
    return map(all_of, unbroken(numbers))
