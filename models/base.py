"""What every record shares: its centre, its version, its checks.

A record is two classes. The data class (``PersonData``) is plain SQLModel: it declares the fields
with their ``FieldSpec`` and validates. The table class inherits from it and from ``Record``;
SQLModel does not validate table classes, so every write passes through the data class first
(``checked``), and CHECK constraints made from the same specs stand behind it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import PydanticUndefined
from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from rules.errors import RuleError
from rules.fields import FieldSpec, Kind, field_specs

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)

DataT = TypeVar("DataT", bound=SQLModel)


class Record(SQLModel):
    """Identity, centre and version; the version counts saves, so a stale form is noticed."""

    id: int | None = Field(default=None, primary_key=True)
    centre: str = Field(foreign_key="centres.code", index=True, max_length=20)
    version: int = 1


class FieldErrors(RuleError):
    """Some fields cannot be saved; ``errors`` says which and why, by field name."""

    def __init__(self, errors: Mapping[str, RuleError]) -> None:
        self.errors = dict(errors)
        sentences = "；".join(f"{name}: {error}" for name, error in self.errors.items())
        super().__init__("FIELDS", "请改正: {sentences}", sentences=sentences)


def checked(data_class: type[DataT], values: Mapping[str, object]) -> DataT:
    """The values as a validated data object, defaults filled in.

    Args:
        data_class: a record's data class.
        values: stored values by field name; an empty one means the default, and names the
            class does not declare are refused.

    Raises:
        FieldErrors: a value is missing, of the wrong type, no known choice or out of range.
    """
    specs = field_specs(data_class)
    errors = {name: RuleError("FIELD", "没有这个栏目") for name in values if name not in specs}
    given = {name: value for name, value in values.items() if value not in (None, "", [])}
    for name, spec in specs.items():
        default = data_class.model_fields[name].get_default(call_default_factory=True)
        error = _refusal(spec, given.get(name, default))
        if error:
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


def _refusal(spec: FieldSpec, value: object) -> RuleError | None:
    """Why this stored value may not be kept, or None."""
    if value is None or value is PydanticUndefined or value == []:
        return RuleError("REQUIRED", "{label}必填", label=spec.label) if spec.required else None
    if isinstance(value, str) and len(value) > spec.max_length:
        return RuleError("TOO_LONG", "最多 {limit} 个字", limit=spec.max_length)
    if spec.hard and isinstance(value, int):
        low, high = spec.hard
        if not low * spec.scale <= value <= high * spec.scale:
            span = f"{low:g}–{high:g}"
            return RuleError(
                "OUT_OF_RANGE",
                "{label}应在 {span}{unit} 之间",
                label=spec.label,
                span=span,
                unit=spec.unit,
            )
    if isinstance(value, date) and not FIRST_DAY <= value <= LAST_DAY:
        return RuleError("OUT_OF_RANGE", "日期应在 1900–2100 年之间")
    codes = [value] if isinstance(value, str) else value
    if spec.choices and isinstance(codes, list) and any(not spec.choice(code) for code in codes):
        return RuleError("CHOICE", "请按选项序号选择")
    return None


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
