"""The county's table of certificates: sixteen columns as lines, each opening to its numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.widget import Widget

from desk.certificate_table import (
    LATE,
    NumberRow,
    TableReport,
    certificate_table,
    numbers_of,
)
from desk.places import papers_folder
from ledgers.export.certificate_copies import export_certificate_table
from rules.certificate_table import COLUMNS, PASSED_ON, Rate
from rules.certificate_table import Column as Heading
from rules.periods import Period, calendar_year
from screens.periods import AFTER, BEFORE, GRAIN, GRAINS, moved, period_of, period_words
from screens.records import QUIET_REFRESH, ListPage
from tui.actions import EXPORT_KEYS, Action
from tui.chrome import OneLine
from tui.language import listed, tr
from tui.lists import Cell, Column, MemorySource, Row

KEPT = "certificate period"  # what the session remembers: the grain and a day in the period
# Places among the rates, and the columns on whose line they stand.
_FIRST, _SAME_YEAR = 0, 1
_RATES = {"void": 2, "exchange": 3, "reissue": 4}
_JUDGED = {"": ("正常", "good"), "amber": ("偏高", "orange"), "red": ("超限,应整改", "red")}


class OfPeriod(ListPage):
    """A page of a month, a quarter or a calendar year; the session remembers which."""

    grain: str
    period: Period

    def begin(self) -> None:
        """The period looked at last, else this quarter."""
        self.grain, day = self.app.memory.get(KEPT, ("quarter", self.app.today))
        self.period = period_of(day, self.grain)

    def action_earlier(self) -> None:
        """The period before."""
        self._go(moved(self.period, -1, self.grain))

    def action_later(self) -> None:
        """The period after, unless it has not begun."""
        if self.period.end >= self.app.today:
            self.say(tr("后面的时段还没有开始"), "doubt")
            return
        self._go(moved(self.period, 1, self.grain))

    def action_grain(self) -> None:
        """A month, a quarter or a year: the one with the same last day, if it has begun."""
        self.grain = GRAINS[(GRAINS.index(self.grain) + 1) % len(GRAINS)]
        self._go(period_of(min(self.period.end, self.app.today), self.grain))

    def shown_period(self) -> None:
        """Another period was chosen."""

    def _go(self, period: Period) -> None:
        self.period = period
        self.app.memory[KEPT] = self.grain, period.end
        self.shown_period()


@dataclass(frozen=True, slots=True)
class _Opened:
    """Which column of which period a line opens to."""

    name: str
    words: str


class CertificateTablePage(OfPeriod):
    """The table of a period; Enter opens a column."""

    HEADING = "出生证统计表"
    NARROWING = False
    ACTIONS = (
        BEFORE,
        AFTER,
        Action("write", EXPORT_KEYS, "写表", "写成县里的统计表,横版 A4,可打印签字"),
        GRAIN,
        QUIET_REFRESH,
    )
    COLUMNS: ClassVar = (
        Column("栏", 4, right=True),
        Column("栏目", 26),
        Column("数", 6, right=True),
        Column("率", 30, grow=True),
    )

    def above(self) -> Iterable[Widget]:
        """Which period, and whether it balances."""
        yield OneLine("", "label", id="period")

    def __init__(self, year: int = 0) -> None:
        super().__init__()
        self._year = year

    def on_mount(self) -> None:
        """The year it was opened for, else the period looked at last."""
        self.begin()
        if self._year:
            self.grain, self.period = "year", calendar_year(self._year)
        self._report: TableReport | None = None
        self.action_refresh()

    def action_refresh(self) -> None:
        """Count anew."""
        words = tr("{period} 正在计算…", period=period_words(self.period, self.grain))
        self.query_one("#period", OneLine).show(words, "dim")
        job = partial(certificate_table, self.desk, self.period.start, self.period.end)
        self.work(job, self._arrived)

    def shown_period(self) -> None:
        """Its table."""
        self.action_refresh()

    def action_write(self) -> None:
        """The table as a workbook, where the session wrote last."""
        out: Path = self.app.memory.get("out", papers_folder())
        job = partial(export_certificate_table, self.desk, self.period, out)
        self.work(job, self._written, group="write")

    def open(self, row: Row) -> None:
        """The numbers behind a column."""
        if isinstance(row.data, _Opened):
            self.app.push_screen(NumbersPage(row.data, self.period))

    def _written(self, path: Path) -> None:
        self.tell(tr("已写到 {path}", path=path), "good")

    def _arrived(self, report: TableReport) -> None:
        self._report = report
        balance = tr("账平") if report.balanced else tr("账不平,请核对")
        words = tr(
            "{period}  {start} 至 {end}  截至 {day}  {balance}  {grain} 月季年",
            period=period_words(self.period, self.grain),
            start=report.start,
            end=report.end,
            day=report.as_of,
            balance=balance,
            grain=self.key_of("grain"),
        )
        self.query_one("#period", OneLine).show(words, "label" if report.balanced else "error")
        passed = PASSED_ON if report.table.passes_on else ()
        rows = [_row(report, each) for each in (*COLUMNS, *passed)]
        self.records.reload(MemorySource([*rows, _late_row(report)]))


class NumbersPage(ListPage):
    """The numbers behind a column; Enter opens one."""

    HEADING = "出生证统计表"
    ACTIONS = (QUIET_REFRESH,)
    EMPTY = "没有编号"
    COLUMNS: ClassVar = (
        Column("编号", 10),
        Column("日期", 10),
        Column("计", 3, right=True),
        Column("姓名", 12),
        Column("原因", 28, grow=True),
        Column("经办人", 8, rank=2),
    )

    def __init__(self, opened: _Opened, period: Period) -> None:
        super().__init__()
        self._opened, self._period = opened, period

    def crumbs(self) -> list[str]:
        """Which column of which period."""
        return [tr(self.HEADING), f"{self._period.code} {self._opened.words}"]

    def on_mount(self) -> None:
        """The numbers."""
        self.action_refresh()

    def action_refresh(self) -> None:
        """Read anew."""
        start, end = self._period.start, self._period.end
        job = partial(numbers_of, self.desk, self._opened.name, start, end)
        self.work(job, self._arrived)

    def open(self, row: Row) -> None:
        """The life of a number; a live birth has none."""
        if isinstance(row.data, str) and row.data:
            self.app.push_screen(self.app.page("number", row.data))

    def _arrived(self, found: tuple[NumberRow, ...]) -> None:
        self.records.reload(MemorySource(list(map(_number_row, enumerate(found)))))


def _heading(column: Heading) -> str:
    return " ".join(filter(None, (tr(column.group), tr(column.heading))))


def _row(report: TableReport, column: Heading) -> Row:
    value = getattr(report.table, column.name)
    number = f"({column.number})" if column.number else ""
    cells = (
        number,
        _heading(column),
        Cell(str(value), "doubt" if value < 0 else "text"),
        _beside(report, column.name),
    )
    return Row(column.name, cells, _Opened(column.name, f"{number} {_heading(column)}"))


def _beside(report: TableReport, name: str) -> Cell:
    """The rates that belong to a column, or how it is counted."""
    if getattr(report.table, name) < 0:
        return Cell(tr("撤销或找回的多于新增的,已报的不改"), "doubt")
    rates = report.rates
    words = _rate(rates[_RATES[name]]) if name in _RATES else ""
    if name == "first":
        same_year = _percent(rates[_SAME_YEAR])
        return Cell(f"{_rate(rates[_FIRST])}  {tr('当年 {rate}', rate=same_year)}", "text")
    if name == "births":
        before = tr("(3)含以前出生 {count} 张", count=report.born_before)
        said = {before: report.born_before, tr("有不在册的"): report.unlisted}
        return Cell(listed(each for each, holds in said.items() if holds), "dim")
    if name == "void":
        judged, role = _JUDGED[report.colour]
        return Cell(f"{words}  {tr(judged)}", role)
    if name == "closing":
        passed = tr("-调出+退回-交回") if report.table.passes_on else ""
        return Cell(f"(1)+(2)-(14){passed}", "dim")
    if name == "other_void" and report.table.old_edition:
        words = tr("含旧版停用 {count} 枚", count=report.table.old_edition)
    return Cell(words, "text")


def _rate(rate: Rate) -> str:
    return f"{tr(rate.label)} {_percent(rate)}"


def _percent(rate: Rate) -> str:
    return "-" if rate.percent is None else f"{rate.percent}%"


def _late_row(report: TableReport) -> Row:
    words = tr("迟办签发")
    said = tr("出生超过 {days} 天才签发的", days=report.late_days)
    cells = ("", words, str(report.late), Cell(said, "dim"))
    return Row(LATE, cells, _Opened(LATE, words))


def _number_row(placed: tuple[int, NumberRow]) -> Row:
    place, row = placed
    why = " ".join(filter(None, (row.why and tr(row.why), row.said)))
    amount = Cell(f"{row.amount:+d}", "doubt" if row.amount < 0 else "dim")
    cells = (row.number, str(row.on), amount, row.who, why, row.handler)
    return Row((place,), cells, row.number)
