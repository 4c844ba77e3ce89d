"""What the indicators are counted from: one delivery, one child, and the frame they stand in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from rules.periods import Period
from rules.schedule import HOME_VISIT_COUNTS_DAYS


class Base(StrEnum):
    """What a denominator counts; twins make women and live births differ."""

    WOMEN = "产妇数"
    LIVE_BIRTHS = "活产数"
    CHILDREN = "儿童数"


@dataclass(frozen=True, slots=True)
class IndicatorSettings:
    """The thresholds a centre may set; the defaults are the national ones.

    booking_days: last day from the LMP that is "before 13 weeks" (12+6).
    postpartum_days: days after discharge in which a visit counts.
    newborn_days: age in days before which a visit counts as a newborn's.
    early_days: how early before its window a child check may be done.
    system_checks: the checks of 系统管理; the newborn visit is none of them.
    bases: another denominator for an indicator, by its code.
    """

    booking_days: int = 90
    min_contacts: int = 5
    postpartum_days: int = HOME_VISIT_COUNTS_DAYS
    newborn_days: int = 28
    early_days: int = 0
    system_checks: tuple[str, ...] = ("3m", "6m", "8m", "12m", "18m", "24m", "30m")
    bases: Mapping[str, Base] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MotherFacts:
    """One delivery of one woman in the pregnancy book; ``ref`` is the caller's key.

    ``contacts`` are the days of her antenatal contacts, ``hospital_delivery`` is None where the
    place is not known; a refused visit is none, its day stands in the reason.
    """

    delivered_on: date
    live_births: int = 1
    booked_on: date | None = None
    booked_ga_days: int | None = None
    lmp: date | None = None
    contacts: tuple[date, ...] = ()
    discharged_on: date | None = None
    hospital_delivery: bool | None = None
    postpartum_visits: tuple[date, ...] = ()
    refused_visits: tuple[date, ...] = ()
    ref: int = 0

    @property
    def conceived(self) -> date | None:
        """The day gestation counts from: the LMP, else what the booking's gestation implies."""
        if self.lmp or self.booked_on is None or self.booked_ga_days is None:
            return self.lmp
        return self.booked_on - timedelta(days=self.booked_ga_days)


@dataclass(frozen=True, slots=True)
class ChildFacts:
    """One live-born child of the township; ``ref`` is the caller's key.

    ``checks`` holds the day each contact was done, by contact code. ``since`` and ``until`` bound
    the child's stay: moved in, moved away or died.
    """

    birth_date: date
    visits: tuple[date, ...] = ()
    checks: Mapping[str, date] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    ref: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """The period counted, the business day, the thresholds. What lies after the day is not seen."""

    period: Period
    today: date
    settings: IndicatorSettings

    @property
    def end(self) -> date:
        """The last day that is over: the period's, or today in a running one."""
        return min(self.period.end, self.today)

    def covers(self, day: date) -> bool:
        """Whether the day lies in the part of the period that is over."""
        return self.period.start <= day <= self.end
