"""A real terminal after hundreds of small changes shows just what a full repaint shows."""

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyte
import pytest

from tests.conftest import RealPart
from tests.tui.twin import Look, look_of

ROOT = Path(__file__).parents[2]
KEYS = (
    *("Down", "Down", "Down", "Up", "NPage", "PPage", "End", "Home", "F4", "Enter", "Tab"),
    *("王小丽", "3611", "2", "é·", "F1", "BSpace"),
)
SIZES = ((80, 24), (61, 13), (132, 43))
STANDS = 0.3  # seconds without a change: the screen stands


@pytest.fixture(params=["screen-256color", "xterm-256color"])
def tmux(
    request: pytest.FixtureRequest, real_part: RealPart, tmp_path: Path
) -> Iterator[Callable[..., str]]:
    """A tmux of this test's own; the desk in it is told one TERM or the other."""
    command = [real_part("tmux"), "-S", str(tmp_path / "socket"), "-f", "/dev/null"]

    def run(*words: str) -> str:
        return subprocess.run(
            [*command, *words], check=True, capture_output=True, text=True, cwd=ROOT
        ).stdout

    demo = f"env TERM={request.param} LANG=C.UTF-8 {sys.executable} -m tests.tui.demo"
    run("new-session", "-d", "-x", "80", "-y", "24", demo)
    yield run
    run("kill-server")


def standing(tmux: Callable[..., str]) -> str:
    """The screen with its colours, once it no longer changes."""
    seen, since = "", time.monotonic()
    while time.monotonic() - since < STANDS:
        now = tmux("capture-pane", "-p", "-e")
        if now != seen:
            seen, since = now, time.monotonic()
    return seen


def looks(captured: str) -> dict[tuple[int, int], Look]:
    """What can be seen of the characters of a captured screen.

    Not of spaces: tmux does not tell the ground of the cells it erased.
    """
    lines = captured.splitlines()
    screen = pyte.Screen(max(columns for columns, _ in SIZES), len(lines))
    pyte.Stream(screen).feed("\r\n".join(lines))
    return {
        (y, x): look_of(cell)
        for y, row in screen.buffer.items()
        for x, cell in row.items()
        if cell.data != " "
    }


def test_a_full_repaint_changes_nothing(tmux: Callable[..., str]) -> None:
    chance = random.Random(4)  # noqa: S311  a walk, no secret
    while "共 1000 条" not in standing(tmux):
        pass
    for _ in range(25):
        for key in chance.choices(KEYS, k=8):
            tmux("send-keys", key)
        if chance.random() < 0.3:
            columns, lines = chance.choice(SIZES)
            tmux("resize-window", "-x", str(columns), "-y", str(lines))
        if "新增" not in (left := standing(tmux)):
            tmux("send-keys", "Escape")
            left = standing(tmux)
        tmux("send-keys", "C-l")
        assert looks(standing(tmux)) == looks(left)
