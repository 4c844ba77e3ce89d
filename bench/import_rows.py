"""What it costs to take in a child register of 1,000 rows with 8 checks each.

Prints the seconds of reading alone, of reading and taking in, of reading the same file again, and
of a bare executemany of the same records without validation, matching, audit or find keys; and
the ratios, which mean the same on every machine.

    python -m bench.import_rows [--rows 1000] [--profile]
"""

import argparse
import cProfile
import pstats
import sqlite3
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from xlsxwriter import Workbook

from desk.context import Desk
from desk.sign_in import create_centre, sign_in
from ledgers.imports import import_ledger
from ledgers.reading import VillageList, read_ledger
from models.engine import Store
from rules.identity import check_digit

TODAY = date(2026, 11, 21)
VILLAGES = VillageList("云溪镇", ("东庄村", "西岭村", "柳溪村"))
AGES: tuple[tuple[str, int], ...] = (
    ("满月", 30),
    ("3月龄", 95),
    ("6月龄", 186),
    ("8月龄", 247),
    ("12月龄", 370),
)
AGES += (("18月龄", 552), ("24月龄", 735), ("30月龄", 917))
WEIGHTS = (4.4, 6.7, 8.2, 8.9, 9.9, 11.2, 12.5, 13.7)
LENGTHS = (54.9, 62.1, 68.1, 71.1, 76.1, 82.6, 88.7, 93.2)
HEADINGS = ["序号", "村名", "儿童姓名", "性别", "母亲姓名", "母亲身份证号", "联系电话"]
HEADINGS += ["出生日期", "出生孕周", "儿童身份证号", "出生医学证明编号", "出生体重"]
HEADINGS += ["新生儿访视日期"]
GIVEN = "安佳晨丹恩菲刚涵静可乐敏宁沛琪然思桐文欣雅泽"
FAMILY = "王李张刘陈杨赵黄周吴"
TABLES = ("people", "children", "child_checks")

Result = TypeVar("Result")


def person_id(born: date, number: int, *, male: bool) -> str:
    first17 = f"331199{born:%Y%m%d}{(number % 499) * 2 + male:03}"
    return first17 + check_digit(first17)


def write_register(path: Path, rows: int) -> None:
    with Workbook(str(path)) as book:
        page = book.add_worksheet("0-6岁儿童")
        page.write_row(0, 0, ["0-6岁儿童健康管理台账"])
        page.write_row(1, 0, HEADINGS)
        for number, (age, _) in enumerate(AGES):
            column = len(HEADINGS) + 3 * number
            page.merge_range(1, column, 1, column + 2, age)
            page.write_row(2, column, ["体检日期", "体重(kg)", "身长(cm)"])
        for row in range(rows):
            page.write_row(3 + row, 0, register_row(row))


def register_row(row: int) -> list[object]:
    born = date(2023, 1, 1) + timedelta(days=row % 365)
    mother_born = date(1990, 1, 1) + timedelta(days=row % 4000)
    family = FAMILY[row % len(FAMILY)]
    given = GIVEN[row // 10 % len(GIVEN)] + GIVEN[row // 7 % len(GIVEN)]
    male = row % 2 == 0
    cells: list[object] = [
        row + 1,
        VILLAGES.villages[row % 3],
        family + given,
        "男" if male else "女",
        family + given[0],
        person_id(mother_born, row, male=False),
        f"138{row:08}",
        born.isoformat(),
        "39+2",
        person_id(born, row, male=male),
        f"Z33{7_100_000 + row:07}",
        3200,
        (born + timedelta(days=7)).isoformat(),
    ]
    for (_, days), weight, length in zip(AGES, WEIGHTS, LENGTHS, strict=True):
        cells += [(born + timedelta(days=days)).isoformat(), weight, length]
    return cells


def bare_insert(filled: Path, target: Path) -> None:
    """The same records into the same tables by executemany, and nothing else."""
    with sqlite3.connect(filled) as source, sqlite3.connect(target) as bare:
        for table in TABLES:
            found = source.execute(f"SELECT * FROM {table}")  # noqa: S608  names of our own
            columns = [column[0] for column in found.description]
            marks = ",".join("?" * len(columns))
            bare.execute(f"CREATE TABLE {table} ({','.join(columns)})")
            bare.executemany(f"INSERT INTO {table} VALUES ({marks})", found.fetchall())  # noqa: S608  as above
    source.close()
    bare.close()


def timed(act: Callable[[], Result]) -> tuple[float, Result]:
    start = time.perf_counter()
    result = act()
    return time.perf_counter() - start, result


def new_centre(folder: Path) -> tuple[Store, Desk]:
    store = create_centre(
        folder / "centre.db",
        name="测试卫生院",
        code="C1",
        admin="clerk",
        password="bench",  # noqa: S106  invented
    )
    return store, sign_in(store, "clerk", "bench", TODAY)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        ledger = folder / "台账.xlsx"
        write_register(ledger, options.rows)
        store, desk = new_centre(folder)
        reading, read = timed(lambda: read_ledger(ledger, "child", VILLAGES, TODAY))
        if len(read.records) != options.rows:
            raise SystemExit(f"only {len(read.records)} rows could be read: {read.refused[:1]}")
        profile = cProfile.Profile()
        if options.profile:
            profile.enable()
        importing, result = timed(lambda: import_ledger(desk, ledger, "child", VILLAGES))
        profile.disable()
        again, second = timed(lambda: import_ledger(desk, ledger, "child", VILLAGES))
        store.close()
        bare, _ = timed(lambda: bare_insert(folder / "centre.db", folder / "bare.db"))
    if (result.imported, second.imported) != (options.rows, 0):
        raise SystemExit(f"imported {result.imported}, then {second.imported}")
    print(f"rows                       {options.rows}")
    print(f"reading alone              {reading:6.2f} s")
    print(f"reading and taking in      {importing:6.2f} s   {importing / reading:5.2f} x reading")
    print(f"the same file again        {again:6.2f} s   {again / reading:5.2f} x reading")
    print(f"bare insert of the records {bare:6.2f} s")
    print(f"taking in / bare insert    {(importing - reading) / bare:6.1f} x")
    if options.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(30)


if __name__ == "__main__":
    main()
