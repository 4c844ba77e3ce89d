"""The stock room of blanks: where the numbers are, the receipts and slips, what can be done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import ClassVar

from textual.widget import Widget

from desk.context import Desk
from desk.slips import DRAW, HAND_BACK, PUT_BACK, RETURN, label_of
from desk.stock_book import (
    RECEIPT,
    SLIP,
    TRANSFER,
    LowStock,
    NumberLine,
    Paper,
    Place,
    low_stock,
    paper,
    papers,
    places,
)
from desk.stock_counts import AT_DESK, count_due
from desk.stock_plans import plan_due
from desk.voiding import HAND_UP
from rules.certificate_states import LABELS
from rules.number_lists import numbered_from, spans
from screens.certificates import where_they_are
from screens.desks import DESKS
from screens.records import REFRESH, ListPage, digit_words
from tui.actions import HISTORY_KEYS, REFRESH_KEYS, Action
from tui.chrome import OneLine
from tui.language import side_by_side, tr
from tui.lists import Cell, Column, MemorySource, Row

_GROUP = "空白证"
_WRITE = "certificates.write"
AWAY = ("short", "transferred", "void", "void_lost", "lost")


def _digit(name: str, digit: str, label: str, words: str, permission: str = _WRITE) -> Action:
    return Action(name, digit, label, words, _GROUP, permission, hint=False)


_MOVES = (
    _digit("draw", "1", "领用", "从保险柜领到签发处,接着上次的编号"),
    _digit("put_back", "2", "退库", "没用的从签发处退回保险柜"),
    _digit("transfer", "3", "调出", "给别的机构:谁带、谁收、何时"),
    _digit("returned", "4", "收退回", "调出去的退回来了"),
    _digit("hand_back", "5", "交回", "交回县里:谁带、谁收、凭什么函"),
    _digit("turn_up", "6", "补到", "开包时短少的后来送到了,要第二人签字"),
)
_OTHERS = (
    _digit("counts", "7", "盘点表", "月末盘点、人员交接:两人逐号核对", "stock.read"),
    _digit("plans", "8", "计划表", "年度申领计划", "stock.read"),
    _digit("retire", "9", "停旧版", "换版时把旧版空白证全部作废"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """What the page shows."""

    places: tuple[Place, ...]
    papers: tuple[Paper, ...]
    low: LowStock | None
    count_due: date | None
    plan_due: date | None


class StockRoomPage(ListPage):
    """Digits move blanks; the list has every receipt and slip, Enter opens its numbers."""

    HEADING = "空白证库房"
    EMPTY = "还没有入库"
    ACTIONS = (
        Action("receive", "f6", "入库", "一段空白证两人清点入库", _GROUP, _WRITE),
        Action("open", "enter", "看编号", "选中这笔的每个编号", _GROUP),
        Action("edit", "f7", "更正", "选中这笔的单位、经手人;编号不改", _GROUP, _WRITE),
        Action("history", HISTORY_KEYS, "历史", "选中这笔谁在何时改过什么", _GROUP, hint=False),
        *_MOVES,
        *_OTHERS,
        Action("refresh", REFRESH_KEYS, "刷新", "重新读取", _GROUP, hint=False),
        # The digits are this page's here; the desks are in Ctrl+P and one Esc away.
        *(
            Action(name, "", label, words, "各台", permission, hint=False)
            for name, label, words, permission in DESKS
        ),
    )
    COLUMNS: ClassVar = (
        Column("日期", 10),
        Column("类别", 9),
        Column("数量", 5, right=True),
        Column("起止编号", 21),
        Column("对方单位", 12),
        Column("缺号", 10, grow=True),
        Column("经办", 8, rank=2),
    )

    def above(self) -> Iterable[Widget]:
        """How many are where, by range; what is due; the digits."""
        yield OneLine("", "key", id="states")
        yield OneLine("", "text", id="safe")
        yield OneLine("", "text", id="at_desk")
        yield OneLine("", "text", id="away")
        yield OneLine("", "doubt", id="due")
        yield OneLine(digit_words(_MOVES), "dim", id="moves")
        yield OneLine(digit_words(_OTHERS), "dim", id="others")

    def reworded(self) -> None:
        """The digits in the other language."""
        self.query_one("#moves", OneLine).show(digit_words(_MOVES), "dim")
        self.query_one("#others", OneLine).show(digit_words(_OTHERS), "dim")
        super().reworded()

    def on_mount(self) -> None:
        """Read."""
        super().on_mount()
        self.action_refresh()

    def action_refresh(self) -> None:
        """Read anew."""
        self.work(partial(_found, self.desk), self._arrived)

    def why_not(self, action: Action) -> str | None:
        """There must be a line to open."""
        if action.id in {"open", "edit", "history"} and self.records.row is None:
            return tr("没有记录")
        return super().why_not(action)

    def open(self, row: Row) -> None:
        """Its numbers."""
        self.app.push_screen(self.app.page("blank_paper", row.data.table, row.data.id))

    def action_open(self) -> None:
        """The line pointed at."""
        if self.records.row is not None:
            self.open(self.records.row)

    def action_edit(self) -> None:
        """What the line pointed at says beside its numbers."""
        if self.records.row is not None:
            head: Paper = self.records.row.data
            form = "correct-receipt" if head.table == RECEIPT else "correct-blank-slip"
            self.app.open_form(form, str(head.id))

    def action_history(self) -> None:
        """Of the line pointed at."""
        if self.records.row is not None:
            head: Paper = self.records.row.data
            table = "certificate_receipts" if head.table == RECEIPT else "certificate_slips"
            self.app.push_screen(self.app.page("history", table, head.id, _span(head)))

    def action_receive(self) -> None:
        """A bundle that came."""
        self.app.open_form("receipt")

    def action_draw(self) -> None:
        """To the issuing desk."""
        self.app.open_form("blank-slip", DRAW)

    def action_put_back(self) -> None:
        """Back into the safe."""
        self.app.open_form("blank-slip", PUT_BACK)

    def action_transfer(self) -> None:
        """To another institution."""
        self.app.open_form("blank-slip", TRANSFER)

    def action_returned(self) -> None:
        """Back from another institution."""
        self.app.open_form("blank-slip", RETURN)

    def action_hand_back(self) -> None:
        """Back to the county."""
        self.app.open_form("blank-slip", HAND_BACK)

    def action_turn_up(self) -> None:
        """A missing number that came."""
        self.app.open_form("turn-up")

    def action_counts(self) -> None:
        """The month-end counts."""
        self.app.push_screen(self.app.page("blank_counts"))

    def action_plans(self) -> None:
        """The yearly plans."""
        self.app.push_screen(self.app.page("blank_plans"))

    def action_retire(self) -> None:
        """A new edition came into force."""
        self.app.open_form("retire-edition")

    def _arrived(self, found: Found) -> None:
        counts = where_they_are(found.places, self.size.width) or tr("没有空白证")
        self.query_one("#states", OneLine).show(counts, "key")
        self._ranges("#safe", "保险柜: ", ("in_stock",), found.places)
        self._ranges("#at_desk", "签发处: ", AT_DESK, found.places)
        self._ranges("#away", "不在手: ", AWAY, found.places)
        self.query_one("#due", OneLine).show(side_by_side(_due(found)), "doubt")
        self.records.reload(MemorySource([_row(each) for each in found.papers]))
        self.refresh_hints()

    def _ranges(
        self, name: str, head: str, states: tuple[str, ...], found: tuple[Place, ...]
    ) -> None:
        here = [each for each in found if each.state in states]
        named = len(states) > 1
        parts = [
            (f"{tr(LABELS[each.state])} " if named else "") + spans(each.ranges, 2 if named else 3)
            for each in here
        ]
        self.query_one(name, OneLine).show(tr(head) + "  ".join(parts) if parts else "")


class BlankPaperPage(ListPage):
    """The numbers of a receipt or a slip, each where it is now; Enter opens its life."""

    HEADING = "编号明细"
    ACTIONS = (
        Action("retract", "f6", "撤销入库", "号录错了,整笔撤销,要第二人签字", _GROUP, _WRITE),
        REFRESH,
    )
    COLUMNS: ClassVar = (
        Column("编号", 10),
        Column("现在", 12),
        Column("从哪天起", 10, grow=True),
    )

    def __init__(self, table: str, record_id: int) -> None:
        super().__init__()
        self._of = (table, record_id)
        self._found: tuple[Paper, tuple[NumberLine, ...]] | None = None

    def above(self) -> Iterable[Widget]:
        """Which paper, and its people."""
        yield OneLine("", "key", id="paper")
        yield OneLine("", "text", id="away")
        yield OneLine("", "text", id="hands")

    def on_mount(self) -> None:
        """Read."""
        super().on_mount()
        self.action_refresh()

    def action_refresh(self) -> None:
        """Read anew."""
        self.work(partial(paper, self.desk, *self._of), self._arrived)

    def actions(self) -> list[Action]:
        """A slip is not retracted: its numbers go back by acts of their own."""
        kept = self._of[0] == RECEIPT
        return [each for each in super().actions() if kept or each.id != "retract"]

    def why_not(self, action: Action) -> str | None:
        """A receipt whose numbers have not been anywhere yet may be retracted."""
        refusal = super().why_not(action)
        if refusal or action.id != "retract":
            return refusal
        if self._found is None:
            return tr("还在读取,请稍候")
        head, lines = self._found
        if head.retracted:
            return tr("这笔入库已经撤销了")
        moved = next((line for line in lines if line.state not in {"in_stock", "short"}), None)
        if moved is not None:
            words = "{number} 入库以后动过(现为「{state}」),这笔入库不能整笔撤销"
            return tr(words, number=moved.number, state=tr(LABELS[moved.state]))
        return None

    def action_retract(self) -> None:
        """Off the books."""
        self.app.open_form("retract-receipt", str(self._of[1]))

    def open(self, row: Row) -> None:
        """The whole life of a number."""
        self.app.push_screen(self.app.page("number", row.data))

    def _arrived(self, found: tuple[Paper, tuple[NumberLine, ...]]) -> None:
        self._found = found
        head, lines = found
        words = f"{head.day}  {_kind(head)}  {tr('{count} 枚', count=head.count)}  {_span(head)}"
        self.query_one("#paper", OneLine).show(words, "key")
        self.query_one("#away", OneLine).show(_said(_away(head)))
        self.query_one("#hands", OneLine).show(_said(_hands(head)))
        self.refresh_hints()
        rows = [
            Row((each.number,), (each.number, tr(LABELS[each.state]), str(each.since)), each.number)
            for each in lines
        ]
        self.records.reload(MemorySource(rows))


def _found(desk: Desk) -> Found:
    return Found(places(desk), papers(desk), low_stock(desk), count_due(desk), plan_due(desk))


def low_words(low: LowStock) -> str:
    """How long the stock lasts."""
    if not low.left:
        return tr("空白证已用完")
    lasts = f"{low.lasts_tenths // 10}.{low.lasts_tenths % 10}"
    return tr("空白证剩 {left} 枚,约够 {months} 个月", left=low.left, months=lasts)


def _due(found: Found) -> list[str]:
    words = [low_words(found.low)] if found.low else []
    if found.count_due:
        words.append(tr("{month} 还没有盘点", month=f"{found.count_due:%Y-%m}"))
    if found.plan_due:
        words.append(tr("年度计划要在 {day} 前上报", day=found.plan_due))
    return words


def _kind(head: Paper) -> str:
    if head.table == RECEIPT:
        return tr(LABELS["retracted"]) if head.retracted else tr("入库")
    return tr(label_of(head.kind))


def _span(head: Paper) -> str:
    """Its range; the ends of numbers with others between them are not written as one."""
    if head.first == head.last:
        return head.first
    try:
        apart = head.table == SLIP and numbered_from(head.first, head.count) != head.last
    except ValueError:  # a damaged number is shown as it is
        apart = True
    if apart and head.count == len((head.first, head.last)):
        return f"{head.first} {head.last}"
    return f"{head.first}{'…' if apart else '–'}{head.last}"


def _carried(head: Paper) -> str:
    """Who brought the blanks, or took them or the voids away."""
    if head.table == RECEIPT:
        return "领回人 {value}"
    return "送交人 {value}" if head.kind == HAND_UP else "领证人 {value}"


def _away(head: Paper) -> Iterator[tuple[str, str]]:
    """Where they came from or went, with whom."""
    yield "对方单位 {value}", head.partner
    yield _carried(head), head.carrier
    yield "接收人 {value}", head.receiver


def _hands(head: Paper) -> Iterator[tuple[str, str]]:
    """Who wrote it and who checked, and the paper itself."""
    if head.table == SLIP:
        yield "经办 {value}", head.handler
    yield "验收人 {value}" if head.table == RECEIPT else "审核人 {value}", head.checked_by
    yield "单号 {value}", head.letter_no
    yield "缺号 {value}", head.missing


def _said(parts: Iterable[tuple[str, str]]) -> str:
    return "  ".join(tr(words, value=value) for words, value in parts if value)


def _row(head: Paper) -> Row:
    cells = (
        str(head.day),
        _kind(head),
        str(head.count),
        _span(head),
        head.partner,
        Cell(head.missing, "doubt"),
        head.handler,
    )
    return Row((head.table, head.id), cells, head)
