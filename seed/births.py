"""The delivery, the newborns, and the visits after it."""

from datetime import date, timedelta

from rules.schedule import DAY42_CLOSES, DAY42_OPENS, HOME_VISIT_COUNTS_DAYS, HOME_VISIT_DAYS
from seed import names
from seed.growth import birth_length, birth_weight
from seed.invented import World
from seed.pregnancies import GREEN, PURPLE, YELLOW, Case, Values

PRETERM = 259
VAGINAL, ASSISTED, SECTION = "1", "2", "3"
LIVE, FETAL_DEATH, STILLBIRTH = "1", "2", "3"


def deliver(world: World, case: Case) -> None:
    """Write the delivery of a case that came to one, and what followed until today."""
    days = (case.ends_on - case.lmp).days
    mode = _mode(world, case)
    at_home = mode == VAGINAL and world.happens(0.003)
    stay = world.soon(2, 3, 5) + (2 if mode == SECTION else 0)
    left_on = case.ends_on + timedelta(days=stay)
    told = not at_home and left_on <= world.today and world.happens(0.97)
    bled = world.happens(0.015)
    blood = world.rng.randrange(510, 1100) if bled else world.whole(210, 55, 60, 480)
    case.delivery = {
        "delivered_on": case.ends_on,
        "delivered_at": f"{world.rng.randrange(24):02}:{world.rng.randrange(60):02}",
        "place": names.HOME if at_home else _place(world, case, mode, days),
        "in_hospital": "2" if at_home else "1",
        "mode": mode,
        "ga_days": days,
        "blood_loss_ml": blood + (90 if mode == SECTION else 0),
        "complications": "产后出血" if bled else None,
        "discharged_on": left_on if told else None,
        "mother_outcome": "1",
    }
    case.newborns = [_newborn(world, days, twins=case.twins) for _ in range(1 + case.twins)]
    case.woman.scar = case.woman.scar or mode == SECTION
    _visits(world, case, left_on if told else case.ends_on)


def _mode(world: World, case: Case) -> str:
    chance = 0.88 if case.woman.scar or case.twins else 0.31 + 0.12 * (case.colours != [GREEN])
    if world.happens(chance):
        return SECTION
    return ASSISTED if world.happens(0.02) else VAGINAL


def _place(world: World, case: Case, mode: str, days: int) -> str:
    plain = set(case.colours) <= {GREEN, YELLOW, PURPLE} and not case.twins and days >= PRETERM
    if plain and world.happens(0.22 if mode == SECTION else 0.62):
        return names.OWN
    elsewhere = (names.COUNTY_MCH, names.COUNTY_HOSPITAL, names.CITY_HOSPITAL)
    return world.rng.choices(elsewhere, (55, 35, 10) if plain else (45, 25, 30))[0]


def _newborn(world: World, days: int, *, twins: bool) -> Values:
    sex = world.sex()
    weight = birth_weight(days, sex, world.rng.gauss(0, 1) - (0.8 if twins else 0))
    outcome = LIVE
    if world.happens(0.03 if days < PRETERM else 0.0025):
        outcome = world.rng.choice((FETAL_DEATH, STILLBIRTH))
    return {
        "outcome": outcome,
        "sex": sex,
        "weight_g": weight,
        "length_mm": birth_length(weight, world.rng.gauss(0, 1)),
    }


def _visits(world: World, case: Case, start: date) -> None:
    """The home visit and the day-42 check; the check closes the card."""
    slack = case.woman.slack
    delay: int | None = world.soon(1, 4, HOME_VISIT_DAYS)
    if world.happens(0.13 * slack):
        delay = HOME_VISIT_DAYS + world.soon(1, 3, HOME_VISIT_COUNTS_DAYS - HOME_VISIT_DAYS)
    if world.happens(0.04 * slack):
        delay = None
    if delay is not None:
        _visit(world, case, "1", start + timedelta(days=delay))
    if world.happens(0.04 * slack):
        done = None
    elif world.happens(0.06):
        done = case.ends_on + timedelta(days=world.soon(DAY42_CLOSES + 1, 60, 80))
    else:
        done = case.ends_on + timedelta(days=world.soon(DAY42_OPENS, 43, DAY42_CLOSES))
    given_up = case.ends_on + timedelta(days=90)
    if done and done <= world.today:
        _visit(world, case, "2", done)
        case.state, case.ended_on, case.end_reason = "closed", done, "1"
    elif done is None and given_up <= world.today:
        case.state, case.ended_on, case.end_reason = "closed", given_up, "7"


def _visit(world: World, case: Case, kind: str, day: date) -> None:
    if day > world.today:
        return
    trouble = world.happens(0.03)
    section = case.delivery is not None and case.delivery["mode"] == SECTION
    systolic = case.woman.systolic + world.rng.randrange(-6, 7)
    case.visits.append(
        {
            "visited_on": day,
            "kind": kind,
            "temperature": world.whole(366, 2, 362, 371),
            "bp_sys": systolic,
            "bp_dia": round(systolic * 0.63),
            "breasts": "2" if trouble and not section else "1",
            "lochia": "1",
            "uterus": "1",
            "wound": "2" if trouble and section else "1",
            "outcome": "2" if trouble else "1",
            "finding": ("伤口红肿" if section else "乳头皲裂") if trouble else None,
            "doctor": world.doctor() if kind == "2" else _home_visitor(world, case),
        }
    )


def _home_visitor(world: World, case: Case) -> str:
    return world.village_doctors[case.woman.village] if world.happens(0.5) else world.doctor()
