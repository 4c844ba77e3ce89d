"""The delivery, the newborns, and the visits after it."""

from datetime import date, timedelta

from models.referral import DAY_42 as FROM_DAY_42
from models.report import DEFECT, PERINATAL_DEATH
from rules.birth import counts
from rules.schedule import DAY42_CLOSES, DAY42_OPENS, HOME_VISIT_COUNTS_DAYS, HOME_VISIT_DAYS
from seed import names
from seed.clocks import clock
from seed.growth import birth_length, birth_weight
from seed.invented import World
from seed.pregnancies import GREEN, PURPLE, YELLOW, Case, Clock, Values

PRETERM = 259
CRITICAL_ML = 1000
VAGINAL, ASSISTED, SECTION = "1", "2", "3"
LIVE, FETAL_DEATH, STILLBIRTH = "1", "2", "3"
HAS_DEFECT = "2"
HOME_VISIT, DAY_42 = "1", "2"  # kinds of visit
MET, CLOSED, SENT = "1", "1", "2"
_LEVELS = {
    names.CITY_HOSPITAL: "1",
    names.COUNTY_MCH: "2",
    names.COUNTY_HOSPITAL: "2",
    names.OWN: "3",
    names.HOME: "5",
}
_AREAS = {
    names.OWN: "1",
    names.COUNTY_MCH: "2",
    names.COUNTY_HOSPITAL: "2",
    names.CITY_HOSPITAL: "3",
}
_DEFECTS = ("多指", "并趾", "先天性心脏病(室间隔缺损)", "唇裂", "马蹄内翻足", "外耳畸形")


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
    blood += 90 if mode == SECTION else 0
    place = names.HOME if at_home else _place(world, case, mode, days)
    case.delivery = {
        "delivered_on": case.ends_on,
        "delivered_at": f"{world.rng.randrange(24):02}:{world.rng.randrange(60):02}",
        "place": place,
        "level": _LEVELS[place],
        "area": _AREAS.get(place),
        "in_hospital": "2" if at_home else "1",
        "mode": mode,
        "assisted": world.rng.choice("12") if mode == ASSISTED else None,
        "attendant": "4" if at_home else "1",
        "ga_days": days,
        "blood_2h_ml": round(blood * 0.72),
        "blood_loss_ml": blood,
        "perineum": None if mode == SECTION else world.rng.choices("1235", (35, 30, 15, 20))[0],
        "complications": "产后出血" if bled else None,
        "critical": "2" if blood > CRITICAL_ML else "1",
        "discharged_on": left_on if told else None,
        "mother_outcome": "1",
    }
    case.newborns = [_newborn(world, days, twins=case.twins) for _ in range(1 + case.twins)]
    _remember(case, mode)
    _report(world, case, days)
    _visits(world, case, left_on if told else case.ends_on)


def _remember(case: Case, mode: str) -> None:
    """What the sheet of her next pregnancy will count."""
    past = case.woman.past
    past["caesareans" if mode == SECTION else "vaginal_births"] += 1
    for newborn in case.newborns:
        past["fetal_deaths"] += newborn["outcome"] == FETAL_DEATH
        past["stillbirths"] += newborn["outcome"] == STILLBIRTH
        past["defects"] += newborn["defect"] == HAS_DEFECT


def _report(world: World, case: Case, days: int) -> None:
    """A baby born dead and one with a defect are reported."""
    for baby, newborn in enumerate(case.newborns):
        weight = newborn["weight_g"]
        dead = newborn["outcome"] != LIVE and counts(days, weight if isinstance(weight, int) else 0)
        due = ((PERINATAL_DEATH, dead), (DEFECT, newborn["defect"] == HAS_DEFECT))
        case.clocks += [
            Clock(clock(world, kind, case.ends_on), baby) for kind, holds in due if holds
        ]


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
    defect = world.rng.choice(_DEFECTS) if world.happens(0.011) else None
    return {
        "outcome": outcome,
        "sex": sex,
        "weight_g": weight,
        "length_mm": birth_length(weight, world.rng.gauss(0, 1)),
        "defect": HAS_DEFECT if defect else "1",
        "defect_diagnosis": defect,
        "defect_basis": "2" if defect else None,
        **(_alive(world, days) if outcome == LIVE else {}),
    }


