"""The folic-acid stock: batches with what is left, a batch's book, and the forms of both."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.widget import Widget

from desk.folic_book import HANDED, BatchView, BookLine, batches, book
from desk.folic_stock import (
    BATCH_FIELDS,
    MOVE_FIELDS,
    RECEIPT_FIELDS,
    batch_record,
    correct_batch,
    correct_move,
    move,
    move_problems,
    move_record,
    receive,
)
from rules.errors import RuleError
from screens.correct import AsKept, Correction, own_id
from screens.form_page import FormPage, form_fields, given
from screens.records import QUIET_REFRESH, ListPage, new_action
from tui.actions import HISTORY_KEYS, Action
from tui.chrome import OneLine
from tui.fields.parts import FormField
from tui.language import tr
from tui.lists import Cell, Column, MemorySource, Row

if TYPE_CHECKING:
    from tui.drafts import Draft

KINDS = {"1": "入库", "2": "报废", "3": "盘点", HANDED: "发放"}
RECEIPT, SCRAP, COUNT = "1", "2", "3"


class FolicStockPage(ListPage):
    """The batches, the first to expire first."""

    HEADING = "叶酸库存"
    EMPTY = "还没有入库。按 {new} 入库"
    ACTIONS = (
        new_action("入库", "领来的叶酸按批号入库", "records.write"),
        Action("count", "f6", "盘点/报废", "选中的这批:点数,或报废", permission="records.write"),
        Action("edit", "f7", "更正批号", "更正批号或有效期,要写原因", permission="records.write"),
        Action("history", HISTORY_KEYS, "历史", "选中的这批谁在何时改过什么"),
        QUIET_REFRESH,
    )
    COLUMNS: ClassVar = (
        Column("批号", 12),
        Column("有效期至", 10),
        Column("结存", 6, right=True),
        Column("入库", 7, right=True),
        Column("发放", 7, right=True),
        Column("报废", 8, right=True),
        Column("盘点差", 6, right=True),
        Column("提醒", 7, grow=True),
    )

    def above(self) -> Iterable[Widget]:
        """What is left in all."""
        yield OneLine("", "label", id="left")

    def on_mount(self) -> None:
        """Read the batches."""
        super().on_mount()
        self.action_refresh()

    def why_not(self, action: Action) -> str | None:
        """There must be a batch to point at."""
        pointing = {"count", "edit", "history"}
        if action.id in pointing and self.records.row is None:
            return super().why_not(action) or tr("还没有入库")
        return super().why_not(action)

    def action_refresh(self) -> None:
        """Read anew."""
        self.work(partial(batches, self.desk), self._arrived)

    def action_new(self) -> None:
        """Bottles that came."""
        self.app.open_form("folic-receipt")

    def action_count(self) -> None:
        """Count or scrap the batch pointed at."""
        self._form("folic-move")

    def action_edit(self) -> None:
        """What is printed on the batch pointed at."""
        self._form("correct-folic-batch")

    def action_history(self) -> None:
        """Of the batch pointed at."""
        row = self.records.row
        if row is not None:
            page = self.app.page("history", "folic_batches", row.data.id, row.data.number)
            self.app.push_screen(page)

    def open(self, row: Row) -> None:
        """The book of a batch."""
        self.app.push_screen(self.app.page("folic_book", row.data.id))

    def _form(self, name: str) -> None:
        row = self.records.row
        if row is not None:
            self.app.open_form(name, str(row.data.id))

    def _arrived(self, found: tuple[BatchView, ...]) -> None:
        good = sum(batch.left for batch in found if not batch.expired)
        words = tr("可发 {left} 瓶", left=good)
        expired = sum(batch.left for batch in found if batch.expired)
        if expired:
            words += "  " + tr("过期待报废 {left} 瓶", left=expired)
        self.query_one("#left", OneLine).show(words, "error" if expired else "label")
        self.records.reload(MemorySource([_batch_row(batch) for batch in found]))
        self.refresh_hints()


class FolicBookPage(ListPage):
    """The movements of a batch, the newest first; Enter corrects one."""

    HEADING = "叶酸账页"
    EMPTY = "没有记录"
    ACTIONS = (
        Action("count", "f6", "盘点/报废", "这批:点数,或报废", permission="records.write"),
        Action("edit", "enter", "更正这条", "更正选中的一笔,要写原因", permission="records.write"),
        Action("history", HISTORY_KEYS, "历史", "选中的这笔谁在何时改过什么"),
        QUIET_REFRESH,
    )
    COLUMNS: ClassVar = (
        Column("日期", 10),
        Column("类别", 8),
        Column("数量", 6, right=True),
        Column("结存", 6, right=True),
        Column("盘点差", 6, right=True),
        Column("来源/领药人", 12),
        Column("原因", 12, grow=True),
    )

    def __init__(self, batch_id: int) -> None:
        super().__init__()
        self._batch_id = batch_id

    def above(self) -> Iterable[Widget]:
        """Which batch."""
        yield OneLine("", "label", id="batch")

    def on_mount(self) -> None:
        """Read the book."""
        super().on_mount()
        self.action_refresh()

    def why_not(self, action: Action) -> str | None:
        """There must be a line to point at."""
        if action.id in {"edit", "history"} and self.records.row is None:
            return super().why_not(action) or tr("没有记录")
        return super().why_not(action)

    def action_refresh(self) -> None:
        """Read anew."""
        self.work(self._read, self._arrived)

    def action_count(self) -> None:
        """Count or scrap."""
        self.app.open_form("folic-move", str(self._batch_id))

    def action_edit(self) -> None:
        """The line pointed at."""
        row = self.records.row
        if row is not None:
            line: BookLine = row.data
            form = "correct-folic-handout" if line.kind == HANDED else "correct-folic-move"
            self.app.open_form(form, f"{line.owner_id}/{line.id}")

    def action_history(self) -> None:
        """Of the line pointed at."""
        row = self.records.row
        if row is not None:
            line: BookLine = row.data
            self.app.push_screen(self.app.page("history", line.table, line.id, line.batch))

    def open(self, row: Row) -> None:  # noqa: ARG002  the one pointed at
        """Enter on a line corrects it."""
        self.call_next(self.action_act, "edit")

    def _read(self) -> tuple[BatchView, tuple[BookLine, ...]]:
        batch = next(each for each in batches(self.desk) if each.id == self._batch_id)
        return batch, book(self.desk, self._batch_id)

    def _arrived(self, found: tuple[BatchView, tuple[BookLine, ...]]) -> None:
        batch, lines = found
        words = tr(
            "批号 {number}  有效期 {day}  结存 {left} 瓶",
            number=batch.number,
            day=batch.expires_on,
            left=batch.left,
        )
        self.query_one("#batch", OneLine).show(words)
        self.records.reload(MemorySource([_book_row(line) for line in lines]))
        self.refresh_hints()


class FolicReceiptPage(FormPage):
    """Bottles that came."""

    HEADING = "叶酸入库"
    NAME = "folic-receipt"

    def fields(self) -> list[FormField]:
        """The batch as printed, how many, from where."""
        values = {"moved_on": self.app.today, "handler": self.desk.user_name}
        return form_fields(RECEIPT_FIELDS, tuple(RECEIPT_FIELDS), values, "入库")

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        return move_problems({**values, "kind": RECEIPT}, self.app.today)

    def keep(self, values: dict[str, Any], doubts: list[str]) -> BatchView:
        """Into stock."""
        return receive(self.desk, given(values), doubts)

    def kept(self, result: BatchView) -> None:
        """Back to the stock."""
        self.leave()
        self.app.say(_left(result), "good")


class FolicMovePage(FormPage):
    """Scrapping or counting; record is the batch, in a correction ``batch/movement``."""

    HEADING = "盘点/报废"
    NAME = "folic-move"
    START = "bottles"

    def __init__(self, record: str, draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self._batch: BatchView | None = None

    def prepare(self) -> None:
        """The batch."""
        self.read_batch()

    def read_batch(self) -> None:
        """Read the batch; in a thread."""
        own = int(self.record.partition("/")[0])
        self._batch = next(each for each in batches(self.desk) if each.id == own)

    def begins_with(self) -> dict[str, Any]:
        """A count of today."""
        return {"kind": COUNT, "moved_on": self.app.today, "handler": self.desk.user_name}

    def fields(self) -> list[FormField]:
        """What was done, with what the book says beside it."""
        values = self.begins_with()
        batch = self._batch
        title = (
            tr("批号 {number},账上 {left} 瓶", number=batch.number, left=batch.left)
            if batch
            else ""
        )
        return form_fields(
            MOVE_FIELDS,
            tuple(MOVE_FIELDS),
            values,
            title,
            partner={"when": lambda form: form.get("kind") == RECEIPT},
        )

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        wrong = move_problems(values, self.app.today)
        if values.get("kind") == RECEIPT:
            wrong["kind"] = RuleError("KIND", "入库请在库存页登记")
        return wrong

    def keep(self, values: dict[str, Any], doubts: list[str]) -> BatchView:  # noqa: ARG002  none here
        """Into the book."""
        return move(self.desk, int(self.record), given(values))

    def kept(self, result: BatchView) -> None:
        """Back to where one came from."""
        self.leave()
        self.app.say(_left(result), "good")


class CorrectFolicMovePage(Correction, FolicMovePage):
    """The correction of a movement; one made by mistake: 0."""

    HEADING = "更正出入库"
    NAME = "correct-folic-move"
    SPECS = MOVE_FIELDS

    def read(self) -> AsKept:
        """The movement and its batch as they are."""
        self.read_batch()
        kept = move_record(self.desk, own_id(self.record))
        return (kept.version,), kept.values

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        return move_problems(values, self.app.today, new=False)

    def keep(self, values: dict[str, Any], doubts: list[str]) -> BatchView:
        """Over the version that was read."""
        reason = self.why(values, doubts)
        own = own_id(self.record)
        return correct_move(self.desk, own, self.versions[0], self.over(values), reason)


class FolicBatchPage(FormPage):
    """What is printed on a batch; record is its id."""

    def begins_with(self) -> dict[str, Any]:
        """What is kept."""
        return {}

    def fields(self) -> list[FormField]:
        """The batch."""
        return form_fields(BATCH_FIELDS, tuple(BATCH_FIELDS), self.begins_with(), "批号")


class CorrectFolicBatchPage(Correction, FolicBatchPage):
    """The correction of a batch, for all that came of it and went."""

    HEADING = "更正批号"
    NAME = "correct-folic-batch"
    SPECS = BATCH_FIELDS

    def read(self) -> AsKept:
        """The batch as it is."""
        kept = batch_record(self.desk, int(self.record))
        return (kept.version,), kept.values

    def keep(self, values: dict[str, Any], doubts: list[str]) -> BatchView:
        """Over the version that was read."""
        reason = self.why(values, doubts)
        own = int(self.record)
        return correct_batch(self.desk, own, self.versions[0], self.over(values), reason)


def _left(batch: BatchView) -> str:
    return tr("批号 {number} 结存 {left} 瓶", number=batch.number, left=batch.left)


def _batch_row(batch: BatchView) -> Row:
    warning = Cell("")
    if batch.left and batch.expired:
        warning = Cell(tr("已过期"), "error")
    elif batch.left and batch.expires_soon:
        warning = Cell(tr("快到期"), "doubt")
    cells = (
        batch.number,
        str(batch.expires_on),
        str(batch.left),
        str(batch.received),
        str(batch.handed),
        str(batch.scrapped),
        _signed(batch.difference),
        warning,
    )
    return Row((batch.id,), cells, batch)


def _book_row(line: BookLine) -> Row:
    cells = (
        str(line.day),
        tr(KINDS[line.kind]),
        str(line.bottles),
        str(line.left),
        _signed(line.difference),
        line.who,
        line.cause,
    )
    return Row((line.table, line.id), cells, line)


def _signed(number: int) -> str:
    return f"{number:+}" if number else ""
