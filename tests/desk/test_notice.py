"""The village's first word of a pregnancy: told once, answered by the card by itself."""

from datetime import date, timedelta
from typing import Any

import pytest

from desk.context import Desk
from desk.errors import DeskError, LooksAlike
from desk.intake import take_in
from desk.lists import Ask
from desk.next_card import next_card
from desk.notice import (
    NoticeLine,
    correct_notice,
    count_notices,
    count_open,
    notice,
    notices,
    record_notice,
)
from desk.notice_view import open_notices
from desk.people import find
from desk.person_page import person_page
from desk.pregnancy import open_card
from desk.ruling import put_house_rules
from models.base import FieldErrors
from models.people import Person
from tests.conftest import TODAY, DeskOf
from tests.desk.intake_rows import pregnancy, rows

FOUND = date(2026, 11, 10)
LMP = date(2026, 9, 20)
NOTICE: dict[str, Any] = {
    "name": "史试燕",
    "id_no": "331199199806084705",
    "phones": ["19900004170"],
    "found_on": FOUND,
    "lmp": LMP,
    "husband_name": "试夫",
    "gravida": 2,
    "para": 1,
}


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    return desk_of("clerk")


def waiting(desk: Desk) -> list[str]:
    with desk.reading() as session:
        return [each.name for each in open_notices(session)]


def listed(desk: Desk, **more: Any) -> tuple[NoticeLine, ...]:
    return notices(desk, Ask(**more.pop("ask", {})), **more)


def test_a_woman_told_of_is_registered_once(desk: Desk) -> None:
    told = record_notice(desk, NOTICE)
    assert [found.person_id for found in find(desk, "史试燕")] == [told.woman.id]
    assert (told.values["lmp"], told.pregnancy_id) == (LMP, None)


def test_the_card_begins_with_what_the_village_told(desk: Desk) -> None:
    told = record_notice(desk, NOTICE)
    known = next_card(desk, told.woman.id)
    assert known.values == {
        "lmp": LMP,
        "husband_name": "试夫",
        "gravida": 2,
        "para": 1,
        "source": "2",
    }


def test_weeks_told_without_an_lmp_give_a_due_date(desk: Desk) -> None:
    told = record_notice(desk, {**NOTICE, "lmp": None, "told_ga_days": 50})
    known = next_card(desk, told.woman.id).values
    assert known["edd"] == FOUND + timedelta(days=230)


def test_her_card_answers_the_notice(desk: Desk) -> None:
    told = record_notice(desk, NOTICE)
    card = open_card(
        desk, {"name": "史试燕", "lmp": LMP, "booked_on": TODAY}, same_as=told.woman.id
    )
    answered = notice(desk, told.id)
    assert (answered.pregnancy_id, answered.booked_on) == (card.id, TODAY)
    assert waiting(desk) == []


def test_a_card_from_a_register_answers_it_too(desk: Desk) -> None:
    told = record_notice(desk, {**NOTICE, "found_on": date(2026, 1, 5), "lmp": None})
    take_in(desk, "pregnancy", [pregnancy(name="史试燕", id_no=NOTICE["id_no"])])
    assert notice(desk, told.id).pregnancy_id is not None


def test_a_notice_written_down_after_the_card_is_answered_at_once(desk: Desk) -> None:
    card = open_card(desk, {"name": "史试燕", "lmp": LMP, "booked_on": TODAY})
    told = record_notice(desk, NOTICE, same_as=card.mother.id)
    assert told.pregnancy_id == card.id


def test_an_older_pregnancy_answers_nothing(desk: Desk) -> None:
    told = record_notice(desk, NOTICE)
    old = {"name": "史试燕", "lmp": date(2024, 1, 1), "booked_on": date(2024, 3, 1)}
    open_card(desk, old, same_as=told.woman.id)
    assert waiting(desk) == ["史试燕"]


def test_a_second_notice_of_one_pregnancy_is_refused(desk: Desk) -> None:
    told = record_notice(desk, NOTICE)
    with pytest.raises(DeskError, match="还没有建册"):
        record_notice(desk, {**NOTICE, "found_on": TODAY}, same_as=told.woman.id)


def test_who_looks_alike_is_decided_first(desk: Desk) -> None:
    record_notice(desk, NOTICE)
    with pytest.raises(LooksAlike):
        record_notice(desk, {**NOTICE, "id_no": None})


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"found_on": TODAY + timedelta(days=1)}, "found_on"),
        ({"lmp": FOUND + timedelta(days=1)}, "lmp"),
        ({"told_on": FOUND - timedelta(days=1)}, "told_on"),
        ({"para": 3}, "para"),
        ({"id_no": None, "birth_date": date(2016, 1, 1)}, "birth_date"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    desk: Desk, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(FieldErrors) as caught:
        record_notice(desk, {**NOTICE, **values})
    assert list(caught.value.errors) == [field]


def test_another_outcome_ends_the_waiting(desk: Desk) -> None:
    told = record_notice(desk, NOTICE)
    versions = (told.version, told.woman.version)
    correct_notice(desk, told.id, versions, {**NOTICE, "outcome": "1"}, "没有怀孕")
    assert waiting(desk) == []
    assert [line.outcome for line in listed(desk, everyone=True)] == ["1"]


def test_those_waiting_come_first_and_the_oldest_on_top(desk: Desk) -> None:
    for name, day in (("甲试", 5), ("乙试", 3), ("丙试", 7)):
        values = {"name": name, "found_on": date(2026, 11, day), "lmp": LMP}
        told = record_notice(desk, values)
        if name == "乙试":
            open_card(desk, {"name": name, "lmp": LMP, "booked_on": TODAY}, same_as=told.woman.id)
    assert [line.name for line in listed(desk, everyone=True)] == ["甲试", "丙试", "乙试"]
    assert [line.name for line in listed(desk)] == ["甲试", "丙试"]
    first = listed(desk, ask={"limit": 1}, everyone=True)[0]
    after = listed(desk, ask={"after": first.key}, everyone=True)
    assert [line.name for line in after] == ["丙试", "乙试"]
    before = listed(desk, ask={"before": after[-1].key}, everyone=True)
    assert [line.name for line in before] == ["甲试", "丙试"]
    assert [line.name for line in listed(desk, ask={"narrow": "乙"}, everyone=True)] == ["乙试"]
    assert (count_notices(desk), count_notices(desk, everyone=True)) == (2, 3)


def test_who_waits_too_long_is_counted_by_the_house_rule(desk_of: DeskOf, desk: Desk) -> None:
    record_notice(desk, NOTICE)
    assert count_open(desk) == (1, 1)
    put_house_rules(desk_of("admin"), {"notice_days": 11}, "县里规定")
    assert count_open(desk) == (1, 0)


def test_who_moved_away_waits_no_more(desk: Desk) -> None:
    told = record_notice(desk, NOTICE)
    with desk.writing("records.write", "test") as session:
        woman = session.get(Person, told.woman.id)
        assert woman is not None
        woman.moved_out_on = TODAY
    assert waiting(desk) == []
    assert rows(desk, Person)[0].moved_out_on == TODAY


def test_her_page_tells_of_it(desk: Desk) -> None:
    told = record_notice(desk, NOTICE)
    (event,) = person_page(desk, told.woman.id).events
    assert (event.table, event.record_id, event.day) == ("notices", told.id, FOUND)
