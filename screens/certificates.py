"""Certificates: the stock and its equation, and what was issued."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import ClassVar

from textual.widget import Widget

from desk.certificate import next_number, void
from desk.lists import Ask, IssueLine, count_issues, issues
from desk.stock import Stock, stock
from rules.certificate_states import LABELS, VOID_CAUSES
from screens.records import REFRESH, ListPage, paged
from tui.actions import Action
from tui.chrome import OneLine
from tui.dialogs import Menu
from tui.language import tr
from tui.lists import Column, Order, Row, Source


class CertificatesPage(ListPage):
    """The account of blanks above the certificates issued."""

    HEADING = "出生医学证明"
    EMPTY = "还没有签发"
    ACTIONS = (
        Action(
            "issue", "f4", "签发", "先找到孩子,在孩子的页按 5 签发", permission="certificates.write"
        ),
        Action("receive", "f6", "入库", "一段空白证清点入库", permission="certificates.write"),
        Action("spoil", "f7", "作废", "下一张空白证打坏了", permission="certificates.write"),
        REFRESH,
    )
    ORDERS: ClassVar = (Order("day", "签发日期", falling=True),)
    COLUMNS: ClassVar = (
        Column("编号", 10),
        Column("新生儿", 14),
        Column("母亲", 12),
        Column("签发日期", 10),
        Column("领证人", 12),
        Column("签发人", 10, rank=2, grow=True),
    )

    def above(self) -> Iterable[Widget]:
        """Where the numbers are, and the equation of this year."""
        yield OneLine("", "label", id="states")
        yield OneLine("", "dim", id="account")

    def source(self) -> Source:
        """Certificates from the desk."""
        return paged(self._find, _row)

    def counter(self) -> Callable[[str], int]:
        """How many certificates the desk knows."""
        return partial(count_issues, self.desk)

    def on_mount(self) -> None:
        """The account too."""
        self._read_stock()

    def action_refresh(self) -> None:
        """Read anew."""
        super().action_refresh()
        self._read_stock()

    def action_issue(self) -> None:
        """Find the child."""
        self.app.action_find()
        self.app.call_later(self.app.say, tr("找到孩子,在孩子的页按 5 签发"), "doubt")

    def action_receive(self) -> None:
        """A bundle of blanks."""
        self.app.open_form("receipt")

    def action_spoil(self) -> None:
        """The next blank is spoilt: why."""
        self.work(partial(next_number, self.desk), self._ask_reason)

    def _ask_reason(self, number: str | None) -> None:
        if number is None:
            self.say(tr("没有库存的空白证"), "doubt")
            return

        def chosen(digit: str | None) -> None:
            if digit:
                self.work(partial(void, self.desk, number, digit), self._spoilt, group="save")

        choices = [(cause.code, tr(cause.label)) for cause in VOID_CAUSES]
        self.app.push_screen(Menu(tr("{number} 作废,原因是?", number=number), choices), chosen)

    def _spoilt(self, _: None) -> None:
        self.say(tr("已作废,记在账上"), "good")
        self.action_refresh()

    def _find(self, ask: Ask) -> tuple[IssueLine, ...]:
        return issues(self.desk, ask)

    def _read_stock(self) -> None:
        start = self.app.today.replace(month=1, day=1)
        self.work(partial(stock, self.desk, start), self._account, group="stock")

    def _account(self, found: Stock) -> None:
        states = [f"{tr(label)} {found.states.get(state, 0)}" for state, label in LABELS.items()]
        shown = [words for words in states if not words.endswith(" 0")]
        self.query_one("#states", OneLine).show("  ".join(shown) or tr("没有空白证"), "label")
        words = tr(
            "今年: 年初 {opening} + 入库 {received} - 签发 {issued} - 废证 {void} = 结存 {closing}",
            opening=found.opening,
            received=found.received,
            issued=found.issued,
            void=found.void,
            closing=found.closing,
        )
        balanced = tr("账实相符") if found.balanced else tr("账不平,请核对")
        role = "dim" if found.balanced else "error"
        self.query_one("#account", OneLine).show(f"{words}  {balanced}", role)


def _row(line: IssueLine) -> Row:
    cells = (
        line.number,
        line.child,
        line.mother,
        str(line.issued_on),
        line.receiver,
        line.issuer,
    )
    return Row(line.key, cells, line.person_id)
