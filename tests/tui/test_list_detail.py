from collections.abc import Callable
from typing import Any

import pytest
from textual.app import ComposeResult
from textual.pilot import Pilot

from tests.tui.demo import Demo
from tests.tui.screen import Act, text_of, try_out
from tests.tui.test_lists import settle
from tui.list_detail import REST_SECONDS, WithDetail
from tui.lists import Column, MemorySource, RecordList, Row
from tui.page import DeskScreen

ROWS = [Row(n, (f"人{n}",)) for n in range(300)]
WIDE, NARROW = (120, 24), (119, 24)


class Beside(DeskScreen[None]):
    """A list with a pane; ``asked`` are the rows that were read."""

    def __init__(self, read: Callable[[Row], Any] | None = None) -> None:
        super().__init__()
        self.asked: list[object] = []
        self._read = read or (lambda row: f"关于{row.key}")

    def compose_body(self) -> ComposeResult:
        records = RecordList((Column("姓名", 10),), MemorySource(ROWS))
        yield WithDetail(records, read=self.read, tell=lambda found, _: [((found, "text"),)])

    def on_mount(self) -> None:
        self.query_one(RecordList).focus()

    def read(self, row: Row) -> Any:
        self.asked.append(row.key)
        return self._read(row)


def beside(act: Act, size: tuple[int, int], page: Beside | None = None) -> tuple[Beside, str]:
    app, shown = Demo(), page or Beside()

    async def play(pilot: Pilot[Any]) -> None:
        await app.push_screen(shown)
        await rest(pilot)
        await act(pilot)

    return shown, try_out(app, play, size)


async def rest(pilot: Pilot[Any]) -> None:
    """Until the cursor has rested and what it brought is shown."""
    await pilot.pause(REST_SECONDS + 0.1)
    await settle(pilot)


async def nothing(pilot: Pilot[Any]) -> None:
    await pilot.pause()


def test_a_wide_screen_tells_of_the_row_under_the_cursor() -> None:
    async def act(pilot: Pilot[Any]) -> None:
        await pilot.press("down")
        await rest(pilot)

    _, screen = beside(act, WIDE)
    assert "关于1" in screen


@pytest.mark.parametrize(("size", "there"), [(WIDE, True), (NARROW, False)])
def test_the_pane_is_there_from_120_columns_on(size: tuple[int, int], there: bool) -> None:  # noqa: FBT001  a table of cases
    _, screen = beside(nothing, size)
    assert ("关于0" in screen) is there


def test_a_narrow_screen_reads_nothing() -> None:
    page, _ = beside(nothing, NARROW)
    assert page.asked == []


def test_a_held_arrow_reads_only_where_it_rests() -> None:
    async def act(pilot: Pilot[Any]) -> None:
        for _ in range(50):
            pilot.app.screen.query_one(RecordList)._move(1)
        await rest(pilot)

    page, _ = beside(act, WIDE)
    assert page.asked == [0, 50]


def test_growing_wide_reads_the_row_one_is_on() -> None:
    async def act(pilot: Pilot[Any]) -> None:
        await pilot.resize_terminal(*WIDE)
        await rest(pilot)

    _, screen = beside(act, NARROW)
    assert "关于0" in screen


def test_growing_narrow_gives_the_room_back() -> None:
    async def act(pilot: Pilot[Any]) -> None:
        await pilot.resize_terminal(*NARROW)
        await settle(pilot)
        assert pilot.app.screen.query_one(RecordList).size.width == NARROW[0]

    beside(act, WIDE)


def test_a_read_that_fails_says_so() -> None:
    def broken(_: Row) -> Any:
        raise OSError

    app, page = Demo(), Beside(broken)

    async def play(pilot: Pilot[Any]) -> None:
        await app.push_screen(page)
        for _ in range(500):
            if "没有读到" in text_of(app):
                break
            await pilot.pause(0.01)

    assert "没有读到,请刷新再试" in try_out(app, play, WIDE)
