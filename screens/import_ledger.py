"""A ledger read: what was found in it, then taken in whole, or left."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual.widget import Widget

from desk.intake import Cancelled
from ledgers.imports import ImportResult, import_reading, village_list
from ledgers.reading import Reading, ReadingCancelled, Refused, read_ledger, write_refused
from rules.errors import RuleError
from screens.ledgers import KIND_WORDS
from screens.progress import Told, run_with_progress
from screens.records import ListPage
from tui.actions import SAVE_KEYS, Action
from tui.chrome import OneLine
from tui.dialogs import Ask, Notice
from tui.language import side_by_side, told, tr, tr_error
from tui.lists import Cell, Column, MemorySource, Row

WHYS = {
    "title": "标题行",
    "header": "表头",
    "repeated_header": "重复的表头",
    "blank": "空行",
    "blankmark": "以下空白",
    "section": "分组的行",
    "page_subtotal": "本页小计",
    "month_subtotal": "本月小计",
    "total": "合计",
    "note": "说明",
    "signature": "签名、填表人",
}
# Which fields of a record tell the clerk which row it is.
TELLING = (
    "cert_no",
    "card_no",
    "name",
    "child_name",
    "village",
    "month",
    "mother_name",
    "id_no",
    "birth_date",
    "lmp",
)


class ImportPage(ListPage):
    """Three lists of one reading; F2 takes the good rows in."""

    HEADING = "读入台账"
    CSS_PATH = "records.tcss"
    ACTIONS = (
        Action(
            "take", SAVE_KEYS, "收进", "把可以收的全部收进,一次完成", permission="ledgers.import"
        ),
        Action("next_list", "f6,tab,right", "下一单", "可收、退回、略过、提示轮换"),
        Action("earlier_list", "left,shift+tab", "上一单", hint=False, palette=False),
        Action("save_refused", "f8", "存退回的", "把退回的行存成工作簿,改好再读"),
        Action("find", "f3", "找人"),
        Action("refresh", "", "刷新", hint=False, palette=False),
    )
    COLUMNS: ClassVar = (
        Column("表", 10),
        Column("行", 5, right=True),
        Column("内容", 40, grow=True),
    )

    def __init__(self, kind: str, path: Path) -> None:
        super().__init__()
        self._kind, self._file = kind, path
        self._reading: Reading | None = None
        self._result: ImportResult | None = None
        self._lists: list[tuple[str, list[Row]]] = []
        self._at = 0

    def crumbs(self) -> list[str]:
        """Which register and file."""
        return [tr("台账"), tr("读入"), tr(KIND_WORDS[self._kind]), self._file.name]

    def above(self) -> Iterable[Widget]:
        """The four counts; which of the lists is shown."""
        yield OneLine("", "label", id="counts")
        yield OneLine("", "rule", id="which")

    def on_mount(self) -> None:
        """Read the file under a bar."""

        def job(told: Told) -> Reading:
            villages = village_list(self.desk)
            try:
                return read_ledger(self._file, self._kind, villages, self.app.today, told)
            except ReadingCancelled as stopped:
                raise Cancelled from stopped

        words = tr("正在读 {name}…", name=self._file.name)
        run_with_progress(self, words, job, self._read, self._unreadable)

    def action_refresh(self) -> None:
        """The lists do not change by themselves."""

    def why_not(self, action: Action) -> str | None:
        """What needs a reading, or something to take."""
        if action.id == "take":
            if self._result is not None:
                return tr("已经收进了")
            if self._reading is None or not self._reading.records:
                return tr("没有可以收的行")
        if action.id == "save_refused" and not (self._reading and self._reading.refused):
            return tr("没有退回的行")
        return super().why_not(action)

    def action_next_list(self) -> None:
        """The next of the lists."""
        self._show(self._at + 1)

    def action_earlier_list(self) -> None:
        """The list before."""
        self._show(self._at - 1)

    def action_take(self) -> None:
        """Confirm, then take in under a bar."""
        reading = self._reading
        if reading is None:
            return

        def job(told: Told) -> ImportResult:
            return import_reading(self.desk, self._file, reading, progress=told)

        def answered(digit: str | None) -> None:
            if digit == "1":
                run_with_progress(self, tr("正在收进…"), job, self._taken)

        question = tr(
            "收进 {good} 条,退回 {bad} 行留给你改。收进吗?",
            good=len(reading.records),
            bad=len(reading.refused),
        )
        self.app.push_screen(Ask(question, [("1", tr("收进")), ("2", tr("先不收"))]), answered)

    def action_save_refused(self) -> None:
        """The refused rows as a workbook beside the file."""
        reading = self._reading
        if reading is None:
            return
        target = self._file.with_name(f"{self._file.stem}_退回.xlsx")
        self.work(partial(_save, reading, target), self._saved, group="save")

    def open(self, row: Row) -> None:
        """A row's whole text in a window."""
        text = "\n".join(cell.text if isinstance(cell, Cell) else cell for cell in row.cells[2:])
        self.app.push_screen(Notice(text))

    # --- answers

    def _unreadable(self, error: RuleError) -> None:
        self.leave()
        self.app.push_screen(Notice(tr_error(error)))

    def _read(self, reading: Reading) -> None:
        self._reading = reading
        words = tr(
            "可以收 {good} 条  退回 {bad} 行  略过 {skipped} 行",
            good=len(reading.records),
            bad=len(reading.refused),
            skipped=len(reading.ignored_rows),
        )
        self.query_one("#counts", OneLine).show(words)
        notes = [Row(n, ("", "", _finding(each))) for n, each in enumerate(reading.findings)]
        notes += [
            Row(("unread", n), (sheet or "", "", tr("没有用到的列: {heading}", heading=heading)))
            for n, (sheet, heading) in enumerate(reading.unread)
        ]
        notes += [
            Row(("sheet", n), (name, "", tr("没有表头,整张略过")))
            for n, name in enumerate(reading.ignored_sheets)
        ]
        self._lists = [
            (tr("可以收的"), [_record_row(each) for each in reading.records]),
            (tr("退回的"), [_refused_row(each) for each in reading.refused]),
            (
                tr("略过的"),
                [
                    Row(
                        (each.sheet, each.row),
                        (each.sheet or "", str(each.row), tr(WHYS.get(each.why, each.why))),
                    )
                    for each in reading.ignored_rows
                ],
            ),
            (tr("提示"), notes),
        ]
        self._show(0)
        self.refresh_hints()

    def _taken(self, result: ImportResult) -> None:
        self._result = result
        words = tr(
            "已收进 {new} 条,没有变化 {same} 条,与原有不同 {clash} 处,退回 {bad} 行",
            new=result.imported,
            same=result.unchanged,
            clash=len(result.conflicts),
            bad=len(result.reading.refused) + len(result.refused),
        )
        self.query_one("#counts", OneLine).show(words, "good")
        clashes = [
            Row(
                (n, each.sheet, each.row),
                (
                    each.sheet or "",
                    str(each.row),
                    tr(
                        "{who} {label}: 原有 {ours},台账 {theirs};没有改动",
                        who=each.who,
                        label=tr(each.label),
                        ours=each.ours,
                        theirs=each.theirs,
                    ),
                ),
            )
            for n, each in enumerate(result.conflicts)
        ]
        told = [
            Row(
                (n, each.sheet, each.row),
                (each.sheet or "", str(each.row), f"{each.who}: {tr_error(each.error)}"),
            )
            for n, each in enumerate((*result.refused, *result.findings))
        ]
        self._lists = [(tr("与原有不同"), clashes), (tr("请看一下"), told), *self._lists[1:]]
        self._show(0)
        self.say(tr("收进完成"), "good")
        self.refresh_hints()

    def _saved(self, target: Path) -> None:
        self.tell(tr("退回的行存在同一文件夹: {name}", name=target.name), "good")

    def _show(self, at: int) -> None:
        if not self._lists:
            return
        self._at = at % len(self._lists)
        names = [
            f"[{name} {len(rows)}]" if n == self._at else f" {name} {len(rows)} "
            for n, (name, rows) in enumerate(self._lists)
        ]
        self.query_one("#which", OneLine).show(" ".join(names))
        self.records.reload(MemorySource(self._lists[self._at][1]))


def _save(reading: Reading, target: Path) -> Path:
    try:
        write_refused(reading, target)
    except OSError as error:
        raise RuleError("FILE", "没有存成 {name},请看文件夹能不能写", name=target.name) from error
    return target


def _record_row(record: Any) -> Row:  # noqa: ANN401  a record of the reading
    fields = record.fields
    telling = [str(fields[name]) for name in TELLING if fields.get(name)]
    cells = (record.sheet or "", str(record.row), "  ".join(telling))
    return Row((record.sheet, record.row, record.sub), cells)


def _refused_row(refused: Refused) -> Row:
    words = side_by_side(
        f"{problem.column}: {said}" if problem.column else said
        for problem in refused.problems
        for said in [told(problem.template, dict(problem.params))]
    )
    return Row((refused.sheet, refused.row), (refused.sheet or "", str(refused.row), words))


def _finding(finding: dict[str, Any]) -> str:
    if finding["code"] == "CERT_GAP":
        return tr("签发编号中间缺号: {numbers}", numbers=" ".join(finding["missing"]))
    return str(finding["code"])
