"""The registers of a period: who stands in each, read in bulk from one state of the books.

- pregnancy: booked or delivered in the period, or on the books in it (neither delivered nor ended
  before it began);
- postpartum: delivered in the period;
- high_risk: those of the pregnancy register who are or were more than green;
- births: the babies of the period's deliveries, alive or not;
- refusals: the period's visits after birth at which she was not seen;
- child: under 7 on the period's last day, not dead or moved away before it began;
- certificate: issued in the period, or spoilt in it and still spoilt;
- supervision: clinics visited in the period;
- cases: what was recorded in the period of each kind that has a register, by kind; a kind that
  the exporting person may not read is left out.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from desk.case_kinds import KINDS
from desk.case_registers import CaseLine, case_lines
from desk.context import Desk
from desk.indicators import IndicatorReport, read_report
from desk.maternal_registers import births, delivered, high_risk, pregnancies, refusals
from desk.register_parts import by_village, columns_of, someone
from desk.register_rows import (
    BirthLine,
    CertificateLine,
    CheckLine,
    ChildLine,
    PregnancyLine,
    RefusalLine,
    RiskLine,
    SupervisionLine,
)
from models.certificate import Blank, BlankMove, Issue
from models.child import Child, ChildCheck
from models.people import Person, Village
from models.supervision import SupervisionVisit
from rules.dates import add_months
from rules.periods import Period

UNDER_7 = 7 * 12  # months
SPOILT = {"void": "废证", "lost": "空白证遗失"}  # with the word where no reason was kept
_VETOED = "2"


@dataclass(frozen=True, slots=True)
class Registers:
    """All registers of a period and its rates."""

    period: Period
    as_of: date
    pregnancies: tuple[PregnancyLine, ...]
    postpartum: tuple[PregnancyLine, ...]
    high_risk: tuple[RiskLine, ...]
    births: tuple[BirthLine, ...]
    refusals: tuple[RefusalLine, ...]
    children: tuple[ChildLine, ...]
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
            pregnancies=lines,
            postpartum=tuple(delivered(lines, period.start, last)),
            high_risk=tuple(high_risk(session, lines)),
            births=tuple(births(session, period.start, last)),
            refusals=tuple(refusals(session, period.start, last)),
            children=tuple(_children(session, period.start, last)),
            certificates=tuple(_certificates(session, period.start, last)),
            supervision=tuple(_supervision(session, period.start, last)),
            cases={
                kind.name: tuple(case_lines(session, kind, period.start, last))
                for kind in KINDS.values()
                if kind.register and desk.may(kind.reads)
            },
            indicators=read_report(session, period, desk.today),
        )


def _children(session: Session, start: date, last: date) -> Iterator[ChildLine]:
    listed = (
        col(Person.birth_date) > add_months(last, -UNDER_7),
        col(Person.birth_date) <= last,
        or_(col(Person.died_on).is_(None), col(Person.died_on) >= start),
        or_(col(Person.moved_out_on).is_(None), col(Person.moved_out_on) >= start),
    )
    checks: defaultdict[int, dict[str, CheckLine]] = defaultdict(dict)
    done = (
        select(
            col(ChildCheck.child_id),
            col(ChildCheck.contact),
            col(ChildCheck.checked_on),
            col(ChildCheck.weight_g),
            col(ChildCheck.length_mm),
        )
        .join(Child, col(Child.id) == col(ChildCheck.child_id))
        .join(Person, col(Person.id) == col(Child.person_id))
        .where(*listed)
        .order_by(col(ChildCheck.checked_on))
    )
    for child_id, contact, *measured in session.execute(done):
        checks[child_id].setdefault(contact, CheckLine(*measured))
    mother = aliased(Person)
    children = (
        select(Child, Person, col(Village.name), col(mother.id_no))
        .join(Person, col(Person.id) == col(Child.person_id))
        .join(Village, col(Village.id) == col(Person.village_id), isouter=True)
        .join(mother, col(mother.id) == col(Child.mother_id), isouter=True)
        .where(*listed)
        .order_by(*by_village(), col(Person.birth_date), col(Child.id))
    )
    for child, person, village, mother_id_no in session.execute(children):
        yield ChildLine(
            child=someone(person, village),
            sex=person.sex,
            mother_id_no=mother_id_no,
            checks=checks[child.id],
            **columns_of(
                child, "cert_no mother_name birth_weight_g birth_ga_days high_risk remark"
            ),
        )


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
