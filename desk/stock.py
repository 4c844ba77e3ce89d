"""The stock of certificate blanks: states, and the equation of any period.

Closing = opening + received + returned - issued - void - lost - transferred - handed back. Opening
and closing are counted from where the numbers are, less what moved since the day; the flows from
what each move counts as. ``balanced`` says that both tell the same story, and that every number is
where its moves led it.
Source: 出生医学证明管理使用情况统计表.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, or_, select, true
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

    ``broken`` says that some number's moves do not lead to where it is.
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
    return Account(table, states_on(session, end), bool(misplaced(session, start, most=1)))


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


def misplaced(session: Session, start: date | None = None, most: int = -1) -> frozenset[str]:
    """Numbers that are not where their last move led, or of which a move skips a link.

    What moved before ``start`` stays as it was: only moves since then are looked at for links.

    Args:
        session: of one centre, or of none for all of the file.
        start: None for every move there is.
        most: so many of either kind are enough; -1 for all.
    """
    move, earlier = aliased(BlankMove), aliased(BlankMove)
    end = (
        select(col(move.becomes))
        .where(col(move.blank_id) == col(Blank.id))
        .order_by(col(move.id).desc())
        .limit(1)
    )
    came_from = (
        select(col(earlier.becomes))
        .where(col(earlier.blank_id) == col(move.blank_id), col(earlier.id) < col(move.id))
        .order_by(col(earlier.id).desc())
        .limit(1)
    )
    wrong_end = select(col(Blank.number)).where(
        col(Blank.state).is_distinct_from(end.scalar_subquery())
    )
    wrong_link = (
        select(col(Blank.number))
        .join(move, col(move.blank_id) == col(Blank.id))
        .where(
            col(move.moved_on) >= start if start else true(),
            col(move.was) != func.coalesce(came_from.scalar_subquery(), ""),
        )
    )
    found = (session.scalars(query.limit(most)) for query in (wrong_end, wrong_link))
    return frozenset(number for numbers in found for number in numbers)
