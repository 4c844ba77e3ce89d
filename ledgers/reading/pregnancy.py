"""A row of the pregnancy register (孕产妇系统管理登记册)."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from ledgers.reading.errors import Unreadable
from ledgers.reading.measures import read_birth_weight
from ledgers.reading.parts import parts
from ledgers.reading.take import Take, iso
from ledgers.reading.values import (
    check_gravidity,
    check_pressure,
    read_colours,
    read_count,
    read_gestation,
    read_gravidity,
    read_mode,
    read_pressure,
    read_sex,
    squeezed,
)
from rules.gestation import TERM_DAYS

_EDD_TOLERATED, _EDD_CONFLICT = 3, 21
_SAME_PREGNANCY = 30
_UNKNOWN = frozenset({"不详", "不清", "不清楚", "不明", "不知", "记不清", "未知", "不祥", "不记得"})


def read_pregnancy(take: Take) -> list[dict[str, Any]]:
    """The fields of the row's record; problems stay with ``take``."""
    village, group = take.village()
    fields: dict[str, Any] = {
        "card_no": take.code("card_no"),
        "village": village,
        "group": group,
        "name": take.person("name"),
        "id_no": take.mother_id("id_no", passport=False),
        "phones": take.phones(),
        "husband": take.person("husband", required=False),
    }
    fields["gravidity"], fields["parity"] = _gravidity(take)
    lmp, edd = _due(take)
    fields |= {
        "lmp": iso(lmp),
        "edd": iso(edd),
        "reg_date": iso(take.day("reg_date")),
        "reg_ga_days": take.strict("reg_ga", read_gestation),
        "risk_factors": take.text_or_none("risk_factors"),
        "risk_colours": _colours(take),
    }
    fields["bp_sys"], fields["bp_dia"] = _pressure(take)
    for number in range(1, 6):
        fields[f"anc{number}"] = iso(take.day(f"anc{number}"))
    delivered = take.day("delivery_date")
    take.in_order(lmp, delivered, "delivery_date")
    return [
        fields
        | {
            "delivery_date": iso(delivered),
            "delivery_place": take.text("delivery_place") if take.cell("delivery_place") else None,
            "delivery_mode": take.strict("delivery_mode", read_mode),
            "delivery_ga_days": take.strict("delivery_ga", read_gestation),
            "newborns": _newborns(take),
            "pp_visit": iso(take.day("pp_visit")),
            "pp42": iso(take.day("pp42")),
            "doctor": take.text("doctor"),
            "remark": take.text("remark"),
        }
    ]


def _gravidity(take: Take) -> tuple[int | None, int | None]:
    cell = take.cell("gravidity_parity")
    if cell:
        found = take.strict("gravidity_parity", read_gravidity)
        if found and not isinstance(cell.value, str):
            take.note("GP_FROM_DATE", "gravidity_parity")
        return found or (None, None)
    gravidity = take.strict("gravidity", read_count)
    parity = take.strict("parity", read_count)
    if gravidity is not None and parity is not None:
        try:
            check_gravidity(gravidity, parity)
        except Unreadable as error:
            take.refuse(error.reason, "parity")
    return gravidity, parity


def _due(take: Take) -> tuple[date | None, date | None]:
    """末次月经 and 预产期; the first may be unknown when the second is there."""
    edd = take.day("edd", future=True)
    cell = take.cell("lmp")
    if cell and squeezed(cell) in _UNKNOWN and edd:
        take.note("LMP_UNKNOWN", "lmp")
        return None, edd
    lmp = take.day("lmp")
    if lmp and edd:
        difference = abs((edd - (lmp + timedelta(days=TERM_DAYS))).days)
        if difference > _EDD_CONFLICT:
            take.refuse("EDD_LMP_CONFLICT", "edd")
        elif difference > _EDD_TOLERATED:
            take.note("EDD_DIFFERS", "edd")
    return lmp, edd


def _colours(take: Take) -> list[str]:
    cell = take.cell("risk_colours")
    try:
        return read_colours(cell) if cell else []
    except Unreadable:
        take.note("RISK_UNKNOWN", "risk_colours")
        return []


def _pressure(take: Take) -> tuple[int | None, int | None]:
    if take.cell("bp"):
        return take.strict("bp", read_pressure) or (None, None)
    systolic, diastolic = take.strict("bp_sys", read_count), take.strict("bp_dia", read_count)
    if systolic is not None and diastolic is not None:
        try:
            check_pressure(systolic, diastolic)
        except Unreadable as error:
            take.refuse(error.reason, "bp_sys")
    return systolic, diastolic


def _newborns(take: Take) -> list[dict[str, Any]]:
    """The newborns of the delivery, in the order written."""
    sexes, weights = take.cell("newborn_sex"), take.measured_cell("newborn_weight")
    sex_parts = parts(sexes) if sexes else []
    weight_parts = parts(weights) if weights else []
    count = max(len(sex_parts), len(weight_parts))
    if sex_parts and weight_parts and len(sex_parts) != len(weight_parts):
        take.refuse("TWINS_UNCLEAR", "newborn_weight")
        return []
    heading = take.label("newborn_weight")
    sex = [take.parse("newborn_sex", cell, read_sex) for cell in sex_parts]
    grams = [
        take.parse("newborn_weight", cell, lambda given: read_birth_weight(given, heading))
        for cell in weight_parts
    ]
    return [
        {"sex": sex[number] if sex else None, "weight_g": grams[number] if grams else None}
        for number in range(count)
    ]


@dataclass(slots=True)
class PregnanciesSeen:
    """The pregnancies of the file so far, refused ones too, to know a row that was typed twice."""

    _by_id: dict[str, list[tuple[str | None, date | None]]] = field(default_factory=dict)

    def check(self, take: Take, fields: dict[str, Any]) -> None:
        """Refuse a second row of one pregnancy; another pregnancy of the woman is fine."""
        number = fields["id_no"]
        if not number:
            return
        start = _start(fields)
        earlier = self._by_id.setdefault(number, [])
        for name, other in earlier:
            if name != fields["name"]:
                take.refuse("ID_NAME_CONFLICT", "id_no")
            elif start is None or other is None or abs((start - other).days) <= _SAME_PREGNANCY:
                take.refuse("DUPLICATE_IN_FILE", "id_no")
        if not take.problems and earlier:
            take.note("SECOND_PREGNANCY", "id_no")
        if not take.problems or (start and not take.doubts_identity()):
            earlier.append((fields["name"], start))


def _start(fields: dict[str, Any]) -> date | None:
    """The first day of the pregnancy, from the due date when the period is not known."""
    if fields["lmp"]:
        return date.fromisoformat(fields["lmp"])
    if fields["edd"]:
        return date.fromisoformat(fields["edd"]) - timedelta(days=TERM_DAYS)
    return None
