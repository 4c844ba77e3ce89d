"""Trying a screen without a terminal: run the app, press keys, look at its text."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from textual.pilot import Pilot

from tests.tui.demo import Demo
from tui.forms import Form
from tui.lists import RecordList

Act = Callable[[Pilot[Any]], Awaitable[None]]


def text_of(app: Demo) -> str:
    """The screen in front as text, trailing spaces off."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(s.text for s in strip).rstrip() for strip in strips)


def line_with(app: Demo, words: str) -> str:
    """The first line of the screen that has these words."""
    return next(line for line in text_of(app).splitlines() if words in line)


def try_out(app: Demo, act: Act, size: tuple[int, int] = (80, 24)) -> str:
    """Run the app, do something with it, and give what the screen says then."""

    async def run() -> str:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await act(pilot)
            await pilot.pause()
            app.form = next(iter(app.screen.query(Form)), None)
            app.records = next(iter(app.screen.query(RecordList)), None)
            return text_of(app)

    return asyncio.run(run())


async def type_in(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys; a word of several letters that is no key is typed letter by letter."""
    for key in keys:
        known = {"enter", "down", "up", "tab", "shift+tab", "space", "escape", "home", "end"}
        known |= {"pageup", "pagedown", "backspace", "left", "right", "f1", "f2", "f4", "f8"}
        if key in known or ("+" in key[1:] and key.startswith("ctrl")):
            await pilot.press(key)
        else:
            await pilot.press(*key)
