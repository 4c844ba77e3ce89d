"""One clerk's script on every terminal: plain, without colour, in tmux, over ssh; two sizes."""

import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from models.antenatal import AntenatalContact
from models.migrations import open_store
from tests.conftest import RealPart
from tests.terminal.harness import CTRL_P, ENTER, ESC, F8, Terminal, answer_ruler
from tests.terminal.play import BETWEEN_KEYS, PASSWORD, make_centre
from tests.terminal.script import MEASURED, ON, TASKS, Step, step

ROOT = Path(__file__).parents[2]
SMALL, LARGE = (80, 24), (200, 60)
TERMINALS = ("xterm", "xterm-256color", "screen", "linux")
CONTACT = next(task for task in TASKS if task.table == "antenatal_contacts")

DAY: tuple[Step, ...] = (
    step(PASSWORD, ENTER, see="今日工作|F5 刷新"),
    *CONTACT.steps,
    step(ESC, see="F3 清空再找"),
    step(ESC, see="今日工作|F5 刷新"),
    step("2", see="在管的孕册|共 2 条"),
    step("/", "zxf", see="/ zxf|共 1 条"),
    step(ESC, see="共 2 条"),
    step("?", see="帮助:|上下键 移动"),
    step(ESC, see="共 2 条"),
    step(CTRL_P, "dctz", see="> dctz|全部功能"),
    step(ESC, see="共 2 条"),
    step("7", see="季度台账"),
    step(F8, see="导出到|2026Q3"),
    step(ESC, see="季度台账"),
    step(ESC, see="今日工作|F5 刷新"),
    step(ESC, see="退出妇幼工作台吗?"),
)


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("everywhere") / "centre.db"
    make_centre(path)
    return path


@pytest.fixture
def path(centre: Path, tmp_path: Path) -> Path:
    """The small centre in a file of this test's own."""
    return Path(shutil.copyfile(centre, tmp_path / "centre.db"))


def desk(path: Path) -> list[str]:
    words = ("--db", str(path), "--on", ON.isoformat(), "--lang", "zh", "--as", "clerk")
    return [sys.executable, "-m", "mchdesk", *words]


def do_the_day(terminal: Terminal) -> None:
    """Play the script and leave the desk."""
    terminal.wait_for("用户名", "clerk", "口令")
    terminal.wait_until(lambda: "F1 帮助" in terminal.lines[-1], "a page that fills the terminal")
    for each in DAY:
        for keys in each.keys:
            terminal.settle(BETWEEN_KEYS)
            terminal.send(keys)
        terminal.wait_for(*each.see)
    terminal.settle(BETWEEN_KEYS)
    terminal.send("3")
    assert terminal.wait_end() == 0


def recorded(path: Path) -> dict[str, object]:
    """What the contact that the script records says."""
    store = open_store(path)
    try:
        with Session(store.read) as session:
            newest = select(AntenatalContact).order_by(col(AntenatalContact.id).desc())
            kept = session.exec(newest).first()
            assert kept is not None
            said = kept.model_dump()
    finally:
        store.close()
    return {name: said[name] for name in MEASURED}


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "200x60"])
@pytest.mark.parametrize("name", TERMINALS)
def test_the_script_passes_on_a_terminal(name: str, size: tuple[int, int], path: Path) -> None:
    columns, lines = size
    with Terminal(desk(path), env={"TERM": name}, columns=columns, lines=lines) as terminal:
        do_the_day(terminal)
    assert recorded(path) == MEASURED


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "200x60"])
def test_the_script_passes_without_colour(size: tuple[int, int], path: Path) -> None:
    columns, lines = size
    with Terminal(desk(path), env={"NO_COLOR": "1"}, columns=columns, lines=lines) as terminal:
        do_the_day(terminal)
    assert recorded(path) == MEASURED


@pytest.fixture
def tmux(real_part: RealPart, tmp_path: Path) -> Iterator[list[str]]:
    """A tmux command with a server and settings of this test's own."""
    settings = tmp_path / "tmux.conf"
    settings.write_text(
        "set -g status off\nset -s escape-time 10\nset -g default-terminal screen\n"
    )
    command = [real_part("tmux"), "-S", str(tmp_path / "tmux"), "-u", "-f", str(settings)]
    yield command
    subprocess.run([*command, "kill-server"], check=False, capture_output=True)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "200x60"])
def test_the_script_passes_in_tmux(tmux: list[str], size: tuple[int, int], path: Path) -> None:
    columns, lines = size
    answer_ruler(path, {"TERM": "screen"})
    with Terminal([*tmux, "new-session", *desk(path)], columns=columns, lines=lines) as terminal:
        do_the_day(terminal)
    assert recorded(path) == MEASURED


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "200x60"])
def test_the_script_passes_over_ssh(line: list[str], size: tuple[int, int], path: Path) -> None:
    columns, lines = size
    answer_ruler(path, {"TERM": "xterm-256color", "SSH_TTY": "there"})
    there = f"cd {shlex.quote(str(ROOT))} && exec {shlex.join(desk(path))}"
    with Terminal([*line, there], columns=columns, lines=lines) as terminal:
        do_the_day(terminal)
    assert recorded(path) == MEASURED
