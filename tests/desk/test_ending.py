"""A card that ends without day 42: losses, moves, death; and an ending that was a mistake."""

from datetime import date, timedelta
from typing import Any

import pytest

from desk.context import Desk
from desk.delivery import correct_delivery, record_delivery, record_postpartum
from desk.ending import end_card, end_doubts, reopen
from desk.errors import DeskError
from desk.pregnancy import card, open_card
from desk.pregnancy_view import CardView
from desk.worklist import due
from models.base import FieldErrors
from models.pregnancy import Pregnancy
from tests.conftest import TODAY, DeskOf

LMP = date(2026, 2, 1)


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    return desk_of("clerk")


@pytest.fixture
def opened(desk: Desk) -> CardView:
    return expecting(desk)


def expecting(desk: Desk, **values: Any) -> CardView:
    woman = {"name": "王芳", "birth_date": date(1996, 3, 5), "village_id": 1}
    return open_card(desk, {**woman, "lmp": LMP, **values})


def ended(desk: Desk, opened: CardView, reason: str, days: int, **values: Any) -> CardView:
    day = LMP + timedelta(days=days)
    return end_card(desk, opened.id, {"ended_on": day, "end_reason": reason, **values})


@pytest.mark.parametrize("reason", ["2", "3", "4", "6", "7"])
def test_an_ended_card_leaves_every_due_list(desk: Desk, opened: CardView, reason: str) -> None:
    assert due(desk)
    ended(desk, opened, reason, 100)
    assert due(desk) == ()


def test_of_a_woman_who_died_the_report_alone_is_due(desk: Desk, opened: CardView) -> None:
    ended(desk, opened, "5", 100)
    assert {item.kind for item in due(desk)} == {"report"}


def test_a_loss_keeps_its_weeks_and_its_place(desk: Desk, opened: CardView) -> None:
    ended(desk, opened, "2", 70, end_place="县医院")
    with desk.reading() as session:
        kept = session.get(Pregnancy, opened.id)
    assert kept is not None
    assert (kept.end_ga_days, kept.end_place) == (70, "县医院")


def test_a_miscarriage_is_before_28_weeks(desk: Desk, opened: CardView) -> None:
    with pytest.raises(FieldErrors, match="已满28周"):
        ended(desk, opened, "2", 196)
    assert ended(desk, opened, "2", 195).state == "ended"


def test_an_induced_end_from_28_weeks_is_asked_about(opened: CardView) -> None:
    asked = [
        set(end_doubts({"end_reason": "3", "ended_on": LMP + timedelta(days=days)}, opened))
        for days in (195, 196)
    ]
    assert asked == [set(), {"end_reason"}]


@pytest.mark.parametrize(("reason", "field"), [("5", "died_on"), ("6", "moved_out_on")])
def test_an_ending_taken_back_gives_the_woman_back(
    desk: Desk, opened: CardView, reason: str, field: str
) -> None:
    gone = ended(desk, opened, reason, 100, moved_to="邻县", handed_over="1")
    assert gone.mother.values[field] == LMP + timedelta(days=100)
    back = reopen(desk, opened.id, "同名,登记错了人")
    assert (back.state, back.ended_on, back.end_reason) == ("ongoing", None, None)
    assert back.mother.values[field] is None
    assert due(desk)


def test_a_closing_taken_back_is_a_delivered_card(desk: Desk, opened: CardView) -> None:
    born = TODAY - timedelta(days=50)
    record_delivery(desk, opened.id, {"delivered_on": born}, [{"sex": "2"}])
    checked = {"visited_on": TODAY - timedelta(days=5), "kind": "2"}
    record_postpartum(desk, opened.id, checked)
    assert reopen(desk, opened.id, "检查记错了人").state == "delivered"


def test_an_ending_is_taken_back_with_a_reason_only(desk: Desk, opened: CardView) -> None:
    ended(desk, opened, "7", 100)
    with pytest.raises(DeskError, match="写明原因"):
        reopen(desk, opened.id, " ")
    assert card(desk, opened.id).state == "ended"


def test_an_open_card_has_no_ending_to_take_back(desk: Desk, opened: CardView) -> None:
    with pytest.raises(DeskError, match="没有结案"):
        reopen(desk, opened.id, "x")


def test_an_old_card_is_not_opened_beside_a_new_pregnancy(desk: Desk, opened: CardView) -> None:
    ended(desk, opened, "7", 100)
    open_card(desk, {"name": "王芳", "lmp": date(2026, 9, 1)}, same_as=opened.mother.id)
    with pytest.raises(DeskError, match="已有未结案的孕册"):
        reopen(desk, opened.id, "回来了")


def test_a_mother_who_did_not_die_at_delivery_lives_again(desk: Desk, opened: CardView) -> None:
    born = {"delivered_on": date(2026, 11, 1), "mother_outcome": "2"}
    dead = record_delivery(desk, opened.id, born, [{"sex": "2"}])
    assert dead.mother.values["died_on"] == date(2026, 11, 1)
    with pytest.raises(DeskError, match="先更正分娩记录"):
        reopen(desk, opened.id, "记错")
    assert dead.delivery is not None
    alive = {**dead.delivery.values, "mother_outcome": "1"}
    back = correct_delivery(desk, dead.delivery.id, dead.delivery.version, alive, "记错")
    assert (back.state, back.mother.values["died_on"]) == ("delivered", None)
