"""Lost blanks: reported within hours, filled in later, never used again; no other loss is one."""

from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

import pytest

from desk.application import application
from desk.context import Desk
from desk.errors import Conflict, DeskError
from desk.issuing import printed, reserve
from desk.losses import fill_in, find, lose, loss, losses
from desk.places import CHINA
from desk.slips import slip
from desk.stock_room import receive
from desk.voiding import void
from models.base import FieldErrors
from rules.certificate_states import WrongMove
from tests.conftest import TODAY, DeskOf
from tests.desk.certificate_desk import BUNDLE, born, reviewer, states, stocked
from tests.desk.certified import issued, taken

FIRST, LAST = "Z331990001", "Z331990005"
LOST: dict[str, Any] = {
    "found_on": TODAY,
    "found_at": "08:00",
    "cause": "1",
    "story": "柜内清点时不见",
}
REPORTED = {"reported_on": TODAY, "reported_at": "09:30"}


@pytest.fixture
def issuer(desk_of: DeskOf) -> Desk:
    return stocked(desk_of)


@pytest.fixture
def child(desk_of: DeskOf) -> int:
    return born(desk_of)


def test_blanks_lost_in_one_incident_are_recorded_together(issuer: Desk) -> None:
    assert len(lose(issuer, FIRST, LOST, last=LAST)) == 5
    assert [view.number for view in losses(issuer)] == [f"Z33199000{n}" for n in range(1, 6)]
    assert list(states(issuer).values()) == ["lost"] * 5 + ["in_stock"] * 5


def test_one_number_of_a_range_that_is_no_blank_keeps_them_all(issuer: Desk) -> None:
    void(issuer, "Z331990003", "3")
    before = states(issuer)
    with pytest.raises(DeskError, match="Z331990003 已经是废证"):
        lose(issuer, FIRST, LOST, last=LAST)
    assert (states(issuer), losses(issuer)) == (before, ())


def test_a_range_beyond_the_books_is_refused(issuer: Desk) -> None:
    with pytest.raises(DeskError, match="Z331990011 不在账上"):
        lose(issuer, "Z331990009", LOST, last="Z331990012")
    assert set(states(issuer).values()) == {"in_stock"}


def test_a_blank_gone_at_the_final_print_leaves_its_application_open(
    issuer: Desk, child: int
) -> None:
    asked = taken(issuer, child)
    reserve(issuer, asked.id)
    printed(issuer, asked.id)
    lose(issuer, FIRST, {**LOST, "cause": "3"})
    assert (states(issuer)[FIRST], application(issuer, asked.id).step) == ("lost", "reserve")


def test_a_blank_lost_on_the_way_to_another_institution_is_ours_to_report(issuer: Desk) -> None:
    slip(issuer, "2", {"first": FIRST, "last": FIRST, "count": 1, "done_on": TODAY,
                       "done_at": "09:00", "partner": "柳溪卫生院", "carrier": "送试丙",
                       "receiver": "收试戊"})  # fmt: skip
    lose(issuer, FIRST, {**LOST, "cause": "2"})
    assert states(issuer)[FIRST] == "lost"


def test_a_family_loss_is_no_lost_blank_but_a_reissue(issuer: Desk, child: int) -> None:
    issued(issuer, child)
    with pytest.raises(DeskError, match="家庭遗失办补发"):
        lose(issuer, FIRST, LOST)
    assert (states(issuer)[FIRST], losses(issuer)) == ("issued", ())


def test_a_bundle_that_came_short_lost_nothing_here(issuer: Desk) -> None:
    receive(issuer, {**BUNDLE, "first": "Z331991001", "last": "Z331991003", "count": 2,
                     "missing": "Z331991002"})  # fmt: skip
    with pytest.raises(DeskError, match="已记短少"):
        lose(issuer, "Z331991002", LOST)


def test_a_number_is_lost_once(issuer: Desk) -> None:
    lose(issuer, FIRST, LOST)
    with pytest.raises(DeskError, match="已报过"):
        lose(issuer, FIRST, LOST)


