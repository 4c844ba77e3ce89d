"""The registers of certificates and blanks of a period, read in bulk from one state of the books.

Everybody gets them masked (``rules.masking``). They are whole for their keeper alone, and leave so
with a second person's word (``ledgers.export.certificate_copies``).

- receipts, slips, losses, counts and plans: of the period, by their day; what turned up later or
  was retracted is among the receipts, what issuing drew by itself among the slips;
- certificates: issued in the period, by number;
- voids: a line for each number the table counts as void or lost, or as no longer so;
- waiting: handed up in the period, or void at its end and not handed up, for the request to
  destroy them; those lost from custody are named, with the day, and do not go up.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from desk.certificate_flows import cause_of, numbers
from desk.certificate_holders import Holders
from desk.certificate_lines import (
    CountedLine,
    LossLine,
    PaperLine,
    PlanLine,
    ReceiptLine,
    SlipLine,
    VoidLine,
    masked_count,
    masked_loss,
    masked_person,
    masked_plan,
    masked_receipt,
    masked_slip,
    masked_void,
)
from desk.certificate_stock_lines import Balances, by_day, receipt_lines, slip_lines
from desk.context import Desk
from desk.delegation import Names
from desk.house_rules import house_rule
from desk.losses import moves_of
from desk.register_parts import columns_of
from desk.register_rows import CertificateLine
from desk.stock import last_move, may_have_been
from desk.stock_book import used_in
from models.blanks import Blank, BlankMove, BlankPlan, CountLine, Loss, Slip, StockCount
from models.certificate import Application, Collection, Issue, Seal
from rules.certificate_states import LOSS_CAUSES, LOST, VOID_CAUSES
from rules.periods import Period

SPOILT = {"void": "废证", "lost": "空白证遗失"}  # with the word where no reason was kept
_VOID = ("misprint", "lost", "other_void")  # the columns of the table
_CUSTODY = ("void", "void_lost")  # not handed up yet, here or gone
_OTHER = "9"  # in both lists of causes: says nothing by itself


@dataclass(frozen=True, slots=True)
class CertificateRegisters:
    """All of them, of one period."""

    period: Period
    as_of: date
    masked: bool
    receipts: tuple[ReceiptLine, ...]
    slips: tuple[SlipLine, ...]
    papers: tuple[PaperLine, ...]
    voids: tuple[VoidLine, ...]
    waiting: tuple[VoidLine, ...]
    losses: tuple[LossLine, ...]
    counts: tuple[CountedLine, ...]
    plans: tuple[PlanLine, ...]


def certificate_registers(desk: Desk, period: Period, *, masked: bool) -> CertificateRegisters:
    """The registers of a period as the books stand on the business day.

    Raises:
        NotPermitted: ``masked`` is False and this user is not their keeper, the issuer.
    """
    with desk.reading("stock.read" if masked else "certificates.write") as session:
        last = min(period.end, desk.today)
        balances = Balances.read(session, period.start)
        papers = tuple(_papers(session, period.start, last))
        voids = tuple(_voids(session, period.start, last))
        receipts = tuple(receipt_lines(session, balances, period.start, last))
        waiting = tuple(_request(session, period.start, last))
        counts = tuple(_counts(session, period.start, last))
        plans = tuple(_plans(session, period.start, last))
        slips = tuple(slip_lines(session, balances, period.start, last))
        losses = tuple(_losses(session, period.start, last))
        return CertificateRegisters(
            period=period,
            as_of=desk.today,
            masked=masked,
            receipts=tuple(map(masked_receipt, receipts)) if masked else receipts,
            slips=tuple(map(masked_slip, slips)) if masked else slips,
            papers=tuple(map(masked_person, papers)) if masked else papers,
            voids=tuple(map(masked_void, voids)) if masked else voids,
            waiting=tuple(map(masked_void, waiting)) if masked else waiting,
            losses=tuple(map(masked_loss, losses)) if masked else losses,
            counts=tuple(map(masked_count, counts)) if masked else counts,
            plans=tuple(map(masked_plan, plans)) if masked else plans,
        )


def issued_or_spoilt(session: Session, start: date, last: date) -> list[CertificateLine]:
    """The quarter's register, masked: issued in the period, or spoilt in it and still so."""
    named = Names(session)
    issued = select(Issue).where(col(Issue.issued_on).between(start, last))
    lines = [
        CertificateLine(
            on=issue.issued_on,
            **columns_of(
                issue,
                "number child_name sex birth_date birth_time birth_ga_days birth_weight_g"
                " birth_length_mm mother_name father_name address kind receiver relation"
                " old_number remark",
            ),
            **_numbers(issue, "mother", "father", "receiver"),
            issuer=named(issue.issuer, issue.delegation_id) or None,
        )
        for (issue,) in session.execute(issued)
    ]
    spoilt = {
        each.number: CertificateLine(each.number, each.on, each.handler, _reason(each))
        for each in _voids(session, start, last)
        if each.count > 0 and each.state in {*SPOILT, *LOST, "handed_up", "destroyed"}
    }
    people = map(masked_person, lines)
    return sorted([*people, *spoilt.values()], key=lambda line: line.number)


