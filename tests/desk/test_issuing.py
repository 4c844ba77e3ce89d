"""From an application to an issued certificate: each step a fact, each number in one state."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from desk.application import application, take
from desk.application_view import ApplicationView
from desk.child import child
from desk.context import Desk
from desk.errors import DeskError, NotPermitted
from desk.issuing import confirm, misprint, next_number, printed, release, reserve
from desk.people import find
from desk.safekeeping import check
from desk.slips import slip
from desk.stock import stock
from desk.voiding import void
from models.base import FieldErrors
from rules.certificate_states import WrongMove
from tests.conftest import TODAY, DeskOf
from tests.desk.certificate_desk import born, states, stocked
from tests.desk.certified import NAME, PARENTS, issued, taken

FIRST, SECOND, THIRD = "Z331990001", "Z331990002", "Z331990003"

UNKNOWN: dict[str, Any] = {  # a family that is not on the books
    "child_name": NAME,
    "sex": "1",
    "birth_date": date(2026, 11, 2),
    "mother_name": "外试花",
    "mother_id_no": PARENTS["mother_id_no"],
    "applied_on": TODAY,
    "papers": ["1", "2", "6"],
}


@pytest.fixture
def issuer(desk_of: DeskOf) -> Desk:
    return stocked(desk_of)


@pytest.fixture
def child_id(issuer: Desk, desk_of: DeskOf) -> int:
    return born(desk_of)


@pytest.fixture
def view(issuer: Desk, child_id: int) -> ApplicationView:
    return taken(issuer, child_id)


def did(view: ApplicationView) -> list[tuple[str, str]]:
    return [(fact.number, fact.act) for fact in view.facts]


def test_the_next_number_is_drawn_and_reserved(issuer: Desk, view: ApplicationView) -> None:
    held = reserve(issuer, view.id)
    assert (held.number, held.state, held.step) == (FIRST, "reserved", "print")
    assert did(held) == [(FIRST, "draw"), (FIRST, "reserve")]
    assert next_number(issuer) == SECOND


def test_what_was_drawn_is_used_first(issuer: Desk, view: ApplicationView) -> None:
    drawn = {"done_on": TODAY, "first": "Z331990005", "last": "Z331990006", "count": 2}
    slip(issuer, "1", drawn | {"receiver": "签试甲"})
    assert next_number(issuer) == "Z331990005"
    assert reserve(issuer, view.id).number == "Z331990005"


def test_the_print_is_a_fact_of_its_own(issuer: Desk, view: ApplicationView) -> None:
    reserve(issuer, view.id)
    done = printed(issuer, view.id)
    assert (done.state, done.step) == ("printed", "confirm")
    assert stock(issuer).issued == 0


def test_the_confirmed_print_is_issued_and_names_the_child(
    issuer: Desk, child_id: int, desk_of: DeskOf
) -> None:
    done = issued(issuer, child_id)
    assert (done.number, done.application.step) == (FIRST, "seal")
    assert done.application.ended_on == TODAY
    named = child(desk_of("clerk"), child_id)
    assert (named.person.name, named.values["cert_no"]) == (NAME, FIRST)
    assert [hit.name for hit in find(issuer, FIRST)] == [NAME]
    account = stock(issuer)
    assert (account.received, account.issued, account.closing, account.balanced) == (10, 1, 9, True)
    assert check(issuer.store) == ()


def test_a_family_that_is_not_on_the_books_gets_one_too(issuer: Desk) -> None:
    own = take(issuer, None, UNKNOWN).id
    reserve(issuer, own)
    printed(issuer, own)
    assert confirm(issuer, own).child_id is None


# --- what is refused


@pytest.mark.parametrize("act", [printed, confirm])
def test_no_step_is_left_out(
    issuer: Desk, view: ApplicationView, act: Callable[[Desk, int], Any]
) -> None:
    with pytest.raises(DeskError, match="待占号"):
        act(issuer, view.id)
    assert set(states(issuer).values()) == {"in_stock"}


def test_no_step_is_done_twice(issuer: Desk, view: ApplicationView) -> None:
    reserve(issuer, view.id)
    with pytest.raises(DeskError, match="待打印"):
        reserve(issuer, view.id)
    assert stock(issuer).states["reserved"] == 1


def test_an_issued_one_is_over(issuer: Desk, child_id: int) -> None:
    own = issued(issuer, child_id).application.id
    for act in (reserve, printed, confirm):
        with pytest.raises(DeskError, match="已经办结"):
            act(issuer, own)


def test_without_blanks_nothing_is_reserved(desk_of: DeskOf) -> None:
    issuer = desk_of("issuer")
    own = taken(issuer, born(desk_of)).id
    assert next_number(issuer) is None
    with pytest.raises(DeskError, match="请先入库"):
        reserve(issuer, own)


def test_a_skipped_number_needs_a_reason(issuer: Desk, view: ApplicationView) -> None:
    with pytest.raises(FieldErrors, match=f"应按顺序用 {FIRST}"):
        reserve(issuer, view.id, THIRD)
    held = reserve(issuer, view.id, THIRD, "前两枚受潮待查")
    assert (held.number, held.facts[-1].words) == (THIRD, "前两枚受潮待查")
    assert next_number(issuer) == FIRST


@pytest.mark.parametrize("number", ["Z331990099", "Y331990001"])
def test_a_number_that_is_not_on_the_books_is_not_reserved(
    issuer: Desk, view: ApplicationView, number: str
) -> None:
    with pytest.raises(FieldErrors, match="不在账上"):
        reserve(issuer, view.id, number, "手边只有这枚")


def test_a_void_is_not_reserved(issuer: Desk, view: ApplicationView) -> None:
    void(issuer, FIRST, "1")
    with pytest.raises(WrongMove, match="废证"):
        reserve(issuer, view.id, FIRST, "再试一次")


def test_an_issue_is_not_dated_before_the_number_came(issuer: Desk, child_id: int) -> None:
    with pytest.raises(FieldErrors, match="2026-11-03"):
        issued(issuer, child_id, date(2026, 11, 2))
    assert states(issuer)[FIRST] == "in_stock"


def test_a_clock_set_back_reserves_nothing(issuer: Desk, view: ApplicationView) -> None:
    with pytest.raises(DeskError, match="电脑日期 2026-11-20 早于申请或审核的日期 2026-11-21"):
        reserve(replace(issuer, today=TODAY - timedelta(days=1)), view.id)
    assert states(issuer)[FIRST] == "in_stock"


def test_an_issue_is_not_dated_tomorrow(issuer: Desk, view: ApplicationView) -> None:
    with pytest.raises(FieldErrors, match="不能晚于今天"):
        reserve(issuer, view.id, on=TODAY + timedelta(days=1))


def test_days_past_are_entered_as_they_were(issuer: Desk, child_id: int) -> None:
    done = issued(issuer, child_id, date(2026, 11, 10)).application
    assert {fact.on for fact in done.facts} == {date(2026, 11, 10)}
    assert done.issued_on == date(2026, 11, 10)


@pytest.mark.parametrize("role", ["clerk", "sealer", "reviewer", "supervisor", "admin"])
def test_only_the_issuer_moves_numbers(view: ApplicationView, desk_of: DeskOf, role: str) -> None:
    for act in (reserve, printed, confirm):
        with pytest.raises(NotPermitted):
            act(desk_of(role), view.id)


# --- stopped on the way


def test_a_misprint_keeps_what_was_typed_and_takes_the_next(
    issuer: Desk, view: ApplicationView
) -> None:
    reserve(issuer, view.id)
    printed(issuer, view.id)
    spoilt = misprint(issuer, view.id, "1", "卡纸")
    assert (spoilt.number, spoilt.step, spoilt.values["child_name"]) == (None, "reserve", NAME)
    assert spoilt.facts[-1].words == "卡纸"
    again = reserve(issuer, view.id)
    assert (again.number, states(issuer)[FIRST]) == (SECOND, "void")


def test_a_misprint_says_why(issuer: Desk, view: ApplicationView) -> None:
    reserve(issuer, view.id)
    with pytest.raises(DeskError, match="列表"):
        misprint(issuer, view.id, "", "不知道")
    with pytest.raises(DeskError, match="写明"):
        misprint(issuer, view.id, "9")
    assert states(issuer)[FIRST] == "reserved"


def test_a_number_goes_back_only_unprinted(issuer: Desk, view: ApplicationView) -> None:
    reserve(issuer, view.id)
    with pytest.raises(DeskError, match="原因"):
        release(issuer, view.id, "")
    back = release(issuer, view.id, "家长要改姓名")
    assert (back.number, back.step, states(issuer)[FIRST]) == (None, "reserve", "drawn")
    reserve(issuer, view.id)
    printed(issuer, view.id)
    with pytest.raises(DeskError, match="待确认"):
        release(issuer, view.id, "不打了")


def test_a_number_voided_by_itself_leaves_its_application_waiting(
    issuer: Desk, view: ApplicationView
) -> None:
    reserve(issuer, view.id)
    void(issuer, FIRST, "3", "被茶水打湿")
    waiting = application(issuer, view.id)
    assert (waiting.number, waiting.step) == (None, "reserve")
    assert reserve(issuer, view.id).number == SECOND


# --- many at once


def test_desks_working_at_once_never_get_the_same_number(issuer: Desk, desk_of: DeskOf) -> None:
    ids = [take(issuer, None, UNKNOWN | {"child_name": f"于试{n}"}).id for n in "甲乙丙丁戊己庚辛"]
    with ThreadPoolExecutor(len(ids)) as pool:
        numbers = list(pool.map(lambda own: reserve(issuer, own).number or "", ids))
    assert sorted(numbers) == [f"Z33199000{n}" for n in range(1, 9)]
    assert stock(issuer).balanced
