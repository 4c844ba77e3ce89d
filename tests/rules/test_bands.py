from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.bands import anaemia, bmi, maternal_death, pressure, term, trimester, weight_gain
from rules.gestation import parse_gestation


@pytest.mark.parametrize(
    ("gestation", "number"),
    [
        ("0+0", 1),
        ("12+6", 1),
        ("13+0", 2),
        ("27+6", 2),
        ("28+0", 3),
        ("42+0", 3),
    ],
)
def test_trimesters_turn_at_13_and_28_weeks(gestation: str, number: int) -> None:
    assert trimester(parse_gestation(gestation)) == number


@pytest.mark.parametrize(
    ("gestation", "name"),
    [
        ("27+6", None),
        ("28+0", "早产"),
        ("36+6", "早产"),
        ("37+0", "足月"),
        ("41+6", "足月"),
        ("42+0", "过期"),
    ],
)
def test_terms_turn_at_28_37_and_42_weeks(gestation: str, name: str | None) -> None:
    assert term(parse_gestation(gestation)) == name


@pytest.mark.parametrize(
    ("hb", "grade"),
    [
        (110, None),
        (109, "轻度贫血"),
        (100, "轻度贫血"),
        (99, "中度贫血"),
        (70, "中度贫血"),
        (69, "重度贫血"),
        (40, "重度贫血"),
        (39, "极重度贫血"),
    ],
)
def test_anaemia_turns_at_110_100_70_and_40(hb: int, grade: str | None) -> None:
    assert anaemia(hb) == grade


@pytest.mark.parametrize(
    ("systolic", "diastolic", "found"),
    [
        (139, 89, None),
        (140, 60, "high"),
        (120, 90, "high"),
        (159, 109, "high"),
        (160, 60, "severe"),
        (120, 110, "severe"),
        (None, 110, "severe"),
        (140, None, "high"),
        (None, None, None),
    ],
)
def test_blood_pressure_turns_at_140_90_and_160_110(
    systolic: int | None, diastolic: int | None, found: str | None
) -> None:
    assert pressure(systolic, diastolic) == found


@pytest.mark.parametrize(
    ("index", "gain"),
    [
        ("18.49", (11000, 16000)),
        ("18.50", (8000, 14000)),
        ("23.99", (8000, 14000)),
        ("24.00", (7000, 11000)),
        ("27.99", (7000, 11000)),
        ("28.00", (5000, 9000)),
    ],
)
def test_recommended_gain_turns_at_bmi_18_5_24_and_28(index: str, gain: tuple[int, int]) -> None:
    band = weight_gain(Decimal(index))
    assert (band.low_g, band.high_g) == gain


def test_bmi_is_rounded_half_up_to_two_places() -> None:
    assert bmi(51250, 2000) == Decimal("12.81")
    assert bmi(51300, 2000) == Decimal("12.83")


@given(st.integers(25_000, 200_000), st.integers(1000, 2200))
def test_bmi_is_within_half_a_hundredth_of_the_quotient(weight_g: int, height_mm: int) -> None:
    exact = Decimal(weight_g) * 1000 / height_mm**2
    assert abs(bmi(weight_g, height_mm) - exact) <= Decimal("0.005")


@pytest.mark.parametrize(("after", "counts"), [(0, True), (42, True), (43, False)])
def test_a_maternal_death_counts_up_to_42_days(after: int, *, counts: bool) -> None:
    ended = date(2026, 1, 1)
    assert maternal_death(ended, ended + timedelta(days=after)) is counts
