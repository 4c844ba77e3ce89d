"""What is known of a pregnancy when its risk is screened, and the measures that items go by.

A fact that is not known stays None: nothing is derived from it, in either direction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from rules.bands import bmi
from rules.dates import add_months, completed_months, completed_years
from rules.errors import Phrase
from rules.why import Why

Measure = bool | int | Decimal | Fraction | frozenset[str]

# Every measure an item of a risk table may go by, and the sentence that tells its value.
SENTENCES = {
    "age": "年龄 {value} 岁",
    "height_mm": "身高 {value} cm",
    "bmi": "体重指数 {value}",
    "rh_negative": "Rh 阴性",
    "birth_interval_months": "上次分娩 {birth},本次妊娠始于 {start}",
    "gravida": "孕次 {value}",
    "para": "产次 {value}",
    "caesareans": "剖宫产 {value} 次",
    "abortions": "流产 {value} 次",
    "perinatal_deaths": "死胎、死产、新生儿死亡共 {value} 例",
    "defects": "出生缺陷儿 {value} 例",
    "fetuses": "本次 {value} 胎",
    "past_history": "既往史:{value}",
    "family_history": "家族史:{value}",
    "ga_days": "孕周 {value}",
    "hb": "血红蛋白 {value} g/L",
    "platelets": "血小板 {value}×10⁹/L",
    "bp_sys": "收缩压 {value} mmHg",
    "bp_dia": "舒张压 {value} mmHg",
    "fasting_glucose": "空腹血糖 {value} mmol/L",
    "glucose_ga_days": "采血时孕 {value}",
    "urine_sugar": "尿糖阳性",
    "urine_protein_twice": "尿蛋白连续两次阳性",
    "hbsag": "乙肝表面抗原阳性",
    "transaminase": "转氨酶 {value} U/L",
    "syphilis": "梅毒检测阳性",
    "hiv": "HIV 检测阳性",
    "carriers_purple": "本机构将乙肝病毒携带者同时标为紫色",
}
# The digits of the first examination's form (1 is none).
HISTORY = {
    "past_history": {
        "2": "心脏病",
        "3": "肾脏疾病",
        "4": "肝脏疾病",
        "5": "高血压",
        "6": "贫血",
        "7": "糖尿病",
        "8": "其他",
    },
    "family_history": {"2": "遗传性疾病史", "3": "精神疾病史", "4": "其他"},
}
_WEEKS = {"ga_days", "glucose_ga_days"}
_SCALES = {"height_mm": 10}  # shown in cm
_DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known on a day; ``age`` serves where the birth date is not known.

    Attributes:
        on: the day of the assessment.
        started_on: the start of the pregnancy that counts (LMP, or the one an early scan gives).
        weight_g: before the pregnancy, if known.
        past_history, family_history: digits of the first examination's form.
        fasting_glucose: hundredths of mmol/L; ``glucose_on`` is the day it was taken.
        urine_sugar, urine_proteins: grades 0 -, 1 ±, 2 +, 3 ++, 4 +++, 5 ++++;
            proteins in order of day.
        hbsag, syphilis, hiv: True is positive.
        alt, ast: U/L.
        ticked: codes of items that a person ticked.
    """

    on: date | None = None
    birth_date: date | None = None
    age: int | None = None
    started_on: date | None = None
    height_mm: int | None = None
    weight_g: int | None = None
    rh_negative: bool | None = None
    last_birth_on: date | None = None
    gravida: int | None = None
    para: int | None = None
    caesareans: int | None = None
    miscarriages: int | None = None
    induced_abortions: int | None = None
    fetal_deaths: int | None = None
    stillbirths: int | None = None
    neonatal_deaths: int | None = None
    defects: int | None = None
    fetuses: int | None = None
    past_history: frozenset[str] = frozenset()
    family_history: frozenset[str] = frozenset()
    hb: int | None = None
    platelets: int | None = None
    bp_sys: int | None = None
    bp_dia: int | None = None
    fasting_glucose: int | None = None
    glucose_on: date | None = None
    urine_sugar: int | None = None
    urine_proteins: tuple[int, ...] = ()
    hbsag: bool | None = None
    alt: Decimal | int | None = None
    ast: Decimal | int | None = None
    syphilis: bool | None = None
    hiv: bool | None = None
    ticked: frozenset[str] = frozenset()


