"""The rates a township answers for: who is in the cohort, who counts, and why another does not.

A definition judges facts one by one, so a number and the people behind it cannot differ. The
maternal cohort is the deliveries of the period, whenever the woman was booked: numerators count
women, denominators women or the live-born. The child cohorts are the township's own children.

Sources: 国家基本公共卫生服务规范(第三版) 工作指标; 全国妇幼卫生调查制度; 妇幼报表各种率的计算.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Generic, TypeVar

from rules import indicator_reasons as reasons
from rules.dates import add_months
from rules.errors import Phrase, RuleError
from rules.indicator_facts import Base, ChildFacts, Frame, IndicatorSettings, MotherFacts
from rules.periods import Period

__all__ = [
    "CHILD",
    "INDICATORS",
    "MATERNAL",
    "Base",
    "ChildFacts",
    "Indicator",
    "IndicatorSettings",
    "Miss",
    "MotherFacts",
    "Tally",
    "rate",
    "tally",
]

DEFAULTS = IndicatorSettings()
_STANDARD = "国家基本公共卫生服务规范(第三版)"
_REPORT = "全国妇幼卫生调查制度"
_THREE_YEARS = 36  # months

FactsT = TypeVar("FactsT", MotherFacts, ChildFacts)


@dataclass(frozen=True, slots=True)
class Indicator(Generic[FactsT]):
    """One rate: its words, its cohort, and the reasons somebody of the cohort does not count."""

    code: str
    name: str
    numerator: str
    base: Base
    source: str
    cohort: Callable[[FactsT, Frame], bool]
    reasons: Callable[[FactsT, Frame], tuple[RuleError, ...]]

    @property
    def formula(self) -> Phrase:
        """Numerator over denominator, in the words of the source."""
        return Phrase(self.numerator, "÷", self.base.value, "× 100%")


@dataclass(frozen=True, slots=True)
class Miss(Generic[FactsT]):
    """One of the cohort who does not count, and all the reasons why."""

    facts: FactsT
    reasons: tuple[RuleError, ...]

    @property
    def reason(self) -> str:
        """The reasons as one line."""
        return "；".join(map(str, self.reasons))


@dataclass(frozen=True, slots=True)
class Tally(Generic[FactsT]):
    """A counted rate and the people behind it."""

    denominator: int
    counted: tuple[FactsT, ...]
    missed: tuple[Miss[FactsT], ...]

    @property
    def numerator(self) -> int:
        """Women or children who count."""
        return len(self.counted)

    @property
    def rate(self) -> Decimal | None:
        """Percent, one decimal, half up; None over nobody."""
        return rate(self.numerator, self.denominator)


def rate(numerator: int, denominator: int) -> Decimal | None:
    """Percent with one decimal, half up; None where the denominator is 0.

    >>> rate(2804, 2859), rate(2564, 2908), rate(1, 0)
    (Decimal('98.1'), Decimal('88.2'), None)
    """
    if not denominator:
        return None
    tenths = (2000 * numerator + denominator) // (2 * denominator)
    return Decimal(tenths).scaleb(-1)


def tally(
    indicator: Indicator[FactsT],
    facts: Iterable[FactsT],
    period: Period,
    today: date,
    settings: IndicatorSettings = DEFAULTS,
) -> Tally[FactsT]:
    """Count one rate over facts of any cohort; those outside the period fall away.

    Rates may pass 100 %: a woman of a stillbirth counts above and not below.
    """
    frame = Frame(period, today, settings)
    base = settings.bases.get(indicator.code, indicator.base)
    denominator = 0
    counted: list[FactsT] = []
    missed: list[Miss[FactsT]] = []
    for each in facts:
        if not indicator.cohort(each, frame):
            continue
        denominator += _weight(each, base)
        why = indicator.reasons(each, frame)
        if why:
            missed.append(Miss(each, why))
        else:
            counted.append(each)
    return Tally(denominator, tuple(counted), tuple(missed))


def _weight(facts: MotherFacts | ChildFacts, base: Base) -> int:
    """How many one of the cohort adds to the denominator."""
    if isinstance(facts, MotherFacts) and base is Base.LIVE_BIRTHS:
        return facts.live_births
    return 1


def _delivered(woman: MotherFacts, frame: Frame) -> bool:
    return frame.covers(woman.delivered_on)


def _born_here(child: ChildFacts, frame: Frame) -> bool:
    """A live birth of the township; who moved in after the newborn weeks was born elsewhere."""
    newborn_until = child.birth_date + timedelta(days=frame.settings.newborn_days - 1)
    return frame.covers(child.birth_date) and (child.since is None or child.since <= newborn_until)


def _under_three(child: ChildFacts, frame: Frame) -> bool:
    """Younger than three and living here at the end of the period."""
    young = child.birth_date <= frame.end < add_months(child.birth_date, _THREE_YEARS)
    came = child.since is None or child.since <= frame.end
    left = child.until is not None and child.until <= frame.end
    return young and came and not left


def _maternal(
    code: str,
    name: str,
    numerator: str,
    why: Callable[[MotherFacts, Frame], tuple[RuleError, ...]],
    source: str,
) -> Indicator[MotherFacts]:
    base = Base.WOMEN if code == "card" else Base.LIVE_BIRTHS
    return Indicator(code, name, numerator, base, source, _delivered, why)


MATERNAL: tuple[Indicator[MotherFacts], ...] = (
    _maternal("card", "孕产妇建册率", "建册产妇数", reasons.booked, _REPORT),
    _maternal(
        "early_booking",
        "早孕建册率",
        "孕13周前建册并做第1次产前检查的产妇数",
        reasons.booked_early,
        _STANDARD,
    ),
    _maternal(
        "anc5",
        "产前健康管理率",
        "产前检查5次及以上的产妇数",
        reasons.enough_contacts,
        "国家基本公共卫生服务规范(2011年版)",
    ),
    _maternal(
        "system",
        "孕产妇系统管理率",
        "孕13周前检查、产检5次及以上、住院分娩且产后访视的产妇数",
        reasons.managed_throughout,
        _REPORT,
    ),
    _maternal(
        "postpartum",
        "产后访视率",
        "出院后28天内接受产后访视的产妇数",
        reasons.visited_after_birth,
        _STANDARD,
    ),
)
CHILD: tuple[Indicator[ChildFacts], ...] = (
    Indicator(
        "newborn_visit",
        "新生儿访视率",
        "出生28天内接受访视的新生儿数",
        Base.LIVE_BIRTHS,
        _STANDARD,
        _born_here,
        reasons.visited_as_newborn,
    ),
    Indicator(
        "under3_system",
        "3岁以下儿童系统管理率",
        "按月龄完成应做检查的3岁以下儿童数",
        Base.CHILDREN,
        _REPORT,
        _under_three,
        reasons.checked_on_schedule,
    ),
)
INDICATORS: dict[str, Indicator[MotherFacts] | Indicator[ChildFacts]] = {
    **{indicator.code: indicator for indicator in MATERNAL},
    **{indicator.code: indicator for indicator in CHILD},
}
