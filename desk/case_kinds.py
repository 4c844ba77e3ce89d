"""The kinds of records that hang on a pregnancy card, in the order of the work."""

from desk.case import CaseKind
from desk.first_exam import FIRST_EXAMS
from desk.infection import CASES, CHILDREN, INFECTION_TESTS
from desk.maternal_death import MATERNAL_DEATHS
from desk.prenatal import KIND as PRENATAL
from desk.referral import REFERRALS
from desk.risk_kinds import ASSESSMENTS, FOLLOWUPS
from desk.risk_kinds import CASES as RISK_CASES
from desk.subsidy import KIND as SUBSIDY

_ALL: tuple[CaseKind, ...] = (
    FIRST_EXAMS,
    ASSESSMENTS,
    RISK_CASES,
    FOLLOWUPS,
    REFERRALS,
    INFECTION_TESTS,
    CASES,
    CHILDREN,
    PRENATAL,
    SUBSIDY,
    MATERNAL_DEATHS,
)
KINDS = {kind.name: kind for kind in _ALL}
