"""Children: registered from a delivery or moved in, and their checks."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from desk import problems
from desk.births import born_here, join
from desk.child_certificate import typed_problem
from desk.context import Desk, load, update
from desk.errors import DeskError
from desk.find_keys import refresh_keys
from desk.people import PersonView, numbers_of, refuse_taken_id, register, view_person
from desk.pregnancy import PERSON_FIELDS, confirmed, given
from desk.pregnancy_view import RecordView, record_view, values_of
from models.audit import AuditedSession
from models.base import FieldErrors, checked
from models.child import Child, ChildCheck, ChildCheckData, ChildData
from models.death import ChildDeath, ChildDeathData
from models.people import Person, PersonData
from rules.dates import completed_years
from rules.errors import RuleError
from rules.fields import FieldSpec, field_specs
from rules.schedule import child_contacts

CHILD_FIELDS: dict[str, FieldSpec] = {
    name: PERSON_FIELDS[name]
    for name in (
        "name",
        "sex",
        "birth_date",
        "id_no",
        "phones",
        "village_id",
        "group_no",
        "address",
        "residence",
        "moved_in_on",
    )
} | field_specs(ChildData)
CHECK_FIELDS = field_specs(ChildCheckData)
UNDER = 7  # years: 0-6 means not yet seven


@dataclass(frozen=True, slots=True)
class ChildView:
    """A child whole. ``next_contact`` is open today and not done; None of a dead child."""

    id: int
    version: int
    person: PersonView
    mother_id: int | None
    values: dict[str, Any]
    next_contact: str | None
    checks: tuple[RecordView, ...]
    death: RecordView | None = None


def child(desk: Desk, child_id: int) -> ChildView:
    """A child as it is now."""
    with desk.reading() as session:
        return view_child(session, desk, load(session, Child, child_id))


def register_child(  # noqa: PLR0913  what registering consists of
    desk: Desk,
    values: Mapping[str, Any],
    *,
    mother_id: int | None = None,
    same_as: int | None = None,
    not_same: Collection[int] = (),
    doubts: Sequence[str] = (),
) -> ChildView:
    """A child of the register: moved in, born before, or one of a delivery in the books.

    A live birth of a delivery recorded here is a child once: the one that stands there without
    a name gets its own.

    Raises:
        FieldErrors: by field; a birth date is needed, and the child is under seven.
        DeskError, LooksAlike: as ``desk.people.register``.
    """
    of_person, of_child = _split(desk, values)
    with desk.writing("records.write", "child.register", confirmed(doubts)) as session:
        born = born_here(session, mother_id, of_person, of_child)
        if born and born.child:
            return _named(session, desk, born.child, of_person, of_child)
        person = register(session, desk, of_person, same_as=same_as, not_same=not_same)
        if session.exec(select(Child).where(Child.person_id == person.id)).first():
            raise DeskError("CHILD_EXISTS", "{name} 已在儿童名册中", name=person.name)
        _refuse_number(session, of_child["cert_no"], None, person)
        if mother_id is not None:
            of_child["mother_name"] = load(session, Person, mother_id).name
        record = Child(
            centre=desk.centre, person_id=person.id or 0, mother_id=mother_id, **of_child
        )
        if born:
            join(born, record, person)
        return _saved(session, desk, record, person)


def correct_child(  # noqa: PLR0913  what a correction consists of
    desk: Desk,
    child_id: int,
    version: int,
    values: Mapping[str, Any],
    reason: str,
    *,
    person_version: int | None = None,
) -> ChildView:
    """Save a child's form over the version it was read from: naming a newborn, mending a slip.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: no reason given.
    """
    reason = given(reason)
    of_person, of_child = _split(desk, values)
    with desk.writing("records.write", "child.correct", reason) as session:
        record = load(session, Child, child_id)
        person = load(session, Person, record.person_id)
        refuse_taken_id(session, of_person.get("id_no"), person.id)
        _refuse_number(session, of_child["cert_no"], record, person)
        update(record, of_child, version)
        update(person, of_person, person_version or person.version)
        return _saved(session, desk, record, person)


def record_check(
    desk: Desk, child_id: int, values: Mapping[str, Any], doubts: Sequence[str] = ()
) -> ChildView:
    """A check of a child.

    Raises:
        FieldErrors: by field, also when the day is taken.
    """
    data = checked(ChildCheckData, values)
    with desk.writing("records.write", "check.record", confirmed(doubts)) as session:
        record = load(session, Child, child_id)
        check_check(session, desk, record, data)
        session.add(ChildCheck(centre=desk.centre, child_id=child_id, **data.model_dump()))
        session.flush()
        return view_child(session, desk, record)


def check_check(
    session: Session, desk: Desk, record: Child, data: ChildCheckData, own_id: int | None = None
) -> None:
    """Refuse a check its child has no room for; ``own_id`` is the one being corrected.

    Raises:
        FieldErrors: by field.
    """
    born = load(session, Person, record.person_id).birth_date
    wrong = problems.check(data.model_dump(), desk.today, born or data.checked_on)
    for other in _checks(session, record.id or 0):
        if other.checked_on == data.checked_on and other.id != own_id:
            wrong["checked_on"] = RuleError("SAME_DAY", "这一天已有检查记录,请打开更正")
    if wrong:
        raise FieldErrors(wrong)


def _split(desk: Desk, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    says, wrong = problems.identity(values, desk.today)
    whole = {**values, **says}
    wrong |= problems.not_future(whole, desk.today, "birth_date")
    born = whole.get("birth_date")
    if born is None:
        wrong["birth_date"] = RuleError("REQUIRED", "出生日期必填")
    elif completed_years(born, desk.today) >= UNDER:
        wrong["birth_date"] = RuleError("AGE_OUT_OF_RANGE", "已满7岁,不在0-6岁管理范围")
    if wrong:
        raise FieldErrors(wrong)
    of_person = {name: value for name, value in whole.items() if name in PERSON_FIELDS}
    of_child = {name: value for name, value in whole.items() if name not in PERSON_FIELDS}
    of_person = checked(PersonData, of_person).model_dump(include=set(of_person))
    return of_person, checked(ChildData, of_child).model_dump()


def _refuse_number(
    session: Session, number: str | None, record: Child | None, person: Person
) -> None:
    wrong = typed_problem(session, number, record, person.birth_date)
    if wrong is not None:
        raise FieldErrors({"cert_no": wrong})


def _named(
    session: AuditedSession,
    desk: Desk,
    record: Child,
    of_person: Mapping[str, Any],
    of_child: Mapping[str, Any],
) -> ChildView:
    """A newborn's child gets what the register knows of it."""
    person = load(session, Person, record.person_id)
    refuse_taken_id(session, of_person.get("id_no"), person.id)
    if of_child["cert_no"]:
        _refuse_number(session, of_child["cert_no"], record, person)
    for kept, told in ((person, of_person), (record, of_child)):
        given_now = {name: value for name, value in told.items() if value not in (None, "", [])}
        update(kept, given_now, kept.version)
    return _saved(session, desk, record, person)


