"""The collection of sealed certificates: who took each away, signed for, once.

The mother collects; another brings the letter she signed, or what the application took in its
place, and an identity paper.
Source: 《出生医学证明》首次签发登记表.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session, col, exists, select

from desk.application_rules import FATHER, MOTHER, no_parent
from desk.context import Desk, load, update
from desk.delegation import Names
from desk.errors import DeskError
from desk.pregnancy import given
from desk.pregnancy_view import RecordView, record_view
from models.base import FieldErrors, checked
from models.blanks import Blank
from models.certificate import Application, Collection, CollectionData, Issue, Seal
from rules import certificate_face
from rules.certificate_papers import letter_of
from rules.errors import RuleError
from rules.fields import field_specs

COLLECTION_FIELDS = field_specs(CollectionData)
LETTER, NO_LETTER = "1", "2"
RESIDENT, OTHER = "1", "9"  # codes of ID_KINDS
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
class Terms:
    """What a collection is checked against.

    ``first`` is the day it could be on; ``parents`` the names the certificate prints, by relation;
    ``instead`` what the application took in place of the mother's letter, as of one who cannot
    sign any more.
    """

    first: date
    parents: Mapping[str, str | None] = field(default_factory=dict)
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sealed certificate as the form of its collection needs it.

    ``relation`` is who was named to collect it; ``people`` what is known of each who may, by
    relation: values of ``receiver``, the kind and number of their paper, and the ``letter`` of
    whoever was named, as the application's papers have it.
    """

    number: str
    child: str
    relation: str
    people: dict[str, dict[str, str | None]]
    terms: Terms


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
        named = Names(session)
        return tuple(_line(named, *row) for row in session.exec(query))


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
        named = Names(session)
        return tuple(_line(named, *row) for row in session.exec(query))


