"""Paper gone: lost blanks (空白证遗失) and voids lost from custody (废证遗失).

Both are reported upwards within hours and declared; the report is filled in as that is done. A
family's lost certificate is a reissue, a bundle that came short is a short one. A lost blank that
is found is void and never used; a void stays one, and is back in custody once it is found.
Source: 卫妇社发〔2009〕96号; 遗失及其它废证处理情况登记.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session, col, select

from desk.context import Desk, Hand, load, update
from desk.delegation import Names
from desk.errors import DeskError
from desk.house_rules import house_rules
from desk.numbers import Why, blank_of, blanks_in, move
from desk.places import CHINA
from desk.pregnancy import confirmed, given
from desk.problems import Problems, not_future
from desk.right_path import no_loss, no_void_loss
from desk.voiding import let_go
from models.audit import AuditedSession, AuditEntry
from models.base import FieldErrors, checked
from models.blanks import Blank, BlankMove, Loss, LossData
from rules.certificate import number_range
from rules.certificate_states import FOUND_AGAIN, LOST
from rules.errors import RuleError
from rules.fields import field_specs

LOSS_FIELDS = field_specs(LossData)
# What is still to be done, by the field that says it was, in the order it is done.
STEPS = ("reported_on", "told_police_on", "declared_on", "for_unit", "for_people")
# Of a blank and of a void: the act, and why it is not this one but another.
_WRONG: dict[str, Callable[[str, str], DeskError | None]] = {
    "lose": no_loss,
    "lose_void": no_void_loss,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LossView:
    """A lost blank or void and what was done about it.

    Attributes:
        values: stored values of ``LOSS_FIELDS``.
        state: where the number is now: of ``LOST``, or void when it was found again, or further.
        due_at: until when it is reported upwards, in China's time: from the hour it was found, or
            from that of the entry when none is written down.
        handler: who reported it, with the letter of the delegation worked under.
        hours_left: until then, negative when it is late; None once it is reported.
        late: reported after its time, or not reported and past it.
        undone: fields of ``STEPS`` that are still empty; of one found again only the report counts.
    """

    id: int
    version: int
    blank_id: int
    number: str
    state: str
    values: dict[str, Any]
    handler: str
    due_at: datetime
    hours_left: int | None
    late: bool
    undone: tuple[str, ...]


def lose(
    desk: Desk,
    number: str,
    values: Mapping[str, Any],
    last: str | None = None,
    doubts: Sequence[str] = (),
) -> tuple[int, ...]:
    """A blank, or in one incident all from ``number`` to ``last``, is gone; ids of the reports.

    Args:
        desk: whose hand.
        number: the blank, or the first of them.
        values: stored values of ``LOSS_FIELDS``.
        last: the last of them.
        doubts: fields whose unusual value was confirmed.

    Raises:
        FieldErrors: by field of ``LOSS_FIELDS``.
        InvalidCertificateNumber: no range.
        DeskError: one is not on the books, or no blank any more: says what is right. None is kept.
    """
    return _lose(desk, "lose", (number, last), values, doubts)


def lose_void(
    desk: Desk,
    number: str,
    values: Mapping[str, Any],
    last: str | None = None,
    doubts: Sequence[str] = (),
) -> tuple[int, ...]:
    """A void, or all of a range, is gone from custody: as for ``lose``, with a report of its own.

    Raises:
        DeskError: as for ``lose``; BLANK where one is no void yet.
    """
    return _lose(desk, "lose_void", (number, last), values, doubts)


def _lose(
    desk: Desk,
    act: str,
    ends: tuple[str, str | None],
    values: Mapping[str, Any],
    doubts: Sequence[str],
) -> tuple[int, ...]:
    data = checked(LossData, values)
    wrong = loss_problems(data.model_dump(), desk.today, desk.user_name)
    if wrong:
        raise FieldErrors(wrong)
    words = " ".join(filter(None, (data.story, confirmed(doubts))))
    with desk.writing("certificates.write", f"blank.{act}", words) as session:
        found = _chosen(session, *ends)
        return tuple(_lost(session, desk, blank, act, data) for blank in found)


def _chosen(session: Session, number: str, last: str | None) -> list[Blank]:
    if last in {None, "", number}:
        return [blank_of(session, number)]
    numbers = number_range(number, last or "")
    found = blanks_in(session, numbers)
    missing = set(numbers) - {blank.number for blank in found}
    if missing:
        raise DeskError("UNKNOWN_NUMBER", "编号 {number} 不在账上", number=min(missing))
    return found


def _lost(session: AuditedSession, desk: Desk, blank: Blank, act: str, data: LossData) -> int:
    refused = _WRONG[act](blank.number, blank.state)
    if refused is not None:
        raise refused
    held = let_go(session, blank)
    why = Why(cause=data.cause, words=data.story, application_id=held)
    try:
        move(session, desk, blank, act, data.found_on, why)
    except FieldErrors as error:
        raise FieldErrors({"found_on": error.errors["moved_on"]}) from error
    loss = Loss(
        centre=desk.centre,
        blank_id=blank.id or 0,
        handler=desk.user_name,
        delegation_id=desk.letter_for("certificates.write"),
        **data.model_dump(),
    )
    session.add(loss)
    session.flush()
    return loss.id or 0


def fill_in(
    desk: Desk, loss_id: int, version: int, values: Mapping[str, Any], reason: str = ""
) -> LossView:
    """What was done since; what is filled in already changes with a reason only.

    Args:
        desk: whose hand.
        loss_id: which report.
        version: the one it was read from.
        values: stored values of ``LOSS_FIELDS``.
        reason: why something filled in changes.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: something changes without a reason, or the day it was found changes.
    """
    data = checked(LossData, values)
    wrong = loss_problems(data.model_dump(), desk.today, desk.user_name)
    if wrong:
        raise FieldErrors(wrong)
    with desk.writing("certificates.write", "loss.fill_in", reason) as session:
        loss = load(session, Loss, loss_id)
        changed = altered({name: getattr(loss, name) for name in LOSS_FIELDS}, data.model_dump())
        update(loss, data.model_dump(), version)
        if changed & {"found_on", "cause"}:
            raise DeskError("KEPT", "发现日期、遗失情形已记入账目,不能改;有出入请写在经过里")
        if changed:
            given(reason)
        session.flush()
        return _view(session, loss, load(session, Blank, loss.blank_id), *_clock(session, desk))


def altered(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """Which fields that were filled in have another value now."""
    return {
        name for name in LOSS_FIELDS if before[name] is not None and before[name] != after.get(name)
    }


def find(desk: Desk, number: str, words: str, second: Hand) -> None:
    """A lost blank is there again: it becomes void and is never used.

    Args:
        desk: whose hand.
        number: declared lost.
        words: where it was found.
        second: the reviewer, another person.

    Raises:
        DeskError: one person, no reason, or not on the books.
        WrongMove: it is not lost.
    """
    with desk.writing("certificates.write", "blank.find", words) as session:
        why = Why(cause=FOUND_AGAIN, words=words, second=second)
        move(session, desk, blank_of(session, number), "find", None, why)


def find_void(desk: Desk, number: str, words: str, second: Hand) -> None:
    """A void that was lost is back in custody, seen by two people; it goes up with the others.

    Args:
        desk: whose hand.
        number: declared lost.
        words: where it was found.
        second: the reviewer, another person.

    Raises:
        DeskError: one person, no reason, or not on the books.
        WrongMove: it is no lost void.
    """
    with desk.writing("certificates.write", "blank.find_void", words) as session:
        why = Why(words=words, second=second)
        move(session, desk, blank_of(session, number), "find_void", None, why)


def loss_problems(values: Mapping[str, Any], today: date, handler: str) -> Problems:
    """What is wrong with a report, by field."""
    found_on = values.get("found_on")
    days = ("told_police_on", "reported_on", "declared_on")
    wrong: Problems = {
        name: RuleError("DATE_ORDER", "早于发现日期 {day},请核对", day=found_on.isoformat())
        for name in days
        if found_on and values.get(name) and values[name] < found_on
    }
    wrong |= not_future(values, today, "found_on", *days)
    if values.get("reported_on") and not values.get("reported_at"):
        wrong["reported_at"] = RuleError("REQUIRED", "上报有时限,请填几点报的")
    if values.get("declared_on") and not values.get("newspaper"):
        wrong["newspaper"] = RuleError("REQUIRED", "请填在哪份报刊声明")
    same_day = found_on and values.get("reported_on") == found_on
    if same_day and (values.get("reported_at") or "") < (values.get("found_at") or ""):
        wrong.setdefault("reported_at", RuleError("DATE_ORDER", "早于发现时间,请核对"))
    if values.get("reviewer") == handler:
        wrong["reviewer"] = RuleError("TWO_HANDS", "经办人与审核人应是两个人")
    return wrong


def losses(desk: Desk, *, undone: bool = False) -> tuple[LossView, ...]:
    """The losses, the newest first; with ``undone`` only where something is still to do."""
    with desk.reading("stock.read") as session:
        clock = _clock(session, desk)
        query = select(Loss, Blank).join(Blank, col(Blank.id) == col(Loss.blank_id))
        found = session.exec(query.order_by(col(Loss.found_on).desc(), col(Blank.number))).all()
        views = tuple(_view(session, loss, blank, *clock) for loss, blank in found)
    return tuple(view for view in views if view.undone) if undone else views


def loss(desk: Desk, loss_id: int) -> LossView:
    """A report by itself."""
    with desk.reading("stock.read") as session:
        kept = load(session, Loss, loss_id)
        return _view(session, kept, load(session, Blank, kept.blank_id), *_clock(session, desk))


def moves_of(session: Session, reports: Sequence[Loss]) -> dict[int, BlankMove]:
    """The move each report tells of, by the report's id; those of one day in their order."""
    query = select(BlankMove).where(
        col(BlankMove.becomes).in_(LOST), col(BlankMove.blank_id).in_({r.blank_id for r in reports})
    )
    moves: defaultdict[tuple[int, date], list[BlankMove]] = defaultdict(list)
    for one in session.exec(query.order_by(col(BlankMove.id))):
        moves[one.blank_id, one.moved_on].append(one)
    ordered = sorted(reports, key=lambda report: report.id or 0)
    return {
        report.id or 0: told.pop(0)
        for report in ordered
        if (told := moves[report.blank_id, report.found_on])
    }


