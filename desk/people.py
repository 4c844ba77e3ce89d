"""People: registered once, found by anything, shown with their family's line of events."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from desk.context import Desk, load, update
from desk.errors import DeskError, LooksAlike
from desk.find_keys import refresh_keys
from desk.matching import Meant
from desk.problems import MOTHER_AGES, identity
from models.audit import ON_PEOPLE, AuditedSession, AuditEntry
from models.base import FieldErrors, checked
from models.certificate import Issue
from models.child import Child
from models.people import MatchDecision, Person, PersonData, Village
from models.pregnancy import Pregnancy
from rules.dates import completed_years

OTHERS = 10  # of so many that a text finds one is a mother, as a rule at least


@dataclass(frozen=True, slots=True)
class Found:
    """A person as a line in a list."""

    person_id: int
    name: str
    sex: str
    birth_date: date | None
    id_no: str | None
    phones: tuple[str, ...]
    village: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person whole: ``values`` are the fields of the form, ``village`` the name."""

    id: int
    version: int
    name: str
    birth_date: date | None
    sex: str
    village: str
    values: dict[str, Any]


def view_person(session: Session, person: Person) -> PersonView:
    """A frozen copy of a person."""
    return PersonView(
        person.id or 0,
        person.version,
        person.name,
        person.birth_date,
        person.sex,
        village_name(session, person.village_id),
        {name: getattr(person, name) for name in PersonData.model_fields},
    )


def village_name(session: Session, village_id: int | None) -> str:
    """The village's name, or "" for none."""
    village = session.get(Village, village_id) if village_id else None
    return village.name if village else ""


def find(desk: Desk, text: str, limit: int = 20) -> tuple[Found, ...]:
    """Anyone by the beginning of a name, its pinyin initials, or a number's first or last digits.

    Whole matches stand first. An empty text gives the five people the user last worked on.
    """
    meant = Meant(desk.centre, text)
    if not meant.word:
        return recent(desk)
    with desk.reading() as session:
        whole = meant.some(session, limit)
        if not whole:
            return ()
        known = (
            select(Person, col(Village.name))
            .join(Village, col(Village.id) == col(Person.village_id), isouter=True)
            .where(col(Person.id).in_(whole))
        )
        found = [_found(person, village) for person, village in session.exec(known)]
        return tuple(
            sorted(found, key=lambda one: (not whole[one.person_id], one.name, one.person_id))
        )


def whom(desk: Desk, text: str) -> frozenset[int]:
    """Everybody meant by what a list is narrowed to: a person as in the find box, or a village."""
    with desk.reading() as session:
        return frozenset(session.scalars(Meant(desk.centre, text, villages=True).people()))


def find_mothers(desk: Desk, text: str, limit: int = 8) -> tuple[Found, ...]:
    """The women among those found who are old enough to be somebody's mother."""
    youngest, _ = MOTHER_AGES
    found = find(desk, text, limit * OTHERS)
    return tuple(
        one
        for one in found
        if one.sex == "2"
        and (not one.birth_date or completed_years(one.birth_date, desk.today) >= youngest)
    )[:limit]


def recent(desk: Desk, limit: int = 5) -> tuple[Found, ...]:
    """The people this user last changed or opened a record of, newest first."""
    with desk.reading() as session:
        touched = session.exec(
            select(AuditEntry.record_id)
            .where(AuditEntry.centre == desk.centre, AuditEntry.user == desk.user, ON_PEOPLE)
            .order_by(col(AuditEntry.seq).desc())
            .limit(limit * 10)
        )
        ids = list(dict.fromkeys(person_id for person_id in touched if person_id))[:limit]
        people = [session.get(Person, person_id) for person_id in ids]
        return tuple(_line(session, person) for person in people if person)


def look_alikes(desk: Desk, values: Mapping[str, Any]) -> tuple[Found, ...]:
    """People with the same name and the same birth date or a phone in common."""
    with desk.reading() as session:
        return tuple(_line(session, person) for person in _alike(session, values))


def _alike(session: Session, values: Mapping[str, Any]) -> list[Person]:
    same_name = session.exec(select(Person).where(Person.name == values.get("name"))).all()
    phones = set(values.get("phones") or ())
    born = values.get("birth_date")
    return [
        person
        for person in same_name
        if (born and person.birth_date == born) or phones & set(person.phones)
    ]


def register(
    session: AuditedSession,
    desk: Desk,
    values: Mapping[str, Any],
    *,
    same_as: int | None = None,
    not_same: Collection[int] = (),
) -> Person:
    """The person of a form: an existing one when ``same_as`` says so, else a new one.

    Raises:
        FieldErrors: a field is wrong.
        DeskError: the identity number is somebody's already (``ID_TAKEN``).
        LooksAlike: somebody looks like this person and nobody has decided about it.
    """
    says, problems = identity(values, desk.today)
    if problems:
        raise FieldErrors(problems)
    data = checked(PersonData, {**values, **says}).model_dump()
    refuse_taken_id(session, data["id_no"], same_as)
    if same_as is not None:
        person = load(session, Person, same_as)
        # What the form left empty stays as it is known.
        given = {name: value for name, value in data.items() if value not in (None, "", [])}
        update(person, given, person.version)
        session.flush()
        refresh_keys(session, person, numbers_of(session, same_as))
        return person
    alike = [person for person in _alike(session, data) if person.id not in not_same]
    if alike:
        raise LooksAlike(tuple(_line(session, person) for person in alike))
    person = Person(centre=desk.centre, **data)
    session.add(person)
    session.flush()
    for other in sorted(not_same):
        session.add(
            MatchDecision(
                centre=desk.centre,
                person_id=person.id or 0,
                other_id=load(session, Person, other).id or 0,
                same=False,
                decided_by=desk.user,
                decided_on=desk.today,
            )
        )
    refresh_keys(session, person)
    return person


def refuse_taken_id(session: Session, id_no: str | None, own_id: int | None) -> None:
    """Refuse an identity number that is already somebody else's.

    Raises:
        DeskError: ``ID_TAKEN``, with who and where.
    """
    if not id_no:
        return
    holder = session.exec(select(Person).where(Person.id_no == id_no)).first()
    if holder and holder.id != own_id:
        village = village_name(session, holder.village_id)
        if not village:
            raise DeskError(
                "ID_TAKEN", "身份证号已登记给 {name},请查找此人再办理", name=holder.name
            )
        raise DeskError(
            "ID_TAKEN",
            "身份证号已登记给 {name}({village}),请查找此人再办理",
            name=holder.name,
            village=village,
        )


def numbers_of(session: Session, person_id: int) -> list[str]:
    """Card and certificate numbers a person is found by."""
    cards = session.exec(select(Pregnancy.card_no).where(Pregnancy.mother_id == person_id))
    certificates = session.exec(select(Child.cert_no).where(Child.person_id == person_id))
    # An exchanged or reissued certificate is looked for by its old number too.
    earlier = session.exec(
        select(Issue.old_number)
        .join(Child, col(Child.id) == col(Issue.child_id))
        .where(Child.person_id == person_id)
    )
    return [number for number in (*cards, *certificates, *earlier) if number]


def _line(session: Session, person: Person) -> Found:
    return _found(person, village_name(session, person.village_id))


def _found(person: Person, village: str | None) -> Found:
    return Found(
        person.id or 0,
        person.name,
        person.sex,
        person.birth_date,
        person.id_no,
        tuple(person.phones),
        village or "",
    )
