"""The harness itself: what it draws, how it waits, what it says at the end."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import DeskOf
from tests.terminal.harness import Terminal

SAY = "import sys; print('\x1b[2;3H王小丽'); print(sys.stdin.readline())"


def test_terminal_draws_what_the_program_prints_where_it_prints_it() -> None:
    with Terminal([sys.executable, "-c", SAY]) as terminal:
        terminal.wait_for("王小丽")
        assert terminal.lines[1] == "  王小丽"


def test_terminal_types_and_gives_the_exit_status() -> None:
    with Terminal([sys.executable, "-c", "raise SystemExit(int(input()))"]) as terminal:
        terminal.send("3\r")
        assert terminal.wait_end() == 3


def test_terminal_that_waits_in_vain_shows_the_screen() -> None:
    with (
        Terminal([sys.executable, "-c", "print('here')"]) as terminal,
        pytest.raises(AssertionError, match="here"),
    ):
        terminal.wait_for("there")


def test_desk_of_a_role_holds_that_role_alone(desk_of: DeskOf) -> None:
    assert desk_of("issuer").roles == {"issuer"}


@pytest.mark.parametrize(("strict", "status"), [("0", 0), ("1", 1)])
def test_missing_part_is_named_at_the_end_and_fails_when_asked_for(
    tmp_path: Path, strict: str, status: int
) -> None:
    conftest = Path(__file__).parents[1] / "conftest.py"
    (tmp_path / "conftest.py").write_text(conftest.read_text("utf-8"), "utf-8")
    (tmp_path / "test_part.py").write_text("def test_it(real_part): real_part('no-such-part')")
    root = conftest.parents[1]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "1", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "MCHDESK_REAL": strict, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == status, run.stdout
    assert "no-such-part" in run.stdout
    assert strict == "1" or "could not be tried on this machine:" in run.stdout
