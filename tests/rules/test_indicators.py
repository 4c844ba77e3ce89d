from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.indicators import (
    CHILD,
    INDICATORS,
    MATERNAL,
    Base,
    ChildFacts,
    IndicatorSettings,
    MotherFacts,
    Tally,
    rate,
    tally,
)
from rules.periods import quarter_period, statistical_year

TODAY = date(2026, 11, 21)
Q3 = quarter_period("2026Q3")
LMP = date(2025, 11, 1)
BORN = date(2026, 8, 8)
MOTHER = {indicator.code: indicator for indicator in MATERNAL}
CHILDREN = {indicator.code: indicator for indicator in CHILD}
GOOD = MotherFacts(
    delivered_on=BORN,
    booked_on=LMP + timedelta(days=90),
    lmp=LMP,
    contacts=tuple(LMP + timedelta(days=n) for n in (90, 120, 150, 200, 260)),
    discharged_on=BORN + timedelta(days=3),
    hospital_delivery=True,
    postpartum_visits=(BORN + timedelta(days=31),),
)


def count(code: str, *women: MotherFacts, today: date = TODAY) -> Tally[MotherFacts]:
    return tally(MOTHER[code], women, Q3, today)


def why(code: str, woman: MotherFacts, today: date = TODAY) -> str:
    return "".join(miss.reason for miss in count(code, woman, today=today).missed)


def children(code: str, *facts: ChildFacts, today: date = TODAY) -> Tally[ChildFacts]:
    return tally(CHILDREN[code], facts, Q3, today)


def child_why(code: str, child: ChildFacts, today: date = TODAY) -> str:
    return "".join(miss.reason for miss in children(code, child, today=today).missed)


def test_a_district_of_2859_women_and_2908_live_births() -> None:
    never = MotherFacts(BORN, discharged_on=BORN)
    booked_late = replace(never, lmp=LMP, booked_on=LMP + timedelta(days=91))
    women = [replace(GOOD, postpartum_visits=())] * 2564 + [booked_late] * 240 + [never] * 55
    women = [replace(w, live_births=2 if n < 49 else 1) for n, w in enumerate(women)]
    women = [replace(w, postpartum_visits=(BORN,)) if n < 2685 else w for n, w in enumerate(women)]
    women = [replace(w, discharged_on=BORN) for w in women]
    figures = {
        code: (found.numerator, found.denominator, found.rate)
        for code in ("card", "early_booking", "postpartum")
        for found in [count(code, *women)]
    }
    assert figures == {
        "card": (2804, 2859, Decimal("98.1")),
        "early_booking": (2564, 2908, Decimal("88.2")),
        "postpartum": (2685, 2908, Decimal("92.3")),
    }


@pytest.mark.parametrize("code", MOTHER)
def test_a_woman_cared_for_to_the_last_day_of_every_limit_counts(code: str) -> None:
    assert count(code, GOOD).rate == 100


@pytest.mark.parametrize("code", MOTHER)
@pytest.mark.parametrize("day", [Q3.start - timedelta(days=1), Q3.end + timedelta(days=1)])
def test_a_delivery_outside_the_period_is_no_part_of_it(code: str, day: date) -> None:
    assert count(code, replace(GOOD, delivered_on=day)).denominator == 0


def test_a_delivery_after_today_is_not_seen() -> None:
    assert count("card", GOOD, today=BORN - timedelta(days=1)).denominator == 0


@pytest.mark.parametrize(
    ("code", "below"),
    [("card", 1), ("early_booking", 2), ("anc5", 2), ("system", 2), ("postpartum", 2)],
)
def test_twins_are_one_woman_and_two_live_births(code: str, below: int) -> None:
    found = count(code, replace(GOOD, live_births=2))
    assert (found.numerator, found.denominator) == (1, below)


def test_a_stillbirth_counts_above_and_not_below() -> None:
    found = count("postpartum", GOOD, replace(GOOD, live_births=0))
    assert (found.numerator, found.denominator) == (2, 1)
    assert found.rate == 200


