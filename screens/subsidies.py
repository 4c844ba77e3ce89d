"""The delivery subsidies: who has not applied, who waits, who was paid or refused."""

from collections import Counter
from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.widget import Widget

from desk.subsidy_work import SubsidyLine, subsidies
from rules.subsidy import PAID, REFUSED, RETURNED, STATES, TO_APPLY
from screens.records import REFRESH, ListPage, of_people
from screens.subsidy import yuan
from tui.actions import Action
from tui.chrome import OneLine
from tui.language import tr
from tui.lists import Cell, Column, Row

CATEGORIES = {"1": "本院", "2": "县内其他", "3": "县外"}
ROLES = {TO_APPLY: "doubt", PAID: "good", RETURNED: "red", REFUSED: "dim"}


class SubsidiesPage(ListPage):
    """Every delivery in hospital and its subsidy; Enter takes the next step."""

    HEADING = "分娩补助"
    EMPTY = "没有住院分娩的产妇"
    ACTIONS = (
        Action("whose", "f6", "此人", "打开她的页"),
        REFRESH,
    )
    COLUMNS: ClassVar = (
        Column("姓名", 12),
        Column("村", 10),
        Column("分娩", 10),
        Column("类别", 8),
        Column("状态", 8),
        Column("天数", 4, right=True),
        Column("金额", 7, right=True),
        Column("机构与原因", 14, rank=2, grow=True),
    )

    def above(self) -> Iterable[Widget]:
        """How many stand where."""
        yield OneLine("", "label", id="counts")

    def on_mount(self) -> None:
        """Read."""
        self.action_refresh()

    def action_refresh(self) -> None:
        """Read anew."""
        self.work(partial(subsidies, self.desk), self._arrived)

    def why_not(self, action: Action) -> str | None:
        """Nobody is pointed at."""
        if action.id == "whose" and self.records.row is None:
            return tr("没有记录")
        return super().why_not(action)

    def action_whose(self) -> None:
        """The page of the woman pointed at."""
        row = self.records.row
        if row is not None:
            self.app.open_person(row.data.person_id)

    def open(self, row: Row) -> None:
        """The application, or the next step; who may not write sees the woman."""
        line: SubsidyLine = row.data
        if not self.app.may("records.write") or line.state == PAID:
            self.app.open_person(line.person_id)
        else:
            form = "subsidy" if line.record_id is None else "subsidy-step"
            self.app.open_form(form, str(line.pregnancy_id))

    def _arrived(self, lines: tuple[SubsidyLine, ...]) -> None:
        counts = Counter(line.state for line in lines)
        words = "  ".join(f"{tr(label)} {counts[code]}" for code, label in STATES.items())
        self.query_one("#counts", OneLine).show(words, "label")
        rows = [self._row(line) for line in lines]
        self.records.reload(of_people(self.desk, rows, lambda row: row.data.person_id))

    def _row(self, line: SubsidyLine) -> Row:
        ended = line.state in {PAID, REFUSED}
        cells = (
            line.name,
            line.village,
            str(line.delivered_on),
            tr(CATEGORIES.get(line.category or "", "")) if line.category else "",
            Cell(tr(STATES[line.state]), ROLES.get(line.state, "text")),
            "" if ended else str((self.app.today - line.since).days),
            "" if line.paid_fen is None else yuan(line.paid_fen),
            line.why or line.place,
        )
        return Row((line.pregnancy_id,), cells, line)
