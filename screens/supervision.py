"""Supervision: the villages of a quarter, visited or not, what was found and until when."""

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.widget import Widget

from desk.supervision import VisitView, visits
from desk.villages import VillageView, villages
from screens.periods import EARLIER, LATER, moved, quarter_of
from screens.records import REFRESH, ListPage, new_action
from tui.chrome import OneLine
from tui.language import tr
from tui.lists import Cell, Column, MemorySource, Row

Found = tuple[tuple[VillageView, ...], tuple[VisitView, ...]]


class SupervisionPage(ListPage):
    """Every village once a quarter."""

    HEADING = "村级督导"
    EMPTY = "没有村。管理员按 {palette},选“加村”"
    ACTIONS = (
        new_action("新督导", "记一次到村的督导", "supervision.write"),
        EARLIER,
        LATER,
        REFRESH,
    )
    COLUMNS: ClassVar = (
        Column("村", 12),
        Column("督导日期", 10),
        Column("总分", 5, right=True),
        Column("整改", 20),
        Column("督导人员", 16, rank=2),
        Column("存在问题", 20, grow=True),
    )

    def above(self) -> Iterable[Widget]:
        """Which quarter, and how many villages are done."""
        yield OneLine("", "label", id="quarter")

    def on_mount(self) -> None:
        """This quarter."""
        self.period = quarter_of(self.app.today)
        self.action_refresh()

    def action_refresh(self) -> None:
        """Read anew."""
        self.work(partial(self._read), self._arrived)

    def action_earlier(self) -> None:
        """The quarter before."""
        self.period = moved(self.period, -1)
        self.action_refresh()

    def action_later(self) -> None:
        """The quarter after."""
        self.period = moved(self.period, 1)
        self.action_refresh()

    def action_new(self) -> None:
        """A visit, to the village pointed at."""
        row = self.records.row
        self.app.open_form("visit", str(row.data.id) if row else "new")

    def open(self, row: Row) -> None:
        """The history of the visit, where there was one."""
        visit_id = row.key[1] if isinstance(row.key, tuple) else 0
        if visit_id:
            page = self.app.page("history", "supervision_visits", visit_id, row.data.name)
            self.app.push_screen(page)
        elif self.app.may("supervision.write"):
            self.action_new()

    def _read(self) -> Found:
        return villages(self.desk), visits(self.desk, self.period)

    def _arrived(self, found: Found) -> None:
        everywhere, made = found
        rows = []
        for village in everywhere:
            of_village = [visit for visit in made if visit.values["village_id"] == village.id]
            rows += [_row(village, visit) for visit in of_village] or [_row(village, None)]
        done = len({visit.values["village_id"] for visit in made})
        words = tr(
            "{quarter}  已督导 {done} 个村,还有 {left} 个",
            quarter=self.period.code,
            done=done,
            left=len(everywhere) - done,
        )
        self.query_one("#quarter", OneLine).show(words, "label")
        self.records.reload(MemorySource(rows))


def _row(village: VillageView, visit: VisitView | None) -> Row:
    if visit is None:
        return Row((village.id, 0), (village.name, Cell(tr("未督导"), "doubt")), village)
    values = visit.values
    score = "" if values["score"] is None else format(values["score"] / 10, "g")
    cells = (
        village.name,
        str(values["visited_on"]),
        score,
        _mending(visit),
        values["supervisors"],
        (values["problems"] or "").replace("\n", " "),
    )
    return Row((village.id, visit.id), cells, village)


def _mending(visit: VisitView) -> Cell:
    values = visit.values
    if not values["advice"]:
        return Cell("")
    if values["struck_off_on"]:
        return Cell(tr("已销号 {day}", day=values["struck_off_on"]), "good")
    return Cell(tr("限期 {day}", day=values["deadline"]), "doubt")
