"""The centre's own rules: by default the national ones, set by the administrator with a reason."""

from datetime import date

import pytest
from sqlalchemy import event
from sqlmodel import Session

from desk.case_work import record
from desk.errors import DeskError, NotPermitted
from desk.history import history
from desk.house_rules import (
    HOUSE_RULE_FIELDS,
    HouseRules,
    house_rule,
    house_rules,
    rules_of,
)
from desk.pregnancy import card, open_card
from desk.ruling import put_house_rules
from desk.settings import get
from models.base import FieldErrors
from rules.certificate_papers import Local
from rules.entry import settle
from tests.conftest import DeskOf

WHY = "县妇幼2026年文件"


@pytest.mark.parametrize("name", HOUSE_RULE_FIELDS)
def test_a_default_is_within_its_own_range(name: str) -> None:
    value = getattr(HouseRules(), name)
    assert settle(HOUSE_RULE_FIELDS[name], value) == value


@pytest.mark.parametrize("name", HOUSE_RULE_FIELDS)
def test_a_rule_says_where_it_comes_from(name: str) -> None:
    assert HOUSE_RULE_FIELDS[name].source
    assert HOUSE_RULE_FIELDS[name].help


def test_a_rule_never_set_is_the_default(desk_of: DeskOf) -> None:
    assert rules_of(desk_of("clerk")) == HouseRules()


def test_only_what_differs_is_kept(desk_of: DeskOf) -> None:
    put_house_rules(desk_of("admin"), {"referral_days": 10, "notice_days": 7}, WHY)
    assert get(desk_of("clerk"), "house_rules") == {"referral_days": 10}
    assert rules_of(desk_of("clerk")).referral_days == 10


def test_a_session_asks_for_the_rules_once(desk_of: DeskOf) -> None:
    desk = desk_of("clerk")
    asked: list[str] = []
    with desk.reading() as session:
        engine = desk.store.read
        event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
        assert [house_rule(session, name) for name in ("referral_days", "subsidy_on")] == [14, True]
        assert house_rules(session).hbsag_purple is True
    assert sum("settings" in each for each in asked) == 1


def test_only_the_administrator_sets_them(desk_of: DeskOf) -> None:
    with pytest.raises(NotPermitted):
        put_house_rules(desk_of("clerk"), {"referral_days": 10}, WHY)


def test_a_reason_is_asked_for(desk_of: DeskOf) -> None:
    with pytest.raises(DeskError, match="原因"):
        put_house_rules(desk_of("admin"), {"referral_days": 10}, " ")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"referral_days": 0}, "referral_days"),
        ({"home_visit_days": 28, "home_visit_counts_days": 7}, "home_visit_counts_days"),
        ({"day42_opens": 56, "day42_closes": 50}, "day42_closes"),
        ({"early_booking_days": 200}, "early_booking_days"),
        ({"cert_apply_days": 60, "cert_late_days": 30}, "cert_late_days"),
        (
            {"cert_void_warn_permille": 20, "cert_void_limit_permille": 10},
            "cert_void_limit_permille",
        ),
    ],
)
def test_a_rule_that_cannot_be_is_refused(
    desk_of: DeskOf, values: dict[str, int], field: str
) -> None:
    with pytest.raises(FieldErrors) as caught:
        put_house_rules(desk_of("admin"), values, WHY)
    assert list(caught.value.errors) == [field]


def test_a_centre_where_no_age_asks_for_a_parentage_test_says_nought(desk_of: DeskOf) -> None:
    put_house_rules(desk_of("admin"), {"cert_late_days": 0}, WHY)
    assert rules_of(desk_of("clerk")).certificate_papers.late_days == 0


def test_what_the_county_asks_of_a_family_follows_the_house_rules(desk_of: DeskOf) -> None:
    rules = {"cert_apply_days": 60, "cert_outside_test": "2", "cert_marriage": "1"}
    put_house_rules(desk_of("admin"), rules, WHY)
    papers = rules_of(desk_of("clerk")).certificate_papers
    assert papers == Local(apply_days=60, late_days=365, outside_test=False, marriage=True)


@pytest.mark.parametrize(("rule", "edd"), [("1", date(2025, 12, 8)), ("2", date(2025, 12, 6))])
def test_the_due_date_follows_the_house_rule(desk_of: DeskOf, rule: str, edd: date) -> None:
    put_house_rules(desk_of("admin"), {"edd_rule": rule}, WHY)
    lmp, booked = date(2025, 3, 1), date(2025, 5, 1)
    opened = open_card(desk_of("clerk"), {"name": "史试燕", "lmp": lmp, "booked_on": booked})
    assert opened.values["edd"] == edd


def test_early_booking_follows_the_house_rule(desk_of: DeskOf) -> None:
    desk = desk_of("clerk")
    values = {"name": "史试燕", "lmp": date(2026, 8, 23), "booked_on": date(2026, 11, 21)}
    opened = open_card(desk, values)
    assert (opened.booked_days, opened.early_days) == (90, 90)
    put_house_rules(desk_of("admin"), {"early_booking_days": 84}, WHY)
    assert card(desk, opened.id).early_days == 84


@pytest.mark.parametrize(
    ("colours", "days"), [(["1"], None), (["2"], 30), (["3", "5"], 14), (["4"], 7), ([], None)]
)
def test_the_shortest_interval_of_her_colours_counts(colours: list[str], days: int | None) -> None:
    assert HouseRules().followup_days(colours) == days


def test_the_rules_are_one_centres(desk_of: DeskOf) -> None:
    put_house_rules(desk_of("admin"), {"referral_days": 10}, WHY)
    with Session(desk_of("clerk").store.read) as session:
        session.info["centre"] = "another"
        assert house_rule(session, "referral_days") == 14


def test_carriers_ruled_out_of_purple_lose_it_at_once_and_the_history_says_why(
    desk_of: DeskOf,
) -> None:
    desk = desk_of("clerk")
    view = open_card(
        desk, {"name": "吴试燕", "lmp": date(2026, 8, 1), "booked_on": date(2026, 10, 1)}
    )
    view = record(desk, "infection_tests", view.id, {"tested_on": date(2026, 10, 1), "hbsag": "2"})
    assert view.values["risk_colours"] == ["5"]
    put_house_rules(desk_of("admin"), {"hbsag": "2"}, WHY)
    assert card(desk, view.id).values["risk_colours"] == []
    assert history(desk, "pregnancies", view.id)[0].reason == WHY


def test_a_colour_that_asks_for_a_file_from_now_on_has_it_at_once(desk_of: DeskOf) -> None:
    desk = desk_of("clerk")
    values = {"name": "吴试燕", "lmp": date(2026, 8, 1), "risk_colours": ["2"]}
    view = open_card(desk, values)
    assert view.records["risk_cases"] == ()
    put_house_rules(desk_of("admin"), {"case_colours": ["2", "3", "4", "5"]}, WHY)
    assert len(card(desk, view.id).records["risk_cases"]) == 1
