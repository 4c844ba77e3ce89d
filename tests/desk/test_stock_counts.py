"""Month-end counts by number, and the yearly plan of blanks."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from desk.context import Desk, Hand
from desk.delivery import record_delivery
from desk.errors import Conflict, DeskError, NotPermitted
from desk.losses import lose
from desk.numbers import Why, blank_of, move
from desk.pregnancy import open_card
from desk.slips import slip
from desk.stock_book import places
from desk.stock_counts import (
    HANDOVER,
    MONTH_END,
    books,
    count_due,
    count_of,
    counts,
    keep_count,
    unsettled,
)
from desk.stock_plans import (
    PlanNeeds,
    correct_plan,
    plan_draft,
    plan_due,
    plan_needs,
    plans,
    save_plan,
)
from desk.stock_room import receive, turn_up
from models.base import FieldErrors
from models.blanks import MISSING, OVER
from rules.certificate import number_range
from rules.certificate_states import LOSS_CAUSES
from rules.number_lists import span
from tests.conftest import TODAY, DeskOf

ALL = tuple(number_range("Z331990001", "Z331990010"))
BUNDLE: dict[str, Any] = {
    "received_on": date(2026, 11, 3),
    "first": ALL[0],
    "last": ALL[-1],
    "count": 10,
    "received_by": "签试甲",
    "checked_by": "验试乙",
}
COUNT: dict[str, Any] = {"counted_on": TODAY, "counted_by": "签试甲"}
WATCHED = Hand("supervisor", "验试乙", frozenset({"supervisor"}))


@pytest.fixture
def issuer(desk_of: DeskOf) -> Desk:
    return desk_of("issuer")


@pytest.fixture
def stocked(issuer: Desk) -> Desk:
    receive(issuer, BUNDLE)
    slip(issuer, "1", {"done_on": date(2026, 11, 4), "count": 4, "receiver": "签试甲"})
    return issuer


def at(desk: Desk, day: date) -> Desk:
    return replace(desk, today=day)


def without(*numbers: str) -> list[str]:
    return [number for number in ALL if number not in numbers]


# --- counts


def test_the_books_are_shown_by_place(stocked: Desk) -> None:
    now = books(stocked)
    assert [span(each) for each in now.safe] == ["Z331990005–Z331990010"]
    assert [span(each) for each in now.at_desk] == ["Z331990001–Z331990004"]


def test_a_count_that_agrees_is_kept_without_a_word(stocked: Desk) -> None:
    kept = count_of(stocked, keep_count(stocked, COUNT, ALL, {}, WATCHED))
    assert (kept.on_books, kept.counted, kept.lines) == (10, 10, ())


def test_a_number_not_seen_is_missing_with_its_place(stocked: Desk) -> None:
    (found,) = books(stocked).compare(without("Z331990002"))
    assert (found.number, found.kind, found.state) == ("Z331990002", MISSING, "drawn")
    assert "报空白证遗失" in str(found.advice)


def test_a_number_seen_that_should_not_be_there_is_over_with_its_state(stocked: Desk) -> None:
    with stocked.writing("certificates.write", "test") as session:
        move(session, stocked, blank_of(session, "Z331990001"), "void", None, Why(cause="3"))
    void, unknown = books(stocked).compare([*ALL, "Z331990099"])
    assert (void.number, void.kind, void.state) == ("Z331990001", OVER, "void")
    assert (unknown.number, unknown.kind, unknown.state) == ("Z331990099", OVER, "")
    assert "补办入库" in str(unknown.advice)


def test_a_difference_is_explained_before_it_is_kept(stocked: Desk) -> None:
    seen = without("Z331990002", "Z331990007")
    with pytest.raises(DeskError, match="Z331990007 与账不符"):
        keep_count(stocked, COUNT, seen, {"Z331990002": "打印机里卡着"}, WATCHED)
    assert counts(stocked) == ()


def test_a_difference_is_kept_with_its_explanation_and_moves_nothing(stocked: Desk) -> None:
    before = places(stocked)
    words = {"Z331990002": "打印机里卡着", "Z331990099": "县里多发一枚"}
    keep_count(stocked, COUNT, [*without("Z331990002"), "Z331990099"], words, WATCHED)
    (kept,) = counts(stocked)
    assert [(line.number, line.kind, said) for line, said in kept.lines] == [
        ("Z331990002", MISSING, "打印机里卡着"),
        ("Z331990099", OVER, "县里多发一枚"),
    ]
    assert (kept.on_books, kept.counted) == (10, 10)
    assert places(stocked) == before


@pytest.mark.parametrize("named", ["验试乙", None])
def test_who_watches_a_count_is_who_signed(stocked: Desk, named: str | None) -> None:
    keep_count(stocked, {**COUNT, "checked_by": named}, ALL, {}, WATCHED)
    assert counts(stocked)[0].checked_by == "验试乙"


def test_nobody_watches_the_own_count(stocked: Desk) -> None:
    with pytest.raises(DeskError, match="应是两个人"):
        keep_count(stocked, COUNT, ALL, {}, Hand(stocked.user, "另一个名字", stocked.roles))


def test_who_watches_is_not_named_as_who_counts(stocked: Desk) -> None:
    with pytest.raises(FieldErrors) as caught:
        keep_count(stocked, {**COUNT, "counted_by": "验试乙"}, ALL, {}, WATCHED)
    assert set(caught.value.errors) == {"counted_by"}


def test_what_a_count_missed_stays_open_until_a_count_finds_it(stocked: Desk) -> None:
    words = {"Z331990002": "还在找", "Z331990007": "还在找"}
    keep_count(stocked, COUNT, without(*words), words, WATCHED)
    assert unsettled(stocked) == (TODAY, ("Z331990002", "Z331990007"))
    assert books(stocked).unsettled == ("Z331990002", "Z331990007")
    tomorrow = at(stocked, date(2026, 11, 22))
    again = {"Z331990007": "仍没找到"}
    keep_count(tomorrow, {**COUNT, "counted_on": tomorrow.today}, without(*again), again, WATCHED)
    assert unsettled(tomorrow) == (tomorrow.today, ("Z331990007",))
    keep_count(tomorrow, {**COUNT, "counted_on": tomorrow.today}, ALL, {}, WATCHED)
    assert unsettled(tomorrow) is None


def test_what_a_count_missed_is_settled_once_it_is_lost(stocked: Desk) -> None:
    keep_count(stocked, COUNT, without("Z331990007"), {"Z331990007": "还在找"}, WATCHED)
    with stocked.writing("certificates.write", "test") as session:
        why = Why(cause=LOSS_CAUSES[0].code, words="柜中不见")
        move(session, stocked, blank_of(session, "Z331990007"), "lose", None, why)
    assert unsettled(stocked) is None


def test_what_a_count_found_too_many_is_not_missed(stocked: Desk) -> None:
    keep_count(stocked, COUNT, [*ALL, "Z331990099"], {"Z331990099": "县里多发一枚"}, WATCHED)
    assert unsettled(stocked) is None


def test_a_count_of_yesterday_holds_while_nothing_moved_since(stocked: Desk) -> None:
    keep_count(stocked, {**COUNT, "counted_on": date(2026, 11, 20)}, ALL, {}, WATCHED)
    assert counts(stocked)[0].counted_on == date(2026, 11, 20)


def test_a_count_is_not_held_against_the_books_of_another_day(stocked: Desk) -> None:
    slip(stocked, "1", {"done_on": TODAY, "count": 1, "receiver": "签试甲"})
    with pytest.raises(FieldErrors) as caught:
        keep_count(stocked, {**COUNT, "counted_on": date(2026, 11, 20)}, ALL, {}, WATCHED)
    assert set(caught.value.errors) == {"counted_on"}


SEEN = "2026-11-21 盘点过,Z331990007 与账没有出入,日期不能早于那天"
EARLIER = date(2026, 11, 10)


@pytest.fixture
def counted(stocked: Desk) -> Desk:
    """The day after a count that missed the second number and found one too many."""
    words = {"Z331990002": "还在找", "Z331990011": "县里多发一枚"}
    keep_count(stocked, COUNT, [*without("Z331990002"), "Z331990011"], words, WATCHED)
    return at(stocked, date(2026, 11, 22))


def moved(desk: Desk, number: str, act: str, on: date, cause: str = "3") -> None:
    with desk.writing("certificates.write", "test") as session:
        move(session, desk, blank_of(session, number), act, on, Why(cause=cause, words="查清"))


def test_what_a_count_saw_is_not_moved_before_it(counted: Desk) -> None:
    with pytest.raises(FieldErrors) as caught:
        moved(counted, "Z331990007", "void", EARLIER)
    assert {name: str(error) for name, error in caught.value.errors.items()} == {"moved_on": SEEN}
    moved(counted, "Z331990007", "void", TODAY)


def test_what_a_count_missed_is_explained_by_a_move_before_it(counted: Desk) -> None:
    moved(counted, "Z331990002", "lose", EARLIER, "1")
    assert books(counted).states["Z331990002"] == "lost"


def test_a_later_count_that_saw_it_holds_too(counted: Desk) -> None:
    keep_count(counted, {**COUNT, "counted_on": counted.today}, ALL, {}, WATCHED)
    with pytest.raises(FieldErrors, match="2026-11-22 盘点过,Z331990002"):
        moved(counted, "Z331990002", "lose", EARLIER, "1")


def test_a_void_is_handed_up_before_a_count_since_it_is_no_stock(counted: Desk) -> None:
    moved(counted, "Z331990007", "void", TODAY)
    keep_count(
        counted,
        {**COUNT, "counted_on": counted.today},
        without("Z331990007"),
        {},
        WATCHED,
    )
    moved(counted, "Z331990007", "hand_up", TODAY)
    assert books(counted).states["Z331990007"] == "handed_up"


def test_a_loss_and_a_slip_say_at_their_day_what_a_count_saw(counted: Desk) -> None:
    lost = {"found_on": EARLIER, "cause": "1", "story": "柜中不见"}
    given = {"done_on": EARLIER, "first": "Z331990007", "count": 1, "partner": "柳溪卫生院"}
    given |= {"carrier": "送试丙", "receiver": "收试戊", "done_at": "09:00"}
    for field, act in (
        ("found_on", lambda: lose(counted, "Z331990007", lost)),
        ("done_on", lambda: slip(counted, "2", given)),
    ):
        with pytest.raises(FieldErrors) as caught:
            act()
        assert {name: str(error) for name, error in caught.value.errors.items()} == {field: SEEN}


@pytest.mark.parametrize(("number", "refused"), [("Z331990011", False), ("Z331990012", True)])
def test_only_what_a_count_found_too_many_is_received_before_it(
    counted: Desk,
    number: str,
    refused: bool,  # noqa: FBT001  whether it is
) -> None:
    bundle = {**BUNDLE, "received_on": EARLIER, "first": number, "last": number, "count": 1}
    if refused:
        with pytest.raises(FieldErrors) as caught:
            receive(counted, bundle)
        assert set(caught.value.errors) == {"received_on"}
    else:
        assert receive(counted, bundle) == 1


def test_a_count_says_whether_the_stock_was_handed_over(stocked: Desk) -> None:
    for kind in ("1", "2"):
        keep_count(stocked, {**COUNT, "kind": kind}, ALL, {}, WATCHED)
    assert [each.kind for each in counts(stocked)] == [HANDOVER, MONTH_END]


def test_every_state_a_number_over_may_be_in_has_its_advice(stocked: Desk) -> None:
    with stocked.writing("certificates.write", "test") as session:
        lost = blank_of(session, "Z331990006")
        why = Why(cause=LOSS_CAUSES[0].code, words="柜中不见")
        move(session, stocked, lost, "lose", None, why)
    (found,) = books(stocked).compare(ALL)
    assert "找回作废" in str(found.advice)


@pytest.mark.parametrize(
    ("today", "counted", "due"),
    [
        (date(2026, 11, 24), None, None),  # it came this month
        (date(2026, 11, 25), None, date(2026, 11, 1)),
        (date(2026, 11, 30), date(2026, 11, 25), None),
        (date(2026, 11, 30), date(2026, 11, 24), date(2026, 11, 1)),  # before the end of the month
        (date(2026, 12, 10), None, date(2026, 11, 1)),
        (date(2026, 12, 10), date(2026, 12, 2), None),  # made up for
        (date(2026, 12, 25), date(2026, 12, 2), date(2026, 12, 1)),
    ],
)
def test_when_a_count_is_due(
    stocked: Desk, today: date, counted: date | None, due: date | None
) -> None:
    if counted is not None:
        keep_count(at(stocked, counted), {**COUNT, "counted_on": counted}, ALL, {}, WATCHED)
    assert count_due(at(stocked, today)) == due


def test_where_there_is_nothing_to_count_no_count_is_due(issuer: Desk) -> None:
    assert count_due(at(issuer, date(2026, 12, 31))) is None


@pytest.mark.parametrize("role", ["clerk", "sealer", "reviewer"])
def test_only_the_issuer_keeps_a_count(stocked: Desk, desk_of: DeskOf, role: str) -> None:
    with pytest.raises(NotPermitted):
        keep_count(desk_of(role), COUNT, ALL, {}, WATCHED)


def test_what_turns_up_is_counted_with_the_rest(issuer: Desk) -> None:
    receive(issuer, {**BUNDLE, "count": 9, "missing": "10"})
    reviewer = Hand("reviewer", "审核", frozenset({"reviewer"}))
    turn_up(issuer, "Z331990010", "县里补送", reviewer)
    assert books(issuer).compare(ALL) == ()


# --- plans


@pytest.fixture
def births(desk_of: DeskOf) -> Desk:
    """One baby born here this year, one in the county hospital."""
    clerk = desk_of("clerk")
    for name, area in (("史试燕", "1"), ("孔试红", "2")):
        card = open_card(
            clerk, {"name": name, "lmp": date(2026, 1, 20), "birth_date": date(1998, 8, 6)}
        )
        values = {"delivered_on": date(2026, 11, 1), "area": area}
        record_delivery(clerk, card.id, values, [{"sex": "1", "weight_g": 3250}])
    return desk_of("issuer")


def test_a_plan_is_the_births_here_and_something_over(births: Desk) -> None:
    assert plan_draft(births) == {"year": 2027, "births": 1, "asked": 2, "asked_on": TODAY}


def test_a_plan_is_never_less_than_the_last_twelve_months_used(stocked: Desk) -> None:
    with stocked.writing("certificates.write", "test") as session:
        for number in ALL[:3]:
            move(session, stocked, blank_of(session, number), "void", None, Why(cause="3"))
    assert plan_needs(stocked) == PlanNeeds(2027, births=0, by_births=0, lately=3)
    assert plan_draft(stocked)["asked"] == 3
    assert plan_needs(at(stocked, date(2027, 11, 22))).lately == 0


def test_in_january_the_plan_is_of_this_year(births: Desk) -> None:
    assert plan_draft(at(births, date(2027, 1, 5)))["year"] == 2027


def test_last_years_use_stands_beside_the_plan(stocked: Desk) -> None:
    with stocked.writing("certificates.write", "test") as session:
        move(session, stocked, blank_of(session, "Z331990001"), "void", None, Why(cause="3"))
    save_plan(stocked, {**plan_draft(stocked), "asked": 30})
    (plan,) = plans(stocked)
    assert (plan.values["asked"], plan.used) == (30, 1)


def test_a_year_has_one_plan(stocked: Desk) -> None:
    save_plan(stocked, plan_draft(stocked))
    with pytest.raises(FieldErrors, match="2027年已有计划"):
        save_plan(stocked, plan_draft(stocked))


def test_a_plan_is_corrected_over_the_version_read(stocked: Desk) -> None:
    plan = save_plan(stocked, plan_draft(stocked))
    corrected = correct_plan(
        stocked, plan.id, plan.version, {**plan.values, "asked": 9}, "县里核减"
    )
    assert (corrected.values["asked"], corrected.version) == (9, plan.version + 1)
    with pytest.raises(Conflict):
        correct_plan(stocked, plan.id, plan.version, {**plan.values, "asked": 8}, "再改")


@pytest.mark.parametrize("year", [2025, 2028])
def test_a_plan_of_a_far_year_is_refused(stocked: Desk, year: int) -> None:
    with pytest.raises(FieldErrors) as caught:
        save_plan(stocked, {**plan_draft(stocked), "year": year})
    assert set(caught.value.errors) == {"year"}


def test_a_plan_of_a_year_gone_by_is_corrected_and_stays_in_its_year(stocked: Desk) -> None:
    plan = save_plan(stocked, plan_draft(stocked))
    later = replace(stocked, today=date(2029, 1, 5))
    corrected = correct_plan(later, plan.id, plan.version, {**plan.values, "asked": 9}, "县里核减")
    assert corrected.values["asked"] == 9
    with pytest.raises(FieldErrors):
        correct_plan(
            later, plan.id, corrected.version, {**corrected.values, "year": 2026}, "写错年份"
        )


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 11, 30), None),
        (date(2026, 12, 1), date(2026, 12, 20)),
        (date(2027, 1, 31), date(2026, 12, 20)),
        (date(2027, 2, 1), None),
    ],
)
def test_when_a_plan_is_due(stocked: Desk, today: date, due: date | None) -> None:
    assert plan_due(at(stocked, today)) == due


def test_a_plan_that_is_made_is_not_due(stocked: Desk) -> None:
    save_plan(stocked, plan_draft(stocked))
    assert plan_due(at(stocked, date(2026, 12, 10))) is None
