"""Women with HIV, syphilis or hepatitis B: their case, their children's prophylaxis."""

from datetime import date, datetime, timedelta

from models.infection import ExposedChild, InfectionCase, InfectionTest
from rules.infection import HEPATITIS_B, HIV, NEGATIVE, SYPHILIS, found_by
from seed import names
from seed.births import LIVE
from seed.invented import World
from seed.pregnancies import Case, Values

MONTH = timedelta(days=30)


def counsel(world: World, case: Case) -> None:
    """Write the cases of a woman whose tests found something, and her live-born children."""
    found = sorted(found_by(*case.of(InfectionTest)))
    for disease in found:
        case.hung.append((InfectionCase, _case(world, case, disease)))
    if not found or case.delivery is None:
        return
    for order, newborn in enumerate(case.newborns, start=1):
        if newborn["outcome"] == LIVE:
            case.hung.append((ExposedChild, _child(world, case, order, set(found))))


def _case(world: World, case: Case, disease: str) -> Values:
    tested = [day for test in case.of(InfectionTest) if isinstance(day := test["tested_on"], date)]
    confirmed = max(tested)

    def after(days: int) -> date | None:
        day = confirmed + timedelta(days=days)
        return day if day <= world.today else None

    values: Values = {
        "disease": disease,
        "confirmed_on": confirmed,
        "delivery_plan": f"{names.COUNTY_MCH}分娩",
        "doctor": names.USERS["counsellor"],
    }
    if disease == HEPATITIS_B:
        loaded = after(20)
        load = world.rng.choice((0, 320, 1500, 42_000, 3_600_000))
        return values | {
            "treated": "4",
            "partner": world.rng.choices("123", (60, 8, 32))[0],
            "load_on": loaded,
            "viral_load": load if loaded else None,
        }
    begun = after(world.soon(1, 2, 5))
    partner = after(world.soon(5, 10, 25))
    treatment: Values = {
        "reported_on": after(world.rng.randrange(1, 4)),
        "referral_place": names.COUNTY_MCH,
        "treated": "1" if begun else "2",
        "treated_from": begun,
        "partner": NEGATIVE if partner else "3",
        "partner_on": partner,
    }
    if disease == HIV:
        return values | treatment | {"drug": "替诺福韦+拉米夫定+多替拉韦", "course": "长期服用"}
    standard = begun is not None and world.happens(0.9)
    return (
        values
        | treatment
        | {
            "drug": "苄星青霉素",
            "course": "240万U,每周1次,连续3次",
            "treated_to": after(23) if begun else None,
            "standardised": "1" if standard and after(23) else "2",
        }
    )


def _child(world: World, case: Case, order: int, found: set[str]) -> Values:
    """By the township's day: first the injections, at 18 months the conclusion."""
    delivery = case.delivery or {}
    born = datetime.fromisoformat(f"{case.ends_on} {delivery['delivered_at']}")
    age = world.today - case.ends_on
    given = born + timedelta(minutes=world.rng.randrange(25, 600))
    known = given.date() <= world.today
    values: Values = {"born_on": case.ends_on, "birth_order": order}
    values["doctor"] = names.USERS["counsellor"]
    if HEPATITIS_B in found and known:
        vaccine = born + (given - born) / 2
        values |= {
            "hbig_on": given.date(),
            "hbig_at": f"{given:%H:%M}",
            "vaccine_on": vaccine.date(),
            "vaccine_at": f"{vaccine:%H:%M}",
            "hbv_result": NEGATIVE if age > 8 * MONTH else None,
        }
    if SYPHILIS in found and known:
        values |= {
            "syphilis_drug": "苄星青霉素 5万U/kg",
            "syphilis_drug_on": given.date(),
            "syphilis_titre": 2,
            "syphilis_outcome": "1" if age > 18 * MONTH else "3",
        }
    if HIV in found and known:
        values |= {
            "hiv_drug": "奈韦拉平",
            "hiv_drug_from": given.date(),
            "hiv_early": NEGATIVE if age > 3 * MONTH else None,
            "hiv_18_months": NEGATIVE if age > 18 * MONTH else None,
        }
    if age > 18 * MONTH:
        values |= {"followed_on": case.ends_on + 18 * MONTH, "closing": "1"}
    return values
