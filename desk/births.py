"""From newborn to child: each live birth is one child of the books, in whatever order they come.

A delivery joins children whom the child register knew first, a child entered later is joined to
the newborn it was. They are one when the mother, the day and the sex agree; among twins of one sex
the birth weight tells them apart, and where it does not, their order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, and_, col, or_, select

from desk.context import Desk, load
from desk.errors import DeskError
from desk.find_keys import refresh_keys
from desk.intake.children import is_unnamed
from desk.report import cancel_clock, start_clock
from models.audit import AuditedSession
from models.base import checked
from models.certificate import Issue
from models.child import Child, ChildCheck, ChildData
from models.death import ChildDeath
from models.delivery import Delivery, Newborn
from models.people import FindKey, Person, PersonData
from models.pregnancy import Pregnancy
from models.report import DEFECT, PERINATAL_DEATH
from rules.birth import counts

LIVE, HAS_DEFECT = "1", "2"
KNOWN_SEX = frozenset("12")
KIN = {"1": "之子", "2": "之女"}
# Measured at birth: the child's field that says the same as the newborn's.
SAME = {"birth_weight_g": "weight_g", "birth_length_mm": "length_mm"}


def settle_births(
    session: AuditedSession, desk: Desk, delivery: Delivery, babies: Iterable[Newborn]
) -> None:
    """Every live one of these babies is a child, no other one is, and the clocks say the same.

    Raises:
        DeskError: a child that is none after all has a history, or the child register has
            a child of that day whose sex fits none of them.
    """
    pregnancy = load(session, Pregnancy, delivery.pregnancy_id)
    mother = load(session, Person, pregnancy.mother_id)
    known = _unjoined(session, mother, delivery)
    wanted = []
    for baby in babies:
        child = child_of(session, baby)
        if child and (baby.outcome != LIVE or (known and _is_nobody(session, child, mother))):
            _unmake(session, child)
            child = None
        if baby.outcome == LIVE and child is None:
            wanted.append(baby)
        _clocks(session, desk, delivery, baby, mother)
    for baby, child, person in _pairs(wanted, known):
        join(Born(baby, delivery, mother, None), child, person)
        wanted.remove(baby)
        known.remove((child, person))
    if wanted and known:
        raise DeskError(
            "SEX_DIFFERS",
            "儿童名册里已有她当天出生的 {name},性别与这里登记的不符,请先核对更正",
            name=known[0][1].name,
        )
    for baby in wanted:
        _become_child(session, mother, delivery, baby, pregnancy.husband_name)


def make_children(session: AuditedSession, desk: Desk, newborn_id: int) -> Pregnancy:
    """A child of a live-born baby that has none yet: one known from a register read in.

    Raises:
        DeskError: it was not born alive, or it is a child already.
    """
    baby = load(session, Newborn, newborn_id)
    if baby.outcome != LIVE:
        raise DeskError("NOT_LIVE", "不是活产,不建儿童档案")
    if child_of(session, baby):
        raise DeskError("CHILD_EXISTS", "这个新生儿已建儿童档案")
    delivery = load(session, Delivery, baby.delivery_id)
    settle_births(session, desk, delivery, [baby])
    return load(session, Pregnancy, delivery.pregnancy_id)


@dataclass(frozen=True, slots=True)
class Born:
    """The newborn somebody was, of which delivery and mother, and the child it is already."""

    baby: Newborn
    delivery: Delivery
    mother: Person
    child: Child | None


def born_here(
    session: Session,
    mother_id: int | None,
    of_person: Mapping[str, Any],
    of_child: Mapping[str, Any],
) -> Born | None:
    """The newborn that a child being registered was; None: the books have no such delivery.

    Raises:
        DeskError: each live birth of that day is somebody by name already.
    """
    if mother_id is None:
        hers = and_(
            col(Person.name) == of_child.get("mother_name"),
            col(Person.village_id) == of_person.get("village_id"),
        )
    else:
        hers = col(Person.id) == mother_id
    found = session.exec(
        select(Delivery, Person)
        .join(Pregnancy, col(Pregnancy.id) == col(Delivery.pregnancy_id))
        .join(Person, col(Person.id) == col(Pregnancy.mother_id))
        .where(hers, Delivery.delivered_on == of_person["birth_date"])
    ).first()
    if found is None:
        return None
    delivery, mother = found
    sex, weight = of_person.get("sex") or "0", of_child.get("birth_weight_g")
    free = []
    for baby in babies_of(session, delivery.id or 0):
        child = child_of(session, baby)
        nameless = child is None or is_unnamed(
            load(session, Person, child.person_id).name, mother.name
        )
        if baby.outcome == LIVE and nameless and one_sex(baby.sex, sex):
            free.append(Born(baby, delivery, mother, child))
    if not free:
        raise DeskError(
            "BIRTHS_FULL",
            "她当天分娩的活产都已建档,不能再登记一个;请打开孩子或分娩记录更正",
        )
    return max(free, key=lambda each: _likeness(each.baby, sex, weight))


def join(born: Born, child: Child, person: Person) -> None:
    """They are one; what either did not know is the other's."""
    baby, delivery, mother = born.baby, born.delivery, born.mother
    child.newborn_id, child.mother_id = baby.id, mother.id
    for ours, theirs in SAME.items():
        both = getattr(child, ours), getattr(baby, theirs)
        if None in both:
            known = both[0] if both[1] is None else both[1]
            setattr(child, ours, known)
            setattr(baby, theirs, known)
    if baby.sex not in KNOWN_SEX:
        baby.sex = person.sex
    elif person.sex not in KNOWN_SEX:
        person.sex = baby.sex
    child.mother_name = child.mother_name or mother.name
    child.birth_ga_days = child.birth_ga_days or delivery.ga_days
    child.birth_place = child.birth_place or delivery.place


