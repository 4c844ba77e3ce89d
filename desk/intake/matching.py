"""Who a ledger's people are among those known: by identity number, else by name and birth date.

Nobody is matched on a guess: a record that fits nobody surely is a new person. Only people who
could be meant are loaded, by index, so that a large ledger costs one look for each of its rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice

from sqlmodel import col, or_, select

from desk.intake.values import UNKNOWN_SEX
from desk.intake.work import CHUNK, Work
from models.people import Person, PersonData


class People:
    """The people a part of a ledger may mean, and those it brought."""

    def __init__(
        self,
        work: Work,
        ids: Iterable[str | None],
        born: Iterable[tuple[str, date | None]],
        names: Iterable[str] = (),
    ) -> None:
        """Load who could be meant.

        Args:
            work: the intake.
            ids: identity numbers.
            born: names with their birth dates: only people born then, or nobody knows when.
            names: names that are all there is to go by.
        """
        self.all: list[Person] = []
        self._by_id: dict[str, Person] = {}
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        known = {
            person.id: person
            for person in (
                *work.fetch(Person, "id_no", ids),
                *work.fetch(Person, "name", names),
                *_born(work, set(born)),
            )
        }
        for person in sorted(known.values(), key=lambda person: person.id or 0):
            self.add(person)

    def add(self, person: Person) -> None:
        """Somebody who may be meant by the rows after this one."""
        self.all.append(person)
        self._by_name[person.name].append(person)
        if person.id_no:
            self._by_id[person.id_no] = person

    def by_id(self, id_no: str | None) -> Person | None:
        """The holder of an identity number."""
        return self._by_id.get(id_no) if id_no else None

    def named(self, name: str, id_no: str | None, sex: str) -> list[Person]:
        """People of this name whom number and sex do not make somebody else."""
        return [
            person
            for person in self._by_name[name]
            if person.name == name  # a baby named meanwhile stands under its old name too
            and compatible(person.id_no, id_no)
            and (person.sex == sex or UNKNOWN_SEX in {person.sex, sex})
        ]

    def find(self, data: PersonData) -> Person | None:
        """Who this is, or None for somebody new."""
        holder = self.by_id(data.id_no)
        if holder or data.birth_date is None:
            return holder
        same = self.named(data.name, data.id_no, data.sex)
        return only([person for person in same if person.birth_date == data.birth_date], data.id_no)

    def learn(self, person: Person, id_no: str | None) -> None:
        """A number that was filled in finds its holder from now on."""
        if id_no and person.id_no == id_no:
            self._by_id[id_no] = person


def compatible(ours: object, theirs: object) -> bool:
    """Whether two values can be one person's: equal, or one not known."""
    return not ours or not theirs or ours == theirs


def only(candidates: Sequence[Person], id_no: str | None) -> Person | None:
    """The one candidate there is; among several, the one known as little as the record says.

    A record without a number that fits several people fits none surely, unless it made one of them
    itself when it was read before: that one has no number either.
    """
    if len(candidates) > 1:
        candidates = [person for person in candidates if person.id_no == id_no]
    return candidates[0] if candidates else None


def days_apart(ours: date | None, theirs: date | None) -> int | None:
    """Days between two dates, or None when one is not known."""
    return abs((ours - theirs).days) if ours and theirs else None


def _born(work: Work, named: Iterable[tuple[str, date | None]]) -> list[Person]:
    """Bearers of common names are many: those of another birth date are not even loaded."""
    pairs = iter(sorted(named, key=lambda pair: pair[0]))
    found: list[Person] = []
    while chunk := list(islice(pairs, CHUNK)):
        days = {day for _, day in chunk if day}
        found += work.session.exec(
            select(Person)
            .where(col(Person.name).in_({name for name, _ in chunk}))
            .where(or_(col(Person.birth_date).in_(days), col(Person.birth_date).is_(None)))
        )
    return found
