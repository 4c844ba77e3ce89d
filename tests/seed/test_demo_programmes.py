"""The demo's programmes: notices, folic acid, calls, and the day's worklist."""

from collections import Counter

import pytest
from sqlmodel import Session, col, func, select

from desk.context import Desk
from desk.folic import courses
from desk.folic_book import batches
from desk.folic_counts import folic_counts
from desk.folic_rules import course_problems, followup_problems
from desk.notice import problems_of
from desk.notice_view import is_of
from desk.pregnancy_view import values_of
from desk.worklist import due
from models.call import Call
from models.folic import FolicCourse, FolicHandout, FolicMove, FolicSurvey
from models.notice import Notice, NoticeData
from models.people import Person
from models.pregnancy import Pregnancy
from rules.periods import statistical_year

PREGNANT = {"report", "risk", "referral", "antenatal", "delivery", "postpartum", "notice", "folic"}


def test_notices_are_answered_by_the_card_of_their_pregnancy(books: Session) -> None:
    answered = books.exec(
        select(Notice, Pregnancy).join(Pregnancy, col(Pregnancy.id) == col(Notice.pregnancy_id))
    ).all()
    assert answered
    assert all(card.mother_id == notice.person_id for notice, card in answered)
    assert all(is_of(notice, card) for notice, card in answered)


def test_some_notices_wait_for_a_card(books: Session) -> None:
    waiting = books.exec(
        select(func.count()).where(
            col(Notice.pregnancy_id).is_(None), col(Notice.outcome).is_(None)
        )
    ).one()
    assert 0 < waiting < 20


def test_notices_break_no_rule(books: Session, clerk: Desk) -> None:
    for notice, woman in books.exec(
        select(Notice, Person).join(Person, col(Person.id) == col(Notice.person_id))
    ):
        values = values_of(notice, NoticeData) | {"id_no": woman.id_no}
        assert problems_of(values, clerk.today) == {}


def test_folic_courses_and_follow_ups_break_no_rule(clerk: Desk) -> None:
    views = courses(clerk, everyone=True)
    assert views
    for view in views:
        assert course_problems(view.values, clerk.today) == {}
        for each in view.followups:
            assert followup_problems(view, each.values, clerk.today, each.id) == {}


def test_most_who_take_folic_acid_keep_to_it(clerk: Desk) -> None:
    final = [v.adherence.ok for v in courses(clerk, everyone=True) if v.adherence]
    assert 0.8 < sum(final) / len(final) < 1


def test_no_woman_has_two_courses_going_on(books: Session) -> None:
    open_ones = Counter(
        books.exec(select(FolicCourse.person_id).where(col(FolicCourse.ended_on).is_(None)))
    )
    assert max(open_ones.values()) == 1


def test_every_batch_of_bottles_balances(clerk: Desk, books: Session) -> None:
    found = batches(clerk)
    assert found
    for batch in found:
        assert batch.left >= 0
        assert batch.left == batch.received - batch.handed - batch.scrapped + batch.difference
    handed = books.exec(select(func.sum(FolicHandout.bottles))).one()
    assert sum(batch.handed for batch in found) == handed
    assert {"1", "3"} <= set(books.exec(select(FolicMove.kind)))


def test_nothing_was_handed_out_of_an_expired_batch(clerk: Desk, books: Session) -> None:
    expires = {batch.id: batch.expires_on for batch in batches(clerk)}
    for handout in books.exec(select(FolicHandout)):
        assert handout.given_on <= expires[handout.batch_id]


def test_a_survey_is_made_every_quarter(books: Session) -> None:
    days = [survey.surveyed_on for survey in books.exec(select(FolicSurvey))]
    quarters = {(day.year, (day.month - 1) // 3) for day in days}
    assert {(2026, quarter) for quarter in range(3)} <= quarters


def test_the_years_counts_of_folic_acid_are_plausible(clerk: Desk) -> None:
    counted = folic_counts(clerk, statistical_year(2026))
    assert counted.taking > 50
    assert counted.awareness_rate is not None
    assert 85 < counted.awareness_rate <= 100


def test_the_worklist_of_the_day_is_a_townships(clerk: Desk) -> None:
    items = [item for item in due(clerk, waiting=True) if item.kind in PREGNANT]
    by_kind = Counter(item.kind for item in items)
    late = [item for item in items if item.days_late > 0 and item.kind != "delivery"]
    assert 10 < by_kind["antenatal"] < 35
    assert max(by_kind.values()) < 40
    assert len(by_kind) >= 6
    assert len(late) < 25


def test_calls_are_about_what_is_due(clerk: Desk, books: Session) -> None:
    listed = {
        (item.kind, item.code, item.record_id, item.person_id) for item in due(clerk, waiting=True)
    }
    calls = books.exec(select(Call)).all()
    assert calls
    assert {(c.due_kind, c.due_code, c.record_id, c.person_id) for c in calls} <= listed


@pytest.mark.parametrize("kind", ["risk", "referral", "postpartum"])
def test_the_worklist_has_something_of_each_kind(clerk: Desk, kind: str) -> None:
    assert any(item.kind == kind for item in due(clerk, waiting=True))
