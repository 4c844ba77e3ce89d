"""Certificates: the account of the blanks, what was issued, the way to all the rest about them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from desk.certificate_duties import certificate_duties
from desk.certificate_table import TableReport, certificate_table
from desk.lists import Ask, count_issues, issues
from desk.stock_book import places
from rules.certificate_states import LABELS, STOCK
from rules.certificate_table import AMBER, RED, percent
from screens.certificate_duties import OPENS, duty_words, open_duty
from screens.records import QUIET_REFRESH, ListPage, paged
from tui.actions import Action
from tui.chrome import OneLine
from tui.dialogs import Menu
from tui.language import tr
from tui.lists import Column, Order, Row, Source
from tui.width import cells_of

if TYPE_CHECKING:
    from desk.certificate_duties import Duty
    from desk.lists import IssueLine
    from desk.stock_book import Place

_RATE_ROLES = {"": "green", AMBER: "doubt", RED: "error"}
_GROUP = "出生证"


@dataclass(frozen=True, slots=True)
class WayOn:
    """A page about certificates: its name, what it is called here, what for, who may open it."""

    page: str
    label: str
    words: str
    permission: str = "stock.read"

    @property
    def action(self) -> Action:
        """As the palette, the help and the key table know it."""
        return Action(self.page, "", self.label, self.words, _GROUP, self.permission, hint=False)


# In the order of the work; each keeps its digit.
WAYS = (
    WayOn("applications", "申请", "没办完的申请:审核、占号、打印、确认", "certificates.read"),
    WayOn("seals", "盖章", "已签发、等着盖章的证", "seals.read"),
    WayOn("collect", "领证", "盖了章、等着领的证", "certificates.read"),
    WayOn("blanks", "空白证库房", "入库、领用、调出、退回和每一笔的编号"),
    WayOn("blank_counts", "月末盘点", "逐号盘点,和账对"),
    WayOn("blank_plans", "年度计划", "明年要多少空白证"),
    WayOn("voids", "废证名单", "在柜的废证,上缴和销毁"),
    WayOn("losses", "空白证遗失", "遗失报告和还要办的事"),
    WayOn("certificate_table", "统计表", "县里的十六栏统计表,每栏看得到编号"),
    WayOn("certificate_registers", "登记册", "入库、签发、废证等登记册,导出打印"),
)


class CertificatesPage(ListPage):
    """The account of blanks above the certificates issued; 0 leads to every page about them.

    What waits is told above the list and beside the page that settles it.
    """

    HEADING = "出生医学证明"
    EMPTY = "还没有签发"
    ACTIONS = (
        Action("issue", "f4", "签发", "先找到孩子,在孩子的页按 5", permission="certificates.write"),
        Action("more", "0", "更多", "申请、库房、废证、盖章、领证、统计表"),
        Action("receive", "f6", "入库", "一段空白证清点入库", permission="certificates.write"),
        Action("spoil", "f7", "作废", "一张空白证打坏了", permission="certificates.write"),
        Action("open", "enter", "看编号", "选中的证的一生", palette=False, hint=False),
        QUIET_REFRESH,
        *(way.action for way in WAYS),
    )
    ORDERS: ClassVar = (Order("day", "签发日期", falling=True),)
    COLUMNS: ClassVar = (
        Column("编号", 10),
        Column("新生儿", 14),
        Column("母亲", 12),
        Column("签发日期", 10),
        Column("类别", 11),
        Column("现在", 10),
        Column("签发人", 10, rank=2, grow=True),
    )

    def __init__(self) -> None:
        super().__init__()
        self._duties: tuple[Duty, ...] = ()

    def above(self) -> Iterable[Widget]:
        """Where the numbers are, the equation of this year, the void rate, what waits."""
        yield OneLine("", "label", id="states")
        yield OneLine("", "dim", id="account")
        yield OneLine("", "dim", id="rate")
        waits = OneLine("", "doubt", id="waits")
        waits.display = False
        yield waits

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

    async def action_act(self, action_id: str) -> None:
        """Do an action; the pages about certificates open by name."""
        way = next((each for each in WAYS if each.page == action_id), None)
        if way is not None and self.why_not(way.action) is None:
            self.app.push_screen(self.app.page(way.page))
        else:
            await super().action_act(action_id)

    def action_issue(self) -> None:
        """Find the child."""
        self.app.action_find()
        self.app.call_later(self.app.say, tr("找到孩子,在孩子的页按 5 签发"), "doubt")

    def action_receive(self) -> None:
        """A bundle of blanks."""
        self.app.open_form("receipt")

    def action_spoil(self) -> None:
        """A blank is spoilt."""
        self.app.open_form("void-blank")

    def action_more(self) -> None:
        """What can be opened, by digit; the palette says why the rest cannot."""
        ways = {str(place % 10): way for place, way in enumerate(WAYS, 1) if self._may(way)}
        duties = {OPENS[duty.code]: duty for duty in reversed(self._duties)}

        def chosen(digit: str | None) -> None:
            duty = duties.get(ways[digit].page) if digit else None
            if duty is not None:
                open_duty(self, duty)
            elif digit:
                self.call_next(self.action_act, ways[digit].page)

        choices = [(digit, self._label(way)) for digit, way in ways.items()]
        self.app.push_screen(Menu(tr("出生医学证明"), choices), chosen)

    def why_not(self, action: Action) -> str | None:
        """The menu wants something to choose from."""
        if action.id == "more" and not any(map(self._may, WAYS)):
            return tr("现在没有别的可做")
        return super().why_not(action)

    def open(self, row: Row) -> None:
        """The number's page."""
        self.app.push_screen(self.app.page("number", row.data))

    def action_open(self) -> None:
        """The number pointed at."""
        if self.records.row is not None:
            self.open(self.records.row)

    def _label(self, way: WayOn) -> str:
        """What it is called, and what waits there."""
        waiting = [duty_words(each) for each in self._duties if OPENS[each.code] == way.page]
        return "  ".join([tr(way.label), *waiting])

    def _may(self, way: WayOn) -> bool:
        return self.app.may(way.permission)

    def _find(self, ask: Ask) -> "tuple[IssueLine, ...]":
        return issues(self.desk, ask)

    def _read_stock(self) -> None:
        self.work(self._stock, self._account, group="stock")

    def _stock(self) -> "tuple[tuple[Place, ...], TableReport, tuple[Duty, ...]]":
        """The states, this year's table and what waits; in a thread."""
        start = self.app.today.replace(month=1, day=1)
        table = certificate_table(self.desk, start, self.app.today)
        return places(self.desk), table, certificate_duties(self.desk)

    def _account(self, found: "tuple[tuple[Place, ...], TableReport, tuple[Duty, ...]]") -> None:
        states, report, self._duties = found
        shown = where_they_are(states, self.size.width) or tr("没有空白证")
        self.query_one("#states", OneLine).show(shown, "label")
        balanced = tr("账实相符") if report.balanced else tr("账不平,请核对")
        words = f"{equation(report)}  {balanced}"
        self.query_one("#account", OneLine).show(words, "dim" if report.balanced else "error")
        self.query_one("#rate", OneLine).show(rate_words(report), _RATE_ROLES[report.colour])
        waits = self.query_one("#waits", OneLine)
        what = "  ".join(map(duty_words, self._duties))
        urgent = any(duty.urgent for duty in self._duties)
        words = tr("要办({key}): {what}", key=self.key_of("more"), what=what)
        waits.show(words, "error" if urgent else "doubt")
        waits.display = bool(what)


