"""Children registered, named, checked."""

from datetime import date, timedelta
from typing import Any

import pytest

from desk.child import child, correct_child, next_contact, record_check, register_child
from desk.context import Desk
from desk.errors import DeskError
from desk.indicators import figures
from desk.people import find, find_mothers
from desk.pregnancy import open_card
from models.base import FieldErrors
from rules.periods import quarter_period
from tests.conftest import TODAY, DeskOf

BORN = date(2026, 5, 20)
CHILD: dict[str, Any] = {"name": "钟试文", "sex": "1", "birth_date": BORN, "mother_name": "袁试玲"}


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    return desk_of("clerk")


def test_a_child_moved_in_is_on_the_books_and_found(desk: Desk) -> None:
    registered = register_child(desk, {**CHILD, "cert_no": "Z331990001"})
    assert child(desk, registered.id).person.name == "钟试文"
    assert [hit.name for hit in find(desk, "z331990001")] == ["钟试文"]
    assert [hit.name for hit in find(desk, "90001")] == ["钟试文"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"birth_date": None}, "birth_date"),
        ({"birth_date": TODAY + timedelta(days=1)}, "birth_date"),
        ({"birth_date": date(2019, 11, 21)}, "birth_date"),
        ({"id_no": "331199202605204328"}, "id_no"),
        ({"id_no": "331199202605204322", "sex": "1"}, "id_no"),
        ({"birth_weight_g": 12}, "birth_weight_g"),
    ],
)
def test_a_child_that_cannot_be_is_refused_at_the_field(
    desk: Desk, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(FieldErrors) as caught:
        register_child(desk, {**CHILD, **values})
    assert field in caught.value.errors


def test_of_a_name_only_women_old_enough_are_found_as_mothers(desk: Desk) -> None:
    register_child(desk, {**CHILD, "name": "钟试玲", "sex": "2"})
    women = {"钟试华": date(1996, 3, 5), "钟试敏": None}
    for name, born in women.items():
        known = {"name": name, "birth_date": born, "lmp": date(2026, 6, 1)}
        open_card(desk, {key: value for key, value in known.items() if value})
    assert {found.name for found in find_mothers(desk, "钟试")} == set(women)


def test_a_certificate_number_is_one_childs(desk: Desk) -> None:
    register_child(desk, {**CHILD, "cert_no": "Z331990001"})
    with pytest.raises(FieldErrors, match="钟试文"):
        register_child(desk, {**CHILD, "name": "另试", "cert_no": "Z331990001"})


def test_a_newborn_is_named_with_a_reason_and_found_by_the_new_name(desk: Desk) -> None:
    registered = register_child(desk, {**CHILD, "name": "袁试玲之子"})
    named = correct_child(desk, registered.id, registered.version, CHILD, "取名")
    assert named.person.name == "钟试文"
    assert [hit.person_id for hit in find(desk, "zsw")] == [named.person.id]
    assert find(desk, "袁试玲之子") == ()


def test_a_check_is_kept_in_grams_and_millimetres(desk: Desk) -> None:
    registered = register_child(desk, CHILD)
    checked = record_check(
        desk,
        registered.id,
        {"checked_on": TODAY, "contact": "6m", "weight_g": 7950, "length_mm": 676, "hb": 118},
    )
    (kept,) = checked.checks
    assert (kept.values["weight_g"], kept.values["length_mm"], kept.values["hb"]) == (
        7950,
        676,
        118,
    )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"checked_on": BORN - timedelta(days=1)}, "checked_on"),
        ({"checked_on": TODAY + timedelta(days=1)}, "checked_on"),
        ({"checked_on": TODAY, "weight_g": 620_000}, "weight_g"),
        ({"checked_on": TODAY, "contact": "7m"}, "contact"),
        ({"checked_on": TODAY, "outcome": "2"}, "finding"),
        ({"checked_on": TODAY, "next_on": TODAY}, "next_on"),
    ],
)
def test_a_check_that_cannot_be_is_refused_at_the_field(
    desk: Desk, values: dict[str, Any], field: str
) -> None:
    registered = register_child(desk, CHILD)
    with pytest.raises(FieldErrors) as caught:
        record_check(desk, registered.id, {"contact": "6m", **values})
    assert set(caught.value.errors) == {field}
    assert child(desk, registered.id).checks == ()


def test_one_check_a_day(desk: Desk) -> None:
    registered = register_child(desk, CHILD)
    record_check(desk, registered.id, {"checked_on": TODAY, "contact": "6m"})
    with pytest.raises(FieldErrors, match="这一天已有"):
        record_check(desk, registered.id, {"checked_on": TODAY, "contact": "3m"})


def test_the_next_contact_is_the_one_that_still_counts() -> None:
    assert next_contact(BORN, TODAY, {"newborn"}) == "6m"
    assert next_contact(BORN, TODAY, {"6m"}) is None
    assert next_contact(None, TODAY, ()) is None


def test_a_child_is_registered_once(desk: Desk) -> None:
    registered = register_child(desk, CHILD)
    with pytest.raises(DeskError, match="已在儿童名册中"):
        register_child(desk, CHILD, same_as=registered.person.id)


def test_a_child_who_moved_in_later_is_not_a_live_birth_of_the_township(desk: Desk) -> None:
    register_child(desk, CHILD)
    register_child(desk, {**CHILD, "name": "迁试文", "moved_in_on": date(2026, 9, 1)})
    figure = next(
        row for row in figures(desk, quarter_period("2026Q2")).rows if row.code == "newborn_visit"
    )
    assert figure.denominator == 1
