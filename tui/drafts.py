"""Drafts: what was typed and not yet saved, on disk while the person types.

One file for each key, readable by its owner only, replaced in one step and synced, so that a power
cut leaves the old draft or the new one. A screen gets drafts by ``form.keep_draft(store, key)``.
"""

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tui.keeping import write_whole


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed: ``texts`` by field name, ``picked`` the values of look-ups."""

    key: str
    title: str
    texts: dict[str, str]
    picked: dict[str, object]
    written: datetime


class DraftStore:
    """The drafts of one user in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(
        self, key: str, texts: dict[str, str], picked: dict[str, object], title: str = ""
    ) -> None:
        """Put a draft on disk: when this returns it is there."""
        body = {"key": key, "title": title, "texts": texts, "picked": picked}
        write_whole(self._path(key), body)

    def load(self, key: str) -> Draft | None:
        """The draft of a key, or None."""
        return self._read(self._path(key))

    def list(self, prefix: str = "") -> list[Draft]:
        """Every draft whose key begins so, the newest first."""
        if not self.folder.is_dir():
            return []
        drafts = (self._read(path) for path in self.folder.glob("*.json"))
        found = [draft for draft in drafts if draft and draft.key.startswith(prefix)]
        return sorted(found, key=lambda draft: draft.written, reverse=True)

    def drop(self, key: str) -> None:
        """Remove a draft: it was saved, or is not wanted."""
        with suppress(FileNotFoundError):
            self._path(key).unlink()

    def _path(self, key: str) -> Path:
        return self.folder / f"{hashlib.sha256(key.encode()).hexdigest()[:24]}.json"

    def _read(self, path: Path) -> Draft | None:
        """A draft file; one that cannot be read is as good as none."""
        try:
            body = json.loads(path.read_text(encoding="utf-8"))
            written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            return Draft(
                str(body["key"]), str(body["title"]), body["texts"], body["picked"], written
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None
