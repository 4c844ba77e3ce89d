"""The kinds of records that hang on a pregnancy card, in the order of the work."""

from desk.case import CaseKind
from desk.infection import CASES, CHILDREN, INFECTION_TESTS
from desk.prenatal import KIND as PRENATAL
from desk.subsidy import KIND as SUBSIDY

_ALL: tuple[CaseKind, ...] = (
    INFECTION_TESTS,
    CASES,
    CHILDREN,
    PRENATAL,
    SUBSIDY,
)
KINDS = {kind.name: kind for kind in _ALL}
