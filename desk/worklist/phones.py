"""Where those who are due can be called: their own numbers, a child's mother's."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import col

from desk.context import Desk
from desk.worklist.items import DueItem
from models.child import Child
from models.people import Person

Phones = dict[int, tuple[str, ...]]  # by the id of the person who is due
AT_ONCE = 500  # people asked for in one statement


def phones(desk: Desk, items: Iterable[DueItem]) -> Phones:
    """The phones of those who are due; who has none is not in it."""
    people = sorted({item.person_id for item in items})
    found: Phones = {}
    mother = aliased(Person)
    with desk.reading() as session:
        for start in range(0, len(people), AT_ONCE):
            some = people[start : start + AT_ONCE]
            numbers = (
                select(col(Person.id), col(Person.phones), col(mother.phones))
                .join(Child, col(Child.person_id) == col(Person.id), isouter=True)
                .join(mother, col(mother.id) == col(Child.mother_id), isouter=True)
                .where(col(Person.id).in_(some))
            )
            for person_id, own, mothers in session.execute(numbers):
                if own or mothers:
                    found[person_id] = tuple(own or mothers)
    return found
