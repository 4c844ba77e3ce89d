"""Whatever is done to the records, the keys of the lists say what the records say."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, col, select

from desk.child import child as child_of
from desk.child import correct_child, register_child
from desk.context import Desk
from desk.delivery import record_delivery
from desk.ending import end_card
from desk.intake import take_in
from desk.lists import Ask, children, pregnancies
from desk.pregnancy import correct_card, open_card
from desk.pregnancy_view import CardView
from models.child import Child
from models.list_keys import ListKey, card_keys, child_keys
from models.people import Person
from models.pregnancy import Pregnancy
from tests.conftest import TODAY, DeskOf
from tests.desk.intake_rows import child as child_row
from tests.desk.intake_rows import pregnancy as pregnancy_row

LMP = date(2026, 2, 1)
Keys = set[tuple[str, str, int, int]]


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    return desk_of("clerk")


@pytest.fixture
def opened(desk: Desk) -> CardView:
    values = {"name": "史试燕", "lmp": LMP, "booked_on": date(2026, 4, 1), "village_id": 1}
    return open_card(desk, values)


def kept_and_derived(session: Session) -> tuple[Keys, Keys]:
    """The keys there are, and those that the records ask for."""
    kept = {
        (row.list, row.key, row.record_id, row.person_id) for row in session.exec(select(ListKey))
    }
    derived: Keys = set()
    of_children = select(Child, Person).where(col(Person.id) == col(Child.person_id))
    for child, person in session.exec(of_children):
        keys = child_keys(person.name, person.birth_date, person.village_id)
        derived |= {(*key, child.id or 0, person.id or 0) for key in keys}
    of_cards = select(Pregnancy, Person).where(col(Person.id) == col(Pregnancy.mother_id))
    for card, mother in session.exec(of_cards):
        keys = card_keys(mother.name, mother.village_id, card.state, card.edd, card.booked_on)
        derived |= {(*key, card.id or 0, mother.id or 0) for key in keys}
    return kept, derived


def agrees(desk: Desk) -> bool:
    with desk.reading() as session:
        kept, derived = kept_and_derived(session)
    assert derived
    return kept == derived


def test_a_new_card_stands_in_every_order(desk: Desk, opened: CardView) -> None:
    assert agrees(desk)


def test_a_corrected_name_and_day_move_the_card(desk: Desk, opened: CardView) -> None:
    values: dict[str, Any] = {"name": "安试燕", "lmp": date(2026, 3, 1), "village_id": 2}
    correct_card(desk, opened.id, opened.version, values, "看错")
    assert agrees(desk)


def test_a_mother_who_moves_takes_her_child_along(desk: Desk, opened: CardView) -> None:
    record_delivery(desk, opened.id, {"delivered_on": date(2026, 10, 1)}, [{"sex": "2"}])
    (line,) = children(desk, Ask())
    child = child_of(desk, line.child_id)
    values = {**child.person.values, **child.values, "name": "钟试文", "village_id": 3}
    correct_child(desk, child.id, child.version, values, "起名")
    assert agrees(desk)


def test_an_ended_card_leaves_the_open_ones(desk: Desk, opened: CardView) -> None:
    end_card(desk, opened.id, {"ended_on": TODAY, "end_reason": "6"})
    assert agrees(desk)
    assert pregnancies(desk, Ask()) == ()
    assert len(pregnancies(desk, Ask(), everyone=True)) == 1


def test_registers_taken_in_stand_in_the_lists(desk: Desk) -> None:
    take_in(desk, "pregnancy", [pregnancy_row()])
    take_in(desk, "child", [child_row()])
    assert agrees(desk)


def test_a_surname_sorts_by_its_own_reading(desk: Desk) -> None:
    for number, name in enumerate(("尚文", "单文", "邵文", "丹文")):
        born = date(2026, 1, 1 + number)
        register_child(desk, {"name": name, "sex": "1", "birth_date": born})
    names = [line.name for line in children(desk, Ask(order="name"))]
    assert names == ["丹文", "单文", "尚文", "邵文"]


def test_villages_stand_in_the_order_of_the_list_and_none_at_the_end(desk: Desk) -> None:
    for number, village in enumerate((None, 3, 1)):
        born = date(2026, 1, 1 + number)
        values = {"name": f"试{'甲乙丙'[number]}", "sex": "1", "birth_date": born}
        register_child(desk, {**values, "village_id": village})
    villages = [line.village for line in children(desk, Ask(order="village"))]
    assert villages == ["东庄村", "柳溪村", ""]
