"""The house: who may know whom, what loads when, and how long a file may be."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("rules", "models", "desk", "ledgers", "tui", "screens", "seed", "front")
SOURCES = sorted(
    path
    for place in (*ROOMS, "tests", "bench", "docs", "mchdesk.py")
    for path in ((ROOT / place).rglob("*.py") if (ROOT / place).is_dir() else [ROOT / place])
)
LONGEST = 500
SLOW = ("sqlalchemy", "sqlmodel", "openpyxl", "xlsxwriter", "xlrd", "pypinyin", "dateutil.parser")
ALL_MODULES = """
import importlib, pkgutil, sys
for room in sys.argv[1].split(","):
    package = importlib.import_module(room)
    for found in pkgutil.walk_packages(package.__path__, room + "."):
        importlib.import_module(found.name)
print(*sorted(sys.modules))
"""


def loaded(code: str, *arguments: str) -> set[str]:
    """The modules a fresh interpreter has after the code."""
    run = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(run.stdout.split())


@pytest.mark.parametrize("room", ["rules", "models", "desk", "ledgers", "seed"])
def test_whole_room_loads_without_textual(room: str) -> None:
    assert "textual" not in loaded(ALL_MODULES, room)


@pytest.mark.parametrize("door", ["mchdesk", "screens.app"])
def test_first_paint_waits_for_no_database_and_no_workbook(door: str) -> None:
    modules = loaded(f"import sys, {door}; print(*sys.modules)")
    assert not modules & set(SLOW)


def test_command_line_loads_without_textual() -> None:
    assert "textual" not in loaded("import sys, mchdesk; print(*sys.modules)")


def test_arrows_between_rooms_run_one_way() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run(
        [str(linter), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout


def test_nobody_imports_the_front_door() -> None:
    importers = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.relative_to(ROOT).parts[0] in ROOMS and "mchdesk" in _imports(path)
    ]
    assert importers == []


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_no_file_is_too_long() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in SOURCES
        if (lines := len(path.read_text("utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_every_room_says_what_it_is() -> None:
    silent = [
        room
        for room in ROOMS
        if not ast.get_docstring(ast.parse((ROOT / room / "__init__.py").read_text("utf-8")))
    ]
    assert silent == []
