"""The seal of issued certificates: each once, and by another hand.

Who sealed did not issue, print or review that certificate, now or weeks ago as somebody's
substitute, and had today's roles already on the day of the seal; the database refuses it too.
Source: 证章分开管理, 卫基妇发〔2001〕45号.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, exists, or_, select

from desk.context import Desk, Hand, load
from desk.delegation import Names, in_force
from desk.errors import DeskError, NotPermitted
from models.audit import AuditedSession
from models.blanks import Blank, BlankMove
from models.certificate import Application, Issue, Seal
from models.people import User

_HANDLED = ("reserve", "print", "issue")  # acts of those who have the paper, not the seal


@dataclass(frozen=True, slots=True)
class SealLine:
    """An issued certificate that waits for the seal.

    ``own``: whoever looks issued, printed or reviewed it, so that another hand must seal it.
    """

    issue_id: int
    number: str
    child: str
    issued_on: date
    issuer: str
    own: bool


@dataclass(frozen=True, slots=True)
class Sealed:
    """How many were sealed, and of each that was left why."""

    count: int
    left: tuple[DeskError, ...] = ()


def seal(desk: Desk, issue_ids: Sequence[int], on: date | None = None) -> Sealed:
    """Seal several certificates at once; what may not be sealed is left, one by one.

    Args:
        desk: the sealer's.
        issue_ids: which.
        on: the day, today by default.

    Raises:
        NotPermitted: the user is no sealer, or was none on that day.
        DeskError: the day is in the future; or of none of them the seal could be recorded: the
            day is before its issue, it is not issued, sealed already, or was issued, printed or
            reviewed by this very hand.
    """
    hand = Hand(desk.user, desk.user_name, desk.roles)
    with desk.writing("certificates.seal", "certificate.seal") as session:
        return _seal_all(session, desk, hand, issue_ids, on)


def seal_as(desk: Desk, hand: Hand, *issue_ids: int, on: date | None = None) -> Sealed:
    """The sealer seals at the issuer's desk, having signed there; see ``desk.second``.

    Raises:
        NotPermitted: as ``seal``.
        DeskError: as ``seal``.
    """
    with desk.writing("certificates.write", "certificate.seal") as session:
        return _seal_all(session, desk, hand, issue_ids, on)


def unsealed(desk: Desk) -> tuple[SealLine, ...]:
    """What waits for the seal, the oldest first."""
    query: Any = (
        select(Issue, _had_it(desk.user))
        .join(Blank, col(Blank.id) == col(Issue.blank_id))
        .where(
            Blank.state == "issued",
            col(Issue.issuer_user).is_not(None),  # older books do not say who sealed
            ~exists().where(col(Seal.issue_id) == col(Issue.id)),
        )
        .order_by(col(Issue.issued_on), col(Issue.number))
    )
    with desk.reading("seals.read") as session:
        named = Names(session)
        return tuple(
            SealLine(
                issue.id or 0,
                issue.number,
                issue.child_name,
                issue.issued_on,
                named(issue.issuer, issue.delegation_id),
                bool(own),
            )
            for issue, own in session.exec(query)
        )


def _seal_all(
    session: AuditedSession, desk: Desk, hand: Hand, issue_ids: Iterable[int], on: date | None
) -> Sealed:
    on = on or desk.today
    if on > desk.today:
        raise DeskError("FUTURE", "盖章日期不能晚于今天")
    letter = _by_letter(session, hand, on)
    left: list[DeskError] = []
    each_once = list(dict.fromkeys(issue_ids))
    for issue_id in each_once:
        issue = load(session, Issue, issue_id)
        wrong = _refusal(session, hand, issue, on)
        if wrong is not None:
            left.append(wrong)
            continue
        mark = Seal(
            centre=desk.centre,
            issue_id=issue_id,
            sealed_on=on,
            user=hand.user,
            sealer=hand.name,
            delegation_id=letter,
        )
        session.add(mark)
    if len(left) == len(each_once) > 0:
        raise left[0]
    session.flush()
    return Sealed(len(each_once) - len(left), tuple(left))


def _refusal(session: Session, hand: Hand, issue: Issue, on: date) -> DeskError | None:
    """Why this hand may not seal a certificate on that day."""
    number = issue.number
    if load(session, Blank, issue.blank_id).state != "issued":
        return DeskError("NOT_ISSUED", "{number} 不是已签发的证,不能盖章", number=number)
    if session.exec(select(Seal).where(Seal.issue_id == issue.id)).first():
        return DeskError("SEALED", "{number} 已经盖过章", number=number)
    if session.exec(select(Issue.id).where(Issue.id == issue.id, _had_it(hand.user))).first():
        return DeskError(
            "TWO_HANDS",
            "{number} 是{name}经手签发或审核的,盖章要由另一个人",
            number=number,
            name=hand.name,
        )
    if on < issue.issued_on:
        return DeskError(
            "DATE_ORDER",
            "盖章日期 {on} 早于 {number} 的签发日期 {day},请改盖章日期",
            on=on.isoformat(),
            number=number,
            day=issue.issued_on.isoformat(),
        )
    return None


def _by_letter(session: Session, hand: Hand, on: date) -> int | None:
    """The delegation a seal is set under, None for the sealer's own; both as they are now.

    Raises:
        NotPermitted: the person was no sealer on that day, or may have been something else.
    """
    user = session.exec(select(User).where(User.login == hand.user)).one()
    if user.roles_from is not None and on < user.roles_from:
        raise NotPermitted(
            "ROLES_FROM",
            "{name}的岗位从 {since} 起,不能补盖 {day} 的章,请改盖章日期",
            name=user.name,
            since=user.roles_from.isoformat(),
            day=on.isoformat(),
        )
    if "sealer" in user.roles:
        return None
    letter = in_force(session, user, on).get("sealer")
    if letter is None:
        raise NotPermitted(
            "NOT_SEALER", "{name}在 {day} 没有印章岗位", name=user.name, day=on.isoformat()
        )
    return letter


def _had_it(user: str) -> ColumnElement[bool]:
    """Whether somebody issued or reviewed an issue, or reserved or printed its number."""
    moved = exists().where(
        col(BlankMove.blank_id) == col(Issue.blank_id),
        col(BlankMove.act).in_(_HANDLED),
        col(BlankMove.user) == user,
    )
    reviewed = exists().where(
        col(Application.id) == col(Issue.application_id), col(Application.reviewer_user) == user
    )
    hands = (col(Issue.issuer_user) == user, col(Issue.reviewer_user) == user)
    return or_(*hands, moved, reviewed)
