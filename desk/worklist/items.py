"""One thing to do for one person, and what the sources of the worklist read with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col

from desk.calls import CallView
from desk.context import Desk
from desk.due_names import NAMES
from desk.house_rules import HouseRules
from models.people import Person
from models.terms import COLOURS
from rules.schedule import Contact

FIRST_OF_ALL = 9  # what must be reported stands before every colour
CLOSELY = 1  # a frail child's contacts stand with the yellow pregnancies
_URGENCY = {"4": 4, "3": 3, "5": 2, "2": 1}  # red, orange, purple, yellow; green and none: 0

Risk = tuple[tuple[str, ...], int]  # the words, and how far up the list they put her
NO_RISK: Risk = ((), 0)


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing to do for one person.

    ``record_id`` is the pregnancy or the child, or what the kind is about: the referral, the
    notice, the report. ``days_late`` is 0 until ``closes`` has passed. ``risk`` has the words of a
    pregnancy's risk colours, or the reason a child is looked after more closely. ``phones``
    of a child without its own are its mother's. ``call`` is the last call made for it.
    """

    kind: str
    code: str
    person: str
    person_id: int
    village: str
    opens: date
    closes: date
    days_late: int
    record_id: int
    risk: tuple[str, ...] = ()
    urgency: int = 0
    pregnancy_id: int | None = None
    phones: tuple[str, ...] = ()
    call: CallView | None = None

    @property
    def name(self) -> str:
        """What is to be done, in the words of the forms."""
        return NAMES[self.code]

    def waits(self, today: date) -> bool:
        """Whether a call put it off to a day that has not come."""
        again_on = self.call.again_on if self.call else None
        return again_on is not None and again_on > today

    def as_json(self) -> dict[str, object]:
        """The item as programs read it."""
        return {
            "kind": self.kind,
            "code": self.code,
            "person": self.person,
            "person_id": self.person_id,
            "village": self.village,
            "opens": self.opens.isoformat(),
            "closes": self.closes.isoformat(),
            "days_late": self.days_late,
        }


@dataclass(frozen=True, slots=True)
class Books:
    """What the sources read with."""

    session: Session
    desk: Desk
    village_id: int | None
    villages: dict[int | None, str]
    rules: HouseRules

    @property
    def today(self) -> date:
        """The business day."""
        return self.desk.today

    def present(self) -> list[ColumnElement[bool]]:
        """A person is alive, has not moved away, and lives in the village asked for."""
        return [
            or_(col(Person.died_on).is_(None), col(Person.died_on) > self.today),
            or_(col(Person.moved_out_on).is_(None), col(Person.moved_out_on) > self.today),
            *self.here(),
        ]

    def here(self) -> list[ColumnElement[bool]]:
        """A person lives in the village asked for."""
        if self.village_id is None:
            return []
        return [col(Person.village_id) == self.village_id]

    def open_now(self, contact: Contact) -> bool:
        """Whether doing a contact today counts."""
        return contact.opens <= self.today <= contact.counts_until

    def item(  # noqa: PLR0913  what an item consists of
        self,
        kind: str,
        code: str,
        window: tuple[date, date],
        who: Sequence[Any],
        record_id: int,
        *,
        risk: Risk = NO_RISK,
        pregnancy_id: int | None = None,
    ) -> DueItem:
        """An item: what, from when to when, for whom (a person's id, name, village, phones)."""
        person_id, name, village_id, phones = who
        opens, closes = window
        return DueItem(
            kind=kind,
            code=code,
            person=name,
            person_id=person_id,
            village=self.villages.get(village_id, ""),
            opens=opens,
            closes=closes,
            days_late=max(0, (self.today - closes).days),
            record_id=record_id,
            risk=risk[0],
            urgency=risk[1],
            pregnancy_id=pregnancy_id,
            phones=tuple(phones),
        )


def risk_of(colours: list[str]) -> Risk:
    """The words of risk colours, and how far up the list they put a woman."""
    words = tuple(choice.label for choice in COLOURS if choice.code in colours)
    return words, max((_URGENCY.get(code, 0) for code in colours), default=0)
