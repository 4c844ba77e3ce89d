"""What a new centre starts with, beside its first user."""

from collections.abc import Sequence
from pathlib import Path

from sqlmodel import Session

from desk.settings import write_setting
from desk.sign_in import create_centre
from desk.villages import ensure_villages
from models.audit import Act
from models.engine import Store
from rules.targets import DEFAULT_TARGETS
from rules.text import clean
from seed.checklist import VERSION, checklist


def new_centre(  # noqa: PLR0913, PLR0917  what a new centre is asked for
    path: Path,
    name: str,
    code: str,
    admin: str,
    password: str,
    villages: Sequence[str] = (),
    town: str = "",
    *,
    year: int,
    admin_name: str = "",
) -> Store:
    """A new database ready for work: the centre, its first user, villages, targets, checklist.

    ``year`` is the business day's: the year the targets begin to count for.

    Raises:
        DeskError: an empty name, code or login, or a short password.
        StoreError: something is at the path already.
    """
    store = create_centre(
        path,
        name=name,
        code=code,
        admin=admin,
        password=password,
        admin_name=admin_name,
        town=town,
    )
    code = clean(code)
    with store.writing(Act(code, clean(admin), "centre.seed")) as session:
        seed_centre(session, code, year)
        ensure_villages(session, code, villages)
    return store


def seed_centre(session: Session, centre: str, year: int) -> None:
    """The settings a centre starts with: the year's targets and the supervision checklist."""
    targets = {
        indicator: None if target is None else str(target)
        for indicator, target in DEFAULT_TARGETS.items()
    }
    write_setting(session, centre, "targets", {str(year): targets})
    write_setting(session, centre, "checklist", {"current": VERSION, VERSION: checklist()})
