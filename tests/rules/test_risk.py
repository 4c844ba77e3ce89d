from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.risk import RiskAssessment, assess
from rules.risk_facts import Facts
from rules.risk_table import risk_table

TODAY = date(2026, 11, 21)
TABLE = risk_table()
CODES = [item.code for item in TABLE.items]
# Narrow around the boundaries, so that they are met often.
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "age": st.integers(13, 50),
        "height_mm": st.integers(1400, 1500),
        "weight_g": st.integers(40_000, 80_000),
        "rh_negative": st.booleans(),
        "started_on": st.dates(date(2026, 1, 1), TODAY),
        "last_birth_on": st.dates(date(2020, 1, 1), TODAY),
        "caesareans": st.integers(0, 3),
        "miscarriages": st.integers(0, 3),
        "induced_abortions": st.integers(0, 3),
        "stillbirths": st.integers(0, 1),
        "defects": st.integers(0, 1),
        "fetuses": st.integers(1, 3),
        "past_history": st.frozensets(st.sampled_from("2345678")),
        "hb": st.integers(30, 130),
        "platelets": st.integers(20, 300),
        "bp_sys": st.integers(100, 170),
        "bp_dia": st.integers(60, 115),
        "fasting_glucose": st.integers(400, 800),
        "urine_sugar": st.integers(0, 5),
        "urine_proteins": st.tuples(st.integers(0, 5), st.integers(0, 5)),
        "hbsag": st.booleans(),
        "alt": st.integers(10, 100),
        "syphilis": st.booleans(),
        "hiv": st.booleans(),
    },
)
TICKS = st.frozensets(st.sampled_from([*CODES, "unknown"]), max_size=6)


def found(risk: RiskAssessment) -> set[str]:
    return {factor.code for factor in risk.factors}


def colour_and_codes(**facts: Any) -> tuple[str | None, set[str]]:
    risk = assess(Facts(on=TODAY, **facts))
    return risk.colour, found(risk)


def test_nothing_known_is_green_without_factors() -> None:
    assert assess(Facts()) == RiskAssessment("绿", purple=False, factors=(), waiting=())


@pytest.mark.parametrize(
    ("age", "colour", "codes"),
    [
        (18, "黄", {"1.1", "Y1.1"}),
        (19, "绿", set()),
        (34, "绿", set()),
        (35, "黄", {"1.1", "Y1.1"}),
        (39, "黄", {"1.1", "Y1.1"}),
        (40, "橙", {"1.1", "O1.1"}),
    ],
)
def test_age_turns_at_18_35_and_40(age: int, colour: str, codes: set[str]) -> None:
    assert colour_and_codes(birth_date=TODAY.replace(year=TODAY.year - age)) == (colour, codes)


def test_age_is_in_full_years_on_the_day() -> None:
    tomorrow = date(1991, 11, 22)
    assert colour_and_codes(birth_date=tomorrow) == ("绿", set())


@pytest.mark.parametrize(
    ("weight_g", "colour", "codes"),
    [
        (73_960, "黄", {"1.3", "Y1.2"}),  # 18.49
        (74_000, "绿", set()),  # 18.50
        (100_000, "绿", set()),  # 25.00
        (100_040, "黄", {"1.3", "Y1.2"}),  # 25.01
        (111_960, "黄", {"1.3", "Y1.2"}),  # 27.99
        (112_000, "橙", {"1.3", "O1.2"}),  # 28.00
    ],
)
def test_bmi_turns_at_18_5_25_and_28_and_25_exactly_is_none(
    weight_g: int, colour: str, codes: set[str]
) -> None:
    assert colour_and_codes(weight_g=weight_g, height_mm=2000) == (colour, codes)


@pytest.mark.parametrize(
    ("hb", "colour", "codes"),
    [
        (110, "绿", set()),
        (109, "黄", {"6.1", "Y2.6"}),
        (61, "黄", {"6.1", "Y2.6"}),
        (60, "橙", {"6.1", "O2.6"}),
        (41, "橙", {"6.1", "O2.6"}),
        (40, "红", {"6.1", "R1.6"}),
    ],
)
def test_haemoglobin_turns_at_110_60_and_40(hb: int, colour: str, codes: set[str]) -> None:
    assert colour_and_codes(hb=hb) == (colour, codes)


@pytest.mark.parametrize(
    ("platelets", "colour", "codes"),
    [
        (101, "绿", set()),
        (100, "黄", {"6.2", "Y2.6"}),
        (51, "黄", {"6.2", "Y2.6"}),
        (50, "橙", {"6.2", "O2.6"}),
        (30, "橙", {"6.2", "O2.6"}),
        (29, "红", {"6.2", "R1.6"}),
    ],
)
def test_platelets_turn_at_100_50_and_30(platelets: int, colour: str, codes: set[str]) -> None:
    assert colour_and_codes(platelets=platelets) == (colour, codes)


