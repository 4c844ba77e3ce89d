"""What follows from a card's datings: the LMP as told and an early scan, both kept on the card."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from desk.house_rules import HouseRules
from models.pregnancy import BY_LMP, BY_SCAN, NOT_KNOWN, counted_from
from rules.gestation import TERM_DAYS, Scan
from rules.why import Why

_CODES = {"lmp": BY_LMP, "scan": BY_SCAN, None: NOT_KNOWN}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rule makes of a card's two datings: the code of the basis, and why."""

    basis: str
    why: Why | None


def verdict(values: Mapping[str, Any], rules: HouseRules) -> Verdict:
    """The basis that the rule gives to a card's values.

    >>> values = {"lmp": date(2026, 8, 1), "scan_on": date(2026, 9, 20), "scan_ga_days": 44}
    >>> verdict(values, HouseRules()).basis
    '2'
    """
    scan_on, days = values.get("scan_on"), values.get("scan_ga_days")
    scan = Scan(scan_on, days) if scan_on is not None and days is not None else None
    found = rules.dating(values.get("lmp"), scan)
    return Verdict(_CODES[found.basis], found.why)


def first_day(values: Mapping[str, Any], rules: HouseRules) -> date | None:
    """The LMP in force for a card's values; without a basis by the rule."""
    basis = values.get("lmp_basis") or verdict(values, rules).basis
    names = ("lmp", "scan_on", "scan_ga_days")
    return counted_from(basis, *(values.get(name) for name in names))


def dated(values: Mapping[str, Any], rules: HouseRules) -> dict[str, Any]:
    """A card's values with what follows from its dating where nothing was typed.

    Booked weeks without LMP, scan or due date give the due date, so that they count on.
    """
    whole = dict(values)
    whole["lmp_basis"] = whole.get("lmp_basis") or verdict(whole, rules).basis
    start, booked = first_day(whole, rules), whole.get("booked_on")
    if start is not None:
        whole["edd"] = whole.get("edd") or rules.due_date(start)
    elif booked and whole.get("booked_ga_days") is not None and not whole.get("edd"):
        whole["edd"] = booked + timedelta(days=TERM_DAYS - whole["booked_ga_days"])
    if start is None and whole.get("edd"):
        start = whole["edd"] - timedelta(days=TERM_DAYS)
    if whole.get("booked_ga_days") is None and start and booked:
        whole["booked_ga_days"] = max(0, (booked - start).days)
    return whole
