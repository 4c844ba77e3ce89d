"""Editions out of use, which are never used again; how long the stock lasts."""

from datetime import date
from typing import Any

import pytest

from desk.certificate_duties import certificate_duties
from desk.context import Desk, Hand
from desk.errors import DeskError
from desk.issuing import next_number
from desk.numbers import Why, blank_of, move
from desk.slips import numbers_for, slip
from desk.stock_book import LowStock, in_order, low_stock, papers, places
from desk.stock_room import correct_receipt, old_blanks, receive, retire_edition, turn_up
from desk.voiding import unvoid, void
from models.base import FieldErrors
from rules.certificate_states import WrongMove
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
REVIEWER = Hand("reviewer", "审核", frozenset({"reviewer"}))


@pytest.fixture
def issuer(desk_of: DeskOf) -> Desk:
    return desk_of("issuer")


@pytest.fixture
def stocked(issuer: Desk) -> Desk:
    receive(issuer, BUNDLE)
    return issuer


def states(desk: Desk) -> dict[str, list[str]]:
    return {place.state: [span(each) for each in place.ranges] for place in places(desk)}


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


@pytest.fixture
def retired(issuer: Desk) -> Desk:
    """The sixth edition is retired, but one is short, one with another house; the seventh came."""
    receive(issuer, {**BUNDLE, "count": 9, "missing": "10", "edition": "6"})
    slip(issuer, "2", {**AWAY, "first": "Z331990001", "count": 1})
    receive(issuer, {**BUNDLE, "first": "Z331990101", "last": "Z331990110"})
    retire_edition(issuer, "7", "国卫办〔2026〕1号")
    return issuer


def test_a_void_of_an_edition_out_of_use_is_not_taken_back(retired: Desk) -> None:
    with pytest.raises(WrongMove, match="Z331990002 是停用的旧版,只能作废上缴"):
        unvoid(retired, "Z331990002", "误作废", REVIEWER)


def come_back(desk: Desk) -> None:
    turn_up(desk, "Z331990010", "补送", REVIEWER)
    slip(desk, "3", {**AWAY, "first": "Z331990001", "count": 1})


def test_an_old_blank_that_came_back_is_not_the_next_one(retired: Desk) -> None:
    come_back(retired)
    assert next_number(retired) == "Z331990101"
    drawn = slip(retired, "1", {"done_on": TODAY, "count": 10, "receiver": "签试甲"})
    assert [span(each) for each in drawn.ranges] == ["Z331990101–Z331990110"]


@pytest.mark.parametrize("kind", ["1", "2"])
def test_an_old_blank_that_came_back_is_neither_drawn_nor_passed_on(
    retired: Desk, kind: str
) -> None:
    come_back(retired)
    with pytest.raises(FieldErrors) as caught:
        slip(retired, kind, {**AWAY, "first": "Z331990010", "count": 1})
    assert "停用的旧版" in str(caught.value.errors["first"])
    assert "Z331990010" not in numbers_for(retired, kind)


def test_an_old_blank_drawn_before_is_not_reserved(issuer: Desk) -> None:
    receive(issuer, {**BUNDLE, "edition": "6"})
    slip(issuer, "1", {"done_on": TODAY, "count": 2, "receiver": "签试甲"})
    receive(issuer, {**BUNDLE, "first": "Z331990101", "last": "Z331990110"})
    void(issuer, "Z331990001", "5", "换版")
    assert next_number(issuer) == "Z331990101"
    with (
        issuer.writing("certificates.write", "test") as session,
        pytest.raises(WrongMove, match="停用的旧版"),
    ):
        move(session, issuer, blank_of(session, "Z331990002"), "reserve")


def test_an_old_blank_that_came_back_waits_to_be_voided(retired: Desk) -> None:
    assert "retire" not in {duty.code for duty in certificate_duties(retired)}
    come_back(retired)
    (duty,) = (each for each in certificate_duties(retired) if each.code == "retire")
    assert duty.value == "2"
    assert retire_edition(retired, "7", "补") == ("Z331990001", "Z331990010")


def test_an_old_edition_is_used_up_while_nobody_retired_it(issuer: Desk) -> None:
    receive(issuer, {**BUNDLE, "edition": "6"})
    receive(issuer, {**BUNDLE, "first": "Z331990101", "last": "Z331990110"})
    assert next_number(issuer) == "Z331990001"


def test_a_retiring_by_a_mistyped_edition_is_taken_back_once_that_is_corrected(
    retired: Desk,
) -> None:
    came = next(each for each in papers(retired) if each.first == "Z331990001")
    correct_receipt(retired, came.id, 1, {"edition": "7"}, "选错版本")
    unvoid(retired, "Z331990002", "版本选错", REVIEWER)
    assert next_number(retired) == "Z331990002"


# --- how long it lasts


def use(desk: Desk, count: int) -> None:
    with desk.writing("certificates.write", "test") as session:
        for number in in_order(desk, "in_stock", "draw")[:count]:
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


def test_an_empty_safe_is_told_for_as_long_as_it_is_empty(issuer: Desk) -> None:
    receive(issuer, {**BUNDLE, "received_on": date(2026, 1, 5)})
    with issuer.writing("certificates.write", "test") as session:
        for number in in_order(issuer):
            for act in ("draw", "reserve", "print", "issue"):
                move(session, issuer, blank_of(session, number), act, date(2026, 1, 5))
    assert low_stock(issuer) == LowStock(left=0, used=0, lasts_tenths=0)


def test_a_house_that_never_issued_is_not_told_of_an_empty_safe(issuer: Desk) -> None:
    receive(issuer, {**BUNDLE, "received_on": date(2026, 1, 5)})
    slip(issuer, "4", {**AWAY, "first": "Z331990001", "count": 10, "letter_no": "云卫3号"})
    assert low_stock(issuer) is None


def test_blanks_out_of_use_are_none_that_are_left(retired: Desk) -> None:
    come_back(retired)
    use(retired, 10)
    low = low_stock(retired)
    assert low is not None
    assert low.left == 0


def test_no_blanks_ever_is_no_low_stock(issuer: Desk) -> None:
    assert low_stock(issuer) is None
