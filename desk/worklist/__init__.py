"""The worklist: who is due or overdue for what, on the business day, derived and never stored.

A contact is listed from the day it opens until the last day on which doing it still counts. After
that it is missed, and the indicators say so. Nothing is due for a pregnancy that ended or is
closed, nor for anybody who died or moved away; only a report upwards is, whatever became of her.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import col

from desk.calls import with_calls
from desk.context import Desk
from desk.due_names import KINDS
from desk.house_rules import house_rules
from desk.worklist.after_birth import children, mothers
from desk.worklist.cases import folic_acid, notices, referrals
from desk.worklist.items import Books, DueItem
from desk.worklist.pregnant import pregnant
from desk.worklist.programmes import death_cards, infections, subsidies
from desk.worklist.risk import at_risk, reports
from models.people import Village

__all__ = ["KINDS", "DueItem", "VillageDue", "due", "due_by_village"]

Source = Callable[[Books], Iterator[DueItem]]
SOURCES: tuple[Source, ...] = (
    reports,
    death_cards,
    infections,
    pregnant,
    at_risk,
    referrals,
    mothers,
    notices,
    folic_acid,
    subsidies,
    children,
)


@dataclass(frozen=True, slots=True)
class VillageDue:
    """A village's line on the Today screen: (due, of these overdue) for each of ``KINDS``."""

    village: str
    counts: dict[str, tuple[int, int]]

    @property
    def total(self) -> tuple[int, int]:
        """Due and overdue of all kinds."""
        return sum(n for n, _ in self.counts.values()), sum(n for _, n in self.counts.values())


def due(desk: Desk, village_id: int | None = None, *, waiting: bool = False) -> tuple[DueItem, ...]:
    """Everything due today: reports, then the highest risk, then the longest overdue.

    Risk puts forward what must be done within a month; a yearly check waits its turn.

    Args:
        desk: where, and on which day.
        village_id: of one village alone.
        waiting: also what a call put off to a later day.
    """
    with desk.reading() as session:
        names = session.execute(select(col(Village.id), col(Village.name))).all()
        books = Books(session, desk, village_id, dict(names), house_rules(session))
        found = with_calls(session, [item for source in SOURCES for item in source(books)])
    soon = desk.today + timedelta(days=30)

    def order(item: DueItem) -> tuple[int, int, date, int]:
        urgency = item.urgency if item.closes <= soon else 0
        return -urgency, -item.days_late, item.closes, item.person_id

    shown = (item for item in found if waiting or not item.waits(desk.today))
    return tuple(sorted(shown, key=order))


def due_by_village(items: Iterable[DueItem]) -> tuple[VillageDue, ...]:
    """Counts by village and kind, the village with most overdue first."""
    counted: defaultdict[str, Counter[tuple[str, bool]]] = defaultdict(Counter)
    for item in items:
        counted[item.village][item.kind, item.days_late > 0] += 1
    rows = [
        VillageDue(
            village,
            {kind: (count[kind, False] + count[kind, True], count[kind, True]) for kind in KINDS},
        )
        for village, count in counted.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.total[1], -row.total[0], row.village)))
