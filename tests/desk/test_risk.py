"""The colour of a pregnancy follows from its records, whatever their order."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.antenatal import correct_contact, record_contact
from desk.case_work import record
from desk.context import Desk
from desk.ending import end_card
from desk.errors import NotPermitted
from desk.history import history
from desk.pregnancy import card, open_card
from desk.pregnancy_view import CardView
from desk.report import open_reports, report_made
from desk.risk import assess_risk, risk_of
from desk.ruling import load_variant
from models.base import FieldErrors
from models.risk import RiskAssessment
from rules.errors import RuleError
from rules.risk_table import risk_table
from tests.conftest import TODAY, DeskOf

START = date(2026, 7, 23)  # 17+2 today
BOOKED = date(2026, 10, 1)
GREEN, YELLOW, ORANGE, RED, PURPLE = "12345"
_numbers = count(1)


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    return desk_of("clerk")


def booked(desk: Desk, **values: Any) -> CardView:
    """A card of a woman of 30 whom nothing speaks against."""
    n = next(_numbers)
    return open_card(
        desk,
        {
            "name": f"史试{'甲乙丙丁戊己庚辛壬癸'[n % 10]}{n}",
            "birth_date": date(1996, 5, 5),
            "lmp": START,
            "booked_on": BOOKED,
            **values,
        },
    )


def older(desk: Desk) -> CardView:
    """A card that is yellow by age."""
    return assess_risk(desk, booked(desk, birth_date=date(1990, 1, 5)).id, {"assessed_on": BOOKED})


def contact(desk: Desk, card_id: int, day: date = TODAY, **values: Any) -> CardView:
    return record_contact(desk, card_id, {"visited_on": day, **values})


def told(view: CardView) -> tuple[list[str], str | None]:
    return view.values["risk_colours"], view.values["risk_factors"]


def case(view: CardView) -> dict[str, Any]:
    found = view.latest("risk_cases")
    assert found is not None
    return found.values


def test_age_36_is_yellow_once_screened_and_nothing_is_reported(desk: Desk) -> None:
    view = older(desk)
    assert told(view) == ([YELLOW], "年龄 36 岁")
    assert not view.records["risk_cases"]
    assert open_reports(desk) == ()


def test_a_woman_nobody_screened_and_whom_nothing_speaks_against_has_no_colour(desk: Desk) -> None:
    assert told(booked(desk)) == ([], None)


def test_a_screening_that_finds_nothing_is_green(desk: Desk) -> None:
    view = assess_risk(desk, booked(desk).id, {"assessed_on": BOOKED})
    assert view.values["risk_colours"] == [GREEN]


def test_hb_58_at_17_weeks_2_turns_yellow_to_orange_and_starts_72_hours(desk: Desk) -> None:
    view = contact(desk, older(desk).id, hb=58)
    assert view.values["risk_colours"] == [ORANGE]
    assert "血红蛋白 58 g/L" in (view.values["risk_factors"] or "")
    assert case(view)["found_on"] == TODAY
    (clock,) = open_reports(desk)
    assert clock.name == "橙色风险报告单"
    assert clock.due_at - clock.known_at == timedelta(hours=72)
    assert clock.hours_left in {71, 72}


def test_what_makes_the_colour_is_told_first_whether_assessed_or_found_since(desk: Desk) -> None:
    view = contact(desk, older(desk).id, hb=58)
    assert told(view) == ([ORANGE], "血红蛋白 58 g/L；年龄 36 岁")
    view = assess_risk(desk, view.id, {"assessed_on": TODAY, "items": ["Y1.3"]})
    factors = view.records["risk_assessments"][-1].values["factors"]
    assert factors.split("；")[:2] == ["血红蛋白 58 g/L", "年龄 36 岁"]
    assert told(view) == ([ORANGE], factors)


def test_what_an_older_assessment_told_in_another_order_is_told_by_colour(desk: Desk) -> None:
    view = older(desk)
    (kept,) = view.records["risk_assessments"]
    with desk.writing("records.write", "test") as session:
        row = session.get_one(RiskAssessment, kept.id)
        row.items, row.factors = [*row.items, "O1.1"], "年龄 36 岁；" + risk_table_words("O1.1")
    view = contact(desk, view.id)
    assert (view.values["risk_factors"] or "") == f"{risk_table_words('O1.1')}；年龄 36 岁"


def test_what_a_register_told_stays_before_what_is_lower(desk: Desk) -> None:
    view = booked(
        desk, birth_date=date(1990, 1, 5), risk_colours=[ORANGE], risk_factors="瘢痕子宫；其他"
    )
    assert view.values["risk_factors"] == "瘢痕子宫；其他；年龄 36 岁"


def test_what_a_register_told_of_yellow_stays_behind_an_orange_finding(desk: Desk) -> None:
    view = booked(desk, risk_colours=[YELLOW], risk_factors="瘢痕子宫")
    view = contact(desk, view.id, hb=58)
    assert told(view) == ([ORANGE], "血红蛋白 58 g/L；瘢痕子宫")


def risk_table_words(code: str) -> str:
    item = risk_table().item(code)
    assert item
    return item.words


def test_correcting_the_hb_away_leaves_the_history_only(desk: Desk) -> None:
    view = contact(desk, older(desk).id, hb=58)
    (found,) = view.contacts
    (clock,) = open_reports(desk)
    view = correct_contact(desk, found.id, found.version, {"visited_on": TODAY, "hb": 118}, "抄错")
    assert told(view) == ([YELLOW], "年龄 36 岁")
    assert view.records["risk_cases"] == ()
    assert open_reports(desk) == ()
    gone, begun = history(desk, "reports", clock.id)
    assert (gone.new, gone.reason, begun.old) == ({}, "抄错", {})


def test_a_reported_clock_outlives_the_correction_that_took_its_reason(desk: Desk) -> None:
    view = contact(desk, older(desk).id, hb=58)
    (clock,) = open_reports(desk)
    report_made(desk, clock.id, {"reported_on": TODAY, "reported_to": "县妇幼"}, clock.version)
    (found,) = view.contacts
    view = correct_contact(desk, found.id, found.version, {"visited_on": TODAY, "hb": 118}, "抄错")
    assert view.values["risk_colours"] == [YELLOW]
    assert case(view)["reported_on"] == TODAY  # somebody has worked on it: it stays


def test_a_better_value_does_not_lower_the_colour_an_assessment_does(desk: Desk) -> None:
    view = contact(desk, older(desk).id, TODAY - timedelta(days=14), hb=58)
    view = contact(desk, view.id, TODAY - timedelta(days=1), hb=95)
    assert view.values["risk_colours"] == [ORANGE]
    risk = risk_of(desk, view.id)
    assert "Y2.6" in {factor.code for factor in risk.new}
    view = assess_risk(desk, view.id, {"assessed_on": TODAY, "kind": "2", "place": "县医院"})
    assert view.values["risk_colours"] == [YELLOW]


def test_an_item_gone_since_the_last_assessment_asks_for_another(desk: Desk) -> None:
    view = contact(desk, booked(desk).id, TODAY - timedelta(days=9), hb=58)
    assess_risk(desk, view.id, {"assessed_on": TODAY - timedelta(days=9)})
    assert not risk_of(desk, view.id).asks
    contact(desk, view.id, TODAY, hb=118)
    risk = risk_of(desk, view.id)
    assert "O2.6" in {factor.code for factor in risk.gone}
    assert risk.asks


def test_the_higher_of_two_assessments_of_one_day_counts(desk: Desk) -> None:
    view = booked(desk)
    for colours in ([RED], [YELLOW]):
        view = assess_risk(desk, view.id, {"assessed_on": TODAY, "kind": "2", "colours": colours})
    assert view.values["risk_colours"] == [RED]


def test_a_positive_screening_without_a_row_is_never_green(desk: Desk) -> None:
    view = assess_risk(desk, booked(desk).id, {"assessed_on": BOOKED, "items": ["2.3"]})
    assert told(view) == ([], "不孕史")
    with pytest.raises(FieldErrors, match="不能定为绿色"):
        assess_risk(
            desk,
            view.id,
            {"assessed_on": BOOKED, "items": ["2.3"], "colours": [GREEN]},
        )


def test_the_hospitals_assessment_answers_what_the_screening_left_open(desk: Desk) -> None:
    view = assess_risk(desk, booked(desk).id, {"assessed_on": BOOKED, "items": ["2.3"]})
    view = assess_risk(
        desk,
        view.id,
        {"assessed_on": TODAY, "kind": "2", "items": ["2.3"], "colours": [GREEN]},
    )
    assert view.values["risk_colours"] == [GREEN]


def test_a_colour_below_the_items_is_refused(desk: Desk) -> None:
    view = contact(desk, booked(desk).id, hb=58)
    with pytest.raises(FieldErrors, match="已是橙色"):
        assess_risk(desk, view.id, {"assessed_on": TODAY, "kind": "2", "colours": [YELLOW]})


def test_an_item_the_table_does_not_have_is_refused(desk: Desk) -> None:
    with pytest.raises(FieldErrors, match="没有 Q9 这一项"):
        assess_risk(desk, booked(desk).id, {"assessed_on": TODAY, "items": ["Q9"]})


def test_what_was_typed_on_a_new_card_is_its_first_assessment(desk: Desk) -> None:
    view = booked(desk, risk_colours=[ORANGE], risk_factors="心脏病")
    assert told(view) == ([ORANGE], "心脏病")
    (first,) = view.records["risk_assessments"]
    assert (first.values["assessed_on"], first.values["kind"]) == (BOOKED, "2")
    assert case(view)["found_on"] == BOOKED
    (clock,) = open_reports(desk)
    assert clock.late  # it was known seven weeks ago


def test_hepatitis_b_is_told_to_whom_it_is_open_only(desk: Desk, desk_of: DeskOf) -> None:
    view = record(desk, "infection_tests", booked(desk).id, {"tested_on": TODAY, "hbsag": "2"})
    assert view.values["risk_factors"] is None
    (clerk, counsellor) = (risk_of(desk, view.id), risk_of(_counsellor(desk_of), view.id))
    assert "乙肝" not in repr(clerk.derived)
    assert "乙肝" in repr(counsellor.derived)
    assert clerk.asks


def _counsellor(desk_of: DeskOf) -> Desk:
    return replace(desk_of("clerk"), roles=frozenset({"counsellor", "clerk"}))


def test_only_a_clerk_assesses(desk: Desk, desk_of: DeskOf) -> None:
    view = booked(desk)
    with pytest.raises(NotPermitted):
        assess_risk(desk_of("supervisor"), view.id, {"assessed_on": TODAY})


def test_a_closed_card_keeps_its_colour_and_its_file_says_how_it_ended(desk: Desk) -> None:
    view = contact(desk, booked(desk).id, hb=58)
    view = end_card(desk, view.id, {"ended_on": TODAY, "end_reason": "2", "end_ga_days": 121})
    assert view.values["risk_colours"] == [ORANGE]
    found = case(view)
    assert (found["outcome"], found["outcome_on"], found["closed_on"]) == ("4", TODAY, TODAY)


# What may be found of one woman on some days, in whatever order it is typed.
RECORDS: dict[str, tuple[str, dict[str, Any]]] = {
    "hb 58": ("contact", {"visited_on": date(2026, 10, 8), "hb": 58}),
    "hb 95": ("contact", {"visited_on": date(2026, 11, 2), "hb": 95}),
    "bp 165": ("risk_followups", {"followed_on": date(2026, 11, 9), "bp_sys": 165, "bp_dia": 112}),
    "screened": ("assessment", {"assessed_on": date(2026, 10, 1), "items": ["2.3"]}),
    "assessed": ("assessment", {"assessed_on": date(2026, 10, 20), "kind": "2", "items": ["2.3"]}),
    "tested": ("infection_tests", {"tested_on": date(2026, 10, 15), "syphilis": "2"}),
}


def enter(desk: Desk, card_id: int, name: str) -> None:
    kind, values = RECORDS[name]
    if kind == "contact":
        record_contact(desk, card_id, values)
    elif kind == "assessment":
        whole = (
            values if values["assessed_on"] != date(2026, 10, 20) else values | {"colours": ["4"]}
        )
        assess_risk(desk, card_id, whole)
    else:
        record(desk, kind, card_id, values)


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(order=st.permutations(sorted(RECORDS)), few=st.integers(1, len(RECORDS)))
def test_the_order_of_entry_changes_nothing(desk: Desk, order: list[str], few: int) -> None:
    some = order[:few]
    ends = []
    for way in (some, sorted(some)):
        view = booked(desk)
        for name in way:
            enter(desk, view.id, name)
        risk = risk_of(desk, view.id)
        found = risk.colours, risk.waiting
        clocks = {
            (each.kind, each.due_at) for each in open_reports(desk) if each.pregnancy_id == view.id
        }
        files = [each.values["found_on"] for each in card(desk, view.id).records["risk_cases"]]
        ends.append((found, clocks, files))
    assert ends[0] == ends[1]


VARIANT = """{
  "version": "省2026", "title": "省级风险表", "base": "2017",
  "sections": [{"code": "Y1", "title": "基本情况", "colour": "黄", "items": [
    {"code": "Y1.99", "words": "本省增列的一项"}]}]
}"""


def test_a_provinces_table_is_in_force_for_new_assessments_only(
    desk: Desk, desk_of: DeskOf
) -> None:
    view = older(desk)
    table = load_variant(desk_of("admin"), VARIANT, "省卫健委文件")
    assert table.version == "省2026"
    view = assess_risk(desk, view.id, {"assessed_on": TODAY, "items": ["Y1.99"]})
    first, second = (each.values for each in view.records["risk_assessments"])
    assert (first["risk_table"], first["factors"]) == ("2017", "年龄 36 岁")
    assert second["risk_table"] == "省2026"
    assert "本省增列的一项" in second["factors"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "第 1 行"),
        (VARIANT.replace("省2026", "2017"), "已有另一张表"),
        (VARIANT.replace("黄", "蓝"), "蓝"),
    ],
)
def test_a_table_with_a_mistake_is_refused_and_the_old_one_stays(
    desk: Desk, desk_of: DeskOf, text: str, said: str
) -> None:
    with pytest.raises(RuleError, match=said):
        load_variant(desk_of("admin"), text, "试试")
    assert risk_of(desk, booked(desk).id).table.version == "2017"


def test_a_version_is_never_given_to_another_table(desk_of: DeskOf) -> None:
    admin = desk_of("admin")
    load_variant(admin, VARIANT, "省卫健委文件")
    with pytest.raises(RuleError, match="已有另一张表"):
        load_variant(admin, VARIANT.replace("增列", "修订"), "改了")


def test_only_the_administrator_changes_the_table(desk: Desk) -> None:
    with pytest.raises(NotPermitted):
        load_variant(desk, VARIANT, "省卫健委文件")