@pytest.mark.parametrize("name", ["found_on", "cause", "story"])
def test_a_loss_says_when_how_and_the_story(issuer: Desk, name: str) -> None:
    with pytest.raises(FieldErrors) as caught:
        lose(issuer, FIRST, {**LOST, name: None})
    assert set(caught.value.errors) == {name}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"found_on": TODAY + timedelta(days=1)}, "found_on"),
        ({"told_police_on": TODAY - timedelta(days=1)}, "told_police_on"),
        ({"reported_on": TODAY}, "reported_at"),
        ({"reported_on": TODAY, "reported_at": "07:59"}, "reported_at"),
        ({"declared_on": TODAY}, "newspaper"),
        ({"reviewer": "签发"}, "reviewer"),
    ],
)
def test_a_report_that_contradicts_itself_is_refused_at_the_field(
    issuer: Desk, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(FieldErrors) as caught:
        lose(issuer, FIRST, {**LOST, **values})
    assert set(caught.value.errors) == {field}
    assert states(issuer)[FIRST] == "in_stock"


def test_the_report_upwards_is_due_two_hours_after_it_was_found(issuer: Desk) -> None:
    (known,) = lose(issuer, FIRST, LOST)
    view = loss(issuer, known)
    assert view.due_at.strftime("%H:%M") == "10:00"
    assert view.undone[0] == "reported_on"


@pytest.mark.parametrize(("at", "late"), [("10:00", False), ("10:01", True)])
def test_a_report_past_its_hour_is_late(issuer: Desk, at: str, late: bool) -> None:  # noqa: FBT001  two cases
    (known,) = lose(issuer, FIRST, {**LOST, **REPORTED, "reported_at": at})
    view = loss(issuer, known)
    assert (view.late, view.hours_left) == (late, None)


def test_what_was_never_reported_is_late_on_the_next_day(issuer: Desk) -> None:
    (known,) = lose(issuer, FIRST, {**LOST, "found_on": TODAY - timedelta(days=1)})
    view = loss(issuer, known)
    assert view.late
    assert view.hours_left is not None
    assert view.hours_left < 0


def at_the_hour(monkeypatch: pytest.MonkeyPatch, hour: int, day: date = TODAY) -> None:
    """The clock stands still."""
    moment = datetime(day.year, day.month, day.day, hour, 30, tzinfo=CHINA)

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Clock":
            at = moment.astimezone(tz)
            return cls(at.year, at.month, at.day, at.hour, at.minute, tzinfo=tz)

    monkeypatch.setattr("desk.losses.datetime", Clock)
    monkeypatch.setattr("models.audit.datetime", Clock)


@pytest.mark.parametrize(("hour", "late"), [(15, False), (17, False), (18, True)])
def test_with_no_hour_found_the_time_runs_from_the_entry(
    issuer: Desk,
    monkeypatch: pytest.MonkeyPatch,
    hour: int,
    late: bool,  # noqa: FBT001  three cases
) -> None:
    at_the_hour(monkeypatch, 15)
    (known,) = lose(issuer, FIRST, {**LOST, "found_at": None})
    at_the_hour(monkeypatch, hour)
    view = loss(issuer, known)
    assert (f"{view.due_at:%H:%M}", view.late) == ("17:30", late)


@pytest.mark.parametrize("found_at", [None, "08:00"])
def test_on_a_day_that_is_not_the_clocks_nothing_is_late_before_it_is_over(
    issuer: Desk, monkeypatch: pytest.MonkeyPatch, found_at: str | None
) -> None:
    at_the_hour(monkeypatch, 15, TODAY + timedelta(days=1))
    (known,) = lose(issuer, FIRST, {**LOST, "found_at": found_at})
    at_the_hour(monkeypatch, 20, TODAY + timedelta(days=1))
    assert not loss(issuer, known).late
    assert loss(replace(issuer, today=TODAY + timedelta(days=1)), known).late


def test_the_report_is_filled_in_as_things_are_done(issuer: Desk) -> None:
    (known,) = lose(issuer, FIRST, LOST)
    done = {**LOST, **REPORTED, "told_police_on": TODAY, "declared_on": TODAY,
            "newspaper": "云溪日报", "for_unit": "通报", "for_people": "谈话"}  # fmt: skip
    view = fill_in(issuer, known, 1, done)
    assert (view.undone, view.version) == ((), 2)
    assert losses(issuer, undone=True) == ()


def test_what_is_filled_in_changes_with_a_reason_only(issuer: Desk) -> None:
    (known,) = lose(issuer, FIRST, {**LOST, **REPORTED})
    changed = {**LOST, **REPORTED, "reported_at": "09:40"}
    with pytest.raises(DeskError, match="请写明原因"):
        fill_in(issuer, known, 1, changed)
    assert loss(issuer, known).values["reported_at"] == "09:30"
    assert fill_in(issuer, known, 1, changed, "看错了钟").values["reported_at"] == "09:40"


def test_the_day_it_was_found_stays_as_the_journal_has_it(issuer: Desk) -> None:
    (known,) = lose(issuer, FIRST, LOST)
    with pytest.raises(DeskError, match="不能改"):
        fill_in(issuer, known, 1, {**LOST, "found_on": TODAY - timedelta(days=1)}, "记错")


def test_two_who_fill_in_at_once_both_see_it(issuer: Desk) -> None:
    (known,) = lose(issuer, FIRST, LOST)
    fill_in(issuer, known, 1, {**LOST, **REPORTED})
    with pytest.raises(Conflict):
        fill_in(issuer, known, 1, {**LOST, "for_unit": "通报"})


def test_a_blank_found_again_is_void_by_two_people(issuer: Desk) -> None:
    lose(issuer, FIRST, LOST)
    with pytest.raises(DeskError, match="请写明原因"):
        find(issuer, FIRST, "", reviewer(issuer))
    assert states(issuer)[FIRST] == "lost"
    find(issuer, FIRST, "夹在文件里", reviewer(issuer))
    assert states(issuer)[FIRST] == "void"


def test_of_a_blank_found_again_only_the_report_upwards_is_still_to_do(issuer: Desk) -> None:
    (kept,) = lose(issuer, FIRST, LOST)
    find(issuer, FIRST, "夹在文件里", reviewer(issuer))
    assert loss(issuer, kept).undone == ("reported_on",)
    fill_in(issuer, kept, 1, {**LOST, **REPORTED})
    assert losses(issuer, undone=True) == ()


def test_only_a_lost_blank_is_found_again(issuer: Desk) -> None:
    with pytest.raises(WrongMove, match="找回作废"):
        find(issuer, FIRST, "在柜里", reviewer(issuer))
