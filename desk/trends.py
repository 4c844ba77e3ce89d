"""What was measured through a pregnancy, by the day, with what to compare it with."""

from dataclasses import dataclass
from datetime import date

from desk.first_exam import FIRST_EXAMS
from desk.pregnancy_view import CardView
from rules.bands import GainBand, bmi, weight_gain


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure on a day; ``ga_days`` is None where gestation is not known."""

    on: date
    ga_days: int | None
    value: int


@dataclass(frozen=True, slots=True)
class Trends:
    """The course of a pregnancy.

    Attributes:
        base_g: the weight that gain is counted from; ``before`` says it is that before pregnancy.
        band: the whole gain recommended; None where height or base is not known, or for twins.
        measured: by the contact's field name.
    """

    name: str
    base_g: int | None
    before: bool
    band: GainBand | None
    measured: dict[str, tuple[Measured, ...]]


def trends(card: CardView) -> Trends:
    """The course of a card's measures over its contacts.

    The band is for one fetus and for the weight before the pregnancy, which the card's or the first
    contact's stands for when it was not asked.
    """
    exam = card.latest(FIRST_EXAMS.name)
    sheet = exam.values if exam else {}
    names = ("weight_g", "fundal_height_mm", "bp_sys", "bp_dia", "hb")
    measured = {name: _measured(card, name) for name in names}
    base = sheet.get("prepregnancy_weight_g") or card.values["weight_g"]
    if base is None and measured["weight_g"]:
        base = measured["weight_g"][0].value
    height = sheet.get("height_mm") or card.values["height_mm"]
    alone = sheet.get("fetuses") in {None, 1}
    return Trends(
        name=card.mother.name,
        base_g=base,
        before=bool(sheet.get("prepregnancy_weight_g")),
        band=weight_gain(bmi(base, height)) if base and height and alone else None,
        measured=measured,
    )


def _measured(card: CardView, name: str) -> tuple[Measured, ...]:
    start = card.start
    return tuple(
        Measured(
            each.values["visited_on"],
            (each.values["visited_on"] - start).days if start else None,
            each.values[name],
        )
        for each in card.contacts
        if each.values[name] is not None
    )
