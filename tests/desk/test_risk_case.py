"""The high-risk case file: its days lie within the pregnancy and the six weeks after it."""

from datetime import date, timedelta

import pytest

from desk.case_work import record
from desk.context import Desk
from desk.ending import end_card
from desk.pregnancy import open_card
from models.base import FieldErrors
from tests.conftest import TODAY, DeskOf

LMP, ENDED = date(2026, 4, 1), date(2026, 7, 1)


def ended(desk: Desk) -> int:
    woman = {"name": "史试燕", "birth_date": date(1998, 6, 8), "lmp": LMP, "booked_on": ENDED}
    view = open_card(desk, woman)
    end = {"ended_on": ENDED, "end_reason": "2", "end_ga_days": (ENDED - LMP).days}
    return end_card(desk, view.id, end).id


@pytest.mark.parametrize(
    "day", [LMP - timedelta(days=1), ENDED + timedelta(days=43), TODAY], ids=str
)
def test_a_day_outside_the_pregnancy_and_its_puerperium_is_refused(
    desk_of: DeskOf, day: date
) -> None:
    desk = desk_of("clerk")
    with pytest.raises(FieldErrors) as caught:
        record(desk, "risk_cases", ended(desk), {"found_on": day})
    assert set(caught.value.errors) == {"found_on"}


def test_the_last_day_of_the_puerperium_is_taken(desk_of: DeskOf) -> None:
    desk, last = desk_of("clerk"), ENDED + timedelta(days=42)
    view = record(desk, "risk_cases", ended(desk), {"found_on": last})
    assert view.records["risk_cases"][0].values["found_on"] == last
