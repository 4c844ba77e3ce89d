"""The register of children, and that of the deaths under five."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from desk.child_death import WITHDRAWN
from desk.pregnancy_view import values_of
from desk.register_parts import by_village, columns_of, someone
from desk.register_rows import CheckLine, ChildDeathLine, ChildLine
from models.child import Child, ChildCheck
from models.death import ChildDeath, ChildDeathData
from models.people import Person, Village
from models.report import CHILD_DEATH, PERINATAL_DEATH, Report
from rules.dates import add_months

UNDER_7 = 7 * 12  # months


def children(session: Session, start: date, last: date) -> Iterator[ChildLine]:
    """Under 7 on the last day, not dead or moved away before the first."""
    listed = (
        col(Person.birth_date) > add_months(last, -UNDER_7),
        col(Person.birth_date) <= last,
        or_(col(Person.died_on).is_(None), col(Person.died_on) >= start),
        or_(col(Person.moved_out_on).is_(None), col(Person.moved_out_on) >= start),
    )
    checks: defaultdict[int, dict[str, CheckLine]] = defaultdict(dict)
    done = (
        select(
            col(ChildCheck.child_id),
            col(ChildCheck.contact),
            col(ChildCheck.checked_on),
            col(ChildCheck.weight_g),
            col(ChildCheck.length_mm),
        )
        .join(Child, col(Child.id) == col(ChildCheck.child_id))
        .join(Person, col(Person.id) == col(Child.person_id))
        .where(*listed)
        .order_by(col(ChildCheck.checked_on))
    )
    for child_id, contact, *measured in session.execute(done):
        checks[child_id].setdefault(contact, CheckLine(*measured))
    mother = aliased(Person)
    children = (
        select(Child, Person, col(Village.name), col(mother.id_no))
        .join(Person, col(Person.id) == col(Child.person_id))
        .join(Village, col(Village.id) == col(Person.village_id), isouter=True)
        .join(mother, col(mother.id) == col(Child.mother_id), isouter=True)
        .where(*listed)
        .order_by(*by_village(), col(Person.birth_date), col(Child.id))
    )
    for child, person, village, mother_id_no in session.execute(children):
        yield ChildLine(
            child=someone(person, village),
            sex=person.sex,
            mother_id_no=mother_id_no,
            checks=checks[child.id],
            **columns_of(
                child, "cert_no mother_name birth_weight_g birth_ga_days high_risk remark"
            ),
        )


def child_deaths(session: Session, start: date, last: date) -> Iterator[ChildDeathLine]:
    """The deaths under five of the period, by day; a card that was withdrawn is none."""
    found = session.execute(
        select(ChildDeath, Child, Person, col(Village.name), col(Report.reported_on))
        .join(Child, col(Child.id) == col(ChildDeath.child_id))
        .join(Person, col(Person.id) == col(Child.person_id))
        .join(Village, col(Village.id) == col(Person.village_id), isouter=True)
        .join(
            Report,
            and_(
                col(Report.subject_table) == ChildDeath.__tablename__,
                col(Report.subject_id) == col(ChildDeath.id),
                col(Report.kind).in_((CHILD_DEATH, PERINATAL_DEATH)),
            ),
            isouter=True,
        )
        .where(col(ChildDeath.died_on).between(start, last), col(ChildDeath.status) != WITHDRAWN)
        .order_by(col(ChildDeath.died_on), col(ChildDeath.id))
    )
    for death, child, person, village, reported_on in found:
        yield ChildDeathLine(
            child=someone(person, village),
            sex=person.sex,
            reported_on=reported_on,
            values=values_of(death, ChildDeathData),
            **columns_of(child, "mother_name father_name birth_weight_g birth_ga_days"),
        )
