"""What the database itself refuses about numbers and the stock room's papers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rules.certificate_states import ACTS, STATES, Act
from tests.models.raw_books import DAY, LATER, RawBooks, insert, move_row, raw_books

STEPS = [(act, was) for act in ACTS.values() for was in sorted(act.was)]
LISTED = [act for act in ACTS.values() if act.causes]
WORDED = [act for act in ACTS.values() if act.words]
DRAW = ACTS["draw"]
OF_TWO = [act for act in ACTS.values() if act.second]
FOLLOWS = "a number moves from where it is"
ON_A_DAY = "a number moves on a day"
WHY = "the cause and the words of its act"
SECOND = "an act of two has a second person"
# The papers of the stock room: a row of each.
PAPERS = {
    "certificate_receipts": {
        "received_on": DAY,
        "first": "Z331990001",
        "last": "Z331990010",
        "count": 10,
        "edition": "7",
        "checked_by": "验试乙",
    },
    "certificate_slips": {"kind": "1", "done_on": DAY, "count": 1, "handler": "签发"},
    "certificate_losses": {
        "found_on": DAY,
        "cause": "1",
        "story": "抽屉里没有",
        "blank_id": 1,
        "handler": "签发",
    },
    "certificate_plans": {
        "year": 2027,
        "births": 40,
        "asked": 42,
        "asked_on": DAY,
        "handler": "签发",
    },
    "stock_counts": {
        "kind": "1",
        "counted_on": DAY,
        "counted": 10,
        "counted_by": "签发",
        "checked_by": "验试乙",
        "on_books": 10,
    },
    "stock_count_lines": {
        "count_id": 1,
        "number": "Z331990001",
        "difference": "1",
        "state": "",
        "words": "找过",
    },
}


def called(value: object) -> str:
    return value.name if isinstance(value, Act) else str(value) or "new"


@pytest.fixture
def books(centre_file: Path, tmp_path: Path) -> Iterator[RawBooks]:
    with raw_books(centre_file, tmp_path / "books.db") as books:
        yield books


def begin(books: RawBooks, act: Act) -> tuple[int, str]:
    """A number an act may begin from, and where it is."""
    was = min(act.was)
    return books.number(was), was


# --- a line of the journal


@pytest.mark.parametrize(("act", "was"), STEPS, ids=called)
def test_an_act_with_all_it_takes_is_written_down(books: RawBooks, act: Act, was: str) -> None:
    blank = books.number(was)
    books.move(blank, act, was)
    (state,) = books.run("SELECT state FROM certificate_blanks WHERE id = ?", blank).fetchone()
    assert state == act.becomes


@pytest.mark.parametrize("act", ACTS.values(), ids=called)
def test_an_act_begins_from_no_other_state(books: RawBooks, act: Act) -> None:
    for was in {"", *STATES} - act.was:
        blank = books.number(was)
        books.refused_row(FOLLOWS, "certificate_moves", **move_row(blank, act, was))


@pytest.mark.parametrize("act", ACTS.values(), ids=called)
def test_an_act_ends_in_no_other_state(books: RawBooks, act: Act) -> None:
    blank, was = begin(books, act)
    for becomes in {"", "gone", *STATES} - {act.becomes}:
        wrong = move_row(blank, act, was, becomes=becomes)
        books.refused_row(FOLLOWS, "certificate_moves", **wrong)


@pytest.mark.parametrize("act", ACTS.values(), ids=called)
def test_a_move_begins_where_the_last_one_ended(books: RawBooks, act: Act) -> None:
    blank = books.number("destroyed")
    books.refused_row(FOLLOWS, "certificate_moves", **move_row(blank, act, min(act.was)))


def test_a_move_has_an_act(books: RawBooks) -> None:
    blank = books.number("in_stock")
    wrong = move_row(blank, DRAW, "in_stock", act=None)
    books.refused_row(FOLLOWS, "certificate_moves", **wrong)


@pytest.mark.parametrize("on", ["hello", "", "2026-11-31", "20261121", "2026-11-21 08:00", "45000"])
def test_a_move_is_made_on_a_day(books: RawBooks, on: str) -> None:
    wrong = move_row(books.number(), ACTS["receive"], "", moved_on=on)
    books.refused_row(ON_A_DAY, "certificate_moves", **wrong)


def test_a_move_is_not_before_the_last_one_of_its_number(books: RawBooks) -> None:
    blank = books.number("in_stock")
    books.move(blank, DRAW, "in_stock", moved_on=LATER)
    books.refused_row(
        ON_A_DAY, "certificate_moves", **move_row(blank, ACTS["put_back"], "drawn", moved_on=DAY)
    )
    books.move(blank, ACTS["put_back"], "drawn", moved_on=LATER)


@pytest.mark.parametrize("cause", [None, "", "0", "打印错误"])
@pytest.mark.parametrize("act", LISTED, ids=called)
def test_a_cause_is_of_the_closed_list(books: RawBooks, act: Act, cause: str | None) -> None:
    blank, was = begin(books, act)
    books.refused_row(WHY, "certificate_moves", **move_row(blank, act, was, cause=cause))


@pytest.mark.parametrize("act", LISTED, ids=called)
def test_every_cause_of_the_list_is_taken(books: RawBooks, act: Act) -> None:
    for choice in act.causes:
        blank, was = begin(books, act)
        books.move(blank, act, was, cause=choice.code)


@pytest.mark.parametrize("words", [None, "", "  "])
@pytest.mark.parametrize("act", WORDED, ids=called)
def test_what_asks_for_words_has_words(books: RawBooks, act: Act, words: str | None) -> None:
    blank, was = begin(books, act)
    books.refused_row(WHY, "certificate_moves", **move_row(blank, act, was, reason=words))


@pytest.mark.parametrize("act", OF_TWO, ids=called)
@pytest.mark.parametrize(
    "second",
    [
        {"second": None, "second_user": None},
        {"second": " ", "second_user": "reviewer"},
        {"second": "审核", "second_user": None},
        {"second": "审核", "second_user": "nobody"},
        {"second": None, "second_user": None, "user": None},
    ],
    ids=["none", "no name", "no login", "nobody's login", "in an old book"],
)
def test_an_act_of_two_has_a_second_person(
    books: RawBooks, act: Act, second: dict[str, object]
) -> None:
    blank, was = begin(books, act)
    books.refused_row(SECOND, "certificate_moves", **move_row(blank, act, was, **second))


def test_the_second_person_is_another(books: RawBooks) -> None:
    blank = books.number("void")
    wrong = move_row(blank, ACTS["unvoid"], "void", second_user="issuer")
    books.refused_row("ck_two_hands", "certificate_moves", **wrong)


def issue(books: RawBooks, **values: object) -> None:
    """A certificate as it stands in the books, its number issued by the same hand."""
    blank = books.number("printed")
    user = values.get("issuer_user")
    books.move(blank, ACTS["issue"], "printed", user=user)
    (name,) = books.run("SELECT number FROM certificate_blanks WHERE id = ?", blank).fetchone()
    books.put(
        "certificate_issues",
        **{
            "child_name": "孔试安",
            "sex": "1",
            "birth_date": DAY,
            "mother_name": "史试燕",
            "number": name,
            "kind": "2",
            "issued_on": DAY,
            "blank_id": blank,
        }
        | values,
    )


BY_REGISTER = {"user": None, "second": None, "second_user": None}


@pytest.mark.parametrize("act", ["recall", "declare"])
def test_a_register_read_in_knows_no_second_person(books: RawBooks, act: str) -> None:
    blank = books.number("issued")
    (old,) = books.run("SELECT number FROM certificate_blanks WHERE id = ?", blank).fetchone()
    wrong = move_row(blank, ACTS[act], "issued", **BY_REGISTER)
    books.refused_row(SECOND, "certificate_moves", **wrong)
    issue(books, old_number=old)
    books.refused_row(SECOND, "certificate_moves", **wrong | {"user": "issuer"})
    books.move(blank, ACTS[act], "issued", **BY_REGISTER)


@pytest.mark.parametrize(
    "between",
    [("draw", "reserve", "print", "void"), ("lose", "find"), ("void", "lose_void", "find_void")],
    ids=["printed on", "lost", "lost when it was void"],
)
def test_what_was_printed_on_or_lost_is_no_blank_again(
    books: RawBooks, between: tuple[str, ...]
) -> None:
    blank, was = books.number("in_stock"), "in_stock"
    for name in between:
        books.move(blank, ACTS[name], was)
        was = ACTS[name].becomes
    wrong = move_row(blank, ACTS["unvoid"], "void")
    books.refused_row("no blank any more", "certificate_moves", **wrong)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE certificate_moves SET version = 2", "DELETE FROM certificate_moves"],
)
def test_a_line_of_the_journal_stays(books: RawBooks, statement: str) -> None:
    books.number("in_stock")
    books.refused("certificate_moves are kept", statement)


def test_a_line_of_the_journal_is_not_replaced(books: RawBooks) -> None:
    blank = books.number("in_stock")
    (line,) = books.run("SELECT max(id) FROM certificate_moves").fetchone()
    statement, *values = insert("certificate_moves", **move_row(blank, DRAW, "in_stock", id=line))
    books.refused("certificate_moves are kept", statement.replace("INSERT", "REPLACE"), *values)


# --- a number


@pytest.mark.parametrize("state", STATES)
def test_a_number_is_where_its_last_move_led(books: RawBooks, state: str) -> None:
    blank = books.number(state)
    for other in set(STATES) - {state}:
        statement = "UPDATE certificate_blanks SET state = ? WHERE id = ?"
        books.refused("where its last move led", statement, other, blank)


@pytest.mark.parametrize("change", ["number = 'Z331999999'", "id = 999", "centre = '429099'"])
def test_a_number_stays_what_it_is(books: RawBooks, change: str) -> None:
    books.number("in_stock")
    books.refused("a number stays what it is", f"UPDATE certificate_blanks SET {change}")


def test_a_number_comes_to_another_receipt(books: RawBooks) -> None:
    books.number("in_stock")
    receipt = books.put("certificate_receipts", **PAPERS["certificate_receipts"])
    books.run("UPDATE certificate_blanks SET receipt_id = ?", receipt)


REPLACED_BY_ID = """REPLACE INTO certificate_blanks (id, centre, version, number, state)
    SELECT id, centre, 1, 'Z331999999', 'in_stock' FROM certificate_blanks"""
REPLACED_BY_NUMBER = """REPLACE INTO certificate_blanks (centre, version, number, state)
    SELECT centre, 1, number, 'in_stock' FROM certificate_blanks"""


@pytest.mark.parametrize("state", ["in_stock", "issued", "destroyed"])
@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM certificate_blanks", REPLACED_BY_ID, REPLACED_BY_NUMBER],
    ids=["deleted", "replaced by id", "replaced by number"],
)
def test_a_number_is_on_the_books_for_good(books: RawBooks, state: str, statement: str) -> None:
    books.number(state)
    books.refused("certificate_blanks are kept", statement)


# --- the papers of the stock room


@pytest.mark.parametrize("table", PAPERS)
def test_a_paper_of_the_stock_room_is_kept(books: RawBooks, table: str) -> None:
    books.put(table, **PAPERS[table])
    columns = ", ".join(PAPERS[table])
    books.refused(f"{table} are kept", f"DELETE FROM {table}")
    books.refused(
        f"{table} are kept",
        f"REPLACE INTO {table} (id, centre, version, {columns})"
        f" SELECT id, centre, 2, {columns} FROM {table}",
    )


def test_a_number_stands_in_a_count_once(books: RawBooks) -> None:
    line = PAPERS["stock_count_lines"]
    books.put("stock_count_lines", **line)
    columns = ", ".join(line)
    books.refused(
        "stock_count_lines are kept",
        f"REPLACE INTO stock_count_lines (centre, version, {columns})"
        f" SELECT centre, 2, {columns} FROM stock_count_lines",
    )


@pytest.mark.parametrize("table", ["stock_counts", "stock_count_lines"])
def test_a_count_stays_as_it_was_made(books: RawBooks, table: str) -> None:
    books.put(table, **PAPERS[table])
    books.refused(f"{table} are kept", f"UPDATE {table} SET version = 2")


@pytest.mark.parametrize(
    ("table", "words", "change"),
    [
        ("certificate_receipts", "what came stays", "id = 99"),
        ("certificate_receipts", "what came stays", "centre = '429099'"),
        ("certificate_receipts", "what came stays", "received_on = '2026-11-01'"),
        ("certificate_receipts", "what came stays", "first = 'Z331990002'"),
        ("certificate_receipts", "what came stays", "last = 'Z331990099'"),
        ("certificate_receipts", "what came stays", "count = 9"),
        ("certificate_receipts", "what came stays", "missing = 'Z331990003'"),
        ("certificate_slips", "what went stays", "id = 99"),
        ("certificate_slips", "what went stays", "centre = '429099'"),
        ("certificate_slips", "what went stays", "kind = '2'"),
        ("certificate_slips", "what went stays", "done_on = '2026-11-01'"),
        ("certificate_slips", "what went stays", "first = 'Z331990002'"),
        ("certificate_slips", "what went stays", "last = 'Z331990099'"),
        ("certificate_slips", "what went stays", "count = 9"),
        ("certificate_slips", "what went stays", "handler = '录入'"),
        ("certificate_losses", "what was lost stays", "id = 99"),
        ("certificate_losses", "what was lost stays", "centre = '429099'"),
        ("certificate_losses", "what was lost stays", "blank_id = 2"),
        ("certificate_losses", "what was lost stays", "found_on = '2026-11-01'"),
        ("certificate_losses", "what was lost stays", "cause = '2'"),
        ("certificate_losses", "what was lost stays", "handler = '录入'"),
    ],
)
def test_what_a_paper_says_of_its_numbers_stays(
    books: RawBooks, table: str, words: str, change: str
) -> None:
    books.put(table, **PAPERS[table])
    books.refused(words, f"UPDATE {table} SET {change}")


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("certificate_receipts", "supplier = '县妇幼', edition = '8', checked_by = '验试丙'"),
        ("certificate_slips", "carrier = '李试', partner = '邻镇', remark = '雨天'"),
        ("certificate_losses", "police = '回执', told_police_on = '2026-11-22', story = '找过'"),
    ],
)
def test_the_words_of_a_paper_may_be_corrected(books: RawBooks, table: str, change: str) -> None:
    books.put(table, **PAPERS[table])
    books.run(f"UPDATE {table} SET {change}")
