"""Dates as ledgers spell them: read, or refused with the reason."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgers.reading.dates import read_date, read_moment
from ledgers.reading.errors import Unreadable
from ledgers.reading.grid import EPOCH_1904, Cell
from tests.ledgers.support import TODAY

HAN = "〇一二三四五六七八九"
SPELLINGS = (
    "{y}.{m}.{d}",
    "{y}-{m:02}-{d:02}",
    "{y}/{m}/{d}",
    "{y}{m:02}{d:02}",
    "{y}年{m}月{d}日",
    "{y}年{m}月{d}号",
    "{y}，{m}，{d}",
    "{y}、{m}、{d}",
    "{y}。{m}。{d}",
    "{y} {m} {d}",
    "{y}.{m}\n.{d}",
    "{s}.{m:02}.{d:02}",
    "{s}年{m}月{d}日",
    "{y}-{m}-{d} 00:00:00",
    "{y}-{m:02}-{d:02}T00:00:00",
    "{y}.{m}.{d}.",
    "{y}.{m}.{d} 星期三",
    "{y}年{m}月{d}日(周三)",
    "{y}.{m}.{d}(B超)",
    " {y}-{m}-{d}\u3000",
    "\u200b{y}-{m}-{d}",
    "'{y}-{m}-{d}",
    "\t{y}-{m}-{d}",
)


@given(st.dates(date(2020, 1, 1), TODAY), st.sampled_from(SPELLINGS))
def test_every_spelling_gives_the_day(day: date, spelling: str) -> None:
    text = spelling.format(y=day.year, s=day.year % 100, m=day.month, d=day.day)
    assert read_date(Cell(text), TODAY) == day


@given(st.dates(date(2020, 1, 1), TODAY))
def test_full_width_characters_give_the_day(day: date) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) for c in f"{day:%Y-%m-%d}")
    assert read_date(Cell(wide), TODAY) == day


@given(st.dates(date(2020, 1, 1), TODAY), st.booleans())
def test_a_serial_number_gives_the_day_as_number_and_as_text(day: date, as_text: bool) -> None:  # noqa: FBT001  drawn
    serial = (day - date(1899, 12, 30)).days
    assert read_date(Cell(str(serial) if as_text else serial), TODAY) == day


def test_a_serial_number_of_a_1904_workbook_counts_from_its_own_day() -> None:
    serial = (date(2026, 3, 5) - date(1904, 1, 1)).days
    assert read_date(Cell(serial), TODAY, epoch=EPOCH_1904) == date(2026, 3, 5)


@given(st.dates(date(2020, 1, 1), TODAY))
def test_a_date_cell_gives_the_day(day: date) -> None:
    assert read_date(Cell(datetime.combine(day, time(14, 20)), timed=True), TODAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("二〇二六年三月五日", date(2026, 3, 5)),
        ("二零二六年十一月二十一日", date(2026, 11, 21)),
        ("二〇二五年十月三十日", date(2025, 10, 30)),
        ("二〇二五年十二月廿三日", date(2025, 12, 23)),
        ("20260305.0", None),
        ("2026年3月5日14时20分", date(2026, 3, 5)),
    ],
)
def test_chinese_numerals_and_times_of_day(text: str, day: date | None) -> None:
    if day is None:
        with pytest.raises(Unreadable):
            read_date(Cell(text), TODAY)
    else:
        assert read_date(Cell(text), TODAY) == day


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("2026-2-30", "DATE_INVALID"),
        ("2O26-3-5", "DATE_INVALID"),
        ("2026-13-01", "DATE_INVALID"),
        ("√", "DATE_INVALID"),
        ("已查", "DATE_INVALID"),
        ("#VALUE!", "DATE_INVALID"),
        (123, "DATE_INVALID"),
        (3.5, "DATE_NO_YEAR"),
        ("3.5", "DATE_NO_YEAR"),
        ("3月5日", "DATE_NO_YEAR"),
        ("三月五日", "DATE_NO_YEAR"),
        ("03-05", "DATE_NO_YEAR"),
        ("3月", "DATE_INCOMPLETE"),
        ("2026年6月", "DATE_INCOMPLETE"),
        ("2026.6", "DATE_INCOMPLETE"),
        (2026.6, "DATE_INCOMPLETE"),
        ("2026", "DATE_INCOMPLETE"),
        ("农历二月初三", "DATE_LUNAR"),
        ("阴历2026.2.3", "DATE_LUNAR"),
        ("2026年正月初八", "DATE_LUNAR"),
        ("2026.3.5左右", "DATE_APPROX"),
        ("约2026年3月5日", "DATE_APPROX"),
        ("2026.3.5前后", "DATE_APPROX"),
        ("2026年3月上旬", "DATE_APPROX"),
        ("03/05/2026", "DATE_AMBIGUOUS"),
        ("3-5-2026", "DATE_AMBIGUOUS"),
        ("3/5/26", "DATE_AMBIGUOUS"),
        ("03/05/26", "DATE_AMBIGUOUS"),
        ("2026-11-22", "DATE_FUTURE"),
        ("1026.3.5", "DATE_INVALID"),
    ],
)
def test_what_is_no_sure_date_is_refused_with_the_reason(value: str | float, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_date(Cell(value), TODAY)
    assert reason in caught.value.codes


def test_days_to_come_are_read_where_they_are_expected() -> None:
    assert read_date(Cell("2027.5.14"), TODAY, future=True) == date(2027, 5, 14)


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        (Cell("2025年12月15日19时19分"), time(19, 19)),
        (Cell("2026-1-21 0:02"), time(0, 2)),
        (Cell("2026.7.14 19:07"), time(19, 7)),
        (Cell("2026-7-14 下午3点05分"), time(15, 5)),
        (Cell(datetime.fromisoformat("2026-01-29 09:53"), timed=True), time(9, 53)),
        (Cell(datetime.fromisoformat("2026-01-29"), timed=True), time(0, 0)),
        (Cell(datetime.fromisoformat("2026-01-29")), None),
        (Cell(46086.5), time(12, 0)),
        (Cell("2026-7-14"), None),
    ],
)
def test_the_time_of_day_is_read_where_one_is_written(cell: Cell, clock: time | None) -> None:
    assert read_moment(cell, TODAY)[1] == clock


def test_an_impossible_time_of_day_is_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        read_moment(Cell("2026-7-14 25:10"), TODAY)
    assert caught.value.codes == ("TIME_INVALID",)


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_refused(text: str) -> None:
    try:
        assert read_date(Cell(text), TODAY) <= TODAY
    except Unreadable as error:
        assert error.codes  # noqa: PT017  either end is right
