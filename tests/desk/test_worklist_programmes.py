"""What the programmes put on the worklist: infections without a case, subsidies, a death's card."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desk.calls import record_call
from desk.case_work import record
from desk.context import Desk
from desk.ending import end_card
from desk.errors import DeskError
from desk.ruling import put_house_rules
from desk.subsidy_work import apply
from desk.worklist import DueItem, due
from ledgers.export.call_sheet import call_pages
from models.delivery import Delivery
from tests.desk.shelf import TODAY, Shelf, opened

DAY = timedelta(days=1)
BORN = TODAY - 20 * DAY


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with opened(tmp_path) as shelf:
        yield shelf


@pytest.fixture
def pregnant(shelf: Shelf) -> int:
    return shelf.pregnancy("王甲", str(TODAY - 160 * DAY), str(TODAY - 100 * DAY))


@pytest.fixture
def delivered(shelf: Shelf) -> int:
    card = shelf.pregnancy("李乙", str(BORN - 280 * DAY), str(BORN - 200 * DAY), state="delivered")
    shelf.add(Delivery(centre="C1", pregnancy_id=card, delivered_on=BORN, in_hospital="1"))
    return card


def of_kind(desk: Desk, kind: str) -> list[DueItem]:
    return [item for item in due(desk) if item.kind == kind]


def positive(shelf: Shelf, card: int) -> None:
    values = {"tested_on": TODAY - 10 * DAY, "syphilis": "2", "hbsag": "2"}
    record(shelf.desk, "infection_tests", card, values)


def test_a_positive_test_without_a_case_is_due_to_who_may_read_it(
    shelf: Shelf, pregnant: int
) -> None:
    positive(shelf, pregnant)
    (item,) = of_kind(shelf.desk, "infection")
    assert (item.name, item.record_id, item.days_late) == ("专册待建个案", pregnant, 5)


def test_who_may_not_read_infections_sees_no_line_of_them(shelf: Shelf, pregnant: int) -> None:
    positive(shelf, pregnant)
    clerk = replace(shelf.desk, roles=frozenset({"clerk", "supervisor"}))
    assert of_kind(clerk, "infection") == []


def test_an_infection_is_due_until_each_disease_has_its_case(shelf: Shelf, pregnant: int) -> None:
    positive(shelf, pregnant)
    for disease, left in (("2", 1), ("3", 0)):
        case = {"disease": disease, "confirmed_on": TODAY}
        record(shelf.desk, "infection_cases", pregnant, case)
        assert len(of_kind(shelf.desk, "infection")) == left


def test_a_negative_test_is_not_due(shelf: Shelf, pregnant: int) -> None:
    values = {"tested_on": TODAY, "syphilis": "1", "hbsag": "1"}
    record(shelf.desk, "infection_tests", pregnant, values)
    assert of_kind(shelf.desk, "infection") == []


def test_an_infection_of_a_card_that_ended_is_not_due(shelf: Shelf, pregnant: int) -> None:
    positive(shelf, pregnant)
    end_card(shelf.desk, pregnant, {"end_reason": "6", "ended_on": TODAY})
    assert of_kind(shelf.desk, "infection") == []


def test_no_call_is_kept_for_an_infection(shelf: Shelf, pregnant: int) -> None:
    positive(shelf, pregnant)
    (item,) = of_kind(shelf.desk, "infection")
    with pytest.raises(DeskError, match="不在这里记电话"):
        record_call(shelf.desk, item, {"called_on": TODAY, "outcome": "1"})


def test_no_infection_goes_to_a_village_doctor(shelf: Shelf, pregnant: int) -> None:
    positive(shelf, pregnant)
    told = [line for page in call_pages(due(shelf.desk), TODAY) for line in page.lines]
    assert not any("专册" in cell for line in told for cell in line)


def test_a_birth_in_hospital_is_to_be_applied_for(shelf: Shelf, delivered: int) -> None:
    (item,) = of_kind(shelf.desk, "subsidy")
    assert (item.code, item.record_id, item.opens) == ("subsidy_apply", delivered, BORN)


def test_an_application_waits_for_its_next_step(shelf: Shelf, delivered: int) -> None:
    apply(shelf.desk, delivered, {"noted_on": TODAY, "category": "3", "applied_on": TODAY})
    assert [item.code for item in of_kind(shelf.desk, "subsidy")] == ["subsidy_step"]


def test_a_noted_subsidy_without_application_waits_for_it(shelf: Shelf, delivered: int) -> None:
    apply(shelf.desk, delivered, {"noted_on": TODAY, "category": "3"})
    assert [item.code for item in of_kind(shelf.desk, "subsidy")] == ["subsidy_step"]


@pytest.mark.usefixtures("delivered")
def test_where_subsidies_were_given_up_none_is_due(shelf: Shelf) -> None:
    put_house_rules(shelf.desk, {"subsidy": "2"}, "并入医保")
    assert of_kind(shelf.desk, "subsidy") == []


def test_a_death_waits_for_its_card(shelf: Shelf, pregnant: int) -> None:
    end_card(shelf.desk, pregnant, {"end_reason": "5", "ended_on": TODAY})
    assert {item.code for item in due(shelf.desk)} == {"report3", "death_card"}
    record(shelf.desk, "maternal_deaths", pregnant, {"died_on": TODAY, "counted": "1"})
    assert {item.code for item in due(shelf.desk)} == {"report3"}
