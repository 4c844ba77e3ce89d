"""The stock of certificate blanks: states, and the equation of any period.

Closing = opening + received + returned - issued - void - lost - transferred - handed back. Opening
and closing are counted from where each number stood on the day, the flows from its moves, and the
states from the numbers themselves; ``balanced`` says that the three tell the same story.
Source: 出生医学证明管理使用情况统计表.
"""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from sqlalchemy import and_, func, or_, select, true
from sqlmodel import Session, col

from desk.context import Desk
from models.blanks import Blank, BlankMove
from rules.certificate_states import STATES, STOCK

_FLOW = {
    "issued": "issued",
    "recalled": "issued",
    "declared": "issued",
    "void": "void",
    "handed_up": "void",
    "destroyed": "void",
    "lost": "lost",
    "transferred": "transferred",
    "handed_back": "handed_back",
}
_OUTSIDE = frozenset({"", "short"})  # not on the books yet, or missing when the bundle was opened


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
        before = _states(session, start - timedelta(days=1)) if start else Counter[str]()
        after = _states(session, end)
        flows = _flows(session, start, end)
        faults = _broken(session)
    opening = sum(before[state] for state in STOCK)
    closing = sum(after[state] for state in STOCK)
    coming = flows["received"] + flows["returned"]
    going = sum(flows[name] for name in set(_FLOW.values()))
    return Stock(
        states={state: after[state] for state in STATES},
        opening=opening,
        closing=closing,
        balanced=not faults and opening + coming - going == closing,
        **{name: flows[name] for name in ("received", "returned", *dict.fromkeys(_FLOW.values()))},
    )


def _states(session: Session, day: date) -> Counter[str]:
    """How many numbers stood in each state at the end of a day."""
    place = func.row_number().over(
        partition_by=col(BlankMove.blank_id),
        order_by=col(BlankMove.id).desc(),
    )
    moves = (
        select(col(BlankMove.becomes).label("state"), place.label("place"))
        .where(col(BlankMove.moved_on) <= day)
        .subquery()
    )
    counted = select(moves.c.state, func.count()).where(moves.c.place == 1).group_by(moves.c.state)
    return Counter(dict(session.execute(counted).all()))


def _flows(session: Session, start: date | None, end: date) -> Counter[str]:
    """What came and went. A move back into stock (un-void) is taken off where it happened."""
    day = col(BlankMove.moved_on)
    since = day >= start if start else true()
    moves = (
        select(col(BlankMove.was), col(BlankMove.becomes), func.count())
        .where(since, day <= end)
        .group_by(col(BlankMove.was), col(BlankMove.becomes))
    )
    flows: Counter[str] = Counter()
    for was, becomes, count in session.execute(moves):
        left, entered = _FLOW.get(was), _FLOW.get(becomes)
        if left == entered and was not in _OUTSIDE:
            continue
        if was in _OUTSIDE:
            flows["received"] += count if becomes not in _OUTSIDE else 0
        elif left == "transferred":
            flows["returned"] += count
        elif left:
            flows[left] -= count
        if entered:
            flows[entered] += count
    return flows


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