def _alive(world: World, days: int) -> Values:
    first = world.whole(9.2 if days >= PRETERM else 8.4, 0.8, 4, 10)
    after = min(10, first + world.rng.randrange(3))
    return {
        "apgar_1": first,
        "apgar_5": after,
        "apgar_10": min(10, after + 1),
        "blood_taken": "2" if world.happens(0.012) else "1",
        "hearing": world.rng.choices("123", (95, 3, 2))[0],
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
        _home_visit(world, case, start + timedelta(days=delay))
    elif world.happens(0.4):
        _refusal(world, case, start + timedelta(days=world.soon(3, 6, 20)))
    if world.happens(0.04 * slack):
        done = None
    elif world.happens(0.06):
        done = case.ends_on + timedelta(days=world.soon(DAY42_CLOSES + 1, 60, 80))
    else:
        done = case.ends_on + timedelta(days=world.soon(DAY42_OPENS, 43, DAY42_CLOSES))
    if done and world.happens(0.012) and done <= world.today:
        _sent_on(world, case, done)
        done += timedelta(days=world.soon(12, 14, 21))
    given_up = case.ends_on + timedelta(days=90)
    if done and done <= world.today:
        case.visits.append(_check(world, case, done) | {"handling": CLOSED})
        case.state, case.ended_on, case.end_reason = "closed", done, "1"
    elif done is None and given_up <= world.today:
        case.state, case.ended_on, case.end_reason = "closed", given_up, "7"


def _home_visit(world: World, case: Case, day: date) -> None:
    if day > world.today:
        return
    village = world.village_doctors[case.woman.village]
    guidance = sorted(world.rng.sample("12345", 3))
    case.visits.append(
        _seen(world, case, day, HOME_VISIT)
        | {
            "guidance": guidance,
            "next_on": case.ends_on + timedelta(days=DAY42_OPENS),
            "doctor": village if world.happens(0.5) else world.doctor(),
        }
    )


def _refusal(world: World, case: Case, day: date) -> None:
    """Nobody was met, and the register says why."""
    if day > world.today:
        return
    refused = world.happens(0.6)
    case.visits.append(
        {
            "visited_on": day,
            "kind": HOME_VISIT,
            "met": "2" if refused else "3",
            "not_met_why": "家属婉拒入户" if refused else "在外地娘家坐月子,电话未接",
            "doctor": world.village_doctors[case.woman.village],
        }
    )


def _check(world: World, case: Case, day: date) -> Values:
    return _seen(world, case, day, DAY_42) | {
        "guidance_42": sorted(world.rng.sample("1234", 3)),
        "doctor": world.doctor(),
    }


def _sent_on(world: World, case: Case, day: date) -> None:
    """The check found something: she was sent on, and is seen again."""
    reason, place, doctor = "子宫复旧不良", f"{names.COUNTY_MCH}妇科", world.doctor()
    case.visits.append(
        _check(world, case, day)
        | {
            "uterus": "2",
            "uterus_finding": reason,
            "outcome": "2",
            "finding": reason,
            "handling": SENT,
            "referral": "2",
            "referral_reason": reason,
            "referral_place": place,
            "doctor": doctor,
        }
    )
    told = day + timedelta(days=world.soon(3, 8, 11))
    known = told <= world.today
    case.sent[day] = {
        "referred_on": day,
        "source": FROM_DAY_42,
        "reason": reason,
        "place": place,
        "doctor": doctor,
        "result_on": told if known else None,
        "result": "门诊治疗后复查正常" if known else None,
    }


def _seen(world: World, case: Case, day: date, kind: str) -> Values:
    """What every visit says that met her."""
    trouble = world.happens(0.03)
    section = case.delivery is not None and case.delivery["mode"] == SECTION
    where, words = ("wound", "伤口红肿") if section else ("breasts", "乳头皲裂")
    systolic = case.woman.systolic + world.rng.randrange(-6, 7)
    return {
        "visited_on": day,
        "kind": kind,
        "met": MET,
        "temperature": world.whole(366, 2, 362, 371),
        "bp_sys": systolic,
        "bp_dia": round(systolic * 0.63),
        "health": "一般",
        "mind": "情绪低落" if world.happens(0.03) else "良好",
        **({where: "2", f"{where}_finding": words} if trouble else {}),
        "outcome": "2" if trouble else "1",
        "finding": words if trouble else None,
    }
