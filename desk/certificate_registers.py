"""The registers of certificates and blanks of a period, read in bulk from one state of the books.

Whoever may not read certificates gets them masked (``rules.masking``), and so does whoever asks for
a copy that is to be passed on.

- receipts, slips, losses and counts: of the period, by their day;
- certificates: issued in the period, by number;
- voids: became void or were lost in the period, also those taken back since;
- waiting: void at the end of the period and not handed up, for the request to destroy them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from desk.certificate_flows import cause_of
from desk.certificate_lines import (
    CountedLine,
    LossLine,
    PaperLine,
    ReceiptLine,
    SlipLine,
    VoidLine,
    masked_count,
    masked_loss,
    masked_person,
    masked_slip,
    masked_void,
)
from desk.context import Desk
from desk.register_parts import columns_of
from desk.register_rows import CertificateLine
from desk.stock_book import kept_receipts
from models.blanks import Blank, BlankMove, CountLine, Loss, Receipt, Slip, StockCount
from models.certificate import Application, Collection, Issue, Seal
from models.people import Delegation
from rules.certificate_states import LOSS_CAUSES, STOCK, VOID_CAUSES
from rules.periods import Period

SPOILT = {"void": "废证", "lost": "空白证遗失"}  # with the word where no reason was kept
_OTHER = "9"  # in both lists of causes: says nothing by itself
_STATES = tuple(sorted(STOCK))


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


def certificate_registers(desk: Desk, period: Period, *, masked: bool) -> CertificateRegisters:
    """The registers of a period as the books stand on the business day.

    Raises:
        NotPermitted: ``masked`` is False and this user may not read certificates.
    """
    with desk.reading("stock.read" if masked else "certificates.read") as session:
        last = min(period.end, desk.today)
        stock = _Stock.read(session)
        papers = tuple(_papers(session, period.start, last))
        voids = tuple(_voids(session, period.start, last))
        waiting = tuple(_waiting(session, last))
        counts = tuple(_counts(session, period.start, last))
        slips = tuple(_slips(session, stock, period.start, last))
        losses = tuple(_losses(session, period.start, last))
        return CertificateRegisters(
            period=period,
            as_of=desk.today,
            masked=masked,
            receipts=tuple(_receipts(session, stock, period.start, last)),
            slips=tuple(map(masked_slip, slips)) if masked else slips,
            papers=tuple(map(masked_person, papers)) if masked else papers,
            voids=tuple(map(masked_void, voids)) if masked else voids,
            waiting=tuple(map(masked_void, waiting)) if masked else waiting,
            losses=tuple(map(masked_loss, losses)) if masked else losses,
            counts=tuple(map(masked_count, counts)) if masked else counts,
        )


def issued_or_spoilt(
    session: Session, start: date, last: date, *, masked: bool
) -> list[CertificateLine]:
    """The register of the quarter's package: issued in the period, or spoilt in it and still so."""
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
    spoilt = {
        each.number: CertificateLine(
            each.number, each.on, each.handler, _reason(masked_void(each) if masked else each)
        )
        for each in _voids(session, start, last)
        if each.state in {*SPOILT, "handed_up", "destroyed"}
    }
    if masked:
        lines = [masked_person(line) for line in lines]
    return sorted([*lines, *spoilt.values()], key=lambda line: line.number)


def _reason(line: VoidLine) -> str:
    """As written, else as chosen from the list."""
    causes = LOSS_CAUSES if line.becomes == "lost" else VOID_CAUSES
    chosen = next((each.label for each in causes if each.code == line.cause), "")
    return line.words or (chosen if line.cause != _OTHER else "") or SPOILT[line.becomes]


@dataclass(frozen=True, slots=True)
class _Stock:
    """How many blanks were there at the end of a day."""

    days: list[tuple[date, int]] = field(default_factory=list)

    @classmethod
    def read(cls, session: Session) -> "_Stock":
        came = case((col(BlankMove.becomes).in_(_STATES), 1), else_=0)
        went = case((col(BlankMove.was).in_(_STATES), 1), else_=0)
        day = col(BlankMove.moved_on)
        stock, held = cls(), 0
        for on, more in session.execute(
            select(day, func.sum(came - went)).group_by(day).order_by(day)
        ):
            held += more
            stock.days.append((on, held))
        return stock

    def on(self, day: date) -> int:
        return next((held for on, held in reversed(self.days) if on <= day), 0)


def _receipts(session: Session, stock: _Stock, start: date, last: date) -> Iterator[ReceiptLine]:
    kept = kept_receipts(session)
    for receipt in _by_day(session, Receipt, col(Receipt.received_on), start, last):
        fields = (
            "received_on count first last missing edition supplier note_no carrier received_by"
            " checked_by"
        )
        yield ReceiptLine(
            **columns_of(receipt, fields),
            stock=stock.on(receipt.received_on),
            retracted=receipt.id not in kept,
        )


