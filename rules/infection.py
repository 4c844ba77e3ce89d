"""HIV, syphilis and hepatitis B in pregnancy: when a test was done, what its results mean.

Source: 预防艾滋病、梅毒和乙肝母婴传播工作规范(2020).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from rules.schedule import antenatal_contacts

NEGATIVE, POSITIVE = "1", "2"
EARLY, MIDDLE, LATE, AT_BIRTH, AFTER_BIRTH = "1", "2", "3", "4", "5"
HIV, SYPHILIS, HEPATITIS_B = "1", "2", "3"
# Each disease: the tests that point to it, and the one that confirms or refutes them.
_TESTS = {
    HIV: (("hiv",), "hiv_confirmed"),
    SYPHILIS: (("syphilis", "rpr"), "tppa"),
    HEPATITIS_B: (("hbsag",), ""),
}


def timing_of(lmp: date | None, delivered_on: date | None, tested_on: date) -> str | None:
    """The part of the pregnancy a test was done in, or None when nothing tells it.

    Early is up to 12+6, late from 28+0: the windows of the antenatal contacts.

    >>> [timing_of(date(2026, 8, 23), None, date(2026, 11, day)) for day in (21, 22)]
    ['1', '2']
    >>> timing_of(None, date(2026, 11, 1), date(2026, 11, 1))
    '4'
    """
    if delivered_on is not None and tested_on >= delivered_on:
        return AT_BIRTH if tested_on == delivered_on else AFTER_BIRTH
    if lmp is None or tested_on < lmp:
        return None
    early, _, _, late, _ = antenatal_contacts(lmp)
    if tested_on <= early.closes:
        return EARLY
    return MIDDLE if tested_on < late.opens else LATE


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
