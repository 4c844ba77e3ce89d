"""Child registers taken in."""

from datetime import date

import pytest

from desk.context import Desk
from desk.delivery import record_delivery
from desk.intake import take_in
from desk.pregnancy import open_card
from models.child import Child, ChildCheck
from models.people import Person
from tests.conftest import DeskOf
from tests.desk.intake_rows import (
    CHILD_ID,
    MOTHER_ID,
    OTHER_ID,
    TWIN_ID,
    Line,
    child,
    everything,
    found_by,
    pregnancy,
    rows,
)


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    return desk_of("clerk")


def person(desk: Desk, name: str) -> Person:
    (found,) = [one for one in rows(desk, Person) if one.name == name]
    return found


def deliver_at_the_desk(desk: Desk, *babies: tuple[str, int]) -> None:
    mother = {"name": "王小芳", "id_no": MOTHER_ID, "lmp": date(2025, 11, 25)}
    card = open_card(desk, mother)
    newborns = [{"sex": sex, "weight_g": weight} for sex, weight in babies]
    record_delivery(desk, card.id, {"delivered_on": date(2026, 8, 20)}, newborns)


def test_row_becomes_child_mother_and_checks(desk: Desk) -> None:
    taken = take_in(desk, "child", [child()])
    (kept,) = rows(desk, Child)
    checks = rows(desk, ChildCheck)
    assert (taken.imported, taken.unchanged) == (1, 0)
    assert kept.person_id == person(desk, "李明明").id
    assert kept.mother_id == person(desk, "王小芳").id
    assert (kept.cert_no, kept.birth_weight_g, kept.birth_ga_days) == ("Z337104157", 3100, 268)
    assert [(one.contact, one.checked_on) for one in checks] == [
        ("newborn", date(2026, 8, 27)),
        ("1m", date(2026, 9, 18)),
    ]


def test_measurements_are_kept_in_grams_and_millimetres(desk: Desk) -> None:
    take_in(desk, "child", [child(nb_visit=None)])
    (check,) = rows(desk, ChildCheck)
    assert (check.weight_g, check.length_mm) == (4400, 549)


@pytest.mark.parametrize(
    ("age", "contact"),
    [("0", "1m"), ("3", "3m"), ("8", "8m"), ("12", "12m"), ("24", "24m"), ("30", "30m")],
)
def test_check_of_an_age_is_its_contact(desk: Desk, age: str, contact: str) -> None:
    checks = {age: {"date": "2026-10-01", "weight_kg": None, "length_cm": None}}
    take_in(desk, "child", [child(nb_visit=None, checks=checks)])
    assert rows(desk, ChildCheck)[0].contact == contact


def test_mother_without_a_number_is_only_a_name(desk: Desk) -> None:
    take_in(desk, "child", [child(mother_id=None)])
    (kept,) = rows(desk, Child)
    assert (kept.mother_id, kept.mother_name) == (None, "王小芳")
    assert [one.name for one in rows(desk, Person)] == ["李明明"]


def test_mother_of_the_pregnancy_register_is_the_same_person(desk: Desk) -> None:
    take_in(desk, "pregnancy", [pregnancy()])
    take_in(desk, "child", [child()])
    assert rows(desk, Child)[0].mother_id == person(desk, "王小芳").id


def test_mother_with_a_passport_is_kept(desk: Desk) -> None:
    take_in(desk, "child", [child(mother_id="E31234567")])
    mother = person(desk, "王小芳")
    assert (mother.id_no, mother.birth_date) == ("E31234567", None)


def test_twins_of_one_row_are_two_children_of_one_mother(desk: Desk) -> None:
    second = child(sub=1, name="李乐乐", cert_no="Z337104158")
    take_in(desk, "child", [child(), second])
    assert len(rows(desk, Child)) == 2
    assert {one.mother_id for one in rows(desk, Child)} == {person(desk, "王小芳").id}


@pytest.mark.parametrize(
    "row",
    [
        child(),
        child(id_no=CHILD_ID),
        child(mother_id=None, cert_no=None, village=None, phones=[]),
        child(nb_visit="2026-09-18"),
    ],
    ids=["whole", "numbered", "little known", "two checks on one day"],
)
def test_second_reading_changes_nothing(desk: Desk, row: Line) -> None:
    take_in(desk, "child", [row])
    before = everything(desk)
    again = take_in(desk, "child", [row])
    assert (again.imported, again.unchanged) == (0, 1)
    assert everything(desk) == before


def test_later_file_adds_checks_and_fills_numbers(desk: Desk) -> None:
    take_in(desk, "child", [child(cert_no=None)])
    later = child(id_no=CHILD_ID)
    later.fields["checks"]["3"] = {"date": "2026-11-20", "weight_kg": 6.7, "length_cm": 62.1}
    taken = take_in(desk, "child", [later])
    assert (taken.imported, taken.conflicts) == (1, ())
    assert rows(desk, Child)[0].cert_no == "Z337104157"
    assert person(desk, "李明明").id_no == CHILD_ID
    assert [one.contact for one in rows(desk, ChildCheck)] == ["newborn", "1m", "3m"]


