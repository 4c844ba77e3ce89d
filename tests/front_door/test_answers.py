"""What the commands answer on a filled database, and what they say when the answer is no."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.front_door.conftest import Run

CODES = [
    *("card", "early_booking", "anc5", "system", "postpartum"),
    *("newborn_visit", "under3_system"),
]


def test_indicators_are_the_seven_of_the_design_in_order(at_desk: Run) -> None:
    document = at_desk("indicators", "--quarter", "2026Q3", "--json").json
    assert [row["code"] for row in document["indicators"]] == CODES


def test_indicators_name_their_period_and_day(at_desk: Run) -> None:
    document = at_desk("indicators", "--quarter", "2026Q3", "--json").json
    assert (document["period"], document["as_of"]) == ("2026Q3", "2026-11-21")


@pytest.mark.parametrize("code", CODES)
def test_who_is_counted_is_the_numerator(at_desk: Run, code: str) -> None:
    document = at_desk("indicators", "--quarter", "2026Q3", "--who", code, "--json").json
    figure = next(row for row in document["indicators"] if row["code"] == code)
    assert len(document["counted"]) == figure["numerator"]
    assert all(missed["reason"] for missed in document["missed"])


def test_year_is_the_statistical_one(at_desk: Run) -> None:
    text = at_desk("indicators", "--year", "2026").out
    assert text.startswith("2026  2025-10-01 - 2026-09-30")


def test_villages_deliveries_add_up_to_the_townships(at_desk: Run) -> None:
    villages = ["塘头社区", "柳溪村"]
    period = ("--quarter", "2026Q3", "--json")
    whole = at_desk("indicators", *period).json["indicators"][0]["denominator"]
    some = [at_desk("indicators", *period, "--village", name).json for name in villages]
    parts = [document["indicators"][0]["denominator"] for document in some]
    assert 0 < sum(parts) < whole


def test_due_items_have_the_fields_of_the_design(at_desk: Run) -> None:
    document = at_desk("due", "--json").json
    fields = {
        *("kind", "code", "person", "person_id", "village"),
        *("opens", "closes", "days_late"),
    }
    assert document["items"]
    assert {frozenset(item) for item in document["items"]} == {frozenset(fields)}


def test_due_of_a_village_shows_that_village_alone(at_desk: Run) -> None:
    document = at_desk("due", "--village", "柳溪村", "--json").json
    assert {item["village"] for item in document["items"]} == {"柳溪村"}


def test_village_by_an_alias_is_the_village(at_desk: Run) -> None:
    assert (
        at_desk("due", "--village", "上徐村", "--json").json["items"]
        == (at_desk("due", "--village", "徐家村", "--json").json["items"])
    )


def test_stock_balances_after_the_certificate_register(at_desk: Run) -> None:
    ran = at_desk("stock", "--json")
    assert (ran.status, ran.json["balanced"], ran.json["issued"]) == (0, True, 74)


@pytest.mark.parametrize(
    ("option", "period", "days"),
    [
        ("--month", "2026-08", ("2026-08-01", "2026-08-31")),
        ("--quarter", "2026Q3", ("2026-07-01", "2026-09-30")),
        ("--year", "2026", ("2026-01-01", "2026-12-31")),
    ],
)
def test_stock_of_a_period_has_the_countys_table(
    at_desk: Run, option: str, period: str, days: tuple[str, str]
) -> None:
    table = at_desk("stock", option, period, "--json").json["table"]
    assert (table["start"], table["end"]) == days
    used = table["inside"] + table["outside"] + table["void"]
    assert table["closing"] == table["opening"] + table["received"] - used


def test_stock_without_a_period_has_no_table(at_desk: Run) -> None:
    assert "table" not in at_desk("stock", "--json").json


def test_check_finds_a_sound_database_sound(at_desk: Run) -> None:
    ran = at_desk("check", "--json")
    assert (ran.status, ran.json) == (0, {"ok": True, "problems": []})


def test_check_asks_nobody_to_sign_in(run: Run, filled: Path) -> None:
    assert run("--db", filled, "check").status == 0


def test_one_changed_byte_in_the_audit_table_is_found_and_named(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copy(filled, tmp_path / "copy.db"))
    with closing(sqlite3.connect(copy)) as connection:
        at, *_ = connection.execute("SELECT at FROM audit WHERE seq = 40").fetchone()
    whole = copy.read_bytes()
    place = whole.index(at.encode())
    changed = bytearray(whole)
    changed[place + len(at) - 8] ^= 1  # a digit of the microseconds
    copy.write_bytes(bytes(changed))
    ran = run("--db", copy, "check", "--json")
    assert (ran.status, ran.json["ok"]) == (1, False)
    assert any(
        problem["code"] == "AUDIT_CHANGED" and "40" in problem["message"]
        for problem in ran.json["problems"]
    )


def test_backup_is_restored_where_no_database_is(run: Run, filled: Path, tmp_path: Path) -> None:
    saved, back = tmp_path / "saved.db", tmp_path / "back.db"
    assert run("--db", filled, "backup", saved).status == 0
    assert run("--db", back, "restore", saved).status == 0
    assert run("--db", back, "check", "--json").json["ok"]


def test_backup_covers_no_file_that_is_there(run: Run, filled: Path, tmp_path: Path) -> None:
    there = tmp_path / "there.db"
    there.write_text("mine")
    ran = run("--db", filled, "backup", there)
    assert (ran.status, there.read_text()) == (1, "mine")


def test_restore_over_a_database_needs_its_administrator(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copy(filled, tmp_path / "copy.db"))
    before = copy.read_bytes()
    ran = run("--db", copy, "restore", filled)
    assert (ran.status, copy.read_bytes()) == (2, before)


def test_restore_takes_the_place_of_a_damaged_database(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"SQLite format 3\0" + b"x" * 4096)
    ran = run("--db", broken, "restore", filled)
    assert ran.status == 0, ran.err
    assert run("--db", broken, "check", "--json").json["ok"]
