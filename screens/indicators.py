"""Indicators: seven rates of a quarter, and everybody behind each number."""

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.widget import Widget

from desk.indicators import Behind, Figure, IndicatorReport, Who, report
from screens.periods import EARLIER, LATER, moved, quarter_of
from screens.records import REFRESH, ListPage
from tui.chrome import OneLine
from tui.language import side_by_side, tr, tr_error
from tui.lists import Cell, Column, MemorySource, RecordList, Row
from tui.rows import text_of

MET = {True: ("达标", "good"), False: ("未达标", "red"), None: ("", "text")}


class IndicatorsPage(ListPage):
    """The table of a quarter; Enter opens a number."""

    HEADING = "指标"
    NARROWING = False
    ACTIONS = (EARLIER, LATER, REFRESH)
    COLUMNS: ClassVar = (
        Column("指标", 26),
        Column("分子", 6, right=True),
        Column("分母", 6, right=True),
        Column("率", 7, right=True),
        Column("目标", 7, right=True),
        Column("", 6),
        Column("怎么算", 30, rank=2, grow=True),
    )

    def above(self) -> Iterable[Widget]:
        """Which quarter."""
        yield OneLine("", "label", id="quarter")

    def on_mount(self) -> None:
        """This quarter."""
        self.period = quarter_of(self.app.today)
        self._report: IndicatorReport | None = None
        self.action_refresh()

    def action_refresh(self) -> None:
        """Count anew."""
        words = tr("{quarter} 正在计算…", quarter=self.period.code)
        self.query_one("#quarter", OneLine).show(words, "dim")
        self.work(partial(report, self.desk, self.period), self._arrived)

    def action_earlier(self) -> None:
        """The quarter before."""
        self.period = moved(self.period, -1)
        self.action_refresh()

    def action_later(self) -> None:
        """The quarter after."""
        self.period = moved(self.period, 1)
        self.action_refresh()

    def open(self, row: Row) -> None:
        """The people behind a number."""
        if self._report is not None and isinstance(row.data, Figure):
            self.app.push_screen(WhoPage(row.data, self._report.who[row.data.code]))

    def _arrived(self, found: IndicatorReport) -> None:
        self._report = found
        words = tr(
            "{quarter}  截至 {day}  回车看每个数背后的人",
            quarter=found.table.period.code,
            day=found.table.as_of,
        )
        self.query_one("#quarter", OneLine).show(words, "label")
        self.records.reload(MemorySource([_figure_row(row) for row in found.table.rows]))


class WhoPage(ListPage):
    """Who is missed and why, then who counts; Enter opens the person."""

    HEADING = "指标"
    ACTIONS = (REFRESH,)
    EMPTY = "没有人"
    COLUMNS: ClassVar = (
        Column("", 6),
        Column("姓名", 12),
        Column("村", 10),
        Column("日期", 10, rank=2),
        Column("没算进来的原因", 40, grow=True),
    )

    def __init__(self, figure: Figure, who: Who) -> None:
        super().__init__()
        self._figure, self._who = figure, who

    def crumbs(self) -> list[str]:
        """Which number."""
        figure = self._figure
        rate = "" if figure.rate is None else f"{figure.rate}%"
        return [
            tr(self.HEADING),
            f"{tr(figure.name)} {figure.numerator}/{figure.denominator} {rate}",
        ]

    def beside(self, records: RecordList) -> Widget:
        """The list; the reason of the row pointed at stands whole on the status line."""
        records.pointed = self._say_why
        return records

    def action_refresh(self) -> None:
        """The people stay; why they are missed is said in the language set."""
        self.records.reload(self.source())

    def source(self) -> MemorySource:
        """The people."""
        missed = [_who_row(person, Cell(tr("未计"), "red")) for person in self._who.missed]
        counted = [_who_row(person, Cell(tr("计入"), "good")) for person in self._who.counted]
        return MemorySource([*missed, *counted])

    def _say_why(self, row: Row | None) -> None:
        self.say(text_of(row.cells[-1]) if row is not None else "", "dim")


def _figure_row(figure: Figure) -> Row:
    words, role = MET[figure.met]
    cells = (
        tr(figure.name),
        str(figure.numerator),
        str(figure.denominator),
        "-" if figure.rate is None else f"{figure.rate}%",
        "" if figure.target is None else f"{figure.target}%",
        Cell(tr(words), role),
        " ".join(tr(word) for word in figure.formula.words),
    )
    return Row(figure.code, cells, figure)


def _who_row(person: Behind, word: Cell) -> Row:
    reason = side_by_side(map(tr_error, person.reasons))
    cells = (word, person.name, person.village, str(person.day), reason)
    return Row((word.role, person.record_id, person.person_id), cells, person.person_id)