def _slips(session: Session, stock: _Stock, start: date, last: date) -> Iterator[SlipLine]:
    slips = _by_day(session, Slip, col(Slip.done_on), start, last)
    moved = (
        select(col(BlankMove.slip_id), col(Blank.number))
        .join(Blank, col(Blank.id) == col(BlankMove.blank_id))
        .join(Slip, col(Slip.id) == col(BlankMove.slip_id))
        .where(col(Slip.done_on).between(start, last))
        .order_by(col(Blank.number))
    )
    numbers: dict[int, list[str]] = {}
    for slip_id, number in session.execute(moved):
        numbers.setdefault(slip_id, []).append(number)
    for slip in slips:
        fields = (
            "kind done_on done_at count first last partner carrier receiver checked_by witness"
            " method place letter_no remark handler"
        )
        own = tuple(numbers.get(slip.id, ()))
        yield SlipLine(**columns_of(slip, fields), numbers=own, stock=stock.on(slip.done_on))


def _by_day(session: Session, table: Any, day: Any, start: date, last: date) -> Sequence[Any]:
    query = select(table).where(day.between(start, last)).order_by(day, table.id)
    return session.scalars(query).all()


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
        "number kind issued_on child_name sex birth_date mother_name mother_id_no father_name"
        " father_id_no marriage_no paternity_no old_number issuer reviewer"
    )
    asked = "cause cause_words returned newspaper declared_on mother_hukou father_hukou"
    letters = dict(session.execute(select(col(Delegation.id), col(Delegation.letter_no))).all())
    nothing: dict[str, Any] = dict.fromkeys(asked.split())
    for issue, application, seal, collection in session.execute(query):
        taken = collection or issue  # books before collections told who took it with the issue
        hands = (issue, application, seal)
        yield PaperLine(
            **columns_of(issue, face),
            **(columns_of(application, asked) if application else nothing),
            **columns_of(taken, "receiver relation receiver_id_no"),
            sealer=seal.sealer if seal else None,
            sealed_on=seal.sealed_on if seal else None,
            collected_on=collection.collected_on if collection else None,
            letters="、".join(
                dict.fromkeys(
                    letters[hand.delegation_id] for hand in hands if hand and hand.delegation_id
                )
            ),
        )


def _voids(session: Session, start: date, last: date) -> Iterator[VoidLine]:
    """Each number once, as it last became so in the period."""
    query = (
        select(BlankMove, col(Blank.number), col(Blank.state))
        .join(Blank, col(Blank.id) == col(BlankMove.blank_id))
        .where(
            col(BlankMove.moved_on).between(start, last),
            col(BlankMove.becomes).in_(tuple(SPOILT)),
        )
        .order_by(col(BlankMove.id))
    )
    last_of = {number: (move, state) for move, number, state in session.execute(query)}
    lines = [_void_line(move, number, state) for number, (move, state) in last_of.items()]
    yield from sorted(lines, key=lambda line: (line.on, line.number))


def _waiting(session: Session, last: date) -> Iterator[VoidLine]:
    """Void at the end of a day, the oldest first."""
    latest = (
        select(func.max(col(BlankMove.id)))
        .where(col(BlankMove.moved_on) <= last)
        .group_by(col(BlankMove.blank_id))
    )
    query = (
        select(BlankMove, col(Blank.number), col(Blank.state))
        .join(Blank, col(Blank.id) == col(BlankMove.blank_id))
        .where(col(BlankMove.id).in_(latest), col(BlankMove.becomes) == "void")
        .order_by(col(BlankMove.moved_on), col(Blank.number))
    )
    for move, number, state in session.execute(query):
        yield _void_line(move, number, state)


def _void_line(move: BlankMove, number: str, state: str) -> VoidLine:
    return VoidLine(
        number=number,
        on=move.moved_on,
        becomes=move.becomes,
        cause=cause_of(move.was, move.becomes, move.cause, move.reason),
        words=move.reason,
        handler=move.handler,
        second=move.second,
        state=state,
    )


def _losses(session: Session, start: date, last: date) -> Iterator[LossLine]:
    query = (
        select(Loss, col(Blank.number))
        .join(Blank, col(Blank.id) == col(Loss.blank_id))
        .where(col(Loss.found_on).between(start, last))
        .order_by(col(Loss.found_on), col(Blank.number))
    )
    fields = (
        "found_on found_at cause story told_police_on police reported_on reported_at declared_on"
        " newspaper for_unit for_people reviewer handler"
    )
    for loss, number in session.execute(query):
        yield LossLine(number=number, **columns_of(loss, fields))


def _counts(session: Session, start: date, last: date) -> Iterator[CountedLine]:
    differences: dict[int, list[tuple[str, str, str | None]]] = {}
    for line in session.scalars(select(CountLine).order_by(col(CountLine.number))):
        difference = (line.number, line.difference, line.words)
        differences.setdefault(line.count_id, []).append(difference)
    fields = "counted_on on_books counted counted_by checked_by remark"
    for count in _by_day(session, StockCount, col(StockCount.counted_on), start, last):
        found = tuple(differences.get(count.id, ()))
        yield CountedLine(**columns_of(count, fields), differences=found)
