"""A ledger read: what was found in it, then taken in whole, or left."""

from collections.abc import Callable, Hashable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual.widget import Widget

from desk.intake import Cancelled
from desk.villages import add_villages
from ledgers.imports import ImportResult, import_reading, village_list
from ledgers.reading import (
    Reading,
    ReadingCancelled,
    Refused,
    Unlisted,
    VillageList,
    read_ledger,
    unlisted_villages,
    write_refused,
)
from rules.errors import RuleError
from screens.ledgers import KIND_WORDS
from screens.progress import Told, run_with_progress
from screens.records import ListPage
from tui.actions import SAVE_KEYS, Action
from tui.chrome import OneLine
from tui.dialogs import Ask, Notice
from tui.language import side_by_side, told, tr, tr_error
from tui.lists import Column, MemorySource, Row

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
        Action("open_row", "enter", "看全文", "这一行的全部文字", palette=False),
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
        self._villages = VillageList("", ())
        self._unlisted = Unlisted(0, ())
        self._result: ImportResult | None = None
        self._lists: list[tuple[str, list[Row]]] = []
        self._at = 0
        self._several = False

    def crumbs(self) -> list[str]:
        """Which register and file."""
        return [tr("台账"), tr("读入"), tr(KIND_WORDS[self._kind]), self._file.name]

    def above(self) -> Iterable[Widget]:
        """The four counts; which of the lists is shown."""
        yield OneLine("", "label", id="counts")
        yield OneLine("", "rule", id="which")

    def on_mount(self) -> None:
        """Read the file under a bar."""
        self._read_file(self._read)

    def action_refresh(self) -> None:
        """The lists do not change by themselves."""

    def reworded(self) -> None:
        """The lists again, in the language set now."""
        at, result = self._at, self._result
        if self._reading is not None:
            self._read(self._reading)
        if result is not None:
            self._taken(result)
        self._show(at)

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
        """Ask about villages the list lacks, confirm, then take in under a bar."""
        if self._unlisted.rows == 0:
            self._confirm()
            return
        question = tr(
            "{rows} 行的村不在本机构名单里: {names}",
            rows=self._unlisted.rows,
            names=self._unlisted.some,
        )
        choices = [("1", tr("照收(写进现住址)"))]
        if self.desk.may("settings.write"):
            choices.append(("2", tr("加村再收({count} 个)", count=len(self._unlisted.villages))))
        choices.append(("3", tr("不收")))

        def answered(digit: str | None) -> None:
            if digit == "1":
                self._confirm()
            elif digit == "2":
                self.work(self._add_villages, self._villages_added, group="villages")

        self.app.push_screen(Ask(question, choices), answered)

    def action_open_row(self) -> None:
        """The row pointed at, whole."""
        if self.records.row is not None:
            self.open(self.records.row)

    def _add_villages(self) -> int:
        add_villages(self.desk, self._unlisted.villages)
        return len(self._unlisted.villages)

    def _villages_added(self, count: int) -> None:
        """The file says something else now: it is read again, and the question is about that."""
        self.app.village_options = ()
        self.say(tr("已加 {count} 个村", count=count), "good")

        def read(reading: Reading) -> None:
            self._read(reading)
            if self.why_not(self.ACTIONS[0]) is None:
                self._confirm()

        self._read_file(read)

    def _read_file(self, then: Callable[[Reading], None]) -> None:
        def job(told: Told) -> Reading:
            self._villages = village_list(self.desk)
            try:
                return read_ledger(self._file, self._kind, self._villages, self.app.today, told)
            except ReadingCancelled as stopped:
                raise Cancelled from stopped

        words = tr("正在读 {name}…", name=self._file.name)
        run_with_progress(self, words, job, then, self._unreadable)

    def _confirm(self) -> None:
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
        """A row's whole text in a window: which row it is, then what there is to say."""
        self.app.push_screen(Notice(row.data))

    # --- answers

    def _unreadable(self, error: RuleError) -> None:
        self.leave()
        self.app.push_screen(Notice(tr_error(error)))

    def _read(self, reading: Reading) -> None:
        self._reading = reading
        self._unlisted = unlisted_villages(reading, self._villages)
        sheets = {each.sheet for each in reading.records}
        sheets |= {each.sheet for each in reading.refused}
        sheets |= {each.sheet for each in reading.ignored_rows}
        self._several = len(sheets) > 1
        self.records.columns = self.COLUMNS if self._several else self.COLUMNS[1:]
        words = tr(
            "可以收 {good} 条  退回 {bad} 行  略过 {skipped} 行",
            good=len(reading.records),
            bad=len(reading.refused),
            skipped=len(reading.ignored_rows),
        )
        self.query_one("#counts", OneLine).show(words)
        row = self._row
        notes = [row(n, None, None, _finding(each)) for n, each in enumerate(reading.findings)]
        notes += [
            row(("unread", n), sheet, None, tr("没有用到的列: {heading}", heading=heading))
            for n, (sheet, heading) in enumerate(reading.unread)
        ]
        notes += [
            row(("sheet", n), None, None, f"{name}: {tr('没有表头,整张略过')}")
            for n, name in enumerate(reading.ignored_sheets)
        ]
        skipped = [
            row((each.sheet, each.row), each.sheet, each.row, tr(WHYS.get(each.why, each.why)))
            for each in reading.ignored_rows
        ]
        self._lists = [
            (tr("可以收的"), [self._record_row(each) for each in reading.records]),
            (tr("退回的"), [self._refused_row(each) for each in reading.refused]),
            (tr("略过的"), skipped),
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
            self._row(
                (n, each.sheet, each.row),
                each.sheet,
                each.row,
                tr(
                    "{who} {label}: 原有 {ours},台账 {theirs};没有改动",
                    who=each.who,
                    label=tr(each.label),
                    ours=each.ours,
                    theirs=each.theirs,
                ),
            )
            for n, each in enumerate(result.conflicts)
        ]
        told = [
            self._row(
                (n, each.sheet, each.row),
                each.sheet,
                each.row,
                f"{each.who}: {tr_error(each.error)}",
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

    def _row(
        self, key: Hashable, sheet: str | None, number: int | None, words: str, whole: str = ""
    ) -> Row:
        """A line of a list, its sheet named where the file has several; Enter shows the whole."""
        place = tr("第 {row} 行", row=number) if number else ""
        if self._several and sheet:
            place = f"{sheet} {place}".strip()
        cells = (str(number or ""), words)
        shown = (sheet or "", *cells) if self._several else cells
        return Row(key, shown, f"{place}\n{whole or words}".strip())

    def _record_row(self, record: Any) -> Row:
        fields = record.fields
        telling = [str(fields[name]) for name in TELLING if fields.get(name)]
        key = record.sheet, record.row, record.sub
        return self._row(key, record.sheet, record.row, "  ".join(telling))

    def _refused_row(self, refused: Refused) -> Row:
        said = [told(problem.template, dict(problem.params)) for problem in refused.problems]
        words = side_by_side(
            f"{problem.column}: {why}" if problem.column else why
            for problem, why in zip(refused.problems, said, strict=True)
        )
        whole = [refused.who] if refused.who else []
        for problem, why in zip(refused.problems, said, strict=True):
            if problem.column:
                whole.append(f"{problem.column}: {problem.value}")
            whole.append(why)
        key = refused.sheet, refused.row
        return self._row(key, refused.sheet, refused.row, words, "\n".join(whole))


def _save(reading: Reading, target: Path) -> Path:
    try:
        write_refused(reading, target)
    except OSError as error:
        raise RuleError("FILE", "没有存成 {name},请看文件夹能不能写", name=target.name) from error
    return target


def _finding(finding: dict[str, Any]) -> str:
    if finding["code"] == "CERT_GAP":
        return tr("签发编号中间缺号: {numbers}", numbers=" ".join(finding["missing"]))
    return str(finding["code"])
