"""Dates as ledgers hold them: every spelling read, nothing filled in, nothing guessed."""

import re
from datetime import date, datetime, time, timedelta

from ledgers.reading.errors import Unreadable
from ledgers.reading.grid import EPOCH_1900, Cell
from rules.text import code

_FIRST_SERIAL, _LAST_SERIAL = 40_000, 50_000
_FIRST_YEAR, _LAST_YEAR = 1950, 2099
_RECENT_YEARS = 10
_LONGEST = 60

_LUNAR = re.compile(r"农历|阴历|旧历|闰|正月|腊月|冬月|初[一二三四五六七八九十\d]|年三十|[除前]夕")
_APPROX = re.compile(
    r"约|左右|前后|大概|可能|上旬|中旬|下旬|月初(?![一二三四五六七八九十])|月底|月末|年初|年底|\d.*[?]"
)
_WEEKDAY = re.compile(r"\(?(?:星期|礼拜|周)[一二三四五六日天1-7]\)?")
_SCAN = re.compile(r"\(?(?:B超|彩超|超声|BC)(?:推算|核实|纠正|校正)?\)?", re.IGNORECASE)
_CLOCK = re.compile(
    r"[ T]*(?P<half>上午|下午|晚上|中午|凌晨)?\s*(?P<hour>\d{1,2})"
    r"(?:[:](?P<minute>\d{1,2})(?:[:]\d{1,2}(?:\.\d+)?)?|[时点](?:(?P<minutes>\d{1,2})分?|整)?)\s*$"
)
_SEPARATOR = r"[-./,、年月日号\s]"
_FULL = re.compile(
    rf"(?P<year>\d{{4}}|\d{{2}}){_SEPARATOR}+(?P<month>\d{{1,2}}){_SEPARATOR}+(?P<day>\d{{1,2}})(?:{_SEPARATOR})*"
)
_COMPACT = re.compile(r"\d{8}")
_DAY_FIRST = re.compile(
    rf"\d{{1,2}}{_SEPARATOR}+\d{{1,2}}{_SEPARATOR}+(?P<year>\d{{4}}|\d{{2}}){_SEPARATOR}*"
)
_NO_YEAR = re.compile(rf"(?P<month>\d{{1,2}}){_SEPARATOR}+(?P<day>\d{{1,2}})(?:{_SEPARATOR})*")
_NO_DAY = re.compile(
    rf"(?:\d{{4}}|\d{{2}}){_SEPARATOR}+(?P<month>\d{{1,2}}){_SEPARATOR}*|\d{{4}}年?|\d{{6}}"
)
_MONTH_ONLY = re.compile(r"\d{1,2}月(?:份)?")
_DAY_ONLY = re.compile(r"\d{1,2}[日号]")
_SERIAL = re.compile(r"\d{5}(?:\.\d*)?")

_HAN_DIGITS = dict(zip("〇零○一二三四五六七八九", (0, 0, *range(10)), strict=True))
_HAN_RUN = re.compile(r"[〇零○一二三四五六七八九十廿卅]+")
_TENS = {"十": 10, "廿": 20, "卅": 30}


def read_date(cell: Cell, today: date, *, future: bool = False, epoch: date = EPOCH_1900) -> date:
    """The day in a cell.

    Args:
        cell: what the ledger holds.
        today: the day of the data; later days are refused,
        future: unless days to come are expected, as with 预产期.
        epoch: day 0 of serial numbers in this workbook.

    Raises:
        Unreadable: DATE_INVALID DATE_NO_YEAR DATE_INCOMPLETE DATE_LUNAR DATE_APPROX
            DATE_AMBIGUOUS DATE_FUTURE.
    """
    return read_moment(cell, today, future=future, epoch=epoch)[0]


def read_moment(
    cell: Cell, today: date, *, future: bool = False, epoch: date = EPOCH_1900
) -> tuple[date, time | None]:
    """The day in a cell and the time of day, where one is written."""
    if cell.error or isinstance(cell.value, time):
        raise Unreadable("DATE_INVALID")
    if isinstance(cell.value, datetime):
        when = cell.value
        clock = when.time() if cell.timed or when.time() != time.min else None
        day = when.date()
    elif isinstance(cell.value, int | float):
        day, clock = _from_number(cell.value, epoch)
    else:
        day, clock = _from_text(cell.value, today, epoch)
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise Unreadable("DATE_INVALID")
    if day > today and not future:
        raise Unreadable("DATE_FUTURE")
    return day, clock.replace(second=0, microsecond=0) if clock else None


