"""What was measured through a pregnancy, by the day, with what to compare it with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desk.first_exam import FIRST_EXAMS
from desk.pregnancy_view import CardView
from desk.risk_kinds import FOLLOWUPS
from rules.bands import GainBand, bmi, weight_gain


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure on a day; ``ga_days`` is None where gestation is not known.

    ``visit`` is the place of the visit it was taken at among all, the same for what was taken then.
    """

    visit: int
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
    """The course of a card's measures over its contacts and high-risk follow-ups.

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


def measured_on(
    card: CardView, own_contact: int | None = None
) -> list[tuple[date, Mapping[str, Any]]]:
    """The day and values of whatever measured her in this pregnancy, by day.

    ``own_contact`` is left out: it is being corrected.
    """
    contacts = [
        (each.values["visited_on"], each.values) for each in card.contacts if each.id != own_contact
    ]
    followups = [(each.values[FOLLOWUPS.day], each.values) for each in card.records[FOLLOWUPS.name]]
    return sorted(contacts + followups, key=lambda each: each[0])


def _measured(card: CardView, name: str) -> tuple[Measured, ...]:
    start = card.start
    return tuple(
        Measured(visit, day, (day - start).days if start else None, values[name])
        for visit, (day, values) in enumerate(measured_on(card))
        if values.get(name) is not None
    )
