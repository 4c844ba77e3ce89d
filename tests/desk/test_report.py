"""Report clocks: started once, overdue by the hour, stopped by the report."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from desk.antenatal import record_contact
from desk.context import Desk
from desk.ending import end_card
from desk.errors import Conflict, DeskError, NotPermitted
from desk.pregnancy import card, open_card
from desk.report import open_reports, report, report_made
from desk.ruling import put_house_rules
from models.base import FieldErrors
from tests.conftest import TODAY, DeskOf

START = date(2026, 7, 23)
MADE: dict[str, Any] = {"reported_on": TODAY, "reported_to": "县妇幼"}


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    return desk_of("clerk")


@pytest.fixture
def orange(desk: Desk) -> int:
    """A card that turned orange today."""
    values = {"name": "史试甲", "birth_date": date(1996, 5, 5), "lmp": START, "booked_on": TODAY}
    opened = open_card(desk, values)
    return record_contact(desk, opened.id, {"visited_on": TODAY, "hb": 58}).id


def test_the_clock_is_overdue_on_the_day_after_its_deadline(desk: Desk, orange: int) -> None:
    (first,) = open_reports(desk)
    (later,) = open_reports(replace(desk, today=TODAY + timedelta(days=4)))
    assert orange == first.pregnancy_id
    assert (first.late, later.late) == (False, True)
    assert later.hours_left in {-24, -25}


def test_saving_again_leaves_the_clock_as_it_runs(desk: Desk, orange: int) -> None:
    before = open_reports(desk)
    tomorrow = replace(desk, today=TODAY + timedelta(days=1))
    record_contact(tomorrow, orange, {"visited_on": tomorrow.today, "hb": 57})
    (after,) = open_reports(desk)
    assert (after.id, after.due_at) == (before[0].id, before[0].due_at)


def test_the_hours_are_the_houses_rule(desk: Desk, desk_of: DeskOf) -> None:
    put_house_rules(desk_of("admin"), {"report_hours_red": 12}, "县里的文件")
    values = {"name": "史试乙", "birth_date": date(1996, 5, 5), "lmp": START, "booked_on": TODAY}
    record_contact(desk, open_card(desk, values).id, {"visited_on": TODAY, "hb": 38})
    (clock,) = open_reports(desk)
    assert (clock.name, clock.due_at - clock.known_at) == ("红色风险报告单", timedelta(hours=12))


def test_a_finding_entered_late_was_known_on_its_own_day(desk: Desk) -> None:
    values = {"name": "史试乙", "birth_date": date(1996, 5, 5), "lmp": START, "booked_on": START}
    day = TODAY - timedelta(days=10)
    record_contact(desk, open_card(desk, values).id, {"visited_on": day, "hb": 58})
    (clock,) = open_reports(desk)
    assert clock.known_at.date() == day
    assert clock.late


def test_a_report_made_stops_the_clock_and_stands_in_the_case_file(desk: Desk, orange: int) -> None:
    (clock,) = open_reports(desk)
    made = report_made(desk, clock.id, MADE, clock.version)
    assert made.values["reported_to"] == "县妇幼"
    assert open_reports(desk) == ()
    case = card(desk, orange).latest("risk_cases")
    assert case is not None
    assert (case.values["reported_on"], case.values["report_to"]) == (TODAY, "县妇幼")


@pytest.mark.usefixtures("orange")
def test_a_report_that_was_made_changes_only_with_a_reason(desk: Desk) -> None:
    (clock,) = open_reports(desk)
    made = report_made(desk, clock.id, MADE, clock.version)
    with pytest.raises(DeskError, match="写明原因"):
        report_made(desk, clock.id, MADE, made.version)
    report_made(desk, clock.id, MADE | {"reported_to": "市妇幼"}, made.version, "报错单位")
    assert report(desk, clock.id).values["reported_to"] == "市妇幼"


@pytest.mark.usefixtures("orange")
def test_of_two_who_record_a_report_the_second_is_told(desk: Desk) -> None:
    (clock,) = open_reports(desk)
    made = report_made(desk, clock.id, MADE, clock.version)
    with pytest.raises(Conflict):
        report_made(desk, clock.id, MADE, made.version - 1, "再记")


@pytest.mark.usefixtures("orange")
@pytest.mark.parametrize("days", [-1, 1])
def test_a_report_is_made_neither_before_it_was_known_nor_tomorrow(desk: Desk, days: int) -> None:
    (clock,) = open_reports(desk)
    wrong = MADE | {"reported_on": TODAY + timedelta(days=days)}
    with pytest.raises(FieldErrors, match="reported_on"):
        report_made(desk, clock.id, wrong, clock.version)


@pytest.mark.usefixtures("orange")
def test_only_a_clerk_records_a_report(desk: Desk, desk_of: DeskOf) -> None:
    (clock,) = open_reports(desk)
    with pytest.raises(NotPermitted):
        report_made(desk_of("supervisor"), clock.id, MADE, clock.version)


def test_what_was_due_stays_due_when_the_card_is_closed(desk: Desk, orange: int) -> None:
    end_card(desk, orange, {"ended_on": TODAY, "end_reason": "3", "end_ga_days": 121})
    assert len(open_reports(desk)) == 1
