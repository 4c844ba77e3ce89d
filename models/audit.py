"""The audit chain: every change with old and new values, in the transaction of the change.

Each entry holds the hash of the one before it, so an entry altered, removed from the middle or
inserted is found by recomputing the chain. Triggers keep the table from UPDATE and DELETE (also by
REPLACE, since recursive triggers are on) and from an entry that does not continue the chain.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Index, LargeBinary, cast, event, insert, inspect
from sqlalchemy import text as sql
from sqlmodel import Field, Session, SQLModel, col, select

from models.base import Record, plain

SECRET = frozenset({"password_hash"})  # that it changed is recorded, what it was is not
ON_PEOPLE = sql("table_name = 'people' AND action <> 'import'")  # whom somebody worked on


class AuditEntry(SQLModel, table=True):
    """One change of one record, or one act worth keeping."""

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_record", "table_name", "record_id"),
        Index("ix_audit_recent", "centre", "user", "seq", sqlite_where=ON_PEOPLE),
    )
    seq: int = Field(primary_key=True)
    at: str  # UTC, ISO 8601: text, so that the hash never depends on a driver
    centre: str
    user: str
    action: str
    table_name: str = ""
    record_id: int | None = None
    record_version: int | None = None
    reason: str = ""
    old: str | None = None  # JSON as text: the hash is over what is stored, byte for byte
    new: str | None = None
    prev_hash: str
    hash: str


TRIGGERS = (
    """CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END""",
    """CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'audit entries are never deleted'); END""",
    """CREATE TRIGGER audit_chain BEFORE INSERT ON audit
    WHEN NEW.seq <> coalesce((SELECT max(seq) FROM audit), 0) + 1
      OR NEW.prev_hash <> coalesce((SELECT hash FROM audit ORDER BY seq DESC LIMIT 1), '')
    BEGIN SELECT RAISE(ABORT, 'the audit chain continues from its last entry'); END""",
)

_HASHED = tuple(name for name in AuditEntry.model_fields if name != "hash")


def entry_hash(entry: Mapping[str, object]) -> str:
    """SHA-256 over every column but the hash itself."""
    text = _as_text([entry[name] for name in _HASHED])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _as_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Act:
    """Who does what, where and why: what each audit entry of a session carries."""

    centre: str
    user: str
    action: str
    reason: str = ""


class AuditedSession(Session):
    """A write session: each flush bumps changed records' versions and appends to the chain."""

    def __init__(self, engine: Engine, act: Act) -> None:
        super().__init__(engine, expire_on_commit=False, autoflush=False)
        self.act = act
        self._tail: tuple[int, str] | None = None

    def note(
        self, new: Mapping[str, object], table: str = "", record_id: int | None = None
    ) -> None:
        """Record an act that changes no record: a look, an export, a decision."""
        self._append([_entry(self.act, table_name=table, record_id=record_id, new=dict(new))])

    def add_rows(self, table: type[Record], rows: Sequence[Mapping[str, Any]]) -> None:
        """Many new records in one statement, each row whole with its id; audited as any other.

        For a database that is being filled: no object is kept, nothing else follows from them.
        """
        self.connection().execute(insert(table), list(rows))
        self._append(
            [
                _entry(
                    self.act,
                    table_name=str(table.__tablename__),
                    record_id=row["id"],
                    record_version=row["version"],
                    new=_hide({name: _text_of(value) for name, value in row.items()}),
                )
                for row in rows
            ]
        )

    def _append(self, entries: list[dict[str, Any]]) -> None:
        if not entries:
            return
        seq, previous = self._tail or last_entry(self.connection())
        for entry in entries:
            seq += 1
            entry |= {"seq": seq, "prev_hash": previous}
            previous = entry["hash"] = entry_hash(entry)
        self._tail = (seq, previous)
        self.connection().execute(insert(AuditEntry), entries)


