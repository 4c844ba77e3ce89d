"""Prenatal screening: which window is open, and what a glucose test says.

The windows and cut-offs are a versioned table beside this file, with the source of each.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from rules.gestation import GestationalAge, parse_gestation

TABLE = "prenatal_2026_1.json"
OTHER, GLUCOSE_TEST = "6", "5"


class Standing(StrEnum):
    """Where a screening stands on a day."""

    NOT_YET = "not_yet"
    OPEN = "open"
    DONE = "done"
    INSTEAD = "instead"  # another test of the same question was done
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Screening:
    """A test and its window, in completed days; both ends inclusive."""

    code: str
    name: str
    opens: GestationalAge
    closes: GestationalAge
    instead: tuple[str, ...]

    def holds(self, start: date, on: date) -> bool:
        """Whether a day lies in the window of a pregnancy that began on ``start``."""
        return self.opens.total_days <= (on - start).days <= self.closes.total_days


@dataclass(frozen=True, slots=True)
class Window:
    """One screening of one pregnancy on one day."""

    screening: Screening
    opens: date
    closes: date
    standing: Standing


@cache
def _table() -> Any:
    return json.loads(Path(__file__).with_name(TABLE).read_text(encoding="utf-8"))


@cache
def screenings() -> tuple[Screening, ...]:
    """The tests that have a window, in the order of gestation.

    >>> [(each.name, f"{each.opens}-{each.closes}") for each in screenings()][2:4]
    [('NIPT', '12+0-22+6'), ('系统超声', '20+0-24+6')]
    """
    return tuple(
        Screening(
            row["code"], row["name"], _age(row["opens"]), _age(row["closes"]), tuple(row["instead"])
        )
        for row in _table()["screenings"]
    )


def _age(text: str) -> GestationalAge:
    return GestationalAge.from_days(parse_gestation(text))


def screening(code: str | None) -> Screening | None:
    """A test by its code; None for one that has no window."""
    return next((each for each in screenings() if each.code == code), None)


def screening_windows(start: date | None, today: date, done: Collection[str]) -> tuple[Window, ...]:
    """Each screening of a pregnancy as it stands today.

    Args:
        start: the day gestation counts from; without it nothing can be said.
        today: the business day.
        done: codes of the tests done, or refused.

    >>> windows = screening_windows(date(2026, 8, 22), date(2026, 11, 21), {"1"})
    >>> [window.standing.value for window in windows]
    ['done', 'instead', 'instead', 'not_yet', 'not_yet']
    """
    if start is None:
        return ()
    return tuple(_window(each, start, today, done) for each in screenings())


def _window(each: Screening, start: date, today: date, done: Collection[str]) -> Window:
    opens = start + timedelta(days=each.opens.total_days)
    closes = start + timedelta(days=each.closes.total_days)
    if each.code in done:
        standing = Standing.DONE
    elif any(other in done for other in each.instead):
        standing = Standing.INSTEAD
    elif today < opens:
        standing = Standing.NOT_YET
    else:
        standing = Standing.OPEN if today <= closes else Standing.PASSED
    return Window(each, opens, closes, standing)


def glucose_above(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields of a glucose test that reach their cut-off, in hundredths of mmol/L.

    >>> glucose_above({"glucose_0": 509, "glucose_1h": 1000, "glucose_2h": None})
    ('glucose_1h',)
    """
    limits: dict[str, int] = _table()["glucose"]["hundredths"]
    return tuple(name for name, limit in limits.items() if (values.get(name) or 0) >= limit)
