"""When a contact is due: children, pregnant women, mothers after birth.

Source: 国家基本公共卫生服务规范(第三版), 0～6岁儿童健康管理 (13 contacts) and
孕产妇健康管理 (5 antenatal contacts, home visit after discharge, day-42 check).
Schedules are derived, never stored. All ends are inclusive.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from rules.dates import add_months

CONTACT_NAMES = {
    "newborn": "新生儿访视",
    "1m": "满月",
    "3m": "3月龄",
    "6m": "6月龄",
    "8m": "8月龄",
    "12m": "12月龄",
    "18m": "18月龄",
    "24m": "24月龄",
    "30m": "30月龄",
    "3y": "3岁",
    "4y": "4岁",
    "5y": "5岁",
    "6y": "6岁",
    "anc1": "第1次产前检查",
    "anc2": "第2次产前随访",
    "anc3": "第3次产前随访",
    "anc4": "第4次产前随访",
    "anc5": "第5次产前随访",
    "postpartum": "产后访视",
    "day42": "产后42天检查",
}
# The standard wants the home visit within 7 days of discharge; the rate counts it up to 28.
HOME_VISIT_DAYS, HOME_VISIT_COUNTS_DAYS = 7, 28
DAY42_OPENS, DAY42_CLOSES = 42, 56
_NEWBORN_DAYS, _MONTH_OLD = 27, (28, 30)
_CHILD_MONTHS = {f"{n}m": (n, n + 1) for n in (3, 6, 8, 12, 18, 24, 30)}
_CHILD_MONTHS |= {f"{n}y": (12 * n, 12 * n + 12) for n in (3, 4, 5, 6)}
_ANTENATAL_DAYS = {
    "anc1": (0, 90),
    "anc2": (112, 146),
    "anc3": (147, 174),
    "anc4": (196, 258),
    "anc5": (259, 286),
}


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact of a schedule.

    Done from ``opens`` to ``closes`` it is on time; done later, up to ``counts_until``, it is
    late and still counted as done.
    """

    code: str
    opens: date
    closes: date
    counts_until: date

    @property
    def name(self) -> str:
        """The contact's name on the forms."""
        return CONTACT_NAMES[self.code]


def child_contacts(birth_date: date) -> tuple[Contact, ...]:
    """The 13 contacts of a child, from the newborn visit to the age-6 check.

    >>> for contact in child_contacts(date(2025, 8, 31))[:4]:
    ...     print(contact.code, contact.opens, contact.closes, contact.counts_until)
    newborn 2025-08-31 2025-09-27 2025-09-27
    1m 2025-09-28 2025-09-30 2025-11-29
    3m 2025-11-30 2025-12-30 2026-02-27
    6m 2026-02-28 2026-03-30 2026-04-29
    """
    first, last = _MONTH_OLD
    windows = [
        ("newborn", birth_date, birth_date + timedelta(days=_NEWBORN_DAYS)),
        ("1m", birth_date + timedelta(days=first), birth_date + timedelta(days=last)),
    ]
    windows += [
        (code, add_months(birth_date, start), add_months(birth_date, end) - timedelta(days=1))
        for code, (start, end) in _CHILD_MONTHS.items()
    ]
    return _contacts(windows)


def antenatal_contacts(lmp: date) -> tuple[Contact, ...]:
    """The five antenatal contacts of a pregnancy.

    >>> for contact in antenatal_contacts(date(2026, 8, 23)):
    ...     print(contact.code, contact.opens, contact.closes)
    anc1 2026-08-23 2026-11-21
    anc2 2026-12-13 2027-01-16
    anc3 2027-01-17 2027-02-13
    anc4 2027-03-07 2027-05-08
    anc5 2027-05-09 2027-06-05
    """
    return _contacts(
        [
            (code, lmp + timedelta(days=first), lmp + timedelta(days=last))
            for code, (first, last) in _ANTENATAL_DAYS.items()
        ]
    )


def postpartum_contacts(
    delivered_on: date,
    discharged_on: date | None,
    *,
    home_days: int = HOME_VISIT_DAYS,
    home_counts_days: int = HOME_VISIT_COUNTS_DAYS,
    day42: tuple[int, int] = (DAY42_OPENS, DAY42_CLOSES),
) -> tuple[Contact, Contact]:
    """The home visit and the day-42 check; no discharge date: counted from the delivery.

    >>> home, check = postpartum_contacts(date(2026, 9, 1), date(2026, 9, 4))
    >>> print(home.closes, home.counts_until, check.opens, check.closes)
    2026-09-11 2026-10-02 2026-10-13 2026-10-27
    """
    start = discharged_on or delivered_on
    first, last = (delivered_on + timedelta(days=days) for days in day42)
    return (
        Contact(
            "postpartum",
            start,
            start + timedelta(days=home_days),
            start + timedelta(days=home_counts_days),
        ),
        Contact("day42", first, last, last),
    )


def _contacts(windows: list[tuple[str, date, date]]) -> tuple[Contact, ...]:
    """Windows in order: each counts until the next opens, the last until it closes."""
    ends = [after[1] - timedelta(days=1) for _, after in pairwise(windows)]
    ends.append(windows[-1][2])
    return tuple(Contact(*window, end) for window, end in zip(windows, ends, strict=True))
