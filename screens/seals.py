"""The sealer's list: certificates that wait for the seal, marked and sealed together."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from desk.sealing import Sealed, SealLine, seal, seal_as, unsealed
from rules.errors import RuleError
from screens.countersign import Countersigned
from screens.records import QUIET_REFRESH, ListPage
from tui.actions import SAVE_KEYS, Action
from tui.chrome import OneLine
from tui.dialogs import Ask, Notice
from tui.language import listed, tr, tr_error, weekday
from tui.lists import Cell, Column, MemorySource, Row

if TYPE_CHECKING:
    from desk.context import Hand

SEAL = "certificates.seal"
TOLD = 4  # numbers named in the question
REASONS = 12  # sentences about what was left that fit a screen


class SealsPage(ListPage, Countersigned):
    """Space marks, Enter or F2 seals what is marked; else what is pointed at, or all that is shown.

    The sealer seals by themselves; at the issuer's desk the sealer signs on the spot. What a hand
    that had a part in it may not seal is left and told.
    """

    HEADING = "待盖章"
    EMPTY = "没有等着盖章的证"
    ACTIONS: ClassVar = (
        Action("seal", SAVE_KEYS, "盖章", "勾选的;没有勾选的可一次全记"),
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

    def open(self, row: Row) -> None:  # noqa: ARG002  as F2, which asks
        """Enter seals too."""
        self.call_next(self.action_act, "seal")

    def action_seal(self) -> None:
        """Ask whether the seal is on the paper, then record it."""
        marked = [line for key, line in self._lines.items() if key in self.records.marked]
        chosen = marked or [self._lines[row.data] for row in (self.records.row,) if row]
        answers = [("1", tr("盖好了")), ("2", tr("还没有"))]
        together: dict[str | None, Sequence[SealLine]] = {"1": chosen}
        every = [] if marked else self._every()
        if len(every) > 1:
            answers.append(("3", tr("列出的都盖好了: {numbers}", numbers=_numbers(every))))
            together["3"] = every

        def answered(digit: str | None) -> None:
            if digit in together:
                self._seal([line.issue_id for line in together[digit]])

        question = tr(
            "{day} 盖章: {numbers}。章都盖在纸上了吗?", day=self.day, numbers=_numbers(chosen)
        )
        self.app.push_screen(Ask(question, answers), answered)

    def _every(self) -> list[SealLine]:
        """What is shown; of the sealer's own list without what another hand must seal."""
        lines = [self._lines[row.data] for row in self.records.shown if row.data in self._lines]
        return [line for line in lines if not (line.own and self.app.may(SEAL))]

    def _seal(self, issue_ids: list[int]) -> None:
        on = self._on
        if self.app.may(SEAL):
            self._keep(partial(seal, self.desk, issue_ids, on))
            return

        def signed(hand: "Hand") -> None:
            self._keep(partial(seal_as, self.desk, hand, *issue_ids, on=on))

        self.countersign(SEAL, tr("盖章 {count} 张", count=len(issue_ids)), signed)

    def _keep(self, job: Callable[[], Sealed]) -> None:
        self.work(job, self._sealed, group="save")

    def _sealed(self, done: Sealed) -> None:
        self.records.marked.clear()
        said = tr("已记下 {count} 张的盖章", count=done.count)
        self.say(said, "good")
        if done.left:
            self.app.push_screen(Notice("\n".join([said, *_left(done.left)])))
        self.action_refresh()

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


def _numbers(lines: Sequence[SealLine]) -> str:
    """Each with its child, or of many how many, and the first and the last."""
    if len(lines) <= TOLD:
        return listed(f"{line.number} {line.child}" for line in lines)
    numbers = sorted(line.number for line in lines)
    return tr("{count} 张,{first} 到 {last}", count=len(lines), first=numbers[0], last=numbers[-1])


def _left(reasons: Sequence[RuleError]) -> list[str]:
    """What was left and why, one a line."""
    more = len(reasons) - REASONS
    rest = [tr("还有 {count} 张也留下了,还在名单上", count=more)] if more > 0 else []
    head = tr("留下 {count} 张没有记:", count=len(reasons))
    return [head, *map(tr_error, reasons[:REASONS]), *rest]


def _row(line: SealLine) -> Row:
    reminder = Cell(tr("你经手的,要别人盖"), "doubt") if line.own else ""
    cells = (line.number, line.child, str(line.issued_on), line.issuer, reminder)
    return Row(line.issue_id, cells, line.issue_id)
