"""What a pregnancy's records make of its risk, kept: the colour, the case file, the reports due.

Called at the end of every verb on a card (``desk.settling``).
"""

from collections.abc import Sequence
from datetime import date

from sqlmodel import select

from desk.context import Desk
from desk.house_rules import house_rules
from desk.report import cancel_clock, start_clock
from desk.risk_course import (
    BETWEEN,
    ORANGE,
    RED,
    Standing,
    course,
    factor_words,
    rose_on,
    rules_in_force,
    stood_on,
)
from desk.risk_findings import findings_of
from models import report
from models.audit import AuditedSession
from models.delivery import Delivery
from models.pregnancy import Pregnancy, PregnancyData
from models.risk import ASSESSMENT, SCREENING, RiskAssessment, RiskCase
from rules.fields import field_specs

LONGEST = field_specs(PregnancyData)["risk_factors"].max_length
REPORTS = {ORANGE: report.ORANGE, RED: report.RED}
DELIVERED, LOST, DIED = "3", "4", "5"  # codes of models.risk.OUTCOMES
DERIVED_OUTCOMES = {None, "1", DELIVERED, LOST, DIED}
_ENDS = {"2": LOST, "3": LOST, "4": LOST, "5": DIED}  # codes of models.pregnancy.ENDS


def settle_risk(session: AuditedSession, desk: Desk, pregnancy: Pregnancy) -> None:
    """Derive an open card's colour anew and what hangs on it; a closed card's stays."""
    if pregnancy.state in {"ongoing", "delivered"}:
        findings, rules = findings_of(session, pregnancy), rules_in_force(session)
        days = course(findings, rules)
        _keep_colour(pregnancy, days, factor_words(findings, rules))
        _keep_case(session, desk, pregnancy, days)
        _keep_clocks(session, desk, pregnancy, days)
    _keep_outcome(session, pregnancy)
    session.flush()


def take_typed(session: AuditedSession, desk: Desk, pregnancy: Pregnancy) -> None:
    """The risk typed on a new card is its first assessment."""
    if pregnancy.risk_colours or pregnancy.risk_factors:
        assessment = taken_over(pregnancy, pregnancy, pregnancy.booked_on or desk.today)
        assessment.risk_table = rules_in_force(session).table.version
        session.add(assessment)
        session.flush()


def taken_over(pregnancy: Pregnancy, told: PregnancyData, day: date) -> RiskAssessment:
    """The risk written on a card as an assessment; no table says where it came from."""
    return RiskAssessment(
        centre=pregnancy.centre,
        pregnancy_id=pregnancy.id or 0,
        assessed_on=day,
        kind=kind_of(told.risk_colours),
        colours=list(told.risk_colours),
        factors=told.risk_factors,
        doctor=told.doctor,
    )


def kind_of(colours: Sequence[str]) -> str:
    """A colour is an assessment's; factors alone are a screening's."""
    return ASSESSMENT if colours else SCREENING


def _keep_colour(pregnancy: Pregnancy, days: list[Standing], told: list[str]) -> None:
    colours = days[-1].colours if days else []
    words = BETWEEN.join(told)
    factors = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
    if pregnancy.risk_colours != colours:
        pregnancy.risk_colours = colours
    if (pregnancy.risk_factors or "") != factors:
        pregnancy.risk_factors = factors or None


def _case_of(session: AuditedSession, pregnancy: Pregnancy) -> RiskCase | None:
    return session.exec(select(RiskCase).where(RiskCase.pregnancy_id == pregnancy.id)).first()


def _keep_case(
    session: AuditedSession, desk: Desk, pregnancy: Pregnancy, days: list[Standing]
) -> None:
    """A case file from the first day on which a colour asks for one.

    One that nobody has written in follows the facts; one that somebody has written in stays.
    """
    case = _case_of(session, pregnancy)
    found_on = stood_on(days, house_rules(session).case_colours)
    if case is None and found_on is not None:
        session.add(
            RiskCase(
                centre=desk.centre,
                pregnancy_id=pregnancy.id or 0,
                found_on=found_on,
                registered_on=max(found_on, desk.today),
            )
        )
    elif case is not None and _untouched(case):
        if found_on is None:
            session.delete(case)
        elif case.found_on != found_on:
            case.found_on = found_on


def _untouched(case: RiskCase) -> bool:
    written = (
        case.reported_on,
        case.report_to,
        case.managed_on,
        case.treated_on,
        case.delivery_place,
        case.doctor,
        case.outcome,
        case.closed_on,
        case.note,
    )
    return not any(written)


def _keep_clocks(
    session: AuditedSession, desk: Desk, pregnancy: Pregnancy, days: list[Standing]
) -> None:
    """A report is due from the day the colour rose to orange or red by what was found here."""
    for colour, kind in REPORTS.items():
        risen = rose_on(days, colour)
        card_id = pregnancy.id or 0
        if risen is None:
            cancel_clock(session, kind, "pregnancies", card_id)
        else:
            start_clock(
                session,
                desk,
                kind,
                person_id=pregnancy.mother_id,
                table="pregnancies",
                record_id=card_id,
                pregnancy_id=card_id,
                known_on=risen,
            )


def _keep_outcome(session: AuditedSession, pregnancy: Pregnancy) -> None:
    """What the card says of how it ended stands in its case file too, and moves with it."""
    case = _case_of(session, pregnancy)
    if case is None or case.outcome not in DERIVED_OUTCOMES:
        return
    delivery = session.exec(select(Delivery).where(Delivery.pregnancy_id == pregnancy.id)).first()
    outcome, day = None, None
    if pregnancy.state == "ended":
        outcome, day = _ENDS.get(pregnancy.end_reason or ""), pregnancy.ended_on
    if outcome is None and delivery is not None:
        outcome, day = DELIVERED, delivery.delivered_on
    if outcome is not None:
        case.outcome, case.outcome_on = outcome, day
    if pregnancy.state in {"closed", "ended"}:
        case.closed_on = case.closed_on or pregnancy.ended_on
