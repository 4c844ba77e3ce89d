"""Opening a database: two engines on one file, and the promises proved on every connection.

The write engine begins with BEGIN IMMEDIATE: writers queue and nobody's read-then-write is lost.
The read engine begins with BEGIN and is query_only. WAL with synchronous=FULL where SQLite is
new enough not to corrupt a WAL file (3.51.3, or the backports 3.50.7 and 3.44.6); the rollback
journal with synchronous=EXTRA where it is not: slower, and as safe.
"""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import LoaderCriteriaOption, ORMExecuteState, with_loader_criteria
from sqlmodel import Session

from models.audit import Act, AuditedSession
from models.base import Record
from models.list_keys import keep_places
from rules.errors import RuleError

BUSY_MS = 30_000
FIXED = ((3, 44, 6), (3, 45, 0)), ((3, 50, 7), (3, 51, 0)), ((3, 51, 3), (9, 0, 0))


class StoreError(RuleError):
    """The database file cannot be used as it is."""


def sqlite_module() -> ModuleType:
    """The SQLite to use: sqlcipher3's where its wheel is installed, else the standard library's."""
    try:
        from sqlcipher3 import dbapi2  # noqa: PLC0415  not installed on every machine
    except ImportError:
        return sqlite3
    module: ModuleType = dbapi2
    return module


def wal_is_safe(module: ModuleType) -> bool:
    """Whether this SQLite may run a WAL database with several writers."""
    version: tuple[int, ...] = module.sqlite_version_info
    return any(low <= version < high for low, high in FIXED)


def promises(module: ModuleType) -> dict[str, object]:
    """The pragmas of a connection and the values they must read back."""
    wal = wal_is_safe(module)
    return {
        "busy_timeout": BUSY_MS,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "journal_mode": "wal" if wal else "delete",
        "synchronous": 2 if wal else 3,
        "trusted_schema": 0,
    }


@dataclass(frozen=True)
class Store:
    """An open database file."""

    path: Path
    read: Engine
    write: Engine

    @contextmanager
    def reading(self, centre: str) -> Iterator[Session]:
        """A session that only reads, and only this centre's records."""
        with Session(self.read) as session:
            session.info["centre"] = centre
            yield session

    @contextmanager
    def writing(self, act: Act) -> Iterator[AuditedSession]:
        """One transaction: committed at the end, rolled back by any error."""
        with AuditedSession(self.write, act) as session:
            session.info["centre"] = act.centre
            yield session
            session.flush()
            session.commit()

    def close(self) -> None:
        """Let go of the file."""
        self.read.dispose()
        self.write.dispose()


event.listen(AuditedSession, "after_flush", keep_places)


@event.listens_for(Session, "do_orm_execute")
def _own_centre_only(state: ORMExecuteState) -> None:
    centre = state.session.info.get("centre")
    if centre and state.is_select and not state.is_column_load and not state.is_relationship_load:
        state.statement = state.statement.options(*_own_records(centre))


@cache
def _own_records(centre: str) -> tuple[LoaderCriteriaOption, ...]:
    return tuple(
        # A function, so that the condition is on the alias where a table is joined under one.
        with_loader_criteria(table, lambda cls: cls.centre == centre, include_aliases=True)
        for table in Record.__subclasses__()
    )


def open_engines(path: Path) -> Store:
    """Engines on an existing or new file, owner-only. Does not look at its schema."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    elif sys.platform != "win32" and path.stat().st_mode & 0o077:
        path.chmod(0o600)
    return Store(path, _engine(path, "BEGIN", read_only=True), _engine(path, "BEGIN IMMEDIATE"))


def _engine(path: Path, begin: str, *, read_only: bool = False) -> Engine:
    module = sqlite_module()
    engine = create_engine(
        f"sqlite:///{path}",
        module=module,
        hide_parameters=True,
        connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _keep_promises(connection: Any, _: object) -> None:
        connection.isolation_level = None  # we begin ourselves; the driver's guess is DEFERRED
        for pragma, value in promises(module).items():
            connection.execute(f"PRAGMA {pragma}={value}")
            (kept,) = connection.execute(f"PRAGMA {pragma}").fetchone()
            if kept != value:
                raise StoreError(
                    "PRAGMA", "数据库不能以安全方式打开({pragma}),请换本地磁盘", pragma=pragma
                )
        if read_only:
            connection.execute("PRAGMA query_only=1")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine
