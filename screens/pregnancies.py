"""The pregnancy list: cards being cared for by due date, or all of them."""

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual.widget import Widget

from desk.lists import Ask, PregnancyLine, count_pregnancies, pregnancies
from screens.beside import with_person
from screens.records import QUIET_REFRESH, SORT, ListPage, new_action, paged
from screens.words import STATES, risk_cell
from tui.actions import Action
from tui.chrome import OneLine
from tui.language import tr
from tui.lists import Column, Order, RecordList, Row, Source


class PregnanciesPage(ListPage):
    """Cards; F6 shows those closed as well."""

    HEADING = "孕产妇"
    EMPTY = "没有孕册。按 {new} 建册"
    ACTIONS = (
        new_action("建册", "给一位孕妇建一张孕册", "records.write"),
        Action("everyone", "f6", "在管/全部", "只看在管的,或连结案的一起看"),
        Action(
            "notices", "f9", "孕情", "村里报来的孕情,还没建册的排在前", permission="records.read"
        ),
        SORT,
        QUIET_REFRESH,
    )
    ORDERS: ClassVar = (
        Order("edd", "预产期"),
        Order("name", "姓名拼音"),
        Order("village", "村"),
        Order("booked", "建册日期", falling=True),
    )
    COLUMNS: ClassVar = (
        Column("姓名", 12),
        Column("村", 10),
        Column("孕周", 5),
        Column("预产期", 10),
        Column("风险", 6),
        Column("随访", 4, right=True),
        Column("状态", 6),
        Column("建册", 10, rank=2),
        Column("册号", 12, rank=3, grow=True),
    )

    def __init__(self) -> None:
        super().__init__()
        self._everyone = False

    def above(self) -> Iterable[Widget]:
        """Which cards are shown."""
        yield OneLine(self._scope(), "dim", id="scope")

    def source(self) -> Source:
        """Cards from the desk."""
        return paged(self._find, _row)

    def counter(self) -> Callable[[str], int]:
        """How many cards of the scope the desk knows."""
        return lambda words: count_pregnancies(self.desk, words, everyone=self._everyone)

    def reworded(self) -> None:
        """The scope too."""
        super().reworded()
        self.query_one("#scope", OneLine).show(self._scope())

    def action_everyone(self) -> None:
        """The other scope, in its own order."""
        self._everyone = not self._everyone
        self.query_one("#scope", OneLine).show(self._scope())
        self.records.reload(order="booked" if self._everyone else "edd")

    def beside(self, records: RecordList) -> Widget:
        """The person pointed at."""
        return with_person(records, self)

    def action_new(self) -> None:
        """A new card."""
        self.app.open_form("card")

    def action_notices(self) -> None:
        """What the villages told."""
        self.app.push_screen(self.app.page("notices"))

    def _find(self, ask: Ask) -> tuple[PregnancyLine, ...]:
        return pregnancies(self.desk, ask, everyone=self._everyone)

    def _scope(self) -> str:
        return tr("全部孕册") if self._everyone else tr("在管的孕册")


def _row(line: PregnancyLine) -> Row:
    cells = (
        line.name,
        line.village,
        line.gestation,
        str(line.edd or ""),
        risk_cell(line.colours, short=True),
        str(line.contacts),
        tr(STATES[line.state]),
        str(line.booked_on or ""),
        line.card_no,
    )
    return Row(line.key, cells, line.person_id, mark=line.pregnancy_id)
