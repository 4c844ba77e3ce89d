"""Keys of a pilot that come as a hand gives them, without the time a hand takes.

Textual's pilot waits for the processor to be idle, twice for each key: most of the time of a test
of screens. Whether something is still under way is asked of the app itself here.
"""

import asyncio
import time
from collections.abc import Iterator

import pytest
from textual._context import active_app
from textual.app import App
from textual.pilot import Pilot

from tui.app import DeskApp
from tui.keys import Alone

ROUNDS = 3  # what one widget asks of another is done in the next
LOOKING = 0.05  # seconds; what takes longer is waited for by the test itself


async def rest(_least: float = 0, _most: float = 1) -> None:
    """Until nothing is under way; the key that comes next is then no part of a burst."""
    app: App[object] = active_app.get()
    pilot = Pilot(app)
    end = time.monotonic() + LOOKING
    quiet = 0
    while quiet < ROUNDS:
        await pilot._wait_for_screen()
        busy = any(not worker.is_finished for worker in app.workers) and time.monotonic() < end
        turns = isinstance(app, DeskApp) and app.turns.under_way
        if busy or turns or an_answer_waits(app):
            quiet = 0
            await asyncio.sleep(0.001)
        else:
            quiet += 1
    if isinstance(app, DeskApp):
        app._burst._last = float("-inf")


def an_answer_waits(app: App[object]) -> bool:
    """Whether a digit waits to be known as no part of a burst."""
    if not app.screen_stack:
        return False
    widgets = app.screen.walk_children(with_self=True)
    parts = (part for widget in widgets for part in vars(widget).values())
    return any(isinstance(part, Alone) and part._then is not None for part in parts)


@pytest.fixture(autouse=True, scope="session")
def hands() -> Iterator[None]:
    """Every pilot of this run has them."""
    with pytest.MonkeyPatch.context() as patch:
        for module in ("app", "pilot"):
            patch.setattr(f"textual.{module}.wait_for_idle", rest)
        yield
