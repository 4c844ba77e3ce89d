"""Dates as people type them, and calendar arithmetic.

A date is never guessed by a general parser: each form below is read in one way or refused.
Ledgers follow the stricter reading of ``ledgers`` and never fill in a year.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from dateutil.relativedelta import relativedelta

from rules.errors import RuleError
from rules.text import code

FIRST_YEAR, LAST_YEAR = 1900, 2100
_DAY_WORDS = {"前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "今": 0, "t": 0}
_DAY_WORDS |= {"明天": 1, "明日": 1, "后天": 2}
_RELATIVE = re.compile(r"(?:今天|今|t)?([+-]\d{1,4})天?")
_SEPARATORS = re.compile(r"[-./,、:年月]+")
_DIGITS = re.compile(r"\d+", re.ASCII)
_LEAP_GAP = 8  # years between leap days around 1900 and 2100


class InvalidDate(RuleError):
    """What was typed is no date.

    Reasons: DATE_EMPTY DATE_FORMAT DATE_INVALID DATE_INCOMPLETE DATE_AMBIGUOUS.
    """


def add_months(anchor: date, months: int) -> date:
    """Calendar months added, clamped to the month's end. Always add to the anchor, never chain.

    >>> add_months(date(2025, 8, 31), 6)
    datetime.date(2026, 2, 28)
    """
    return anchor + _calendar_months(months)


@cache
def _calendar_months(months: int) -> relativedelta:
    return relativedelta(months=months)  # building one costs more than adding it


def completed_months(birth: date, on: date) -> int:
    """Whole calendar months lived, by the same clamped arithmetic as ``add_months``.

    >>> completed_months(date(2025, 8, 31), date(2026, 2, 28))
    6
    """
    months = (on.year - birth.year) * 12 + on.month - birth.month
    return months if add_months(birth, months) <= on else months - 1


def completed_years(birth: date, on: date) -> int:
    """Age in full years.

    >>> completed_years(date(1990, 11, 22), date(2026, 11, 21))
    35
    """
    return completed_months(birth, on) // 12


def parse_date(text: str, today: date, expect: str = "past") -> date:
    """What a person types for a date.

    A missing year or month is filled with the latest such day not after ``today``
    (``expect="future"``: the earliest not before it). A two-digit year is of this century, or
    of the last one where a past date would lie in a coming year. A full date is taken as it
    stands: whether it may lie in the future is the field's matter.

    >>> today = date(2026, 11, 21)
    >>> for text in "20261121", "1121", "21", "305", "2026。3。5", "3月5日", "今天", "-3":
    ...     print(parse_date(text, today))
    2026-11-21
    2026-11-21
    2026-11-21
    2026-03-05
    2026-03-05
    2026-03-05
    2026-11-21
    2026-11-18
    >>> print(parse_date("31", today), parse_date("305", today, expect="future"))
    2026-10-31 2027-03-05

    Raises:
        InvalidDate: nothing, no day of the calendar, or more than one possible reading.
    """
    if expect not in {"past", "future"}:
        raise ValueError(expect)
    typed = re.sub(r"\s", "", code(text)).lower()
    if not typed:
        raise InvalidDate("DATE_EMPTY", "请填写日期,如 {example}", example=f"{today:%Y%m%d}")
    relative = _RELATIVE.fullmatch(typed)
    if typed in _DAY_WORDS or relative:
        days = int(relative[1]) if relative else _DAY_WORDS[typed]
        return _checked(today + timedelta(days=days), typed)
    year, month, day = _fields(typed, today)
    if year is None or month is None:
        return _filled(month, day, today, expect, typed)
    try:
        return _checked(date(_century(year, today, expect), month, day), typed)
    except ValueError as error:
        raise _impossible(typed) from error


def _fields(typed: str, today: date) -> tuple[str | None, int | None, int]:
    """Year as typed, month and day; None for what was left out."""
    parts = _SEPARATORS.split(re.sub("[日号.]$", "", typed))
    if typed.endswith(("年", "月")) or [len(part) for part in parts] in ([4, 1], [4, 2]):
        raise InvalidDate("DATE_INCOMPLETE", "日期不完整,请写到日")
    if all(_DIGITS.fullmatch(part) for part in parts):
        match [len(part) for part in parts]:
            case [1 | 2]:
                return None, None, int(parts[0])
            case [3 | 4]:
                return None, int(parts[0][:-2]), int(parts[0][-2:])
            case [6]:
                return _six_digits(parts[0])
            case [8]:
                return parts[0][:4], int(parts[0][4:6]), int(parts[0][6:])
            case [1 | 2, 1 | 2]:
                return None, int(parts[0]), int(parts[1])
            case [2 | 4, 1 | 2, 1 | 2]:
                return parts[0], int(parts[1]), int(parts[2])
            case [1 | 2, 1 | 2, 4]:
                raise InvalidDate("DATE_AMBIGUOUS", "年份请写在前面,如 {example}", example=today)
    raise InvalidDate(
        "DATE_FORMAT",
        "无法识别日期“{typed}”,请写如 {example}",
        typed=typed[:20],
        example=f"{today:%Y%m%d}",
    )


def _six_digits(digits: str) -> tuple[str, int, int]:
    """yymmdd, unless it may be read as yyyymm."""
    if digits[:2] in {"19", "20"} and 1 <= int(digits[4:]) <= 12:  # noqa: PLR2004  months
        raise InvalidDate("DATE_AMBIGUOUS", "“{typed}”有两种读法,年份请写四位", typed=digits)
    return digits[:2], int(digits[2:4]), int(digits[4:])


def _century(year: str, today: date, expect: str) -> int:
    if len(year) > 2:  # noqa: PLR2004  four digits say the century themselves
        return int(year)
    full = today.year // 100 * 100 + int(year)
    return full - 100 if expect == "past" and full > today.year else full


def _checked(day: date, typed: str) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _impossible(typed)
    return day


def _impossible(typed: str) -> InvalidDate:
    return InvalidDate("DATE_INVALID", "没有“{typed}”这一天,请核对", typed=typed[:20])


def _filled(month: int | None, day: int, today: date, expect: str, typed: str) -> date:
    """The nearest such day on the expected side of today, today included."""
    step = -1 if expect == "past" else 1
    for year, in_month in _months(month, today, step):
        try:
            found = date(year, in_month, day)
        except ValueError:
            continue
        if (found - today).days * step >= 0:
            return found
    raise _impossible(typed)


def _months(month: int | None, today: date, step: int) -> Iterator[tuple[int, int]]:
    """The months such a day may lie in, nearest first: every month, or one month of each year."""
    if month is not None:
        yield from ((today.year + step * n, month) for n in range(_LEAP_GAP + 2))
        return
    for n in range(3):  # this month, and of its next two neighbours one has 31 days
        moved = add_months(today, step * n)
        yield moved.year, moved.month
