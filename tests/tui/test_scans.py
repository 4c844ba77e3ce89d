"""A number read where nothing is typed: it is looked for, and none of its digits is an action."""

from collections.abc import Iterable
from typing import Any, ClassVar

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from tests.tui.demo import Demo
from tests.tui.screen import try_out
from tests.tui.test_form import burst
from tests.tui.test_turns import Desk, Typing, settled, typed
from tui.actions import Action
from tui.dialogs import Notice
from tui.keys import BURST_SECONDS
from tui.lists import Column, MemorySource, RecordList, Row
from tui.page import DeskScreen

NUMBER = "X331000001"
CARD = "361199199706122220"


class Shelf(DeskScreen[None]):
    """A list of numbers; one of them is looked for here."""

    ACTIONS: ClassVar = (Action("find", "slash", "找人"), Action("three", "3", "三"))

    def __init__(self) -> None:
        super().__init__()
        self.did: list[object] = []

    def compose_body(self) -> Iterable[Widget]:
        rows = [Row(n, (f"X33100000{n}",), n) for n in range(1, 4)]
        yield RecordList([Column("编号", 10)], MemorySource(rows))

    def on_mount(self) -> None:
        self.query_one(RecordList).focus()

    def search(self, number: str) -> bool:
        return self.query_one(RecordList).look_for(number) or super().search(number)

    def action_find(self) -> None:
        self.app.push_screen(Typing())

    def action_three(self) -> None:
        self.did.append("3")

    def on_record_list_selected(self, message: RecordList.Selected) -> None:
        self.did.append(message.row.data)


def read(app: Demo, text: str, *more: str) -> None:
    """What a reader types."""
    names = {"\t": "tab"}
    keys = [(names.get(each, each), None if each in names else each) for each in text]
    burst(app, [*keys, *((key, None) for key in more)], BURST_SECONDS / 10)


def after(page: DeskScreen[None], text: str, *more: str) -> Demo:
    app = Demo()

    async def act(pilot: Pilot[Any]) -> None:
        await app.push_screen(page)
        read(app, text, *more)
        await settled(pilot)
        app.said = typed(app) if isinstance(app.screen, Typing) else ""  # type: ignore[attr-defined]

    try_out(app, act)
    return app


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("X331000001", "X331000001"),
        ("x331000001", "X331000001"),
        ("*X331000001*", "X331000001"),
        (CARD, CARD),
        (f"某某\t女\t汉\t{CARD}", CARD),
    ],
)
@pytest.mark.parametrize("more", [("enter",), (), ("tab",), ("enter", "ctrl+j")])
def test_a_number_is_looked_for_whatever_the_reader_types_around_it(
    text: str, number: str, more: tuple[str, ...]
) -> None:
    page = Desk()
    assert after(page, text, *more).said == number  # type: ignore[attr-defined]
    assert page.came == []


@pytest.mark.parametrize("text", ["6935559000015", "X3355555555", CARD[:-1] + "5"])
def test_of_another_code_nothing_acts_and_it_is_said(text: str) -> None:
    page = Desk()
    assert after(page, text, "enter").said == ""  # type: ignore[attr-defined]
    assert page.came == []
    assert page._words_said[0].startswith("读到的不是证书编号")


@pytest.mark.parametrize("text", ["5", "55", "x5", "5张", "55555"])
def test_a_few_keys_that_come_at_once_act_one_by_one(text: str) -> None:
    page = Desk()
    assert after(page, text).said == ""  # type: ignore[attr-defined]
    assert page.came == ["5"] * text.count("5")


def test_a_number_typed_by_a_hand_acts_digit_by_digit() -> None:
    page, app = Desk(), Demo()

    async def act(pilot: Pilot[Any]) -> None:
        await app.push_screen(page)
        burst(app, [(character, character) for character in "5555"], BURST_SECONDS * 2)
        await settled(pilot)

    try_out(app, act)
    assert page.came == ["5"] * 4


def test_a_key_after_a_digit_comes_after_it() -> None:
    page, app = Desk(), Demo()

    async def act(pilot: Pilot[Any]) -> None:
        await app.push_screen(page)
        burst(app, [("5", "5"), ("f2", None), ("5", "5")], BURST_SECONDS / 10)
        await settled(pilot)

    try_out(app, act)
    assert page.came == ["5", "F2", "5"]


def test_a_digit_does_not_answer_a_question_that_came_meanwhile() -> None:
    page, app = Desk(), Demo()

    async def act(pilot: Pilot[Any]) -> None:
        await app.push_screen(page)
        burst(app, [("5", "5")], BURST_SECONDS)
        await app.push_screen(Notice("?"))
        await settled(pilot)
        assert isinstance(app.screen, Notice)

    try_out(app, act)
    assert page.came == []


def test_where_one_types_a_number_is_typed() -> None:
    assert after(Typing(), NUMBER).said == NUMBER  # type: ignore[attr-defined]


def test_a_number_of_the_list_in_front_is_found_there_one_after_another() -> None:
    page, app = Shelf(), Demo()

    async def act(pilot: Pilot[Any]) -> None:
        await app.push_screen(page)
        for number in ("X331000003", "X331000002"):
            read(app, number, "enter")
            await settled(pilot)
            await pilot.pause(0.3)
        assert app.screen is page

    try_out(app, act)
    assert page.did == [3, 2]


def test_a_number_that_is_not_in_the_list_is_looked_for_elsewhere() -> None:
    page = Shelf()
    assert after(page, "X331000009", "enter").said == "X331000009"  # type: ignore[attr-defined]
    assert page.did == []


def test_where_nothing_can_be_looked_for_a_number_does_nothing() -> None:
    class Bare(Desk):
        def actions(self) -> list[Action]:
            return [action for action in super().actions() if action.id != "find"]

    page = Bare()
    after(page, CARD, "enter")
    assert page.came == []
