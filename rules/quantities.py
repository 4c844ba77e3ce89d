"""Measurements as people write them, and the whole stored units they become.

``scale`` is how many stored units make one shown unit (a power of ten): weight shown in kg and
stored in grams has scale 1000. Nothing is rounded: what the stored unit cannot hold is refused.
"""

import re
from decimal import Decimal

from rules.errors import RuleError
from rules.text import code

_GRAMS = {"g": 1, "克": 1, "kg": 1000, "公斤": 1000, "千克": 1000, "斤": 500, "市斤": 500, "两": 50}
_MILLIMETRES = {"mm": 1, "毫米": 1, "cm": 10, "厘米": 10, "公分": 10, "m": 1000, "米": 1000}
_OTHER_WORDS = {"°c": ("度", "摄氏度"), "次/分": ("次",)}
_LIANG_A_JIN = 10
_JIN_LIANG = re.compile(r"(\d{1,3})斤(\d)两?", re.ASCII)
_NUMBER = re.compile(r"([+-]?\d{1,9}(?:\.\d{0,9})?|[+-]?\.\d{1,9})(\D*.*)", re.ASCII)
_GROUPED = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)", re.ASCII)


def parse_quantity(text: str, unit: str = "", scale: int = 1) -> int:
    """What was typed, in stored units; its own unit, or one of the same kind, may stand behind.

    >>> parse_quantity("13斤", "kg", 1000), parse_quantity("6斤8两", "g")
    (6500, 3400)
    >>> parse_quantity("３６。５℃", "℃", 10)
    365

    Raises:
        RuleError: NUMBER, UNIT or DECIMALS.
    """
    typed = re.sub(r"\s", "", code(text))
    typed = _GROUPED.sub(lambda found: found[0].replace(",", ""), typed)
    both = _JIN_LIANG.fullmatch(typed)
    if both:
        value, written = Decimal(both[1]) + Decimal(both[2]) / _LIANG_A_JIN, "斤"
    else:
        found = _NUMBER.fullmatch(typed)
        if not found:
            raise RuleError("NUMBER", "应填数字,现为“{typed}”", typed=typed[:20])
        value, written = Decimal(found[1]), found[2].casefold()
    stored = value * _factor(written, code(unit).casefold(), unit) * scale
    if stored != stored.to_integral_value():
        places = len(str(scale)) - 1
        if not places:
            raise RuleError("DECIMALS", "应填整数,现为“{typed}”", typed=typed)
        raise RuleError(
            "DECIMALS", "最多保留 {places} 位小数,现为“{typed}”", places=places, typed=typed
        )
    return int(stored)


def _factor(written: str, own: str, unit: str) -> Decimal:
    """How many of the field's own unit one of the written unit is."""
    if written in {"", own} or written in _OTHER_WORDS.get(own, ()):
        return Decimal(1)
    for family in (_GRAMS, _MILLIMETRES):
        if own in family and written in family:
            return Decimal(family[written]) / family[own]
    if unit:
        raise RuleError("UNIT", "单位应为 {unit},现为“{written}”", unit=unit, written=written[:10])
    raise RuleError("UNIT", "只填数字,不写“{written}”", written=written[:10])


def format_quantity(stored: int, scale: int = 1, decimals: int = 0) -> str:
    """Stored units as a number in the shown unit: at least ``decimals`` places, never rounded.

    >>> format_quantity(6000, 1000, 1), format_quantity(3250, 1000, 1)
    ('6.0', '3.25')
    """
    value = (Decimal(stored) / scale).normalize()
    needed = -int(value.as_tuple().exponent)
    return f"{value:.{max(decimals, needed)}f}"
