"""What a person and a terminal keep between sessions: small files beside the database.

::

    preferences = Preferences(path.with_suffix(".settings"))
    choice = preferences.terminal(terminal_name(os.environ))
    preferences.keep_terminal(name, replace(choice, border="line"))

A terminal keeps what its glyphs and mouse can do, a person the language, the look, the keys and
what the last record had that the next one likely has too. A file that cannot be read, or says what
nobody could have chosen, is as good as none.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tui.draw import BORDERS
from tui.keeping import write_whole
from tui.language import LANGUAGES
from tui.theme import LOOKS

WIDTHS = (1, 2)
LONGEST = 120  # of a file's name; a quoted Chinese user name may be longer than a disk allows


@dataclass(frozen=True, slots=True)
class TerminalChoice:
    """How this terminal draws: ``ambiguous`` is None until somebody was asked."""

    ambiguous: int | None = None
    border: str = "ascii"
    mouse: bool = False


@dataclass(frozen=True, slots=True)
class PersonalChoice:
    """What a desk user prefers; "" leaves it as it is. ``keys`` are key names by action id.

    ``last`` are a few values of the last record by name.
    """

    language: str = ""
    look: str = ""
    keys: dict[str, str] = field(default_factory=dict)
    last: dict[str, str | int] = field(default_factory=dict)


def terminal_name(environ: Mapping[str, str]) -> str:
    """The terminal's kind, and whether it is at the far end of a line.

    >>> terminal_name({"TERM": "xterm-256color", "SSH_TTY": "/dev/pts/1"})
    'xterm-256color ssh'
    """
    remote = environ.get("SSH_TTY") or environ.get("SSH_CONNECTION")
    return f"{environ.get('TERM') or 'none'} {'ssh' if remote else 'local'}"


class Preferences:
    """The choices kept in a folder, one file for each terminal and each user."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def terminal(self, name: str) -> TerminalChoice:
        """What was chosen on a terminal of this name."""
        body = _read(self._path("terminal", name))
        width, border, mouse = body.get("ambiguous"), body.get("border"), body.get("mouse")
        return TerminalChoice(
            width if type(width) is int and width in WIDTHS else None,
            border if isinstance(border, str) and border in BORDERS else "ascii",
            mouse is True,
        )

    def keep_terminal(self, name: str, choice: TerminalChoice) -> None:
        """Keep it; OSError when the disk does not take it."""
        write_whole(self._path("terminal", name), asdict(choice))

    def person(self, user: str) -> PersonalChoice:
        """What a user chose."""
        body = _read(self._path("user", user))
        language, look = body.get("language"), body.get("look")
        keys, last = body.get("keys"), body.get("last")
        return PersonalChoice(
            language if isinstance(language, str) and language in LANGUAGES else "",
            look if isinstance(look, str) and look in LOOKS else "",
            {id_: key for id_, key in keys.items() if isinstance(key, str) and key}
            if isinstance(keys, dict)
            else {},
            {name: value for name, value in last.items() if type(value) in {str, int}}
            if isinstance(last, dict)
            else {},
        )

    def keep_person(self, user: str, choice: PersonalChoice) -> None:
        """Keep it; OSError when the disk does not take it."""
        write_whole(self._path("user", user), asdict(choice))

    def _path(self, kind: str, name: str) -> Path:
        quoted = quote(name, safe="", errors="replace")
        if len(quoted) > LONGEST:
            quoted = f"{quoted[:LONGEST]}-{hashlib.sha256(quoted.encode()).hexdigest()[:16]}"
        return self.folder / f"{kind}-{quoted}.json"


def _read(path: Path) -> dict[str, Any]:
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
