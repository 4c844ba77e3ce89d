"""What the database itself refuses about applications, certificates, users and copies."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.certificate import FaceData
from rules.certificate_states import ACTS
from tests.models.raw_books import DAY, LATER, RawBooks, raw_books

FACE = {"child_name": "孔试安", "sex": "1", "birth_date": DAY, "mother_name": "史试燕"}
WRITTEN = (*FaceData.model_fields, "child_id", "issuer", "reviewer")
OF_A_NUMBER = "a certificate is of a number that was issued"
AGREED = "issued as it was applied for and reviewed"
IS = "who issued and reviewed which number stays"
SAYS = "what a certificate says stays"
COPY = {
    "user": "issuer",
    "name": "签发",
    "second": "审核",
    "second_user": "reviewer",
    "at": "2026-11-21T08:00:00+00:00",
    "registers": "[]",
    "period": "2026",
    "lines": 1,
    "masked": 0,
    "reason": "上报",
}
SECOND = "what is not masked takes a second person"
NO_LIST = "roles are a list of names"
ONE_HAND = "issuer, sealer and reviewer are different users"


@pytest.fixture
def books(centre_file: Path, tmp_path: Path) -> Iterator[RawBooks]:
    with raw_books(centre_file, tmp_path / "books.db") as books:
        yield books


def applied(books: RawBooks, blank: int, kind: str = "1", **values: object) -> int:
    """An application whose number is printed."""
    said = FACE | {"kind": kind, "applied_on": DAY, "papers": "[]"}
    taken = {"blank_id": blank, "user": "issuer", "handler": "签发"}
    return books.put("certificate_applications", **said | taken | values)


def issue_row(books: RawBooks, kind: str = "1", state: str = "issued") -> dict[str, object]:
    """A certificate as the issuing desk writes it, its number brought to a state."""
    blank = books.number(state)
    reviewed = None if kind == "1" else "reviewer"
    decision = None if kind == "1" else "1"
    asked = applied(books, blank, kind, reviewer_user=reviewed, decision=decision)
    (number,) = books.run("SELECT number FROM certificate_blanks WHERE id = ?", blank).fetchone()
    return (
        FACE
        | {"number": number, "kind": kind, "issued_on": DAY, "issuer": "签发", "blank_id": blank}
        | {"application_id": asked, "issuer_user": "issuer", "reviewer_user": reviewed}
    )


# --- writing a certificate


@pytest.mark.parametrize("kind", "123456")
def test_a_certificate_is_written_as_the_desk_writes_it(books: RawBooks, kind: str) -> None:
    books.put("certificate_issues", **issue_row(books, kind))


@pytest.mark.parametrize("state", ["in_stock", "drawn", "reserved", "printed", "void", "lost"])
def test_a_certificate_is_of_no_number_that_was_not_issued(books: RawBooks, state: str) -> None:
    books.refused_row(OF_A_NUMBER, "certificate_issues", **issue_row(books, "1", state))


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": "Z331999999"},
        {"issued_on": LATER},
        {"issuer_user": "clerk"},
        {"issuer_user": None},
        {"centre": "429099"},
    ],
    ids=str,
)
def test_a_certificate_is_what_the_journal_says_of_its_number(
    books: RawBooks, wrong: dict[str, object]
) -> None:
    books.refused_row(OF_A_NUMBER, "certificate_issues", **issue_row(books) | wrong)


def test_a_certificate_read_in_from_a_register_has_no_application(books: RawBooks) -> None:
    blank = books.number("printed")
    books.move(blank, ACTS["issue"], "printed", user=None)
    (number,) = books.run("SELECT number FROM certificate_blanks WHERE id = ?", blank).fetchone()
    row = FACE | {"number": number, "kind": "2", "issued_on": DAY, "blank_id": blank}
    books.put("certificate_issues", **row)


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("1", {"application_id": None}),
        ("1", {"application_id": 999}),
        ("1", {"kind": "2"}),
        ("1", {"reviewer_user": "reviewer"}),
        ("2", {"reviewer_user": None}),
        ("2", {"reviewer_user": "sealer"}),
        ("3", {"kind": "1"}),
    ],
    ids=str,
)
def test_a_certificate_is_what_was_applied_for(
    books: RawBooks, kind: str, wrong: dict[str, object]
) -> None:
    row = issue_row(books, kind) | wrong
    books.refused_row(AGREED, "certificate_issues", **row)


@pytest.mark.parametrize("kind", "23456")
@pytest.mark.parametrize(
    "change", ["decision = NULL", "decision = '2'", "reviewer_user = NULL", "blank_id = NULL"]
)
def test_what_takes_a_review_was_agreed_to_for_this_number(
    books: RawBooks, kind: str, change: str
) -> None:
    row = issue_row(books, kind)
    books.run(f"UPDATE certificate_applications SET {change}")
    if "reviewer" in change:
        row["reviewer_user"] = None
    books.refused_row(AGREED, "certificate_issues", **row)


# --- what a certificate is and says


@pytest.mark.parametrize(
    "change",
    [
        "id = 99",
        "centre = '429099'",
        "blank_id = 99",
        "number = 'Z331999999'",
        "kind = '3'",
        "issued_on = '2026-11-22'",
        "application_id = 99",
        "application_id = NULL",
        "issuer_user = 'clerk'",
        "reviewer_user = NULL",
        "delegation_id = 99",
    ],
)
def test_what_a_certificate_is_stays(books: RawBooks, change: str) -> None:
    books.put("certificate_issues", **issue_row(books, "2"))
    books.refused(IS, f"UPDATE certificate_issues SET {change}")


@pytest.mark.parametrize("name", sorted({*WRITTEN} - {*FACE}))
def test_what_a_certificate_leaves_empty_is_filled_in_once(books: RawBooks, name: str) -> None:
    books.run("PRAGMA ignore_check_constraints = 1")
    books.put("certificate_issues", **issue_row(books) | {name: None})
    books.run(f"UPDATE certificate_issues SET {name} = '2'")
    books.refused(SAYS, f"UPDATE certificate_issues SET {name} = '1'")


@pytest.mark.parametrize("name", sorted({*FACE} - {"sex"}))
def test_what_a_certificate_says_stays(books: RawBooks, name: str) -> None:
    books.put("certificate_issues", **issue_row(books))
    books.refused(SAYS, f"UPDATE certificate_issues SET {name} = '2026-11-01'")


def test_the_sex_a_certificate_says_stays_unless_it_was_unknown(books: RawBooks) -> None:
    books.put("certificate_issues", **issue_row(books) | {"sex": "0"})
    books.run("UPDATE certificate_issues SET sex = '2'")
    books.refused(SAYS, "UPDATE certificate_issues SET sex = '1'")


# --- what is kept

KEPT = (
    *("certificate_applications", "certificate_issues", "certificate_collections"),
    *("certificate_exports", "delegations", "users"),
)
COLLECTED = {
    "issue_id": 99,
    "collected_on": DAY,
    "receiver": "史试燕",
    "relation": "1",
    "signed": "1",
    "handler": "签发",
}
LETTER = {
    "role": "issuer",
    "login": "clerk",
    "instead_of": "签发",
    "starts_on": DAY,
    "ends_on": LATER,
    "letter_no": "院字1号",
    "signed_by": "院长",
    "reason": "学习",
}


@pytest.mark.parametrize("table", KEPT)
def test_it_is_kept(books: RawBooks, table: str) -> None:
    books.put("certificate_issues", **issue_row(books))
    books.put("certificate_exports", **COPY)
    books.put("certificate_collections", **COLLECTED)
    books.put("delegations", **LETTER)
    columns = ", ".join(row[1] for row in books.run(f"PRAGMA table_info({table})"))
    words = f"{table} are kept"
    books.refused(words, f"DELETE FROM {table}")
    again = f"REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}"
    books.refused(words, again)


@pytest.mark.parametrize("table", ["certificate_applications", "certificate_issues", "users"])
def test_it_is_not_replaced_by_what_has_the_same_key(books: RawBooks, table: str) -> None:
    books.put("certificate_issues", **issue_row(books))
    names = [each[1] for each in books.run(f"PRAGMA table_info({table})")]
    columns = ", ".join(name for name in names if name != "id")
    again = f"REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}"
    books.refused(f"{table} are kept", again)


def test_the_log_of_copies_stays(books: RawBooks) -> None:
    books.put("certificate_exports", **COPY)
    statement = "UPDATE certificate_exports SET masked = 1"
    books.refused("certificate_exports are kept", statement)


@pytest.mark.parametrize(
    "change",
    [
        "id = 99",
        "centre = '429099'",
        "kind = '2'",
        "child_id = 99",
        "user = 'clerk'",
        "handler = '录入'",
    ],
)
def test_who_took_which_application_stays(books: RawBooks, change: str) -> None:
    applied(books, books.number("printed"))
    books.refused("who took it stays", f"UPDATE certificate_applications SET {change}")


# --- copies


@pytest.mark.parametrize(
    "second",
    [
        {"second": None, "second_user": None},
        {"second": " "},
        {"second_user": None},
        {"second_user": "issuer"},
        {"second_user": "nobody"},
    ],
    ids=str,
)
def test_a_copy_that_is_not_masked_has_a_second_person(
    books: RawBooks, second: dict[str, object]
) -> None:
    books.refused_row(SECOND, "certificate_exports", **COPY | second)


def test_a_masked_copy_takes_one_person(books: RawBooks) -> None:
    row = COPY | {"masked": 1, "second": None, "second_user": None}
    books.put("certificate_exports", **row)


# --- users

NEW = {
    "login": "newcomer",
    "name": "新试",
    "roles": '["clerk"]',
    "password_hash": "",
    "must_change": 0,
    "disabled": 0,
}


@pytest.mark.parametrize("change", ["login = 'newcomer'", "centre = '429099'", "id = 99"])
def test_a_login_stays_with_its_user(books: RawBooks, change: str) -> None:
    statement = f"UPDATE users SET {change} WHERE login = 'issuer'"
    books.refused("a login stays with its user", statement)


@pytest.mark.parametrize(
    "roles",
    [
        '["issuer", "\\u0073ealer"]',
        '["\\u0069ssuer", "reviewer"]',
        '["sealer",\n"clerk",\t"r\\u0065viewer"]',
    ],
)
def test_roles_are_read_as_the_desk_reads_them(books: RawBooks, roles: str) -> None:
    books.refused(ONE_HAND, "UPDATE users SET roles = ? WHERE login = 'clerk'", roles)
    books.refused_row(ONE_HAND, "users", **NEW | {"roles": roles})


@pytest.mark.parametrize(
    "roles", ['{"issuer": "x", "sealer": "y"}', '"issuer"', "[1]", '[["issuer"]]', "null", "7"]
)
def test_roles_are_a_list_of_names(books: RawBooks, roles: str) -> None:
    books.refused(NO_LIST, "UPDATE users SET roles = ? WHERE login = 'clerk'", roles)
    books.refused_row(NO_LIST, "users", **NEW | {"roles": roles})


def test_a_user_may_be_renamed_disabled_and_given_a_new_role(books: RawBooks) -> None:
    books.put("users", **NEW)
    books.run(
        "UPDATE users SET name = '新试乙', disabled = 1, roles = '[\"issuer\", \"clerk\"]'"
        " WHERE login = 'newcomer'"
    )
