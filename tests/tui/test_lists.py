from typing import Any

from textual.pilot import Pilot

from tests.tui.demo import Demo
from tests.tui.screen import line_with, text_of, try_out, type_in
from tui.lists import Page, RecordList


def on_list(*keys: str, size: tuple[int, int] = (80, 24)) -> tuple[Demo, str]:
    app = Demo()

    async def act(pilot: Pilot[Any]) -> None:
        await settle(pilot)
        for key in keys:
            await type_in(pilot, key)
            await settle(pilot)

    return app, try_out(app, act, size)


async def settle(pilot: Pilot[Any]) -> None:
    """Until no worker runs and what it brought is shown."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def test_the_list_as_it_opens() -> None:
    _, screen = on_list()
    assert screen.splitlines()[2:5] == [
        "  姓名        村            状态          编号",
        "> 王小丽      村0           逾期             0",
        "  王小丽      村1           正常             1",
    ]


def test_end_goes_to_the_last_row_of_all() -> None:
    _, screen = on_list("end")
    assert "> 王小丽      村999" in screen
    assert "第 1000 条 共 1000 条" in screen


def test_home_comes_back_from_the_end() -> None:
    _, screen = on_list("end", "home")
    assert "> 王小丽      村0 " in screen


def test_only_a_window_of_a_long_list_is_held() -> None:
    app, screen = on_list(*["pagedown"] * 30)
    assert "村540" in screen
    assert app.records
    assert len(app.records._window.rows) <= 21 * 5 * 2


def test_narrowing_shows_only_what_has_the_words() -> None:
    app = Demo()

    async def act(pilot: Pilot[Any]) -> None:
        await settle(pilot)
        await pilot.press("down")
        records = app.screen.query_one(RecordList)
        records.narrow("99")
        await settle(pilot)

    screen = try_out(app, act)
    assert "共 19 条" in screen
    assert "只看“99”" in screen


def test_space_marks_and_goes_on() -> None:
    app, screen = on_list("space", "space")
    assert app.records
    assert app.records.marked == {0, 1}
    assert "选中 2 条" in screen
    assert "* 王小丽      村0" in screen


def test_a_narrow_screen_leaves_out_the_least_important_columns() -> None:
    _, screen = on_list(size=(40, 24))
    assert "编号" not in screen
    assert "状态" in screen


def test_the_cursor_line_follows_the_arrows() -> None:
    app = Demo()

    async def act(pilot: Pilot[Any]) -> None:
        await settle(pilot)
        await pilot.press("down", "down", "up")
        assert line_with(app, "> 王小丽").split()[2] == "村1"

    try_out(app, act)


def test_a_source_that_fails_says_so_and_the_desk_lives() -> None:
    app = Demo()

    async def act(pilot: Pilot[Any]) -> None:
        await settle(pilot)
        records = app.screen.query_one(RecordList)

        def broken(_: object) -> Page:
            raise OSError

        records.reload(broken)
        for _ in range(200):
            if "没有读到" in text_of(app):
                break
            await pilot.pause(0.01)

    assert "没有读到,请刷新再试" in try_out(app, act)


def test_the_palette_does_what_its_initials_find() -> None:
    _, screen = on_list("ctrl+p", "xz", "enter")
    assert "> 姓名*" in screen


def test_a_full_width_mark_finds_too() -> None:
    app = Demo()

    async def act(pilot: Pilot[Any]) -> None:
        await settle(pilot)
        await pilot.press("fullwidth_digit_one")

    assert try_out(app, act).splitlines()[-2] == "今日"
