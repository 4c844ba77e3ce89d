"""A stock of folic acid and women on the programme, for the tests of both."""

from datetime import date
from typing import Any

from desk.context import Desk
from desk.folic import enrol, follow_up, hand_out
from desk.folic_book import BatchView
from desk.folic_stock import receive
from desk.folic_view import FolicView

FIRST = date(2026, 8, 1)
EXPIRES = date(2028, 6, 30)


def stocked(
    desk: Desk, bottles: int = 20, number: str = "B001", expires_on: date = EXPIRES, **more: Any
) -> BatchView:
    """A batch received."""
    values = {"number": number, "expires_on": expires_on, "bottles": bottles, "moved_on": FIRST}
    return receive(desk, {**values, **more})


def enrolled(desk: Desk, name: str = "钱小英", **more: Any) -> FolicView:
    """A woman preparing for a pregnancy."""
    values = {"name": name, "birth_date": date(1998, 4, 5), "village_id": 1, "enrolled_on": FIRST}
    return enrol(desk, {**values, **more})


def handed(desk: Desk, course_id: int, batch_id: int, on: date = FIRST, **more: Any) -> FolicView:
    """A bottle handed out."""
    return hand_out(desk, course_id, {"given_on": on, "batch_id": batch_id, "bottles": 1, **more})


def followed(desk: Desk, course_id: int, on: date, taken: int, **more: Any) -> FolicView:
    """A follow-up."""
    return follow_up(desk, course_id, {"followed_on": on, "days_taken": taken, **more})
