"""The course of a pregnancy's risk: how it stood after each day on which something was found.

A function of the records alone, whatever order they were entered in. A colour found stands until
somebody assesses her anew; the higher of what is assessed and what the records of the day show
counts, purple stands beside it. A positive screening item waits until an assessment answers it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from sqlmodel import Session

from desk.house_rules import house_rules
from desk.referral import PRIVATE
from desk.risk_findings import Findings
from desk.risk_tables import table_in_force, table_of
from models.risk import ASSESSMENT, RiskAssessment
from models.terms import COLOURS
from rules.risk import Factor, assess
from rules.risk import RiskAssessment as Derived
from rules.risk_items import PURPLE as PURPLE_MARK
from rules.risk_items import RiskTable

CODES = {each.label: each.code for each in COLOURS}
GREEN, YELLOW, ORANGE, RED, PURPLE = (each.code for each in COLOURS)
BETWEEN = "；"  # the factors of an assessment
Tables = Callable[[str | None], RiskTable]


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stood at the end of a day.

    Attributes:
        day: which.
        main: the code of the main colour; None: nothing assessed and nothing found.
        purple: whether purple stands beside it.
        waiting: codes of positive screening items no assessment has answered.
        answered: codes of screening items that an assessment answered.
        taken_over: the colour came from a register or an older card, not from findings here.
    """

    day: date
    main: str | None = None
    purple: bool = False
    waiting: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()
    taken_over: bool = False

    @property
    def colours(self) -> list[str]:
        """Codes of ``models.terms.COLOURS``; none: not screened, or positive and not assessed.

        Green says that nothing was found, so it stands alone and only if nothing waits.
        """
        main = None if self.main == GREEN and (self.waiting or self.purple) else self.main
        return [code for code in (main, PURPLE if self.purple else None) if code]


@dataclass(frozen=True, slots=True)
class Rules:
    """By which tables: the one in force, those of old assessments, and the house's toggle."""

    table: RiskTable
    table_of: Tables
    carriers_purple: bool

    def derived(self, findings: Findings, on: date) -> Derived:
        """What the facts of a day come to, nobody having ticked anything."""
        return assess(findings.facts(on), self.table, carriers_purple=self.carriers_purple)


def course(findings: Findings, rules: Rules) -> list[Standing]:
    """How it stood after each day, in order."""
    found: list[Standing] = []
    for day in findings.days():
        before = replace(found[-1], day=day) if found else Standing(day)
        judged = [each for on, each in findings.assessments if on == day]
        derived = rules.derived(findings, day)
        if judged:
            before = _judged(before, judged, derived, rules, findings)
        found.append(_found(before, derived, rules.table))
    return found


def rules_in_force(session: Session) -> Rules:
    """This centre's tables and toggle."""
    return Rules(
        table_in_force(session), partial(table_of, session), house_rules(session).hbsag_purple
    )


def factor_words(findings: Findings, rules: Rules) -> list[str]:
    """Why she is at risk: what the last assessment says and what was found since.

    What makes the colour comes first. What was found of infections since is not told here: who
    may read the tests sees it there.
    """
    day = max(findings.days(), default=None)
    if day is None:
        return []
    told: dict[str, int] = {}
    known: set[str] = set()
    if findings.assessments:
        on, last = findings.assessments[-1]
        told, known = _assessed(findings, rules, on, last), set(last.items)
    for factor in rules.derived(findings, day).factors:
        if not factor.private and factor.code not in known:
            words = words_of(factor)
            told[words] = max(told.get(words, 0), rank_of(factor, rules.table))
    return highest_first(told)


def words_of(factor: Factor) -> str:
    """An item in words: the data's where they tick it, else the table's; infections in none."""
    return PRIVATE if factor.private else "、".join(map(str, factor.why)) or factor.words


def rank_of(factor: Factor, table: RiskTable) -> int:
    """How high the main colour is that an item gives; purple stands beside and gives none."""
    main = factor.colour is not None and factor.colour != PURPLE_MARK
    return table.rank(factor.colour) if main else 0


def highest_first(told: Mapping[str, int]) -> list[str]:
    """Words by their rank, of one rank in the order they were told in."""
    return sorted(told, key=lambda words: -told[words])


def _assessed(findings: Findings, rules: Rules, on: date, last: RiskAssessment) -> dict[str, int]:
    """What an assessment says, each with its rank; what no item tells has the colour's."""
    table = rules.table_of(last.risk_table) if last.risk_table else rules.table
    facts = replace(findings.facts(on), ticked=frozenset(last.items))
    ranks: dict[str, int] = {}
    for factor in assess(facts, table, carriers_purple=rules.carriers_purple).factors:
        words = words_of(factor)
        ranks[words] = max(ranks.get(words, 0), rank_of(factor, table))
    own = [table.rank(each) for each in table.colours if code_of(each, table) in last.colours]
    unknown = max(own, default=0)
    parts = (last.factors or "").split(BETWEEN)
    return {words: ranks.get(words, unknown) for words in parts if words}


def higher(*codes: str | None) -> str | None:
    """The highest of some main colours."""
    return max((code for code in codes if code), default=None)


def code_of(colour: str | None, table: RiskTable) -> str | None:
    """A table's colour as it is kept; None for none and for the lowest, which says nothing."""
    if colour is None or colour == table.colours[0]:
        return None
    return CODES[table.national(colour)]


def _judged(
    before: Standing,
    judged: Sequence[RiskAssessment],
    derived: Derived,
    rules: Rules,
    findings: Findings,
) -> Standing:
    """What people judged on a day takes the place of what stood."""
    answered = set(before.answered)
    waiting: set[str] = set()
    main: str | None = None
    purple = False
    for each in judged:
        main = higher(main, *(code for code in each.colours if code != PURPLE))
        purple |= PURPLE in each.colours
        if each.kind == ASSESSMENT and each.colours:
            answered |= set(each.items if each.risk_table else derived.waiting)
        elif each.risk_table:
            table = rules.table_of(each.risk_table)
            facts = replace(findings.facts(before.day), ticked=frozenset(each.items))
            waiting |= set(assess(facts, table, carriers_purple=rules.carriers_purple).waiting)
    return Standing(
        before.day,
        main=main,
        purple=purple,
        waiting=frozenset(waiting - answered),
        answered=frozenset(answered),
        taken_over=all(each.risk_table is None for each in judged),
    )


def _found(before: Standing, derived: Derived, table: RiskTable) -> Standing:
    """What the records show by the end of a day, over what stood."""
    shown = code_of(derived.colour, table)
    main = higher(before.main, shown)
    return replace(
        before,
        main=main,
        purple=before.purple or derived.purple,
        waiting=before.waiting | (set(derived.waiting) - before.answered),
        taken_over=before.taken_over and main == before.main,
    )


def stood_on(days: Sequence[Standing], codes: Collection[str]) -> date | None:
    """The first day on which one of the colours stood."""
    return next((each.day for each in days if set(each.colours) & set(codes)), None)


def rose_on(days: Sequence[Standing], code: str) -> date | None:
    """The first day on which the main colour rose to this one by what was found here."""
    befores = [None, *(each.main for each in days)]
    rises = (
        each.day
        for before, each in zip(befores, days, strict=False)
        if each.main == code and not each.taken_over and (before is None or before < code)
    )
    return next(rises, None)
