"""The delivery subsidy: off the bill at the own hospital, claimed for elsewhere."""

from datetime import timedelta

from desk.house_rules import HouseRules
from desk.subsidy_work import standard
from models.subsidy import Subsidy
from rules.subsidy import (
    APPLIED,
    OWN,
    PAID,
    PAPERS,
    PUBLISHED,
    REFUSED,
    RETURNED,
    TO_APPLY,
    proposed,
)
from seed import names
from seed.invented import World
from seed.pregnancies import Case, Values

RULES = HouseRules()
MENDED_WITHIN = 200  # days: a claim sent back is in again by then


def subsidise(world: World, case: Case) -> None:
    """Write how far the subsidy of a delivery in hospital has come."""
    delivery = case.delivery
    left_on = case.ends_on + timedelta(days=3)
    if delivery is None or delivery["area"] is None or case.woman.person["residence"] != "1":
        return
    if case.ends_on < world.since or left_on > world.today or world.happens(0.06):
        return
    own = delivery["area"] == OWN
    total = world.whole(285_000 if own else 520_000, 60_000, 160_000, 1_100_000)
    values: Values = {
        "noted_on": left_on,
        "rural": "1",
        "category": delivery["area"],
        "admission_no": f"{case.ends_on:%y%m%d}{world.rng.randrange(10, 99)}",
        "total_fen": total,
        "insured_fen": round(total * 0.6),
        "standard_fen": standard(RULES, str(delivery["area"])),
    }
    path = _off_the_bill if own else _claim
    case.hung.append((Subsidy, values | path(world, case, values)))


def _off_the_bill(world: World, case: Case, values: Values) -> Values:
    day = values["noted_on"]
    return _money(world, case, values) | {
        "papers": list(PAPERS[OWN]),
        "state": PAID,
        "applied_on": day,
        "reviewed_on": day,
        "reviewer": names.USERS["reviewer"],
        "paid_on": day,
        "pay_method": "3",
    }


def _claim(world: World, case: Case, values: Values) -> Values:
    """A claim takes its months; a few come back or are refused."""
    papers = list(PAPERS[str(values["category"])])
    applied = case.ends_on + timedelta(days=world.soon(12, 30, 95))
    checked = applied + timedelta(days=world.soon(4, 10, 25))
    published = checked + timedelta(days=world.soon(1, 4, 12))
    paid = published + timedelta(days=world.soon(8, 20, 60))
    if applied > world.today:
        return {"state": TO_APPLY, "papers": []}
    said: Values = {"state": APPLIED, "applied_on": applied, "papers": papers}
    if checked <= world.today:
        said |= {"reviewed_on": checked, "reviewer": names.USERS["reviewer"]}
        if world.happens(0.02):
            return said | {"state": REFUSED, "refused_on": checked, "why": "已在户籍地领取过补助"}
        if world.happens(0.1) and (world.today - checked).days < MENDED_WITHIN:
            missing = {"papers": papers[:-1], "why": "缺出生医学证明复印件"}
            return said | missing | {"state": RETURNED, "returned_on": checked}
    if published <= world.today:
        said |= {"state": PUBLISHED, "published_on": published}
    if paid <= world.today:
        said |= _money(world, case, values)
        said |= {"state": PAID, "paid_on": paid, "pay_method": "2"}
    return said


def _money(world: World, case: Case, values: Values) -> Values:
    full, total = values["standard_fen"], values["total_fen"]
    assert isinstance(full, int)  # noqa: S101  tells the type checker what a subsidy holds
    assert isinstance(total, int)  # noqa: S101  as above
    himself = world.happens(0.4)
    return {
        "paid_fen": proposed(full, total),
        "receiver": case.woman.husband if himself else case.woman.person["name"],
        "kinship": "丈夫" if himself else "本人",
        "account_tail": f"{world.rng.randrange(10_000):04}",
    }
