"""The collection of sealed certificates: who took each away, signed for, once.

The mother collects; another brings the letter she signed and an identity paper.
Source: 《出生医学证明》首次签发登记表.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, exists, select

from desk.context import Desk, load, update
from desk.errors import DeskError
from desk.pregnancy import given
from desk.pregnancy_view import RecordView, record_view
from models.base import FieldErrors, checked
from models.blanks import Blank
from models.certificate import Collection, CollectionData, Issue, Seal
from rules.errors import RuleError
from rules.fields import field_specs

COLLECTION_FIELDS = field_specs(CollectionData)
MOTHER, FATHER, LETTER = "1", "2", "1"
MOST = 200  # of those collected, the latest


@dataclass(frozen=True, slots=True)
class CollectLine:
    """A sealed certificate; the last three once it is collected."""

    issue_id: int
    number: str
    child: str
    mother: str
    sealed_on: date
    sealer: str
    receiver: str = ""
    collected_on: date | None = None
    collection_id: int | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sealed certificate as the form of its collection needs it.

    ``relation`` is who was named to collect it; ``people`` what is known of each who may, by
    relation: values of ``receiver``, ``receiver_id_no`` and ``receiver_other_no``.
    """

    number: str
    child: str
    sealed_on: date
    relation: str
    people: dict[str, dict[str, str | None]]


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
        return tuple(_line(issue, mark) for issue, mark in session.exec(query))


def collected(desk: Desk) -> tuple[CollectLine, ...]:
    """The latest collections, the last first."""
    query: Any = (
        select(Issue, Seal, Collection)
        .join(Seal, col(Seal.issue_id) == col(Issue.id))
        .join(Collection, col(Collection.issue_id) == col(Issue.id))
        .order_by(col(Collection.collected_on).desc(), col(Collection.id).desc())
        .limit(MOST)
    )
    with desk.reading("certificates.read") as session:
        return tuple(_line(*row) for row in session.exec(query))


def waiting(desk: Desk, issue_id: int) -> Waiting:
    """What the form of a collection begins with.

    Raises:
        DeskError: it is not to be collected.
    """
    with desk.reading("certificates.write") as session:
        issue, mark = _to_collect(session, issue_id)
    relation = issue.relation or MOTHER
    people = {
        MOTHER: _person(issue.mother_name, issue.mother_id_no, issue.mother_other_no),
        FATHER: _person(issue.father_name, issue.father_id_no, issue.father_other_no),
    }
    if issue.receiver:
        named = _person(issue.receiver, issue.receiver_id_no)
        known = people.get(relation, {})
        same = known.get("receiver") == issue.receiver
        people[relation] = known if same and not issue.receiver_id_no else named
    return Waiting(issue.number, issue.child_name, mark.sealed_on, relation, people)


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
                centre=desk.centre, issue_id=issue_id, handler=desk.user_name, **data.model_dump()
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
        _refuse(collection_problems(data.model_dump(), _earliest(session, issue_id), desk.today))
        update(record, data.model_dump(), version)


def collection(desk: Desk, issue_id: int) -> tuple[RecordView, date]:
    """A collection as its correction needs it, and the first day it could be on."""
    with desk.reading("certificates.write") as session:
        record = _collection(session, issue_id)
        return record_view(record, CollectionData), _earliest(session, issue_id)


def collection_problems(
    values: Mapping[str, Any], sealed_on: date, today: date
) -> dict[str, RuleError]:
    """What is wrong with a collection, by field."""
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


def _person(name: str | None, id_no: str | None, other: str | None = None) -> dict[str, str | None]:
    return {"receiver": name, "receiver_id_no": id_no, "receiver_other_no": other}


def _line(issue: Issue, mark: Seal, taken: Collection | None = None) -> CollectLine:
    face = (issue.id or 0, issue.number, issue.child_name, issue.mother_name)
    after = (taken.receiver, taken.collected_on, taken.id) if taken else ()
    return CollectLine(*face, mark.sealed_on, mark.sealer, *after)


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


def _earliest(session: Session, issue_id: int) -> date:
    """The day of the seal; of older books that do not say, the day of issue."""
    mark = session.exec(select(Seal).where(Seal.issue_id == issue_id)).first()
    return mark.sealed_on if mark else load(session, Issue, issue_id).issued_on


def _refuse(wrong: dict[str, RuleError]) -> None:
    if wrong:
        raise FieldErrors(wrong)
