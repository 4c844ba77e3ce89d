"""Random sequences of every verb by every role: the books tell one story after each of them.

The state machine alone is tried in ``test_number_machine``; here it is driven by the desk's verbs,
with applications, reviews, seals and collections, on the day or written down later; with registers
read in, numbers typed into children's records, and roles that are taken away between two steps.
"""

from collections import Counter
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.certificate_table import certificate_table
from desk.context import ROLES, Desk, Hand
from desk.safekeeping import check
from desk.stock import stock
from models.engine import Store, sqlite_module
from rules.certificate_states import ACTS, STOCK
from rules.certificate_table import Table, columns_of
from rules.errors import RuleError
from rules.periods import months_of, quarter_period
from tests.conftest import TODAY, DeskOf
from tests.desk.certificate_sums import of_registers, of_table
from tests.desk.certificate_verbs import VERBS, Pick
from tests.screens.prepared import pour, prepared

NAMED = """receipts blanks moves slips losses applications issues seals collections"""
TABLES = ["audit", "children", "users", "stock_counts", "stock_count_lines"]
TABLES += (f"certificate_{name}" for name in NAMED.split())
REVIEWER = Hand("reviewer", "审核", frozenset({"reviewer"}))
OWN = Hand("issuer", "签发", frozenset({"issuer"}))  # the same hand once more
DAYS_BACK = (0, 0, 0, 0, 1, 6, 25)  # a step written down later: within the month, or the one before
# Before a sequence begins numbers and applications stand in every place a verb begins from.
BEFORE = (
    *("receive", "receive", "draw", "take", "reserve", "print", "confirm", "seal", "collect"),
    *("take", "reserve", "print", "confirm", "seal", "take", "reserve", "print", "confirm"),
    *("take", "reserve", "print", "take", "reserve", "take", "exchange", "void", "void"),
    *("hand up", "lose", "transfer", "draw", "receive", "type number", "read in"),
)
SHORT, WHOLE = 5, 1  # picks of what is meant; a bundle with and without a number missing
FIRST_PICKS = (1, 5, 9)  # the first three of what is meant

Step = tuple[str, str, int, bool, int]
Rows = dict[str, list[tuple[Any, ...]]]

SEQUENCES = st.lists(
    st.tuples(
        st.sampled_from(sorted(VERBS)),
        st.sampled_from(["", "", "", "", "", *ROLES]),  # "": whoever does it as a rule
        st.integers(1, 40),
        st.sampled_from([True, True, True, False]),  # whether the second person is a reviewer
        st.sampled_from(DAYS_BACK),
    ),
    min_size=4,
    max_size=8,
)


@pytest.fixture
def desks(desk_of: DeskOf) -> dict[str, Desk]:
    """Everybody's desk."""
    return {role: desk_of(role) for role in ROLES}


@pytest.fixture(scope="module")
def begun(centre_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Books in the middle of their work, in a file to begin each sequence from."""
    return prepared(centre_file, tmp_path_factory.mktemp("begun") / "begun.db", begin)


def begin(desk_of: DeskOf) -> None:
    """One after another, each as it should be done."""
    for place, name in enumerate(BEFORE):
        role, verb = VERBS[name]
        verb(Pick(desk_of(role), SHORT if place == 1 else WHOLE, REVIEWER))


def rows_of(connection: Any) -> Rows:
    """Everything that is kept about certificates."""
    query = "SELECT * FROM {} ORDER BY rowid"
    return {table: connection.execute(query.format(table)).fetchall() for table in TABLES}


def moves_of(connection: Any) -> list[tuple[Any, ...]]:
    """The journal: number, act, from, to, who, the second person, the day."""
    query = "SELECT blank_id, act, was, becomes, user, second_user, moved_on FROM certificate_moves"
    return list(connection.execute(f"{query} ORDER BY id"))


def attempt(desks: dict[str, Desk], step: Step) -> bool:
    """Do a step; whether it was done."""
    name, role, chance, reviewed, back = step
    usual, verb = VERBS[name]
    on = TODAY - timedelta(days=back)
    try:
        verb(Pick(desks[role or usual], chance, REVIEWER if reviewed else OWN, on))
    except RuleError:
        return False
    assert role in {"", usual}, f"{role} did: {name}"
    return True


def tell_one_story(connection: Any, known: int) -> None:
    """The numbers are where their moves led them, and the equation says how many are here."""
    moves = moves_of(connection)
    states = dict(connection.execute("SELECT id, state FROM certificate_blanks").fetchall())
    where: dict[int, str] = {}
    last: dict[int, str] = {}
    sums = Counter[str]()
    for blank, act, was, becomes, _, _, on in moves:
        assert was == where.get(blank, "")
        assert was in ACTS[act].was
        assert on >= last.get(blank, "")
        where[blank], last[blank] = becomes, on
        sums.update(dict(columns_of(was, becomes)))
    assert where == states
    assert Table(**sums).closing == sum(state in STOCK for state in states.values())
    read_in = {blank for blank, _, _, _, user, _, _ in moves if user is None}
    query = "SELECT id FROM certificate_blanks WHERE receipt_id IS NOT NULL"
    assert read_in.isdisjoint(blank for (blank,) in connection.execute(query))
    for _, act, _, _, user, second, _ in moves[known:]:
        assert user in {"issuer", None}
        if user:
            assert second == ("reviewer" if ACTS[act].second else None)


def who_has_which(connection: Any) -> None:
    """A number issued to a child stands in no other child's record."""
    query = """SELECT children.id, issue.child_id FROM children
        JOIN certificate_issues AS issue ON issue.number = children.cert_no"""
    assert all(issued_to in {child, None} for child, issued_to in connection.execute(query))


def days_hold(connection: Any, known: int) -> None:
    """No day has fewer than nothing, and what was counted stays as it was seen."""
    moves = moves_of(connection)
    (counted,) = connection.execute("SELECT max(counted_on) FROM stock_counts").fetchone()
    for _, _, was, becomes, user, _, on in moves[known:]:
        assert not (user and STOCK & {was, becomes}) or on >= (counted or "")
    here = 0
    of_day = Counter[str]()
    for _, _, was, becomes, _, _, on in moves:
        of_day[on] += (becomes in STOCK) - (was in STOCK)
    for on in sorted(of_day):
        here += of_day[on]
        assert here >= 0, on


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_finds_something_to_do(
    desks: dict[str, Desk], store: Store, begun: Path, name: str
) -> None:
    pour(begun, store)
    assert any(attempt(desks, (name, "", pick, True, 0)) for pick in FIRST_PICKS)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sequence=SEQUENCES)
def test_the_books_tell_one_story_after_whatever_anybody_does(
    desks: dict[str, Desk], store: Store, begun: Path, sequence: list[Step]
) -> None:
    pour(begun, store)
    with closing(sqlite_module().connect(store.path)) as connection:
        before = rows_of(connection)
        for step in sequence:
            known = len(moves_of(connection))
            if attempt(desks, step):
                tell_one_story(connection, known)
                days_hold(connection, known)
                who_has_which(connection)
                before = rows_of(connection)
            else:
                assert rows_of(connection) == before
    account = stock(desks["issuer"])
    table = certificate_table(desks["issuer"], TODAY.replace(day=1), TODAY)
    assert account.balanced
    assert table.table.closing == account.closing
    assert check(store) == ()
    for period in (quarter_period("2026Q4"), *months_of(quarter_period("2026Q4"))[:2]):
        assert of_registers(desks["issuer"], period) == of_table(desks["issuer"], period)
