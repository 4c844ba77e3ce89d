"""Quarters on pages: the one before, the one after, and which one a page begins with."""

from datetime import date, timedelta

from rules.periods import Period, quarter_period
from tui.actions import Action

EARLIER = Action("earlier", "f6,left", "上一季", "看前一个季度", palette=False)
LATER = Action("later", "f7,right", "下一季", "看后一个季度", palette=False)


def quarter_of(day: date) -> Period:
    """The quarter a day is in."""
    return quarter_period(f"{day.year}Q{(day.month + 2) // 3}")


def last_ended(today: date) -> Period:
    """The quarter that ended last: what is exported."""
    return quarter_of(quarter_of(today).start - timedelta(days=1))


def moved(period: Period, by: int) -> Period:
    """The quarter before or after."""
    day = period.end + timedelta(days=1) if by > 0 else period.start - timedelta(days=1)
    return quarter_of(day)
