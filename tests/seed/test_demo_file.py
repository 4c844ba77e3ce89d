"""How the demo's database is made: the same every time, whole or not at all."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from desk.context import ROLES
from desk.errors import DeskError
from desk.sign_in import sign_in
from models.engine import Store, StoreError
from seed.demo import make_demo

VARIES = {"at", "hash", "prev_hash", "password_hash"}


def dump(path: Path, varies: set[str]) -> dict[str, list[tuple[object, ...]]]:
    """Every table's rows without the columns that vary."""
    found = {}
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in tables.fetchall():
            info = connection.execute(f"PRAGMA table_info({table})")
            columns = [name for _, name, *_ in info if name not in varies]
            listed = ", ".join(columns)
            rows = connection.execute(f"SELECT {listed} FROM {table} ORDER BY {listed}")
            found[table] = rows.fetchall()
    return found


def small(path: Path, day: date, rng_seed: int = 1) -> Path:
    make_demo(path, day, births_per_year=12, years=2, rng_seed=rng_seed)
    return path


def test_same_arguments_make_the_same_records(tmp_path: Path, day: date) -> None:
    first = dump(small(tmp_path / "a.db", day), VARIES)
    assert first["children"]
    assert first == dump(small(tmp_path / "b.db", day), VARIES)


def test_another_seed_makes_other_people(tmp_path: Path, day: date) -> None:
    first = dump(small(tmp_path / "a.db", day), VARIES)
    other = dump(small(tmp_path / "b.db", day, rng_seed=2), VARIES)
    assert first["people"] != other["people"]


@pytest.mark.parametrize("last", [date(2026, 1, 1), date(2024, 2, 29), date(2025, 12, 31)])
def test_any_day_can_be_the_last(tmp_path: Path, last: date) -> None:
    rows = dump(small(tmp_path / "a.db", last), VARIES)
    assert rows["deliveries"]


def test_progress_counts_up_to_the_total(tmp_path: Path, day: date) -> None:
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> bool:
        told.append((done, total))
        return True

    make_demo(
        tmp_path / "a.db",
        day,
        births_per_year=12,
        years=2,
        progress=progress,
    )
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


def test_stopping_leaves_nothing_behind(tmp_path: Path, day: date) -> None:
    with pytest.raises(DeskError, match="已取消") as refusal:
        make_demo(
            tmp_path / "a.db",
            day,
            births_per_year=12,
            years=2,
            progress=lambda done, total: done >= total,
        )
    assert refusal.value.reason == "CANCELLED"
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_already_is_not_touched(tmp_path: Path, day: date) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"somebody's")
    with pytest.raises(StoreError):
        make_demo(path, day, births_per_year=12, years=2)
    assert path.read_bytes() == b"somebody's"


@pytest.mark.parametrize("login", ROLES)
def test_every_demo_user_signs_in_with_demo(demo: Store, day: date, login: str) -> None:
    desk = sign_in(demo, login, "demo", day)
    assert (desk.roles, desk.must_change) == (frozenset({login}), False)
