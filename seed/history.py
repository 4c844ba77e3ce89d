"""The township's story over the years: who conceives when, and all that follows."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from rules.dates import add_months
from rules.folic import last_day_due
from seed.births import deliver
from seed.children import Kid, children_of, moved_in, unnamed
from seed.contacts import care
from seed.folic import Course, take, trying
from seed.folic_stock import Stock, stock
from seed.infections import counsel
from seed.invented import Woman, World
from seed.notices import not_booked, told_before
from seed.pregnancies import Case, Values, pregnancy
from seed.risks import grade
from seed.screenings import screen
from seed.subsidies import subsidise

# Births by month of the year: most in autumn and early winter.
_SEASON = (1.02, 0.95, 0.94, 0.9, 0.92, 0.93, 1.0, 1.06, 1.1, 1.13, 1.08, 0.97)
_CONCEPTIONS = 1.085  # for each birth: losses, moves, and what is never heard of
_AGAIN = 0.16  # of pregnancies are a further one of a woman already in the story
_OLDEST = 41
_LOSSES = {"miscarriage": "miscarriages", "termination": "induced_abortions"}
_MOVED_IN = 0.02  # children who came later, for each birth


@dataclass(slots=True)
class History:
    """All that happened until the day, in the order of the books."""

    world: World
    cases: list[Case] = field(default_factory=list)
    kids: list[Kid] = field(default_factory=list)
    notices: list[tuple[Woman, Values]] = field(default_factory=list)  # without a card
    courses: list[Course] = field(default_factory=list)
    stock: Stock = field(default_factory=Stock)


def tell(start: date, today: date, births_per_year: int, rng: Random) -> History:
    """The story from ``start`` to ``today``: the same for the same arguments."""
    world = World(rng, start, today)
    history = History(world)
    women: list[Woman] = []
    for lmp in _conceptions(world, births_per_year):
        woman = _again(world, women, lmp)
        new = woman is None
        if woman is None:
            woman = world.woman(lmp)
        case = pregnancy(world, woman, lmp)
        if case is None:
            told = not_booked(world, woman, lmp)
            if told:
                history.notices.append((woman, told))
                woman.free_from = date.max
            continue
        case.notice = told_before(world, case)
        care(world, case)
        if new:
            women.append(woman)
        history.cases.append(case)
        history.kids += _after(world, case, new=new)
        for tell_of in (grade, screen, counsel, subsidise):
            tell_of(world, case)
        if course := take(world, case):
            history.courses.append(course)
        woman.carried_until = max(case.ends_on, last_day_due(lmp) + timedelta(days=15))
    for born in _spread(world, births_per_year * _MOVED_IN):
        kid = moved_in(world, world.woman(born - timedelta(days=278)), born)
        if kid:
            history.kids.append(kid)
    history.courses += trying(world)
    history.stock = stock(world, history.courses)
    _number_cards(history)
    _name_newborns(history)
    return history


def _after(world: World, case: Case, *, new: bool) -> list[Kid]:
    """What a case's end means: the delivery and its children, or a woman who has left."""
    woman = case.woman
    woman.gravida += 1
    if case.state == "ongoing":
        woman.free_from = date.max
        return []
    if case.state == "ended":
        if case.fate in _LOSSES:
            woman.past[_LOSSES[case.fate]] += 1
        woman.free_from = case.ends_on + timedelta(days=100)
        if case.fate == "lost" or (case.fate == "moved" and not new):
            case.end_reason, woman.free_from = "7", date.max
        elif case.fate == "moved":
            woman.moves_on, woman.free_from = case.ends_on, date.max
            woman.person["moved_out_on"] = case.ends_on
        return []
    woman.para += 1
    woman.last_birth_on = case.ends_on
    woman.births.append(case.ends_on)
    woman.free_from = case.ends_on + timedelta(days=world.rng.randrange(200, 1900))
    deliver(world, case)
    if woman.moves_on <= world.today:
        woman.person["moved_out_on"] = woman.moves_on
    return children_of(world, case)


def _again(world: World, women: list[Woman], lmp: date) -> Woman | None:
    """A woman of an earlier case who conceives again, sometimes."""
    if not world.happens(_AGAIN):
        return None
    ready = [
        woman
        for woman in women[-1500:]
        if woman.free_from <= lmp
        and woman.moves_on > lmp + timedelta(days=400)
        and (lmp - woman.born).days < _OLDEST * 365
    ]
    return world.rng.choice(ready) if ready else None


def _conceptions(world: World, births_per_year: int) -> Iterator[date]:
    return _spread(world, births_per_year * _CONCEPTIONS)


def _spread(world: World, per_year: float) -> Iterator[date]:
    """Days from the start to today, by the season of the birth nine months on."""
    month, owed = world.start.replace(day=1), world.rng.random()
    while month <= world.today:
        owed += per_year / 12 * _SEASON[add_months(month, 9).month - 1]
        days = monthrange(month.year, month.month)[1]
        chosen = sorted(world.rng.randrange(days) for _ in range(int(owed)))
        owed -= int(owed)
        for day in chosen:
            lmp = month + timedelta(days=day)
            if world.start <= lmp < world.today:
                yield lmp
        month = add_months(month, 1)


def _number_cards(history: History) -> None:
    """Cards in the order of booking, numbered anew each year."""
    history.cases.sort(key=lambda case: case.entered_on)
    given: dict[int, int] = {}
    for case in history.cases:
        if case.card["booked_on"]:
            year = case.entered_on.year
            given[year] = given.get(year, 0) + 1
            case.card["card_no"] = f"YS{year}{given[year]:04}"


def _name_newborns(history: History) -> None:
    """Babies of the last days have no name yet; a child that died may never get one."""
    world = history.world
    history.kids.sort(key=lambda kid: kid.born)
    for kid in history.kids:
        age = (min(world.today, kid.leaves_on) - kid.born).days
        if age < world.soon(3, 8, 30):
            kid.person["name"] = unnamed(kid)
