"""Prenatal screenings: in their windows, now and then refused, their results followed up."""

from datetime import date, timedelta

from models.prenatal import PrenatalScreening
from rules.prenatal import screening
from seed import names
from seed.invented import World
from seed.pregnancies import DIABETES, Case, Values

EARLY_SERUM, SERUM, NIPT, SCAN, SUGAR = "1", "2", "3", "4", "5"
LOW, HIGH = "1", "2"
_REFUSED = 0.03


def screen(world: World, case: Case) -> None:
    """Write what a booked woman was screened for until today."""
    last = min(world.today, case.ends_on - timedelta(days=1))
    chosen = NIPT if case.twins else world.rng.choices((EARLY_SERUM, SERUM, NIPT), (30, 35, 35))[0]
    likely = ((chosen, 0.9), (SCAN, 0.94), (SUGAR, 0.9))
    for test in [code for code, chance in likely if world.happens(chance)]:
        day = _day(world, case, test)
        if world.since <= day <= last and case.booked_on and day >= case.booked_on:
            values = _screening(world, case, test, day)
            case.hung.append((PrenatalScreening, values))
            if HIGH in {values.get("t21"), values.get("t18")}:
                _diagnose(world, case, values, day)


def _day(world: World, case: Case, test: str) -> date:
    window = screening(test)
    assert window is not None  # noqa: S101  tells the type checker that these tests have one
    first, last = window.opens.total_days, window.closes.total_days
    usual = first + (last - first) // 3
    return case.lmp + timedelta(days=world.soon(first, usual, last))


def _screening(world: World, case: Case, test: str, day: date) -> Values:
    common: Values = {
        "done_on": day,
        "test": test,
        "informed_on": max(case.booked_on or day, day - timedelta(days=world.rng.randrange(15))),
        "place": names.COUNTY_MCH,
        "doctor": world.doctor(),
    }
    if world.happens(_REFUSED):
        return common | {"answer": "2", "place": None}
    done = common | {"consent": "1" if test != SUGAR else None, "fetuses": 1 + case.twins}
    waits = (world.today - day).days < RESULT_AFTER[test]
    if waits:
        return done | {"outcome": "3"}
    if test == SUGAR:
        return done | _sugar(world, case)
    if test == SCAN:
        odd = world.happens(0.006)
        finding = {"finding": "胎儿肾盂轻度分离,建议复查", "diagnosis": "2"} if odd else {}
        return done | {"outcome": "2" if odd else "1"} | finding
    return done | _aneuploidy(world, test)


RESULT_AFTER = {EARLY_SERUM: 7, SERUM: 10, NIPT: 12, SCAN: 0, SUGAR: 1}  # days


def _sugar(world: World, case: Case) -> Values:
    """Above a cut-off exactly where the case says diabetes."""
    ill = any(each.words.startswith(DIABETES) for each in case.troubles)
    return {
        "glucose_0": world.whole(540 if ill else 445, 25, 512 if ill else 360, 620 if ill else 505),
        "glucose_1h": world.whole(1050 if ill else 760, 90, 500, 1200 if ill else 990),
        "glucose_2h": world.whole(900 if ill else 650, 70, 450, 1100 if ill else 840),
        "outcome": "2" if ill else "1",
        "finding": DIABETES if ill else None,
    }


def _aneuploidy(world: World, test: str) -> Values:
    high = world.happens(0.004 if test == NIPT else 0.045)
    risks: Values = {"t21": HIGH if high else LOW, "t18": LOW}
    if test == SERUM:
        risks["ntd"] = LOW
    if test == NIPT:
        risks["t13"] = LOW
    return risks | {"outcome": "2" if high else "1", "finding": "21三体高风险" if high else None}


def _diagnose(world: World, case: Case, values: Values, day: date) -> None:
    """A high risk is sent on; most turn out well."""
    on = day + timedelta(days=world.soon(9, 18, 35))
    values |= {"diagnosis": "2", "diagnosis_place": names.CITY_HOSPITAL}
    if on <= min(world.today, case.ends_on):
        values |= {"diagnosis_on": on, "diagnosis_result": "1"}
    else:
        values |= {"diagnosis_result": "4"}
