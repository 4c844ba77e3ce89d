"""Folic acid: women from before conceiving to the third month, and whether they take it."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from rules.folic import ONE_DAY, days_due, last_day_due
from seed.invented import Woman, World
from seed.pregnancies import Case, Values

PREPARING, EARLY = "1", "2"
TABLETS, MOST, AT_ONCE = 31, 6, 3  # of a bottle; bottles for a woman, and at one time
TAKERS = 0.72  # of the booked women
TRYING = 14  # women who take it on the day and have not conceived
TAKEN, ENDED_BEFORE = "1", "4"  # why a course ended


@dataclass(slots=True)
class Course:
    """A woman's course: bottles by day, follow-ups, why it ended."""

    woman: Woman
    values: Values
    bottles: list[tuple[date, int]] = field(default_factory=list)
    followups: list[Values] = field(default_factory=list)
    ended_on: date | None = None
    end_reason: str | None = None


def take(world: World, case: Case) -> Course | None:
    """The course that reached a pregnancy, if she took part."""
    booked_on, told = case.booked_on, case.card["lmp"]
    lmp = told if isinstance(told, date) else case.lmp
    if booked_on is None or lmp < world.since + timedelta(days=140) or not world.happens(TAKERS):
        return None
    state, enrolled = PREPARING, lmp - timedelta(days=world.soon(20, 75, 130))
    if enrolled <= case.woman.carried_until or world.happens(0.58):
        state, enrolled = EARLY, min(booked_on, lmp + timedelta(days=world.soon(35, 52, 80)))
    if enrolled > world.today:
        return None
    until = last_day_due(lmp)
    if case.state == "ended":
        until = min(until, case.ends_on)
    course = _course(world, case.woman, enrolled, state, until)
    done = course.followups and course.followups[-1]["followed_on"]
    if isinstance(done, date) and until <= done:
        course.ended_on = done
        course.end_reason = ENDED_BEFORE if until == case.ends_on else TAKEN
    return course


def trying(world: World) -> list[Course]:
    """Courses of women who have not conceived."""
    found = []
    for _ in range(TRYING):
        enrolled = world.today - timedelta(days=world.rng.randrange(3, 110))
        woman = world.woman(enrolled + timedelta(days=90))
        found.append(_course(world, woman, enrolled, PREPARING, date.max))
    return found


def _course(world: World, woman: Woman, enrolled: date, state: str, until: date) -> Course:
    course = Course(
        woman,
        {
            "enrolled_on": enrolled,
            "state": state,
            "rural": "1" if world.happens(0.93) else "2",
            "started_on": enrolled if world.happens(0.3) else None,
        },
    )
    _supply(world, course, enrolled, until)
    _ask(world, course, enrolled, until)
    return course


def _supply(world: World, course: Course, enrolled: date, until: date) -> None:
    """Bottles on enrolling, and again about when they run out."""
    day, supplied, handed = enrolled, enrolled - ONE_DAY, 0
    while day <= min(world.today, until) and handed < MOST:
        needed = -((supplied - until).days // TABLETS) if until < date.max else AT_ONCE
        bottles = min(AT_ONCE, MOST - handed, needed)
        if bottles < 1:
            break
        course.bottles.append((day, bottles))
        handed += bottles
        supplied = max(supplied, day - ONE_DAY) + timedelta(days=bottles * TABLETS)
        day = supplied + timedelta(days=world.rng.randrange(-5, 2) + 8 * world.happens(0.15))


def _ask(world: World, course: Course, started: date, until: date) -> None:
    """About monthly, and once the third month is over; most take it on nearly every day."""
    share = world.rng.uniform(0.94, 1.0) if world.happens(0.92) else world.rng.uniform(0.5, 0.75)
    day = started
    while day < until:
        day += timedelta(days=30 + world.rng.randrange(-4, 1))
        if world.happens(0.15):
            day += timedelta(days=world.rng.randrange(3, 12))
        if until < day + timedelta(days=12):
            day = max(day, until)
        if day > world.today:
            break
        due = days_due(started, min(day, until))
        course.followups.append(
            {
                "followed_on": day,
                "way": world.rng.choices("1234", (50, 10, 15, 25))[0],
                "days_taken": int(due * share),
                "conceived": "2" if course.values["state"] == EARLY or until < day else "1",
                "reaction": "轻度恶心" if world.happens(0.02) else None,
                "follower": world.village_doctors[course.woman.village],
            }
        )
