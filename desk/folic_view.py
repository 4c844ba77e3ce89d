"""A folic-acid course as it is known: what was typed, and what follows from it and from her card.

Which pregnancy a course belongs to is found by the days, never stored, so that neither the order
of entry nor a corrected last period can leave it wrong.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, not_
from sqlmodel import Session, col, select

from desk.context import Desk
from desk.house_rules import house_rules
from desk.people import PersonView, view_person
from desk.pregnancy_view import RecordView, record_view, values_of
from models.folic import (
    EARLY,
    PREPARING,
    FolicBatch,
    FolicCourse,
    FolicCourseData,
    FolicEndData,
    FolicFollowup,
    FolicFollowupData,
    FolicHandout,
    FolicHandoutData,
)
from models.people import Person
from models.pregnancy import Pregnancy
from rules.bands import trimester
from rules.folic import ONE_DAY, adherent, days_due, last_day_due, supplied_until
from rules.gestation import TERM_DAYS

ONGOING = "ongoing"
TRIMESTERS = (EARLY, "3", "4")  # after the codes of ``FolicCourseData.state``
DELIVERED, ENDED = "5", "6"
SQL_CHUNK = 500  # values in one IN


@dataclass(frozen=True, slots=True)
class HandoutView(RecordView):
    """Bottles handed out, with the number of their batch."""

    batch: str


@dataclass(frozen=True, slots=True)
class Adherence:
    """Days taken of the days due; ``final`` once the last day due has passed."""

    taken: int
    due: int
    ok: bool
    final: bool


@dataclass(frozen=True, slots=True)
class FolicView:
    """A course whole.

    Attributes:
        id, version, person: whose course it is.
        values: the fields of the course and of its end.
        stage: planning, a trimester, or over, as her card says; without one as typed.
        pregnancy_id, card_no: her card of this pregnancy, where she has one.
        lmp: of that card, else as typed.
        started_on: as typed, else the first day bottles were handed out.
        until: the last day it is due, once a pregnancy is known.
        handouts, followups: by day.
        bottles: handed out in all.
        supplied_until: the day of the last tablet.
        adherence: None before the first follow-up.
        over: nothing more is due of it.
        bottle_due, followup_due: when she needs the next, None where she needs none.
    """

    id: int
    version: int
    person: PersonView
    values: dict[str, Any]
    stage: str
    pregnancy_id: int | None
    card_no: str
    lmp: date | None
    started_on: date | None
    until: date | None
    handouts: tuple[HandoutView, ...]
    followups: tuple[RecordView, ...]
    bottles: int
    supplied_until: date | None
    adherence: Adherence | None
    over: bool
    bottle_due: date | None
    followup_due: date | None

    def due_on(self, day: date) -> int:
        """How many days it was due on until a day."""
        end = day if self.until is None else min(day, self.until)
        return 0 if self.started_on is None else days_due(self.started_on, end)


@dataclass(frozen=True, slots=True)
class _Rules:
    """What of the house rules counts here."""

    today: date
    percent: int
    tablets: int
    most: int
    followup: timedelta


def view_courses(
    session: Session, desk: Desk, courses: Sequence[FolicCourse]
) -> tuple[FolicView, ...]:
    """Courses with all that hangs on them, in the order given; a few queries however many."""
    ids = [course.id or 0 for course in courses]
    people = sorted({course.person_id for course in courses})
    handouts, followups = defaultdict(list), defaultdict(list)
    for some in _chunks(ids):
        of_these = (
            select(FolicHandout, FolicBatch.number)
            .join(FolicBatch, col(FolicBatch.id) == col(FolicHandout.batch_id))
            .where(col(FolicHandout.course_id).in_(some))
            .order_by(col(FolicHandout.given_on), col(FolicHandout.id))
        )
        for handout, number in session.exec(of_these):
            values = values_of(handout, FolicHandoutData)
            view = HandoutView(handout.id or 0, handout.version, values, number)
            handouts[handout.course_id].append(view)
        asked = (
            select(FolicFollowup)
            .where(col(FolicFollowup.course_id).in_(some))
            .order_by(col(FolicFollowup.followed_on))
        )
        for followup in session.exec(asked):
            followups[followup.course_id].append(record_view(followup, FolicFollowupData))
    women: dict[int, Person] = {}
    cards: dict[int, list[Pregnancy]] = defaultdict(list)
    theirs: dict[int, list[FolicCourse]] = defaultdict(list)
    for some in _chunks(people):
        for person in session.exec(select(Person).where(col(Person.id).in_(some))):
            women[person.id or 0] = person
        for card in session.exec(select(Pregnancy).where(col(Pregnancy.mother_id).in_(some))):
            cards[card.mother_id].append(card)
        for course in session.exec(select(FolicCourse).where(col(FolicCourse.person_id).in_(some))):
            theirs[course.person_id].append(course)
    house = house_rules(session)
    rules = _Rules(
        desk.today,
        house.folic_adherence_percent,
        house.bottle_tablets,
        house.folic_bottles,
        timedelta(days=house.folic_followup_days),
    )
    return tuple(
        _view(
            course,
            view_person(session, women[course.person_id]),
            _card_of(course, cards[course.person_id], theirs[course.person_id]),
            tuple(handouts[course.id or 0]),
            tuple(followups[course.id or 0]),
            rules,
        )
        for course in courses
    )


def not_ended() -> tuple[ColumnElement[bool], ...]:
    """Courses that may still be going on, for a query: most of the past stay out of it.

    One is over that was ended, or whose woman has since conceived and is no longer pregnant; the
    view says of the rest whether they are.
    """
    conceived_since = (
        select(Pregnancy.id)
        .where(
            col(Pregnancy.mother_id) == col(FolicCourse.person_id),
            col(Pregnancy.lmp) >= col(FolicCourse.enrolled_on),
            col(Pregnancy.state) != ONGOING,
        )
        .exists()
    )
    return col(FolicCourse.ended_on).is_(None), not_(conceived_since)


def view_course(session: Session, desk: Desk, course: FolicCourse) -> FolicView:
    """One course."""
    session.flush()
    return view_courses(session, desk, [course])[0]


def lmp_of(card: Pregnancy) -> date | None:
    """The last period of a card; where it is not known, as the due date says."""
    if card.lmp is not None or card.edd is None:
        return card.lmp
    return card.edd - timedelta(days=TERM_DAYS)


def _card_of(
    course: FolicCourse, cards: Iterable[Pregnancy], courses: Iterable[FolicCourse]
) -> Pregnancy | None:
    """The first pregnancy the course reached and no later course did.

    It reaches one when she enrolled by the end of its third month and had not ended before it.
    """
    found: list[tuple[date, int, Pregnancy]] = []
    for card in cards:
        lmp = lmp_of(card)
        if lmp is None:
            continue
        reaching = [
            (each.enrolled_on, each.id or 0)
            for each in courses
            if each.enrolled_on <= last_day_due(lmp)
            and (each.ended_on is None or each.ended_on >= lmp)
        ]
        if reaching and max(reaching)[1] == course.id:
            found.append((lmp, card.id or 0, card))
    return min(found)[2] if found else None


def _view(  # noqa: PLR0913, PLR0917  what a course is made of
    course: FolicCourse,
    person: PersonView,
    card: Pregnancy | None,
    handouts: tuple[HandoutView, ...],
    followups: tuple[RecordView, ...],
    rules: _Rules,
) -> FolicView:
    handed = [(each.values["given_on"], each.values["bottles"]) for each in handouts]
    first = min((day for day, bottles in handed if bottles), default=None)
    started = course.started_on or first
    lmp = lmp_of(card) if card else course.lmp
    until = last_day_due(lmp) if lmp else None
    if until and card and card.state == "ended" and card.ended_on:
        until = min(until, card.ended_on)
    last = followups[-1].values if followups else None
    finished = until is not None and last is not None and last["followed_on"] >= until
    over = (
        course.ended_on is not None
        or (card is not None and card.state != ONGOING)
        or (finished and until is not None and until < rules.today)
        or person.values["died_on"] is not None
        or person.values["moved_out_on"] is not None
    )
    bottles = sum(number for _, number in handed)
    supplied = supplied_until(handed, rules.tablets)
    return FolicView(
        id=course.id or 0,
        version=course.version,
        person=person,
        values=values_of(course, FolicCourseData) | values_of(course, FolicEndData),
        stage=_stage(course, card, lmp, rules.today),
        pregnancy_id=card.id if card else None,
        card_no=(card.card_no or "") if card else "",
        lmp=lmp,
        started_on=started,
        until=until,
        handouts=handouts,
        followups=followups,
        bottles=bottles,
        supplied_until=supplied,
        adherence=_adherence(started, until, last, rules),
        over=over,
        bottle_due=None if over else _bottle_due(course, supplied, until, bottles, rules),
        followup_due=None if over else _followup_due(started, until, last, rules),
    )


def _stage(course: FolicCourse, card: Pregnancy | None, lmp: date | None, today: date) -> str:
    """Where she is today: a woman enrolled early in pregnancy does not stay there."""
    if card is not None and card.state != ONGOING:
        return ENDED if card.state == "ended" else DELIVERED
    if lmp is None or (card is None and course.state == PREPARING):
        return course.state
    return TRIMESTERS[trimester((today - lmp).days) - 1]


def _adherence(
    started: date | None, until: date | None, last: dict[str, Any] | None, rules: _Rules
) -> Adherence | None:
    """By the days told at the last follow-up, of those due until then, at the end of all."""
    if started is None or last is None:
        return None
    final = until is not None and until < rules.today
    end = until if final or (until and until < last["followed_on"]) else last["followed_on"]
    due = days_due(started, end or last["followed_on"])
    return Adherence(
        last["days_taken"], due, adherent(last["days_taken"], due, rules.percent), final
    )


def _bottle_due(
    course: FolicCourse, supplied: date | None, until: date | None, bottles: int, rules: _Rules
) -> date | None:
    """The first day without a tablet; none once she has all the bottles or the time is over."""
    day = course.enrolled_on if supplied is None else supplied + ONE_DAY
    past = until is not None and (until < day or until < rules.today)
    return None if past or bottles >= rules.most else day


def _followup_due(
    started: date | None, until: date | None, last: dict[str, Any] | None, rules: _Rules
) -> date | None:
    """After the usual interval, and at the latest on the last day due."""
    if started is None:
        return None
    day: date = (last["followed_on"] if last else started) + rules.followup
    return day if until is None else min(day, max(until, started))


def _chunks(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + SQL_CHUNK] for start in range(0, len(ids), SQL_CHUNK))
