"""Blanks counted in and certificates issued, by the issuer alone."""

from datetime import date, timedelta
from typing import Any

import pytest

from desk.certificate import issue, issue_draft, next_number, void
from desk.child import child, register_child
from desk.context import Desk
from desk.delivery import record_delivery
from desk.errors import DeskError, NotPermitted
from desk.people import find
from desk.pregnancy import open_card
from desk.safekeeping import check
from desk.stock import stock
from desk.stock_room import receive
from models.base import FieldErrors
from rules.certificate_states import WrongMove
from tests.conftest import TODAY, DeskOf

BUNDLE: dict[str, Any] = {
    "received_on": date(2026, 11, 3),
    "first": "Z331990001",
    "last": "Z331990010",
    "count": 10,
    "received_by": "签试甲",
    "checked_by": "验试乙",
}


@pytest.fixture
def issuer(desk_of: DeskOf) -> Desk:
    return desk_of("issuer")


@pytest.fixture
def stocked(issuer: Desk) -> Desk:
    assert receive(issuer, BUNDLE) == 10
    return issuer


@pytest.fixture
def born(desk_of: DeskOf) -> int:
    clerk = desk_of("clerk")
    card = open_card(
        clerk,
        {"name": "史试燕", "id_no": "331199199806084705", "lmp": date(2026, 2, 1),
         "husband_name": "孔试升", "address": "东庄村2组"},
    )  # fmt: skip
    delivered = record_delivery(
        clerk,
        card.id,
        {"delivered_on": date(2026, 11, 2), "delivered_at": "07:59", "place": "县中医院"},
        [{"sex": "1", "weight_g": 3250, "length_mm": 505}],
    )
    return delivered.newborns[0].child_id or 0


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"last": "Z331990000"}, "last"),
        ({"last": "Y331990010"}, "last"),
        ({"count": 9}, "count"),
        ({"last": "Z332990010", "count": 1_000_010}, "count"),
        ({"first": "Z33199001"}, "first"),
        ({"checked_by": "签试甲"}, "checked_by"),
        ({"received_on": TODAY + timedelta(days=1)}, "received_on"),
    ],
)
def test_a_bundle_that_cannot_be_is_refused_at_the_field(
    issuer: Desk, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(FieldErrors) as caught:
        receive(issuer, {**BUNDLE, **values})
    assert field in caught.value.errors
    assert next_number(issuer) is None


def named(desk: Desk, child_id: int) -> dict[str, Any]:
    return {**issue_draft(desk, child_id), "child_name": "孔试安"}


def test_ranges_never_overlap(stocked: Desk) -> None:
    with pytest.raises(FieldErrors, match="Z331990010 已在账上"):
        receive(stocked, {**BUNDLE, "first": "Z331990010", "last": "Z331990019"})


def test_everything_known_is_in_the_form_already(stocked: Desk, born: int) -> None:
    draft = issue_draft(stocked, born)
    assert draft == {
        "number": "Z331990001",
        "child_name": None,
        "sex": "1",
        "birth_date": date(2026, 11, 2),
        "birth_time": "07:59",
        "birth_ga_days": 274,
        "birth_weight_g": 3250,
        "birth_length_mm": 505,
        "mother_name": "史试燕",
        "mother_id_no": "331199199806084705",
        "father_name": "孔试升",
        "address": "东庄村2组",
        "issued_on": TODAY,
        "receiver": "史试燕",
        "relation": "1",
        "receiver_id_no": "331199199806084705",
        "issuer": "签发",
    }


def test_issuing_names_the_child_and_moves_the_number(
    stocked: Desk, born: int, desk_of: DeskOf
) -> None:
    issued = issue(stocked, born, {**issue_draft(stocked, born), "child_name": "孔试安"})
    assert issued.number == "Z331990001"
    named = child(desk_of("clerk"), born)
    assert (named.person.name, named.values["cert_no"]) == ("孔试安", "Z331990001")
    assert [hit.name for hit in find(stocked, "Z331990001")] == ["孔试安"]
    assert next_number(stocked) == "Z331990002"
    account = stock(stocked)
    assert (account.received, account.issued, account.closing, account.balanced) == (10, 1, 9, True)
    assert check(stocked.store) == ()


def test_one_child_one_certificate(stocked: Desk, born: int) -> None:
    issue(stocked, born, named(stocked, born))
    with pytest.raises(DeskError, match="换发或补发"):
        issue(stocked, born, named(stocked, born))


def test_a_skipped_number_needs_a_reason(stocked: Desk, born: int) -> None:
    values = {**named(stocked, born), "number": "Z331990003"}
    with pytest.raises(FieldErrors, match="应按顺序用 Z331990001"):
        issue(stocked, born, values)
    assert issue(stocked, born, values, skip_reason="前两枚受潮待查").number == "Z331990003"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"number": "Z331990099"}, "number"),
        ({"issued_on": date(2026, 11, 1)}, "issued_on"),
        ({"issued_on": date(2026, 11, 2)}, "issued_on"),
        ({"issued_on": TODAY + timedelta(days=1)}, "issued_on"),
        ({"child_name": ""}, "child_name"),
        ({"child_name": "史试燕之子"}, "child_name"),
    ],
)
def test_an_issue_that_cannot_be_is_refused_at_the_field(
    stocked: Desk, born: int, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(FieldErrors) as caught:
        issue(stocked, born, {**named(stocked, born), **values})
    assert field in caught.value.errors
    assert stock(stocked).issued == 0


def test_a_void_blank_is_not_issued_and_an_issued_one_not_void(stocked: Desk, born: int) -> None:
    void(stocked, "Z331990001", "1")
    with pytest.raises(WrongMove, match="废证"):
        issue(stocked, born, {**named(stocked, born), "number": "Z331990001"},
              skip_reason="x")  # fmt: skip
    issue(stocked, born, named(stocked, born))
    with pytest.raises(WrongMove, match="已签发"):
        void(stocked, "Z331990002", "其他")
    account = stock(stocked)
    assert (account.void, account.issued, account.closing, account.balanced) == (1, 1, 8, True)


@pytest.mark.parametrize("role", ["clerk", "sealer", "supervisor", "admin"])
def test_only_the_issuer_touches_blanks(desk_of: DeskOf, role: str) -> None:
    with pytest.raises(NotPermitted, match="签发"):
        receive(desk_of(role), BUNDLE)


def test_a_moved_in_child_gets_what_is_known(stocked: Desk, desk_of: DeskOf) -> None:
    moved_in = register_child(
        desk_of("clerk"),
        {"name": "钟试文", "sex": "1", "birth_date": date(2026, 10, 1), "mother_name": "袁试玲"},
    )
    draft = issue_draft(stocked, moved_in.id)
    assert (draft["mother_name"], draft["mother_id_no"], draft["birth_time"]) == (
        "袁试玲",
        None,
        None,
    )
