"""A centre whose every text is hostile, put in beneath the desk's cleaning, and files like that.

The demo township is made by the project's own functions; then every column of text is overwritten,
whatever table it is in, so that a new column is hostile by itself.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import JSON
from sqlmodel import AutoString, SQLModel

from models.people import User
from rules.fields import FieldSpec, Kind, field_specs
from seed.demo import make_demo
from tests.terminal.hostile import LONG, hostile_strings, tag

LOGIN = "admin"
# All that one person may have.
ROLES = ("clerk", "issuer", "supervisor", "reviewer", "counsellor", "admin")
BIRTHS_PER_YEAR, YEARS = 100, 2  # some more than 300 people
# Codes and keys that only the program writes and reads; the text of everything else is a person's.
CODES = {
    *(
        "centre",
        "code",
        "state",
        "was",
        "becomes",
        "end_reason",
        "kind",
        "key",
        "list",
        "checklist",
    ),
    *("login", "roles", "password_hash", "month", "at", "table_name", "hash", "prev_hash"),
    *("scores", "counts", "value", "known_at", "due_at", "subject_table", "due_kind", "due_code"),
    *("act", "cause", "decision", "role", "registers"),
}
CODED = {Kind.CHOICE, Kind.CHOICES}
UNIQUE = {"id_no", "cert_no"}  # stand once in a centre
REPORTS = "村名,报表月份,常住人口,报表人,填报日期,备注"
OTHER = "h000\x1b[66;66H"  # a column of an older version that nobody knows any more
NAME_BYTES = 200  # of a file's name, of the 255 a disk takes


def make_books(folder: Path, today: date) -> Path:
    """The database, its drafts beside it; signed in to as ``LOGIN``."""
    plain = folder / "plain.db"
    make_demo(plain, today, BIRTHS_PER_YEAR, YEARS)
    with closing(sqlite3.connect(plain)) as database, database:
        triggers = database.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            database.execute(f"DROP TRIGGER {name}")
        for table in sorted(SQLModel.metadata.tables):
            spoil(database, table)
        roles = json.dumps(ROLES)
        database.execute(
            f"UPDATE {User.__tablename__} SET roles = ? WHERE login = ?", (roles, LOGIN)
        )
        for _, trigger in triggers:
            database.execute(trigger)
    path = folder / "王\x1b]0;OWNED\x07\u202e\x9b66;66H.db"
    plain.rename(path)
    make_drafts(path.with_suffix(".drafts") / quote(LOGIN))
    return path


def spoil(database: sqlite3.Connection, table: str) -> None:
    """Overwrite the texts of a table."""
    texts = hostile_strings()
    columns = list(_columns(table))
    rows = [row for (row,) in database.execute(f'SELECT rowid FROM "{table}"')] if columns else []
    for place, (name, spec, is_json) in enumerate(columns):
        values = (
            (_value(texts, n + 37 * place, name, spec, is_json=is_json), row)
            for n, row in enumerate(rows[: len(texts)] if name in UNIQUE else rows)
        )
        where = f'rowid = ? AND "{name}" IS NOT NULL' if name in UNIQUE else "rowid = ?"
        database.executemany(f'UPDATE OR IGNORE "{table}" SET "{name}" = ? WHERE {where}', values)


def _columns(table: str) -> Iterator[tuple[str, FieldSpec | None, bool]]:
    """Name, spec, and whether it holds JSON, of the columns with a person's words in them."""
    kind = next(
        mapper.class_
        for mapper in SQLModel._sa_registry.mappers
        if mapper.local_table is SQLModel.metadata.tables[table]
    )
    specs = field_specs(kind)
    for column in SQLModel.metadata.tables[table].columns:
        spec = specs.get(column.name)
        free = column.name not in CODES and not (spec and spec.kind in CODED)
        is_json = isinstance(column.type, JSON)
        if free and not column.primary_key and (is_json or isinstance(column.type, AutoString)):
            yield column.name, spec, is_json


def _value(
    texts: Sequence[str], n: int, name: str, spec: FieldSpec | None, *, is_json: bool
) -> str:
    text = texts[n % len(texts)]
    if is_json:  # the one way half a character gets into a database
        return json.dumps([text, texts[(n + 1) % len(texts)]])
    if name in {"old", "new"}:
        return json.dumps({"name": text, "remark": text, "address": text, OTHER: text})
    text = stored(text)
    if name == "number" or (spec and spec.kind is Kind.CERTIFICATE and name != "cert_no"):
        return f"A{tag(n % len(texts))}{text.replace(tag(n % len(texts)), '')}"[:10].ljust(10, "x")
    return text


def stored(text: str) -> str:
    """A text as SQLite takes it: with no half characters."""
    return text.encode("utf-8", "replace").decode()


def make_drafts(folder: Path) -> None:
    """Drafts of several forms; a file of JSON may have half characters in it."""
    texts = hostile_strings()
    folder.mkdir(parents=True)
    for n, key in enumerate(("card:new", "child:new", "villages:new", "visit:new", "receipt:new")):
        some = texts[n * 60 :]
        names = ("name", "address", "remark", "doctor", "place", "supervisors", "supplier", "names")
        draft = {
            "key": key,
            "title": some[40][:LONG],
            "texts": dict(zip(names, some, strict=False)),
            "picked": {},
        }
        (folder / f"{n}.json").write_text(json.dumps(draft), encoding="ascii")


def make_files(folder: Path) -> None:
    """Ledgers with hostile names and rows, as bytes: no disk asks what they mean."""
    texts = hostile_strings()
    folder.mkdir(parents=True, exist_ok=True)
    rows = [",".join(_cells(texts, n)).replace("\0", "") for n in range(len(texts))]
    ledger = "\n".join((REPORTS, *rows)).encode("utf-8-sig", "replace")
    for text in texts:
        name = text.encode("utf-8", "surrogatepass")[:NAME_BYTES]
        name = name.replace(b"/", b"").replace(b"\0", b"")
        (folder / _as_path(name + b".csv")).write_bytes(ledger)


def _as_path(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")


def _cells(texts: Sequence[str], n: int) -> list[str]:
    month = "2026年7月"
    cells = [
        texts[n],
        month if n % 2 else texts[n - 1],
        texts[n - 2],
        texts[n - 3],
        "",
        texts[n - 4],
    ]
    return [f'"{cell[:200].replace(chr(34), chr(34) * 2)}"' for cell in cells]
