"""How much the desk sends down the line, and what a key costs, beside vim, curses and others.

All programs draw the same invented rows of Chinese in ptys of 80x24 (TERM=xterm-256color, no
COLORTERM) and take their keys in turn, in one run. Counted is what a program writes to its pty.

    first paint     from the start of the program until the page of rows stands
    list step       the cursor one row down, both rows in view; median of --keys
    scrolled line   the cursor one row down at the lower edge: the rows move; median of --keys
    letter at end   one Latin letter at the end of a field or of a line of its own among the
                    rows; median of --letters
    letter before   the same before fourteen cells of words, which move on
    Tab             through twenty fields and back with Shift+Tab; median and most
    page down       median of 10; and as a share of the UTF-8 text of the lines that changed
    idle            ten seconds without a key
    CPU             processor time of all threads (Linux: /proc) for one key; median

vim runs as ``vim -u NONE -N`` with cursorline, nowrap and no swap file; its second column has
``ruler``, which like the toolkit's foot says where the cursor is. The curses list uses the
terminal's scroll region. visidata shows the rows as TSV (``--visidata``: where it is, else from
PATH). Stock Textual: its DataTable with Header and Footer; for CPU a virtual list, the leanest
its public classes allow, and a form of its Inputs without Footer (``bench/rivals``).

Each line with a limit says whether it was met. The exit status says only that all was measured.

    python -m bench.terminal [--keys 50] [--letters 20] [--visidata PATH]
"""

import argparse
import select
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.rivals.rows import COLUMNS, COUNT, LABELS, line, person
from bench.start import cpu_seconds
from tests.terminal.harness import DOWN, PAGE_DOWN, PAGE_UP, SHIFT_TAB, TAB, UP, Terminal
from tui.environment import FIXED

IDLE_SECONDS = 10.0
FIRST_BYTE = 1.0  # a key without an answer in this time has none
QUIET = 0.06  # an answer is over when nothing came for so long
STANDS = 0.7  # the same for a whole first screen
LINES = 24
MIDDLE, RUN = 4, 8  # so many rows below the first the steps begin, so many before they go back
HOME, CLEAR = "\x1b[H", "\x15"  # Ctrl+U empties the field or line in all of them
WORDS = "东庄村大寨子村"
LETTERS = "wangxiaolizhaochunmei"
VIM = ["vim", "-u", "NONE", "-N", "-n", "-i", "NONE", "--cmd"]
# Without its questions to the terminal, which nobody here answers: bytes in vim's favour.
VIM_SET = "set t_RV= t_RK= t_TI= t_TE= cursorline nowrap encoding=utf-8 shortmess+=F"


@dataclass(frozen=True, slots=True)
class Keys:
    """What a program calls the keys that are measured."""

    down: str = DOWN
    up: str = UP
    page: str = PAGE_DOWN
    page_back: str = PAGE_UP


@dataclass(slots=True)
class Program:
    """A program with its list on a terminal of its own."""

    name: str
    command: Sequence[str]
    keys: Keys = field(default_factory=Keys)
    shows: str = ""  # words that stand when the first page does

    def open(self, stack: ExitStack, folder: Path) -> tuple[Terminal, int]:
        """The program at work, and the bytes of its first paint."""
        # A home without settings, where it may leave its own; nothing of Textual's is animated.
        home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
        env = home | FIXED
        terminal = stack.enter_context(Terminal(self.command, env=env))
        terminal.wait_for(self.shows)
        terminal.settle(STANDS)
        return terminal, terminal.received


@dataclass(frozen=True, slots=True)
class Cost:
    """One key's bytes, processor time, and the text of the lines it changed."""

    size: int
    cpu: float
    text: int


