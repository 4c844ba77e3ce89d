"""The terminal driver: bytes that are not UTF-8 do not kill the desk, and a lost line ends it."""

import os
import selectors
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from tui.app import DeskApp

CHUNK = 4096
POINTER = "\x1b]22;"
BAD = "\ufffd"


class DeskDriver(LinuxDriver):
    """Textual's driver with its own reader of keys.

    Textual decodes strictly, so one byte from a GBK terminal ends the program. Here such bytes
    are dropped and the app is told, once for each read, so that it can name the cure.
    """

    _app: "DeskApp"

    def write(self, data: str) -> None:
        """Write, but no mouse pointer shapes: there is no mouse, and old terminals print them."""
        if not data.startswith(POINTER):
            super().write(data)

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