def _clock(session: Session, desk: Desk) -> tuple[datetime, timedelta]:
    """This moment of the business day, and how long there is for the report.

    On a business day that is not the clock's nobody knows the hour: then it has just begun.
    """
    now = datetime.now(CHINA)
    if now.date() != desk.today:
        now = datetime.combine(desk.today, time.min, CHINA)
    return now, timedelta(hours=house_rules(session).cert_loss_report_hours)


def _moment(day: date, at: str | None) -> datetime:
    return datetime.combine(day, time.fromisoformat(at or "00:00"), CHINA)


def _entered(session: Session, kept: Loss) -> str:
    """The hour a report was first written down; the journal of changes knows."""
    query = select(AuditEntry.at).where(
        AuditEntry.table_name == Loss.__tablename__, AuditEntry.record_id == kept.id
    )
    at = session.exec(query.order_by(col(AuditEntry.seq)).limit(1)).first()
    return f"{datetime.fromisoformat(at).astimezone(CHINA):%H:%M}" if at else "00:00"


def _to_do(blank: Blank) -> tuple[str, ...]:
    """A loss is reported even when the paper is there again; the rest is then without an object."""
    return STEPS if blank.state in LOST else STEPS[:1]


def _view(
    session: Session, kept: Loss, blank: Blank, now: datetime, allowed: timedelta
) -> LossView:
    values = {name: getattr(kept, name) for name in LOSS_FIELDS}
    found_at = kept.found_at or _entered(session, kept)
    due = _moment(kept.found_on, found_at) + allowed
    reported = _moment(kept.reported_on, kept.reported_at) if kept.reported_on else None
    hours = timedelta(hours=1)
    return LossView(
        id=kept.id or 0,
        version=kept.version,
        blank_id=kept.blank_id,
        number=blank.number,
        state=blank.state,
        values=values,
        handler=Names(session)(kept.handler, kept.delegation_id),
        due_at=due,
        hours_left=None if reported else int((due - now) // hours),
        late=(reported or now) > due,
        undone=tuple(name for name in _to_do(blank) if values[name] is None),
    )
