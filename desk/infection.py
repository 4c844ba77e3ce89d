"""HIV, syphilis and hepatitis B on a card: seen only by who is permitted.

Whoever books women enters results and does not read them back; cases and children are kept and
known only by the counsellor.
"""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from desk.case import CaseKind
from desk.problems import Problems, not_future
from models.infection import (
    ExposedChild,
    ExposedChildData,
    InfectionCase,
    InfectionCaseData,
    InfectionTest,
    InfectionTestData,
)
from rules.errors import RuleError
from rules.fields import field_specs
from rules.infection import POSITIVE

if TYPE_CHECKING:
    from desk.pregnancy_view import CardView

Values = Mapping[str, Any]

TESTS = (
    "hiv",
    "hiv_confirmed",
    "syphilis",
    "tppa",
    "rpr",
    "hbsag",
    "hbsab",
    "hbeag",
    "hbeab",
    "hbcab",
)


def _after_lmp(card: "CardView", values: Values, *names: str) -> Problems:
    lmp = card.start
    return {
        name: RuleError("DATE_ORDER", "早于末次月经 {lmp},请核对", lmp=lmp.isoformat())
        for name in names
        if lmp and values.get(name) and values[name] < lmp
    }


def _ordered(values: Values, first: str, then: str, data: type) -> Problems:
    """A later day that lies before an earlier one."""
    begin, end = values.get(first), values.get(then)
    if not begin or not end or end >= begin:
        return {}
    label = field_specs(data)[first].label
    return {then: RuleError("DATE_ORDER", "早于{label} {day}", label=label, day=begin.isoformat())}


def _titre(values: Values, name: str) -> Problems:
    """Titres double: 1:1, 1:2, 1:4 and so on."""
    value = values.get(name)
    if not value or value & (value - 1) == 0:
        return {}
    return {
        name: RuleError("TITRE", "滴度应为 1、2、4、8 等倍比稀释的数,现为 {value}", value=value)
    }


def check_test(values: Values, today: date, card: "CardView") -> Problems:
    """A set of tests."""
    wrong = not_future(values, today, "tested_on", "counselled_on", "told_on")
    wrong |= _after_lmp(card, values, "tested_on")
    wrong |= _ordered(values, "tested_on", "told_on", InfectionTestData)
    wrong |= _titre(values, "rpr_titre")
    if values.get("rpr_titre") and values.get("rpr") != POSITIVE:
        wrong["rpr_titre"] = RuleError("TITRE", "RPR阳性才有滴度")
    if not any(values.get(name) for name in TESTS):
        wrong["hiv"] = RuleError("REQUIRED", "至少填一项检测结果")
    return wrong


def check_case(values: Values, today: date, card: "CardView") -> Problems:
    """A case."""
    days = ("confirmed_on", "reported_on", "treated_from", "treated_to", "partner_on", "load_on")
    wrong = not_future(values, today, *days)
    wrong |= _ordered(values, "confirmed_on", "reported_on", InfectionCaseData)
    wrong |= _ordered(values, "treated_from", "treated_to", InfectionCaseData)
    wrong |= _titre(values, "load_titre")
    if any(case.values["disease"] == values.get("disease") for case in card.records[CASES.name]):
        wrong["disease"] = RuleError("CASE_THERE", "这个病种已有个案,请打开那条更正")
    return wrong


def check_child(values: Values, today: date, card: "CardView") -> Problems:
    """A baby's prophylaxis."""
    days = ("hbig_on", "vaccine_on", "hiv_drug_from", "syphilis_drug_on", "followed_on")
    wrong = not_future(values, today, "born_on", *days)
    for name in days:
        wrong |= _ordered(values, "born_on", name, ExposedChildData)
    wrong |= _titre(values, "syphilis_titre")
    order = values.get("birth_order")
    if any(child.values["birth_order"] == order for child in card.records[CHILDREN.name]):
        wrong["birth_order"] = RuleError("CHILD_THERE", "这个孩子已登记,请打开那条更正")
    return wrong


INFECTION_TESTS = CaseKind(
    name="infection_tests",
    title="艾梅乙检测",
    act="infection_test",
    data=InfectionTestData,
    table=InfectionTest,
    day="tested_on",
    shows=("hiv", "syphilis", "hbsag"),
    register="艾梅乙检测登记",
    closed_too=True,
    writes="infections.write",
    reads="infections.read",
    check=check_test,
)
CASES = CaseKind(
    name="infection_cases",
    title="艾梅乙个案",
    act="infection_case",
    data=InfectionCaseData,
    table=InfectionCase,
    day="confirmed_on",
    shows=("disease", "treated", "standardised", "partner"),
    register="艾梅乙个案登记",
    closed_too=True,
    writes="infections.manage",
    reads="infections.read",
    secret=True,
    check=check_case,
)
CHILDREN = CaseKind(
    name="exposed_children",
    title="母婴阻断儿童",
    act="exposed_child",
    data=ExposedChildData,
    table=ExposedChild,
    day="born_on",
    shows=("birth_order", "hbig_on", "vaccine_on", "closing"),
    register="艾梅乙所生儿童登记",
    closed_too=True,
    writes="infections.manage",
    reads="infections.read",
    secret=True,
    check=check_child,
)
