"""The folic-acid programme: enrol a woman, hand her bottles, ask whether she takes them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from desk import problems
from desk.context import Desk, load, update
from desk.errors import DeskError
from desk.folic_rules import course_problems, followup_problems, handout_problems
from desk.folic_stock import refuse_expired, refuse_short
from desk.folic_view import FolicView, not_ended, view_course, view_courses
from desk.people import register
from desk.pregnancy import PERSON_FIELDS, confirmed, given
from models.audit import AuditedSession
from models.base import FieldErrors, checked
from models.folic import (
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
from rules.errors import RuleError
from rules.fields import FieldSpec, field_specs

COURSE_FIELDS = field_specs(FolicCourseData)
END_FIELDS = field_specs(FolicEndData)
HANDOUT_FIELDS = field_specs(FolicHandoutData)
FOLLOWUP_FIELDS = field_specs(FolicFollowupData)
# The woman first: an identity number fills in sex and birth date.
WOMAN_FIELDS: dict[str, FieldSpec] = {
    name: PERSON_FIELDS[name]
    for name in ("name", "id_no", "birth_date", "phones", "village_id", "group_no")
}
ENROL_FIELDS = WOMAN_FIELDS | COURSE_FIELDS


def enrol(
    desk: Desk,
    values: Mapping[str, Any],
    *,
    same_as: int | None = None,
    not_same: Collection[int] = (),
    doubts: Sequence[str] = (),
) -> FolicView:
    """A woman on the programme, registered or found.

    Args:
        desk: where.
        values: stored values of ``ENROL_FIELDS``.
        same_as: the person this is, when the clerk found or recognised her.
        not_same: people who look alike and whom the clerk decided are others.
        doubts: fields whose unusual value the clerk confirmed; kept in the audit trail.

    Raises:
        FieldErrors: by field.
        DeskError: her identity number is somebody else's, or she has a course going on.
        LooksAlike: nobody decided yet about somebody who looks like her.
    """
    woman = {name: value for name, value in values.items() if name in PERSON_FIELDS}
    data = checked(
        FolicCourseData, {name: value for name, value in values.items() if name not in woman}
    )
    wrong = course_problems(values, desk.today)
    if wrong:
        raise FieldErrors(wrong)
    with desk.writing("records.write", "folic.enrol", confirmed(doubts)) as session:
        person = register(session, desk, {"sex": "2", **woman}, same_as=same_as, not_same=not_same)
        going_on = _going_on(session, desk, person.id or 0)
        if going_on:
            raise DeskError(
                "OPEN_COURSE",
                "{name} 已在服用登记中({day} 登记),请打开那一次",
                name=person.name,
                day=going_on.values["enrolled_on"].isoformat(),
            )
        course = FolicCourse(centre=desk.centre, person_id=person.id or 0, **data.model_dump())
        session.add(course)
        return view_course(session, desk, course)


def courses(desk: Desk, *, everyone: bool = False) -> tuple[FolicView, ...]:
    """The courses going on, or all of them, the last enrolled first."""
    with desk.reading() as session:
        wanted = select(FolicCourse).order_by(
            col(FolicCourse.enrolled_on).desc(), col(FolicCourse.id).desc()
        )
        if not everyone:
            wanted = wanted.where(*not_ended())
        found = view_courses(session, desk, session.exec(wanted).all())
        return tuple(view for view in found if everyone or not view.over)


def courses_of(desk: Desk, person_id: int) -> tuple[FolicView, ...]:
    """A woman's courses, the newest first.

    Raises:
        DeskError: there is no such person.
    """
    with desk.reading() as session:
        load(session, Person, person_id)
        return _courses_of(session, desk, person_id)


def course(desk: Desk, course_id: int) -> FolicView:
    """A course as it is now."""
    with desk.reading() as session:
        return view_course(session, desk, load(session, FolicCourse, course_id))


def correct_course(
    desk: Desk, course_id: int, version: int, values: Mapping[str, Any], reason: str
) -> FolicView:
    """What was typed on enrolling.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: no reason given.
    """
    data = checked(FolicCourseData, values)
    wrong = course_problems(data.model_dump(), desk.today)
    if wrong:
        raise FieldErrors(wrong)
    with desk.writing("records.write", "folic.correct", given(reason)) as session:
        kept = load(session, FolicCourse, course_id)
        update(kept, data.model_dump(), version)
        view = view_course(session, desk, kept)
        first = min((each.values["given_on"] for each in view.handouts), default=None)
        if first and first < data.enrolled_on:
            raise FieldErrors(
                {
                    "enrolled_on": RuleError(
                        "DATE_ORDER", "晚于第一次领药 {day},请核对", day=first.isoformat()
                    )
                }
            )
        if kept.ended_on and kept.ended_on < data.enrolled_on:
            raise FieldErrors(
                {
                    "enrolled_on": RuleError(
                        "DATE_ORDER", "晚于结束日期 {day},请核对", day=kept.ended_on.isoformat()
                    )
                }
            )
        for followup in view.followups:
            _refuse_followup(view, followup.values, followup.id, "started_on")
        return view


def end_course(desk: Desk, course_id: int, values: Mapping[str, Any]) -> FolicView:
    """She takes no more.

    Raises:
        FieldErrors: by field.
        DeskError: it has ended already.
    """
    data = checked(FolicEndData, values)
    with desk.writing("records.write", "folic.end") as session:
        kept = load(session, FolicCourse, course_id)
        if kept.ended_on:
            raise DeskError("ENDED", "这一次已经结束,请打开更正")
        return _ended(session, desk, kept, data, kept.version)


def correct_end(
    desk: Desk, course_id: int, version: int, values: Mapping[str, Any], reason: str
) -> FolicView:
    """How a course ended.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: no reason given.
    """
    data = checked(FolicEndData, values)
    with desk.writing("records.write", "folic.correct", given(reason)) as session:
        return _ended(session, desk, load(session, FolicCourse, course_id), data, version)


def hand_out(
    desk: Desk, course_id: int, values: Mapping[str, Any], doubts: Sequence[str] = ()
) -> FolicView:
    """Bottles of a batch for a woman; they leave the stock by it.

    Args:
        desk: where.
        course_id: on which course.
        values: stored values of ``HANDOUT_FIELDS``.
        doubts: fields whose unusual value the clerk confirmed; kept in the audit trail.

    Raises:
        FieldErrors: by field, also when the batch is expired or has not as many.
    """
    data = checked(FolicHandoutData, values)
    if not data.bottles:
        raise FieldErrors({"bottles": RuleError("NONE", "数量不能是0")})
    with desk.writing("records.write", "folic_handout.record", confirmed(doubts)) as session:
        kept_course = load(session, FolicCourse, course_id)
        _refuse_handout(session, desk, kept_course, data)
        session.add(FolicHandout(centre=desk.centre, course_id=course_id, **data.model_dump()))
        refuse_short(session, data.batch_id, "bottles")
        return view_course(session, desk, kept_course)


def correct_handout(
    desk: Desk, handout_id: int, version: int, values: Mapping[str, Any], reason: str
) -> FolicView:
    """Bottles handed out; one recorded by mistake is corrected to 0 bottles.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: no reason given.
    """
    data = checked(FolicHandoutData, values)
    with desk.writing("records.write", "folic_handout.correct", given(reason)) as session:
        kept = load(session, FolicHandout, handout_id)
        kept_course = load(session, FolicCourse, kept.course_id)
        _refuse_handout(session, desk, kept_course, data, handout_id)
        was = kept.batch_id
        update(kept, data.model_dump(), version)
        for batch_id in {was, data.batch_id}:
            refuse_short(session, batch_id, "bottles")
        return view_course(session, desk, kept_course)


def follow_up(
    desk: Desk, course_id: int, values: Mapping[str, Any], doubts: Sequence[str] = ()
) -> FolicView:
    """Asked whether she takes it.

    Args:
        desk: where.
        course_id: on which course.
        values: stored values of ``FOLLOWUP_FIELDS``.
        doubts: fields whose unusual value the clerk confirmed; kept in the audit trail.

    Raises:
        FieldErrors: by field.
    """
    data = checked(FolicFollowupData, values)
    with desk.writing("records.write", "folic_followup.record", confirmed(doubts)) as session:
        kept_course = load(session, FolicCourse, course_id)
        view = view_course(session, desk, kept_course)
        _refuse_followup(view, data.model_dump(), None, "followed_on", desk.today)
        session.add(FolicFollowup(centre=desk.centre, course_id=course_id, **data.model_dump()))
        return view_course(session, desk, kept_course)


def correct_followup(
    desk: Desk, followup_id: int, version: int, values: Mapping[str, Any], reason: str
) -> FolicView:
    """A follow-up.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: no reason given.
    """
    data = checked(FolicFollowupData, values)
    with desk.writing("records.write", "folic_followup.correct", given(reason)) as session:
        kept = load(session, FolicFollowup, followup_id)
        kept_course = load(session, FolicCourse, kept.course_id)
        view = view_course(session, desk, kept_course)
        _refuse_followup(view, data.model_dump(), followup_id, "followed_on", desk.today)
        update(kept, data.model_dump(), version)
        return view_course(session, desk, kept_course)


def _refuse_followup(
    view: FolicView,
    values: Mapping[str, Any],
    own_id: int | None,
    field: str,
    today: date | None = None,
) -> None:
    wrong = followup_problems(view, values, today or date.max, own_id)
    if wrong:
        raise FieldErrors(
            wrong if field in FOLLOWUP_FIELDS else {field: next(iter(wrong.values()))}
        )


def _refuse_handout(
    session: Session,
    desk: Desk,
    kept_course: FolicCourse,
    data: FolicHandoutData,
    own_id: int | None = None,
) -> None:
    """Refuse what the course or the batch does not allow; ``own_id`` is being corrected.

    Raises:
        FieldErrors: by field.
    """
    batch = load(session, FolicBatch, data.batch_id)
    view = view_course(session, desk, kept_course)
    wrong = handout_problems(view, data.model_dump(), desk.today, own_id)
    if wrong:
        raise FieldErrors(wrong)
    if data.bottles:
        refuse_expired(batch, data.given_on)


def _ended(
    session: AuditedSession, desk: Desk, kept: FolicCourse, data: FolicEndData, version: int
) -> FolicView:
    wrong = problems.not_future(data.model_dump(), desk.today, "ended_on")
    view = view_course(session, desk, kept)
    last = max((each.values["given_on"] for each in view.handouts), default=kept.enrolled_on)
    if data.ended_on < last:
        wrong["ended_on"] = RuleError(
            "DATE_ORDER", "早于最后一次领药 {day},请核对", day=last.isoformat()
        )
    if wrong:
        raise FieldErrors(wrong)
    update(kept, data.model_dump(), version)
    return view_course(session, desk, kept)


def _going_on(session: Session, desk: Desk, person_id: int) -> FolicView | None:
    return next((v for v in _courses_of(session, desk, person_id) if not v.over), None)


def _courses_of(session: Session, desk: Desk, person_id: int) -> tuple[FolicView, ...]:
    found = session.exec(
        select(FolicCourse)
        .where(FolicCourse.person_id == person_id)
        .order_by(col(FolicCourse.enrolled_on).desc(), col(FolicCourse.id).desc())
    ).all()
    return view_courses(session, desk, found)
