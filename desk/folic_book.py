"""The folic-acid stock by batch: what came, went to women, was scrapped or counted, what is left.

The balance is never stored: it is read off the movements by their days (``rules.folic``), so that
a handout typed a week late leaves the same book as one typed at once.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from desk.context import Desk
from desk.house_rules import house_rules
from models.folic import (
    COUNTED,
    RECEIVED,
    SCRAPPED,
    FolicBatch,
    FolicCourse,
    FolicHandout,
    FolicMove,
)
from models.people import Person
from rules import folic as rules
from rules.folic import Balance, Move, balances

_KINDS = {RECEIVED: rules.IN, SCRAPPED: rules.SCRAPPED, COUNTED: rules.COUNTED}
HANDED = "handed"  # the kind of a line of the book that is a handout


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch and its account: left = received - handed - scrapped + difference."""

    id: int
    version: int
    number: str
    expires_on: date
    received: int
    handed: int
    scrapped: int
    difference: int
    left: int
    counted_on: date | None
    expired: bool
    expires_soon: bool


@dataclass(frozen=True, slots=True)
class BookLine:
    """A line of the stock book, ``left`` in its batch; ``table`` and ``id`` say which record.

    ``kind`` is a code of ``MOVE_FIELDS`` or ``HANDED``; ``who`` is the supplier or the woman.
    """

    day: date
    kind: str
    batch: str
    bottles: int
    difference: int
    left: int
    who: str
    cause: str
    table: str
    id: int
    batch_id: int
    owner_id: int  # the batch; of a handout the course
    person_id: int | None
    handler: str


def batches(desk: Desk) -> tuple[BatchView, ...]:
    """Every batch with its account, the first to expire first."""
    with desk.reading() as session:
        return batches_in(session, desk.today)


def batches_in(session: Session, today: date) -> tuple[BatchView, ...]:
    """The same, in a session."""
    warned = today + timedelta(days=house_rules(session).folic_expiry_days)
    moves = moves_of(session)
    found = []
    order = select(FolicBatch).order_by(col(FolicBatch.expires_on), col(FolicBatch.id))
    for batch in session.exec(order):
        lines = list(balances(moves[batch.id or 0]))
        found.append(
            BatchView(
                id=batch.id or 0,
                version=batch.version,
                number=batch.number,
                expires_on=batch.expires_on,
                received=_sum(lines, rules.IN),
                handed=_sum(lines, rules.OUT),
                scrapped=_sum(lines, rules.SCRAPPED),
                difference=sum(line.difference for line in lines),
                left=lines[-1].left if lines else 0,
                counted_on=max(
                    (line.move.day for line in lines if line.move.kind == rules.COUNTED),
                    default=None,
                ),
                expired=batch.expires_on < today,
                expires_soon=today <= batch.expires_on <= warned,
            )
        )
    return tuple(found)


def book(desk: Desk, batch_id: int | None = None) -> tuple[BookLine, ...]:
    """Every movement, or those of a batch, with what was left of it; the newest first."""
    with desk.reading() as session:
        return tuple(reversed(book_in(session, batch_id)))  # of one day: in the order of the book


def book_in(session: Session, batch_id: int | None = None) -> list[BookLine]:
    """The same in a session, the oldest first."""
    return sorted(_book(session, batch_id), key=lambda line: line.day)


def moves_of(session: Session, batch_id: int | None = None) -> dict[int, list[Move]]:
    """The movements by batch, handouts among them."""
    moved = columns(
        col(FolicMove.batch_id),
        col(FolicMove.moved_on),
        col(FolicMove.kind),
        col(FolicMove.bottles),
        col(FolicMove.id),
    )
    handed = columns(
        col(FolicHandout.batch_id),
        col(FolicHandout.given_on),
        col(FolicHandout.bottles),
        col(FolicHandout.id),
    )
    if batch_id is not None:
        moved = moved.where(col(FolicMove.batch_id) == batch_id)
        handed = handed.where(col(FolicHandout.batch_id) == batch_id)
    found: dict[int, list[Move]] = defaultdict(list)
    for batch, day, kind, bottles, number in session.execute(moved):
        found[batch].append(Move(day, _KINDS[kind], bottles, number or 0))
    for batch, day, bottles, number in session.execute(handed):
        found[batch].append(Move(day, rules.OUT, bottles, number or 0))
    return found


def _sum(lines: Sequence[Balance], kind: int) -> int:
    return sum(line.move.bottles for line in lines if line.move.kind == kind)


def _book(session: Session, only: int | None) -> list[BookLine]:
    told = {(_KINDS[each.kind], each.id): each for each in session.exec(select(FolicMove)).all()}
    women = {
        handout.id: (handout, course, person)
        for handout, course, person in session.exec(
            select(FolicHandout, FolicCourse, Person)
            .join(FolicCourse, col(FolicCourse.id) == col(FolicHandout.course_id))
            .join(Person, col(Person.id) == col(FolicCourse.person_id))
        )
    }
    numbers = dict(session.exec(select(FolicBatch.id, FolicBatch.number)).all())
    lines = []
    for batch_id, moves in moves_of(session, only).items():
        for line in balances(moves):
            did = line.move
            of_woman = women[did.id] if did.kind == rules.OUT else None
            kept = None if of_woman else told[did.kind, did.id]
            lines.append(
                BookLine(
                    day=did.day,
                    kind=kept.kind if kept else HANDED,
                    batch=numbers[batch_id],
                    bottles=did.bottles,
                    difference=line.difference,
                    left=line.left,
                    who=of_woman[2].name if of_woman else (kept and kept.partner) or "",
                    cause=(kept and kept.cause) or "",
                    table="folic_handouts" if of_woman else "folic_moves",
                    id=did.id,
                    batch_id=batch_id,
                    owner_id=of_woman[1].id or 0 if of_woman else batch_id,
                    person_id=of_woman[2].id if of_woman else None,
                    handler=(of_woman[0].giver if of_woman else kept and kept.handler) or "",
                )
            )
    return lines
