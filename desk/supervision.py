"""Quarterly supervision of village clinics."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from desk import problems
from desk.context import Desk, load
from desk.people import village_name
from desk.pregnancy_view import values_of
from models.base import FieldErrors, checked
from models.people import Village
from models.supervision import SupervisionVisit, SupervisionVisitData
from rules.errors import RuleError
from rules.fields import field_specs
from rules.periods import Period

VISIT_FIELDS = field_specs(SupervisionVisitData)


@dataclass(frozen=True, slots=True)
class VisitView:
    """A supervision visit."""

    id: int
    version: int
    village: str
    values: dict[str, Any]
    scores: dict[str, int]


def record_visit(
    desk: Desk,
    values: Mapping[str, Any],
    *,
    checklist: str = "",
    scores: Mapping[str, int] | None = None,
) -> VisitView:
    """A visit to a clinic. Problems found need advice and a deadline.

    Args:
        desk: the supervisor's.
        values: stored values of ``VISIT_FIELDS``.
        checklist: the version the scores belong to.
        scores: tenths of a point by item number; their sum is the score when none was typed.

    Raises:
        FieldErrors: by field, also when the village was visited that day.
    """
    data = checked(SupervisionVisitData, values)
    wrong = problems.not_future(data.model_dump(), desk.today, "visited_on", "struck_off_on")
    if data.problems and not data.advice:
        wrong["advice"] = RuleError("REQUIRED", "有存在问题时请写整改意见")
    if data.advice and not data.deadline:
        wrong["deadline"] = RuleError("REQUIRED", "整改意见请定期限")
    if data.deadline and data.deadline < data.visited_on:
        wrong["deadline"] = RuleError("DATE_ORDER", "整改期限早于督导日期")
    if wrong:
        raise FieldErrors(wrong)
    if data.score is None and scores:
        data.score = sum(scores.values())
    with desk.writing("supervision.write", "supervision.record") as session:
        load(session, Village, data.village_id)
        if session.exec(
            select(SupervisionVisit).where(
                SupervisionVisit.village_id == data.village_id,
                SupervisionVisit.visited_on == data.visited_on,
            )
        ).first():
            raise FieldErrors({"visited_on": RuleError("SAME_DAY", "这一天已有该村的督导记录")})
        visit = SupervisionVisit(
            centre=desk.centre,
            checklist=checklist,
            scores=dict(scores or {}),
            **data.model_dump(),
        )
        session.add(visit)
        session.flush()
        return _view(visit, village_name(session, visit.village_id))


def visits(desk: Desk, period: Period) -> tuple[VisitView, ...]:
    """The visits of a period, by village and day."""
    with desk.reading() as session:
        rows = session.exec(
            select(SupervisionVisit, Village.name)
            .join(Village, col(Village.id) == col(SupervisionVisit.village_id))
            .where(col(SupervisionVisit.visited_on).between(period.start, period.end))
            .order_by(col(Village.position), col(SupervisionVisit.visited_on))
        )
        return tuple(_view(visit, name) for visit, name in rows)


def _view(visit: SupervisionVisit, village: str) -> VisitView:
    return VisitView(
        visit.id or 0,
        visit.version,
        village,
        values_of(visit, SupervisionVisitData),
        dict(visit.scores),
    )
