"""The SQL of an upgrade, kept in files beside its module."""

from pathlib import Path
from typing import Any


def run_script(connection: Any, name: str) -> None:
    """Run the statements of one file of this folder, within the transaction that is open."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    for statement in text.split(";\n"):
        if statement.strip():
            connection.execute(statement)
