"""The yearly plan of blanks: the live births of the year here, and something over.

Source: 《出生医学证明》年度申领计划 (12月20日前, 当年活产数加5%, 各地不同).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from desk.certificate_table import numbers_of
from desk.context import Desk, load, update
from desk.delegation import Names
from desk.house_rules import house_rule
from desk.pregnancy import given
from desk.problems import Problems, not_future
from desk.stock_book import used_in, used_lately
from models.base import FieldErrors, checked
from models.blanks import Blank, BlankPlan, PlanData
from rules.errors import RuleError
from rules.fields import FieldSpec, field_specs

PLAN_FIELDS: dict[str, FieldSpec] = field_specs(PlanData)
DUE, REMINDED = (12, 20), (12, 1)  # month and day


@dataclass(frozen=True, slots=True)
class PlanView:
    """A year's plan, with what the year before it used; its hand with the delegation's letter."""

    id: int
    version: int
    values: dict[str, Any]
    handler: str
    used: int


@dataclass(frozen=True, slots=True)
class PlanNeeds:
    """What a plan is proposed from.

    Attributes:
        year: the year to come; in January this one.
        births: the live births here of the year before it.
        by_births: these and something over.
        lately: blanks used up in the last twelve months.
    """

    year: int = 0
    births: int = 0
    by_births: int = 0
    lately: int = 0


def plan_needs(desk: Desk) -> PlanNeeds:
    """What the plan to be made now is proposed from."""
    year = desk.today.year if desk.today.month == 1 else desk.today.year + 1
    births = len(numbers_of(desk, "births", date(year - 1, 1, 1), date(year - 1, 12, 31)))
    with desk.reading("stock.read") as session:
        percent = house_rule(session, "cert_plan_percent")
        lately = used_lately(session, desk.today)
    return PlanNeeds(year, births, -(-births * percent // 100), lately)


def plan_draft(desk: Desk, needs: PlanNeeds | None = None) -> dict[str, Any]:
    """What a plan begins with: by the births, and never less than was used lately."""
    needs = needs or plan_needs(desk)
    asked = max(needs.by_births, needs.lately)
    return {"year": needs.year, "births": needs.births, "asked": asked, "asked_on": desk.today}


def save_plan(desk: Desk, values: Mapping[str, Any]) -> PlanView:
    """A plan for a year that has none yet.

    Raises:
        FieldErrors: by field; the year has one.
    """
    data = checked(PlanData, values)
    wrong = plan_problems(data.model_dump(), desk.today)
    if wrong:
        raise FieldErrors(wrong)
    with desk.writing("certificates.write", "blanks.plan") as session:
        _refuse_taken(session, data.year)
        kept = BlankPlan(
            centre=desk.centre,
            handler=desk.user_name,
            delegation_id=desk.letter_for("certificates.write"),
            **data.model_dump(),
        )
        session.add(kept)
        session.flush()
        return _view(session, kept)


def correct_plan(
    desk: Desk, plan_id: int, version: int, values: Mapping[str, Any], reason: str
) -> PlanView:
    """A plan changed.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field; another plan has the year.
        DeskError: no reason given.
    """
    data = checked(PlanData, values)
    with desk.writing("certificates.write", "blanks.plan.correct", given(reason)) as session:
        kept = load(session, BlankPlan, plan_id)
        wrong = plan_problems(data.model_dump(), desk.today, kept.year)
        if wrong:
            raise FieldErrors(wrong)
        _refuse_taken(session, data.year, plan_id)
        update(kept, data.model_dump(), version)
        session.flush()
        return _view(session, kept)


def plan_problems(values: Mapping[str, Any], today: date, kept_year: int | None = None) -> Problems:
    """What is wrong with a plan by itself, by field; one kept may stay in its year."""
    wrong = not_future(values, today, "asked_on")
    if values.get("year") not in {None, kept_year, today.year, today.year + 1}:
        wrong["year"] = RuleError("YEAR", "只做今年和明年的计划")
    return wrong


def plans(desk: Desk) -> tuple[PlanView, ...]:
    """Every plan, the newest year first."""
    with desk.reading("stock.read") as session:
        kept = session.exec(select(BlankPlan).order_by(col(BlankPlan.year).desc())).all()
        return tuple(_view(session, plan) for plan in kept)


def plan_of(desk: Desk, plan_id: int) -> PlanView:
    """One plan."""
    with desk.reading("stock.read") as session:
        return _view(session, load(session, BlankPlan, plan_id))


def plan_due(desk: Desk) -> date | None:
    """The day next year's plan is to be in, from the first of December on until there is one."""
    today = desk.today
    year = today.year if today.month == 1 else today.year + 1
    if date(year - 1, *REMINDED) > today:
        return None
    with desk.reading("stock.read") as session:
        if session.exec(select(Blank.id).limit(1)).first() is None:
            return None
        made = session.exec(select(BlankPlan.id).where(BlankPlan.year == year)).first()
    return None if made else date(year - 1, *DUE)


def _refuse_taken(session: Session, year: int, own_id: int | None = None) -> None:
    other = session.exec(select(BlankPlan).where(BlankPlan.year == year)).first()
    if other is not None and other.id != own_id:
        words = "{year}年已有计划({asked}枚),请在那一份上更正"
        raise FieldErrors({"year": RuleError("TAKEN", words, year=year, asked=other.asked)})


def _view(session: Session, kept: BlankPlan) -> PlanView:
    values = {name: getattr(kept, name) for name in PLAN_FIELDS}
    used = used_in(session, kept.year - 1)
    handler = Names(session)(kept.handler, kept.delegation_id)
    return PlanView(kept.id or 0, kept.version, values, handler, used)
