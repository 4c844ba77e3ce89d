"""The course of a pregnancy in plots: reached from her page, one measure or all, with values."""

from datetime import date
from typing import Any

import pytest

from desk.antenatal import record_contact, record_first_exam
from desk.case_work import record
from desk.context import Desk
from desk.pregnancy import card, open_card
from desk.trends import trends
from screens.person import PersonScreen
from screens.trends import Course
from tests.screens.stage import Act, Stage, golden, play

FIRST: dict[str, Any] = {
    "visited_on": date(2026, 4, 20),
    "weight_g": 52_300,
    "prepregnancy_weight_g": 52_000,
    "bp_sys": 112,
    "bp_dia": 70,
    "hb": 124,
}
LATER = (
    (date(2026, 6, 25), 54_300, None, 118, 76, 118),
    (date(2026, 8, 1), 57_000, 200, 122, 80, 108),
    (date(2026, 10, 1), 61_500, 290, 138, 88, 104),
    (date(2026, 11, 18), 66_000, 330, 144, 92, 112),
)
NAMES = ("visited_on", "weight_g", "fundal_height_mm", "bp_sys", "bp_dia", "hb")


@pytest.fixture
def woman(clerk: Desk) -> int:
    """A woman at 37 weeks with five contacts; her card's id."""
    known = {"name": "周周", "birth_date": date(1996, 3, 5), "lmp": date(2026, 3, 1)}
    opened = open_card(clerk, {**known, "height_mm": 1600, "gravida": 1, "para": 0})
    record_first_exam(clerk, opened.id, FIRST)
    for values in LATER:
        record_contact(clerk, opened.id, dict(zip(NAMES, values, strict=True)))
    return opened.id


def at_trends(then: Act) -> Act:
    async def act(stage: Stage) -> None:
        await stage.keys("/", "zz", "enter")
        await stage.see("1 产前随访")
        page = stage.app.screen
        assert isinstance(page, PersonScreen)
        page.call_next(page.action_act, "trends")
        await stage.see("增重 kg", "数字换图")
        await then(stage)

    return act


def test_all_four_are_seen_at_once(clerk: Desk, woman: int) -> None:
    async def then(stage: Stage) -> None:
        await stage.see("增重 kg", "宫底高度 cm", "血压 mmHg", "血红蛋白 g/L")

    assert woman
    golden("trends_all", play(clerk.store.path, at_trends(then), clerk))


@pytest.mark.parametrize(
    ("digit", "name", "last"),
    [
        ("1", "weight", "37+3 66kg +14.0"),
        ("2", "fundus", "37+3 33cm"),
        ("3", "pressure", "37+3 144/92"),
        ("4", "hb", "37+3 112"),
    ],
)
def test_a_digit_shows_one_with_its_values(
    clerk: Desk, woman: int, digit: str, name: str, last: str
) -> None:
    async def then(stage: Stage) -> None:
        await stage.keys(digit)
        await stage.see(last)

    assert woman
    golden(f"trends_{name}", play(clerk.store.path, at_trends(then), clerk))


def test_what_lies_beyond_a_line_stands_out(clerk: Desk, woman: int) -> None:
    course = Course()
    course.found, course.what = trends(card(clerk, woman)), "pressure"
    marks = [span for line in course.paint(80, 20) for span in line if span[0] in {"o", "x"}]
    assert [span for span in marks if span[1] == "doubt"] == [("o", "doubt"), ("x", "doubt")]
    assert len(marks) == 2 * (1 + len(LATER))


def test_what_a_follow_up_measured_is_in_its_place(clerk: Desk, woman: int) -> None:
    values = {"followed_on": date(2026, 10, 15), "bp_sys": 150, "bp_dia": 94, "hb": 99}
    course = trends(record(clerk, "risk_followups", woman, {**values, "weight_g": 62_500}))
    assert [each.value for each in course.measured["bp_sys"]] == [112, 118, 122, 138, 150, 144]
    assert [each.value for each in course.measured["hb"]] == [124, 118, 108, 104, 99, 112]
    assert course.measured["weight_g"][4].on == date(2026, 10, 15)


def test_two_pressures_of_one_day_are_told_each_with_its_own(clerk: Desk, woman: int) -> None:
    values = {"followed_on": date(2026, 11, 18), "bp_sys": 150, "bp_dia": 94}
    course = Course()
    course.found = trends(record(clerk, "risk_followups", woman, values))
    course.what = "pressure"
    told = "".join(span[0] for line in course.paint(80, 20) for span in line)
    assert "37+3 144/92" in told
    assert "37+3 150/94" in told


@pytest.mark.parametrize(
    ("sheet", "low", "high"),
    [({}, 8_000, 14_000), ({"prepregnancy_weight_g": 45_000}, 11_000, 16_000)],
)
def test_the_band_is_that_of_her_bmi_before_pregnancy(
    clerk: Desk, sheet: dict[str, int], low: int, high: int
) -> None:
    known = {"name": "周周", "birth_date": date(1996, 3, 5), "lmp": date(2026, 3, 1)}
    opened = open_card(clerk, {**known, "height_mm": 1600})
    view = record_first_exam(clerk, opened.id, {**FIRST, **sheet})
    band = trends(view).band
    assert band is not None
    assert (band.low_g, band.high_g) == (low, high)


def test_twins_have_no_band(clerk: Desk) -> None:
    known = {"name": "周周", "birth_date": date(1996, 3, 5), "lmp": date(2026, 3, 1)}
    opened = open_card(clerk, {**known, "height_mm": 1600})
    assert trends(record_first_exam(clerk, opened.id, {**FIRST, "fetuses": 2})).band is None
