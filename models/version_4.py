"""Version 4: birth certificates in full.

``version_4.sql`` makes the new tables and makes the changed ones anew; ``version_4_rows.sql`` fills
in what is new. The journal of older books knew states alone: each line gets the act that leads from
one to the other, each void the cause its words mean, each bundle the edition then in use.
"""

from pathlib import Path
from typing import Any

_STEPS = ("version_4.sql", "version_4_rows.sql")


def certificates(connection: Any) -> None:
    """New tables and columns; acts, causes and editions of what is there."""
    for name in _STEPS:
        text = Path(__file__).with_name(name).read_text(encoding="utf-8")
        for statement in text.split(";\n"):
            if statement.strip():
                connection.execute(statement)
