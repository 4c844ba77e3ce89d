"""The kinds of records that hang on a pregnancy card, in the order of the work."""

from desk.case import CaseKind

_ALL: tuple[CaseKind, ...] = ()
KINDS = {kind.name: kind for kind in _ALL}
