"""A family's application for a certificate: taken, corrected, passed on, withdrawn.

What is known from the delivery and the parents' records is filled in; nothing is typed twice. A
birth outside an institution is a case of its own, which a reviewer decides (首次签发登记表,机构外).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import col

from desk.application_known import (
    COLLECTS,
    PAPER,
    collects,
    derived,
    kind_of_birth,
    of_child,
    own_house,
    place_of,
)
from desk.application_rules import (
    refuse_early,
    refuse_elsewhere,
    refuse_ended,
    refuse_on_books,
    refuse_same_child,
    refuse_second,
    refuse_wrong,
)
from desk.application_view import CORRECTED, ApplicationView, step_of, view_of, views
from desk.context import Desk, load, update
from desk.errors import DeskError
from desk.pregnancy import confirmed, given
from desk.problems import Values
from models.audit import AuditedSession
from models.base import FieldErrors, checked
from models.certificate import FIRST, FIRSTS, Application, ApplicationData
from models.child import Child
from rules.errors import RuleError
from rules.text import clean


def draft(desk: Desk, child_id: int | None, kind: str = "") -> dict[str, Any]:
    """What is known of ``APPLICATION_FIELDS`` before anything is typed.

    Args:
        desk: the issuer's.
        child_id: whose; None for a family that is not on the books.
        kind: of the application, where no record says how the birth was.

    Raises:
        DeskError: the child has a certificate, or an application of its own is open, or it was
            born in another institution.
    """
    with desk.reading("certificates.write") as session:
        known: dict[str, Any] = {"applied_on": desk.today, "relation": "1"}
        if child_id is None:
            known["kind"] = kind or FIRST
            return known | derived(known)
        child = load(session, Child, child_id)
        refuse_second(session, child)
        refuse_elsewhere(session, desk, child)
        known["kind"] = kind_of_birth(session, child) or kind or FIRST
        known |= of_child(session, child, known["kind"])
        if known["institution"] is None and own_house(session, child):
            known["institution"] = desk.centre_name
        known["born_at"] = place_of(session, known["institution"])
        known |= derived(known)
        known["receiver"] = known["mother_name"]
        return known | {name: value for name, value in collects(known).items() if value}


def birth_recorded(desk: Desk, child_id: int) -> bool:
    """Whether the records say if a child was born in an institution: then nobody chooses."""
    with desk.reading("certificates.write") as session:
        return kind_of_birth(session, load(session, Child, child_id)) is not None


def take(
    desk: Desk, child_id: int | None, values: Mapping[str, Any], doubts: Sequence[str] = ()
) -> ApplicationView:
    """An application for a first certificate, its papers looked at.

    Args:
        desk: the issuer's.
        child_id: whose; None for a family that is not on the books.
        values: stored values of ``APPLICATION_FIELDS``.
        doubts: fields whose unusual value was confirmed.

    Raises:
        FieldErrors: by field.
        DeskError: it is no first issue, the child has a certificate or an open application, or it
            is on the books and the application says it is not.
    """
    data = checked(ApplicationData, _filled(values))
    if data.kind not in FIRSTS:
        raise DeskError("KIND", "这里只办首次签发")
    with desk.writing("certificates.write", "application.take", confirmed(doubts)) as session:
        refuse_wrong(session, desk, data, child_id, desk.today)
        if child_id is not None:
            child = load(session, Child, child_id)
            refuse_second(session, child)
            refuse_elsewhere(session, desk, child)
        refuse_same_child(session, data, child_id)
        if child_id is None:
            refuse_on_books(session, data)
        return view_of(session, keep(session, desk, child_id, data))


def keep(
    session: AuditedSession, desk: Desk, child_id: int | None, data: ApplicationData
) -> Application:
    """A checked application of any kind, written down."""
    record = Application(
        centre=desk.centre,
        child_id=child_id,
        user=desk.user,
        handler=desk.user_name,
        taken_delegation_id=desk.letter_for("certificates.write"),
        **data.model_dump(),
    )
    session.add(record)
    session.flush()
    return record


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """With what follows: a parent who collects gives the paper once, at either place."""
    whole = dict(values)
    parent = COLLECTS.get(whole.get("relation") or "")
    if parent and _brings(whole, parent) and not _numbered(whole, parent):
        whole |= {f"{parent}_{name}": whole.get(f"receiver_{name}") for name in PAPER}
    whole |= {name: value for name, value in derived(whole).items() if not whole.get(name)}
    if parent and not _numbered(whole, "receiver"):
        whole |= collects(whole)
    return whole


def _brings(values: Values, parent: str) -> bool:
    """Whether the collector is this parent, with no other kind of paper than the parent's."""
    name, kind = values.get(f"{parent}_name"), values.get(f"{parent}_id_kind")
    same = name and values.get("receiver") in {None, "", name}
    return bool(same and kind in {None, "", values.get("receiver_id_kind")})


