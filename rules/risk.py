"""The pregnancy risk: screened and graded from the facts and from what a person ticked.

The higher colour wins and purple stands beside it. A positive screening item that no item of the
assessment table answers is waiting for an assessment: such a woman is never green.

Source: 孕产妇妊娠风险评估与管理工作规范(国卫办妇幼发〔2017〕35号).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rules.risk_facts import Facts, Measure, measures, sentence
from rules.risk_items import PURPLE, Condition, Item, RiskTable
from rules.risk_table import risk_table
from rules.why import Why

UNASSESSED = "筛查阳性未评估"


@dataclass(frozen=True, slots=True)
class Factor:
    """One item found positive.

    Attributes:
        why: what in the data ticks it; empty when a person alone did.
        colour: None for a screening item.
        derived: the data tick it, or it follows from a screening item.
        private: about HIV, syphilis or hepatitis B: shown only to those permitted.
    """

    code: str
    words: str
    why: tuple[Why, ...] = ()
    colour: str | None = None
    screening: bool = True
    derived: bool = False
    private: bool = False


@dataclass(frozen=True, slots=True)
class RiskAssessment:
    """What an assessment comes to.

    Attributes:
        colour: the highest; None when something is positive that gives no main colour.
        factors: every item found, in the order of the paper.
        waiting: codes of positive screening items that no assessment item answers.
    """

    colour: str | None
    purple: bool
    factors: tuple[Factor, ...]
    waiting: tuple[str, ...]

    @property
    def marks(self) -> tuple[str, ...]:
        """The words to show: the colour, or that it is not assessed, and purple beside."""
        first = self.colour or (UNASSESSED if self.waiting else "")
        return tuple(filter(None, (first, PURPLE if self.purple else "")))


def assess(
    facts: Facts, table: RiskTable | None = None, *, carriers_purple: bool = False
) -> RiskAssessment:
    """The risk that the facts show.

    Args:
        facts: what is known; anything may be missing.
        table: the version to go by; the national one when None.
        carriers_purple: whether carriers of hepatitis B are purple, too (local).

    >>> risk = assess(Facts(age=36, hb=58))
    >>> risk.marks, [factor.code for factor in risk.factors]
    (('橙',), ['1.1', '6.1', 'Y1.1', 'O2.6'])
    """
    table = table or risk_table()
    measured = measures(facts) | {"carriers_purple": carriers_purple}
    found = {}
    for item in table.items:
        why = _why(item, measured, facts) if item.when else ()
        if why or item.code in facts.ticked:
            found[item.code] = _factor(item, why)
    positive = [item for item in table.items if item.screening and item.code in found]
    for item in [each for each in positive if not each.rows & found.keys()]:
        row = table.item(item.follows) if item.follows else None
        if row:
            why = found[item.code].why or (Why("由筛查项 {code} 得出", {"code": item.code}),)
            found[row.code] = _factor(row, why)
    factors = [found[item.code] for item in table.items if item.code in found]
    unknown = sorted(facts.ticked - {item.code for item in table.items})
    factors += [Factor(code, code) for code in unknown]
    points = sum(item.score or 0 for item in positive)
    by_sum = [colour for least, colour in table.sums if points >= least]
    waiting = [
        item.code
        for item in positive
        if not item.rows & found.keys() and not (item.score and by_sum)
    ]
    colours = [factor.colour for factor in factors if factor.colour not in {None, PURPLE}]
    lowest = None if factors else table.colours[0]
    return RiskAssessment(
        colour=max(colours + by_sum, key=table.rank, default=lowest),
        purple=any(factor.colour == PURPLE for factor in factors),
        factors=tuple(factors),
        waiting=(*waiting, *unknown),
    )


def _factor(item: Item, why: tuple[Why, ...]) -> Factor:
    return Factor(item.code, item.words, why, item.colour, item.screening, bool(why), item.private)


def _why(item: Item, measured: Mapping[str, Measure], facts: Facts) -> tuple[Why, ...]:
    """The sentences of every clause that holds, each measure once."""
    holding = [
        clause for clause in item.when if all(_holds(condition, measured) for condition in clause)
    ]
    names = dict.fromkeys(condition.measure for clause in holding for condition in clause)
    return tuple(sentence(name, measured, facts) for name in names)


def _holds(condition: Condition, measured: Mapping[str, Measure]) -> bool:
    return condition.measure in measured and condition.holds(measured[condition.measure])
