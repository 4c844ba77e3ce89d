"""Reports upwards: when each became known, and when it was made."""

from datetime import UTC, date, datetime, time, timedelta

from desk.house_rules import HouseRules
from desk.places import CHINA
from desk.report import HOURS
from seed import names
from seed.invented import World
from seed.pregnancies import Values

RULES = HouseRules()
RECENT = timedelta(days=10)


def clock(world: World, kind: str, known_on: date) -> Values:
    """The report of what became known on a day: made in time, of the last days not always."""
    hours = getattr(RULES, HOURS[kind])
    known = datetime.combine(known_on, time(8 + world.rng.randrange(9), world.rng.randrange(60)))
    known = known.replace(tzinfo=CHINA)
    due = known + timedelta(hours=hours)
    made = known + timedelta(hours=hours) * world.rng.uniform(0.05, 0.7)
    waits = world.today - known_on < RECENT and world.happens(0.25)
    done = made.date() < world.today and not waits
    return {
        "kind": kind,
        "known_at": _stored(known),
        "due_at": _stored(due),
        "reported_on": made.date() if done else None,
        "reported_time": f"{made:%H:%M}" if done else None,
        "reported_to": names.COUNTY_MCH if done else None,
        "reported_by": names.USERS["clerk"] if done else None,
    }


def _stored(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
