"""The desk a signed-in person works at: database, centre, roles and the business day."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import bindparam
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from desk.errors import Conflict, DeskError, NotPermitted, SignInAgain
from models.audit import Act, AuditedSession
from models.base import Record, plain
from models.engine import Store
from models.people import Delegation, User
from rules.errors import Phrase

ROLES = {
    "clerk": "录入",
    "issuer": "签发",
    "sealer": "印章",
    "reviewer": "审核",
    "supervisor": "督导",
    "counsellor": "艾梅乙专管",
    "admin": "管理",
}
_ANYONE_ON_RECORDS = frozenset({"clerk", "issuer", "reviewer", "supervisor", "counsellor"})
PERMISSIONS: dict[str, frozenset[str]] = {
    "records.read": _ANYONE_ON_RECORDS,
    "records.write": frozenset({"clerk"}),
    "infections.read": frozenset({"counsellor"}),
    "infections.write": frozenset({"clerk", "counsellor"}),
    "infections.manage": frozenset({"counsellor"}),
    "ledgers.import": frozenset({"clerk"}),
    "ledgers.export": frozenset({"clerk", "supervisor"}),
    "indicators.read": _ANYONE_ON_RECORDS,
    "stock.read": _ANYONE_ON_RECORDS | {"sealer"},
    "certificates.read": frozenset({"issuer", "reviewer"}),  # the whole page; others see it masked
    "certificates.write": frozenset({"issuer"}),
    "certificates.review": frozenset({"reviewer"}),
    "certificates.seal": frozenset({"sealer"}),
    "seals.read": frozenset({"issuer", "reviewer", "sealer"}),  # what waits for the seal
    "supervision.write": frozenset({"supervisor"}),
    "users.write": frozenset({"admin"}),
    "settings.write": frozenset({"admin"}),
}

RecordT = TypeVar("RecordT", bound=Record)
# What a user is now; read with every write, so past the mapper.
_NOW = select(User.disabled, User.roles).where(
    User.centre == bindparam("centre"), User.login == bindparam("login")
)


@dataclass(frozen=True, slots=True)
class Desk:
    """Who works here today. Every verb of the desk takes one as its first argument.

    ``roles`` are the user's own and those of a delegation in force today; ``delegated`` says which
    delegation (its id) a role comes from.
    """

    store: Store
    centre: str
    centre_name: str
    user: str
    user_name: str
    roles: frozenset[str]
    today: date
    must_change: bool = False
    delegated: Mapping[str, int] = field(default_factory=dict)

    def may(self, permission: str) -> bool:
        """Whether this user's roles cover a permission."""
        return bool(self.roles & PERMISSIONS[permission])

    def letter_for(self, permission: str) -> int | None:
        """The delegation a permission comes from, which the record keeps; None for one's own."""
        return letter_of(self.roles, self.delegated, permission)

    def require(self, permission: str) -> None:
        """Refuse what the roles do not cover.

        Raises:
            NotPermitted: names the roles that may.
        """
        if not self.may(permission):
            roles = Phrase(*(ROLES[role] for role in ROLES if role in PERMISSIONS[permission]))
            raise NotPermitted("NOT_PERMITTED", "此项需要「{roles}」岗位的人办理", roles=roles)

    @contextmanager
    def reading(self, permission: str = "records.read") -> Iterator[Session]:
        """A session that sees only this centre's records and can change nothing."""
        self.require(permission)
        with _in_words(), self.store.reading(self.centre) as session:
            yield session

    @contextmanager
    def writing(self, permission: str, action: str, reason: str = "") -> Iterator[AuditedSession]:
        """One transaction under one permission, committed at the end, audited as ``action``.

        Raises:
            NotPermitted: the roles do not cover it.
            SignInAgain: they do no more: the account, a role or a delegation ended meanwhile.
        """
        self.require(permission)
        act = Act(self.centre, self.user, action, reason)
        with _in_words(), self.store.writing(act) as session:
            self._refuse_ended(session, permission)
            yield session

    def _refuse_ended(self, session: Session, permission: str) -> None:
        """What the user could do when signing in holds no more if it was taken away since.

        One of the roles that cover the permission has to hold still: as the user's own, or by the
        delegation it came from, whose letter the record will show.
        """
        who = {"centre": self.centre, "login": self.user}
        now = session.connection().execute(_NOW, who).one_or_none()
        if now is None or now.disabled:
            raise SignInAgain("DISABLED", "账号已停用,不能再保存;请找管理员")
        covering = self.roles & PERMISSIONS[permission]
        if any(role in now.roles for role in covering if role not in self.delegated):
            return
        lent = [self.delegated[role] for role in covering if role in self.delegated]
        if not lent:
            raise SignInAgain("ROLES", "岗位已调整,请重新登录")
        held = select(Delegation.id).where(
            col(Delegation.id).in_(lent), Delegation.ends_on >= self.today
        )
        if session.exec(held).first() is None:
            raise SignInAgain("ENDED", "这份委托已经结束,请重新登录")


@dataclass(frozen=True, slots=True)
class Hand:
    """The second person of an act that takes two: just signed for it, or had done so before.

    ``delegation_id`` is the delegation the role comes from, if it is not the person's own.
    """

    user: str
    name: str
    roles: frozenset[str]
    delegation_id: int | None = None

    def may(self, permission: str) -> bool:
        """Whether this person's roles cover a permission."""
        return bool(self.roles & PERMISSIONS[permission])


def letter_of(roles: frozenset[str], delegated: Mapping[str, int], permission: str) -> int | None:
    """The delegation a permission comes from; None where a role of one's own covers it.

    Args:
        roles: all a person has, their own and lent ones.
        delegated: the lent ones, each with its delegation's id.
        permission: see ``PERMISSIONS``.
    """
    covering = roles & PERMISSIONS[permission]
    lent = [delegated[role] for role in covering if role in delegated]
    return min(lent) if len(lent) == len(covering) > 0 else None


@contextmanager
def _in_words() -> Iterator[None]:
    """Turn the database's own faults into sentences."""
    try:
        yield
    except OperationalError as error:
        name = getattr(error.orig, "sqlite_errorname", "")
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise DeskError("BUSY", "别的程序正在写入,请稍候再保存;已填内容不会丢失") from error
        if name.startswith("SQLITE_FULL"):
            raise DeskError("DISK_FULL", "磁盘已满,没有保存;请清理磁盘后再保存") from error
        raise DeskError("DATABASE", "数据库读写出错({name}),没有保存", name=name) from error


def load(session: Session, table: type[RecordT], record_id: int) -> RecordT:
    """A record of this centre by its id.

    Raises:
        DeskError: there is none.
    """
    record = session.get(table, record_id)
    if record is None or record.centre != session.info["centre"]:
        raise DeskError("NOT_FOUND", "没有找到这条记录")
    return record


def update(record: Record, values: dict[str, Any], version: int) -> None:
    """Put checked values into a loaded record, if nobody saved it since ``version`` was read.

    Raises:
        Conflict: somebody did; carries both.
    """
    if record.version != version:
        raise Conflict(record.version, plain(record), values)
    for name, value in values.items():
        if getattr(record, name) != value:
            setattr(record, name, value)
