"""The worklist of a township: a thousand pregnancies of history against a hundred thousand.

Two databases with the same women and children under care; what differs is how many pregnancies
are closed and how many children have grown out of care. They take turns: what the desk needs for
the list of all that is due (processor time), and how long the worklist page takes from its key to
the lines on a terminal of 80x24.

    python -m bench.worklist [--folder DIR] [--history 100000] [--rounds 15]

``--folder`` keeps the databases for the next time. Exit status 1: a ratio is beyond 20 %.
"""

import argparse
import contextlib
import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

from sqlmodel import SQLModel, insert

from bench.crowd import CODE, LOGIN, PASSWORD, TODAY, VILLAGES
from bench.latency import Watched, desks
from desk.opening import open_store
from desk.sign_in import create_centre, sign_in
from desk.villages import add_villages
from desk.worklist import due
from models.antenatal import AntenatalContact
from models.call import Call
from models.child import Child, ChildCheck
from models.delivery import Delivery, Newborn, PostpartumVisit
from models.folic import FolicCourse
from models.notice import Notice
from models.people import Person
from models.pregnancy import Pregnancy
from models.referral import Referral
from models.report import Report
from models.risk import RiskAssessment, RiskFollowup

SMALL = 1000
ALLOWED = 1.2
ONGOING, DELIVERED, CHILDREN = 240, 60, 1200  # under care in both, as in a township of 25,000
AT_ONCE = 5000
DAY = timedelta(days=1)
GROWN = 8 * 365  # days: children of the history have left the list
SPREAD = 20 * 365
Rows = dict[tuple[type[SQLModel], frozenset[str]], list[dict[str, Any]]]  # by the columns given


def make(path: Path, history: int) -> None:
    """A database with so many pregnancies of history, and those under care."""
    store = create_centre(path, name="云溪镇卫生院", code=CODE, admin=LOGIN, password=PASSWORD)
    add_villages(sign_in(store, LOGIN, PASSWORD, TODAY), VILLAGES)
    with store.write.begin() as connection:
        for rows in _batches(history):
            for (table, _), some in rows.items():
                connection.execute(insert(table), some)
    store.close()


