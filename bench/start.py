"""What a clerk waits for in the morning: the start of the desk against an empty Textual app.

Both run in a pty of 80x24, in turn, so that whatever else the machine does falls on both. Counted
is the processor time of all threads from the start of the process until its words stand on the
screen (Linux: /proc). Starts with a database that is there, at the sign-in page.

    python -m bench.start [--runs 11]
"""

import argparse
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from seed.start import new_centre
from tests.terminal.harness import Terminal

EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App[None]):
    def compose(self):
        yield Static("ready")
Empty().run(mouse=False)
"""


def cpu_seconds(pid: int) -> float:
    """Processor time of a process's threads so far."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    spent = [int((thread / "schedstat").read_text().split()[0]) for thread in threads]
    return sum(spent) / 1e9


def start(command: list[str], words: str) -> tuple[float, float, int]:
    """CPU seconds, wall seconds and bytes until the words are on the screen."""
    began = time.perf_counter()
    with Terminal(command) as terminal:
        terminal.wait_for(words)
        return cpu_seconds(terminal.pid), time.perf_counter() - began, terminal.received


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=11)
    runs: int = parser.parse_args().runs
    with TemporaryDirectory() as folder:
        path = Path(folder) / "centre.db"
        new_centre(
            path,
            name="甲卫生院",
            code="331199",
            admin="boss",
            password="bench",  # noqa: S106  invented
            year=2026,
        ).close()
        commands = {
            "empty Textual app": ([sys.executable, "-c", EMPTY], "ready"),
            "mchdesk, sign-in page": (
                [sys.executable, "-m", "mchdesk", "--lang", "zh", "--db", str(path)],
                "用户名",
            ),
        }
        found: dict[str, list[tuple[float, float, int]]] = {name: [] for name in commands}
        for command in commands.values():
            start(*command)  # compiled files and disk cache are warm for both
        for _ in range(runs):
            for name, command in commands.items():
                found[name].append(start(*command))
    base = statistics.median(run[0] for run in found["empty Textual app"])
    print(f"start to first paint, 80x24, median of {runs}")
    print(f"{'':24}{'CPU ms':>8}{'wall ms':>9}{'bytes':>8}{'ratio':>7}")
    for name, each in found.items():
        cpu, wall, size = (statistics.median(run[place] for run in each) for place in range(3))
        print(f"{name:24}{cpu * 1000:8.0f}{wall * 1000:9.0f}{size:8.0f}{cpu / base:7.2f}")


if __name__ == "__main__":
    main()
