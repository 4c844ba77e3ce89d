"""From a file of version 2: every row is kept, and says in the new words what it said."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from desk.pregnancy import open_card
from desk.safekeeping import check
from desk.sign_in import sign_in
from models.antenatal import guidance_choices
from models.migrations import create_store, open_store
from tests.conftest import PASSWORD, TODAY, DeskOf
from tests.models.old_files import back_to, connect

BOOKED = TODAY.replace(month=8)
OLD_ADVICE = ("生活方式", "营养", "心理", "运动", "自我监测", "分娩准备", "母乳喂养", "其他")


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with connect(path) as opened:
        return list(opened.execute(query))


def shape(path: Path) -> dict[str, list[str]]:
    """What each table and index was made by, whatever the order of its constraints."""
    made = rows(path, "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {name: sorted(re.findall(r"\w+|[^\s\w\"]", sql)) for name, sql in made}


@pytest.fixture
def old(desk_of: DeskOf) -> Path:
    """A centre of version 2: an orange card with eight pieces of advice at each contact."""
    clerk = desk_of("clerk")
    lmp = TODAY.replace(month=6)
    card = {"name": "赵晓", "lmp": lmp, "booked_on": BOOKED, "village_id": 1, "doctor": "钱"}
    card_id = open_card(clerk, card).id
    clerk.store.close()
    path = clerk.store.path
    back_to(2, path)
    with connect(path) as opened:
        opened.execute(
            """UPDATE pregnancies SET risk_colours = '["3", "5"]', risk_factors = '前置胎盘'"""
        )
        for number in (1, 2, 3, 4, None):
            day = f"2026-09-{(number or 9):02}"
            said = json.dumps([str(digit) for digit, _ in enumerate(OLD_ADVICE, 1)])
            opened.execute(
                """INSERT INTO antenatal_contacts
                (visited_on, number, kind, outcome, guidance, referral, centre, version,
                pregnancy_id) SELECT ?, ?, '1', '1', ?, '2', centre, 1, ? FROM pregnancies""",
                (day, number, said, card_id),
            )
    return path


def test_every_table_is_made_as_in_a_new_file(old: Path, tmp_path: Path) -> None:
    create_store(tmp_path / "new.db").close()
    open_store(old).close()
    assert shape(old) == shape(tmp_path / "new.db")


def test_no_row_is_lost(old: Path) -> None:
    made = rows(old, "SELECT name FROM sqlite_master WHERE type='table'")
    names = [name for (name,) in made if name != "settings"]  # the upgrade leaves its mark there
    before = {name: rows(old, f"SELECT count(*) FROM {name}") for name in names}
    open_store(old).close()
    assert {name: rows(old, f"SELECT count(*) FROM {name}") for name in names} == before


def test_a_colour_typed_on_the_card_becomes_its_assessment(old: Path) -> None:
    open_store(old).close()
    found = rows(
        old, "SELECT assessed_on, kind, colours, factors, risk_table, doctor FROM risk_assessments"
    )
    assert found == [(BOOKED.isoformat(), "2", '["3", "5"]', "前置胎盘", None, "钱")]


@pytest.mark.parametrize("number", [1, 2, 3, 4, None])
def test_advice_keeps_its_words_in_the_digits_of_its_sheet(old: Path, number: int | None) -> None:
    open_store(old).close()
    ((guidance, other),) = rows(
        old,
        "SELECT guidance, guidance_other FROM antenatal_contacts"
        f" WHERE number IS {'NULL' if number is None else number}",
    )
    labels = {choice.code: choice.label for choice in guidance_choices(number)}
    said = [labels[code].replace("监护", "监测") for code in json.loads(guidance)]
    assert {*said, *(other or "其他").split("、")} == set(OLD_ADVICE)


def test_what_follows_from_open_cards_is_there_for_whoever_signs_in_first(old: Path) -> None:
    store = open_store(old)
    for _ in range(2):
        sign_in(store, "clerk", PASSWORD, TODAY)
    store.close()
    assert rows(old, "SELECT found_on FROM risk_cases") == [(BOOKED.isoformat(),)]
    assert rows(old, "SELECT count(*) FROM audit WHERE action = 'upgrade.settle'") != [(0,)]
    assert rows(old, "SELECT count(*) FROM settings WHERE key = 'unsettled'") == [(0,)]


def test_the_file_is_whole_afterwards(old: Path) -> None:
    store = open_store(old)
    problems = check(store)
    store.close()
    assert problems == ()
