"""What was typed survives: a closed line, signals, a cut of power; in a real terminal."""

import os
import signal
from collections.abc import Callable, Iterator

import pytest

from models.engine import Store
from tests.terminal.desk import command, sign_in
from tests.terminal.harness import CTRL_S, ENTER, F4, Terminal

CTRL_Z = "\x1a"
PROMISED = 2.0  # seconds from the last key to the disk


@pytest.fixture
def terminal(store: Store) -> Iterator[Terminal]:
    with Terminal(command(store.path, "--lang", "zh")) as opened:
        yield opened


def type_half_a_card(terminal: Terminal) -> None:
    sign_in(terminal)
    terminal.send(F4)
    terminal.wait_for("> 姓名*")
    terminal.settle()
    terminal.send("钱一半")
    terminal.wait_for("钱一半")


def hang_up(terminal: Terminal) -> None:
    os.close(terminal.master)
    terminal.master = os.open(os.devnull, os.O_RDWR)  # the harness closes what it has


ENDS: dict[str, Callable[[Terminal], None]] = {
    "sighup": lambda terminal: terminal.kill(signal.SIGHUP),
    "sigterm": lambda terminal: terminal.kill(signal.SIGTERM),
    "closed_line": hang_up,
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_a_last_key_before_the_end_is_in_the_draft(
    end: Callable[[Terminal], None], terminal: Terminal, store: Store
) -> None:
    type_half_a_card(terminal)
    end(terminal)
    os.waitpid(terminal.pid, 0)
    terminal.status = 0  # reaped here: a closed pty has nothing to read
    with Terminal(command(store.path, "--lang", "zh")) as again:
        sign_in(again, "有未保存的草稿: 建册 钱一半")


def test_a_draft_is_on_disk_within_two_seconds_of_the_last_key(
    terminal: Terminal, store: Store
) -> None:
    type_half_a_card(terminal)
    folder = store.path.with_suffix(".drafts")
    terminal.wait_until(
        lambda: any("钱一半" in path.read_text() for path in folder.rglob("*.json")),
        "the draft on disk",
        patience=PROMISED,
    )


def test_a_saved_card_leaves_nothing_to_offer(terminal: Terminal, store: Store) -> None:
    type_half_a_card(terminal)
    for text in ("", "", "19980102", "", "", "", "", "20260801"):
        terminal.send(*text, ENTER)
        terminal.settle()
    terminal.send(CTRL_S)
    terminal.wait_for("已为 钱一半 建册")
    assert list(store.path.with_suffix(".drafts").rglob("*.json")) == []


def test_ctrl_z_takes_back_typing_and_does_not_stop_the_program(terminal: Terminal) -> None:
    type_half_a_card(terminal)
    terminal.send(CTRL_Z)
    terminal.wait_gone("钱一半")
    terminal.send("赵")
    terminal.wait_for("> 姓名*      赵")


def test_a_scanned_number_lands_in_its_field_and_saves_nothing(terminal: Terminal) -> None:
    type_half_a_card(terminal)
    terminal.send(ENTER)
    terminal.wait_for("> 身份证号")
    terminal.settle()
    terminal.send("361199199706122220\r\n")
    terminal.wait_for("女 1997-06-12", "> 联系电话")
    assert "保存吗" not in terminal.settle()


def test_a_card_reader_fills_name_and_number(terminal: Terminal) -> None:
    sign_in(terminal)
    terminal.send(F4)
    terminal.wait_for("> 姓名*")
    terminal.settle()
    terminal.send("钱一半\t女\t汉\t19970612\t云溪镇东庄村1号\t361199199706122220\r\n")
    terminal.wait_for("姓名*      钱一半", "361199199706122220  女 1997-06-12", "> 联系电话")
