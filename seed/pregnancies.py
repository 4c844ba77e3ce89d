"""The story of one pregnancy up to its end: whom it befalls, what is wrong, the card."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from models.base import Record
from rules.dates import completed_years
from rules.gestation import SCAN_CORRECTS_UNDER, due_date
from seed import names
from seed.invented import Woman, World

EARLY = 90  # 12+6, the last day of an early booking
GREEN, YELLOW, ORANGE, RED, PURPLE = "12345"
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


@dataclass(frozen=True, slots=True)
class Trouble:
    """What may befall a pregnancy: an item of the risk table and when it shows.

    Attributes:
        days: of gestation between which it shows; None: at the first examination.
        history: the digit of the past history that goes with it.
        here: whether the township's own doctor ticks it; else the county's assessment does.
        scar: only in a scarred uterus.
    """

    code: str
    words: str
    colour: str
    chance: float
    days: tuple[int, int] | None = None
    history: str = ""
    here: bool = False
    scar: bool = False


DIABETES = "妊娠期糖尿病"
_TROUBLES = (
    Trouble("Y2.5", f"{DIABETES}(饮食控制)", YELLOW, 0.07, (174, 199)),
    Trouble("Y2.5", "亚临床甲状腺功能减退", YELLOW, 0.045),
    Trouble("3.2", "子宫肌瘤", YELLOW, 0.015, here=True),
    Trouble("Y3.11", "低置胎盘", YELLOW, 0.012, (150, 172)),
    Trouble("O2.5", f"{DIABETES}(胰岛素治疗)", ORANGE, 0.008, (186, 203)),
    Trouble("O2.12", "慢性高血压", ORANGE, 0.006, history="5"),
    Trouble("O2.1", "先天性心脏病(心功能Ⅱ级)", ORANGE, 0.003, history="2"),
    Trouble("O3.7", "重度子痫前期", ORANGE, 0.005, (225, 255)),
    Trouble("R1.1", "肺动脉高压", RED, 0.001, history="2"),
    Trouble("R2.2", "凶险性前置胎盘", RED, 0.01, (196, 228), scar=True),
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A report that was or is to be made; ``baby`` is the place of the newborn it is about."""

    values: Values
    baby: int | None = None


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
    troubles: list[Trouble] = field(default_factory=list)
    contacts: list[Values] = field(default_factory=list)
    notice: Values | None = None
    exam: Values | None = None
    delivery: Values | None = None
    newborns: list[Values] = field(default_factory=list)
    visits: list[Values] = field(default_factory=list)
    # Referrals by the day of the contact or visit that made them.
    sent: dict[date, Values] = field(default_factory=dict)
    hung: list[tuple[type[Record], Values]] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many records it makes."""
        sheets = sum(each is not None for each in (self.notice, self.exam, self.delivery))
        births = len(self.newborns) + len(self.visits) + len(self.clocks)
        return 1 + sheets + births + len(self.contacts) + len(self.hung) + len(self.sent)

    @property
    def booked_on(self) -> date | None:
        """When she was booked, if ever."""
        day = self.card["booked_on"]
        return day if isinstance(day, date) else None

    def of(self, table: type[Record]) -> list[Values]:
        """The records of a table that hang on the card."""
        return [values for kind, values in self.hung if kind is table]

    @property
    def entered_on(self) -> date:
        """When the card was opened: at booking, or at the delivery of a woman never booked."""
        return self.booked_on or self.ends_on


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
    case = Case(woman, lmp, ends_on, fate, twins, {}, [])
    case.troubles = _troubles(world, case)
    case.colours = _likely_colours(case)
    case.card = _card(world, case, booked_on)
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


def _troubles(world: World, case: Case) -> list[Trouble]:
    """What befalls her while it lasts."""
    lasted = (case.ends_on - case.lmp).days
    return [
        each
        for each in _TROUBLES
        if world.happens(each.chance)
        and (case.woman.scar or not each.scar)
        and (each.days is None or each.days[1] < lasted)
    ]


def _likely_colours(case: Case) -> list[str]:
    """How she is likely to be graded, which decides where she goes; the table has the last word."""
    woman = case.woman
    age = completed_years(woman.born, case.ends_on)
    bmi = woman.weight_g / 1000 / (woman.height_mm / 1000) ** 2
    known = (
        (ORANGE, age >= 40 or bmi >= 28),  # noqa: PLR2004  the table's own
        (YELLOW, age >= 35 or not 18.5 <= bmi <= 25),  # noqa: PLR2004
        (YELLOW, woman.scar or case.twins),
    )
    found = [each.colour for each in case.troubles] + [colour for colour, holds in known if holds]
    return [max(found, default=GREEN)] + ([PURPLE] if woman.diseases else [])


def _card(world: World, case: Case, booked_on: date | None) -> Values:
    woman = case.woman
    systolic = woman.systolic + world.rng.randrange(-6, 7)
    return {
        "card_no": None,
        "booked_on": booked_on,
        **_dating(world, case, booked_on),
        "edd": due_date(case.lmp),
        "booked_ga_days": (booked_on - case.lmp).days if booked_on else None,
        "gravida": woman.gravida + 1,
        "para": woman.para,
        "husband_name": woman.husband,
        "height_mm": woman.height_mm,
        "weight_g": woman.weight_g,
        "bp_sys": systolic if booked_on else None,
        "bp_dia": round(systolic * 0.63) if booked_on else None,
        "folic_use": world.rng.choices("123", (38, 52, 10))[0] if booked_on else None,
        "source": world.rng.choices("123", (70, 25, 5))[0] if booked_on else "3",
        "doctor": world.doctor() if booked_on else None,
        "remark": None if booked_on else "未在本镇建册,分娩后由医院报来",
    }


def _dating(world: World, case: Case, booked_on: date | None) -> Values:
    """The LMP as told; of every other woman an early scan, which now and then corrects it."""
    if booked_on is None or world.happens(0.5):
        return {"lmp": case.lmp, "lmp_basis": "1"}
    scan_on = max(case.lmp + timedelta(days=44), booked_on - timedelta(days=world.soon(0, 2, 12)))
    days = (scan_on - case.lmp).days
    if scan_on > booked_on or days >= SCAN_CORRECTS_UNDER:
        return {"lmp": case.lmp, "lmp_basis": "1"}
    scan: Values = {"scan_on": scan_on, "scan_by": f"{names.COUNTY_MCH} {world.specialist()}"}
    if world.happens(0.02):
        return {"lmp": None, "lmp_basis": "2", "scan_ga_days": days} | scan
    if world.happens(0.12):
        told = case.lmp + timedelta(days=world.rng.choice((-1, 1)) * world.rng.randrange(6, 15))
        return {"lmp": told, "lmp_basis": "2", "scan_ga_days": days} | scan
    apart = world.rng.randrange(-4, 5)
    return {"lmp": case.lmp, "lmp_basis": "1", "scan_ga_days": days + apart} | scan
