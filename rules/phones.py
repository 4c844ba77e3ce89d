"""Telephone numbers: mobiles of 11 digits, or a land line with its area code."""

import re

from rules.errors import RuleError
from rules.text import code

_FULL = re.compile(r"1\d{10}|0[1-9]\d{8,10}", re.ASCII)
_COUNTRY = re.compile(r"^(?:\+|00)86(?=[10])", re.ASCII)
_BETWEEN = re.compile(r"[/、;,或\r\n]+")


def parse_phones(text: str) -> list[str]:
    """All numbers in a field, digits only, each once, in their order.

    >>> parse_phones("138 0000 0001；0579-82340000，13800000001")
    ['13800000001', '057982340000']

    Raises:
        RuleError: PHONE.
    """
    numbers: list[str] = []
    for piece in _BETWEEN.split(text.replace("；", ";").replace("，", ",").replace("／", "/")):
        numbers += _numbers(code(piece))
    return list(dict.fromkeys(numbers))


def _numbers(piece: str) -> list[str]:
    """One number written with gaps, or several with a gap between them."""
    whole = _digits(piece)
    if not whole:
        return []
    parts = [whole] if _FULL.fullmatch(whole) else [_digits(part) for part in piece.split()]
    for part in parts:
        if not _FULL.fullmatch(part):
            raise RuleError("PHONE", "电话“{part}”应为11位手机号,或区号加座机号", part=part[:20])
    return parts


def _digits(written: str) -> str:
    return _COUNTRY.sub("", re.sub(r"[\s()-]", "", written))
