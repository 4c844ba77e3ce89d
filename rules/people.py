"""Words about people that every room shares."""

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
