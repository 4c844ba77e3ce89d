"""The first run: make a centre, open the demo township, or open a database that is elsewhere."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.widget import Widget

from rules.errors import RuleError
from screens.boxes import Box
from screens.page import Page
from screens.progress import run_with_progress
from tui.actions import Action
from tui.dialogs import Ask
from tui.language import tr
from tui.lists import Cell, Column, MemorySource, RecordList, Row

DEMO_NAME = "demo.db"


class StartPage(Page):
    """The ways to begin, by digit."""

    HEADING = "妇幼工作台"
    CSS_PATH = "start.tcss"
    ACTIONS: ClassVar = (
        Action("centre", "1", "新建机构", "填机构、村和第一个用户"),
        Action("demo", "2", "演示乡镇", "编造的数据,随便试"),
        Action("existing", "3", "打开已有", "打开别处的数据库"),
        Action("first_day", "4", "跟着做一天", "五分钟学会五件事,不动真数据", hint=False),
        Action("language", "5", "English/中文", "换一种语言"),
    )
    COLUMNS: ClassVar = (Column("", 1), Column("", 12), Column("", 40, grow=True))

    def crumbs(self) -> list[str]:
        """That there is no database yet."""
        return [tr("还没有数据库: {path}", path=self.app.path)]

    def compose_body(self) -> Iterable[Widget]:
        """The ways."""
        rows = [
            Row(
                action.id,
                (Cell(action.keys, "key"), tr(action.label), tr(action.help)),
            )
            for action in self.ACTIONS
        ]
        yield RecordList(self.COLUMNS, MemorySource(rows), narrowing=False, id="ways")
        yield Box(tr("数据库文件"), str(self.app.path), limit=200, id="path")

    def on_mount(self) -> None:
        """Choose."""
        self.query_one("#ways").focus()

    async def on_record_list_selected(self, message: RecordList.Selected) -> None:
        """Enter does what the digit does."""
        await self.action_act(str(message.row.key))

    def action_centre(self) -> None:
        """The form of a new centre."""
        from screens.new_centre import NewCentrePage  # noqa: PLC0415  after the first paint

        self.app.push_screen(NewCentrePage())

    def action_demo(self) -> None:
        """Make the demo township beside where the database would be, and sign in there."""
        from seed.demo import make_demo  # noqa: PLC0415  after the first paint

        path = self.app.path.with_name(DEMO_NAME)
        if path.exists():
            self._demo_ready(path)
            return

        def job(progress: Callable[[int, int], bool]) -> Path:
            make_demo(path, self.app.today, progress=progress)
            return path

        run_with_progress(self, tr("正在编造一个乡镇的十年记录…"), job, self._demo_ready)

    def action_existing(self) -> None:
        """Type where the database is."""
        box = self.query_one("#path", Box)
        box.add_class("asked")
        box.focus()
        self.say(tr("输入数据库文件的位置,回车打开"), "dim")

    def action_language(self) -> None:
        """The other language."""
        self.app.action_language()
        self.app.begin()

    @on(Box.Entered, "#path")
    def path_entered(self) -> None:
        """Open it if it is one."""
        path = Path(self.query_one("#path", Box).text.strip()).expanduser()
        self.work(partial(_openable, path), self._opened)

    def leave(self) -> None:
        """Esc here leaves the program."""

        def answered(digit: str | None) -> None:
            if digit == "2":
                self.app.exit(0)

        choices = [("1", tr("不退出")), ("2", tr("退出"))]
        self.app.push_screen(Ask(tr("退出妇幼工作台吗?"), choices), answered)

    def _demo_ready(self, path: Path) -> None:
        self.app.first_user = "clerk"
        self._opened(path)
        self.app.call_later(self.app.say, tr("演示乡镇: 用户 clerk,口令 demo"), "doubt")

    def _opened(self, path: Path) -> None:
        self.app.move_to(path)
        self.app.begin()


def _openable(path: Path) -> Path:
    """A path at which there is a database of ours.

    Raises:
        RuleError: there is none.
    """
    from desk.opening import open_store  # noqa: PLC0415  after the first paint

    if not path.is_file():
        raise RuleError("MISSING", "没有找到数据库 {path}", path=path)
    open_store(path).close()
    return path
