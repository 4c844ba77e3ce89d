"""The forms of the stock room: a bundle counted in, slips, what turns up, an edition retired."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from desk.errors import DeskError
from desk.slips import (
    ASKED,
    DRAW,
    HAND_BACK,
    PUT_BACK,
    RETURN,
    SLIP_FIELDS,
    SlipView,
    label_of,
    numbers_for,
    slip,
    slip_doubts,
    slip_problems,
    state_before,
)
from desk.stock_book import TRANSFER, in_order, sent_last
from desk.stock_room import (
    EDITION_FIELD,
    RECEIPT_FIELDS,
    Before,
    before_receipt,
    known_at,
    newest_edition,
    old_blanks,
    receipt_doubts,
    receipt_problems,
    receive,
    retire_edition,
    turn_up,
)
from rules.certificate import CertificateRange, number_range
from rules.certificate_states import LABELS
from rules.errors import RuleError
from rules.fields import FieldSpec, Kind
from rules.number_lists import numbered_from, numbers_of, spans, unbroken
from screens.countersign import Countersigned
from screens.form_page import FormPage, form_fields, given
from screens.ranges import RangePage, last_digits
from tui.dialogs import Notice
from tui.fields.parts import FormField
from tui.language import tr

if TYPE_CHECKING:
    from desk.context import Hand
    from tui.drafts import Draft

NUMBER = FieldSpec(
    Kind.CERTIFICATE, "编号", required=True, max_length=10, help="开包时记为短少的那一枚"
)
HOW = FieldSpec(Kind.TEXT, "经过", required=True, max_length=200, help="谁补送来的、凭什么单子")
IN_USE = FieldSpec(
    Kind.CHOICE,
    "启用版本",
    choices=EDITION_FIELD.choices,
    required=True,
    help="比它旧的、还没用的空白证全部作废,再按废证上缴",
)
NOTICE = FieldSpec(Kind.TEXT, "依据", required=True, max_length=100, help="换版通知的文号")

# What is missing comes before the count, which must agree with it.
RECEIPT = (
    *("received_on", "first", "last", "missing", "count", "edition"),
    *("supplier", "note_no", "carrier", "received_by", "checked_by"),
)
HEADINGS = {
    DRAW: "领用空白证",
    PUT_BACK: "空白证退库",
    TRANSFER: "空白证调出",
    RETURN: "空白证退回",
    HAND_BACK: "空白证交回",
}


class ReceiptPage(RangePage):
    """A bundle of blanks counted by two people; who checked is named anew each time."""

    HEADING = "空白证入库"
    NAME = "receipt"

    def __init__(self, record: str = "new", draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self._before = Before()

    def prepare(self) -> None:
        """What is on the books, and what came last."""
        self._before = before_receipt(self.desk)

    def fields(self) -> list[FormField]:
        """The range, the count, who counted."""
        values = {
            "received_on": self.app.today,
            "edition": self._before.edition,
            "received_by": self.desk.user_name,
        }
        specs = RECEIPT_FIELDS | {"last": last_digits(RECEIPT_FIELDS["last"])}
        more: dict[str, dict[str, Any]] = {
            "last": {"echo": self.how_many},
            "missing": {"echo": _left},
        }
        return form_fields(specs, RECEIPT, values, "入库", **more)

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it, and whether the numbers are on the books already."""
        whole = self.whole(values)
        wrong = receipt_problems(whole, self.app.today)
        first, last = whole.get("first") or "", whole.get("last") or ""
        known = partial(self._before.known, first, aside=self._before.aside(whole))
        if first and (taken := known(first)):
            wrong[known_at(taken, "first")] = taken
        elif first and last and "last" not in wrong and (taken := known(last)):
            wrong[known_at(taken, "last")] = taken
        return wrong

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """Long ago, very many, not after the last bundle, or of an edition out of use."""
        return receipt_doubts(self.whole(values), self._before, self.app.today)

    def keep(self, values: dict[str, Any], doubts: list[str]) -> tuple[int, int]:
        """Into stock; how many came and how many are short."""
        whole = given(self.whole(values))
        count = receive(self.desk, whole, doubts)
        aside = len(self._before.aside(whole))
        return count, number_range(whole["first"], whole["last"]).count - count - aside

    def kept(self, result: tuple[int, int]) -> None:
        """Back to the account."""
        self.leave()
        count, short = result
        words = tr("已入库 {count} 枚", count=count)
        if short:
            words = tr("已入库 {count} 枚,短少 {short} 枚", count=count, short=short)
        self.app.say(words, "good")


