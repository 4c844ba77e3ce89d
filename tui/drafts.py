"""Drafts: what was typed and not yet saved, on disk while the person types.

One file for each key, readable by its owner only, replaced in one step and synced, so that a power
cut leaves the old draft or the new one. An old disk takes a tenth of a second to sync: a thread
writes, and the newest text of a key wins. A screen gets drafts by ``form.keep_draft(store, key)``.
"""

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from tui.keeping import own_folder, sync_folder, write_synced


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed: ``texts`` by field name, ``picked`` the values of look-ups."""

    key: str
    title: str
    texts: dict[str, str]
    picked: dict[str, object]
    written: datetime


class DraftStore:
    """The drafts of one user in a folder of their own.

    Each saving and each drop of a key takes a turn; only the newest turn may put its file in place.
    So a writing that is late can neither replace a newer draft nor bring back a dropped one.
    ``fault`` is why the last draft could not be written, or None.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.fault: OSError | None = None
        self._lock = Lock()  # held for a moment only, never while a disk syncs
        self._turns: dict[str, int] = {}
        self._newest: dict[str, Draft] = {}  # not on disk yet
        self._waiting: dict[str, None] = {}  # the keys the writer has not begun, in order
        self._writer: Thread | None = None

    def save(
        self,
        key: str,
        texts: dict[str, str],
        picked: dict[str, object],
        title: str = "",
        *,
        at_once: bool = True,
    ) -> None:
        """Put a draft on disk: when this returns it is there, or soon if not ``at_once``."""
        draft = Draft(key, title, dict(texts), dict(picked), datetime.now(UTC))
        with self._lock:
            turn = self._next_turn(key)
            self._newest[key] = draft
            if at_once:
                self._waiting.pop(key, None)
            else:
                self._waiting[key] = None
                if self._writer is None:
                    # No daemon: the program's end waits for what it writes.
                    self._writer = Thread(target=self._write_waiting, name="drafts")
                    self._writer.start()
        if at_once:
            self._write(draft, turn)

    def load(self, key: str) -> Draft | None:
        """The draft of a key, or None."""
        with self._lock:
            newest = self._newest.get(key)
        return newest or self._read(self._path(key))

    def list(self, prefix: str = "") -> list[Draft]:
        """Every draft whose key begins so, the newest first."""
        with self._lock:
            newest = dict(self._newest)
        drafts = [self._read(path) for path in self.folder.glob("*.json")]
        everything = {draft.key: draft for draft in drafts if draft} | newest
        found = [draft for key, draft in everything.items() if key.startswith(prefix)]
        return sorted(found, key=lambda draft: draft.written, reverse=True)

    def drop(self, key: str) -> None:
        """Remove a draft: it was saved, or is not wanted."""
        with self._lock:
            self._next_turn(key)
            self._newest.pop(key, None)
            self._waiting.pop(key, None)
            with suppress(FileNotFoundError):
                self._path(key).unlink()

    def _next_turn(self, key: str) -> int:
        turn = self._turns[key] = self._turns.get(key, 0) + 1
        return turn

    def _write_waiting(self) -> None:
        """Write what waits, one after another, until nothing does; in the writer's thread."""
        while True:
            with self._lock:
                key = next(iter(self._waiting), None)
                if key is None:
                    self._writer = None
                    return
                del self._waiting[key]
                draft, turn = self._newest[key], self._turns[key]
            self._write(draft, turn)

    def _write(self, draft: Draft, turn: int) -> None:
        """A file beside, synced, then in place if it is still wanted."""
        target = self._path(draft.key)
        scratch = target.with_suffix(f".{os.getpid()}.{turn}.tmp")
        try:
            own_folder(self.folder)
            write_synced(scratch, _body(draft))
            with self._lock:
                wanted = self._turns[draft.key] == turn
                if wanted:
                    scratch.replace(target)
                    self._newest.pop(draft.key, None)
                else:
                    scratch.unlink()
            if wanted:
                sync_folder(self.folder)
            self.fault = None
        except OSError as error:  # a full disk must not end what the person is doing
            self.fault = error
            with suppress(OSError):
                scratch.unlink(missing_ok=True)

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


def _body(draft: Draft) -> dict[str, Any]:
    """All but when: that is the file's own time."""
    return {name: value for name, value in asdict(draft).items() if name != "written"}