def last_entry(connection: Connection) -> tuple[int, str]:
    """Number and hash of the newest entry; 0 and "" when there is none."""
    newest = select(AuditEntry.seq, AuditEntry.hash).order_by(col(AuditEntry.seq).desc()).limit(1)
    row = connection.execute(newest).first()
    return (row[0], row[1]) if row else (0, "")


@event.listens_for(AuditedSession, "before_flush")
def _bump_versions(session: AuditedSession, *_: object) -> None:
    for record in session.dirty:
        if isinstance(record, Record) and session.is_modified(record):
            record.version += 1


@event.listens_for(AuditedSession, "after_flush")
def _append_changes(session: AuditedSession, *_: object) -> None:
    act = session.act
    entries = [
        _changed(act, record, None, _hide(plain(record)))
        for record in session.new
        if isinstance(record, Record)
    ]
    for record in session.dirty:
        if isinstance(record, Record):
            old, new = _difference(record)
            if new:
                entries.append(_changed(act, record, old, new))
    entries.extend(
        _changed(act, record, _hide(plain(record)), None)
        for record in session.deleted
        if isinstance(record, Record)
    )
    session._append(entries)  # noqa: SLF001  the listener is part of the class


def _difference(record: Record) -> tuple[dict[str, Any], dict[str, Any]]:
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    now = plain(record)
    for attribute in inspect(record).attrs:
        history = attribute.history
        if history.has_changes():
            before = history.deleted[0] if history.deleted else None
            old[attribute.key] = _text_of(before)
            new[attribute.key] = now[attribute.key]
    return _hide(old), _hide(new)


def _text_of(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _hide(values: dict[str, Any]) -> dict[str, Any]:
    return {name: "***" if name in SECRET else value for name, value in values.items()}


def _changed(
    act: Act, record: Record, old: dict[str, Any] | None, new: dict[str, Any] | None
) -> dict[str, Any]:
    return _entry(
        act,
        table_name=str(record.__tablename__),
        record_id=record.id,
        record_version=record.version,
        old=old,
        new=new,
    )


def _entry(act: Act, **columns: object) -> dict[str, Any]:
    blank = {"table_name": "", "record_id": None, "record_version": None, "old": None, "new": None}
    entry = {
        "at": datetime.now(UTC).isoformat(timespec="microseconds"),
        "centre": act.centre,
        "user": act.user,
        "action": act.action,
        "reason": act.reason,
        **blank,
        **columns,
    }
    for name in ("old", "new"):
        entry[name] = None if entry[name] is None else _as_text(entry[name])
    return entry


def broken_links(session: Session) -> Iterator[tuple[int, str]]:
    """Every entry that does not hold: its number and a code.

    Codes: ``AUDIT_CHANGED`` (its own hash is not that of its content), ``AUDIT_GAP`` (a number is
    missing before it), ``AUDIT_LINK`` (it does not continue the entry before it).
    """
    previous, expected = "", 1
    # As bytes: a byte changed behind our back may not be UTF-8 any more, and must not stop us.
    columns = [
        cast(column, LargeBinary) if AuditEntry.model_fields[name].annotation in _TEXT else column
        for name, column in ((name, getattr(AuditEntry, name)) for name in AuditEntry.model_fields)
    ]
    chain = select(*columns).order_by(col(AuditEntry.seq)).execution_options(yield_per=1000)
    for row in session.execute(chain):
        entry = dict(zip(AuditEntry.model_fields, map(_decoded, row), strict=True))
        if entry["seq"] != expected:
            yield entry["seq"], "AUDIT_GAP"
        elif entry["prev_hash"] != previous:
            yield entry["seq"], "AUDIT_LINK"
        if entry["hash"] != entry_hash(entry):
            yield entry["seq"], "AUDIT_CHANGED"
        previous, expected = entry["hash"], entry["seq"] + 1


_TEXT = {str, str | None}


def _decoded(value: Any) -> Any:
    return value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else value
