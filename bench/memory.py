"""Whether the desk grows: its memory after a hundred screen changes and after two thousand.

The real program in a pty of 80x24 on the database of a small demo township, signed in, driven
round by round through every desk: lists, a person, a form half filled and thrown away, the
palette, help, find. A round is twenty screen changes and a hundred keys. Resident memory (Linux:
VmRSS) is read on the home page after the first five rounds and after all; the limit is 5 %.

With --objects the program also counts its living objects by class at both moments, and the
classes that grew are named.

    python -m bench.memory [--rounds 100] [--objects]
"""

import argparse
import gc
import json
import os
import runpy
import signal
import sys
import time
from collections import Counter
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from seed.demo import make_demo
from seed.filling import PASSWORD
from tests.terminal.harness import (
    CTRL_P,
    DOWN,
    ENTER,
    ESC,
    F1,
    F4,
    PAGE_DOWN,
    PAGE_UP,
    TAB,
    UP,
    Terminal,
)
from tui.keys import BURST_SECONDS

TODAY = date(2026, 11, 21)
WARM_ROUNDS = 5
LIMIT = 5.0  # per cent
TYPING_SECONDS = 0.006  # between keys that change no screen
HOME = "应办"
COUNTS = "MCHDESK_BENCH_COUNTS"  # where the program is to write its objects

# What is typed, and the words that stand when the screen it opens does.
Step = tuple[list[str], str]
ROUND: list[Step] = [
    (["2"], "在管的孕册"),
    ([*[DOWN] * 13, *[UP] * 8, ENTER], "身份证"),
    ([*[DOWN] * 3, ESC], "在管的孕册"),
    ([F4], "姓名*"),
    ([*"wangxiaoli", ENTER, *"361199199706122220", TAB, TAB, ESC], "还没有保存"),
    (["3"], "在管的孕册"),
    (["3"], "出生证号"),
    ([*[DOWN] * 9, PAGE_DOWN, PAGE_UP, ENTER], "身份证"),
    ([ESC], "出生证号"),
    ([CTRL_P], "全部功能:"),
    (["j", "c", DOWN, ESC], "出生证号"),
    ([F1], "帮助: 儿童"),
    ([*[DOWN] * 3, ESC], "出生证号"),
    (["4"], "在库"),
    (["5"], "已督导"),
    ([*[DOWN] * 3, "6"], "截至"),
    ([*[DOWN] * 3, "7"], "做什么"),
    (["/"], "找人"),
    ([*"wx", ESC], "做什么"),
    (["1"], HOME),
]
CHANGES = len(ROUND)
KEYS = sum(len(keys) for keys, _ in ROUND)


def play(terminal: Terminal) -> None:
    """One round; ends on the home page."""
    for keys, words in ROUND:
        for key in keys[:-1]:
            terminal.send(key)
            terminal.settle(TYPING_SECONDS)
        terminal.settle(2 * BURST_SECONDS)  # a hand, not a scanner
        opened = partial(stands, terminal, words, terminal.received)
        terminal.send(keys[-1])
        terminal.wait_until(opened, words)


def stands(terminal: Terminal, words: str, received: int) -> bool:
    """Whether the words are on the screen and something was drawn since."""
    return terminal.received > received and words in terminal.text


def resident_kb(pid: int) -> int:
    """The process's resident memory."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    raise SystemExit(f"no process {pid}")


def objects(terminal: Terminal, path: Path) -> Counter[str]:
    """How many objects of each class the program holds; it counts when told by a signal."""
    path.unlink(missing_ok=True)
    terminal.kill(signal.SIGUSR1)
    while not path.exists():
        terminal.settle(0.1)
    return Counter(json.loads(path.read_text()))


def count_when_told() -> None:
    """In the program itself: write the living objects by class on SIGUSR1."""
    target = Path(os.environ[COUNTS])

    def count(*_: object) -> None:
        gc.collect()
        kinds = [type(each) for each in gc.get_objects()]
        found = Counter(f"{kind.__module__}.{kind.__name__}" for kind in kinds)
        part = target.with_suffix(".part")
        part.write_text(json.dumps(found))
        part.replace(target)

    signal.signal(signal.SIGUSR1, count)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--objects", action="store_true")
    options = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        path, counts = folder / "demo.db", folder / "counts.json"
        make_demo(path, TODAY, births_per_year=20, years=2)
        module = "bench.memory" if options.objects else "mchdesk"
        words = ["--db", str(path), "--on", TODAY.isoformat(), "--lang", "zh", "--as", "clerk"]
        env = {"HOME": name, "XDG_CONFIG_HOME": name, "XDG_DATA_HOME": name}
        env |= {COUNTS: str(counts)} if options.objects else {}
        with Terminal([sys.executable, "-m", module, *words], env=env) as terminal:
            terminal.wait_for("口令")
            terminal.send(PASSWORD)
            terminal.settle()
            terminal.send(ENTER)
            terminal.wait_for(HOME)
            began = time.monotonic()
            for number in range(1, options.rounds + 1):
                play(terminal)
                if number == WARM_ROUNDS:
                    terminal.settle()
                    # Counting takes memory of its own: first, so that it is in both readings.
                    held = objects(terminal, counts) if options.objects else Counter[str]()
                    first = resident_kb(terminal.pid)
                if number % (4 * WARM_ROUNDS) == 0 or number == WARM_ROUNDS:
                    terminal.settle()
                    now = resident_kb(terminal.pid)
                    print(
                        f"{number * CHANGES:6} screen changes {number * KEYS:7} keys"
                        f"{now:9} kB {time.monotonic() - began:6.0f} s",
                        flush=True,
                    )
            terminal.settle()
            last = resident_kb(terminal.pid)
            grown = objects(terminal, counts) - held if options.objects else Counter[str]()
    growth = (last / first - 1) * 100
    met = "met" if growth <= LIMIT else "NOT MET"
    print(f"{first} kB, then {last} kB: {growth:+.1f} %   <= {LIMIT:g} %: {met}")
    for kind, count in grown.most_common(40):
        print(f"{count:8} more {kind}")


if __name__ == "__main__":
    if COUNTS in os.environ:
        count_when_told()
        runpy.run_module("mchdesk", run_name="__main__", alter_sys=True)
    else:
        main()
