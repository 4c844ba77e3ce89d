"""The certificates' desk in a real terminal: a month's last day, from the bundle to the table."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlmodel import Session, col, select

from models.blanks import Blank, BlankMove, CountLine, StockCount
from models.certificate import Collection, Issue, Seal
from models.migrations import open_store
from tests.terminal.certificate_day import (
    BLANKS,
    COLLECTED,
    EXCHANGED,
    FAMILIES,
    FIRST,
    ISSUED,
    LAST,
    MCHDESK,
    MISPRINTS,
    NUMBERS,
    ON,
    PASSWORD,
    REISSUED,
    TABLE,
    Hand,
    apply,
    collect,
    count_the_blanks,
    exchange,
    issue_all,
    make_centre,
    print_the_table,
    receive_by_scanning,
    reissue,
    reserve,
    seal_all,
    sit_down,
)
from tests.terminal.harness import ENTER, F6

MOST_KEYS = 25


@dataclass(frozen=True, slots=True)
class Worked:
    """What is left of the day."""

    path: Path
    keys: dict[str, int]


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The centre in the morning."""
    path = tmp_path_factory.mktemp("certificates") / "centre.db"
    make_centre(path)
    return path


@pytest.fixture(scope="module")
def worked(centre: Path, tmp_path_factory: pytest.TempPathFactory) -> Worked:
    """The centre after the day."""
    path = tmp_path_factory.mktemp("worked") / "centre.db"
    shutil.copyfile(centre, path)
    with sit_down(path, "issuer") as terminal:
        hand = Hand(terminal)
        receive_by_scanning(hand)
        keys = issue_all(hand)
        hand.home()
        with sit_down(path, "sealer") as other:
            seal_all(Hand(other), ISSUED)
        collect(hand, COLLECTED)
        exchange(hand, *EXCHANGED)
        reissue(hand, *REISSUED)
        count_the_blanks(hand, TABLE[15])
        print_the_table(hand)
    return Worked(path, keys)


def ask(path: Path, *words: str) -> dict[str, Any]:
    """What the program answers without its screens."""
    done = subprocess.run(
        [*MCHDESK, "--db", str(path), "--on", ON.isoformat(), *words, "--json"],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "MCHDESK_USER": "issuer", "MCHDESK_PASSWORD": PASSWORD},
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def states_of(path: Path) -> dict[str, str]:
    """Every number on the books with its state."""
    store = open_store(path)
    try:
        with Session(store.read) as session:
            return dict(session.exec(select(Blank.number, Blank.state)).all())
    finally:
        store.close()


def test_a_scanned_number_goes_to_the_next_field_and_saves_nothing(
    centre: Path, tmp_path: Path
) -> None:
    path = tmp_path / "centre.db"
    shutil.copyfile(centre, path)
    with sit_down(path, "issuer") as terminal:
        hand = Hand(terminal)
        hand.type("4", see="还没有签发|F6 入库")
        hand.type(F6, see="> 起始编号")
        hand.scan(FIRST, see="> 终止编号")
        hand.scan(LAST, see="> 缺号")
        for _ in range(9):  # one after another, whatever field comes
            hand.scan(LAST, see="空白证入库")
        assert "保存吗" not in terminal.settle()
    assert states_of(path) == {}


def test_a_certificate_of_a_known_child_takes_no_more_than_its_keys(worked: Worked) -> None:
    assert len(worked.keys) == ISSUED
    assert {number: keys for number, keys in worked.keys.items() if keys > MOST_KEYS} == {}


def test_the_numbers_went_in_order_and_each_is_in_its_state(worked: Worked) -> None:
    expected = dict.fromkeys(NUMBERS, "in_stock")
    expected |= dict.fromkeys(NUMBERS[: TABLE[14]], "issued")
    expected |= dict.fromkeys(MISPRINTS, "void")
    expected |= {EXCHANGED[0]: "recalled", REISSUED[0]: "declared"}
    assert states_of(worked.path) == expected


