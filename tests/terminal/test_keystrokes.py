"""How many keys the everyday tasks take: counted in a real pty while a clerk's script is played."""

from pathlib import Path

import pytest

from docs import keystrokes
from tests.terminal.play import make_centre, play
from tests.terminal.script import TASKS, Task


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("script") / "centre.db"
    make_centre(path)
    return path


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.english)
def test_task_is_done_within_its_keys(task: Task, centre: Path, tmp_path: Path) -> None:
    played = play(task, centre, tmp_path)
    assert played.kept == task.kept
    assert played.keys == task.count
    assert played.keys <= task.most


def test_table_in_the_docs_is_what_the_script_counts() -> None:
    assert keystrokes.FILE.read_text("utf-8") == keystrokes.text()