@dataclass(slots=True)
class Table:
    """Measured lines, printed as they come."""

    names: Sequence[str]

    def head(self) -> None:
        print(f"{'':21}" + "".join(f"{name:>10}" for name in self.names) + "   ratio")

    def line(
        self,
        what: str,
        values: dict[str, float],
        *,
        limit: float | None = None,
        against: str = "vim",
        unit: str = "",
    ) -> None:
        """A line: the values and how ours stands to the limit, which is a ratio or absolute."""
        ours = values["ours"]
        cells = [_shown(values.get(name)) for name in self.names]
        ratio = ours / values[against] if values.get(against) else None
        print(f"{what:21}{''.join(cells)}" + (f"{ratio:8.2f}" if ratio else f"{'':8}"), end="")
        reached = ours if unit else ratio
        if limit is not None and reached is not None:
            bound = f"{limit:g}{unit}" if unit else f"{limit:g} x {against}"
            print(f"  <= {bound}: {'met' if reached <= limit else 'NOT MET'}", end="")
        print(flush=True)


def _shown(value: float | None) -> str:
    if value is None:
        return f"{'':10}"
    return f"{value:10.0f}" if value == int(value) or value >= 100 else f"{value:10.2f}"


def press(terminal: Terminal, key: str) -> Cost:
    """Send a key and read its whole answer."""
    before, size, spent = terminal.lines, terminal.received, cpu_seconds(terminal.pid)
    terminal.send(key)
    select.select([terminal.master], [], [], FIRST_BYTE)
    terminal.settle(QUIET)
    changed = [new for old, new in zip(before, terminal.lines, strict=True) if old != new]
    text = len("\n".join(changed).encode())
    return Cost(terminal.received - size, cpu_seconds(terminal.pid) - spent, text)


def in_turn(
    terminals: dict[str, Terminal], key: Callable[[str, int], str], times: int
) -> dict[str, list[Cost]]:
    """The same key in every program, one program after the other, so many times."""
    costs: dict[str, list[Cost]] = {name: [] for name in terminals}
    for turn in range(times):
        for name, terminal in terminals.items():
            costs[name].append(press(terminal, key(name, turn)))
    return costs


def sizes(costs: dict[str, list[Cost]]) -> dict[str, float]:
    """Median bytes by program."""
    return {name: statistics.median(cost.size for cost in each) for name, each in costs.items()}


def cpu_ms(costs: dict[str, list[Cost]]) -> dict[str, float]:
    """Median processor time by program, in milliseconds."""
    return {
        name: statistics.median(cost.cpu for cost in each) * 1000 for name, each in costs.items()
    }


def lists(folder: Path, visidata: str | None) -> list[Program]:
    """Every program that shows the rows as a list."""
    text, table = folder / "rows.txt", folder / "rows.tsv"
    text.write_text("\n".join(line(number) for number in range(COUNT)) + "\n")
    heading = "\t".join(words for words, _ in COLUMNS)
    table.write_text("\n".join([heading, *("\t".join(person(n)) for n in range(COUNT))]) + "\n")
    words = person(16)[2]  # the phone number of a row near the foot of every first page
    vim = Keys(down="j", up="k", page="\x06", page_back="\x02")
    module = [sys.executable, "-m"]
    found = [
        Program("ours", [*module, "bench.rivals.ours", "list"], shows=words),
        Program("vim", [*VIM, VIM_SET, str(text)], vim, words),
        Program("vim+ruler", [*VIM, f"{VIM_SET} ruler", str(text)], vim, words),
        Program(
            "curses",
            [*module, "bench.rivals.curses_list"],
            Keys(down="\x1bOB", up="\x1bOA"),  # it asks for the keypad's application keys
            words,
        ),
        Program("stock", [*module, "bench.rivals.stock", "table"], shows=words),
        Program("virtual", [*module, "bench.rivals.stock", "virtual"], shows=words),
    ]
    if visidata:
        found.append(Program("visidata", [visidata, "-N", str(table)], vim, words))
    return found


