"""The registers of what hangs on a card, their columns made from the declared fields."""

from collections.abc import Callable
from typing import Any

from desk.case import CaseKind
from desk.case_registers import CaseLine
from ledgers.export.cells import Value
from ledgers.export.sheets import Block, Column, Sheet, gestation, label, shown
from rules.fields import FieldSpec, Kind, field_specs

_WIDTHS = {Kind.DATE: 10, Kind.TIME: 6, Kind.GESTATION: 6, Kind.NUMBER: 7, Kind.CHOICE: 8}
_WIDE = 14


def case_sheet(kind: CaseKind, lines: tuple[CaseLine, ...]) -> Sheet:
    """The register of a kind: the woman, then every field of the record."""
    columns: tuple[Column[CaseLine], ...] = (
        Column("保健册编号", lambda line: line.card_no, 12),
        Column("村(组)", lambda line: line.woman.home, 10),
        Column("姓名", lambda line: line.woman.name, 8),
        Column("身份证号", lambda line: line.woman.id_no, 19),
        Column("电话", lambda line: " ".join(line.woman.phones), 12),
        Column("孕周", lambda line: str(line.gestation) if line.gestation else None, 6),
        *(_column(name, spec) for name, spec in field_specs(kind.data).items()),
    )
    scope = "本期登记的"
    return Sheet(kind.register, scope, (Block(kind.register, columns, lines),), frozen=4, pages=2)


def _column(name: str, spec: FieldSpec) -> Column[CaseLine]:
    unit = f"({spec.unit})" if spec.unit else ""
    written = _written(spec)
    return Column(
        f"{spec.label}{unit}",
        lambda line: written(line.values[name]),
        _WIDTHS.get(spec.kind, _WIDE),
        decimals=spec.decimals,
    )


def _written(spec: FieldSpec) -> Callable[[Any], Value]:
    """How a stored value of a field stands in a cell."""
    match spec.kind:
        case Kind.CHOICE:
            return lambda code: label(spec.choices, code)
        case Kind.CHOICES:
            return lambda codes: "、".join(
                label(spec.choices, each) or each for each in codes or ()
            )
        case Kind.GESTATION:
            return gestation
        case Kind.NUMBER if spec.scale > 1:
            return lambda stored: shown(stored, spec.scale)
        case Kind.PHONES:
            return lambda numbers: " ".join(numbers or ())
        case _:
            return lambda value: value
