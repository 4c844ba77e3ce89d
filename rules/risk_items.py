"""What a risk table is made of: items, when the data ticks them, and the order of colours."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any

from rules.risk_facts import Measure

NATIONAL = ("绿", "黄", "橙", "红")
PURPLE = "紫"
BOUNDS: dict[str, Callable[[Any, Decimal], bool]] = {
    "at_least": ge,
    "over": gt,
    "at_most": le,
    "under": lt,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A measure within bounds, true or false, or holding one of several digits."""

    measure: str
    bounds: tuple[tuple[str, Decimal], ...] = ()
    true: bool | None = None
    any_of: frozenset[str] = frozenset()

    def holds(self, value: Measure) -> bool:
        """Whether a known value meets it."""
        if isinstance(value, frozenset):
            return bool(value & self.any_of)
        if self.true is not None:
            return value is self.true
        return all(BOUNDS[name](value, limit) for name, limit in self.bounds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of the tables.

    Attributes:
        section: the title of its section.
        colour: of the assessment table's items; None in the screening table.
        evidence: V read in the source, R recalled, I our own reading, L local practice.
        score: points, in lists that add them up.
        when: what of the data ticks it: any of these, each of which needs all its conditions.
        rows: codes of the assessment table's items that answer this screening item.
        follows: the one of ``rows`` that follows when none is ticked.
        private: about HIV, syphilis or hepatitis B.
    """

    code: str
    words: str
    section: str
    colour: str | None = None
    evidence: str = ""
    score: int | None = None
    when: tuple[tuple[Condition, ...], ...] = ()
    rows: frozenset[str] = frozenset()
    follows: str | None = None
    private: bool = False

    @property
    def screening(self) -> bool:
        """Whether it belongs to the screening table."""
        return self.colour is None


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskTable:
    """A version of the tables.

    Attributes:
        colours: from the lowest; the first means nothing was found.
        alike: the national colour that each other colour is kept, managed and drawn as.
        sums: from which sum of scores on which colour, the lowest first.
        items: in the order of the paper.
    """

    version: str
    title: str
    source: str
    colours: tuple[str, ...]
    alike: tuple[tuple[str, str], ...]
    sums: tuple[tuple[int, str], ...]
    items: tuple[Item, ...]

    def item(self, code: str) -> Item | None:
        """The item with this code, or None."""
        return next((item for item in self.items if item.code == code), None)

    def rank(self, colour: str | None) -> int:
        """The order of the main colours; positive but without a colour is above the lowest."""
        if colour is None:
            return 1
        place = self.colours.index(colour)
        return place + 1 if place else 0

    def national(self, colour: str) -> str:
        """The national colour that a colour is kept, managed and drawn as."""
        return dict(self.alike).get(colour, colour)
