"""A number's page, and the ways to it."""

import pytest

from desk.collecting import collect
from desk.context import Desk
from desk.number_life import NumberLife
from desk.sealing import seal
from desk.stock_room import receive
from screens.number import why_no_act
from tests.conftest import TODAY, DeskOf
from tests.desk.certified import issued
from tests.screens.stage import Stage, golden, play

NUMBER = "Z990000003"


def sealed_and_collected(desk_of: DeskOf) -> None:
    """The child's certificate went all its way."""
    issuer = desk_of("issuer")
    own = issued(issuer, 1, child_name="赵安安", papers=["1", "2", "6"]).id
    seal(desk_of("sealer"), [own])
    taken = {"collected_on": TODAY, "receiver": "赵秀芳", "relation": "1", "signed": "1"}
    collect(issuer, own, taken)


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
        await stage.see("「看孩子」不能用:这个编号没有孩子的档案")

    play(clerk.store.path, act, clerk)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("3", "「看原证」不能用:它没有替换别的证"),
        ("7", "「换发」不能用:现为「在库」"),
        ("9", "「撤销作废」不能用:现为「在库」"),
        ("0", "「找回」不能用:现为「在库」"),
        ("f6", "「补到」不能用:现为「在库」"),
        ("f9", "「历史」不能用:还没有签发"),
    ],
)
def test_an_act_that_does_not_fit_the_state_says_why(
    clerk: Desk, desk_of: DeskOf, key: str, words: str
) -> None:
    async def act(stage: Stage) -> None:
        stage.app.push_screen(stage.app.page("number", NUMBER))
        await stage.see("接收 签发")
        await stage.keys(key)
        await stage.see(words)

    play(clerk.store.path, act, desk_of("issuer"))


@pytest.mark.parametrize(("key", "form"), [("5", "作废空白证"), ("6", "报空白证遗失")])
def test_a_digit_opens_the_form_of_this_number(
    clerk: Desk, desk_of: DeskOf, key: str, form: str
) -> None:
    async def act(stage: Stage) -> None:
        stage.app.push_screen(stage.app.page("number", NUMBER))
        await stage.see("接收 签发")
        await stage.keys(key)
        await stage.see(form, NUMBER)

    play(clerk.store.path, act, desk_of("issuer"))


def test_a_number_that_turned_up_is_filled_in_where_several_are_short(
    books: Desk, desk_of: DeskOf
) -> None:
    bundle = {"received_on": TODAY, "checked_by": "另一人", "first": "Z990000106", "count": 1}
    receive(desk_of("issuer"), {**bundle, "last": "Z990000107", "missing": "Z990000107"})

    async def act(stage: Stage) -> None:
        stage.app.push_screen(stage.app.page("number", "Z990000107"))
        await stage.see("接收 签发")
        await stage.keys("f6")
        await stage.see("短少补到")
        assert "Z990000107" in stage.line("编号*")

    play(books.store.path, act, desk_of("issuer"))


@pytest.mark.parametrize(
    ("state", "act", "words"),
    [
        ("issued", "void", "X331000001 已签发,不能作废:打印有误办换发,家庭遗失办补发"),
        ("issued", "lose", "X331000001 已签发,不是空白证遗失;家庭遗失办补发"),
        ("void", "unvoid", None),
        ("issued", "recall", None),
        ("", "void", "现为「不在账上」"),
    ],
)
def test_what_is_right_is_said_where_an_act_is_not(state: str, act: str, words: str | None) -> None:
    assert why_no_act(NumberLife(number="X331000001", state=state), act) == words


def test_a_void_that_was_printed_on_is_not_put_back() -> None:
    life = NumberLife(number="X331000001", state="void", used="printed")
    assert why_no_act(life, "unvoid") == "打印过,不再是空白证"


def test_enter_on_the_receipt_opens_its_bundle(clerk: Desk) -> None:
    async def act(stage: Stage) -> None:
        stage.app.push_screen(stage.app.page("number", NUMBER))
        await stage.see("接收 签发")
        await stage.keys("enter")
        await stage.see("Z990000001", "Z990000010")
        assert type(stage.app.screen).__name__ == "BlankPaperPage"

    play(clerk.store.path, act, clerk)


def test_the_childs_page_says_where_its_certificate_stands(clerk: Desk, desk_of: DeskOf) -> None:
    issued(desk_of("issuer"), 1, child_name="赵安安", papers=["1", "2", "6"])

    async def act(stage: Stage) -> None:
        await stage.keys("f3", *"Z990000001", "enter")
        await stage.see("编号 Z990000001", "首次签发", "未盖章")
        await stage.keys("1")
        await stage.see("出生证 Z990000001 待盖章")

    play(clerk.store.path, act, clerk)


def test_a_second_certificate_is_told_where_it_is_asked_for(clerk: Desk, desk_of: DeskOf) -> None:
    sealed_and_collected(desk_of)

    async def act(stage: Stage) -> None:
        await stage.keys("f3", *"zaa")
        await stage.see("赵安安")
        await stage.keys("enter")
        await stage.see("出生证 Z990000001 已签发")
        await stage.keys("5")
        await stage.see("已有 Z990000001;换发、补发在“更多”里")

    play(clerk.store.path, act, desk_of("issuer"))


def test_a_slip_in_a_number_looked_for_is_named(clerk: Desk, desk_of: DeskOf) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("f3", *NUMBER.replace("0", "O", 1))
        await stage.see("证书编号第4位是字母 O,是否应为数字 0")

    play(clerk.store.path, act, desk_of("issuer"))


def test_the_mothers_page_leads_to_her_newborns_certificate(clerk: Desk, desk_of: DeskOf) -> None:
    async def act(stage: Stage) -> None:
        await stage.keys("f3", *"zxf")
        await stage.see("赵秀芳")
        await stage.keys("enter")
        await stage.see("5 签发出生证")
        await stage.keys("5")
        await stage.see("新生儿姓名")
        await stage.keys("escape")
        await stage.see("赵秀芳之女", "出生证")

    play(clerk.store.path, act, desk_of("issuer"))


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
