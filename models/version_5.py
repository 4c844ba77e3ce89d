"""Version 5: the whole of the certificate's two-part form, and both letters of an act of two.

Each parent has an address of their own, the name of a paper that is no resident's card is kept, and
so is the kind of the collector's. An act of two people kept the delegation of the second alone.
"""

from typing import Any

from models.scripts import run_script


def whole_forms(connection: Any) -> None:
    """New columns; the second person's delegation stands with the second person."""
    run_script(connection, "version_5.sql")
