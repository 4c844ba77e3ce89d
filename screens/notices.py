"""The register of pregnancies told by the villages: those without a card first."""

from collections.abc import Callable, Hashable, Iterable
from functools import partial
from typing import ClassVar

from textual.widget import Widget

from desk.lists import Ask
from desk.notice import NOTICE_FIELDS, NoticeLine, count_notices, count_open, notices
from screens.beside import with_person
from screens.records import REFRESH, ListPage, new_action, paged
from tui.actions import Action
from tui.chrome import OneLine
from tui.dialogs import Menu
from tui.language import tr
from tui.lists import Column, RecordList, Row, Source


class NoticesPage(ListPage):
    """Notices; Enter says what can be done with one, F6 shows those answered as well."""

    HEADING = "孕情"
    EMPTY = "没有等建册的孕情。按 {new} 登记"
    ACTIONS = (
        new_action("登记孕情", "村里报来一位怀孕的", "records.write"),
        Action("everyone", "f6", "未建册/全部", "只看还没建册的,或连建了册的一起看"),
        REFRESH,
    )
    COLUMNS: ClassVar = (
        Column("姓名", 12),
        Column("村", 10),
        Column("发现", 10),
        Column("来源", 6, rank=3),
        Column("末次月经", 10, rank=2),
        Column("通知建册", 10),
        Column("结果", 16, grow=True),
    )

    def __init__(self) -> None:
        super().__init__()
        self._everyone = False
        self._lines: dict[Hashable, NoticeLine] = {}

    def above(self) -> Iterable[Widget]:
        """How many wait."""
        yield OneLine("", "dim", id="scope")

    def on_mount(self) -> None:
        """Count."""
        super().on_mount()
        self._count()

    def action_refresh(self) -> None:
        """Read anew, the counts too."""
        super().action_refresh()
        self._count()

    def source(self) -> Source:
        """Notices from the desk."""
        return paged(self._find, self._row)

    def counter(self) -> Callable[[str], int]:
        """How many notices of the scope the desk knows."""
        return lambda words: count_notices(self.desk, words, everyone=self._everyone)

    def beside(self, records: RecordList) -> Widget:
        """The woman pointed at."""
        return with_person(records, self)

    def action_everyone(self) -> None:
        """The other scope."""
        self._everyone = not self._everyone
        self.action_refresh()

    def action_new(self) -> None:
        """A new notice."""
        self.app.open_form("notice")

    def open(self, row: Row) -> None:
        """What can be done with a notice."""
        line = self._lines[row.mark]

        def chosen(digit: str | None) -> None:
            if digit == "1":
                self.app.open_person(line.person_id)
            elif digit == "2":
                self.app.open_form("correct-notice", str(line.notice_id))
            elif digit == "3":
                self.app.open_form("card", f"p{line.person_id}")

        choices = [("1", tr("打开她的页"))]
        if self.app.may("records.write"):
            choices.append(("2", tr("记通知、结局,或更正")))
            if line.outcome is None and not line.answered:
                choices.append(("3", tr("建册,孕情里的都带过去")))
        self.app.push_screen(Menu(line.name, choices), chosen)

    def _count(self) -> None:
        self.work(partial(count_open, self.desk), self._counted, group="count")

    def _counted(self, found: tuple[int, int]) -> None:
        waiting, late = found
        words = tr("未建册 {waiting},过期 {late}", waiting=waiting, late=late)
        scope = tr("全部孕情") if self._everyone else tr("等建册的孕情")
        self.query_one("#scope", OneLine).show(f"{scope}  {words}")

    def _find(self, ask: Ask) -> tuple[NoticeLine, ...]:
        return notices(self.desk, ask, everyone=self._everyone)

    def _row(self, line: NoticeLine) -> Row:
        self._lines[line.notice_id] = line
        source = NOTICE_FIELDS["source"].choice(line.source)
        cells = (
            line.name,
            line.village,
            str(line.found_on),
            tr(source.label) if source else "",
            str(line.lmp or ""),
            str(line.told_on or ""),
            _result(line),
        )
        return Row(line.key, cells, line.person_id, mark=line.notice_id)


def _result(line: NoticeLine) -> str:
    if line.answered:
        return tr("{day} 建册", day=line.booked_on or "").strip()
    outcome = NOTICE_FIELDS["outcome"].choice(line.outcome or "")
    return tr(outcome.label) if outcome else tr("未建册")
