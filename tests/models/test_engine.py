"""The promises of an open database: proved on each connection, kept between writers."""

import stat
import threading
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import col, select

from models.audit import Act
from models.engine import Store, StoreError, open_engines, promises, sqlite_module, wal_is_safe
from models.people import Centre, Person, Village

ACT = Act("331199", "clerk", "test")


def test_every_connection_of_both_engines_keeps_every_promise(store: Store) -> None:
    for engine in (store.read, store.write):
        held = [engine.raw_connection() for _ in range(3)]  # three apart, not one from the pool
        for connection in held:
            for pragma, value in promises(sqlite_module()).items():
                assert connection.cursor().execute(f"PRAGMA {pragma}").fetchone() == (value,)
        for connection in held:
            connection.close()


def test_a_promise_the_file_cannot_keep_is_a_sentence_not_a_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.engine.promises", lambda _: {"synchronous": "17"})
    with pytest.raises(StoreError, match="安全方式"):
        open_engines(tmp_path / "x.db").write.connect()


@pytest.mark.parametrize(
    ("version", "safe"),
    [((3, 40, 1), False), ((3, 44, 6), True), ((3, 50, 4), False), ((3, 50, 7), True),
     ((3, 51, 2), False), ((3, 51, 3), True), ((3, 53, 4), True)],
)  # fmt: skip
def test_wal_only_where_sqlite_does_not_corrupt_it(version: tuple[int, ...], safe: bool) -> None:  # noqa: FBT001  a table of cases
    class Module:
        sqlite_version_info = version

    assert wal_is_safe(Module) is safe  # type: ignore[arg-type]


def test_an_old_sqlite_gets_the_rollback_journal_synced_twice() -> None:
    class Old:
        sqlite_version_info = (3, 40, 1)

    assert promises(Old)["journal_mode"] == "delete"  # type: ignore[arg-type]
    assert promises(Old)["synchronous"] == 3  # type: ignore[arg-type]


def test_the_file_is_its_owners_alone_also_when_it_was_not(store: Store) -> None:
    store.close()
    store.path.chmod(0o644)
    reopened = open_engines(store.path)
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
    with reopened.writing(ACT) as session:
        session.add(Village(centre="331199", name="新村"))
        session.flush()
        for left in ("-wal", "-shm"):
            assert (
                stat.S_IMODE((store.path.with_name(store.path.name + left)).stat().st_mode) == 0o600
            )
    reopened.close()


def test_the_read_engine_cannot_write(store: Store) -> None:
    with pytest.raises(OperationalError), store.reading("331199") as session:
        session.add(Village(centre="331199", name="新村"))
        session.commit()


def test_two_who_read_then_write_lose_nothing(store: Store) -> None:
    def add_ten() -> None:
        for _ in range(10):
            with store.writing(ACT) as session:
                village = session.exec(select(Village).order_by(col(Village.id))).first()
                assert village is not None
                village.population = (village.population or 0) + 1

    threads = [threading.Thread(target=add_ten) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading("331199") as session:
        assert session.exec(select(Village.population).order_by(col(Village.id))).first() == 40


def test_an_error_rolls_everything_back(store: Store) -> None:
    with pytest.raises(RuntimeError), store.writing(ACT) as session:
        session.add(Village(centre="331199", name="新村"))
        session.flush()
        raise RuntimeError
    with store.reading("331199") as session:
        assert session.exec(select(Village).where(Village.name == "新村")).first() is None


def test_a_centre_sees_only_its_own_records(store: Store) -> None:
    with store.writing(Act("331198", "x", "test")) as session:
        session.add(Centre(code="331198", name="邻镇卫生院"))
        session.flush()
        session.add(Person(centre="331198", name="邻镇人", sex="2"))
    with store.reading("331199") as session:
        assert "邻镇人" not in session.exec(select(Person.name)).all()
        joined = select(Centre, Person).join(Person, col(Person.centre) == col(Centre.code))
        assert session.exec(joined).all() == []
    with store.reading("331198") as session:
        assert session.exec(select(Person.name)).all() == ["邻镇人"]


def test_the_database_itself_refuses_issuer_and_sealer_in_one_person(store: Store) -> None:
    with pytest.raises(IntegrityError), store.write.begin() as connection:
        connection.exec_driver_sql("""UPDATE users SET roles = '["issuer", "sealer"]'""")


def test_an_error_of_the_database_shows_no_personal_data(store: Store) -> None:
    with pytest.raises(IntegrityError) as caught, store.writing(ACT) as session:
        session.add(Person(centre="nowhere", name="隐私姓名", sex="2"))
        session.flush()
    assert "隐私姓名" not in str(caught.value)
