"""A plausible body at each age: smooth curves of our own, no published table.

Each median is ``birth + a * months + b * log(months + 1)``, quick in the first year and steady
after, with ``a`` and ``b`` fitted to round figures at 1 and 6 years.
"""

from math import exp, log

_WEIGHT = (3350, 129, 1950)  # g
_LENGTH = (504, 4.8, 79.3)  # mm
_HEAD = (343, -0.55, 49.4)  # mm
_GIRLS = {"weight": 0.945, "length": 0.988, "head": 0.982}
_TERM = 280


def birth_weight(ga_days: int, sex: str, chance: float) -> int:
    """Grams at birth; ``chance`` is a standard normal number.

    >>> birth_weight(280, "1", 0), birth_weight(224, "2", 0)
    (3390, 1900)
    """
    grown = 3390 * exp(-(((_TERM - min(ga_days, _TERM + 7)) / 74) ** 2) * 0.95)
    weight = grown * (1 if sex == "1" else 0.965) * (1 + 0.115 * chance)
    return max(500, _tens(weight))


def birth_length(weight_g: int, chance: float) -> int:
    """Millimetres at birth for a weight.

    >>> birth_length(3350, 0), birth_length(1800, 0)
    (500, 432)
    """
    return round(min(560.0, max(270.0, 500 + (weight_g - 3350) * 0.044 + 8 * chance)))


def size(months: float, sex: str, at_birth: float, later: float) -> tuple[int, int, int]:
    """Weight (g), length (mm) and head (mm) of a child that keeps to its own line.

    ``at_birth`` and ``later`` are standard scores: a small baby catches up in its first year.

    >>> size(0, "1", 0, 0), size(12, "2", 0, 0), size(72, "1", 0, 0)
    ((3350, 504, 343), (9360, 756, 455), (21000, 1190, 515))
    """
    score = later + (at_birth - later) * exp(-months / 5)
    girl = sex != "1"
    weight = _median(_WEIGHT, months) * (_GIRLS["weight"] if girl else 1) * exp(0.105 * score)
    length = _median(_LENGTH, months) * (_GIRLS["length"] if girl else 1) * (1 + 0.032 * score)
    head = _median(_HEAD, months) * (_GIRLS["head"] if girl else 1) * (1 + 0.02 * score)
    return _tens(weight), round(length), round(head)


def _tens(value: float) -> int:
    return round(value / 10) * 10


def _median(curve: tuple[float, float, float], months: float) -> float:
    birth, steady, quick = curve
    return birth + steady * months + quick * log(months + 1)
