"""Counts of the blanks: what two people saw, number by number, against the books.

At the end of a month somebody watches; at a handover of the stock who takes it over watches.
A difference moves no number: what is wrong is put right by its own act, which the advice names.
Source: 空白证月末盘点; 卫妇社发〔2009〕96号 (专人专柜,定期核对).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from desk.context import Desk, Hand, load
from desk.delegation import Names
from desk.errors import DeskError
from desk.problems import Problems, not_future
from models.base import FieldErrors, checked
from models.blanks import MISSING, OVER, Blank, BlankMove, CountData, CountLine, StockCount
from rules.certificate import CertificateRange
from rules.certificate_states import LABELS, STOCK
from rules.errors import RuleError
from rules.fields import FieldSpec, field_specs
from rules.number_lists import unbroken
from rules.text import clean

COUNT_FIELDS: dict[str, FieldSpec] = field_specs(CountData)
MONTH_END, HANDOVER = "1", "2"  # codes of the kinds of count
AT_DESK = ("drawn", "reserved", "printed")
BEGINS = 25  # the day of a month from which on it may be counted
# What to do about a number that is not where the books have it, by its state there.
_MISSED = {
    "in_stock": "账上在保险柜,没点到:查清后报空白证遗失;坏了的办作废",
    "drawn": "账上已领用,没点到:查清后报空白证遗失;坏了的办作废",
    "reserved": "账上已占号,没点到:打印了的先登记打印,坏了的作废,没了的报遗失",
    "printed": "账上已打印,没点到:发出了的先确认签发,坏了的作废,没了的报遗失",
}
_FOUND = {
    "": "账上没有这一枚:查清来源,是本院领来的补办入库",
    "short": "账上开包短少:到了请办补到",
    "retracted": "账上已撤销入库:是本院领来的请重新入库",
    "transferred": "账上已调出:回来了请办退回",
    "lost": "账上已报遗失:找回请办找回作废,不能再用",
    "void": "账上是废证:应单独封存,不与空白证放在一起",
    "void_lost": "账上已报废证遗失:找回请办废证找回,单独封存",
    "issued": "账上已签发:不该是空白证,马上核对签发登记",
}
_FOUND_GONE = "账上「{state}」:不该还在这里,马上查清"


@dataclass(frozen=True, slots=True)
class Books:
    """What the books say: every number's state, and what ought to be here by place.

    ``unsettled`` are the numbers the last count missed that the books still have here.
    """

    states: Mapping[str, str]
    unsettled: tuple[str, ...] = ()

    @property
    def here(self) -> frozenset[str]:
        """What ought to be here."""
        return frozenset(number for number, state in self.states.items() if state in STOCK)

    @property
    def safe(self) -> tuple[CertificateRange, ...]:
        """What ought to be in the safe."""
        return unbroken(number for number, state in self.states.items() if state == "in_stock")

    @property
    def at_desk(self) -> tuple[CertificateRange, ...]:
        """What ought to be at the issuing desk."""
        return unbroken(number for number, state in self.states.items() if state in AT_DESK)

    def compare(self, seen: Iterable[str]) -> tuple["Difference", ...]:
        """How what was seen differs from the books, by number."""
        numbers = frozenset(seen)
        over, missing = numbers - self.here, self.here - numbers
        found = [Difference(number, OVER, self.states.get(number, "")) for number in over]
        found += [Difference(number, MISSING, self.states[number]) for number in missing]
        return tuple(sorted(found, key=lambda each: each.number))


@dataclass(frozen=True, slots=True)
class Difference:
    """A number seen otherwise than the books have it: ``MISSING`` or ``OVER``."""

    number: str
    kind: str
    state: str

    @property
    def advice(self) -> RuleError:
        """Which act puts it right."""
        if self.kind == MISSING:
            return RuleError("MISSING", _MISSED[self.state])
        label = LABELS.get(self.state, "")
        return RuleError("OVER", _FOUND.get(self.state, _FOUND_GONE), state=label)


@dataclass(frozen=True, slots=True)
class CountView:
    """A count kept; ``kind`` is a code, ``lines`` its differences by number, each explained."""

    id: int
    kind: str
    counted_on: date
    on_books: int
    counted: int
    counted_by: str
    checked_by: str
    remark: str
    lines: tuple[tuple[Difference, str], ...]


def books(desk: Desk) -> Books:
    """What the books say now."""
    with desk.reading("stock.read") as session:
        return _books(session)


def keep_count(
    desk: Desk,
    values: Mapping[str, Any],
    seen: Iterable[str],
    words: Mapping[str, str],
    second: Hand,
) -> int:
    """Keep a count; its id.

    Args:
        desk: whose hand.
        values: stored values of ``COUNT_FIELDS``; ``counted`` is counted from ``seen``.
        seen: the numbers that were there.
        words: the explanation of each difference, by number.
        second: who watched or takes over, another person; the login is in the audit.

    Raises:
        FieldErrors: by field; the books went on since the day of the count.
        DeskError: UNEXPLAINED, a number that differs has no explanation; TWO_HANDS, one person.
    """
    if second.user == desk.user:
        raise DeskError("TWO_HANDS", "盘点人与监盘人应是两个人")
    numbers = frozenset(seen)
    data = checked(CountData, {**values, "counted": len(numbers), "checked_by": second.name})
    wrong = count_problems(data.model_dump(), desk.today)
    if wrong:
        raise FieldErrors(wrong)
    signed = f"{second.name} ({second.user})"
    with desk.writing("certificates.write", "blanks.count", signed) as session:
        _refuse_stale(session, data.counted_on)
        found = _books(session).compare(numbers)
        for each in found:
            if not clean(words.get(each.number, "")):
                sentence = "{number} 与账不符,请写明查到的原因"
                raise DeskError("UNEXPLAINED", sentence, number=each.number)
        missing = sum(each.kind == MISSING for each in found)
        over = len(found) - missing
        on_books = len(numbers) - over + missing
        kept = StockCount(
            centre=desk.centre,
            on_books=on_books,
            delegation_id=desk.letter_for("certificates.write"),
            **data.model_dump(),
        )
        session.add(kept)
        session.flush()
        session.add_all(
            CountLine(
                centre=desk.centre,
                count_id=kept.id or 0,
                number=each.number,
                difference=each.kind,
                state=each.state,
                words=clean(words[each.number])[:200],
            )
            for each in found
        )
        session.flush()
        return kept.id or 0


def count_problems(values: Mapping[str, Any], today: date) -> Problems:
    """What is wrong with a count by itself, by field."""
    wrong = not_future(values, today, "counted_on")
    if values.get("checked_by") and values["checked_by"] == values.get("counted_by"):
        wrong["counted_by"] = RuleError("TWO_HANDS", "盘点人与监盘人应是两个人")
    return wrong


def counts(desk: Desk) -> tuple[CountView, ...]:
    """Every count, the newest first."""
    with desk.reading("stock.read") as session:
        lines: dict[int, list[CountLine]] = {}
        for line in session.exec(select(CountLine).order_by(col(CountLine.number))):
            lines.setdefault(line.count_id, []).append(line)
        kept = session.exec(
            select(StockCount).order_by(
                col(StockCount.counted_on).desc(), col(StockCount.id).desc()
            )
        )
        named = Names(session)
        return tuple(_view(each, lines.get(each.id or 0, []), named) for each in kept)


def unsettled(desk: Desk) -> tuple[date, tuple[str, ...]] | None:
    """The day of the last count and what it missed that the books still have here; None for none.

    It stays so until the number is lost, void or gone otherwise, or a later count finds it.
    """
    with desk.reading("stock.read") as session:
        last, numbers = _unsettled(session)
    return (last.counted_on, numbers) if last is not None and numbers else None


def count_of(desk: Desk, count_id: int) -> CountView:
    """One count."""
    with desk.reading("stock.read") as session:
        lines = session.exec(
            select(CountLine).where(CountLine.count_id == count_id).order_by(col(CountLine.number))
        ).all()
        return _view(load(session, StockCount, count_id), lines, Names(session))


def count_due(desk: Desk) -> date | None:
    """The month (its first day) whose count is to be made or was left out; None when all is well.

    A month may be counted from its 25th on; a count made later makes up for it.
    """
    today = desk.today
    month = today.replace(day=1)
    if today.day < BEGINS:
        month = (month - timedelta(days=1)).replace(day=1)
    with desk.reading("stock.read") as session:
        began = session.exec(select(func.min(BlankMove.moved_on))).one()
        left = session.exec(select(Blank.id).where(col(Blank.state).in_(STOCK)).limit(1)).first()
        if began is None or left is None or began >= (month + timedelta(days=31)).replace(day=1):
            return None
        opens = month.replace(day=BEGINS)
        made = select(StockCount.id).where(StockCount.counted_on >= opens).limit(1)
        return None if session.exec(made).first() else month


def _books(session: Session) -> Books:
    query = select(col(Blank.number), col(Blank.state))
    return Books(dict(session.execute(query).all()), _unsettled(session)[1])


def _unsettled(session: Session) -> tuple[StockCount | None, tuple[str, ...]]:
    """Every count looks for all there is, so the last one tells what has not been found."""
    newest = col(StockCount.counted_on).desc(), col(StockCount.id).desc()
    last = session.exec(select(StockCount).order_by(*newest).limit(1)).first()
    if last is None:
        return None, ()
    missed = (
        select(CountLine.number)
        .join(Blank, col(Blank.number) == col(CountLine.number))
        .where(CountLine.count_id == last.id, CountLine.difference == MISSING)
        .where(col(Blank.state).in_(STOCK))
        .order_by(col(CountLine.number))
    )
    return last, tuple(session.exec(missed))


def _refuse_stale(session: Session, day: date) -> None:
    """What was counted on a day is held against the books of that day, or not at all."""
    later = (
        select(col(Blank.number), col(BlankMove.moved_on))
        .join(BlankMove, col(BlankMove.blank_id) == col(Blank.id))
        .where(BlankMove.moved_on > day)
        .limit(1)
    )
    moved = session.execute(later).first()
    if moved is not None:
        number, on = moved
        words = "{number} 在 {on} 又有变动,账已不是那天的账;请今天重新盘点"
        error = RuleError("STALE", words, number=number, on=on.isoformat())
        raise FieldErrors({"counted_on": error})


def _view(kept: StockCount, lines: Iterable[CountLine], named: Names) -> CountView:
    return CountView(
        id=kept.id or 0,
        kind=kept.kind,
        counted_on=kept.counted_on,
        on_books=kept.on_books,
        counted=kept.counted,
        counted_by=named(kept.counted_by, kept.delegation_id),
        checked_by=kept.checked_by,
        remark=kept.remark or "",
        lines=tuple(
            (Difference(line.number, line.difference, line.state), line.words) for line in lines
        ),
    )
