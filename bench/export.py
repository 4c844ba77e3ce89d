"""Export of 10,000 rows against bare XlsxWriter writing the same cells.

    python -m bench.export

Two ratios: the workbook alone, and the whole package (reading the database, workbook, CSV files,
hashes, flushing to the disk).
"""

import sys
import tempfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from time import process_time
from typing import Any

from sqlalchemy import insert
from xlsxwriter import Workbook

from desk.context import Desk
from desk.registers import registers
from ledgers.export import export_quarter
from ledgers.export.child import child_sheet
from ledgers.export.workbook import Cover, write_workbook
from models.child import Child, ChildCheck
from models.engine import Store
from models.migrations import create_store
from models.people import Centre, Person, User, Village
from rules.periods import quarter_period
from rules.schedule import child_contacts

ROWS = 10_000
TODAY = date(2026, 11, 21)
PERIOD = quarter_period("2026Q3")
ROUNDS = 3


def fill(path: Path) -> Store:
    """A database of 10,000 children under seven with the checks due so far."""
    store = create_store(path)
    people: list[dict[str, Any]] = []
    children: list[dict[str, Any]] = []
    checks: list[dict[str, Any]] = []
    for number in range(1, ROWS + 1):
        born = date(2020, 1, 1) + timedelta(days=number * 2400 // ROWS)
        common = {"id": number, "centre": "C1", "version": 1}
        name = f"甲{number}"
        people.append(
            common
            | {
                "name": name,
                "sex": "1",
                "birth_date": born,
                "village_id": 1,
                "phones": ["13800000000"],
            }
        )
        children.append(
            common
            | {
                "person_id": number,
                "mother_name": "乙",
                "birth_weight_g": 3200,
                "birth_ga_days": 279,
            }
        )
        checks.extend(
            {
                "centre": "C1",
                "version": 1,
                "child_id": number,
                "contact": contact.code,
                "checked_on": contact.opens,
                "weight_g": 9000,
                "length_mm": 720,
            }
            for contact in child_contacts(born)
            if contact.opens <= PERIOD.end
        )
    with store.write.begin() as connection:
        connection.execute(insert(Centre), [{"code": "C1", "name": "云溪镇卫生院", "town": ""}])
        village = {"id": 1, "centre": "C1", "version": 1, "name": "东庄村", "position": 0}
        user = {"id": 1, "centre": "C1", "version": 1, "login": "u1", "name": "甲"}
        tables = [
            (User, [user | {"roles": ["clerk"], "password_hash": ""}]),
            (Village, [village | {"aliases": []}]),
            (Person, people),
            (Child, children),
            (ChildCheck, checks),
        ]
        for table, rows in tables:
            connection.execute(insert(table), rows)
    return store


def bare(path: Path, rows: list[list[Any]], decimals: list[int]) -> None:
    """The same values with XlsxWriter alone: constant memory, plain formats."""
    book = Workbook(str(path), {"constant_memory": True})
    page = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    formats = [book.add_format({"num_format": f"0.{'0' * places}"}) for places in decimals]
    for row, values in enumerate(rows):
        for place, value in enumerate(values):
            if value is None:
                page.write_blank(row, place, None, day)
            elif isinstance(value, str):
                page.write_string(row, place, value)
            elif isinstance(value, date | datetime):
                page.write_datetime(row, place, value, day)
            else:
                page.write_number(row, place, value, formats[place])
    book.close()


def best(work: Callable[[], object]) -> float:
    """The least processor time of some rounds, in seconds."""
    times = []
    for _ in range(ROUNDS):
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder))


def measure(folder: Path) -> int:
    store = fill(folder / "bench.db")
    desk = Desk(store, "C1", "云溪镇卫生院", "u1", "甲", frozenset({"clerk"}), TODAY)
    sheet = child_sheet(registers(desk, PERIOD).children)
    (block,) = sheet.blocks
    rows = [[float(v) if isinstance(v, Decimal) else v for v in row] for row in block.rows()]
    decimals = [0, *(column.decimals for column in block.columns)]
    cover = Cover(desk.centre_name, PERIOD.code, ())
    alone = best(lambda: bare(folder / "bare.xlsx", rows, decimals))
    book = best(lambda: write_workbook(folder / "book.xlsx", cover, (sheet,), TODAY, lambda: None))
    package = best(lambda: export_quarter(desk, PERIOD, folder / "out"))
    store.close()
    print(f"rows {len(rows)}, cells {sum(map(len, rows))}, processor seconds, best of {ROUNDS}")
    print(f"bare XlsxWriter      {alone:6.2f}   1.00")
    print(f"our workbook         {book:6.2f}   {book / alone:.2f}")
    print(f"the whole package    {package:6.2f}   {package / alone:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
