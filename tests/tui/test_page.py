"""A page's own lines."""

from typing import Any

from textual.pilot import Pilot

from tests.tui.demo import Demo
from tests.tui.screen import text_of, try_out
from tui.page import DeskScreen


def test_what_is_said_to_a_page_that_is_only_opening_is_shown_when_it_stands() -> None:
    app = Demo()

    async def act(pilot: Pilot[Any]) -> None:
        page = DeskScreen[None]()
        app.push_screen(page)
        page.say("已保存")
        await pilot.pause()
        assert "已保存" in text_of(app).splitlines()[-2]

    try_out(app, act)
