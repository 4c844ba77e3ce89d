"""A number's page, and the ways to it."""

from desk.context import Desk
from tests.conftest import DeskOf
from tests.screens.stage import Stage, golden, play

NUMBER = "Z990000003"


def test_a_whole_number_and_enter_opens_its_page(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("f3", *NUMBER, "enter")
        await stage.see(f"编号 {NUMBER}", "Z990000001–Z990000010")

    play(clerk.store.path, act, clerk)


def test_a_number_not_on_the_books_is_found_and_says_so(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("f3", *"Z990000011", "enter")
        await stage.see("Z990000011 不在账上  在 Z990000001–Z990000010 之后")

    play(clerk.store.path, act, clerk)


def test_the_end_of_a_number_lists_it(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("f3", *"0003")
        await stage.see(NUMBER)
        assert "在库" in stage.line(NUMBER)

    play(clerk.store.path, act, clerk)


def test_what_cannot_be_done_with_a_number_says_why(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.push_screen(stage.app.page("number", NUMBER))
        await stage.see("接收 签发")
        await stage.keys("1")
        await stage.see("不能看孩子:这个编号没有孩子的档案")

    play(clerk.store.path, act, clerk)


def test_the_sealer_finds_numbers_and_nobody(clerk: Desk, desk_of: DeskOf) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("f3", *"王小丽")
        await stage.see("没有找到")
        await stage.keys("f3", *NUMBER, "enter")
        await stage.see(f"编号 {NUMBER}", "Z990000001–Z990000010")

    play(clerk.store.path, act, desk_of("sealer"), see="这个岗位不看个案")


def test_the_page_of_a_number_in_stock(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.push_screen(stage.app.page("number", NUMBER))
        await stage.see("接收 签发")

    golden("number", play(clerk.store.path, act, clerk))