@pytest.mark.parametrize(
    ("code", "change", "reason"),
    [
        ("card", {"booked_on": None}, "未建册"),
        ("early_booking", {"booked_on": None}, "未建册"),
        ("early_booking", {"booked_on": LMP + timedelta(days=91)}, "建册时已孕13+0"),
        ("early_booking", {"booked_on": LMP - timedelta(days=1)}, "建册日期早于末次月经,请核对"),
        ("early_booking", {"lmp": None}, "末次月经和建册孕周都没有,无法判断建册孕周"),
        ("early_booking", {"contacts": ()}, "孕13周前没有产前检查"),
        ("early_booking", {"contacts": (LMP + timedelta(days=91),)}, "孕13周前没有产前检查"),
        ("anc5", {"contacts": GOOD.contacts[:4]}, "产前检查 4 次,不足 5 次"),
        ("anc5", {"contacts": GOOD.contacts[:4] * 2}, "产前检查 4 次,不足 5 次"),
        (
            "anc5",
            {"contacts": (*GOOD.contacts[:4], BORN + timedelta(days=1))},
            "产前检查 4 次,不足 5 次",
        ),
        ("system", {"hospital_delivery": False}, "非住院分娩"),
        ("system", {"hospital_delivery": None}, "分娩地点不详"),
        ("system", {"lmp": None}, "末次月经和建册孕周都没有,无法判断首检孕周"),
        (
            "system",
            {"contacts": GOOD.contacts[1:], "postpartum_visits": ()},
            "孕13周前没有产前检查；产前检查 4 次,不足 5 次；出院后28天内无访视",
        ),
        ("postpartum", {"postpartum_visits": ()}, "出院后28天内无访视"),
        (
            "postpartum",
            {"postpartum_visits": (), "discharged_on": None},
            "分娩后28天内无访视(无出院日期)",
        ),
        (
            "postpartum",
            {"postpartum_visits": (BORN + timedelta(days=32),)},
            "出院后第29天才访视,超过28天",
        ),
        (
            "postpartum",
            {"postpartum_visits": (BORN + timedelta(days=29),), "discharged_on": None},
            "分娩后第29天才访视,超过28天(无出院日期)",
        ),
        ("postpartum", {"postpartum_visits": (BORN,)}, "访视日期 2026-08-08 早于出院,请核对"),
    ],
)
def test_a_woman_who_does_not_count_is_told_why(
    code: str, change: dict[str, object], reason: str
) -> None:
    assert why(code, replace(GOOD, **change)) == reason  # type: ignore[arg-type]


def test_without_an_lmp_the_gestation_of_the_booking_decides() -> None:
    booked = replace(GOOD, lmp=None, booked_ga_days=90)
    assert count("early_booking", booked).numerator == 1
    assert why("early_booking", replace(booked, booked_ga_days=91)) == "建册时已孕13+0"


def test_a_visit_still_possible_is_named_with_its_last_day() -> None:
    waiting = replace(GOOD, postpartum_visits=())
    last = BORN + timedelta(days=31)
    assert why("postpartum", waiting, last) == "尚未访视,2026-09-08 及以前访视仍可计入"
    assert why("postpartum", waiting, last + timedelta(days=1)) == "出院后28天内无访视"


def test_a_visit_after_today_is_not_seen_yet() -> None:
    assert count("postpartum", GOOD, today=BORN + timedelta(days=30)).numerator == 0


def test_a_centre_may_set_its_own_limits_and_denominator() -> None:
    own = IndicatorSettings(booking_days=83, bases={"early_booking": Base.WOMEN})
    twins = replace(GOOD, live_births=2)
    found = tally(MOTHER["early_booking"], [twins], Q3, TODAY, own)
    assert (found.numerator, found.denominator) == (0, 1)


def test_a_newborn_visited_on_the_27th_day_counts_and_on_the_28th_not() -> None:
    on_time = ChildFacts(BORN, visits=(BORN + timedelta(days=27),))
    late = ChildFacts(BORN, visits=(BORN + timedelta(days=28),))
    assert children("newborn_visit", on_time, late).rate == 50
    assert child_why("newborn_visit", late) == "出生后第28天才访视,超过27天"


def test_a_newborn_not_visited_is_told_until_when() -> None:
    last = BORN + timedelta(days=27)
    assert child_why("newborn_visit", ChildFacts(BORN), last).startswith("尚未访视,2026-09-04")
    assert child_why("newborn_visit", ChildFacts(BORN), last + timedelta(days=1)) == (
        "出生后28天内无访视"
    )


def test_a_child_who_moved_in_later_is_no_live_birth_here() -> None:
    newborn = ChildFacts(BORN, since=BORN + timedelta(days=27))
    older = ChildFacts(BORN, since=BORN + timedelta(days=28))
    assert children("newborn_visit", newborn, older).denominator == 1


@pytest.mark.parametrize(
    ("birth", "below"),
    [("2023-09-30", 0), ("2023-10-01", 1), ("2026-09-30", 1), ("2026-10-01", 0)],
)
def test_children_under_three_at_the_end_of_the_period(birth: str, below: int) -> None:
    child = ChildFacts(date.fromisoformat(birth))
    assert children("under3_system", child).denominator == below


