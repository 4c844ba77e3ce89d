"""Version 3: the pregnancy desk in full.

``version_3.sql`` makes the new tables and makes the changed ones anew; what old rows say in the
old way is said in the new one here.
"""

from pathlib import Path
from typing import Any

_SCHEMA = Path(__file__).with_name("version_3.sql")


def pregnancy_desk(connection: Any) -> None:
    """New tables and columns; old risk colours become assessments, old advice the form's digits."""
    for statement in _SCHEMA.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            connection.execute(statement)
