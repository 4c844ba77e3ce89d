"""The report card of a child's death: recorded from the child's page, it starts a clock.

A death in the first seven days of a live-born child is a perinatal death, one before the fifth
birthday a death under five (妇幼卫生年报 指标解释).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import select

from desk.child import ChildView, view_child
from desk.context import Desk, load, update
from desk.errors import DeskError
from desk.pregnancy import confirmed, given
from desk.problems import Problems, Values, not_future
from desk.report import cancel_clock, start_clock
from models.audit import AuditedSession
from models.base import FieldErrors, checked
from models.child import Child
from models.death import ChildDeath, ChildDeathData
from models.people import Person
from models.report import CHILD_DEATH, PERINATAL_DEATH
from rules.birth import perinatal
from rules.dates import add_months
from rules.errors import RuleError
from rules.fields import field_specs

CHILD_DEATH_FIELDS = field_specs(ChildDeathData)
WITHDRAWN, UNTREATED = "9", "3"
FIVE_YEARS = 60  # months


def death_problems(values: Values, today: date, child: ChildView) -> Problems:
    """A death within what the books know of the child."""
    wrong = not_future(values, today, "died_on", "filled_on")
    day, born = values.get("died_on"), child.person.birth_date
    last = max((check.values["checked_on"] for check in child.checks), default=None)
    if day and born and day < born:
        wrong["died_on"] = RuleError("DATE_ORDER", "早于出生日期 {day}", day=born.isoformat())
    elif day and last and day < last and values.get("status") != WITHDRAWN:
        wrong["died_on"] = RuleError(
            "DATE_ORDER", "早于最近一次体检 {day},请核对", day=last.isoformat()
        )
    if values.get("treated") == UNTREATED and not values.get("untreated_why"):
        wrong["untreated_why"] = RuleError("REQUIRED", "未治疗请写主要原因")
    return wrong


def record_child_death(
    desk: Desk, child_id: int, values: Mapping[str, Any], doubts: Sequence[str] = ()
) -> ChildView:
    """A child died.

    Raises:
        FieldErrors: by field.
        DeskError: it is recorded already.
    """
    data = checked(ChildDeathData, values)
    with desk.writing("records.write", "child_death.record", confirmed(doubts)) as session:
        child = load(session, Child, child_id)
        if session.exec(select(ChildDeath).where(ChildDeath.child_id == child_id)).first():
            raise DeskError("ONCE", "已经登记过,请打开那条更正")
        _refuse(desk, data, view_child(session, desk, child))
        death = ChildDeath(centre=desk.centre, child_id=child_id, **data.model_dump())
        session.add(death)
        session.flush()
        return _settled(session, desk, child, death)


def correct_child_death(
    desk: Desk, death_id: int, version: int, values: Mapping[str, Any], reason: str
) -> ChildView:
    """The card of a child's death; withdrawn, the child lives.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: no reason given.
    """
    data = checked(ChildDeathData, values)
    with desk.writing("records.write", "child_death.correct", given(reason)) as session:
        death = load(session, ChildDeath, death_id)
        child = load(session, Child, death.child_id)
        _refuse(desk, data, view_child(session, desk, child))
        update(death, data.model_dump(), version)
        session.flush()
        return _settled(session, desk, child, death)


def _refuse(desk: Desk, data: ChildDeathData, child: ChildView) -> None:
    wrong = death_problems(data.model_dump(), desk.today, child)
    if wrong:
        raise FieldErrors(wrong)


def _settled(session: AuditedSession, desk: Desk, child: Child, death: ChildDeath) -> ChildView:
    person = load(session, Person, child.person_id)
    stands = death.status != WITHDRAWN
    person.died_on = death.died_on if stands else None
    due = report_kind(person.birth_date, death.died_on) if stands else None
    for kind in (PERINATAL_DEATH, CHILD_DEATH):
        if kind == due:
            start_clock(
                session,
                desk,
                kind,
                person_id=child.person_id,
                table="child_deaths",
                record_id=death.id or 0,
                known_on=death.died_on,
            )
        else:
            cancel_clock(session, kind, "child_deaths", death.id or 0)
    session.flush()
    return view_child(session, desk, child)


def report_kind(born: date | None, died: date) -> str | None:
    """Which report a child's death asks for, if any.

    >>> report_kind(date(2026, 1, 1), date(2026, 1, 7)) == PERINATAL_DEATH
    True
    >>> report_kind(date(2021, 1, 1), date(2026, 1, 1)) is None
    True
    """
    if born is None or died >= add_months(born, FIVE_YEARS):
        return None
    return PERINATAL_DEATH if perinatal(born, died) else CHILD_DEATH
