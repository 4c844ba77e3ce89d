"""What a card's records say of its risk, day by day: the facts of a day are the latest until then.

What was entered first or last makes no difference; of one day the graver value counts.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, func, select

from models.antenatal import AntenatalContact
from models.delivery import Delivery, Newborn
from models.first_exam import FirstExam
from models.infection import InfectionCase, InfectionTest
from models.people import Person
from models.pregnancy import Pregnancy
from models.risk import RiskAssessment, RiskFollowup
from rules.infection import HEPATITIS_B, HIV, NEGATIVE, POSITIVE, SYPHILIS, found_by
from rules.risk_facts import Facts

NEGATIVE_RH, POSITIVE_RH = "1", "2"
_LABORATORY_TENTHS = 10  # the first examination keeps enzymes in tenths of U/L
_TESTS = {HIV: ("hiv", "hiv_confirmed"), SYPHILIS: ("syphilis", "rpr"), HEPATITIS_B: ("hbsag",)}
Value = Any


@dataclass(frozen=True, slots=True)
class Findings:
    """All records of a card that tell of its risk, each list with the day of each record."""

    card: Pregnancy
    mother: Person
    contacts: Sequence[tuple[date, AntenatalContact]]
    exams: Sequence[tuple[date, FirstExam]]
    followups: Sequence[tuple[date, RiskFollowup]]
    tests: Sequence[tuple[date, InfectionTest]]
    cases: Sequence[tuple[date, InfectionCase]]
    assessments: Sequence[tuple[date, RiskAssessment]]
    last_birth_on: date | None
    born: tuple[date, int] | None

    @property
    def first_day(self) -> date | None:
        """From when on the card itself is known."""
        return self.card.booked_on or self.card.start

    def days(self) -> list[date]:
        """Every day on which something was found."""
        dated: Iterable[Sequence[tuple[date, Any]]] = (
            self.contacts,
            self.exams,
            self.followups,
            self.tests,
            self.cases,
            self.assessments,
        )
        found = {day for records in dated for day, _ in records}
        found |= {day for day in (self.first_day,) if day}
        return sorted(found | ({self.born[0]} if self.born else set()))

    def facts(self, on: date) -> Facts:
        """What was known at the end of a day."""
        measured = [*self._until(self.contacts, on), *self._until(self.followups, on)]
        exams = self._until(self.exams, on)
        if (day := self.first_day) and day <= on:
            measured.append((day, self.card))
        pressures = [(day, each) for day, each in measured if each.bp_sys is not None]
        exam = exams[-1][1] if exams else None
        infections = self._infections(on)
        counted: dict[str, Any] = {name: getattr(exam, name, None) for name in _COUNTED}
        glucose_on = next((day for day, each in reversed(exams) if each.glucose is not None), None)
        return Facts(
            on=on,
            birth_date=self.mother.birth_date,
            started_on=self.card.start,
            height_mm=(exam and exam.height_mm) or self.card.height_mm,
            weight_g=(exam and exam.prepregnancy_weight_g) or self._first_weight(on),
            rh_negative=_rh(exam),
            last_birth_on=(exam and exam.last_birth_on) or self.last_birth_on,
            gravida=self.card.gravida,
            para=self.card.para,
            **counted,
            fetuses=self._fetuses(on, exam),
            past_history=frozenset(exam.past_history if exam else ()),
            family_history=frozenset(exam.family_history if exam else ()),
            hb=_latest([p for p in measured if p[1] is not self.card], "hb", min),
            platelets=_latest(exams, "platelets", min),
            bp_sys=_latest(pressures, "bp_sys", max),
            bp_dia=_latest(pressures, "bp_dia", max),
            fasting_glucose=_latest(exams, "glucose", max),
            glucose_on=glucose_on,
            urine_sugar=_grade(exam.urine_glucose if exam else None),
            urine_proteins=self._proteins(on),
            alt=_units(exam.alt if exam else None),
            ast=_units(exam.ast if exam else None),
            hiv=infections[HIV],
            syphilis=infections[SYPHILIS],
            hbsag=infections[HEPATITIS_B],
        )

    def _until(self, records: Sequence[tuple[date, Any]], on: date) -> list[tuple[date, Any]]:
        return [(day, record) for day, record in records if day <= on]

    def _first_weight(self, on: date) -> int | None:
        """The weight nearest to that before the pregnancy: the card's, else the first one taken."""
        if self.card.weight_g is not None:
            return self.card.weight_g
        weights = [
            (day, each.weight_g)
            for day, each in self._until(self.contacts, on)
            if each.weight_g is not None
        ]
        return min(weights)[1] if weights else None

    def _fetuses(self, on: date, exam: FirstExam | None) -> int | None:
        if self.born and self.born[0] <= on:
            return self.born[1]
        return exam.fetuses if exam else None

    def _proteins(self, on: date) -> tuple[int, ...]:
        """The grades in order of day, the highest of each."""
        records = [*self._until(self.contacts, on), *self._until(self.followups, on)]
        by_day: dict[date, int] = {}
        for day, each in records:
            grade = _grade(each.urine_protein)
            if grade is not None:
                by_day[day] = max(grade, by_day.get(day, grade))
        return tuple(grade for _, grade in sorted(by_day.items()))

    def _infections(self, on: date) -> dict[str, bool | None]:
        """Each disease: found, not found by a test that was done, or not known."""
        tests = [test.model_dump() for _, test in self._until(self.tests, on)]
        found = found_by(*tests) | {case.disease for _, case in self._until(self.cases, on)}
        known = {NEGATIVE, POSITIVE}
        return {
            disease: True
            if disease in found
            else False
            if any(test[name] in known for test in tests for name in names)
            else None
            for disease, names in _TESTS.items()
        }


