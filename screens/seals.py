"""The sealer's list: certificates that wait for the seal, marked and sealed together."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from desk.sealing import SealLine, seal, seal_as, unsealed
from screens.countersign import Countersigned
from screens.records import QUIET_REFRESH, ListPage
from tui.actions import SAVE_KEYS, Action
from tui.chrome import OneLine
from tui.dialogs import Ask
from tui.language import listed, tr, weekday
from tui.lists import Cell, Column, MemorySource, Row

if TYPE_CHECKING:
    from desk.context import Hand

SEAL = "certificates.seal"
TOLD = 4  # numbers named in the question


class SealsPage(ListPage, Countersigned):
    """Space marks, Enter or F2 seals what is marked, or what is pointed at.

    The sealer seals by themselves; at the issuer's desk the sealer signs on the spot.
    """

    HEADING = "待盖章"
    EMPTY = "没有等着盖章的证"
    ACTIONS: ClassVar = (
        Action("seal", SAVE_KEYS, "盖章", "选中的或空格勾选的,都盖好了就记上"),
        Action("earlier", "f6,left", "前一天", "盖章日期往前一天;补记用"),
        Action("later", "f7,right", "后一天", "盖章日期往后一天"),
        QUIET_REFRESH,
    )
    COLUMNS: ClassVar = (
        Column("编号", 10),
        Column("新生儿", 16),
        Column("签发日期", 10),
        Column("签发人", 12),
        Column("提醒", 16, grow=True),
    )

    def __init__(self) -> None:
        super().__init__()
        self._on: date | None = None  # None: today
        self._lines: dict[int, SealLine] = {}

    def above(self) -> Iterable[Widget]:
        """How many wait, and the day that is recorded."""
        yield OneLine("", "label", id="sums")

    def on_mount(self) -> None:
        """Read."""
        super().on_mount()
        self.action_refresh()

    def why_not(self, action: Action) -> str | None:
        """There must be something to seal, and somebody who may."""
        if action.id == "seal":
            if not (self.app.may(SEAL) or self.app.may("certificates.write")):
                return tr("你没有这项权限,请找管理员")
            if self.records.row is None:
                return tr(self.EMPTY)
        if action.id == "later" and self.day >= self.app.today:
            return tr("盖章日期不能晚于今天")
        return super().why_not(action)

    @property
    def day(self) -> date:
        """The day the seal is recorded on."""
        return self._on or self.app.today

    def action_refresh(self) -> None:
        """Read anew."""
        self.work(partial(unsealed, self.desk), self._arrived)

    def action_earlier(self) -> None:
        """A day before, for what is written down later."""
        self._move_day(-1)

    def action_later(self) -> None:
        """A day on."""
        self._move_day(1)

    def open(self, row: Row) -> None:  # noqa: ARG002  the one pointed at, unless some are marked
        """Enter seals too."""
        self.call_next(self.action_act, "seal")

    def action_seal(self) -> None:
        """Ask whether the seal is on the paper, then record it."""
        chosen = [self._lines[key] for key in self._chosen()]
        numbers = listed(f"{line.number} {line.child}" for line in chosen[:TOLD])
        if len(chosen) > TOLD:
            numbers = tr("{numbers} 等 {count} 张", numbers=numbers, count=len(chosen))
        question = tr("{day} 盖章: {numbers}。章都盖在纸上了吗?", day=self.day, numbers=numbers)
        issue_ids = [line.issue_id for line in chosen]

        def answered(digit: str | None) -> None:
            if digit == "1":
                self._seal(issue_ids)

        self.app.push_screen(Ask(question, [("1", tr("盖好了")), ("2", tr("还没有"))]), answered)

    def _seal(self, issue_ids: list[int]) -> None:
        on = self._on
        if self.app.may(SEAL):
            self._keep(partial(seal, self.desk, issue_ids, on))
            return

        def signed(hand: "Hand") -> None:
            self._keep(partial(seal_as, self.desk, hand, *issue_ids, on=on))

        self.countersign(SEAL, tr("盖章 {count} 张", count=len(issue_ids)), signed)

    def _keep(self, job: Callable[[], int]) -> None:
        self.work(job, self._sealed, group="save")

    def _sealed(self, count: int) -> None:
        self.records.marked.clear()
        self.say(tr("已记下 {count} 张的盖章", count=count), "good")
        self.action_refresh()

    def _chosen(self) -> list[int]:
        """What is marked and still waits, in the order of the list; else what is pointed at."""
        marked = [key for key in self._lines if key in self.records.marked]
        row = self.records.row
        return marked or ([row.data] if row else [])

    def _move_day(self, by: int) -> None:
        day = self.day + timedelta(days=by)
        self._on = None if day == self.app.today else day
        self._sums()
        self.refresh_hints()

    def _arrived(self, found: tuple[SealLine, ...]) -> None:
        self._lines = {line.issue_id: line for line in found}
        self.records.marked &= set(self._lines)
        self._sums()
        self.records.reload(MemorySource([_row(line) for line in found]))
        self.refresh_hints()

    def _sums(self) -> None:
        words = tr(
            "待盖章 {count} 张  盖章日期 {day} {weekday}",
            count=len(self._lines),
            day=self.day,
            weekday=weekday(self.day),
        )
        self.query_one("#sums", OneLine).show(words, "doubt" if self._on else "label")


def _row(line: SealLine) -> Row:
    reminder = Cell(tr("你经手的,要别人盖"), "doubt") if line.own else ""
    cells = (line.number, line.child, str(line.issued_on), line.issuer, reminder)
    return Row(line.issue_id, cells, line.issue_id)
