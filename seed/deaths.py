"""The cards of children who died."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from desk.child_death import report_kind
from seed import names
from seed.clocks import clock
from seed.invented import World

if TYPE_CHECKING:
    from seed.children import Kid

_CAUSES = (  # what, by which age in days it is usual, ICD-10
    ("早产低体重", 7, "P07.3"),
    ("新生儿窒息", 7, "P21.9"),
    ("先天性心脏病", 200, "Q24.9"),
    ("肺炎", 900, "J18.9"),
    ("意外窒息", 900, "W84"),
    ("溺水", 1900, "W74"),
)


def report_death(world: World, kid: "Kid", died_on: date) -> None:
    """The card of a death before the fifth birthday, and its report."""
    kind = report_kind(kid.born, died_on)
    if kind is None:
        return
    age = (died_on - kid.born).days
    cause, _, icd10 = world.rng.choice([each for each in _CAUSES if age <= each[1]] or _CAUSES[-1:])
    accident = icd10.startswith("W")
    kid.death = {
        "died_on": died_on,
        "death_place": "3" if accident else "1",
        "treated": "3" if accident else "1",
        "untreated_why": "3" if accident else None,
        "cause_a": cause,
        "root_cause": cause,
        "icd10": icd10,
        "diagnosed_by": "4" if accident else world.rng.choice("12"),
        "basis": "3" if accident else "2",
        "weighed": "1",
        "registered": "1",
        "added_later": "2",
        "place": names.CENTRE_NAME,
        "doctor": world.doctor(),
        "filled_on": min(world.today, died_on + timedelta(days=world.rng.randrange(1, 5))),
    }
    kid.clock = clock(world, kind, died_on)
