"""Setting the centre's rules and its risk table; the open cards follow at once."""

from collections.abc import Mapping
from typing import Any

from desk.context import Desk
from desk.errors import DeskError
from desk.house_rules import KEY, HouseRules, contradictions, house_rules, rules_of
from desk.risk_tables import KEY as TABLE_KEY
from desk.settings import read_setting, write_setting
from desk.settling import settle_open
from models.base import FieldErrors, checked
from rules.errors import RuleError
from rules.risk_items import RiskTable
from rules.risk_table import DEFAULT, load_table
from rules.text import clean

LONGEST_VERSION = 40
OF_COLOURS = ("hbsag", "case_colours", "risk_table")  # what moves the colours and the case files


def put_house_rules(desk: Desk, values: Mapping[str, Any], reason: str) -> HouseRules:
    """Set the rules, the administrator's; what is not given is as by default.

    Rules that bear on the colours settle every open card in the same transaction.

    Raises:
        FieldErrors: by field.
        DeskError: no reason given.
    """
    rules = checked(HouseRules, values)
    wrong = contradictions(rules.model_dump())
    if wrong:
        raise FieldErrors(wrong)
    if not clean(reason):
        raise DeskError("REASON", "更正请写明原因")
    usual = HouseRules().model_dump()
    own = {name: value for name, value in rules.model_dump().items() if value != usual[name]}
    with desk.writing("settings.write", "house_rules.put", clean(reason)) as session:
        before = house_rules(session)
        write_setting(session, desk.centre, KEY, own)
        session.info.pop(KEY, None)
        if any(getattr(rules, name) != getattr(before, name) for name in OF_COLOURS):
            settle_open(session, desk)
    return rules


def load_variant(desk: Desk, text: str, reason: str) -> RiskTable:
    """Check a table's file, keep it and put it in force; the administrator's.

    Raises:
        RuleError: what is wrong in the file and where, or its version is taken by another text.
        DeskError: no reason given.
    """
    table = load_table(text)
    if len(table.version) > LONGEST_VERSION:
        raise RuleError("VERSION", "版本代号最多 {most} 个字", most=LONGEST_VERSION)
    key = TABLE_KEY.format(version=table.version)
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
