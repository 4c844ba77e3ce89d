"""From a file of version 3: the journal of the numbers says in acts what it said in states."""

from datetime import date
from pathlib import Path

import pytest

from desk.safekeeping import check
from desk.sign_in import sign_in
from desk.stock import stock
from models.migrations import create_store, open_store
from tests.conftest import PASSWORD, TODAY, DeskOf
from tests.models.old_files import back_to, connect
from tests.models.test_version_3 import rows, shape

RECEIVED = date(2022, 5, 4)  # when the sixth edition was in use
FATES = {  # the states a number went through, by the last digit of the number
    1: ("in_stock", "reserved", "printed", "issued"),  # older desks drew nothing
    2: ("in_stock", "drawn", "reserved", "printed", "issued", "recalled"),
    3: ("in_stock", "void"),
    4: ("in_stock", "lost"),
    5: ("in_stock", "transferred", "in_stock"),
    6: ("in_stock", "void", "destroyed"),
    7: ("in_stock", "void", "in_stock"),
}
ACTS = {
    1: ["receive", "reserve", "print", "issue"],
    2: ["receive", "draw", "reserve", "print", "issue", "recall"],
    3: ["receive", "void"],
    4: ["receive", "lose"],
    5: ["receive", "transfer", "return"],
    6: ["receive", "void", "destroy"],
    7: ["receive", "void", "unvoid"],
}


@pytest.fixture
def old(desk_of: DeskOf) -> Path:
    """A centre of version 3 with a number of each fate."""
    clerk = desk_of("clerk")
    clerk.store.close()
    path = clerk.store.path
    back_to(3, path)
    with connect(path) as opened:
        opened.execute(
            """INSERT INTO certificate_receipts
            (id, received_on, first, last, count, checked_by, centre, version)
            SELECT 1, ?, 'X331990001', 'X331990007', 7, '验试乙', code, 1 FROM centres""",
            (RECEIVED.isoformat(),),
        )
        for number, states in FATES.items():
            opened.execute(
                """INSERT INTO certificate_blanks (id, number, state, receipt_id, centre, version)
                SELECT ?, ?, ?, 1, code, 1 FROM centres""",
                (number, f"X33199000{number}", states[-1]),
            )
            for was, becomes in zip(("", *states), states, strict=False):
                opened.execute(
                    """INSERT INTO certificate_moves
                    (blank_id, moved_on, was, becomes, reason, handler, centre, version)
                    SELECT ?, ?, ?, ?, '水浸损毁', '签试甲', code, 1 FROM centres""",
                    (number, RECEIVED.isoformat(), was, becomes),
                )
    return path


def test_every_table_is_made_as_in_a_new_file(old: Path, tmp_path: Path) -> None:
    create_store(tmp_path / "new.db").close()
    open_store(old).close()
    assert shape(old) == shape(tmp_path / "new.db")


@pytest.mark.parametrize("number", FATES)
def test_each_line_of_the_journal_has_its_act(old: Path, number: int) -> None:
    open_store(old).close()
    found = rows(old, f"SELECT act FROM certificate_moves WHERE blank_id = {number} ORDER BY id")
    assert [act for (act,) in found] == ACTS[number]


def test_a_void_has_the_cause_its_words_mean_and_nothing_else_has_one(old: Path) -> None:
    open_store(old).close()
    causes = rows(old, "SELECT DISTINCT act, cause FROM certificate_moves WHERE cause IS NOT NULL")
    assert sorted(causes) == [("lose", "9"), ("void", "3")]


def test_a_bundle_is_of_the_edition_in_use_when_it_came(old: Path) -> None:
    open_store(old).close()
    assert rows(old, "SELECT edition, missing FROM certificate_receipts") == [("6", None)]


def test_the_account_balances_and_the_file_is_whole(old: Path) -> None:
    store = open_store(old)
    account = stock(sign_in(store, "clerk", PASSWORD, TODAY))
    problems = check(store)
    store.close()
    assert (account.balanced, account.received, account.issued, account.closing) == (True, 7, 2, 2)
    assert problems == ()


def test_the_database_guards_its_numbers_from_then_on(old: Path) -> None:
    open_store(old).close()
    guards = rows(old, "SELECT name FROM sqlite_master WHERE name = 'certificate_move_follows'")
    assert len(guards) == 1
