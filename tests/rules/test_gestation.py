from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.errors import RuleError
from rules.gestation import (
    GestationalAge,
    Scan,
    booked_early,
    dating,
    due_date,
    gestational_age,
    lmp_from_scan,
    parse_gestation,
)

TODAY = date(2026, 11, 21)
DAYS = st.dates(date(2000, 1, 1), date(2050, 12, 31))


@pytest.mark.parametrize(
    ("lmp", "naegele", "plain"),
    [
        ("2026-01-01", "2026-10-08", "2026-10-08"),
        ("2026-02-14", "2026-11-21", "2026-11-21"),
        ("2025-05-31", "2026-03-07", "2026-03-07"),
        ("2025-03-01", "2025-12-08", "2025-12-06"),
        ("2027-05-28", "2028-03-04", "2028-03-03"),
        ("2026-05-25", "2027-03-01", "2027-03-01"),
    ],
)
def test_due_dates_by_both_rules(lmp: str, naegele: str, plain: str) -> None:
    day = date.fromisoformat(lmp)
    assert due_date(day) == date.fromisoformat(naegele)
    assert due_date(day, rule="280") == date.fromisoformat(plain)


@given(DAYS)
def test_the_two_rules_differ_by_three_days_at_most(lmp: date) -> None:
    assert 0 <= (due_date(lmp) - due_date(lmp, rule="280")).days <= 3


def test_an_unknown_rule_is_a_wrong_call() -> None:
    with pytest.raises(ValueError, match="lunar"):
        due_date(TODAY, rule="lunar")


@pytest.mark.parametrize(
    ("lmp", "age"),
    [
        ("2026-08-23", "12+6"),
        ("2026-08-22", "13+0"),
        ("2026-08-01", "16+0"),
        ("2026-06-28", "20+6"),
        ("2026-05-31", "24+6"),
        ("2026-05-09", "28+0"),
        ("2026-03-08", "36+6"),
        ("2026-02-08", "40+6"),
        ("2026-01-31", "42+0"),
        ("2026-11-21", "0+0"),
    ],
)
def test_gestation_on_the_boundaries(lmp: str, age: str) -> None:
    assert str(gestational_age(date.fromisoformat(lmp), TODAY)) == age


def test_no_gestation_before_the_lmp() -> None:
    with pytest.raises(RuleError, match="早于末次月经"):
        gestational_age(TODAY, TODAY - timedelta(days=1))


@given(DAYS, st.integers(0, 45 * 7 + 6))
def test_a_scan_that_agrees_gives_the_lmp_back(lmp: date, days: int) -> None:
    on = lmp + timedelta(days=days)
    age = gestational_age(lmp, on)
    assert lmp_from_scan(on, age.weeks, age.days) == lmp


@given(st.integers(0, 45 * 7 + 6))
def test_written_gestation_reads_back(days: int) -> None:
    assert parse_gestation(str(GestationalAge.from_days(days))) == days


@pytest.mark.parametrize(("weeks", "days"), [(12, 7), (12, -1), (-1, 0), (46, 0)])
def test_a_scan_of_no_possible_gestation_is_refused(weeks: int, days: int) -> None:
    with pytest.raises(RuleError) as refused:
        lmp_from_scan(TODAY, weeks, days)
    assert refused.value.reason == "GA_INVALID"


@pytest.mark.parametrize(
    "typed",
    ["12+3", "12 + 3", "12W3D", "12w3d", "12周+3天", "12周3天", "12w+3", "12周+3", "１２＋３",
     "12.3", "12。3", "孕12+3", "孕12周3天", "12+3周", "妊娠12周3天"],
)  # fmt: skip
def test_every_way_of_writing_12_weeks_and_3_days(typed: str) -> None:
    assert parse_gestation(typed) == 87


@pytest.mark.parametrize("typed", ["12", "12W", "12周", "孕12周", "12.0", "12+0"])
def test_every_way_of_writing_12_weeks(typed: str) -> None:
    assert parse_gestation(typed) == 84


