"""From a key to the last byte it causes: a desk with a thousand people against one with a million.

Two desks run in ptys of 80x24, each on its database, and take turns key by key, so that whatever
else the machine does falls on both. Measured are 200 steps down the children's register, 200
letters in the find box (a letter and a backspace in turn) until the letter stands there, and the
same until the answer does, less the pause that the box waits for the next letter. A key has caused
its last byte when nothing came for 30 ms.

    python -m bench.latency [--folder DIR] [--people 1000000] [--keys 200] [--rounds 3]

``--folder`` keeps the databases for the next time. Exit status 1: a ratio is beyond 20 %.
"""

import argparse
import contextlib
import os
import select
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pyte

from bench.crowd import LOGIN, PASSWORD, TODAY, make
from bench.start import cpu_seconds
from screens.find import PAUSE
from tests.terminal.harness import BACKSPACE, DOWN, ENTER, ESC, F3, PATIENCE, Terminal

QUIET = 0.03
LONGEST = 1.0  # an answer that has not come by then does not change the screen
IDLE = 0.02  # seconds of processor time in a second
HOME = "\x1b[H"
ALLOWED = 1.2
SMALL = 1000


class Watched:
    """A desk in a terminal whose answers are timed."""

    def __init__(self, path: Path, login: str = LOGIN) -> None:
        command = [sys.executable, "-m", "mchdesk", "--lang", "zh", "--db", str(path)]
        self.terminal = Terminal([*command, "--on", TODAY.isoformat(), "--as", login])
        self._stream = pyte.ByteStream(self.terminal.screen)

    def rest(self) -> None:
        """Until the program has nothing left to do: the worklist of a million takes its time."""
        spent = -1.0
        while (now := cpu_seconds(self.terminal.pid)) - spent > IDLE:
            spent = now
            self.terminal.settle(1)

    def press(self, key: str) -> float:
        """Seconds from a key to the last byte it caused."""
        return self._until_quiet(key, 0.0)[0]

    def ask(self, key: str) -> tuple[float, float]:
        """Seconds until the letter stands there; until its answer does, less the pause."""
        letter, answer = self._until_quiet(key, PAUSE)
        return letter, answer - PAUSE

    def _until_quiet(self, key: str, pause: float) -> tuple[float, float]:
        """Seconds to the last byte before the first silence, and after the pause."""
        began = time.perf_counter()
        first = last = 0.0
        got = bytearray()
        os.write(self.terminal.master, key.encode())
        while True:
            wait = QUIET if last > pause else PATIENCE if not first else LONGEST
            if not select.select([self.terminal.master], [], [], wait)[0]:
                break
            got += os.read(self.terminal.master, 65536)
            now = time.perf_counter() - began
            if not first or (now - first < QUIET and first == last):
                first = now
            last = now
        self._stream.feed(bytes(got))
        return first, last


@contextlib.contextmanager
def desks(paths: Sequence[Path], login: str = LOGIN) -> Iterator[list[Watched]]:
    """A signed-in desk on each database, its home page read."""
    with contextlib.ExitStack() as stack:
        found = []
        for path in paths:
            desk = Watched(path, login)
            stack.enter_context(desk.terminal)
            desk.terminal.wait_for("用户名", login, "口令")
            desk.terminal.send(PASSWORD, ENTER)
            desk.terminal.wait_for("今日工作", "应办")
            desk.rest()
            found.append(desk)
        yield found


def measure(desks: Sequence[Watched], keys: int) -> dict[str, list[list[float]]]:
    """Seconds by what was done, then by desk."""
    found: dict[str, list[list[float]]] = {
        what: [[] for _ in desks] for what in ("list step", "letter", "answer")
    }
    for desk in desks:
        desk.terminal.send(HOME)
        desk.rest()
    for _ in range(keys):
        for place, desk in enumerate(desks):
            found["list step"][place].append(desk.press(DOWN))
    for desk in desks:
        desk.terminal.send(F3)
        desk.terminal.wait_for("身份证号")
        desk.terminal.send("w")
        desk.terminal.wait_for("第 1 条")
        desk.rest()
    for number in range(keys):
        for place, desk in enumerate(desks):
            letter, answer = desk.ask(BACKSPACE if number % 2 else "j")
            found["letter"][place].append(letter)
            found["answer"][place].append(answer)
    for desk in desks:
        desk.terminal.send(ESC)
        desk.terminal.wait_for("出生证号", "共")
    return found


def percentile(values: Sequence[float], percent: int) -> float:
    """Milliseconds."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1] * 1000


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--keys", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    sizes = (SMALL, options.people)
    with contextlib.ExitStack() as stack:
        folder = options.folder or Path(stack.enter_context(TemporaryDirectory()))
        paths = [folder / f"{size}.db" for size in sizes]
        for path, size in zip(paths, sizes, strict=True):
            if not path.exists():
                make(path, size)
        watched = stack.enter_context(desks(paths))
        for desk in watched:
            desk.terminal.send("3")
            desk.terminal.wait_for("出生证号", "共")
        rounds = [measure(watched, options.keys) for _ in range(options.rounds)]
    print(f"key to last byte, ms, 80x24; median of {options.rounds} rounds of {options.keys} keys")
    heads = "".join(f"{size:>9} p50{size:>9} p99" for size in sizes)
    print(f"{'':12}{heads}  ratio p50   p99")
    beyond = False
    for what in rounds[0]:
        small, large = (
            [
                statistics.median(percentile(found[what][place], at) for found in rounds)
                for at in (50, 99)
            ]
            for place in range(2)
        )
        ratios = [many / few for few, many in zip(small, large, strict=True)]
        beyond |= max(ratios) > ALLOWED
        figures = "".join(f"{value:13.1f}" for value in (*small, *large))
        print(f"{what:12}{figures}{ratios[0]:11.2f}{ratios[1]:6.2f}")
    return int(beyond)


if __name__ == "__main__":
    sys.exit(main())
