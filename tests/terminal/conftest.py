"""What tests of the whole program share: a line to it through a real sshd."""

import getpass
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import RealPart


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
