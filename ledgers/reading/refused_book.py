"""The refused rows as a workbook: the reason beside each, to be mended and read again."""

import re
from itertools import groupby
from pathlib import Path
from tempfile import NamedTemporaryFile

from ledgers.reading.outcome import Reading, Refused
from rules.text import printable

ROW_HEADING, REASON_HEADING = "原行号", "原因"
_FORBIDDEN_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_SHEET_NAME_LENGTH = 31
_MAX_CELL = 32_000


def write_refused(reading: Reading, path: Path) -> int:
    """Write the refused rows of a reading; how many were written.

    Every cell is text, so nothing in it can become a formula. What stood merged or 同上 stands
    written out; what was struck through still is, or reading the file unmended would take in
    what somebody crossed out. The file appears whole or not at all, and is its owner's alone.

    Raises:
        OSError: the place cannot be written to.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415  slow to load, and only needed here

    titles = dict(reading.titles)
    with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".xlsx", delete=False) as file:
        temporary = Path(file.name)
    try:
        with Workbook(str(temporary), {"strings_to_formulas": False}) as book:
            head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
            why = book.add_format({"text_wrap": True, "valign": "top"})
            text = book.add_format({"num_format": "@", "valign": "top"})
            struck = book.add_format({"num_format": "@", "valign": "top", "font_strikeout": True})
            groups = groupby(reading.refused, key=lambda each: (each.sheet, _headings(each)))
            for number, ((sheet, headings), rows) in enumerate(groups, start=1):
                page = book.add_worksheet(_sheet_name(sheet, number))
                page.write_string(0, 0, titles.get(sheet, ""))
                page.freeze_panes(2, 2)
                page.set_column(0, 0, 7)
                page.set_column(1, 1, 44)
                page.set_column(2, len(headings) + 1, 14)
                for column, heading in enumerate((ROW_HEADING, REASON_HEADING, *headings)):
                    page.write_string(1, column, heading, head)
                for line, refused in enumerate(rows, start=2):
                    page.write_string(line, 0, str(refused.row), text)
                    page.write_string(line, 1, "\n".join(refused.sentences)[:_MAX_CELL], why)
                    look = struck if "STRUCK_OUT" in refused.reasons else text
                    for column, (_, value) in enumerate(refused.raw, start=2):
                        page.write_string(line, column, value[:_MAX_CELL], look)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return len(reading.refused)


def _headings(refused: Refused) -> tuple[str, ...]:
    return tuple(heading for heading, _ in refused.raw)


def _sheet_name(name: str | None, number: int) -> str:
    cleaned = _FORBIDDEN_IN_SHEET_NAME.sub("", printable(name or "")).strip()
    suffix = f" {number}"
    return (cleaned or "拒收")[: _SHEET_NAME_LENGTH - len(suffix)] + suffix
