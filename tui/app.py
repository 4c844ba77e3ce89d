"""The base of the desk's app: what every screen stands on, and what textual must not do here.

No mouse unless asked, no blink, no animation, nothing that steers the terminal, nothing personal
in a crash report, drafts written when the line is lost. The desk's own app adds its screens.
"""

import asyncio
import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar
from weakref import WeakSet

from rich.color import ColorSystem
from rich.console import RenderableType
from rich.segment import Segment
from rich.text import Text
from textual._compositor import ChopsUpdate, CompositorUpdate
from textual.app import App
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.driver import Driver
from textual.events import Event, Key, Paste, Resize
from textual.filter import LineFilter
from textual.screen import Screen

from rules.text import printable
from tui.actions import Action, KeyMap
from tui.environment import Surroundings, erases_in_colour
from tui.guide import Guide
from tui.keys import Burst
from tui.language import tr
from tui.output import Output
from tui.theme import LOOKS, textual_theme
from tui.turns import Turns

LAST_RESORT_SECONDS = 3.0
MOST_AT_ONCE = 8192  # characters; Windows loses some of longer writings
LONG = 1000  # characters; shorter changes cannot be seen half-way


class PrintableFilter(LineFilter):
    """The one choke point: no segment reaches the terminal with steering characters in it."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The same segments with clean text."""
        return [
            segment if segment.control else Segment(printable(segment.text), segment.style)
            for segment in segments
        ]


