"""Deaths: who counts, the clock of the report, and a death told by mistake."""

from datetime import date, timedelta
from typing import Any

import pytest

from desk.case_work import correct, record
from desk.child import ChildView, child, record_check
from desk.child_death import correct_child_death, record_child_death
from desk.context import Desk
from desk.delivery import record_delivery
from desk.ending import end_card, reopen
from desk.errors import DeskError
from desk.pregnancy import open_card
from desk.pregnancy_view import CardView
from desk.report import open_reports
from desk.worklist import due
from models.base import FieldErrors
from tests.conftest import TODAY, DeskOf

BORN = date(2026, 10, 1)
DEATHS = "maternal_deaths"


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    return desk_of("clerk")


@pytest.fixture
def opened(desk: Desk) -> CardView:
    woman = {"name": "王芳", "birth_date": date(1996, 3, 5), "village_id": 1}
    return open_card(desk, {**woman, "lmp": date(2026, 1, 1)})


@pytest.fixture
def delivered(desk: Desk, opened: CardView) -> CardView:
    return record_delivery(desk, opened.id, {"delivered_on": BORN}, [{"sex": "2"}])


@pytest.fixture
def baby(delivered: CardView) -> int:
    return delivered.newborns[0].child_id or 0


def died(desk: Desk, card: CardView, day: date, **values: Any) -> CardView:
    return record(desk, DEATHS, card.id, {"died_on": day, **values})


def withdrawn(desk: Desk, card: CardView) -> CardView:
    kept = card.records[DEATHS][0]
    values = {**kept.values, "counted": "9"}
    return correct(desk, DEATHS, kept.id, kept.version, values, "同名同姓,报错了")


def lost(desk: Desk, child_id: int, days: int, **values: Any) -> ChildView:
    values = {"died_on": BORN + timedelta(days=days), **values}
    return record_child_death(desk, child_id, values)


def reports(desk: Desk) -> list[str]:
    return [each.name for each in open_reports(desk)]


def test_a_mothers_death_ends_her_card_and_starts_the_clock(
    desk: Desk, delivered: CardView
) -> None:
    card = died(desk, delivered, TODAY - timedelta(days=20), cause_1="产后出血", cause_class="1")
    assert (card.state, card.end_reason, card.ended_on) == ("ended", "5", date(2026, 11, 1))
    assert card.mother.values["died_on"] == date(2026, 11, 1)
    assert reports(desk) == ["孕产妇死亡报告"]
    assert not [item for item in due(desk) if item.kind == "postpartum"]


def test_the_clock_runs_before_the_card_is_filled_in(desk: Desk, opened: CardView) -> None:
    end_card(desk, opened.id, {"ended_on": date(2026, 6, 1), "end_reason": "5"})
    assert reports(desk) == ["孕产妇死亡报告"]


def test_one_death_has_one_clock_whichever_record_told_of_it(desk: Desk, opened: CardView) -> None:
    born = {"delivered_on": BORN, "mother_outcome": "2"}
    died(desk, record_delivery(desk, opened.id, born, [{"outcome": "1"}]), BORN)
    assert reports(desk) == ["孕产妇死亡报告"]


def test_an_ending_by_death_taken_back_stops_the_clock(desk: Desk, opened: CardView) -> None:
    end_card(desk, opened.id, {"ended_on": date(2026, 6, 1), "end_reason": "5"})
    reopen(desk, opened.id, "同名,登记错了人")
    assert reports(desk) == []


def test_a_death_while_she_carried_counts(desk: Desk, opened: CardView) -> None:
    died(desk, opened, date(2026, 6, 1))
    assert reports(desk) == ["孕产妇死亡报告"]


def test_a_death_42_days_after_the_birth_counts(desk: Desk, delivered: CardView) -> None:
    died(desk, delivered, BORN + timedelta(days=42))
    assert reports(desk) == ["孕产妇死亡报告"]


def test_a_death_43_days_after_the_birth_is_recorded_as_late(
    desk: Desk, delivered: CardView
) -> None:
    day = BORN + timedelta(days=43)
    with pytest.raises(FieldErrors, match="超过42天"):
        died(desk, delivered, day)
    died(desk, delivered, day, counted="3")
    assert reports(desk) == []