_COUNTED = (
    "caesareans",
    "miscarriages",
    "induced_abortions",
    "fetal_deaths",
    "stillbirths",
    "neonatal_deaths",
    "defects",
)


def findings_of(session: Session, pregnancy: Pregnancy) -> Findings:
    """The records of a card, read whoever asks: what is derived follows from all of them."""
    mother = session.get_one(Person, pregnancy.mother_id)
    return Findings(
        card=pregnancy,
        mother=mother,
        contacts=_dated(session, AntenatalContact, pregnancy, "visited_on"),
        exams=_dated(session, FirstExam, pregnancy, "examined_on"),
        followups=_dated(session, RiskFollowup, pregnancy, "followed_on"),
        tests=_dated(session, InfectionTest, pregnancy, "tested_on"),
        cases=_dated(session, InfectionCase, pregnancy, "confirmed_on"),
        assessments=_dated(session, RiskAssessment, pregnancy, "assessed_on"),
        last_birth_on=_last_birth(session, pregnancy),
        born=_born(session, pregnancy),
    )


def _dated(session: Session, table: Any, pregnancy: Pregnancy, day: str) -> list[tuple[date, Any]]:
    on = getattr(table, day)
    found = session.exec(
        select(table).where(table.pregnancy_id == pregnancy.id).order_by(on, table.id)
    )
    return [(getattr(record, day), record) for record in found]


def _last_birth(session: Session, pregnancy: Pregnancy) -> date | None:
    """Her last delivery before this pregnancy, if it stands in these books."""
    days = select(func.max(Delivery.delivered_on)).join(
        Pregnancy, col(Pregnancy.id) == col(Delivery.pregnancy_id)
    )
    days = days.where(
        Pregnancy.mother_id == pregnancy.mother_id, Delivery.pregnancy_id != pregnancy.id
    )
    if pregnancy.start:
        days = days.where(Delivery.delivered_on <= pregnancy.start)
    return session.exec(days).first()


def _born(session: Session, pregnancy: Pregnancy) -> tuple[date, int] | None:
    """When she was delivered and of how many."""
    delivery = session.exec(select(Delivery).where(Delivery.pregnancy_id == pregnancy.id)).first()
    if delivery is None:
        return None
    babies = session.exec(select(Newborn).where(Newborn.delivery_id == delivery.id)).all()
    return delivery.delivered_on, len(babies)


def _latest(
    records: Sequence[tuple[date, Any]], name: str, graver: Callable[[Iterable[int]], int]
) -> Value:
    """The value of the last day that has one."""
    known = [(day, v) for day, each in records if (v := getattr(each, name)) is not None]
    if not known:
        return None
    last = max(day for day, _ in known)
    return graver(value for day, value in known if day == last)


def _rh(exam: FirstExam | None) -> bool | None:
    if exam is None or exam.rh not in {NEGATIVE_RH, POSITIVE_RH}:
        return None
    return exam.rh == NEGATIVE_RH


def _grade(code: str | None) -> int | None:
    return int(code) if code else None


def _units(tenths: int | None) -> Decimal | None:
    return None if tenths is None else Decimal(tenths) / _LABORATORY_TENTHS