def test_the_journal_shows_none_was_skipped(worked: Worked) -> None:
    store = open_store(worked.path)
    try:
        with Session(store.read) as session:
            reserved = session.exec(
                select(Blank.number)
                .join(BlankMove, col(BlankMove.blank_id) == col(Blank.id))
                .where(BlankMove.act == "reserve")
                .order_by(col(BlankMove.id))
            ).all()
    finally:
        store.close()
    assert tuple(reserved) == NUMBERS[: TABLE[14]]


def test_every_certificate_is_sealed_by_another_hand(worked: Worked) -> None:
    store = open_store(worked.path)
    try:
        with Session(store.read) as session:
            sealers = session.exec(select(Seal.user)).all()
            issuers = session.exec(select(Issue.issuer_user)).all()
            taken = session.exec(select(Collection)).all()
    finally:
        store.close()
    assert (set(sealers), len(sealers)) == ({"sealer"}, TABLE[6])
    assert (set(issuers), len(issuers)) == ({"issuer"}, TABLE[6])
    assert len(taken) == COLLECTED


def test_the_count_agrees_and_names_who_watched(worked: Worked) -> None:
    store = open_store(worked.path)
    try:
        with Session(store.read) as session:
            count = session.exec(select(StockCount)).one()
            assert session.exec(select(CountLine)).all() == []
    finally:
        store.close()
    assert (count.on_books, count.counted) == (TABLE[15], TABLE[15])
    assert (count.counted_by, count.checked_by) == ("签发员", "审核员")


def test_the_workbook_holds_the_sixteen_columns_of_what_was_done(worked: Worked) -> None:
    (path,) = worked.path.parent.rglob("*.xlsx")
    sheet = openpyxl.load_workbook(path).worksheets[1]  # behind the cover
    rows = list(sheet.iter_rows(values_only=True))
    numbered = {
        int(found[1]): place
        for row in rows  # the heading has two lines
        for place, cell in enumerate(row)
        if (found := re.match(r"\((\d+)\)[^=]", str(cell)))
    }
    last = next(row for row in rows if row[1] == "合计")
    assert {number: last[place] for number, place in numbered.items()} == TABLE


def test_the_account_without_screens_agrees(worked: Worked) -> None:
    account = ask(worked.path, "stock")
    assert account["balanced"] is True
    assert {state: count for state, count in account["states"].items() if count} == {
        "in_stock": TABLE[15],
        "issued": TABLE[6] - 2,
        "void": TABLE[13],
        "recalled": 1,
        "declared": 1,
    }
    assert (account["received"], account["issued"], account["closing"]) == (
        BLANKS,
        TABLE[6],
        TABLE[15],
    )


def test_the_check_finds_nothing(worked: Worked) -> None:
    assert ask(worked.path, "check") == {"ok": True, "problems": []}


def reserved(hand: Hand) -> None:
    """A number is taken."""
    reserve(hand, FIRST)


def printed(hand: Hand) -> None:
    """It is printed on."""
    reserved(hand)
    hand.type(ENTER, see="待确认")


@pytest.mark.parametrize(
    ("work", "state", "step"),
    [(reserved, "reserved", "待打印"), (printed, "printed", "待确认")],
)
def test_what_a_power_cut_left_is_found_the_next_day_with_its_step(
    centre: Path, tmp_path: Path, work: Callable[[Hand], None], state: str, step: str
) -> None:
    path = tmp_path / "centre.db"
    shutil.copyfile(centre, path)
    with sit_down(path, "issuer") as terminal:
        hand = Hand(terminal)
        receive_by_scanning(hand)
        apply(hand, FAMILIES[0], born_at="江西省云溪县")
        work(hand)
        terminal.kill()
        terminal.wait_end()
    assert states_of(path)[FIRST] == state
    with sit_down(path, "issuer", ON + timedelta(days=1)) as terminal:
        hand = Hand(terminal)
        terminal.wait_for("占号未办完")
        hand.type("4", see="出生医学证明|在库")
        hand.type("0", see="1 申请")
        hand.type("1", see=f"没办完的申请|> {step}|{FAMILIES[0].child}|{FIRST}")
        hand.type(ENTER, see=f"{step}|打印")
    assert ask(path, "stock")["balanced"] is True
