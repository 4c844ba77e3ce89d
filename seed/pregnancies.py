"""The story of one pregnancy up to its end: card, risks, antenatal contacts."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from models.antenatal import translate_guidance
from rules.gestation import DAYS_A_WEEK, due_date, gestational_age
from rules.schedule import Contact, antenatal_contacts
from seed import names
from seed.invented import Woman, World

EARLY = 90  # 12+6, the last day of an early booking
GREEN, YELLOW, ORANGE, RED, PURPLE = "12345"
ANAEMIA, HYPERTENSION = 110, 140

Values = dict[str, object]

# Where a pregnancy leads: its chance, between which days it ends, the code of the card's end.
_FATES = (
    ("delivery", 915, 0, 0, None),
    ("miscarriage", 34, 56, 130, "2"),
    ("termination", 20, 56, 170, "3"),
    ("ectopic", 3, 45, 70, "4"),
    ("moved", 20, 90, 240, "6"),
    ("lost", 8, 120, 250, "7"),
)
# What may be found in a healthy woman: words, colour, chance.
_FINDINGS = (
    ("妊娠期糖尿病(饮食控制)", YELLOW, 0.075),
    ("亚临床甲状腺功能减退", YELLOW, 0.045),
    ("子宫肌瘤", YELLOW, 0.02),
    ("前置胎盘", ORANGE, 0.007),
    ("妊娠期糖尿病(胰岛素治疗)", ORANGE, 0.008),
    ("慢性高血压", ORANGE, 0.006),
    ("先天性心脏病(心功能Ⅱ级)", ORANGE, 0.003),
    ("凶险性前置胎盘", RED, 0.002),
    ("重度子痫前期", RED, 0.003),
    ("梅毒", PURPLE, 0.002),
)


@dataclass(slots=True)
class Case:
    """One pregnancy as the books hold it on the day."""

    woman: Woman
    lmp: date
    ends_on: date
    fate: str
    twins: bool
    card: Values
    colours: list[str]
    state: str = "ongoing"
    ended_on: date | None = None
    end_reason: str | None = None
    contacts: list[Values] = field(default_factory=list)
    delivery: Values | None = None
    newborns: list[Values] = field(default_factory=list)
    visits: list[Values] = field(default_factory=list)

    @property
    def entered_on(self) -> date:
        """When the card was opened: at booking, or at the delivery of a woman never booked."""
        day = self.card["booked_on"] or self.ends_on
        assert isinstance(day, date)  # noqa: S101  tells the type checker what a card holds
        return day


def pregnancy(world: World, woman: Woman, lmp: date) -> Case | None:
    """The case of a conception, or None when the books never hear of it (or not yet)."""
    fate, _, first, last, code = world.rng.choices(_FATES, [entry[1] for entry in _FATES])[0]
    twins = world.happens(0.013)
    days = world.rng.randrange(first, last) if last else _term(world, twins=twins)
    booked = _booking(world)
    if booked is not None and booked >= days - 5:
        booked = None
    if booked is None and fate != "delivery":
        return None
    ends_on = lmp + timedelta(days=days)
    booked_on = lmp + timedelta(days=booked) if booked is not None else None
    if (booked_on or ends_on) > world.today:
        return None
    factors, colours = _risks(world, woman, ends_on, twins=twins)
    case = Case(woman, lmp, ends_on, fate, twins, {}, colours)
    case.card = _card(world, case, booked_on, factors)
    if booked_on:
        case.contacts = _contacts(world, case, booked_on)
    told_on = ends_on + timedelta(days=world.soon(0, 1, 9))
    if told_on > world.today:
        return case
    if fate == "delivery":
        case.state = "delivered"
    else:
        case.state, case.ended_on, case.end_reason = "ended", ends_on, code
    return case


def _term(world: World, *, twins: bool) -> int:
    """Days of gestation at birth."""
    if twins:
        return world.whole(254, 11, 205, 272)
    if world.happens(0.055):
        return 258 - world.soon(0, 2, 50)
    return world.whole(275, 7, 259, 294)


def _booking(world: World) -> int | None:
    """Days of gestation at booking; None: never booked."""
    if world.happens(0.012):
        return None
    if world.happens(0.082):
        return EARLY + world.soon(1, 12, 140)
    return world.soon(42, 68, EARLY)


def _risks(world: World, woman: Woman, on: date, *, twins: bool) -> tuple[str | None, list[str]]:
    """Words of the risk factors, and the colours: the highest of four, purple beside it."""
    age = (on - woman.born).days // 365
    bmi = woman.weight_g / 1000 / (woman.height_mm / 1000) ** 2
    found = [(words, colour) for words, colour, chance in _FINDINGS if world.happens(chance)]
    known = (
        ("年龄≥40岁", ORANGE, age >= 40),  # noqa: PLR2004  ages, weights: the words say what they are
        ("年龄≥35岁", YELLOW, 35 <= age < 40),  # noqa: PLR2004
        ("BMI≥28", YELLOW, bmi >= 28),  # noqa: PLR2004
        ("BMI<18.5", YELLOW, bmi < 18.5),  # noqa: PLR2004
        ("瘢痕子宫", YELLOW, woman.scar),
        ("双胎妊娠", YELLOW, twins),
        ("贫血", YELLOW, woman.haemoglobin < ANAEMIA),
        ("乙型肝炎病毒感染", PURPLE, woman.carrier),
    )
    found += [(words, colour) for words, colour, applies in known if applies]
    main = max((colour for _, colour in found if colour != PURPLE), default=GREEN)
    colours = [main, PURPLE] if any(colour == PURPLE for _, colour in found) else [main]
    return "、".join(words for words, _ in found) or None, colours


def _card(world: World, case: Case, booked_on: date | None, factors: str | None) -> Values:
    woman = case.woman
    systolic = case.woman.systolic + world.rng.randrange(-6, 7)
    scanned = world.happens(0.12)
    return {
        "card_no": None,
        "booked_on": booked_on,
        "lmp": case.lmp,
        "lmp_basis": "2" if scanned else "1",
        "edd": due_date(case.lmp),
        "booked_ga_days": (booked_on - case.lmp).days if booked_on else None,
        "gravida": woman.gravida + 1,
        "para": woman.para,
        "husband_name": woman.husband,
        "height_mm": woman.height_mm,
        "weight_g": woman.weight_g,
        "bp_sys": systolic if booked_on else None,
        "bp_dia": round(systolic * 0.63) if booked_on else None,
        "risk_factors": factors,
        "risk_colours": case.colours if booked_on else [],
        "doctor": world.doctor() if booked_on else None,
        "remark": None if booked_on else "未在本镇建册,分娩后由医院报来",
    }


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
    if world.happens(0.016 * woman.slack):
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
    weeks = gestational_age(case.lmp, day).total_days / DAYS_A_WEEK
    gain = max(0.0, weeks - 12) * 0.44 + min(weeks, 12) * 0.08
    late = weeks >= 28  # noqa: PLR2004  the third trimester
    raised = world.happens(0.06 if RED in case.colours or ORANGE in case.colours else 0.008)
    systolic = (
        rng.randrange(140, 152) if raised else min(138, woman.systolic + rng.randrange(-8, 9))
    )
    haemoglobin = woman.haemoglobin + rng.randrange(-6, 5) - (9 if weeks > 20 else 0)  # noqa: PLR2004
    findings = []
    if systolic >= HYPERTENSION:
        findings.append("血压偏高")
    tested = number is not None or world.happens(0.3)
    if tested and haemoglobin < ANAEMIA:
        findings.append("轻度贫血")
    following = next((window for window in windows if window.opens > day), None)
    elsewhere = RED in case.colours or ORANGE in case.colours or world.happens(0.35)
    return {
        "visited_on": day,
        "number": number,
        "kind": "2" if elsewhere and world.happens(0.2) else "1",
        "place": rng.choice((names.COUNTY_MCH, names.COUNTY_HOSPITAL)) if elsewhere else names.OWN,
        "complaint": "双下肢轻度水肿" if late and world.happens(0.04) else None,
        "weight_g": woman.weight_g + round(gain * 10 + rng.gauss(0, 6)) * 100,
        "fundal_height_mm": _fundus(world, weeks, twins=case.twins),
        "abdomen_mm": world.whole(700 + weeks * 7.2, 25, 650, 1150) if weeks > 20 else None,  # noqa: PLR2004
        "position": rng.choices(("头位", "臀位", "横位"), (94, 5, 1))[0] if late else None,
        "fetal_heart": world.whole(143, 6, 122, 160) if weeks >= 14 else None,  # noqa: PLR2004
        "bp_sys": systolic,
        "bp_dia": round(systolic * 0.63) + rng.randrange(-3, 4),
        "hb": haemoglobin if tested else None,
        "urine_protein": ("1" if raised or world.happens(0.03) else "0") if tested else None,
        "outcome": "2" if findings else "1",
        "finding": "、".join(findings) or None,
        **_advice(rng.sample("1235", 2) + (["6", "7"] if late else []), number),
        "referral": "2" if raised else "1",
        "referral_reason": "血压偏高" if raised else None,
        "referral_place": f"{names.COUNTY_MCH}产科" if raised else None,
        "next_on": following.opens + timedelta(days=rng.randrange(4)) if following else None,
        "doctor": world.doctor(),
    }


def _advice(codes: list[str], number: int | None) -> Values:
    """Advice as the sheet of the contact prints it."""
    printed, others = translate_guidance(sorted(codes), None, number)
    return {"guidance": printed, "guidance_other": "、".join(others) or None}


def _fundus(world: World, weeks: float, *, twins: bool) -> int | None:
    if weeks < 16:  # noqa: PLR2004  not measured before
        return None
    return world.whole((weeks * 0.98 - 1.5 + (4 if twins else 0)) * 10, 10, 100, 440)
