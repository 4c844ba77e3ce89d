"""What the programmes ask for: a case for an infection, the subsidy's next step, a death's card."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from desk.pregnancy_view import values_of
from desk.subsidy import IN_HOSPITAL
from desk.worklist.after_birth import DIED
from desk.worklist.items import FIRST_OF_ALL, Books, DueItem
from models.death import MaternalDeath
from models.delivery import Delivery
from models.infection import InfectionCase, InfectionTest, InfectionTestData
from models.people import Person
from models.pregnancy import Pregnancy
from models.report import MATERNAL_DEATH, Report
from models.subsidy import Subsidy
from rules.infection import found_by
from rules.subsidy import DAYS, following

UNDER_CARE = ("ongoing", "delivered")


def infections(books: Books) -> Iterator[DueItem]:
    """Positive tests without a case, for who may read them; the line names no disease."""
    if not books.desk.may("infections.read"):
        return
    of_card = col(Pregnancy.id) == col(InfectionTest.pregnancy_id)
    tested = (
        select(
            InfectionTest,
            col(Person.id),
            col(Person.name),
            col(Person.village_id),
            col(Person.phones),
        )
        .join(Pregnancy, of_card)
        .join(Person, col(Person.id) == col(Pregnancy.mother_id))
        .where(col(Pregnancy.state).in_(UNDER_CARE), *books.present())
        .order_by(col(InfectionTest.tested_on), col(InfectionTest.id))
    )
    tests: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    women: dict[int, tuple[Any, ...]] = {}
    for test, *who in books.session.execute(tested):
        tests[test.pregnancy_id].append(values_of(test, InfectionTestData))
        women[test.pregnancy_id] = tuple(who)
    kept = (
        select(col(InfectionCase.pregnancy_id), col(InfectionCase.disease))
        .join(Pregnancy, col(Pregnancy.id) == col(InfectionCase.pregnancy_id))
        .where(col(Pregnancy.state).in_(UNDER_CARE))
    )
    cases = {tuple(row) for row in books.session.execute(kept)}
    for card_id, woman in women.items():
        if any((card_id, disease) not in cases for disease in found_by(*tests[card_id])):
            known: date = next(t["tested_on"] for t in tests[card_id] if found_by(t))
            window = known, known + timedelta(days=books.rules.infection_card_days)
            yield books.item(
                "infection", "infection_case", window, woman, card_id, pregnancy_id=card_id
            )


def subsidies(books: Books) -> Iterator[DueItem]:
    """Births in hospital to apply for, and applications that wait for their next step."""
    if not books.rules.subsidy_on:
        return
    births = (
        select(
            col(Pregnancy.id),
            col(Delivery.delivered_on),
            Subsidy,
            col(Person.id),
            col(Person.name),
            col(Person.village_id),
            col(Person.phones),
        )
        .join(Person, col(Person.id) == col(Pregnancy.mother_id))
        .join(Delivery, col(Delivery.pregnancy_id) == col(Pregnancy.id))
        .join(Subsidy, col(Subsidy.pregnancy_id) == col(Pregnancy.id), isouter=True)
        .where(
            col(Pregnancy.state) == "delivered",
            col(Delivery.in_hospital) == IN_HOSPITAL,
            col(Delivery.mother_outcome) != DIED,
            *books.present(),
        )
    )
    for card_id, born, subsidy, *who in books.session.execute(births):
        if subsidy is not None and not following(subsidy.state, subsidy.category):
            continue
        noted = getattr(subsidy, DAYS[subsidy.state]) if subsidy and subsidy.state in DAYS else None
        code = "subsidy_step" if subsidy else "subsidy_apply"
        # The books close with the day-42 check: until then it is no hurry.
        window = noted or born, born + timedelta(days=books.rules.day42_closes)
        yield books.item("subsidy", code, window, who, card_id, pregnancy_id=card_id)


def death_cards(books: Books) -> Iterator[DueItem]:
    """Deaths that must be reported and whose card nobody has filled in."""
    running = (
        select(
            col(Report.pregnancy_id),
            col(Person.died_on),
            col(Person.id),
            col(Person.name),
            col(Person.village_id),
            col(Person.phones),
        )
        .join(Person, col(Person.id) == col(Report.person_id))
        .join(
            MaternalDeath, col(MaternalDeath.pregnancy_id) == col(Report.pregnancy_id), isouter=True
        )
        .where(
            col(Report.reported_on).is_(None),
            col(Report.kind) == MATERNAL_DEATH,
            col(MaternalDeath.id).is_(None),
            *books.here(),
        )
    )
    risk = ((), FIRST_OF_ALL)
    for card_id, died_on, *who in books.session.execute(running):
        day = died_on or books.today
        yield books.item(
            "report", "death_card", (day, day), who, card_id, risk=risk, pregnancy_id=card_id
        )
