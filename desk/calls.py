"""Calls for what is due: one stroke records what came of one, another takes it back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlmodel import Session, col, select

from desk.context import Desk, load, update
from desk.due_names import NAMES, OWN_DUTY, PRIVATE
from desk.errors import DeskError
from desk.pregnancy import given
from models.base import FieldErrors, checked
from models.call import AWAY, COMING, LOST, OUTCOMES, RE_DATED, REFUSED, Call, CallData
from rules.errors import RuleError
from rules.fields import field_specs

if TYPE_CHECKING:
    from desk.worklist import DueItem

__all__ = ["AWAY", "COMING", "LOST", "REFUSED", "RE_DATED"]

CALL_FIELDS = field_specs(CallData)
ENOUGH = 3  # days on which she could not be found, then closing the card is proposed
_WORDS = {option.code: option.label for option in OUTCOMES}


@dataclass(frozen=True, slots=True)
class CallView:
    """A call as it is kept, and what it was about.

    ``lost_days``: on how many days in a row, this one included, she could not be found.
    """

    id: int
    version: int
    values: dict[str, Any]
    person_id: int
    code: str
    called_by: str
    lost_days: int = 0

    @property
    def name(self) -> str:
        """What it was about."""
        return NAMES[self.code]

    @property
    def outcome(self) -> str:
        """The digit of what came of it."""
        outcome: str = self.values["outcome"]
        return outcome

    @property
    def word(self) -> str:
        """What came of it."""
        return _WORDS[self.outcome]

    @property
    def called_on(self) -> date:
        """The day of the call."""
        day: date = self.values["called_on"]
        return day

    @property
    def again_on(self) -> date | None:
        """The day it was put off to."""
        day: date | None = self.values["again_on"]
        return day

    @property
    def to_close(self) -> bool:
        """She could not be found so often that closing the card is proposed."""
        return self.lost_days >= ENOUGH


def check_call(values: Mapping[str, Any], today: date) -> dict[str, RuleError]:
    """What is wrong across the fields of a call."""
    called, again = values.get("called_on"), values.get("again_on")
    wrong: dict[str, RuleError] = {}
    if called is not None and called > today:
        wrong["called_on"] = RuleError("FUTURE", "不能晚于今天 {today}", today=today)
    if values.get("outcome") == RE_DATED:
        if again is None:
            wrong["again_on"] = RuleError("NO_DAY", "改期要写改到哪天")
        elif called is not None and again <= called:
            wrong["again_on"] = RuleError("NOT_LATER", "要晚于通话日期 {day}", day=called)
    elif again is not None:
        wrong["again_on"] = RuleError("NOT_RE_DATED", "只有改期才写改到哪天")
    return wrong


def no_call(item: "DueItem") -> DeskError | None:
    """Why no call is kept for something due, or None."""
    if item.kind in PRIVATE:  # everybody reads what a call was about
        return DeskError("PRIVATE", "专册里的事不在这里记电话")
    if item.kind == "report" or item.code in OWN_DUTY:
        return DeskError("OWN_DUTY", "这是本院要办的事,不用打电话")
    return None


def record_call(desk: Desk, item: "DueItem", values: Mapping[str, Any]) -> CallView:
    """Keep what came of a call for something due.

    Raises:
        FieldErrors: by field.
        DeskError: calls are not kept for what is private or the township's own duty.
    """
    refusal = no_call(item)
    if refusal is not None:
        raise refusal
    data = _checked(values, desk.today)
    with desk.writing("records.write", "call.record") as session:
        kept = Call(
            centre=desk.centre,
            person_id=item.person_id,
            pregnancy_id=item.pregnancy_id,
            due_kind=item.kind,
            due_code=item.code,
            record_id=item.record_id,
            called_by=desk.user_name,
            **data.model_dump(),
        )
        session.add(kept)
        session.flush()
        return _view(kept, _lost_days(_of_person(session, item.person_id), kept))


def take_back(desk: Desk, call_id: int) -> None:
    """Take back a call pressed by mistake: one's own of today. The audit trail keeps it.

    Raises:
        DeskError: it is somebody else's, or of another day.
    """
    with desk.writing("records.write", "call.take_back") as session:
        kept = load(session, Call, call_id)
        if kept.called_by != desk.user_name or kept.called_on != desk.today:
            raise DeskError("NOT_OWN", "只能撤销自己今天记的;其他的请在个人页更正")
        session.delete(kept)


def call_of(desk: Desk, call_id: int) -> CallView:
    """A call by its id."""
    with desk.reading() as session:
        return _view(load(session, Call, call_id))


def correct_call(
    desk: Desk, call_id: int, version: int, values: Mapping[str, Any], reason: str
) -> CallView:
    """Save a call's form over the version it was read from.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field.
        DeskError: no reason given.
    """
    data = _checked(values, desk.today)
    with desk.writing("records.write", "call.correct", given(reason)) as session:
        kept = load(session, Call, call_id)
        update(kept, data.model_dump(), version)
        session.flush()
        return _view(kept)


def calls_of(session: Session, person_id: int) -> tuple[CallView, ...]:
    """Every call about a person, in the order they were made."""
    return tuple(_view(call) for call in _of_person(session, person_id))


def with_calls(session: Session, items: Iterable["DueItem"]) -> list["DueItem"]:
    """The items, each with the last call made for it since it opened."""
    found = list(items)
    people = {item.person_id for item in found}
    calls: defaultdict[tuple[str, str, int], list[Call]] = defaultdict(list)
    lines = session.exec(
        select(Call)
        .where(col(Call.person_id).in_(people))
        .order_by(col(Call.called_on), col(Call.id))
    )
    by_person: defaultdict[int, list[Call]] = defaultdict(list)
    for call in lines:
        calls[call.due_kind, call.due_code, call.record_id].append(call)
        by_person[call.person_id].append(call)
    for place, item in enumerate(found):
        made = calls.get((item.kind, item.code, item.record_id))
        if made and made[-1].called_on >= item.opens:
            last = made[-1]
            view = _view(last, _lost_days(by_person[item.person_id], last))
            found[place] = replace(item, call=view)
    return found


def _checked(values: Mapping[str, Any], today: date) -> CallData:
    data = checked(CallData, values)
    wrong = check_call(data.model_dump(), today)
    if wrong:
        raise FieldErrors(wrong)
    return data


def _of_person(session: Session, person_id: int) -> list[Call]:
    return list(
        session.exec(
            select(Call)
            .where(Call.person_id == person_id)
            .order_by(col(Call.called_on), col(Call.id))
        )
    )


def _lost_days(calls: Iterable[Call], last: Call) -> int:
    """On how many days in a row nobody found her, whatever the calls were about."""
    days: set[date] = set()
    for call in calls:
        if call.outcome == LOST:
            days.add(call.called_on)
        else:
            days.clear()
    return len(days) if last.outcome == LOST else 0


def _view(call: Call, lost_days: int = 0) -> CallView:
    values = {name: getattr(call, name) for name in CALL_FIELDS}
    return CallView(
        call.id or 0,
        call.version,
        values,
        call.person_id,
        call.due_code,
        call.called_by,
        lost_days,
    )
