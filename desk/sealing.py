"""The seal and the collection of issued certificates, each once and in other hands.

Who sealed did not issue, print or review that certificate, now or weeks ago as somebody's
substitute; the database refuses it too. Source: 证章分开管理, 卫基妇发〔2001〕45号.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, exists, select, union

from desk.context import Desk, Hand, load, update
from desk.delegation import in_force
from desk.errors import DeskError, NotPermitted
from desk.pregnancy import given
from desk.pregnancy_view import RecordView, record_view
from models.audit import AuditedSession
from models.base import FieldErrors, checked
from models.blanks import Blank, BlankMove
from models.certificate import Application, Collection, CollectionData, Issue, Seal
from models.people import User
from rules.errors import RuleError
from rules.fields import field_specs

COLLECTION_FIELDS = field_specs(CollectionData)
MOTHER, LETTER = "1", "1"
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
class CollectLine:
    """A sealed certificate nobody has collected."""

    issue_id: int
    number: str
    child: str
    mother: str
    sealed_on: date
    sealer: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a collection's form begins with: the certificate, and who is to collect it."""

    number: str
    child: str
    mother: str
    sealed_on: date
    receiver: str | None
    relation: str | None
    mother_id_no: str | None
    receiver_id_no: str | None


def seal(desk: Desk, issue_ids: Sequence[int], on: date | None = None) -> int:
    """Seal several certificates at once, all of them or none; how many.

    Args:
        desk: the sealer's.
        issue_ids: which.
        on: the day, today by default.

    Raises:
        FieldErrors: at ``sealed_on``: before an issue, or in the future.
        DeskError: one is not issued, sealed already, or was issued or reviewed by this very hand.
    """
    hand = Hand(desk.user, desk.user_name, desk.roles)
    with desk.writing("certificates.seal", "certificate.seal") as session:
        for issue_id in dict.fromkeys(issue_ids):
            _seal(session, desk, hand, issue_id, on or desk.today)
        return len(set(issue_ids))


def seal_as(desk: Desk, hand: Hand, issue_id: int, on: date | None = None) -> None:
    """The sealer seals at the issuer's desk, having signed there; see ``desk.second``.

    Raises:
        FieldErrors: as ``seal``.
        DeskError: as ``seal``.
    """
    with desk.writing("certificates.write", "certificate.seal") as session:
        _seal(session, desk, hand, issue_id, on or desk.today)


def unsealed(desk: Desk) -> tuple[SealLine, ...]:
    """What waits for the seal, the oldest first."""
    query: Any = (
        select(Issue)
        .join(Blank, col(Blank.id) == col(Issue.blank_id))
        .where(
            Blank.state == "issued",
            col(Issue.issuer_user).is_not(None),  # older books do not say who sealed
            ~exists().where(col(Seal.issue_id) == col(Issue.id)),
        )
        .order_by(col(Issue.issued_on), col(Issue.number))
    )
    with desk.reading(_may_see(desk)) as session:
        return tuple(
            SealLine(
                issue.id or 0,
                issue.number,
                issue.child_name,
                issue.issued_on,
                issue.issuer or "",
                desk.user in _hands(session, issue),
            )
            for issue in session.exec(query)
        )


def uncollected(desk: Desk) -> tuple[CollectLine, ...]:
    """Sealed, and not collected yet, the oldest first."""
    query: Any = (
        select(Issue, Seal)
        .join(Seal, col(Seal.issue_id) == col(Issue.id))
        .join(Blank, col(Blank.id) == col(Issue.blank_id))
        .where(
            Blank.state == "issued",
            ~exists().where(col(Collection.issue_id) == col(Issue.id)),
        )
        .order_by(col(Seal.sealed_on), col(Issue.number))
    )
    with desk.reading("certificates.read") as session:
        return tuple(
            CollectLine(
                issue.id,
                issue.number,
                issue.child_name,
                issue.mother_name,
                mark.sealed_on,
                mark.sealer,
            )
            for issue, mark in session.exec(query)
        )


def waiting(desk: Desk, issue_id: int) -> Waiting:
    """A sealed certificate as the form of its collection needs it.

    Raises:
        DeskError: it is not to be collected.
    """
    with desk.reading("certificates.write") as session:
        issue, mark = _to_collect(session, issue_id)
        return Waiting(
            issue.number,
            issue.child_name,
            issue.mother_name,
            mark.sealed_on,
            issue.receiver,
            issue.relation,
            issue.mother_id_no,
            issue.receiver_id_no,
        )


def collect(desk: Desk, issue_id: int, values: Mapping[str, Any]) -> None:
    """Somebody took the certificate away and signed for it.

    Args:
        desk: the issuer's.
        issue_id: which.
        values: stored values of ``COLLECTION_FIELDS``.

    Raises:
        FieldErrors: by field.
        DeskError: it is not sealed, not a valid paper any more, or collected already.
    """
    data = checked(CollectionData, values)
    with desk.writing("certificates.write", "certificate.collect") as session:
        _, mark = _to_collect(session, issue_id)
        _refuse(collection_problems(data.model_dump(), mark.sealed_on, desk.today))
        session.add(
            Collection(
                centre=desk.centre,
                issue_id=issue_id,
                handler=desk.user_name,
                **data.model_dump(),
            )
        )


