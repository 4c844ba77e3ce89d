"""One child has one first certificate, whichever record its papers stand with."""

from datetime import date
from typing import Any

import pytest

from desk.application import correct, take
from desk.application_view import ApplicationView
from desk.child import register_child
from desk.context import Desk
from desk.delivery import record_delivery
from desk.errors import DeskError
from desk.intake import take_in
from desk.issuing import confirm, printed, reserve
from desk.pregnancy import open_card
from tests.conftest import TODAY, DeskOf
from tests.desk.certificate_desk import born, stocked
from tests.desk.certified import NAME, PARENTS, issued, taken
from tests.desk.intake_rows import OTHER_ID
from tests.desk.intake_rows import issued as issued_line

DAY = date(2026, 11, 2)
MOTHER: dict[str, Any] = {
    "name": "史试燕",
    "id_no": PARENTS["mother_id_no"],
    "lmp": date(2026, 2, 1),
    "husband_name": "孔试升",
}
PASSPORT: dict[str, Any] = {
    "mother_id_no": None,
    "mother_id_kind": "3",
    "mother_other_no": "E1234567",
}


@pytest.fixture
def issuer(desk_of: DeskOf) -> Desk:
    return stocked(desk_of)


@pytest.fixture
def child_id(issuer: Desk, desk_of: DeskOf) -> int:
    """A boy of 史试燕, born on 2 November, without a name yet."""
    return born(desk_of)


def family(desk: Desk, **values: Any) -> ApplicationView:
    """An application of a family that is not on the books."""
    typed = {
        "child_name": NAME,
        "sex": "1",
        "birth_date": DAY,
        "mother_name": "史试燕",
        "father_name": "孔试升",
        "applied_on": TODAY,
        "papers": ["1", "2", "3"],
    }
    return take(desk, None, {**typed, **PARENTS, **values})


def put_through(desk: Desk, view: ApplicationView) -> None:
    for step in (reserve, printed, confirm):
        step(desk, view.id)


def test_a_child_that_was_issued_one_as_not_on_the_books_gets_no_second(
    issuer: Desk, desk_of: DeskOf
) -> None:
    put_through(issuer, family(issuer))
    with pytest.raises(DeskError, match=f"{NAME} 已有出生医学证明 Z331990001"):
        taken(issuer, born(desk_of))


def test_a_child_of_the_books_gets_no_second_as_not_on_them(issuer: Desk, child_id: int) -> None:
    issued(issuer, child_id)
    with pytest.raises(DeskError, match=f"{NAME} 已有出生医学证明 Z331990001"):
        family(issuer)


def test_nor_is_a_second_application_taken_beside_an_open_one(issuer: Desk, child_id: int) -> None:
    taken(issuer, child_id)
    with pytest.raises(DeskError, match=f"{NAME} 2026-11-21 的申请还没有办完"):
        family(issuer)


def test_a_birth_outside_is_held_against_one_inside(issuer: Desk) -> None:
    family(issuer)
    outside = {"kind": "4", "attended": "1", "address": "东庄", "receiver_phone": "13800001234"}
    with pytest.raises(DeskError, match="还没有办完"):
        family(issuer, **outside, papers=["1", "2", "3", "4", "7"], paternity_no="鉴1")


@pytest.mark.parametrize("name", [NAME, "史试燕之子"])
def test_one_of_an_older_register_counts(issuer: Desk, desk_of: DeskOf, name: str) -> None:
    line = issued_line(
        child_name=name,
        sex="男",
        birth_date="2026-11-02",
        issue_date="2026-11-02",
        mother_name="史试燕",
        mother_id=None,
    )
    take_in(desk_of("clerk"), "certificate", [line])
    with pytest.raises(DeskError, match=f"{name} 已有出生医学证明 Z337104157"):
        taken(issuer, born(desk_of))


@pytest.mark.parametrize(
    "other",
    [
        {"child_name": "孔试乐"},  # a twin
        {"birth_date": date(2026, 11, 1)},
        {"mother_id_no": OTHER_ID},  # another woman of the name
        {"mother_name": "袁试玲", **PASSPORT},
    ],
    ids=["name", "day", "number", "mother"],
)
def test_another_child_gets_its_own(issuer: Desk, other: dict[str, Any]) -> None:
    put_through(issuer, family(issuer))
    assert family(issuer, **other).step == "reserve"


def test_a_mother_is_known_by_her_number_under_another_name(issuer: Desk) -> None:
    family(issuer)
    with pytest.raises(DeskError, match="还没有办完"):
        family(issuer, mother_name="史试艳")


def test_a_mother_without_a_number_is_known_by_her_name(issuer: Desk) -> None:
    family(issuer)
    with pytest.raises(DeskError, match="还没有办完"):
        family(issuer, **PASSPORT)


def test_a_child_of_the_books_is_applied_for_from_its_page(
    issuer: Desk, child_id: int, desk_of: DeskOf
) -> None:
    register_child(
        desk_of("clerk"),
        {"name": "钟试文", "sex": "1", "birth_date": DAY, "mother_name": "袁试玲"},
    )
    with pytest.raises(DeskError, match="史试燕之子 在册,请到孩子的页办"):
        family(issuer)
    with pytest.raises(DeskError, match="钟试文 在册"):
        family(issuer, child_name="钟试文", mother_name="袁试玲", **PASSPORT)


def test_a_child_of_another_sex_than_the_one_on_the_books_is_another(
    issuer: Desk, child_id: int
) -> None:
    assert family(issuer, sex="2").step == "reserve"


def test_a_correction_makes_no_second_of_one_child(issuer: Desk) -> None:
    family(issuer)
    twin = family(issuer, child_name="孔试乐")
    with pytest.raises(DeskError, match=f"{NAME} 2026-11-21 的申请还没有办完"):
        correct(issuer, twin.id, twin.version, twin.values | {"child_name": NAME})


def test_a_correction_is_not_held_against_itself(issuer: Desk) -> None:
    view = family(issuer)
    assert correct(issuer, view.id, view.version, view.values | {"sex": "2"}).values["sex"] == "2"


def test_twins_have_one_each(issuer: Desk, desk_of: DeskOf) -> None:
    clerk = desk_of("clerk")
    card = open_card(clerk, MOTHER)
    on = {"delivered_on": DAY, "place": "云溪镇卫生院"}
    first, second = record_delivery(clerk, card.id, on, [{"sex": "1"}, {"sex": "1"}]).newborns
    issued(issuer, first.child_id or 0)
    assert taken(issuer, second.child_id or 0, child_name="孔试乐").step == "reserve"


def test_a_twin_an_older_register_has_without_a_name_does_not_stand_for_the_other(
    issuer: Desk, desk_of: DeskOf
) -> None:
    line = issued_line(
        child_name="史试燕之子1",
        sex="男",
        birth_date="2026-11-02",
        issue_date="2026-11-02",
        mother_name="史试燕",
    )
    take_in(desk_of("clerk"), "certificate", [line])
    assert family(issuer).step == "reserve"
