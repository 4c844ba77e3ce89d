"""The stock room: bundles counted in, slips by range, old editions, low stock."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.context import Desk, Hand
from desk.errors import Conflict, DeskError, NotPermitted
from desk.numbers import Why, blank_of, move
from desk.slips import correct_slip, draw_doubts, slip, slip_record
from desk.stock import stock
from desk.stock_book import RECEIPT, SLIP, in_order, low_stock, paper, papers, places
from desk.stock_room import (
    correct_receipt,
    newest_edition,
    old_blanks,
    receipt_doubts,
    receipt_record,
    receive,
    retire_edition,
    turn_up,
)
from models.base import FieldErrors
from rules.certificate_states import WrongMove
from rules.number_lists import span, unbroken
from tests.conftest import TODAY, DeskOf

BUNDLE: dict[str, Any] = {
    "received_on": date(2026, 11, 3),
    "first": "Z331990001",
    "last": "Z331990010",
    "count": 10,
    "received_by": "签试甲",
    "checked_by": "验试乙",
}
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
    large = {**BUNDLE, "last": "Z332000001", "count": 10_001}
    assert set(receipt_doubts(large)) == {"last"}
    assert receive(issuer, large, ("终止编号",)) == 10_001


def test_a_range_of_the_usual_size_is_not_asked_about() -> None:
    assert receipt_doubts(BUNDLE, "7") == {}


def test_an_edition_older_than_the_one_in_use_is_asked_about(stocked: Desk) -> None:
    assert set(receipt_doubts({**BUNDLE, "edition": "6"}, newest_edition(stocked))) == {"edition"}


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


# --- slips


def test_a_drawing_takes_the_next_ones_in_order(stocked: Desk) -> None:
    drawn = slip(stocked, "1", {"done_on": date(2026, 11, 4), "count": 4, "receiver": "签试甲"})
    assert [span(each) for each in drawn.ranges] == ["Z331990001–Z331990004"]
    assert states(stocked)["drawn"] == ["Z331990001–Z331990004"]


def test_a_drawing_begins_with_the_oldest_bundle(stocked: Desk) -> None:
    receive(stocked, {**BUNDLE, "first": "Y331990001", "last": "Y331990010"})
    drawn = slip(stocked, "1", {"done_on": TODAY, "count": 12, "receiver": "签试甲"})
    assert [span(each) for each in drawn.ranges] == [
        "Y331990001–Y331990002",
        "Z331990001–Z331990010",
    ]


def test_more_than_there_is_cannot_be_drawn(stocked: Desk) -> None:
    with pytest.raises(FieldErrors, match="在库只有 10 枚"):
        slip(stocked, "1", {"done_on": TODAY, "count": 11, "receiver": "签试甲"})


def test_drawing_out_of_order_is_asked_about(stocked: Desk) -> None:
    following = in_order(stocked)
    assert draw_doubts({"first": "Z331990001", "last": "Z331990003"}, following) == {}
    assert "Z331990001" in str(draw_doubts({"first": "Z331990002"}, following)["first"])


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("1", {"done_on": TODAY, "count": 3, "receiver": "签试甲"}),
        ("2", AWAY),
        ("4", {**AWAY, "letter_no": "云卫〔2026〕3号"}),
    ],
)
def test_one_number_that_cannot_move_keeps_the_whole_range(
    stocked: Desk, kind: str, values: dict[str, Any]
) -> None:
    slip(stocked, "1", {"done_on": date(2026, 11, 4), "first": "Z331990003", "count": 1,
                        "receiver": "签试甲"})  # fmt: skip
    with pytest.raises(FieldErrors) as caught:
        slip(stocked, kind, {**values, "first": "Z331990001", "last": "Z331990005", "count": 5})
    assert "Z331990003 现为「已领用」" in refusal(caught, "first")
    assert states(stocked)["in_stock"] == ["Z331990001–Z331990002", "Z331990004–Z331990010"]
    assert len(papers(stocked)) == 2


def test_a_number_off_the_books_keeps_the_whole_range(stocked: Desk) -> None:
    with pytest.raises(FieldErrors) as caught:
        slip(stocked, "2", {**AWAY, "first": "Z331990009", "last": "Z331990011"})
    assert "Z331990011 不在账上" in refusal(caught, "first")


@pytest.mark.parametrize("name", ["done_at", "partner", "carrier", "receiver"])
def test_what_leaves_the_house_names_who_when_and_where(stocked: Desk, name: str) -> None:
    with pytest.raises(FieldErrors) as caught:
        slip(stocked, "2", {**AWAY, "first": "Z331990001", "count": 5, name: None})
    assert set(caught.value.errors) == {name}


def test_handing_back_needs_the_letter(stocked: Desk) -> None:
    with pytest.raises(FieldErrors) as caught:
        slip(stocked, "4", {**AWAY, "first": "Z331990001", "count": 5})
    assert set(caught.value.errors) == {"letter_no"}


def test_what_was_passed_on_comes_back(stocked: Desk) -> None:
    slip(stocked, "2", {**AWAY, "first": "Z331990001", "count": 5})
    back = {**AWAY, "done_on": TODAY, "first": "Z331990004", "count": 2}
    slip(stocked, "3", back)
    assert states(stocked) == {
        "in_stock": ["Z331990004–Z331990010"],
        "transferred": ["Z331990001–Z331990003"],
    }
    assert stock(stocked).balanced


def test_blanks_come_back_only_from_where_they_went(stocked: Desk) -> None:
    slip(stocked, "2", {**AWAY, "first": "Z331990001", "count": 5})
    with pytest.raises(FieldErrors, match="只能由它退回"):
        slip(stocked, "3", {**AWAY, "partner": "西河卫生院", "first": "Z331990001", "count": 5})


def test_what_was_not_used_is_put_back(stocked: Desk) -> None:
    slip(stocked, "1", {"done_on": TODAY, "count": 4, "receiver": "签试甲"})
    slip(stocked, "7", {"done_on": TODAY, "first": "Z331990003", "last": "Z331990004"})
    assert states(stocked)["drawn"] == ["Z331990001–Z331990002"]


def test_a_slip_is_not_dated_before_the_numbers_came(stocked: Desk) -> None:
    with pytest.raises(FieldErrors) as caught:
        slip(stocked, "1", {"done_on": date(2026, 11, 2), "count": 4, "receiver": "签试甲"})
    assert "Z331990001 在 2026-11-03 还有变动" in refusal(caught, "done_on")


def test_a_slip_whose_count_differs_from_its_range_is_refused(stocked: Desk) -> None:
    with pytest.raises(FieldErrors) as caught:
        slip(stocked, "2", {**AWAY, "first": "Z331990001", "last": "Z331990005", "count": 6})
    assert "之间是 5 枚" in refusal(caught, "count")


def test_the_papers_are_listed_with_their_numbers(stocked: Desk) -> None:
    slip(stocked, "2", {**AWAY, "first": "Z331990001", "count": 5})
    sent, came = papers(stocked)
    assert (sent.table, sent.first, sent.last, sent.partner) == (
        SLIP,
        "Z331990001",
        "Z331990005",
        "东山卫生院",
    )
    assert (came.table, came.count, came.checked_by) == (RECEIPT, 10, "验试乙")
    _, lines = paper(stocked, RECEIPT, came.id)
    assert [line.state for line in lines] == ["transferred"] * 5 + ["in_stock"] * 5


def test_a_slip_is_corrected_with_a_reason_over_the_version_read(stocked: Desk) -> None:
    sent = slip(stocked, "2", {**AWAY, "first": "Z331990001", "count": 5})
    correct_slip(stocked, sent.id, 1, {"partner": "西河卫生院"}, "写错单位")
    assert slip_record(stocked, sent.id).values["partner"] == "西河卫生院"
    with pytest.raises(Conflict):
        correct_slip(stocked, sent.id, 1, {"partner": "南山卫生院"}, "又错")


def test_a_slip_does_not_lose_who_carried_it(stocked: Desk) -> None:
    sent = slip(stocked, "2", {**AWAY, "first": "Z331990001", "count": 5})
    with pytest.raises(FieldErrors) as caught:
        correct_slip(stocked, sent.id, 1, {"carrier": None}, "写错")
    assert set(caught.value.errors) == {"carrier"}


def test_a_correction_leaves_the_numbers_of_a_slip_alone(stocked: Desk) -> None:
    sent = slip(stocked, "2", {**AWAY, "first": "Z331990001", "count": 5})
    correct_slip(stocked, sent.id, 1, {"last": "Z331990009", "remark": "补记"}, "补记")
    kept = slip_record(stocked, sent.id).values
    assert (kept["last"], kept["remark"]) == ("Z331990005", "补记")


def test_a_receipt_is_corrected_beside_its_numbers(stocked: Desk) -> None:
    (came,) = papers(stocked)
    correct_receipt(stocked, came.id, 1, {"edition": "6", "count": 3}, "选错版本")
    kept = receipt_record(stocked, came.id).values
    assert (kept["edition"], kept["count"]) == ("6", 10)


def test_a_receipt_keeps_two_people(stocked: Desk) -> None:
    (came,) = papers(stocked)
    with pytest.raises(FieldErrors, match="两个人"):
        correct_receipt(stocked, came.id, 1, {"checked_by": "签试甲"}, "写错")


# --- editions


def test_what_is_left_of_an_old_edition_becomes_void(issuer: Desk) -> None:
    receive(issuer, {**BUNDLE, "edition": "6"})
    slip(issuer, "1", {"done_on": TODAY, "count": 2, "receiver": "签试甲"})
    receive(issuer, {**BUNDLE, "first": "Z331990101", "last": "Z331990110"})
    assert [span(each) for each in old_blanks(issuer, "7")] == ["Z331990001–Z331990010"]
    assert len(retire_edition(issuer, "7", "国卫办〔2026〕1号")) == 10
    assert states(issuer) == {
        "in_stock": ["Z331990101–Z331990110"],
        "void": ["Z331990001–Z331990010"],
    }


def test_an_old_blank_in_the_middle_of_an_issue_stops_the_retiring(issuer: Desk) -> None:
    receive(issuer, {**BUNDLE, "edition": "6"})
    slip(issuer, "1", {"done_on": TODAY, "count": 2, "receiver": "签试甲"})
    with issuer.writing("certificates.write", "test") as session:
        move(session, issuer, blank_of(session, "Z331990002"), "reserve")
    with pytest.raises(DeskError, match="Z331990002 现为「已占号」"):
        retire_edition(issuer, "7", "国卫办〔2026〕1号")
    assert "void" not in states(issuer)


def test_retiring_an_edition_names_the_notice(issuer: Desk) -> None:
    receive(issuer, {**BUNDLE, "edition": "6"})
    with pytest.raises(DeskError, match="通知"):
        retire_edition(issuer, "7", " ")


def test_nothing_is_retired_where_nothing_is_old(stocked: Desk) -> None:
    with pytest.raises(DeskError, match="没有库存的旧版"):
        retire_edition(stocked, "7", "国卫办〔2026〕1号")


# --- how long it lasts


def use(desk: Desk, count: int) -> None:
    with desk.writing("certificates.write", "test") as session:
        for number in in_order(desk)[:count]:
            move(session, desk, blank_of(session, number), "void", None, Why(cause="1"))


def test_stock_that_soon_runs_out_is_told(issuer: Desk) -> None:
    receive(issuer, {**BUNDLE, "received_on": date(2026, 6, 1)})
    use(issuer, 8)  # 8 in 6 months: the 2 left last 1.5
    low = low_stock(issuer)
    assert low is not None
    assert (low.left, low.used, low.lasts_tenths) == (2, 8, 15)


def test_stock_that_lasts_is_not_told(issuer: Desk) -> None:
    receive(issuer, {**BUNDLE, "received_on": date(2026, 6, 1)})
    use(issuer, 7)  # the 3 left last 2.5 months
    assert low_stock(issuer) is None


def test_an_old_edition_voided_is_no_use_of_stock(issuer: Desk) -> None:
    receive(issuer, {**BUNDLE, "edition": "6"})
    receive(issuer, {**BUNDLE, "first": "Z331990101", "last": "Z331990102", "count": 2})
    retire_edition(issuer, "7", "国卫办〔2026〕1号")
    assert low_stock(issuer) is None


def test_an_empty_safe_that_was_used_up_is_told(issuer: Desk) -> None:
    receive(issuer, BUNDLE)
    use(issuer, 10)
    low = low_stock(issuer)
    assert low is not None
    assert low.lasts_tenths == 0


def test_no_blanks_ever_is_no_low_stock(issuer: Desk) -> None:
    assert low_stock(issuer) is None


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
