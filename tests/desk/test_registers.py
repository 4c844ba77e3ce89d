"""Who stands in the registers of the third quarter of 2026, and what their lines say."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.errors import NotPermitted
from desk.registers import Registers, registers
from models.antenatal import AntenatalContact
from models.certificate import Issue
from models.child import Child
from models.delivery import PostpartumVisit
from models.people import Person
from models.supervision import SupervisionVisit
from rules.periods import quarter_period
from tests.desk.shelf import Shelf, day, opened

Q3 = quarter_period("2026Q3")
LMP = "2026-01-05"


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with opened(tmp_path) as shelf:
        yield shelf


def books(shelf: Shelf, today: str = "2026-11-21") -> Registers:
    return registers(shelf.at(today), Q3)


def women(shelf: Shelf, today: str = "2026-11-21") -> list[str]:
    return [line.woman.name for line in books(shelf, today).pregnancies]


def issue(shelf: Shelf, number: str, on: str) -> None:
    blank = shelf.blank(number, ("2026-07-01", "in_stock"), (on, "issued"))
    shelf.add(
        Issue(
            centre="C1",
            blank_id=blank,
            number=number,
            child_name="小甲",
            sex="1",
            birth_date=day("2026-07-01"),
            mother_name="王甲",
            issued_on=day(on),
        )
    )


@pytest.mark.parametrize(
    ("booked", "delivered", "ended", "listed"),
    [
        ("2026-02-01", None, None, True),  # on the books all the while
        ("2026-09-30", None, None, True),  # booked on the last day
        ("2026-10-01", None, None, False),  # booked after it
        ("2026-02-01", "2026-07-01", None, True),
        ("2026-02-01", "2026-06-30", None, False),
        ("2026-02-01", "2026-10-05", None, True),  # still pregnant in the quarter
        ("2026-02-01", None, "2026-07-01", True),
        ("2026-02-01", None, "2026-06-30", False),
    ],
)
def test_pregnancy_register_lists_who_was_on_the_books(
    shelf: Shelf, booked: str, delivered: str | None, ended: str | None, *, listed: bool
) -> None:
    pregnancy = shelf.pregnancy("王甲", LMP, booked)
    if delivered:
        shelf.delivery(pregnancy, delivered)
    if ended:
        shelf.change(pregnancy, state="ended", ended_on=day(ended))
    assert women(shelf) == (["王甲"] if listed else [])


def test_a_delivery_without_a_card_is_listed(shelf: Shelf) -> None:
    shelf.delivery(shelf.pregnancy("王甲", LMP), "2026-08-01")
    assert women(shelf) == ["王甲"]


def test_what_happens_after_the_business_day_is_not_listed(shelf: Shelf) -> None:
    shelf.pregnancy("王甲", LMP, "2026-08-20")
    assert women(shelf, "2026-08-19") == []


def test_villages_follow_the_townships_order_and_unknown_ones_come_last(shelf: Shelf) -> None:
    shelf.pregnancy("无村", LMP, "2026-02-01", village_id=None)
    shelf.pregnancy("西", LMP, "2026-02-01", village_id=shelf.west)
    shelf.pregnancy("东", LMP, "2026-02-01")
    assert women(shelf) == ["东", "西", "无村"]


def test_contacts_stand_by_number_and_else_by_their_window(shelf: Shelf) -> None:
    pregnancy = shelf.pregnancy("王甲", LMP, "2026-02-01")
    for on, number in (("2026-02-10", None), ("2026-04-24", 2), ("2026-06-05", None)):
        shelf.add(
            AntenatalContact(centre="C1", pregnancy_id=pregnancy, visited_on=day(on), number=number)
        )
    (line,) = books(shelf).pregnancies
    days: list[object] = [day("2026-02-10"), day("2026-04-24"), day("2026-06-05"), None, None]
    assert list(line.contacts) == days


def test_postpartum_register_has_the_deliveries_of_the_quarter_in_order(shelf: Shelf) -> None:
    shelf.delivery(shelf.pregnancy("后", LMP, "2026-02-01"), "2026-09-20")
    shelf.delivery(shelf.pregnancy("先", LMP, "2026-02-02"), "2026-09-10")
    shelf.delivery(shelf.pregnancy("下季", LMP, "2026-02-01"), "2026-10-02")
    assert [line.woman.name for line in books(shelf).postpartum] == ["先", "后"]


def test_a_delivery_line_has_its_babies_and_what_the_newborn_visit_found(shelf: Shelf) -> None:
    pregnancy = shelf.pregnancy("王甲", LMP, "2026-02-01")
    first, _ = shelf.delivery(pregnancy, "2026-09-20", "1", "2")
    child = shelf.child("小甲", "2026-09-20", newborn_id=first)
    shelf.check(child, "newborn", "2026-09-25", outcome="2", finding="黄染")
    (line,) = books(shelf).postpartum
    assert line.delivery is not None
    assert [(baby.outcome, baby.condition) for baby in line.delivery.babies] == [
        ("1", "黄染"),
        ("2", ""),
    ]


def test_visits_stand_in_the_order_of_their_days(shelf: Shelf) -> None:
    pregnancy = shelf.pregnancy("王甲", LMP, "2026-02-01")
    shelf.delivery(pregnancy, "2026-09-20")
    for on, kind in (("2026-11-02", "2"), ("2026-09-25", "1")):
        shelf.add(
            PostpartumVisit(centre="C1", pregnancy_id=pregnancy, visited_on=day(on), kind=kind)
        )
    (line,) = books(shelf).postpartum
    assert [visit.kind for visit in line.visits] == ["1", "2"]


@pytest.mark.parametrize(
    ("born", "left", "listed"),
    [
        ("2019-10-01", None, True),  # seven tomorrow
        ("2019-09-30", None, False),  # seven on the last day
        ("2026-10-01", None, False),  # born after it
        ("2024-01-01", "2026-07-01", True),
        ("2024-01-01", "2026-06-30", False),
    ],
)
def test_child_register_lists_children_under_seven(
    shelf: Shelf, born: str, left: str | None, *, listed: bool
) -> None:
    shelf.child("小甲", born, moved_out_on=day(left) if left else None)
    assert len(books(shelf).children) == listed


def test_a_child_line_knows_the_mothers_number_and_the_checks(shelf: Shelf) -> None:
    mother = shelf.add(Person(centre="C1", name="王甲", id_no="331199199806084705"))
    child = shelf.child("小甲", "2026-05-20", mother_id=mother)
    shelf.check(child, "3m", "2026-08-25", weight_g=6200, length_mm=610)
    (line,) = books(shelf).children
    assert line.mother_id_no == "331199199806084705"
    assert line.checks["3m"].weight_g == 6200


def test_certificates_issued_or_spoilt_in_the_quarter_by_number(shelf: Shelf) -> None:
    issue(shelf, "X331000003", "2026-09-30")
    issue(shelf, "X331000004", "2026-10-01")
    shelf.blank("X331000001", ("2026-07-01", "in_stock"), ("2026-07-02", "void"))
    shelf.blank("X331000002", ("2026-07-01", "in_stock"), ("2026-07-02", "lost"))
    lines = books(shelf).certificates
    assert [(line.number, line.void_reason) for line in lines] == [
        ("X331000001", "废证"),
        ("X331000002", "空白证遗失"),
        ("X331000003", None),
    ]


def test_a_void_taken_back_is_not_listed_as_spoilt(shelf: Shelf) -> None:
    steps = ("2026-07-01", "in_stock"), ("2026-07-02", "void"), ("2026-07-03", "in_stock")
    shelf.blank("X331000001", *steps)
    assert books(shelf).certificates == ()


def test_supervision_has_the_visits_of_the_quarter(shelf: Shelf) -> None:
    for on in ("2026-06-30", "2026-07-01"):
        shelf.add(
            SupervisionVisit(
                centre="C1", village_id=shelf.east, visited_on=day(on), supervisors="甲 乙"
            )
        )
    (line,) = books(shelf).supervision
    assert (line.village, line.visited_on) == ("东庄村", day("2026-07-01"))


def test_another_centre_in_the_same_file_stays_out(shelf: Shelf) -> None:
    shelf.add_centre("C2")
    person = shelf.add(Person(centre="C2", name="别处", birth_date=day("2026-05-20")))
    shelf.add(Child(centre="C2", person_id=person))
    assert books(shelf).children == ()


def test_the_issuer_exports_no_registers(shelf: Shelf) -> None:
    with pytest.raises(NotPermitted):
        registers(shelf.only("issuer"), Q3)
