"""The desk without a terminal: press keys, wait for words, compare the screen with a golden.

MCHDESK_GOLDENS=write writes the goldens anew; look at the difference before it is kept.
"""

import asyncio
import gc
import os
import time
from collections.abc import Awaitable, Callable, Coroutine
from datetime import date
from pathlib import Path
from typing import Any

from textual import events
from textual.pilot import Pilot

from desk.context import Desk
from screens.main import MchDesk
from tests.conftest import TODAY
from tui.environment import Surroundings
from tui.language import tr

GOLDENS = Path(__file__).with_name("goldens")
PATIENCE = 60.0
BETWEEN_LOOKS = 0.005  # seconds
KEYS = {"enter", "escape", "up", "down", "left", "right", "tab", "space", "home", "end"}
KEYS |= {"pageup", "pagedown", "backspace", *(f"f{n}" for n in range(1, 13))}


class Stage:
    """The app while it runs."""

    def __init__(self, app: MchDesk, pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def text(self) -> str:
        """The screen in front, trailing spaces off."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(s.text for s in strip).rstrip() for strip in strips)

    def line(self, words: str) -> str:
        """The first line with these words."""
        return next(line for line in self.text.splitlines() if words in line)

    async def keys(self, *keys: str) -> None:
        """Press keys; what is no key's name is typed letter by letter."""
        for key in keys:
            if key in KEYS or key.startswith("ctrl+"):
                await self.pilot.press(key)
            else:
                await self.pilot.press(*key)

    async def leads_on(self, key: str) -> None:
        """Press a key that opens another screen, and wait for that alone."""
        driver, here = self.app._driver, self.app.screen
        assert driver is not None
        driver.send_message(events.Key(key, None))
        await self.until(lambda: self.app.screen is not here, f"what {key} opens")

    def scan(self, number: str) -> None:
        """A number from a reader, and the Enter that ends it, one key right after another."""
        driver = self.app._driver
        assert driver is not None
        for key in (*number, "enter"):
            driver.send_message(events.Key(key, key if len(key) == 1 else None))

    async def answer(self, digit: str) -> None:
        """Answer a question: a digit no other key follows at once."""
        await self.pilot.press(digit)

    async def more(self, label: str) -> None:
        """Choose in the second menu of a person's page by its words, on whichever leaf."""
        await self.keys("0")
        await self.see("0 下一页")
        if f" {label}" not in self.text:
            await self.answer("0")
        await self.see(f" {label}")
        digit = self.line(f" {label}").split(label, maxsplit=1)[0].split()[-1]
        await self.answer(digit)

    async def paste(self, text: str) -> None:
        """Paste into what is focused."""
        target = self.app.screen.focused or self.app.screen
        target.post_message(events.Paste(text))
        await self.pilot.pause()

    async def see(self, *words: str) -> None:
        """Wait until all the words are on the screen."""
        await self.until(lambda: all(word in self.text for word in words), " ".join(words))

    async def gone(self, words: str) -> None:
        """Wait until the words are no longer on the screen."""
        await self.until(lambda: words not in self.text, f"without {words}")

    async def until(self, seen: Callable[[], bool], what: str) -> None:
        """Wait until something can be seen."""
        end = time.monotonic() + PATIENCE
        while not seen():
            assert time.monotonic() < end, f"waited for: {what}\n{self.text}"
            await self.pilot.pause(BETWEEN_LOOKS)

    async def form(self, *values: str) -> None:
        """Fill fields one after another, Enter after each; "" passes one by."""
        for value in values:
            await self.keys(*([value] if value else []), "enter")


Act = Callable[[Stage], Awaitable[None]]


def play(  # noqa: PLR0913  what a run may begin with
    path: Path,
    act: Act,
    desk: Desk | None = None,
    *,
    size: tuple[int, int] = (80, 24),
    see: str = "应办",
    asked: str | None = None,
    surroundings: Surroundings | None = None,
    today: date | None = TODAY,
) -> str:
    """Run the app on a database, signed in where a desk is given; the last screen's text.

    Without ``today`` the day is the computer's.
    """

    async def run() -> str:
        app = MchDesk(path, today, asked=asked, surroundings=surroundings)
        async with app.run_test(size=size) as pilot:
            stage = Stage(app, pilot)
            await pilot.pause()
            if desk is not None:
                app.store = desk.store
                app.enter(desk)
                await stage.see(tr("今日工作"), see)
            await act(stage)
            await pilot.pause()
            return stage.text

    return run_now(run())


def run_now(job: Coroutine[Any, Any, str]) -> str:
    """Run to the end; what the app froze as lasting for ever lasts no longer than it."""
    try:
        return asyncio.run(job)
    finally:
        gc.unfreeze()


def golden(name: str, text: str) -> None:
    """The screen is as it was when somebody last looked at it."""
    path = GOLDENS / f"{name}.txt"
    if os.environ.get("MCHDESK_GOLDENS") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    assert text + "\n" == path.read_text(encoding="utf-8"), f"{name} looks different:\n{text}"