def measures(facts: Facts) -> dict[str, Measure]:
    """The measures that the facts give; what is not known is not there.

    >>> measures(Facts(age=36, miscarriages=2))
    {'age': 36, 'abortions': 2}
    """
    found: dict[str, Measure | None] = {
        "age": _age(facts),
        "height_mm": facts.height_mm,
        "bmi": bmi(facts.weight_g, facts.height_mm) if facts.weight_g and facts.height_mm else None,
        "rh_negative": facts.rh_negative,
        "birth_interval_months": _interval(facts.last_birth_on, facts.started_on),
        "gravida": facts.gravida,
        "para": facts.para,
        "caesareans": facts.caesareans,
        "abortions": _total(facts.miscarriages, facts.induced_abortions),
        "perinatal_deaths": _total(facts.fetal_deaths, facts.stillbirths, facts.neonatal_deaths),
        "defects": facts.defects,
        "fetuses": facts.fetuses,
        "past_history": facts.past_history or None,
        "family_history": facts.family_history or None,
        "ga_days": _days(facts.started_on, facts.on),
        "hb": facts.hb,
        "platelets": facts.platelets,
        "bp_sys": facts.bp_sys,
        "bp_dia": facts.bp_dia,
        "fasting_glucose": None
        if facts.fasting_glucose is None
        else Decimal(facts.fasting_glucose) / 100,
        "glucose_ga_days": _days(facts.started_on, facts.glucose_on),
        "urine_sugar": facts.urine_sugar,
        "urine_protein_twice": max(map(min, pairwise(facts.urine_proteins)), default=None),
        "hbsag": facts.hbsag,
        "transaminase": max(
            (value for value in (facts.alt, facts.ast) if value is not None), default=None
        ),
        "syphilis": facts.syphilis,
        "hiv": facts.hiv,
    }
    return {name: value for name, value in found.items() if value is not None}


def sentence(name: str, measured: Mapping[str, Measure], facts: Facts) -> Why:
    """A measure's value as a sentence.

    >>> print(sentence("height_mm", {"height_mm": 1452}, Facts()))
    身高 145.2 cm
    """
    if name == "birth_interval_months":
        return Why(SENTENCES[name], {"birth": facts.last_birth_on, "start": facts.started_on})
    value = measured[name]
    if isinstance(value, frozenset):
        words = (HISTORY[name].get(digit, digit) for digit in sorted(value))
        return Why(SENTENCES[name], {"value": Phrase(*words)})
    if name in _WEEKS and isinstance(value, int):
        weeks, days = divmod(value, _DAYS_A_WEEK)
        return Why(SENTENCES[name], {"value": f"{weeks}+{days}"})
    if name in _SCALES and isinstance(value, int):
        return Why(SENTENCES[name], {"value": f"{Decimal(value) / _SCALES[name]:f}"})
    return Why(SENTENCES[name], {"value": value})


def _age(facts: Facts) -> int | None:
    if facts.birth_date and facts.on:
        return completed_years(facts.birth_date, facts.on)
    return facts.age


def _days(start: date | None, on: date | None) -> int | None:
    return (on - start).days if start and on and on >= start else None


def _total(*counts: int | None) -> int | None:
    """The sum of those known, which is the least it can be."""
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def _interval(birth: date | None, start: date | None) -> Fraction | None:
    """Calendar months from the last birth to this pregnancy's start, part months as a fraction."""
    if not birth or not start or start < birth:
        return None
    months = completed_months(birth, start)
    beyond = (start - add_months(birth, months)).days  # 31 at most
    return months + Fraction(beyond, 32)