@pytest.mark.parametrize(
    ("change", "below"),
    [
        ({"until": Q3.end}, 0),
        ({"until": Q3.end + timedelta(days=1)}, 1),
        ({"since": Q3.end}, 1),
        ({"since": Q3.end + timedelta(days=1)}, 0),
    ],
)
def test_only_children_living_here_at_the_end_are_managed(
    change: dict[str, date], below: int
) -> None:
    assert children("under3_system", ChildFacts(BORN, **change)).denominator == below  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("done", "reason"),
    [
        (None, "3月龄检查未做"),
        ("2026-06-30", "3月龄检查 2026-06-30 做,早于 2026-07-01"),
        ("2026-07-01", ""),
        ("2026-09-30", ""),
        ("2026-10-01", "3月龄检查 2026-10-01 才做,晚于 2026-09-30"),
    ],
)
def test_a_check_counts_from_its_window_until_the_next_opens(done: str | None, reason: str) -> None:
    checks = {"3m": date.fromisoformat(done)} if done else {}
    assert child_why("under3_system", ChildFacts(date(2026, 4, 1), checks=checks)) == reason


def test_a_late_check_can_still_be_done_until_the_next_opens() -> None:
    child = ChildFacts(date(2026, 4, 1))
    reason = child_why("under3_system", child, date(2026, 9, 1))
    assert reason == "3月龄检查未做,2026-09-30 及以前补做仍可计入"


def test_a_child_with_no_window_closing_in_the_period_is_managed() -> None:
    assert children("under3_system", ChildFacts(date(2026, 9, 1))).rate == 100


def test_checks_of_before_the_child_came_are_not_asked_for() -> None:
    child = ChildFacts(date(2026, 4, 1), since=date(2026, 8, 1))
    assert children("under3_system", child).rate == 100


def test_a_year_asks_for_every_check_of_the_year() -> None:
    child = ChildFacts(date(2025, 9, 2), checks={"3m": date(2025, 12, 2)})
    found = tally(CHILDREN["under3_system"], [child], statistical_year(2026), TODAY)
    assert found.missed[0].reason == "6月龄检查未做；8月龄检查未做"


def test_the_seven_codes_in_their_order() -> None:
    assert list(INDICATORS) == [
        "card", "early_booking", "anc5", "system", "postpartum", "newborn_visit", "under3_system",
    ]  # fmt: skip


def test_a_formula_reads_as_in_the_source() -> None:
    assert INDICATORS["card"].formula == "建册产妇数 ÷ 产妇数 × 100%"


@pytest.mark.parametrize(
    ("above", "below", "percent"),
    [
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (1, 8, "12.5"),
        (1, 16, "6.3"),
        (0, 5, "0.0"),
        (3, 2, "150.0"),
    ],
)
def test_rates_round_half_up(above: int, below: int, percent: str) -> None:
    assert str(rate(above, below)) == percent


def test_nobody_below_gives_no_rate() -> None:
    assert rate(0, 0) is None
    assert count("card").rate is None


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_rate_is_within_half_a_tenth_of_the_truth(above: int, below: int) -> None:
    found = rate(above, below)
    assert found is not None
    assert Fraction(-1, 20) < Fraction(found) - Fraction(100 * above, below) <= Fraction(1, 20)
    assert found.as_tuple().exponent == -1


@given(
    st.lists(
        st.builds(
            MotherFacts,
            delivered_on=st.dates(date(2026, 6, 1), date(2026, 10, 31)),
            live_births=st.integers(0, 3),
            booked_on=st.none() | st.dates(date(2025, 10, 1), date(2026, 10, 31)),
            booked_ga_days=st.none() | st.integers(0, 280),
            lmp=st.none() | st.dates(date(2025, 9, 1), date(2026, 1, 31)),
            contacts=st.lists(st.dates(date(2025, 11, 1), date(2026, 11, 21)), max_size=7).map(
                tuple
            ),
            discharged_on=st.none() | st.dates(date(2026, 7, 1), date(2026, 10, 31)),
            hospital_delivery=st.sampled_from([True, False, None]),
            postpartum_visits=st.lists(
                st.dates(date(2026, 7, 1), date(2026, 11, 30)), max_size=3
            ).map(tuple),
        ),
        max_size=8,
    )
)
def test_the_cohort_is_parted_into_counted_and_missed(women: list[MotherFacts]) -> None:
    delivered = [woman for woman in women if woman.delivered_on in Q3]
    for code in MOTHER:
        found = count(code, *women)
        assert len(found.counted) + len(found.missed) == len(delivered)
        assert all(miss.reason for miss in found.missed)
    assert count("card", *women).denominator == len(delivered)
    assert count("system", *women).denominator == sum(woman.live_births for woman in delivered)
    for part in ("anc5", "postpartum"):
        assert count("system", *women).numerator <= count(part, *women).numerator
