"""Small files that must be whole: the old one or the new one, whatever happens between."""

import json
import os
from pathlib import Path


def write_whole(path: Path, body: object) -> None:
    """Put JSON on disk in one step, for its owner only: when this returns it is there.

    A power cut leaves what stood there before, or all of the new.
    """
    own_folder(path.parent)
    scratch = path.with_suffix(f".{os.getpid()}.tmp")
    write_synced(scratch, body)
    scratch.replace(path)
    sync_folder(path.parent)


def own_folder(folder: Path) -> None:
    """Make a folder, and those above it, their owner's alone."""
    for one in reversed([folder, *folder.parents]):
        one.mkdir(mode=0o700, exist_ok=True)  # "parents" would leave those open to others
    folder.chmod(0o700)


def write_synced(scratch: Path, body: object) -> None:
    """Write JSON for its owner only; on disk, but under a name nobody looks for."""
    handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
        json.dump(body, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """The names in a folder on disk too, where a system can be asked for that."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
