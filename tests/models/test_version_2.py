"""From a file of version 1: what it holds stands in the lists, and the schema is the new one's."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from desk.context import Desk
from desk.lists import Ask, children, pregnancies
from desk.people import find
from desk.pregnancy import open_card
from desk.safekeeping import check
from desk.sign_in import sign_in
from models.engine import sqlite_module
from models.migrations import create_store, open_store
from tests.conftest import PASSWORD, TODAY, DeskOf

BACK_TO_1 = """
    DROP TABLE list_keys;
    DROP INDEX ix_audit_recent;
    DROP INDEX ix_issues_child;
    DROP INDEX ix_issues_mother;
    DROP INDEX ix_find_keys;
    CREATE INDEX ix_find_keys ON find_keys (centre, "key", person_id);
    PRAGMA user_version=1;
"""


def connect(path: Path) -> Any:
    return closing(sqlite_module().connect(str(path), isolation_level=None))


def schema(path: Path) -> dict[str, Any]:
    """Columns, indexes and foreign keys of every table."""
    with connect(path) as opened:
        names = opened.execute("SELECT type, name FROM sqlite_master ORDER BY 1, 2").fetchall()
        pragmas = {  # with the first column that is not a number given by the order of making
            "table": (("table_xinfo", 0), ("foreign_key_list", 2), ("index_list", 1)),
            "index": (("index_xinfo", 0),),
        }
        return {
            name: [
                sorted(str(row[row_from:]) for row in opened.execute(f"PRAGMA {pragma}({name})"))
                for pragma, row_from in pragmas.get(kind, ())
            ]
            for kind, name in names
        }


@pytest.fixture
def old(desk_of: DeskOf, tmp_path: Path) -> Path:
    """The small centre with two cards, as version 1 wrote it."""
    clerk = desk_of("clerk")
    for name, lmp in (("赵晓", "2026-05-01"), ("安宁", "2026-07-01")):
        open_card(clerk, {"name": name, "lmp": TODAY.fromisoformat(lmp), "village_id": 1})
    clerk.store.close()
    with connect(clerk.store.path) as opened:
        opened.executescript(BACK_TO_1)
    return clerk.store.path


def clerk_of(path: Path) -> Desk:
    return sign_in(open_store(path), "clerk", PASSWORD, TODAY)


def test_the_schema_is_that_of_a_new_file(old: Path, tmp_path: Path) -> None:
    create_store(tmp_path / "new.db").close()
    open_store(old).close()
    assert schema(old) == schema(tmp_path / "new.db")


def test_old_cards_stand_in_every_order(old: Path) -> None:
    desk = clerk_of(old)
    by_name = [line.name for line in pregnancies(desk, Ask(order="name"))]
    by_day = [line.name for line in pregnancies(desk, Ask(order="edd"))]
    desk.store.close()
    assert (by_name, by_day) == (["安宁", "赵晓"], ["赵晓", "安宁"])


def test_the_file_is_whole_afterwards(old: Path) -> None:
    store = open_store(old)
    problems = check(store)
    store.close()
    assert problems == ()


def test_people_are_still_found(old: Path) -> None:
    desk = clerk_of(old)
    found = [person.name for person in find(desk, "zx")]
    desk.store.close()
    assert found == ["赵晓"]


def test_no_card_becomes_a_child(old: Path) -> None:
    desk = clerk_of(old)
    found = children(desk, Ask())
    desk.store.close()
    assert found == ()
