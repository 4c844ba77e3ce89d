"""An exchange and a reissue taken: the old certificate says all that is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from desk.application import application, keep
from desk.application import correct as correct_application
from desk.application_known import collects, derived, of_child
from desk.application_rules import check as check_form
from desk.application_rules import refuse_open
from desk.application_view import ApplicationView, view_of
from desk.context import Desk, load
from desk.errors import DeskError
from desk.house_rules import house_rules
from desk.pregnancy import confirmed
from desk.problems import Problems
from desk.replacing_rules import asked_about, check, content_of, old_issue
from models.base import FieldErrors, checked
from models.certificate import (
    EXCHANGE,
    FIRST,
    FIRSTS,
    OUTSIDE_EXCHANGE,
    OUTSIDE_REISSUE,
    REISSUE,
    Application,
    ApplicationData,
    Issue,
)
from models.child import Child
from rules.certificate_face import NOTHING

MOTHER = "1"  # who collects
_OUTSIDE_TOO = {EXCHANGE: OUTSIDE_EXCHANGE, REISSUE: OUTSIDE_REISSUE}
_INSIDE = frozenset({FIRST, *_OUTSIDE_TOO})


@dataclass(frozen=True, slots=True)
class Replacing:
    """What an exchange or a reissue begins with.

    ``old`` is what the old certificate says, by field; empty where it is not on the books.
    """

    child_id: int | None
    values: dict[str, Any]
    old: dict[str, Any]


def begin(desk: Desk, kind: str, *, child_id: int | None = None, number: str = "") -> Replacing:
    """What the old certificate says, and who may collect the new one.

    Args:
        desk: the issuer's.
        kind: 2 or 3; 5 or 6 follow from the old certificate.
        child_id: whose, from the child's page.
        number: the old number, from its own page.

    Raises:
        DeskError: neither a child nor a certificate of ours, or an application is open.
    """
    with desk.reading("certificates.write") as session:
        child = load(session, Child, child_id) if child_id is not None else None
        old = old_issue(session, number or (child.cert_no if child else None))
        if child is None and old is not None and old.child_id is not None:
            child = load(session, Child, old.child_id)
        if child is None and old is None:
            raise DeskError("NO_ISSUE", "{number} 没有签发记录;请先找到孩子再办", number=number)
        if child is not None:
            refuse_open(session, child)
        known = _known(session, child, old)
        outside = old.kind not in _INSIDE if old else known.get("institution") == NOTHING
        values = known | {
            "kind": _OUTSIDE_TOO[kind] if outside else kind,
            "applied_on": desk.today,
            "old_number": number or (old.number if old else child.cert_no if child else None),
            "receiver": known.get("mother_name"),
            "relation": MOTHER,
        }
        values |= collects(values)
        return Replacing(child.id if child else None, values, content_of(old))


def _known(session: Session, child: Child | None, old: Issue | None) -> dict[str, Any]:
    """The old certificate before the child's records: they may have changed since."""
    records = of_child(session, child, EXCHANGE) if child is not None else {}
    if old is None:
        return records | derived(records)
    phone = old.receiver_phone or records.get("receiver_phone")
    return content_of(old) | {"receiver_phone": phone}


def problems(
    desk: Desk, values: Mapping[str, Any], child_id: int | None, application_id: int | None = None
) -> tuple[Problems, Problems]:
    """What is wrong and what is asked about, by field; a form asks it before saving."""
    with desk.reading("certificates.write") as session:
        wrong = _wrong(session, desk, values, child_id, application_id)
        return wrong, asked_about(session, values)


def begun(desk: Desk, application_id: int) -> tuple[ApplicationView, dict[str, Any]]:
    """An application, and what the old certificate says as ``Replacing.old`` has it."""
    view = application(desk, application_id)
    with desk.reading("certificates.read") as session:
        return view, content_of(old_issue(session, view.values["old_number"]))


def _wrong(
    session: Session,
    desk: Desk,
    values: Mapping[str, Any],
    child_id: int | None,
    application_id: int | None = None,
) -> Problems:
    wrong = check_form(values, desk.today, house_rules(session).certificate_papers)
    return wrong | check(session, desk, values, application_id, child_id)


def take(
    desk: Desk, child_id: int | None, values: Mapping[str, Any], doubts: Sequence[str] = ()
) -> ApplicationView:
    """An application for an exchange or a reissue, written down; the reviewer is next.

    Args:
        desk: the issuer's.
        child_id: whose; None where only the certificate is on the books.
        values: stored values of ``ApplicationData``.
        doubts: fields whose unusual value was confirmed.

    Raises:
        FieldErrors: by field.
        DeskError: it is a first issue, or an application is open.
    """
    data = checked(ApplicationData, values)
    if data.kind in FIRSTS:
        raise DeskError("KIND", "这里只办换发和补发")
    with desk.writing("certificates.write", "application.take", confirmed(doubts)) as session:
        if child_id is not None:
            refuse_open(session, load(session, Child, child_id))
        wrong = _wrong(session, desk, data.model_dump(), child_id)
        if wrong:
            raise FieldErrors(wrong)
        data.attended = _attended(session, data)
        return view_of(session, keep(session, desk, child_id, data))


def _attended(session: Session, data: ApplicationData) -> str | None:
    """Who attended a birth outside, as the old certificate's application said.

    By that the new one counts in (7) or (8) of the table.
    """
    old = old_issue(session, data.old_number)
    asked = session.get(Application, old.application_id) if old and old.application_id else None
    return asked.attended if asked else data.attended


def correct(
    desk: Desk, application_id: int, version: int, values: Mapping[str, Any], reason: str = ""
) -> ApplicationView:
    """The application over the version it was read from; what was reviewed is reviewed again.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: it is printed or ended, or reviewed and no reason is given.
    """
    data = checked(ApplicationData, values)
    kept = application(desk, application_id)
    wrong, _ = problems(desk, data.model_dump(), kept.child_id, application_id)
    if wrong:
        raise FieldErrors(wrong)
    return correct_application(desk, application_id, version, values, reason)
