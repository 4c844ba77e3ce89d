"""Words about people that every room shares."""

from datetime import date
from enum import StrEnum


class Sex(StrEnum):
    """A person's sex, by letter.

    >>> Sex("F").label
    '女'
    """

    MALE = "M"
    FEMALE = "F"
    UNKNOWN = "U"

    @property
    def label(self) -> str:
        """The word on paper forms."""
        return {"M": "男", "F": "女", "U": "不详"}[self.value]


def full_years(born: date, on: date) -> int:
    """Age in full years; one born on 29 February is a year older on 1 March.

    >>> full_years(date(1990, 11, 22), date(2026, 11, 21))
    35
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
