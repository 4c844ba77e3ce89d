"""Folic acid: how long it is due, how long the bottles last, and a batch's stock day by day.

Source: 增补叶酸预防神经管缺陷项目管理方案: from three months before the pregnancy to the end of its
third month; kept to when taken on at least 80 % of the days.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rules.dates import add_months

EARLY_MONTHS = 3
ONE_DAY = timedelta(days=1)
IN, OUT, SCRAPPED, COUNTED = range(4)  # of one day in this order: counted when the day is done


def last_day_due(lmp: date) -> date:
    """The last day of the pregnancy's third month.

    >>> print(last_day_due(date(2026, 8, 23)), last_day_due(date(2026, 11, 30)))
    2026-11-22 2027-02-27
    """
    return add_months(lmp, EARLY_MONTHS) - ONE_DAY


def days_due(started: date, on: date, lmp: date | None = None) -> int:
    """Days it was due on, from the first to ``on`` or the end of the third month, both included.

    >>> first = date(2026, 11, 1)
    >>> days_due(first, date(2026, 11, 21)), days_due(first, date(2027, 6, 1), date(2026, 12, 5))
    (21, 124)
    """
    end = on if lmp is None else min(on, last_day_due(lmp))
    return max(0, (end - started).days + 1)


def adherent(taken: int, due: int, percent: int = 80) -> bool:
    """Whether the days taken reach the share of the days due.

    >>> adherent(80, 100), adherent(79, 100), adherent(0, 0)
    (True, False, False)
    """
    return due > 0 and taken * 100 >= due * percent


def supplied_until(handed: Iterable[tuple[date, int]], tablets: int) -> date | None:
    """The day of the last tablet, one a day; None where no bottle was handed out.

    A bottle handed out early is begun when the one before it is empty.

    >>> print(supplied_until([(date(2026, 11, 1), 1), (date(2026, 11, 20), 1)], 31))
    2027-01-01
    """
    last: date | None = None
    for day, bottles in sorted(handed):
        if bottles:
            first = day if last is None else max(day, last + ONE_DAY)
            last = first + timedelta(days=bottles * tablets - 1)
    return last


@dataclass(frozen=True, slots=True, order=True)
class Move:
    """A movement of a batch: the day, ``IN`` ``OUT`` ``SCRAPPED`` or ``COUNTED``, the bottles."""

    day: date
    kind: int
    bottles: int
    id: int = 0


@dataclass(frozen=True, slots=True)
class Balance:
    """What is left after a movement; ``difference`` is what a count found more or less."""

    move: Move
    left: int
    difference: int = 0


def balances(moves: Iterable[Move]) -> Iterator[Balance]:
    """A batch's book, whatever the order its movements were typed in.

    A count says what there is; what was typed late of the days before it changes its difference,
    not the stock of today.

    >>> day = date(2026, 11, 1)
    >>> book = list(balances([Move(day, COUNTED, 7), Move(day, IN, 10), Move(day, OUT, 2)]))
    >>> [each.left for each in book], book[-1].difference
    ([10, 8, 7], -1)
    """
    left = 0
    for move in sorted(moves):
        before = left
        if move.kind == COUNTED:
            left = move.bottles
        else:
            left += move.bottles if move.kind == IN else -move.bottles
        yield Balance(move, left, left - before if move.kind == COUNTED else 0)


def short_on(moves: Sequence[Move]) -> Balance | None:
    """The first movement that takes what is not there, or None."""
    return next((each for each in balances(moves) if each.left < 0), None)
