"""Ledgers in and out: which register to read, or which quarter to write."""

from typing import ClassVar

from ledgers.reading import KINDS
from screens.records import ListPage, new_action
from tui.actions import EXPORT_KEYS, Action
from tui.dialogs import Menu
from tui.language import tr
from tui.lists import Column, MemorySource, Row

KIND_WORDS = {
    "pregnancy": "孕产妇登记册",
    "child": "0-6岁儿童台账",
    "certificate": "出生证签发登记",
    "village-report": "村级月报",
}
EXPORT = "export"


class LedgersPage(ListPage):
    """Four registers come in, one quarter goes out."""

    HEADING = "台账"
    NARROWING = False
    ACTIONS = (
        new_action("读入", "读一份登记册:先看读出了什么,再决定收不收", "ledgers.import"),
        Action(
            "export", EXPORT_KEYS, "导出", "一个季度的登记册和指标", permission="ledgers.export"
        ),
    )
    COLUMNS: ClassVar = (Column("做什么", 8), Column("台账", 22), Column("说明", 40, grow=True))

    def source(self) -> MemorySource:
        """What can be read and written."""
        reading = tr("选文件,看过三张单子再收;读两次不会重复")
        rows = [Row(kind, (tr("读入"), tr(KIND_WORDS[kind]), reading)) for kind in KINDS]
        words = tr("工作簿、CSV 和校验清单,县里直接收")
        return MemorySource([*rows, Row(EXPORT, (tr("导出"), tr("季度台账"), words))])

    def action_refresh(self) -> None:
        """What stands here changes with the language alone."""
        self.records.reload(self.source())

    def open(self, row: Row) -> None:
        """Enter: what the row says, or why one may not."""
        if row.key == EXPORT:
            self.call_next(self.action_act, "export")
        elif self.why_not(self.ACTIONS[0]) is None:
            self._choose_file(str(row.key))
        else:
            self.call_next(self.action_act, "new")

    def action_new(self) -> None:
        """Which register, by digit."""
        kinds = dict(enumerate(KINDS, 1))

        def chosen(digit: str | None) -> None:
            if digit:
                self._choose_file(kinds[int(digit)])

        choices = [(str(number), tr(KIND_WORDS[kind])) for number, kind in kinds.items()]
        self.app.push_screen(Menu(tr("读入哪种台账?"), choices), chosen)

    def action_export(self) -> None:
        """The export page."""
        self.app.push_screen(self.app.page("export"))

    def _choose_file(self, kind: str) -> None:
        self.app.push_screen(self.app.page("choose_file", kind))
