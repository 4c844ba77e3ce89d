"""Registers are read in and a quarter is written out."""

import json
import re
from pathlib import Path

import pytest

from desk.context import Desk
from desk.sign_in import set_roles
from tests.conftest import DeskOf
from tests.screens.stage import Stage, play

SAMPLES = Path(__file__).parents[1] / "ledgers" / "samples"
REGISTER = "孕产妇系统管理登记册_2026.xlsx"


def test_a_register_is_looked_at_then_taken_in(
    clerk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    copy = tmp_path / REGISTER
    copy.write_bytes((SAMPLES / REGISTER).read_bytes())
    listed = json.loads((SAMPLES / "villages.json").read_text(encoding="utf-8"))
    assert listed

    async def act(stage: Stage) -> None:
        await stage.keys("7", "f4")
        await stage.see("读入哪种台账?")
        await stage.answer("1")
        await stage.see("选文件")
        await stage.paste(str(copy))
        await stage.keys("enter")
        await stage.see("可以收的", "退回的", "略过的")
        await stage.keys("f6")
        await stage.see("[退回的")
        await stage.keys("f8")
        await stage.see("退回的行存在同一文件夹")
        await stage.keys("f2")
        await stage.see("行的村不在本机构名单里")
        await stage.answer("1")
        await stage.see("收进吗?")
        await stage.answer("1")
        await stage.see("已收进")

    play(clerk.store.path, act, clerk)
    assert (tmp_path / f"{copy.stem}_退回.xlsx").exists()


def test_a_file_that_is_no_ledger_gets_one_sentence(clerk: Desk, tmp_path: Path) -> None:
    (tmp_path / "空.xlsx").write_bytes(b"")

    async def act(stage: Stage) -> None:
        await stage.keys("7", "f4")
        await stage.see("读入哪种台账?")
        await stage.answer("2")
        await stage.see("选文件")
        await stage.paste(str(tmp_path / "空.xlsx"))
        await stage.keys("enter")
        await stage.see("1 知道了")
        assert "空" in stage.text

    play(clerk.store.path, act, clerk)


def test_a_quarter_is_exported_with_its_digests(clerk: Desk, tmp_path: Path) -> None:
    out = tmp_path / ("out" * 20)  # too long for the status line: told in a window

    async def act(stage: Stage) -> None:
        await stage.keys("7", "f8")
        await stage.see("2026Q3")
        await stage.keys("ctrl+u")
        await stage.paste(str(out))
        await stage.keys("enter")
        await stage.see("已导出到", "知道了")
        await stage.keys("enter")
        await stage.see("孕产妇系统管理登记册")
        await stage.keys("end")
        await stage.see("> manifest.json")
        assert re.search(r"manifest\.json +[0-9a-f]{12}$", stage.line("manifest.json"))

    play(clerk.store.path, act, clerk)
    assert (out / "manifest.json").exists()


def test_the_registers_of_infections_are_asked_about_and_written_apart(
    desk_of: DeskOf, tmp_path: Path
) -> None:
    set_roles(desk_of("admin"), "clerk", ("clerk", "counsellor"))
    both = desk_of("clerk")

    async def act(stage: Stage) -> None:
        await stage.keys("7", "f8")
        await stage.see("2026Q3")
        await stage.keys("ctrl+u")
        await stage.paste(str(tmp_path / "out"))
        await stage.keys("f9", "2", "f9", "1")
        await stage.see("已导出到")  # on its line, or in a window where the folder is long

    play(both.store.path, act, both)
    assert not list((tmp_path / "out").glob("*_台账.xlsx"))
    assert list((tmp_path / "out").glob("*_艾梅乙登记.xlsx"))