def follow(child: Child, person: Person, before: Newborn, after: Newborn, mother: Person) -> None:
    """A corrected newborn's child has the same sex and measures, where it had the same before."""
    for ours, theirs in SAME.items():
        if getattr(child, ours) == getattr(before, theirs):
            setattr(child, ours, getattr(after, theirs))
    if person.sex == before.sex and not person.id_no:
        person.sex = after.sex
    if before.sex != after.sex and is_unnamed(person.name, mother.name):
        order = person.name[len(mother.name) + 2 :]
        person.name = f"{mother.name}{_kin(after.sex)}{order}"


def babies_of(session: Session, delivery_id: int) -> Sequence[Newborn]:
    """The babies of a delivery in their order."""
    return session.exec(
        select(Newborn).where(Newborn.delivery_id == delivery_id).order_by(col(Newborn.birth_order))
    ).all()


def child_of(session: Session, baby: Newborn) -> Child | None:
    """The child a newborn became, or None."""
    return session.exec(select(Child).where(Child.newborn_id == baby.id)).first()


def remove_baby(session: AuditedSession, baby: Newborn) -> None:
    """There was no such baby.

    Raises:
        DeskError: its child has a history.
    """
    child = child_of(session, baby)
    if child:
        _unmake(session, child)
    for kind in (DEFECT, PERINATAL_DEATH):
        cancel_clock(session, kind, "newborns", baby.id or 0)
    session.delete(baby)
    session.flush()


def one_sex(ours: str, theirs: str) -> bool:
    """Whether two sexes may be one: they are, or one of them is not known."""
    return ours == theirs or not {ours, theirs} <= KNOWN_SEX


def _clocks(
    session: AuditedSession, desk: Desk, delivery: Delivery, baby: Newborn, mother: Person
) -> None:
    dead = baby.outcome != LIVE and counts(delivery.ga_days, baby.weight_g) is not False
    for kind, due in ((PERINATAL_DEATH, dead), (DEFECT, baby.defect == HAS_DEFECT)):
        if due:
            start_clock(
                session,
                desk,
                kind,
                person_id=mother.id or 0,
                table="newborns",
                record_id=baby.id or 0,
                pregnancy_id=delivery.pregnancy_id,
                known_on=delivery.delivered_on,
            )
        else:
            cancel_clock(session, kind, "newborns", baby.id or 0)


