"""The register of high-risk pregnancies."""

from collections.abc import Iterable, Iterator

from sqlmodel import Session

from desk.register_parts import by_card, columns_of, of_cards, pregnant_days, referred
from desk.register_rows import PregnancyLine, RiskLine
from models.referral import Referral
from models.risk import RiskAssessment, RiskCase, RiskFollowup
from models.terms import COLOURS

GREEN = COLOURS[0].code
_OF_CASE = (
    "registered_on reported_on report_to managed_on treated_on delivery_place outcome outcome_on"
    " closed_on doctor note"
)


def high_risk(session: Session, lines: Iterable[PregnancyLine]) -> Iterator[RiskLine]:
    """Those of the pregnancy register who are, or were, more than green."""
    lines = list(lines)
    ids = [line.card_id for line in lines]
    cases = {
        each.pregnancy_id: each for each in of_cards(session, RiskCase, RiskCase.found_on, ids)
    }
    followups = by_card(of_cards(session, RiskFollowup, RiskFollowup.followed_on, ids))
    assessed = by_card(of_cards(session, RiskAssessment, RiskAssessment.assessed_on, ids))
    referrals = by_card(of_cards(session, Referral, Referral.referred_on, ids))
    for line in lines:
        own, case = line.card_id, cases.get(line.card_id)
        judged = [each for each in assessed[own] if set(each.colours) - {GREEN}]
        if case is None and not judged and not set(line.risk_colours) - {GREEN}:
            continue
        found_on = case.found_on if case else judged[0].assessed_on if judged else None
        noted_on = (case and case.registered_on) or found_on
        last = assessed[own][-1] if assessed[own] else None
        yield RiskLine(
            pregnancy=line,
            found_on=found_on,
            registered_ga_days=pregnant_days(line, noted_on),
            assessed_on=last.assessed_on if last else None,
            assessed_at=last.place if last else None,
            followed_on=tuple(each.followed_on for each in followups[own]),
            referral=referred(referrals[own][-1]) if referrals[own] else None,
            **columns_of(case, _OF_CASE) if case else dict.fromkeys(_OF_CASE.split()),
        )
