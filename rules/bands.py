"""Clinical bands of pregnancy: terms, body mass, anaemia, blood pressure, weight gain, deaths.

Sources: WS/T 801-2022 (recommended weight gain); the trade's usual grading of anaemia in pregnancy
and of blood pressure. These stand beside the risk colours, whose thresholds are in the risk table.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

# Days of gestation at which each begins.
_TRIMESTERS = (91, 196)
_TERMS = ((294, "过期"), (259, "足月"), (196, "早产"))
ANAEMIA_BELOW = 110  # g/L
_ANAEMIA = ((40, "极重度贫血"), (70, "重度贫血"), (100, "中度贫血"), (ANAEMIA_BELOW, "轻度贫血"))
HIGH, SEVERE = (140, 90), (160, 110)  # mmHg, systolic and diastolic
MATERNAL_DEATH_DAYS = 42  # after the pregnancy ended


@dataclass(frozen=True, slots=True)
class GainBand:
    """The whole gain recommended for one fetus; ``below`` is the first BMI of the next band."""

    below: Decimal | None
    low_g: int
    high_g: int


WEIGHT_GAIN = (  # WS/T 801-2022
    GainBand(Decimal("18.5"), 11000, 16000),
    GainBand(Decimal(24), 8000, 14000),
    GainBand(Decimal(28), 7000, 11000),
    GainBand(None, 5000, 9000),
)


def trimester(ga_days: int) -> int:
    """The first up to 12+6, the second up to 27+6, the third from 28+0.

    >>> trimester(90), trimester(91), trimester(196)
    (1, 2, 3)
    """
    return 1 + sum(ga_days >= begins for begins in _TRIMESTERS)


def term(ga_days: int) -> str | None:
    """A birth's term: preterm 28+0 to 36+6, term to 41+6, post-term from 42+0; before, none.

    >>> term(195), term(258), term(293), term(294)
    (None, '早产', '足月', '过期')
    """
    return next((name for begins, name in _TERMS if ga_days >= begins), None)


def bmi(weight_g: int, height_mm: int) -> Decimal:
    """Body mass index to two places: the one shown is the one compared.

    >>> bmi(64000, 1600)
    Decimal('25.00')
    """
    return (Decimal(weight_g) * 1000 / height_mm**2).quantize(Decimal("0.01"), ROUND_HALF_UP)


def weight_gain(index: Decimal) -> GainBand:
    """The gain recommended for a BMI before pregnancy.

    >>> weight_gain(Decimal("24.00")).low_g
    7000
    """
    return next(band for band in WEIGHT_GAIN if band.below is None or index < band.below)


def anaemia(hb: int) -> str | None:
    """The clinical grade of anaemia in pregnancy, which is not the risk table's.

    >>> anaemia(99), anaemia(110)
    ('中度贫血', None)
    """
    return next((grade for below, grade in _ANAEMIA if hb < below), None)


def pressure(systolic: int | None, diastolic: int | None) -> str | None:
    """How high: "severe" (refer at once), "high", or None; either of the two readings decides.

    >>> pressure(139, 90), pressure(160, None), pressure(139, 89)
    ('high', 'severe', None)
    """
    for name, limits in (("severe", SEVERE), ("high", HIGH)):
        read = zip((systolic, diastolic), limits, strict=True)
        if any(value is not None and value >= limit for value, limit in read):
            return name
    return None


def maternal_death(ended_on: date, died_on: date) -> bool:
    """Whether a death counts as maternal by its day: up to 42 days after the pregnancy ended.

    >>> maternal_death(date(2026, 1, 1), date(2026, 2, 12))
    True
    """
    return (died_on - ended_on).days <= MATERNAL_DEATH_DAYS
