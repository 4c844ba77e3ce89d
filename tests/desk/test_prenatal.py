"""Prenatal screening on a card: its windows, refusals, results and what they ask for."""

from datetime import date
from typing import Any

import pytest

from desk.case_kinds import KINDS
from desk.case_work import record
from desk.context import Desk
from desk.delivery import record_delivery
from desk.pregnancy import open_card
from desk.pregnancy_view import CardView
from desk.prenatal import windows_of
from models.base import FieldErrors
from rules.prenatal import Standing
from tests.conftest import TODAY, DeskOf

KIND = KINDS["prenatal_screenings"]
LMP = date(2026, 7, 11)  # 19+0 on the day: serum and NIPT are open, the scan not yet
WOMAN = {"name": "史试燕", "birth_date": date(1998, 6, 8), "lmp": LMP, "booked_on": TODAY}
OPEN = ["passed", "open", "open", "not_yet", "not_yet"]


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    return desk_of("clerk")


@pytest.fixture
def card(desk: Desk) -> CardView:
    return open_card(desk, WOMAN)


def test_the_card_tells_which_window_is_open(desk: Desk, card: CardView) -> None:
    assert [each.standing for each in windows_of(card, desk.today)] == OPEN


@pytest.mark.parametrize("answer", ["1", "2"])
def test_what_was_done_or_refused_is_not_due_again(desk: Desk, card: CardView, answer: str) -> None:
    values = {"test": "3", "done_on": TODAY, "answer": answer}
    view = record(desk, KIND.name, card.id, values)
    standings = {each.screening.code: each.standing for each in windows_of(view, desk.today)}
    assert standings["3"] is Standing.DONE
    assert standings["2"] is Standing.INSTEAD


def test_after_the_delivery_no_window_is_open(desk: Desk) -> None:
    view = open_card(desk, WOMAN | {"lmp": date(2026, 2, 1)})
    born = {"delivered_on": date(2026, 11, 1)}
    view = record_delivery(desk, view.id, born, [{"outcome": "1", "sex": "2"}])
    assert windows_of(view, desk.today) == ()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"test": "6"}, "other_test"),
        ({"test": "2", "informed_on": TODAY, "done_on": date(2026, 11, 20)}, "informed_on"),
        ({"test": "2", "diagnosis": "2", "diagnosis_on": date(2026, 11, 1)}, "diagnosis_on"),
        ({"test": "2", "diagnosis_result": "2"}, "diagnosed"),
        ({"test": "2", "done_on": date(2026, 11, 22)}, "done_on"),
        ({"test": "2", "done_on": date(2026, 7, 10)}, "done_on"),
    ],
)
def test_impossible_screenings_are_refused(
    desk: Desk, card: CardView, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(FieldErrors) as caught:
        record(desk, KIND.name, card.id, {"done_on": TODAY, **values})
    assert set(caught.value.errors) == {field}


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        ({"test": "2"}, set()),
        ({"test": "1"}, {"done_on"}),
        ({"test": "4"}, {"done_on"}),
        ({"test": "2", "consent": "2"}, {"consent"}),
        ({"test": "2", "t21": "2"}, {"diagnosis"}),
        ({"test": "2", "t21": "3"}, set()),
        ({"test": "2", "t21": "2", "diagnosis": "2"}, set()),
        ({"test": "1", "answer": "2"}, set()),
    ],
)
def test_outside_its_window_unsigned_or_high_without_a_diagnosis_is_asked_about(
    card: CardView, values: dict[str, Any], asked: set[str]
) -> None:
    assert set(KIND.doubts({"done_on": TODAY, **values}, TODAY, card)) == asked
