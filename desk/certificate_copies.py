"""Copies of certificate registers that left: written down with each export, and read again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from desk.certificate_register_names import TABLE
from desk.context import Desk, Hand
from desk.delegation import Names
from desk.places import CHINA
from models.audit import AuditedSession
from models.certificate import ExportLog
from rules.periods import Period
from rules.text import clean

MOST_WORDS = 200
MOST_SHOWN = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What left: which registers of which period, how many lines, masked or not, and why."""

    registers: tuple[str, ...]
    period: str
    lines: int
    masked: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCopy(Copy):
    """The same with who and when, in China's time; ``second`` countersigned what is not masked.

    Names stand with the letter of the delegation they worked under.
    """

    id: int
    at: datetime
    name: str
    second: str


def keep_copy(
    session: AuditedSession,
    desk: Desk,
    copy: Copy,
    second: Hand | None = None,
    permission: str = "stock.read",
) -> None:
    """Write it down in the transaction the export belongs to; it is never changed again."""
    session.add(
        ExportLog(
            centre=desk.centre,
            user=desk.user,
            name=desk.user_name,
            second=second.name if second else None,
            second_user=second.user if second else None,
            delegation_id=desk.letter_for(permission),
            second_delegation_id=second.delegation_id if second else None,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            registers=list(copy.registers),
            period=copy.period,
            lines=copy.lines,
            masked=copy.masked,
            reason=clean(copy.reason)[:MOST_WORDS],
        )
    )


def kept_copies(desk: Desk) -> Sequence[KeptCopy]:
    """What left lately, the newest first."""
    query = select(ExportLog).order_by(col(ExportLog.id).desc()).limit(MOST_SHOWN)
    with desk.reading("stock.read") as session:
        named = Names(session)
        return tuple(
            KeptCopy(
                id=each.id or 0,
                at=datetime.fromisoformat(each.at).astimezone(CHINA),
                name=named(each.name, each.delegation_id),
                second=named(each.second, each.second_delegation_id),
                registers=tuple(each.registers),
                period=each.period,
                lines=each.lines,
                masked=each.masked,
                reason=each.reason,
            )
            for each in session.exec(query)
        )


def table_left(session: Session, period: Period) -> bool:
    """Whether the county's table of a period left after the period was over."""
    query = select(ExportLog).where(ExportLog.period == period.code, ExportLog.reason == TABLE)
    return session.exec(query.limit(1)).first() is not None
