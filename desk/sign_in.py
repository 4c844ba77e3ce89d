"""Making a centre, signing in, and the people who may."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session, col, select

from desk.context import ROLES, Desk, load
from desk.delegation import in_force, refuse_one_hand, two_hands
from desk.errors import DeskError
from desk.places import CHINA
from models.audit import Act, AuditEntry
from models.engine import Store
from models.migrations import create_store
from models.people import Centre, Setting, User
from models.version_3 import UNSETTLED
from rules.text import clean

MIN_PASSWORD = 4
COST = 14  # scrypt's log2 N: 16 MB and about 50 ms here


class SignInRefused(DeskError):
    """Unknown user, wrong password or a disabled account: one sentence for all three."""


@dataclass(frozen=True, slots=True)
class UserView:
    """A user as the administrator sees them."""

    id: int
    login: str
    name: str
    roles: tuple[str, ...]
    disabled: bool
    must_change: bool


def hash_password(password: str) -> str:
    """A salted scrypt hash as ``scrypt$cost$salt$hash``."""
    salt = secrets.token_bytes(16)
    return f"scrypt${COST}${salt.hex()}${_scrypt(password, salt, COST).hex()}"


def password_fits(password: str, stored: str) -> bool:
    """Whether the password is the one that was hashed.

    >>> password_fits("demo", hash_password("demo")), password_fits("Demo", hash_password("demo"))
    (True, False)
    """
    try:
        kind, cost, salt, expected = stored.split("$")
        found = _scrypt(password, bytes.fromhex(salt), int(cost))
    except ValueError:
        return False
    return kind == "scrypt" and hmac.compare_digest(found.hex(), expected)


def _scrypt(password: str, salt: bytes, cost: int) -> bytes:
    return hashlib.scrypt(
        password.encode("utf-8", "surrogatepass"),
        salt=salt,
        n=2**cost,
        r=8,
        p=1,
        maxmem=2**26,
        dklen=32,
    )


def create_centre(  # noqa: PLR0913  what a new centre is asked for
    path: Path,
    *,
    name: str,
    code: str,
    admin: str,
    password: str,
    admin_name: str = "",
    town: str = "",
) -> Store:
    """A new database with one centre and its first user, who holds admin and clerk.

    Raises:
        DeskError: an empty name, code or login, or a short password.
        StoreError: something is at the path already.
    """
    name, code, admin, town = clean(name), clean(code), clean(admin), clean(town)
    if not (name and code and admin):
        raise DeskError("REQUIRED", "机构名称、机构代码、用户名都要填")
    _check_password(password)
    store = create_store(path)
    with store.writing(Act(code, admin, "centre.create")) as session:
        session.add(Centre(code=code, name=name, town=town))
        session.flush()
        session.add(
            User(
                centre=code,
                login=admin,
                name=clean(admin_name) or admin,
                roles=["admin", "clerk"],
                password_hash=hash_password(password),
            )
        )
    return store


def sign_in(store: Store, login: str, password: str, today: date) -> Desk:
    """The desk of the user with this password.

    Raises:
        SignInRefused: whatever is wrong with the pair.
    """
    with Session(store.read) as session:
        user = user_of(session, login, password)
        delegated = in_force(session, user, today)
        centre = session.get_one(Centre, user.centre)
        unsettled = select(Setting.id).where(
            Setting.centre == centre.code, Setting.key == UNSETTLED
        )
        upgraded = session.exec(unsettled).first() is not None
        desk = Desk(
            store,
            centre.code,
            centre.name,
            user.login,
            user.name,
            frozenset(user.roles) | frozenset(delegated),
            today,
            must_change=user.must_change,
            delegated=delegated,
        )
    if upgraded:
        from desk.upgrading import finish_upgrade  # noqa: PLC0415  once in a file's life

        finish_upgrade(desk)
    return desk


def last_entry_after(desk: Desk) -> date | None:
    """The day of the books' last entry, where it is later than the desk's: the clock went back.

    The day of its instant in China, whatever day it was written down for.
    """
    newest = select(AuditEntry.at).order_by(col(AuditEntry.seq).desc()).limit(1)
    with Session(desk.store.read) as session:
        at = session.exec(newest).first()
    last = datetime.fromisoformat(at).astimezone(CHINA).date() if at else desk.today
    return last if last > desk.today else None


def user_of(session: Session, login: str, password: str) -> User:
    """The user with this password; as slow for an unknown one as for a wrong password.

    Raises:
        SignInRefused: whatever is wrong with the pair.
    """
    user = session.exec(select(User).where(User.login == clean(login))).first()
    stored = user.password_hash if user else hash_password("")
    if not password_fits(password, stored) or user is None or user.disabled:
        raise SignInRefused("SIGN_IN", "用户名或口令不对,或账号已停用")
    return user


def change_password(desk: Desk, old: str, new: str) -> None:
    """One's own password; needs the old one."""
    _check_password(new)
    act = Act(desk.centre, desk.user, "user.password")
    with desk.store.writing(act) as session:
        user = session.exec(select(User).where(User.login == desk.user)).one()
        if not password_fits(old, user.password_hash):
            raise SignInRefused("SIGN_IN", "原口令不对")
        user.password_hash, user.must_change = hash_password(new), False


