from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.dates import InvalidDate, add_months, completed_months, completed_years, parse_date

TODAY = date(2026, 11, 21)
DAYS = st.dates(date(1910, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    "typed",
    [
        "20261121", "2026-11-21", "2026.11.21", "2026/11/21", "2026。11。21", "2026、11、21",
        "2026，11，21", "2026－11－21", "２０２６１１２１", "2026年11月21日", "2026年11月21号",
        "2026. 11. 21.", "26-11-21", "261121", "1121", "11.21", "11月21日", "21", "21日", "21号",
        "今天", "今日", "t", "T", "-0", "t-0", "今天+0",
    ],
)  # fmt: skip
def test_every_way_of_typing_today_is_today(typed: str) -> None:
    assert parse_date(typed, TODAY) == TODAY


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("-3", date(2026, 11, 18)),
        ("－3", date(2026, 11, 18)),
        ("+3", date(2026, 11, 24)),
        ("昨天", date(2026, 11, 20)),
        ("前天", date(2026, 11, 19)),
        ("明天", date(2026, 11, 22)),
        ("305", date(2026, 3, 5)),
        ("0305", date(2026, 3, 5)),
        ("3.5", date(2026, 3, 5)),
        ("22", date(2026, 10, 22)),
        ("1122", date(2025, 11, 22)),
        ("31", date(2026, 10, 31)),
        ("0229", date(2024, 2, 29)),
        ("20270101", date(2027, 1, 1)),
        ("95-3-2", date(1995, 3, 2)),
        ("26-12-30", date(2026, 12, 30)),
        ("200115", date(2020, 1, 15)),
    ],
)
def test_a_past_date_is_filled_backwards(typed: str, day: date) -> None:
    assert parse_date(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("21", date(2026, 11, 21)),
        ("20", date(2026, 12, 20)),
        ("31", date(2026, 12, 31)),
        ("1120", date(2027, 11, 20)),
        ("0229", date(2028, 2, 29)),
        ("95-3-2", date(2095, 3, 2)),
    ],
)
def test_a_coming_date_is_filled_forwards(typed: str, day: date) -> None:
    assert parse_date(typed, TODAY, expect="future") == day


def test_the_thirty_first_skips_short_months() -> None:
    assert parse_date("31", date(2026, 3, 1)) == date(2026, 1, 31)
    assert parse_date("30", date(2026, 1, 31), expect="future") == date(2026, 3, 30)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "DATE_EMPTY"),
        ("　", "DATE_EMPTY"),
        ("0", "DATE_INVALID"),
        ("32", "DATE_INVALID"),
        ("0005", "DATE_INVALID"),
        ("1305", "DATE_INVALID"),
        ("0230", "DATE_INVALID"),
        ("20260005", "DATE_INVALID"),
        ("20260230", "DATE_INVALID"),
        ("2026-2-30", "DATE_INVALID"),
        ("18991231", "DATE_INVALID"),
        ("21010101", "DATE_INVALID"),
        ("2026-11", "DATE_INCOMPLETE"),
        ("2026年11月", "DATE_INCOMPLETE"),
        ("11月", "DATE_INCOMPLETE"),
        ("2026年", "DATE_INCOMPLETE"),
        ("03/05/2026", "DATE_AMBIGUOUS"),
        ("201105", "DATE_AMBIGUOUS"),
        ("202611", "DATE_AMBIGUOUS"),
        ("2026113", "DATE_FORMAT"),
        ("11211", "DATE_FORMAT"),
        ("2O261121", "DATE_FORMAT"),
        ("三月五日", "DATE_FORMAT"),
        ("农历3月5日", "DATE_FORMAT"),
        ("-3-5", "DATE_FORMAT"),
        ("٣", "DATE_FORMAT"),
    ],
)
def test_what_cannot_be_read_in_one_way_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(InvalidDate) as refused:
        parse_date(typed, TODAY)
    assert refused.value.reason == reason


@given(st.text(max_size=12), st.sampled_from(["past", "future"]))
def test_anything_typed_is_a_date_or_refused(typed: str, expect: str) -> None:
    try:
        found = parse_date(typed, TODAY, expect)
    except InvalidDate:
        return
    assert 1900 <= found.year <= 2100


@given(DAYS, DAYS)
def test_a_full_date_reads_the_same_on_any_day(day: date, today: date) -> None:
    assert parse_date(f"{day:%Y%m%d}", today) == parse_date(f"{day:%Y年%m月%d日}", today) == day


@given(DAYS, st.integers(0, 364))
def test_a_day_of_the_last_year_needs_no_year(today: date, ago: int) -> None:
    day = today - timedelta(days=ago)
    assert parse_date(f"{day:%m%d}", today) == day


@given(DAYS, st.integers(0, 364))
def test_a_day_of_the_coming_year_needs_no_year(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    assert parse_date(f"{day:%m%d}", today, expect="future") == day


@given(DAYS, st.integers(1, 31))
def test_a_day_of_the_month_is_the_nearest_one(today: date, day: int) -> None:
    past, future = parse_date(str(day), today), parse_date(str(day), today, expect="future")
    between = [past + timedelta(days=n) for n in range(1, (future - past).days)]
    assert past <= today <= future
    assert past.day == future.day == day
    assert all(other.day != day for other in between)


@given(DAYS, st.integers(0, 300))
def test_months_lived_are_the_inverse_of_months_added(birth: date, months: int) -> None:
    then = add_months(birth, months)
    assert completed_months(birth, then) == months
    assert completed_months(birth, then - timedelta(days=1)) == months - 1


def test_a_leap_day_child_is_one_on_the_28th() -> None:
    assert completed_years(date(2024, 2, 29), date(2025, 2, 27)) == 0
    assert completed_years(date(2024, 2, 29), date(2025, 2, 28)) == 1


def test_an_unknown_expectation_is_a_wrong_call() -> None:
    with pytest.raises(ValueError, match="sometime"):
        parse_date("21", TODAY, expect="sometime")
