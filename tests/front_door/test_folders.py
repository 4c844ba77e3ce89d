"""Folders the program makes hold people's data: they are their owner's alone."""

import stat
from pathlib import Path

import pytest

from desk.places import papers_folder
from tests.front_door.conftest import ON, PASSWORD, Run

CENTRE = ("--centre", "云溪镇卫生院", "--code", "331199", "--admin", "boss")
DEMO = ("--births-per-year", "4", "--years", "1")


@pytest.mark.parametrize("made", [("init", CENTRE), ("demo", DEMO)], ids=["init", "demo"])
def test_data_folder_is_its_owners_alone(
    run: Run, tmp_path: Path, made: tuple[str, tuple[str, ...]]
) -> None:
    command, options = made
    path = tmp_path / "mchdesk" / "centre.db"
    ran = run(*ON, command, path, *options, env={"MCHDESK_PASSWORD": PASSWORD})
    assert (ran.status, stat.S_IMODE(path.parent.stat().st_mode)) == (0, 0o700), ran.err


def test_folder_that_was_there_keeps_its_mode(run: Run, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    run("init", tmp_path / "centre.db", *CENTRE, env={"MCHDESK_PASSWORD": PASSWORD})
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_ledgers_leave_to_a_folder_at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert papers_folder() == tmp_path / "妇幼台账"
