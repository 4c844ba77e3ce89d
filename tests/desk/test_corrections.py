"""Slips mended with a reason, cards closed, a register's babies made children."""

from datetime import date
from typing import Any

import pytest

from desk.antenatal import correct_contact, record_contact
from desk.child import record_check, register_child
from desk.context import Desk
from desk.corrections import correct_check
from desk.delivery import (
    correct_delivery,
    correct_postpartum,
    make_child,
    record_delivery,
    record_postpartum,
)
from desk.ending import end_card
from desk.errors import Conflict, DeskError
from desk.history import history
from desk.intake import take_in
from desk.people import find
from desk.pregnancy import card, open_card
from desk.pregnancy_view import CardView
from desk.worklist import due
from models.base import FieldErrors
from models.child import Child
from models.delivery import Newborn
from models.pregnancy import Pregnancy
from tests.conftest import TODAY, DeskOf
from tests.desk.intake_rows import delivered as register_delivered
from tests.desk.intake_rows import rows

LMP = date(2026, 2, 1)


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    return desk_of("clerk")


@pytest.fixture
def opened(desk: Desk) -> CardView:
    return open_card(desk, {"name": "史试燕", "lmp": LMP, "booked_on": date(2026, 4, 1)})


@pytest.fixture
def delivered(desk: Desk, opened: CardView) -> CardView:
    return record_delivery(desk, opened.id, {"delivered_on": date(2026, 10, 1)}, [{"sex": "2"}])


def test_a_contact_is_corrected_over_the_version_that_was_read(
    desk: Desk, opened: CardView
) -> None:
    first = record_contact(desk, opened.id, {"visited_on": date(2026, 6, 1), "hb": 58}).contacts[0]
    values = {**first.values, "hb": 85}
    (mended,) = correct_contact(desk, first.id, first.version, values, "看错单位").contacts
    assert (mended.values["hb"], mended.version) == (85, 2)
    newest = history(desk, "antenatal_contacts", first.id)[0]
    assert (newest.old["hb"], newest.new["hb"], newest.reason) == (58, 85, "看错单位")
    with pytest.raises(Conflict):
        correct_contact(desk, first.id, first.version, values, "又改")


def test_a_correction_is_held_to_the_same_rules(desk: Desk, opened: CardView) -> None:
    first = record_contact(desk, opened.id, {"visited_on": date(2026, 6, 1)}).contacts[0]
    record_contact(desk, opened.id, {"visited_on": date(2026, 6, 8)})
    for day in (date(2026, 1, 31), date(2026, 6, 8)):
        with pytest.raises(FieldErrors):
            correct_contact(desk, first.id, first.version, {"visited_on": day}, "改日期")
    with pytest.raises(DeskError, match="写明原因"):
        correct_contact(desk, first.id, first.version, first.values, "")


def test_a_new_day_of_delivery_is_the_childs_new_birth_date(
    desk: Desk, delivered: CardView
) -> None:
    assert delivered.delivery is not None
    mended = correct_delivery(
        desk,
        delivered.delivery.id,
        delivered.delivery.version,
        {**delivered.delivery.values, "delivered_on": date(2026, 10, 3)},
        "日期看错",
    )
    assert mended.delivery is not None
    assert mended.delivery.values["ga_days"] == 244
    (child,) = find(desk, "史试燕之女")
    assert child.birth_date == date(2026, 10, 3)


def test_a_mothers_death_learned_later_ends_her_card(desk: Desk, delivered: CardView) -> None:
    assert delivered.delivery is not None
    values = {**delivered.delivery.values, "mother_outcome": "2"}
    ended = correct_delivery(
        desk, delivered.delivery.id, delivered.delivery.version, values, "医院来电"
    )
    assert (ended.state, ended.mother.values["died_on"]) == ("ended", date(2026, 10, 1))


def test_the_day_a_card_closed_follows_its_day_42_check(desk: Desk, delivered: CardView) -> None:
    closed = record_postpartum(desk, delivered.id, {"visited_on": date(2026, 11, 12), "kind": "2"})
    visit = closed.visits[0]
    correct_postpartum(
        desk, visit.id, visit.version, {**visit.values, "visited_on": date(2026, 11, 13)}, "改"
    )
    assert history(desk, "pregnancies", closed.id)[0].new["ended_on"] == "2026-11-13"
    with pytest.raises(DeskError, match="另记一次"):
        correct_postpartum(desk, visit.id, 2, {**visit.values, "kind": "1"}, "改")


def test_a_check_is_corrected_with_its_history(desk: Desk) -> None:
    child = register_child(desk, {"name": "钟试文", "sex": "1", "birth_date": date(2026, 5, 20)})
    check = record_check(
        desk, child.id, {"checked_on": TODAY, "contact": "6m", "weight_g": 9750}
    ).checks[0]
    mended = correct_check(
        desk, check.id, check.version, {**check.values, "weight_g": 7950}, "数字颠倒"
    )
    assert mended.checks[0].values["weight_g"] == 7950


@pytest.mark.parametrize(("reason", "field"), [("5", "died_on"), ("6", "moved_out_on")])
def test_a_death_or_a_move_ends_the_card_and_is_the_persons(
    desk: Desk, opened: CardView, reason: str, field: str
) -> None:
    ended = end_card(desk, opened.id, {"ended_on": date(2026, 8, 1), "end_reason": reason})
    assert (ended.state, ended.mother.values[field]) == ("ended", date(2026, 8, 1))
    assert {item.kind for item in due(desk)} <= {"report"}  # a death is reported


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"end_reason": "2", "ended_on": date(2026, 11, 22)}, "ended_on"),
        ({"end_reason": "2", "ended_on": date(2026, 1, 1)}, "ended_on"),
        ({"end_reason": "1", "ended_on": date(2026, 8, 1)}, "end_reason"),
        ({"ended_on": date(2026, 8, 1)}, "end_reason"),
    ],
)
def test_a_card_does_not_end_in_a_way_that_cannot_be(
    desk: Desk, opened: CardView, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(FieldErrors) as caught:
        end_card(desk, opened.id, values)
    assert set(caught.value.errors) == {field}
    assert card(desk, opened.id).state == "ongoing"


def test_a_delivered_card_does_not_end_as_a_loss(desk: Desk, delivered: CardView) -> None:
    with pytest.raises(FieldErrors, match="已登记分娩"):
        end_card(desk, delivered.id, {"ended_on": TODAY, "end_reason": "3"})


def test_a_woman_whose_card_ended_may_have_another(desk: Desk, opened: CardView) -> None:
    end_card(desk, opened.id, {"ended_on": date(2026, 5, 1), "end_reason": "2"})
    again = open_card(desk, {"name": "史试燕", "lmp": date(2026, 9, 1)}, same_as=opened.mother.id)
    assert again.state == "ongoing"


def test_a_baby_of_a_register_becomes_a_child_once(desk: Desk) -> None:
    take_in(desk, "pregnancy", [register_delivered()])
    (newborn,) = rows(desk, Newborn)
    (card_row,) = rows(desk, Pregnancy)
    assert rows(desk, Child) == []
    made = make_child(desk, newborn.id or 0)
    assert (made.id, made.newborns[0].child_id) == (card_row.id, rows(desk, Child)[0].id)
    with pytest.raises(DeskError, match="已建儿童档案"):
        make_child(desk, newborn.id or 0)
