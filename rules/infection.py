"""HIV, syphilis and hepatitis B in pregnancy: when a test was done, what its results mean.

Source: 预防艾滋病、梅毒和乙肝母婴传播工作规范(2020).
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

from rules.bands import trimester
from rules.dates import add_months
from rules.errors import RuleError

NEGATIVE, POSITIVE = "1", "2"
AT_BIRTH, AFTER_BIRTH = "4", "5"  # before them 1 to 3, the trimesters
HIV, SYPHILIS, HEPATITIS_B = "1", "2", "3"
_CHILD_DRUG = {HIV: "hiv_drug", SYPHILIS: "syphilis_drug"}
TREATED, NOT_NEEDED = "1", "4"
PARTNER_UNTESTED, YES = "3", "1"
MASK = "感染项"
_TELLING = re.compile(
    r"艾滋|梅毒|乙肝|乙型肝炎|表面抗原|[大小]三阳|(?<![A-Za-z])(?:HIV|AIDS|HBs?A?g|HBV|TPPA|RPR)",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"([；;、,，。\n])")
LAST_MONTH = 18  # the exposed child is followed to this age
# Each disease: the tests that point to it, and the one that confirms or refutes them.
_TESTS = {
    HIV: (("hiv",), "hiv_confirmed"),
    SYPHILIS: (("syphilis", "rpr"), "tppa"),
    HEPATITIS_B: (("hbsag",), ""),
}


def masked(text: str) -> str:
    """A text whose clauses about one of the diseases are no longer told.

    >>> masked("年龄≥35岁；乙肝表面抗原阳性、HIV(+)"), masked("东庄村3组")
    ('年龄≥35岁；感染项', '东庄村3组')
    """
    if not _TELLING.search(text):
        return text
    kept: list[str] = []
    for part in _CLAUSES.split(text):
        told = MASK if _TELLING.search(part) else part
        if told == MASK and MASK in kept:
            kept.pop()  # the sign before it
            continue
        kept.append(told)
    return "".join(kept)


def timing_of(lmp: date | None, delivered_on: date | None, tested_on: date) -> str | None:
    """The part of the pregnancy a test was done in, or None when nothing tells it.

    >>> [timing_of(date(2026, 8, 23), None, date(2026, 11, day)) for day in (21, 22)]
    ['1', '2']
    >>> timing_of(None, date(2026, 11, 1), date(2026, 11, 1))
    '4'
    """
    if delivered_on is not None and tested_on >= delivered_on:
        return AT_BIRTH if tested_on == delivered_on else AFTER_BIRTH
    if lmp is None or tested_on < lmp:
        return None
    return str(trimester((tested_on - lmp).days))


def found_by(*tests: Mapping[str, Any]) -> frozenset[str]:
    """The diseases that tests point to: confirmed, or positive and not refuted.

    Args:
        tests: the results of each set of tests, oldest first; the last to decide does.

    >>> sorted(found_by({"hiv": "2", "syphilis": "2", "hbsag": "2"}, {"hiv_confirmed": "1"}))
    ['2', '3']
    """
    found = set()
    for disease, (pointing, deciding) in _TESTS.items():
        decided = [test[deciding] for test in tests if test.get(deciding) in {NEGATIVE, POSITIVE}]
        pointed = any(test.get(name) == POSITIVE for test in tests for name in pointing)
        if decided[-1:] == [POSITIVE] or (pointed and not decided):
            found.add(disease)
    return frozenset(found)


def missing_for_mother(
    disease: str, case: Mapping[str, Any] | None, today: date, card_days: int
) -> list[RuleError]:
    """What is still to be done for a woman with one of the diseases.

    Args:
        disease: which.
        case: its values, or None while there is none.
        today: the business day.
        card_days: within how many days the case card is sent; asked for HIV and syphilis.
    """
    if case is None:
        return [RuleError("NO_CASE", "没有建个案")]
    found = []
    if disease != HEPATITIS_B and not case["reported_on"]:
        late = (today - case["confirmed_on"]).days - card_days
        found.append(
            RuleError("CARD_LATE", "个案卡逾期 {days} 天", days=late)
            if late > 0
            else RuleError("CARD_DUE", "个案卡待报")
        )
    if disease != HEPATITIS_B and case["treated"] not in {TREATED, NOT_NEEDED}:
        found.append(RuleError("NOT_TREATED", "没有治疗"))
    if disease == SYPHILIS and case["treated"] == TREATED and case["standardised"] != YES:
        found.append(RuleError("NOT_STANDARD", "不是规范治疗"))
    if disease != HEPATITIS_B and case["partner"] in {None, PARTNER_UNTESTED}:
        found.append(RuleError("PARTNER", "配偶没有检测"))
    return found


def missing_for_child(
    disease: str,
    child: Mapping[str, Any] | None,
    born: tuple[date, str | None],
    today: date,
    hbig_hours: int,
) -> list[RuleError]:
    """What is still to be done for one live-born baby of a woman with one of the diseases.

    Args:
        disease: which.
        child: the baby's prophylaxis, or None while nothing was recorded.
        born: day and time of birth; the time may be unknown.
        today: the business day.
        hbig_hours: within how many hours of birth the immunoglobulin is given.
    """
    if child is None:
        return [RuleError("NO_CHILD", "没有登记孩子")]
    found = []
    if disease == HEPATITIS_B:
        hours = hours_after(born, (child["hbig_on"], child["hbig_at"]))
        if child["hbig_on"] is None:
            found.append(RuleError("HBIG", "孩子没有免疫球蛋白"))
        elif hours is not None and hours > hbig_hours:
            found.append(RuleError("HBIG_LATE", "免疫球蛋白晚于 {hours} 小时", hours=hbig_hours))
        if child["vaccine_on"] is None:
            found.append(RuleError("VACCINE", "孩子没有乙肝首针"))
    elif not child[_CHILD_DRUG[disease]]:
        found.append(RuleError("CHILD_DRUG", "孩子没有用药"))
    if disease != HEPATITIS_B and not child["closing"] and today >= add_months(born[0], LAST_MONTH):
        found.append(RuleError("EIGHTEEN", "孩子满18个月没有结论"))
    return found


def hours_after(born: tuple[date, str | None], given: tuple[date | None, str | None]) -> int | None:
    """Full hours from birth to an injection; None while a day or a time is not known.

    >>> hours_after((date(2026, 11, 1), "22:30"), (date(2026, 11, 2), "09:00"))
    10
    """
    began, at = _moment(*born), _moment(*given)
    return None if began is None or at is None else (at - began) // timedelta(hours=1)


def _moment(day: date | None, at: str | None) -> datetime | None:
    """A day and a time; None for what is no time, as a file another program wrote may have."""
    with suppress(ValueError):
        return datetime.combine(day, time.fromisoformat(at)) if day and at else None
    return None
