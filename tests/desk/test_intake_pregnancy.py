"""Pregnancy registers taken in."""

import json
from datetime import date
from typing import Any

import pytest

from desk.antenatal import first_contact
from desk.context import Desk
from desk.delivery import record_delivery
from desk.intake import take_in
from desk.notice import record_notice
from desk.pregnancy import card as view_of
from desk.pregnancy import open_card
from models.antenatal import AntenatalContact
from models.child import Child
from models.delivery import Delivery, Newborn, PostpartumVisit
from models.notice import Notice
from models.people import Person
from models.pregnancy import Pregnancy
from models.risk import RiskCase
from tests.conftest import DeskOf
from tests.desk.intake_rows import (
    MOTHER_ID,
    OTHER_ID,
    child,
    delivered,
    entries,
    everything,
    found_by,
    pregnancy,
    rows,
)


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    return desk_of("clerk")


def test_row_becomes_woman_card_and_contact(desk: Desk) -> None:
    taken = take_in(desk, "pregnancy", [pregnancy()])
    (woman,) = rows(desk, Person)
    (card,) = rows(desk, Pregnancy)
    (contact,) = rows(desk, AntenatalContact)
    assert (taken.imported, taken.unchanged, taken.conflicts) == (1, 0, ())
    assert (woman.name, woman.sex, woman.birth_date, woman.group_no) == (
        "王小芳",
        "2",
        date(1998, 6, 8),
        2,
    )
    assert (card.mother_id, card.state, card.lmp_basis, card.risk_colours) == (
        woman.id,
        "ongoing",
        "1",
        ["1"],
    )
    assert (card.gravida, card.para, card.booked_ga_days, card.bp_sys) == (2, 1, 61, 124)
    assert (contact.number, contact.visited_on) == (1, date(2026, 1, 25))


def test_woman_is_found_by_card_number_and_initials(desk: Desk) -> None:
    take_in(desk, "pregnancy", [pregnancy()])
    (woman,) = rows(desk, Person)
    assert found_by(desk, "ycf001") == found_by(desk, "wxf") == {woman.id}


def test_risk_colours_keep_their_order_of_the_form(desk: Desk) -> None:
    take_in(desk, "pregnancy", [pregnancy(risk_colours=["黄", "紫"])])
    assert rows(desk, Pregnancy)[0].risk_colours == ["2", "5"]


def test_due_date_without_lmp_has_no_basis(desk: Desk) -> None:
    take_in(desk, "pregnancy", [pregnancy(lmp=None)])
    assert rows(desk, Pregnancy)[0].lmp_basis == "3"


def test_delivery_brings_newborns_and_state(desk: Desk) -> None:
    take_in(desk, "pregnancy", [delivered()])
    (delivery,) = rows(desk, Delivery)
    (baby,) = rows(desk, Newborn)
    assert (delivery.mode, delivery.in_hospital, delivery.ga_days) == ("3", "1", 268)
    assert (baby.sex, baby.weight_g, baby.outcome) == ("2", 3100, "1")
    assert rows(desk, Pregnancy)[0].state == "delivered"


def test_birth_at_home_is_no_hospital_birth(desk: Desk) -> None:
    take_in(desk, "pregnancy", [delivered(delivery_place="家中")])
    assert rows(desk, Delivery)[0].in_hospital == "2"


def test_twins_are_two_newborns(desk: Desk) -> None:
    twins = [{"sex": "男", "weight_g": 2400}, {"sex": "男", "weight_g": 2500}]
    take_in(desk, "pregnancy", [delivered(newborns=twins)])
    assert [(one.birth_order, one.weight_g) for one in rows(desk, Newborn)] == [
        (1, 2400),
        (2, 2500),
    ]


def test_register_makes_no_children_of_its_newborns(desk: Desk) -> None:
    take_in(desk, "pregnancy", [delivered()])
    assert rows(desk, Child) == []


