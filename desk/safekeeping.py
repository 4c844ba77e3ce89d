"""Is everything whole? Checking a database, backing it up, bringing it back."""

from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from desk.certificate_checks import certificates_wrong, guards_changed
from desk.errors import DeskError
from models.audit import broken_links
from models.copies import copy_into, part_of, settle
from models.engine import Store, sqlite_module
from models.migrations import APPLICATION_ID

CHAIN = {
    "AUDIT_CHANGED": "审计记录第 {entry} 条的内容被改动过",
    "AUDIT_GAP": "审计记录第 {entry} 条之前缺少记录",
    "AUDIT_LINK": "审计记录第 {entry} 条与前一条接不上",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something found wrong; ``message`` is a template for ``params``."""

    code: str
    template: str
    params: dict[str, object]

    @property
    def message(self) -> str:
        """The sentence in Chinese."""
        return self.template.format(**self.params)


def check(store: Store) -> tuple[Problem, ...]:
    """Everything found wrong with the file, the audit chain, the guards and the certificates."""
    try:
        with Session(store.read) as session:
            return (
                *_file(session),
                *_chain(session),
                *_guards(session),
                *_certificates(session),
            )
    except DatabaseError:
        return (Problem("DAMAGED", "数据库文件损坏,请用备份恢复", {}),)


def _file(session: Session) -> list[Problem]:
    connection = session.connection()
    lines = [line for (line,) in connection.exec_driver_sql("PRAGMA integrity_check")]
    orphans = {row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
    return [
        Problem("INTEGRITY", "文件完整性: {line}", {"line": line}) for line in lines if line != "ok"
    ] + [
        Problem("FOREIGN_KEY", "{table} 有记录指向不存在的记录", {"table": table})
        for table in sorted(orphans)
    ]


def _chain(session: Session) -> list[Problem]:
    return [Problem(code, CHAIN[code], {"entry": seq}) for seq, code in broken_links(session)]


def _guards(session: Session) -> list[Problem]:
    words = "数据库的防线 {name} 缺了或被改过"
    return [Problem("GUARD", words, {"name": name}) for name in guards_changed(session)]


def _certificates(session: Session) -> list[Problem]:
    return [
        Problem(code, sentence, {"number": number})
        for code, sentence, number in certificates_wrong(session)
    ]


def backup(store: Store, target: Path) -> None:
    """A whole copy of a database that may be in use; checked before it takes the name.

    Raises:
        DeskError: the place cannot be written or the copy is not whole.
    """
    try:
        with part_of(target) as part:
            with closing(_open(store.path)) as source:
                copy_into(source, part)
            _prove(part)
            settle(part, target)
    except (OSError, sqlite_module().Error) as error:
        raise DeskError("BACKUP", "备份没有写成,请检查 {folder}", folder=target.parent) from error


def restore(source: Path, target: Path) -> Path | None:
    """Put a backup in the place of a database; the one there before is kept beside it.

    Returns:
        Where the former database went, or None when there was none.

    Raises:
        DeskError: the backup is missing, not ours or not whole.
    """
    try:
        with part_of(target) as part:
            _prove(source)
            with closing(_open(source)) as copy:
                copy_into(copy, part)
            former = _set_aside(target) if target.exists() else None
            settle(part, target)
    except (OSError, sqlite_module().Error) as error:
        raise DeskError("RESTORE", "{name} 不能恢复:文件不在或已损坏", name=source.name) from error
    return former


def _set_aside(path: Path) -> Path:
    """Move a database, damaged or not, out of the way under a name that is free."""
    with suppress(sqlite_module().Error), closing(_open(path)) as old:
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    number = 1
    while (aside := path.with_name(f"{path.name}.before-restore-{number}")).exists():
        number += 1
    path.replace(aside)
    for suffix in ("-wal", "-shm", "-journal"):  # what a damaged one could not take in
        left = path.with_name(path.name + suffix)
        if left.exists():
            left.replace(aside.with_name(aside.name + suffix))
    return aside


def _open(path: Path) -> Any:
    if not path.exists():
        raise FileNotFoundError(path)
    return sqlite_module().connect(str(path), timeout=30, isolation_level=None)


def _prove(path: Path) -> None:
    with closing(_open(path)) as connection:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (whole,) = connection.execute("PRAGMA integrity_check").fetchone()
    if application != APPLICATION_ID or whole != "ok":
        raise DeskError("NOT_WHOLE", "{name} 不是完整的妇幼工作台数据库", name=path.name)
