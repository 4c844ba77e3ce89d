"""The first page is drawn before anything of the database is loaded."""

import subprocess
import sys

import pytest

LATE = ("sqlalchemy", "sqlmodel", "pydantic", "pypinyin", "openpyxl", "xlsxwriter", "desk.context")


@pytest.mark.parametrize("module", ["screens.main", "screens.sign_in", "screens.start"])
def test_the_first_pages_load_no_database(module: str) -> None:
    code = f"import sys, {module}; print([m for m in {LATE} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
