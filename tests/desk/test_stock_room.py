"""The stock room: bundles counted in, slips by range."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.context import Desk, Hand
from desk.errors import DeskError, NotPermitted
from desk.intake import take_in
from desk.numbers import blank_of
from desk.slips import PUT_BACK, slip
from desk.stock import stock
from desk.stock_book import paper, papers, places
from desk.stock_room import (
    Before,
    before_receipt,
    correct_receipt,
    newest_edition,
    receipt_doubts,
    receipt_record,
    receive,
    retire_edition,
    retract,
    turn_up,
)
from models.base import FieldErrors
from rules.certificate_states import WrongMove
from rules.number_lists import numbered_from, span, unbroken
from tests.conftest import TODAY, DeskOf
from tests.desk.intake_rows import issued

BUNDLE: dict[str, Any] = {
    "received_on": date(2026, 11, 3),
    "first": "Z331990001",
    "last": "Z331990010",
    "count": 10,
    "received_by": "签试甲",
    "checked_by": "验试乙",
}
RECENT = {**BUNDLE, "received_on": TODAY}
AWAY: dict[str, Any] = {
    "done_on": date(2026, 11, 10),
    "done_at": "09:30",
    "partner": "东山卫生院",
    "carrier": "运试丙",
    "receiver": "收试丁",
}
REVIEWER = Hand("reviewer", "审核", frozenset({"reviewer"}))


@pytest.fixture
def issuer(desk_of: DeskOf) -> Desk:
    return desk_of("issuer")


@pytest.fixture
def stocked(issuer: Desk) -> Desk:
    receive(issuer, BUNDLE)
    return issuer


def refusal(caught: pytest.ExceptionInfo[FieldErrors], field: str) -> str:
    return str(caught.value.errors[field])


def states(desk: Desk) -> dict[str, list[str]]:
    return {place.state: [span(each) for each in place.ranges] for place in places(desk)}


# --- receipts


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"last": "Y331990010"}, "last", "字母和前两位数字应相同"),
        ({"last": "Z341990010"}, "last", "字母和前两位数字应相同"),
        ({"last": "Z331990000"}, "last", "小于起号"),
        ({"last": "Z332990010"}, "last", "有 1000010 枚"),
        ({"count": 9}, "count", "之间是 10 枚"),
        ({"missing": "3"}, "count", "应点到 9 枚"),
        ({"missing": "11"}, "missing", "Z331990011 不在"),
        ({"missing": "3 003", "count": 8}, "missing", "Z331990003 写了两次"),
        ({"missing": "Z33I99O003", "count": 9}, "missing", "是否应为数字"),
        ({"checked_by": "签试甲"}, "checked_by", "两个人"),
        ({"received_on": TODAY + timedelta(days=1)}, "received_on", "今天之后"),
        ({"first": "ZZ31990001"}, "first", "第2位"),
    ],
)
def test_a_bundle_that_cannot_be_is_refused_at_the_field(
    issuer: Desk, values: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(FieldErrors) as caught:
        receive(issuer, {**BUNDLE, **values})
    assert sentence in refusal(caught, field)
    assert places(issuer) == ()


def test_a_short_bundle_is_recorded_as_short(issuer: Desk) -> None:
    assert receive(issuer, {**BUNDLE, "count": 7, "missing": "3, 8-9"}) == 7
    assert states(issuer) == {
        "in_stock": ["Z331990001–Z331990002", "Z331990004–Z331990007", "Z331990010"],
        "short": ["Z331990003", "Z331990008–Z331990009"],
    }
    assert papers(issuer)[0].missing == "Z331990003 Z331990008–Z331990009"
    account = stock(issuer)
    assert (account.received, account.closing, account.balanced) == (7, 7, True)


def test_a_merely_large_range_is_asked_about_and_taken(issuer: Desk) -> None:
    large = {**RECENT, "last": "Z332000001", "count": 10_001}
    assert set(receipt_doubts(large, Before(), TODAY)) == {"last"}
    assert receive(issuer, large, ("终止编号",)) == 10_001


@pytest.mark.parametrize(("ago", "asked"), [(7, False), (8, True)])
def test_a_receipt_of_long_ago_is_asked_about(
    ago: int,
    asked: bool,  # noqa: FBT001  whether it is
) -> None:
    earlier = {**BUNDLE, "received_on": TODAY - timedelta(days=ago)}
    assert ("received_on" in receipt_doubts(earlier, Before("7"), TODAY)) is asked


@pytest.mark.parametrize("on", [date(1995, 12, 31), TODAY + timedelta(days=1)])
def test_a_receipt_on_a_day_that_cannot_be_is_refused(issuer: Desk, on: date) -> None:
    with pytest.raises(FieldErrors) as caught:
        receive(issuer, {**BUNDLE, "received_on": on})
    assert set(caught.value.errors) == {"received_on"}


def test_a_range_of_the_usual_size_is_not_asked_about() -> None:
    assert receipt_doubts(RECENT, Before("7"), TODAY) == {}


@pytest.mark.parametrize(
    ("count", "used", "asked"),
    [(200, 0, False), (201, 0, True), (600, 300, False), (601, 300, True)],
)
def test_more_than_twice_the_use_of_a_year_is_asked_about(
    count: int,
    used: int,
    asked: bool,  # noqa: FBT001  whether it is
) -> None:
    large = {**BUNDLE, "last": numbered_from(BUNDLE["first"], count), "count": count}
    assert ("last" in receipt_doubts(large, Before("7", used), TODAY)) is asked


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ("Z331990011", ""),
        ("Z331990012", "不与它相连"),
        ("A331990011", "字母或省码与它不同"),
        ("Z341990011", "字母或省码与它不同"),
    ],
)
def test_a_bundle_apart_from_the_last_one_is_asked_about(
    stocked: Desk, first: str, said: str
) -> None:
    later = {**BUNDLE, "first": first, "last": numbered_from(first, 10)}
    asked = receipt_doubts(later, before_receipt(stocked), TODAY)
    assert said in str(asked.get("first", ""))
    assert ("first" in asked) is bool(said)


def test_a_retracted_bundle_is_no_last_one(stocked: Desk) -> None:
    retract(stocked, 1, "号录错", REVIEWER)
    assert before_receipt(stocked) == Before("7")


def test_what_was_used_up_within_the_year_is_known(stocked: Desk) -> None:
    slip(stocked, "2", {**AWAY, "first": "Z331990001", "count": 4})
    assert before_receipt(stocked).used == 4


@pytest.mark.parametrize(
    ("first", "last", "known"),
    [
        ("Z331990005", "Z331990020", "Z331990005"),
        ("Z331980001", "Z331990020", "Z331990001"),
        ("Z331990011", "Z331990020", ""),
        ("Y331990001", "Y331990020", ""),
    ],
)
def test_the_first_number_known_of_a_range_is_named(
    stocked: Desk, first: str, last: str, known: str
) -> None:
    error = before_receipt(stocked).known(first, last)
    assert (error.params["number"] if error else "") == known


def test_an_edition_older_than_the_one_in_use_is_asked_about(stocked: Desk) -> None:
    assert set(receipt_doubts({**RECENT, "edition": "6"}, Before("7"), TODAY)) == {"edition"}


def test_ranges_never_overlap(stocked: Desk) -> None:
    with pytest.raises(FieldErrors) as caught:
        receive(stocked, {**BUNDLE, "first": "Z331990010", "last": "Z331990019"})
    assert "Z331990010 已在账上(现为「在库」)" in refusal(caught, "first")
    assert states(stocked) == {"in_stock": ["Z331990001–Z331990010"]}


def test_a_number_missing_before_is_not_received_again(issuer: Desk) -> None:
    receive(issuer, {**BUNDLE, "count": 9, "missing": "10"})
    with pytest.raises(FieldErrors) as caught:
        receive(issuer, {**BUNDLE, "first": "Z331990010", "last": "Z331990019"})
    assert "请办「补到」" in refusal(caught, "first")


# --- a number a register brought in


@pytest.fixture
def read_in(issuer: Desk, desk_of: DeskOf) -> str:
    """A number of the bundle that a register says was issued."""
    number = "Z331990004"
    take_in(desk_of("clerk"), "certificate", [issued(cert_no=number)])
    return number


def test_a_bundle_with_a_number_read_in_says_what_to_do(issuer: Desk, read_in: str) -> None:
    with pytest.raises(FieldErrors) as caught:
        receive(issuer, BUNDLE)
    assert f"{read_in} 从登记册读入过(现为「已签发」),这批里照填缺号" in refusal(caught, "missing")


def test_the_rest_of_a_bundle_comes_beside_a_number_read_in(issuer: Desk, read_in: str) -> None:
    assert receive(issuer, {**BUNDLE, "count": 8, "missing": "4 7"}) == 8
    with issuer.reading("stock.read") as session:
        blank = blank_of(session, read_in)
        assert (blank.state, blank.receipt_id) == ("issued", None)
        assert blank_of(session, "Z331990007").state == "short"
    assert stock(issuer).balanced


def test_a_number_received_here_is_not_set_aside_as_missing(stocked: Desk) -> None:
    again = {**BUNDLE, "last": "Z331990012", "count": 2, "missing": "1-10"}
    with pytest.raises(FieldErrors) as caught:
        receive(stocked, again)
    assert "已在账上" in refusal(caught, "first")


def test_numbers_retracted_come_beside_a_number_read_in(issuer: Desk, read_in: str) -> None:
    values = {**BUNDLE, "count": 9, "missing": "4", "received_on": TODAY}
    receive(issuer, values)
    retract(issuer, 1, "版本录错", REVIEWER)
    assert receive(issuer, values) == 9


def test_a_number_read_in_and_typed_as_missing_is_asked_about(issuer: Desk, read_in: str) -> None:
    before, values = before_receipt(issuer), {**BUNDLE, "count": 9, "missing": "4"}
    assert before.known(BUNDLE["first"], BUNDLE["last"], before.aside(values)) is None
    assert receipt_doubts(values, before, TODAY)["missing"].reason == "READ_IN"
    assert "missing" not in receipt_doubts({**values, "missing": "5"}, before, TODAY)


def test_a_number_passed_on_comes_back_by_return(stocked: Desk) -> None:
    slip(stocked, "2", {**AWAY, "first": "Z331990001", "count": 10})
    with pytest.raises(FieldErrors) as caught:
        receive(stocked, BUNDLE)
    assert "请办「退回」" in refusal(caught, "first")


def test_a_missing_number_turns_up_before_two_people(issuer: Desk) -> None:
    receive(issuer, {**BUNDLE, "count": 9, "missing": "3"})
    turn_up(issuer, "Z331990003", "县里补送", REVIEWER)
    assert states(issuer) == {"in_stock": ["Z331990001–Z331990010"]}


def test_a_number_that_is_there_does_not_turn_up(stocked: Desk) -> None:
    with pytest.raises(WrongMove, match="在库"):
        turn_up(stocked, "Z331990003", "县里补送", REVIEWER)


# --- a receipt typed wholly wrong


def test_a_receipt_typed_wrong_goes_off_the_books(issuer: Desk) -> None:
    receive(issuer, {**BUNDLE, "count": 9, "missing": "3"})
    (came,) = papers(issuer)
    assert retract(issuer, came.id, "字母应为 Y", REVIEWER) == 10
    assert [(place.state, place.count) for place in places(issuer)] == [("retracted", 10)]
    assert [(each.id, each.retracted) for each in papers(issuer)] == [(came.id, True)]
    account = stock(issuer)
    assert (account.received, account.closing, account.balanced) == (0, 0, True)


def test_a_retraction_counts_in_its_own_period(stocked: Desk) -> None:
    (came,) = papers(stocked)
    retract(stocked, came.id, "字母应为 Y", REVIEWER)
    before = stock(stocked, date(2026, 11, 1), date(2026, 11, 10))
    own = stock(stocked, date(2026, 11, 11), TODAY)
    assert (before.received, before.closing, before.balanced) == (10, 10, True)
    assert (own.opening, own.received, own.closing, own.balanced) == (10, -10, 0, True)


def test_a_receipt_of_which_a_number_left_stays(stocked: Desk) -> None:
    slip(stocked, "1", {"done_on": date(2026, 11, 10), "count": 2, "receiver": "签试甲"})
    (came,) = (each for each in papers(stocked) if not each.kind)
    with pytest.raises(DeskError, match="Z331990001 入库以后动过\\(现为「已领用」\\)"):
        retract(stocked, came.id, "字母应为 Y", REVIEWER)
    assert "retracted" not in states(stocked)


def test_a_receipt_of_which_a_number_came_back_stays(stocked: Desk) -> None:
    slip(stocked, "1", {"done_on": date(2026, 11, 10), "count": 1, "receiver": "签试甲"})
    back = {"first": "Z331990001", "last": "Z331990001", "count": 1}
    slip(stocked, PUT_BACK, {"done_on": date(2026, 11, 10), **back})
    (came,) = (each for each in papers(stocked) if not each.kind)
    with pytest.raises(DeskError, match="Z331990001 入库以后动过"):
        retract(stocked, came.id, "字母应为 Y", REVIEWER)


def test_a_receipt_is_retracted_by_two_people(stocked: Desk) -> None:
    (came,) = papers(stocked)
    with pytest.raises(DeskError, match="两个人"):
        retract(stocked, came.id, "字母应为 Y", Hand("issuer", "", frozenset({"reviewer"})))
    assert states(stocked) == {"in_stock": ["Z331990001–Z331990010"]}


def test_a_receipt_is_retracted_with_a_reason(stocked: Desk) -> None:
    (came,) = papers(stocked)
    with pytest.raises(DeskError, match="请写明原因"):
        retract(stocked, came.id, " ", REVIEWER)
    assert states(stocked) == {"in_stock": ["Z331990001–Z331990010"]}


def test_a_receipt_is_retracted_once(stocked: Desk) -> None:
    (came,) = papers(stocked)
    retract(stocked, came.id, "字母应为 Y", REVIEWER)
    with pytest.raises(DeskError, match="已经撤销了"):
        retract(stocked, came.id, "字母应为 Y", REVIEWER)


def test_numbers_retracted_come_with_a_later_bundle(stocked: Desk) -> None:
    (wrong,) = papers(stocked)
    retract(stocked, wrong.id, "多录了八枚", REVIEWER)
    receive(
        stocked, {**BUNDLE, "received_on": TODAY, "last": "Z331990002", "missing": "2", "count": 1}
    )
    assert [(place.state, place.count) for place in places(stocked)] == [
        ("in_stock", 1),
        ("short", 1),
        ("retracted", 8),
    ]
    assert {each.id: each.retracted for each in papers(stocked)} == {wrong.id: True, 2: False}
    assert [line.number for line in paper(stocked, "receipt", 2)[1]] == ["Z331990001", "Z331990002"]
    account = stock(stocked)
    assert (account.received, account.closing, account.balanced) == (1, 1, True)


def test_numbers_retracted_do_not_come_before_that_day(stocked: Desk) -> None:
    (wrong,) = papers(stocked)
    retract(stocked, wrong.id, "多录了八枚", REVIEWER)
    with pytest.raises(FieldErrors) as caught:
        receive(stocked, BUNDLE)
    assert "撤销过入库" in refusal(caught, "received_on")


def test_a_retracted_receipt_says_nothing_of_the_edition_in_use(stocked: Desk) -> None:
    later = {**BUNDLE, "first": "Z331990101", "last": "Z331990110", "edition": "6"}
    (wrong,) = papers(stocked)
    receive(stocked, later)
    retract(stocked, wrong.id, "版本录错", REVIEWER)
    assert newest_edition(stocked) == "6"


def test_a_receipt_is_corrected_beside_its_numbers(stocked: Desk) -> None:
    (came,) = papers(stocked)
    correct_receipt(stocked, came.id, 1, {"edition": "6", "count": 3}, "选错版本")
    kept = receipt_record(stocked, came.id).values
    assert (kept["edition"], kept["count"]) == ("6", 10)


def test_a_receipt_keeps_two_people(stocked: Desk) -> None:
    (came,) = papers(stocked)
    with pytest.raises(FieldErrors, match="两个人"):
        correct_receipt(stocked, came.id, 1, {"checked_by": "签试甲"}, "写错")


# --- who may


@pytest.mark.parametrize("role", ["clerk", "sealer", "reviewer", "supervisor", "admin"])
def test_only_the_issuer_moves_blanks(stocked: Desk, desk_of: DeskOf, role: str) -> None:
    other = desk_of(role)
    for act in (
        lambda: receive(other, {**BUNDLE, "first": "Z331990011", "last": "Z331990020"}),
        lambda: slip(other, "1", {"done_on": TODAY, "count": 1, "receiver": "某"}),
        lambda: retire_edition(other, "7", "通知"),
        lambda: turn_up(other, "Z331990001", "补送", REVIEWER),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert states(stocked) == {"in_stock": ["Z331990001–Z331990010"]}


# --- numbers as ranges


@given(serials=st.sets(st.integers(0, 60)))
def test_ranges_hold_just_the_numbers_they_were_made_of(serials: set[int]) -> None:
    numbers = {f"Z33{serial:07}" for serial in serials}
    assert [number for each in unbroken(numbers) for number in each] == sorted(numbers)


@given(serials=st.sets(st.integers(0, 60)))
def test_there_are_no_more_ranges_than_gaps(serials: set[int]) -> None:
    ranges = unbroken(f"Z33{serial:07}" for serial in serials)
    assert len(ranges) == sum(serial - 1 not in serials for serial in serials)


def test_what_is_no_number_in_a_damaged_file_is_shown_as_it_is() -> None:
    damaged = ["Ax7é\x1bxxxxxx", "Z331990001", "Z331990002"]
    assert [span(each) for each in unbroken(damaged)] == [damaged[0], "Z331990001–Z331990002"]
