"""The state of a card when its pregnancy ends, and when that turns out to be wrong."""

from datetime import date

from models.people import Person
from models.pregnancy import Pregnancy

# Codes of models.pregnancy.ENDS.
MISCARRIAGE, DEATH, MOVED = "2", "5", "6"
BEFORE_BIRTH = frozenset("234")
WHERE = ("end_ga_days", "end_place", "moved_to", "handed_over")


def died(pregnancy: Pregnancy, mother: Person, on: date) -> None:
    """She died; a card that was open ends with it, one that ended before stays as it ended."""
    mother.died_on = on
    if pregnancy.state in {"ongoing", "delivered"} or pregnancy.end_reason == DEATH:
        pregnancy.state, pregnancy.end_reason, pregnancy.ended_on = "ended", DEATH, on


def give_back(pregnancy: Pregnancy, mother: Person, state: str) -> None:
    """The card as it was before it ended, and the mother alive and here again."""
    if pregnancy.end_reason == DEATH and mother.died_on == pregnancy.ended_on:
        mother.died_on = None
    if pregnancy.end_reason == MOVED and mother.moved_out_on == pregnancy.ended_on:
        mother.moved_out_on = None
    pregnancy.state, pregnancy.ended_on, pregnancy.end_reason = state, None, None
    for name in WHERE:
        setattr(pregnancy, name, None)
