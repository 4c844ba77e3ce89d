from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.dates import add_months
from rules.gestation import parse_gestation
from rules.schedule import antenatal_contacts, child_contacts, postpartum_contacts

DAYS = st.dates(date(2000, 1, 1), date(2050, 12, 31))
DAY = timedelta(days=1)


@given(DAYS)
def test_a_childs_contacts_cover_seven_years_without_gap_or_overlap(birth: date) -> None:
    contacts = child_contacts(birth)
    assert contacts[0].opens == birth
    assert all(later.opens == contact.counts_until + DAY for contact, later in pairwise(contacts))
    assert contacts[-1].counts_until == add_months(birth, 84) - DAY


@given(DAYS)
def test_a_window_closes_before_it_stops_counting(day: date) -> None:
    for contact in child_contacts(day) + antenatal_contacts(day):
        assert contact.opens <= contact.closes <= contact.counts_until


def test_a_child_has_thirteen_contacts_in_order() -> None:
    assert [contact.code for contact in child_contacts(date(2026, 1, 1))] == [
        "newborn", "1m", "3m", "6m", "8m", "12m", "18m", "24m", "30m", "3y", "4y", "5y", "6y",
    ]  # fmt: skip


def test_windows_of_a_child_born_on_the_last_of_august() -> None:
    windows = {c.code: (str(c.opens), str(c.closes)) for c in child_contacts(date(2025, 8, 31))}
    assert windows == {
        "newborn": ("2025-08-31", "2025-09-27"),
        "1m": ("2025-09-28", "2025-09-30"),
        "3m": ("2025-11-30", "2025-12-30"),
        "6m": ("2026-02-28", "2026-03-30"),
        "8m": ("2026-04-30", "2026-05-30"),
        "12m": ("2026-08-31", "2026-09-29"),
        "18m": ("2027-02-28", "2027-03-30"),
        "24m": ("2027-08-31", "2027-09-29"),
        "30m": ("2028-02-29", "2028-03-30"),
        "3y": ("2028-08-31", "2029-08-30"),
        "4y": ("2029-08-31", "2030-08-30"),
        "5y": ("2030-08-31", "2031-08-30"),
        "6y": ("2031-08-31", "2032-08-30"),
    }


def test_birthdays_of_a_leap_day_child_are_on_the_28th() -> None:
    three = next(c for c in child_contacts(date(2024, 2, 29)) if c.code == "3y")
    assert (three.opens, three.closes) == (date(2027, 2, 28), date(2028, 2, 28))


def test_antenatal_windows_are_days_from_the_lmp() -> None:
    lmp = date(2026, 1, 1)
    days = [
        (c.code, (c.opens - lmp).days, (c.closes - lmp).days, (c.counts_until - lmp).days)
        for c in antenatal_contacts(lmp)
    ]
    assert days == [
        ("anc1", 0, 90, 111),
        ("anc2", 112, 146, 146),
        ("anc3", 147, 174, 195),
        ("anc4", 196, 258, 258),
        ("anc5", 259, 286, 286),
    ]


def test_without_a_discharge_date_the_home_visit_counts_from_the_delivery() -> None:
    home, _ = postpartum_contacts(date(2026, 9, 1), None)
    assert (home.opens, home.closes) == (date(2026, 9, 1), date(2026, 9, 8))
    assert home.counts_until == date(2026, 9, 29)


def test_every_contact_has_a_name() -> None:
    contacts = child_contacts(date(2026, 1, 1)) + antenatal_contacts(date(2026, 1, 1))
    assert [c.name for c in contacts[:2]] == ["新生儿访视", "满月"]
    assert len({c.name for c in contacts}) == len(contacts)


@given(DAYS, st.integers(0, 320))
def test_no_woman_is_inside_two_antenatal_windows_on_one_day(lmp: date, after: int) -> None:
    on = lmp + after * DAY
    inside = [
        contact.code for contact in antenatal_contacts(lmp) if contact.opens <= on <= contact.closes
    ]
    assert len(inside) <= 1


@pytest.mark.parametrize(
    ("gestation", "contact"),
    [
        ("12+6", "anc1"),
        ("13+0", None),
        ("15+6", None),
        ("16+0", "anc2"),
        ("20+6", "anc2"),
        ("21+0", "anc3"),
        ("24+6", "anc3"),
        ("25+0", None),
        ("27+6", None),
        ("28+0", "anc4"),
        ("36+6", "anc4"),
        ("37+0", "anc5"),
        ("40+6", "anc5"),
        ("41+0", None),
        ("42+0", None),
    ],
)
def test_antenatal_windows_turn_at_the_weeks_of_the_form(
    gestation: str, contact: str | None
) -> None:
    lmp = date(2026, 1, 1)
    on = lmp + parse_gestation(gestation) * DAY
    inside = [each.code for each in antenatal_contacts(lmp) if each.opens <= on <= each.closes]
    assert inside == ([contact] if contact else [])
