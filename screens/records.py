"""Lists on pages: from the desk's finders to the record list, page by page."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.widget import Widget

from desk.lists import Ask
from desk.people import whom
from screens.page import Page
from tui.actions import NEW_KEYS, REFRESH_KEYS, Action
from tui.dialogs import Menu
from tui.language import tr
from tui.lists import LAST, Column, MemorySource, Order, PageAsk, RecordList, Row, Source
from tui.lists import Page as Rows

if TYPE_CHECKING:
    from desk.context import Desk
    from desk.lists import Key

REFRESH = Action("refresh", REFRESH_KEYS, "刷新", "重新读取")
QUIET_REFRESH = replace(REFRESH, hint=False)  # where the hints have no room for it
SORT = Action("sort", "f7", "排序", "换一种排列;再选一次同一种就倒过来")


def digit_words(actions: Iterable[Action]) -> str:
    """What the digits of a page do, for a line of their own."""
    return "  ".join(f"{each.keys[0]} {tr(each.label)}" for each in actions)


def new_action(label: str, help: str, permission: str) -> Action:  # noqa: A002  Action's own name
    """F4 on a list."""
    return Action("new", NEW_KEYS, label, help, permission=permission)


def paged(finder: Callable[[Ask], Sequence[Any]], row: Callable[[Any], Row]) -> Source:
    """A record list's source over a finder of the desk."""

    def source(ask: PageAsk) -> Rows:
        last = ask.before is LAST
        before = None if last else cast("Key | None", ask.before)
        after = cast("Key | None", ask.after)
        lines = finder(
            Ask(after, before, last, ask.limit, ask.narrow, ask.order, falling=ask.falling)
        )
        return Rows([row(line) for line in lines])

    return source


def of_people(desk: "Desk", rows: Sequence[Row], person_of: Callable[[Row], int]) -> Source:
    """A list read whole, narrowed by what the find box takes of a person, or by words in a row."""
    whole = MemorySource(rows)

    def source(ask: PageAsk) -> Rows:
        if not ask.narrow:
            return whole(ask)
        meant = whom(desk, ask.narrow)
        told = {row.key for row in whole(PageAsk(limit=len(rows), narrow=ask.narrow)).rows}
        shown = [row for row in rows if row.key in told or person_of(row) in meant]
        return MemorySource(shown)(replace(ask, narrow=""))

    return source


class ListPage(Page):
    """A page that is one list; Enter opens, ``/`` narrows, F5 reads anew."""

    CSS_PATH = "records.tcss"
    ACTIONS: ClassVar[tuple[Action, ...]] = (REFRESH,)
    COLUMNS: ClassVar[Sequence[Column]] = ()
    ORDERS: ClassVar[Sequence[Order]] = ()
    EMPTY: ClassVar[str] = "没有记录"
    NARROWING: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__()
        self._seen = False  # textual says "resume" when a page first opens, too

    def compose_body(self) -> Iterable[Widget]:
        """What stands above the list, and the list."""
        yield from self.above()
        records = RecordList(
            self.COLUMNS,
            self.source(),
            orders=self.ORDERS,
            counter=self.counter(),
            empty=self.empty_words(),
            narrowing=self.NARROWING,
            id="list",
        )
        chosen = self.app.memory.get(self._order_kept())
        if chosen is not None:
            records.order, records.falling = chosen
        yield self.beside(records)

    def _order_kept(self) -> str:
        """Under what the session remembers the order chosen here."""
        return f"order of {type(self).__name__}"

    def empty_words(self) -> str:
        """What stands where there is no row; it may name the keys of ``new`` and the palette."""
        return tr(self.EMPTY, new=self.key_of("new"), palette=self.key_of("palette"))

    def reworded(self) -> None:
        """Also what stands where there is no row."""
        self.records.empty = self.empty_words()
        super().reworded()

    def beside(self, records: RecordList) -> Widget:
        """The list, with something beside it where there is room."""
        return records

    def above(self) -> Iterable[Widget]:
        """Lines above the list."""
        return ()

    def source(self) -> Source:
        """Where the rows come from."""
        return MemorySource()

    def counter(self) -> Callable[[str], int] | None:
        """What counts the rows, where the source does not."""
        return None

    @property
    def records(self) -> RecordList:
        """The list."""
        return self.query_one("#list", RecordList)

    def search(self, number: str) -> bool:
        """A number in this list is found here, where Enter does what the list is for."""
        return self.records.look_for(number) or super().search(number)

    def first(self) -> Widget:
        """What the keys go to when the page opens."""
        return self.records

    def on_mount(self) -> None:
        """Keys go somewhere at once."""
        self.first().focus()

    def action_refresh(self) -> None:
        """Read anew."""
        self.records.reload()

    def action_sort(self) -> None:
        """Choose among the orders of the list."""
        records = self.records
        choices = [(str(place), tr(order.label)) for place, order in enumerate(self.ORDERS, 1)]
        point = self.ORDERS.index(records.order) if records.order else 0

        def chosen(digit: str | None) -> None:
            if digit:
                records.sort(self.ORDERS[int(digit) - 1].key)
                self.app.memory[self._order_kept()] = records.order, records.falling

        self.app.push_screen(Menu(tr("按什么排?"), choices, point=point), chosen)

    def on_screen_resume(self) -> None:
        """Something may have been saved on a page above."""
        if self._seen and self.app.signed_in is not None:
            self.action_refresh()
        self._seen = True

    def on_record_list_selected(self, message: RecordList.Selected) -> None:
        """Open what is pointed at."""
        self.open(message.row)

    def open(self, row: Row) -> None:
        """Open a row: a person's page unless the list is of something else."""
        if isinstance(row.data, int):
            self.app.open_person(row.data)
