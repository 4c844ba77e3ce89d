"""The second person of an act that takes two: who it may be, and signing on the spot."""

from dataclasses import replace

from sqlmodel import Session, col, select

from desk.context import Desk, Hand, letter_of
from desk.delegation import in_force
from desk.errors import DeskError
from desk.sign_in import user_of
from models.people import User


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
        DeskError: TWO_HANDS, it is the same person; FIRST_PASSWORD, theirs is still the one the
            administrator gave them, so that it proves nothing.
    """
    with desk.store.reading(desk.centre) as session:
        user = user_of(session, login, password)
        if user.login == desk.user:
            raise DeskError("TWO_HANDS", "经办人与复核人应是两个人")
        hand = _hand(session, desk, user, permission)
    replace(desk, roles=hand.roles).require(permission)
    if user.must_change:
        raise DeskError(
            "FIRST_PASSWORD", "{name}还在用首次口令,请先自己登录一次换掉", name=user.name
        )
    return hand


def people_who_may(desk: Desk, permission: str) -> tuple[tuple[str, str], ...]:
    """Login and name of everybody else of the centre who may countersign today."""
    query = (
        select(User)
        .where(User.login != desk.user, col(User.disabled).is_(False))
        .order_by(col(User.name), col(User.login))
    )
    with desk.store.reading(desk.centre) as session:
        return tuple(
            (user.login, user.name)
            for user in session.exec(query)
            if _hand(session, desk, user, permission).may(permission)
        )


def _hand(session: Session, desk: Desk, user: User, permission: str) -> Hand:
    """A user as a second hand; the delegation only where the permission comes from it."""
    given = in_force(session, user, desk.today)
    roles = frozenset(user.roles) | frozenset(given)
    return Hand(user.login, user.name, roles, letter_of(roles, given, permission))
