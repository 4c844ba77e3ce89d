"""The seven rates of a period, and the people behind each number.

One query set; the table, the drill-down, the workbook and the JSON all come from its result. What
lies after the business day is not known yet and counts nothing.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, func, select
from sqlmodel import Session, col

from desk.context import Desk
from desk.errors import DeskError
from desk.house_rules import house_rules
from desk.settings import read_setting
from models.antenatal import AntenatalContact
from models.child import Child, ChildCheck
from models.delivery import Delivery, Newborn, PostpartumVisit
from models.people import Person, Village
from models.pregnancy import Pregnancy
from rules.dates import add_months
from rules.errors import Phrase, RuleError
from rules.indicator_facts import IndicatorSettings
from rules.indicators import CHILD, INDICATORS, MATERNAL, ChildFacts, MotherFacts, Tally, tally
from rules.periods import Period
from rules.schedule import child_contacts
from rules.targets import targets_of

LIVE_BORN, HOME_VISIT, IN_HOSPITAL = "1", "1", "1"
MET, REFUSED = "1", "2"
_OLDEST = 36  # months: of the children counted by their checks
_PERSON = (col(Person.id), col(Person.name), col(Village.name))
_Counted = Tally[MotherFacts] | Tally[ChildFacts]


@dataclass(frozen=True, slots=True)
class Figure:
    """One rate: percent with one decimal, None over nobody; ``met`` is None without a target."""

    code: str
    name: str
    numerator: int
    denominator: int
    rate: Decimal | None
    target: Decimal | None
    formula: Phrase

    @property
    def met(self) -> bool | None:
        """Whether the target is reached."""
        if self.rate is None or self.target is None:
            return None
        return self.rate >= self.target

    def as_json(self) -> dict[str, object]:
        """The figure as programs read it."""
        return {
            "code": self.code,
            "name": self.name,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "rate": None if self.rate is None else float(self.rate),
            "target": None if self.target is None else float(self.target),
            "met": self.met,
        }


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """All rates of a period as known on a day."""

    period: Period
    as_of: date
    rows: tuple[Figure, ...]

    def as_json(self) -> dict[str, object]:
        """The table as programs read it."""
        return {
            "period": self.period.code,
            "as_of": self.as_of.isoformat(),
            "indicators": [row.as_json() for row in self.rows],
        }


@dataclass(frozen=True, slots=True)
class Behind:
    """Somebody behind a number; ``reasons`` say why they are not counted, none if they are.

    ``day`` is the delivery or the birth, ``record_id`` the pregnancy or the child.
    """

    person_id: int
    name: str
    village: str
    record_id: int
    day: date
    reasons: tuple[RuleError, ...] = ()

    @property
    def reason(self) -> str:
        """The reasons as one line."""
        return "；".join(map(str, self.reasons))


@dataclass(frozen=True, slots=True)
class Who:
    """The people of one rate's cohort."""

    code: str
    counted: tuple[Behind, ...]
    missed: tuple[Behind, ...]

    def as_json(self) -> dict[str, object]:
        """The people as programs read them: names, and reasons for the missed."""
        return {
            "counted": [person.name for person in self.counted],
            "missed": [{"person": person.name, "reason": person.reason} for person in self.missed],
        }


@dataclass(frozen=True, slots=True)
class IndicatorReport:
    """The table with everybody behind it."""

    table: IndicatorTable
    who: dict[str, Who]


def figures(desk: Desk, period: Period, village_id: int | None = None) -> IndicatorTable:
    """The rates of a period, of the township or one village."""
    return report(desk, period, village_id).table


def who(desk: Desk, period: Period, code: str, village_id: int | None = None) -> Who:
    """Who counts for a rate and who does not, each with the reason.

    Raises:
        DeskError: no such indicator.
    """
    if code not in INDICATORS:
        raise DeskError("NO_INDICATOR", "没有指标“{code}”", code=code)
    return report(desk, period, village_id).who[code]


def report(desk: Desk, period: Period, village_id: int | None = None) -> IndicatorReport:
    """The rates of a period with the people behind them, in one pass."""
    with desk.reading("indicators.read") as session:
        return read_report(session, period, desk.today, village_id)


def read_report(
    session: Session, period: Period, today: date, village_id: int | None = None
) -> IndicatorReport:
    """The same from a session that reads other things too, so that all show one state."""
    targets = targets_of(int(period.code[:4]), read_setting(session, "targets"))
    house = house_rules(session)
    rules = IndicatorSettings(
        booking_days=house.early_booking_days, postpartum_days=house.home_visit_counts_days
    )
    books = _Books(session, period, today, village_id)
    mothers, children = books.mothers(), books.children()
    tallies: dict[str, tuple[_Counted, dict[int, Behind]]] = {}
    for maternal in MATERNAL:
        facts = (each for each, _ in mothers)
        people = {each.ref: person for each, person in mothers}
        tallies[maternal.code] = tally(maternal, facts, period, today, rules), people
    for infant in CHILD:
        born = (each for each, _ in children)
        people = {each.ref: person for each, person in children}
        tallies[infant.code] = tally(infant, born, period, today, rules), people
    rows = tuple(_figure(code, counted, targets[code]) for code, (counted, _) in tallies.items())
    return IndicatorReport(
        IndicatorTable(period, today, rows),
        {code: _who(code, *found) for code, found in tallies.items()},
    )


def _figure(code: str, found: _Counted, target: Decimal | None) -> Figure:
    rule = INDICATORS[code]
    return Figure(
        code, rule.name, found.numerator, found.denominator, found.rate, target, rule.formula
    )