def waiting(desk: Desk, issue_id: int) -> Waiting:
    """What the form of a collection begins with.

    Raises:
        DeskError: it is not to be collected.
    """
    with desk.reading("certificates.write") as session:
        issue = _to_collect(session, issue_id)
        asked, terms = _application(session, issue), _terms(session, issue)
    people = {
        MOTHER: _parent(issue, "mother"),
        FATHER: _parent(issue, "father"),
    }
    relation = issue.relation or MOTHER
    if issue.receiver:
        people[relation] = _named(issue, people.get(relation, {}))
    people[relation]["letter"] = _letter(asked)
    return Waiting(issue.number, issue.child_name, relation, people, terms)


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
        issue = _to_collect(session, issue_id)
        _refuse(collection_problems(data.model_dump(), _terms(session, issue), desk.today))
        session.add(
            Collection(
                centre=desk.centre,
                issue_id=issue_id,
                handler=desk.user_name,
                delegation_id=desk.letter_for("certificates.write"),
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
        terms = _terms(session, load(session, Issue, issue_id))
        _refuse(collection_problems(data.model_dump(), terms, desk.today))
        update(record, data.model_dump(), version)


def collection(desk: Desk, issue_id: int) -> tuple[RecordView, Terms]:
    """A collection as its correction needs it."""
    with desk.reading("certificates.write") as session:
        record = _collection(session, issue_id)
        terms = _terms(session, load(session, Issue, issue_id))
        return record_view(record, CollectionData), terms


def collection_problems(
    values: Mapping[str, Any], terms: Terms, today: date
) -> dict[str, RuleError]:
    """What is wrong with a collection, by field."""
    wrong: dict[str, RuleError] = {}
    day = values.get("collected_on")
    if day and day > today:
        wrong["collected_on"] = RuleError("FUTURE", "日期不能晚于今天")
    elif day and day < terms.first:
        wrong["collected_on"] = RuleError(
            "DATE_ORDER", "早于盖章日期 {day}", day=terms.first.isoformat()
        )
    stranger = no_parent(values, terms.parents)
    if stranger:
        wrong["receiver"] = stranger
    if values.get("relation") == MOTHER:
        return wrong
    number = number_field(values)
    if not values.get(number):
        wrong[number] = RuleError("REQUIRED", "领证人不是母亲,请核对证件原件,填写证件号")
    enough = {LETTER, NO_LETTER} if terms.instead else {LETTER}
    if values.get("letter") not in enough:
        wrong["letter"] = RuleError("LETTER", "领证人不是母亲,要有母亲签字的委托书才能领")
    return wrong


def number_field(values: Mapping[str, Any]) -> str:
    """Where the number of the collector's paper stands, by its kind.

    In older books the number of another paper stands without a kind.

    >>> number_field({}), number_field({"receiver_id_kind": "3"})
    ('receiver_id_no', 'receiver_other_no')
    """
    if values.get("receiver_id_kind") is None and values.get("receiver_other_no"):
        return "receiver_other_no"
    return certificate_face.number_field(values, "receiver")


def _parent(issue: Issue, who: str) -> dict[str, str | None]:
    name, kind, id_no, other = (
        getattr(issue, f"{who}_{part}") for part in ("name", "id_kind", "id_no", "other_no")
    )
    return _person(name, kind, id_no, other)


def _named(issue: Issue, parent: dict[str, str | None]) -> dict[str, str | None]:
    """Whoever the application names; of a parent named without a number, the parent's."""
    number = (issue.receiver_id_no, issue.receiver_other_no)
    if parent.get("receiver") == issue.receiver and not any(number):
        return parent
    return _person(issue.receiver, issue.receiver_id_kind, *number)


def _person(
    name: str | None, kind: str | None, id_no: str | None, other: str | None
) -> dict[str, str | None]:
    """With the kind of paper the number is of, where only the number was written down."""
    follows = RESIDENT if id_no else OTHER if other else None
    return {
        "receiver": name,
        "receiver_id_kind": kind or follows,
        "receiver_id_no": id_no,
        "receiver_other_no": other,
    }


def _letter(asked: Application | None) -> str | None:
    """Of whoever was named in her place; None where it is still to be seen."""
    if asked is None or asked.relation in {None, MOTHER}:
        return None
    if letter_of(asked.kind) in asked.papers:
        return LETTER
    return NO_LETTER if asked.papers_other else None


def _application(session: Session, issue: Issue) -> Application | None:
    return session.get(Application, issue.application_id) if issue.application_id else None


def _terms(session: Session, issue: Issue) -> Terms:
    """The day of the seal, or of the issue in older books that do not say when it was sealed."""
    mark = session.exec(select(Seal).where(Seal.issue_id == issue.id)).first()
    asked = _application(session, issue)
    instead = asked.papers_other if asked and _letter(asked) == NO_LETTER else None
    parents = {MOTHER: issue.mother_name, FATHER: issue.father_name}
    return Terms(mark.sealed_on if mark else issue.issued_on, parents, instead or "")


def _line(named: Names, issue: Issue, mark: Seal, taken: Collection | None = None) -> CollectLine:
    face = (issue.id or 0, issue.number, issue.child_name, issue.mother_name)
    after = (taken.receiver, taken.collected_on, taken.id) if taken else ()
    sealer = named(mark.sealer, mark.delegation_id)
    return CollectLine(*face, mark.sealed_on, sealer, *after)


def _to_collect(session: Session, issue_id: int) -> Issue:
    issue = load(session, Issue, issue_id)
    if session.exec(select(Seal.id).where(Seal.issue_id == issue_id)).first() is None:
        raise DeskError("NOT_SEALED", "{number} 还没有盖章,不能领", number=issue.number)
    if load(session, Blank, issue.blank_id).state != "issued":
        raise DeskError("NOT_ISSUED", "{number} 已不是有效的证,不能领", number=issue.number)
    if session.exec(select(Collection).where(Collection.issue_id == issue_id)).first():
        raise DeskError("COLLECTED", "{number} 已经领走", number=issue.number)
    return issue


def _collection(session: Session, issue_id: int) -> Collection:
    record = session.exec(select(Collection).where(Collection.issue_id == issue_id)).first()
    if record is None:
        raise DeskError("NOT_FOUND", "没有找到这条记录")
    return record


def _refuse(wrong: dict[str, RuleError]) -> None:
    if wrong:
        raise FieldErrors(wrong)
