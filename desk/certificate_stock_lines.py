"""Receipts and slips of a period as lines of their registers, each with what was left after it.

A line has one unbroken range of numbers: a slip of several is as many lines. Only what went up or
was destroyed, often single numbers of many bundles, is a line for its slip.

The balance follows the journal: by day, and of one day in the order of its entries.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from desk.certificate_holders import here
from desk.certificate_lines import ReceiptLine, SlipLine
from desk.delegation import Names
from desk.house_rules import house_rule
from desk.register_parts import columns_of
from desk.stock import held, states_on
from desk.stock_book import kept_receipts
from models.blanks import Blank, BlankMove, Receipt, Slip
from rules.certificate_states import STOCK
from rules.number_lists import all_of, unbroken

# Codes of models.blanks.SLIPS.
_DRAW, _RETURN, _UP, _DESTROYED, _PUT_BACK = "1", "3", "5", "6", "7"
_WITHIN, _WHOLE = frozenset({_DRAW, _PUT_BACK}), frozenset({_UP, _DESTROYED})
_BY_ISSUING = "签发时领用"
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
) -> Iterator[ReceiptLine]:
    """Bundles counted in, also those taken back since."""
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
        yield ReceiptLine(
            **columns_of(receipt, fields),
            received_by=named(receipt.received_by, receipt.delegation_id) or None,
            stock=balances.after(receipt.received_on, came.get(receipt.id)),
            retracted=receipt.id not in kept,
        )


def slip_lines(session: Session, balances: Balances, start: date, last: date) -> list[SlipLine]:
    """Numbers that changed hands with a slip, or were drawn by issuing without one."""
    placed = [
        *_with_slip(session, balances, start, last),
        *_by_issuing(session, balances, start, last),
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


def _ranges(numbers: Iterable[str]) -> Iterator[tuple[str, ...]]:
    return map(all_of, unbroken(numbers))