@pytest.mark.parametrize(
    "typed", ["", "11+8", "12.35", "123", "12-3", "12+", "+3", "46", "约12周", "12周半", "-1"]
)
def test_what_is_no_gestation_is_refused(typed: str) -> None:
    with pytest.raises(RuleError) as refused:
        parse_gestation(typed)
    assert refused.value.reason == "GA_INVALID"


def test_without_a_scan_the_told_lmp_counts() -> None:
    found = dating(TODAY)
    assert (found.start, found.basis, found.difference, found.why) == (TODAY, "lmp", None, None)


def test_nothing_known_dates_nothing() -> None:
    found = dating(None)
    assert (found.start, found.basis, found.due()) == (None, None, None)


def test_where_the_lmp_is_not_known_the_scan_counts() -> None:
    found = dating(None, Scan(TODAY, 90))
    assert (found.start, found.basis, found.difference) == (date(2026, 8, 23), "scan", None)
    assert str(found.why) == "末次月经不详,按 2026-11-21 超声孕 12+6 推算"


def scanned(at: str, apart: int) -> tuple[date, Scan]:
    """A told LMP, and a scan when it gives this gestation that puts the start so much later."""
    days = parse_gestation(at)
    return TODAY - timedelta(days=days), Scan(TODAY, days - apart)


@pytest.mark.parametrize(
    ("rule", "at", "apart", "basis"),
    [
        ("plain", "8+0", 5, "lmp"),
        ("plain", "8+0", -5, "lmp"),
        ("plain", "8+0", 6, "scan"),
        ("plain", "8+0", -6, "scan"),
        ("plain", "12+0", 6, "scan"),
        ("finer", "8+6", 5, "lmp"),
        ("finer", "8+6", 6, "scan"),
        ("finer", "9+0", 7, "lmp"),
        ("finer", "9+0", 8, "scan"),
        ("finer", "13+6", 7, "lmp"),
        ("finer", "13+6", 8, "scan"),
    ],
)
def test_an_early_scan_corrects_beyond_the_days_allowed(
    rule: str, at: str, apart: int, basis: str
) -> None:
    lmp, scan = scanned(at, apart)
    found = dating(lmp, scan, rule)
    assert (found.basis, found.start) == (basis, scan.start if basis == "scan" else lmp)


def test_both_datings_are_kept_with_the_reason() -> None:
    lmp, scan = scanned("10+0", 9)
    found = dating(lmp, scan)
    assert (found.lmp, found.scan, found.difference) == (lmp, scan, 9)
    assert str(found.why) == "末次月经与早期超声相差 9 天,超过 5 天,按超声推算"


@pytest.mark.parametrize(("measured", "basis"), [("13+6", "scan"), ("14+0", "lmp")])
def test_only_a_scan_before_14_weeks_corrects(measured: str, basis: str) -> None:
    lmp = TODAY - timedelta(days=160)
    assert dating(lmp, Scan(TODAY, parse_gestation(measured))).basis == basis


def test_both_due_dates_go_by_the_start_that_counts() -> None:
    found = dating(date(2025, 2, 1), Scan(date(2025, 4, 26), 56))  # the scan's start: 1 March
    assert (found.due(), found.due("280")) == (date(2025, 12, 8), date(2025, 12, 6))


@pytest.mark.parametrize(("gestation", "early"), [("12+6", True), ("13+0", False)])
def test_booked_early_is_up_to_12_weeks_and_6_days(gestation: str, *, early: bool) -> None:
    assert booked_early(parse_gestation(gestation)) is early


def test_the_boundary_of_early_booking_can_be_moved() -> None:
    assert [booked_early(days, last_day=84) for days in (84, 85)] == [True, False]


def test_a_gestation_not_known_judges_no_booking() -> None:
    assert booked_early(None) is None
