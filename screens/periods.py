"""Months, quarters and years on pages: the one before, the one after, where a page begins."""

from datetime import date, timedelta

from rules.periods import Period, calendar_year, month_period, quarter_period
from tui.actions import Action
from tui.language import tr

EARLIER = Action("earlier", "f6,left", "上一季", "看前一个季度", palette=False)
LATER = Action("later", "f7,right", "下一季", "看后一个季度", palette=False)
# Where a page is of months, quarters or years.
BEFORE = Action("earlier", "f6,left", "往前", "看前一个月、季或年", palette=False)
AFTER = Action("later", "f7,right", "往后", "看后一个月、季或年", palette=False)
GRAIN = Action("grain", "f9", "月季年", "换成一个月、一个季度或一个日历年")
GRAINS = ("month", "quarter", "year")


def quarter_of(day: date) -> Period:
    """The quarter a day is in."""
    return quarter_period(f"{day.year}Q{(day.month + 2) // 3}")


def period_of(day: date, grain: str) -> Period:
    """The month, quarter or calendar year a day is in."""
    if grain == "quarter":
        return quarter_of(day)
    return month_period(f"{day:%Y-%m}") if grain == "month" else calendar_year(day.year)


def last_ended(today: date) -> Period:
    """The quarter that ended last: what is exported."""
    return quarter_of(quarter_of(today).start - timedelta(days=1))


def moved(period: Period, by: int, grain: str = "quarter") -> Period:
    """The period before or after."""
    day = period.end + timedelta(days=1) if by > 0 else period.start - timedelta(days=1)
    return period_of(day, grain)


def period_words(period: Period, grain: str) -> str:
    """A period as a page names it."""
    if grain == "year":
        return tr("{year}年", year=period.start.year)
    return period.code
