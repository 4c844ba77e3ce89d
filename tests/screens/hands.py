"""Keys of a pilot that come as a hand gives them, without the time a hand takes.

Textual's pilot waits for an idle processor and asks every widget whether it has anything to do,
several times for each key: most of the time of a test of screens. Here a key is done when the
event loop has nothing left to do, all is drawn, and nothing is read or waited for.
"""

import asyncio
import time
from collections.abc import Callable, Iterator
from typing import Any
from weakref import WeakKeyDictionary

import pytest
import textual.app
from textual._context import active_app
from textual.app import App
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.events import Key
from textual.pilot import Pilot

from tui.app import DeskApp
from tui.keys import Alone

LOOKING = 0.05  # seconds; what takes longer is waited for by the test itself
A_MOMENT = 0.001

asked: WeakKeyDictionary[Alone, App[Any]] = WeakKeyDictionary()  # who was given a digit, and where
looked_up: list[Callable[..., Any]] = []  # what a key waits for in a thread


async def rest(_least: float = 0, _most: float = 1) -> None:
    """Until nothing is under way; the key that comes next is then no part of a burst."""
    app: App[Any] = active_app.get()
    loop: Any = asyncio.get_running_loop()
    end = time.monotonic() + LOOKING
    while True:
        await asyncio.sleep(0)
        if loop._ready or draws(app):
            continue
        if not under_way(app, end):
            break
        await asyncio.sleep(A_MOMENT)
    if isinstance(app, DeskApp):
        app._burst._last = float("-inf")


def draws(app: App[Any]) -> bool:
    """Draw at once what Textual would draw in a sixtieth of a second; whether there was any."""
    screen: Any = app.screen if app.screen_stack else None
    if screen is None or not screen._update_timer._active.is_set():
        return False
    screen._on_timer_update()
    return True


def under_way(app: App[Any], end: float) -> bool:
    """Whether something is read, keys wait for their turn, or a digit may yet be a scanner's."""
    works = any(not worker.is_finished for worker in app.workers) and time.monotonic() < end
    turns = isinstance(app, DeskApp) and app.turns.under_way
    answers = any(alone._then is not None for alone, its in asked.items() if its is app)
    return works or bool(looked_up) or turns or answers


async def pause(_pilot: Pilot[Any], delay: float = 0) -> None:
    """Some seconds, and until what they brought is done."""
    await asyncio.sleep(delay)
    await rest()


async def at_rest(_pilot: Pilot[Any], _timeout: float = 0) -> bool:
    """In place of asking every widget: the keys have seen to it."""
    return True


def counted(to_thread: Callable[..., Any]) -> Callable[..., Any]:
    """What is done in a thread for a key is under way."""

    async def in_thread(job: Callable[..., Any], *given: Any) -> Any:
        looked_up.append(job)
        try:
            return await to_thread(job, *given)
        finally:
            looked_up.remove(job)

    return in_thread


def noted(take: Callable[[Alone, Key, Any], None]) -> Callable[[Alone, Key, Any], None]:
    """Taking a digit, and where: it answers once it is known to be alone."""

    def taken(alone: Alone, event: Key, then: Any) -> None:
        asked[alone] = active_app.get()
        take(alone, event, then)

    return taken


def once(parse: Callable[..., list[RuleSet]]) -> Callable[..., list[RuleSet]]:
    """Style sheets are parsed once in a run and not for each app, several times."""
    known: dict[tuple[object, ...], list[RuleSet]] = {}

    def parsed(sheet: Stylesheet, css: str, **named: Any) -> list[RuleSet]:
        key = (css, *named.values(), *sheet._variables.items())
        if key not in known:
            known[key] = parse(sheet, css, **named)
        return known[key]

    return parsed


@pytest.fixture(autouse=True, scope="package")
def hands() -> Iterator[None]:
    """Every pilot of this folder has them, and no other."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", once(Stylesheet._parse_rules))
        patch.setattr(textual.app, "wait_for_idle", rest)
        patch.setattr(Pilot, "_wait_for_screen", at_rest)
        patch.setattr(Pilot, "pause", pause)
        patch.setattr(Alone, "take", noted(Alone.take))
        patch.setattr(asyncio, "to_thread", counted(asyncio.to_thread))
        yield
