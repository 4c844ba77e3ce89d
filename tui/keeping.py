"""Small files that must be whole: the old one or the new one, whatever happens between."""

import json
import os
from pathlib import Path


def write_whole(path: Path, body: object) -> None:
    """Put JSON on disk in one step, for its owner only: when this returns it is there.

    A power cut leaves what stood there before, or all of the new.
    """
    for folder in reversed([path.parent, *path.parent.parents]):
        folder.mkdir(mode=0o700, exist_ok=True)  # "parents" would leave those open to others
    path.parent.chmod(0o700)
    scratch = path.with_suffix(f".{os.getpid()}.tmp")
    handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
        json.dump(body, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
