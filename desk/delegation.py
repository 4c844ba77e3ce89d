"""Written delegations: for some days a user does another role's work in a small centre.

A delegation is a letter with a number, days and a signature, kept by the administrator. It never
makes one person issuer and sealer; the database refuses it too. What a substitute does keeps the
delegation's id, and shows its letter wherever the record is shown.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlmodel import Session, col, select

from models.people import Delegation, User


def in_force(session: Session, user: User, day: date) -> Mapping[str, int]:
    """The roles a user has by delegation on a day, each with the delegation's id."""
    found = session.exec(
        select(Delegation)
        .where(
            Delegation.centre == user.centre,
            Delegation.login == user.login,
            Delegation.starts_on <= day,
            Delegation.ends_on >= day,
        )
        .order_by(col(Delegation.id))
    )
    return {given.role: given.id or 0 for given in found if given.role not in user.roles}


def words_of(letter_no: str | None, name: str | None) -> str:
    """A name on a record, with the letter it acted under: ``李四(委托 云卫〔2026〕3号)``."""
    name = name or ""
    return f"{name}(委托 {letter_no})" if letter_no else name


def letters(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    """The letter numbers of delegations by id."""
    wanted = {each for each in ids if each}
    found = session.exec(
        select(Delegation.id, Delegation.letter_no).where(col(Delegation.id).in_(wanted))
    )
    return {each or 0: letter for each, letter in found}
