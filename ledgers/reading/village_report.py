"""A row of the villages' monthly report (村级妇幼月报)."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ledgers.reading.errors import Unreadable
from ledgers.reading.grid import Cell
from ledgers.reading.synonyms import COUNTS
from ledgers.reading.take import Take, iso
from ledgers.reading.values import read_count, squeezed

_MONTH = re.compile(r"(\d{4})[年./-](\d{1,2})(?:月份?)?|(\d{4})(\d{2})")
_MONTH_ONLY = re.compile(r"(\d{1,2})月份?")
_CORRECTED = "更正"
Month = tuple[str | None, str | None]


def read_village_report(take: Take) -> list[dict[str, Any]]:
    """The fields of the row's record; problems stay with ``take``."""
    village, _ = take.village()
    if take.cell("village") is None:
        take.refuse("VILLAGE_UNKNOWN", "village")
    counts = {name: _count(take, name) for name in COUNTS}
    month = _month(take)
    _compare(take, counts)
    return [
        {
            "village": village,
            "month": month,
            **counts,
            "reporter": take.text("reporter"),
            "report_date": iso(take.day("report_date")),
            "remark": take.text("remark"),
        }
    ]


def _count(take: Take, name: str) -> int | None:
    cell = take.row.cells.get(name)
    if cell is None:
        return None
    try:
        return read_count(cell)
    except Unreadable as error:
        take.refuse(error.reason, name)
        return None


def _month(take: Take) -> str | None:
    cell = take.cell("month")
    try:
        return _read_month(cell, take.context.year, take.context.today)
    except Unreadable as error:
        take.refuse(error.reason, "month")
        return None


def _read_month(cell: Cell | None, year: int | None, today: date) -> str:
    if cell is None:
        raise Unreadable("MONTH_INVALID")
    if isinstance(cell.value, datetime):
        first = cell.value.date().replace(day=1)
    else:
        text = squeezed(cell)
        if isinstance(cell.value, float) and text.endswith(".1"):
            raise Unreadable("MONTH_INVALID")  # 2026.10 typed as a number becomes 2026.1
        if found := _MONTH.fullmatch(text):
            digits = (found[1] or found[3], found[2] or found[4])
        elif (found := _MONTH_ONLY.fullmatch(text)) and year:
            digits = (str(year), found[1])
        else:
            raise Unreadable("MONTH_INVALID")
        try:
            first = date(int(digits[0]), int(digits[1]), 1)
        except ValueError:
            raise Unreadable("MONTH_INVALID") from None
    if first > today:
        raise Unreadable("DATE_FUTURE")
    return f"{first:%Y-%m}"


def _compare(take: Take, counts: dict[str, int | None]) -> None:
    live, boys, girls = counts["live"], counts["live_m"], counts["live_f"]
    if live is not None and boys is not None and girls is not None and live != boys + girls:
        take.refuse("SUM_MISMATCH", "live")
    high, all_pregnant = counts["high_risk"], counts["preg_end"]
    if high is not None and all_pregnant is not None and high > all_pregnant:
        take.refuse("HIGH_RISK_GT_TOTAL", "high_risk")


def year_of_titles(titles: list[str]) -> int | None:
    """The one year named above the header; None when there is none or more than one.

    >>> year_of_titles(["云溪镇月报表（2026年第三季度）"]), year_of_titles(["2025年10月-2026年9月"])
    (2026, None)
    """
    years = {int(year) for title in titles for year in re.findall(r"(20\d\d)\s*年", title)}
    return years.pop() if len(years) == 1 else None


@dataclass(slots=True)
class ReportsSeen:
    """Which village has reported which month so far, and in which row (an opaque key).

    A refused row counts: what stands twice is decided by a person, unless one says it corrects.
    """

    _rows: dict[Month, int] = field(default_factory=dict)

    def check(self, take: Take, fields: dict[str, Any], key: int) -> int | None:
        """Refuse a second report of a month, unless it corrects: then the earlier row's key."""
        month = (fields["village"], fields["month"])
        if None in month:
            return None
        earlier = self._rows.setdefault(month, key)
        if earlier == key:
            return None
        if _CORRECTED not in (fields["remark"] or ""):
            take.refuse("DUPLICATE_IN_FILE", "village")
            return None
        if not take.problems:
            self._rows[month] = key
        return earlier