def _reason(line: VoidLine) -> str:
    """As chosen from the list; what was written beside it may name a family."""
    causes = LOSS_CAUSES if line.becomes == "lost" else VOID_CAUSES
    chosen = next((each.label for each in causes if each.code == line.cause), "")
    return (chosen if line.cause != _OTHER else "") or SPOILT[line.becomes]


def _papers(session: Session, start: date, last: date) -> Iterator[PaperLine]:
    query = (
        select(Issue, Application, Seal, Collection)
        .join(Application, col(Application.id) == col(Issue.application_id), isouter=True)
        .join(Seal, col(Seal.issue_id) == col(Issue.id), isouter=True)
        .join(Collection, col(Collection.issue_id) == col(Issue.id), isouter=True)
        .where(col(Issue.issued_on).between(start, last))
        .order_by(col(Issue.number))
    )
    face = (
        "number kind issued_on child_name sex birth_date mother_name father_name"
        " marriage_no paternity_no old_number"
    )
    asked = "cause cause_words returned newspaper declared_on mother_hukou father_hukou"
    named = Names(session)
    nothing: dict[str, Any] = dict.fromkeys(asked.split())
    county = house_rule(session, "cert_county")
    for issue, application, seal, collection in session.execute(query):
        taken = collection or issue  # books before collections told who took it with the issue
        yield PaperLine(
            **columns_of(issue, face),
            county=county,
            issuer=named(issue.issuer, issue.delegation_id) or None,
            reviewer=_reviewer(named, issue, application),
            **_numbers(issue, "mother", "father"),
            **(columns_of(application, asked) if application else nothing),
            **columns_of(taken, "receiver relation"),
            **_numbers(taken, "receiver"),
            sealer=named(seal.sealer, seal.delegation_id) if seal else None,
            sealed_on=seal.sealed_on if seal else None,
            collected_on=collection.collected_on if collection else None,
            letters=named.letters(
                application.taken_delegation_id if application else None,
                collection.delegation_id if collection else None,
            ),
        )


def _reviewer(named: Names, issue: Issue, application: Application | None) -> str | None:
    return named(issue.reviewer, application.delegation_id if application else None) or None


def _numbers(record: Issue | Collection, *whose: str) -> dict[str, Any]:
    """The number of each person's paper; of one without a resident's card that of another."""
    numbers = {who: (f"{who}_id_no", f"{who}_other_no") for who in whose}
    return {own: getattr(record, own) or getattr(record, other) for own, other in numbers.values()}


def _voids(session: Session, start: date, last: date) -> Iterator[VoidLine]:
    """As the table counts them, by day and number; one found again is off (11) and on (12)."""
    counted = list(numbers(session, _VOID, start, last))
    found = [(each.move, each.blank.number, each.blank.state) for each in counted]
    for line, each in zip(_void_lines(session, found), counted, strict=True):
        yield replace(line, column=each.column, count=each.amount, cause=each.cause)


def _request(session: Session, start: date, last: date) -> list[VoidLine]:
    """Handed up in the period, and those not handed up at its end; the oldest first."""
    up = select(col(BlankMove.blank_id)).where(
        col(BlankMove.becomes) == "handed_up", col(BlankMove.moved_on).between(start, last)
    )
    kept = (
        select(col(Blank.id))
        .join(BlankMove, col(BlankMove.id) == last_move(last))
        .where(may_have_been(last, _CUSTODY), col(BlankMove.becomes).in_(_CUSTODY))
    )
    wanted = {*session.scalars(up), *session.scalars(kept)}
    voided = (
        select(func.max(col(BlankMove.id)))
        .where(
            col(BlankMove.becomes) == "void",
            col(BlankMove.was) != "void_lost",
            col(BlankMove.moved_on) <= last,
            col(BlankMove.blank_id).in_(wanted),
        )
        .group_by(col(BlankMove.blank_id))
    )
    query = (
        select(BlankMove, col(Blank.number), col(Blank.state))
        .join(Blank, col(Blank.id) == col(BlankMove.blank_id))
        .where(col(BlankMove.id).in_(voided))
    )
    lines = _void_lines(session, session.execute(query).all(), until=last)
    return sorted(lines, key=lambda line: (line.up_on or date.max, line.on, line.number))


