from datetime import date

import pytest

from rules.errors import RuleError
from rules.periods import Period, calendar_year, month_period, quarter_period, statistical_year


@pytest.mark.parametrize(
    "typed",
    [
        "2026Q3",
        "2026q3",
        "2026-Q3",
        "２０２６Ｑ３",
        "2026年第3季度",
        "2026年3季度",
        "2026年第三季度",
        "2026 Q3",
    ],
)
def test_every_way_of_writing_the_third_quarter(typed: str) -> None:
    assert quarter_period(typed) == Period("2026Q3", date(2026, 7, 1), date(2026, 9, 30))


def test_the_last_quarter_ends_the_year() -> None:
    assert quarter_period("2026Q4").end == date(2026, 12, 31)


@pytest.mark.parametrize("typed", ["", "2026", "2026Q5", "2026Q0", "26Q3", "20263", "Q3", "0026Q3"])
def test_what_is_no_quarter_is_refused(typed: str) -> None:
    with pytest.raises(RuleError, match="2026Q3") as refused:
        quarter_period(typed)
    assert refused.value.reason == "PERIOD"


@pytest.mark.parametrize("typed", ["2026-02", "202602", "2026.2", "2026年2月"])
def test_every_way_of_writing_a_month(typed: str) -> None:
    assert month_period(typed) == Period("2026-02", date(2026, 2, 1), date(2026, 2, 28))


@pytest.mark.parametrize("typed", ["", "2026", "2026-13", "2026-00", "2月"])
def test_what_is_no_month_is_refused(typed: str) -> None:
    with pytest.raises(RuleError) as refused:
        month_period(typed)
    assert refused.value.reason == "PERIOD"


def test_the_two_years_differ_by_a_quarter() -> None:
    statutory, calendar = statistical_year(2026), calendar_year(2026)
    assert (statutory.start, statutory.end) == (date(2025, 10, 1), date(2026, 9, 30))
    assert (calendar.start, calendar.end) == (date(2026, 1, 1), date(2026, 12, 31))
    assert statutory.code != calendar.code


@pytest.mark.parametrize("year", [26, 1900, 9999])
def test_a_year_out_of_reach_is_refused(year: int) -> None:
    with pytest.raises(RuleError):
        statistical_year(year)
    with pytest.raises(RuleError):
        calendar_year(year)


def test_both_ends_of_a_period_belong_to_it() -> None:
    quarter = quarter_period("2026Q3")
    assert date(2026, 7, 1) in quarter
    assert date(2026, 9, 30) in quarter
    assert date(2026, 6, 30) not in quarter
    assert date(2026, 10, 1) not in quarter
    assert "2026-07-01" not in quarter
