"""A copy of a database: whole or not there at all, and nobody's but its owner's."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def part_of(target: Path) -> Iterator[Path]:
    """A name beside the target to write under; what is still there in the end is taken away."""
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def copy_into(connection: Any, part: Path) -> None:
    """Everything in a database that may be in use, as one moment saw it."""
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    connection.execute("VACUUM INTO ?", (str(part),))


def settle(part: Path, target: Path) -> None:
    """Name a finished file, so that it is there whole or not at all."""
    with part.open("r+b") as file:
        os.fsync(file.fileno())
    part.replace(target)
