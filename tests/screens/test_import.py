"""A ledger read at the desk: villages the centre lacks, and the box that tells of one row."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from sqlmodel import Session, select

from desk import sign_in as accounts
from desk.context import Desk
from desk.villages import villages
from models.people import Person
from tests.conftest import PASSWORD, TODAY, DeskOf
from tests.ledgers.support import CHILD, ledger, workbook
from tests.screens.stage import Stage, play

ELSEWHERE = ({"村(组)": "河头村1组"}, {"村(组)": "坪上村", "儿童姓名": "丁二宝"})
WRONG = {"村(组)": "东庄村", "儿童姓名": "丁三宝", "出生体重": "很重"}


@pytest.fixture
def both(desk_of: DeskOf) -> Desk:
    """Somebody who reads ledgers in and keeps the list of villages too."""
    accounts.add_user(desk_of("admin"), "both", "两岗", ("clerk", "admin"), PASSWORD)
    return accounts.sign_in(desk_of("admin").store, "both", PASSWORD, TODAY)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Two children of villages the centre lacks, and one whose weight cannot be read."""
    path = tmp_path / "儿童.xlsx"
    path.write_bytes(workbook(ledger(CHILD, *ELSEWHERE, WRONG)))
    return path


async def opened(stage: Stage, file: Path) -> None:
    stage.app.push_screen(stage.app.page("import", "child", file))
    await stage.see("可以收的 2", "退回的 1")


def children(desk: Desk) -> list[tuple[str, int | None, str | None]]:
    with Session(desk.store.read) as session:
        people = session.exec(select(Person).order_by(Person.name))
        found = [(person.name, person.village_id, person.address) for person in people]
    return [child for child in found if child[0].startswith("丁")]


def names(desk: Desk) -> list[str]:
    return [village.name for village in villages(desk)]


def test_villages_the_centre_lacks_are_named_and_kept_as_written(
    desk_of: DeskOf, file: Path
) -> None:
    desk = desk_of("clerk")

    async def act(stage: Stage) -> None:
        await opened(stage, file)
        await stage.keys("f2")
        await stage.see("2 行的村不在本机构名单里: 河头村、坪上村", "1 照收(写进现住址)", "3 不收")
        await stage.answer("1")
        await stage.see("收进吗?")
        await stage.answer("1")
        await stage.see("已收进 2 条")

    play(desk.store.path, act, desk)
    assert children(desk) == [("丁二宝", None, "坪上村"), ("丁小宝", None, "河头村1组")]


def test_who_may_not_add_villages_is_not_offered_it(desk_of: DeskOf, file: Path) -> None:
    desk = desk_of("clerk")

    async def act(stage: Stage) -> None:
        await opened(stage, file)
        await stage.keys("f2")
        await stage.see("3 不收")
        assert "加村再收" not in stage.text

    play(desk.store.path, act, desk)


def test_villages_are_added_and_the_file_read_again_with_them(both: Desk, file: Path) -> None:
    async def act(stage: Stage) -> None:
        await opened(stage, file)
        await stage.keys("f2")
        await stage.see("2 加村再收(2 个)")
        await stage.answer("2")
        await stage.see("收进吗?")
        await stage.answer("1")
        await stage.see("已收进 2 条")

    play(both.store.path, act, both)
    assert names(both)[3:] == ["河头村", "坪上村"]
    assert children(both) == [("丁二宝", 5, None), ("丁小宝", 4, None)]


def test_not_taking_changes_nothing(both: Desk, file: Path) -> None:
    async def act(stage: Stage) -> None:
        await opened(stage, file)
        await stage.keys("f2")
        await stage.see("3 不收")
        await stage.answer("3")
        await stage.gone("3 不收")
        assert "收进吗?" not in stage.text

    play(both.store.path, act, both)
    assert (len(names(both)), children(both)) == (3, [])


def look(desk: Desk, file: Path, see: Callable[[Stage], None]) -> None:
    async def act(stage: Stage) -> None:
        await opened(stage, file)
        await stage.keys("f6")
        await stage.see("[退回的 1]", "Enter 看全文")
        see(stage)
        await stage.keys("enter")
        await stage.see("第 4 行", "1 知道了")

    text = play(desk.store.path, act, desk)
    lines = [line.strip() for line in text.splitlines()]
    at = next(n for n, line in enumerate(lines) if "第 4 行" in line)
    assert lines[at + 1 : at + 3] == ["丁三宝", "出生体重: 很重"]


def test_refused_row_of_a_file_with_one_sheet_is_told_without_it(
    desk_of: DeskOf, file: Path
) -> None:
    def see(stage: Stage) -> None:
        assert stage.line("出生体重").split()[:2] == [">", "4"]

    look(desk_of("clerk"), file, see)


def test_refused_row_of_a_file_with_several_sheets_is_told_with_its_sheet(
    desk_of: DeskOf, file: Path
) -> None:
    book = openpyxl.load_workbook(file)
    other = book.create_sheet("空表")
    other.append(list(CHILD))
    other.append(["合计"])
    book.save(file)

    def see(stage: Stage) -> None:
        assert stage.line("出生体重").split()[:3] == [">", "登记", "4"]

    look(desk_of("clerk"), file, see)