def _batches(history: int) -> Iterator[Rows]:
    """Women under care first, so that both databases give them the same numbers."""
    under_care = ONGOING + DELIVERED
    numbers = range(1, under_care + history + 1)
    for start in range(0, len(numbers), AT_ONCE):
        rows: Rows = {}
        for number in numbers[start : start + AT_ONCE]:
            _woman(rows, number, under_care)
        yield rows
    rows = {}
    for number in range(CHILDREN):
        born = TODAY - (number * 7 * 365 // CHILDREN) * DAY
        _child(rows, len(numbers) + history + number + 1, born)
    yield rows


def _add(rows: Rows, table: type[SQLModel], **values: Any) -> None:
    rows.setdefault((table, frozenset(values)), []).append({"centre": CODE, "version": 1, **values})


def _woman(rows: Rows, number: int, under_care: int) -> None:
    if number <= ONGOING:
        start, state = TODAY - (10 + number * 270 // ONGOING) * DAY, "ongoing"
    elif number <= under_care:
        start, state = TODAY - (285 + number % 30) * DAY, "delivered"
    else:
        start, state = TODAY - (GROWN + 280 + number * 7919 % SPREAD) * DAY, "closed"
    name, village = f"王{number}", number % len(VILLAGES) + 1
    _add(rows, Person, id=number, name=name, sex="2", phones=["13800000001"], village_id=village)
    colour = "1234"[number % 4]
    _add(
        rows,
        Pregnancy,
        id=number,
        mother_id=number,
        card_no=f"C{number:07}",
        lmp=start,
        edd=start + 280 * DAY,
        booked_on=start + 9 * DAY,
        risk_colours=[colour],
        state=state,
        ended_on=None if state != "closed" else start + 322 * DAY,
        end_reason=None if state != "closed" else "1",
    )
    card: dict[str, Any] = {"pregnancy_id": number}
    _add(rows, RiskAssessment, **card, assessed_on=start + 9 * DAY, colours=[colour])
    for place, days in enumerate((9, 120, 150), 1):
        if start + days * DAY <= TODAY:
            _add(rows, AntenatalContact, **card, visited_on=start + days * DAY, number=place)
    if colour != "1" and start + 60 * DAY <= TODAY:
        _add(rows, RiskFollowup, **card, followed_on=start + 60 * DAY)
    _add(rows, Notice, person_id=number, found_on=start + 7 * DAY, **card)
    if state == "ongoing":
        return
    _call(rows, number, start + 100 * DAY)
    born = start + 280 * DAY
    _add(rows, Delivery, id=number, **card, delivered_on=born, discharged_on=born + 3 * DAY)
    _add(rows, Newborn, id=number, delivery_id=number, sex="1")
    if state == "closed":
        _history(rows, number, start, born)


def _history(rows: Rows, number: int, start: date, born: date) -> None:
    card = {"pregnancy_id": number}
    for kind, days in (("1", 5), ("2", 42)):
        _add(rows, PostpartumVisit, **card, visited_on=born + days * DAY, kind=kind)
    sent = start + 120 * DAY
    _add(rows, Referral, **card, referred_on=sent, reason="血压高", result_on=sent + 9 * DAY)
    _add(
        rows,
        Report,
        **card,
        kind="1",
        person_id=number,
        subject_table="risk_cases",
        subject_id=number,
        known_at=f"{sent}T01:00:00+00:00",
        due_at=f"{sent + 3 * DAY}T01:00:00+00:00",
        reported_on=sent + DAY,
    )
    begun = start - 60 * DAY
    ended = start + 90 * DAY
    _add(
        rows,
        FolicCourse,
        person_id=number,
        enrolled_on=begun,
        state="1",
        ended_on=ended,
        end_reason="1",
    )
    _child(rows, 10_000_000 + number, born, number)


def _child(rows: Rows, number: int, born: date, mother: int | None = None) -> None:
    village = number % len(VILLAGES) + 1
    _add(
        rows, Person, id=number, name=f"王小{number}", sex="1", birth_date=born, village_id=village
    )
    _add(rows, Child, id=number, person_id=number, mother_id=mother, newborn_id=mother)
    _add(rows, ChildCheck, child_id=number, contact="newborn", checked_on=born)


def _call(rows: Rows, number: int, on: date) -> None:
    _add(
        rows,
        Call,
        person_id=number,
        pregnancy_id=number,
        due_kind="antenatal",
        due_code="anc2",
        record_id=number,
        called_on=on,
        outcome="1",
    )


def listing(paths: Sequence[Path], rounds: int) -> tuple[list[list[float]], list[int]]:
    """Processor seconds of all that is due, by database; and how many lines each has."""
    with contextlib.ExitStack() as stack:
        open_desks = []
        for path in paths:
            store = open_store(path)
            stack.callback(store.close)
            open_desks.append(sign_in(store, LOGIN, PASSWORD, TODAY))
        counts = [len(due(desk)) for desk in open_desks]
        taken: list[list[float]] = [[] for _ in paths]
        for _ in range(rounds):
            for place, desk in enumerate(open_desks):
                began = process_time()
                due(desk)
                taken[place].append(process_time() - began)
        return taken, counts


def opening(watched: Sequence[Watched], rounds: int) -> list[list[float]]:
    """Seconds from the key of the worklist to its lines, by database."""
    taken: list[list[float]] = [[] for _ in watched]
    for desk in watched:
        desk.terminal.wait_for("今日工作", "应办")
        desk.rest()
    for _ in range(rounds):
        for place, desk in enumerate(watched):
            began = perf_counter()
            desk.terminal.send("8")
            desk.terminal.wait_for("全部村", "第 1 条")
            taken[place].append(perf_counter() - began)
            desk.terminal.send("\x1b")
            desk.terminal.wait_for("今日工作", "应办")
            desk.rest()
    return taken


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--history", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    sizes = (SMALL, options.history)
    with contextlib.ExitStack() as stack:
        folder = options.folder or Path(stack.enter_context(TemporaryDirectory()))
        paths = [folder / f"worklist_{size}.db" for size in sizes]
        for path, size in zip(paths, sizes, strict=True):
            if not path.exists():
                make(path, size)
        listed, counts = listing(paths, options.rounds)
        opened = opening(stack.enter_context(desks(paths)), options.rounds)
    print(f"{counts[0]} and {counts[1]} lines are due; median of {options.rounds}, ms")
    heads = "".join(f"{size:>10}" for size in sizes)
    print(f"{'':12}{heads}     ratio")
    beyond = counts[0] != counts[1]
    for what, found in (("due", listed), ("the page", opened)):
        small, large = (median(each) * 1000 for each in found)
        beyond |= large / small > ALLOWED
        print(f"{what:12}{small:10.1f}{large:10.1f}{large / small:10.2f}")
    return int(beyond)


if __name__ == "__main__":
    sys.exit(main())
