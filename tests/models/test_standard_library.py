"""Where sqlcipher3 has no wheel, the standard library's SQLite keeps the same promises."""

import sqlite3
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest

from desk.people import find
from desk.pregnancy import open_card
from desk.safekeeping import check
from desk.sign_in import create_centre, sign_in
from models.engine import promises, sqlite_module
from models.migrations import open_store

TODAY = date(2026, 11, 21)


@pytest.fixture
def standard(monkeypatch: pytest.MonkeyPatch) -> None:
    for room in ("models.engine", "models.migrations", "desk.safekeeping"):
        monkeypatch.setattr(f"{room}.sqlite_module", lambda: sqlite3)


def test_the_wheel_is_the_engine_where_it_is_installed() -> None:
    expected = "sqlcipher3.dbapi2" if find_spec("sqlcipher3") else "sqlite3"
    assert sqlite_module().__name__ == expected


def test_the_standard_library_serves_a_desk_with_its_own_promises(
    standard: None, tmp_path: Path
) -> None:
    store = create_centre(tmp_path / "a.db", name="试院", code="331199", admin="a", password="demo")
    desk = sign_in(store, "a", "demo", TODAY)
    open_card(desk, {"name": "史试燕", "lmp": date(2026, 8, 1)})
    with store.write.connect() as connection:
        for pragma, value in promises(sqlite3).items():
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value
    assert check(store) == ()
    store.close()


def test_a_file_moves_between_the_two_engines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.db"
    create_centre(path, name="试院", code="331199", admin="a", password="demo").close()
    for module in (sqlite3, sqlite_module()):
        monkeypatch.setattr("models.engine.sqlite_module", lambda module=module: module)
        store = open_store(path)
        desk = sign_in(store, "a", "demo", TODAY)
        open_card(desk, {"name": f"史试{module.__name__[:3]}", "lmp": date(2026, 8, 1)})
        assert check(store) == ()
        store.close()
    store = open_store(path)
    assert len(find(sign_in(store, "a", "demo", TODAY), "史试")) == 2
    store.close()
