"""The stock equation against blanks moved by hand."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desk.errors import NotPermitted
from desk.safekeeping import check
from desk.stock import stock
from models.blanks import Blank
from models.engine import sqlite_module
from tests.desk.shelf import Shelf, day, opened


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with opened(tmp_path) as shelf:
        yield shelf


def fill(shelf: Shelf) -> None:
    """Ten blanks received in June; then one of each fate."""
    fates = [
        (),
        (("2026-07-01", "drawn"),),
        (("2026-07-01", "printed"),),
        (("2026-07-02", "issued"),),
        (("2026-07-03", "void"),),
        (("2026-07-04", "lost"),),
        (("2026-07-05", "transferred"),),
        (("2026-07-05", "transferred"), ("2026-10-08", "in_stock")),
        (("2026-07-06", "handed_back"),),
        (("2026-07-06", "void"), ("2026-10-09", "in_stock")),
    ]
    for place, fate in enumerate(fates):
        shelf.blank(f"X33100000{place}", ("2026-06-30", "in_stock"), *fate)


def test_all_time_account_has_every_flow_and_balances(shelf: Shelf) -> None:
    fill(shelf)
    account = stock(shelf.desk)
    flows = (account.received, account.returned, account.issued, account.void)
    assert flows == (10, 1, 1, 1)
    assert (account.lost, account.transferred, account.handed_back) == (1, 2, 1)
    assert (account.opening, account.closing, account.balanced) == (0, 5, True)


def test_drawn_reserved_and_printed_blanks_are_still_stock(shelf: Shelf) -> None:
    fill(shelf)
    states = stock(shelf.desk).states
    assert sum(states[name] for name in ("in_stock", "drawn", "reserved", "printed")) == 5


def test_a_quarter_opens_with_what_the_last_one_closed(shelf: Shelf) -> None:
    fill(shelf)
    third = stock(shelf.desk, day("2026-07-01"), day("2026-09-30"))
    fourth = stock(shelf.desk, day("2026-10-01"), day("2026-12-31"))
    assert (third.opening, third.closing, third.void, third.balanced) == (10, 3, 2, True)
    assert fourth.opening == third.closing


def test_a_void_taken_back_is_a_correction_of_its_own_period(shelf: Shelf) -> None:
    fill(shelf)
    fourth = stock(shelf.desk, day("2026-10-01"), day("2026-12-31"))
    assert (fourth.returned, fourth.void, fourth.closing, fourth.balanced) == (1, -1, 5, True)


def test_exchange_and_family_loss_stay_issued(shelf: Shelf) -> None:
    steps = ("2026-07-01", "in_stock"), ("2026-07-02", "issued")
    shelf.blank("X331000001", *steps, ("2026-08-01", "recalled"))
    shelf.blank("X331000002", *steps, ("2026-08-01", "declared"))
    account = stock(shelf.desk)
    assert (account.issued, account.void, account.lost, account.balanced) == (2, 0, 0, True)


def test_destroying_a_void_does_not_count_it_twice(shelf: Shelf) -> None:
    steps = ("2026-07-01", "in_stock"), ("2026-07-02", "void"), ("2026-08-02", "destroyed")
    shelf.blank("X331000001", *steps)
    account = stock(shelf.desk)
    assert (account.void, account.closing, account.balanced) == (1, 0, True)


def test_a_state_its_moves_do_not_lead_to_unbalances(shelf: Shelf) -> None:
    shelf.blank("X331000001", ("2026-07-01", "in_stock"), state="issued")
    assert not stock(shelf.desk).balanced


def test_a_number_without_moves_unbalances(shelf: Shelf) -> None:
    shelf.add(Blank(centre="C1", number="X331000001"))
    assert not stock(shelf.desk).balanced


def test_a_number_missing_from_its_bundle_was_never_received(shelf: Shelf) -> None:
    shelf.blank("X331000001", ("2026-07-01", "short"))
    account = stock(shelf.desk)
    assert (account.received, account.closing, account.balanced) == (0, 0, True)


def test_a_number_that_turns_up_is_received_on_that_day(shelf: Shelf) -> None:
    shelf.blank("X331000001", ("2026-07-01", "short"), ("2026-10-08", "in_stock"))
    fourth = stock(shelf.desk, day("2026-10-01"), day("2026-12-31"))
    assert (fourth.opening, fourth.received, fourth.balanced) == (0, 1, True)


def skip_a_link(shelf: Shelf) -> None:
    """As in a file some other program wrote: printed on without ever having been reserved."""
    blank = shelf.blank("X331000001", ("2026-07-01", "in_stock"), state="void")
    shelf.move(blank, "2026-07-02", "printed", "void")


def test_moves_that_skip_a_link_unbalance(shelf: Shelf) -> None:
    skip_a_link(shelf)
    assert not stock(shelf.desk).balanced


def test_the_check_of_the_file_names_the_number_whose_moves_skip_a_link(shelf: Shelf) -> None:
    skip_a_link(shelf)
    found = [each.params for each in check(shelf.store) if each.code == "MOVES"]
    assert found == [{"number": "X331000001"}]


def test_moves_that_skip_a_link_unbalance_the_period_they_are_in(shelf: Shelf) -> None:
    skip_a_link(shelf)
    assert not stock(shelf.desk, day("2026-07-02"), day("2026-09-30")).balanced


def past_the_guards(shelf: Shelf, *statements: str) -> None:
    """What somebody does to the file who takes its guards out first."""
    shelf.close()
    with closing(sqlite_module().connect(shelf.store.path)) as books, books:
        for (name,) in books.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            books.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            books.execute(statement)


EARLY = """INSERT INTO certificate_moves
    (centre, version, blank_id, moved_on, was, becomes, act, cause, handler)
    SELECT centre, 1, id, '2026-05-31', 'in_stock', 'void', 'void', '3', '李四'
    FROM certificate_blanks"""
PERIODS = [("2026-04-01", "2026-06-30", False), ("2026-07-01", "2026-09-30", False),
           ("2026-10-01", "2026-12-31", True)]  # fmt: skip


@pytest.mark.parametrize(("start", "end", "balanced"), PERIODS)
def test_a_move_before_its_number_came_unbalances_the_periods_of_both(
    shelf: Shelf, start: str, end: str, *, balanced: bool
) -> None:
    shelf.blank("X331000001", ("2026-07-01", "in_stock"))
    past_the_guards(shelf, EARLY, "UPDATE certificate_blanks SET state = 'void'")
    assert stock(shelf.desk, day(start), day(end)).balanced is balanced


def test_a_move_on_no_day_unbalances(shelf: Shelf) -> None:
    shelf.blank("X331000001", ("2026-07-01", "in_stock"))
    past_the_guards(shelf, "UPDATE certificate_moves SET moved_on = 'hello'")
    assert not stock(shelf.desk, day("2026-07-01"), day("2026-09-30")).balanced


def test_moves_of_a_number_that_is_gone_unbalance(shelf: Shelf) -> None:
    shelf.blank("X331000001", ("2026-07-01", "in_stock"))
    past_the_guards(shelf, "DELETE FROM certificate_blanks")
    assert not stock(shelf.desk, day("2026-07-01"), day("2026-09-30")).balanced


def test_a_state_its_moves_do_not_lead_to_unbalances_every_later_period(shelf: Shelf) -> None:
    shelf.blank("X331000001", ("2026-07-01", "in_stock"), state="issued")
    assert not stock(shelf.desk, day("2026-10-01"), day("2026-12-31")).balanced


def test_moves_after_the_business_day_are_not_known_yet(shelf: Shelf) -> None:
    fill(shelf)
    account = stock(shelf.at("2026-07-03"))
    assert (account.received, account.issued, account.void, account.lost) == (10, 1, 1, 0)


def test_another_centre_in_the_same_file_is_not_counted(shelf: Shelf) -> None:
    shelf.add_centre("C2")
    shelf.add(Blank(centre="C2", number="X331000001"))
    account = stock(shelf.desk)
    assert (sum(account.states.values()), account.balanced) == (0, True)


def test_an_empty_stock_balances(shelf: Shelf) -> None:
    account = stock(shelf.desk)
    assert (account.closing, account.balanced) == (0, True)


def test_the_administrator_sees_no_stock(shelf: Shelf) -> None:
    with pytest.raises(NotPermitted):
        stock(shelf.only("admin"))
