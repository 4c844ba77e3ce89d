"""A pregnancy's risk: how it stands and why, whether it must be assessed again, assessing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from desk.case_work import correct, record
from desk.context import Desk, load
from desk.pregnancy_view import CardView
from desk.risk_course import (
    BETWEEN,
    PURPLE,
    Rules,
    Standing,
    code_of,
    course,
    higher,
    highest_first,
    rank_of,
    rules_in_force,
    words_of,
)
from desk.risk_findings import Findings, findings_of
from models.base import FieldErrors
from models.pregnancy import Pregnancy
from models.risk import RiskAssessment, RiskAssessmentData
from models.terms import COLOURS
from rules.errors import RuleError
from rules.fields import field_specs
from rules.risk import UNASSESSED, Factor, assess
from rules.risk import RiskAssessment as Outcome
from rules.risk_facts import Facts
from rules.risk_items import RiskTable

ASSESSMENT_FIELDS = field_specs(RiskAssessmentData)
MOST_WORDS = 1000
NAMES = {each.code: each.label for each in COLOURS}
_GREEN = COLOURS[0].code


@dataclass(frozen=True, slots=True)
class RiskView:
    """How a card's risk stands today.

    Attributes:
        colours: codes of ``models.terms.COLOURS``.
        waiting: something positive waits for an assessment.
        table: the table in force.
        derived: what the records tick by themselves; items about infections without code and
            words for who may not read those.
        ticked: codes a person ticked in the last assessment.
        new, gone: items the records show since the last assessment, and no longer show.
        screened: somebody has assessed her.
        judge: what ticked codes come to on a day together with the records.
        course: how it stood after each day.
    """

    card_id: int
    colours: list[str]
    waiting: bool
    table: RiskTable
    derived: tuple[Factor, ...]
    ticked: frozenset[str]
    new: tuple[Factor, ...]
    gone: tuple[Factor, ...]
    screened: bool
    facts: Facts
    carriers_purple: bool
    course: tuple[Standing, ...]

    @property
    def asks(self) -> bool:
        """Whether she needs assessing again: never done, or a finding changed the items."""
        return not self.screened or bool(self.new or self.gone)

    def judge(self, ticked: Sequence[str]) -> Outcome:
        """What these codes come to, together with the records."""
        facts = replace(self.facts, ticked=frozenset(ticked))
        return assess(facts, self.table, carriers_purple=self.carriers_purple)

    def lowered(self, values: Mapping[str, Any]) -> RuleError | None:
        """What to ask of an assessment that lowers the main colour of its day."""
        day = values.get("assessed_on")
        stood = [each.main for each in self.course if day and each.day <= day]
        colours = values.get("colours") or colours_of(
            self.judge(values.get("items") or ()), self.table
        )
        old = stood[-1] if stood else None
        new = higher(*(code for code in colours if code != PURPLE))
        if old is None or old == _GREEN or (new or "") >= old:
            return None
        return RuleError(
            "LOWERED",
            "颜色由 {old} 降为 {new},是评估医生的意见吗?",
            old=NAMES[old],
            new=NAMES[new] if new else UNASSESSED,
        )


def risk_of(desk: Desk, pregnancy_id: int) -> RiskView:
    """How a card's risk stands today and whether it must be assessed again."""
    with desk.reading() as session:
        pregnancy = load(session, Pregnancy, pregnancy_id)
        findings, rules = findings_of(session, pregnancy), rules_in_force(session)
        return _view(desk, pregnancy, findings, rules)


def colours_of(outcome: Outcome, table: RiskTable) -> list[str]:
    """The colours of an outcome as they are kept; none while something waits without a colour."""
    main = code_of(outcome.colour, table)
    if main is None and not outcome.waiting and not outcome.purple:
        main = _GREEN
    return [code for code in (main, PURPLE if outcome.purple else None) if code]


def assess_risk(
    desk: Desk, pregnancy_id: int, values: Mapping[str, Any], doubts: Sequence[str] = ()
) -> CardView:
    """A new assessment, with the items that the records tick; without colours, what they come to.

    Args:
        desk: where.
        pregnancy_id: on which card.
        values: stored values of ``ASSESSMENT_FIELDS``; ``items`` are codes of the table in force.
        doubts: fields whose unusual value the clerk confirmed.

    Raises:
        FieldErrors: by field, also a colour lower than the items come to.
        DeskError: the card is closed.
    """
    with desk.reading("records.write") as session:
        rules = rules_in_force(session)
        whole = _whole(session, pregnancy_id, values, rules, rules.table.version)
    return record(desk, "risk_assessments", pregnancy_id, whole, doubts)


