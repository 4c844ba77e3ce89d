"""Values as they stand in a cell: text that is only ever text, dates and numbers as such."""

import re
from datetime import date, datetime
from decimal import Decimal

from rules.text import clean

Value = str | int | Decimal | date | datetime | None

CELL_LIMIT = 32_767  # characters; Excel calls a file with more damaged
_FORMULA = re.compile(r"[=+\-@＝＋－＠]")
_LONG_NUMBER = re.compile(r"\d{12,}")
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def text_of(value: str) -> str:
    r"""Text without control and invisible characters, as long as a cell may be.

    >>> text_of("王\x1b[1m丽\x00\n二行")
    '王[1m丽\n二行'
    """
    return clean(value, multiline=True)[:CELL_LIMIT]


def delimited(value: Value, decimals: int = 0) -> str:
    r"""A value in a CSV file, which has no types.

    A leading tab stands before what a spreadsheet would take for a formula or round as a long
    number; our own reader takes it off again.

    >>> delimited("=1+1"), delimited("331199199802010017"), delimited(Decimal("3.1"), 2)
    ('\t=1+1', '\t331199199802010017', '3.10')
    >>> delimited(datetime(2026, 7, 1, 8, 5)), delimited(None)
    ('2026-07-01 08:05', '')
    """
    match value:
        case None:
            return ""
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case str():
            text = text_of(value)
            guard = _FORMULA.match(text) or _LONG_NUMBER.fullmatch(text)
            return f"\t{text}" if guard else text
        case Decimal():
            return f"{value:.{decimals}f}"
        case _:
            return str(value)


def file_part(name: str) -> str:
    """A name as a part of a file name on any system.

    >>> file_part(' A/B:卫生院. ')
    'A_B_卫生院'
    """
    return _NOT_IN_NAMES.sub("_", clean(name)).strip(" .")[:60] or "妇幼"
