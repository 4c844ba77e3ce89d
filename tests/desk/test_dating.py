"""Two datings on one card: which counts, what follows, and what a correction of it moves."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, text
from sqlmodel import col, select

from desk.antenatal import record_contact
from desk.context import Desk
from desk.delivery import record_delivery
from desk.house_rules import HouseRules
from desk.next_card import next_card
from desk.person_page import early_words
from desk.pregnancy import card, correct_card, open_card
from desk.pregnancy_view import CardView
from desk.preview import preview
from models.base import FieldErrors
from models.child import Child
from models.pregnancy import START, Pregnancy
from tests.conftest import TODAY, DeskOf

LMP = date(2026, 8, 23)  # 12+6 today
CARD: dict[str, Any] = {"name": "史试燕", "lmp": LMP, "booked_on": TODAY}
SCAN = {"scan_on": date(2026, 10, 20), "scan_ga_days": 52}  # six days younger: 2026-08-29
KEPT = ("name", "lmp", "scan_on", "scan_ga_days", "lmp_basis", "edd", "booked_on", "dating_reason")


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    return desk_of("clerk")


def refused(desk: Desk, values: dict[str, Any]) -> list[str]:
    with pytest.raises(FieldErrors) as caught:
        open_card(desk, {**CARD, **values})
    return list(caught.value.errors)


@pytest.mark.parametrize(
    ("values", "basis", "start"),
    [
        ({}, "1", LMP),
        (SCAN, "2", date(2026, 8, 29)),
        ({**SCAN, "scan_ga_days": 53}, "1", LMP),  # five days: the LMP stays
        ({"scan_on": TODAY, "scan_ga_days": 98}, "1", LMP),  # 14 weeks: too late to correct
        ({"lmp": None, **SCAN}, "2", date(2026, 8, 29)),
        ({"lmp": None, "edd": date(2027, 5, 30)}, "3", LMP),
        ({"lmp": None, "booked_ga_days": 90}, "3", LMP),
    ],
)
def test_what_counts_of_the_datings(
    desk: Desk, values: dict[str, Any], basis: str, start: date
) -> None:
    opened = open_card(desk, {**CARD, **values})
    assert (opened.values["lmp_basis"], opened.start) == (basis, start)
    assert opened.values["lmp"] == {**CARD, **values}["lmp"]
    with desk.reading() as session:
        assert session.exec(select(START).where(col(Pregnancy.id) == opened.id)).one() == start


def test_what_follows_is_counted_from_the_scan(desk: Desk) -> None:
    opened = open_card(desk, {**CARD, **SCAN})
    assert opened.values["edd"] == HouseRules().due_date(date(2026, 8, 29))
    assert (opened.gestation, opened.booked_days) == ("12+0", 84)


@pytest.mark.parametrize(("days", "early"), [(90, True), (91, False)])
def test_booking_is_early_up_to_12_weeks_and_6_days(desk: Desk, days: int, early: bool) -> None:  # noqa: FBT001  as expected
    opened = open_card(desk, {**CARD, "lmp": TODAY - timedelta(days=days)})
    assert opened.booked_days is not None
    words = early_words(opened.booked_days, opened.early_days)
    assert (words.template == "早孕建册") is early


def test_a_basis_against_the_rule_says_why(desk: Desk) -> None:
    against = {**SCAN, "lmp_basis": "1"}
    assert refused(desk, against) == ["dating_reason"]
    opened = open_card(desk, {**CARD, **against, "dating_reason": "月经日期记得清楚"})
    assert opened.start == LMP


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"scan_on": TODAY}, "scan_ga_days"),
        ({"scan_ga_days": 60}, "scan_on"),
        ({"scan_on": LMP - timedelta(days=1), "scan_ga_days": 50}, "scan_on"),
        ({"scan_on": TODAY + timedelta(days=1), "scan_ga_days": 50}, "scan_on"),
        ({"lmp": None}, "lmp"),
    ],
)
def test_a_scan_that_cannot_be_is_refused(desk: Desk, values: dict[str, Any], field: str) -> None:
    assert refused(desk, values) == [field]


def test_the_next_card_counts_one_pregnancy_and_one_birth_more(desk: Desk) -> None:
    first = {**CARD, "lmp": date(2024, 1, 1), "booked_on": date(2024, 3, 1)}
    opened = open_card(desk, {**first, "gravida": 2, "para": 0, "height_mm": 1600})
    record_delivery(desk, opened.id, {"delivered_on": date(2024, 10, 1)}, [{"outcome": "1"}])
    known = next_card(desk, opened.mother.id)
    assert known.values == {"gravida": 3, "para": 1, "height_mm": 1600}
    assert known.delivered_on == date(2024, 10, 1)


def corrected(desk: Desk, view: CardView, values: dict[str, Any]) -> CardView:
    kept = {name: view.values.get(name, view.mother.name) for name in KEPT}
    whole = {**kept, "lmp_basis": None, "edd": None, **values}
    return correct_card(desk, view.id, view.version, whole, "记错了")


def test_a_preview_tells_what_moves_and_keeps_nothing(desk: Desk) -> None:
    opened = open_card(desk, CARD)
    seen = record_contact(desk, opened.id, {"visited_on": TODAY, "number": 1})
    before = rows_of(desk)
    moved = preview(
        desk, opened.id, lambda trial: corrected(trial, seen, {"lmp": date(2026, 8, 22)})
    )
    told = {str(move.what): (str(move.old), str(move.new)) for move in moved}
    assert told["预产期"] == ("2027-05-30", "2027-05-29")
    assert told["今天孕周"] == ("12+6", "13+0")
    assert told["早孕建册"] == ("早孕建册", "已过13周")
    assert told["2026-11-21 的随访"] == ("孕12+6 第1次产前检查", "孕13+0 不在窗口")
    assert told["第2次产前随访"] == ("2026-12-13~2027-01-16", "2026-12-12~2027-01-15")
    assert rows_of(desk) == before
    assert card(desk, opened.id) == seen


def test_the_gestation_at_birth_follows_a_corrected_lmp(desk: Desk) -> None:
    opened = open_card(desk, {**CARD, "lmp": date(2026, 2, 1), "booked_on": date(2026, 4, 1)})
    born = record_delivery(desk, opened.id, {"delivered_on": TODAY}, [{"outcome": "1"}])
    assert born.delivery is not None
    assert born.delivery.values["ga_days"] == 293
    now = corrected(desk, born, {"lmp": date(2026, 2, 8)})
    assert now.delivery is not None
    assert now.delivery.values["ga_days"] == 286
    (baby,) = now.newborns
    with desk.reading() as session:
        made = session.get(Child, baby.child_id)
        assert made is not None
        assert made.birth_ga_days == 286


def test_an_lmp_after_a_contact_is_refused_at_its_field(desk: Desk) -> None:
    opened = open_card(desk, {**CARD, "lmp": date(2026, 8, 1), "booked_on": TODAY})
    seen = record_contact(desk, opened.id, {"visited_on": date(2026, 9, 1)})
    with pytest.raises(FieldErrors) as refused:
        corrected(desk, seen, {"lmp": date(2026, 9, 2), "booked_on": TODAY})
    assert "2026-09-01 已有随访或分娩" in str(refused.value.errors["lmp"])
    now = corrected(desk, seen, {"lmp": date(2026, 9, 1), "booked_on": TODAY})
    assert now.start == date(2026, 9, 1)


def test_a_scan_that_dates_her_after_the_delivery_is_refused_at_its_weeks(desk: Desk) -> None:
    opened = open_card(desk, {**CARD, "lmp": date(2026, 1, 20), "booked_on": TODAY})
    born = record_delivery(desk, opened.id, {"delivered_on": date(2026, 9, 20)}, [{"outcome": "1"}])
    scan = {"lmp": None, "scan_on": TODAY, "scan_ga_days": 50, "lmp_basis": "2", "booked_on": TODAY}
    with pytest.raises(FieldErrors) as refused:
        corrected(desk, born, scan)
    assert set(refused.value.errors) == {"scan_ga_days"}


def test_a_preview_refuses_what_the_correction_would(desk: Desk) -> None:
    opened = open_card(desk, CARD)
    with pytest.raises(FieldErrors):
        preview(desk, opened.id, lambda trial: corrected(trial, opened, {"lmp": None}))


def rows_of(desk: Desk) -> dict[str, list[Any]]:
    """Every row of every table but the history, without its version."""
    found = {}
    with desk.store.read.connect() as connection:
        for table in inspect(connection).get_table_names():
            if table == "audit":
                continue
            rows = connection.execute(text(f'SELECT * FROM "{table}"')).mappings()
            found[table] = sorted(
                ({name: value for name, value in row.items() if name != "version"} for row in rows),
                key=repr,
            )
    return found


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(there=st.dates(date(2026, 3, 1), date(2026, 10, 19)))
def test_an_lmp_edited_back_and_forth_leaves_no_trace(
    desk: Desk, tmp_path: Path, there: date
) -> None:
    assert tmp_path.exists()
    with desk.reading() as session:
        known = session.exec(select(Pregnancy)).first()
        opened = card(desk, known.id or 0) if known else None
    if opened is None:
        opened = open_card(desk, {**CARD, **SCAN})
        opened = record_contact(desk, opened.id, {"visited_on": TODAY, "number": 1})
    before = rows_of(desk)
    moved = corrected(desk, opened, {"lmp": there})
    corrected(desk, moved, {"lmp": LMP})
    assert rows_of(desk) == before


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(there=st.dates(date(2026, 1, 20), date(2026, 3, 31)))
def test_after_a_birth_an_lmp_edited_back_and_forth_leaves_no_trace(
    desk: Desk, there: date
) -> None:
    lmp = date(2026, 2, 1)
    with desk.reading() as session:
        known = session.exec(select(Pregnancy)).first()
        born = card(desk, known.id or 0) if known else None
    if born is None:
        opened = open_card(desk, {**CARD, "lmp": lmp, "booked_on": date(2026, 4, 1)})
        born = record_delivery(desk, opened.id, {"delivered_on": TODAY}, [{"outcome": "1"}])
    before = rows_of(desk)
    corrected(desk, corrected(desk, born, {"lmp": there}), {"lmp": lmp})
    assert rows_of(desk) == before


def test_the_hospitals_own_weeks_stay_though_another_lmp_would_give_the_same(desk: Desk) -> None:
    lmp = date(2026, 2, 1)
    opened = open_card(desk, {**CARD, "lmp": lmp, "booked_on": date(2026, 4, 1)})
    told = (TODAY - lmp).days - 7
    birth = {"delivered_on": TODAY, "ga_days": told}
    born = record_delivery(desk, opened.id, birth, [{"outcome": "1"}])
    moved = corrected(desk, born, {"lmp": lmp + timedelta(days=7)})
    back = corrected(desk, moved, {"lmp": lmp})
    assert back.delivery is not None
    assert back.delivery.values["ga_days"] == told
