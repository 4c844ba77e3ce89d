"""The stock of certificate blanks: states, and the equation of any period.

Closing = opening + received + returned - issued - void - lost - transferred - handed back. Opening
and closing are counted from where each number stood on the day, the flows from its moves, and the
states from the numbers themselves; ``balanced`` says that the three tell the same story.
Source: 出生医学证明管理使用情况统计表.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlmodel import Session, col

from desk.certificate_flows import flows
from desk.context import Desk
from models.blanks import Blank, BlankMove
from rules.certificate_states import STATES, STOCK
from rules.certificate_table import Table


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
        states = states_on(session, end)
    table = account.table
    return Stock(
        states={state: states[state] for state in STATES},
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
    """A period's table without its births, and what the books hold at its end.

    ``broken`` says that some number's moves do not lead to where it is.
    """

    table: Table
    on_books: int
    broken: bool

    @property
    def balanced(self) -> bool:
        """Whether the flows and the numbers tell the same story."""
        return not self.broken and self.table.closing == self.on_books


def account_of(session: Session, start: date | None, end: date) -> Account:
    """The account of a period, as the books tell it."""
    opening = _held(states_on(session, start - timedelta(days=1))) if start else 0
    table = Table(opening=opening, **flows(session, start, end))
    return Account(table, _held(states_on(session, end)), _broken(session))


def _held(states: Counter[str]) -> int:
    return sum(states[state] for state in STOCK)


def states_on(session: Session, day: date) -> Counter[str]:
    """How many numbers stood in each state at the end of a day."""
    moves = _last_moves(day)
    counted = select(moves.c.state, func.count()).where(moves.c.place == 1).group_by(moves.c.state)
    return Counter(dict(session.execute(counted).all()))


def held_on(session: Session, day: date, states: Iterable[str] = STOCK) -> Sequence[Any]:
    """Number, day it came there, state and who moved it, of those in some states on a day."""
    moves = _last_moves(day)
    query = (
        select(col(Blank.number), moves.c.moved_on, moves.c.state, moves.c.handler)
        .join(moves, moves.c.blank_id == col(Blank.id))
        .where(moves.c.place == 1, moves.c.state.in_(tuple(states)))
        .order_by(col(Blank.number))
    )
    return session.execute(query).all()


def _last_moves(day: date) -> Any:
    """Each number's moves until the end of a day; the last has place 1."""
    place = func.row_number().over(
        partition_by=col(BlankMove.blank_id),
        order_by=col(BlankMove.id).desc(),
    )
    return (
        select(
            col(BlankMove.blank_id),
            col(BlankMove.becomes).label("state"),
            col(BlankMove.moved_on),
            col(BlankMove.handler),
            place.label("place"),
        )
        .where(col(BlankMove.moved_on) <= day)
        .subquery()
    )


def _broken(session: Session) -> bool:
    """Whether a number's moves do not follow on each other or do not lead to its state."""
    number, order = col(BlankMove.blank_id), col(BlankMove.id)
    chain = select(
        number.label("blank_id"),
        col(BlankMove.was).label("was"),
        col(BlankMove.becomes).label("becomes"),
        func.lag(col(BlankMove.becomes), 1, "")
        .over(partition_by=number, order_by=order)
        .label("came_from"),
        func.lead(order).over(partition_by=number, order_by=order).label("next_move"),
    ).subquery()
    last = and_(chain.c.blank_id == col(Blank.id), chain.c.next_move.is_(None))
    wrong_end = (
        select(col(Blank.id))
        .join(chain, last, isouter=True)
        .where(or_(chain.c.becomes.is_(None), chain.c.becomes != col(Blank.state)))
        .limit(1)
    )
    wrong_link = select(chain.c.blank_id).where(chain.c.was != chain.c.came_from).limit(1)
    return any(session.execute(query).first() is not None for query in (wrong_end, wrong_link))
