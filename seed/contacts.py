"""The antenatal contacts of a pregnancy, the sheet of the first one and the tests on it."""

from datetime import date, timedelta

from models.antenatal import FIRST_NUMBER, guidance_choices
from models.infection import InfectionTest
from models.referral import ANTENATAL
from rules.bands import HIGH, anaemia
from rules.dates import completed_years
from rules.gestation import DAYS_A_WEEK, gestational_age
from rules.infection import HEPATITIS_B, HIV, NEGATIVE, POSITIVE, SYPHILIS, timing_of
from rules.schedule import Contact, antenatal_contacts
from seed import names
from seed.invented import Woman, World
from seed.pregnancies import GREEN, ORANGE, RED, Case, Values

THIRD_TRIMESTER = 28  # weeks
SEVERE = 56  # g/L of haemoglobin
RECENT = timedelta(days=2)
COUNTED = (  # of her past, as the sheet counts it
    "vaginal_births",
    "caesareans",
    "miscarriages",
    "induced_abortions",
    "fetal_deaths",
    "stillbirths",
    "neonatal_deaths",
    "defects",
)


def care(world: World, case: Case) -> None:
    """Write the contacts of a booked woman until today, the first with its sheet and tests."""
    if case.booked_on is None:
        return
    case.contacts = _contacts(world, case, case.booked_on)
    case.exam = _sheet(world, case, case.booked_on)
    case.hung += [(InfectionTest, test) for test in _tests(world, case, case.booked_on)]


def _contacts(world: World, case: Case, booked_on: date) -> list[Values]:
    windows = antenatal_contacts(case.lmp)
    last = min(world.today, case.ends_on - timedelta(days=1))
    days: dict[date, int | None] = {booked_on: _number(windows, booked_on)}
    for number, window in enumerate(windows[1:], start=2):
        day = _day(world, case.woman, window)
        if day and booked_on < day <= last and number not in days.values():
            days.setdefault(day, number)
    for _ in range(world.whole(1.2 if case.colours == [GREEN] else 2.4, 1.2, 0, 6)):
        day = case.lmp + timedelta(days=world.soon(100, 240, 282))
        in_window = _number(windows, day)
        if booked_on < day <= last and (in_window is None or in_window in days.values()):
            days.setdefault(day, None)
    if windows[4].opens < last:
        for day in _weekly(world, windows[4].opens, last):
            days.setdefault(day, None)
    return [_contact(world, case, day, days[day], windows) for day in sorted(days)]


def _weekly(world: World, opens: date, last: date) -> list[date]:
    """Near the term most women are seen about once a week."""
    weeks = range(DAYS_A_WEEK * 2, (last - opens).days, DAYS_A_WEEK)
    return [opens + timedelta(days=days) for days in weeks if world.happens(0.4)]


def _number(windows: tuple[Contact, ...], day: date) -> int | None:
    return next((n for n, w in enumerate(windows, 1) if w.opens <= day <= w.closes), None)


def _day(world: World, woman: Woman, window: Contact) -> date | None:
    """When a contact was made: mostly early in its window, sometimes late, now and then never."""
    if world.happens(0.026 * woman.slack):
        return None
    length = (window.closes - window.opens).days
    if world.happens(0.12 * woman.slack):
        later = (window.counts_until - window.closes).days
        return window.closes + timedelta(days=min(later, world.soon(1, 9, 28)))
    return window.opens + timedelta(days=world.soon(0, min(4, length), min(length, 20)))


