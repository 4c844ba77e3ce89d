"""An application beside the records of the child as they are by now."""

from datetime import date
from typing import Any

import pytest

from desk.application import application
from desk.child import child, correct_child
from desk.context import Desk
from desk.issuing import confirm, printed, reserve
from desk.pregnancy import PERSON_FIELDS
from desk.replacing_start import begin, take
from tests.conftest import DeskOf
from tests.desk.certificate_desk import born, stocked
from tests.desk.certified import collected, issued, taken
from tests.desk.test_replacing import ASKED, EXCHANGE, REISSUE

ANOTHER: dict[str, Any] = {"sex": "2", "birth_date": date(2026, 11, 1)}


@pytest.fixture
def issuer(desk_of: DeskOf) -> Desk:
    return stocked(desk_of)


@pytest.fixture
def child_id(issuer: Desk, desk_of: DeskOf) -> int:
    return born(desk_of)


def corrected(desk: Desk, child_id: int, **values: Any) -> None:
    """The clerk corrects the child's form."""
    view = child(desk, child_id)
    person = {name: value for name, value in view.person.values.items() if name in PERSON_FIELDS}
    whole = {**view.values, **person, **values}
    correct_child(desk, child_id, view.version, whole, "记错", person_version=view.person.version)


def test_what_was_taken_from_the_records_agrees_with_them(issuer: Desk, child_id: int) -> None:
    assert taken(issuer, child_id).records == {}


def test_records_corrected_since_stand_beside_the_application(
    issuer: Desk, child_id: int, desk_of: DeskOf
) -> None:
    mine = taken(issuer, child_id)
    corrected(desk_of("clerk"), child_id, **ANOTHER)
    assert application(issuer, mine.id).records == ANOTHER
    assert reserve(issuer, mine.id).records == ANOTHER


def test_another_way_to_write_the_house_is_no_difference(issuer: Desk, child_id: int) -> None:
    assert taken(issuer, child_id, institution="云溪卫生院").records == {}


def test_a_parents_name_typed_otherwise_stands_beside_the_record(
    issuer: Desk, child_id: int
) -> None:
    assert taken(issuer, child_id, father_name="孔试声").records == {"father_name": "孔试升"}


@pytest.mark.parametrize(("typed", "said"), [("1", {}), ("2", {"attended": "1"})])
def test_who_attended_typed_otherwise_stands_beside_the_record(
    issuer: Desk, desk_of: DeskOf, typed: str, said: dict[str, Any]
) -> None:
    midwife = {"in_hospital": "2", "attendant": "3"}
    more = {
        "attended": typed,
        "receiver_phone": "13800001234",
        "papers": ["1", "2", "3", "4", "7"],
        "paternity_no": "鉴2026-17",
    }
    mine = taken(issuer, born(desk_of, "家中", **midwife), **more)
    assert mine.records == said


def test_a_certificate_that_is_issued_is_not_compared_any_more(
    issuer: Desk, child_id: int, desk_of: DeskOf
) -> None:
    mine = taken(issuer, child_id)
    for step in (reserve, printed, confirm):
        step(issuer, mine.id)
    corrected(desk_of("clerk"), child_id, **ANOTHER)
    assert application(issuer, mine.id).records == {}


@pytest.mark.parametrize(("kind", "said"), [(EXCHANGE, {"sex": "2"}), (REISSUE, {})])
def test_an_exchange_is_compared_and_a_reissue_says_what_the_old_one_said(
    issuer: Desk, child_id: int, desk_of: DeskOf, kind: str, said: dict[str, Any]
) -> None:
    collected(desk_of, issued(issuer, child_id))
    corrected(desk_of("clerk"), child_id, sex="2")
    values = {**begin(issuer, kind, child_id=child_id).values, **ASKED[kind]}
    assert take(issuer, child_id, values).records == said
