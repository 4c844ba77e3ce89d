"""What is installed is exactly what was locked, and nothing says from where."""

import re
import subprocess
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.txt", "requirements-dev.txt")
TEXTS = {".py", ".md", ".toml", ".txt", ".cfg", ".tcss", ".json", ".csv", ".po", ".svg", ".sh", ""}


def entries(lock: str) -> list[str]:
    """Each requirement with its hashes, in one line."""
    text = (ROOT / lock).read_text("utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def normal(name: str) -> str:
    """A package name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def kept() -> list[Path]:
    """The files of the project under version control."""
    run = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in run.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_one_version_and_hashes(lock: str) -> None:
    loose = [
        entry.split()[0]
        for entry in entries(lock)
        if not re.match(r"\S+==\S+", entry) or "--hash=sha256:" not in entry
    ]
    assert loose == []


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_no_registry(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links|--trusted-host", text)


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    groups = (project["dependencies"], *project["optional-dependencies"].values())
    wanted = {normal(re.split(r"[<>=;\s]", one)[0]) for group in groups for one in group}
    locked = {normal(entry.split("==")[0]) for entry in entries("requirements-dev.txt")}
    assert wanted - locked == set()


def test_development_lock_agrees_with_the_lock() -> None:
    development = {entry.split()[0] for entry in entries("requirements-dev.txt")}
    assert {entry.split()[0] for entry in entries("requirements.txt")} - development == set()


def test_every_dependency_says_why_it_is_there() -> None:
    lines = (ROOT / "pyproject.toml").read_text("utf-8").splitlines()
    silent = [
        line
        for before, line in pairwise(lines)
        if re.match(r'  "[\w-]+>=', line) and "#" not in line and not before.startswith("  #")
    ]
    assert silent == []


def test_no_file_speaks_of_one_machine() -> None:
    home = re.compile(r"/(?:home|Users|root|work)/\w|\bC:\\Users\\\w")
    found = [
        str(path.relative_to(ROOT))
        for path in kept()
        if path.suffix in TEXTS and home.search(path.read_text("utf-8", errors="replace"))
    ]
    assert [name for name in found if name != "tests/house/test_locks.py"] == []
