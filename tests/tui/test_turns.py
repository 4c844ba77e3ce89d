"""Keys that come faster than pages: each goes to the page the keys before it lead to."""

from collections.abc import Iterable
from typing import Any, ClassVar

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from rules.fields import FieldSpec, Kind
from tests.tui.demo import TODAY, Demo
from tests.tui.screen import try_out
from tests.tui.test_form import burst
from tui.actions import Action
from tui.dialogs import Notice
from tui.forms import Form, FormField
from tui.keys import BURST_SECONDS
from tui.page import DeskScreen

NAME = FormField("name", FieldSpec(Kind.TEXT, "姓名"))


class Desk(DeskScreen[None]):
    """A page that notes which of its keys came, and opens another."""

    ACTIONS: ClassVar = (
        Action("find", "slash", "找人"),
        Action("five", "5", "五"),
        Action("save", "f2", "保存"),
    )

    def __init__(self, doing: str = "") -> None:
        super().__init__()
        self.doing = doing
        self.came: list[str] = []

    @property
    def under_way(self) -> str:
        return self.doing

    def action_find(self) -> None:
        self.app.push_screen(Typing())

    def action_five(self) -> None:
        self.came.append("5")

    def action_save(self) -> None:
        self.came.append("F2")


class Typing(DeskScreen[None]):
    """One field."""

    def compose_body(self) -> Iterable[Widget]:
        yield Form([NAME], TODAY)

    def on_mount(self) -> None:
        self.query_one(Form).focus()


def typed(app: Demo) -> str:
    return app.screen.query_one(Form).model.current.editor.text


def at_once(app: Demo, *keys: str) -> None:
    """Keys that come in one packet."""
    burst(app, [(key, key if len(key) == 1 else None) for key in keys], BURST_SECONDS / 10)


async def settled(pilot: Pilot[Any]) -> None:
    """Until no key is at work, or what comes waits for the page."""
    turns = pilot.app.turns  # type: ignore[attr-defined]
    await pilot.pause(0.05)
    while turns.under_way and not (turns._waiting and pilot.app.screen.under_way):  # type: ignore[attr-defined]
        await pilot.pause(0.01)


def on(page: Desk, *keys: str, comes: Screen[Any] | None = None) -> Screen[Any]:
    """What is in front after keys came to a page at work; ``comes`` is what that leads to."""
    app, front = Demo(), []

    async def act(pilot: Pilot[Any]) -> None:
        await app.push_screen(page)
        doing, page.doing = page.doing, ""
        await pilot.press("f2")
        page.doing = doing
        at_once(app, *keys)
        await settled(pilot)
        assert page.came == ["F2"]
        if comes is not None:
            await app.push_screen(comes)
        page.doing = ""
        await settled(pilot)
        front.append(app.screen)

    try_out(app, act)
    return front[0]


def test_what_comes_with_the_key_that_opens_a_page_is_typed_there() -> None:
    page = Desk()
    app = Demo()

    async def act(pilot: Pilot[Any]) -> None:
        await app.push_screen(page)
        at_once(app, "slash", "5", "a")
        app.post_message(Paste("张"))
        await settled(pilot)
        assert typed(app) == "5a张"

    try_out(app, act)
    assert page.came == []


@pytest.mark.parametrize("doing", ["read", "save"])
def test_keys_wait_for_a_page_that_is_not_ready(doing: str) -> None:
    page = Desk(doing)
    on(page, "5")
    assert page.came == ["F2", "5"]


def test_what_is_typed_while_saving_is_for_the_page_that_comes() -> None:
    page, comes = Desk("save"), Desk()
    on(page, "5", comes=comes)
    assert (page.came, comes.came) == (["F2"], ["5"])


def test_the_key_that_saved_pressed_again_does_not_reach_the_page_that_comes() -> None:
    comes = Desk()
    on(Desk("save"), "f2", "f2", "5", comes=comes)
    assert comes.came == ["5"]


def test_the_key_pressed_last_is_not_left_out_while_a_page_is_read() -> None:
    page = Desk("read")
    on(page, "f2")
    assert page.came == ["F2", "F2"]


def test_esc_takes_back_what_waits_for_a_saving_and_leaves_nothing() -> None:
    comes = Desk()
    assert on(Desk("save"), "5", "escape", comes=comes) is comes
    assert comes.came == []


def test_esc_leaves_a_page_that_is_read_at_once() -> None:
    page = Desk("read")
    app = Demo()

    async def act(pilot: Pilot[Any]) -> None:
        await app.push_screen(page)
        at_once(app, "5", "escape")
        await settled(pilot)
        assert app.screen is not page

    try_out(app, act)
    assert page.came == []


def test_a_question_after_the_saving_is_not_answered_by_what_was_typed_before() -> None:
    question = Notice("已存")
    assert on(Desk("save"), "enter", comes=question) is question