def test_newborn_and_child_of_both_registers_are_joined(desk: Desk) -> None:
    take_in(desk, "pregnancy", [delivered()])
    take_in(desk, "child", [child()])
    (joined,) = rows(desk, Child)
    assert joined.newborn_id == rows(desk, Newborn)[0].id


def test_register_that_comes_after_the_children_is_joined_too(desk: Desk) -> None:
    take_in(desk, "child", [child()])
    take_in(desk, "pregnancy", [delivered()])
    (joined,) = rows(desk, Child)
    assert joined.newborn_id == rows(desk, Newborn)[0].id


def test_twins_of_one_sex_are_joined_by_weight(desk: Desk) -> None:
    twins = [{"sex": "女", "weight_g": 2400}, {"sex": "女", "weight_g": 2500}]
    take_in(desk, "pregnancy", [delivered(newborns=twins)])
    second = child(cert_no="Z337104158", name="李乐乐", birth_weight_g=2400)
    take_in(desk, "child", [child(birth_weight_g=2500), second])
    weights = {baby.id: baby.weight_g for baby in rows(desk, Newborn)}
    assert [weights[one.newborn_id] for one in rows(desk, Child)] == [2500, 2400]


def test_newborn_of_another_day_is_not_joined(desk: Desk) -> None:
    take_in(desk, "pregnancy", [delivered(delivery_date="2026-08-19")])
    take_in(desk, "child", [child()])
    assert rows(desk, Child)[0].newborn_id is None


def test_day_42_check_closes_the_card(desk: Desk) -> None:
    take_in(desk, "pregnancy", [delivered(pp_visit="2026-08-27", pp42="2026-10-02")])
    (card,) = rows(desk, Pregnancy)
    visits = {(visit.kind, visit.visited_on) for visit in rows(desk, PostpartumVisit)}
    assert visits == {("1", date(2026, 8, 27)), ("2", date(2026, 10, 2))}
    assert (card.state, card.end_reason, card.ended_on) == ("closed", "1", date(2026, 10, 2))


def test_two_contacts_on_one_day_are_kept_once_and_told(desk: Desk) -> None:
    taken = take_in(desk, "pregnancy", [pregnancy(anc2="2026-01-25")])
    assert [contact.number for contact in rows(desk, AntenatalContact)] == [1]
    assert [finding.error.reason for finding in taken.findings] == ["SAME_DAY"]


@pytest.mark.parametrize(
    "row",
    [
        delivered(pp_visit="2026-08-27", pp42="2026-10-02", anc2="2026-01-25"),
        delivered(newborns=[{"sex": "男", "weight_g": 2400}, {"sex": "男", "weight_g": None}]),
        pregnancy(id_no=None),
        pregnancy(id_no=None, card_no=None, lmp=None),
        pregnancy(lmp=None, village=None, phones=[], husband=None),
        pregnancy(lmp=None, edd=None, card_no=None),
    ],
    ids=["whole", "twins", "no number", "no number, no card", "little known", "no dates"],
)
def test_second_reading_changes_nothing(desk: Desk, row: object) -> None:
    take_in(desk, "pregnancy", [row])  # type: ignore[list-item]
    before = everything(desk)
    again = take_in(desk, "pregnancy", [row])  # type: ignore[list-item]
    assert (again.imported, again.unchanged) == (0, 1)
    assert everything(desk) == before


def test_later_file_adds_what_is_new(desk: Desk) -> None:
    take_in(desk, "pregnancy", [pregnancy(husband=None)])
    taken = take_in(desk, "pregnancy", [delivered(anc2="2026-03-23", phones=["13800000001"])])
    (card,) = rows(desk, Pregnancy)
    assert (taken.imported, taken.conflicts) == (1, ())
    assert (card.husband_name, card.state, card.version) == ("李大山", "delivered", 2)
    assert [contact.number for contact in rows(desk, AntenatalContact)] == [1, 2]
    assert rows(desk, Person)[0].phones == ["15800004170", "13800000001"]


