"""The program as somebody calls it: another process, its streams and its exit status."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "ledgers" / "samples"
VILLAGES = SAMPLES / "villages.json"
KINDS = {
    "pregnancy": "孕产妇系统管理登记册_2026.xlsx",
    "child": "0-6岁儿童健康管理台账_2026.xlsx",
    "certificate": "出生医学证明签发登记_2026.xlsx",
    "village-report": "村级妇幼月报_2026年7-9月.csv",
}
PASSWORD = "a-long-one"
ON = ("--on", "2026-11-21")


@dataclass(frozen=True)
class Ran:
    """What came of a call."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found


Run = Callable[..., Ran]


def call(*words: str | Path, env: Mapping[str, str] | None = None, typed: str = "") -> Ran:
    """Run ``mchdesk`` with these words."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MCHDESK")}
    run = subprocess.run(
        [sys.executable, "-m", "mchdesk", *map(str, words)],
        cwd=ROOT,
        env={**clean, "LANG": "C.UTF-8", **(env or {})},
        input=typed,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Ran(run.returncode, run.stdout, run.stderr)


@pytest.fixture
def run() -> Run:
    """``run("due", "--json")``: nobody signed in, no database named."""
    return call


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new centre that has read the four sample ledgers; not to be changed."""
    path = tmp_path_factory.mktemp("filled") / "centre.db"
    env = {"MCHDESK_PASSWORD": PASSWORD, "MCHDESK_USER": "boss"}
    made = call(
        *("init", path, "--centre", "云溪镇卫生院", "--code", "331199", "--admin", "boss"),
        env=env,
    )
    assert made.status == 0, made.err
    for kind, name in KINDS.items():
        read = call(
            *("--db", path, *ON, "import", kind, SAMPLES / name, "--villages", VILLAGES),
            env=env,
        )
        assert read.status == 0, read.err
    return path


@pytest.fixture
def at_desk(filled: Path) -> Run:
    """``at_desk("due", "--json")``: the first user of the filled centre asks."""

    def run_there(*words: str | Path, env: Mapping[str, str] | None = None, typed: str = "") -> Ran:
        who = {"MCHDESK_PASSWORD": PASSWORD, "MCHDESK_USER": "boss"}
        return call("--db", filled, *ON, *words, env={**who, **(env or {})}, typed=typed)

    return run_there