def _saved(session: AuditedSession, desk: Desk, record: Child, person: Person) -> ChildView:
    session.add(record)
    session.flush()
    refresh_keys(session, person, numbers_of(session, record.person_id))
    return view_child(session, desk, record)


def _checks(session: Session, child_id: int) -> Sequence[ChildCheck]:
    return session.exec(
        select(ChildCheck)
        .where(ChildCheck.child_id == child_id)
        .order_by(col(ChildCheck.checked_on))
    ).all()


def view_child(session: Session, desk: Desk, record: Child) -> ChildView:
    """A frozen copy of a child with its checks."""
    person = load(session, Person, record.person_id)
    checks = _checks(session, record.id or 0)
    death = session.exec(select(ChildDeath).where(ChildDeath.child_id == record.id)).first()
    return ChildView(
        id=record.id or 0,
        version=record.version,
        person=view_person(session, person),
        mother_id=record.mother_id,
        values=values_of(record, ChildData),
        next_contact=None
        if death
        else next_contact(person.birth_date, desk.today, {check.contact for check in checks}),
        checks=tuple(record_view(check, ChildCheckData) for check in checks),
        death=record_view(death, ChildDeathData) if death else None,
    )


def next_contact(born: date | None, today: date, done: Collection[str]) -> str | None:
    """The contact that still counts if it is done today, or None.

    >>> next_contact(date(2026, 8, 21), date(2026, 11, 21), {"newborn"})
    '3m'
    """
    if born is None:
        return None
    for contact in child_contacts(born):
        if contact.opens <= today <= contact.counts_until and contact.code not in done:
            return contact.code
    return None
