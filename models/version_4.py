"""Version 4: birth certificates in full.

``version_4.sql`` makes the new tables and makes the changed ones anew; ``version_4_rows.sql`` fills
in what is new. The journal of older books knew states alone: each line gets the act that leads from
one to the other, each void the cause its words mean, each bundle the edition then in use.
"""

from typing import Any

from models.scripts import run_script


def certificates(connection: Any) -> None:
    """New tables and columns; acts, causes and editions of what is there."""
    run_script(connection, "version_4.sql")
    run_script(connection, "version_4_rows.sql")
