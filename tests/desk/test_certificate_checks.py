"""A check of the file finds what somebody did to the certificates past the guards."""

from contextlib import closing

import pytest

from desk.context import Desk
from desk.safekeeping import check
from desk.stock_room import receive
from models.engine import Store, sqlite_module
from tests.conftest import DeskOf
from tests.desk.certificate_desk import BUNDLE, born, stocked
from tests.desk.certified import issued

ISSUED, BLANK = "Z331990001", "Z331990005"


@pytest.fixture
def issuer(desk_of: DeskOf) -> Desk:
    """Ten blanks, one of them issued."""
    issuer = stocked(desk_of)
    issued(issuer, born(desk_of))
    return issuer


def tamper(store: Store, *statements: str) -> None:
    """Take the guards out, change the file, and put them back."""
    with closing(sqlite_module().connect(store.path)) as books, books:
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        guards = books.execute(query).fetchall()
        for name, _ in guards:
            books.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            books.execute(statement)
        for _, guard in guards:
            books.execute(guard)


def found(store: Store) -> set[tuple[object, ...]]:
    """Each thing found: its code, and what it is about."""
    return {(problem.code, *problem.params.values()) for problem in check(store)}


def test_books_kept_by_the_program_are_in_order(issuer: Desk, store: Store) -> None:
    assert found(store) == set()


@pytest.mark.parametrize("guard", ["certificate_seal_hands", "audit_no_delete", "user_login"])
def test_a_guard_that_is_missing_is_named(store: Store, guard: str) -> None:
    with store.write.begin() as books:
        books.exec_driver_sql(f"DROP TRIGGER {guard}")
    assert found(store) == {("GUARD", guard)}


def test_a_guard_that_was_altered_is_named(store: Store) -> None:
    with store.write.begin() as books:
        books.exec_driver_sql("DROP TRIGGER certificate_seal_hands")
        books.exec_driver_sql(
            "CREATE TRIGGER certificate_seal_hands BEFORE INSERT ON certificate_seals"
            " WHEN 0 BEGIN SELECT RAISE(ABORT, 'another hand seals'); END"
        )
    assert found(store) == {("GUARD", "certificate_seal_hands")}


def test_a_trigger_of_somebody_elses_is_named(store: Store) -> None:
    with store.write.begin() as books:
        books.exec_driver_sql(
            "CREATE TRIGGER quiet AFTER INSERT ON certificate_seals"
            " BEGIN UPDATE settings SET version = version; END"
        )
    assert found(store) == {("GUARD", "quiet")}


def test_a_state_without_its_move_is_found(issuer: Desk, store: Store) -> None:
    tamper(store, f"UPDATE certificate_blanks SET state = 'lost' WHERE number = '{BLANK}'")
    assert found(store) == {("CERTIFICATE", BLANK)}


@pytest.mark.parametrize(
    "change",
    [
        "moved_on = '2026-11-01' WHERE act = 'issue'",
        "moved_on = 'hello' WHERE act = 'issue'",
        "was = 'drawn' WHERE act = 'issue'",
    ],
    ids=["out of order", "on no day", "a link skipped"],
)
def test_moves_that_do_not_follow_each_other_are_found(
    issuer: Desk, store: Store, change: str
) -> None:
    tamper(store, f"UPDATE certificate_moves SET {change}")
    assert found(store) == {("MOVES", ISSUED)}


def test_moves_of_a_number_that_is_gone_are_found(issuer: Desk, store: Store) -> None:
    tamper(store, f"DELETE FROM certificate_blanks WHERE number = '{BLANK}'")
    assert found(store) == {("FOREIGN_KEY", "certificate_moves")}


def test_a_number_renamed_is_found(issuer: Desk, store: Store) -> None:
    tamper(store, f"UPDATE certificate_blanks SET number = 'Z331990099' WHERE number = '{BLANK}'")
    assert found(store) == {("RENAMED", "Z331990099"), ("OUT_OF_RANGE", "Z331990099")}


def test_two_numbers_that_changed_places_are_found(issuer: Desk, store: Store) -> None:
    names = [("X000000000", BLANK), (BLANK, "Z331990006"), ("Z331990006", "X000000000")]
    change = "UPDATE certificate_blanks SET number = '{}' WHERE number = '{}'"
    tamper(store, *(change.format(*pair) for pair in names))
    assert found(store) == {("RENAMED", BLANK), ("RENAMED", "Z331990006")}


def test_a_receipt_whose_range_was_changed_is_found(issuer: Desk, store: Store) -> None:
    tamper(store, "UPDATE certificate_receipts SET last = 'Z331990009'")
    assert found(store) == {("OUT_OF_RANGE", "Z331990010")}


def test_numbers_of_two_receipts_are_each_within_their_own(issuer: Desk, store: Store) -> None:
    receive(issuer, BUNDLE | {"first": "Y331990001", "last": "Y331990010"})
    assert found(store) == set()


def test_a_certificate_on_a_number_that_was_never_issued_is_found(
    issuer: Desk, store: Store
) -> None:
    other = f"SELECT {{}} FROM certificate_blanks WHERE number = '{BLANK}'"
    tamper(
        store,
        f"UPDATE certificate_issues SET blank_id = ({other.format('id')}),"
        f" number = ({other.format('number')})",
    )
    assert found(store) == {("NOT_ISSUED", BLANK)}


def test_a_certificate_under_another_number_than_its_blanks_is_found(
    issuer: Desk, store: Store
) -> None:
    tamper(store, "UPDATE certificate_issues SET number = 'Z331990077'")
    assert found(store) == {("NOT_ISSUED", "Z331990077")}
