"""Birth certificates: ten years of a thousand a year against one such year, and a small centre.

Three files: thirty certificates in one year, a thousand in one year, a thousand in each of ten
(10,500 numbers, 52,000 moves). They take turns, so that whatever else the machine does falls on
all. What only looks at a day, a month, a year or a number should cost the same with one year of
books as with ten. Measured is processor time, median of the rounds.

What writes is tried on a copy made for each round: a certificate from its number to the confirmed
print, the seal on fifty, bundles of a hundred and of ten thousand, the latter against the bare rows
of the same numbers. Then the page of certificates, from its key to its lines on a terminal of
80x24, and the memory it takes; and ``stock --json`` as a program of its own.

    python -m bench.certificates [--folder DIR] [--rounds 9] [--writing 3]

``--folder`` keeps the files for the next time. Exit status 1: what should not grow with the years
did, beyond what is allowed.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from bench.books import make
from bench.crowd import PASSWORD, TODAY
from bench.latency import Watched, desks
from bench.memory import resident_kb
from desk.application import applications
from desk.certificate_duties import certificate_duties
from desk.certificate_registers import certificate_registers
from desk.certificate_table import certificate_table, numbers_of
from desk.collecting import uncollected
from desk.context import Desk
from desk.issuing import confirm, next_number, printed, reserve
from desk.lists import Ask, count_issues, issues
from desk.number_life import number_life
from desk.opening import open_store
from desk.safekeeping import check
from desk.sealing import seal, unsealed
from desk.sign_in import sign_in
from desk.stock import stock
from desk.stock_book import papers, places
from desk.stock_counts import books
from desk.stock_room import before_receipt, receive
from models.engine import sqlite_module
from rules.periods import calendar_year, month_period, quarter_period

SIZES = {"small": (1, 30), "one year": (1, 1000), "ten years": (10, 1000)}
ALLOWED = 2  # ten times the books: each number's place is still looked at
FLOOR = 0.002  # seconds: what is below is there before anything grows
MANY, FEW = 10_000, 100
YEAR, MONTH = calendar_year(2026), month_period("2026-10")
QUARTER = quarter_period("2026Q3")
Act = Callable[[Desk], object]

# What looks at a period, a page or a number; with the books' size it need not grow.
STEADY: dict[str, Act] = {
    "the next number": next_number,
    "the table of a month": lambda desk: certificate_table(desk, MONTH.start, MONTH.end),
    "the table of a quarter": lambda desk: certificate_table(desk, QUARTER.start, QUARTER.end),
    "the table of the year": lambda desk: certificate_table(desk, YEAR.start, YEAR.end),
    "the numbers of a column": lambda desk: numbers_of(desk, "closing", YEAR.start, YEAR.end),
    "a number's life": lambda desk: number_life(desk, "Z331990001"),
    "the life of a blank": lambda desk: number_life(desk, next_number(desk) or ""),
    "fifty certificates": lambda desk: issues(desk, Ask(falling=True)),
    "open applications": applications,
    "what waits today": certificate_duties,
    "registers of a month": lambda desk: certificate_registers(desk, MONTH, masked=False),
    "registers of the year": lambda desk: certificate_registers(desk, YEAR, masked=False),
}
# What looks at every number, every paper or every move there is.
WHOLE: dict[str, Act] = {
    "where the numbers are": places,
    "how many certificates": count_issues,
    "what waits for the seal": unsealed,
    "what waits to be taken": uncollected,
    "the count of a month": books,
    "before a receipt": before_receipt,
    "the stock room's papers": papers,
    "the stock of all time": stock,
    "check": lambda desk: check(desk.store),
}


def reading(paths: Sequence[Path], rounds: int) -> dict[str, list[float]]:
    """Processor seconds of each thing that is read, by file."""
    with contextlib.ExitStack() as stack:
        found = [_desk(stack, path) for path in paths]
        return {
            what: _in_turn([partial(act, desk) for desk in found], rounds)
            for what, act in (STEADY | WHOLE).items()
        }


def _desk(stack: contextlib.ExitStack, path: Path, login: str = "issuer") -> Desk:
    store = open_store(path)
    stack.callback(store.close)
    return sign_in(store, login, PASSWORD, TODAY)


def _in_turn(acts: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """Median processor seconds of each; the first time each is warmed up."""
    taken: list[list[float]] = [[] for _ in acts]
    for number in range(rounds + 1):
        for place, act in enumerate(acts):
            began = process_time()
            act()
            if number:
                taken[place].append(process_time() - began)
    return [median(each) for each in taken]


def writing(paths: Sequence[Path], rounds: int) -> dict[str, list[float]]:
    """Processor seconds of what is written, by file; each round on copies of its own."""
    taken: dict[str, list[list[float]]] = {}
    for _ in range(rounds):
        for place, path in enumerate(paths):
            with TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
                copy = Path(folder) / path.name
                shutil.copyfile(path, copy)
                for what, seconds in _write(stack, copy).items():
                    taken.setdefault(what, [[] for _ in paths])[place].append(seconds)
    return {what: [median(each) for each in found] for what, found in taken.items()}


def _write(stack: contextlib.ExitStack, path: Path) -> dict[str, float]:
    issuer, sealer = _desk(stack, path), _desk(stack, path, "sealer")
    waiting = [each.id for each in applications(issuer) if each.step == "reserve"]
    papers = [each.issue_id for each in unsealed(sealer)]
    _issue(issuer, waiting.pop())  # the first one is not measured
    found = {
        "issuing one": _seconds(lambda: _issue(issuer, *waiting)) / len(waiting),
        "sealing fifty": _seconds(lambda: seal(sealer, papers)),
        "receiving a hundred": _seconds(lambda: _receive(issuer, "Y331000000", FEW)),
        "receiving ten thousand": _seconds(lambda: _receive(issuer, "Y332000000", MANY)),
        "the same rows, bare": _bare(path),
    }
    began = process_time()
    for _ in range(FEW):
        next_number(issuer)
    return found | {"the next number then": (process_time() - began) / FEW}


def _seconds(act: Callable[[], object]) -> float:
    began = process_time()
    act()
    return process_time() - began


def _issue(desk: Desk, *waiting: int) -> None:
    for application in waiting:
        reserve(desk, application)
        printed(desk, application)
        confirm(desk, application)


def _receive(desk: Desk, first: str, count: int) -> None:
    last = f"{first[:3]}{int(first[3:]) + count - 1:07}"
    bundle = {"received_on": TODAY, "first": first, "last": last, "count": count}
    receive(desk, bundle | {"checked_by": "验收丁"})


def _bare(path: Path) -> float:
    """The rows of the last receipt into tables of the same columns, without index or guard."""
    connection = sqlite_module().connect(str(path), isolation_level=None)
    tables = ("certificate_blanks", "certificate_moves", "audit")
    rows = []
    for table in tables:
        order = "seq" if table == "audit" else "id"
        most = 2 * MANY if table == "audit" else MANY
        query = f"SELECT * FROM {table} ORDER BY {order} DESC LIMIT {most}"  # noqa: S608  ours
        rows.append(connection.execute(query).fetchall())
        connection.execute(f"CREATE TABLE bare_{table} AS SELECT * FROM {table} LIMIT 0")  # noqa: S608  ours
    began = process_time()
    connection.execute("BEGIN IMMEDIATE")
    for table, some in zip(tables, rows, strict=True):
        marks = ", ".join("?" * len(some[0]))
        connection.executemany(f"INSERT INTO bare_{table} VALUES ({marks})", some)  # noqa: S608  ours
    connection.execute("COMMIT")
    taken = process_time() - began
    connection.close()
    return taken


def opening(watched: Sequence[Watched], rounds: int) -> tuple[list[float], list[int]]:
    """Seconds from the key of the certificates to their lines, by file; then the memory in kB."""
    taken: list[list[float]] = [[] for _ in watched]
    for _ in range(rounds):
        for place, desk in enumerate(watched):
            began = perf_counter()
            desk.terminal.send("4")
            desk.terminal.wait_for("今年废证率", "第 1 条")
            taken[place].append(perf_counter() - began)
            desk.rest()
            desk.terminal.send("\x1b")
            desk.terminal.wait_for("今日工作", "应办")
            desk.rest()
    return [median(each) for each in taken], [resident_kb(desk.terminal.pid) for desk in watched]


def cold(paths: Sequence[Path], rounds: int) -> list[float]:
    """Processor seconds of ``stock --json`` as a program of its own, by file."""
    taken: list[list[float]] = [[] for _ in paths]
    told = os.environ | {"MCHDESK_USER": "issuer", "MCHDESK_PASSWORD": PASSWORD}
    for _ in range(rounds):
        for place, path in enumerate(paths):
            command = [sys.executable, "-m", "mchdesk", "--db", str(path), "stock", "--json"]
            before = _children()
            subprocess.run(command, env=told, check=True, capture_output=True)
            taken[place].append(_children() - before)
    return [median(each) for each in taken]


def _children() -> float:
    spent = os.times()
    return spent.children_user + spent.children_system


def show(heading: str, found: dict[str, list[float]], scale: int = 1000) -> None:
    """A table: what, by file, ten years over one and over the small centre."""
    print(f"\n{heading:26}" + "".join(f"{name:>11}" for name in SIZES) + "  10:1   10:small")
    for what, (small, one, ten) in found.items():
        cells = "".join(f"{each * scale:11.1f}" for each in (small, one, ten))
        print(f"{what:26}{cells}{ten / one:6.2f}{ten / small:8.2f}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--writing", type=int, default=3)
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = options.folder or Path(stack.enter_context(TemporaryDirectory()))
        paths = [folder / f"certificates_{name.replace(' ', '_')}.db" for name in SIZES]
        for path, (years, a_year) in zip(paths, SIZES.values(), strict=True):
            if not path.exists():
                make(path, years, a_year)
        read = reading(paths, options.rounds)
        show("CPU ms", {what: read[what] for what in STEADY})
        show("CPU ms, all there is", {what: read[what] for what in WHOLE})
        show("CPU ms, written", writing(paths, options.writing))
        show("CPU ms, the program", {"stock --json": cold(paths, options.rounds)})
        watched = stack.enter_context(desks(paths, "issuer"))
        opened, memory = opening(watched, options.rounds)
    show("ms on a terminal", {"the page": opened})
    show("memory, MB", {"with the page": [each / 1024 for each in memory]}, 1)
    grew = [what for what in STEADY if _ratio(read[what]) > ALLOWED]
    for what in grew:
        print(f"GROWS with the years: {what}, {_ratio(read[what]):.2f}")
    return int(bool(grew))


def _ratio(found: list[float]) -> float:
    return max(found[2], FLOOR) / max(found[1], FLOOR)


if __name__ == "__main__":
    sys.exit(main())
