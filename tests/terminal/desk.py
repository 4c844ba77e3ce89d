"""The desk of a test's own database in a terminal: its command, signing in, opening by name."""

import sys
from pathlib import Path

from tests.conftest import PASSWORD, TODAY
from tests.terminal.harness import CTRL_P, ENTER, Terminal


def command(path: Path, *more: str) -> list[str]:
    """The program on a database, on the tests' day, at the name of the administrator."""
    day = ("--on", TODAY.isoformat(), "--as", "boss")
    return [sys.executable, "-m", "mchdesk", "--db", str(path), *day, *more]


def sign_in(terminal: Terminal, *see: str) -> None:
    """Give the password, and wait for the home page or what else is to be seen."""
    terminal.wait_for("用户名", "boss", "口令")
    terminal.send(PASSWORD, ENTER)
    terminal.wait_for(*(see or ("今日工作", "应办")))


def open_by_name(terminal: Terminal, typed: str, label: str) -> None:
    """Find an action among everything and do it."""
    terminal.send(CTRL_P)
    terminal.wait_for("全部功能:")
    terminal.send(typed)
    terminal.wait_for(f"> {label}")
    terminal.settle()
    terminal.send(ENTER)
