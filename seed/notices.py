"""The villages' first word of a pregnancy: answered by a card, or still open on the day."""

from datetime import date, timedelta

from seed.invented import Woman, World
from seed.pregnancies import Case, Values

TOLD = 0.62  # of the pregnancies, how many a village tells of
USUAL_DAYS = (32, 47, 64)  # of gestation on which a village hears of it
STILL_EXPECTED = 24  # days after which a village has asked again
SELF, DOCTOR, MIDWIFE = "1", "2", "3"


def told_before(world: World, case: Case) -> Values | None:
    """The notice that the card answered, if a village told of her before she was booked."""
    found_on = case.lmp + timedelta(days=world.soon(*USUAL_DAYS))
    booked_on = case.booked_on
    if booked_on is None or found_on > booked_on or found_on < world.since:
        return None
    if not world.happens(TOLD):
        return None
    return _notice(world, case.woman, case.card["lmp"], found_on, booked_on)


def not_booked(world: World, woman: Woman, lmp: date) -> Values | None:
    """The notice of a pregnancy without a card: she has not come yet, or it ended before."""
    found_on = lmp + timedelta(days=world.soon(*USUAL_DAYS))
    if not world.since <= found_on <= world.today or not world.happens(TOLD):
        return None
    values = _notice(world, woman, lmp, found_on, world.today)
    if (world.today - found_on).days > STILL_EXPECTED:
        values["outcome"] = world.rng.choices("23", (70, 30))[0]
    return values


def _notice(world: World, woman: Woman, lmp: object, found_on: date, by: date) -> Values:
    called = found_on + timedelta(days=world.rng.randrange(3))
    knows = isinstance(lmp, date) and lmp <= found_on and world.happens(0.8)
    return {
        "found_on": found_on,
        "source": world.rng.choices((SELF, DOCTOR, MIDWIFE), (15, 65, 20))[0],
        "reporter": world.village_doctors[woman.village],
        "husband_name": woman.husband,
        "lmp": lmp if knows else None,
        "told_ga_days": None if knows else 42,
        "gravida": woman.gravida + 1,
        "para": woman.para,
        "told_on": called if called <= by else None,
    }