def _who(code: str, found: _Counted, people: dict[int, Behind]) -> Who:
    missed = (replace(people[miss.facts.ref], reasons=miss.reasons) for miss in found.missed)
    return Who(code, tuple(people[facts.ref] for facts in found.counted), tuple(missed))


@dataclass(frozen=True, slots=True)
class _Books:
    """What the cohorts are read with."""

    session: Session
    period: Period
    today: date
    village_id: int | None

    def mothers(self) -> list[tuple[MotherFacts, Behind]]:
        """The deliveries of the period that have happened."""
        delivered = col(Delivery.delivered_on).between(
            self.period.start, min(self.period.end, self.today)
        )
        of_delivery = col(Delivery.pregnancy_id)
        contacts = self._days(
            select(of_delivery, col(AntenatalContact.visited_on))
            .join(Delivery, of_delivery == col(AntenatalContact.pregnancy_id))
            .where(delivered)
        )
        visits = self._days(
            select(of_delivery, col(PostpartumVisit.visited_on))
            .join(Delivery, of_delivery == col(PostpartumVisit.pregnancy_id))
            .where(
                delivered,
                col(PostpartumVisit.kind) == HOME_VISIT,
                col(PostpartumVisit.met) == MET,
            )
        )
        refusals = self._days(
            select(of_delivery, col(PostpartumVisit.visited_on))
            .join(Delivery, of_delivery == col(PostpartumVisit.pregnancy_id))
            .where(
                delivered,
                col(PostpartumVisit.kind) == HOME_VISIT,
                col(PostpartumVisit.met) == REFUSED,
            )
        )
        alive = (
            select(col(Newborn.delivery_id), func.count())
            .where(col(Newborn.outcome) == LIVE_BORN)
            .group_by(col(Newborn.delivery_id))
            .join(Delivery, col(Delivery.id) == col(Newborn.delivery_id))
            .where(delivered)
        )
        live_births = dict(self.session.execute(alive).all())
        women = (
            select(Delivery, Pregnancy, *_PERSON)
            .join(Pregnancy, col(Pregnancy.id) == of_delivery)
            .join(Person, col(Person.id) == col(Pregnancy.mother_id))
            .join(Village, col(Village.id) == col(Person.village_id), isouter=True)
            .where(delivered, *self._lives_here())
            .order_by(col(Delivery.delivered_on), col(Delivery.id))
        )
        return [
            (
                MotherFacts(
                    delivered_on=delivery.delivered_on,
                    live_births=live_births.get(delivery.id, 0),
                    booked_on=card.booked_on,
                    booked_ga_days=card.booked_ga_days,
                    lmp=card.dated,
                    contacts=tuple(contacts[card.id]),
                    discharged_on=delivery.discharged_on,
                    hospital_delivery=delivery.in_hospital == IN_HOSPITAL,
                    postpartum_visits=tuple(visits[card.id]),
                    refused_visits=tuple(refusals[card.id]),
                    ref=card.id,
                ),
                Behind(person_id, name, village or "", card.id, delivery.delivered_on),
            )
            for delivery, card, person_id, name, village in self.session.execute(women)
        ]

    def children(self) -> list[tuple[ChildFacts, Behind]]:
        """Who was born in the period, and who is under three at its end."""
        end = min(self.period.end, self.today)
        oldest = min(self.period.start, add_months(end, -_OLDEST))
        young = col(Person.birth_date).between(oldest, end)
        checks = (
            select(col(ChildCheck.child_id), col(ChildCheck.contact), col(ChildCheck.checked_on))
            .join(Child, col(Child.id) == col(ChildCheck.child_id))
            .join(Person, col(Person.id) == col(Child.person_id))
            .where(young)
        )
        done: defaultdict[int, defaultdict[str, list[date]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for child_id, contact, day in self.session.execute(checks):
            done[child_id][contact].append(day)
        born = (
            select(
                col(Child.id),
                col(Person.birth_date),
                col(Person.moved_in_on),
                col(Person.moved_out_on),
                col(Person.died_on),
                *_PERSON,
            )
            .join(Person, col(Person.id) == col(Child.person_id))
            .join(Village, col(Village.id) == col(Person.village_id), isouter=True)
            .where(young, *self._lives_here())
            .order_by(col(Person.birth_date), col(Child.id))
        )
        return [
            (
                ChildFacts(
                    birth_date=birth,
                    visits=tuple(done[child_id]["newborn"]),
                    checks=_one_a_contact(birth, done[child_id]),
                    since=since,
                    until=min(filter(None, left), default=None),
                    ref=child_id,
                ),
                Behind(person_id, name, village or "", child_id, birth),
            )
            for child_id, birth, since, *left, person_id, name, village in self.session.execute(
                born
            )
        ]

    def _days(self, query: Select[int, date]) -> defaultdict[int, list[date]]:
        days: defaultdict[int, list[date]] = defaultdict(list)
        for record_id, day in self.session.execute(query):
            days[record_id].append(day)
        return days

    def _lives_here(self) -> list[ColumnElement[bool]]:
        if self.village_id is None:
            return []
        return [col(Person.village_id) == self.village_id]


def _one_a_contact(birth: date, done: Mapping[str, list[date]]) -> dict[str, date]:
    """The day each contact was done; of several, the first that is not before its window."""
    once = {code: days[0] for code, days in done.items() if len(days) == 1}
    often = {code: days for code, days in done.items() if len(days) > 1}
    opens = {contact.code: contact.opens for contact in child_contacts(birth)} if often else {}
    return once | {
        code: min((day for day in days if day >= opens[code]), default=max(days))
        for code, days in often.items()
    }
