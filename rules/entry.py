"""What is typed into a field becomes what is stored, and back: one reader, one writer.

Forms, pasted text and scripts pass through here, so that a field is read in the same way
everywhere. Errors are one sentence with the cure.
"""

import re
from collections.abc import Callable
from datetime import date

from rules import text as texts
from rules.certificate import parse_number
from rules.dates import FIRST_YEAR, LAST_YEAR, parse_date
from rules.errors import Phrase, RuleError
from rules.fields import Choice, FieldSpec, Kind
from rules.gestation import GestationalAge, parse_gestation
from rules.identity import parse_resident_id
from rules.phones import parse_phones
from rules.quantities import format_quantity, parse_quantity

Value = str | int | date | list[str] | None

MOST_OPTIONS = 8  # told in one sentence
_LISTS = {Kind.CHOICES, Kind.PHONES}
_RANGED = {Kind.NUMBER, Kind.GESTATION}
_NO_ID = {"", "无", "未办", "未上户"}
_PASSPORT = re.compile(r"[A-Z]\d{8}")
_TIME = re.compile(r"(\d{1,2})(?:[:.时点](\d{1,2})分?|[时点])?|(\d{1,2})(\d\d)", re.ASCII)
_SEPARATORS = re.compile(r"[\s,、;/]+")


def parse_value(spec: FieldSpec, text: str, today: date) -> Value:
    """What was typed into a field, as it is stored; None (lists: []) for an empty field.

    >>> weight = FieldSpec(Kind.NUMBER, "体重", unit="kg", scale=1000, decimals=1, hard=(0.3, 60))
    >>> parse_value(weight, "13斤", date(2026, 11, 21))
    6500
    >>> parse_value(weight, "620", date(2026, 11, 21))
    Traceback (most recent call last):
    rules.errors.RuleError: 体重应在 0.3–60 kg 之间,现为 620.0,请核对

    Raises:
        RuleError: REQUIRED, TOO_LONG, OUT_OF_RANGE, NUMBER, UNIT, DECIMALS, CHOICE, TIME, PHONE,
            or the reason of the date, gestation, identity or certificate number.
    """
    if not texts.clean(text, multiline=True):
        if spec.required:
            raise RuleError("REQUIRED", "请填写{label}", label=spec.label)
        return [] if spec.kind in _LISTS else None
    return settle(spec, _READERS[spec.kind](spec, text, today))


