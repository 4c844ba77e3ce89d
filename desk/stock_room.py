"""The stock room of certificate blanks: bundles counted in or taken back, old editions.

Source: 卫妇社发〔2009〕96号; 《出生医学证明》入库登记本.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from desk.context import Desk, Hand, load, update
from desk.editions import RETRACTED, kept_receipts
from desk.errors import DeskError
from desk.numbers import Why, blank_of, blanks_in, move, take_back, take_in
from desk.pregnancy import confirmed, given
from desk.pregnancy_view import RecordView, record_view
from desk.problems import back_dated, not_future
from desk.stock_book import used_lately
from models.base import FieldErrors, checked, checked_part
from models.blanks import Blank, BlankMove, Receipt, ReceiptData
from rules.certificate import FIRST_EDITION, CertificateRange, number_range
from rules.certificate_states import LABELS, OLD_EDITION
from rules.errors import RuleError
from rules.fields import field_specs
from rules.number_lists import numbered_from, numbers_of, spans, unbroken
from rules.text import clean

RECEIPT_FIELDS = field_specs(ReceiptData)
EDITION_FIELD = RECEIPT_FIELDS["edition"]
# What may be corrected of a receipt; the numbers and their day stand in the journal.
RECEIPT_WORDS = {
    name: RECEIPT_FIELDS[name]
    for name in ("edition", "supplier", "note_no", "carrier", "received_by", "checked_by")
}
FEW = 200  # so many may come without a question
MOST_AT_ONCE = 100_000  # as the count's own range; more is a slip in a digit
UNUSED = ("in_stock", "drawn")
IN_HAND = ("reserved", "printed")
# What a number came from that has not been anywhere but in the safe, or is still awaited.
_UNTOUCHED = frozenset({"", "short", RETRACTED})
# A number on the books already, and what is done with it instead of a receipt.
_KNOWN = {
    "short": "编号 {number} 上次开包时短少,现在到了请办「补到」",
    "transferred": "编号 {number} 已调出,回来了请办「退回」",
    "lost": "编号 {number} 已报遗失,找回了请办「找回作废」",
    "void_lost": "编号 {number} 已报废证遗失,找回了请办「废证找回」",
}


@dataclass(frozen=True, slots=True)
class Before:
    """What a receipt is held against before it is kept.

    Attributes:
        edition: the newest that ever came.
        used: blanks of the last twelve months.
        end: the last number of the last bundle.
        states: the numbers on the books, in order.
        read_in: those of them that came by a register of older years.
    """

    edition: str = ""
    used: int = 0
    end: str = ""
    states: Mapping[str, str] = field(default_factory=dict)
    read_in: frozenset[str] = frozenset()

    def known(self, first: str, last: str, aside: frozenset[str] = frozenset()) -> RuleError | None:
        """The first number of a range that is on the books already and not set aside."""
        numbers = [number for number in self.states if number not in aside]
        place = bisect_left(numbers, first)
        if place == len(numbers) or numbers[place] > last:
            return None
        number = numbers[place]
        return _known(number, self.states[number], read_in=number in self.read_in)

    def aside(self, values: Mapping[str, Any]) -> frozenset[str]:
        """What is said to be missing and was read in: it stays as it is, and is not short."""
        try:
            numbers = number_range(values.get("first") or "", values.get("last") or "")
            return self.read_in.intersection(_missing(values.get("missing"), numbers))
        except ValueError:
            return frozenset()


def before_receipt(desk: Desk) -> Before:
    """What a receipt is held against now."""
    edition = newest_edition(desk)
    kept_numbers = select(Blank.number, Blank.state, Blank.receipt_id).order_by(col(Blank.number))
    with desk.reading("stock.read") as session:
        rows = session.exec(kept_numbers.where(Blank.state != RETRACTED)).all()
        states = {number: state for number, state, _ in rows}
        read_in = frozenset(number for number, _, receipt_id in rows if receipt_id is None)
        kept = kept_receipts(session)
        came = select(Receipt).order_by(col(Receipt.received_on).desc(), col(Receipt.id).desc())
        end = next((each.last for each in session.exec(came) if each.id in kept), "")
        return Before(edition, used_lately(session, desk.today), end, states, read_in)


def receive(desk: Desk, values: Mapping[str, Any], doubts: Sequence[str] = ()) -> int:
    """Count a bundle of blanks into stock; how many came.

    What was missing when it was opened is on the books as short, and is no stock. A number that a
    register brought in is received by nobody: said to be missing, it stays as it is.

    Args:
        desk: whose hand.
        values: stored values of ``RECEIPT_FIELDS``.
        doubts: fields whose unusual value was confirmed.

    Raises:
        FieldErrors: no range, a count that does not match it, a number known already, or a day
            before a count that found no such number.
        DeskError: a number is on the books of another centre in this file.
    """
    receiver = values.get("received_by") or desk.user_name
    data = checked(ReceiptData, {**values, "received_by": receiver})
    wrong = receipt_problems(data.model_dump(), desk.today)
    if wrong:
        raise FieldErrors(wrong)
    numbers = number_range(data.first, data.last)
    missing = _missing(data.missing, numbers)
    data.missing = spans(unbroken(missing), len(missing)) or None
    with desk.writing("certificates.write", "blanks.receive", confirmed(doubts)) as session:
        absent = set(missing)
        here = blanks_in(session, numbers)
        aside = absent.intersection(blank.number for blank in here if blank.receipt_id is None)
        here = [blank for blank in here if blank.number not in aside]
        _refuse_known(session, here, numbers, data.received_on)
        letter = desk.letter_for("certificates.write")
        receipt = Receipt(centre=desk.centre, delegation_id=letter, **data.model_dump())
        session.add(receipt)
        session.flush()
        acts = [
            (number, "miss" if number in absent else "receive")
            for number in numbers
            if number not in aside
        ]
        try:
            take_in(session, desk, acts, data.received_on, Why(receipt_id=receipt.id))
        except FieldErrors as error:
            raise FieldErrors({"received_on": error.errors["moved_on"]}) from error
    return data.count


def receipt_problems(values: Mapping[str, Any], today: date) -> dict[str, RuleError]:
    """What is wrong with a receipt by itself, by field."""
    wrong = not_future(values, today, "received_on") | two_hands(values)
    if values.get("received_on") and values["received_on"] < FIRST_EDITION:
        wrong["received_on"] = RuleError("TOO_EARLY", "1996年以前没有出生医学证明,请核对日期")
    if not (values.get("first") and values.get("last")):
        return wrong
    try:
        numbers = number_range(values["first"], values["last"])
    except RuleError as error:
        return wrong | {"last": error}
    if numbers.count > MOST_AT_ONCE:
        words = "起止编号之间有 {count} 枚,一次入库不超过 {most} 枚,请核对编号"
        wrong["last"] = RuleError("COUNT", words, count=numbers.count, most=MOST_AT_ONCE)
        return wrong
    try:
        missing = _missing(values.get("missing"), numbers)
    except RuleError as error:
        return wrong | {"missing": error}
    count = values.get("count")
    if count is not None and count + len(missing) != numbers.count:
        wrong["count"] = _mismatch(numbers.count, len(missing))
    return wrong


def receipt_doubts(values: Mapping[str, Any], before: Before, today: date) -> dict[str, RuleError]:
    """What is asked about before a receipt is kept: long ago, much, out of turn, an old edition."""
    found = back_dated(values, today, "received_on")
    first, newest = values.get("first") or "", before.edition
    try:
        numbers = number_range(first, values.get("last") or "")
    except RuleError:
        numbers = None
    if numbers is not None and numbers.doubts:
        found["last"] = numbers.doubts[0]
    elif numbers is not None and numbers.count > max(FEW, 2 * before.used):
        words = "近12个月只用了 {used} 枚,确实领来 {count} 枚吗?"
        found["last"] = RuleError("MANY", words, used=before.used, count=numbers.count)
    if first and before.end and first != numbered_from(before.end, 2):
        words = "上一批到 {end},这批不与它相连,确实从 {first} 起吗?"
        if first[:3] != before.end[:3]:
            words = "上一批到 {end},这批的字母或省码与它不同,确实从 {first} 起吗?"
        found["first"] = RuleError("APART", words, end=before.end, first=first)
    aside = before.aside(values)
    if aside:
        words = "{numbers} 从登记册读入过,账上不动,不算短少,是吗?"
        found["missing"] = RuleError("READ_IN", words, numbers=spans(unbroken(aside), len(aside)))
    if newest and int(values.get("edition") or newest) < int(newest):
        edition = EDITION_FIELD.choice(newest)
        label = edition.label if edition else newest
        found["edition"] = RuleError("OLD", "本院已在用{edition},确实领来了旧版吗?", edition=label)
    return found


def turn_up(desk: Desk, number: str, words: str, second: Hand, on: date | None = None) -> None:
    """A number missing when its bundle was opened has come after all.

    Args:
        desk: whose hand.
        number: short on the books.
        words: how it came.
        second: the reviewer, another person.
        on: the day, today by default.

    Raises:
        DeskError: not on the books, no words, or one person only.
        WrongMove: it is not short.
    """
    with desk.writing("certificates.write", "blank.turn_up", words) as session:
        blank = blank_of(session, number)
        move(session, desk, blank, "turn_up", on, Why(words=words, second=second))


def retract(desk: Desk, receipt_id: int, words: str, second: Hand) -> int:
    """A receipt typed wholly wrong goes off the books, on today's account; how many numbers.

    It is a correction of its own period: what was reported of the days since stays reported.

    The letter or the range was mistyped, so that both people counted what the paper does not say.
    The right numbers are received anew; those of the wrong receipt may come with a later bundle.

    Args:
        desk: whose hand.
        receipt_id: whose numbers; each in the safe since it came, or missing from the first.
        words: why.
        second: the reviewer, another person.

    Raises:
        DeskError: it was retracted before, a number of it was moved (the first is named), no
            words, or one person only.
    """
    with desk.writing("certificates.write", "blanks.receipt.retract", words) as session:
        load(session, Receipt, receipt_id)
        found = _numbers_of(session, receipt_id)
        if not found:
            raise DeskError("RETRACTED", "这笔入库已经撤销了")
        for blank, was in found:
            if was not in _UNTOUCHED:
                raise DeskError(
                    "MOVED",
                    "{number} 入库以后动过(现为「{state}」),这笔入库不能整笔撤销",
                    number=blank.number,
                    state=LABELS[blank.state],
                )
        take_back(session, desk, [blank for blank, _ in found], Why(words=words, second=second))
        return len(found)


def _numbers_of(session: Session, receipt_id: int) -> Sequence[tuple[Blank, str]]:
    """The numbers a receipt still has on the books, each with the state it came here from."""
    latest = select(func.max(BlankMove.id)).where(BlankMove.blank_id == Blank.id).correlate(Blank)
    return session.exec(
        select(Blank, BlankMove.was)
        .join(BlankMove, col(BlankMove.id) == latest.scalar_subquery())
        .where(Blank.receipt_id == receipt_id, Blank.state != RETRACTED)
        .order_by(col(Blank.number))
    ).all()


def receipt_record(desk: Desk, receipt_id: int) -> RecordView:
    """A receipt as its correction needs it."""
    with desk.reading("stock.read") as session:
        return record_view(load(session, Receipt, receipt_id), ReceiptData)


def correct_receipt(
    desk: Desk, receipt_id: int, version: int, values: Mapping[str, Any], reason: str
) -> None:
    """What a receipt says beside its numbers.

    Raises:
        Conflict: somebody saved it since.
        FieldErrors: by field of ``RECEIPT_WORDS``.
        DeskError: no reason given.
    """
    with desk.writing("certificates.write", "blanks.receipt.correct", given(reason)) as session:
        kept = load(session, Receipt, receipt_id)
        data = checked_part(ReceiptData, kept, RECEIPT_WORDS, values)
        wrong = two_hands(data)
        if wrong:
            raise FieldErrors(wrong)
        update(kept, data, version)


def two_hands(values: Mapping[str, Any]) -> dict[str, RuleError]:
    """Who counts and who checks are two people."""
    if values.get("checked_by") and values["checked_by"] == values.get("received_by"):
        return {"checked_by": RuleError("TWO_HANDS", "验收人与接收人应是两个人")}
    return {}


def newest_edition(desk: Desk) -> str:
    """The newest edition that ever came; that of the receipt form where none did."""
    came = select(Blank.receipt_id).where(Blank.state != RETRACTED)
    with desk.reading("stock.read") as session:
        kept = session.exec(select(Receipt.edition).where(col(Receipt.id).in_(came))).all()
    return max(kept, key=int, default=str(ReceiptData.model_fields["edition"].default))


def old_blanks(desk: Desk, edition: str) -> tuple[CertificateRange, ...]:
    """The stock of editions older than one."""
    with desk.reading("stock.read") as session:
        return unbroken(blank.number for blank in _older(session, edition))


def retire_edition(desk: Desk, edition: str, words: str) -> tuple[str, ...]:
    """Void what is left of the editions before one that came into force; the numbers.

    Args:
        desk: whose hand.
        edition: code of the edition now in use.
        words: the notice that says so.

    Raises:
        DeskError: no words, nothing is left of them, or one is in the middle of an issue.
    """
    if not clean(words):
        raise DeskError("REASON", "停用旧版请写明依据的通知")
    with desk.writing("certificates.write", "blanks.retire", words) as session:
        blanks = _older(session, edition)
        if not blanks:
            raise DeskError("NONE", "没有库存的旧版空白证")
        for blank in blanks:
            if blank.state in IN_HAND:
                raise DeskError(
                    "IN_HAND",
                    "{number} 现为「{state}」,请先办完这张或退号、作废,再停用旧版",
                    number=blank.number,
                    state=LABELS[blank.state],
                )
        for blank in blanks:
            move(session, desk, blank, "void", None, Why(cause=OLD_EDITION, words=words))
        return tuple(blank.number for blank in blanks)


def _older(session: Session, edition: str) -> Sequence[Blank]:
    before = [each.code for each in EDITION_FIELD.choices if int(each.code) < int(edition)]
    return session.exec(
        select(Blank)
        .join(Receipt, col(Receipt.id) == col(Blank.receipt_id))
        .where(col(Receipt.edition).in_(before), col(Blank.state).in_(UNUSED + IN_HAND))
        .order_by(col(Blank.number))
    ).all()


def _missing(text: str | None, numbers: CertificateRange) -> tuple[str, ...]:
    return numbers_of(text or "", numbers)


def _mismatch(count: int, missing: int) -> RuleError:
    if missing:
        words = "起止编号之间 {count} 枚,缺 {missing} 枚,应点到 {left} 枚,与清点数不符"
        return RuleError("COUNT", words, count=count, missing=missing, left=count - missing)
    words = "起止编号之间是 {count} 枚,与清点数不符;短少的先填缺号"
    return RuleError("COUNT", words, count=count)


def _refuse_known(
    session: Session, here: Sequence[Blank], numbers: CertificateRange, on: date
) -> None:
    known = [blank for blank in here if blank.state != RETRACTED]
    if not known and here:
        _refuse_early(session, numbers, on)
    if known:
        first = known[0]
        error = _known(first.number, first.state, read_in=first.receipt_id is None)
        raise FieldErrors({known_at(error, "first"): error})


def known_at(error: RuleError, end: str) -> str:
    """The field at which a number known already is mended: one read in is said to be missing."""
    return "missing" if error.reason == "READ_IN" else end


def _known(number: str, state: str, *, read_in: bool) -> RuleError:
    if read_in:
        words = "编号 {number} 从登记册读入过(现为「{state}」),这批里照填缺号"
        return RuleError("READ_IN", words, number=number, state=LABELS[state])
    words = _KNOWN.get(state, "编号 {number} 已在账上(现为「{state}」),请核对")
    return RuleError("KNOWN", words, number=number, state=LABELS[state])


def _refuse_early(session: Session, numbers: CertificateRange, on: date) -> None:
    """What was taken off the books comes back on that day at the earliest."""
    last = session.exec(
        select(func.max(BlankMove.moved_on))
        .join(Blank, col(Blank.id) == col(BlankMove.blank_id))
        .where(col(Blank.number).between(numbers.first, numbers.last), Blank.state == RETRACTED)
    ).one()
    if last is not None and on < last:
        words = "这段编号 {day} 撤销过入库,重新入库不能早于那天"
        error = RuleError("DATE_ORDER", words, day=last.isoformat())
        raise FieldErrors({"received_on": error})
