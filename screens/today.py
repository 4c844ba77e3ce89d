"""Today: who is due or overdue for what, by village; the home page."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import ClassVar

from textual import on
from textual.widget import Widget

from desk.certificate_duties import Duty, certificate_duties
from desk.indicators import IndicatorTable, figures
from desk.worklist import KINDS, DueItem, due, due_by_village
from screens.certificate_duties import duty_row, open_duty
from screens.page import Page
from screens.periods import quarter_of
from screens.records import new_action
from screens.unsaved import offer_drafts
from screens.words import day_or_month, risk_cell
from tui.actions import REFRESH_KEYS, Action
from tui.chrome import OneLine
from tui.dialogs import Ask
from tui.language import tr
from tui.lists import Cell, Column, MemorySource, RecordList, Row
from tui.page import Body
from tui.width import cells_of

ALL = ""  # the key of the line for every village
NOTHING_DUE = "今天没有该做的"
URGENT_FIRST = "高风险在前,其次逾期久的"
Items = tuple[DueItem, ...]


class TodayPage(Page):
    """Villages on the left, their due items on the right."""

    HEADING = "今日工作"
    CSS_PATH = "today.tcss"
    ACTIONS = (
        Action("refresh", REFRESH_KEYS, "刷新", "重新算今天该做的"),
        new_action("建册", "给一位孕妇建一张孕册", "records.write"),
        Action("to_villages", "f6,left", "选村", "到左边按村看", palette=False),
        Action(
            "to_items",
            "f7,right",
            "看人",
            "到右边的名单;高风险在前,其次逾期久的",
            palette=False,
        ),
        Action("worklist", "8", "待办", "打电话、办事的名单:选村、选类,打电话单"),
        Action("late", "f9", "逾期/全部", "只看逾期的,最久的在前;再按一次看全部"),
        Action("back", "escape", "退出", "离开妇幼工作台", palette=False, hint=False),
    )
    VILLAGES: ClassVar = (
        Column("村", 8, grow=True),
        Column("应办", 4, right=True, rank=2),
        Column("逾期", 4, right=True),
        Column("", 0),  # room before the list beside it
    )
    ITEMS: ClassVar = (
        Column("姓名", 10),
        Column("该做", 16, rank=3, grow=True, least=12, most=22),
        Column("期限", 7, rank=2),
        Column("逾期", 5, rank=2, right=True),
        Column("村", 8, rank=4, grow=True, most=20),
        Column("风险", 10, rank=5, grow=True),
    )

    def __init__(self) -> None:
        super().__init__()
        self._items: Items = ()
        self._duties: tuple[Duty, ...] = ()  # about certificates, for who may settle them
        self._village = ALL
        self._late = False

    def actions(self) -> list[Action]:
        """Of the ways to the two lists, the hints name the one to the other list."""
        here = "to_villages" if self._among_villages() else "to_items"
        return [
            replace(action, hint=False) if action.id == here else action
            for action in super().actions()
        ]

    def on_descendant_focus(self) -> None:
        """The other list's key is another."""
        self.refresh_hints()

    def _among_villages(self) -> bool:
        return self.focused is not None and self.focused.id == "villages"

    def crumbs(self) -> list[str]:
        """The centre."""
        return [self.desk.centre_name, tr("1今日 2孕产妇 3儿童 4出生证 5督导 6指标 7台账 8待办")]

    def compose_body(self) -> Iterable[Widget]:
        """Two lines of sums, two lists."""
        yield OneLine(tr("正在读取…"), "dim", id="sums")
        yield OneLine("", "dim", id="rates")
        with Body(id="lists"):
            villages = RecordList(
                self.VILLAGES, MemorySource(), empty="", narrowing=False, id="villages"
            )
            villages.pointed = self.village_pointed
            yield villages
            items = RecordList(
                self.ITEMS, MemorySource(), empty=NOTHING_DUE, narrowing=False, id="items"
            )
            items.note = URGENT_FIRST
            yield items

    def on_mount(self) -> None:
        """Read, and offer what was left unsaved."""
        self.query_one("#items").focus()
        offer_drafts(self)

    def on_screen_resume(self) -> None:
        """Something may have been done on a page above; the first time this reads too."""
        if self.app.signed_in is not None:
            self.action_refresh()

    def action_refresh(self) -> None:
        """Read anew."""
        self.work(partial(certificate_duties, self.desk), self._waiting, group="duties")
        if not self.app.may("records.read"):
            words = tr("这个岗位不看个案。按 {key} 看能做什么", key=self.key_of("palette"))
            self.query_one("#sums", OneLine).show(words)
            return
        self.work(partial(due, self.desk), self._arrived)
        if self.app.may("indicators.read"):
            period = quarter_of(self.app.today)
            self.work(partial(figures, self.desk, period), self._rates, group="rates")

    def action_new(self) -> None:
        """A new card."""
        self.app.open_form("card")

    def action_worklist(self) -> None:
        """What is due line by line, of the village pointed at."""
        self.app.push_screen(self.app.page("worklist", self._village))

    def action_to_villages(self) -> None:
        """The list of villages."""
        self.query_one("#villages").focus()

    def action_to_items(self) -> None:
        """The list of people."""
        self.query_one("#items").focus()

    def action_late(self) -> None:
        """Only what is overdue, the longest first; or all again."""
        self._late = not self._late
        records = self.query_one("#items", RecordList)
        records.note = "只看逾期的,最久的在前" if self._late else URGENT_FIRST
        records.empty = "没有逾期的" if self._late else NOTHING_DUE
        self._show_items()
        records.to_start()

    def leave(self) -> None:
        """Esc on the home page asks whether to end."""
        if self.app.guide is not None and self.app.guide.leaving(self):
            return

        def answered(digit: str | None) -> None:
            if digit == "2":
                self.app.action_sign_out()
            elif digit == "3":
                self.app.exit(0)

        # 1 and Enter stay: either comes easily right after Esc, 1 being this page's own key.
        choices = [("1", tr("不退出")), ("2", tr("换人登录")), ("3", tr("退出"))]
        self.app.push_screen(Ask(tr("退出妇幼工作台吗?"), choices), answered)

    def village_pointed(self, row: Row | None) -> None:
        """The people of the village pointed at."""
        village = str(row.key) if row else ALL
        if village != self._village:
            self._village = village
            self._show_items()

    @on(RecordList.Selected, "#villages")
    def village_chosen(self) -> None:
        """On to its people."""
        self.action_to_items()

    @on(RecordList.Selected, "#items")
    def item_chosen(self, message: RecordList.Selected) -> None:
        """The page where it can be done: the person's, or one of the certificates."""
        item = message.row.data
        if isinstance(item, Duty):
            open_duty(self, item)
        else:
            self.app.open_person(item.person_id)

    def _waiting(self, duties: tuple[Duty, ...]) -> None:
        self._duties = duties
        self._show_items()

    def _arrived(self, items: Items) -> None:
        self._items = items
        villages = due_by_village(items)
        late = sum(item.days_late > 0 for item in items)
        sums = [tr("应办 {due} 件,逾期 {late} 件", due=len(items), late=late)]
        for kind, label in KINDS.items():
            of_kind = [row.counts[kind] for row in villages]
            n, n_late = sum(n for n, _ in of_kind), sum(n for _, n in of_kind)
            if n:
                sums.append(f"{tr(label)} {n}/{n_late}")
        self.query_one("#sums", OneLine).show(_that_fit(sums, self.size.width), "label")
        rows = [_village_row(ALL, tr("全部"), len(items), late)]
        rows += [
            _village_row(row.village, row.village or tr("未填村"), *row.total) for row in villages
        ]
        self.query_one("#villages", RecordList).reload(MemorySource(rows))
        self._show_items()

    def _show_items(self) -> None:
        shown = [item for item in self._items if self._village in {ALL, item.village}]
        if self._late:
            shown = sorted(
                (item for item in shown if item.days_late), key=lambda item: -item.days_late
            )
        duties = [
            duty
            for duty in self._duties
            if self._village == ALL and (duty.days_late or not self._late)
        ]
        rows = [duty_row(place, duty, self.app.today) for place, duty in enumerate(duties)]
        rows += [
            _item_row(place, item, self.app.today) for place, item in enumerate(shown, len(rows))
        ]
        self.query_one("#items", RecordList).reload(MemorySource(rows))

    def _rates(self, table: IndicatorTable) -> None:
        known = [row for row in table.rows if row.met is not None]
        behind = [f"{tr(row.name)} {row.rate}%" for row in known if not row.met]
        words = tr(
            "本季指标 {count} 项,达标 {met} 项", count=len(known), met=len(known) - len(behind)
        )
        words = _with_those_behind(words, behind, self.size.width)
        self.query_one("#rates", OneLine).show(words if known else "", "dim")


