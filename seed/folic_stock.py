"""The folic-acid stock: bottles that came by batch, went to women, were counted; the surveys."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from rules.dates import add_months
from seed import names
from seed.folic import Course
from seed.invented import World
from seed.pregnancies import Values

RECEIVED, SCRAPPED, COUNTED = "1", "2", "3"
DELIVERY, LOW = 240, 40  # bottles that come at once, and below which more are asked for
GOOD_FOR = 24  # months
QUARTER = 3  # months
SURVEYED = 3  # villages a quarter


@dataclass(slots=True)
class Batch:
    """A batch and what is left of it."""

    values: Values
    expires_on: date
    left: int = 0
    moves: list[Values] = field(default_factory=list)


@dataclass(slots=True)
class Handout:
    """Bottles handed out: by the places of the course and of the batch."""

    course: int
    batch: int
    values: Values


@dataclass(slots=True)
class Stock:
    """All that moved."""

    batches: list[Batch] = field(default_factory=list)
    handouts: list[Handout] = field(default_factory=list)
    surveys: list[Values] = field(default_factory=list)

    def size(self, courses: Iterable[Course]) -> int:
        """How many records it makes, the courses included."""
        of_batches = sum(1 + len(batch.moves) for batch in self.batches)
        of_courses = sum(1 + len(course.followups) for course in courses)
        return of_batches + of_courses + len(self.handouts) + len(self.surveys)


def stock(world: World, courses: list[Course]) -> Stock:
    """The stock that handed out the bottles of these courses, counted at each quarter's end."""
    books = Stock()
    wanted = sorted(
        (day, place, bottles)
        for place, course in enumerate(courses)
        for day, bottles in course.bottles
    )
    counted = _quarter_end(wanted[0][0]) if wanted else world.today
    for day, place, bottles in wanted:
        while counted < day:
            _count(world, books, counted)
            counted = _quarter_end(counted + timedelta(days=1))
        batch = _next(books, day, bottles)
        books.batches[batch].left -= bottles
        handed: Values = {"given_on": day, "bottles": bottles, "giver": names.USERS["clerk"]}
        if world.happens(0.2):
            handed["receiver"] = courses[place].woman.husband
        books.handouts.append(Handout(place, batch, handed))
    books.surveys = _surveys(world)
    return books


def _quarter_end(day: date) -> date:
    first = day.replace(month=(day.month - 1) // QUARTER * QUARTER + 1, day=1)
    return add_months(first, QUARTER) - timedelta(days=1)


def _next(books: Stock, day: date, bottles: int) -> int:
    """The place of the batch that is handed out next, the first to expire; more come in time."""
    good = [batch for batch in books.batches if batch.left and batch.expires_on > day]
    if sum(batch.left for batch in good) < LOW:
        number = f"YS{day:%y%m}{len(books.batches) + 1:02}"
        expires_on = add_months(day.replace(day=1), GOOD_FOR) - timedelta(days=1)
        batch = Batch({"number": number, "expires_on": expires_on}, expires_on, DELIVERY)
        batch.moves.append(_move(RECEIVED, day, DELIVERY) | {"partner": names.COUNTY_MCH})
        books.batches.append(batch)
    return next(
        place
        for place, batch in enumerate(books.batches)
        if batch.left >= bottles and batch.expires_on > day
    )


def _count(world: World, books: Stock, day: date) -> None:
    """What is on the shelf at a quarter's end; expired bottles are scrapped."""
    for batch in books.batches:
        if batch.left and batch.expires_on <= day:
            batch.moves.append(_move(SCRAPPED, day, batch.left) | {"cause": "过期"})
            batch.left = 0
        elif batch.left:
            broken = world.happens(0.08)
            batch.left -= broken
            cause: Values = {"cause": "破损1瓶,已核实"} if broken else {}
            batch.moves.append(_move(COUNTED, day, batch.left) | cause)


def _move(kind: str, day: date, bottles: int) -> Values:
    handler = names.USERS["clerk"]
    return {"kind": kind, "moved_on": day, "bottles": bottles, "handler": handler}


def _surveys(world: World) -> list[Values]:
    """Some villages' women are asked each quarter."""
    found: list[Values] = []
    end = _quarter_end(world.since)
    while end <= world.today:
        for village in world.rng.sample(range(len(names.VILLAGES)), SURVEYED):
            asked = world.rng.randrange(10, 21)
            found.append(
                {
                    "surveyed_on": end - timedelta(days=world.rng.randrange(5, 40)),
                    "village_id": village + 1,
                    "asked": asked,
                    "knew": asked - world.rng.choices((0, 1, 2, 3), (40, 30, 20, 10))[0],
                    "surveyor": world.village_doctors[village],
                }
            )
        end = _quarter_end(end + timedelta(days=1))
    return found
