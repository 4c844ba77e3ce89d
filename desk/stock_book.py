"""What the stock room shows: where the numbers are, the receipts and slips, whether it lasts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, case, func, or_
from sqlmodel import Session, col, select

from desk.context import Desk, load
from desk.delegation import Names
from desk.editions import in_use, kept_receipts
from desk.house_rules import house_rule
from models.blanks import Blank, BlankMove, Receipt, Slip
from rules.certificate import CertificateRange
from rules.certificate_states import ACTS, OLD_EDITION, STATES, STOCK
from rules.number_lists import unbroken

# Shown by their ranges; what was issued or is gone for good is only counted.
_IN_HAND = ("in_stock", "drawn", "reserved", "printed")
HELD = (*_IN_HAND, "short", "transferred", "void", "void_lost", "lost")
RECEIPT, SLIP = "receipt", "slip"
TRANSFER = "2"  # code of models.blanks.SLIPS
PACE_DAYS, PACE_MONTHS = 183, 6


@dataclass(frozen=True, slots=True)
class Place:
    """The numbers in one state: how many, and by range where somebody may look for them."""

    state: str
    count: int
    ranges: tuple[CertificateRange, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A receipt or a slip: ``kind`` is that of the slip, "" for a receipt.

    ``handler`` stands with the letter of the delegation worked under.
    """

    table: str
    id: int
    kind: str
    day: date
    first: str
    last: str
    count: int
    missing: str
    partner: str
    carrier: str
    receiver: str
    checked_by: str
    handler: str
    letter_no: str
    retracted: bool = False  # a receipt taken off the books


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A number of a receipt or slip, and where it is now."""

    number: str
    state: str
    since: date


@dataclass(frozen=True, slots=True)
class LowStock:
    """What is left, and for how many months it lasts (in tenths) at the pace of late."""

    left: int
    used: int
    lasts_tenths: int


def places(desk: Desk) -> tuple[Place, ...]:
    """Where the numbers are, in the order of the states; empty states are left out."""
    with desk.reading("stock.read") as session:
        counts = dict(
            session.execute(select(col(Blank.state), func.count()).group_by(col(Blank.state))).all()
        )
        ranges = {state: in_state(session, state) for state in HELD if counts.get(state)}
    return tuple(
        Place(state, counts[state], ranges.get(state, ())) for state in STATES if counts.get(state)
    )


def in_state(session: Session, *states: str) -> tuple[CertificateRange, ...]:
    """The numbers in some states as ranges."""
    query = select(Blank.number).where(col(Blank.state).in_(states))
    return unbroken(session.exec(query))


def in_order(desk: Desk, state: str = "in_stock", act: str = "") -> tuple[str, ...]:
    """The numbers in a state as they are to be used: the oldest bundle first.

    With an act that old paper is refused for, without those of an edition out of use.
    """
    query = select(Blank.number).where(Blank.state == state)
    with desk.reading("stock.read") as session:
        if act and ACTS[act].in_use:
            query = query.where(in_use(session))
        return tuple(session.exec(query.order_by(col(Blank.receipt_id), col(Blank.number))))


def sent_last(desk: Desk) -> str:
    """The institution blanks were last passed on to; "" for none."""
    query = select(Slip.partner).where(Slip.kind == TRANSFER)
    with desk.reading("stock.read") as session:
        found = session.exec(query.order_by(col(Slip.id).desc()).limit(1)).first()
    return found or ""


def papers(desk: Desk) -> tuple[Paper, ...]:
    """Every receipt and slip, the newest first."""
    with desk.reading("stock.read") as session:
        slips = session.exec(select(Slip)).all()
        ends = _ends(session, [slip.id or 0 for slip in slips])
        kept, named = kept_receipts(session), Names(session)
        receipts = session.exec(select(Receipt))
        found = [_of_receipt(each, named, kept=each.id in kept) for each in receipts]
        found += [_of_slip(slip, named, *ends.get(slip.id or 0, ("", ""))) for slip in slips]
    return tuple(sorted(found, key=lambda paper: (paper.day, paper.table, paper.id), reverse=True))


def paper(desk: Desk, table: str, record_id: int) -> tuple[Paper, tuple[NumberLine, ...]]:
    """One of them with its numbers, each where it is now."""
    with desk.reading("stock.read") as session:
        if table == RECEIPT:
            receipt = load(session, Receipt, record_id)
            kept = record_id in kept_receipts(session)
            head = _of_receipt(receipt, Names(session), kept=kept)
            # One retracted may have come with another receipt since: its range says which it had.
            own = col(Blank.number).between(receipt.first, receipt.last)
        else:
            slip = load(session, Slip, record_id)
            ends = _ends(session, [record_id]).get(record_id, ("", ""))
            head = _of_slip(slip, Names(session), *ends)
            moved = select(BlankMove.blank_id).where(BlankMove.slip_id == record_id)
            own = col(Blank.id).in_(moved)
        # By the last move and not the latest day, which would be sought among all days.
        since = (
            select(col(BlankMove.moved_on))
            .where(BlankMove.blank_id == Blank.id)
            .order_by(col(BlankMove.id).desc())
            .limit(1)
            .scalar_subquery()
        )
        rows = session.execute(
            select(col(Blank.number), col(Blank.state), since).where(own).order_by(Blank.number)
        )
        return head, tuple(NumberLine(*row) for row in rows)


def low_stock(desk: Desk) -> LowStock | None:
    """The stock, if it will soon be used up at the pace of the last six months; else None.

    Without a blank left it is told whatever the pace, where any was ever issued.
    """
    with desk.reading("stock.read") as session:
        here = select(func.count()).select_from(Blank).where(col(Blank.state).in_(STOCK))
        left = session.exec(here.where(in_use(session))).one()
        began: date | None = session.exec(select(func.min(BlankMove.moved_on))).one()
        if began is None:
            return None
        used = _used(session, desk.today - timedelta(days=PACE_DAYS), desk.today)
        limit = house_rule(session, "cert_low_stock_months")
        issued = select(BlankMove.id).where(BlankMove.becomes == "issued").limit(1)
        if not left and (used or session.exec(issued).first()):
            return LowStock(0, used, 0)
    months = max(1, min(PACE_MONTHS, (desk.today - began).days * PACE_MONTHS // PACE_DAYS + 1))
    if left * months >= used * limit:
        return None
    return LowStock(left, used, left * months * 10 // used)


def used_in(session: Session, year: int) -> int:
    """Blanks a year used up: issued, void, lost, passed on; an old edition's end is no use."""
    return _used(session, date(year - 1, 12, 31), date(year, 12, 31))


