"""Voids (废证): blanks spoilt before they were issued, kept until handed up and destroyed.

An issued paper is never a void: a wrong one is exchanged, a lost one reissued. A void stays in
custody, goes up with its list, and its destruction is recorded as it was witnessed; one that is
gone from custody is reported as lost (``desk.losses``) and does not go up before it is found.
Source: 卫妇社发〔2009〕96号; 废证登记本; 废证销毁申请表; 废证销毁记录.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from desk.context import Desk, Hand
from desk.delegation import Names
from desk.errors import DeskError
from desk.numbers import Why, blank_of, check_move, move
from desk.pregnancy import confirmed
from desk.problems import Problems, not_future
from desk.right_path import no_void
from models.audit import AuditedSession
from models.base import FieldErrors, checked
from models.blanks import OUT, SLIP_ACTS, Blank, BlankMove, Slip, SlipData
from models.certificate import Application
from rules.certificate_states import FOUND_AGAIN, VOID_CAUSES
from rules.errors import RuleError
from rules.fields import FieldSpec, Kind, field_specs
from rules.number_lists import unbroken
from rules.void_words import void_cause

HAND_UP, DESTROY = "5", "6"  # codes of SLIPS
# What a clerk chooses from; a blank found again is voided by its loss report.
SPOILT = tuple(choice for choice in VOID_CAUSES if choice.code != FOUND_AGAIN)
CUSTODY = ("void", "handed_up", "destroyed", "void_lost")
_SLIP = field_specs(SlipData)
_HANDED = ("done_on", "done_at", "partner", "carrier", "receiver", "checked_by", "letter_no")
_ENDED = ("done_on", "partner", "method", "place", "witness", "checked_by", "letter_no")
HAND_UP_FIELDS: dict[str, FieldSpec] = {name: _SLIP[name] for name in (*_HANDED, "remark")} | {
    "carrier": FieldSpec(Kind.NAME, "送交人", max_length=50, source=OUT, help="由谁送去")
}
DESTROY_FIELDS: dict[str, FieldSpec] = {name: _SLIP[name] for name in (*_ENDED, "remark")}
_NEEDED = {
    HAND_UP: {
        "partner": RuleError("REQUIRED", "请填上缴到哪个单位"),
        "carrier": RuleError("REQUIRED", "请填由谁送去"),
        "checked_by": RuleError("REQUIRED", "请填与谁一起清点"),
    },
    DESTROY: {
        "method": RuleError("REQUIRED", "请填销毁方式"),
        "place": RuleError("REQUIRED", "请填销毁地点"),
        "witness": RuleError("REQUIRED", "请填监督人"),
    },
}


@dataclass(frozen=True, slots=True)
class VoidLine:
    """A void: since when and why, by whom, and what became of the paper.

    A name stands with the letter of the delegation it worked under.
    """

    blank_id: int
    number: str
    state: str
    voided_on: date
    cause: str
    words: str
    handler: str
    second: str
    was: str  # what it was before
    handed_up_on: date | None
    destroyed_on: date | None
    slip_id: int | None  # the slip it went up or was destroyed with, the later one


def void(desk: Desk, number: str, cause: str, words: str = "") -> None:
    """A blank spoilt before it was issued; an application that held it takes the next one.

    Args:
        desk: whose hand.
        number: any of the stock: in the safe, drawn, reserved or printed.
        cause: a code of ``SPOILT``.
        words: what happened; needed where the cause is 9.

    Raises:
        DeskError: no such cause, not on the books, or it is no blank any more: says what is right.
    """
    with desk.writing("certificates.write", "blank.void", words) as session:
        void_one(session, desk, blank_of(session, number), cause, words)


def void_one(session: AuditedSession, desk: Desk, blank: Blank, cause: str, words: str) -> None:
    """The same, within a transaction."""
    refused = no_void(blank.number, blank.state)
    if refused is not None:
        raise refused
    if cause == FOUND_AGAIN:
        raise DeskError("CAUSE", "遗失后找回的,请在遗失报告里办找回")
    if cause == "9" and not words.strip():
        raise DeskError("REASON", "原因为“其他”时请写明")
    held = let_go(session, blank)
    why = Why(cause=cause, words=words, application_id=held)
    move(session, desk, blank, "void", None, why)


def let_go(session: AuditedSession, blank: Blank) -> int | None:
    """Take a number off the application that holds it, which stays open; its id."""
    held = session.exec(select(Application).where(Application.blank_id == blank.id)).first()
    if held is None:
        return None
    held.blank_id = None
    session.flush()
    return held.id


def check_unvoid(desk: Desk, number: str) -> None:
    """Refuse what ``unvoid`` would, before anybody signs.

    Raises:
        DeskError: not on the books.
        WrongMove: as for ``unvoid``.
    """
    with desk.reading("stock.read") as session:
        check_move(session, blank_of(session, number), "unvoid")


def unvoid(desk: Desk, number: str, words: str, second: Hand) -> None:
    """A number voided by mistake goes back to stock, on today's account.

    Args:
        desk: whose hand.
        number: void, in custody, never printed on.
        words: why.
        second: the reviewer, another person.

    Raises:
        DeskError: one person, or no reason.
        WrongMove: it is not void, was printed on or lost before, or its edition is out of use.
    """
    with desk.writing("certificates.write", "blank.unvoid", words) as session:
        why = Why(words=words, second=second)
        move(session, desk, blank_of(session, number), "unvoid", None, why)


def hand_up(
    desk: Desk, values: Mapping[str, Any], numbers: Sequence[str], doubts: Sequence[str] = ()
) -> int:
    """Voids that leave for the authority that destroys them; how many.

    Args:
        desk: whose hand.
        values: stored values of ``HAND_UP_FIELDS``.
        numbers: which.
        doubts: fields whose unusual value was confirmed.

    Raises:
        FieldErrors: by field of ``HAND_UP_FIELDS``.
        DeskError: none chosen, or one is not on the books.
        WrongMove: one is not a void in custody; nothing is kept.
    """
    return _send(desk, HAND_UP, values, numbers, doubts)


def destroy(
    desk: Desk, values: Mapping[str, Any], numbers: Sequence[str], doubts: Sequence[str] = ()
) -> int:
    """Voids handed up before whose destruction was witnessed; how many.

    Args: as for ``hand_up``, with the values of ``DESTROY_FIELDS``.

    Raises:
        FieldErrors: by field of ``DESTROY_FIELDS``.
        DeskError: none chosen, or one is not on the books.
        WrongMove: one was not handed up; nothing is kept.
    """
    return _send(desk, DESTROY, values, numbers, doubts)


def _send(
    desk: Desk,
    kind: str,
    values: Mapping[str, Any],
    numbers: Sequence[str],
    doubts: Sequence[str],
) -> int:
    chosen = sorted(set(numbers))
    if not chosen:
        raise DeskError("NONE_CHOSEN", "没有选中编号")
    ends = {"first": chosen[0], "last": chosen[-1]} if len(unbroken(chosen)) == 1 else {}
    data = checked(SlipData, {**values, **ends, "kind": kind, "count": len(chosen)})
    wrong = slip_problems(data.model_dump(), kind, desk.today, desk.user_name)
    if wrong:
        raise FieldErrors(wrong)
    act, said = f"voids.{SLIP_ACTS[kind]}", confirmed(doubts)
    with desk.writing("certificates.write", act, said) as session:
        slip = Slip(
            centre=desk.centre,
            handler=desk.user_name,
            delegation_id=desk.letter_for("certificates.write"),
            **data.model_dump(),
        )
        session.add(slip)
        session.flush()
        for number in chosen:
            why = Why(slip_id=slip.id)
            move(session, desk, blank_of(session, number), SLIP_ACTS[kind], data.done_on, why)
    return len(chosen)


def slip_problems(values: Mapping[str, Any], kind: str, today: date, handler: str) -> Problems:
    """What is wrong with handing up or destroying, by field."""
    wrong = not_future(values, today, "done_on")
    wrong |= {name: error for name, error in _NEEDED[kind].items() if not values.get(name)}
    other = "checked_by" if kind == HAND_UP else "witness"
    if values.get(other) == handler:
        wrong[other] = RuleError("TWO_HANDS", "应是经办人以外的人")
    return wrong


def voids(desk: Desk, where: str = "", year: int | None = None) -> tuple[VoidLine, ...]:
    """The voids, the oldest first.

    Args:
        desk: where.
        where: one of ``CUSTODY``; all of them when empty.
        year: of voiding; every year when None.
    """
    states = (where,) if where else CUSTODY
    with desk.reading("stock.read") as session:
        blanks = session.exec(select(Blank).where(col(Blank.state).in_(states))).all()
        of: dict[int, list[BlankMove]] = {}
        for one in _moves(session, [blank.id or 0 for blank in blanks]):
            of.setdefault(one.blank_id, []).append(one)
        named = Names(session)
        lines = [_line(blank, of[blank.id or 0], named) for blank in blanks]
    kept = [line for line in lines if year is None or line.voided_on.year == year]
    return tuple(sorted(kept, key=lambda line: (line.voided_on, line.number)))


def _moves(session: Session, blank_ids: Sequence[int]) -> list[BlankMove]:
    """The moves of some numbers, as they were made."""
    query = select(BlankMove).where(col(BlankMove.blank_id).in_(blank_ids))
    return list(session.exec(query.order_by(col(BlankMove.id))))


def _line(blank: Blank, moves: Sequence[BlankMove], named: Names) -> VoidLine:
    last = {one.becomes: one for one in moves if one.was != "void_lost"}
    made, up, gone = last["void"], last.get("handed_up"), last.get("destroyed")
    return VoidLine(
        blank_id=blank.id or 0,
        number=blank.number,
        state=blank.state,
        voided_on=made.moved_on,
        cause=FOUND_AGAIN if made.was == "lost" else made.cause or void_cause(made.reason or ""),
        words=made.reason or "",
        handler=named(made.handler, made.delegation_id),
        second=named(made.second, made.second_delegation_id),
        was=made.was,
        handed_up_on=up.moved_on if up else None,
        destroyed_on=gone.moved_on if gone else None,
        slip_id=(gone or up or made).slip_id,
    )