def _unjoined(session: Session, mother: Person, delivery: Delivery) -> list[tuple[Child, Person]]:
    """Children of that mother and day that came from no delivery; in the order they were entered.

    A register without the mother's number has her name alone: with the day and the village it
    is she.
    """
    by_name = (
        col(Child.mother_id).is_(None)
        & (col(Child.mother_name) == mother.name)
        & (col(Person.village_id) == mother.village_id)
    )
    found = session.exec(
        select(Child, Person)
        .join(Person, col(Person.id) == col(Child.person_id))
        .where(
            col(Child.newborn_id).is_(None),
            Person.birth_date == delivery.delivered_on,
            or_(col(Child.mother_id) == mother.id, by_name),
        )
        .order_by(col(Child.id))
    )
    return [(child, person) for child, person in found]


def _pairs(
    babies: Sequence[Newborn], known: Sequence[tuple[Child, Person]]
) -> list[tuple[Newborn, Child, Person]]:
    """Which newborn is which child: the likest first, of equals in their order."""
    likely = sorted(
        (
            (_likeness(baby, person.sex, child.birth_weight_g), baby, child, person)
            for baby in babies
            for child, person in known
            if one_sex(baby.sex, person.sex)
        ),
        key=lambda each: each[0],
        reverse=True,
    )
    pairs: list[tuple[Newborn, Child, Person]] = []
    for _, baby, child, person in likely:
        if not any(baby is taken or child is joined for taken, joined, _ in pairs):
            pairs.append((baby, child, person))
    return pairs


def _likeness(baby: Newborn, sex: str, weight: int | None) -> tuple[bool, bool]:
    return baby.sex == sex, weight is not None and baby.weight_g == weight


def _is_nobody(session: Session, child: Child, mother: Person) -> bool:
    """Whether a child has neither a name nor anything else of its own yet."""
    person = load(session, Person, child.person_id)
    return is_unnamed(person.name, mother.name) and not _has_history(session, child)


def _has_history(session: Session, child: Child) -> bool:
    of_child = (
        select(ChildCheck.id).where(ChildCheck.child_id == child.id),
        select(Issue.id).where(Issue.child_id == child.id),
        select(ChildDeath.id).where(ChildDeath.child_id == child.id),
    )
    return bool(child.cert_no) or any(session.exec(query).first() for query in of_child)


def _unmake(session: AuditedSession, child: Child) -> None:
    """A child that never was: allowed while nothing was recorded of it."""
    person = load(session, Person, child.person_id)
    if _has_history(session, child):
        raise DeskError(
            "CHILD_HAS_RECORDS",
            "{name} 已有体检、出生证或死亡登记,不能改掉这个活产;请先核对",
            name=person.name,
        )
    for key in session.exec(select(FindKey).where(FindKey.person_id == person.id)):
        session.delete(key)
    session.delete(child)
    session.flush()
    session.delete(person)
    session.flush()


def _become_child(
    session: AuditedSession,
    mother: Person,
    delivery: Delivery,
    newborn: Newborn,
    father_name: str | None,
) -> None:
    """It has no name yet: it stands as its mother's son or daughter until it is named."""
    several = len(babies_of(session, delivery.id or 0)) > 1
    order = str(newborn.birth_order) if several else ""
    values = {
        "name": f"{mother.name}{_kin(newborn.sex)}{order}",
        "sex": newborn.sex,
        "birth_date": delivery.delivered_on,
        "phones": mother.phones,
        "village_id": mother.village_id,
        "group_no": mother.group_no,
        "address": mother.address,
        "residence": mother.residence,
    }
    person = Person(centre=mother.centre, **checked(PersonData, values).model_dump())
    session.add(person)
    session.flush()
    details = {
        "birth_ga_days": delivery.ga_days,
        "birth_weight_g": newborn.weight_g,
        "birth_length_mm": newborn.length_mm,
        "mother_name": mother.name,
        "father_name": father_name,
        "birth_place": delivery.place,
    }
    session.add(
        Child(
            centre=mother.centre,
            person_id=person.id or 0,
            mother_id=mother.id,
            newborn_id=newborn.id,
            **checked(ChildData, details).model_dump(),
        )
    )
    session.flush()
    refresh_keys(session, person)


def _kin(sex: str) -> str:
    return KIN.get(sex, "之婴")
