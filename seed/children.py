"""The children and their thirteen contacts."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from rules.schedule import Contact, child_contacts
from seed import names
from seed.births import HOME_VISIT, LIVE, MET, PRETERM
from seed.deaths import report_death
from seed.growth import birth_weight, size
from seed.invented import MALE, Woman, World
from seed.pregnancies import Case, Values

LOW_WEIGHT, ANAEMIA = 2500, 110
DAYS_A_MONTH = 30.4375
NEONATAL = 28  # days
_TESTED = frozenset({"8m", "18m", "30m", "3y", "4y", "5y", "6y"})
_BUSY = frozenset({1, 2, 7, 10})  # New Year, the heat, the harvest: people come later
_TROUBLES = (("湿疹", 0, 12), ("佝偻病早期表现", 3, 18), ("龋齿", 24, 99), ("视力异常", 48, 99))


@dataclass(slots=True)
class Kid:
    """A child as the books hold it; ``order`` is its place among the newborns of its case."""

    woman: Woman
    born: date
    sex: str
    person: Values
    child: Values
    case: Case | None = None
    order: int = 0
    surname: str = ""
    came_on: date = date.min  # to the township: at birth, or later
    leaves_on: date = date.max  # moved out or died: nothing is written after
    checks: list[Values] = field(default_factory=list)
    death: Values | None = None  # its card, and the clock of its report
    clock: Values | None = None

    @property
    def size(self) -> int:
        """How many records it makes."""
        return 2 + len(self.checks) + (self.death is not None) + (self.clock is not None)


def children_of(world: World, case: Case) -> list[Kid]:
    """The live-born of a delivered case, each once."""
    alive = [n for n, newborn in enumerate(case.newborns) if newborn["outcome"] == LIVE]
    return [_kid(world, case, order) for order in alive]


def moved_in(world: World, woman: Woman, born: date) -> Kid | None:
    """A child that came to the township with its mother, if it has come by now."""
    came_on = born + timedelta(days=world.rng.randrange(150, 900))
    if came_on > world.today:
        return None
    sex = world.sex()
    weight = birth_weight(278, sex, world.rng.gauss(0, 1))
    kid = _new(world, woman, born, sex, {"birth_weight_g": weight, "birth_ga_days": 278})
    kid.came_on = came_on
    kid.person["moved_in_on"] = came_on
    _leave(world, kid)
    kid.checks = _checks(world, kid)
    return kid


def _kid(world: World, case: Case, order: int) -> Kid:
    newborn, delivery = case.newborns[order], case.delivery or {}
    grams, days = newborn["weight_g"], delivery["ga_days"]
    risks = ["双胎"] if case.twins else []
    risks += ["早产儿"] if isinstance(days, int) and days < PRETERM else []
    risks += ["低出生体重"] if isinstance(grams, int) and grams < LOW_WEIGHT else []
    values: Values = {
        "birth_ga_days": days,
        "birth_weight_g": grams,
        "birth_length_mm": newborn["length_mm"],
        "birth_place": delivery["place"],
        "high_risk": "、".join(risks) or None,
    }
    kid = _new(world, case.woman, case.ends_on, str(newborn["sex"]), values)
    kid.case, kid.order = case, order
    _leave(world, kid)
    kid.checks = _checks(world, kid)
    return kid


def _new(world: World, woman: Woman, born: date, sex: str, values: Values) -> Kid:
    surname = woman.husband[0] if world.happens(0.94) else woman.surname
    age = (world.today - born).days
    known = age > world.soon(20, 60, 400)
    shared = ("phones", "village_id", "group_no", "address", "residence")
    person: Values = {
        "name": surname + world.given(sex, child=True),
        "id_no": world.id_no(born, sex) if known else None,
        "sex": sex,
        "birth_date": born,
        **{name: woman.person[name] for name in shared},
    }
    child = values | {"mother_name": woman.person["name"], "father_name": woman.husband}
    return Kid(woman, born, sex, person, child, surname=surname, came_on=born)


def _leave(world: World, kid: Kid) -> None:
    """A child goes where its family goes, and a very few die."""
    kid.leaves_on = kid.woman.moves_on
    if kid.case and world.happens(0.0045):
        died_on = kid.born + timedelta(days=int(world.rng.expovariate(1 / 40)))
        kid.leaves_on = min(kid.leaves_on, died_on)
        if died_on <= world.today and died_on == kid.leaves_on:
            kid.person["died_on"] = died_on
            kid.woman.past["neonatal_deaths"] += (died_on - kid.born).days < NEONATAL
            report_death(world, kid, died_on)
    if kid.leaves_on <= world.today and kid.leaves_on == kid.woman.moves_on:
        kid.person["moved_out_on"] = kid.leaves_on


def _checks(world: World, kid: Kid) -> list[Values]:
    """Every contact made until today or until the child left."""
    grams = kid.child["birth_weight_g"]
    usual = birth_weight(280, kid.sex, 0)
    at_birth = ((grams / usual) - 1) / 0.115 if isinstance(grams, int) else 0.0
    later = 0.35 * max(-2.0, at_birth) + 0.85 * world.rng.gauss(0, 1)
    later = min(2.6, max(-2.4, later))
    last = min(world.today, kid.leaves_on - timedelta(days=1))
    found: list[Values] = []
    longest = 0  # nobody shrinks, however the tape was held
    for contact in child_contacts(kid.born):
        day = _day(world, kid, contact)
        if day is not None and kid.came_on <= day <= last:
            check, length = _check(world, kid, contact, day, (at_birth, later))
            longest = max(longest, length)
            found.append(check | {"length_mm": longest})
    return found


def _day(world: World, kid: Kid, contact: Contact) -> date | None:
    slack = kid.woman.slack * (1.8 if contact.opens.month in _BUSY else 0.8)
    if contact.code == "newborn":
        return _home_visit(world, kid, contact)
    if world.happens((0.025 if contact.code.endswith("y") else 0.019) * slack):
        return None
    length = (contact.closes - contact.opens).days
    if world.happens(0.25 * slack):
        late = min((contact.counts_until - contact.closes).days, 60)
        return contact.closes + timedelta(days=world.soon(1, min(12, late), late)) if late else None
    return contact.opens + timedelta(days=world.soon(0, min(3, length), min(length, 75)))


def _home_visit(world: World, kid: Kid, contact: Contact) -> date | None:
    """The newborn is seen with the mother when that is in time."""
    visits = kid.case.visits if kid.case else []
    with_mother = [visit["visited_on"] for visit in visits if _at_home(visit)]
    for day in with_mother:
        if isinstance(day, date) and day <= contact.closes:
            return day
    return contact.opens + timedelta(days=world.soon(6, 10, 27)) if world.happens(0.7) else None


def _at_home(visit: Values) -> bool:
    return visit["kind"] == HOME_VISIT and visit["met"] == MET


def _check(
    world: World, kid: Kid, contact: Contact, day: date, line: tuple[float, float]
) -> tuple[Values, int]:
    """A check, and the length that was measured."""
    months = (day - kid.born).days / DAYS_A_MONTH
    weight, length, head = size(months, kid.sex, line[0], line[1] + world.rng.gauss(0, 0.08))
    tested = contact.code in _TESTED or (contact.code == "6m" and world.happens(0.3))
    haemoglobin = world.whole(117.5 + min(months, 48) * 0.12, 8, 88, 145) if tested else None
    troubles = [
        words for words, low, high in _TROUBLES if low <= months < high and world.happens(0.025)
    ]
    if haemoglobin is not None and haemoglobin < ANAEMIA:
        troubles.append("轻度贫血")
    referred = bool(troubles) and world.happens(0.25)
    small = months < 36  # noqa: PLR2004  the head is measured until 3 years
    guidance = world.rng.sample("12345" if months > 6 else "1234", 3)  # noqa: PLR2004  teeth
    visited = contact.code == "newborn"
    values: Values = {
        "checked_on": day,
        "contact": contact.code,
        "weight_g": weight,
        "head_mm": head if small else None,
        "hb": haemoglobin,
        "outcome": "2" if troubles else "1",
        "finding": "、".join(troubles) or None,
        "warning_signs": _warning(world, contact.code),
        "referral": "2" if referred else "1",
        "referral_reason": f"{troubles[0]},{names.COUNTY_MCH}儿童保健科" if referred else None,
        "guidance": sorted(guidance),
        "next_on": _next_on(contact),
        "doctor": world.village_doctors[kid.woman.village] if visited else world.doctor(),
    }
    return values, length


def _warning(world: World, code: str) -> str | None:
    """Rarely a sign that development should be looked at again."""
    signs = {
        "6m": "发音少,不会笑出声",
        "12m": "呼唤名字无反应",
        "18m": "不会独走",
        "24m": "不会说3个物品的名称",
        "3y": "不会说自己的名字",
    }
    return signs.get(code) if world.happens(0.012) else None


def _next_on(contact: Contact) -> date | None:
    if contact.code == "6y":
        return None
    return contact.counts_until + timedelta(days=1)


def unnamed(kid: Kid) -> str:
    """What a newborn is called until it has a name."""
    kin = "之子" if kid.sex == MALE else "之女"
    twin = str(kid.order + 1) if kid.case and kid.case.twins else ""
    return f"{kid.woman.person['name']}{kin}{twin}"
