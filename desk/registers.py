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
from models.blanks import Blank, BlankMove
from models.certificate import Issue
from models.people import Village
from models.supervision import SupervisionVisit
from rules.periods import Period

SPOILT = {"void": "废证", "lost": "空白证遗失"}  # with the word where no reason was kept
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
    certificates: tuple[CertificateLine, ...]
    supervision: tuple[SupervisionLine, ...]
    cases: Mapping[str, tuple[CaseLine, ...]]
    indicators: IndicatorReport


def registers(desk: Desk, period: Period) -> Registers:
    """The registers of a period as the books stand on the business day."""
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
            certificates=tuple(_certificates(session, period.start, last)),
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


def _certificates(session: Session, start: date, last: date) -> list[CertificateLine]:
    issued = select(Issue).where(col(Issue.issued_on).between(start, last))
    lines = [
        CertificateLine(
            on=issue.issued_on,
            **columns_of(
                issue,
                "number issuer child_name sex birth_date birth_time birth_ga_days birth_weight_g"
                " birth_length_mm mother_name mother_id_no father_name father_id_no address kind"
                " receiver relation receiver_id_no old_number remark",
            ),
        )
        for (issue,) in session.execute(issued)
    ]
    moves = (
        select(
            col(Blank.number),
            col(BlankMove.moved_on),
            col(BlankMove.handler),
            col(BlankMove.becomes),
            col(BlankMove.reason),
        )
        .join(Blank, col(Blank.id) == col(BlankMove.blank_id))
        .where(
            col(BlankMove.moved_on).between(start, last),
            col(BlankMove.becomes).in_(tuple(SPOILT)),
            col(Blank.state).in_((*SPOILT, "destroyed")),
        )
        .order_by(col(BlankMove.id))
    )
    spoilt = {
        number: CertificateLine(number, on, handler, reason or SPOILT[becomes])
        for number, on, handler, becomes, reason in session.execute(moves)
    }
    return sorted([*lines, *spoilt.values()], key=lambda line: line.number)


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
