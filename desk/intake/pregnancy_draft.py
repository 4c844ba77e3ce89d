"""A row of the pregnancy register as checked values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desk.birth_rules import outside
from desk.intake.report import Row
from desk.intake.values import SEX_CODES, UNKNOWN_SEX, born, code, day, valid
from desk.intake.work import Work
from models.antenatal import AntenatalContactData
from models.delivery import MODES, DeliveryData, NewbornData, PostpartumVisitData
from models.people import PersonData
from models.pregnancy import Pregnancy, PregnancyData
from models.terms import COLOURS
from rules.errors import RuleError

CONTACT_NUMBERS = range(1, 6)
HOME_VISIT, DAY42 = "1", "2"
LIVE = "1"


@dataclass(frozen=True, slots=True)
class Draft:
    """A row of the register, checked."""

    mother: PersonData
    card: PregnancyData
    contacts: tuple[AntenatalContactData, ...]
    delivery: DeliveryData | None
    newborns: tuple[NewbornData, ...]
    visits: tuple[PostpartumVisitData, ...]


@dataclass(slots=True)
class Case:
    """A row, its woman and its pregnancy."""

    row: Row
    draft: Draft
    pregnancy: Pregnancy


def draft_of(work: Work, row: Row) -> Draft:
    """A row's values, each through its data class.

    Raises:
        RuleError: the first one that cannot be kept.
    """
    fields = row.fields
    delivered = day(fields["delivery_date"])
    place = fields["delivery_place"]
    delivery = {
        "delivered_on": delivered,
        "place": place,
        "in_hospital": ("2" if outside(place, None) else "1") if place else None,
        "mode": code(MODES, fields["delivery_mode"]),
        "ga_days": fields["delivery_ga_days"],
    }
    return Draft(
        _woman(work, row),
        _card(fields),
        tuple(
            valid(AntenatalContactData, {"visited_on": visited, "number": number})
            for number in CONTACT_NUMBERS
            if (visited := day(fields[f"anc{number}"]))
        ),
        valid(DeliveryData, delivery) if delivered else None,
        tuple(
            valid(
                NewbornData,
                {
                    "outcome": LIVE,
                    "sex": SEX_CODES.get(baby["sex"], UNKNOWN_SEX),
                    "weight_g": baby["weight_g"],
                },
            )
            for baby in fields["newborns"]
        ),
        tuple(
            valid(PostpartumVisitData, {"visited_on": visited, "kind": kind})
            for kind, name in ((HOME_VISIT, "pp_visit"), (DAY42, "pp42"))
            if (visited := day(fields[name]))
        ),
    )


def _woman(work: Work, row: Row) -> PersonData:
    fields = row.fields
    return valid(
        PersonData,
        {
            "name": fields["name"],
            "id_no": fields["id_no"],
            "sex": "2",
            "birth_date": born(fields["id_no"]),
            "phones": fields["phones"],
            **work.home(row),
        },
    )


def _card(fields: Mapping[str, Any]) -> PregnancyData:
    lmp, booked = day(fields["lmp"]), day(fields["reg_date"])
    if lmp and booked and booked < lmp:
        raise RuleError("DATE_ORDER", "建册日期早于末次月经 {lmp},请核对", lmp=lmp.isoformat())
    gravida, para = fields["gravidity"], fields["parity"]
    if gravida is not None and para is not None and para > gravida:
        raise RuleError("GP_INVALID", "产次不能多于孕次 {gravida}(孕次含本次)", gravida=gravida)
    return valid(
        PregnancyData,
        {
            "card_no": fields["card_no"],
            "booked_on": booked,
            "lmp": lmp,
            "lmp_basis": "1" if lmp else "3",
            "edd": day(fields["edd"]),
            "booked_ga_days": fields["reg_ga_days"],
            "gravida": gravida,
            "para": para,
            "husband_name": fields["husband"],
            "bp_sys": fields["bp_sys"],
            "bp_dia": fields["bp_dia"],
            "risk_factors": fields["risk_factors"],
            "risk_colours": [
                found for colour in fields["risk_colours"] if (found := code(COLOURS, colour))
            ],
            "doctor": fields["doctor"],
            "remark": fields["remark"],
        },
    )