def measure_lists(programs: dict[str, Program], table: Table, folder: Path, times: int) -> None:
    """First paint, steps, scrolled lines, pages, idle."""

    def down(name: str, _: int) -> str:
        return programs[name].keys.down

    with ExitStack() as stack:
        opened = {name: each.open(stack, folder) for name, each in programs.items()}
        terminals = {name: terminal for name, (terminal, _) in opened.items()}
        first = {name: float(size) for name, (_, size) in opened.items()}
        table.line("first paint, bytes", first, limit=1.5)

        in_turn(terminals, down, MIDDLE)
        steps: dict[str, list[Cost]] = {name: [] for name in terminals}
        for _ in range(0, times, RUN):
            for name, costs in in_turn(terminals, down, RUN).items():
                steps[name] += costs
            in_turn(terminals, lambda name, _: programs[name].keys.up, RUN)
        table.line("list step, bytes", sizes(steps), limit=1.1)

        in_turn(terminals, down, LINES)  # every cursor at the lower edge
        scrolled = in_turn(terminals, down, times)
        table.line("scrolled line, bytes", sizes(scrolled), limit=1.3)

        pages = in_turn(terminals, lambda name, _: programs[name].keys.page, 10)
        table.line("page down, bytes", sizes(pages))
        shares = {
            name: statistics.median(cost.size / max(1, cost.text) for cost in each)
            for name, each in pages.items()
        }
        table.line("page down / its text", shares, limit=1.2, unit=" of its text")

        received = {name: terminal.received for name, terminal in terminals.items()}
        end = time.monotonic() + IDLE_SECONDS
        while time.monotonic() < end:
            for terminal in terminals.values():
                terminal.settle(0.01)
        idle = {n: float(each.received - received[n]) for n, each in terminals.items()}
        table.line("ten idle seconds", idle, limit=0, unit=" bytes")
        table.line("list step, CPU ms", cpu_ms(steps), limit=1.0, against="virtual")


def measure_fields(programs: dict[str, Program], table: Table, folder: Path, letters: int) -> None:
    """Letters and Tabs: our form, stock Textual's, and vim's insert mode in the list's text."""
    module = [sys.executable, "-m"]
    vim = {name: each for name, each in programs.items() if name.startswith("vim")}
    forms = {
        "ours": Program("ours", [*module, "bench.rivals.ours", "form"], shows=LABELS[5]),
        "stock": Program("stock", [*module, "bench.rivals.stock", "form"], shows=person(7)[0]),
    }
    with ExitStack() as stack:
        editors = {name: program.open(stack, folder)[0] for name, program in (forms | vim).items()}
        for name in vim:
            for key in [*"jjjjjjjj", "o"]:  # an empty line in the middle of the screen
                press(editors[name], key)
        typed = in_turn(editors, lambda _, turn: LETTERS[turn % len(LETTERS)], letters)
        table.line("letter at end, bytes", sizes(typed), limit=1.1)
        for key in [CLEAR, *WORDS, HOME]:
            for editor in editors.values():
                press(editor, key)
        before = in_turn(editors, lambda _, turn: LETTERS[turn % len(LETTERS)], letters)
        table.line("letter before, bytes", sizes(before), limit=1.1)

        filled = {name: editors[name] for name in forms}
        last = len(LABELS) - 1
        tabs = in_turn(filled, lambda _, turn: TAB if turn < last else SHIFT_TAB, 2 * last)
        table.line("Tab, bytes", sizes(tabs), limit=200, unit=" bytes")
        most = {name: float(max(cost.size for cost in each)) for name, each in tabs.items()}
        table.line("Tab, most bytes", most)
        table.line("letter at end, CPU ms", cpu_ms(typed), against="stock")
        table.line("Tab, CPU ms", cpu_ms(tabs), limit=0.5, against="stock")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--keys", type=int, default=50)
    parser.add_argument("--letters", type=int, default=20)
    parser.add_argument("--visidata", default=shutil.which("vd"))
    options = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        programs = {each.name: each for each in lists(folder, options.visidata)}
        table = Table(list(programs))
        table.head()
        measure_lists(programs, table, folder, options.keys)
        measure_fields(programs, table, folder, options.letters)


if __name__ == "__main__":
    main()
