"""What a value means in words, shown beside its field."""

from datetime import date

from rules.dates import completed_years
from rules.entry import Value, format_value
from rules.fields import FieldSpec, Kind
from rules.gestation import GestationalAge
from rules.identity import InvalidResidentId, parse_resident_id
from tui.language import tr, weekday


def echo(spec: FieldSpec, value: Value, today: date) -> str:
    """The meaning of a value that is neither chosen nor picked; "" when there is nothing to add.

    >>> today = date(2026, 11, 21)
    >>> echo(FieldSpec(Kind.DATE, "随访日期"), today, today)
    '2026-11-21 周六'
    >>> echo(FieldSpec(Kind.GESTATION, "孕周"), 121, today)
    '孕17+2'
    """
    shown = ""
    match value:
        case date():
            shown = f"{value} {weekday(value)}"
        case list():
            shown = " ".join(value)
        case int() if spec.kind is Kind.GESTATION:
            shown = tr("孕{weeks}", weeks=GestationalAge.from_days(value))
        case int() if spec.kind is Kind.NUMBER:
            shown = f"{format_value(spec, value)} {tr(spec.unit)}".rstrip()
        case str() if spec.kind is Kind.ID:
            shown = _who(value, today)
        case str() if spec.kind in {Kind.TIME, Kind.CERTIFICATE}:
            shown = value
    return shown


def _who(number: str, today: date) -> str:
    """Sex, birth date and age, so that the clerk sees whose number was typed."""
    try:
        person = parse_resident_id(number)
    except InvalidResidentId:  # a passport says nothing
        return ""
    age = tr("{age}岁", age=completed_years(person.birth_date, today))
    return f"{tr(person.sex.label)} {person.birth_date} {age}"
