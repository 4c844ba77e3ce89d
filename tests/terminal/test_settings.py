"""Settings and keys chosen in one session hold in the next, in a real terminal."""

from pathlib import Path

import pytest

from models.engine import Store
from tests.terminal.desk import command, open_by_name, sign_in
from tests.terminal.harness import ENTER, ESC, F2, F6, Terminal

MOUSE_MODE = 1000 << 5  # how pyte notes the private mode 1000
F11 = "\x1b[23~"  # no page has a use for it


@pytest.fixture
def centre(store: Store) -> Path:
    return store.path


def session(centre: Path) -> Terminal:
    return Terminal(command(centre))


def to_settings(terminal: Terminal) -> None:
    sign_in(terminal)
    open_by_name(terminal, "设置", "设置")
    terminal.wait_for("> 语言")


def test_language_and_mouse_are_as_they_were_left(centre: Path) -> None:
    with session(centre) as terminal:
        to_settings(terminal)
        assert MOUSE_MODE not in terminal.screen.mode
        terminal.send("2", ENTER)
        terminal.wait_for("> 配色")
        for field in ("> 横线", "> 符号占几格", "> 鼠标"):
            terminal.send(ENTER)
            terminal.wait_for(field)
        terminal.send("1", F2)
        terminal.wait_for("Saved; the mouse from the next start on")
        terminal.send(ESC)
        terminal.wait_for("Leave MCH Desk?")
        terminal.settle()
        terminal.send("3")
        terminal.wait_end()
    with session(centre) as terminal:
        terminal.wait_for("口令")
        assert MOUSE_MODE in terminal.screen.mode
        sign_in(terminal, "Today", "F3 Find")


def test_a_key_given_by_pressing_it_is_there_in_the_next_session(centre: Path) -> None:
    with session(centre) as terminal:
        to_settings(terminal)
        terminal.send(F6)
        terminal.wait_for("> 各台", "找人")
        terminal.send(ENTER)
        terminal.wait_for("换成哪个键?")
        terminal.settle()  # a hand: what comes right behind Enter is a reader's and gives no key
        terminal.send(F11)
        terminal.wait_for("“找人”现在是 F11 /")
    with session(centre) as terminal:
        sign_in(terminal, "F11 找人")
        terminal.send(F11)
        terminal.wait_for("F11 清空再找")
