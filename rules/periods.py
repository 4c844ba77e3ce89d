"""The periods that figures are counted for.

基本公卫 counts calendar years and quarters; the statutory maternal and child report counts
from 1 October to 30 September (「3+1」: last year's fourth quarter and this year's first three).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from rules.dates import FIRST_YEAR, LAST_YEAR, add_months
from rules.errors import RuleError
from rules.text import code as plain

_QUARTER = re.compile(r"(\d{4})[年-]?(?:Q([1-4])|第?([1-4])季度?)", re.ASCII)
_NUMERALS = str.maketrans("一二三四", "1234")
_MONTH = re.compile(r"(\d{4})(?:[-./年]?)(\d{1,2})月?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` to ``end``, both inclusive; ``code`` as in commands and file names."""

    code: str
    start: date
    end: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day <= self.end


def quarter_period(text: str) -> Period:
    """A calendar quarter.

    >>> quarter_period("2026q3")
    Period(code='2026Q3', start=datetime.date(2026, 7, 1), end=datetime.date(2026, 9, 30))

    Raises:
        RuleError: PERIOD.
    """
    found = _QUARTER.fullmatch(_typed(text).translate(_NUMERALS))
    if not found or not _known(int(found[1])):
        raise RuleError("PERIOD", "季度请写如 2026Q3,现为“{typed}”", typed=_typed(text)[:20])
    number = int(found[2] or found[3])
    return _months(f"{found[1]}Q{number}", date(int(found[1]), number * 3 - 2, 1), 3)


def month_period(text: str) -> Period:
    """A calendar month.

    >>> month_period("202609").code
    '2026-09'

    Raises:
        RuleError: PERIOD.
    """
    found = _MONTH.fullmatch(_typed(text))
    if not found or not _known(int(found[1])) or not 1 <= int(found[2]) <= 12:  # noqa: PLR2004
        raise RuleError("PERIOD", "月份请写如 2026-09,现为“{typed}”", typed=_typed(text)[:20])
    start = date(int(found[1]), int(found[2]), 1)
    return _months(f"{start:%Y-%m}", start, 1)


def statistical_year(year: int) -> Period:
    """The year of the statutory report.

    >>> statistical_year(2026)
    Period(code='2026', start=datetime.date(2025, 10, 1), end=datetime.date(2026, 9, 30))

    Raises:
        RuleError: PERIOD.
    """
    return _months(str(_checked(year)), date(year - 1, 10, 1), 12)


def calendar_year(year: int) -> Period:
    """January to December; the code says so, for a bare year is the statistical one.

    >>> calendar_year(2026).code
    '2026Q1-Q4'

    Raises:
        RuleError: PERIOD.
    """
    return _months(f"{_checked(year)}Q1-Q4", date(year, 1, 1), 12)


def months_of(period: Period) -> list[Period]:
    """The calendar months of a period.

    >>> [month.code for month in months_of(quarter_period("2026Q3"))]
    ['2026-07', '2026-08', '2026-09']
    """
    months, start = [], period.start.replace(day=1)
    while start <= period.end:
        months.append(_months(f"{start:%Y-%m}", start, 1))
        start = add_months(start, 1)
    return months


def _typed(text: str) -> str:
    return re.sub(r"\s", "", plain(text)).upper()


def _known(year: int) -> bool:
    return FIRST_YEAR < year < LAST_YEAR


def _checked(year: int) -> int:
    if not _known(year):
        raise RuleError("PERIOD", "年份请写四位,如 2026,现为 {typed}", typed=year)
    return year


def _months(code: str, start: date, months: int) -> Period:
    return Period(code, start, add_months(start, months) - timedelta(days=1))
