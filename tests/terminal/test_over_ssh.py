"""The supervisor's line: the desk through a real sshd, and what happens when the line breaks."""

import shlex
import sys
from pathlib import Path

from models.engine import Store
from tests.conftest import PASSWORD, TODAY
from tests.terminal.harness import ENTER, F4, Terminal, answer_ruler

ROOT = Path(__file__).parents[2]


def remote(store: Store) -> str:
    answer_ruler(store.path, {"TERM": "xterm-256color", "SSH_TTY": "there"})
    desk = [sys.executable, "-m", "mchdesk", "--db", str(store.path), "--on", TODAY.isoformat()]
    return f"cd {shlex.quote(str(ROOT))} && exec {shlex.join(desk)} --lang zh"


def sign_in(terminal: Terminal, user: str) -> None:
    terminal.wait_for("用户名", "口令")
    terminal.send(user, ENTER, PASSWORD, ENTER)
    terminal.wait_for("新口令", "再输一次")
    terminal.send("new-one-26", ENTER, "new-one-26", ENTER)
    terminal.wait_for("今日工作", "应办")


def test_the_supervisor_sees_the_indicators_over_ssh(line: list[str], store: Store) -> None:
    with Terminal([*line, remote(store)]) as terminal:
        sign_in(terminal, "supervisor")
        terminal.send("6")
        terminal.wait_for("早孕建册率", "新生儿访视率")


def test_a_line_that_breaks_keeps_the_half_typed_form(line: list[str], store: Store) -> None:
    with Terminal([*line, remote(store)]) as terminal:
        sign_in(terminal, "clerk")
        terminal.send("2")
        terminal.wait_for("在管的孕册")
        terminal.send(F4)
        terminal.wait_for("姓名*")
        terminal.send("断试线")
        terminal.wait_for("断试线")
    with Terminal([*line, remote(store)]) as again:
        again.wait_for("用户名")
        again.send("clerk", ENTER, "new-one-26", ENTER)
        again.wait_for("有未保存的草稿", "断试线")
