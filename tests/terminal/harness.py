"""The program in a real terminal: a pty whose bytes a terminal emulator draws.

::

    with Terminal([sys.executable, "-m", "mchdesk"]) as terminal:
        terminal.wait_for("今日工作")
        terminal.send("1", F2)
        assert "王小丽" in terminal.text

Nothing waits blindly: ``wait_for`` reads what the program draws until it is there, and keys come
no sooner after it than a hand could answer.
"""

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

from tui.preferences import Preferences, terminal_name

ENTER, ESC, TAB, BACKSPACE = "\r", "\x1b", "\t", "\x7f"
UP, DOWN, RIGHT, LEFT = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"
SHIFT_TAB, PAGE_DOWN, PAGE_UP = "\x1b[Z", "\x1b[6~", "\x1b[5~"
F1, F2, F3, F4 = "\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS"
F5, F6, F7, F8, F9 = "\x1b[15~", "\x1b[17~", "\x1b[18~", "\x1b[19~", "\x1b[20~"
CTRL_C, CTRL_P, CTRL_Q, CTRL_S = "\x03", "\x10", "\x11", "\x13"

PATIENCE = 60.0  # seconds; two busy cores are slow, a lost screen is lost for ever
QUIET = 0.15  # nothing drawn for so long: the screen stands
HAND = 0.06  # nobody answers what was drawn sooner; faster keys are a scanner's


def answer_ruler(database: Path, environ: Mapping[str, str]) -> None:
    """Answer the question of a first start for a terminal: pyte draws every ``·`` in one cell."""
    preferences = Preferences(database.with_suffix(".settings"))
    name = terminal_name(environ)
    preferences.keep_terminal(name, replace(preferences.terminal(name), ambiguous=1))


class Terminal:
    """A program in a pty of ``columns`` by ``lines``, and what it has drawn so far.

    ``received`` counts the bytes the program sent. The ruler of a first start is answered for the
    database after ``--db`` beforehand, unless it is to be seen (``first``).
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        columns: int = 80,
        lines: int = 24,
        first: bool = False,
    ) -> None:
        self.screen = pyte.Screen(columns, lines)
        self.received = 0
        self.status: int | None = None
        self._drawn = 0.0  # when it last drew
        self._stream = pyte.ByteStream(self.screen)
        surroundings = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", **(env or {})}
        for name in ("LC_ALL", "NO_COLOR", "COLORTERM", "SSH_TTY", "SSH_CONNECTION", "TMUX"):
            if name not in (env or {}):
                surroundings.pop(name, None)
        if "--db" in command and not first:
            database = Path(command[command.index("--db") + 1])
            if database.is_file():
                answer_ruler(database, surroundings)
        self.pid, self.master = pty.fork()
        if self.pid == 0:  # the child becomes the program, or ends at once
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # a run in the background ignores it
            try:
                os.execvpe(command[0], list(command), surroundings)  # noqa: S606  no shell wanted
            finally:
                os._exit(127)
        self.resize(columns, lines)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def resize(self, columns: int, lines: int) -> None:
        """Another size; the program is told."""
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.screen.resize(lines, columns)

    def send(self, *keys: str) -> None:
        """Type, after a hand's time to see what was drawn last; one burst for each argument."""
        time.sleep(max(0.0, self._drawn + HAND - time.monotonic()))
        for key in keys:
            os.write(self.master, key.encode())

    @property
    def lines(self) -> list[str]:
        """The screen's lines as drawn, trailing spaces off."""
        rows, columns = range(self.screen.lines), range(self.screen.columns)
        # pyte's own "display" fails while only half of a wide character was written over.
        cells = [[self.screen.buffer[y][x].data for x in columns] for y in rows]
        return ["".join(row).rstrip() for row in cells]

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines)

    def wait_for(self, *texts: str, patience: float = PATIENCE) -> str:
        """Read until every text is on the screen; the screen."""
        return self.wait_until(
            lambda: all(text in self.text for text in texts), " ".join(texts), patience
        )

    def wait_gone(self, text: str, patience: float = PATIENCE) -> str:
        """Read until the text is no longer on the screen; the screen."""
        return self.wait_until(lambda: text not in self.text, f"without {text}", patience)

    def wait_until(
        self, seen: Callable[[], bool], what: str = "", patience: float = PATIENCE
    ) -> str:
        """Read until ``seen()``; the screen.

        Raises:
            AssertionError: it did not come; shows the screen there is.
        """
        end = time.monotonic() + patience
        while not seen():
            ended = not self._read(0.1)
            if (ended or time.monotonic() > end) and not seen():
                state = "the program ended" if ended else f"not in {patience:.0f} s"
                raise AssertionError(f"waited for: {what} ({state})\n{self.text}")
        return self.text

    def settle(self, quiet: float = QUIET) -> str:
        """Read until nothing was drawn for a while; the screen."""
        while select.select([self.master], [], [], quiet)[0] and self._read(0):
            pass
        return self.text

    def wait_end(self, patience: float = PATIENCE) -> int:
        """Read until the program ends; its exit status (negative: the signal that ended it)."""
        end = time.monotonic() + patience
        while self._read(0.1):
            assert time.monotonic() < end, f"still running\n{self.text}"
        while not self._reap():
            assert time.monotonic() < end, f"closed its terminal but runs on\n{self.text}"
            time.sleep(0.01)
        assert self.status is not None
        return self.status

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def close(self) -> None:
        """End the program, however it is, and give the pty back."""
        if not self._reap():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            _, status = os.waitpid(self.pid, 0)
            self.status = os.waitstatus_to_exitcode(status)
        with contextlib.suppress(OSError):
            os.close(self.master)

    def _read(self, seconds: float) -> bool:
        """Draw what there is, waiting so long for it; False when the program closed the pty."""
        if not select.select([self.master], [], [], seconds)[0]:
            return not self._reap()
        try:
            data = os.read(self.master, 65536)
        except OSError:  # Linux says EIO when the other end is closed
            return False
        self.received += len(data)
        self._drawn = time.monotonic()
        self._stream.feed(data)
        return bool(data)

    def _reap(self) -> bool:
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is not None
