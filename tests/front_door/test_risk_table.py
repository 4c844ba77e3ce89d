"""A province's risk table is loaded from a file, refused by what is wrong in it, or not at all."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.front_door.conftest import ON, PASSWORD, Ran, Run

PROVINCE: dict[str, Any] = {
    "version": "示例省2026",
    "title": "示例省妊娠风险表",
    "base": "2017",
    "remove": ["Y1.4"],
}
REASON = ("--reason", "省卫发〔2026〕1号")


@pytest.fixture
def load(run: Run, filled: Path, tmp_path: Path) -> Run:
    """``load(file)``: the administrator loads a table into a centre of this test's own."""
    path = Path(shutil.copy(filled, tmp_path / "centre.db"))
    env = {"MCHDESK_PASSWORD": PASSWORD, "MCHDESK_USER": "boss"}

    def run_there(*words: str | Path, **_: object) -> Ran:
        return run("--db", path, *ON, "risk-table", *words, env=env)

    return run_there


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "province.json"
    found.write_text(json.dumps(PROVINCE, ensure_ascii=False), encoding="utf-8")
    return found


def test_table_of_a_province_is_in_force_at_once(load: Run, file: Path) -> None:
    ran = load(file, *REASON)
    assert (ran.status, ran.err) == (0, "")
    assert "示例省妊娠风险表(版本 示例省2026" in ran.out


def test_table_without_a_reason_is_a_wrong_call(load: Run, file: Path) -> None:
    ran = load(file)
    assert (ran.status, "--reason" in ran.err) == (2, True)


def test_mistake_in_a_table_is_told_by_its_item(load: Run, file: Path) -> None:
    file.write_text(json.dumps(PROVINCE | {"remove": ["Y9.9"]}), encoding="utf-8")
    ran = load(file, *REASON)
    assert (ran.status, ran.out, "Y9.9" in ran.err) == (1, "", True)


def test_other_table_of_the_same_version_is_refused(load: Run, file: Path) -> None:
    assert load(file, *REASON).status == 0
    file.write_text(json.dumps(PROVINCE | {"title": "另一张表"}), encoding="utf-8")
    ran = load(file, *REASON)
    assert (ran.status, "示例省2026" in ran.err) == (1, True)


def test_table_that_is_not_utf_8_is_refused_in_words(load: Run, file: Path) -> None:
    file.write_text(json.dumps(PROVINCE, ensure_ascii=False), encoding="gb18030")
    ran = load(file, *REASON)
    assert (ran.status, "UTF-8" in ran.err) == (1, True)


def test_table_that_is_not_there_is_refused_in_words(load: Run, tmp_path: Path) -> None:
    ran = load(tmp_path / "none.json", *REASON)
    assert (ran.status, "none.json" in ran.err) == (1, True)
