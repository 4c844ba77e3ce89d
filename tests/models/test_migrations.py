"""From one schema to the next, with a copy kept, or not at all."""

import stat
from pathlib import Path
from typing import Any

import pytest

from models.engine import Store, StoreError, sqlite_module
from models.migrations import MIGRATIONS, create_store, open_store


def add_column(connection: Any) -> None:
    connection.execute("ALTER TABLE villages ADD COLUMN wubi TEXT")


def orphan(connection: Any) -> None:
    connection.execute("UPDATE villages SET centre = 'nowhere'")


def fail(connection: Any) -> None:
    connection.execute("DELETE FROM users")
    raise RuntimeError


def fill_the_disk(connection: Any) -> None:
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count={pages}")
    connection.execute("CREATE TABLE more (words)")
    connection.execute("INSERT INTO more VALUES (zeroblob(10000000))")


LATEST = len(MIGRATIONS) + 1


def pragma(path: Path, sql: str) -> Any:
    connection = sqlite_module().connect(str(path), isolation_level=None)
    found = connection.execute(sql).fetchone()
    connection.close()
    return found and found[0]


@pytest.fixture
def path(store: Store) -> Path:
    store.close()
    return store.path


def backups(path: Path) -> list[Path]:
    return list(path.parent.glob(f"{path.name}.v{LATEST}-*.bak"))


def test_a_migration_keeps_a_copy_first_and_marks_the_new_version(path: Path) -> None:
    open_store(path, (*MIGRATIONS, add_column)).close()
    assert pragma(path, "PRAGMA user_version") == LATEST + 1
    (copy,) = backups(path)
    assert pragma(copy, "PRAGMA user_version") == LATEST
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_a_migration_that_orphans_a_record_is_undone(path: Path) -> None:
    with pytest.raises(StoreError, match="已退回原样"):
        open_store(path, (*MIGRATIONS, add_column, orphan))
    assert pragma(path, "PRAGMA user_version") == LATEST
    assert pragma(path, "SELECT count(*) FROM villages WHERE centre = 'nowhere'") == 0


def test_a_migration_that_fails_changes_nothing(path: Path) -> None:
    with pytest.raises(RuntimeError):
        open_store(path, (*MIGRATIONS, fail))
    assert pragma(path, "SELECT count(*) FROM users") > 0


def test_a_disk_that_is_full_in_the_middle_is_told_and_changes_nothing(path: Path) -> None:
    with pytest.raises(StoreError, match="磁盘已满"):
        open_store(path, (*MIGRATIONS, add_column, fill_the_disk))
    assert pragma(path, "PRAGMA user_version") == LATEST
    assert pragma(path, "SELECT count(*) FROM pragma_table_info('villages') WHERE name='wubi'") == 0


def test_a_newer_file_is_refused_with_a_sentence(path: Path) -> None:
    pragma(path, "PRAGMA user_version=99")
    with pytest.raises(StoreError, match="更新版本") as caught:
        open_store(path)
    assert caught.value.reason == "NEWER"


def test_somebody_elses_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    pragma(path, "CREATE TABLE t (x)")
    with pytest.raises(StoreError, match="不是妇幼工作台"):
        open_store(path)


def test_a_damaged_file_is_refused_with_a_sentence(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 8000)
    with pytest.raises(StoreError, match="备份"):
        open_store(path)


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="没有找到"):
        open_store(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


def test_a_file_that_is_there_is_never_overwritten(path: Path) -> None:
    with pytest.raises(StoreError, match="不会覆盖"):
        create_store(path)