class SlipPage(RangePage):
    """Numbers that change hands; record is the kind of slip."""

    HEADING = HEADINGS[DRAW]
    NAME = "blank-slip"

    def __init__(self, record: str, draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self._following: tuple[str, ...] = ()
        self._partner = ""

    def heading(self) -> str:
        """What is done."""
        return tr(HEADINGS[self.record])

    def crumbs(self) -> list[str]:
        """The same."""
        return [self.heading()]

    def prepare(self) -> None:
        """The numbers there are, as they are to be used."""
        self._following = numbers_for(self.desk, self.record)
        if not self._following:
            state = LABELS[state_before(self.record)]
            raise DeskError("NONE", "没有「{state}」的空白证", state=state)
        if self.record == RETURN:
            self._partner = sent_last(self.desk)

    def fields(self) -> list[FormField]:
        """Of a drawing how many will do, the range follows; else the range, its count follows."""
        drawing = self.record == DRAW
        ends = ("count", "first", "last") if drawing else ("first", "last", "count")
        people = tuple(name for name in ASKED[self.record] if name != "done_at")
        when = ("done_on", "done_at") if "done_at" in ASKED[self.record] else ("done_on",)
        ours = self.record in {DRAW, RETURN}
        values = {
            "done_on": self.app.today,
            "partner": self._partner or None,
            "receiver": self.desk.user_name if ours else None,
        }
        follows: dict[str, dict[str, Any]] = (
            {"count": {"echo": self._next}, "first": {"follows": self._first},
             "last": {"follows": self._last, "echo": self.how_many}}
            if drawing
            else {"last": {"echo": self.how_many}, "count": {"follows": self.count}}
        )  # fmt: skip
        here = spans(unbroken(self._following))
        title = f"{tr(LABELS[state_before(self.record)])} {len(self._following)}: {here}"
        names = (*ends, *when, *people, "remark")
        needed = {*ASKED[self.record], *(() if drawing else ("first", "last"))}
        specs = {
            name: replace(spec, required=spec.required or name in needed)
            for name, spec in SLIP_FIELDS.items()
        }
        specs["last"] = last_digits(specs["last"])
        return form_fields(specs, names, values, title, **follows)

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        return slip_problems({**self.whole(values), "kind": self.record}, self.app.today)

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """Long ago, or others than the next ones in order."""
        whole = self.whole(values)
        return slip_doubts(self.record, whole, self._following, self.app.today)

    def keep(self, values: dict[str, Any], doubts: list[str]) -> SlipView:
        """All of them or none."""
        return slip(self.desk, self.record, given(self.whole(values)), doubts)

    def kept(self, result: SlipView) -> None:
        """Back to the stock room."""
        self.leave()
        label = tr(label_of(result.kind))
        words = tr("{label} {count} 枚: ", label=label, count=result.count)
        self.app.say(words + spans(result.ranges), "good")

    def _next(self, count: int, _: Mapping[str, Any]) -> str:
        return spans(unbroken(self._following[:count]))

    def _first(self, values: Mapping[str, Any]) -> str | None:
        found = unbroken(self._following[: values.get("count") or 0])
        return found[0].first if len(found) == 1 else None

    def _last(self, values: Mapping[str, Any]) -> str | None:
        first, count = values.get("first"), values.get("count")
        if first and count and first != self._first(values):
            return numbered_from(first, count)
        found = unbroken(self._following[: count or 0])
        return found[0].last if len(found) == 1 else None


class TurnUpPage(Countersigned, FormPage):
    """A number missing when its bundle was opened has come; another person signs.

    Record is the number, or ``new``.
    """

    HEADING = "短少补到"
    NAME = "turn-up"

    def __init__(self, record: str = "new", draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self._short: tuple[str, ...] = ()
        self._second: Hand | None = None

    def prepare(self) -> None:
        """The numbers that are short."""
        self._short = in_order(self.desk, "short")
        if not self._short:
            raise DeskError("NONE", "没有「{state}」的空白证", state=LABELS["short"])

    def fields(self) -> list[FormField]:
        """Which, and how it came."""
        only = self._short[0] if len(self._short) == 1 else None
        likely = self.record if self.record in self._short else only
        title = f"{tr(LABELS['short'])}: {spans(unbroken(self._short))}"
        return [
            FormField("number", NUMBER, value=likely, section=title),
            FormField("words", HOW, section=title),
        ]

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """One of them."""
        number = values.get("number")
        if number and number not in self._short:
            return {"number": RuleError("NOT_SHORT", "账上没有短少这一枚")}
        return {}

    def submit(self, values: dict[str, Any], doubts: list[str]) -> None:
        """The other person signs first."""

        def signed(hand: "Hand") -> None:
            self._second = hand
            super(TurnUpPage, self).submit(values, doubts)

        words = tr("{number} 短少补到", number=values["number"])
        self.countersign("certificates.review", words, signed)

    def keep(self, values: dict[str, Any], doubts: list[str]) -> str:  # noqa: ARG002  none here
        """Into stock."""
        if self._second is None:
            raise DeskError("SECOND", "{act}要有第二人复核", act="补到")
        turn_up(self.desk, values["number"], values["words"], self._second)
        return str(values["number"])

    def kept(self, result: str) -> None:
        """Back to the stock room."""
        self.leave()
        self.app.say(tr("{number} 已入库", number=result), "good")


class RetirePage(FormPage):
    """A new edition came into force: what is left of the older ones is void."""

    HEADING = "旧版停用"
    NAME = "retire-edition"
    START = "words"

    def __init__(self, record: str = "new", draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self._old: dict[str, tuple[CertificateRange, ...]] = {}
        self._newest = ""

    def prepare(self) -> None:
        """What would be void."""
        self._newest = newest_edition(self.desk)
        codes = [each.code for each in EDITION_FIELD.choices]
        self._old = {code: old_blanks(self.desk, code) for code in codes}

    def fields(self) -> list[FormField]:
        """The edition in use now, and the notice that says so."""
        return [
            FormField("edition", IN_USE, value=self._newest, section="旧版停用", echo=self._which),
            FormField("words", NOTICE, section="旧版停用"),
        ]

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """There must be something left of them."""
        if values.get("edition") and not self._old[values["edition"]]:
            return {"edition": RuleError("NONE", "没有库存的旧版空白证")}
        return {}

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """They do not come back."""
        old = self._old.get(values.get("edition") or "", ())
        words = "{count} 枚全部作废,确实停用吗?"
        count = sum(each.count for each in old)
        return {"edition": RuleError("ALL", words, count=count)} if old else {}

    def keep(self, values: dict[str, Any], doubts: list[str]) -> tuple[str, ...]:  # noqa: ARG002  asked of everyone
        """All in one."""
        return retire_edition(self.desk, values["edition"], values["words"])

    def kept(self, result: tuple[str, ...]) -> None:
        """Which they were."""
        self.leave()
        words = tr(
            "已作废 {count} 枚: {numbers}。请三联加盖作废章封存,再办上缴",
            count=len(result),
            numbers=spans(unbroken(result), len(result)),
        )
        self.app.push_screen(Notice(words))

    def _which(self, code: str, _: Mapping[str, Any]) -> str:
        old = self._old.get(code, ())
        if not old:
            return ""
        return tr("{count} 枚: ", count=sum(each.count for each in old)) + spans(old, 2)


def _left(missing: str, values: Mapping[str, Any]) -> str:
    """How many there must be without the missing ones."""
    whole = RangePage.whole(values)
    try:
        numbers = number_range(whole.get("first") or "", whole.get("last") or "")
        absent = len(numbers_of(missing, numbers))
    except ValueError:
        return ""
    words = "共 {count} 枚,缺 {missing} 枚,应点到 {left} 枚"
    return tr(words, count=numbers.count, missing=absent, left=numbers.count - absent)
