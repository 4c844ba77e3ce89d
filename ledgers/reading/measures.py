"""Weights and lengths: the units people write, and the ranges the contract allows."""

import re
from decimal import Decimal

from ledgers.reading.errors import Unreadable
from ledgers.reading.grid import Cell
from ledgers.reading.values import squeezed
from rules.errors import RuleError
from rules.quantities import parse_quantity

_BARE = re.compile(r"\d+(?:\.\d+)?")
_IN_CATTIES = re.compile(r"[(]市?斤[)]")
_CATTY_G, _KG_G = 500, 1000
_MIN_BIRTH_G, _MAX_BIRTH_G, _KG_BELOW = 300, 9000, 10
_MIN_CM, _MAX_CM, _PARTS_OF_CM = 35, 130, 100
CHECK_WEIGHTS = {
    "0": (1.5, 8), "3": (3, 12), "6": (4, 14), "8": (4.5, 15),
    "12": (5, 18), "18": (6, 20), "24": (6.5, 24), "30": (7, 26),
}  # fmt: skip


def _with_unit(text: str) -> Decimal | None:
    """Grams of a weight that has its unit, or None."""
    if _BARE.fullmatch(text):
        return None
    try:
        return Decimal(parse_quantity(text.replace("斤半", "斤5两"), "g"))
    except RuleError:
        raise Unreadable("WEIGHT_UNIT") from None


def read_birth_weight(cell: Cell, heading: str = "") -> int:
    """Grams: a number below 10 is kilograms, 300..9000 grams, anything between has no unit."""
    text = squeezed(cell)
    grams = _with_unit(text)
    if grams is None:
        grams = Decimal(text)
        if _IN_CATTIES.search(heading):
            grams *= _CATTY_G
        elif grams < _KG_BELOW:
            grams *= _KG_G
    if not _MIN_BIRTH_G <= grams <= _MAX_BIRTH_G or grams != int(grams):
        raise Unreadable("WEIGHT_UNIT")
    return int(grams)


def read_check_weight(cell: Cell, age: str, heading: str = "") -> float:
    """Kilograms at a check of that age in months; a heading in 斤 makes bare numbers catties."""
    text = squeezed(cell)
    grams = _with_unit(text)
    if grams is None:
        grams = Decimal(text) * (_CATTY_G if _IN_CATTIES.search(heading) else _KG_G)
    low, high = CHECK_WEIGHTS[age]
    if not low <= grams / _KG_G <= high:
        raise Unreadable("WEIGHT_IMPLAUSIBLE")
    return float(grams / _KG_G)


def read_length(cell: Cell) -> float:
    """Centimetres."""
    try:
        parts = parse_quantity(squeezed(cell), "cm", _PARTS_OF_CM)
    except RuleError:
        raise Unreadable("LENGTH_IMPLAUSIBLE") from None
    if not _MIN_CM * _PARTS_OF_CM <= parts <= _MAX_CM * _PARTS_OF_CM:
        raise Unreadable("LENGTH_IMPLAUSIBLE")
    return parts / _PARTS_OF_CM
