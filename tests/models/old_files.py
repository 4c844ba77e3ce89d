"""Files as older versions wrote them: today's records in the tables of then."""

from contextlib import closing
from pathlib import Path
from typing import Any

from models.engine import sqlite_module
from models.migrations import APPLICATION_ID

SCHEMA = "version_{version}.sql"  # what a version made, as it made it
TO_1 = """
    DROP TABLE list_keys;
    DROP INDEX ix_audit_recent;
    DROP INDEX ix_issues_child;
    DROP INDEX ix_issues_mother;
    DROP INDEX ix_find_keys;
    CREATE INDEX ix_find_keys ON find_keys (centre, "key", person_id);
    PRAGMA user_version=1;
"""


def connect(path: Path) -> Any:
    """A bare connection that is closed at the end."""
    return closing(sqlite_module().connect(str(path), isolation_level=None))


def back_to(version: int, path: Path) -> None:
    """Make a file of today an older one: columns of today that were not there are left out."""
    old = path.with_name(f"version-{version}.db")
    schema = Path(__file__).with_name(SCHEMA.format(version=version)).read_text(encoding="utf-8")
    tables, mark, triggers = schema.partition("CREATE TRIGGER")
    with connect(old) as opened:
        opened.execute(f"PRAGMA application_id={APPLICATION_ID}")
        opened.execute(f"PRAGMA user_version={version}")
        opened.executescript(tables)
        opened.execute("ATTACH ? AS today", (str(path),))
        names = opened.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall()
        for (name,) in names:
            columns = ", ".join(
                f'"{row[1]}"' for row in opened.execute(f"PRAGMA table_info({name})")
            )
            opened.execute(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM today.{name}")
        opened.executescript(mark + triggers)
    for leftover in path.parent.glob(f"{path.name}-*"):
        leftover.unlink()
    old.replace(path)


def back_to_1(path: Path) -> None:
    """Make a file of today one of version 1."""
    back_to(2, path)
    with connect(path) as opened:
        opened.executescript(TO_1)