@pytest.mark.parametrize(
    ("systolic", "diastolic", "codes"),
    [
        (139, 89, set()),
        (140, 60, {"7.1.5"}),
        (120, 90, {"7.1.5"}),
        (None, 90, {"7.1.5"}),
        (160, 110, {"7.1.5"}),
    ],
)
def test_blood_pressure_is_positive_from_140_or_90(
    systolic: int | None, diastolic: int | None, codes: set[str]
) -> None:
    assert found(assess(Facts(bp_sys=systolic, bp_dia=diastolic))) == codes


@pytest.mark.parametrize(("height_mm", "codes"), [(1450, {"1.2"}), (1451, set())])
def test_height_is_positive_up_to_145_cm(height_mm: int, codes: set[str]) -> None:
    assert found(assess(Facts(height_mm=height_mm))) == codes


@pytest.mark.parametrize(
    ("last_birth", "codes"),
    [
        ("2024-08-23", set()),  # eighteen months to the day
        ("2024-08-24", {"2.1"}),
        ("2021-02-23", set()),  # five years to the day
        ("2021-02-22", {"2.1"}),
    ],
)
def test_birth_interval_turns_at_18_months_and_5_years(last_birth: str, codes: set[str]) -> None:
    facts = Facts(last_birth_on=date.fromisoformat(last_birth), started_on=date(2026, 2, 23))
    assert found(assess(facts)) == codes


@pytest.mark.parametrize(
    ("counts", "codes"),
    [
        ({"miscarriages": 2}, set()),
        ({"miscarriages": 2, "induced_abortions": 1}, {"2.4", "Y1.5"}),
        ({"fetal_deaths": 1}, {"2.4", "Y1.5"}),
        ({"stillbirths": 1}, {"2.4", "Y1.5"}),
        ({"neonatal_deaths": 1}, {"2.4", "Y1.5"}),
        ({"defects": 1}, {"2.4", "Y1.5"}),
        ({"caesareans": 1}, {"2.2", "Y1.6"}),
        ({"caesareans": 2}, {"2.2", "O3.5"}),
        ({"fetuses": 1}, set()),
        ({"fetuses": 2}, {"2.5", "Y3.1"}),
        ({"fetuses": 3}, {"2.5", "O3.1"}),
    ],
)
def test_counts_of_the_history_tick_their_items(counts: dict[str, Any], codes: set[str]) -> None:
    assert found(assess(Facts(**counts))) == codes


@pytest.mark.parametrize(
    ("glucose", "at", "positive"),
    [
        (699, 167, False),
        (700, 167, True),
        (700, None, True),
        (510, 167, False),
        (509, 168, False),
        (510, 168, True),
        (510, None, False),
    ],
)
def test_fasting_glucose_turns_at_7_before_24_weeks_and_at_5_1_from_then(
    glucose: int, at: int | None, *, positive: bool
) -> None:
    start = date(2026, 1, 1)
    taken = None if at is None else date.fromordinal(start.toordinal() + at)
    facts = Facts(
        on=TODAY, started_on=start, urine_sugar=2, fasting_glucose=glucose, glucose_on=taken
    )
    assert ("6.6" in found(assess(facts))) is positive


def test_glucose_without_urine_sugar_ticks_nothing() -> None:
    assert assess(Facts(fasting_glucose=900, urine_sugar=1)).colour == "绿"


@pytest.mark.parametrize(
    ("grades", "positive"),
    [((2,), False), ((2, 0, 2), False), ((2, 1), False), ((0, 2, 3), True)],
)
def test_urine_protein_counts_when_positive_twice_in_a_row(
    grades: tuple[int, ...], *, positive: bool
) -> None:
    assert ("6.5" in found(assess(Facts(urine_proteins=grades)))) is positive


@pytest.mark.parametrize(
    ("facts", "colour", "codes"),
    [
        (Facts(hbsag=True, alt=40), "黄", {"6.8", "Y2.3"}),
        (Facts(hbsag=True, alt=Decimal("40.1")), None, {"6.8"}),
        (Facts(hbsag=True, alt=40, ast=41), None, {"6.8"}),
        (Facts(hbsag=True), None, {"6.8"}),
        (Facts(hbsag=False, alt=90), "绿", set()),
    ],
)
def test_a_hepatitis_b_carrier_with_a_normal_liver_is_yellow(
    facts: Facts, colour: str | None, codes: set[str]
) -> None:
    risk = assess(facts)
    assert (risk.colour, found(risk), risk.purple) == (colour, codes, False)


def test_a_carrier_is_purple_too_where_the_centre_says_so() -> None:
    assert assess(Facts(hbsag=True, alt=40), carriers_purple=True).marks == ("黄", "紫")


@pytest.mark.parametrize(("facts", "code"), [(Facts(syphilis=True), "P2"), (Facts(hiv=True), "P3")])
def test_an_infection_alone_is_purple_without_a_main_colour(facts: Facts, code: str) -> None:
    risk = assess(facts)
    assert risk.marks == ("紫",)
    assert (risk.colour, risk.waiting, code in found(risk)) == (None, (), True)
    assert all(factor.private for factor in risk.factors)


def test_purple_stands_beside_the_higher_colour() -> None:
    assert assess(Facts(hb=58, age=36, syphilis=True)).marks == ("橙", "紫")


def test_positive_screening_without_a_row_is_not_assessed_and_never_green() -> None:
    risk = assess(Facts(ticked=frozenset({"7.7.1"})))
    assert (risk.colour, risk.waiting, risk.marks) == (None, ("7.7.1",), ("筛查阳性未评估",))


def test_the_assessor_answers_a_screening_item_by_one_of_its_rows() -> None:
    risk = assess(Facts(ticked=frozenset({"7.1.6", "O2.1"})))
    assert (risk.colour, risk.waiting) == ("橙", ())


def test_a_colour_from_elsewhere_does_not_answer_a_screening_item() -> None:
    risk = assess(Facts(age=36, ticked=frozenset({"7.7.1"})))
    assert (risk.colour, risk.waiting) == ("黄", ("7.7.1",))


def test_a_code_the_version_does_not_know_is_positive_and_not_assessed() -> None:
    risk = assess(Facts(ticked=frozenset({"9.9"})))
    assert (risk.colour, risk.waiting, found(risk)) == (None, ("9.9",), {"9.9"})


def test_a_ticked_item_brings_the_row_that_follows_from_it() -> None:
    risk = assess(Facts(ticked=frozenset({"2.2"})))
    assert risk.colour == "黄"
    assert [str(why) for why in risk.factors[-1].why] == ["由筛查项 2.2 得出"]


def test_what_the_data_tick_says_why_and_what_a_person_ticked_does_not() -> None:
    risk = assess(Facts(hb=58, bp_sys=150, bp_dia=95, ticked=frozenset({"7.7.2"})))
    assert {f.code: [str(why) for why in f.why] for f in risk.factors} == {
        "6.1": ["血红蛋白 58 g/L"],
        "O2.6": ["血红蛋白 58 g/L"],
        "7.1.5": ["收缩压 150 mmHg", "舒张压 95 mmHg"],
        "7.7.2": [],
    }
    assert {f.code for f in risk.factors if not f.derived} == {"7.7.2"}


def test_past_history_is_told_in_the_words_of_the_form() -> None:
    risk = assess(Facts(past_history=frozenset({"2", "7"})))
    assert found(risk) == {"5.1", "7.1.6"}
    assert str(risk.factors[0].why[0]) == "既往史:心脏病 糖尿病"


def test_the_day_of_work_turns_from_yellow_to_orange_at_hb_58() -> None:
    booked = Facts(on=date(2026, 8, 23), birth_date=date(1990, 1, 1), hb=118)
    later = Facts(on=date(2026, 9, 23), birth_date=date(1990, 1, 1), hb=58)
    assert [assess(facts).colour for facts in (booked, later)] == ["黄", "橙"]


@given(FACTS, TICKS)
def test_whatever_is_known_it_can_be_assessed(
    facts: dict[str, Any], ticked: frozenset[str]
) -> None:
    risk = assess(Facts(on=TODAY, ticked=ticked, **facts))
    assert risk.colour in {"绿", "黄", "橙", "红", None}
    assert ticked <= found(risk)


@given(FACTS, TICKS)
def test_green_only_when_nothing_is_positive(facts: dict[str, Any], ticked: frozenset[str]) -> None:
    risk = assess(Facts(on=TODAY, ticked=ticked, **facts))
    assert (risk.colour == "绿") == (not risk.factors)


@given(FACTS, TICKS, st.randoms())
def test_the_order_of_ticks_does_not_matter(
    facts: dict[str, Any], ticked: frozenset[str], random: Any
) -> None:
    shuffled = sorted(ticked)
    random.shuffle(shuffled)
    other: frozenset[str] = frozenset()
    for code in shuffled:
        other |= {code}
    assert assess(Facts(ticked=other, **facts)) == assess(Facts(ticked=ticked, **facts))


@given(FACTS, TICKS, st.sampled_from(CODES))
def test_one_more_tick_never_lowers_the_colour(
    facts: dict[str, Any], ticked: frozenset[str], code: str
) -> None:
    before = assess(Facts(on=TODAY, ticked=ticked, **facts))
    after = assess(Facts(on=TODAY, ticked=ticked | {code}, **facts))
    assert TABLE.rank(after.colour) >= TABLE.rank(before.colour)
    assert after.purple >= before.purple


@given(
    FACTS, st.sampled_from(["hb", "age", "caesareans", "fetuses", "hbsag", "bp_sys", "weight_g"])
)
def test_what_is_not_known_ticks_nothing(facts: dict[str, Any], name: str) -> None:
    known = assess(Facts(on=TODAY, **facts))
    fewer = assess(Facts(on=TODAY, **{key: facts[key] for key in facts if key != name}))
    assert found(fewer) <= found(known)
