"""What must be reported by a deadline: a clock that starts with the fact and stops with the report.

A clock whose reason a correction took away is taken away with it, unless it was reported by then;
the audit trail keeps both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session, col, select

from desk.context import Desk, load, update
from desk.errors import DeskError
from desk.house_rules import house_rule
from desk.places import CHINA
from desk.problems import not_future
from models.audit import AuditedSession
from models.base import FieldErrors, checked
from models.people import Person, Village
from models.report import (
    CHILD_DEATH,
    DEFECT,
    MATERNAL_DEATH,
    ORANGE,
    PERINATAL_DEATH,
    RED,
    REPORTS,
    Report,
    ReportData,
)
from models.risk import RiskCase
from rules.errors import RuleError
from rules.fields import field_specs
from rules.text import clean

REPORT_FIELDS = field_specs(ReportData)
NAMES = {each.code: each.label for each in REPORTS}
# Which of the house's rules says how many hours a report may take.
HOURS = {
    ORANGE: "report_hours_orange",
    RED: "report_hours_red",
    MATERNAL_DEATH: "report_hours_death",
    PERINATAL_DEATH: "report_hours_child_death",
    CHILD_DEATH: "report_hours_child_death",
    DEFECT: "report_hours_defect",
}
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report to be made, or made. ``hours_left`` is below 0 once the deadline has passed."""

    id: int
    kind: str
    person_id: int
    person: str
    village: str
    pregnancy_id: int | None
    known_at: datetime
    due_at: datetime
    hours_left: int
    version: int
    values: dict[str, Any]

    @property
    def name(self) -> str:
        """Which report it is."""
        return NAMES[self.kind]

    @property
    def late(self) -> bool:
        """Whether its deadline has passed and it is not made."""
        return self.hours_left < 0 and self.values["reported_on"] is None


def start_clock(  # noqa: PLR0913  what a clock is about
    session: AuditedSession,
    desk: Desk,
    kind: str,
    *,
    person_id: int,
    table: str,
    record_id: int,
    pregnancy_id: int | None = None,
    known_on: date | None = None,
) -> Report:
    """Have a clock run for a kind of report about a record; the one that runs is kept.

    Args:
        session: the verb's own.
        desk: where.
        kind: a code of ``models.report.REPORTS``.
        person_id: whom it is about.
        table: the record's table.
        record_id: the record.
        pregnancy_id: her card, if there is one.
        known_on: the day it could be known; None or today: from now on. Of a day gone by the
            clock runs from its last minute, however late it is entered.
    """
    found = report_about(session, kind, table, record_id)
    if found and (found.reported_on or known_on in {None, _day(found.known_at)}):
        return found
    known = _known(desk, known_on)
    due = known + house_rule(session, HOURS[kind]) * _HOUR
    if found:
        found.known_at, found.due_at = _stored(known), _stored(due)
        return found
    report = Report(
        centre=desk.centre,
        kind=kind,
        person_id=person_id,
        pregnancy_id=pregnancy_id,
        subject_table=table,
        subject_id=record_id,
        known_at=_stored(known),
        due_at=_stored(due),
    )
    session.add(report)
    return report


def cancel_clock(session: AuditedSession, kind: str, table: str, record_id: int) -> None:
    """The reason of a report is gone; one that was made stays."""
    found = report_about(session, kind, table, record_id)
    if found and found.reported_on is None:
        session.delete(found)


def report_about(session: Session, kind: str, table: str, record_id: int) -> Report | None:
    """The report of a kind about a record, running or made."""
    return session.exec(
        select(Report).where(
            Report.kind == kind, Report.subject_table == table, Report.subject_id == record_id
        )
    ).first()


def open_reports(desk: Desk) -> tuple[ReportView, ...]:
    """Every report that is still to be made, the nearest deadline first."""
    with desk.reading() as session:
        return _views(session, desk, col(Report.reported_on).is_(None))


def reports_of(session: Session, desk: Desk, person_id: int) -> tuple[ReportView, ...]:
    """A person's reports, those still to be made and those made."""
    return _views(session, desk, col(Report.person_id) == person_id)


def report(desk: Desk, report_id: int) -> ReportView:
    """One report.

    Raises:
        DeskError: its reason is gone, and it with it.
    """
    with desk.reading() as session:
        load(session, Report, report_id)
        return _views(session, desk, col(Report.id) == report_id)[0]


def report_made(
    desk: Desk, report_id: int, values: Mapping[str, Any], version: int, reason: str = ""
) -> ReportView:
    """That a report was made; once made it is corrected with a reason.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: it is made already and no reason is given, or its reason is gone.
    """
    data = checked(ReportData, values)
    wrong = not_future(data.model_dump(), desk.today, "reported_on")
    act = "report.correct" if clean(reason) else "report.made"
    with desk.writing("records.write", act, clean(reason)) as session:
        kept = load(session, Report, report_id)
        if kept.reported_on and not clean(reason):
            raise DeskError("REPORTED", "已经记过报告;更正请写明原因")
        if not wrong and data.reported_on < _day(kept.known_at):
            wrong["reported_on"] = RuleError(
                "DATE_ORDER", "早于发现日期 {day},请核对", day=_day(kept.known_at).isoformat()
            )
        if wrong:
            raise FieldErrors(wrong)
        update(kept, data.model_dump(), version)
        _into_case(session, kept)
        session.flush()
        return _views(session, desk, col(Report.id) == report_id)[0]


def _views(session: Session, desk: Desk, which: Any) -> tuple[ReportView, ...]:
    found = session.execute(
        select(Report, Person, col(Village.name))
        .join(Person, col(Person.id) == col(Report.person_id))
        .join(Village, col(Village.id) == col(Person.village_id), isouter=True)
        .where(col(Report.centre) == desk.centre, which)
        .order_by(col(Report.due_at), col(Report.id))
    )
    now = _now(desk)
    return tuple(_view(kept, person, village or "", now) for kept, person, village in found)


def _view(kept: Report, person: Person, village: str, now: datetime) -> ReportView:
    due = datetime.fromisoformat(kept.due_at)
    return ReportView(
        id=kept.id or 0,
        kind=kept.kind,
        person_id=kept.person_id,
        person=person.name,
        village=village,
        pregnancy_id=kept.pregnancy_id,
        known_at=datetime.fromisoformat(kept.known_at).astimezone(CHINA),
        due_at=due.astimezone(CHINA),
        hours_left=(due - now) // _HOUR,
        version=kept.version,
        values={name: getattr(kept, name) for name in REPORT_FIELDS},
    )


def _into_case(session: Session, kept: Report) -> None:
    """Her case file says when and to whom it was reported; nobody types it twice."""
    case = session.exec(select(RiskCase).where(RiskCase.pregnancy_id == kept.pregnancy_id)).first()
    if case is not None and kept.kind in {ORANGE, RED}:
        case.reported_on = case.reported_on or kept.reported_on
        case.report_to = case.report_to or kept.reported_to


def _now(desk: Desk) -> datetime:
    """This moment of the business day, UTC."""
    return datetime.combine(desk.today, datetime.now(CHINA).timetz()).astimezone(UTC)


def _known(desk: Desk, known_on: date | None) -> datetime:
    if known_on is None or known_on >= desk.today:
        return _now(desk)
    return datetime.combine(known_on, time(23, 59), CHINA).astimezone(UTC)


def _stored(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _day(moment: str) -> date:
    """The day in China of a stored instant."""
    return datetime.fromisoformat(moment).astimezone(CHINA).date()
