"""A certificate or an identity card laid on the reader on a page where nothing is typed."""

from typing import Any

import pytest

from desk.child import register_child
from desk.collecting import uncollected
from desk.context import Desk
from desk.sealing import seal, unsealed
from screens.number import NumberPage
from tests.conftest import TODAY, DeskOf
from tests.desk.certified import issued
from tests.screens.stage import Stage, play

FIRST, SECOND, BLANK = "Z990000001", "Z990000002", "Z990000005"
CARD = "361199199603050025"  # of 王小丽
PAPERS: dict[str, Any] = {"papers": ["1", "2", "6"]}
NEWBORN: dict[str, Any] = {
    "name": "赵宁宁",
    "sex": "1",
    "birth_date": TODAY,
    "mother_name": "赵秀芳",
}


@pytest.fixture
def issuer(clerk: Desk, desk_of: DeskOf) -> Desk:
    """Two certificates wait for the seal."""
    desk = desk_of("issuer")
    assert clerk.centre == desk.centre
    issued(desk, 1, child_name="赵安安", **PAPERS)
    brother = register_child(clerk, NEWBORN)
    issued(desk, brother.id, child_name="赵宁宁", birth_ga_days=273, **PAPERS)
    return desk


async def on_page_of(stage: Stage, number: str) -> None:
    await stage.until(
        lambda: isinstance(stage.app.screen, NumberPage) and stage.app.screen.number == number,
        f"the page of {number}",
    )


@pytest.mark.parametrize("way", [(), ("4",), ("5",), ("4", "0", "4")])
def test_a_number_opens_its_page_from_any_page_and_the_next_one_its_own(
    clerk: Desk, way: tuple[str, ...]
) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys(*way)
        stage.scan("Z990000003")
        await on_page_of(stage, "Z990000003")
        deep = len(stage.app.screen_stack)
        stage.scan("z990000004")
        await on_page_of(stage, "Z990000004")
        assert len(stage.app.screen_stack) == deep

    play(clerk.store.path, act, clerk)


def test_a_card_opens_the_person(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("4")
        await stage.see("账实相符")
        stage.scan(CARD)
        await stage.see(f"身份证 {CARD}", "孕册 C001")

    play(clerk.store.path, act, clerk)


def test_the_card_of_nobody_on_the_books_stays_in_the_box_for_a_new_card(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.scan("361199199706122220")
        await stage.see("没有找到", "361199199706122220")
        await stage.keys("f4")
        await stage.see("361199199706122220", "女 1997-06-12")

    play(clerk.store.path, act, clerk)


def test_a_number_that_waits_for_the_seal_is_sealed_from_the_list(
    issuer: Desk, desk_of: DeskOf
) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("ctrl+p", "dgz", "enter")
        await stage.see(FIRST, SECOND)
        for number in (SECOND, FIRST):
            stage.scan(number)
            await stage.see(f"盖章: {number}")
            await stage.answer("1")
            await stage.see("已记下 1 张的盖章")

    play(issuer.store.path, act, desk_of("sealer"), see="这个岗位不看个案")
    assert unsealed(issuer) == ()


def test_a_number_that_waits_to_be_collected_opens_its_form_and_another_its_page(
    issuer: Desk, desk_of: DeskOf
) -> None:
    seal(desk_of("sealer"), [line.issue_id for line in unsealed(issuer)])
    assert len(uncollected(issuer)) == 2

    async def act(stage: Stage) -> None:
        stage.app.push_screen(stage.app.page("collect"))
        await stage.see(FIRST, SECOND)
        stage.scan(BLANK)
        await on_page_of(stage, BLANK)
        await stage.keys("escape", "escape")
        await stage.see("待领 2 张")
        stage.scan(SECOND)
        await stage.see("领证", SECOND, "赵宁宁", "本人签字")

    play(issuer.store.path, act, issuer)


def test_one_signs_out_from_what_was_scanned(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.scan(BLANK)
        await on_page_of(stage, BLANK)
        await stage.keys("ctrl+p", *"换人登录", "enter")
        await stage.see("登录 >", "口令")

    play(clerk.store.path, act, clerk)


def test_another_code_is_told_and_opens_nothing(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.scan("6935559000015")
        await stage.see("今日工作", "读到的不是证书编号,也不是身份证号")

    play(clerk.store.path, act, clerk)
