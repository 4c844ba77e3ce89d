"""Who is meant by what was typed: ranges of the find keys' index, and nothing else is read.

Each kind of key is one range: a name from any character on, initials in every reading, the first
digits of a number, and (reversed keys) its last ones.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    SQLColumnExpression,
    and_,
    exists,
    or_,
    select,
    union_all,
)
from sqlmodel import Session, col

from desk.find_keys import normal
from models.people import FindKey, Person, Village
from rules.text import clean

BEGINS = ("name", "initials", "id", "phone", "number")
ENDS = ("id_tail", "phone_tail", "number_tail")  # of reversed numbers
LAST = "\U0010ffff"  # sorts after every character
PEOPLE = Person.__table__  # type: ignore[attr-defined]  # SQLModel declares it on no class
READINGS = 4  # keys of one person that may answer the same text, as a rule at most


@dataclass(frozen=True, slots=True)
class Meant:
    """People meant by a text; with ``villages`` also those of a village that begins like it."""

    centre: str
    text: str
    villages: bool = False

    @property
    def word(self) -> str:
        """The text as keys are written."""
        return normal(self.text)

    def ranges(self) -> list[tuple[str, str]]:
        """Kind and beginning of every range; last digits only where there is a digit."""
        found = [(kind, self.word) for kind in BEGINS]
        if any(character.isdigit() for character in self.word):
            found += [(kind, self.word[::-1]) for kind in ENDS]
        return found

    def some(self, session: Session, limit: int) -> dict[int, bool]:
        """Ids of some of the people, every kind with its share; True: a key is the whole text."""
        parts = [
            select(col(FindKey.kind), col(FindKey.person_id), col(FindKey.key) == begin)
            .where(col(FindKey.centre) == self.centre, *_within(kind, begin))
            .order_by(col(FindKey.key), col(FindKey.person_id))
            .limit(limit * READINGS)
            .subquery()
            for kind, begin in self.ranges()
        ]
        kinds: dict[str, dict[int, bool]] = {kind: {} for kind in (*BEGINS, *ENDS)}
        for kind, who, whole in session.execute(union_all(*(select(part) for part in parts))):
            kinds[kind][who] = whole or kinds[kind].get(who, False)
        rows = sorted(
            (not whole, place, who)
            for found in kinds.values()
            for place, (who, whole) in enumerate(found.items())
        )
        people: dict[int, bool] = {}
        for part_only, _, who in rows:
            if len(people) < limit:
                people.setdefault(who, not part_only)
        return people

    def people(self) -> CompoundSelect[Any]:
        """Ids of everybody meant, some of them more than once."""
        keys: list[Select[*tuple[Any, ...]]] = [
            select(col(FindKey.person_id)).where(
                col(FindKey.centre) == self.centre, *_within(kind, begin)
            )
            for kind, begin in self.ranges()
        ]
        if self.villages:
            keys.append(select(PEOPLE.c.id).where(PEOPLE.c.village_id.in_(self._villages())))
        return union_all(*keys)

    def has(self, person_id: SQLColumnExpression[Any]) -> ColumnElement[bool]:
        """Whether one person is meant."""
        whose = [and_(*_within(kind, begin)) for kind, begin in self.ranges()]
        of_keys = exists().where(col(FindKey.person_id) == person_id, or_(*whose))
        if not self.villages:
            return of_keys
        here = PEOPLE.c.village_id.in_(self._villages())
        return or_(of_keys, exists().where(PEOPLE.c.id == person_id, here))

    def _villages(self) -> Select[*tuple[Any, ...]]:
        begins = col(Village.name).startswith(clean(self.text), autoescape=True)
        return select(col(Village.id)).where(begins)


def _within(kind: str, begin: str) -> tuple[ColumnElement[bool], ...]:
    return (
        col(FindKey.kind) == kind,
        col(FindKey.key) >= begin,
        col(FindKey.key) < begin + LAST,
    )
