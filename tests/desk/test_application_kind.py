"""Which of the two first certificates a birth gets: as its records say; and who gets none."""

from datetime import date
from typing import Any

import pytest

from desk.application import application, birth_recorded, correct, draft, take
from desk.child import register_child
from desk.context import Desk
from desk.delivery import correct_delivery, record_delivery
from desk.errors import DeskError
from desk.issuing import confirm, printed, reserve
from desk.pregnancy import open_card
from models.base import FieldErrors
from tests.conftest import TODAY, DeskOf
from tests.desk.certificate_desk import stocked
from tests.desk.certified import PARENTS, filled, taken

HOSPITAL: dict[str, Any] = {
    "delivered_on": date(2026, 11, 2),
    "place": "云溪镇卫生院",
    "in_hospital": "1",
}
HOME = HOSPITAL | {"place": "家中", "in_hospital": "2", "level": "5"}
UNKNOWN = {"kind": "1", "applied_on": TODAY, "relation": "1", "receiver": "史试燕"} | {
    "child_name": "孔试安",
    "sex": "1",
    "birth_date": date(2026, 11, 2),
    "mother_name": "史试燕",
    "father_name": "孔试升",
    "papers": ["1", "2", "3"],
    **PARENTS,
}


@pytest.fixture
def issuer(desk_of: DeskOf) -> Desk:
    return stocked(desk_of)


def delivered(desk_of: DeskOf, values: dict[str, Any]) -> Any:
    """A card with its delivery."""
    card = open_card(
        desk_of("clerk"),
        {
            "name": "史试燕",
            "id_no": PARENTS["mother_id_no"],
            "lmp": date(2026, 2, 1),
            "husband_name": "孔试升",
        },
    )
    babies = [{"sex": "1", "weight_g": 3250, "length_mm": 505}]
    return record_delivery(desk_of("clerk"), card.id, values, babies)


def child_of(desk_of: DeskOf, values: dict[str, Any]) -> int:
    return delivered(desk_of, values).newborns[0].child_id or 0


def moved(desk_of: DeskOf, card: Any, values: dict[str, Any]) -> None:
    """The clerk corrects where it was."""
    delivery = card.delivery
    whole = delivery.values | values
    correct_delivery(desk_of("clerk"), delivery.id, delivery.version, whole, "家属说明")


def wrong(desk: Desk, child_id: int | None, values: dict[str, Any]) -> list[str]:
    with pytest.raises(FieldErrors) as caught:
        take(desk, child_id, values)
    return list(caught.value.errors)


@pytest.mark.parametrize(
    "said", [{}, {"level": None, "in_hospital": None}, {"level": None, "in_hospital": "1"}]
)
def test_a_birth_at_home_is_never_the_houses_own(
    issuer: Desk, desk_of: DeskOf, said: dict[str, Any]
) -> None:
    own = child_of(desk_of, HOME | said)
    assert draft(issuer, own, "1")["kind"] == "4"
    in_house = filled(issuer, own, kind="1", institution="云溪镇卫生院")
    assert wrong(issuer, own, in_house) == ["institution"]


def test_a_birth_in_hospital_is_none_outside(issuer: Desk, desk_of: DeskOf) -> None:
    own = child_of(desk_of, HOSPITAL)
    assert draft(issuer, own, "4")["kind"] == "1"
    outside = filled(issuer, own, kind="4", papers=["1", "2", "3", "4", "7"], attended="2")
    more = {"paternity_no": "鉴1", "receiver_phone": "13800001234", "address": "东庄村2组"}
    assert wrong(issuer, own, outside | more) == ["institution"]


@pytest.mark.parametrize("place", ["/", "家中", "去医院途中", "途中"])
def test_the_form_of_the_house_takes_no_place_outside(issuer: Desk, place: str) -> None:
    assert wrong(issuer, None, UNKNOWN | {"institution": place}) == ["institution"]


@pytest.mark.parametrize(("place", "recorded"), [(None, False), ("县城", False), ("家中", True)])
def test_which_form_is_chosen_only_where_no_record_says(
    issuer: Desk,
    desk_of: DeskOf,
    place: str | None,
    recorded: bool,  # noqa: FBT001  a table of cases
) -> None:
    values = {"name": "钟试文", "sex": "1", "birth_date": date(2026, 10, 1), "birth_place": place}
    own = register_child(desk_of("clerk"), values | {"mother_name": "袁试玲"}).id
    assert birth_recorded(issuer, own) is recorded
    assert draft(issuer, own, "1")["kind"] == ("4" if recorded else "1")


def test_a_birth_that_was_at_home_after_all_is_not_issued_in_the_house(
    issuer: Desk, desk_of: DeskOf
) -> None:
    card = delivered(desk_of, HOSPITAL)
    mine = taken(issuer, card.newborns[0].child_id or 0)
    moved(desk_of, card, {"place": "家中", "in_hospital": "2"})
    with pytest.raises(DeskError, match="机构外出生"):
        reserve(issuer, mine.id)
    with pytest.raises(FieldErrors, match="机构外出生"):
        correct(issuer, mine.id, mine.version, mine.values)


def test_what_is_printed_already_is_not_confirmed_for_it(issuer: Desk, desk_of: DeskOf) -> None:
    card = delivered(desk_of, HOSPITAL)
    mine = taken(issuer, card.newborns[0].child_id or 0)
    reserve(issuer, mine.id)
    printed(issuer, mine.id)
    moved(desk_of, card, {"place": "家中", "in_hospital": "2"})
    with pytest.raises(DeskError, match="机构外出生"):
        confirm(issuer, mine.id)
    assert application(issuer, mine.id).state == "printed"


def test_nobody_born_before_1996_has_a_certificate(issuer: Desk) -> None:
    adult = UNKNOWN | {
        "birth_date": date(1995, 12, 31),
        "mother_id_no": "331199197006122225",
        "father_id_no": None,
        "father_name": None,
        "papers": ["1", "2", "6", "7"],
        "paternity_no": "鉴1",
        "late_why": "一直没有办",
    }
    assert wrong(issuer, None, adult) == ["birth_date"]
    assert take(issuer, None, adult | {"birth_date": date(1996, 1, 1)}).step == "reserve"


def test_a_child_of_a_family_not_on_the_books_has_a_name(issuer: Desk) -> None:
    assert wrong(issuer, None, UNKNOWN | {"child_name": "未取名"}) == ["child_name"]


def test_a_nationality_is_no_persons_name(issuer: Desk) -> None:
    assert wrong(issuer, None, UNKNOWN | {"father_ethnic": "史试丙"}) == ["father_ethnic"]
