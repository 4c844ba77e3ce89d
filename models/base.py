"""What every record shares: its centre, its version, its checks.

A record is two classes. The data class (``PersonData``) is plain SQLModel: it declares the fields
with their ``FieldSpec`` and validates. The table class inherits from it and from ``Record``;
SQLModel does not validate table classes, so every write passes through the data class first
(``checked``), and CHECK constraints made from the same specs stand behind it.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, TypeVar

from pydantic import ValidationError
from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from rules.dates import FIRST_YEAR, LAST_YEAR
from rules.entry import settle
from rules.errors import RuleError
from rules.fields import FieldSpec, Kind, field_specs

FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)

DataT = TypeVar("DataT", bound=SQLModel)


class Record(SQLModel):
    """Identity, centre and version; the version counts saves, so a stale form is noticed."""

    id: int | None = Field(default=None, primary_key=True)
    centre: str = Field(foreign_key="centres.code", max_length=20)
    version: int = 1


class FieldErrors(RuleError):
    """Some fields cannot be saved; ``errors`` says which and why, by field name."""

    def __init__(self, errors: Mapping[str, RuleError]) -> None:
        self.errors = dict(errors)
        sentences = "；".join(f"{name}: {error}" for name, error in self.errors.items())
        super().__init__("FIELDS", "请改正: {sentences}", sentences=sentences)


def checked(data_class: type[DataT], values: Mapping[str, object]) -> DataT:
    """The values as a validated data object: text cleaned, defaults filled in.

    Args:
        data_class: a record's data class.
        values: stored values by field name; an empty one means the default, and names the
            class does not declare are refused.

    Raises:
        FieldErrors: a value is missing, of the wrong type, no known choice or out of range.
    """
    specs = field_specs(data_class)
    errors = {name: RuleError("FIELD", "没有这个栏目") for name in values if name not in specs}
    given: dict[str, object] = {}
    for name, spec in specs.items():
        field = data_class.model_fields[name]
        value: Any = values.get(name)
        if value in (None, "", []) and not field.is_required():
            if field.default is not None or not spec.required:
                continue  # pydantic fills it in; asking it for a default is slow
            value = None
        try:
            given[name] = settle(spec, value)
        except RuleError as error:
            errors[name] = error
    if not errors:
        try:
            return data_class.model_validate(given)
        except ValidationError as error:
            errors = {
                str(item["loc"][0]): RuleError("TYPE", "无法识别,请重新录入")
                for item in error.errors(include_input=False, include_url=False)
            }
    raise FieldErrors(errors)


def checked_part(
    data_class: type[DataT], kept: SQLModel, names: Collection[str], values: Mapping[str, object]
) -> dict[str, Any]:
    """New values of some fields of a kept record, checked as the whole of it; the rest stays.

    Args:
        data_class: the record's data class.
        kept: the record.
        names: the fields that may change; values of others are passed over.
        values: stored values by field name.

    Raises:
        FieldErrors: as for ``checked``.
    """
    whole = {name: getattr(kept, name) for name in field_specs(data_class)}
    new = {name: value for name, value in values.items() if name in names}
    return checked(data_class, whole | new).model_dump(include=set(names))


def checks(data_class: type[SQLModel]) -> tuple[CheckConstraint, ...]:
    """The CHECK constraints that stand behind a data class's hard ranges and choices."""
    found = []
    for name, spec in field_specs(data_class).items():
        rule = _sql_rule(name, spec)
        if rule:
            found.append(CheckConstraint(f'"{name}" IS NULL OR {rule}', name=f"ck_{name}"))
    return tuple(found)


def _sql_rule(name: str, spec: FieldSpec) -> str:
    if spec.hard and spec.kind in {Kind.NUMBER, Kind.GESTATION}:
        low, high = (round(bound * spec.scale) for bound in spec.hard)
        return f'"{name}" BETWEEN {low} AND {high}'
    if spec.kind is Kind.DATE:
        return f"\"{name}\" BETWEEN '{FIRST_DAY}' AND '{LAST_DAY}'"
    if spec.kind is Kind.CHOICE:
        return f'"{name}" IN ({", ".join(repr(option.code) for option in spec.choices)})'
    return ""


def plain(record: SQLModel) -> dict[str, Any]:
    """A record's columns as JSON values: dates as ISO text."""
    return {
        column: value.isoformat() if isinstance(value, date) else value
        for column, value in ((name, getattr(record, name)) for name in type(record).model_fields)
    }
