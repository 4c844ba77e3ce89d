"""What is asked about at a contact: each doubt at its boundary."""

from datetime import date, timedelta
from typing import Any

import pytest

from rules.antenatal import LIMITS, abnormal, contact_doubts, followup_doubts

LMP = date(2026, 6, 1)
WELL: dict[str, Any] = {"visited_on": LMP + timedelta(weeks=24), "outcome": "1", "referral": "1"}
EARLIER = {"visited_on": LMP + timedelta(weeks=20), "weight_g": 58_000}


def asked(**values: Any) -> dict[str, str]:
    found = contact_doubts({**WELL, **values}, LMP, EARLIER)
    return {name: error.reason for name, error in found.items()}


def test_a_usual_contact_is_not_asked_about() -> None:
    usual = {"bp_sys": 118, "bp_dia": 76, "hb": 118, "fetal_heart": 142, "weight_g": 59_600}
    assert asked(number=3, fundal_height_mm=240, **usual) == {}


@pytest.mark.parametrize(
    ("values", "asks"),
    [
        ({"bp_sys": 139, "bp_dia": 89}, False),
        ({"bp_sys": 140, "bp_dia": 80}, True),
        ({"bp_sys": 120, "bp_dia": 90}, True),
        ({"hb": 110}, False),
        ({"hb": 109}, True),
        ({"fetal_heart": 110}, False),
        ({"fetal_heart": 160}, False),
        ({"fetal_heart": 109}, True),
        ({"fetal_heart": 161}, True),
    ],
)
def test_the_class_is_asked_about_when_a_value_is_abnormal(
    values: dict[str, int], asks: object
) -> None:
    assert ("outcome" in asked(**values)) is asks
    assert "outcome" not in asked(**values, outcome="2")


@pytest.mark.parametrize(
    ("values", "asks"),
    [
        ({"bp_sys": 159, "bp_dia": 109}, False),
        ({"bp_sys": 160, "bp_dia": 100}, True),
        ({"bp_sys": 150, "bp_dia": 110}, True),
        ({"hb": 61}, False),
        ({"hb": 60}, True),
        ({"fetal_heart": 100}, False),
        ({"fetal_heart": 99}, True),
        ({"fetal_heart": 181}, True),
    ],
)
def test_a_referral_is_offered_in_danger(values: dict[str, int], asks: object) -> None:
    assert ("referral" in asked(**values)) is asks
    assert "referral" not in asked(**values, referral="2")


@pytest.mark.parametrize(
    ("weight", "asks"), [(64_000, False), (64_001, True), (55_000, False), (54_999, True)]
)
def test_a_weight_far_from_the_last_one_is_asked_about(weight: int, asks: object) -> None:
    """In four weeks: two kilograms and one a week more, three less."""
    assert ("weight_g" in asked(weight_g=weight)) is asks


@pytest.mark.parametrize(
    ("weeks", "height", "asks"),
    [
        (24, 210, False),
        (24, 209, True),
        (24, 270, False),
        (24, 271, True),
        (20, 120, True),
        (19, 100, False),
        (36, 300, True),
        (37, 300, False),
    ],
)
def test_a_fundal_height_off_the_weeks_is_asked_about_between_20_and_36(
    weeks: int, height: int, asks: object
) -> None:
    day = LMP + timedelta(weeks=weeks)
    assert ("fundal_height_mm" in asked(visited_on=day, fundal_height_mm=height)) is asks


@pytest.mark.parametrize(
    ("number", "days", "asks"),
    [(2, 112, False), (2, 111, True), (2, 146, False), (2, 147, True), (None, 100, False)],
)
def test_a_numbered_contact_outside_its_window_is_asked_about(
    number: int | None, days: int, asks: object
) -> None:
    assert ("number" in asked(number=number, visited_on=LMP + timedelta(days=days))) is asks


def test_nothing_that_needs_the_weeks_is_asked_without_them() -> None:
    values = {**WELL, "number": 2, "fundal_height_mm": 400}
    assert contact_doubts(values, None, None) == {}


def test_the_limits_say_when_they_were_last_changed() -> None:
    assert LIMITS.version


@pytest.mark.parametrize(
    ("measured", "asks"),
    [
        ({"bp_sys": 165, "bp_dia": 112, "urine_protein": "3"}, "应立即转诊"),
        ({"bp_sys": 159, "bp_dia": 110}, "应立即转诊"),
        ({"bp_sys": 140, "bp_dia": 89, "urine_protein": "3"}, "子痫前期"),
        ({"bp_sys": 139, "bp_dia": 90, "urine_protein": "5"}, "子痫前期"),
        ({"hb": 60}, "重度贫血"),
        ({"fetal_heart": 181}, "危急"),
    ],
)
def test_a_danger_at_a_followup_without_a_referral_is_asked_about(
    measured: dict[str, Any], asks: str
) -> None:
    found = followup_doubts({**measured, "referral": "1"})
    assert list(found) == ["referral"]
    assert asks in str(found["referral"])
    assert followup_doubts({**measured, "referral": "2"}) == {}


@pytest.mark.parametrize(
    "measured",
    [
        {"bp_sys": 159, "bp_dia": 109, "urine_protein": "2"},
        {"bp_sys": 139, "bp_dia": 89, "urine_protein": "3"},
        {"urine_protein": "5"},
        {"hb": 61, "fetal_heart": 180},
    ],
)
def test_less_than_a_danger_at_a_followup_is_not_asked_about(measured: dict[str, Any]) -> None:
    assert followup_doubts({**measured, "referral": "1"}) == {}


@pytest.mark.parametrize(
    ("measured", "wrong"),
    [
        ({"bp_sys": 139, "bp_dia": 89, "hb": 110, "fetal_heart": 160, "urine_protein": "1"}, set()),
        ({"bp_sys": 139, "bp_dia": 90}, {"bp_sys"}),
        ({"hb": 109}, {"hb"}),
        ({"fetal_heart": 109}, {"fetal_heart"}),
        ({"urine_protein": "2"}, {"urine_protein"}),
    ],
)
def test_what_was_measured_is_abnormal_from_these_values_on(
    measured: dict[str, Any], wrong: set[str]
) -> None:
    assert abnormal(measured) == wrong
