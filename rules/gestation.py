"""Gestation: which start counts, due date, completed weeks and days, booking in time.

Sources: 国家基本公共卫生服务规范(第三版) 孕产妇健康管理服务规范, 填表说明 (month +9, day +7) and
工作指标 (booked before 13 weeks); the teaching that an early scan more than 5 days off corrects.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from rules.dates import add_months
from rules.errors import RuleError
from rules.text import code
from rules.why import Why

TERM_DAYS = 280
MAX_WEEKS = 45
DAYS_A_WEEK = 7
EARLY_BOOKING_DAYS = 90  # 12+6
SCAN_CORRECTS_UNDER = 98  # 14+0: a later scan tells growth, not age
# How far LMP and scan may lie apart: by gestation at the scan (up to this day), the days allowed.
SCAN_RULES = {"plain": ((97, 5),), "finer": ((62, 5), (97, 7))}
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


@dataclass(frozen=True, slots=True)
class Scan:
    """An early ultrasound: the day and the gestation it measured."""

    scanned_on: date
    ga_days: int

    @property
    def start(self) -> date:
        """The LMP that it implies."""
        return self.scanned_on - timedelta(days=self.ga_days)


@dataclass(frozen=True, slots=True)
class Dating:
    """Both datings of a pregnancy and which of them counts.

    Attributes:
        start: the LMP to count from; None when nothing dates the pregnancy.
        basis: "lmp", "scan", or None.
        difference: days between the told LMP and the scan's.
        why: the reason, where a scan was weighed.
    """

    lmp: date | None
    scan: Scan | None
    start: date | None
    basis: str | None
    difference: int | None = None
    why: Why | None = None

    def due(self, rule: str = "naegele") -> date | None:
        """The due date by a rule of ``due_date``."""
        return due_date(self.start, rule) if self.start else None


def dating(lmp: date | None, scan: Scan | None = None, rule: str = "plain") -> Dating:
    """The start that counts: the told LMP, unless an early scan lies too far from it.

    >>> found = dating(date(2026, 8, 23), Scan(date(2026, 10, 20), 52))
    >>> found.basis, str(found.start), str(found.why)
    ('scan', '2026-08-29', '末次月经与早期超声相差 6 天,超过 5 天,按超声推算')
    """
    if scan is None:
        return Dating(lmp, None, lmp, "lmp" if lmp else None)
    measured = str(GestationalAge.from_days(scan.ga_days))
    if lmp is None:
        told = Why(
            "末次月经不详,按 {day} 超声孕 {ga} 推算", {"day": scan.scanned_on, "ga": measured}
        )
        return Dating(None, scan, scan.start, "scan", why=told)
    apart = abs((scan.start - lmp).days)
    if scan.ga_days >= SCAN_CORRECTS_UNDER:
        late = Why("超声已孕 {ga},满14周的超声不校正末次月经", {"ga": measured})
        return Dating(lmp, scan, lmp, "lmp", apart, late)
    bands = SCAN_RULES[rule]
    by_lmp = (scan.scanned_on - lmp).days
    allowed = next((days for last, days in bands if by_lmp <= last), bands[-1][1])
    params: dict[str, object] = {"days": apart, "allowed": allowed}
    if apart > allowed:
        over = Why("末次月经与早期超声相差 {days} 天,超过 {allowed} 天,按超声推算", params)
        return Dating(lmp, scan, scan.start, "scan", apart, over)
    within = Why("末次月经与早期超声相差 {days} 天,不超过 {allowed} 天,仍按末次月经", params)
    return Dating(lmp, scan, lmp, "lmp", apart, within)


def booked_early(days: int | None, last_day: int = EARLY_BOOKING_DAYS) -> bool | None:
    """Whether a booking at so many days of gestation was early; None when not known.

    >>> booked_early(90), booked_early(91)
    (True, False)
    """
    return None if days is None else days <= last_day


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
