"""Women on the folic-acid programme: enrolled, handed bottles, asked; what follows from it."""

from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest

from desk.context import Desk
from desk.ending import end_card
from desk.errors import Conflict, DeskError, LooksAlike, NotPermitted
from desk.folic import (
    correct_course,
    correct_end,
    correct_followup,
    correct_handout,
    course,
    courses,
    courses_of,
    end_course,
    enrol,
)
from desk.folic_counts import folic_due
from desk.folic_rules import course_doubts, followup_doubts, handout_doubts
from desk.history import history
from desk.house_rules import HouseRules
from desk.pregnancy import correct_card, open_card
from models.base import FieldErrors
from tests.conftest import TODAY, DeskOf
from tests.desk.folic_woman import EXPIRES, FIRST, enrolled, followed, handed, stocked

RULES = HouseRules()
LMP = date(2026, 8, 20)
LAST_DUE = date(2026, 11, 19)  # the day before three months after the last period


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    return desk_of("clerk")


def due(desk: Desk, until: date | None = None) -> list[tuple[str, date]]:
    with desk.reading() as session:
        return [(each.what, each.due_on) for each in folic_due(session, desk, until)]


def card_of(desk: Desk, person_id: int, lmp: date | None = LMP, **more: Any) -> int:
    values = {"name": "钱小英", "birth_date": date(1998, 4, 5), "village_id": 1, "lmp": lmp}
    return open_card(desk, {**values, "booked_on": TODAY, **more}, same_as=person_id).id


# --- enrolling


def test_a_woman_is_registered_by_enrolling(desk: Desk) -> None:
    view = enrolled(desk)
    assert (view.person.name, view.person.sex, view.person.village) == ("钱小英", "2", "东庄村")
    assert view.values["state"] == "1"


def test_a_woman_who_looks_like_one_on_the_books_is_asked_about(desk: Desk) -> None:
    enrolled(desk)
    with pytest.raises(LooksAlike):
        enrolled(desk)


def test_a_second_course_while_one_goes_on_is_refused(desk: Desk) -> None:
    first = enrolled(desk)
    values = {"name": "钱小英", "enrolled_on": TODAY}
    with pytest.raises(DeskError, match="2026-08-01 登记"):
        enrol(desk, values, same_as=first.person.id)


