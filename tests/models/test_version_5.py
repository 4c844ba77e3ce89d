"""From a file of version 4: an act of two people has the letters of both, a paper its kind."""

from pathlib import Path

import pytest

from desk.safekeeping import check
from models.migrations import create_store, open_store
from tests.conftest import DeskOf
from tests.models.old_files import back_to, connect
from tests.models.test_version_3 import rows, shape

LETTER = """INSERT INTO delegations
    (id, role, login, instead_of, starts_on, ends_on, letter_no, signed_by, reason, centre, version)
    SELECT 1, 'reviewer', 'clerk', 'reviewer', '2026-11-01', '2026-11-30', '1', '签试甲', '外出',
        code, 1 FROM centres"""
MOVES = """INSERT INTO certificate_moves
    (blank_id, moved_on, was, becomes, act, handler, user, second, second_user, delegation_id,
    centre, version)
    SELECT 1, '2026-11-02', ?, ?, ?, '签试甲', 'issuer', ?, ?, 1, code, 1 FROM centres"""


@pytest.fixture
def old(desk_of: DeskOf) -> Path:
    """A centre of version 4: a number moved by one under a letter, and before a second under it."""
    clerk = desk_of("clerk")
    clerk.store.close()
    path = clerk.store.path
    back_to(4, path)
    with connect(path) as opened:
        opened.execute(LETTER)
        opened.execute(
            """INSERT INTO certificate_blanks (id, number, state, centre, version)
            SELECT 1, 'X331990001', 'retracted', code, 1 FROM centres"""
        )
        opened.execute(MOVES, ("", "in_stock", "receive", None, None))
        opened.execute(MOVES, ("in_stock", "retracted", "retract", "审试乙", "clerk"))
        opened.execute(
            """INSERT INTO certificate_applications (child_name, sex, birth_date, mother_name, kind,
                applied_on, papers, user, handler, receiver_id_no, centre, version)
            SELECT '测试甲', '2', '2026-11-01', '测试乙', '1', '2026-11-02', '[]', 'issuer',
                '签试甲', '361199199603050025', code, 1 FROM centres"""
        )
    return path


def test_every_table_is_made_as_in_a_new_file(old: Path, tmp_path: Path) -> None:
    create_store(tmp_path / "new.db").close()
    open_store(old).close()
    assert shape(old) == shape(tmp_path / "new.db")


def test_the_letter_stands_with_whose_it_is(old: Path) -> None:
    open_store(old).close()
    found = rows(
        old, "SELECT delegation_id, second_delegation_id FROM certificate_moves ORDER BY id"
    )
    assert found == [(1, None), (None, 1)]


def test_a_number_of_a_residents_card_has_its_kind(old: Path) -> None:
    open_store(old).close()
    assert rows(old, "SELECT receiver_id_kind FROM certificate_applications") == [("1",)]


def test_the_file_is_whole_afterwards(old: Path) -> None:
    store = open_store(old)
    problems = check(store)
    store.close()
    assert problems == ()
