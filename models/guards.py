"""The words of a guard: what a trigger refuses before it happens."""

# ruff: noqa: S608  our own words, nothing that was typed

from collections.abc import Sequence


def refuse(name: str, when: str, condition: str, words: str) -> str:
    """A trigger that refuses, in these words, what the condition holds for.

    >>> refuse("a_stays", "DELETE ON a", "1", "a is kept")
    "CREATE TRIGGER a_stays BEFORE DELETE ON a WHEN 1 BEGIN SELECT RAISE(ABORT, 'a is kept'); END"
    """
    refusal = f"SELECT RAISE(ABORT, '{words}')"
    return f"CREATE TRIGGER {name} BEFORE {when} WHEN {condition} BEGIN {refusal}; END"


def never_gone(table: str, *keys: Sequence[str]) -> tuple[str, ...]:
    """Rows are neither deleted nor replaced by others.

    A REPLACE deletes without a word wherever recursive triggers are off, as another program has
    them; so what would be replaced is looked for first.

    Args:
        table: whose rows.
        keys: its unique columns beside the id.
    """
    same = " OR ".join(
        " AND ".join(f"{name} = NEW.{name}" for name in key) for key in (("id",), *keys)
    )
    words = f"{table} are kept"
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"
    return (
        refuse(f"{table}_no_delete", f"DELETE ON {table}", "1", words),
        refuse(f"{table}_no_replace", f"INSERT ON {table}", there, words),
    )


def never_changed(table: str) -> str:
    """Rows stay as they were written."""
    return refuse(f"{table}_no_update", f"UPDATE ON {table}", "1", f"{table} are kept")


def stays(name: str, table: str, columns: Sequence[str], words: str) -> str:
    """Some columns of a row stay as they were written."""
    new, old = (", ".join(f"{row}.{each}" for each in columns) for row in ("NEW", "OLD"))
    return refuse(name, f"UPDATE ON {table}", f"({new}) IS NOT ({old})", words)
