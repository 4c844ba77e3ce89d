"""What is asked about at an antenatal contact before it is kept: unusual, not impossible.

Blood pressure and haemoglobin follow ``rules.bands``, the windows ``rules.schedule``. The numbers
of ``LIMITS`` are this desk's own: no national text has them, so they are data and have a version.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.bands import ANAEMIA_BELOW, HIGH, GainBand, pressure
from rules.errors import RuleError
from rules.gestation import DAYS_A_WEEK, TERM_DAYS, gestational_age
from rules.schedule import antenatal_contacts

Values = Mapping[str, Any]

NORMAL, NO_REFERRAL = "1", "1"
PROTEIN_TRACE, PROTEIN_HIGH = "1", "3"  # ± and ++: grades are digits that rise
EARLY_DAYS = 91  # the first trimester


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Beyond which a measured value is asked about.

    Attributes:
        version: when the numbers were last changed.
        fundal_weeks: the weeks in which the fundal height in cm is near the weeks.
        fundal_slack_mm: how far it may be from them.
        gain_slack_g, gain_g_a_week: the most gained since the last weight: a first part for
            clothes and scales, then by week.
        loss_g: the most lost since the last weight.
        fetal_heart: the usual rate; older sheets begin at 120.
        fetal_danger: beyond which she is sent on.
        hb_danger: severe anaemia, at or below which she is sent on.
        early_gain_g: what is usually gained in the first trimester.
    """

    version: str
    fundal_weeks: tuple[int, int]
    fundal_slack_mm: int
    gain_slack_g: int
    gain_g_a_week: int
    loss_g: int
    fetal_heart: tuple[int, int]
    fetal_danger: tuple[int, int]
    hb_danger: int
    early_gain_g: tuple[int, int]


LIMITS = Limits(
    version="2026-11",
    fundal_weeks=(20, 36),
    fundal_slack_mm=30,
    gain_slack_g=2000,
    gain_g_a_week=1000,
    loss_g=3000,
    fetal_heart=(110, 160),
    fetal_danger=(100, 180),
    hb_danger=60,
    early_gain_g=(0, 2000),
)


def contact_doubts(
    values: Values, start: date | None, earlier: Values | None, limits: Limits = LIMITS
) -> dict[str, RuleError]:
    """What to ask about, by field.

    Args:
        values: the contact's stored values by field name.
        start: the day gestation counts from, if known.
        earlier: the contact before it that has a weight, if any.
        limits: the desk's own numbers.

    >>> contact_doubts({"visited_on": date(2026, 11, 21), "bp_sys": 142, "bp_dia": 88,
    ...     "outcome": "1", "referral": "1"}, None, None)
    {'outcome': RuleError('血压 142/88 已达 140/90,分类却是未见异常')}
    """
    found = {
        "number": _window(values, start),
        "weight_g": _weight(values, earlier, limits),
        "fundal_height_mm": _fundus(values, start, limits),
        "outcome": _class(values, limits),
        "referral": _danger(values, limits),
    }
    return {name: error for name, error in found.items() if error is not None}


def followup_doubts(values: Values, limits: Limits = LIMITS) -> dict[str, RuleError]:
    """What to ask about at a high-risk follow-up, by field.

    >>> followup_doubts({"bp_sys": 142, "bp_dia": 88, "urine_protein": "3", "referral": "1"})
    {'referral': RuleError('血压 142/88、尿蛋白 ++ 及以上,可能是子痫前期,应转诊;不转诊吗?')}
    """
    error = _danger(values, limits) or _preeclampsia(values)
    return {"referral": error} if error else {}


def abnormal(values: Values, limits: Limits = LIMITS) -> frozenset[str]:
    """Which of the values measured are not as they should be, by the name of their field.

    >>> sorted(abnormal({"bp_sys": 165, "bp_dia": 112, "hb": 118, "urine_protein": "3"}))
    ['bp_sys', 'urine_protein']
    """
    hb, heart, protein = (values.get(name) for name in ("hb", "fetal_heart", "urine_protein"))
    low, high = limits.fetal_heart
    found = {
        "bp_sys": pressure(values.get("bp_sys"), values.get("bp_dia")) is not None,
        "hb": hb is not None and hb < ANAEMIA_BELOW,
        "fetal_heart": heart is not None and not low <= heart <= high,
        "urine_protein": protein is not None and protein > PROTEIN_TRACE,
    }
    return frozenset(name for name, wrong in found.items() if wrong)


def _window(values: Values, start: date | None) -> RuleError | None:
    """A numbered contact is made in its window."""
    day, number = values.get("visited_on"), values.get("number")
    if not day or not start or not number or day < start:
        return None
    window = antenatal_contacts(start)[number - 1]
    if window.opens <= day <= window.closes:
        return None
    return RuleError(
        "WINDOW",
        "第{number}次应在孕{first}至{last},这天孕{weeks}",
        number=number,
        first=gestational_age(start, window.opens),
        last=gestational_age(start, window.closes),
        weeks=gestational_age(start, day),
    )


