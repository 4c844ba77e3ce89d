"""The demo looks like a township: rates near the national ones, a worklist that is alive."""

import pytest

from desk.context import Desk
from desk.indicators import figures
from desk.villages import villages
from desk.worklist import due, due_by_village
from rules.periods import statistical_year

# National rates of recent years, and how far 140 births may stray from them.
NATIONAL = {
    "card": (98.0, 3.0),
    "early_booking": (90.0, 5.0),
    "anc5": (88.0, 5.0),
    "postpartum": (94.0, 4.0),
    "newborn_visit": (96.7, 3.0),
    "under3_system": (93.3, 4.0),
}


@pytest.mark.parametrize("code", NATIONAL)
def test_rate_of_the_last_full_year_is_near_the_national_one(clerk: Desk, code: str) -> None:
    rates = {row.code: row.rate for row in figures(clerk, statistical_year(2026)).rows}
    expected, stray = NATIONAL[code]
    assert float(rates[code] or 0) == pytest.approx(expected, abs=stray)


def test_something_is_due_in_most_villages(clerk: Desk) -> None:
    assert len(due_by_village(due(clerk))) >= 14


def test_some_contacts_are_overdue_and_not_too_many(clerk: Desk) -> None:
    late = [item for item in due(clerk) if item.days_late > 0]
    assert 5 < len(late) < 60


def test_inhabitants_are_about_25000(clerk: Desk) -> None:
    counted = villages(clerk)
    assert len(counted) == 17
    assert sum(village.population or 0 for village in counted) == 25_000
