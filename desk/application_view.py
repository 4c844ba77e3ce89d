"""An application for a certificate as it stands: the number it holds, what is done, what is next.

Nothing of this is kept twice: the step follows from the number's state, the issue, the seal and the
collection.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from desk.application_known import records_otherwise
from desk.delegation import Names
from desk.house_rules import house_rules
from models.blanks import Blank, BlankMove
from models.certificate import (
    AGREED,
    FIRST,
    Application,
    ApplicationData,
    Collection,
    Issue,
    Seal,
)
from models.child import Child
from rules.fields import field_specs

APPLICATION_FIELDS = field_specs(ApplicationData)
STEPS = {
    "review": "待审核",
    "pass": "待移交",
    "reserve": "待占号",
    "print": "待打印",
    "confirm": "待确认",
    "seal": "待盖章",
    "collect": "待领证",
    "done": "已办结",
    "passed": "已移交",
    "withdrawn": "已撤回",
}
CORRECTED = "application.correct"  # as the journal of changes calls it
OVER = frozenset({"done", "passed", "withdrawn"})  # nothing is left to do
_HOLDS = {"reserved": "print", "printed": "confirm"}  # the states of a number that is held


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFact:
    """One act on a number for this application, as the journal has it."""

    number: str
    act: str
    on: date
    handler: str
    second: str
    cause: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationView:
    """An application whole; a name stands with the letter of the delegation it worked under.

    Attributes:
        values: stored values of ``APPLICATION_FIELDS``.
        number: the number it holds, or was issued with; None before one is reserved.
        state: that number's state now; "" for none.
        step: what is next, of ``STEPS``.
        facts: what its numbers went through, oldest first; only where one is read by itself.
        records: what the child's records say otherwise by now, by field; only there, too.
    """

    id: int
    version: int
    child_id: int | None
    person_id: int | None
    values: dict[str, Any]
    kind: str
    number: str | None
    state: str
    step: str
    user: str
    handler: str
    decision: str | None
    decided_on: date | None
    opinion: str | None
    reviewer: str
    issue_id: int | None
    issued_on: date | None
    issuer: str
    sealed_on: date | None
    sealer: str
    collected_on: date | None
    collector: str
    handed_by: str
    ended_on: date | None
    ended_why: str
    passed_to: str
    ended_by: str
    facts: tuple[NumberFact, ...] = ()
    records: dict[str, Any] = field(default_factory=dict)

    @property
    def agreed(self) -> bool:
        """Whether the reviewer agreed."""
        return self.decision == AGREED

    @property
    def open(self) -> bool:
        """Whether the certificate has not been issued yet, nor the application given up."""
        return self.ended_on is None


def needs_review(kind: str) -> bool:
    """Whether a reviewer decides before a number is taken: all but a first issue in the house."""
    return kind != FIRST


def view_of(session: Session, application: Application) -> ApplicationView:
    """One application, with what its numbers went through and what the records say by now."""
    session.flush()
    (found,) = views(session, col(Application.id) == application.id)
    records = records_otherwise(session, application)
    return replace(found, facts=_facts(session, found.id), records=records)


def step_of(session: Session, application: Application) -> str:
    """What is next with an application, of ``STEPS``."""
    session.flush()
    (found,) = views(session, col(Application.id) == application.id)
    return found.step


def views(session: Session, *where: Any, most: int = 500) -> tuple[ApplicationView, ...]:
    """Applications that meet conditions, the oldest first, in one query."""
    query = (
        select(Application, Blank, Issue, Seal, Collection, col(Child.person_id))
        .join(Blank, col(Blank.id) == col(Application.blank_id), isouter=True)
        .join(Issue, col(Issue.application_id) == col(Application.id), isouter=True)
        .join(Seal, col(Seal.issue_id) == col(Issue.id), isouter=True)
        .join(Collection, col(Collection.issue_id) == col(Issue.id), isouter=True)
        .join(Child, col(Child.id) == col(Application.child_id), isouter=True)
        .where(*where)
        .order_by(col(Application.applied_on), col(Application.id))
        .limit(most)
    )
    rows = [_Kept(*row) for row in session.execute(query)]
    named = Names(session)
    passed_on = house_rules(session).passed_on
    return tuple(_view(row, named, passed_on) for row in rows)


class _Kept(NamedTuple):
    """An application and what hangs on it."""

    application: Application
    blank: Blank | None
    issue: Issue | None
    seal: Seal | None
    collection: Collection | None
    person_id: int | None


def _facts(session: Session, application_id: int) -> tuple[NumberFact, ...]:
    query = (
        select(BlankMove, col(Blank.number))
        .join(Blank, col(Blank.id) == col(BlankMove.blank_id))
        .where(col(BlankMove.application_id) == application_id)
        .order_by(col(BlankMove.id))
    )
    named = Names(session)
    return tuple(
        NumberFact(
            number=number,
            act=move.act or "",
            on=move.moved_on,
            handler=named(move.handler, move.delegation_id),
            second=named(move.second, move.second_delegation_id),
            cause=move.cause or "",
            words=move.reason or "",
        )
        for move, number in session.execute(query)
    )


def _view(row: _Kept, named: Names, passed_on: frozenset[str]) -> ApplicationView:
    kept, blank, issue, seal, collection, person_id = row
    # A number voided or lost by itself, on its own page, is no longer held.
    held = blank if blank is not None and (issue or blank.state in _HOLDS) else None
    step = _after_issue(blank, seal, collection) if issue else _before_issue(kept, held)
    if step == "reserve" and kept.kind in passed_on:
        step = "pass"
    return ApplicationView(
        id=kept.id or 0,
        version=kept.version,
        child_id=kept.child_id,
        person_id=person_id,
        values={name: getattr(kept, name) for name in APPLICATION_FIELDS},
        kind=kept.kind,
        number=held.number if held else None,
        state=held.state if held else "",
        step=step,
        user=kept.user,
        handler=named(kept.handler, kept.taken_delegation_id),
        decision=kept.decision,
        decided_on=kept.decided_on,
        opinion=kept.opinion,
        reviewer=named(kept.reviewer, kept.delegation_id),
        issue_id=issue.id if issue else None,
        issued_on=issue.issued_on if issue else None,
        issuer=named(issue.issuer, issue.delegation_id) if issue else "",
        sealed_on=seal.sealed_on if seal else None,
        sealer=named(seal.sealer, seal.delegation_id) if seal else "",
        collected_on=collection.collected_on if collection else None,
        collector=collection.receiver if collection else "",
        handed_by=named(collection.handler, collection.delegation_id) if collection else "",
        ended_on=kept.ended_on,
        ended_why=kept.ended_why or "",
        passed_to=kept.passed_to or "",
        ended_by=named(kept.ended_by, kept.ended_delegation_id),
    )


def _after_issue(blank: Blank | None, seal: Seal | None, collection: Collection | None) -> str:
    if blank is None or blank.state != "issued":  # exchanged or reissued since
        return "done"
    return "seal" if seal is None else "collect" if collection is None else "done"


def _before_issue(kept: Application, held: Blank | None) -> str:
    if kept.ended_on is not None:
        return "passed" if kept.passed_to else "withdrawn"
    if held is not None:
        return _HOLDS[held.state]
    return "review" if needs_review(kept.kind) and kept.decision != AGREED else "reserve"
