"""Where the data lies, and what day it is at the desk. Loads nothing of the database."""

import os
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from rules.errors import RuleError

CHINA = timezone(timedelta(hours=8))


class NoSuchPlace(RuleError):
    """The database asked for is of a kind this version does not open."""


def business_day() -> date:
    """Today in China, wherever the computer stands."""
    return datetime.now(CHINA).date()


def data_folder() -> Path:
    """The user's own folder for this program."""
    from platformdirs import user_data_path  # noqa: PLC0415  only where no path is given

    return user_data_path("mchdesk", appauthor=False)


def papers_folder() -> Path:
    """Where ledgers leave to unless another folder is named: easily found by who works here."""
    return Path.home() / "妇幼台账"


def database_path(asked: str | None) -> Path:
    """The database's path: what was asked for, else ``MCHDESK_DB``, else in the user's data folder.

    >>> database_path("sqlite:///centre.db").name, database_path("sqlite:////srv/c.db").name
    ('centre.db', 'c.db')

    Raises:
        NoSuchPlace: a URL of another kind of database.
    """
    text = asked or os.environ.get("MCHDESK_DB") or ""
    if not text:
        return data_folder() / "mchdesk.db"
    scheme, mark, rest = text.partition("://")
    if not mark:
        return Path(text)
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return Path(rest[1:])
    raise NoSuchPlace("DB_URL", "本版只支持文件数据库:请写文件路径,或 sqlite:///路径")