def _weight(values: Values, earlier: Values | None, limits: Limits) -> RuleError | None:
    """The weight against the last one."""
    weight, day = values.get("weight_g"), values.get("visited_on")
    if not weight or not day or earlier is None or not earlier.get("weight_g"):
        return None
    change, days = weight - earlier["weight_g"], (day - earlier["visited_on"]).days
    most = limits.gain_slack_g + limits.gain_g_a_week * days / DAYS_A_WEEK
    if -limits.loss_g <= change <= most:
        return None
    return RuleError(
        "WEIGHT_CHANGE",
        "体重比 {day} {change} kg,请核对",
        day=earlier["visited_on"].isoformat(),
        change=format(change / 1000, "+.1f"),
    )


def _fundus(values: Values, start: date | None, limits: Limits) -> RuleError | None:
    """Between the weeks of the limits the fundal height in cm is near the weeks."""
    height, day = values.get("fundal_height_mm"), values.get("visited_on")
    if not height or not day or not start or day < start:
        return None
    age, (first, last) = gestational_age(start, day), limits.fundal_weeks
    expected = age.total_days * 10 // DAYS_A_WEEK
    if not first <= age.weeks <= last or abs(height - expected) <= limits.fundal_slack_mm:
        return None
    return RuleError(
        "FUNDUS",
        "宫底高度 {height} cm 与孕{weeks}相差超过 {slack} cm,请核对",
        height=format(height / 10, "g"),
        weeks=age,
        slack=format(limits.fundal_slack_mm / 10, "g"),
    )


def _class(values: Values, limits: Limits) -> RuleError | None:
    """Something abnormal was measured and the class says nothing is."""
    if values.get("outcome") != NORMAL:
        return None
    systolic, diastolic, hb = values.get("bp_sys"), values.get("bp_dia"), values.get("hb")
    heart = values.get("fetal_heart")
    if pressure(systolic, diastolic):
        return RuleError(
            "CLASS",
            "血压 {high}/{low} 已达 {limit},分类却是未见异常",
            high=systolic,
            low=diastolic,
            limit="/".join(map(str, HIGH)),
        )
    if hb is not None and hb < ANAEMIA_BELOW:
        return RuleError(
            "CLASS", "血红蛋白 {hb} 低于 {limit},分类却是未见异常", hb=hb, limit=ANAEMIA_BELOW
        )
    if heart is not None and not limits.fetal_heart[0] <= heart <= limits.fetal_heart[1]:
        return RuleError("CLASS", "胎心率 {rate} 不正常,分类却是未见异常", rate=heart)
    return None


def _danger(values: Values, limits: Limits) -> RuleError | None:
    """She should be sent on at once and is not."""
    if values.get("referral") != NO_REFERRAL:
        return None
    systolic, diastolic, hb = values.get("bp_sys"), values.get("bp_dia"), values.get("hb")
    heart = values.get("fetal_heart")
    if pressure(systolic, diastolic) == "severe":
        return RuleError(
            "DANGER", "血压 {high}/{low} 为重度,应立即转诊;不转诊吗?", high=systolic, low=diastolic
        )
    if hb is not None and hb <= limits.hb_danger:
        return RuleError("DANGER", "血红蛋白 {hb} 为重度贫血,应转诊;不转诊吗?", hb=hb)
    if heart is not None and not limits.fetal_danger[0] <= heart <= limits.fetal_danger[1]:
        return RuleError("DANGER", "胎心率 {rate} 危急,应立即转诊;不转诊吗?", rate=heart)
    return None


def _preeclampsia(values: Values) -> RuleError | None:
    """High pressure with much protein, and she is not sent on."""
    systolic, diastolic = values.get("bp_sys"), values.get("bp_dia")
    protein = values.get("urine_protein") or ""
    if values.get("referral") != NO_REFERRAL or protein < PROTEIN_HIGH:
        return None
    if pressure(systolic, diastolic) is None:
        return None
    return RuleError(
        "DANGER",
        "血压 {high}/{low}、尿蛋白 ++ 及以上,可能是子痫前期,应转诊;不转诊吗?",
        high=systolic,
        low=diastolic,
    )


def gain_so_far(band: GainBand, ga_days: int) -> tuple[int, int]:
    """The grams that should have been gained by a day of gestation, least and most.

    Little in the first trimester, then evenly to the whole gain at 40 weeks (``WS/T 801-2022``
    gives the whole gain and a weekly one; the early part is ``LIMITS.early_gain_g``).

    >>> gain_so_far(GainBand(None, 5000, 9000), 280), gain_so_far(GainBand(None, 5000, 9000), 91)
    ((5000, 9000), (0, 2000))
    """
    early = LIMITS.early_gain_g
    if ga_days <= EARLY_DAYS:
        return early[0] * ga_days // EARLY_DAYS, early[1] * ga_days // EARLY_DAYS
    past, whole = min(ga_days, TERM_DAYS) - EARLY_DAYS, TERM_DAYS - EARLY_DAYS
    low = early[0] + (band.low_g - early[0]) * past // whole
    high = early[1] + (band.high_g - early[1]) * past // whole
    return low, high
