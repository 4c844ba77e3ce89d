"""From a file of version 1: what it holds stands in the lists, and the schema is the new one's."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import pytest

from bench.crowd import make
from desk.context import Desk
from desk.lists import Ask, children, pregnancies
from desk.people import find
from desk.pregnancy import open_card
from desk.safekeeping import check
from desk.sign_in import sign_in
from models.engine import StoreError
from models.migrations import MIGRATIONS, create_store, open_store
from tests.conftest import PASSWORD, TODAY, DeskOf
from tests.models.old_files import back_to_1, connect

LATEST = len(MIGRATIONS) + 1
CRASHED = 9
CRASH = f"""
import os, sys
from pathlib import Path
from models.migrations import MIGRATIONS, open_store
def spill_and_die(connection):
    connection.execute("PRAGMA cache_size=1")
    MIGRATIONS[0](connection)
    os._exit({CRASHED})
open_store(Path(sys.argv[1]), (spill_and_die,))
"""


def version(path: Path) -> int:
    with connect(path) as opened:
        return int(opened.execute("PRAGMA user_version").fetchone()[0])


def copies(path: Path) -> list[Path]:
    return list(path.parent.glob(f"{path.name}.v1-*.bak"))


def list_keys(path: Path) -> list[tuple[Any, ...]]:
    with connect(path) as opened:
        return list(opened.execute("SELECT * FROM list_keys ORDER BY centre, list, key, record_id"))


def schema(path: Path) -> dict[str, Any]:
    """Columns, indexes and foreign keys of every table."""
    with connect(path) as opened:
        names = opened.execute("SELECT type, name FROM sqlite_master ORDER BY 1, 2").fetchall()
        pragmas = {  # with the first column that is not a number given by the order of making
            "table": (("table_xinfo", 0), ("foreign_key_list", 2), ("index_list", 1)),
            "index": (("index_xinfo", 0),),
        }
        return {
            name: [
                sorted(str(row[row_from:]) for row in opened.execute(f"PRAGMA {pragma}({name})"))
                for pragma, row_from in pragmas.get(kind, ())
            ]
            for kind, name in names
        }


@pytest.fixture
def old(desk_of: DeskOf, tmp_path: Path) -> Path:
    """The small centre with two cards, as version 1 wrote it."""
    clerk = desk_of("clerk")
    for name, lmp in (("赵晓", "2026-05-01"), ("安宁", "2026-07-01")):
        open_card(clerk, {"name": name, "lmp": TODAY.fromisoformat(lmp), "village_id": 1})
    clerk.store.close()
    back_to_1(clerk.store.path)
    return clerk.store.path


def clerk_of(path: Path) -> Desk:
    return sign_in(open_store(path), "clerk", PASSWORD, TODAY)


def test_the_schema_is_that_of_a_new_file(old: Path, tmp_path: Path) -> None:
    create_store(tmp_path / "new.db").close()
    open_store(old).close()
    assert schema(old) == schema(tmp_path / "new.db")


def test_old_cards_stand_in_every_order(old: Path) -> None:
    desk = clerk_of(old)
    by_name = [line.name for line in pregnancies(desk, Ask(order="name"))]
    by_day = [line.name for line in pregnancies(desk, Ask(order="edd"))]
    desk.store.close()
    assert (by_name, by_day) == (["安宁", "赵晓"], ["赵晓", "安宁"])


def test_the_file_is_whole_afterwards(old: Path) -> None:
    store = open_store(old)
    problems = check(store)
    store.close()
    assert problems == ()


def test_people_are_still_found(old: Path) -> None:
    desk = clerk_of(old)
    found = [person.name for person in find(desk, "zx")]
    desk.store.close()
    assert found == ["赵晓"]


def test_no_card_becomes_a_child(old: Path) -> None:
    desk = clerk_of(old)
    found = children(desk, Ask())
    desk.store.close()
    assert found == ()


def test_a_desk_of_the_old_program_is_to_be_closed_first(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.migrations.BUSY_MS", 50)
    with connect(old) as still_open:
        still_open.execute("PRAGMA journal_mode=wal").fetchone()
        still_open.execute("SELECT count(*) FROM people").fetchone()
        with pytest.raises(StoreError, match="没有被别的程序占用"):
            open_store(old)
    assert version(old) == 1
    assert copies(old) == []


def test_a_file_in_use_is_not_called_damaged(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.migrations.BUSY_MS", 50)
    with connect(old) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as caught:
            open_store(old)
    assert caught.value.reason == "NOT_OPENED"


def test_two_programs_started_at_once_upgrade_it_once(old: Path) -> None:
    with connect(old) as other, ThreadPoolExecutor(2) as programs:
        other.execute("BEGIN IMMEDIATE")  # both see version 1 before either may begin
        opened = [programs.submit(open_store, old) for _ in range(2)]
        wait(opened, timeout=0.5)
        other.execute("COMMIT")
        other.close()
        for program in opened:
            program.result().close()
    assert version(old) == LATEST
    assert len(copies(old)) == 1


def test_the_copy_is_the_old_file(old: Path) -> None:
    open_store(old).close()
    (copy,) = copies(old)
    assert version(copy) == 1
    with connect(copy) as opened:
        assert opened.execute("SELECT count(*) FROM pregnancies").fetchone() == (2,)


def test_a_program_of_version_1_refuses_it_with_a_sentence(old: Path) -> None:
    open_store(old).close()
    with pytest.raises(StoreError, match="请先升级本程序"):
        open_store(old, migrations=())


@pytest.fixture(scope="module")
def ten_thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four thousand children and three thousand cards among the people, in a file of version 1."""
    path = tmp_path_factory.mktemp("crowd") / "centre.db"
    make(path, 10_000)
    back_to_1(path)
    return path


def test_ten_thousand_people_stand_where_a_new_file_has_them(
    ten_thousand: Path, tmp_path: Path
) -> None:
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    shutil.copyfile(ten_thousand, old)
    make(new, 10_000)
    open_store(old).close()
    assert list_keys(old) == list_keys(new)


def test_a_crash_in_the_middle_leaves_the_old_file(ten_thousand: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    shutil.copyfile(ten_thousand, old)
    crashed = subprocess.run([sys.executable, "-c", CRASH, old], check=False)
    assert crashed.returncode == CRASHED
    assert version(old) == 1
    with connect(old) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    open_store(old).close()
    assert version(old) == LATEST
