"""The county's table and the certificate registers by keys: opened, written, kept."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desk.certificate_copies import kept_copies
from desk.child import register_child
from desk.context import Desk
from desk.stock_room import receive
from desk.voiding import unvoid, void
from ledgers.export.certificate_copies import export_certificate_registers
from rules.periods import quarter_period
from screens.certificate_registers import CopiesPage
from screens.certificate_table import KEPT
from tests.conftest import PASSWORD, TODAY, DeskOf
from tests.desk.certificate_desk import BUNDLE, reviewer
from tests.desk.certified import issued
from tests.screens.stage import Stage, play


@pytest.fixture
def issuer(clerk: Desk, desk_of: DeskOf) -> Desk:
    """At the small centre with its ten blanks; may export whole with the reviewer."""
    return desk_of("issuer")


async def opened(stage: Stage, page: str, words: str, out: Path) -> None:
    stage.app.memory["out"] = out
    stage.app.push_screen(stage.app.page(page))
    await stage.see(words)


def test_a_column_opens_to_its_numbers(issuer: Desk, tmp_path: Path) -> None:
    async def act(stage: Stage) -> None:
        await opened(stage, "certificate_table", "期末库存", tmp_path)
        await stage.keys("down", "enter")
        await stage.see("2026Q4 (2) 本期申领", "Z990000010")

    play(issuer.store.path, act, issuer)


def test_month_quarter_and_year_follow_one_another(issuer: Desk, tmp_path: Path) -> None:
    async def act(stage: Stage) -> None:
        await opened(stage, "certificate_table", "2026-10-01 至 2026-12-31", tmp_path)
        await stage.keys("f9")
        await stage.see("2026-01-01 至 2026-12-31")
        await stage.keys("f9")
        await stage.see("2026-11-01 至 2026-11-30")
        await stage.keys("f6")
        await stage.see("2026-10-01 至 2026-10-31")
        assert stage.app.memory[KEPT][0] == "month"

    play(issuer.store.path, act, issuer)


def test_a_period_that_has_not_begun_is_not_offered(issuer: Desk, tmp_path: Path) -> None:
    async def act(stage: Stage) -> None:
        await opened(stage, "certificate_table", "2026-10-01 至 2026-12-31", tmp_path)
        await stage.keys("f7")
        await stage.see("后面的时段还没有开始", "2026-10-01 至 2026-12-31")

    play(issuer.store.path, act, issuer)


def test_a_quarter_of_another_year_leads_to_that_year(issuer: Desk, tmp_path: Path) -> None:
    async def act(stage: Stage) -> None:
        stage.app.memory[KEPT] = "quarter", date(2025, 6, 30)
        await opened(stage, "certificate_table", "2025-04-01 至 2025-06-30", tmp_path)
        await stage.keys("f9")
        await stage.see("2025-01-01 至 2025-12-31")

    play(issuer.store.path, act, issuer)


def test_the_table_is_written_where_the_session_wrote_last(issuer: Desk, tmp_path: Path) -> None:
    async def act(stage: Stage) -> None:
        await opened(stage, "certificate_table", "期末库存", tmp_path / "out")
        await stage.keys("f8")
        await stage.see("已写到")

    play(issuer.store.path, act, issuer)
    assert [path.suffix for path in (tmp_path / "out").iterdir()] == [".xlsx"]


def test_a_number_below_nothing_says_why_wherever_it_stands(issuer: Desk, tmp_path: Path) -> None:
    october = replace(issuer, today=date(2026, 10, 30))
    receive(october, BUNDLE | {"received_on": october.today})
    void(october, "Z331990010", "3")
    unvoid(issuer, "Z331990010", "看错了号", reviewer(issuer))

    async def act(stage: Stage) -> None:
        stage.app.memory[KEPT] = "month", TODAY
        await opened(stage, "certificate_table", "期末库存", tmp_path)
        said = [line.split()[0] for line in stage.text.splitlines() if "已报的不改" in line]
        assert said == ["(12)", "(13)", "(14)"]

    play(issuer.store.path, act, issuer)


def test_first_issues_of_births_before_the_period_are_told_beside_the_births(
    clerk: Desk, issuer: Desk, tmp_path: Path
) -> None:
    born = date(2026, 10, 30)
    child = {"name": "赵小一", "sex": "1", "birth_date": born, "mother_name": "钱试一"}
    issued(issuer, register_child(clerk, child).id, child_name="赵小一", papers=["1", "2", "6"])

    async def act(stage: Stage) -> None:
        stage.app.memory[KEPT] = "month", TODAY
        await opened(stage, "certificate_table", "期末库存", tmp_path)
        assert stage.line("(16)").endswith("  (3)含以前出生 1 张")
        await stage.keys("f9")
        await stage.see("2026-10-01 至 2026-12-31")
        assert stage.line("(16)").split()[-1] == "1"

    play(issuer.store.path, act, issuer)


async def purpose(stage: Stage) -> None:
    """Tick the first register; say what for, on the line F8 leads to."""
    await stage.keys("space", "f8")
    await stage.see("导出登记册要写明用途")
    await stage.keys("装订")
    await stage.keys("enter")


def test_a_register_is_written_with_its_purpose_and_kept(issuer: Desk, tmp_path: Path) -> None:
    async def act(stage: Stage) -> None:
        await opened(stage, "certificate_registers", "入库登记本", tmp_path / "out")
        await purpose(stage)
        await stage.see("遮盖姓名")
        await stage.keys("enter")
        await stage.see("已写到", "知道了")
        await stage.keys("enter", "f4")
        await stage.see("导出记录", "装订", "遮盖")

    play(issuer.store.path, act, issuer)
    (kept,) = kept_copies(issuer)
    assert (kept.registers, kept.masked) == (("入库登记本",), True)


def test_a_whole_copy_is_written_once_the_reviewer_has_signed(issuer: Desk, tmp_path: Path) -> None:
    async def act(stage: Stage) -> None:
        await opened(stage, "certificate_registers", "入库登记本", tmp_path / "out")
        await purpose(stage)
        await stage.answer("2")
        await stage.see("不遮盖导出", "审核")
        await stage.keys(PASSWORD, "enter")
        await stage.see("已写到")

    play(issuer.store.path, act, issuer)
    (kept,) = kept_copies(issuer)
    assert (kept.masked, kept.second) == (False, "审核")


def test_who_signed_for_a_whole_copy_stands_in_its_row_and_all_of_it_behind_enter(
    issuer: Desk, desk_of: DeskOf, tmp_path: Path
) -> None:
    reason = "县卫健局2026年母婴保健执法检查调阅"
    export_certificate_registers(
        issuer,
        quarter_period("2026Q4"),
        ["receipts"],
        tmp_path,
        reason=reason,
        second=reviewer(issuer),
    )

    async def act(stage: Stage) -> None:
        stage.app.push_screen(CopiesPage())
        await stage.see("看全文", "2026Q4")
        assert "审核" in stage.line("2026Q4")
        await stage.keys("enter")
        await stage.see(reason, "签发 导出", "审核 复核")

    play(issuer.store.path, act, issuer)


def test_who_is_not_the_keeper_is_not_even_asked_and_gets_it_masked(
    clerk: Desk, tmp_path: Path
) -> None:
    async def act(stage: Stage) -> None:
        await opened(stage, "certificate_registers", "入库登记本", tmp_path / "out")
        await purpose(stage)
        await stage.see("已写到")

    play(clerk.store.path, act, clerk)
    assert [kept.masked for kept in kept_copies(clerk)] == [True]
