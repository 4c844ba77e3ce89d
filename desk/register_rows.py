"""One line of each register, as plain values: dates are dates, measurements stored integers."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Someone:
    """Who a line is about."""

    person_id: int
    name: str
    id_no: str | None
    birth_date: date | None
    phones: tuple[str, ...]
    village: str
    group_no: int | None
    address: str | None
    residence: str

    @property
    def home(self) -> str:
        """Village and group as registers write them."""
        return f"{self.village}{self.group_no}组" if self.group_no else self.village


@dataclass(frozen=True, slots=True)
class BabyLine:
    """A baby of a delivery; codes as stored. ``condition`` is the newborn visit's finding."""

    outcome: str
    sex: str
    weight_g: int | None
    condition: str = ""
    name: str | None = None
    cert_no: str | None = None


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """A delivery as registers show it; codes as stored."""

    delivered_on: date
    delivered_at: str | None
    place: str | None
    level: str | None
    mode: str | None
    attendant: str | None
    ga_days: int | None
    discharged_on: date | None
    babies: tuple[BabyLine, ...]


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit after birth at which she was seen, or not; codes as stored, 2 is abnormal."""

    visited_on: date
    kind: str
    met: str
    not_met_why: str | None
    temperature: int | None
    bp_sys: int | None
    bp_dia: int | None
    health: str | None
    mind: str | None
    breasts: str
    breasts_finding: str | None
    lochia: str
    lochia_finding: str | None
    uterus: str
    uterus_finding: str | None
    wound: str
    wound_finding: str | None
    outcome: str
    finding: str | None
    guidance: tuple[str, ...]
    guidance_other: str | None
    handling: str | None
    referral: str
    referral_reason: str | None
    referral_place: str | None
    doctor: str | None


@dataclass(frozen=True, slots=True)
class PregnancyLine:
    """A line of the pregnancy register.

    Attributes:
        started: the day gestation counts from.
        booked_ga_days: by the dating in force, else as the paper has it.
        bp_sys, bp_dia: the card's, else those of the first contact that has them.
        contacts: the days of contacts 1 to 5.
    """

    card_id: int
    woman: Someone
    card_no: str | None
    husband_name: str | None
    gravida: int | None
    para: int | None
    lmp: date | None
    edd: date | None
    started: date | None
    booked_on: date | None
    booked_ga_days: int | None
    risk_factors: str | None
    risk_colours: tuple[str, ...]
    bp_sys: int | None
    bp_dia: int | None
    contacts: tuple[date | None, ...]
    delivery: DeliveryLine | None
    visits: tuple[VisitLine, ...]
    state: str
    end_reason: str | None
    ended_on: date | None
    doctor: str | None
    remark: str | None


@dataclass(frozen=True, slots=True)
class BookingLine:
    """A card opened in the period, and what the first screening came to, as colours.

    ``screened`` is None where nobody screened her, empty where something waits for an assessment.
    """

    pregnancy: PregnancyLine
    early: bool | None
    screened: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """The village's word of a pregnancy, and the card that came of it; codes as stored."""

    woman: Someone
    found_on: date
    source: str
    reporter: str | None
    husband_name: str | None
    gravida: int | None
    para: int | None
    lmp: date | None
    edd: date | None
    ga_days: int | None
    folic_use: str | None
    told_on: date | None
    booked_on: date | None
    outcome: str | None
    delivered_on: date | None
    end_reason: str | None
    remark: str | None


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A line of the high-risk register; ``registered_ga_days`` on the day it was registered."""

    pregnancy: PregnancyLine
    found_on: date | None
    registered_ga_days: int | None
    assessed_on: date | None
    assessed_at: str | None
    followed_on: tuple[date, ...]
    referral: "ReferredLine | None"
    registered_on: date | None
    reported_on: date | None
    report_to: str | None
    managed_on: date | None
    treated_on: date | None
    delivery_place: str | None
    outcome: str | None
    outcome_on: date | None
    closed_on: date | None
    doctor: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class ReferredLine:
    """A referral and what came of it."""

    referred_on: date
    place: str | None
    department: str | None
    reason: str
    result_on: date | None
    result_place: str | None
    result: str | None


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A record of a kind on a card; ``values`` as stored, by field name.

    ``ga_days`` is the gestation on its day while she was pregnant; ``referral`` the one that
    follows from the record.
    """

    pregnancy: PregnancyLine
    ga_days: int | None
    values: dict[str, Any]
    referral: ReferredLine | None = None


@dataclass(frozen=True, slots=True)
class BirthLine:
    """A baby of a delivery of the period; codes as stored."""

    mother: Someone
    name: str | None
    cert_no: str | None
    died_on: date | None
    issued_on: date | None
    card_no: str | None
    father_name: str | None
    father_id_no: str | None
    reported_on: date | None
    delivered_on: date
    delivered_at: str | None
    ga_days: int | None
    place: str | None
    level: str | None
    area: str | None
    mode: str | None
    assisted: str | None
    attendant: str | None
    blood_loss_ml: int | None
    perineum: str | None
    complications: str | None
    critical: str | None
    mother_outcome: str
    discharged_on: date | None
    birth_order: int
    fetuses: int
    outcome: str
    sex: str
    weight_g: int | None
    length_mm: int | None
    apgar_1: int | None
    apgar_5: int | None
    apgar_10: int | None
    defect: str | None
    defect_diagnosis: str | None
    defect_basis: str | None
    blood_taken: str | None
    hearing: str | None


@dataclass(frozen=True, slots=True)
class RefusalLine:
    """A visit after birth at which she was not seen."""

    woman: Someone
    delivered_on: date
    discharged_on: date | None
    visited_on: date
    kind: str
    met: str
    not_met_why: str | None
    doctor: str | None


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A child's check; without a day it was not done."""

    checked_on: date | None
    weight_g: int | None
    length_mm: int | None


@dataclass(frozen=True, slots=True)
class ChildLine:
    """A line of the child register; ``checks`` by contact code."""

    child: Someone
    sex: str
    cert_no: str | None
    mother_name: str | None
    mother_id_no: str | None
    birth_weight_g: int | None
    birth_ga_days: int | None
    checks: dict[str, CheckLine]
    high_risk: str | None
    remark: str | None


@dataclass(frozen=True, slots=True)
class ChildDeathLine:
    """A child under five who died; ``values`` of the report card as stored, by field name."""

    child: Someone
    sex: str
    mother_name: str | None
    father_name: str | None
    birth_weight_g: int | None
    birth_ga_days: int | None
    reported_on: date | None
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """A certificate issued, or a number that was spoilt (``void_reason`` is not None)."""

    number: str
    on: date
    issuer: str | None
    void_reason: str | None = None
    child_name: str = ""
    sex: str = "0"
    birth_date: date | None = None
    birth_time: str | None = None
    birth_ga_days: int | None = None
    birth_weight_g: int | None = None
    birth_length_mm: int | None = None
    mother_name: str | None = None
    mother_id_no: str | None = None
    father_name: str | None = None
    father_id_no: str | None = None
    address: str | None = None
    kind: str | None = None
    receiver: str | None = None
    relation: str | None = None
    receiver_id_no: str | None = None
    old_number: str | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class SupervisionLine:
    """A visit to a village clinic; ``score`` in tenths of a point."""

    village: str
    visited_on: date
    supervisors: str
    clinic_head: str | None
    score: int | None
    vetoed: bool
    highlights: str | None
    problems: str | None
    advice: str | None
    letter_no: str | None
    deadline: date | None
    struck_off_on: date | None