def users(desk: Desk) -> tuple[UserView, ...]:
    """Everybody who may sign in."""
    with desk.reading("users.write") as session:
        return tuple(_view(user) for user in session.exec(select(User).order_by(col(User.login))))


def add_user(desk: Desk, login: str, name: str, roles: tuple[str, ...], password: str) -> UserView:
    """A new user, who must change the password at the first sign-in on the screen.

    Raises:
        DeskError: the login is taken, a role is unknown, or two of issuer, sealer and reviewer
            would be one person.
    """
    login = clean(login)
    _check_roles(roles)
    _check_password(password)
    with desk.writing("users.write", "user.add") as session:
        if not login or session.exec(select(User).where(User.login == login)).first():
            raise DeskError("LOGIN_TAKEN", "用户名 {login} 已有人使用,请换一个", login=login)
        user = User(
            centre=desk.centre,
            login=login,
            name=clean(name) or login,
            roles=sorted(set(roles)),
            roles_from=desk.today,
            password_hash=hash_password(password),
            must_change=True,
        )
        session.add(user)
        session.flush()
        return _view(user)


def set_roles(desk: Desk, login: str, roles: tuple[str, ...]) -> UserView:
    """Other roles for a user, from today and from their next sign-in on.

    Raises:
        DeskError: a role is unknown, two of issuer, sealer and reviewer would be one person, also
            by a delegation that is not over, or the administrator would stop being one.
    """
    _check_roles(roles)
    with desk.writing("users.write", "user.roles") as session:
        user = _by_login(session, login)
        if user.login == desk.user and "admin" not in roles:
            raise DeskError("SELF", "不能取消自己的管理岗位")
        refuse_one_hand(session, user, roles, desk.today)
        user.roles, user.roles_from = sorted(set(roles)), desk.today
        session.flush()
        return _view(user)


def disable_user(desk: Desk, login: str) -> UserView:
    """The user can no longer sign in; what they did stays under their name."""
    if clean(login) == desk.user:
        raise DeskError("SELF", "不能停用自己的账号")
    with desk.writing("users.write", "user.disable") as session:
        user = _by_login(session, login)
        user.disabled = True
        session.flush()
        return _view(user)


def reset_password(desk: Desk, login: str, password: str) -> None:
    """A new first password for somebody who forgot theirs."""
    _check_password(password)
    with desk.writing("users.write", "user.reset") as session:
        user = _by_login(session, login)
        user.password_hash, user.must_change = hash_password(password), True


def _by_login(session: Session, login: str) -> User:
    found = session.exec(select(User).where(User.login == clean(login))).first()
    if found is None or found.id is None:
        raise DeskError("NO_USER", "没有用户 {login}", login=clean(login))
    return load(session, User, found.id)


def _check_roles(roles: tuple[str, ...]) -> None:
    unknown = [role for role in roles if role not in ROLES]
    if unknown or not roles:
        raise DeskError("ROLE", "岗位应为 {roles} 中的一个或几个", roles=" ".join(ROLES))
    refused = two_hands(roles)
    if refused is not None:
        raise refused


def _check_password(password: str) -> None:
    if len(password) < MIN_PASSWORD:
        raise DeskError("PASSWORD", "口令至少 {least} 位", least=MIN_PASSWORD)


def _view(user: User) -> UserView:
    return UserView(
        user.id or 0, user.login, user.name, tuple(user.roles), user.disabled, user.must_change
    )