def test_value_that_differs_is_kept_and_told(desk: Desk) -> None:
    take_in(desk, "pregnancy", [pregnancy()])
    before = everything(desk)
    taken = take_in(
        desk,
        "pregnancy",
        [pregnancy(edd="2026-09-05", village="西岭村", group=3, anc1="2026-01-26")],
    )
    assert everything(desk) == before
    assert [(clash.label, clash.ours, clash.theirs) for clash in taken.conflicts] == [
        ("村", "东庄村", "西岭村"),
        ("预产期", "2026-09-01", "2026-09-05"),
        ("第1次产前检查", "2026-01-25", "2026-01-26"),
    ]


def test_lmp_within_30_days_is_the_same_pregnancy(desk: Desk) -> None:
    take_in(desk, "pregnancy", [pregnancy()])
    taken = take_in(desk, "pregnancy", [pregnancy(lmp="2025-12-25", card_no=None)])
    assert len(rows(desk, Pregnancy)) == 1
    assert [clash.label for clash in taken.conflicts] == ["末次月经"]


def test_next_pregnancy_is_another_card_and_the_open_one_is_told(desk: Desk) -> None:
    take_in(desk, "pregnancy", [pregnancy()])
    later = pregnancy(card_no="YCF002", lmp="2026-08-01", edd="2027-05-08", reg_date="2026-10-01")
    taken = take_in(desk, "pregnancy", [later])
    assert len(rows(desk, Person)) == 1
    assert [card.card_no for card in rows(desk, Pregnancy)] == ["YCF001", "YCF002"]
    assert [finding.error.reason for finding in taken.findings] == ["OLDER_ONGOING"]


def test_number_that_comes_later_goes_to_the_woman_of_the_card(desk: Desk) -> None:
    take_in(desk, "pregnancy", [pregnancy(id_no=None)])
    take_in(desk, "pregnancy", [pregnancy()])
    (woman,) = rows(desk, Person)
    assert (woman.id_no, woman.birth_date) == (MOTHER_ID, date(1998, 6, 8))


def test_same_name_with_another_number_is_another_woman(desk: Desk) -> None:
    take_in(desk, "pregnancy", [pregnancy(), pregnancy(6, id_no=OTHER_ID, card_no="YCF002")])
    assert len(rows(desk, Person)) == 2


def test_one_woman_twice_in_a_file_is_one_person(desk: Desk) -> None:
    earlier = pregnancy(6, card_no="YCF000", lmp="2024-01-01", edd="2024-10-07", reg_date=None)
    take_in(desk, "pregnancy", [earlier, pregnancy()])
    assert len(rows(desk, Person)) == 1
    assert len(rows(desk, Pregnancy)) == 2


def test_another_name_under_one_number_is_told(desk: Desk) -> None:
    take_in(desk, "pregnancy", [pregnancy()])
    taken = take_in(desk, "pregnancy", [pregnancy(name="王晓芳")])
    assert [(clash.label, clash.ours) for clash in taken.conflicts] == [("姓名", "王小芳")]
    assert rows(desk, Person)[0].name == "王小芳"


def test_delivery_recorded_at_the_desk_is_not_doubled(desk: Desk) -> None:
    card = open_card(
        desk,
        {"name": "王小芳", "id_no": MOTHER_ID, "lmp": date(2025, 11, 25), "card_no": "YCF001"},
    )
    birth = {"delivered_on": date(2026, 8, 20)}
    record_delivery(desk, card.id, birth, [{"sex": "2", "weight_g": 3100}])
    taken = take_in(desk, "pregnancy", [delivered(edd="2026-09-02")])
    assert len(rows(desk, Delivery)) == len(rows(desk, Newborn)) == len(rows(desk, Child)) == 1
    assert taken.conflicts == ()


