"""Which child of the books a row means: a child register's row, or a certificate's."""

import re
from dataclasses import dataclass
from datetime import date

from desk.child_certificate import not_typed
from desk.intake.matching import People, compatible, only
from desk.intake.values import UNKNOWN_SEX, born
from desk.intake.work import Work
from models.blanks import Blank
from models.certificate import Issue
from models.child import Child
from models.people import Person
from rules.errors import RuleError

KIN = {"1": ("之子", "之婴"), "2": ("之女", "之婴"), UNKNOWN_SEX: ("之婴",)}
TWINS = ("", "1", "2", "3")
_UNNAMED = re.compile(r"(?P<mother>.+)之[子女婴]\d?")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a row says about who the child is."""

    name: str
    sex: str
    birth_date: date
    id_no: str | None
    mother_name: str | None
    mother_id_no: str | None
    cert_no: str | None
    weight_g: int | None


class Children:
    """The children some rows may mean, with their people and mothers."""

    def __init__(self, work: Work, wanted: list[Wanted]) -> None:
        named = [
            (name, one.birth_date)
            for one in wanted
            for name in (one.name, *unnamed(one.mother_name, one.sex))
        ]
        named += [
            (one.mother_name, mother_born)
            for one in wanted
            if one.mother_name and (mother_born := born(one.mother_id_no))
        ]
        ids = {number for one in wanted for number in (one.id_no, one.mother_id_no)}
        self.people = People(work, ids, named)
        self._of: dict[int, Child] = {}
        self._whose: dict[int, Person] = {}
        self._by_number: dict[str, Child] = {}
        known = {
            child.id: child
            for child in (
                *work.fetch(Child, "person_id", [person.id for person in self.people.all]),
                *work.fetch(Child, "cert_no", [one.cert_no for one in wanted]),
            )
        }
        numbers = [one.cert_no for one in wanted]
        self._states = {one.number: one.state for one in work.fetch(Blank, "number", numbers)}
        self._issues = {one.number: one for one in work.fetch(Issue, "number", numbers)}
        missing = {child.person_id for child in known.values()}
        missing |= {child.mother_id for child in known.values() if child.mother_id}
        self._person = {person.id: person for person in self.people.all}
        missing -= set(self._person)
        self._person |= {person.id: person for person in work.fetch(Person, "id", missing)}
        for child in known.values():
            self.add(self._person[child.person_id], child)

    def add(self, person: Person, child: Child) -> None:
        """A child that rows after this one may mean."""
        self._of[id(person)] = child
        self._whose[id(child)] = person
        if child.cert_no:
            self._by_number[child.cert_no] = child

    def of(self, person: Person) -> Child | None:
        """The child a person is."""
        return self._of.get(id(person))

    def whose(self, child: Child) -> Person:
        """The person a child is."""
        return self._whose[id(child)]

    def holder(self, cert_no: str | None) -> Child | None:
        """The child a certificate number stands with."""
        return self._by_number.get(cert_no) if cert_no else None

    def not_typed(self, number: str, child: Child | None, born_on: date) -> RuleError | None:
        """Why a number does not come to a child by a child register, or None."""
        state, issue = self._states.get(number, ""), self._issues.get(number)
        return not_typed(number, state, issue, child.id if child else None, born_on)

    def person(self, person_id: int | None) -> Person | None:
        """A person already loaded."""
        return self._person.get(person_id) if person_id else None

    def find(self, wanted: Wanted, mother: Person | None) -> Person | None:
        """Who the child of a row is, or None for a new one.

        By identity number; by name, birth date and mother; by certificate number and birth date;
        or a baby not named yet of the same mother, day and sex, which so gets its name.
        """
        if holder := self.people.by_id(wanted.id_no):
            return holder
        named = self.people.named(wanted.name, wanted.id_no, wanted.sex)
        same = [person for person in named if self._is(person, wanted, mother)]
        if found := only(same, wanted.id_no):
            return found
        numbered = self.holder(wanted.cert_no)
        person = self.whose(numbered) if numbered else None
        if (
            person
            and person.birth_date == wanted.birth_date
            and compatible(person.id_no, wanted.id_no)
        ):
            return person
        return self._baby(wanted, mother)

    def _baby(self, wanted: Wanted, mother: Person | None) -> Person | None:
        babies = [
            person
            for name in unnamed(wanted.mother_name, wanted.sex)
            for person in self.people.named(name, wanted.id_no, wanted.sex)
            if self._is(person, wanted, mother)
        ]
        weighing = [person for person in babies if self._weighs(person, wanted.weight_g)]
        return next(iter(weighing or babies), None)

    def _weighs(self, person: Person, weight_g: int | None) -> bool:
        child = self.of(person)
        return child is not None and child.birth_weight_g == weight_g is not None

    def _is(self, person: Person, wanted: Wanted, mother: Person | None) -> bool:
        """Whether birth date and mother agree: the mother herself, or her name."""
        child = self.of(person)
        if child is None or person.birth_date != wanted.birth_date:
            return False
        if mother and mother.id and child.mother_id == mother.id:
            return True
        known = self._person.get(child.mother_id)
        ours = child.mother_name or (known.name if known else None)
        return ours == wanted.mother_name


def unnamed(mother_name: str | None, sex: str) -> list[str]:
    """The names a baby stands under until it has its own.

    >>> unnamed("王芳", "2")[:3]
    ['王芳之女', '王芳之女1', '王芳之女2']
    """
    if not mother_name:
        return []
    return [f"{mother_name}{kin}{order}" for kin in KIN.get(sex, ("之婴",)) for order in TWINS]


def is_unnamed(name: str, mother_name: str | None) -> bool:
    """Whether this is a baby's name for the time being.

    >>> is_unnamed("王芳之女2", "王芳"), is_unnamed("李之女", "王芳")
    (True, False)
    """
    found = _UNNAMED.fullmatch(name)
    return found is not None and found["mother"] == mother_name