class DeskApp(App[int]):
    """The thin app beneath the desk.

    ``look`` is one of dark, light, contrast, mono. ``keeper`` things (forms) write their drafts
    when the program must end at once. ``may`` and ``ACTIONS`` are for the desk to say.
    """

    CSS_PATH = [Path(__file__).with_name("desk.tcss")]  # noqa: RUF012  textual's own declaration
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "nothing", show=False, priority=True),  # pressed to undo Ctrl+S
        Binding("ctrl+l", "repaint", show=False, priority=True),  # in windows too
        Binding("ctrl+c", "nothing", show=False),
        Binding("ctrl+z", "nothing", show=False),
    ]
    ACTIONS: ClassVar[tuple[Action, ...]] = ()
    guide: Guide | None = None  # who shows the way on every page, while somebody is learning

    def __init__(self, *, look: str = "dark", surroundings: Surroundings | None = None) -> None:
        super().__init__()
        for name in LOOKS:
            self.register_theme(textual_theme(name))
        self.theme = "mono" if surroundings and surroundings.mono else look
        self.animation_level = "none"
        self.keepers: WeakSet[Any] = WeakSet()
        self.key_map = KeyMap()
        self._burst = Burst()
        self.turns = Turns(self)
        self._printable = PrintableFilter()
        # Rich alone knows what TERM and COLORTERM promise; it keeps it to itself.
        colours = self.console._color_system or ColorSystem.STANDARD  # noqa: SLF001
        self._output = Output(colours, erases_in_colour=erases_in_colour())

    def start(self, *, mouse: bool = False) -> int:
        """Run to the end; the exit status: 0, or 1 after a crash. No mouse unless asked."""
        result = self.run(mouse=mouse)
        return result if result is not None else self.return_code or 0

    async def on_event(self, event: Event) -> None:
        """Hand on keys in turn, and mark first what comes faster than a hand types."""
        typed = isinstance(event, Key | Paste) and not event.is_forwarded
        if isinstance(event, Key) and not event.is_forwarded:
            self._burst.mark(event)
        if typed and self.turns.holds(event):
            return
        if isinstance(event, Resize):
            self._output.forget()  # terminals wrap, cut or clear in their own ways
        await super().on_event(event)
        if typed:
            self.turns.handed_on(event)

    def may(self, permission: str) -> bool:  # noqa: ARG002  the desk's app decides
        """Whether the signed-in user has a permission."""
        return True

    def on_mount(self) -> None:
        """End cleanly, drafts written, when the line is closed or the system goes down."""
        if sys.platform != "win32" and not self.is_headless:
            loop = asyncio.get_running_loop()
            for number in (signal.SIGHUP, signal.SIGTERM):
                loop.add_signal_handler(number, self.line_lost)

    def line_lost(self) -> None:
        """Write every draft and end with status 0."""
        self.write_drafts()
        # A terminal that is gone may hold the writer for ever; the drafts are already on disk.
        asyncio.get_running_loop().call_later(LAST_RESORT_SECONDS, os._exit, 0)
        self.exit(0)

    def write_drafts(self) -> None:
        """Have every form on the screens write its draft now."""
        for keeper in list(self.keepers):
            keeper.write_draft()

    def wrong_encoding(self) -> None:
        """The terminal sent bytes that are not UTF-8: say how to set it, readable either way."""
        self.say(
            tr("编码不是 UTF-8,字没收到,请改终端设置") + " (PuTTY: Window > Translation > UTF-8)",
            "error",
        )

    def say(self, words: str, role: str = "text") -> None:
        """Put a sentence on the status line of the page in front, beneath any small window."""
        for screen in reversed(self.screen_stack):
            say: Callable[[str, str], None] | None = getattr(screen, "say", None)
            if say:
                say(words, role)
                return

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters, then ours, last."""
        return [*super().get_line_filters(), self._printable]

    def get_driver_class(self) -> type[Driver]:
        """Our driver where the terminal is a Unix one."""
        if sys.platform == "win32":
            return super().get_driver_class()
        from tui.driver import DeskDriver  # noqa: PLC0415  needs termios

        return DeskDriver

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Write what changed, the cursor where the next letter goes: there the IME opens.

        Textual would write whole regions; what is no update of its compositor is left to it.
        """
        driver = self._driver
        if renderable is None or self._batch_count or driver is None or self.is_headless:
            super()._display(screen, renderable)
        elif isinstance(renderable, CompositorUpdate) and self._output.take(renderable):
            self._write(driver, self._output.changes(self._caret(screen)))
            self.post_display_hook()
        elif isinstance(renderable, ChopsUpdate):  # before the whole screen was ever seen
            self._display(
                screen,
                screen._compositor.render_update(  # noqa: SLF001  as textual does
                    full=True, screen_stack=self._background_screens
                ),
            )
        else:
            self._output.forget()
            super()._display(screen, renderable)

    def _caret(self, screen: Screen[Any]) -> tuple[int, int] | None:
        """Where the next letter goes, if it goes anywhere."""
        caret = getattr(screen.focused, "caret", None)
        return None if caret is None else screen.outer_size.clamp_offset(caret)

    def _write(self, driver: Driver, text: str) -> None:
        if len(text) > LONG:
            self._begin_update()
        for start in range(0, len(text), MOST_AT_ONCE):
            driver.write(text[start : start + MOST_AT_ONCE])
        if len(text) > LONG:
            self._end_update()
        driver.flush()

    def _fatal_error(self) -> None:
        """Report where it broke without the values: they are people's."""
        self.write_drafts()
        error = sys.exc_info()[1]
        lines = [tr("妇幼工作台出错了,已输入的内容在草稿里。请把下面几行交给管理员:")]
        if error is not None:
            lines += [
                f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(error.__traceback__)
            ]
            lines.append(f"  {type(error).__name__}")
        self.panic(Text("\n".join(lines)))

    def copy_to_clipboard(self, text: str) -> None:
        """Keep it inside: OSC 52 would hand people's data to the far end's clipboard."""
        self._clipboard = text

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """No link opens from a ledger's text."""

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """No picture of people's data."""

    def action_suspend_process(self) -> None:
        """No shell beneath the desk."""

    def action_repaint(self) -> None:
        """Paint every cell anew: something else wrote on the terminal."""
        self._output.forget()
        self.screen.refresh()

    def action_nothing(self) -> None:
        """A key that must do nothing."""
