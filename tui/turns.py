"""Keys in turn: each goes to the page that the keys before it have led to.

Textual hands a key to what is focused when it is read. Of keys that come together (a slow line, an
input method, a quick hand) all would go to the page that the first of them leaves.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from textual._time import get_time
from textual.dom import DOMNode
from textual.events import Event, Key

from tui.actions import SYSTEM_KEYS
from tui.dialogs import Window
from tui.keys import BURST_SECONDS, anew
from tui.page import DeskScreen
from tui.scans import Scans

if TYPE_CHECKING:
    from tui.app import DeskApp

CLIMBS = 2  # what a widget asks of its page, and the page of the app, is done in the second
LOOK_SECONDS = 0.01  # how often a page that is not ready is looked at
GONE_SECONDS = 0.1  # how often a widget that does not answer is


class Turns:
    """Hands on keys and pastes one after another.

    For a page that is read or saves (``DeskScreen.under_way``) they wait, and go to where it leads.
    Esc takes back what waits; while a page saves it does nothing else. The key that saved, pressed
    again meanwhile, means the same saving. A question that comes up was not seen by who typed
    before: nothing of that answers it.
    """

    def __init__(self, app: "DeskApp") -> None:
        self._app = app
        self._waiting: deque[Event] = deque()
        self._next: Event | None = None  # the one whose turn it is
        self._last: Event | None = None  # the one handed on last
        self._handed = float("-inf")  # when
        self._task: asyncio.Task[None] | None = None
        self._scans = Scans(app, self.again)

    @property
    def under_way(self) -> bool:
        """Whether keys wait for their turn."""
        return self._task is not None or self._next is not None or self._scans.under_way

    def _over(self, event: Event) -> bool:
        """Whether nothing can be left of the key before: at a hand's pace, nobody need be asked."""
        if self.under_way or not self._app.screen_stack:
            return False
        if event.time - self._handed < BURST_SECONDS or get_time() - event.time > BURST_SECONDS:
            return False  # typed at once with it, or the program was at work on it until now
        screen = self._app.screen
        path = (screen.focused or screen).ancestors_with_self
        return screen.is_mounted and not any(node.message_queue_size for node in path)

    def holds(self, event: Event) -> bool:
        """Whether a key or a paste waits for its turn."""
        if event is self._next:
            self._next = None
            return False
        if _key(event) in SYSTEM_KEYS:
            return False
        free = not self.under_way and not self._page_does()
        if (free or self._scans.under_way) and self._scans.holds(event):
            return True
        if self._over(event) and not self._page_does():
            return False
        self._waiting.append(event)
        self._go_on()
        return True

    def handed_on(self, event: Event) -> None:
        """It is at work now: what comes next waits until that is done."""
        self._last, self._handed = event, get_time()
        if self._waiting:
            self._go_on()

    def again(self, keys: Sequence[Key]) -> None:
        """Keys that a widget kept are for the page it has opened: they come before all others."""
        self._waiting.extendleft(anew(key) for key in reversed(keys))
        self._go_on()

    def forget(self) -> None:
        """What waits was typed for something that does not come."""
        self._waiting.clear()

    def _go_on(self) -> None:
        if self._task is None and self._next is None:
            self._task = asyncio.create_task(self._settle())

    async def _settle(self) -> None:
        """Wait until the last key has done all it does, then give the next one its turn."""
        await self._done()
        waited = False
        while self._waiting and (does := self._page_does()):
            self._sift(does)
            if self._waiting and _key(self._waiting[0]) == "escape":
                break
            waited = True
            await asyncio.sleep(LOOK_SECONDS)
            await self._climb()
        if waited and self._app.screen_stack and isinstance(self._app.screen, Window):
            self.forget()
        self._task = None
        if self._waiting and self._app.screen_stack:
            self._next = self._waiting.popleft()
            self._app.post_message(self._next)

    def _page_does(self) -> str:
        screen = self._app.screen if self._app.screen_stack else None
        return screen.under_way if isinstance(screen, DeskScreen) else ""

    def _sift(self, does: str) -> None:
        """Leave out what was taken back, and the key that saved."""
        keys = [_key(event) for event in self._waiting]
        if "escape" in keys:
            for _ in range(len(keys) - 1 - keys[::-1].index("escape")):
                self._waiting.popleft()
        meaningless = {"escape", _key(self._last) or "escape"}  # a second paste has its own meaning
        while does == "save" and self._waiting and _key(self._waiting[0]) in meaningless:
            self._waiting.popleft()

    async def _done(self) -> None:
        """Wait until the last key is done; a letter that was taken in where one types leads on."""
        if isinstance(self._last, Key) and self._last.is_printable and self._app.screen_stack:
            await self._reach(self._app.screen.focused or self._app.screen)
            if self._last._stop_propagation:  # noqa: SLF001  textual asks it everywhere
                return
        await self._climb()

    async def _climb(self) -> None:
        """Wait until every widget a key passes has nothing older to do."""
        climbed = 0
        while climbed < CLIMBS and self._app.screen_stack:
            place = self._place()
            for node in (self._app.screen.focused or self._app.screen).ancestors_with_self:
                await self._reach(node)
            climbed = climbed + 1 if place == self._place() else 0

    def _place(self) -> tuple[DOMNode, DOMNode | None] | None:
        screen = self._app.screen if self._app.screen_stack else None
        return (screen, screen.focused) if screen else None

    async def _reach(self, node: DOMNode) -> None:
        """Wait until a widget has come to what it is asked now, or is gone."""
        came = asyncio.Event()
        if not node.call_later(came.set):
            return
        while not came.is_set() and (node is self._app or node.is_attached):
            with suppress(TimeoutError):
                async with asyncio.timeout(GONE_SECONDS):
                    await came.wait()


def _key(event: Event | None) -> str:
    """The key's name; a paste has none and is never one pressed twice."""
    return event.key if isinstance(event, Key) else ""