def _numbered(values: Values, whose: str) -> bool:
    return bool(values.get(f"{whose}_id_no") or values.get(f"{whose}_other_no"))


def application(desk: Desk, application_id: int) -> ApplicationView:
    """An application as it is now.

    Raises:
        DeskError: there is none.
    """
    with desk.reading("certificates.read") as session:
        return view_of(session, load(session, Application, application_id))


def applications(desk: Desk) -> tuple[ApplicationView, ...]:
    """Those that are open, the oldest first."""
    with desk.reading("certificates.read") as session:
        return views(session, col(Application.ended_on).is_(None))


def correct(
    desk: Desk, application_id: int, version: int, values: Mapping[str, Any], reason: str = ""
) -> ApplicationView:
    """The application's form over the version it was read from, as long as nothing is printed.

    What a reviewer agreed to is not what is kept now: it is decided again.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: it is printed or ended, reviewed and no reason is given, or by now the same
            child's as another.
    """
    data = checked(ApplicationData, _filled(values))
    with desk.writing("certificates.write", CORRECTED, clean(reason)) as session:
        record = load(session, Application, application_id)
        refuse_ended(record)
        if data.kind in FIRSTS:
            refuse_wrong(session, desk, data, record.child_id, record.applied_on)
            refuse_same_child(session, data, record.child_id, record.id)
        if step_of(session, record) == "confirm":
            raise DeskError("PRINTED", "已经打印,要改请先把这一号作废")
        if data.kind != record.kind:
            raise FieldErrors({"kind": RuleError("KIND", "签发类别不能改,请撤回后重新申请")})
        if record.decision is not None:
            given(reason)
            if view_of(session, record).number:
                raise DeskError("HOLDS_NUMBER", "它还占着一个编号,请先退号再改")
            record.decision = record.decided_on = record.opinion = None
            record.reviewer = record.reviewer_user = record.delegation_id = None
        update(record, data.model_dump(), version)
        return view_of(session, record)


def withdraw(desk: Desk, application_id: int, words: str) -> ApplicationView:
    """The family or the desk gives it up; a reserved number goes back first.

    Raises:
        DeskError: ended already, a number is held, today is before it, or no reason given.
    """
    with desk.writing("certificates.write", "application.withdraw", given(words)) as session:
        record = load(session, Application, application_id)
        refuse_ended(record)
        if view_of(session, record).number:
            raise DeskError("HOLDS_NUMBER", "它还占着一个编号,请先退号或作废")
        refuse_early(desk, record)
        record.ended_why = clean(words)
        _end(record, desk, desk.today)
        return view_of(session, record)


def pass_on(desk: Desk, application_id: int, to: str, on: date | None = None) -> ApplicationView:
    """What is reviewed here and issued by another body goes to that body.

    Raises:
        DeskError: this is not its next step, today is before it, or no body is named.
        FieldErrors: at ``moved_on``: ``on`` is before it.
    """
    with desk.writing("certificates.write", "application.pass_on") as session:
        record = load(session, Application, application_id)
        refuse_ended(record)
        if step_of(session, record) != "pass":
            raise DeskError("NOT_REVIEWED", "审核同意后才能移交")
        refuse_early(desk, record, on)
        if not clean(to):
            raise DeskError("REQUIRED", "请写明移交给哪个签发机构")
        record.passed_to = clean(to)
        _end(record, desk, on or desk.today)
        return view_of(session, record)


def _end(record: Application, desk: Desk, on: date) -> None:
    """It ends without a certificate, by this hand."""
    record.ended_on, record.ended_by = on, desk.user_name
    record.ended_delegation_id = desk.letter_for("certificates.write")
