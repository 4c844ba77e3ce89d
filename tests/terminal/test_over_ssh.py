"""The supervisor's line: the desk through a real sshd, and what happens when the line breaks."""

import getpass
import os
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.engine import Store
from tests.conftest import PASSWORD, TODAY, RealPart
from tests.terminal.harness import ENTER, F4, Terminal

ROOT = Path(__file__).parents[2]


def answers(port: int) -> bool:
    with socket.socket() as knock:
        return knock.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def line(real_part: RealPart, tmp_path: Path) -> Iterator[list[str]]:
    """An ssh command to a server of this test's own, on the loopback."""
    sshd, ssh, keygen = real_part("sshd"), real_part("ssh"), real_part("ssh-keygen")
    for name in ("host", "id"):
        subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / name], check=True)
    (tmp_path / "id.pub").rename(tmp_path / "authorized_keys")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # sshd asks for it when it may change users
    options = {
        "Port": port,
        "ListenAddress": "127.0.0.1",
        "HostKey": tmp_path / "host",
        "AuthorizedKeysFile": tmp_path / "authorized_keys",
        "PidFile": tmp_path / "pid",
        "StrictModes": "no",
        "UsePAM": "no",
    }
    settings = [word for name, value in options.items() for word in ("-o", f"{name}={value}")]
    server = subprocess.Popen([sshd, "-D", "-f", "/dev/null", *settings])
    end = time.monotonic() + 30
    while not answers(port):
        assert time.monotonic() < end, "sshd does not answer"
        time.sleep(0.02)
    yield [
        *(ssh, "-tt", "-p", str(port), "-i", str(tmp_path / "id")),
        *("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"),
        *("-o", "LogLevel=ERROR", f"{getpass.getuser()}@127.0.0.1"),
    ]
    server.terminate()
    server.wait()


def remote(store: Store) -> str:
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