def correct_collection(
    desk: Desk, issue_id: int, version: int, values: Mapping[str, Any], reason: str
) -> None:
    """Who collected a certificate was written wrongly.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: no reason given.
    """
    data = checked(CollectionData, values)
    with desk.writing("certificates.write", "collection.correct", given(reason)) as session:
        record = _collection(session, issue_id)
        mark = session.exec(select(Seal).where(Seal.issue_id == issue_id)).first()
        sealed_on = mark.sealed_on if mark else load(session, Issue, issue_id).issued_on
        _refuse(collection_problems(data.model_dump(), sealed_on, desk.today))
        update(record, data.model_dump(), version)


def collection(desk: Desk, issue_id: int) -> RecordView:
    """A collection as its correction needs it."""
    with desk.reading("certificates.write") as session:
        return record_view(_collection(session, issue_id), CollectionData)


def collection_problems(
    values: Mapping[str, Any], sealed_on: date, today: date
) -> dict[str, RuleError]:
    """What is wrong with a collection, by field: another than the mother needs letter and ID."""
    wrong: dict[str, RuleError] = {}
    day = values.get("collected_on")
    if day and day > today:
        wrong["collected_on"] = RuleError("FUTURE", "日期不能晚于今天")
    elif day and day < sealed_on:
        wrong["collected_on"] = RuleError(
            "DATE_ORDER", "早于盖章日期 {day}", day=sealed_on.isoformat()
        )
    if values.get("relation") == MOTHER:
        return wrong
    if not (values.get("receiver_id_no") or values.get("receiver_other_no")):
        wrong["receiver_id_no"] = RuleError("REQUIRED", "领证人不是母亲,请核对证件原件,填写证件号")
    if values.get("letter") != LETTER:
        wrong["letter"] = RuleError("LETTER", "领证人不是母亲,要有母亲签字的委托书才能领")
    return wrong


def _seal(session: AuditedSession, desk: Desk, hand: Hand, issue_id: int, on: date) -> None:
    issue = load(session, Issue, issue_id)
    blank = load(session, Blank, issue.blank_id)
    if blank.state != "issued":
        raise DeskError("NOT_ISSUED", "{number} 不是已签发的证,不能盖章", number=issue.number)
    if session.exec(select(Seal).where(Seal.issue_id == issue_id)).first():
        raise DeskError("SEALED", "{number} 已经盖过章", number=issue.number)
    if hand.user in _hands(session, issue):
        raise DeskError(
            "TWO_HANDS",
            "{number} 是{name}经手签发或审核的,盖章要由另一个人",
            number=issue.number,
            name=hand.name,
        )
    if on > desk.today:
        _refuse({"sealed_on": RuleError("FUTURE", "日期不能晚于今天")})
    if on < issue.issued_on:
        day = issue.issued_on.isoformat()
        _refuse({"sealed_on": RuleError("DATE_ORDER", "早于签发日期 {day}", day=day)})
    session.add(
        Seal(
            centre=desk.centre,
            issue_id=issue_id,
            sealed_on=on,
            user=hand.user,
            sealer=hand.name,
            delegation_id=_by_letter(session, hand, on),
        )
    )
    session.flush()


def _by_letter(session: Session, hand: Hand, on: date) -> int | None:
    """The delegation a seal is set under, None for the sealer's own; both as they are now.

    Raises:
        NotPermitted: the person was no sealer on that day.
    """
    user = session.exec(select(User).where(User.login == hand.user)).one()
    if "sealer" in user.roles:
        return None
    letter = in_force(session, user, on).get("sealer")
    if letter is None:
        raise NotPermitted(
            "NOT_SEALER", "{name}在 {day} 没有印章岗位", name=user.name, day=on.isoformat()
        )
    return letter


def _hands(session: Session, issue: Issue) -> set[str | None]:
    """Who had the paper: issuer, reviewer, and whoever reserved or printed its number."""
    found: Any = union(
        select(BlankMove.user).where(
            BlankMove.blank_id == issue.blank_id, col(BlankMove.act).in_(_HANDLED)
        ),
        select(Application.reviewer_user).where(Application.id == issue.application_id),
    )
    return {issue.issuer_user, issue.reviewer_user, *session.scalars(found)} - {None}


def _to_collect(session: Session, issue_id: int) -> tuple[Issue, Seal]:
    issue = load(session, Issue, issue_id)
    mark = session.exec(select(Seal).where(Seal.issue_id == issue_id)).first()
    if mark is None:
        raise DeskError("NOT_SEALED", "{number} 还没有盖章,不能领", number=issue.number)
    if load(session, Blank, issue.blank_id).state != "issued":
        raise DeskError("NOT_ISSUED", "{number} 已不是有效的证,不能领", number=issue.number)
    if session.exec(select(Collection).where(Collection.issue_id == issue_id)).first():
        raise DeskError("COLLECTED", "{number} 已经领走", number=issue.number)
    return issue, mark


def _collection(session: Session, issue_id: int) -> Collection:
    record = session.exec(select(Collection).where(Collection.issue_id == issue_id)).first()
    if record is None:
        raise DeskError("NOT_FOUND", "没有找到这条记录")
    return record


def _may_see(desk: Desk) -> str:
    """The sealer sees what waits for the seal, and whoever reads certificates."""
    return "certificates.seal" if desk.may("certificates.seal") else "certificates.read"


def _refuse(wrong: dict[str, RuleError]) -> None:
    if wrong:
        raise FieldErrors(wrong)
