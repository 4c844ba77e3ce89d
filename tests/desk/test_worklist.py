"""Who is due: small books with one woman or child each, looked at on chosen days."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desk.worklist import DueItem, due, due_by_village
from models.antenatal import AntenatalContact
from models.delivery import PostpartumVisit
from tests.desk.shelf import Shelf, day, opened

LMP = "2026-01-05"  # anc1 to 04-05, anc2 from 04-27, anc3 from 06-01, anc5 closes 10-18


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with opened(tmp_path) as shelf:
        yield shelf


def green(shelf: Shelf, name: str, lmp: str, booked: str, **values: Any) -> int:
    """A card that was screened, so that nothing but its contacts is due."""
    return shelf.pregnancy(name, lmp, booked, **({"risk_colours": ["1"]} | values))


def codes(shelf: Shelf, today: str) -> list[str]:
    """What is due but for the money (``test_worklist_programmes``)."""
    return [item.code for item in due(shelf.at(today)) if item.kind != "subsidy"]


def one(shelf: Shelf, today: str) -> DueItem:
    (item,) = (item for item in due(shelf.at(today)) if item.kind != "subsidy")
    return item


def contact(shelf: Shelf, pregnancy: int, on: str, number: int | None = None) -> None:
    shelf.add(
        AntenatalContact(centre="C1", pregnancy_id=pregnancy, visited_on=day(on), number=number)
    )


def visit(shelf: Shelf, pregnancy: int, on: str, kind: str) -> None:
    shelf.add(PostpartumVisit(centre="C1", pregnancy_id=pregnancy, visited_on=day(on), kind=kind))


def test_first_contact_is_due_while_its_window_is_open(shelf: Shelf) -> None:
    green(shelf, "王甲", LMP, "2026-02-20")
    item = one(shelf, "2026-04-05")
    assert (item.kind, item.code, item.person, item.village) == (
        "antenatal",
        "anc1",
        "王甲",
        "东庄村",
    )
    assert (item.opens, item.closes, item.days_late) == (day(LMP), day("2026-04-05"), 0)


def test_in_the_gap_after_its_window_a_contact_is_overdue(shelf: Shelf) -> None:
    green(shelf, "王甲", LMP, "2026-02-20")
    assert (one(shelf, "2026-04-26").code, one(shelf, "2026-04-26").days_late) == ("anc1", 21)


def test_when_the_next_window_opens_the_one_before_is_missed_not_due(shelf: Shelf) -> None:
    green(shelf, "王甲", LMP, "2026-02-20")
    assert codes(shelf, "2026-04-27") == ["anc2"]


def test_a_window_that_closed_before_booking_is_not_asked_for(shelf: Shelf) -> None:
    green(shelf, "王甲", LMP, "2026-04-10")
    assert codes(shelf, "2026-04-20") == []


def test_a_contact_made_in_its_window_ends_it(shelf: Shelf) -> None:
    contact(shelf, green(shelf, "王甲", LMP, "2026-02-20"), "2026-02-20")
    assert codes(shelf, "2026-03-01") == []


def test_a_contact_made_before_its_window_ends_it_by_its_number(shelf: Shelf) -> None:
    contact(shelf, green(shelf, "王甲", LMP, "2026-02-20"), "2026-04-24", number=2)
    assert codes(shelf, "2026-05-01") == []


def test_no_lmp_counts_back_from_the_expected_date(shelf: Shelf) -> None:
    green(shelf, "王甲", LMP, "2026-02-20", edd=day("2026-10-12"))
    pregnancy = green(shelf, "李乙", LMP, "2026-02-20", edd=day("2026-10-12"))
    shelf.change(pregnancy, lmp=None)
    assert [item.opens for item in due(shelf.at("2026-03-01"))] == [day(LMP), day(LMP)]


def test_expected_date_passed_without_a_delivery_is_asked_about(shelf: Shelf) -> None:
    green(shelf, "王甲", LMP, "2026-02-20", edd=day("2026-10-12"))
    item = one(shelf, "2026-11-01")
    assert (item.kind, item.code, item.days_late) == ("delivery", "delivery", 20)


@pytest.mark.parametrize("state", ["ended", "closed"])
def test_nothing_is_due_for_an_ended_or_closed_pregnancy(shelf: Shelf, state: str) -> None:
    green(shelf, "王甲", LMP, "2026-02-20", state=state)
    assert codes(shelf, "2026-03-01") == []


@pytest.mark.parametrize("fact", ["died_on", "moved_out_on"])
def test_nothing_is_due_for_who_died_or_moved_away(shelf: Shelf, fact: str) -> None:
    shelf.child("小甲", "2026-10-10", **{fact: day("2026-11-01")})
    assert codes(shelf, "2026-11-01") == []


def test_home_visit_is_due_within_a_week_of_discharge(shelf: Shelf) -> None:
    pregnancy = green(shelf, "王甲", LMP, "2026-02-20")
    shelf.delivery(pregnancy, "2026-10-01", discharged_on=day("2026-10-04"))
    item = one(shelf, "2026-10-12")
    assert (item.code, item.closes, item.days_late) == ("postpartum", day("2026-10-11"), 1)


def test_without_discharge_the_home_visit_counts_from_the_delivery(shelf: Shelf) -> None:
    shelf.delivery(green(shelf, "王甲", LMP, "2026-02-20"), "2026-10-01")
    assert (codes(shelf, "2026-10-29"), codes(shelf, "2026-10-30")) == (["postpartum"], [])


def test_day_42_check_is_due_from_day_42_to_56(shelf: Shelf) -> None:
    pregnancy = green(shelf, "王甲", LMP, "2026-02-20")
    shelf.delivery(pregnancy, "2026-10-01")
    visit(shelf, pregnancy, "2026-10-05", "1")
    days = ["2026-11-11", "2026-11-12", "2026-11-26", "2026-11-27"]
    assert [codes(shelf, today) for today in days] == [[], ["day42"], ["day42"], []]


def test_a_visit_made_is_no_longer_due(shelf: Shelf) -> None:
    pregnancy = green(shelf, "王甲", LMP, "2026-02-20")
    shelf.delivery(pregnancy, "2026-10-01")
    visit(shelf, pregnancy, "2026-10-05", "1")
    assert codes(shelf, "2026-10-06") == []


def test_a_mother_who_died_is_not_visited(shelf: Shelf) -> None:
    pregnancy = green(shelf, "王甲", LMP, "2026-02-20")
    shelf.delivery(pregnancy, "2026-10-01", mother_outcome="2")
    assert codes(shelf, "2026-10-06") == []


def test_newborn_visit_without_discharge_closes_a_week_after_birth(shelf: Shelf) -> None:
    shelf.child("小甲", "2026-10-10")
    item = one(shelf, "2026-10-20")
    assert (item.kind, item.code, item.closes, item.days_late) == (
        "child",
        "newborn",
        day("2026-10-17"),
        3,
    )


def test_newborn_visit_closes_a_week_after_discharge(shelf: Shelf) -> None:
    pregnancy = green(shelf, "王甲", LMP, "2026-02-20")
    (newborn,) = shelf.delivery(pregnancy, "2026-10-01", discharged_on=day("2026-10-06"))
    shelf.child("小甲", "2026-10-01", newborn_id=newborn)
    visit(shelf, pregnancy, "2026-10-08", "1")
    item = one(shelf, "2026-10-13")
    assert (item.opens, item.closes, item.days_late) == (day("2026-10-06"), day("2026-10-13"), 0)


def test_a_child_contact_stays_listed_until_it_no_longer_counts(shelf: Shelf) -> None:
    child = shelf.child("小甲", "2026-03-10")
    shelf.check(child, "1m", "2026-04-08")
    days = ["2026-06-09", "2026-06-10", "2026-07-10", "2026-09-09", "2026-09-10"]
    assert [codes(shelf, today) for today in days] == [[], ["3m"], ["3m"], ["3m"], ["6m"]]


def test_a_child_of_seven_has_left_the_list(shelf: Shelf) -> None:
    shelf.child("小甲", "2019-11-21")
    assert (codes(shelf, "2026-11-20"), codes(shelf, "2026-11-21")) == (["6y"], [])


def test_red_stands_first_then_the_longest_overdue(shelf: Shelf) -> None:
    shelf.child("晚", "2026-10-10")
    shelf.child("更晚", "2026-10-08")
    green(shelf, "黄", "2026-08-01", "2026-10-01", risk_colours=["2"])
    green(shelf, "红", "2026-08-01", "2026-10-01", risk_colours=["2", "4"])
    green(shelf, "紫", "2026-08-01", "2026-10-01", risk_colours=["1", "5"])
    names = [item.person for item in due(shelf.at("2026-10-30")) if item.kind != "risk"]
    assert names == ["红", "紫", "黄", "更晚", "晚"]


def test_a_frail_child_stands_with_the_yellow_the_longest_overdue_first(shelf: Shelf) -> None:
    shelf.child("体弱儿", "2026-10-14", high_risk="早产")
    green(shelf, "橙", "2026-08-01", "2026-10-01", risk_colours=["3"])
    green(shelf, "黄久", "2026-07-20", "2026-09-01", risk_colours=["2"])
    green(shelf, "黄未到", "2026-08-01", "2026-10-01", risk_colours=["2"])
    items = [item for item in due(shelf.at("2026-10-30")) if item.kind != "risk"]
    assert [(item.person, item.days_late) for item in items] == [
        ("橙", 0),
        ("黄久", 12),
        ("体弱儿", 9),
        ("黄未到", 0),
    ]


def test_one_village_alone(shelf: Shelf) -> None:
    shelf.child("东", "2026-10-10")
    shelf.child("西", "2026-10-10", village_id=shelf.west)
    items = due(shelf.at("2026-10-12"), shelf.west)
    assert [(item.person, item.village) for item in items] == [("西", "西沟村")]


def test_villages_are_counted_by_kind_with_most_overdue_first(shelf: Shelf) -> None:
    shelf.child("东", "2026-10-20")
    shelf.child("西", "2026-10-10", village_id=shelf.west)
    green(shelf, "西母", "2026-08-01", "2026-10-01", village_id=shelf.west)
    rows = due_by_village(due(shelf.at("2026-10-25")))
    assert [(row.village, row.total) for row in rows] == [("西沟村", (2, 1)), ("东庄村", (1, 0))]
    assert (rows[0].counts["child"], rows[0].counts["antenatal"]) == ((1, 1), (1, 0))


def test_json_has_the_documented_keys(shelf: Shelf) -> None:
    shelf.child("东", "2026-10-20")
    assert list(one(shelf, "2026-10-21").as_json()) == [
        "kind",
        "code",
        "person",
        "person_id",
        "village",
        "opens",
        "closes",
        "days_late",
    ]


def test_risk_does_not_put_a_check_of_next_year_before_a_visit_of_this_week(shelf: Shelf) -> None:
    green(shelf, "将到期", "2026-08-02", "2026-10-01")
    shelf.child("体弱儿", "2022-11-01", high_risk="早产")
    assert [item.person for item in due(shelf.desk)][-1] == "体弱儿"
