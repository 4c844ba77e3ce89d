"""From a ledger's words to stored values."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from sqlmodel import SQLModel

from models.base import FieldErrors, checked
from rules.entry import format_value
from rules.fields import Choice, FieldSpec
from rules.identity import InvalidResidentId, parse_resident_id

DataT = TypeVar("DataT", bound=SQLModel)

SEX_CODES = {"男": "1", "女": "2"}
UNKNOWN_SEX = "0"
_GROUPS = range(1, 100)


def day(value: str | date | None) -> date | None:
    """A date of a record.

    >>> day("2026-09-03"), day(None)
    (datetime.date(2026, 9, 3), None)
    """
    return date.fromisoformat(value) if isinstance(value, str) else value


def scaled(value: float | None, scale: int) -> int | None:
    """A measurement as the integer that is stored.

    >>> scaled(4.4, 1000), scaled(54.9, 10), scaled(None, 10)
    (4400, 549, None)
    """
    return None if value is None else round(value * scale)


def code(options: tuple[Choice, ...], label: str | None) -> str | None:
    """The code of a label among options; None for a label that is none of them."""
    return next((option.code for option in options if option.label == label), None)


def group(number: int | None) -> int | None:
    """A villagers' group; a number no village has is a slip in a lenient column."""
    return number if number in _GROUPS else None


def born(id_no: str | None) -> date | None:
    """The birth date an identity number says; None for a passport or no number."""
    try:
        return parse_resident_id(id_no).birth_date if id_no else None
    except InvalidResidentId:
        return None


def valid(data_class: type[DataT], values: Mapping[str, Any]) -> DataT:
    """Values cleaned, checked and as a data object whose ``model_fields_set`` was really given.

    Raises:
        RuleError: the first field that cannot be kept, and why.
    """
    given = {name: value for name, value in values.items() if value not in (None, "", [])}
    try:
        data = checked(data_class, given)
    except FieldErrors as wrong:
        raise next(iter(wrong.errors.values())) from wrong
    data.model_fields_set.intersection_update(
        name for name in given if getattr(data, name) is not None
    )
    return data


def shown(spec: FieldSpec, value: Any) -> str:
    """A stored value as a person reads it beside another.

    >>> from rules.fields import Kind
    >>> shown(FieldSpec(Kind.NUMBER, "体重", unit="kg", scale=1000, decimals=1), 4400)
    '4.4kg'
    """
    if spec.choices:
        codes = value if isinstance(value, list) else [value]
        return "、".join(
            option.label if (option := spec.choice(item)) else str(item) for item in codes
        )
    return format_value(spec, value) + (spec.unit if value is not None else "")
