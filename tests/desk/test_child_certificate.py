"""The certificate number in a child's record: typed for papers of others, kept for ours."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from desk.child import CHILD_FIELDS, child, correct_child, register_child
from desk.context import Desk
from desk.errors import DeskError
from desk.intake import take_in
from desk.issuing import confirm, printed, reserve
from desk.stock_room import receive
from models.base import FieldErrors
from models.child import Child
from tests.conftest import TODAY, DeskOf
from tests.desk.certificate_desk import born, states, stocked
from tests.desk.certified import issued as issue_here
from tests.desk.certified import taken
from tests.desk.intake_rows import child as child_row
from tests.desk.intake_rows import issued as issued_row

OURS, THEIRS, READ_IN = "Z331990001", "Y331990077", "Z337104157"
OTHER: dict[str, Any] = {
    "name": "钟试文",
    "sex": "1",
    "birth_date": date(2026, 8, 20),
    "mother_name": "袁试玲",
}

Type = Callable[[int, str | None], str | None]


@pytest.fixture
def issuer(desk_of: DeskOf) -> Desk:
    return stocked(desk_of)


@pytest.fixture
def clerk(desk_of: DeskOf) -> Desk:
    return desk_of("clerk")


@pytest.fixture
def type_number(clerk: Desk) -> Type:
    """A clerk corrects the number in a child's form."""

    def typed(child_id: int, number: str | None) -> str | None:
        view = child(clerk, child_id)
        whole = {**view.values, **view.person.values, "cert_no": number}
        values = {name: whole[name] for name in CHILD_FIELDS if name in whole}
        kept = correct_child(clerk, child_id, view.version, values, "补录")
        number_kept: str | None = kept.values["cert_no"]
        return number_kept

    return typed


def refusal(do: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(FieldErrors) as caught:
        do()
    error = caught.value.errors["cert_no"]
    return error.reason, str(error)


def test_a_blank_of_ours_is_not_typed_into_a_childs_record(
    issuer: Desk, desk_of: DeskOf, type_number: Type
) -> None:
    own = born(desk_of)
    assert refusal(lambda: type_number(own, OURS)) == (
        "CERT_BLANK",
        f"编号 {OURS} 在本院账上(现为「在库」),签发时自动写到孩子名下,不能手填",
    )


def test_a_blank_of_ours_is_not_typed_for_a_child_that_moves_in(issuer: Desk, clerk: Desk) -> None:
    other = {**OTHER, "cert_no": OURS}
    assert refusal(lambda: register_child(clerk, other))[0] == "CERT_BLANK"


@pytest.mark.parametrize("number", [None, THEIRS], ids=["cleared", "another"])
def test_the_number_of_a_certificate_issued_here_stays_with_its_child(
    issuer: Desk, desk_of: DeskOf, type_number: Type, number: str | None
) -> None:
    own = born(desk_of)
    issue_here(issuer, own)
    assert refusal(lambda: type_number(own, number)) == (
        "CERT_OURS",
        f"{OURS} 是本院签发的,不能在这里改;内容有误请办换发,丢了请办补发",
    )


def test_the_number_of_a_certificate_issued_to_another_child_is_refused(
    issuer: Desk, clerk: Desk, desk_of: DeskOf
) -> None:
    own = born(desk_of)
    issue_here(issuer, own)
    reason, words = refusal(lambda: register_child(clerk, {**OTHER, "cert_no": OURS}))
    assert (reason, "孔试安" in words) == ("CERT_DUPLICATE", True)


@pytest.mark.parametrize(
    ("day", "reason"), [(date(2026, 8, 20), ""), (date(2026, 8, 21), "CERT_OTHER")]
)
def test_a_certificate_of_a_family_not_on_the_books_is_typed_for_a_child_of_that_day(
    clerk: Desk, day: date, reason: str
) -> None:
    take_in(clerk, "certificate", [issued_row()])
    other = {**OTHER, "birth_date": day, "cert_no": READ_IN}
    if reason:
        assert refusal(lambda: register_child(clerk, other))[0] == reason
    else:
        assert register_child(clerk, other).values["cert_no"] == READ_IN


def test_a_number_of_another_institution_is_typed_and_corrected(
    issuer: Desk, desk_of: DeskOf, type_number: Type
) -> None:
    own = born(desk_of)
    assert type_number(own, THEIRS) == THEIRS
    assert type_number(own, "Y331990078") == "Y331990078"
    assert type_number(own, None) is None


def test_a_child_register_writes_no_blank_of_ours_into_a_childs_record(
    issuer: Desk, clerk: Desk
) -> None:
    taken_in = take_in(clerk, "child", [child_row(cert_no=OURS)])
    assert [finding.error.reason for finding in taken_in.findings] == ["CERT_BLANK"]
    assert states(issuer)[OURS] == "in_stock"
    again = take_in(clerk, "child", [child_row(cert_no=OURS)])
    assert (again.imported, again.unchanged) == (0, 1)


@pytest.mark.parametrize("at", ["reserve", "confirm"])
def test_a_number_that_stands_with_another_child_is_not_issued(
    issuer: Desk, clerk: Desk, desk_of: DeskOf, type_number: Type, at: str
) -> None:
    """It was typed before the bundle came."""
    other = register_child(clerk, {**OTHER, "cert_no": "Z331990011"})
    bundle = {"received_on": TODAY, "first": "Z331990011", "last": "Z331990012", "count": 2}
    receive(issuer, {**bundle, "checked_by": "验试乙"})
    application = taken(issuer, born(desk_of))
    if at == "confirm":
        type_number(other.id, None)
        reserve(issuer, application.id, "Z331990011", "前一张粘连")
        printed(issuer, application.id)
        write_behind(issuer, other.id)
    with pytest.raises(DeskError) as caught:
        if at == "confirm":
            confirm(issuer, application.id)
        else:
            reserve(issuer, application.id, "Z331990011", "前一张粘连")
    assert caught.value.reason == "CERT_DUPLICATE"
    assert "钟试文" in str(caught.value)


def write_behind(desk: Desk, child_id: int) -> None:
    """As books of before may have it."""
    with Session(desk.store.write) as session:
        session.get_one(Child, child_id).cert_no = "Z331990011"
        session.commit()
