"""The state of the five antenatal contacts; each window tried on both sides of its ends."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.schedule import antenatal_contacts
from rules.visits import Status, Visit, antenatal_visits

LMP = date(2026, 1, 5)
FIRST, SECOND, THIRD, FOURTH, FIFTH = antenatal_contacts(LMP)
DAY = timedelta(days=1)
WORDS = {"未到期", "应访", "已完成", "补做", "漏访", "不适用"}

DAYS = st.integers(-20, 330).map(lambda days: LMP + timedelta(days=days))
CONTACTS = st.lists(st.tuples(DAYS, st.none() | st.integers(1, 5)), max_size=7)


def visits(
    today: date,
    *contacts: tuple[date, int | None],
    booked_on: date | None = None,
    until: date | None = None,
) -> tuple[Visit, ...]:
    return antenatal_visits(LMP, today, contacts, booked_on, until)


def second(today: date, *contacts: tuple[date, int | None], **facts: date) -> Status:
    return visits(today, *contacts, **facts)[1].status


def asked(found: tuple[Visit, ...]) -> list[int]:
    return [visit.number for visit in found if visit.asked]


def test_the_words_are_those_of_the_desk() -> None:
    assert {str(status) for status in Status} == WORDS


@pytest.mark.parametrize(
    ("today", "status"),
    [
        (SECOND.opens - DAY, "未到期"),
        (SECOND.opens, "应访"),
        (SECOND.closes, "应访"),
        (SECOND.closes + DAY, "漏访"),
    ],
)
def test_a_contact_not_made_is_due_from_16_weeks_to_20_and_6_then_missed(
    today: date, status: str
) -> None:
    assert second(today) == status


@pytest.mark.parametrize(
    ("made", "status"),
    [
        (SECOND.opens - DAY, "漏访"),
        (SECOND.opens, "已完成"),
        (SECOND.closes, "已完成"),
        (SECOND.closes + DAY, "漏访"),
    ],
)
def test_a_contact_without_a_number_counts_by_its_day(made: date, status: str) -> None:
    assert second(FIFTH.opens, (made, None)) == status


@pytest.mark.parametrize("made", [SECOND.opens - DAY, THIRD.closes + DAY])
def test_a_contact_of_its_number_outside_the_windows_is_made_up(made: date) -> None:
    assert second(FIFTH.opens, (made, 2)) == "补做"


def test_a_contact_that_completes_its_window_makes_up_no_other() -> None:
    booked = THIRD.opens + 18 * DAY  # 23+4, and first examined on that day
    found = visits(booked, (booked, 1), booked_on=booked)
    assert [str(visit.status) for visit in found] == [
        "不适用",
        "不适用",
        "已完成",
        "未到期",
        "未到期",
    ]


def test_of_two_contacts_in_a_window_the_one_of_another_number_makes_that_up() -> None:
    found = visits(FOURTH.opens, (THIRD.opens, 2), (THIRD.opens + DAY, 3))
    assert [(str(visit.status), visit.done_on) for visit in found[1:3]] == [
        ("补做", THIRD.opens),
        ("已完成", THIRD.opens + DAY),
    ]


def test_a_contact_in_the_gap_after_a_window_makes_it_up_without_a_number() -> None:
    found = visits(FOURTH.opens, (THIRD.closes + DAY, None))
    assert (found[2].status, found[2].done_on) == ("补做", THIRD.closes + DAY)


def test_a_contact_inside_a_window_completes_it_whatever_its_number() -> None:
    assert visits(FIFTH.opens, (THIRD.opens, 2))[2].status == "已完成"


def test_what_is_written_for_a_later_day_is_not_known_yet() -> None:
    assert second(SECOND.opens, (SECOND.closes, 2)) == "应访"


@pytest.mark.parametrize(
    ("booked", "status"), [(SECOND.closes, "漏访"), (SECOND.closes + DAY, "不适用")]
)
def test_a_window_closed_before_booking_is_not_asked_for(booked: date, status: str) -> None:
    assert second(FOURTH.opens, booked_on=booked) == status


def test_a_contact_made_before_a_late_booking_is_still_done() -> None:
    found = second(FOURTH.opens, (SECOND.opens, None), booked_on=THIRD.opens)
    assert found == "已完成"


@pytest.mark.parametrize(
    ("until", "status"),
    [(SECOND.opens - DAY, "不适用"), (SECOND.closes, "不适用"), (SECOND.closes + DAY, "漏访")],
)
def test_a_window_open_or_to_come_at_the_end_is_not_asked_for(until: date, status: str) -> None:
    assert second(FIFTH.opens, until=until) == status


def test_a_move_still_to_come_changes_nothing_today() -> None:
    assert second(SECOND.opens, until=SECOND.opens + DAY) == "应访"


def test_a_missed_contact_is_asked_for_until_the_next_window_opens() -> None:
    days = [THIRD.closes + DAY, FOURTH.opens - DAY, FOURTH.opens]
    assert [asked(visits(day)) for day in days] == [[3], [3], [4]]


def test_after_40_weeks_and_6_days_nothing_is_asked_for() -> None:
    assert asked(visits(FIFTH.closes + DAY)) == []


@given(DAYS, CONTACTS, st.none() | DAYS, st.none() | DAYS)
def test_nobody_is_due_for_two_contacts_at_once(
    today: date,
    contacts: list[tuple[date, int | None]],
    booked_on: date | None,
    until: date | None,
) -> None:
    assert len(asked(visits(today, *contacts, booked_on=booked_on, until=until))) <= 1


@given(DAYS, CONTACTS, st.none() | DAYS, st.none() | DAYS)
def test_no_contact_counts_for_two_windows(
    today: date,
    contacts: list[tuple[date, int | None]],
    booked_on: date | None,
    until: date | None,
) -> None:
    by_day = dict(contacts)  # the desk keeps one contact of a day
    found = visits(today, *by_day.items(), booked_on=booked_on, until=until)
    counted = [visit.done_on for visit in found if visit.done_on]
    assert len(counted) == len(set(counted))


@given(DAYS, CONTACTS, st.none() | DAYS, DAYS)
def test_a_pregnancy_that_is_over_is_never_due(
    today: date, contacts: list[tuple[date, int | None]], booked_on: date | None, until: date
) -> None:
    found = visits(max(today, until), *contacts, booked_on=booked_on, until=until)
    assert asked(found) == []
    assert not {visit.status for visit in found} & {Status.DUE, Status.NOT_YET}


@given(DAYS, CONTACTS, st.none() | DAYS, st.none() | DAYS, st.randoms())
def test_the_order_of_entry_changes_no_state(
    today: date,
    contacts: list[tuple[date, int | None]],
    booked_on: date | None,
    until: date | None,
    chance: Random,
) -> None:
    shuffled = list(contacts)
    chance.shuffle(shuffled)
    facts = {"booked_on": booked_on, "until": until}
    assert visits(today, *shuffled, **facts) == visits(today, *contacts, **facts)


@given(DAYS, CONTACTS, st.none() | DAYS, st.none() | DAYS)
def test_a_contact_made_today_inside_a_due_window_completes_it(
    today: date,
    contacts: list[tuple[date, int | None]],
    booked_on: date | None,
    until: date | None,
) -> None:
    before = visits(today, *contacts, booked_on=booked_on, until=until)
    after = visits(today, *contacts, (today, None), booked_on=booked_on, until=until)
    for was, now in zip(before, after, strict=True):
        assert now.status == (Status.DONE if was.status == Status.DUE else now.status)
        assert not now.asked
