"""The registers of what hangs on a card, their columns made from the declared fields."""

from collections.abc import Callable
from typing import Any

from sqlmodel import SQLModel

from desk.case import CaseKind
from desk.register_rows import CaseLine
from ledgers.export.cells import Value
from ledgers.export.sheets import Block, Column, Sheet, gestation, label, labels, shown
from rules.fields import FieldSpec, Kind, field_specs

_WIDTHS = {Kind.DATE: 10, Kind.TIME: 6, Kind.GESTATION: 6, Kind.NUMBER: 7, Kind.CHOICE: 8}
_WIDE = 14
NOTED = "本期登记的"
WHO: tuple[Column[CaseLine], ...] = (
    Column("保健册编号", lambda line: line.pregnancy.card_no, 12),
    Column("村(组)", lambda line: line.pregnancy.woman.home, 10),
    Column("姓名", lambda line: line.pregnancy.woman.name, 8),
    Column("身份证号", lambda line: line.pregnancy.woman.id_no, 19),
    Column("电话", lambda line: " ".join(line.pregnancy.woman.phones), 12),
)
GESTATION: Column[CaseLine] = Column("孕周", lambda line: gestation(line.ga_days), 6)


def case_sheet(kind: CaseKind, lines: tuple[CaseLine, ...], *, private: bool = False) -> Sheet:
    """The register of a kind: the woman, then every field of the record."""
    columns = (*WHO, GESTATION, *typed(kind.data))
    block = Block(kind.register, columns, lines, private)
    return Sheet(kind.register, NOTED, (block,), frozen=4, pages=2)


def typed(data: type[SQLModel], names: str = "", group: str = "") -> tuple[Column[Any], ...]:
    """Columns of the fields of a line's ``values``: those named, or all."""
    specs = field_specs(data)
    return tuple(_column(name, specs[name], group) for name in names.split() or specs)


def _column(name: str, spec: FieldSpec, group: str) -> Column[Any]:
    unit = f"({spec.unit})" if spec.unit else ""
    written = _written(spec)
    return Column(
        f"{spec.label}{unit}",
        lambda line: written(line.values[name]),
        _WIDTHS.get(spec.kind, _WIDE),
        group,
        decimals=spec.decimals,
    )


def _written(spec: FieldSpec) -> Callable[[Any], Value]:
    """How a stored value of a field stands in a cell."""
    match spec.kind:
        case Kind.CHOICE:
            return lambda code: label(spec.choices, code)
        case Kind.CHOICES:
            return lambda codes: labels(spec.choices, codes or ())
        case Kind.GESTATION:
            return gestation
        case Kind.NUMBER if spec.scale > 1:
            return lambda stored: shown(stored, spec.scale)
        case Kind.PHONES:
            return lambda numbers: " ".join(numbers or ())
        case _:
            return lambda value: value
