"""A closed card is never due: whatever happened on it, and whatever source asks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.antenatal import record_contact
from desk.case_work import record
from desk.context import Desk
from desk.delivery import record_delivery, record_postpartum
from desk.ending import end_card
from desk.pregnancy import open_card
from desk.worklist import DueItem, due
from tests.conftest import TODAY, DeskOf

LMP = TODAY - timedelta(days=330)
BORN = TODAY - timedelta(days=60)
PREGNANT = st.integers(60, 250).map(lambda days: LMP + timedelta(days=days))
HB = st.sampled_from([None, 38, 58, 95, 120])
# What may happen while she is pregnant, by the verb's name: its day and what goes with it.
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("contact"), PREGNANT, HB),
        st.tuples(st.just("referrals"), PREGNANT, st.none()),
        st.tuples(st.just("risk_followups"), PREGNANT, HB),
    ),
    max_size=6,
    unique_by=lambda event: event[:2],  # one of a kind on a day
)
# How the card ends: after the birth by day 42, or by a reason without it.
DAY_42, MOVED = "day 42", "6"
ENDINGS = st.sampled_from([DAY_42, "2", "3", "4", MOVED, "7"])
LOOKS = (0, 1, 30, 400)  # days after today on which the worklist is looked at


@pytest.fixture
def names() -> Iterator[str]:
    """Another woman's name for every story."""
    return (f"关册{chr(0x4E00 + number)}" for number in count())


def happened(desk: Desk, card_id: int, what: str, day: date, hb: int | None) -> None:
    """One event of her pregnancy."""
    measured = {"hb": hb} if hb else {}
    if what == "contact":
        record_contact(desk, card_id, {"visited_on": day, **measured})
    elif what == "referrals":
        record(desk, what, card_id, {"referred_on": day, "reason": "贫血", "place": "县医院"})
    else:
        record(desk, what, card_id, {"followed_on": day, **measured})


def end(desk: Desk, card_id: int, how: str) -> None:
    """By the birth and the check on day 42, or by a reason without them."""
    if how == DAY_42:
        baby = {"outcome": "1", "sex": "2"}
        record_delivery(desk, card_id, {"delivered_on": BORN, "place": "县医院"}, [baby])
        checked = {"visited_on": BORN + timedelta(days=44), "kind": "2"}
        assert record_postpartum(desk, card_id, checked).state == "closed"
    else:
        values = {"ended_on": LMP + timedelta(days=190), "end_reason": how}
        moved = {"moved_to": "邻县"} if how == MOVED else {}
        assert end_card(desk, card_id, values | moved).state == "ended"


def due_on_card(desk: Desk, card_id: int, days: int) -> list[DueItem]:
    """What is due on a card so many days on; a report upwards is due whatever became of her."""
    then = replace(desk, today=TODAY + timedelta(days=days))
    items = due(then, waiting=True)
    return [each for each in items if each.pregnancy_id == card_id and each.kind != "report"]


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(events=EVENTS, ending=ENDINGS)
def test_whatever_happened_a_closed_card_is_due_for_nothing(
    desk_of: DeskOf, names: Iterator[str], events: list[tuple[str, date, int | None]], ending: str
) -> None:
    desk = desk_of("clerk")
    woman = {"name": next(names), "birth_date": date(1990, 1, 1), "village_id": 1, "lmp": LMP}
    opened = open_card(desk, woman)
    for event in events:
        happened(desk, opened.id, *event)
    assert due_on_card(desk, opened.id, 0)

    end(desk, opened.id, ending)

    assert [due_on_card(desk, opened.id, days) for days in LOOKS] == [[] for _ in LOOKS]
