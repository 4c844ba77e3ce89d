"""Books as another program writes them: rows by hand, past every verb, with nothing switched on."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from models.engine import sqlite_module
from rules.certificate_states import ACTS, Act

CENTRE, DAY, LATER = "331199", "2026-11-21", "2026-11-22"
ROW = {"centre": CENTRE, "version": 1}


class RawBooks:
    """A connection that keeps nothing: what a test wrote is rolled back."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.numbers = 0

    def run(self, statement: str, *values: object) -> Any:
        """A statement of another program."""
        return self.connection.execute(statement, values)

    def refused(self, words: str, statement: str, *values: object) -> None:
        """The database refuses it in these words; what was there stays."""
        self.run("SAVEPOINT before")
        with pytest.raises(sqlite_module().IntegrityError, match=words):
            self.run(statement, *values)
        self.run("ROLLBACK TO before")

    def put(self, table: str, **values: object) -> int:
        """A row; its id."""
        return int(self.run(*insert(table, **values)).lastrowid)

    def refused_row(self, words: str, table: str, **values: object) -> None:
        """The database does not take a row."""
        self.refused(words, *insert(table, **values))

    def number(self, state: str = "") -> int:
        """The id of a new number, brought to a state by the shortest way there is."""
        self.numbers += 1
        name = f"Z33199{self.numbers:04}"
        blank = self.put("certificate_blanks", number=name, state="in_stock")
        for was, act in way(state):
            self.move(blank, act, was)
        return blank

    def move(self, blank: int, act: Act, was: str, /, **values: object) -> None:
        """An act with everything it takes; the number follows."""
        self.put("certificate_moves", **move_row(blank, act, was, **values))
        self.run("UPDATE certificate_blanks SET state = ? WHERE id = ?", act.becomes, blank)


def insert(table: str, **values: object) -> tuple[Any, ...]:
    """The statement that writes a row, and its values."""
    row = ROW | values
    marks = ", ".join("?" * len(row))
    return (f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", *row.values())


def move_row(blank: int, act: Act, was: str, /, **values: object) -> dict[str, object]:
    """A line of the journal with everything its act takes."""
    return {
        "blank_id": blank,
        "moved_on": DAY,
        "was": was,
        "becomes": act.becomes,
        "act": act.name,
        "cause": act.causes[0].code if act.causes else None,
        "reason": "核对过" if act.words else None,
        "handler": "签发",
        "user": "issuer",
        "second": "审核" if act.second else None,
        "second_user": "reviewer" if act.second else None,
    } | values


def way(state: str) -> list[tuple[str, Act]]:
    """The acts that bring a new number to a state, the shortest way, each with where it begins."""
    ways: list[list[tuple[str, Act]]] = [[]]
    while ways:
        gone = ways.pop(0)
        here = gone[-1][1].becomes if gone else ""
        if here == state:
            return gone
        ways += [[*gone, (here, act)] for act in ACTS.values() if here in act.was]
    raise AssertionError(state)


@contextmanager
def raw_books(centre_file: Path, path: Path) -> Iterator[RawBooks]:
    """The small centre's file, written to by hand."""
    shutil.copyfile(centre_file, path)
    with closing(sqlite_module().connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        yield RawBooks(connection)
        connection.execute("ROLLBACK")
