"""The folic-acid programme in figures: who is due what, the awareness survey, the quarter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, func, select

from desk import problems
from desk.context import Desk, load, update
from desk.folic_view import FolicView, not_ended, view_courses
from desk.house_rules import house_rules
from desk.pregnancy import given
from desk.pregnancy_view import RecordView, record_view
from models.base import FieldErrors, checked
from models.folic import (
    FolicCourse,
    FolicFollowup,
    FolicHandout,
    FolicSurvey,
    FolicSurveyData,
)
from models.people import Village
from models.pregnancy import Pregnancy
from rules.errors import RuleError
from rules.fields import field_specs
from rules.folic import last_day_due
from rules.gestation import TERM_DAYS
from rules.indicators import rate
from rules.periods import Period

SURVEY_FIELDS = field_specs(FolicSurveyData)
HIGH_RISK = "2"
MONTHS, TERM = timedelta(days=93), timedelta(days=TERM_DAYS)  # three months, a pregnancy
BOTTLE, FOLLOWUP = "bottle", "followup"
OF_SECOND_TRIMESTER = "2"  # a code of the house rule folic_adherence_of


@dataclass(frozen=True, slots=True)
class FolicDue:
    """What a woman is due: ``what`` is ``BOTTLE`` or ``FOLLOWUP``, since or on ``due_on``."""

    what: str
    due_on: date
    course_id: int
    person_id: int
    name: str
    village: str
    village_id: int | None
    phones: tuple[str, ...]


def folic_due(session: Session, desk: Desk, until: date | None = None) -> tuple[FolicDue, ...]:
    """What is due by a day (today), the longest due first; nobody who died, moved or ended."""
    until = until or desk.today
    open_ones = session.exec(select(FolicCourse).where(*not_ended())).all()
    found = [
        FolicDue(
            what,
            due_on,
            view.id,
            view.person.id,
            view.person.name,
            view.person.village,
            view.person.values["village_id"],
            tuple(view.person.values["phones"]),
        )
        for view in view_courses(session, desk, open_ones)
        for what, due_on in ((BOTTLE, view.bottle_due), (FOLLOWUP, view.followup_due))
        if due_on is not None and due_on <= until
    ]
    return tuple(sorted(found, key=lambda due: (due.due_on, due.course_id, due.what)))


@dataclass(frozen=True, slots=True)
class FolicCounts:
    """A period's counts, as the county asks for them.

    Attributes:
        due: 新增应服用人数, enrolled in the period.
        taking: 新增服用人数, began in the period.
        high_risk: of them the high-risk women.
        second_trimester: women whose third month ended in the period, begun before conceiving.
        adherent: 依从人数, those of them who took it on enough days.
        followups: 随访人次.
        asked, knew: 调查人数, 知晓人数.
        taking_rate, adherence_rate, awareness_rate: percent, None over nobody.
    """

    due: int
    taking: int
    high_risk: int
    second_trimester: int
    adherent: int
    followups: int
    asked: int
    knew: int
    taking_rate: Decimal | None
    adherence_rate: Decimal | None
    awareness_rate: Decimal | None


def folic_counts(desk: Desk, period: Period) -> FolicCounts:
    """The counts of a period, by its days."""
    with desk.reading() as session:
        return counts_in(session, desk, period)


def counts_in(session: Session, desk: Desk, period: Period) -> FolicCounts:
    """The same, in a session."""
    chosen = select(FolicCourse).where(_concerned(period))
    views = view_courses(session, desk, session.exec(chosen).all())
    followups = session.exec(
        select(func.count(col(FolicFollowup.id))).where(
            col(FolicFollowup.followed_on).between(period.start, period.end)
        )
    ).one()
    asked, knew = session.exec(
        select(func.sum(FolicSurvey.asked), func.sum(FolicSurvey.knew)).where(
            col(FolicSurvey.surveyed_on).between(period.start, period.end)
        )
    ).one()
    divided_by = house_rules(session).folic_adherence_of
    due = [view for view in views if view.values["enrolled_on"] in period]
    taking = [view for view in views if view.started_on in period]
    second = [view for view in views if _into_second_trimester(view, period, desk.today)]
    adherent = [view for view in second if view.adherence and view.adherence.ok]
    among = second if divided_by == OF_SECOND_TRIMESTER else taking
    return FolicCounts(
        due=len(due),
        taking=len(taking),
        high_risk=sum(view.values["high_risk"] == HIGH_RISK for view in taking),
        second_trimester=len(second),
        adherent=len(adherent),
        followups=followups,
        asked=asked or 0,
        knew=knew or 0,
        taking_rate=rate(len(taking), len(due)),
        adherence_rate=rate(len(adherent), len(among)),
        awareness_rate=rate(knew or 0, asked or 0),
    )


def record_survey(desk: Desk, values: Mapping[str, Any]) -> RecordView:
    """A survey of a village's women.

    Raises:
        FieldErrors: by field.
    """
    data = checked(FolicSurveyData, values)
    wrong = survey_problems(data.model_dump(), desk.today)
    if not data.asked:
        wrong["asked"] = RuleError("NONE", "数量不能是0")
    if wrong:
        raise FieldErrors(wrong)
    with desk.writing("records.write", "folic_survey.record") as session:
        kept = FolicSurvey(centre=desk.centre, **data.model_dump())
        session.add(kept)
        session.flush()
        return record_view(kept, FolicSurveyData)


def correct_survey(
    desk: Desk, survey_id: int, version: int, values: Mapping[str, Any], reason: str
) -> RecordView:
    """A survey; one recorded by mistake is corrected to 0 women.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: no reason given.
    """
    data = checked(FolicSurveyData, values)
    wrong = survey_problems(data.model_dump(), desk.today)
    if wrong:
        raise FieldErrors(wrong)
    with desk.writing("records.write", "folic_survey.correct", given(reason)) as session:
        kept = load(session, FolicSurvey, survey_id)
        update(kept, data.model_dump(), version)
        session.flush()
        return record_view(kept, FolicSurveyData)


def survey_record(desk: Desk, survey_id: int) -> RecordView:
    """A survey as its form needs it."""
    with desk.reading() as session:
        return record_view(load(session, FolicSurvey, survey_id), FolicSurveyData)


def surveys(desk: Desk, period: Period) -> tuple[tuple[RecordView, str], ...]:
    """The surveys of a period with their villages' names, by day."""
    with desk.reading() as session:
        rows = session.exec(
            select(FolicSurvey, Village.name)
            .join(Village, col(Village.id) == col(FolicSurvey.village_id), isouter=True)
            .where(col(FolicSurvey.surveyed_on).between(period.start, period.end))
            .order_by(col(FolicSurvey.surveyed_on), col(FolicSurvey.id))
        )
        return tuple((record_view(kept, FolicSurveyData), name or "") for kept, name in rows)


