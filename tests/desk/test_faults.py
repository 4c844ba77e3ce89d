"""A second program writing, a full disk, a damaged file; backup and restore."""

import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desk import sign_in as accounts
from desk.child import register_child
from desk.errors import DeskError
from desk.people import find
from desk.pregnancy import open_card
from desk.safekeeping import backup, check, restore
from models.engine import Store, sqlite_module
from models.migrations import open_store
from tests.conftest import PASSWORD, TODAY, DeskOf

CARD: dict[str, Any] = {"name": "史试燕", "lmp": date(2026, 8, 1)}
CHILD: dict[str, Any] = {"name": "钟试文", "sex": "1", "birth_date": date(2026, 5, 20)}


def another_program(store: Store) -> Any:
    connection = sqlite_module().connect(
        str(store.path), isolation_level=None, check_same_thread=False
    )
    connection.execute("BEGIN IMMEDIATE")
    return connection


@pytest.mark.parametrize("verb", [lambda desk: open_card(desk, CARD),
                                  lambda desk: register_child(desk, CHILD)])  # fmt: skip
def test_a_save_waits_for_another_program_and_then_goes_through(
    desk_of: DeskOf,
    verb: Any,
) -> None:
    desk = desk_of("clerk")
    other = another_program(desk.store)
    release = threading.Timer(0.3, other.execute, ("COMMIT",))
    release.start()
    assert verb(desk).id
    release.join()
    other.close()


def test_a_program_that_does_not_let_go_gets_a_sentence_and_nothing_is_half_saved(
    desk_of: DeskOf, monkeypatch: pytest.MonkeyPatch, store: Store
) -> None:
    monkeypatch.setattr("models.engine.BUSY_MS", 50)
    impatient = open_store(store.path)
    desk = accounts.sign_in(impatient, "clerk", PASSWORD, TODAY)
    other = another_program(store)
    with pytest.raises(DeskError, match="别的程序正在写入") as caught:
        open_card(desk, CARD)
    assert caught.value.reason == "BUSY"
    assert find(desk, "史试燕") == ()
    other.execute("COMMIT")
    other.close()
    assert open_card(desk, CARD).id
    impatient.close()


def test_reading_does_not_wait_for_a_writer(desk_of: DeskOf) -> None:
    desk = desk_of("clerk")
    open_card(desk, CARD)
    other = another_program(desk.store)
    other.execute("UPDATE people SET name = '改到一半'")
    assert [hit.name for hit in find(desk, "史")] == ["史试燕"]
    other.execute("ROLLBACK")
    other.close()


def test_a_full_disk_gets_a_sentence_and_the_file_stays_whole(desk_of: DeskOf) -> None:
    desk = desk_of("clerk")
    with desk.store.write.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    with desk.store.write.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(DeskError, match="磁盘已满"):
        for number in range(200):
            open_card(
                desk, {"name": f"满试{number}", "lmp": date(2026, 8, 1), "remark": "字" * 500}
            )
    assert check(desk.store) == ()


def test_a_backup_taken_while_somebody_writes_is_whole(desk_of: DeskOf, tmp_path: Path) -> None:
    desk = desk_of("clerk")
    open_card(desk, CARD)
    other = another_program(desk.store)
    backup(desk.store, tmp_path / "copy.db")
    other.execute("ROLLBACK")
    other.close()
    copy = open_store(tmp_path / "copy.db")
    assert check(copy) == ()
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600
    copied = accounts.sign_in(copy, "clerk", PASSWORD, TODAY)
    assert [hit.name for hit in find(copied, "史")] == ["史试燕"]
    copy.close()


def test_a_backup_to_nowhere_is_a_sentence_and_leaves_nothing(store: Store, tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="备份没有写成"):
        backup(store, tmp_path / "no such folder" / "copy.db")


def test_restoring_keeps_the_former_database_beside_it(desk_of: DeskOf, tmp_path: Path) -> None:
    desk = desk_of("clerk")
    backup(desk.store, tmp_path / "copy.db")
    open_card(desk, CARD)
    desk.store.close()
    former = restore(tmp_path / "copy.db", desk.store.path)
    assert former is not None
    for path, names in ((desk.store.path, []), (former, ["史试燕"])):
        opened = open_store(path)
        found = find(accounts.sign_in(opened, "clerk", PASSWORD, TODAY), "史")
        assert [hit.name for hit in found] == names
        opened.close()


def test_what_is_no_backup_is_refused_and_the_database_stays(
    desk_of: DeskOf, tmp_path: Path
) -> None:
    desk = desk_of("clerk")
    open_card(desk, CARD)
    (tmp_path / "copy.db").write_bytes(b"not a database" * 100)
    with pytest.raises(DeskError, match="不能恢复"):
        restore(tmp_path / "copy.db", desk.store.path)
    assert [hit.name for hit in find(desk, "史")] == ["史试燕"]


def test_a_damaged_file_is_reported_not_a_traceback(store: Store) -> None:
    store.close()
    data = bytearray(store.path.read_bytes())
    data[8192:20480] = b"\xa5" * 12288
    store.path.write_bytes(data)
    opened = open_store(store.path)
    assert {problem.code for problem in check(opened)} & {"DAMAGED", "INTEGRITY"}
    opened.close()