def used_lately(session: Session, today: date) -> int:
    """Blanks the twelve months up to a day used up."""
    return _used(session, today - timedelta(days=365), today)


def _used(session: Session, after: date, until: date) -> int:
    was, becomes = col(BlankMove.was), col(BlankMove.becomes)
    old = func.coalesce(BlankMove.cause, "") == OLD_EDITION
    spent = and_(was.in_(STOCK), becomes.in_(("issued", "void", "lost", "transferred")), ~old)
    again = and_(was.in_(("void", "transferred")), becomes == "in_stock")
    one = case((spent, 1), (again, -1), else_=0)
    query = select(func.coalesce(func.sum(one), 0)).where(
        col(BlankMove.moved_on) > after, col(BlankMove.moved_on) <= until, or_(spent, again)
    )
    used: int = session.exec(query).one()
    return max(0, used)


def _ends(session: Session, slip_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The first and last number of slips."""
    query = (
        select(BlankMove.slip_id, func.min(Blank.number), func.max(Blank.number))
        .join(Blank, col(Blank.id) == col(BlankMove.blank_id))
        .where(col(BlankMove.slip_id).in_(slip_ids))
        .group_by(col(BlankMove.slip_id))
    )
    return {slip_id or 0: (first, last) for slip_id, first, last in session.execute(query)}


def _of_receipt(receipt: Receipt, named: Names, *, kept: bool) -> Paper:
    """``kept``: whether it still counts."""
    receiver = named(receipt.received_by, receipt.delegation_id)
    return Paper(
        table=RECEIPT,
        id=receipt.id or 0,
        kind="",
        day=receipt.received_on,
        first=receipt.first,
        last=receipt.last,
        count=receipt.count,
        missing=receipt.missing or "",
        partner=receipt.supplier or "",
        carrier=receipt.carrier or "",
        receiver=receiver,
        checked_by=receipt.checked_by,
        handler=receiver,
        letter_no=receipt.note_no or "",
        retracted=not kept,
    )


def _of_slip(slip: Slip, named: Names, first: str, last: str) -> Paper:
    return Paper(
        table=SLIP,
        id=slip.id or 0,
        kind=slip.kind,
        day=slip.done_on,
        first=first,
        last=last,
        count=slip.count,
        missing="",
        partner=slip.partner or "",
        carrier=slip.carrier or "",
        receiver=slip.receiver or "",
        checked_by=slip.checked_by or "",
        handler=named(slip.handler, slip.delegation_id),
        letter_no=slip.letter_no or "",
    )