def where_they_are(places: "Iterable[Place]", width: int) -> str:
    """How many numbers are in each state: the stock and the short first, what has no room summed.

    >>> from desk.stock_book import Place
    >>> found = Place("in_stock", 38, ()), Place("issued", 537, ()), Place("short", 1, ())
    >>> where_they_are(found, 80), where_they_are(found, 30)
    ('在库 38  开包短少 1  已签发 537', '在库 38  开包短少 1  其余 537')
    """
    foremost = {"in_stock": 0, "short": 1} | dict.fromkeys(STOCK - {"in_stock"}, 2)
    first = sorted(places, key=lambda place: foremost.get(place.state, 3))
    parts = [f"{tr(LABELS[place.state])} {place.count}" for place in first]
    for kept in range(len(first), 0, -1):
        rest = sum(place.count for place in first[kept:])
        words = "  ".join([*parts[:kept], *([tr("其余 {count}", count=rest)] if rest else [])])
        if cells_of(words) <= width:
            return words
    return "  ".join(parts)


def equation(report: TableReport) -> str:
    """This year's account in one line."""
    table = report.table
    words = tr(
        "今年: 年初 {opening} + 入库 {received} - 签发 {issued} - 废证 {void}",
        opening=table.opening,
        received=table.received,
        issued=table.issued,
        void=table.void,
    )
    if table.passes_on:
        gone = table.transferred - table.returned + table.handed_back
        words += tr(" - 调出交回 {gone}", gone=gone)
    return words + tr(" = 结存 {closing}", closing=table.closing)


def rate_words(report: TableReport) -> str:
    """The void rate of the year with its colour in words."""
    table = report.table
    rate = percent(table.void, table.used)
    if rate is None:
        return ""
    means = {"": "正常", AMBER: "偏高", RED: "过高,要整改"}[report.colour]
    words = tr(
        "今年废证率 {rate}%({void}÷{used}) {means}",
        rate=rate,
        void=table.void,
        used=table.used,
        means=tr(means),
    )
    if report.colour and table.old_edition:
        words += "  " + tr("含旧版停用 {count} 枚", count=table.old_edition)
    return words


def _row(line: "IssueLine") -> Row:
    cells = (
        line.number,
        line.child,
        line.mother,
        str(line.issued_on),
        tr(line.kind),
        tr(line.stands),
        line.issuer,
    )
    return Row(line.key, cells, line.number)
