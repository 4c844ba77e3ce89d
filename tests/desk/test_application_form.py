"""The form of a first certificate: what follows from what, what a paper seen asks for, "/"."""

from datetime import date
from typing import Any

import pytest

from desk.application import draft, take
from desk.certificate_table import certificate_table
from desk.context import Desk
from desk.delivery import record_delivery
from desk.issuing import confirm, printed, reserve
from desk.pregnancy import open_card
from models.base import FieldErrors
from rules.certificate_face import still_empty
from tests.conftest import TODAY, DeskOf
from tests.desk.certificate_desk import born, stocked
from tests.desk.certified import PARENTS, filled, taken

NEEDS_NUMBER = "请填证件号码"
PASSPORT = {"id_kind": "3", "id_no": None, "other_no": "E12345678"}
OTHER_PAPER = {"id_kind": "9", "id_no": None, "other_no": "边字77号", "id_name": "边境证"}


@pytest.fixture
def issuer(desk_of: DeskOf) -> Desk:
    return stocked(desk_of)


@pytest.fixture
def child_id(issuer: Desk, desk_of: DeskOf) -> int:
    return born(desk_of)


def of(whose: str, values: dict[str, Any]) -> dict[str, Any]:
    """Values of somebody's fields."""
    return {f"{whose}_{name}": value for name, value in values.items()}


def refused(desk: Desk, child_id: int | None, values: dict[str, Any]) -> dict[str, str]:
    """What is said at each field."""
    with pytest.raises(FieldErrors) as caught:
        take(desk, child_id, values)
    return {name: str(error) for name, error in caught.value.errors.items()}


# --- a paper that was seen has its number


@pytest.mark.parametrize("whose", ["mother", "father"])
def test_a_parents_paper_that_was_seen_has_its_number(
    issuer: Desk, child_id: int, whose: str
) -> None:
    nothing = of(whose, {"id_no": None}) | of("receiver", dict.fromkeys(PASSPORT))
    said = refused(issuer, child_id, filled(issuer, child_id, **nothing))
    assert list(said) == [f"{whose}_id_no"]
    assert NEEDS_NUMBER in said[f"{whose}_id_no"]


@pytest.mark.parametrize("whose", ["mother", "father"])
def test_another_paper_has_its_number_at_its_own_field(
    issuer: Desk, child_id: int, whose: str
) -> None:
    paper = of(whose, PASSPORT | {"other_no": None})
    said = refused(issuer, child_id, filled(issuer, child_id, **paper))
    assert NEEDS_NUMBER in said[f"{whose}_other_no"]


@pytest.mark.parametrize("paper", [PASSPORT, OTHER_PAPER])
def test_another_paper_with_its_number_is_taken(
    issuer: Desk, child_id: int, paper: dict[str, Any]
) -> None:
    view = taken(issuer, child_id, **of("father", paper))
    assert {name: view.values[f"father_{name}"] for name in paper} == paper


def test_a_paper_of_no_listed_kind_is_named(issuer: Desk, child_id: int) -> None:
    paper = of("father", OTHER_PAPER | {"id_name": None})
    said = refused(issuer, child_id, filled(issuer, child_id, **paper))
    assert said == {"father_id_name": "证件类型是“其他”的,请填证件名称"}


def test_another_number_without_its_kind_is_none(issuer: Desk, child_id: int) -> None:
    said = refused(
        issuer, child_id, filled(issuer, child_id, **of("father", PASSPORT | {"id_kind": None}))
    )
    assert "按 ↓ 选类型" in said["father_id_no"]


def test_the_paper_of_a_father_who_is_not_named_is_refused(issuer: Desk, child_id: int) -> None:
    papers = {"father_name": None, "papers": ["1", "2", "3", "6"]}
    said = refused(issuer, child_id, filled(issuer, child_id, **papers))
    assert said == {"father_name": "核对过父亲证件,请填父亲姓名"}


def test_the_paper_of_another_collector_has_its_number(issuer: Desk, child_id: int) -> None:
    collects: dict[str, Any] = {
        "relation": "3",
        "receiver": "史试祖",
        "receiver_id_no": None,
        "receiver_id_kind": None,
        "papers": ["1", "2", "3", "4", "5"],
    }
    values = filled(issuer, child_id, **collects)
    assert NEEDS_NUMBER in refused(issuer, child_id, values)["receiver_id_no"]
    passport = of("receiver", PASSPORT)
    assert take(issuer, child_id, values | passport).values["receiver_other_no"] == "E12345678"


def test_outside_an_institution_the_digits_are_others(issuer: Desk) -> None:
    values = {
        "kind": "4",
        "child_name": "孔试安",
        "sex": "1",
        "birth_date": date(2026, 11, 2),
        "mother_name": "史试燕",
        "father_name": "孔试升",
        "applied_on": TODAY,
        "relation": "1",
        "attended": "1",
        "address": "东庄村2组",
        "receiver_phone": "13800001234",
        "paternity_no": "鉴2026-17",
        "papers": ["1", "2", "3", "4", "7"],
    }
    said = refused(issuer, None, values)
    assert set(said) == {"mother_id_no", "father_id_no"}
    assert take(issuer, None, values | PARENTS).values["institution"] == "/"


# --- nothing typed twice, nothing made up


