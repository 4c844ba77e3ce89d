"""Supervision visits."""

from datetime import date
from typing import Any

import pytest

from desk.context import Desk
from desk.errors import NotPermitted
from desk.supervision import record_visit, visits
from desk.villages import villages
from models.base import FieldErrors
from rules.periods import quarter_period
from tests.conftest import DeskOf


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    return desk_of("supervisor")


@pytest.fixture
def values(desk: Desk) -> dict[str, Any]:
    return {
        "village_id": villages(desk)[1].id,
        "visited_on": date(2026, 10, 15),
        "supervisors": "督试甲 督试乙",
    }


def test_a_visit_stands_under_its_village_and_quarter(desk: Desk, values: dict[str, Any]) -> None:
    record_visit(desk, values, checklist="2026", scores={"1": 20, "2": 15})
    (visit,) = visits(desk, quarter_period("2026Q4"))
    assert (visit.village, visit.values["score"], visit.scores) == (
        "西岭村",
        35,
        {"1": 20, "2": 15},
    )
    assert visits(desk, quarter_period("2026Q3")) == ()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"visited_on": date(2026, 11, 22)}, "visited_on"),
        ({"problems": "登记不全"}, "advice"),
        ({"problems": "登记不全", "advice": "补登"}, "deadline"),
        ({"advice": "补登", "deadline": date(2026, 10, 14)}, "deadline"),
        ({"score": 1001}, "score"),
        ({"supervisors": ""}, "supervisors"),
    ],
)
def test_a_visit_that_is_not_whole_is_refused_at_the_field(
    desk: Desk, values: dict[str, Any], more: dict[str, Any], field: str
) -> None:
    with pytest.raises(FieldErrors) as caught:
        record_visit(desk, {**values, **more})
    assert set(caught.value.errors) == {field}


def test_one_visit_to_a_village_a_day(desk: Desk, values: dict[str, Any]) -> None:
    record_visit(desk, values)
    with pytest.raises(FieldErrors, match="这一天已有"):
        record_visit(desk, values)


def test_the_clerk_does_not_supervise(desk_of: DeskOf, values: dict[str, Any]) -> None:
    with pytest.raises(NotPermitted, match="督导"):
        record_visit(desk_of("clerk"), values)
