"""The registers of a period: who stands in each, read in bulk from one state of the books.

- notices: found by the villages in the period;
- bookings: cards opened in it;
- pregnancy: booked or delivered in the period, or on the books in it (neither delivered nor ended
  before it began);
- postpartum: delivered in the period;
- high_risk: those of the pregnancy register who are or were more than green;
- births: the babies of the period's deliveries, alive or not;
- refusals: the period's visits after birth at which she was not seen;
- folic: courses going on in the period, what moved in the stock in it, its counts;
- child: under 7 on the period's last day, not dead or moved away before it began;
- child deaths: under five, in the period;
- certificate: issued in the period, or spoilt in it and still spoilt;
- supervision: clinics visited in the period;
- cases: what was recorded in the period of each kind that has a register, by kind, unless only
  some may read it: those go into a package of their own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from desk.birth_registers import births, refusals
from desk.case_kinds import KINDS
from desk.case_registers import case_lines
from desk.certificate_registers import issued_or_spoilt
from desk.child_registers import child_deaths, children
from desk.context import Desk
from desk.folic_registers import FolicRegisters, folic
from desk.indicators import IndicatorReport, read_report
from desk.maternal_registers import booked, delivered, pregnancies
from desk.notice_registers import notices
from desk.register_parts import columns_of
from desk.register_rows import (
    BirthLine,
    BookingLine,
    CaseLine,
    CertificateLine,
    ChildDeathLine,
    ChildLine,
    NoticeLine,
    PregnancyLine,
    RefusalLine,
    RiskLine,
    SupervisionLine,
)
from desk.risk_registers import high_risk
from models.people import Village
from models.supervision import SupervisionVisit
from rules.periods import Period

READ = "records.read"  # who may read anything may read what needs no more
_VETOED = "2"


@dataclass(frozen=True, slots=True)
class Registers:
    """All registers of a period and its rates."""

    period: Period
    as_of: date
    notices: tuple[NoticeLine, ...]
    bookings: tuple[BookingLine, ...]
    pregnancies: tuple[PregnancyLine, ...]
    postpartum: tuple[PregnancyLine, ...]
    high_risk: tuple[RiskLine, ...]
    births: tuple[BirthLine, ...]
    refusals: tuple[RefusalLine, ...]
    folic: FolicRegisters
    children: tuple[ChildLine, ...]
    child_deaths: tuple[ChildDeathLine, ...]
    certificates: tuple[CertificateLine, ...]  # masked
    supervision: tuple[SupervisionLine, ...]
    cases: Mapping[str, tuple[CaseLine, ...]]
    indicators: IndicatorReport


def registers(desk: Desk, period: Period) -> Registers:
    """The registers of a period as the books stand on the business day.

    The register of certificates is masked, whoever reads it: what is whole takes a second person,
    and leaves with the certificate registers alone.
    """
    with desk.reading("ledgers.export") as session:
        last = min(period.end, desk.today)
        lines = tuple(pregnancies(session, period.start, last))
        return Registers(
            period=period,
            as_of=desk.today,
            notices=tuple(notices(session, period.start, last)),
            bookings=tuple(booked(session, lines, period.start, last)),
            pregnancies=lines,
            postpartum=tuple(delivered(lines, period.start, last)),
            high_risk=tuple(high_risk(session, lines)),
            births=tuple(births(session, period.start, last)),
            refusals=tuple(refusals(session, period.start, last)),
            folic=folic(session, desk, period),
            children=tuple(children(session, period.start, last)),
            child_deaths=tuple(child_deaths(session, period.start, last)),
            certificates=tuple(issued_or_spoilt(session, period.start, last)),
            supervision=tuple(_supervision(session, period.start, last)),
            cases={
                kind.name: tuple(case_lines(session, kind, period.start, last))
                for kind in KINDS.values()
                if kind.register and kind.reads == READ
            },
            indicators=read_report(session, period, desk.today),
        )


def infection_registers(desk: Desk, period: Period) -> dict[str, tuple[CaseLine, ...]]:
    """What was recorded in the period of each kind that only some may read, by kind."""
    with desk.reading("infections.read") as session:
        last = min(period.end, desk.today)
        return {
            kind.name: tuple(case_lines(session, kind, period.start, last))
            for kind in KINDS.values()
            if kind.register and kind.reads != READ
        }


def _supervision(session: Session, start: date, last: date) -> Iterator[SupervisionLine]:
    visits = (
        select(SupervisionVisit, col(Village.name))
        .join(Village, col(Village.id) == col(SupervisionVisit.village_id))
        .where(col(SupervisionVisit.visited_on).between(start, last))
        .order_by(col(SupervisionVisit.visited_on), col(SupervisionVisit.id))
    )
    for visit, village in session.execute(visits):
        yield SupervisionLine(
            village=village,
            vetoed=visit.vetoed == _VETOED,
            **columns_of(
                visit,
                "visited_on supervisors clinic_head score highlights problems advice letter_no"
                " deadline struck_off_on",
            ),
        )
