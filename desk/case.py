"""Records that hang on a pregnancy card: declared once, recorded and corrected by the same verbs.

A subject declares a ``CaseKind`` (its data class, its table, its rules) and lists it in
``desk.case_kinds``. ``desk.case_work`` records and corrects it, the card's view carries it, the
person's line of events tells it, and ``screens.case_form`` renders its form.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlmodel import SQLModel

from rules.errors import RuleError

if TYPE_CHECKING:
    from desk.context import Desk
    from desk.pregnancy_view import CardView
    from models.audit import AuditedSession
    from models.pregnancy import Pregnancy

Problems = Mapping[str, RuleError]
Rule = Callable[[Mapping[str, Any], date, "CardView"], Problems]
After = Callable[["AuditedSession", "Desk", "Pregnancy", Any], None]


def no_problems(values: Mapping[str, Any], today: date, card: "CardView") -> Problems:  # noqa: ARG001  a rule's shape
    """No rule between the fields."""
    return {}


def nothing_after(
    session: "AuditedSession", desk: "Desk", pregnancy: "Pregnancy", record: Any
) -> None:
    """Nothing follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseKind:
    """One kind of record on a card.

    Attributes:
        name: the table's name, also the key of ``CardView.records``.
        title: what it is called on the person's page.
        act: its name in the audit trail ("referral" gives referral.record, referral.correct).
        data, table: the data class with the ``FieldSpec``s and the table class over it, which has
            a ``pregnancy_id``.
        day: the field of the day it happened.
        shows: the fields whose values are told on the person's page.
        register: the name of its register among the exported ledgers; "" when it has none.
        once: a card has at most one.
        closed_too: may be recorded on a card that is closed.
        writes, reads: the permissions; who may not read sees that it is there and when, and
            neither its values in its history nor its correction.
        secret: who may not read does not even see that it is there.
        check: what is refused, by field; the form asks it while typing, the verb before saving.
            On correcting, the card passed is without the record being corrected.
        doubts: what is asked about before saving, by field.
        after: what else follows from it in the same transaction.
    """

    name: str
    title: str
    act: str
    data: type[SQLModel]
    table: type[Any]
    day: str
    shows: tuple[str, ...] = ()
    register: str = ""
    once: bool = False
    closed_too: bool = False
    writes: str = "records.write"
    reads: str = "records.read"
    secret: bool = False
    check: Rule = no_problems
    doubts: Rule = no_problems
    after: After = nothing_after
