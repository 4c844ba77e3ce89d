"""Certificate registers for print: which, of what period, what for; whole ones by two people."""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widget import Widget

from desk.certificate_copies import MOST_WORDS, KeptCopy, kept_copies
from desk.certificate_register_names import NAMES
from desk.places import papers_folder
from ledgers.export.certificate_copies import export_certificate_registers
from screens.boxes import Box
from screens.certificate_table import OfPeriod
from screens.countersign import Countersigned
from screens.periods import AFTER, BEFORE, GRAIN, period_words
from screens.records import QUIET_REFRESH, ListPage
from tui.actions import EXPORT_KEYS, SAVE_KEYS, Action
from tui.chrome import OneLine
from tui.dialogs import Menu
from tui.language import listed, tr
from tui.lists import Cell, Column, MemorySource, Row

MASKED, WHOLE = "1", "2"

if TYPE_CHECKING:
    from desk.context import Hand


class CertificateRegistersPage(OfPeriod, Countersigned):
    """The registers; Space ticks, F8 writes those ticked, or all where none is, masked."""

    HEADING = "出生证登记册"
    CSS_PATH = "certificate_registers.tcss"
    NARROWING = False
    ACTIONS = (
        Action("write", f"{SAVE_KEYS},{EXPORT_KEYS}", "导出", "写成工作簿,每次导出都有记录"),
        BEFORE,
        AFTER,
        GRAIN,
        Action("log", "f4", "导出记录", "谁在何时为什么导出过", hint=False),
        QUIET_REFRESH,
    )
    COLUMNS: ClassVar = (Column("登记册", 20), Column("收录范围", 40, grow=True))

    def above(self) -> Iterable[Widget]:
        """The period, and what the copy is for."""
        yield OneLine("", "label", id="period")
        yield Box(tr("用途"), limit=MOST_WORDS, id="reason")

    def on_mount(self) -> None:
        """The period looked at last."""
        self.begin()
        self.shown_period()

    def reworded(self) -> None:
        """The period, and what the box is for."""
        self.query_one(Box).label = tr("用途")
        self.shown_period()
        super().reworded()

    def source(self) -> MemorySource:
        """The registers there are."""
        return MemorySource(
            [Row(name, (tr(label), tr(scope))) for name, (label, scope) in NAMES.items()]
        )

    def action_refresh(self) -> None:
        """What stands in them is said in the language set."""
        self.records.source = self.source()
        self.records.reload()

    def shown_period(self) -> None:
        """Which period, and how to choose."""
        words = tr(
            "{period}  空格选登记册,不选是全部;{write} 导出,{grain} 月季年,{log} 记录",
            period=period_words(self.period, self.grain),
            write=self.key_of("write"),
            grain=self.key_of("grain"),
            log=self.key_of("log"),
        )
        self.query_one("#period", OneLine).show(words)

    @on(Box.Entered)
    def action_write(self) -> None:
        """A masked copy; their keeper is asked whether it is to be a whole one."""
        if not self.query_one(Box).text.strip():
            self.query_one(Box).focus()
            self.say(tr("导出登记册要写明用途"), "doubt")
        elif self.desk.may("certificates.write"):
            choices = [
                (MASKED, tr("遮盖姓名、证件号和住址")),
                (WHOLE, tr("不遮盖,本院存档或上级核查用,要审核岗位签字")),
            ]
            self.app.push_screen(Menu(tr("这份登记册?"), choices), self._chosen)
        else:
            self._write(None)

    def action_log(self) -> None:
        """What left before."""
        self.app.push_screen(CopiesPage())

    def open(self, row: Row) -> None:
        """Enter on a register ticks it too."""
        self.records.marked ^= {row.identity}
        self.records.redraw()

    def _chosen(self, digit: str | None) -> None:
        if digit == WHOLE:
            self.countersign("certificates.review", tr("不遮盖导出"), self._write)
        elif digit:
            self._write(None)

    def _write(self, second: "Hand | None") -> None:
        out: Path = self.app.memory.get("out", papers_folder())
        job = partial(
            export_certificate_registers,
            self.desk,
            self.period,
            [name for name in NAMES if name in self._ticked()],
            out,
            reason=self.query_one(Box).text,
            second=second,
        )
        self.work(job, self._written, group="write")

    def _ticked(self) -> frozenset[object]:
        return frozenset(self.records.marked) or frozenset(NAMES)

    def _written(self, path: Path) -> None:
        self.tell(tr("已写到 {path}", path=path), "good")


class CopiesPage(ListPage):
    """What left, the newest first; Enter tells all of one."""

    HEADING = "导出记录"
    ACTIONS = (
        Action("open", "enter", "看全文", "登记册、用途和签字的人,一个字不少", palette=False),
        QUIET_REFRESH,
    )
    EMPTY = "还没有导出过"
    COLUMNS: ClassVar = (
        Column("时间", 16),
        Column("谁", 8),
        Column("复核", 8, rank=2),
        Column("时段", 9),
        Column("行数", 5, right=True),
        Column("遮盖", 6),
        Column("用途", 14, grow=True, most=40),
        Column("登记册", 20, rank=3, grow=True),
    )

    def crumbs(self) -> list[str]:
        """From the registers."""
        return [tr(CertificateRegistersPage.HEADING), tr(self.HEADING)]

    def on_mount(self) -> None:
        """Read them."""
        self.action_refresh()

    def action_refresh(self) -> None:
        """Read anew."""
        self.work(partial(kept_copies, self.desk), self._arrived)

    def action_open(self) -> None:
        """The copy pointed at."""
        if self.records.row is not None:
            self.open(self.records.row)

    def open(self, row: Row) -> None:
        """All of a copy, which may be cut in the list."""
        self.tell(str(row.data), "text")

    def _arrived(self, found: Sequence[KeptCopy]) -> None:
        self.records.reload(MemorySource(list(map(_copy_row, found))))


def _copy_row(copy: KeptCopy) -> Row:
    registers = listed(tr(name) for name in copy.registers)
    cells = (
        f"{copy.at:%Y-%m-%d %H:%M}",
        copy.name,
        copy.second,
        copy.period,
        str(copy.lines),
        Cell(tr("遮盖"), "dim") if copy.masked else Cell(tr("全文"), "doubt"),
        copy.reason,
        registers,
    )
    who = tr("{name} 导出", name=copy.name)
    second = tr("{name} 复核", name=copy.second) if copy.second else ""
    whole = "  ".join(filter(None, (registers, copy.reason, who, second)))
    return Row((copy.id,), cells, whole)
