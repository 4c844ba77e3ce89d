"""A list over a source that takes its time: what waits, what is counted, what comes too late."""

import threading
from collections.abc import Iterable
from typing import Any

import pytest
from textual import events
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

from tests.tui.demo import Demo, rows
from tests.tui.screen import Act, text_of, try_out
from tests.tui.test_lists import settle
from tui.lists import Column, Order, Page, PageAsk, RecordList
from tui.page import DeskScreen

TOTAL = 1000
COLUMNS = (Column("姓名", 10), Column("村", 12))


class Source:
    """A thousand rows; ``gate`` holds an answer back, ``asked`` says what was wanted."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.asked: list[PageAsk] = []
        self.counted: list[str] = []

    def __call__(self, ask: PageAsk) -> Page:
        self.asked.append(ask)
        self.gate.wait(10)
        return Page(rows(ask, total=TOTAL).rows)

    def count(self, words: str) -> int:
        self.counted.append(words)
        return sum(1 for number in range(TOTAL) if words in str(number))


class SlowPage(DeskScreen[None]):
    def __init__(self, source: Source) -> None:
        super().__init__()
        self.source = source

    def compose_body(self) -> Iterable[Widget]:
        orders = (Order("number", "编号"), Order("name", "姓名", falling=True))
        yield RecordList(COLUMNS, self.source, orders=orders, counter=self.source.count)

    def on_mount(self) -> None:
        self.query_one(RecordList).focus()


def on_slow_list(act: Act) -> tuple[Source, str]:
    app, source = Demo(), Source()

    async def play(pilot: Pilot[Any]) -> None:
        await app.push_screen(SlowPage(source))
        await settle(pilot)
        await act(pilot)
        source.gate.set()
        await settle(pilot)
        await settle(pilot)

    return source, try_out(app, play)


def records(pilot: Pilot[Any]) -> RecordList:
    return pilot.app.screen.query_one(RecordList)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def test_the_rows_are_counted_once_however_one_pages() -> None:
    async def act(pilot: Pilot[Any]) -> None:
        await press(pilot, "end", "home", "pagedown", "end")

    source, screen = on_slow_list(act)
    assert source.counted == [""]
    assert "第 1000 条 共 1000 条" in screen


async def narrow(pilot: Pilot[Any], *words: str) -> None:
    for each in words:
        records(pilot).narrow(each)
        await settle(pilot)


def test_each_narrowing_is_counted_once() -> None:
    async def act(pilot: Pilot[Any]) -> None:
        await narrow(pilot, "9", "", "9")

    source, screen = on_slow_list(act)
    assert source.counted == ["", "9"]
    assert "共 271 条" in screen


def test_rows_that_are_all_there_need_no_counting() -> None:
    async def act(pilot: Pilot[Any]) -> None:
        await narrow(pilot, "99")

    source, screen = on_slow_list(act)
    assert source.counted == [""]
    assert "共 19 条" in screen


def test_steps_beyond_the_rows_held_wait_for_the_page() -> None:
    async def act(pilot: Pilot[Any]) -> None:
        source = pilot.app.screen.source  # type: ignore[attr-defined]
        source.gate.clear()
        for _ in range(150):
            records(pilot)._move(1)

    _, screen = on_slow_list(act)
    assert "> 王小丽      村150" in screen


def test_an_answer_to_an_older_question_is_not_shown() -> None:
    async def act(pilot: Pilot[Any]) -> None:
        shown = records(pilot)
        older = PageAsk(limit=5)
        shown._answered(Page(rows(PageAsk(limit=5, narrow="7"), total=TOTAL).rows), older, "new")
        await settle(pilot)

    _, screen = on_slow_list(act)
    assert "> 王小丽      村0\n" in screen


def test_the_source_is_asked_for_the_order_chosen() -> None:
    async def act(pilot: Pilot[Any]) -> None:
        for key in ("name", "name", "number"):
            records(pilot).sort(key)
            await settle(pilot)

    source, _ = on_slow_list(act)
    assert [(ask.order, ask.falling) for ask in source.asked] == [
        ("number", False),
        ("name", True),
        ("name", False),
        ("number", False),
    ]


def test_a_page_held_in_reserve_is_read_without_a_word() -> None:
    seen: list[str] = []

    async def act(pilot: Pilot[Any]) -> None:
        source = pilot.app.screen.source  # type: ignore[attr-defined]
        source.gate.clear()
        for _ in range(85):
            records(pilot)._move(1)
        await pilot.pause()
        seen.append(text_of(pilot.app))  # type: ignore[arg-type]

    source, _ = on_slow_list(act)
    assert len(source.asked) == 2
    assert "正在查找" not in seen[0]


class Opened:
    """What Enter opened, as a page would hear of it."""

    def __init__(self, pilot: Pilot[Any]) -> None:
        self.rows: list[Any] = []
        shown = records(pilot)
        tell = shown.post_message

        def heard(message: Message) -> bool:
            if isinstance(message, RecordList.Selected):
                self.rows.append(message.row.key)
            return tell(message)

        shown.post_message = heard  # type: ignore[method-assign]


def burst(pilot: Pilot[Any], *keys: str) -> None:
    """Keys one right after another, as a scanner sends them."""
    driver = pilot.app._driver
    assert driver is not None
    for key in keys:
        driver.send_message(events.Key(key, key if len(key) == 1 else None))


@pytest.mark.parametrize("moves", [(), ("down", "up"), ("home",)])
def test_enter_after_a_scanned_number_waits_for_its_row(moves: tuple[str, ...]) -> None:
    opened: list[Opened] = []

    async def act(pilot: Pilot[Any]) -> None:
        opened.append(Opened(pilot))
        await press(pilot, "/")
        source = records(pilot).source
        assert isinstance(source, Source)
        source.gate.clear()
        burst(pilot, *"777", *moves, "enter")
        await pilot.pause(0.3)
        assert opened[0].rows == []
        source.gate.set()
        await settle(pilot)

    on_slow_list(act)
    assert opened[0].rows == [777]


def test_enter_after_a_number_that_is_not_there_opens_nothing() -> None:
    opened: list[Opened] = []

    async def act(pilot: Pilot[Any]) -> None:
        opened.append(Opened(pilot))
        await press(pilot, "/")
        burst(pilot, *"9999", "enter")
        await settle(pilot)
        await settle(pilot)

    _, screen = on_slow_list(act)
    assert (opened[0].rows, "没有符合“9999”的" in screen) == ([], True)


def test_enter_closes_the_narrowing_and_its_rows_stay() -> None:
    async def act(pilot: Pilot[Any]) -> None:
        await press(pilot, "/", *"77", "enter", "g", "h")

    _, screen = on_slow_list(act)
    assert "只看“77”,Esc 全部" in screen


def test_a_second_scan_begins_anew() -> None:
    opened: list[Opened] = []

    async def act(pilot: Pilot[Any]) -> None:
        opened.append(Opened(pilot))
        for number in ("777", "55"):
            await press(pilot, "/")
            burst(pilot, *number, "enter")
            await settle(pilot)
            await settle(pilot)

    on_slow_list(act)
    assert opened[0].rows == [777, 55]


def test_escape_takes_back_an_enter_that_waits() -> None:
    opened: list[Opened] = []

    async def act(pilot: Pilot[Any]) -> None:
        opened.append(Opened(pilot))
        await press(pilot, "/")
        source = records(pilot).source
        assert isinstance(source, Source)
        source.gate.clear()
        burst(pilot, *"777", "enter", "escape")
        await pilot.pause(0.1)
        source.gate.set()

    _, screen = on_slow_list(act)
    assert (opened[0].rows, "只看" in screen) == ([], False)