def settle(spec: FieldSpec, value: Value) -> Value:
    r"""A value from anywhere as it may be kept: text cleaned, ranges and choices held.

    >>> settle(FieldSpec(Kind.NAME, "姓名"), "王 \x1b[丽")
    '王 [丽'
    >>> settle(FieldSpec(Kind.NUMBER, "体重", unit="kg", scale=1000, hard=(0.3, 60)), 620_000)
    Traceback (most recent call last):
    rules.errors.RuleError: 体重应在 0.3–60 kg 之间,现为 620,请核对

    Raises:
        RuleError: REQUIRED, TOO_LONG, OUT_OF_RANGE, CHOICE, or the reason of the identity or
            certificate number.
    """
    value = _tidy(spec, value)
    if value is None or value == []:
        if spec.required:
            raise RuleError("REQUIRED", "请填写{label}", label=spec.label)
        return value
    if spec.kind in _RANGED and isinstance(value, int) and _outside(spec, spec.hard, value):
        raise _range_error(
            "OUT_OF_RANGE", "{label}应在 {span} 之间,现为 {value},请核对", spec, value
        )
    if isinstance(value, date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise RuleError(
            "OUT_OF_RANGE", "日期应在 {first}–{last} 年之间", first=FIRST_YEAR, last=LAST_YEAR
        )
    if spec.kind in {Kind.CHOICE, Kind.CHOICES} and spec.choices:
        for code in value if isinstance(value, list) else [str(value)]:
            if not spec.choice(code):
                raise _no_choice(spec, code)
    return value


def _tidy(spec: FieldSpec, value: Value) -> Value:
    if isinstance(value, list):
        return [texts.clean(item) for item in value]
    if not isinstance(value, str):
        return value
    text = _short(spec, _TIDY.get(spec.kind, texts.clean)(value))
    return _CODES[spec.kind](text) if text and spec.kind in _CODES else text


def format_value(spec: FieldSpec, stored: Value) -> str:
    """A stored value as it stands in the field; ``parse_value`` reads it back.

    >>> format_value(FieldSpec(Kind.GESTATION, "孕周"), 87)
    '12+3'
    """
    if stored is None:
        return ""
    if isinstance(stored, list):
        return " ".join(stored)
    if isinstance(stored, int):
        if spec.kind is Kind.GESTATION:
            return str(GestationalAge.from_days(stored))
        return format_quantity(stored, spec.scale, spec.decimals)
    return str(stored)  # date: ISO


def doubt(spec: FieldSpec, value: Value) -> RuleError | None:
    """The question to ask about an unusual value, or None.

    >>> print(doubt(FieldSpec(Kind.NUMBER, "胎心率", unit="次/分", plausible=(110, 160)), 170))
    胎心率 170 少见(通常 110–160 次/分),请核对
    """
    if spec.kind in _RANGED and isinstance(value, int) and _outside(spec, spec.plausible, value):
        return _range_error("IMPLAUSIBLE", "{label} {value} 少见(通常 {span}),请核对", spec, value)
    return None


def _outside(spec: FieldSpec, bounds: tuple[float, float] | None, value: int) -> bool:
    """Whether a stored value leaves bounds written in the shown unit (gestation: days)."""
    return bounds is not None and not bounds[0] * spec.scale <= value <= bounds[1] * spec.scale


def _range_error(reason: str, template: str, spec: FieldSpec, value: int) -> RuleError:
    low, high = (spec.hard if reason == "OUT_OF_RANGE" else spec.plausible) or (0, 0)
    span = Phrase(f"{low:g}–{high:g}", spec.unit)
    if spec.kind is Kind.GESTATION:
        span = Phrase("–".join(str(GestationalAge.from_days(int(end))) for end in (low, high)))
    shown = format_value(spec, value)
    return RuleError(reason, template, label=spec.label, span=span, value=shown)


def _short(spec: FieldSpec, text: str) -> str | None:
    if len(text) > spec.max_length:
        raise RuleError(
            "TOO_LONG",
            "{label}最多 {limit} 个字,现有 {count} 个",
            label=spec.label,
            limit=spec.max_length,
            count=len(text),
        )
    return text or None


def _id(text: str, today: date | None = None) -> str | None:
    typed = texts.code(text).upper()
    if typed in _NO_ID:
        return None
    return typed if _PASSPORT.fullmatch(typed) else parse_resident_id(text, today).number


def _time(text: str) -> str:
    found = _TIME.fullmatch(re.sub(r"\s", "", texts.code(text)))
    if found:
        hour, minute = int(found[1] or found[3]), int(found[2] or found[4] or 0)
        if hour < 24 and minute < 60:  # noqa: PLR2004  hours of a day, minutes of an hour
            return f"{hour:02}:{minute:02}"
    raise RuleError("TIME", "无法识别时间“{typed}”,请写如 0830", typed=texts.clean(text)[:20])


def _option(spec: FieldSpec, typed: str) -> Choice | None:
    """The option of this code, these words, or (a code written 1 or 01) this number."""
    wanted = texts.code(typed).casefold()
    for same in (
        lambda option: option.code.casefold() == wanted,
        lambda option: texts.code(option.label).casefold() == wanted,
        lambda option: wanted.isdecimal() and option.code.lstrip("0") == wanted.lstrip("0"),
    ):
        found = [option for option in spec.choices if same(option)]
        if found:
            return found[0]
    return None


def _choice(spec: FieldSpec, text: str) -> str:
    option = _option(spec, text)
    if not option:
        raise _no_choice(spec, text)
    return option.code


def _choices(spec: FieldSpec, text: str) -> list[str]:
    """Codes in the order of the form: "1 3", "1,3", or "13" where every code is one character."""
    whole = _option(spec, text)
    if whole:
        return [whole.code]
    typed = texts.code(text.replace("\n", " "))
    if not any("." in option.code for option in spec.choices):
        typed = typed.replace(".", " ")
    pieces = [piece for piece in _SEPARATORS.split(typed) if piece]
    one_character = all(len(option.code) == 1 for option in spec.choices)
    chosen = set()
    for piece in pieces:
        option = _option(spec, piece)
        letters = [option.code] if option else list(piece) if one_character else []
        if not letters or not all(spec.choice(letter) for letter in letters):
            raise _no_choice(spec, piece)
        chosen |= set(letters)
    return [option.code for option in spec.choices if option.code in chosen]


def _village(spec: FieldSpec, text: str) -> int:
    """A village by its number, its name or the beginning of one name only."""
    begun = [option for option in spec.choices if option.label.startswith(texts.name(text))]
    option = _option(spec, text) or (begun[0] if len(begun) == 1 else None)
    if not option:
        raise _no_choice(spec, text)
    return int(option.code)


def _no_choice(spec: FieldSpec, typed: str) -> RuleError:
    options = [
        word for option in spec.choices[:MOST_OPTIONS] for word in (option.code, option.label)
    ]
    more = "…" if len(spec.choices) > MOST_OPTIONS else ""
    return RuleError(
        "CHOICE",
        "{label}没有“{typed}”这一项,请从中选择: {options}",
        label=spec.label,
        typed=texts.clean(typed)[:20],
        options=Phrase(*options, more),
    )


_TIDY: dict[Kind, Callable[[str], str]] = {
    Kind.NAME: texts.name,
    Kind.LONG: lambda text: texts.clean(text, multiline=True),
}

_CODES: dict[Kind, Callable[[str], str | None]] = {Kind.ID: _id, Kind.CERTIFICATE: parse_number}

_READERS: dict[Kind, Callable[[FieldSpec, str, date], Value]] = {
    Kind.TEXT: lambda _, text, __: text,
    Kind.LONG: lambda _, text, __: text,
    Kind.NAME: lambda _, text, __: text,
    Kind.ID: lambda _, text, today: _id(text, today),
    Kind.DATE: lambda spec, text, today: parse_date(text, today, spec.expect),
    Kind.TIME: lambda _, text, __: _time(text),
    Kind.GESTATION: lambda _, text, __: parse_gestation(text),
    Kind.NUMBER: lambda spec, text, _: parse_quantity(text, spec.unit, spec.scale),
    Kind.CHOICE: lambda spec, text, _: _choice(spec, text),
    Kind.CHOICES: lambda spec, text, _: _choices(spec, text),
    Kind.PHONES: lambda _, text, __: parse_phones(text),
    Kind.VILLAGE: lambda spec, text, _: _village(spec, text),
    Kind.CERTIFICATE: lambda _, text, __: parse_number(text),
}
