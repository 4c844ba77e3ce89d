"""What an exchange and a reissue begin with: the old certificate says all that is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from desk.application import of_child, refuse_open
from desk.context import Desk, load
from desk.errors import DeskError
from desk.problems import Problems
from desk.replacing_rules import CONTENT, asked_about, check, old_issue
from models.certificate import (
    EXCHANGE,
    FIRST,
    NONE,
    OUTSIDE_EXCHANGE,
    OUTSIDE_REISSUE,
    REISSUE,
    Issue,
)
from models.child import Child

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
        outside = old.kind not in _INSIDE if old else known.get("institution") == NONE
        values = known | {
            "kind": _OUTSIDE_TOO[kind] if outside else kind,
            "applied_on": desk.today,
            "old_number": number or (old.number if old else child.cert_no if child else None),
            "receiver": known.get("mother_name"),
            "receiver_id_no": known.get("mother_id_no"),
            "relation": "1",
        }
        said = {name: getattr(old, name) for name in CONTENT} if old else {}
        return Replacing(child.id if child else None, values, said)


def _known(session: Session, child: Child | None, old: Issue | None) -> dict[str, Any]:
    """The old certificate before the child's records: they may have changed since."""
    records = of_child(session, child, EXCHANGE) if child is not None else {}
    if old is None:
        return records
    said = {name: getattr(old, name) for name in CONTENT}
    phone = old.receiver_phone or records.get("receiver_phone")
    return said | {"receiver_phone": phone}


def problems(
    desk: Desk, values: Mapping[str, Any], child_id: int | None, application_id: int | None = None
) -> tuple[Problems, Problems]:
    """What is wrong and what is asked about, by field; a form asks it before saving."""
    with desk.reading("certificates.write") as session:
        wrong = check(session, desk, values, application_id, child_id)
        return wrong, asked_about(session, values)
