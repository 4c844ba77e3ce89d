"""The risk table on one list: what the records tick stays ticked and says why, a person ticks more.

Space or Enter ticks, ``/`` narrows by words, pinyin initials or code, F2 takes it; the colour it
all comes to stands above and changes with every tick.
"""

from collections.abc import Callable, Collection, Hashable, Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from screens.form_page import STAYING
from screens.records import ListPage
from screens.risk_words import HIDDEN, marks_cell, standing_cell, why_words
from tui.actions import SAVE_KEYS, Action, initials_of
from tui.draw import Line, Lines, paragraph
from tui.language import tr
from tui.lists import Cell, Column, MemorySource, RecordList, Row
from tui.rows import text_of

if TYPE_CHECKING:
    from desk.risk import RiskView
    from rules.risk import Factor
    from rules.risk_items import Item

HEAD_LINES = 3
ROLES = {"绿": "green", "黄": "yellow", "橙": "orange", "红": "red", "紫": "purple"}


class TickList(RecordList):
    """A list whose ticks are told at once; some rows keep theirs, headings have none."""

    def __init__(
        self, columns: tuple[Column, ...], rows: list[Row], told: Callable[[], None]
    ) -> None:
        super().__init__(columns, MemorySource(rows, fits), id="list")
        self.kept: frozenset[str] = frozenset()
        self._told = told

    def tick(self) -> None:
        """Tick the row pointed at, or take its tick away."""
        row = self.row
        if row is not None and row.data is not None and row.key not in self.kept:
            self._mark()
        elif row is not None:
            self._move(1)

    def _mark(self) -> None:
        row = self.row
        if row is None or row.data is None or row.key in self.kept:
            self._move(1)
            return
        super()._mark()
        self._told()


class RiskHead(Lines):
    """Whose risk, the colour all ticks come to, and the item pointed at in full."""

    def __init__(self, whose: str, view: "RiskView") -> None:
        super().__init__()
        self.item: Item | None = None
        self.ticked: Collection[Hashable] = ()
        self._whose, self._view = whose, view

    def paint(self, width: int, height: int) -> list[Line]:  # noqa: ARG002  as many as there are
        """Now and then; the words of the item."""
        view = self._view
        now = standing_cell(view.colours, positive=view.waiting)
        outcome = view.judge([str(code) for code in self.ticked])
        then = marks_cell(outcome.marks)
        waits = outcome.colour is not None and outcome.waiting
        head: Line = (
            (f"{self._whose}  ", "key"),
            (tr("现在 "), "text"),
            (now.text or tr("未筛查"), now.role),
            (tr("  勾选后 "), "text"),
            (then.text, then.role),
            (tr("  有阳性项待评估") if waits else "", "doubt"),
        )
        words = f"{tr(self.item.section)}: {tr(self.item.words)}" if self.item else ""
        return [head, *paragraph(words, "dim", width)[: HEAD_LINES - 1]]