def survey_problems(values: Mapping[str, Any], today: date) -> dict[str, RuleError]:
    """What is wrong with a survey, by field."""
    wrong = problems.not_future(values, today, "surveyed_on")
    asked, knew = values.get("asked"), values.get("knew")
    if asked is not None and knew is not None and knew > asked:
        wrong["knew"] = RuleError("MORE", "知晓人数不能多于调查人数 {asked}", asked=asked)
    return wrong


def _concerned(period: Period) -> ColumnElement[bool]:
    """Courses that may count in a period: begun in it, or a third month may end in it."""
    first, last = period.start - MONTHS, period.end
    handed = select(FolicHandout.id).where(
        col(FolicHandout.course_id) == col(FolicCourse.id),
        col(FolicHandout.given_on).between(period.start, period.end),
    )
    pregnant = select(Pregnancy.id).where(
        col(Pregnancy.mother_id) == col(FolicCourse.person_id),
        or_(
            col(Pregnancy.lmp).between(first, last),
            and_(
                col(Pregnancy.lmp).is_(None),
                col(Pregnancy.edd).between(first + TERM, last + TERM),
            ),
        ),
    )
    return or_(
        col(FolicCourse.enrolled_on).between(period.start, period.end),
        col(FolicCourse.started_on).between(period.start, period.end),
        col(FolicCourse.lmp).between(first, last),
        handed.exists(),
        pregnant.exists(),
    )


def _into_second_trimester(view: FolicView, period: Period, today: date) -> bool:
    """Whether she came through her third month in the period, having begun before conceiving."""
    return (
        view.lmp is not None
        and view.until is not None
        and view.until in period
        and view.until < today
        and view.until == last_day_due(view.lmp)  # a loss ends it before
        and view.started_on is not None
        and view.started_on < view.lmp
    )
