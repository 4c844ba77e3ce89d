"""The kinds of records that hang on a pregnancy card, in the order of the work."""

from desk.case import CaseKind
from desk.infection import CASES, CHILDREN, INFECTION_TESTS

_ALL: tuple[CaseKind, ...] = (
    INFECTION_TESTS,
    CASES,
    CHILDREN,
)
KINDS = {kind.name: kind for kind in _ALL}
