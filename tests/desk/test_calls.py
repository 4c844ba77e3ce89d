"""Calls about what is due: what came of them, how they move the list, how they are put right."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from desk.calls import call_of, correct_call, record_call, take_back
from desk.context import Desk
from desk.errors import Conflict, DeskError, NotPermitted
from desk.worklist import DueItem, due
from models.audit import AuditEntry
from models.base import FieldErrors
from tests.desk.shelf import Shelf, day, opened

TODAY = day("2026-03-02")
COMING, RE_DATED, AWAY, LOST, REFUSED = "12345"


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with opened(tmp_path, TODAY) as shelf:
        shelf.pregnancy("王甲", "2026-01-05", "2026-02-20", risk_colours=["1"])
        yield shelf


def one(desk: Desk, *, waiting: bool = False) -> DueItem:
    (item,) = due(desk, waiting=waiting)
    return item


def called(desk: Desk, outcome: str, **values: Any) -> int:
    call = record_call(
        desk, one(desk, waiting=True), {"called_on": desk.today, "outcome": outcome} | values
    )
    return call.id


def test_what_came_of_a_call_stands_on_its_item(shelf: Shelf) -> None:
    called(shelf.desk, AWAY, note="在外打工")
    call = one(shelf.desk).call
    assert call is not None
    assert (call.word, call.values["note"], call.called_by) == ("外出", "在外打工", "张三")


@pytest.mark.parametrize("outcome", [COMING, AWAY, LOST, REFUSED])
def test_an_item_that_is_not_put_off_stays_on_the_list(shelf: Shelf, outcome: str) -> None:
    called(shelf.desk, outcome)
    assert len(due(shelf.desk)) == 1


def test_an_item_put_off_waits_until_its_day(shelf: Shelf) -> None:
    called(shelf.desk, RE_DATED, again_on=day("2026-03-10"))
    days = ["2026-03-02", "2026-03-09", "2026-03-10"]
    assert [len(due(shelf.at(today))) for today in days] == [0, 0, 1]


def test_an_item_put_off_is_still_listed_when_asked_for(shelf: Shelf) -> None:
    called(shelf.desk, RE_DATED, again_on=day("2026-03-10"))
    assert one(shelf.desk, waiting=True).waits(TODAY)


def test_the_last_call_decides(shelf: Shelf) -> None:
    called(shelf.desk, RE_DATED, again_on=day("2026-03-10"))
    called(shelf.desk, COMING)
    call = one(shelf.desk).call
    assert call is not None
    assert call.word == "会来"


def test_a_call_about_an_earlier_contact_says_nothing_of_this_one(shelf: Shelf) -> None:
    called(shelf.desk, REFUSED)
    assert one(shelf.at("2026-05-01")).call is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"outcome": RE_DATED}, "again_on"),
        ({"outcome": RE_DATED, "again_on": TODAY}, "again_on"),
        ({"outcome": COMING, "again_on": TODAY + timedelta(days=1)}, "again_on"),
        ({"outcome": COMING, "called_on": TODAY + timedelta(days=1)}, "called_on"),
        ({"outcome": "6"}, "outcome"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused_at_its_field(
    shelf: Shelf, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(FieldErrors) as caught:
        record_call(shelf.desk, one(shelf.desk), {"called_on": TODAY} | values)
    assert set(caught.value.errors) == {field}


def lost_on(shelf: Shelf, *days: str) -> int:
    for today in days:
        called(shelf.at(today), LOST)
    call = one(shelf.at(days[-1])).call
    assert call is not None
    return call.lost_days


def test_days_on_which_she_could_not_be_found_are_counted(shelf: Shelf) -> None:
    assert lost_on(shelf, "2026-03-02", "2026-03-02", "2026-03-05") == 2


def test_closing_the_card_is_proposed_after_three_days(shelf: Shelf) -> None:
    assert lost_on(shelf, "2026-03-02", "2026-03-05") == 2
    call_id = called(shelf.at("2026-03-09"), LOST)
    call = one(shelf.at("2026-03-09")).call
    assert call is not None
    assert (call.id, call.to_close) == (call_id, True)


def test_who_was_found_meanwhile_is_counted_anew(shelf: Shelf) -> None:
    called(shelf.at("2026-03-02"), LOST)
    called(shelf.at("2026-03-03"), AWAY)
    assert lost_on(shelf, "2026-03-05") == 1


def test_a_call_taken_back_leaves_the_list_as_it_was(shelf: Shelf) -> None:
    before = due(shelf.desk)
    take_back(shelf.desk, called(shelf.desk, RE_DATED, again_on=day("2026-03-10")))
    assert due(shelf.desk) == before


def test_a_call_taken_back_stays_in_the_audit_trail(shelf: Shelf) -> None:
    take_back(shelf.desk, called(shelf.desk, REFUSED))
    with Session(shelf.store.read) as session:
        entry = session.exec(select(AuditEntry).order_by(col(AuditEntry.seq).desc())).first()
    assert entry is not None
    assert (entry.action, entry.table_name, entry.new) == ("call.take_back", "calls", None)
    assert '"outcome":"5"' in str(entry.old)


def test_a_call_of_another_day_is_not_taken_back(shelf: Shelf) -> None:
    call_id = called(shelf.desk, REFUSED)
    with pytest.raises(DeskError):
        take_back(shelf.at("2026-03-03"), call_id)


def test_a_call_is_corrected_with_a_reason(shelf: Shelf) -> None:
    call = call_of(shelf.desk, called(shelf.desk, REFUSED))
    correct_call(shelf.desk, call.id, call.version, call.values | {"outcome": AWAY}, "听错了")
    assert call_of(shelf.desk, call.id).word == "外出"


def test_a_correction_over_an_older_version_is_a_conflict(shelf: Shelf) -> None:
    call = call_of(shelf.desk, called(shelf.desk, REFUSED))
    correct_call(shelf.desk, call.id, call.version, call.values | {"outcome": AWAY}, "听错了")
    with pytest.raises(Conflict):
        correct_call(shelf.desk, call.id, call.version, call.values | {"note": "x"}, "补充")


def test_only_a_clerk_records_calls(shelf: Shelf) -> None:
    item = one(shelf.desk)
    with pytest.raises(NotPermitted):
        record_call(shelf.only("supervisor"), item, {"called_on": TODAY, "outcome": COMING})
