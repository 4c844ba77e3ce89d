"""Weights and lengths: the units people write, and the ranges the contract allows."""

import re
from decimal import Decimal

from ledgers.reading.errors import Unreadable
from ledgers.reading.grid import Cell
from ledgers.reading.values import squeezed, whole

_NUMBER = r"(\d+(?:\.\d+)?)"
_GRAMS = re.compile(rf"{_NUMBER}(?:g|克)", re.IGNORECASE)
_KILOGRAMS = re.compile(rf"{_NUMBER}(?:kg|公斤|千克)", re.IGNORECASE)
_CATTIES = re.compile(rf"{_NUMBER}斤(?:(\d(?:\.\d+)?)两?|(半))?")
_TAELS = re.compile(rf"{_NUMBER}两")
_BARE = re.compile(_NUMBER)
_LENGTH = re.compile(rf"{_NUMBER}(?:cm|厘米|公分)?", re.IGNORECASE)
_CATTY_G, _TAEL_G, _KG_G = 500, 50, 1000
_MIN_BIRTH_G, _MAX_BIRTH_G, _KG_BELOW = 300, 9000, 10
_MIN_CM, _MAX_CM = 35, 130
CHECK_WEIGHTS = {
    "0": (1.5, 8), "3": (3, 12), "6": (4, 14), "8": (4.5, 15),
    "12": (5, 18), "18": (6, 20), "24": (6.5, 24), "30": (7, 26),
}  # fmt: skip


def _with_unit(text: str) -> Decimal | None:
    """Grams of a weight written with its unit, or None."""
    if found := _GRAMS.fullmatch(text):
        return Decimal(found[1])
    if found := _KILOGRAMS.fullmatch(text):
        return Decimal(found[1]) * _KG_G
    if found := _CATTIES.fullmatch(text):
        taels = Decimal(found[2] or (5 if found[3] else 0))
        return Decimal(found[1]) * _CATTY_G + taels * _TAEL_G
    if found := _TAELS.fullmatch(text):
        return Decimal(found[1]) * _TAEL_G
    return None


def _bare(text: str, heading: str) -> Decimal | None:
    """A weight without a unit; a heading in 斤 makes it catties."""
    found = _BARE.fullmatch(text)
    if not found:
        return None
    return (
        Decimal(found[1]) * _CATTY_G / _KG_G
        if re.search(r"[(](?:市?斤)[)]", heading)
        else Decimal(found[1])
    )


def read_birth_weight(cell: Cell, heading: str = "") -> int:
    """Grams: a number below 10 is kilograms, 300..9000 grams, anything between has no unit."""
    text = squeezed(cell)
    grams = None if cell.error else _with_unit(text)
    if grams is None and not cell.error:
        grams = _bare(text, heading)
        if grams is not None and grams < _KG_BELOW:
            grams *= _KG_G
    if grams is None or not _MIN_BIRTH_G <= grams <= _MAX_BIRTH_G:
        raise Unreadable("WEIGHT_UNIT")
    return whole(grams)


def read_check_weight(cell: Cell, age: str, heading: str = "") -> float:
    """Kilograms at a check of that age in months."""
    text = squeezed(cell)
    grams = None if cell.error else _with_unit(text)
    kilograms = grams / _KG_G if grams is not None else _bare(text, heading)
    if kilograms is None or cell.error:
        raise Unreadable("WEIGHT_UNIT")
    low, high = CHECK_WEIGHTS[age]
    if not low <= kilograms <= high:
        raise Unreadable("WEIGHT_IMPLAUSIBLE")
    return float(kilograms)


def read_length(cell: Cell) -> float:
    """Centimetres."""
    found = None if cell.error else _LENGTH.fullmatch(squeezed(cell))
    if not found or not _MIN_CM <= Decimal(found[1]) <= _MAX_CM:
        raise Unreadable("LENGTH_IMPLAUSIBLE")
    return float(found[1])
