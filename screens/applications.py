"""The list of applications that were begun and are not issued."""

from functools import partial
from typing import ClassVar

from desk.application import applications
from desk.application_view import STEPS, ApplicationView
from screens.application_sheet import TABLE
from screens.records import REFRESH, ListPage, new_action
from screens.specs import shown_value
from tui.dialogs import Menu
from tui.language import tr
from tui.lists import Cell, Column, MemorySource, Row


class ApplicationsPage(ListPage):
    """The applications that are not issued yet, the oldest first; Enter goes on with one."""

    HEADING = "没办完的申请"
    EMPTY = "没有没办完的申请。按 {new} 新办"
    ACTIONS = (
        new_action("新申请", "先找到孩子;不在册的孩子照表填", "certificates.write"),
        REFRESH,
    )
    COLUMNS: ClassVar = (
        Column("下一步", 10),
        Column("新生儿", 12),
        Column("母亲", 12),
        Column("申请日期", 10),
        Column("占号", 10),
        Column("类别", 11),
        Column("经办人", 10, rank=2, grow=True),
    )

    def on_mount(self) -> None:
        """Read."""
        self.action_refresh()

    def action_refresh(self) -> None:
        """Read anew."""
        self.work(partial(applications, self.desk), self._arrived)

    def action_new(self) -> None:
        """A child on the books is found first."""

        def chosen(digit: str | None) -> None:
            if digit == "1":
                self.app.action_find()
            elif digit:
                self.app.open_form("issue", f"new/{'1' if digit == '2' else '4'}")

        choices = [
            ("1", tr("在册的孩子:先找到孩子")),
            ("2", tr("不在册的孩子,机构内出生")),
            ("3", tr("不在册的孩子,机构外出生")),
        ]
        self.app.push_screen(Menu(tr("给谁申请?"), choices), chosen)

    def open(self, row: Row) -> None:
        """Where it was left."""
        self.app.push_screen(self.app.page("application", row.data))

    def _arrived(self, found: tuple[ApplicationView, ...]) -> None:
        rows = [
            Row(
                (view.id,),
                (
                    Cell(tr(STEPS[view.step]), "key"),
                    view.values["child_name"],
                    view.values["mother_name"],
                    str(view.values["applied_on"]),
                    view.number or "",
                    shown_value(TABLE, "kind", view.kind),
                    view.handler,
                ),
                view.id,
            )
            for view in found
        ]
        self.records.reload(MemorySource(rows))