def _that_fit(sums: Sequence[str], width: int) -> str:
    """The sums on one line, closer together where there are many, the last kinds left out."""
    roomy = "  ".join(sums)
    if cells_of(roomy) <= width:
        return roomy
    first, *kinds = sums
    tight = [first, *("".join(kind.rsplit(" ", 1)) for kind in kinds)]
    while cells_of(" ".join(tight)) > width and len(tight) > 1:
        tight.pop()
    return " ".join(tight)


def _with_those_behind(words: str, behind: Sequence[str], width: int) -> str:
    """The rates that miss their target, as many as the line has room for."""
    for count in range(len(behind), 0, -1):
        names = "  ".join(behind[:count])
        if count < len(behind):
            names = tr("{names} 等 {count} 项", names=names, count=len(behind))
        told = tr("{words};未达标: {behind}", words=words, behind=names)
        if cells_of(told) <= width:
            return told
    return words


def _village_row(key: str, name: str, count: int, late: int) -> Row:
    return Row(key, (name, str(count), Cell(str(late), "red") if late else "0"))


def _item_row(place: int, item: DueItem, today: date) -> Row:
    late = Cell(tr("{days}天", days=item.days_late), "red") if item.days_late else ""
    closes = day_or_month(item.closes, today)
    cells = (item.person, tr(item.name), closes, late, item.village)
    return Row((place, item.person_id, item.code), (*cells, risk_cell(item.risk)), item)