def _void_lines(
    session: Session, found: Sequence[Any], until: date = date.max
) -> Iterator[VoidLine]:
    """Each with what became of it until a day: handed up with a slip, taken back by two, lost."""
    moves = [move for move, _, _ in found]
    blanks = {move.blank_id for move in moves}
    query = (
        select(BlankMove, Slip)
        .join(Slip, col(Slip.id) == col(BlankMove.slip_id), isouter=True)
        .where(
            col(BlankMove.blank_id).in_(blanks),
            col(BlankMove.was).in_(_CUSTODY),
            col(BlankMove.moved_on) <= until,
        )
        .order_by(col(BlankMove.id))
    )
    since: defaultdict[int, list[tuple[BlankMove, Slip | None]]] = defaultdict(list)
    for then, slip in session.execute(query):
        since[then.blank_id].append((then, slip))
    reports = session.scalars(select(Loss).where(col(Loss.blank_id).in_(blanks))).all()
    told = moves_of(session, reports)
    lost = {told[each.id].id: each.reviewer for each in reports if each.id in told}
    named, units = Names(session), Holders(session, moves)
    for move, number, state in found:
        then, slip = _after(move, since[move.blank_id])
        back = then if then and then.becomes == "in_stock" else None
        up = then if then and then.becomes == "handed_up" else None
        gone = then if then and then.becomes == "void_lost" else None
        yield VoidLine(
            number=number,
            unit=units(move),
            on=move.moved_on,
            becomes=move.becomes,
            cause=cause_of(move.was, move.becomes, move.cause, move.reason),
            words=move.reason,
            handler=named(move.handler, move.delegation_id),
            second=named(move.second, move.second_delegation_id)
            or lost.get(move.id)
            or (slip.checked_by if slip else None),
            state=state,
            up_on=up.moved_on if up else None,
            up_to=slip.partner if slip else None,
            up_no=slip.letter_no if slip else None,
            back_on=back.moved_on if back else None,
            back_words=back.reason if back else None,
            back_by=named(back.handler, back.delegation_id) if back else None,
            back_second=named(back.second, back.second_delegation_id) if back else None,
            gone_on=gone.moved_on if gone else None,
        )


def _after(
    void: BlankMove, since: Sequence[tuple[BlankMove, Slip | None]]
) -> tuple[BlankMove | None, Slip | None]:
    """The move by which a void left custody, or its last one there; a blank lost was in none."""
    found: tuple[BlankMove | None, Slip | None] = (None, None)
    for then, slip in since if void.becomes == "void" else ():
        if (then.id or 0) > (void.id or 0):
            found = then, slip
            if then.becomes not in _CUSTODY:
                break
    return found


def _losses(session: Session, start: date, last: date) -> Iterator[LossLine]:
    query = (
        select(Loss, col(Blank.number))
        .join(Blank, col(Blank.id) == col(Loss.blank_id))
        .where(col(Loss.found_on).between(start, last))
        .order_by(col(Loss.found_on), col(Blank.number))
    )
    fields = (
        "found_on found_at cause story told_police_on police reported_on reported_at declared_on"
        " newspaper for_unit for_people reviewer"
    )
    found = session.execute(query).all()
    moves, named = moves_of(session, [loss for loss, _ in found]), Names(session)
    units = Holders(session, moves.values())
    for loss, number in found:
        yield LossLine(
            number=number,
            unit=units(moves[loss.id]),
            state=moves[loss.id].becomes,
            handler=named(loss.handler, loss.delegation_id),
            **columns_of(loss, fields),
        )


def _counts(session: Session, start: date, last: date) -> Iterator[CountedLine]:
    differences: dict[int, list[tuple[str, str, str | None]]] = {}
    for line in session.scalars(select(CountLine).order_by(col(CountLine.number))):
        difference = (line.number, line.difference, line.words)
        differences.setdefault(line.count_id, []).append(difference)
    fields = "kind counted_on on_books counted checked_by remark"
    named = Names(session)
    for count in by_day(session, StockCount, col(StockCount.counted_on), start, last):
        found = tuple(differences.get(count.id, ()))
        yield CountedLine(
            **columns_of(count, fields),
            counted_by=named(count.counted_by, count.delegation_id),
            differences=found,
        )


def _plans(session: Session, start: date, last: date) -> Iterator[PlanLine]:
    for plan in by_day(session, BlankPlan, col(BlankPlan.asked_on), start, last):
        told = columns_of(plan, "year births asked asked_on remark")
        handler = Names(session)(plan.handler, plan.delegation_id)
        yield PlanLine(**told, handler=handler, used=used_in(session, plan.year - 1))
