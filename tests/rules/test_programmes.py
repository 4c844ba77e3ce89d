"""Infections, prenatal screening and the subsidy: the rules named by what they say."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.errors import RuleError
from rules.infection import (
    HEPATITIS_B,
    HIV,
    SYPHILIS,
    found_by,
    hours_after,
    missing_for_child,
    missing_for_mother,
    timing_of,
)
from rules.prenatal import Standing, glucose_above, screening, screening_windows, screenings
from rules.subsidy import (
    APPLIED,
    MOVES,
    OWN,
    PAID,
    PUBLISHED,
    STATES,
    following,
    missing_papers,
    proposed,
    refuse_jump,
    unfounded,
)

TODAY = date(2026, 11, 21)
BORN = (date(2026, 11, 1), "22:30")
# Each test's window as the technical rules have it, both ends inclusive.
WINDOWS = {
    "1": ("11+0", "13+6"),
    "2": ("15+0", "20+6"),
    "3": ("12+0", "22+6"),
    "4": ("20+0", "24+6"),
    "5": ("24+0", "28+6"),
}


def reasons(found: list[RuleError]) -> list[str]:
    return [each.reason for each in found]


@pytest.mark.parametrize(
    ("days", "timing"), [(90, "1"), (91, "2"), (195, "2"), (196, "3"), (-1, None)]
)
def test_a_test_is_early_to_12_6_and_late_from_28_0(days: int, timing: str | None) -> None:
    assert timing_of(TODAY, None, TODAY + timedelta(days=days)) == timing


@pytest.mark.parametrize(("days", "timing"), [(-1, "3"), (0, "4"), (1, "5")])
def test_a_test_is_at_birth_on_the_day_of_delivery(days: int, timing: str) -> None:
    lmp = TODAY - timedelta(days=280)
    assert timing_of(lmp, TODAY, TODAY + timedelta(days=days)) == timing


def test_without_a_dating_nothing_is_said_of_the_timing() -> None:
    assert timing_of(None, None, TODAY) is None


@pytest.mark.parametrize(
    ("tests", "found"),
    [
        ([{"hiv": "1", "syphilis": "1", "hbsag": "1"}], set()),
        ([{"hiv": "3", "syphilis": "3"}], set()),
        ([{"hbsag": "2"}], {HEPATITIS_B}),
        ([{"syphilis": "2"}], {SYPHILIS}),
        ([{"syphilis": "2", "tppa": "1"}], set()),
        ([{"syphilis": "1", "tppa": "2"}], {SYPHILIS}),
        ([{"rpr": "2"}], {SYPHILIS}),
        ([{"hiv": "2"}], {HIV}),
        ([{"hiv": "2"}, {"hiv_confirmed": "1"}], set()),
        ([{"hiv": "2"}, {"hiv_confirmed": "3"}], {HIV}),
        ([{"hiv_confirmed": "1"}, {"hiv": "2", "hiv_confirmed": "2"}], {HIV}),
    ],
)
def test_a_positive_counts_until_a_confirming_test_refutes_it(
    tests: list[dict[str, str]], found: set[str]
) -> None:
    assert found_by(*tests) == found


def case(**values: Any) -> dict[str, Any]:
    blank = dict.fromkeys(("reported_on", "treated", "standardised", "partner"))
    return {**blank, "confirmed_on": TODAY, **values}


def child(**values: Any) -> dict[str, Any]:
    names = ("hbig_on", "hbig_at", "vaccine_on", "hiv_drug", "syphilis_drug", "closing")
    return {**dict.fromkeys(names), **values}


@pytest.mark.parametrize(("days", "reason"), [(5, "CARD_DUE"), (6, "CARD_LATE")])
def test_the_case_card_is_late_after_five_days(days: int, reason: str) -> None:
    known = case(treated="1", standardised="1", partner="1")
    found = missing_for_mother(SYPHILIS, known, TODAY + timedelta(days=days), 5)
    assert reasons(found) == [reason]


def test_of_hepatitis_b_neither_card_nor_partner_is_asked_for() -> None:
    assert missing_for_mother(HEPATITIS_B, case(), TODAY, 5) == []


def test_treatment_and_partner_are_asked_for() -> None:
    found = missing_for_mother(HIV, case(reported_on=TODAY), TODAY, 5)
    assert reasons(found) == ["NOT_TREATED", "PARTNER"]


def test_syphilis_is_to_be_treated_by_the_standard() -> None:
    known = case(reported_on=TODAY, treated="1", standardised="2", partner="4")
    assert reasons(missing_for_mother(SYPHILIS, known, TODAY, 5)) == ["NOT_STANDARD"]


@pytest.mark.parametrize(("at", "found"), [("10:30", []), ("11:30", ["HBIG_LATE"])])
def test_immunoglobulin_is_given_within_twelve_hours(at: str, found: list[str]) -> None:
    given_to = child(hbig_on=date(2026, 11, 2), hbig_at=at, vaccine_on=date(2026, 11, 2))
    assert reasons(missing_for_child(HEPATITIS_B, given_to, BORN, TODAY, 12)) == found


def test_without_a_time_the_hours_are_not_judged() -> None:
    assert hours_after(BORN, (date(2026, 11, 2), None)) is None


@pytest.mark.parametrize(("months", "found"), [(17, []), (18, ["EIGHTEEN"])])
def test_the_exposed_child_is_concluded_at_eighteen_months(months: int, found: list[str]) -> None:
    year, month = divmod(10 + months, 12)
    on = date(2026 + year, month + 1, 1)
    assert reasons(missing_for_child(HIV, child(hiv_drug="齐多夫定"), BORN, on, 12)) == found


@pytest.mark.parametrize("disease", [HIV, SYPHILIS])
def test_a_child_without_its_drug_is_named(disease: str) -> None:
    assert reasons(missing_for_child(disease, child(), BORN, TODAY, 12)) == ["CHILD_DRUG"]


@pytest.mark.parametrize("code", WINDOWS)
def test_each_screening_has_the_window_of_the_technical_rules(code: str) -> None:
    found = screening(code)
    assert found is not None
    assert (str(found.opens), str(found.closes)) == WINDOWS[code]


@pytest.mark.parametrize("code", WINDOWS)
def test_a_window_holds_both_its_ends(code: str) -> None:
    found = screening(code)
    assert found is not None
    first, last = found.opens.total_days, found.closes.total_days
    days = (first - 1, first, last, last + 1)
    held = [found.holds(TODAY, TODAY + timedelta(days=day)) for day in days]
    assert held == [False, True, True, False]


@given(st.integers(0, 310), st.sets(st.sampled_from(sorted(WINDOWS))))
def test_every_screening_stands_somewhere_and_what_is_done_is_never_due(
    days: int, done: set[str]
) -> None:
    found = screening_windows(TODAY, TODAY + timedelta(days=days), done)
    assert len(found) == len(screenings())
    due = {each.screening.code for each in found if each.standing is Standing.OPEN}
    assert not due & done
    serum = {"1", "2", "3"}
    assert not (serum & done and serum & due)  # one question is asked once


@pytest.mark.parametrize(
    ("values", "above"),
    [
        ({"glucose_0": 509, "glucose_1h": 999, "glucose_2h": 849}, ()),
        ({"glucose_0": 510}, ("glucose_0",)),
        ({"glucose_1h": 1000}, ("glucose_1h",)),
        ({"glucose_2h": 850}, ("glucose_2h",)),
    ],
)
def test_glucose_is_high_from_5_1_10_0_8_5(values: dict[str, int], above: tuple[str, ...]) -> None:
    assert glucose_above(values) == above


MOVE = st.sampled_from(sorted(STATES))


@given(st.lists(MOVE, max_size=12), st.sampled_from("123"))
def test_a_subsidy_is_never_paid_without_an_application_and_a_review(
    wanted: list[str], category: str
) -> None:
    state, way = "1", ["1"]
    for to in wanted:
        try:
            refuse_jump(state, to, category)
        except RuleError:
            assert to not in following(state, category)
        else:
            state = to
            way.append(to)
    if PAID in way:
        before = way[: way.index(PAID)]
        assert APPLIED in before
        assert category == OWN or before[-1] == PUBLISHED
        assert way[-1] == PAID  # nothing follows


@pytest.mark.parametrize("state", STATES)
def test_every_state_can_be_reached_and_only_paid_is_final(state: str) -> None:
    reached, more = {"1"}, {"1"}
    while more:
        more = {to for each in more for to in following(each, "3")} - reached
        reached |= more
    assert state in reached
    assert bool(MOVES[state]) == (state != PAID)


def test_papers_depend_on_the_category() -> None:
    counts = [len(missing_papers(category, [])) for category in "123"]
    assert counts == [2, 6, 6]


@pytest.mark.parametrize(
    ("standard", "total", "paid"),
    [(40_000, 39_999, 39_999), (40_000, 40_000, 40_000), (40_000, 90_000, 40_000)],
)
def test_the_standard_is_paid_or_the_cost_where_it_is_less(
    standard: int, total: int, paid: int
) -> None:
    assert proposed(standard, total) == paid


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"state": "2"}, {"applied_on"}),
        ({"state": "3", "applied_on": TODAY}, {"published_on"}),
        (
            {"state": "4", "category": "3", "applied_on": TODAY, "paid_on": TODAY, "paid_fen": 1},
            {"published_on"},
        ),
        (
            {"state": "4", "category": "1", "applied_on": TODAY, "paid_on": TODAY, "paid_fen": 1},
            set(),
        ),
        ({"state": "4", "category": "1", "applied_on": TODAY, "paid_on": TODAY}, {"paid_fen"}),
        ({"state": "5", "returned_on": TODAY}, {"why"}),
        ({"state": "6", "why": "非农村户籍"}, {"refused_on"}),
        ({"state": "3", "applied_on": TODAY, "published_on": date(2026, 11, 20)}, {"published_on"}),
    ],
)
def test_a_state_without_what_it_needs_is_refused(values: dict[str, Any], wrong: set[str]) -> None:
    assert set(unfounded(values)) == wrong
