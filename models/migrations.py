"""From a file of an older version to this one, with a copy kept first.

``application_id`` says the file is ours, ``user_version`` which schema it has. A migration has
the file to itself, turns foreign keys off (rebuilding a table would delete its children), works in
one transaction and checks every foreign key before it commits.
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from errno import ENOSPC
from pathlib import Path
from random import uniform
from time import monotonic, sleep
from typing import Any

from sqlalchemy.exc import DatabaseError
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import SQLModel

from models import (
    antenatal,
    blanks,
    call,
    certificate,
    child,
    death,
    delivery,
    first_exam,
    folic,
    infection,
    list_keys,
    notice,
    people,
    pregnancy,
    prenatal,
    referral,
    report,
    risk,
    subsidy,
    supervision,
)
from models.audit import TRIGGERS
from models.certificate_guards import GUARDS
from models.copies import copy_into, part_of, settle
from models.engine import BUSY_MS, Store, StoreError, open_engines, sqlite_module
from models.version_2 import places_in_lists
from models.version_3 import pregnancy_desk
from models.version_4 import certificates
from models.version_5 import whole_forms

APPLICATION_ID = 0x4D434844  # "MCHD"
# Another program or a missing right is in the way; the file is as good as ever.
IN_THE_WAY = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_READONLY")

Migration = Callable[[Any], None]
MIGRATIONS: tuple[Migration, ...] = (  # entry n brings a file from version n+1 to n+2
    places_in_lists,
    pregnancy_desk,
    certificates,
    whole_forms,
)
TABLES = (
    people,
    pregnancy,
    notice,
    antenatal,
    first_exam,
    risk,
    referral,
    delivery,
    infection,
    prenatal,
    subsidy,
    child,
    death,
    report,
    blanks,
    certificate,
    folic,
    supervision,
    call,
    list_keys,
)  # imported so that they are known


def create_store(path: Path) -> Store:
    """A new, empty database.

    Raises:
        StoreError: something is there already.
    """
    if path.exists() and path.stat().st_size:
        raise StoreError("EXISTS", "{path} 已存在,不会覆盖", path=path.name)
    store = open_engines(path)
    with store.write.begin() as connection:
        for table in SQLModel.metadata.sorted_tables:
            connection.execute(CreateTable(table))
            # In one order: of two that serve a query equally, SQLite takes the one made last.
            for index in sorted(table.indexes, key=lambda each: str(each.name)):
                connection.execute(CreateIndex(index))
        for trigger in (*TRIGGERS, *GUARDS):
            connection.exec_driver_sql(trigger)
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={len(MIGRATIONS) + 1}")
    return store


def open_store(path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> Store:
    """An existing database, brought to this version.

    Raises:
        StoreError: no file, not ours, newer than this program, in the way of another, or damaged.
    """
    if not path.exists():
        raise StoreError("MISSING", "没有找到数据库 {path}", path=path.name)
    try:
        _migrate(path, migrations)
        if _version(path) > len(migrations) + 1:
            raise StoreError("NEWER", "{path} 由更新版本的程序写成,请先升级本程序", path=path.name)
        store = open_engines(path)
        with store.read.connect():
            return store
    except DatabaseError as error:
        raise _in_words(path, error.orig) from error
    except (OSError, sqlite_module().DatabaseError) as error:
        raise _in_words(path, error) from error


def _version(path: Path) -> int:
    with closing(_connect(path, BUSY_MS)) as connection:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        if application != APPLICATION_ID:
            raise StoreError("FOREIGN", "{path} 不是妇幼工作台的数据库", path=path.name)
        return _version_of(connection)


def _migrate(path: Path, migrations: Sequence[Migration]) -> None:
    patience = monotonic() + BUSY_MS / 1000
    while _version(path) <= len(migrations) and not _upgraded_alone(path, migrations):
        if monotonic() > patience:
            raise _in_the_way(path)
        sleep(uniform(0.05, 0.3))  # noqa: S311  two that try at once must not do so for ever


def _upgraded_alone(path: Path, migrations: Sequence[Migration]) -> bool:
    """Have the file alone from before the copy to the end; False if somebody has it open.

    A desk of the old program would go on writing as the old version did, so it has to be closed
    first. Another new one may have been quicker: then there is nothing left to do.
    """
    with closing(_connect(path, 0)) as connection:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite_module().OperationalError as error:
            if error.sqlite_errorname.startswith("SQLITE_BUSY"):
                return False
            raise
        connection.execute("COMMIT")  # the lock stays
        if _version_of(connection) <= len(migrations):
            _upgrade(connection, path, migrations)
        return True


def _upgrade(connection: Any, path: Path, migrations: Sequence[Migration]) -> None:
    version = _version_of(connection)
    copy = _keep_copy(connection, path, version)
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("BEGIN")
    try:
        _drop_guards(connection)
        for migration in migrations[version - 1 :]:
            migration(connection)
        for guard in GUARDS:
            connection.execute(guard)
        _refuse_orphans(connection, copy)
        connection.execute(f"PRAGMA user_version={len(migrations) + 1}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full or failing disk may have ended it
            connection.execute("ROLLBACK")
        raise


def _drop_guards(connection: Any) -> None:
    """All but the audit's: a table that is made anew is missing for a moment to those of others."""
    kept = {trigger.split()[2] for trigger in TRIGGERS}
    made = connection.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall()
    for (name,) in made:
        if name not in kept:
            connection.execute(f"DROP TRIGGER {name}")


def _connect(path: Path, busy_ms: float) -> Any:
    return sqlite_module().connect(str(path), timeout=busy_ms / 1000, isolation_level=None)


def _version_of(connection: Any) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _keep_copy(connection: Any, path: Path, version: int) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    copy = path.with_name(f"{path.name}.v{version}-{stamp}.bak")
    with part_of(copy) as part:
        copy_into(connection, part)
        settle(part, copy)
    return copy


def _in_words(path: Path, error: object) -> StoreError:
    """Why a file does not open; only one that is really damaged is to be restored."""
    name = getattr(error, "sqlite_errorname", "")
    if name == "SQLITE_FULL" or getattr(error, "errno", None) == ENOSPC:
        return StoreError("DISK_FULL", "磁盘已满,没有写出任何文件;请清理或换一个文件夹")
    if isinstance(error, OSError) or name.startswith(IN_THE_WAY):
        return _in_the_way(path)
    return StoreError("DAMAGED", "{path} 打不开或已损坏,请用备份恢复", path=path.name)


def _in_the_way(path: Path) -> StoreError:
    return StoreError(
        "NOT_OPENED", "打不开文件 {name}。请核对路径,并确认没有被别的程序占用", name=path.name
    )


def _refuse_orphans(connection: Any, copy: Path) -> None:
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise StoreError(
            "FOREIGN_KEYS", "升级后的数据对不上,已退回原样;备份在 {copy}", copy=copy.name
        )
