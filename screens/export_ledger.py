"""The quarter's package: which quarter, into which folder, and what was written."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.widget import Widget

from desk.context import Desk
from desk.places import papers_folder
from ledgers.export import ExportResult, export_infections, export_quarter
from rules.periods import Period
from screens.boxes import Box
from screens.periods import EARLIER, LATER, last_ended, moved
from screens.progress import Told, run_with_progress
from screens.records import ListPage
from tui.actions import SAVE_KEYS, Action
from tui.chrome import OneLine
from tui.dialogs import Menu
from tui.language import tr
from tui.lists import Column, MemorySource, Row

DIGITS = 12  # of a digest: enough to compare by eye, the list in the package has the whole


class ExportPage(ListPage):
    """The quarter that ended last, into a folder; F2 writes."""

    HEADING = "导出季度台账"
    CSS_PATH = "export_ledger.tcss"
    NARROWING = False
    EMPTY = ""
    ACTIONS = (
        Action(
            "write",
            f"{SAVE_KEYS},f8",
            "导出",
            "写出工作簿、CSV 和清单",
            permission="ledgers.export",
        ),
        Action(
            "infections",
            "f9",
            "艾梅乙",
            "艾梅乙登记单独写出,不在季度台账里",
            permission="infections.read",
        ),
        EARLIER,
        LATER,
        Action("refresh", "", "刷新", hint=False, palette=False),
        Action("find", "f3", "找人"),
    )
    COLUMNS: ClassVar = (
        Column("文件", 34, grow=True),
        Column("行数", 6, right=True),
        Column("SHA-256", 12),
    )

    def above(self) -> Iterable[Widget]:
        """The quarter and the folder."""
        self.period = last_ended(self.app.today)
        yield OneLine(self._words(), "label", id="quarter")
        yield Box(tr("导出到"), str(self._folder()), limit=250, id="folder")

    def first(self) -> Widget:
        """The folder is typed over at once; Enter or F2 writes."""
        return self.query_one(Box)

    def action_refresh(self) -> None:
        """Nothing changes by itself."""

    def reworded(self) -> None:
        """The quarter and what the box is for."""
        self.query_one("#quarter", OneLine).show(self._words())
        self.query_one(Box).label = tr("导出到")

    def action_earlier(self) -> None:
        """The quarter before."""
        self._move(-1)

    def action_later(self) -> None:
        """The quarter after."""
        self._move(1)

    @on(Box.Entered)
    def action_write(self) -> None:
        """Write the package under a bar."""
        self._write(export_quarter)

    def action_infections(self) -> None:
        """The registers only some may read, if one really wants them in files."""

        def chosen(digit: str | None) -> None:
            if digit == "1":
                self._write(export_infections)

        question = tr("写出的文件写明谁感染了什么,只交有权的人。写出吗?写出会留下记录。")
        self.app.push_screen(
            Menu(question, [("1", tr("写出")), ("2", tr("不写"))], point=1), chosen
        )

    def _write(self, export: Callable[[Desk, Period, Path, Told], ExportResult]) -> None:
        out = Path(self.query_one(Box).text.strip()).expanduser().absolute()

        def job(told: Told) -> ExportResult:
            return export(self.desk, self.period, out, told)

        words = tr("正在导出 {quarter}…", quarter=self.period.code)
        run_with_progress(self, words, job, self._written)

    def _move(self, by: int) -> None:
        self.period = moved(self.period, by)
        self.query_one("#quarter", OneLine).show(self._words())

    def _words(self) -> str:
        return tr(
            "{quarter}  {start} 至 {end}  回车导出,{earlier} {later} 换季度",
            quarter=self.period.code,
            start=self.period.start,
            end=self.period.end,
            earlier=self.key_of("earlier"),
            later=self.key_of("later"),
        )

    def _folder(self) -> Path:
        folder: Path = self.app.memory.get("out", papers_folder())
        return folder

    def _written(self, result: ExportResult) -> None:
        self.app.memory["out"] = result.files[0].path.parent
        *registers, manifest = result.files
        counted = [*((file, str(file.rows)) for file in registers), (manifest, "")]
        rows = [
            Row(file.path.name, (file.path.name, lines, file.sha256[:DIGITS]))
            for file, lines in counted
        ]
        self.records.reload(MemorySource(rows))
        self.records.focus()
        self.tell(tr("已导出到 {folder}", folder=result.files[0].path.parent), "good")
