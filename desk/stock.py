"""The stock of certificate blanks: states, and the equation of any period.

Closing = opening + received + returned - issued - void - lost - transferred - handed back. Opening
and closing are counted from where the numbers are, less what moved since the day; the flows from
what each move counts as. That proves nothing by itself: ``balanced`` says as well that every number
is where its last move led, and that each move since the period began is of a number on the books,
begins where the one before it ended and is not before it in time. Then going backwards from today
comes to the same as going forwards from the first bundle.
Source: 出生医学证明管理使用情况统计表.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from desk.certificate_flows import flows
from desk.context import Desk
from models.blanks import Blank, BlankMove
from rules.certificate_states import STATES, STOCK
from rules.certificate_table import Table

# As a table: the sessions' "this centre only" would have the planner look a move up by its day.
MOVES = BlankMove.__table__  # type: ignore[attr-defined]  # SQLModel declares it on no class


@dataclass(frozen=True, slots=True)
class Stock:
    """A period's stock account; ``states`` counts the numbers by state at its end."""

    states: dict[str, int]
    opening: int
    received: int
    returned: int
    issued: int
    void: int
    lost: int
    transferred: int
    handed_back: int
    closing: int
    balanced: bool

    def as_json(self) -> dict[str, object]:
        """The account as programs read it."""
        return asdict(self)


def stock(desk: Desk, start: date | None = None, end: date | None = None) -> Stock:
    """The account from ``start`` to ``end``, both included; all time until today by default."""
    end = end or desk.today
    with desk.reading("stock.read") as session:
        account = account_of(session, start, end)
    table = account.table
    return Stock(
        states={state: account.states[state] for state in STATES},
        opening=table.opening,
        received=table.received,
        returned=table.returned,
        issued=table.issued,
        void=table.void - table.lost,
        lost=table.lost,
        transferred=table.transferred,
        handed_back=table.handed_back,
        closing=account.on_books,
        balanced=account.balanced,
    )


@dataclass(frozen=True, slots=True)
class Account:
    """A period's table without its births, and how many numbers stand in each state at its end.

    ``broken`` says that some number is not where its moves lead, or that they do not join up.
    """

    table: Table
    states: Counter[str]
    broken: bool

    @property
    def on_books(self) -> int:
        """What the books hold at the end."""
        return held(self.states)

    @property
    def balanced(self) -> bool:
        """Whether the flows and the numbers tell the same story."""
        return not self.broken and self.table.closing == self.on_books


def account_of(session: Session, start: date | None, end: date) -> Account:
    """The account of a period, as the books tell it."""
    opening = held(states_on(session, start - timedelta(days=1))) if start else 0
    table = Table(opening=opening, **flows(session, start, end))
    broken = bool(misplaced(session, most=1) or disjoined(session, start, most=1))
    return Account(table, states_on(session, end), broken)


def held(states: Counter[str]) -> int:
    """How many of them are stock."""
    return sum(states[state] for state in STOCK)


def states_on(session: Session, day: date) -> Counter[str]:
    """How many numbers stood in each state at the end of a day: as now, less what moved since."""
    now = select(col(Blank.state), func.count()).group_by(col(Blank.state))
    found = Counter(dict(session.execute(now).all()))
    step = col(BlankMove.was), col(BlankMove.becomes)
    since = select(*step, func.count()).where(col(BlankMove.moved_on) > day).group_by(*step)
    for was, becomes, count in session.execute(since):
        found[becomes] -= count
        found[was] += count
    return found


def held_on(session: Session, day: date) -> Sequence[Any]:
    """Number, day it came there, state and who moved it, of those in stock on a day."""
    query = (
        select(
            col(Blank.number),
            col(BlankMove.moved_on),
            col(BlankMove.becomes),
            col(BlankMove.handler),
        )
        .join(BlankMove, col(BlankMove.id) == last_move(day))
        .where(may_have_been(day, STOCK), col(BlankMove.becomes).in_(STOCK))
        .order_by(col(Blank.number))
    )
    return session.execute(query).all()


def last_move(day: date) -> Any:
    """The id of a number's last move until a day."""
    move = MOVES.alias()
    last = (
        select(move.c.id)
        .where(move.c.blank_id == col(Blank.id), move.c.moved_on <= day)
        .order_by(move.c.id.desc())
        .limit(1)
    )
    return last.correlate(Blank).scalar_subquery()


def may_have_been(day: date, states: Iterable[str]) -> Any:
    """Whether a number is in some states now or moved since a day: no other was in them then."""
    move = aliased(BlankMove)
    since = select(col(move.blank_id)).where(col(move.moved_on) > day)
    return or_(col(Blank.state).in_(tuple(states)), col(Blank.id).in_(since))


def misplaced(session: Session, most: int = -1) -> frozenset[str]:
    """Numbers that are not where their last move led.

    Args:
        session: of one centre, or of none for all of the file.
        most: so many are enough; -1 for all.
    """
    move = aliased(BlankMove)
    end = (
        select(col(move.becomes))
        .where(col(move.blank_id) == col(Blank.id))
        .order_by(col(move.id).desc())
        .limit(1)
    )
    wrong = select(col(Blank.number)).where(
        col(Blank.state).is_distinct_from(end.scalar_subquery())
    )
    return frozenset(session.scalars(wrong.limit(most)))


def disjoined(session: Session, start: date | None = None, most: int = -1) -> frozenset[str]:
    """Numbers whose moves do not follow each other; "" for one that is not on the books at all.

    Args:
        session: of one centre, or of none for all of the file.
        start: two moves that are both before it stay as they were; None for every move there is.
        most: so many are enough; -1 for all.
    """
    move, before, each, recent = MOVES.alias(), MOVES.alias(), MOVES.alias(), aliased(BlankMove)
    since = start or date.min
    last = select(func.max(each.c.id)).where(
        each.c.blank_id == move.c.blank_id, each.c.id < move.c.id
    )
    wrong = (
        select(func.coalesce(col(Blank.number), ""))
        .select_from(move)
        .join(before, before.c.id == last.scalar_subquery(), isouter=True)
        .join(Blank, col(Blank.id) == move.c.blank_id, isouter=True)
        .where(
            move.c.blank_id.in_(select(col(recent.blank_id)).where(col(recent.moved_on) >= since)),
            or_(move.c.moved_on >= since, before.c.moved_on >= since),
            or_(
                col(Blank.id).is_(None),
                move.c.was != func.coalesce(before.c.becomes, ""),
                move.c.moved_on < before.c.moved_on,
                move.c.moved_on.is_distinct_from(func.date(move.c.moved_on)),
            ),
        )
    )
    return frozenset(session.scalars(wrong.limit(most)))