def _contact(
    world: World, case: Case, day: date, number: int | None, windows: tuple[Contact, ...]
) -> Values:
    woman, rng = case.woman, world.rng
    first = day == case.booked_on
    weeks = gestational_age(case.lmp, day).total_days / DAYS_A_WEEK
    gain = max(0.0, weeks - 12) * 0.44 + min(weeks, 12) * 0.08
    late = weeks >= THIRD_TRIMESTER
    grave = RED in case.colours or ORANGE in case.colours
    raised = world.happens(0.06 if grave else 0.008)
    systolic = (
        rng.randrange(140, 152) if raised else min(138, woman.systolic + rng.randrange(-8, 9))
    )
    haemoglobin = _haemoglobin(world, case, day, weeks)
    tested = first or number is not None or haemoglobin <= SEVERE or world.happens(0.3)
    findings = ["血压偏高"] if systolic >= HIGH[0] else []
    if tested and (grade := anaemia(haemoglobin)):
        findings.append(grade)
    sent = raised or (tested and haemoglobin <= SEVERE)
    following = next((window for window in windows if window.opens > day), None)
    elsewhere = not first and (grave or world.happens(0.35))
    doctor = world.doctor()
    if sent:
        case.sent[day] = _referral(world, case, day, "、".join(findings), doctor)
    return {
        "visited_on": day,
        "number": FIRST_NUMBER if first else number,
        "kind": "2" if elsewhere and world.happens(0.2) else "1",
        "place": rng.choice((names.COUNTY_MCH, names.COUNTY_HOSPITAL)) if elsewhere else names.OWN,
        "complaint": _complaint(world, weeks),
        "weight_g": woman.weight_g + round(gain * 10 + rng.gauss(0, 6)) * 100,
        "fundal_height_mm": _fundus(world, weeks, twins=case.twins),
        "abdomen_mm": world.whole(700 + weeks * 7.2, 25, 650, 1150) if weeks > 20 else None,  # noqa: PLR2004
        "position": rng.choices(("LOA", "ROA", "LSA", "横位"), (58, 36, 5, 1))[0] if late else None,
        "fetal_heart": world.whole(143, 6, 122, 160) if weeks >= 14 else None,  # noqa: PLR2004
        "bp_sys": systolic,
        "bp_dia": round(systolic * 0.63) + rng.randrange(-3, 4),
        "hb": haemoglobin if tested else None,
        "urine_protein": ("1" if raised or world.happens(0.03) else "0") if tested else None,
        "outcome": "2" if findings else "1",
        "finding": "、".join(findings) or None,
        "guidance": _advice(world, FIRST_NUMBER if first else number),
        "referral": "2" if sent else "1",
        "referral_reason": "、".join(findings) if sent else None,
        "referral_place": f"{names.COUNTY_MCH}产科" if sent else None,
        "next_on": following.opens + timedelta(days=rng.randrange(4)) if following else None,
        "doctor": doctor,
    }


def _haemoglobin(world: World, case: Case, day: date, weeks: float) -> int:
    """Lower in the second half; of the last days now and then severe, so that a clock runs."""
    if weeks > 14 and world.today - day <= RECENT and world.happens(0.35):  # noqa: PLR2004
        return SEVERE
    return case.woman.haemoglobin + world.rng.randrange(-6, 5) - (7 if weeks > 20 else 0)  # noqa: PLR2004


def _complaint(world: World, weeks: float) -> str | None:
    if weeks < 14:  # noqa: PLR2004  morning sickness is over
        return "恶心、晨吐" if world.happens(0.3) else None
    return "双下肢轻度水肿" if weeks >= THIRD_TRIMESTER and world.happens(0.04) else None


def _referral(world: World, case: Case, day: date, reason: str, doctor: str) -> Values:
    """Where she was sent and, mostly within two weeks, what came of it."""
    asked = day + timedelta(days=world.soon(2, 7, 13) + (20 if world.happens(0.05) else 0))
    known = asked <= min(world.today, case.ends_on)
    return {
        "referred_on": day,
        "source": ANTENATAL,
        "reason": reason,
        "place": f"{names.COUNTY_MCH}产科",
        "doctor": doctor,
        "result_on": asked if known else None,
        "result_place": names.COUNTY_MCH if known else None,
        "result": "已就诊,门诊用药后复查好转" if known else None,
        "result_doctor": world.specialist() if known else None,
    }


def _advice(world: World, number: int | None) -> list[str]:
    """Digits of the contact's own list, all but "other"."""
    printed = [option.code for option in guidance_choices(number)[:-1]]
    return sorted(world.rng.sample(printed, 3))


