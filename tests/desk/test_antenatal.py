"""The first examination and the contacts: kept together, corrected, doubted."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from desk.antenatal import (
    correct_contact,
    correct_first_exam,
    first_exam_due,
    first_exam_of,
    record_contact,
    record_first_exam,
)
from desk.context import PERMISSIONS, Desk
from desk.errors import Conflict, DeskError, NotPermitted
from desk.history import history
from desk.person_page import person_page
from desk.pregnancy import card, open_card
from desk.pregnancy_view import CardView
from models.antenatal import AntenatalContact, guidance_choices, translate_guidance
from models.audit import AuditEntry
from models.base import FieldErrors
from models.first_exam import FirstExam
from models.infection import InfectionTest
from tests.conftest import TODAY, DeskOf

LMP = date(2026, 9, 1)
DAY = date(2026, 11, 10)  # 10+0
SHEET: dict[str, Any] = {
    "visited_on": DAY,
    "weight_g": 52_300,
    "bp_sys": 112,
    "bp_dia": 70,
    "hb": 121,
    "past_history": ["1"],
    "height_mm": 1580,
    "prepregnancy_weight_g": 51_000,
    "heart": "1",
    "platelets": 186,
    "abo": "2",
    "rh": "2",
    "guidance": ["1", "4"],
    "doctor": "钱医生",
}


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    return desk_of("clerk")


@pytest.fixture
def opened(desk: Desk) -> CardView:
    woman = {"name": "史试燕", "birth_date": date(1998, 6, 8), "lmp": LMP, "booked_on": DAY}
    return open_card(desk, {**woman, "gravida": 3, "para": 1})


def kept(desk: Desk, table: Any) -> list[Any]:
    with Session(desk.store.read) as session:
        return list(session.exec(select(table)))


def refused(desk: Desk, opened: CardView, values: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(FieldErrors) as caught:
        record_first_exam(desk, opened.id, {**SHEET, **values})
    return {name: str(error) for name, error in caught.value.errors.items()}


# --- the first examination


def test_the_sheet_is_contact_1_and_one_row_more(desk: Desk, opened: CardView) -> None:
    view = record_first_exam(desk, opened.id, SHEET)
    exam, contact = first_exam_of(view)
    assert (contact.values["number"], contact.values["weight_g"]) == (1, 52_300)
    assert (exam.values["examined_on"], exam.values["platelets"]) == (DAY, 186)
    assert kept(desk, FirstExam)[0].contact_id == contact.id
    assert view.records["infection_tests"] == ()


def test_a_unit_that_begins_with_a_figure_stands_apart(desk: Desk, opened: CardView) -> None:
    record_first_exam(desk, opened.id, SHEET)
    details = [words for event in person_page(desk, 1).events for words in event.details]
    said = [words.template.format_map(words.params) for words in details]
    assert "血小板 186 10^9/L" in said


def test_the_sheet_is_kept_in_one_transaction_or_not_at_all(desk: Desk, opened: CardView) -> None:
    record_first_exam(desk, opened.id, {**SHEET, "hiv": "1"}, ["体重"])
    with Session(desk.store.read) as session:
        entries = session.exec(
            select(AuditEntry.table_name, AuditEntry.reason).where(
                AuditEntry.action == "first_exam.record"
            )
        ).all()
    assert [(table, reason) for table, reason in entries] == [
        ("antenatal_contacts", "确认: 体重"),
        ("first_exams", "确认: 体重"),
        ("infection_tests", "确认: 体重"),
    ]


def test_a_wrong_field_of_either_record_keeps_neither(desk: Desk, opened: CardView) -> None:
    wrong = refused(desk, opened, {"weight_g": 5, "platelets": 999_999, "hiv": "1"})
    assert set(wrong) == {"weight_g", "platelets"}
    assert (kept(desk, AntenatalContact), kept(desk, InfectionTest)) == ([], [])


def test_a_test_of_the_sheet_that_cannot_be_keeps_nothing_of_it(
    desk: Desk, opened: CardView
) -> None:
    with pytest.raises(FieldErrors):
        record_first_exam(desk, opened.id, {**SHEET, "hiv": "9"})
    assert kept(desk, AntenatalContact) == []


def test_the_clerk_enters_the_tests_of_the_sheet_and_does_not_read_them(
    desk: Desk, opened: CardView
) -> None:
    tests = {"hiv": "1", "syphilis": "1", "hbsag": "2", "hbcab": "2"}
    view = record_first_exam(desk, opened.id, {**SHEET, **tests})
    assert view.records["infection_tests"][0].values == {"tested_on": DAY}
    (test,) = kept(desk, InfectionTest)
    assert (test.hiv, test.hbsag, test.hbcab, test.tested_on) == ("1", "2", "2", DAY)
    exam, contact = first_exam_of(view)
    assert not {*tests} & {*exam.values, *contact.values}


def test_who_may_not_enter_tests_keeps_nothing_of_a_sheet_with_them(
    desk: Desk, opened: CardView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PERMISSIONS, "infections.write", frozenset({"counsellor"}))
    with pytest.raises(NotPermitted):
        record_first_exam(desk, opened.id, {**SHEET, "hiv": "1"})
    assert kept(desk, AntenatalContact) == []
    assert record_first_exam(desk, opened.id, SHEET).contacts


def test_a_card_has_one_first_examination(desk: Desk, opened: CardView) -> None:
    record_first_exam(desk, opened.id, SHEET)
    with pytest.raises(DeskError, match="已经登记过"):
        record_first_exam(desk, opened.id, {**SHEET, "visited_on": DAY + timedelta(days=1)})
    assert len(kept(desk, AntenatalContact)) == 1


def test_the_sheet_completes_a_contact_1_that_was_read_from_a_register(
    desk: Desk, opened: CardView
) -> None:
    first = record_contact(desk, opened.id, {"visited_on": DAY, "number": 1, "hb": 119})
    view = record_first_exam(desk, opened.id, {**SHEET, "hb": 121})
    (contact,) = view.contacts
    assert (contact.id, contact.values["hb"]) == (first.contacts[0].id, 121)


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"past_history": ["1", "5"]}, "past_history", "“无”不能与别的同选"),
        ({"past_history": ["8"]}, "past_other", "请写明"),
        ({"discharge": ["4"]}, "discharge_other", "请写明"),
        ({"heart": "2"}, "heart_finding", "写明异常"),
        ({"surgery": "2"}, "surgery_what", "何种手术"),
        ({"last_birth_on": LMP}, "last_birth_on", "早于末次月经"),
        ({"bilirubin_total": 90, "bilirubin_direct": 91}, "bilirubin_direct", "不能高于"),
        ({"visited_on": LMP - timedelta(days=1)}, "visited_on", "早于末次月经"),
        ({"visited_on": TODAY + timedelta(days=1)}, "visited_on", "今天之后"),
        ({"guidance": ["7"]}, "guidance", "没有第 7 项"),
        ({"visited_on": None}, "visited_on", "请填写"),
        ({"colour": "1"}, "colour", "没有这个栏目"),
    ],
)
def test_a_sheet_that_contradicts_itself_is_refused_at_its_field(
    desk: Desk, opened: CardView, values: dict[str, Any], field: str, sentence: str
) -> None:
    wrong = refused(desk, opened, values)
    assert set(wrong) == {field}
    assert sentence in wrong[field]


def test_the_day_of_the_sheet_is_corrected_with_its_contact_and_its_tests(
    desk: Desk, opened: CardView
) -> None:
    exam, contact = first_exam_of(record_first_exam(desk, opened.id, {**SHEET, "hiv": "1"}))
    day = DAY + timedelta(days=2)
    values = {**contact.values, **exam.values, "visited_on": day}
    values = {n: v for n, v in values.items() if n not in {"number", "kind", "examined_on"}}
    versions = (exam.version, contact.version)
    again, other = first_exam_of(correct_first_exam(desk, exam.id, versions, values, "看错日期"))
    assert (again.values["examined_on"], other.values["visited_on"]) == (day, day)
    assert kept(desk, InfectionTest)[0].tested_on == day
    with pytest.raises(Conflict):
        correct_first_exam(desk, exam.id, versions, values, "又改")


def test_the_day_of_contact_1_takes_the_sheet_with_it(desk: Desk, opened: CardView) -> None:
    _, contact = first_exam_of(record_first_exam(desk, opened.id, SHEET))
    day = DAY + timedelta(days=3)
    values = {**contact.values, "visited_on": day}
    exam, _ = first_exam_of(correct_contact(desk, contact.id, contact.version, values, "抄错"))
    assert exam.values["examined_on"] == day


def test_the_number_of_a_first_examination_stays_1(desk: Desk, opened: CardView) -> None:
    _, contact = first_exam_of(record_first_exam(desk, opened.id, SHEET))
    values = {**contact.values, "number": 2, "guidance": []}
    with pytest.raises(FieldErrors, match="次数不能改"):
        correct_contact(desk, contact.id, contact.version, values, "改次数")


def test_the_old_value_of_a_corrected_sheet_stays_in_its_history(
    desk: Desk, opened: CardView
) -> None:
    exam, contact = first_exam_of(record_first_exam(desk, opened.id, SHEET))
    values = {**contact.values, **exam.values, "platelets": 86}
    values = {n: v for n, v in values.items() if n not in {"number", "kind", "examined_on"}}
    correct_first_exam(desk, exam.id, (exam.version, contact.version), values, "看错单子")
    newest = history(desk, "first_exams", exam.id)[0]
    assert (newest.old["platelets"], newest.new["platelets"]) == (186, 86)


@pytest.mark.parametrize(
    ("contacts", "on", "due"),
    [
        ([], LMP + timedelta(days=90), True),
        ([], LMP + timedelta(days=91), None),
        ([{"visited_on": LMP + timedelta(days=60)}], LMP + timedelta(days=70), True),
        ([{"visited_on": LMP + timedelta(days=60)}], LMP + timedelta(days=91), False),
        ([{"visited_on": LMP + timedelta(days=60), "number": 1}], LMP + timedelta(days=70), False),
    ],
)
def test_her_first_examination_is_due_until_12_6_and_later_when_she_never_came(
    desk: Desk, opened: CardView, contacts: list[dict[str, Any]], on: date, due: object
) -> None:
    for values in contacts:
        record_contact(desk, opened.id, values)
    assert first_exam_due(card(desk, opened.id), on) is due


# --- guidance as printed


@pytest.mark.parametrize(("number", "count"), [(1, 6), (2, 5), (3, 7), (4, 8), (5, 8), (None, 8)])
def test_each_contact_has_its_own_list_of_guidance(number: int | None, count: int) -> None:
    assert len(guidance_choices(number)) == count


@pytest.mark.parametrize(("number", "code"), [(1, "7"), (2, "6"), (3, "8")])
def test_a_digit_not_printed_on_the_sheet_of_its_number_is_refused(
    desk: Desk, opened: CardView, number: int, code: str
) -> None:
    with pytest.raises(FieldErrors) as caught:
        record_contact(desk, opened.id, {"visited_on": DAY, "number": number, "guidance": [code]})
    assert set(caught.value.errors) == {"guidance"}


@pytest.mark.parametrize(
    ("old", "new", "codes", "anew", "lost"),
    [
        (4, 1, ["1", "2", "3"], ["1", "2", "3"], []),
        (2, 1, ["2"], ["3"], []),
        (1, 2, ["2", "4"], ["3", "5"], ["避免致畸因素和疾病对胚胎的不良影响"]),
        (5, 3, ["5", "7"], ["5", "6"], []),
        (3, 5, ["5", "6", "7"], ["5", "7", "8"], []),
    ],
)
def test_guidance_keeps_its_meaning_on_another_contacts_sheet(
    old: int, new: int, codes: list[str], anew: list[str], lost: list[str]
) -> None:
    assert translate_guidance(codes, old, new) == (anew, lost)


def test_an_urged_contact_says_where_she_was_examined(desk: Desk, opened: CardView) -> None:
    with pytest.raises(FieldErrors, match="实际检查的机构"):
        record_contact(desk, opened.id, {"visited_on": DAY, "kind": "2"})
    view = record_contact(desk, opened.id, {"visited_on": DAY, "kind": "2", "place": "县医院"})
    assert view.contacts[0].values["place"] == "县医院"
