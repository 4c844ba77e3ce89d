"""From a file of an older version to this one, with a copy kept first.

``application_id`` says the file is ours, ``user_version`` which schema it has. A migration turns
foreign keys off (rebuilding a table would delete its children), works in one transaction and checks
every foreign key before it commits.
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DatabaseError
from sqlmodel import SQLModel

from models import certificate, child, delivery, list_keys, people, pregnancy, supervision
from models.audit import TRIGGERS
from models.engine import Store, StoreError, open_engines, sqlite_module
from models.version_2 import places_in_lists

APPLICATION_ID = 0x4D434844  # "MCHD"

Migration = Callable[[Any], None]
MIGRATIONS: tuple[Migration, ...] = (  # entry n brings a file from version n+1 to n+2
    places_in_lists,
)
TABLES = (
    people,
    pregnancy,
    delivery,
    child,
    certificate,
    supervision,
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
        SQLModel.metadata.create_all(connection)
        for trigger in TRIGGERS:
            connection.exec_driver_sql(trigger)
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={len(MIGRATIONS) + 1}")
    return store


def open_store(path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> Store:
    """An existing database, brought to this version.

    Raises:
        StoreError: no file, not ours, newer than this program, or damaged.
    """
    if not path.exists():
        raise StoreError("MISSING", "没有找到数据库 {path}", path=path.name)
    module = sqlite_module()
    latest = len(migrations) + 1
    try:
        with closing(module.connect(str(path), timeout=30, isolation_level=None)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if application != APPLICATION_ID:
                raise StoreError("FOREIGN", "{path} 不是妇幼工作台的数据库", path=path.name)
            if version > latest:
                raise StoreError(
                    "NEWER", "{path} 由更新版本的程序写成,请先升级本程序", path=path.name
                )
            if version < latest:
                _migrate(connection, path, version, migrations)
    except module.DatabaseError as error:
        raise StoreError("DAMAGED", "{path} 打不开或已损坏,请用备份恢复", path=path.name) from error
    try:
        store = open_engines(path)
        with store.read.connect():
            return store
    except DatabaseError as error:
        raise StoreError("DAMAGED", "{path} 打不开或已损坏,请用备份恢复", path=path.name) from error


def _migrate(
    connection: Any,
    path: Path,
    version: int,
    migrations: Sequence[Migration],
) -> None:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    copy = path.with_name(f"{path.name}.v{version}-{stamp}.bak")
    connection.execute("VACUUM INTO ?", (str(copy),))
    copy.chmod(0o600)
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        for migration in migrations[version - 1 :]:
            migration(connection)
        _refuse_orphans(connection, copy)
        connection.execute(f"PRAGMA user_version={len(migrations) + 1}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _refuse_orphans(connection: Any, copy: Path) -> None:
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise StoreError(
            "FOREIGN_KEYS", "升级后的数据对不上,已退回原样;备份在 {copy}", copy=copy.name
        )