def _from_number(value: float, epoch: date) -> tuple[date, time | None]:
    if _FIRST_SERIAL <= value < _LAST_SERIAL + 1:
        whole = int(value)
        seconds = round((value - whole) * 86_400)
        clock = time(seconds // 3600 % 24, seconds // 60 % 60) if seconds else None
        return epoch + timedelta(days=whole), clock
    text = Cell(value).text
    if _COMPACT.fullmatch(text):
        return _day(text[:4], text[4:6], text[6:]), None
    raise Unreadable(*_incomplete(text))


def _from_text(raw: str, today: date, epoch: date) -> tuple[date, time | None]:
    text = code(re.sub(r"\s+", " ", raw)).lstrip("'").strip()
    if len(text) > _LONGEST:
        raise Unreadable("DATE_INVALID")
    vague = [
        reason
        for pattern, reason in ((_LUNAR, "DATE_LUNAR"), (_APPROX, "DATE_APPROX"))
        if pattern.search(text)
    ]
    if vague:
        raise Unreadable(*vague)
    text = _SCAN.sub("", _WEEKDAY.sub("", text)).strip()
    clock = None
    found = _CLOCK.search(text)
    if found:
        clock = _clock(found)
        text = text[: found.start()]
    text = _HAN_RUN.sub(_han_number, text).strip().rstrip(".").strip()
    if _SERIAL.fullmatch(text) and clock is None:
        return _from_number(float(text), epoch)
    if _COMPACT.fullmatch(text):
        return _day(text[:4], text[4:6], text[6:]), clock
    if found := _FULL.fullmatch(text):
        _refuse_american(text, found, today)
        return _day(found["year"], found["month"], found["day"]), clock
    raise Unreadable(*_incomplete(text))


def _refuse_american(text: str, found: re.Match[str], today: date) -> None:
    """03/05/26 with slashes is as likely March or May as the year 2003."""
    first, last = int(found["year"]), int(found["day"])
    if (
        "/" in text
        and len(found["year"]) == len(found["day"]) == 2  # noqa: PLR2004  digits of a short year
        and first <= 12  # noqa: PLR2004  months
        and 2000 + first < today.year - _RECENT_YEARS
        and 2000 + last <= today.year + 1
    ):
        raise Unreadable("DATE_AMBIGUOUS")


def _clock(found: re.Match[str]) -> time:
    hour, minute = int(found["hour"]), int(found["minute"] or found["minutes"] or 0)
    if found["half"] in {"下午", "晚上"} and hour < 12:  # noqa: PLR2004  noon
        hour += 12
    try:
        return time(hour, minute)
    except ValueError:
        raise Unreadable("TIME_INVALID") from None


def _day(year: str, month: str, day: str) -> date:
    number = int(year)
    if len(year) == 2:  # noqa: PLR2004  a short year
        number += 2000
    try:
        return date(number, int(month), int(day))
    except ValueError:
        raise Unreadable("DATE_INVALID") from None


def _incomplete(text: str) -> tuple[str, ...]:
    """Why this is no full date; all the reasons that apply."""
    if found := _DAY_FIRST.fullmatch(text):
        return ("DATE_AMBIGUOUS",)
    if (found := _NO_YEAR.fullmatch(text)) and 1 <= int(found["month"]) <= 12:  # noqa: PLR2004  months
        return ("DATE_NO_YEAR",) if 1 <= int(found["day"]) <= 31 else ("DATE_INCOMPLETE",)  # noqa: PLR2004  days
    if _MONTH_ONLY.fullmatch(text):
        return ("DATE_NO_YEAR", "DATE_INCOMPLETE")
    if _DAY_ONLY.fullmatch(text):
        return ("DATE_NO_YEAR", "DATE_INCOMPLETE")
    if found := _NO_DAY.fullmatch(text):
        return ("DATE_INCOMPLETE",)
    return ("DATE_INVALID",)


def _han_number(found: re.Match[str]) -> str:
    """二〇二六 -> 2026, 十一 -> 11, 二十五 -> 25, 廿三 -> 23."""
    run = found[0]
    if not any(character in _TENS for character in run):
        return "".join(str(_HAN_DIGITS[character]) for character in run)
    total, pending = 0, 0
    for character in run:
        if character in _TENS:
            total += (pending or 1) * _TENS[character]
            pending = 0
        else:
            pending = _HAN_DIGITS[character]
    return str(total + pending)
