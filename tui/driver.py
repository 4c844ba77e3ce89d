"""The terminal driver: bytes that are not UTF-8 do not kill the desk, and a lost line ends it."""

import os
import selectors
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from tui.keys import note_bytes

if TYPE_CHECKING:
    from tui.app import DeskApp

CHUNK = 4096
# The mouse pointer's shape: there is no mouse, and old terminals print it. Reports of the window's
# focus: nothing waits for them, and PuTTY's SCO keys look like them.
UNWANTED = ("\x1b]22;", "\x1b[?1004h")
BAD = "\ufffd"


class DeskDriver(LinuxDriver):
    """Textual's driver with its own reader of keys.

    Textual decodes strictly, so one byte from a GBK terminal ends the program. Here such bytes
    are dropped and the app is told, once for each read, so that it can name the cure.
    """

    _app: "DeskApp"

    _read: bytes = b""  # what the keys now handed on came of

    def write(self, data: str) -> None:
        """Write, but not what no desk wants."""
        if not data.startswith(UNWANTED):
            super().write(data)

    def stop_application_mode(self) -> None:
        """Give the terminal back, in its own colours."""
        self.write("\x1b[m")
        super().stop_application_mode()

    def process_message(self, message: Message) -> None:
        """Hand a message to the app; a key with the bytes it came of."""
        if isinstance(message, events.AppFocus | events.AppBlur):
            return
        if isinstance(message, events.Key):
            note_bytes(message, self._read)
        super().process_message(message)

    def run_input_thread(self) -> None:
        """Read keys until the exit event is set or the line is gone."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(0.1):
                    try:
                        chunk = os.read(self.fileno, CHUNK)
                    except OSError:  # the terminal was closed
                        chunk = b""
                    if not chunk:
                        self._app.call_later(self._app.line_lost)
                        return
                    self._read = chunk
                    self._take(parser, decode(chunk), BAD.encode() not in chunk)
                for message in parser.tick():
                    self.process_message(message)

    def _take(self, parser: XTermParser, text: str, honest: bool) -> None:  # noqa: FBT001
        if honest and BAD in text:  # the decoder put it in, nobody sent it
            # Some GBK pairs happen to be UTF-8 of other letters: trust nothing of this read.
            text = "".join(character for character in text if character.isascii())
            self._app.call_later(self._app.wrong_encoding)
        if text:  # to the parser "" is the end of all input; half a character decodes to nothing
            for message in parser.feed(text):
                self.process_message(message)
