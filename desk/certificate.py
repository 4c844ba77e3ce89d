"""Certificates issued for the township's children.

This version issues first certificates; exchange and reissue need the reviewer's second hand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from desk import problems
from desk.context import Desk, load
from desk.errors import DeskError
from desk.find_keys import refresh_keys
from desk.intake.children import is_unnamed
from desk.numbers import Why, blank_of, move
from desk.people import numbers_of
from desk.pregnancy import confirmed
from models.base import FieldErrors, checked
from models.blanks import Blank, BlankMove
from models.certificate import Issue, IssueData
from models.child import Child
from models.delivery import Delivery, Newborn
from models.people import Person
from rules.certificate_states import STOCK, check_act
from rules.errors import RuleError
from rules.fields import FieldSpec, field_specs

FIRST_ISSUE = "1"
ISSUE_FIELDS: dict[str, FieldSpec] = {
    name: spec
    for name, spec in field_specs(IssueData).items()
    if name not in {"kind", "old_number"}
}


@dataclass(frozen=True, slots=True)
class IssueView:
    """A certificate issued."""

    id: int
    number: str
    child_id: int | None
    values: dict[str, Any]


def next_number(desk: Desk) -> str | None:
    """The lowest number in stock, which is the next to issue; None when there is no stock."""
    with desk.reading("stock.read") as session:
        return _next_number(session)


def _next_number(session: Session) -> str | None:
    return session.exec(
        select(Blank.number)
        .where(col(Blank.state).in_(STOCK))
        .order_by(col(Blank.receipt_id), col(Blank.number))
        .limit(1)
    ).first()


def issue_draft(desk: Desk, child_id: int) -> dict[str, Any]:
    """What is known of ``ISSUE_FIELDS``: the number, the child, the parents, the collector."""
    with desk.reading("certificates.write") as session:
        child = load(session, Child, child_id)
        person = load(session, Person, child.person_id)
        mother = session.get(Person, child.mother_id) if child.mother_id else None
        newborn = session.get(Newborn, child.newborn_id) if child.newborn_id else None
        delivery = session.get(Delivery, newborn.delivery_id) if newborn else None
        mother_name = mother.name if mother else child.mother_name
        mother_id_no = mother.id_no if mother else None
        return {
            "number": _next_number(session),
            # A newborn known by its mother's name has no name of its own to print yet.
            "child_name": None if is_unnamed(person.name, mother_name) else person.name,
            "sex": person.sex,
            "birth_date": person.birth_date,
            "birth_time": delivery.delivered_at if delivery else None,
            "birth_ga_days": child.birth_ga_days,
            "birth_weight_g": child.birth_weight_g,
            "birth_length_mm": child.birth_length_mm,
            "mother_name": mother_name,
            "mother_id_no": mother_id_no,
            "father_name": child.father_name,
            "address": person.address,
            "issued_on": desk.today,
            "receiver": mother_name,
            "relation": "1",
            "receiver_id_no": mother_id_no,
            "issuer": desk.user_name,
        }


def issue(
    desk: Desk,
    child_id: int,
    values: Mapping[str, Any],
    *,
    skip_reason: str = "",
    doubts: Sequence[str] = (),
) -> IssueView:
    """A first certificate for a child, printed and confirmed; the child takes its name.

    Args:
        desk: the issuer's.
        child_id: whose.
        values: stored values of ``ISSUE_FIELDS``.
        skip_reason: why a number other than the next in order is used.
        doubts: fields whose unusual value was confirmed.

    Raises:
        FieldErrors: by field; at ``number`` when it is not in stock or is out of order.
        DeskError: the child has a certificate.
    """
    data = checked(IssueData, {**values, "kind": FIRST_ISSUE})
    wrong = problems.issue(data.model_dump(), desk.today)
    if is_unnamed(data.child_name, data.mother_name):
        wrong["child_name"] = RuleError("UNNAMED", "请填孩子的正式姓名,不能用“某某之子”")
    if wrong:
        raise FieldErrors(wrong)
    reason = "；".join(part for part in (skip_reason.strip(), confirmed(doubts)) if part)
    with desk.writing("certificates.write", "certificate.issue", reason) as session:
        child = load(session, Child, child_id)
        if child.cert_no or session.exec(select(Issue).where(Issue.child_id == child_id)).first():
            raise DeskError("HAS_CERTIFICATE", "这个孩子已有出生医学证明,请走换发或补发")
        blank = _take(session, data.number, skip_reason)
        _refuse_earlier(session, blank, data.issued_on)
        for state, act in (
            ("drawn", "draw"),
            ("reserved", "reserve"),
            ("printed", "print"),
            ("issued", "issue"),
        ):
            if _earlier(blank.state, state):
                move(session, desk, blank, act, data.issued_on, Why(words=skip_reason))
        record = Issue(
            centre=desk.centre,
            blank_id=blank.id or 0,
            child_id=child_id,
            issuer_user=desk.user,
            **data.model_dump(),
        )
        session.add(record)
        child.cert_no = data.number
        person = load(session, Person, child.person_id)
        person.name = data.child_name
        session.flush()
        refresh_keys(session, person, numbers_of(session, child.person_id))
        return IssueView(record.id or 0, record.number, child_id, data.model_dump())


def void(desk: Desk, number: str, cause: str, words: str = "") -> None:
    """A blank misprinted or spoilt before it was issued; ``cause`` is a code of ``VOID_CAUSES``.

    Raises:
        DeskError: no such cause, or the number is not on the books.
        WrongMove: it is issued, void or gone already.
    """
    with desk.writing("certificates.write", "blank.void", words) as session:
        move(session, desk, blank_of(session, number), "void", None, Why(cause=cause, words=words))


_ORDER = ("in_stock", "drawn", "reserved", "printed", "issued")


def _earlier(state: str, than: str) -> bool:
    return _ORDER.index(state) < _ORDER.index(than)


def _refuse_earlier(session: Session, blank: Blank, issued_on: date) -> None:
    """An issue cannot be dated before the number came, or its period would not balance."""
    came = session.exec(
        select(func.max(BlankMove.moved_on)).where(BlankMove.blank_id == blank.id)
    ).one()
    if came and issued_on < came:
        raise FieldErrors(
            {
                "issued_on": RuleError(
                    "DATE_ORDER", "早于该编号入库或领用的日期 {day}", day=came.isoformat()
                )
            }
        )


def _take(session: Session, number: str, skip_reason: str) -> Blank:
    blank = session.exec(select(Blank).where(Blank.number == number)).first()
    if blank is None:
        raise FieldErrors({"number": RuleError("UNKNOWN_NUMBER", "编号不在库存中,请先入库")})
    if blank.state not in STOCK:
        check_act(number, blank.state, "reserve")
    following = _next_number(session)
    if number != following and not skip_reason.strip():
        raise FieldErrors(
            {
                "number": RuleError(
                    "OUT_OF_ORDER",
                    "应按顺序用 {following};跳号请写明原因",
                    following=following or "",
                )
            }
        )
    return blank
