"""What the records know of a certificate before anything is typed; nothing is made up."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from desk.birth_rules import elsewhere, in_hospital_by, is_own, outside
from desk.context import load
from desk.intake.children import is_unnamed
from desk.problems import Values
from models.certificate import FIRST, OUTSIDE, REISSUES, Application
from models.child import Child
from models.delivery import Delivery, Newborn
from models.people import Person
from rules.certificate_face import CHINA, NOTHING, slashes
from rules.dates import completed_years
from rules.identity import InvalidResidentId, parse_resident_id

RESIDENT_ID = "1"
OWN_HOUSE = "1"  # code of a delivery's area
ABROAD = ("81", "82", "83", "9")  # residence permits of people from elsewhere
USUAL_RESIDENT = "1"  # who lives here; the household of anybody else is registered elsewhere
PAPER = ("id_kind", "id_no", "other_no")
COLLECTS = {"1": "mother", "2": "father"}  # a parent who collects
COMPARED = (  # what an application and the records may both say
    *("child_name", "sex", "birth_date", "birth_time"),
    *("birth_ga_days", "birth_weight_g", "birth_length_mm", "institution"),
    *("mother_name", "mother_id_no", "father_name", "attended"),
)
MIDWIFE = "3"  # code of a delivery's attendant
AT_HOME, OTHERWISE = "1", "2"  # codes of ATTENDED
_TOLD = (*PAPER, "id_name", "nation", "ethnic", "address")  # by a parent's papers


def born_outside(session: Session, child: Child) -> bool:
    """Whether the birth was not in an institution, as its records say."""
    delivery = _delivery(session, child)
    if delivery is None:
        return outside(child.birth_place, None)
    return outside(delivery.place, delivery.in_hospital)


def kind_of_birth(session: Session, child: Child) -> str | None:
    """The kind of first certificate by the records of the birth; None where they do not say."""
    if born_outside(session, child):
        return OUTSIDE
    delivery = _delivery(session, child)
    place = delivery.place if delivery else child.birth_place
    inside = delivery is not None and bool(delivery.in_hospital or delivery.area)
    return FIRST if inside or in_hospital_by(place) else None


def born_elsewhere(session: Session, child: Child, own: str) -> str:
    """The other institution a child was clearly born in, which issues; "" for none.

    Args:
        session: reading.
        child: whose birth.
        own: this institution's name.
    """
    delivery = _delivery(session, child)
    place = delivery.place if delivery else child.birth_place
    other = elsewhere(place, delivery.area if delivery else None, own)
    return place if place and other and not born_outside(session, child) else ""


def own_house(session: Session, child: Child) -> bool:
    """Whether the delivery's record says that it was here, be the place named or not."""
    delivery = _delivery(session, child)
    return delivery is not None and delivery.area == OWN_HOUSE and not delivery.place


def _delivery(session: Session, child: Child) -> Delivery | None:
    newborn = session.get(Newborn, child.newborn_id) if child.newborn_id else None
    return session.get(Delivery, newborn.delivery_id) if newborn else None


def place_of(session: Session, institution: str | None) -> str | None:
    """Where an institution is, as it was written last."""
    if institution in {None, NOTHING}:
        return None
    return session.exec(
        select(Application.born_at)
        .where(Application.institution == institution, col(Application.born_at).is_not(None))
        .order_by(col(Application.id).desc())
        .limit(1)
    ).first()


def of_child(session: Session, child: Child, kind: str) -> dict[str, Any]:
    """What a certificate says of a child, as its records say it."""
    known = _of_birth(session, child, kind) | _of_parents(session, child)
    twin = _of_twin(session, child, known)
    return known | {name: value for name, value in twin.items() if not known.get(name)}


def records_otherwise(session: Session, record: Application) -> dict[str, Any]:
    """What the records say otherwise by now than an open application, by field.

    A reissue says the same as the old paper, whatever the records say.
    """
    if record.child_id is None or record.ended_on is not None or record.kind in REISSUES:
        return {}
    said = of_child(session, load(session, Child, record.child_id), record.kind)
    return {
        name: said[name] for name in COMPARED if not _same(name, getattr(record, name), said[name])
    }