class RiskItemsPage(ListPage):
    """The items of the table in force; ``then`` gets the codes that are ticked, at each tick.

    So the form beneath has them, whichever way this page is left.
    """

    HEADING = "风险表"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("take", SAVE_KEYS, "勾好了", "带着勾选的项去填评估日期、机构和医生"),
        Action("tick", "enter", "勾选", "回车或空格勾选、取消;记录得出的项取消不了"),
    )
    COLUMNS: ClassVar = (
        Column("代码", 6),
        Column("色", 6),
        Column("项目", 30, grow=True),
        Column("依据", 24, rank=2),
    )

    def __init__(
        self,
        whose: str,
        view: "RiskView",
        ticked: Collection[str],
        then: Callable[[list[str]], None],
    ) -> None:
        super().__init__()
        self._whose, self._view, self._then = whose, view, then
        self._ticked = frozenset(ticked)
        self._at_first: frozenset[Hashable] = frozenset()

    def crumbs(self) -> list[str]:
        """Whose table, which version."""
        return [tr(self.HEADING), self._whose, self._view.table.title]

    def compose_body(self) -> Iterable[Widget]:
        """The colour, and the items."""
        head = RiskHead(self._whose, self._view)
        head.styles.height = HEAD_LINES
        yield head
        records = TickList(self.COLUMNS, self.rows(), self._changed)
        records.kept = frozenset(each.code for each in self._view.derived if each.code)
        records.marked |= {code for code in self._ticked | records.kept if self._known(code)}
        records.pointed = self._pointed
        head.ticked = records.marked
        self._at_first = frozenset(records.marked)
        yield records

    def rows(self) -> list[Row]:
        """First what the records tick and what was ticked last, then the table by its sections."""
        derived = {each.code: each for each in self._view.derived if each.code}
        before = [item for item in self._view.table.items if item.code in self._ticked]
        found = [_derived_row(each) for each in derived.values()]
        hidden = [each for each in self._view.derived if not each.code]
        found += [_hidden_row(place) for place, _ in enumerate(hidden)]
        rows = [_heading(tr("由记录得出,不能取消")), *found] if found else []
        own = [item for item in before if item.code not in derived]
        if own:
            rows += [_heading(tr("上次勾选")), *(_row(item) for item in own)]
        section = ""
        for item in self._view.table.items:
            if item.code in derived or item.code in self._ticked:
                continue
            if item.section != section:
                section = item.section
                rows.append(_heading(tr(section)))
            rows.append(_row(item))
        return rows

    def open(self, row: Row) -> None:  # noqa: ARG002  the one pointed at
        """Enter ticks too."""
        self._list.tick()

    def action_tick(self) -> None:
        """Tick the item pointed at."""
        self._list.tick()

    def action_take(self) -> None:
        """Go on with what is ticked."""
        self.leave()

    def why_not(self, action: Action) -> str | None:
        """Another desk would leave the form beneath, which is not saved."""
        leaving = action in self.app.ACTIONS and action.id not in STAYING
        if leaving and any(each.marked != self._at_first for each in self.query(TickList)):
            return tr("这张表还没有保存,请先按 {key} 保存或 Esc 离开", key=self.key_of("take"))
        return super().why_not(action)

    def action_refresh(self) -> None:
        """The same items, in the language set now; the ticks stay."""
        self._list.reload(MemorySource(self.rows(), fits))

    @property
    def _list(self) -> TickList:
        return self.query_one(TickList)

    def _known(self, code: str) -> bool:
        return self._view.table.item(code) is not None

    def _changed(self) -> None:
        head, marked = self.query_one(RiskHead), set(self._list.marked)
        head.ticked = marked
        head.redraw()
        self._then([item.code for item in self._view.table.items if item.code in marked])

    def _pointed(self, row: Row | None) -> None:
        for head in self.query(RiskHead):
            item = self._view.table.item(str(row.key)) if row and row.data else None
            if head.item is not item:
                head.item = item
                head.redraw()


def fits(row: Row, typed: str) -> bool:
    """Whether an item is meant by words, pinyin initials or the beginning of its code."""
    if row.data is None:
        return False
    words = text_of(row.cells[2]).lower()
    wanted = typed.lower().split()
    initials = initials_of(words) if typed.isascii() else ""
    return all(
        word in words or word in initials or str(row.key).lower().startswith(word)
        for word in wanted
    )


def _heading(words: str) -> Row:
    return Row(f"- {words}", ("", "", Cell(words, "rule")))


def _row(item: "Item") -> Row:
    return Row(item.code, (item.code, _colour(item.colour), tr(item.words)), item.code)


def _derived_row(factor: "Factor") -> Row:
    why = Cell(why_words(factor.why), "echo")
    return Row(
        factor.code, (factor.code, _colour(factor.colour), tr(factor.words), why), factor.code
    )


def _hidden_row(place: int) -> Row:
    """An item about infections, for who may not read them."""
    return Row(f"* {place}", ("", "", Cell(tr(HIDDEN), "dim")))


def _colour(colour: str | None) -> Cell:
    return Cell(tr(colour), ROLES.get(colour, "text")) if colour else Cell("")
