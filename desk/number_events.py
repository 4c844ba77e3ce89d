"""What befell a certificate number, event by event: bundle, moves, application, seal, collection.

Names of families are hidden from who may read neither certificates nor records; staff never are.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from desk.delegation import Names
from desk.intake.certificate import REASON
from desk.losses import moves_of
from desk.person_page import Words
from desk.voiding import HAND_UP
from models.blanks import (
    EDITIONS,
    OVER,
    Blank,
    BlankMove,
    CountLine,
    Loss,
    Receipt,
    Slip,
    StockCount,
)
from models.certificate import DECISIONS, KINDS, RELATIONS, Application, Collection, Issue, Seal
from rules import masking
from rules.certificate_states import ACTS, LABELS
from rules.fields import Choice

Opens = tuple[str, *tuple[str | int, ...]]  # a page or form, and what it is opened for
_CAME_FROM = frozenset({"", "retracted"})  # a number that comes with a receipt
# Of one day: the order of the work. Moves stand as they were made.
_RECEIVED, _APPLIED, _DECIDED, _MOVED, _TOLD, _SEALED, _COLLECTED, _COUNTED = range(8)


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """Something that befell a number; ``opens`` is the page that tells more, if one does."""

    day: date
    title: Words
    details: tuple[Words, ...] = ()
    opens: Opens | None = None
    place: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class Books:
    """What the events are read from, and how staff is named in them."""

    session: Session
    hidden: bool
    staff: Names = field(init=False)

    def __post_init__(self) -> None:
        self.staff = Names(self.session)

    def name(self, name: str | None) -> str:
        """A name of a family, as who asks may see it."""
        return (masking.name(name) if self.hidden else name) or ""

    def words(self, text: str | None) -> str | None:
        """What somebody wrote: anybody may be named in it."""
        return None if self.hidden else text


def events_of(
    books: Books, number: str, blank: Blank | None, issue: Issue | None
) -> tuple[LifeEvent, ...]:
    """Everything about a number, the oldest first."""
    moves = _moves(books.session, blank)
    asked = _applications(books.session, number, blank, issue, moves)
    seals = _of_issue(books.session, Seal, issue)
    losses = _losses(books.session, blank)
    reports = {told.id: own for own, told in moves_of(books.session, losses).items()}
    receipts = _receipts(books.session, number, moves)
    found = [
        *(_moved(books, move, issue, receipts, reports) for move in moves),
        *(event for each in asked for event in _application(books, each)),
        *(_seal(books, seal) for seal in seals),
        *(_collection(books, each) for each in _of_issue(books.session, Collection, issue)),
        *(event for loss in losses for event in _loss(books, loss)),
        *_counts(books, number),
    ]
    if issue is not None and not any(move.becomes == "issued" for move in moves):
        found.append(_issued(books, issue))
    return tuple(sorted(found, key=lambda event: (event.day, event.place)))


def _moves(session: Session, blank: Blank | None) -> list[BlankMove]:
    if blank is None:
        return []
    query = select(BlankMove).where(BlankMove.blank_id == blank.id)
    return list(session.exec(query.order_by(col(BlankMove.id))))


def _of_issue(session: Session, table: Any, issue: Issue | None) -> list[Any]:
    return list(session.exec(select(table).where(table.issue_id == issue.id))) if issue else []


def _applications(
    session: Session,
    number: str,
    blank: Blank | None,
    issue: Issue | None,
    moves: Iterable[BlankMove],
) -> list[Application]:
    """Those the number was held or issued for, and those that asked for another in its place."""
    ids = {move.application_id for move in moves} | {issue.application_id if issue else None}
    theirs = (col(Application.id).in_(ids - {None})) | (Application.old_number == number)
    if blank is not None:
        theirs |= col(Application.blank_id) == blank.id
    return list(session.exec(select(Application).where(theirs).order_by(col(Application.id))))


# --- one kind of event each


def _moved(
    books: Books,
    move: BlankMove,
    issue: Issue | None,
    receipts: Mapping[int | None, Receipt],
    reports: Mapping[int | None, int],
) -> LifeEvent:
    act = ACTS.get(move.act or "")
    title = act.label if act else LABELS[move.becomes]
    details: list[Words] = []
    opens: Opens | None = None
    place = _MOVED
    if not move.was:
        place = _RECEIVED
    receipt = receipts.get(move.id)
    if receipt is not None:
        details += _bundle(books, receipt)
        opens = "blank_paper", "receipt", receipt.id or 0
    if move.id in reports:
        opens = "loss", str(reports[move.id])
    if move.becomes == "issued" and issue is not None:
        details += _face(books, issue)
    cause = next((each.label for each in act.causes if each.code == move.cause), "") if act else ""
    details += _said("{value}", cause)
    slip = books.session.get(Slip, move.slip_id) if move.slip_id else None
    if slip is not None:
        details += _slip(slip)
        opens = "blank_paper", "slip", slip.id or 0
    details += _said("{value}", books.words(move.reason))
    details += _hands(books, move)
    if move.application_id:
        opens = "application", move.application_id
    return LifeEvent(move.moved_on, _words(title), tuple(details), opens, (place, move.id or 0))


def _receipts(
    session: Session, number: str, moves: Iterable[BlankMove]
) -> dict[int | None, Receipt]:
    """By move, the receipt each coming belongs to: a number retracted before came twice.

    One that a register brought in came by none, though its bundle may be counted in beside it.
    """
    query = select(Receipt).where(Receipt.first <= number, Receipt.last >= number)
    came = (move.id for move in moves if move.was in _CAME_FROM and move.reason != REASON)
    return dict(zip(came, session.exec(query.order_by(col(Receipt.id))), strict=False))


def _bundle(books: Books, receipt: Receipt) -> Iterator[Words]:
    yield Words(
        "{first}–{last} 共 {count} 枚",
        {"first": receipt.first, "last": receipt.last, "count": receipt.count},
    )
    yield from _said("{value}", _label(EDITIONS, receipt.edition))
    yield from _said("开包短少 {value}", receipt.missing)
    yield from _said("发自 {value}", receipt.supplier)
    yield from _said("领取 {value}", receipt.carrier)
    yield from _said("接收 {value}", books.staff(receipt.received_by, receipt.delegation_id))
    yield from _said("验收 {value}", receipt.checked_by)


def _face(books: Books, issue: Issue) -> Iterator[Words]:
    yield from _said("{value}", _label(KINDS, issue.kind))
    yield from _said("孩子 {value}", books.name(issue.child_name))
    yield from _said("母亲 {value}", books.name(issue.mother_name))
    asked = books.session.get(Application, issue.application_id) if issue.application_id else None
    letter = asked.delegation_id if asked else None
    yield from _said("审核 {value}", books.staff(issue.reviewer, letter))


def _slip(slip: Slip) -> Iterator[Words]:
    at = f"{slip.done_at} " if slip.done_at else ""
    yield from _said("{value}", f"{at}{slip.partner or ''}".strip() or None)
    carried = "送交人 {value}" if slip.kind == HAND_UP else "领证人 {value}"
    yield from _said(carried, slip.carrier)
    yield from _said("接收 {value}", slip.receiver)
    yield from _said("审核 {value}", slip.checked_by)
    yield from _said("监督 {value}", slip.witness)
    yield from _said("{value}", slip.method)
    yield from _said("单号 {value}", slip.letter_no)


def _hands(books: Books, move: BlankMove) -> Iterator[Words]:
    """Who, and the second person, each with the letter worked under."""
    yield from _said("经办 {value}", books.staff(move.handler, move.delegation_id))
    yield from _said("复核 {value}", books.staff(move.second, move.second_delegation_id))


def _issued(books: Books, issue: Issue) -> LifeEvent:
    """An issue whose number has no journal of its own: read from a register."""
    return LifeEvent(
        issue.issued_on,
        _words("签发"),
        (*_face(books, issue), *_said("签发人 {value}", issue.issuer)),
        None,
        (_MOVED, 0),
    )


def _application(books: Books, asked: Application) -> Iterator[LifeEvent]:
    place = asked.id or 0
    opens = "application", place
    details = [
        *_said("{value}", _label(KINDS, asked.kind)),
        *_said("孩子 {value}", books.name(asked.child_name)),
        *_said("原证 {value}", asked.old_number),
        *_said("受理 {value}", books.staff(asked.handler, asked.taken_delegation_id)),
    ]
    yield LifeEvent(asked.applied_on, _words("申请"), tuple(details), opens, (_APPLIED, place))
    if asked.decided_on is not None:
        told = [
            *_said("{value}", _label(DECISIONS, asked.decision)),
            *_said("{value}", books.words(asked.opinion)),
            *_said("审核 {value}", books.staff(asked.reviewer, asked.delegation_id)),
        ]
        yield LifeEvent(asked.decided_on, _words("审核"), tuple(told), opens, (_DECIDED, place))
    if asked.ended_on is not None and (asked.ended_why or asked.passed_to):
        told = [
            *_said("{value}", asked.passed_to or books.words(asked.ended_why)),
            *_said("经办 {value}", books.staff(asked.ended_by, asked.ended_delegation_id)),
        ]
        title = "移交" if asked.passed_to else "撤回申请"
        yield LifeEvent(asked.ended_on, _words(title), tuple(told), opens, (_TOLD, place))


def _seal(books: Books, seal: Seal) -> LifeEvent:
    details = tuple(_said("印章 {value}", books.staff(seal.sealer, seal.delegation_id)))
    return LifeEvent(seal.sealed_on, _words("盖章"), details, None, (_SEALED, 0))


def _collection(books: Books, collection: Collection) -> LifeEvent:
    details = (
        *_said("领证人 {value}", books.name(collection.receiver)),
        *_said("{value}", _label(RELATIONS, collection.relation)),
        *_said("经办 {value}", books.staff(collection.handler, collection.delegation_id)),
    )
    return LifeEvent(collection.collected_on, _words("领证"), details, None, (_COLLECTED, 0))


def _losses(session: Session, blank: Blank | None) -> list[Loss]:
    if blank is None:
        return []
    return list(session.exec(select(Loss).where(Loss.blank_id == blank.id)))


def _loss(books: Books, loss: Loss) -> Iterator[LifeEvent]:
    """What was done about paper that is gone, each on its day."""
    told = (
        (loss.told_police_on, "报案", loss.police),
        (loss.reported_on, "上报遗失", loss.reported_at),
        (loss.declared_on, "声明作废", loss.newspaper),
    )
    for at, (day, title, words) in enumerate(told):
        if day is not None:
            handler = books.staff(loss.handler, loss.delegation_id)
            details = (*_said("{value}", words), *_said("经办 {value}", handler))
            opens = "loss", str(loss.id)
            yield LifeEvent(day, _words(title), details, opens, (_TOLD, at))


def _counts(books: Books, number: str) -> Iterator[LifeEvent]:
    """Counts of the stock that found the number where the books did not have it."""
    found = books.session.exec(
        select(CountLine, StockCount)
        .join(StockCount, col(StockCount.id) == col(CountLine.count_id))
        .where(CountLine.number == number)
    )
    for line, count in found:
        title = "盘点多出" if line.difference == OVER else "盘点缺少"
        details = (
            *_said("账上 {value}", LABELS.get(line.state)),
            *_said("{value}", books.words(line.words)),
            *_said("盘点 {value}", books.staff(count.counted_by, count.delegation_id)),
            *_said("监盘 {value}", count.checked_by),
        )
        own = count.id or 0
        opens = "blank_count", own
        yield LifeEvent(count.counted_on, _words(title), details, opens, (_COUNTED, own))


def _words(template: str) -> Words:
    return Words(template, {})


def _said(template: str, value: str | None) -> Iterator[Words]:
    """The words, if there is anything to say."""
    if value:
        yield Words(template, {"value": value})


def _label(options: tuple[Choice, ...], code: str | None) -> str | None:
    return next((each.label for each in options if each.code == code), None)
