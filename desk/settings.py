"""The centre's own choices, kept as records like any other."""

from sqlmodel import Session, select

from desk.context import Desk
from models.people import Setting


def read_setting(session: Session, key: str, default: object = None) -> object:
    """A setting's value, or the default."""
    found = session.exec(select(Setting).where(Setting.key == key)).first()
    return default if found is None else found.value


def write_setting(session: Session, centre: str, key: str, value: object) -> None:
    """Keep a value under a key."""
    found = session.exec(select(Setting).where(Setting.key == key)).first()
    if found is None:
        session.add(Setting(centre=centre, key=key, value=value))
    else:
        found.value = value


def get(desk: Desk, key: str, default: object = None) -> object:
    """A setting of the desk's centre."""
    with desk.store.reading(desk.centre) as session:
        return read_setting(session, key, default)


def put(desk: Desk, key: str, value: object) -> None:
    """Change a setting; the administrator's."""
    with desk.writing("settings.write", "setting.put") as session:
        write_setting(session, desk.centre, key, value)
