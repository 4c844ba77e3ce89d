"""Which risk table a centre screens and grades by: the national one, or a variant it loaded.

Variants are kept in the database under their version, every one that was ever loaded: an
assessment keeps the version it was made by.
"""

from functools import lru_cache

from sqlmodel import Session

from desk.house_rules import house_rule
from desk.settings import read_setting
from rules.risk_items import RiskTable
from rules.risk_table import DEFAULT, load_table, risk_table

KEY = "risk_table {version}"
_read = lru_cache(maxsize=8)(load_table)


def table_in_force(session: Session) -> RiskTable:
    """The table of the house rules; the national one where none is named or it was never loaded."""
    return table_of(session, house_rule(session, "risk_table"))


def table_of(session: Session, version: str | None) -> RiskTable:
    """A version of the table, the national one if it is not known."""
    if version and version != DEFAULT:
        text = read_setting(session, KEY.format(version=version))
        if isinstance(text, str):
            return _read(text)
    return risk_table()
