"""The history of a record: who changed what, when and why, from the audit chain."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, func, select

from desk.case_kinds import KINDS
from desk.context import Desk
from desk.delegation import words_of
from desk.places import CHINA
from models.audit import AuditEntry
from models.people import Delegation, User

_UNDER_LETTERS = ("certificate_", "stock_")  # tables whose records a substitute may change


@dataclass(frozen=True, slots=True)
class Change:
    """One entry; ``at`` is the local time in China, ``name`` whose login ``user`` is, if known.

    The name stands with the letter of the delegation in force on the day, as on the record itself.
    """

    seq: int
    at: datetime
    user: str
    name: str
    action: str
    reason: str
    old: dict[str, Any]
    new: dict[str, Any]


def _letter(letters: Sequence[Delegation], entry: AuditEntry) -> str | None:
    day = datetime.fromisoformat(entry.at).astimezone(CHINA).date()
    held = (
        each.letter_no
        for each in letters
        if each.login == entry.user and each.starts_on <= day <= each.ends_on
    )
    return next(held, None)


def history(desk: Desk, table: str, record_id: int) -> tuple[Change, ...]:
    """Every change of a record, newest first.

    Of what somebody may not read only who changed it and when; of what is secret nothing.
    """
    kind = KINDS.get(table)
    masked = kind is not None and not desk.may(kind.reads)
    if masked and kind is not None and kind.secret:
        return ()
    with desk.reading() as session:
        logins = select(User.login, User.name).where(User.centre == desk.centre)
        names = dict(session.exec(logins).all())
        letters: Sequence[Delegation] = ()
        if table.startswith(_UNDER_LETTERS):
            letters = session.exec(select(Delegation)).all()
        entries = session.exec(
            select(AuditEntry)
            .where(AuditEntry.centre == desk.centre)
            .where(AuditEntry.table_name == table, AuditEntry.record_id == record_id)
            .order_by(col(AuditEntry.seq).desc())
        )
        return tuple(
            Change(
                entry.seq,
                datetime.fromisoformat(entry.at).astimezone(CHINA),
                entry.user,
                words_of(names.get(entry.user) or entry.user, _letter(letters, entry)),
                entry.action,
                "" if masked else entry.reason,
                {} if masked else _values(entry.old),
                {} if masked else _values(entry.new),
            )
            for entry in entries
        )


def acts(desk: Desk) -> tuple[str, ...]:
    """The kinds of act the signed-in user has done, ``card.open``; the one done last at the end."""
    with desk.reading() as session:
        mine = select(AuditEntry.action).where(
            AuditEntry.centre == desk.centre, AuditEntry.user == desk.user
        )
        in_order = mine.group_by(AuditEntry.action).order_by(func.max(AuditEntry.seq))
        return tuple(session.exec(in_order))


def last_record(desk: Desk, action: str, table: str) -> int | None:
    """The record of a table that the signed-in user's last act of a kind was about."""
    with desk.reading() as session:
        return session.exec(
            select(AuditEntry.record_id)
            .where(AuditEntry.centre == desk.centre, AuditEntry.user == desk.user)
            .where(AuditEntry.action == action, AuditEntry.table_name == table)
            .order_by(col(AuditEntry.seq).desc())
        ).first()


def _values(text: str | None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text) if text else {}
    return found