def _same(name: str, typed: Any, said: Any) -> bool:
    """Whether both are the same as far as both say anything; our house has more than one name."""
    if typed is None or said is None or typed == said:
        return True
    return name == "institution" and is_own(said, typed)


def _of_birth(session: Session, child: Child, kind: str) -> dict[str, Any]:
    person = load(session, Person, child.person_id)
    delivery = _delivery(session, child)
    outside = kind == OUTSIDE or born_outside(session, child)
    return {
        # A newborn known by its mother's name has no name of its own to print yet.
        "child_name": None if is_unnamed(person.name, child.mother_name) else person.name,
        "sex": person.sex,
        "birth_date": person.birth_date,
        "birth_time": delivery.delivered_at if delivery else None,
        "birth_ga_days": child.birth_ga_days,
        "birth_weight_g": child.birth_weight_g,
        "birth_length_mm": child.birth_length_mm,
        "institution": NOTHING if outside else (delivery.place if delivery else child.birth_place),
        "attended": _attended(delivery) if kind == OUTSIDE else None,
    }


def _attended(delivery: Delivery | None) -> str | None:
    """Who attended a birth outside, by which it counts in (7) or (8) of the table."""
    if delivery is None or delivery.attendant is None:
        return None
    return AT_HOME if delivery.attendant == MIDWIFE else OTHERWISE


def _of_parents(session: Session, child: Child) -> dict[str, Any]:
    mother = session.get(Person, child.mother_id) if child.mother_id else None
    person = load(session, Person, child.person_id)
    phones = (mother.phones if mother else []) or person.phones
    return {
        "mother_name": mother.name if mother else child.mother_name,
        "mother_id_no": mother.id_no if mother else None,
        "father_name": child.father_name,
        "mother_address": _registered(mother),
        "address": person.address or (mother.address if mother else None),
        "receiver_phone": phones[0] if phones else None,
    }


def _registered(mother: Person | None) -> str | None:
    """Where the mother's household is registered: where she lives, unless she is from elsewhere."""
    here = mother is not None and mother.residence == USUAL_RESIDENT
    return mother.address if mother and here else None


def _of_twin(session: Session, child: Child, known: Values) -> dict[str, Any]:
    """What the parents' papers said when a twin's application was taken."""
    born = known["birth_date"]
    if child.mother_id is None or born is None:
        return {}
    day = timedelta(days=1)
    twin = session.exec(
        select(Application)
        .join(Child, col(Child.id) == col(Application.child_id))
        .where(
            Child.mother_id == child.mother_id,
            col(Application.birth_date).between(born - day, born + day),
        )
        .order_by(col(Application.id).desc())
        .limit(1)
    ).first()
    if twin is None:
        return {}
    parents = ["mother"]
    if child.father_name in {None, twin.father_name}:
        parents.append("father")
    said = {f"{each}_{name}": getattr(twin, f"{each}_{name}") for each in parents for name in _TOLD}
    return said | {"father_name": twin.father_name}


def collects(values: Values) -> dict[str, Any]:
    """The paper of a parent who collects is the one typed for the parent."""
    parent = COLLECTS.get(values.get("relation") or "")
    return {f"receiver_{name}": values.get(f"{parent}_{name}") for name in PAPER} if parent else {}


def derived(values: Values) -> dict[str, Any]:
    """What need not be typed: by a resident's number the kind, age, nationality; "/" by rule.

    Only a citizen's number says the nationality; nothing says a citizen's ethnic group.
    """
    found: dict[str, Any] = {}
    if values.get("receiver_id_no"):
        found["receiver_id_kind"] = values.get("receiver_id_kind") or RESIDENT_ID
    for parent in ("mother", "father"):
        number = values.get(f"{parent}_id_no")
        if not number:
            continue
        found[f"{parent}_id_kind"] = values.get(f"{parent}_id_kind") or RESIDENT_ID
        try:
            born = parse_resident_id(number).birth_date
        except InvalidResidentId:
            continue
        if values.get("birth_date") and values["birth_date"] > born:
            found[f"{parent}_age"] = completed_years(born, values["birth_date"])
        if not number.startswith(ABROAD):
            found[f"{parent}_nation"] = values.get(f"{parent}_nation") or CHINA
    return found | slashes({**values, **found})