def test_a_parent_who_collects_brings_the_paper_typed_for_the_parent(
    issuer: Desk, child_id: int
) -> None:
    passport = of("father", PASSPORT)
    collects = {"relation": "2", "receiver": "孔试升", "papers": ["1", "2", "3", "5"]}
    nothing = of("receiver", dict.fromkeys(PASSPORT))
    values = take(
        issuer, child_id, filled(issuer, child_id, **passport, **collects, **nothing)
    ).values
    assert {name: values[f"receiver_{name}"] for name in PASSPORT} == PASSPORT


def test_a_number_of_somebody_else_is_not_the_parents(issuer: Desk, child_id: int) -> None:
    collects = {"relation": "2", "receiver": "孔试兄", "receiver_id_no": "331199199603150012"}
    values = filled(issuer, child_id, **collects, father_id_no=None, papers=["1", "2", "3", "5"])
    assert "father_id_no" in refused(issuer, child_id, values)


def test_where_a_mother_from_elsewhere_is_registered_is_not_known(
    issuer: Desk, desk_of: DeskOf
) -> None:
    clerk = desk_of("clerk")
    mother = {"name": "于试兰", "birth_date": date(1999, 1, 2), "lmp": date(2026, 2, 1)}
    card = open_card(clerk, mother | {"address": "东庄村2组", "residence": "2"})
    delivered = record_delivery(
        clerk, card.id, {"delivered_on": date(2026, 11, 2)}, [{"sex": "2", "weight_g": 3200}]
    )
    known = draft(issuer, delivered.newborns[0].child_id)
    assert (known["mother_address"], known["address"]) == (None, "东庄村2组")


def test_a_twins_form_has_the_parents_as_they_were_typed(issuer: Desk, desk_of: DeskOf) -> None:
    clerk = desk_of("clerk")
    mother = {"name": "于试兰", "birth_date": date(1999, 1, 2), "lmp": date(2026, 2, 1)}
    twins = record_delivery(
        clerk,
        open_card(clerk, mother).id,
        {"delivered_on": date(2026, 11, 2)},
        [{"sex": "1", "weight_g": 2600}, {"sex": "2", "weight_g": 2500}],
    ).newborns
    first, second = (twin.child_id or 0 for twin in twins)
    typed = {"father_name": "孔试升", "father_ethnic": "畲族", "mother_address": "外县大路镇"}
    taken(issuer, first, **typed)
    known = draft(issuer, second)
    assert {name: known[name] for name in (*typed, *PARENTS)} == typed | PARENTS
    assert known["father_age"] == 31


def test_another_brothers_form_is_not_copied(issuer: Desk, child_id: int, desk_of: DeskOf) -> None:
    taken(issuer, child_id, father_ethnic="畲族")
    clerk = desk_of("clerk")
    mother = {"name": "于试兰", "birth_date": date(1999, 1, 2), "lmp": date(2026, 2, 1)}
    other = record_delivery(
        clerk, open_card(clerk, mother).id, {"delivered_on": date(2026, 11, 2)}, [{"sex": "2"}]
    )
    assert "father_ethnic" not in draft(issuer, other.newborns[0].child_id)


@pytest.mark.parametrize(("nation", "ethnic"), [("中国", None), ("中国(香港)", "/"), ("越南", "/")])
def test_who_is_no_citizen_has_no_ethnic_group(
    issuer: Desk, child_id: int, nation: str, ethnic: str | None
) -> None:
    view = taken(issuer, child_id, **of("father", PASSPORT), father_nation=nation)
    assert view.values["father_ethnic"] == ethnic


def test_what_is_printed_and_empty_is_named_once_for_each_field(
    issuer: Desk, child_id: int
) -> None:
    view = taken(issuer, child_id, father_name=None, papers=["1", "2", "6"])
    assert still_empty(view.values) == ("born_at", "attendant", "mother_ethnic")


# --- a step written down on a later day


def test_a_step_is_not_before_the_family_came(issuer: Desk, child_id: int) -> None:
    view = taken(issuer, child_id, applied_on=date(2026, 11, 10))
    with pytest.raises(FieldErrors) as caught:
        reserve(issuer, view.id, on=date(2026, 11, 9))
    assert str(caught.value.errors["moved_on"]) == "早于申请或审核的日期 2026-11-10"


@pytest.mark.parametrize(
    ("on", "words"),
    [(date(2026, 11, 11), "2026-11-12"), (date(2026, 11, 22), "不能晚于今天")],
)
def test_a_step_is_neither_before_the_last_nor_to_come(
    issuer: Desk, child_id: int, on: date, words: str
) -> None:
    view = taken(issuer, child_id, applied_on=date(2026, 11, 10))
    reserve(issuer, view.id, on=date(2026, 11, 12))
    with pytest.raises(FieldErrors) as caught:
        printed(issuer, view.id, on=on)
    assert words in str(caught.value.errors["moved_on"])


def test_the_table_follows_the_day_a_certificate_was_issued(issuer: Desk, child_id: int) -> None:
    view = taken(issuer, child_id, applied_on=date(2026, 11, 10))
    for step in (reserve, printed):
        step(issuer, view.id, on=date(2026, 11, 12))
    assert confirm(issuer, view.id, date(2026, 11, 13)).application.issued_on == date(2026, 11, 13)

    def first_issues(start: int, end: int) -> int:
        return certificate_table(issuer, date(2026, 11, start), date(2026, 11, end)).table.first

    assert (first_issues(4, 12), first_issues(13, 13), first_issues(14, 21)) == (0, 1, 0)
