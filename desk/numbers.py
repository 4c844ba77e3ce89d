"""One certificate number: where it is, which is next, and the only way it is moved."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from desk.context import Desk, Hand, load
from desk.editions import in_use, retired
from desk.errors import DeskError
from models.audit import AuditedSession
from models.base import FieldErrors
from models.blanks import Blank, BlankMove, CountLine, StockCount
from models.certificate import Application
from rules.certificate import CertificateRange
from rules.certificate_states import ACTS, STOCK, USED, Act, check_act
from rules.errors import RuleError
from rules.text import clean

MOST_WORDS = 200
# As a table: the sessions see "this centre only", and a number is unique in the whole file.
BLANKS = Blank.__table__  # type: ignore[attr-defined]  # SQLModel declares it on no class


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """What goes with a move beside its day.

    ``cause`` is a code of the act's closed list, ``words`` the reason as written, ``second`` the
    other person, where the act takes two. The rest says what it belongs to.
    """

    cause: str | None = None
    words: str = ""
    second: Hand | None = None
    slip_id: int | None = None
    application_id: int | None = None
    receipt_id: int | None = None


NOTHING = Why()


def move(  # noqa: PLR0913, PLR0917  what a line of the journal says
    session: AuditedSession,
    desk: Desk,
    blank: Blank,
    name: str,
    on: date | None = None,
    why: Why = NOTHING,
) -> None:
    """One act on one number, with its entry in the journal.

    Args:
        session: of ``desk.writing``.
        desk: whose hand.
        blank: the number.
        name: of ``rules.certificate_states.ACTS``.
        on: the day, the business day by default; not before its last move.
        why: what else is to be kept.

    Raises:
        WrongMove: the state machine does not know it from here, or its edition is out of use.
        NotPermitted: one of the two may not.
        DeskError: a cause, a reason or the second person is missing, it is the same person, or
            it is for an application this very person reviewed.
        FieldErrors: at ``moved_on``: the day is before its last move, before a count that saw it
            as the books had it, or in the future.
    """
    was, act = blank.state, check_move(session, blank, name)
    _check_why(desk, act, why)
    _refuse_reviewer(session, desk, act, why)
    on = on or desk.today
    _check_day(session, desk, blank, on)
    if STOCK & {was, act.becomes}:
        check_counts(session, [blank.number], on)
    session.add(_entry(desk, blank, act, was, on, why))
    session.flush()
    blank.state = act.becomes  # the database takes it from the journal alone
    session.flush()


def check_move(session: Session, blank: Blank, name: str) -> Act:
    """The act, if the number may make it.

    Raises:
        WrongMove: it may not, see ``move``.
    """
    used = been(session, blank) if ACTS[name].never_used else ""
    old = ACTS[name].in_use and blank.receipt_id in retired(session)
    return check_act(blank.number, blank.state, name, used=used, retired=old)


def take_in(
    session: AuditedSession, desk: Desk, moves: Sequence[tuple[str, str]], on: date, why: Why
) -> None:
    """Many numbers of one bundle, each by its act: ``receive`` or ``miss``.

    A number whose receipt was retracted is on the books already and comes to the new receipt.

    Raises:
        WrongMove: one is on the books and was not retracted.
        DeskError: one is on the books of another centre in this file.
        FieldErrors: at ``moved_on``, as for ``move``.
    """
    numbers = [number for number, _ in moves]
    for number in elsewhere(session, desk.centre, numbers):
        raise elsewhere_error(number)
    between = select(Blank).where(col(Blank.number).between(min(numbers), max(numbers)))
    known = {blank.number: blank for blank in session.exec(between)}
    blanks = [
        known.get(number) or Blank(centre=desk.centre, number=number, state="")
        for number in numbers
    ]
    _all(session, desk, blanks, [name for _, name in moves], on, why)


def take_back(session: AuditedSession, desk: Desk, blanks: Sequence[Blank], why: Why) -> None:
    """The numbers of a receipt that was wrong, off the books."""
    _all(session, desk, blanks, ["retract"] * len(blanks), desk.today, why)


def _all(  # noqa: PLR0913, PLR0917  as above
    session: AuditedSession,
    desk: Desk,
    blanks: Sequence[Blank],
    names: Sequence[str],
    on: date,
    why: Why,
) -> None:
    """Many moves at once, each by its act; with ``why.receipt_id`` they come to that receipt."""
    steps = [
        (blank, blank.state, check_act(blank.number, blank.state, name))
        for blank, name in zip(blanks, names, strict=True)
    ]
    for act in {act.name: act for _, _, act in steps}.values():
        _check_why(desk, act, why)
    check_counts(session, [blank.number for blank in blanks], on)
    for blank, was, act in steps:
        if was:
            _check_day(session, desk, blank, on)
        else:
            blank.state = act.becomes
        blank.receipt_id = why.receipt_id or blank.receipt_id
    session.add_all(blanks)
    session.flush()
    session.add_all(_entry(desk, blank, act, was, on, why) for blank, was, act in steps)
    session.flush()
    for blank, _, act in steps:
        blank.state = act.becomes
    session.flush()


def _entry(desk: Desk, blank: Blank, act: Act, was: str, on: date, why: Why) -> BlankMove:  # noqa: PLR0913, PLR0917  as above
    second = why.second
    return BlankMove(
        centre=desk.centre,
        blank_id=blank.id or 0,
        moved_on=on,
        was=was,
        becomes=act.becomes,
        act=act.name,
        cause=why.cause,
        reason=clean(why.words)[:MOST_WORDS] or None,
        handler=desk.user_name,
        user=desk.user,
        second=second.name if second else None,
        second_user=second.user if second else None,
        delegation_id=desk.letter_for(act.permission),
        second_delegation_id=second.delegation_id if second else None,
        slip_id=why.slip_id,
        application_id=why.application_id,
    )


def _check_why(desk: Desk, act: Act, why: Why) -> None:
    desk.require(act.permission)
    if act.causes and why.cause not in {choice.code for choice in act.causes}:
        raise DeskError("CAUSE", "{act}的原因请从列表选择", act=act.label)
    if act.words and not clean(why.words):
        raise DeskError("REASON", "{act}请写明原因", act=act.label)
    if why.second is not None and why.second.user == desk.user:
        raise DeskError("TWO_HANDS", "经办人与复核人应是两个人")
    if act.second and (why.second is None or not why.second.may(act.second)):
        raise DeskError("SECOND", "{act}要有第二人复核", act=act.label)


def _refuse_reviewer(session: Session, desk: Desk, act: Act, why: Why) -> None:
    """Who agreed to an application does nothing with its numbers; that one is gone anybody says."""
    if why.application_id is None or act.name == "lose":
        return
    asked = load(session, Application, why.application_id)
    if asked.reviewer_user == desk.user:
        raise DeskError("TWO_HANDS", "这份申请是你审核的,它的证号要由别人办")


def been(session: Session, blank: Blank) -> str:
    """The gravest state of ``USED`` a number was ever in, which makes it no blank; "" for none."""
    query = select(BlankMove.becomes).where(
        BlankMove.blank_id == blank.id, col(BlankMove.becomes).in_(USED)
    )
    found = set(session.exec(query))
    return next((state for state in USED if state in found), "")


def _check_day(session: Session, desk: Desk, blank: Blank, on: date) -> None:
    """A move before the last one would tear the account of the days between."""
    # By the last move and not the latest day, which would be sought among all days.
    moved = select(col(BlankMove.moved_on)).where(BlankMove.blank_id == blank.id)
    last = session.exec(moved.order_by(col(BlankMove.id).desc()).limit(1)).first()
    if last and on < last:
        raise FieldErrors(
            {
                "moved_on": RuleError(
                    "DATE_ORDER", "早于该编号上一次变动的日期 {day}", day=last.isoformat()
                )
            }
        )
    if on > desk.today:
        raise FieldErrors({"moved_on": RuleError("FUTURE", "日期不能晚于今天")})


def check_counts(session: Session, numbers: Collection[str], on: date) -> None:
    """What two people counted stays as they saw it: before that day only a difference moves.

    A number that a count lists as missing or over may be moved before it: that explains it.

    Raises:
        FieldErrors: at ``moved_on``: before the day of a count that found one as on the books.
    """
    later = select(col(StockCount.id), col(StockCount.counted_on)).where(StockCount.counted_on > on)
    for count_id, day in session.execute(later.order_by(col(StockCount.counted_on))).all():
        differing = session.exec(select(CountLine.number).where(CountLine.count_id == count_id))
        seen = set(numbers) - set(differing)
        if seen:
            error = RuleError(
                "COUNTED",
                "{day} 盘点过,{number} 与账没有出入,日期不能早于那天",
                day=day.isoformat(),
                number=min(seen),
            )
            raise FieldErrors({"moved_on": error})


def elsewhere(session: Session, centre: str, numbers: Collection[str]) -> tuple[str, ...]:
    """Which of some numbers are on the books of another centre in this file."""
    if not numbers:
        return ()
    number = BLANKS.c.number
    theirs = select(number).where(
        BLANKS.c.centre != centre, number.between(min(numbers), max(numbers))
    )
    found = {each for (each,) in session.execute(theirs.order_by(number))}
    return tuple(sorted(found & set(numbers)))


def elsewhere_error(number: str) -> DeskError:
    """The sentence for a number of another centre."""
    return DeskError(
        "OTHER_CENTRE", "编号 {number} 在同一数据库另一家机构的账上,请核对", number=number
    )


def blank_of(session: Session, number: str) -> Blank:
    """The number's row.

    Raises:
        DeskError: UNKNOWN_NUMBER.
    """
    blank = session.exec(select(Blank).where(Blank.number == number)).first()
    if blank is None:
        raise DeskError("UNKNOWN_NUMBER", "编号 {number} 不在账上", number=number)
    return blank


def blanks_in(session: Session, numbers: CertificateRange) -> list[Blank]:
    """The rows of a range, in order; those not on the books are not among them."""
    return list(
        session.exec(
            select(Blank)
            .where(col(Blank.number).between(numbers.first, numbers.last))
            .order_by(col(Blank.number))
        )
    )


def following(session: Session, state: str = "drawn") -> Blank | None:
    """The next number in a state: of the oldest bundle in use, the lowest."""
    query: Any = (
        select(Blank)
        .where(Blank.state == state, in_use(session))
        .order_by(col(Blank.receipt_id), col(Blank.number))
        .limit(1)
    )
    found: Blank | None = session.exec(query).first()
    return found
