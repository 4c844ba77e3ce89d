"""The visits after birth: two forms, refusals, referral, the closing and what opens it again."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from desk.birth_rules import visit_doubts
from desk.context import Desk
from desk.delivery import correct_postpartum, record_delivery, record_postpartum
from desk.indicators import who
from desk.person_page import person_page
from desk.pregnancy import open_card
from desk.pregnancy_view import CardView
from desk.worklist import due
from models.base import FieldErrors
from models.referral import Referral
from rules.periods import calendar_year
from tests.conftest import TODAY, DeskOf

BORN = TODAY - timedelta(days=50)
LEFT = BORN + timedelta(days=3)
CHECKED = BORN + timedelta(days=43)


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    return desk_of("clerk")


@pytest.fixture
def delivered(desk: Desk) -> CardView:
    opened = open_card(
        desk,
        {
            "name": "王芳",
            "birth_date": date(1996, 3, 5),
            "village_id": 1,
            "lmp": BORN - timedelta(days=273),
        },
    )
    return record_delivery(
        desk, opened.id, {"delivered_on": BORN, "discharged_on": LEFT}, [{"sex": "2"}]
    )


def visited(desk: Desk, card: CardView, **values: Any) -> CardView:
    return record_postpartum(desk, card.id, {"visited_on": LEFT + timedelta(days=4), **values})


def checked(desk: Desk, card: CardView, **values: Any) -> CardView:
    return record_postpartum(desk, card.id, {"visited_on": CHECKED, "kind": "2", **values})


def recorrected(desk: Desk, card: CardView, **values: Any) -> CardView:
    visit = card.visits[-1]
    return correct_postpartum(desk, visit.id, visit.version, {**visit.values, **values}, "核对")


def still_due(desk: Desk) -> set[str]:
    return {item.code for item in due(desk) if item.kind == "postpartum"}


def referrals(desk: Desk) -> list[tuple[str, str]]:
    with desk.reading() as session:
        return [(each.source, each.reason) for each in session.exec(select(Referral))]


def test_a_visit_keeps_every_field_of_its_form(desk: Desk, delivered: CardView) -> None:
    told = {
        "temperature": 366,
        "bp_sys": 118,
        "bp_dia": 72,
        "health": "良好",
        "mind": "平稳",
        "breasts": "2",
        "breasts_finding": "乳头皲裂",
        "other": "大小便正常",
        "outcome": "2",
        "finding": "乳头皲裂",
        "guidance": ["1", "4", "6"],
        "guidance_other": "剖宫产护理",
        "next_on": BORN + timedelta(days=42),
        "doctor": "李医生",
    }
    kept = visited(desk, delivered, **told).visits[-1].values
    assert {name: kept[name] for name in told} == told


def test_a_refused_visit_is_recorded_and_counts_as_none(desk: Desk, delivered: CardView) -> None:
    card = visited(desk, delivered, met="2", not_met_why="家人不同意")
    assert card.visits[-1].values["met"] == "2"
    year = calendar_year(BORN.year)
    (missed,) = who(desk, year, "postpartum").missed
    assert missed.reason == f"{LEFT + timedelta(days=4)} 拒访,不计访视"


def test_a_refused_check_leaves_the_card_open_and_due(desk: Desk, delivered: CardView) -> None:
    card = checked(desk, delivered, met="2", not_met_why="在外地")
    assert card.state == "delivered"
    assert still_due(desk) == {"day42"}


def test_a_refusal_says_why(desk: Desk, delivered: CardView) -> None:
    with pytest.raises(FieldErrors, match="请写明原因"):
        visited(desk, delivered, met="3")


def test_the_day_42_check_closes_the_card(desk: Desk, delivered: CardView) -> None:
    card = checked(desk, delivered)
    assert (card.state, card.ended_on, card.end_reason) == ("closed", CHECKED, "1")
    assert card.visits[-1].values["handling"] == "1"
    assert still_due(desk) == set()


def test_a_check_that_refers_leaves_the_card_open_until_a_later_one(
    desk: Desk, delivered: CardView
) -> None:
    card = checked(
        desk, delivered, handling="2", referral_reason="恶露不尽", outcome="2", finding="x"
    )
    assert card.state == "delivered"
    assert still_due(desk) == {"day42"}
    assert referrals(desk) == [("5", "恶露不尽")]
    assert checked(desk, delivered, visited_on=TODAY).state == "closed"


def test_a_home_visit_that_refers_makes_one_referral(desk: Desk, delivered: CardView) -> None:
    card = visited(desk, delivered, referral="2", referral_reason="产褥感染")
    recorrected(desk, card, temperature=385)
    assert referrals(desk) == [("4", "产褥感染")]


def test_a_referral_says_why(desk: Desk, delivered: CardView) -> None:
    with pytest.raises(FieldErrors, match="转诊请写明原因"):
        checked(desk, delivered, handling="2")


def test_a_check_corrected_into_a_refusal_opens_the_card_again(
    desk: Desk, delivered: CardView
) -> None:
    closed = checked(desk, delivered)
    card = recorrected(desk, closed, met="2", not_met_why="没有来")
    assert (card.state, card.ended_on, card.end_reason) == ("delivered", None, None)


def test_a_delivery_entered_after_day_42_lets_the_visits_be_entered_late(
    desk: Desk, delivered: CardView
) -> None:
    visited(desk, delivered)
    card = checked(desk, delivered)
    assert [visit.values["kind"] for visit in card.visits] == ["1", "2"]


WELL = {"met": "1", "kind": "1", "outcome": "1", "referral": "1", "temperature": 374}


@pytest.mark.parametrize(
    ("found", "asked"),
    [
        ({}, set()),
        ({"bp_sys": 139, "bp_dia": 89}, set()),
        ({"temperature": 375}, {"outcome", "referral"}),
        ({"bp_sys": 140, "bp_dia": 80}, {"outcome", "referral"}),
        ({"bp_sys": 130, "bp_dia": 90}, {"outcome", "referral"}),
        ({"lochia": "2"}, {"outcome", "referral"}),
        ({"lochia": "2", "outcome": "2"}, {"referral"}),
        ({"lochia": "2", "outcome": "2", "referral": "2"}, set()),
        ({"temperature": 386, "met": "3"}, set()),
    ],
)
def test_a_home_visit_is_asked_about_where_its_findings_speak_against_it(
    found: dict[str, Any], asked: set[str]
) -> None:
    assert set(visit_doubts({**WELL, **found})) == asked


@pytest.mark.parametrize(
    ("found", "asked"),
    [
        ({}, set()),
        ({"temperature": 386}, {"outcome", "handling"}),
        ({"temperature": 386, "outcome": "2"}, {"handling"}),
        ({"temperature": 386, "outcome": "2", "handling": "2"}, set()),
    ],
)
def test_a_day_42_check_is_asked_about_where_it_would_close_over_a_finding(
    found: dict[str, Any], asked: set[str]
) -> None:
    assert set(visit_doubts({**WELL, "kind": "2", "handling": "1", **found})) == asked


def test_the_line_of_a_visit_tells_what_was_not_well(desk: Desk, delivered: CardView) -> None:
    visited(desk, delivered, temperature=386, bp_sys=150, bp_dia=100, lochia="2")
    events = person_page(desk, delivered.mother.id).events
    (told,) = (event.details for event in events if event.table == "postpartum_visits")
    assert [word.template.format(**word.params) for word in told] == [
        "血压150/100",
        "体温 38.6℃",
        "恶露 异常",
    ]


def test_the_line_of_a_visit_does_not_tell_a_temperature_that_is_well(
    desk: Desk, delivered: CardView
) -> None:
    visited(desk, delivered, temperature=368)
    events = person_page(desk, delivered.mother.id).events
    assert [e.details for e in events if e.table == "postpartum_visits"] == [()]
