"""What every move of a number counts as: the one source of the stock equation and of the table.

The move says where a number went; its void says why, the certificate of which kind it is and the
application who attended a birth outside. Books and registers read in say a void's reason in words
only, a number moved without a certificate is a first issue.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.blanks import Blank, BlankMove
from models.certificate import FIRST, Application, Issue
from rules.certificate_states import FOUND_AGAIN, OLD_EDITION, STOCK
from rules.certificate_table import columns_of
from rules.void_words import void_cause

_Void = aliased(BlankMove)  # the void an un-void takes back
_Voids = aliased(BlankMove)
_MOVE = (col(BlankMove.was), col(BlankMove.becomes), col(BlankMove.cause), col(BlankMove.reason))
_UNDOES = (col(_Void.was), col(_Void.becomes), col(_Void.cause), col(_Void.reason))
_PAPER = (col(Issue.kind), col(Application.attended))
_STATES = tuple(sorted(STOCK))


@dataclass(frozen=True, slots=True)
class Counted:
    """One number in one column: ``amount`` is 1, or -1 where the move takes back.

    ``cause`` is of the move, or of the void it undoes.
    """

    column: str
    amount: int
    move: BlankMove
    cause: str | None
    blank: Blank
    issue: Issue | None


def flows(session: Session, start: date | None, end: date) -> Counter[str]:
    """How much each column of the table moved from ``start`` to ``end``, both included.

    Beside the columns: ``old_edition``, a part of ``other_void``.
    """
    keys = (*_MOVE, *_UNDOES, *_PAPER)
    counted = _moves(select(*keys, func.count()), start, end).group_by(*keys)
    found: Counter[str] = Counter()
    for row in session.execute(counted):
        for column, amount in _columns(tuple(row[:4]), tuple(row[4:8]), *row[8:10]):
            found[column] += amount * row[10]
            if column == "other_void" and _cause(tuple(row[:4]), tuple(row[4:8])) == OLD_EDITION:
                found["old_edition"] += amount * row[10]
    return found


def numbers(session: Session, columns: Iterable[str], start: date, end: date) -> Iterator[Counted]:
    """The numbers that some columns count, by day and number."""
    wanted = frozenset(columns)
    query: Any = (
        _moves(select(BlankMove, Blank, Issue, *_PAPER, *_UNDOES), start, end)
        .join(Blank, col(Blank.id) == col(BlankMove.blank_id))
        .order_by(col(BlankMove.moved_on), col(Blank.number), col(BlankMove.id))
    )
    for move, blank, issue, kind, attended, *undoes in session.execute(query):
        told = (move.was, move.becomes, move.cause, move.reason)
        for column, amount in _columns(told, undoes, kind, attended):
            if column in wanted:
                yield Counted(column, amount, move, _cause(told, undoes), blank, issue)


def cause_of(was: str | None, becomes: str, cause: str | None, words: str | None) -> str | None:
    """Why a number became void, as a code: what older books only wrote is understood.

    >>> cause_of("printed", "void", None, "打印错误"), cause_of("lost", "void", None, "在柜底")
    ('1', '6')
    """
    if becomes != "void":
        return cause
    if was == "lost":
        return FOUND_AGAIN
    return cause or void_cause(words or "")


def _cause(move: Any, undoes: Any) -> str | None:
    """Of the move, or of the void it undoes."""
    return cause_of(*(undoes if move[0] == "void" else move))


def _columns(
    move: Any, undoes: Any, kind: str | None, attended: str | None
) -> tuple[tuple[str, int], ...]:
    cause = _cause(move, undoes)
    return columns_of(move[0], move[1], cause=cause, kind=kind or FIRST, attended=attended)


def _moves(query: Any, start: date | None, end: date) -> Any:
    """The moves of a period that may count, each with the void it undoes and its certificate.

    A move between two places of the stock counts nowhere, and those are most of them.
    """
    day = col(BlankMove.moved_on)
    before = (
        select(func.max(col(_Voids.id)))
        .where(
            col(_Voids.blank_id) == col(BlankMove.blank_id),
            col(_Voids.becomes) == "void",
            col(_Voids.id) < col(BlankMove.id),
        )
        .correlate(BlankMove)
        .scalar_subquery()
    )
    return (
        query.select_from(BlankMove)
        .join(_Void, and_(col(BlankMove.was) == "void", col(_Void.id) == before), isouter=True)
        .join(
            Issue,
            and_(
                col(BlankMove.becomes) == "issued", col(Issue.blank_id) == col(BlankMove.blank_id)
            ),
            isouter=True,
        )
        .join(Application, col(Application.id) == col(Issue.application_id), isouter=True)
        .where(
            day >= start if start else true(),
            day <= end,
            ~and_(col(BlankMove.was).in_(_STATES), col(BlankMove.becomes).in_(_STATES)),
        )
    )