def test_new_number_finds_the_child(desk: Desk) -> None:
    take_in(desk, "child", [child(cert_no=None)])
    take_in(desk, "child", [child()])
    assert found_by(desk, "z337104157") == {person(desk, "李明明").id}


def test_measurement_that_differs_is_kept_and_told(desk: Desk) -> None:
    take_in(desk, "child", [child()])
    before = everything(desk)
    other = {"0": {"date": "2026-09-18", "weight_kg": 4.6, "length_cm": 54.9}}
    taken = take_in(desk, "child", [child(checks=other)])
    assert everything(desk) == before
    assert [(clash.label, clash.ours, clash.theirs) for clash in taken.conflicts] == [
        ("体重", "4.40kg", "4.60kg")
    ]


def test_check_on_another_day_is_told_and_not_doubled(desk: Desk) -> None:
    take_in(desk, "child", [child()])
    other = {"0": {"date": "2026-09-19", "weight_kg": 4.4, "length_cm": 54.9}}
    taken = take_in(desk, "child", [child(checks=other)])
    assert len(rows(desk, ChildCheck)) == 2
    assert [(clash.label, clash.theirs) for clash in taken.conflicts] == [("满月", "2026-09-19")]


def test_same_name_and_day_of_another_mother_is_another_child(desk: Desk) -> None:
    other = child(6, mother_name="赵小兰", mother_id=OTHER_ID, cert_no="Z337104158")
    take_in(desk, "child", [child(), other])
    assert len(rows(desk, Child)) == 2


def test_same_mother_written_otherwise_is_the_same_child(desk: Desk) -> None:
    take_in(desk, "child", [child()])
    taken = take_in(desk, "child", [child(mother_name="王晓芳")])
    assert len(rows(desk, Child)) == 1
    assert {clash.label for clash in taken.conflicts} == {"母亲姓名"}


def test_another_number_makes_another_child(desk: Desk) -> None:
    take_in(desk, "child", [child(id_no=CHILD_ID), child(6, id_no=TWIN_ID, cert_no=None)])
    assert len(rows(desk, Child)) == 2


def test_renamed_child_is_known_by_the_certificate(desk: Desk) -> None:
    take_in(desk, "child", [child()])
    taken = take_in(desk, "child", [child(name="李思思")])
    assert [(clash.label, clash.ours) for clash in taken.conflicts] == [("姓名", "李明明")]
    assert len(rows(desk, Child)) == 1


def test_certificate_of_another_child_stays_with_that_child(desk: Desk) -> None:
    other = child(6, name="赵大宝", birth_date="2026-07-01", mother_name="赵小兰", mother_id=None)
    taken = take_in(desk, "child", [child(), other])
    assert [one.cert_no for one in rows(desk, Child)] == ["Z337104157", None]
    assert [clash.ours for clash in taken.conflicts] == ["Z337104157 李明明"]


def test_baby_of_the_desk_is_named_and_not_doubled(desk: Desk) -> None:
    deliver_at_the_desk(desk, ("2", 3100))
    take_in(desk, "child", [child()])
    (kept,) = rows(desk, Child)
    assert kept.person_id == person(desk, "李明明").id
    assert found_by(desk, "lmm") == {kept.person_id}


def test_twins_of_the_desk_are_named_by_weight(desk: Desk) -> None:
    deliver_at_the_desk(desk, ("2", 2400), ("2", 2500))
    heavier = child(name="李明明", birth_weight_g=2500)
    lighter = child(sub=1, name="李乐乐", birth_weight_g=2400, cert_no="Z337104158")
    take_in(desk, "child", [heavier, lighter])
    names = {one.id: one.name for one in rows(desk, Person)}
    assert [(names[one.person_id], one.birth_weight_g) for one in rows(desk, Child)] == [
        ("李乐乐", 2400),
        ("李明明", 2500),
    ]


def test_baby_of_the_other_sex_is_another_child(desk: Desk) -> None:
    deliver_at_the_desk(desk, ("1", 3100))
    take_in(desk, "child", [child()])
    assert len(rows(desk, Child)) == 2


def test_remark_that_is_too_long_refuses_both_twins_of_the_row(desk: Desk) -> None:
    twin = child(sub=1, name="李乐乐", cert_no="Z337104158", remark="长" * 501)
    taken = take_in(desk, "child", [child(), twin])
    assert (taken.imported, taken.unchanged) == (0, 0)
    assert [(each.row, each.sub, each.error.reason) for each in taken.refused] == [
        (5, 1, "TOO_LONG")
    ]
    assert rows(desk, Person) == []


def test_hostile_name_is_kept_as_its_visible_characters(desk: Desk) -> None:
    take_in(desk, "child", [child(name="=1+1[/]\x1b[2J\u202e")])
    assert person(desk, "=1+1[/][2J").sex == "2"
