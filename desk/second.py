"""The second person of an act that takes two: who it may be, and signing on the spot."""

from sqlmodel import Session, select

from desk.context import PERMISSIONS, ROLES, Desk, Hand
from desk.delegation import in_force
from desk.errors import DeskError, NotPermitted
from desk.sign_in import SignInRefused, hash_password, password_fits
from models.people import User
from rules.errors import Phrase
from rules.text import clean


def second_hand(
    desk: Desk, login: str, password: str, permission: str = "certificates.review"
) -> Hand:
    """The other person, who signs with their own password at this very desk.

    Args:
        desk: whose act it is.
        login: who countersigns.
        password: theirs.
        permission: what they countersign, see ``desk.context.PERMISSIONS``.

    Raises:
        SignInRefused: whatever is wrong with the pair.
        NotPermitted: they may not; names the roles that may.
        DeskError: TWO_HANDS, it is the same person.
    """
    with Session(desk.store.read) as session:
        user = session.exec(
            select(User).where(User.login == clean(login), User.centre == desk.centre)
        ).first()
        stored = user.password_hash if user else hash_password("")
        if not password_fits(password, stored) or user is None or user.disabled:
            raise SignInRefused("SIGN_IN", "用户名或口令不对,或账号已停用")
        if user.login == desk.user:
            raise DeskError("TWO_HANDS", "经办人与复核人应是两个人")
        hand = _hand(session, desk, user, permission)
    if not hand.may(permission):
        roles = Phrase(*(ROLES[role] for role in ROLES if role in PERMISSIONS[permission]))
        raise NotPermitted("NOT_PERMITTED", "此项需要「{roles}」岗位的人办理", roles=roles)
    return hand


def people_who_may(desk: Desk, permission: str) -> tuple[tuple[str, str], ...]:
    """Login and name of everybody else of the centre who may countersign today, by name."""
    with Session(desk.store.read) as session:
        others = session.exec(
            select(User).where(
                User.centre == desk.centre,
                User.login != desk.user,
                User.disabled == False,  # noqa: E712  SQL
                User.must_change == False,  # noqa: E712  SQL
            )
        ).all()
        able = [user for user in others if _hand(session, desk, user, permission).may(permission)]
    return tuple(sorted(((user.login, user.name) for user in able), key=lambda pair: pair[::-1]))


def _hand(session: Session, desk: Desk, user: User, permission: str) -> Hand:
    """A user as a second hand; the delegation only where the permission comes from it."""
    own = frozenset(user.roles)
    given = in_force(session, user, desk.today)
    able = [role for role in given if role in PERMISSIONS[permission]]
    by_letter = given[able[0]] if able and not own & PERMISSIONS[permission] else None
    return Hand(user.login, user.name, own | frozenset(given), by_letter)
