"""Slips of blanks by range: drawn, put back, passed on, returned, handed back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest

from desk.context import Desk
from desk.errors import Conflict
from desk.slips import DRAW, correct_slip, slip, slip_doubts, slip_record
from desk.stock import stock
from desk.stock_book import RECEIPT, SLIP, in_order, paper, papers, places
from desk.stock_room import receive
from desk.voiding import hand_up, void
from models.base import FieldErrors
from rules.certificate import number_range
from rules.number_lists import span
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


UP: dict[str, Any] = {"partner": "县卫生健康局", "carrier": "送试丙", "checked_by": "验试乙"}


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
    right = {"first": "Z331990001", "last": "Z331990003"}
    assert slip_doubts(DRAW, right, following, TODAY) == {}
    asked = slip_doubts(DRAW, {"first": "Z331990002"}, following, TODAY)
    assert "Z331990001" in str(asked["first"])


@pytest.mark.parametrize(("days", "asked"), [(7, False), (8, True)])
@pytest.mark.parametrize("kind", ["1", "2", "3", "4", "7"])
def test_a_slip_of_long_ago_is_asked_about(kind: str, days: int, asked: bool) -> None:  # noqa: FBT001  whether it is
    values = {"done_on": TODAY - timedelta(days=days)}
    assert ("done_on" in slip_doubts(kind, values, (), TODAY)) is asked


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


@pytest.fixture
def gone_up(stocked: Desk) -> int:
    """The slip of a void that was handed up."""
    void(stocked, "Z331990001", "3")
    hand_up(stocked, {"done_on": TODAY, **UP}, ["Z331990001"])
    return papers(stocked)[0].id


def test_what_a_slip_of_voids_says_is_corrected_with_a_reason(stocked: Desk, gone_up: int) -> None:
    correct_slip(stocked, gone_up, 1, {"letter_no": "云卫3号", "carrier": "送试己"}, "写错单号")
    kept = slip_record(stocked, gone_up).values
    assert (kept["letter_no"], kept["carrier"], kept["partner"]) == (
        "云卫3号",
        "送试己",
        UP["partner"],
    )


@pytest.mark.parametrize("checked_by", [None, "签发"])
def test_a_slip_of_voids_keeps_its_two_people(
    stocked: Desk, gone_up: int, checked_by: str | None
) -> None:
    with pytest.raises(FieldErrors) as caught:
        correct_slip(stocked, gone_up, 1, {"checked_by": checked_by}, "写错")
    assert set(caught.value.errors) == {"checked_by"}


def test_a_correction_leaves_the_numbers_of_a_slip_alone(stocked: Desk) -> None:
    sent = slip(stocked, "2", {**AWAY, "first": "Z331990001", "count": 5})
    correct_slip(stocked, sent.id, 1, {"last": "Z331990009", "remark": "补记"}, "补记")
    kept = slip_record(stocked, sent.id).values
    assert (kept["last"], kept["remark"]) == ("Z331990005", "补记")


def test_two_issuers_drawing_at_once_get_different_numbers(stocked: Desk) -> None:
    def draw(place: int) -> list[str]:
        values = {"done_on": TODAY, "count": 2, "receiver": f"签试{place}"}
        return [number for each in slip(stocked, "1", values).ranges for number in each]

    with ThreadPoolExecutor(5) as pool:
        drawn = [number for numbers in pool.map(draw, range(5)) for number in numbers]
    assert sorted(drawn) == list(number_range("Z331990001", "Z331990010"))
