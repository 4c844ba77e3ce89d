"""Gestation: due date, completed weeks and days.

Source: 国家基本公共卫生服务规范(第三版) 孕产妇健康管理服务规范, 填表说明 (month +9, day +7).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from rules.dates import add_months
from rules.errors import RuleError
from rules.text import code

TERM_DAYS = 280
MAX_WEEKS = 45
DAYS_A_WEEK = 7
_TYPED = re.compile(
    r"(?:孕|妊娠|停经)?(\d{1,2})(?:(?:(?:周|w)\+?|[+.])(\d|[1-9]\d)(?:天|d|周)?|周|w)?",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, order=True)
class GestationalAge:
    """Completed weeks and days.

    >>> str(GestationalAge(12, 6)), GestationalAge(12, 6).total_days
    ('12+6', 90)
    """

    weeks: int
    days: int

    @classmethod
    def from_days(cls, total: int) -> "GestationalAge":
        """Weeks and days of a count of completed days."""
        return cls(*divmod(total, DAYS_A_WEEK))

    @property
    def total_days(self) -> int:
        """Completed days."""
        return self.weeks * DAYS_A_WEEK + self.days

    def __str__(self) -> str:
        return f"{self.weeks}+{self.days}"


def due_date(lmp: date, rule: str = "naegele") -> date:
    """The expected date of delivery.

    Args:
        lmp: first day of the last menstrual period.
        rule: "naegele" (7 days, then 9 months, clamped to the month's end) or "280" days.

    >>> print(due_date(date(2025, 3, 1)), due_date(date(2025, 3, 1), rule="280"))
    2025-12-08 2025-12-06
    """
    if rule == "naegele":
        return add_months(lmp + timedelta(days=7), 9)
    if rule == "280":
        return lmp + timedelta(days=TERM_DAYS)
    raise ValueError(rule)


def gestational_age(lmp: date, on: date) -> GestationalAge:
    """Gestation on a day, counted from the LMP (never back from the due date).

    >>> str(gestational_age(date(2026, 8, 23), date(2026, 11, 21)))
    '12+6'

    Raises:
        RuleError: the day lies before the LMP.
    """
    if on < lmp:
        raise RuleError("DATE_ORDER", "日期 {on} 早于末次月经 {lmp},请核对", on=on, lmp=lmp)
    return GestationalAge.from_days((on - lmp).days)


def lmp_from_scan(scanned_on: date, weeks: int, days: int) -> date:
    """The LMP that an early ultrasound's gestation implies.

    >>> print(lmp_from_scan(date(2026, 11, 21), 12, 6))
    2026-08-23
    """
    return scanned_on - timedelta(days=_checked(weeks, days))


def parse_gestation(text: str) -> int:
    """Completed days from what people write; a number 12.3 means 12+3.

    >>> [parse_gestation(t) for t in ("12+3", "12W3D", "12周+3天", "孕12周", "12.3", "１２")]
    [87, 87, 87, 84, 87, 84]

    Raises:
        RuleError: GA_INVALID.
    """
    typed = re.sub(r"\s", "", code(text))
    found = _TYPED.fullmatch(typed)
    if not found:
        raise RuleError("GA_INVALID", "无法识别孕周“{typed}”,请写如 12+3", typed=typed[:20])
    return _checked(int(found[1]), int(found[2] or 0))


def _checked(weeks: int, days: int) -> int:
    if not 0 <= days < DAYS_A_WEEK:
        raise RuleError("GA_INVALID", "孕周的天数应为 0–6,现为 {days},请核对", days=days)
    if not 0 <= weeks <= MAX_WEEKS:
        raise RuleError(
            "GA_INVALID",
            "孕周应在 0–{limit} 周之间,现为 {weeks},请核对",
            limit=MAX_WEEKS,
            weeks=weeks,
        )
    return weeks * DAYS_A_WEEK + days