def _fundus(world: World, weeks: float, *, twins: bool) -> int | None:
    if weeks < 16:  # noqa: PLR2004  not measured before
        return None
    return world.whole((weeks * 0.98 - 1.5 + (4 if twins else 0)) * 10, 8, 100, 440)


def _sheet(world: World, case: Case, day: date) -> Values:
    """The first examination's sheet beside its contact."""
    woman, rng = case.woman, world.rng
    history = [each.history for each in case.troubles if each.history]
    family, cervix = world.happens(0.02), world.happens(0.03)
    fungus = world.happens(0.04)
    born = {name: woman.past[name] for name in COUNTED}
    return {
        "examined_on": day,
        "husband_age": max(18, completed_years(woman.husband_born, day)),
        "past_history": sorted(set(history)) or ["1"],
        "family_history": ["4"] if family else ["1"],
        "family_other": "高血压" if family else None,
        "family_who": ["1"] if family else [],
        "personal_history": ["1"],
        "surgery": "2" if woman.scar else "1",
        "surgery_what": "剖宫产术" if woman.scar else None,
        **born,
        "last_birth_on": woman.last_birth_on,
        "fetuses": 1 + case.twins,
        "height_mm": woman.height_mm,
        "prepregnancy_weight_g": woman.weight_g,
        **dict.fromkeys(("heart", "lungs", "vulva", "vagina", "uterus", "adnexa"), "1"),
        "cervix": "2" if cervix else "1",
        "cervix_finding": "宫颈息肉" if cervix else None,
        "wbc": world.whole(780, 150, 400, 1400),
        "platelets": world.whole(212, 42, 104, 380),
        "urine_glucose": "1" if world.happens(0.03) else "0",
        "urine_ketone": "1" if world.happens(0.06) else "0",
        "urine_blood": "0",
        "abo": woman.blood[0],
        "rh": woman.blood[1],
        "glucose": world.whole(462, 30, 380, 505),
        "alt": world.whole(170, 60, 60, 380),
        "ast": world.whole(190, 50, 80, 380),
        "albumin": world.whole(428, 25, 350, 500),
        "bilirubin_total": world.whole(105, 30, 45, 200),
        "bilirubin_direct": world.whole(32, 8, 10, 44),
        "creatinine": world.whole(480, 60, 300, 700),
        "urea": world.whole(320, 70, 150, 600),
        "discharge": ["3"] if fungus else ["1"],
        "cleanliness": rng.choices("123", (30, 60, 10))[0],
        "ultrasound": "宫内双胎,可见胎心" if case.twins else "宫内早孕,单活胎",
    }


def _tests(world: World, case: Case, day: date) -> list[Values]:
    """HIV, syphilis and hepatitis B: nearly everybody; a positive screening is looked into."""
    if world.happens(0.006):
        return []
    ill, told = case.woman.diseases, day + timedelta(days=world.rng.randrange(4))
    first: Values = {
        "tested_on": day,
        "timing": timing_of(case.lmp, None, day),
        "place": names.OWN,
        "hiv": _sign(HIV in ill),
        "syphilis": _sign(SYPHILIS in ill),
        "hbsag": _sign(HEPATITIS_B in ill),
        "counselled_on": day,
        "told_on": told if told <= world.today else None,
        "doctor": world.doctor(),
    }
    if HEPATITIS_B in ill:
        first |= {"hbsab": NEGATIVE, "hbeag": _sign(world.happens(0.3)), "hbcab": POSITIVE}
    deciding: Values = {"hiv_confirmed": POSITIVE} if HIV in ill else {}
    if SYPHILIS in ill:
        deciding |= {"tppa": POSITIVE, "rpr": POSITIVE, "rpr_titre": 2 ** world.rng.randrange(1, 6)}
    again = day + timedelta(days=world.soon(3, 6, 14))
    if not deciding or again > min(world.today, case.ends_on):
        return [first]
    county: Values = {"tested_on": again, "place": names.COUNTY_MCH, "doctor": world.specialist()}
    return [first, county | {"timing": timing_of(case.lmp, None, again)} | deciding]


def _sign(positive: bool) -> str:  # noqa: FBT001  one plain question
    return POSITIVE if positive else NEGATIVE
