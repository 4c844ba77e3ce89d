"""The way of an application to an issued certificate, step by step, each a dated fact.

reserve -> printed (by the province's system) -> confirm. Stopped after any of them, the number's
state says what happened, and the application is found again with its next step.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from desk.application_rules import refuse_certified, refuse_early, refuse_ended, refuse_other_kind
from desk.application_view import STEPS, ApplicationView, step_of, view_of
from desk.child_certificate import refuse_held
from desk.context import Desk, load
from desk.errors import DeskError
from desk.find_keys import refresh_keys
from desk.numbers import Why, blank_of, following, move
from desk.people import numbers_of
from desk.replacing import after_issue
from desk.voiding import let_go, void_one
from models.audit import AuditedSession
from models.base import FieldErrors
from models.blanks import Blank
from models.certificate import FIRSTS, Application, FaceData, Issue, IssueData
from models.child import Child
from models.people import Person
from rules.certificate_states import check_act
from rules.errors import RuleError
from rules.fields import field_specs
from rules.text import clean

ISSUE_FIELDS = field_specs(IssueData)


@dataclass(frozen=True, slots=True)
class IssueView:
    """A certificate issued."""

    id: int
    number: str
    child_id: int | None
    application: ApplicationView


def next_number(desk: Desk) -> str | None:
    """The number the next application gets: drawn ones first, else from stock; None for none."""
    with desk.reading("stock.read") as session:
        blank = _next(session)
        return blank.number if blank else None


def reserve(
    desk: Desk,
    application_id: int,
    number: str | None = None,
    skip_reason: str = "",
    *,
    on: date | None = None,
) -> ApplicationView:
    """The next number in order is this application's; drawn for it where nothing is drawn.

    Args:
        desk: the issuer's.
        application_id: whose.
        number: another than the next one.
        skip_reason: why another.
        on: the day, today by default.

    Raises:
        FieldErrors: at ``number``: unknown, gone, or out of order without a reason; at
            ``moved_on``: before the application or its review, or a day that cannot be.
        DeskError: it is not the step to do, today is before it, the birth was of the other kind
            after all, or there is no blank left.
    """
    with desk.writing("certificates.write", "certificate.reserve", clean(skip_reason)) as session:
        record = _at(session, application_id, "reserve")
        refuse_other_kind(session, record)
        refuse_early(desk, record, on)
        blank = _chosen(session, number, skip_reason) if number else _next(session)
        if blank is None:
            raise DeskError("NO_STOCK", "没有空白证,请先入库")
        refuse_held(session, blank.number, record.child_id)
        let_go(session, blank)  # it may have left an application some other way
        why = Why(words=skip_reason, application_id=record.id)
        if blank.state == "in_stock":
            move(session, desk, blank, "draw", on, why)
        move(session, desk, blank, "reserve", on, why)
        record.blank_id = blank.id
        return view_of(session, record)


def printed(desk: Desk, application_id: int, *, on: date | None = None) -> ApplicationView:
    """The province's system printed it on the number reserved.

    Raises:
        DeskError: it is not the step to do.
    """
    with desk.writing("certificates.write", "certificate.print") as session:
        record = _at(session, application_id, "print")
        move(session, desk, _held(session, record), "print", on, Why(application_id=record.id))
        return view_of(session, record)


def confirm(desk: Desk, application_id: int, on: date | None = None) -> IssueView:
    """The print is right: it is issued, and the child has its name and number.

    Raises:
        DeskError: it is not the step to do, the birth was of the other kind after all, or the
            child got a certificate meanwhile.
        FieldErrors: at ``moved_on``: a day that cannot be.
    """
    on = on or desk.today
    with desk.writing("certificates.write", "certificate.issue") as session:
        record = _at(session, application_id, "confirm")
        refuse_other_kind(session, record)
        blank = _held(session, record)
        refuse_held(session, blank.number, record.child_id)
        child = load(session, Child, record.child_id) if record.child_id else None
        if child and record.kind in FIRSTS:
            refuse_certified(session, child)
        move(session, desk, blank, "issue", on, Why(application_id=record.id))
        issue = _issue(desk, record, blank, on)
        session.add(issue)
        record.ended_on = on
        session.flush()
        if child and record.kind in FIRSTS:
            _name(session, child, issue)
        after_issue(session, desk, record, issue)
        return IssueView(issue.id or 0, issue.number, record.child_id, view_of(session, record))


def misprint(desk: Desk, application_id: int, cause: str, words: str = "") -> ApplicationView:
    """The number held is void, with why and by whom; the application waits for the next one.

    Raises:
        DeskError: none is held, no such cause, or another cause without words.
    """
    with desk.writing("certificates.write", "certificate.void", clean(words)) as session:
        record = _at(session, application_id, "print", "confirm")
        void_one(session, desk, _held(session, record), cause, words)
        return view_of(session, record)


def release(desk: Desk, application_id: int, words: str) -> ApplicationView:
    """The number reserved goes back to the desk, not printed on.

    Raises:
        DeskError: none is held, it is printed, or no reason given.
    """
    with desk.writing("certificates.write", "certificate.release", clean(words)) as session:
        record = _at(session, application_id, "print")
        why = Why(words=words, application_id=record.id)
        move(session, desk, _held(session, record), "release", None, why)
        record.blank_id = None
        return view_of(session, record)


def _at(session: Session, application_id: int, *steps: str) -> Application:
    """The application, if one of these steps is what it is at."""
    record = load(session, Application, application_id)
    step = step_of(session, record)
    if step in steps:
        return record
    refuse_ended(record)
    if step == "review":
        raise DeskError("NOT_REVIEWED", "还没有审核同意,不能占号")
    raise DeskError("OTHER_STEP", "这份申请已经到了「{step}」,请刷新", step=STEPS[step])


def _held(session: Session, record: Application) -> Blank:
    return load(session, Blank, record.blank_id or 0)


def _next(session: Session) -> Blank | None:
    return following(session) or following(session, "in_stock")


def _chosen(session: Session, number: str, skip_reason: str) -> Blank:
    try:
        blank = blank_of(session, number)
    except DeskError as error:
        raise FieldErrors({"number": error}) from error
    if blank.state != "in_stock":
        check_act(number, blank.state, "reserve")
    first = _next(session)
    if first is not None and first.number != number and not clean(skip_reason):
        raise FieldErrors(
            {
                "number": RuleError(
                    "OUT_OF_ORDER", "应按顺序用 {following};跳号请写明原因", following=first.number
                )
            }
        )
    return blank


def _issue(desk: Desk, record: Application, blank: Blank, on: date) -> Issue:
    face: dict[str, Any] = {name: getattr(record, name) for name in FaceData.model_fields}
    return Issue(
        centre=desk.centre,
        number=blank.number,
        kind=record.kind,
        issued_on=on,
        issuer=desk.user_name,
        reviewer=record.reviewer,
        blank_id=blank.id or 0,
        child_id=record.child_id,
        application_id=record.id,
        issuer_user=desk.user,
        reviewer_user=record.reviewer_user,
        delegation_id=desk.letter_for("certificates.write"),
        **face,
    )


def _name(session: AuditedSession, child: Child, issue: Issue) -> None:
    """The child takes the name and the number of its certificate."""
    child.cert_no = issue.number
    person = load(session, Person, child.person_id)
    person.name = issue.child_name
    session.flush()
    refresh_keys(session, person, numbers_of(session, child.person_id))