def test_another_count_of_babies_is_told(desk: Desk) -> None:
    take_in(desk, "pregnancy", [delivered()])
    twins = [{"sex": "女", "weight_g": 3100}, {"sex": "女", "weight_g": 2900}]
    taken = take_in(desk, "pregnancy", [delivered(newborns=twins)])
    assert len(rows(desk, Newborn)) == 1
    assert [clash.label for clash in taken.conflicts] == ["新生儿人数"]


def test_booking_before_the_lmp_is_refused_and_the_rest_goes_in(desk: Desk) -> None:
    wrong = pregnancy(9, name="赵小兰", id_no=OTHER_ID, reg_date="2025-11-01", card_no="YCF009")
    taken = take_in(desk, "pregnancy", [pregnancy(), wrong])
    assert (taken.imported, taken.unchanged) == (1, 0)
    assert [(each.row, each.error.reason) for each in taken.refused] == [(9, "DATE_ORDER")]
    assert [person.name for person in rows(desk, Person)] == ["王小芳"]


@pytest.mark.parametrize(
    ("kept", "given", "label"),
    [
        ({"gravidity": 1, "parity": None}, {"gravidity": 3, "parity": 2}, "产次"),
        ({"reg_date": "2025-12-01", "lmp": None}, {"lmp": "2025-12-20"}, "末次月经"),
    ],
)
def test_gap_is_not_filled_against_what_is_kept(
    desk: Desk, kept: dict[str, Any], given: dict[str, Any], label: str
) -> None:
    take_in(desk, "pregnancy", [pregnancy(**kept)])
    taken = take_in(desk, "pregnancy", [pregnancy(**given)])
    told = {clash.label: clash.ours for clash in taken.conflicts}
    assert told[label] == ""


def test_delivery_of_a_pregnancy_that_ended_is_told(desk: Desk) -> None:
    take_in(desk, "pregnancy", [pregnancy()])
    with desk.writing("records.write", "card.end") as session:
        session.get_one(Pregnancy, 1).state = "ended"
    taken = take_in(desk, "pregnancy", [delivered()])
    assert rows(desk, Delivery) == []
    assert [clash.label for clash in taken.conflicts] == ["分娩日期"]


def test_each_new_record_has_its_audit_entry(desk: Desk) -> None:
    take_in(desk, "pregnancy", [pregnancy()])
    (entry,) = entries(desk, "pregnancies")
    assert (entry.action, entry.user) == ("import", "clerk")
    assert json.loads(entry.new or "{}")["card_no"] == "YCF001"


def test_an_open_card_read_in_orange_has_its_case_file_at_once(desk: Desk) -> None:
    take_in(desk, "pregnancy", [pregnancy(risk_colours=["橙"])])
    (card,) = rows(desk, Pregnancy)
    (case,) = rows(desk, RiskCase)
    assert (case.pregnancy_id, case.found_on) == (card.id, card.booked_on)


def test_a_colour_read_in_without_any_date_is_kept(desk: Desk) -> None:
    take_in(desk, "pregnancy", [pregnancy(risk_colours=["橙"], lmp=None, edd=None, booked_on=None)])
    assert rows(desk, Pregnancy)[0].risk_colours == ["3"]


def test_a_register_answers_the_notice_of_its_woman(desk: Desk) -> None:
    told = {"name": "王小芳", "id_no": MOTHER_ID, "found_on": date(2026, 1, 20)}
    record_notice(desk, told)
    take_in(desk, "pregnancy", [pregnancy()])
    (notice,), (card,) = rows(desk, Notice), rows(desk, Pregnancy)
    assert notice.pregnancy_id == card.id


def test_a_contact_read_in_fills_no_sheet_of_the_first_examination(desk: Desk) -> None:
    take_in(desk, "pregnancy", [pregnancy()])
    (card,) = rows(desk, Pregnancy)
    view = view_of(desk, card.id or 0)
    assert [each.values["number"] for each in view.contacts] == [1]
    assert (first_contact(view), view.records["first_exams"]) == (view.contacts[0], ())
