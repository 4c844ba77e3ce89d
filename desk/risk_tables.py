"""Which risk table a centre screens and grades by: the national one, or a variant it loaded.

Variants are kept in the database under their version, every one that was ever loaded: an
assessment keeps the version it was made by.
"""

from functools import lru_cache

from sqlmodel import Session

from desk.context import Desk
from desk.house_rules import house_rule, put_house_rules, rules_of
from desk.settings import read_setting, write_setting
from rules.errors import RuleError
from rules.risk_items import RiskTable
from rules.risk_table import DEFAULT, load_table, risk_table

KEY = "risk_table {version}"
LONGEST_VERSION = 40
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


def load_variant(desk: Desk, text: str, reason: str) -> RiskTable:
    """Check a table's file, keep it and put it in force; the administrator's.

    Raises:
        RuleError: what is wrong in the file and where, or its version is taken by another text.
        DeskError: no reason given.
    """
    table = load_table(text)
    if len(table.version) > LONGEST_VERSION:
        raise RuleError("VERSION", "版本代号最多 {most} 个字", most=LONGEST_VERSION)
    key = KEY.format(version=table.version)
    with desk.writing("settings.write", "risk_table.load", reason) as session:
        kept = read_setting(session, key)
        if table.version == DEFAULT or kept not in {None, text}:
            raise RuleError(
                "VERSION_TAKEN",
                "版本 {version} 已有另一张表;内容改了请换一个版本代号",
                version=table.version,
            )
        write_setting(session, desk.centre, key, text)
    put_house_rules(desk, rules_of(desk).model_dump() | {"risk_table": table.version}, reason)
    return table