def correct_assessment(
    desk: Desk, record_id: int, version: int, values: Mapping[str, Any], reason: str
) -> CardView:
    """An assessment over the version that was read; it keeps the table it was made by.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: no reason given.
    """
    with desk.reading("records.write") as session:
        kept = load(session, RiskAssessment, record_id)
        rules = rules_in_force(session)
        if kept.risk_table:
            rules = replace(rules, table=rules.table_of(kept.risk_table))
            values = _whole(session, kept.pregnancy_id, values, rules, kept.risk_table)
        else:
            values = {**values, "risk_table": None, "factors": kept.factors}
    return correct(desk, "risk_assessments", record_id, version, values, reason)


def _view(desk: Desk, pregnancy: Pregnancy, findings: Findings, rules: Rules) -> RiskView:
    days = course(findings, rules)
    on = days[-1].day if days else desk.today
    now = days[-1] if days else Standing(on)
    last = findings.assessments[-1][1] if findings.assessments else None
    derived = rules.derived(findings, on).factors
    then = rules.derived(findings, last.assessed_on).factors if last else ()
    seen = set(last.items) if last and last.risk_table else _codes(then)
    seen |= {factor.code for factor in then if factor.private}  # not in the items, see ``_whole``
    shown = tuple(_masked(desk, factor) for factor in derived)
    return RiskView(
        card_id=pregnancy.id or 0,
        colours=now.colours,
        waiting=bool(now.waiting),
        table=rules.table,
        derived=shown,
        ticked=frozenset(last.items if last else ()) - _codes(then),
        new=tuple(_masked(desk, each) for each in derived if each.code not in seen),
        gone=tuple(_masked(desk, each) for each in then if each.code not in _codes(derived)),
        screened=last is not None,
        facts=findings.facts(on),
        carriers_purple=rules.carriers_purple,
        course=tuple(days),
    )


def _whole(
    session: Session, pregnancy_id: int, values: Mapping[str, Any], rules: Rules, version: str
) -> dict[str, Any]:
    """An assessment of a card with what follows from it."""
    if not isinstance(values.get("assessed_on"), date):
        return dict(values)  # refused by the field itself
    unknown = [code for code in values.get("items") or () if rules.table.item(code) is None]
    if unknown:
        raise FieldErrors(
            {"items": RuleError("ITEM", "风险表里没有 {code} 这一项", code=unknown[0])}
        )
    return assessed(findings_of(session, load(session, Pregnancy, pregnancy_id)), values, rules) | {
        "risk_table": version
    }


def assessed(findings: Findings, values: Mapping[str, Any], rules: Rules) -> dict[str, Any]:
    """An assessment with what follows from it: all its items, their words, the colours.

    What the tests for infections tick stays out: they tell it anew, to those permitted.

    Raises:
        FieldErrors: the colours given are not those of the items.
    """
    ticked = frozenset(values.get("items") or ())
    facts = replace(findings.facts(values["assessed_on"]), ticked=ticked)
    outcome = assess(facts, rules.table, carriers_purple=rules.carriers_purple)
    return {
        **values,
        "risk_table": rules.table.version,
        "items": [each.code for each in outcome.factors if not each.private or each.code in ticked],
        "colours": _colours(values, outcome, rules.table),
        "factors": _told(outcome, rules.table)[:MOST_WORDS] or None,
    }


def _colours(values: Mapping[str, Any], outcome: Outcome, table: RiskTable) -> list[str]:
    """The colours given, purple added where the items say so; none given: what the items are."""
    derived = colours_of(outcome, table)
    given = [code for code in values.get("colours") or () if code != PURPLE]
    least = higher(*(code for code in derived if code != PURPLE))
    screening = values.get("kind", "1") == "1"
    if given and least and given[0] < least:
        raise FieldErrors(
            {
                "colours": RuleError(
                    "COLOUR_LOW", "这些项已是{colour}色,不能更低", colour=NAMES[least]
                )
            }
        )
    if given == [_GREEN] and (outcome.purple or (outcome.waiting and screening)):
        raise FieldErrors({"colours": RuleError("NOT_GREEN", "有阳性项,筛查不能定为绿色")})
    if not values.get("colours") and outcome.waiting and not screening and least is None:
        raise FieldErrors(
            {"colours": RuleError("REQUIRED", "这些项表上没有定色,请按评估结果选等级")}
        )
    if not values.get("colours"):
        return derived
    purple = PURPLE in values["colours"] or outcome.purple
    return [*given, *([PURPLE] if purple else [])]


def _told(outcome: Outcome, table: RiskTable) -> str:
    """The items that decide, in words, those of the highest colour first."""
    told: dict[str, int] = {}
    for each in outcome.factors:
        if each.screening and each.code not in outcome.waiting:
            continue  # a row of the assessment table tells it
        words = words_of(each)
        told[words] = max(told.get(words, 0), rank_of(each, table))
    return BETWEEN.join(highest_first(told))


def _codes(factors: Sequence[Factor]) -> set[str]:
    return {factor.code for factor in factors}


def _masked(desk: Desk, factor: Factor) -> Factor:
    """A factor without what only those permitted may read: no code, no words."""
    if not factor.private or desk.may("infections.read"):
        return factor
    return replace(factor, code="", words="", why=())