def test_a_death_within_42_days_is_not_put_among_the_late_ones(
    desk: Desk, delivered: CardView
) -> None:
    with pytest.raises(FieldErrors, match="没有超过产后42天"):
        died(desk, delivered, BORN + timedelta(days=42), counted="3")


def test_an_accident_is_recorded_and_not_counted(desk: Desk, delivered: CardView) -> None:
    card = died(desk, delivered, BORN + timedelta(days=10), counted="2", cause_1="车祸")
    assert card.state == "ended"
    assert reports(desk) == []


def test_a_death_after_the_card_was_ended_by_it_is_still_recorded(
    desk: Desk, opened: CardView
) -> None:
    end_card(desk, opened.id, {"ended_on": date(2026, 6, 1), "end_reason": "5"})
    card = died(desk, opened, date(2026, 6, 2))
    assert (card.ended_on, card.mother.values["died_on"]) == (date(2026, 6, 2),) * 2


def test_a_death_withdrawn_gives_her_back_and_stops_the_clock(
    desk: Desk, delivered: CardView
) -> None:
    card = withdrawn(desk, died(desk, delivered, BORN + timedelta(days=10)))
    assert (card.state, card.end_reason) == ("delivered", None)
    assert card.mother.values["died_on"] is None
    assert reports(desk) == []


def test_a_card_with_a_death_card_is_not_opened_again_while_that_stands(
    desk: Desk, delivered: CardView
) -> None:
    died(desk, delivered, BORN + timedelta(days=10))
    with pytest.raises(DeskError, match="先把报告卡的归类改为误报"):
        reopen(desk, delivered.id, "记错")


def test_a_death_has_one_card(desk: Desk, delivered: CardView) -> None:
    died(desk, delivered, BORN + timedelta(days=10))
    with pytest.raises(DeskError, match="已经登记过"):
        died(desk, delivered, BORN + timedelta(days=11))


@pytest.mark.parametrize(
    ("days", "report"),
    [(0, "围产儿死亡报告"), (6, "围产儿死亡报告"), (7, "儿童死亡报告")],
)
def test_a_death_in_the_first_seven_days_is_perinatal(
    desk: Desk, baby: int, days: int, report: str
) -> None:
    assert lost(desk, baby, days).person.values["died_on"] == BORN + timedelta(days=days)
    assert reports(desk) == [report]


def test_a_dead_child_is_due_for_nothing(desk: Desk, baby: int) -> None:
    assert [item for item in due(desk) if item.kind == "child"]
    assert child(desk, baby).next_contact
    assert lost(desk, baby, 10).next_contact is None
    assert not [item for item in due(desk) if item.kind == "child"]


def test_a_childs_death_corrected_to_another_day_has_the_other_report(
    desk: Desk, baby: int
) -> None:
    death = lost(desk, baby, 6).death
    assert death is not None
    values = {**death.values, "died_on": BORN + timedelta(days=20)}
    correct_child_death(desk, death.id, death.version, values, "医院来电")
    assert reports(desk) == ["儿童死亡报告"]


def test_a_childs_death_withdrawn_gives_it_back(desk: Desk, baby: int) -> None:
    death = lost(desk, baby, 6).death
    assert death is not None
    values = {**death.values, "status": "9"}
    alive = correct_child_death(desk, death.id, death.version, values, "报错了")
    assert alive.person.values["died_on"] is None
    assert reports(desk) == []


def test_a_child_does_not_die_before_it_was_last_seen(desk: Desk, baby: int) -> None:
    record_check(desk, baby, {"checked_on": BORN + timedelta(days=8), "contact": "newborn"})
    with pytest.raises(FieldErrors, match="早于最近一次体检"):
        lost(desk, baby, 6)


def test_an_untreated_childs_card_says_why(desk: Desk, baby: int) -> None:
    with pytest.raises(FieldErrors, match="未治疗请写主要原因"):
        lost(desk, baby, 6, treated="3")
