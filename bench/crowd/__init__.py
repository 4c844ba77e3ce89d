"""A centre with as many people on its books as one likes, written straight into the tables.

Of a thousand people 400 are children on the register, 300 women have a pregnancy card, the rest are
relatives; births are spread evenly over 60 years, so the youngest are always there. Everybody is
found by name, initials, identity number, phone and numbers; the audit chain knows only the centre.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlmodel import SQLModel

from desk.find_keys import keys_of, normal
from desk.sign_in import create_centre, sign_in
from desk.villages import add_villages
from models.engine import sqlite_module
from models.list_keys import card_keys, child_keys
from models.people import Person
from rules.identity import check_digit

CODE, PASSWORD, LOGIN = "331199", "bench-2026", "boss"
TODAY = date(2026, 11, 21)
VILLAGES = tuple(f"{one}{two}村" for one in "东西南北上下" for two in "庄岭溪湾坪")
FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗单曾"
GIVEN = "安佳晨丹恩菲刚涵静可乐敏宁沛琪然思桐文欣雅泽伟芳娜秀英强磊洋艳勇军杰娟涛明超兰霞平"
DAYS = 60 * 365
CHILD, WOMAN = 4, 7  # of ten people: below the first a child, below the second a woman with a card
COLUMNS = {
    "people": "id centre version name id_no sex birth_date phones village_id residence",
    "find_keys": "person_id kind key centre",
    "children": "id centre version person_id mother_name birth_weight_g",
    "pregnancies": "id centre version mother_id card_no booked_on lmp lmp_basis edd risk_colours"
    " state ended_on end_reason",
    "list_keys": "centre list key record_id person_id",
}
Rows = dict[str, list[tuple[Any, ...]]]


def make(path: Path, people: int) -> None:
    """A database file with so many people."""
    store = create_centre(path, name="云溪镇卫生院", code=CODE, admin=LOGIN, password=PASSWORD)
    add_villages(sign_in(store, LOGIN, PASSWORD, TODAY), VILLAGES)
    store.close()
    connection = sqlite_module().connect(str(path), isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("BEGIN")
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    indexes = [(name, sql) for name, sql in indexes if " ON audit " not in sql]
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")  # built at once afterwards, and much faster
    places: list[tuple[Any, ...]] = []
    for rows in _batches(people):
        places += rows.pop("list_keys")
        for table, some in rows.items():
            _insert(connection, table, some)
    _insert(connection, "list_keys", sorted(places))
    for _, sql in indexes:
        connection.execute(sql)
    connection.execute("COMMIT")
    connection.close()


def _insert(connection: Any, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    columns = COLUMNS[table].split()
    known = SQLModel.metadata.tables[table].columns
    names = ", ".join(f'"{known[name].name}"' for name in columns)
    marks = ", ".join("?" * len(columns))
    connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608  names of our own


def _batches(people: int, at_once: int = 10_000) -> Iterator[Rows]:
    chance = random.Random(1)  # noqa: S311  the same people each time
    for start in range(1, people + 1, at_once):
        rows: Rows = {table: [] for table in COLUMNS}
        for number in range(start, min(start + at_once, people + 1)):
            _person(rows, chance, number, people)
        yield rows


def _person(rows: Rows, chance: random.Random, number: int, people: int) -> None:
    part = number % 10
    name = "".join((chance.choice(FAMILY), *chance.choices(GIVEN, k=chance.choice((1, 2, 2)))))
    born = TODAY - timedelta(days=number * 7919 % people * DAYS // people)
    if part >= CHILD:
        born = TODAY - timedelta(days=16 * 365 + chance.randrange(30 * 365))
    sex = 2 if CHILD <= part < WOMAN else chance.choice((1, 2))
    first17 = f"{CODE}{number:011}"  # a birth date in it would run out of serial numbers
    id_no = first17 + check_digit(first17)
    phone = f"13{number:09}"
    village = chance.randrange(len(VILLAGES)) + 1
    rows["people"].append(
        (number, CODE, 1, name, id_no, str(sex), str(born), f'["{phone}"]', village, "1")
    )
    keys = {*_name_keys(name), ("id", normal(id_no)), ("id_tail", normal(id_no)[::-1])}
    keys |= {("phone", phone), ("phone_tail", phone[::-1])}
    places: list[tuple[str, str]] = []
    if part < CHILD:
        rows["children"].append((number, CODE, 1, number, f"{name[0]}{GIVEN[part]}", 3200))
        places = _places(child_keys, name, str(born), village)
    elif part < WOMAN:
        card = f"C{number:07}"
        keys |= {("number", card.lower()), ("number_tail", card.lower()[::-1])}
        places = _card(rows, number, card, name, village, number * 7919 % people * DAYS // people)
    rows["find_keys"] += [(number, kind, key, CODE) for kind, key in sorted(keys)]
    rows["list_keys"] += [(CODE, which, key, number, number) for which, key in places]


def _card(  # noqa: PLR0913, PLR0917  what a card consists of
    rows: Rows, number: int, card: str, name: str, village: int, days_ago: int
) -> list[tuple[str, str]]:
    lmp = TODAY - timedelta(days=days_ago + 40)
    edd, booked = lmp + timedelta(days=280), lmp + timedelta(days=40)
    state = "ongoing" if edd > TODAY else "closed"
    ended = None if state == "ongoing" else str(edd + timedelta(days=42))
    end = None if ended is None else "1"
    kept = (number, CODE, 1, number, card, str(booked), str(lmp), "1", str(edd), '["1"]')
    rows["pregnancies"].append((*kept, state, ended, end))
    return _places(card_keys, name, village, state, str(edd), str(booked))


def _places(keys: Any, name: str, *known: Any) -> list[tuple[str, str]]:
    return list(keys(name, *known))


@cache
def _name_keys(name: str) -> frozenset[tuple[str, str]]:
    return frozenset(keys_of(Person(centre=CODE, name=name)))
