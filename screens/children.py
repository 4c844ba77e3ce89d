"""The list of children, the youngest first."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.widget import Widget

from desk.lists import Ask, ChildLine, children, count_children
from screens.beside import with_person
from screens.records import REFRESH, SORT, ListPage, new_action, paged
from screens.words import SEXES
from tui.language import tr
from tui.lists import Column, Order, RecordList, Row, Source


class ChildrenPage(ListPage):
    """Children from birth to their seventh birthday, and those who were."""

    HEADING = "儿童"
    EMPTY = "没有儿童。分娩登记会自动建档;迁入的按 {new} 登记"
    ACTIONS = (
        new_action("登记儿童", "迁入或以前出生的孩子;本院分娩的自动建档", "records.write"),
        SORT,
        REFRESH,
    )
    ORDERS: ClassVar = (
        Order("born", "出生日期", falling=True),
        Order("name", "姓名拼音"),
        Order("village", "村"),
    )
    COLUMNS: ClassVar = (
        Column("姓名", 14),
        Column("性别", 4),
        Column("出生日期", 10),
        Column("村", 10),
        Column("母亲", 10),
        Column("出生证号", 10),
        Column("体检", 4, right=True, rank=2),
    )

    def source(self) -> Source:
        """Children from the desk."""
        return paged(self._find, _row)

    def counter(self) -> Callable[[str], int]:
        """How many children the desk knows."""
        return partial(count_children, self.desk)

    def beside(self, records: RecordList) -> Widget:
        """The person pointed at."""
        return with_person(records, self)

    def action_new(self) -> None:
        """A child who moved in."""
        self.app.open_form("child")

    def _find(self, ask: Ask) -> tuple[ChildLine, ...]:
        return children(self.desk, ask)


def _row(line: ChildLine) -> Row:
    cells = (
        line.name,
        tr(SEXES.get(line.sex, "")),
        str(line.birth_date or ""),
        line.village,
        line.mother,
        line.certificate,
        str(line.checks),
    )
    return Row(line.key, cells, line.person_id, mark=line.child_id)