def test_a_second_course_follows_one_that_ended(desk: Desk) -> None:
    first = enrolled(desk)
    end_course(desk, first.id, {"ended_on": TODAY, "end_reason": "2"})
    enrol(desk, {"name": "钱小英", "enrolled_on": TODAY}, same_as=first.person.id)
    assert len(courses_of(desk, first.person.id)) == 2


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"enrolled_on": TODAY + timedelta(1)}, "enrolled_on"),
        ({"high_risk": "2"}, "high_risk_which"),
        ({"state": "2", "lmp": FIRST + timedelta(1)}, "lmp"),
        ({"started_on": TODAY + timedelta(1)}, "started_on"),
        ({"dose_ug": 20_000}, "dose_ug"),
    ],
)
def test_an_enrolment_that_is_not_whole_is_refused_at_the_field(
    desk: Desk, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(FieldErrors) as caught:
        enrolled(desk, **more)
    assert set(caught.value.errors) == {field}


@pytest.mark.parametrize(("high_risk", "asked"), [("1", {"dose_ug"}), ("2", set())])
def test_a_large_dose_is_asked_about_unless_she_is_at_high_risk(
    high_risk: str, asked: set[str]
) -> None:
    assert set(course_doubts({"dose_ug": 4000, "high_risk": high_risk})) == asked


def test_the_supervisor_enrols_nobody(desk_of: DeskOf) -> None:
    with pytest.raises(NotPermitted):
        enrolled(desk_of("supervisor"))


# --- handing out


def test_she_starts_on_the_day_of_the_first_bottle(desk: Desk) -> None:
    batch, woman = stocked(desk), enrolled(desk)
    assert woman.started_on is None
    assert handed(desk, woman.id, batch.id).started_on == FIRST


def test_a_typed_start_comes_before_the_first_bottle(desk: Desk) -> None:
    batch = stocked(desk)
    woman = enrolled(desk, started_on=FIRST - timedelta(20))
    assert handed(desk, woman.id, batch.id).started_on == FIRST - timedelta(20)


def test_more_bottles_than_the_batch_has_are_refused(desk: Desk) -> None:
    batch, woman = stocked(desk, 2), enrolled(desk)
    with pytest.raises(FieldErrors, match="只有 2 瓶"):
        handed(desk, woman.id, batch.id, bottles=3)
    assert course(desk, woman.id).handouts == ()


def test_a_bottle_handed_out_before_the_batch_came_is_refused(desk: Desk) -> None:
    batch = stocked(desk, moved_on=FIRST + timedelta(1))
    woman = enrolled(desk)
    with pytest.raises(FieldErrors, match="只有 0 瓶"):
        handed(desk, woman.id, batch.id)


def test_a_batch_is_good_until_its_day_and_refused_after(desk: Desk) -> None:
    batch = stocked(desk, expires_on=FIRST + timedelta(30))
    woman = enrolled(desk)
    with pytest.raises(FieldErrors, match="已过期"):
        handed(desk, woman.id, batch.id, batch.expires_on + timedelta(1))
    assert handed(desk, woman.id, batch.id, batch.expires_on).bottles == 1


def test_the_same_batch_twice_on_a_day_is_refused(desk: Desk) -> None:
    batch, woman = stocked(desk), enrolled(desk)
    handed(desk, woman.id, batch.id)
    with pytest.raises(FieldErrors, match="已发过这批药"):
        handed(desk, woman.id, batch.id)


def test_nothing_is_handed_out_after_the_end(desk: Desk) -> None:
    batch, woman = stocked(desk), enrolled(desk)
    end_course(desk, woman.id, {"ended_on": FIRST, "end_reason": "2"})
    with pytest.raises(FieldErrors, match="不能再发"):
        handed(desk, woman.id, batch.id, TODAY)


@pytest.mark.parametrize(
    ("bottles", "day", "asked"),
    [
        (1, FIRST + timedelta(days=31), set()),
        (1, FIRST + timedelta(days=20), set()),  # ten days before the bottle is empty
        (1, FIRST + timedelta(days=19), {"given_on"}),
        (5, FIRST + timedelta(days=31), set()),  # six in all
        (6, FIRST + timedelta(days=31), {"bottles"}),
    ],
)
def test_too_many_bottles_or_one_too_early_are_asked_about(
    desk: Desk, bottles: int, day: date, asked: set[str]
) -> None:
    batch, woman = stocked(desk), enrolled(desk)
    view = handed(desk, woman.id, batch.id)
    values = {"bottles": bottles, "given_on": day}
    assert set(handout_doubts(view, batch, values, RULES)) == asked


def test_a_bottle_that_would_outlast_its_batch_is_asked_about(desk: Desk) -> None:
    batch = stocked(desk, expires_on=FIRST + timedelta(days=30))
    values = {"bottles": 1, "given_on": FIRST}
    assert set(handout_doubts(enrolled(desk), batch, values, RULES)) == {"batch_id"}


def test_a_handout_recorded_by_mistake_is_corrected_to_none(desk: Desk) -> None:
    batch, woman = stocked(desk, 1), enrolled(desk)
    wrong = handed(desk, woman.id, batch.id).handouts[0]
    values = {**wrong.values, "bottles": 0}
    after = correct_handout(desk, wrong.id, wrong.version, values, "发错人")
    assert (after.bottles, after.started_on) == (0, None)
    other = enrolled(desk, "孙小英")
    assert handed(desk, other.id, batch.id).bottles == 1


def test_a_corrected_handout_cannot_take_what_is_not_there(desk: Desk) -> None:
    batch, woman = stocked(desk, 2), enrolled(desk)
    kept = handed(desk, woman.id, batch.id).handouts[0]
    with pytest.raises(FieldErrors, match="只有 2 瓶"):
        correct_handout(desk, kept.id, kept.version, {**kept.values, "bottles": 3}, "数错")


# --- follow-up


def test_days_taken_are_no_more_than_the_days_due(desk: Desk) -> None:
    batch, woman = stocked(desk), enrolled(desk)
    handed(desk, woman.id, batch.id)
    day = FIRST + timedelta(days=29)
    with pytest.raises(FieldErrors, match="应服 30 天"):
        followed(desk, woman.id, day, 31)
    view = followed(desk, woman.id, day, 30)
    assert view.adherence is not None
    assert (view.adherence.taken, view.adherence.due, view.adherence.ok) == (30, 30, True)


def test_a_woman_who_has_not_started_is_not_followed_up(desk: Desk) -> None:
    with pytest.raises(FieldErrors, match="还没有开始服用"):
        followed(desk, enrolled(desk).id, TODAY, 1)


def test_the_days_of_a_later_follow_up_are_no_fewer(desk: Desk) -> None:
    batch, woman = stocked(desk), enrolled(desk)
    handed(desk, woman.id, batch.id)
    followed(desk, woman.id, FIRST + timedelta(days=30), 25)
    with pytest.raises(FieldErrors, match="总天数"):
        followed(desk, woman.id, FIRST + timedelta(days=60), 24)


def test_two_follow_ups_on_a_day_are_refused(desk: Desk) -> None:
    batch, woman = stocked(desk), enrolled(desk)
    handed(desk, woman.id, batch.id)
    followed(desk, woman.id, TODAY, 25)
    with pytest.raises(FieldErrors, match="已有随访"):
        followed(desk, woman.id, TODAY, 25)


def test_more_tablets_than_she_had_are_asked_about(desk: Desk) -> None:
    batch, woman = stocked(desk), enrolled(desk)
    view = handed(desk, woman.id, batch.id)
    assert set(followup_doubts(view, {"days_taken": 32}, RULES)) == {"days_taken"}
    assert followup_doubts(view, {"days_taken": 31}, RULES) == {}


@pytest.mark.parametrize(("taken", "ok"), [(73, "no"), (74, "yes")])
def test_adherence_is_eighty_percent_of_the_days_to_the_end_of_the_third_month(
    desk: Desk, taken: int, ok: str
) -> None:
    # 2026-08-20 to 2026-11-19 are 92 days, 80 % of them 73.6
    batch, woman = stocked(desk), enrolled(desk, state="2", enrolled_on=LMP, lmp=LMP)
    handed(desk, woman.id, batch.id, LMP, bottles=3)
    view = followed(desk, woman.id, TODAY, taken)
    assert view.adherence is not None
    assert (view.adherence.due, view.adherence.final) == (92, True)
    assert view.adherence.ok is (ok == "yes")


# --- her card


def test_a_course_finds_the_card_opened_later(desk: Desk) -> None:
    woman = enrolled(desk)
    pregnancy = card_of(desk, woman.person.id)
    view = course(desk, woman.id)
    assert (view.pregnancy_id, view.lmp, view.until) == (pregnancy, LMP, LAST_DUE)


def test_a_card_with_only_a_due_date_says_the_last_period(desk: Desk) -> None:
    woman = enrolled(desk)
    card_of(desk, woman.person.id, edd=LMP + timedelta(days=280), lmp=None)
    assert course(desk, woman.id).lmp == LMP


def test_a_corrected_last_period_moves_the_last_day_due(desk: Desk) -> None:
    woman = enrolled(desk)
    pregnancy = card_of(desk, woman.person.id)
    values = {"name": "钱小英", "birth_date": date(1998, 4, 5), "lmp": date(2026, 9, 1)}
    correct_card(desk, pregnancy, 1, values, "记错")
    assert course(desk, woman.id).until == date(2026, 11, 30)


def test_a_card_before_the_course_is_not_its_own(desk: Desk) -> None:
    woman = enrolled(desk)
    card_of(desk, woman.person.id, date(2026, 2, 1))
    assert course(desk, woman.id).pregnancy_id is None


def test_of_two_courses_the_later_one_has_the_card(desk: Desk) -> None:
    first = enrolled(desk, enrolled_on=date(2025, 1, 1))
    end_course(desk, first.id, {"ended_on": date(2025, 7, 1), "end_reason": "1"})
    again = enrol(desk, {"name": "钱小英", "enrolled_on": FIRST}, same_as=first.person.id)
    pregnancy = card_of(desk, first.person.id)
    assert course(desk, first.id).pregnancy_id is None
    assert course(desk, again.id).pregnancy_id == pregnancy


def test_a_loss_ends_the_course_and_shortens_what_was_due(desk: Desk) -> None:
    batch, woman = stocked(desk), enrolled(desk)
    handed(desk, woman.id, batch.id)
    pregnancy = card_of(desk, woman.person.id)
    end_card(desk, pregnancy, {"ended_on": date(2026, 10, 1), "end_reason": "2"})
    view = course(desk, woman.id)
    assert (view.over, view.until, due(desk)) == (True, date(2026, 10, 1), [])


@pytest.mark.parametrize("order", list(permutations(("bottle", "card", "followup"))))
def test_the_order_of_entry_changes_nothing(desk: Desk, order: tuple[str, ...]) -> None:
    batch, woman = stocked(desk), enrolled(desk, started_on=FIRST)
    for what in order:
        if what == "bottle":
            handed(desk, woman.id, batch.id, bottles=3)
        elif what == "card":
            card_of(desk, woman.person.id)
        else:
            followed(desk, woman.id, TODAY, 90)
    view = course(desk, woman.id)
    assert view.adherence is not None
    told = view.adherence.taken, view.adherence.due, view.supplied_until, view.until, view.over
    assert told == (90, 111, FIRST + timedelta(days=92), LAST_DUE, True)


# --- due


def test_a_woman_without_a_bottle_is_due_one_since_she_enrolled(desk: Desk) -> None:
    enrolled(desk)
    assert due(desk) == [("bottle", FIRST)]


def test_the_next_bottle_is_due_when_the_last_is_empty(desk: Desk) -> None:
    batch, woman = stocked(desk), enrolled(desk)
    handed(desk, woman.id, batch.id, TODAY - timedelta(days=20))
    next_bottle = TODAY + timedelta(days=11)
    assert due(desk) == []
    assert due(desk, next_bottle) == [
        ("followup", TODAY + timedelta(days=10)),
        ("bottle", next_bottle),
    ]


def test_a_follow_up_is_due_after_a_month_and_on_the_last_day(desk: Desk) -> None:
    batch, woman = stocked(desk), enrolled(desk)
    handed(desk, woman.id, batch.id, bottles=4)
    assert due(desk) == [("followup", FIRST + timedelta(days=30))]
    card_of(desk, woman.person.id)
    followed(desk, woman.id, LAST_DUE - timedelta(days=3), 90)
    assert due(desk) == [("followup", LAST_DUE)]
    followed(desk, woman.id, TODAY, 93)
    assert due(desk) == []
    assert course(desk, woman.id).over


def test_after_six_bottles_no_more_are_due(desk: Desk) -> None:
    batch, woman = stocked(desk), enrolled(desk, enrolled_on=date(2026, 1, 1))
    handed(desk, woman.id, batch.id, bottles=6)
    assert [what for what, _ in due(desk)] == ["followup"]


@pytest.mark.parametrize("reason", ["5", "6"])
def test_who_died_or_moved_away_is_due_nothing(desk: Desk, reason: str) -> None:
    woman = enrolled(desk)
    pregnancy = card_of(desk, woman.person.id)
    end_card(desk, pregnancy, {"ended_on": TODAY, "end_reason": reason})
    assert due(desk) == []


def test_the_list_shows_the_courses_going_on_or_all(desk: Desk) -> None:
    first = enrolled(desk)
    second = enrolled(desk, "孙小英")
    end_course(desk, first.id, {"ended_on": TODAY, "end_reason": "6"})
    assert [view.id for view in courses(desk)] == [second.id]
    assert {view.id for view in courses(desk, everyone=True)} == {first.id, second.id}


# --- corrections


def test_a_corrected_course_keeps_the_old_value_and_the_reason(desk: Desk) -> None:
    woman = enrolled(desk)
    values = {name: woman.values[name] for name in ("enrolled_on", "state", "dose_ug")}
    correct_course(desk, woman.id, woman.version, {**values, "rural": "2"}, "查户口本")
    change = history(desk, "folic_courses", woman.id)[0]
    assert (change.old["rural"], change.new["rural"], change.reason) == ("1", "2", "查户口本")


def test_of_two_who_correct_a_course_the_second_sees_it(desk: Desk) -> None:
    woman = enrolled(desk)
    values = {"enrolled_on": FIRST, "rural": "2"}
    correct_course(desk, woman.id, woman.version, values, "查户口本")
    with pytest.raises(Conflict):
        correct_course(desk, woman.id, woman.version, {**values, "rural": "1"}, "又查")


def test_a_correction_needs_its_reason(desk: Desk) -> None:
    woman = enrolled(desk)
    with pytest.raises(DeskError, match="原因"):
        correct_course(desk, woman.id, woman.version, {"enrolled_on": FIRST}, " ")


def test_a_course_cannot_begin_after_its_first_bottle(desk: Desk) -> None:
    batch, woman = stocked(desk), enrolled(desk)
    view = handed(desk, woman.id, batch.id)
    with pytest.raises(FieldErrors, match="第一次领药"):
        correct_course(desk, woman.id, view.version, {"enrolled_on": TODAY}, "记错")


def test_a_start_that_makes_a_follow_up_impossible_is_refused(desk: Desk) -> None:
    woman = enrolled(desk, started_on=FIRST)
    followed(desk, woman.id, FIRST + timedelta(days=29), 30)
    values = {"enrolled_on": FIRST, "started_on": FIRST + timedelta(days=5)}
    with pytest.raises(FieldErrors) as caught:
        correct_course(desk, woman.id, woman.version, values, "记错")
    assert set(caught.value.errors) == {"started_on"}


def test_a_corrected_follow_up_is_told_anew(desk: Desk) -> None:
    woman = enrolled(desk, started_on=FIRST)
    kept = followed(desk, woman.id, FIRST + timedelta(days=29), 10).followups[0]
    view = correct_followup(desk, kept.id, kept.version, {**kept.values, "days_taken": 28}, "数错")
    assert view.adherence is not None
    assert view.adherence.ok


def test_an_end_is_corrected_and_not_made_twice(desk: Desk) -> None:
    woman = enrolled(desk)
    view = end_course(desk, woman.id, {"ended_on": TODAY, "end_reason": "2"})
    with pytest.raises(DeskError, match="已经结束"):
        end_course(desk, woman.id, {"ended_on": TODAY, "end_reason": "1"})
    values = {"ended_on": TODAY, "end_reason": "3", "outcome": "1"}
    after = correct_end(desk, woman.id, view.version, values, "问清了")
    assert (after.values["end_reason"], after.values["outcome"]) == ("3", "1")


def test_an_end_before_the_last_bottle_is_refused(desk: Desk) -> None:
    batch, woman = stocked(desk), enrolled(desk)
    handed(desk, woman.id, batch.id, TODAY)
    with pytest.raises(FieldErrors, match="最后一次领药"):
        end_course(desk, woman.id, {"ended_on": FIRST, "end_reason": "2"})


def test_the_batch_stays_known_by_its_number(desk: Desk) -> None:
    batch, woman = stocked(desk), enrolled(desk)
    assert handed(desk, woman.id, batch.id).handouts[0].batch == "B001"
    assert batch.expires_on == EXPIRES


@pytest.mark.parametrize(
    ("days", "stage"), [(90, "2"), (91, "3"), (195, "3"), (196, "4"), (31 * 7, "4")]
)
def test_the_stage_of_a_woman_follows_from_her_card(desk: Desk, days: int, stage: str) -> None:
    lmp = TODAY - timedelta(days=days)
    her = enrolled(desk, enrolled_on=lmp)
    card_of(desk, her.person.id, lmp)
    assert course(desk, her.id).stage == stage
