"""The women with HIV, syphilis or hepatitis B and what is missing for them; each look is kept."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, distinct, func, or_, select

from desk.context import Desk, load
from desk.house_rules import HouseRules, house_rules
from desk.pregnancy_view import CardView, values_of, view_card
from models.delivery import Delivery, Newborn
from models.infection import (
    ExposedChild,
    ExposedChildData,
    InfectionCase,
    InfectionCaseData,
    InfectionTest,
    InfectionTestData,
)
from models.people import Person, Village
from models.pregnancy import Pregnancy
from rules.errors import RuleError
from rules.infection import POSITIVE, found_by, missing_for_child, missing_for_mother

YEAR = timedelta(days=365)
# A pregnancy, the child's 18 months, and some time to close: older cards are not listed.
FOLLOWED = timedelta(days=1000)
LIVE = "1"
_POINTING = ("hiv", "hiv_confirmed", "syphilis", "tppa", "rpr", "hbsag")


@dataclass(frozen=True, slots=True)
class InfectionLine:
    """A woman and one disease; ``since`` the day of its case, or of the first positive test."""

    person_id: int
    pregnancy_id: int
    name: str
    village: str
    disease: str
    since: date
    state: str
    missing: tuple[RuleError, ...]


@dataclass(frozen=True, slots=True)
class InfectionBoard:
    """``tested``: the women tested in the last year; the lines, those missing most first."""

    tested: int
    lines: tuple[InfectionLine, ...]

    def positive(self, disease: str) -> int:
        """How many women listed have a disease."""
        return sum(line.disease == disease for line in self.lines)


@dataclass(slots=True)
class _Facts:
    """What is known of one card."""

    tests: list[dict[str, Any]] = field(default_factory=list)
    cases: dict[str, dict[str, Any]] = field(default_factory=dict)
    children: dict[int, dict[str, Any]] = field(default_factory=dict)
    born: tuple[date, str | None] | None = None
    live: list[int] = field(default_factory=list)  # the order of each live-born baby


def infections(desk: Desk) -> InfectionBoard:
    """The list of the permitted; that it was looked at is kept in the audit trail."""
    with desk.writing("infections.read", "infections.look") as session:
        rules, facts = house_rules(session), _facts(session, desk.today - FOLLOWED)
        women = session.exec(
            select(Pregnancy, Person, Village.name)
            .join(Person, col(Person.id) == col(Pregnancy.mother_id))
            .join(Village, col(Village.id) == col(Person.village_id), isouter=True)
            .where(col(Pregnancy.id).in_(facts))
        )
        lines = [
            InfectionLine(
                person_id=woman.id or 0,
                pregnancy_id=card.id or 0,
                name=woman.name,
                village=village or "",
                disease=disease,
                since=_since(facts[card.id or 0], disease),
                state=card.state,
                missing=tuple(_missing(facts[card.id or 0], disease, desk.today, rules)),
            )
            for card, woman, village in women
            for disease in _diseases(facts[card.id or 0])
        ]
        lines.sort(key=lambda line: (-len(line.missing), line.since, line.pregnancy_id))
        session.note({"lines": len(lines)}, "infection_cases")
        return InfectionBoard(_tested(session, desk.today), tuple(lines))


def _facts(session: Session, since: date) -> dict[int, _Facts]:
    """Every card with a positive test or a case since a day."""
    positive = or_(*(getattr(InfectionTest, name) == POSITIVE for name in _POINTING))
    found: dict[int, _Facts] = defaultdict(_Facts)
    cards = set(
        session.exec(
            select(InfectionTest.pregnancy_id).where(positive, InfectionTest.tested_on >= since)
        )
    )
    cards |= set(
        session.exec(select(InfectionCase.pregnancy_id).where(InfectionCase.confirmed_on >= since))
    )
    days = col(InfectionTest.tested_on), col(InfectionTest.id)
    of_card = col(InfectionTest.pregnancy_id).in_(cards)
    for test in session.exec(select(InfectionTest).where(of_card).order_by(*days)):
        found[test.pregnancy_id].tests.append(values_of(test, InfectionTestData))
    of_card = col(InfectionCase.pregnancy_id).in_(cards)
    for case in session.exec(select(InfectionCase).where(of_card)):
        found[case.pregnancy_id].cases[case.disease] = values_of(case, InfectionCaseData)
    of_card = col(ExposedChild.pregnancy_id).in_(cards)
    for child in session.exec(select(ExposedChild).where(of_card)):
        found[child.pregnancy_id].children[child.birth_order] = values_of(child, ExposedChildData)
    births = session.exec(
        select(Delivery, Newborn)
        .join(Newborn, col(Newborn.delivery_id) == col(Delivery.id))
        .where(col(Delivery.pregnancy_id).in_(cards), Newborn.outcome == LIVE)
    )
    for delivery, newborn in births:
        facts = found[delivery.pregnancy_id]
        facts.born = delivery.delivered_on, delivery.delivered_at
        facts.live.append(newborn.birth_order)
    return found


def _diseases(facts: _Facts) -> list[str]:
    return sorted(found_by(*facts.tests) | set(facts.cases))


def _since(facts: _Facts, disease: str) -> date:
    case = facts.cases.get(disease)
    if case:
        day: date = case["confirmed_on"]
        return day
    days: list[date] = [test["tested_on"] for test in facts.tests if disease in found_by(test)]
    return days[0]


def _missing(facts: _Facts, disease: str, today: date, rules: HouseRules) -> Iterator[RuleError]:
    """For her, then for each live-born baby; of two babies each sentence once."""
    case: Mapping[str, Any] | None = facts.cases.get(disease)
    found = missing_for_mother(disease, case, today, rules.infection_card_days)
    if facts.born:
        for order in facts.live:
            child = facts.children.get(order)
            found += missing_for_child(disease, child, facts.born, today, rules.hbig_hours)
    yield from {str(each): each for each in found}.values()


def _tested(session: Session, today: date) -> int:
    count = select(func.count(distinct(col(InfectionTest.pregnancy_id))))
    return session.exec(count.where(InfectionTest.tested_on > today - YEAR)).one()


def infection_card(desk: Desk, pregnancy_id: int) -> CardView:
    """One card for the permitted; that it was looked at is kept in the audit trail."""
    with desk.writing("infections.read", "infections.look") as session:
        pregnancy = load(session, Pregnancy, pregnancy_id)
        session.note({"card": pregnancy_id}, "infection_cases")  # not in the card's own history
        return view_card(session, desk, pregnancy)
