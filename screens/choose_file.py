"""Choosing a file: folders and ledgers by arrows, or a path typed into the box."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.widget import Widget

from screens.find import FindLine
from screens.ledgers import KIND_WORDS
from screens.page import Page
from tui.actions import Action
from tui.editor import Editor
from tui.language import tr
from tui.lists import Cell, Column, MemorySource, RecordList, Row

SUFFIXES = (".xlsx", ".xls", ".csv", ".txt", ".html", ".htm", ".et")
MOST_LETTERS = 250
KILO = 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """A folder or a file."""

    path: Path
    folder: bool
    changed: float = 0.0
    size: int = 0


class PathLine(FindLine):
    """The box; Backspace in an empty one goes up a folder."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "backspace" and not self.editor.text:
            event.prevent_default()
            event.stop()
            await self.screen.run_action("act('up')")
            return
        await super()._on_key(event)


class ChooseFilePage(Page):
    """Which file to read; ``kind`` is the register."""

    HEADING = "选文件"
    CSS_PATH = "find.tcss"
    ACTIONS = (
        Action("open", "enter", "打开", palette=False),
        Action("up", "ctrl+u", "上一级目录", "空着时退格键也行", palette=False),
        Action("find", "", "找人", hint=False, palette=False),
    )
    COLUMNS: ClassVar = (
        Column("名称", 40, grow=True),
        Column("大小", 9, right=True),
        Column("改于", 16),
    )

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self.folder = Path.home()
        self._entries: tuple[Entry, ...] = ()
        self._editor = Editor("", MOST_LETTERS)
        self._records = RecordList(
            self.COLUMNS, MemorySource(), empty="这里没有台账文件", narrowing=False
        )
        self._records.can_focus = False

    def crumbs(self) -> list[str]:
        """Which register."""
        return [tr("台账"), tr("读入"), tr(KIND_WORDS[self.kind]), tr(self.HEADING)]

    def compose_body(self) -> Iterable[Widget]:
        """The box above the list."""
        yield PathLine(self._editor, self._show, self._records)
        yield self._records

    def on_mount(self) -> None:
        """The folder used last."""
        self.query_one(PathLine).focus()
        self._go(self.app.memory.get("folder", self.folder))

    def action_open(self) -> None:
        """A typed path, or what is pointed at."""
        typed = self._editor.text.strip().strip("\"'")
        if os.sep in typed or typed.startswith("~") or ":" in typed:
            self.work(partial(_kind_of, Path(typed).expanduser()), self._chosen)
        elif self._records.row is not None:
            self._chosen(self._records.row.data)

    def action_up(self) -> None:
        """The folder above."""
        self._go(self.folder.parent)

    def _chosen(self, entry: Entry) -> None:
        if entry.folder:
            self._go(entry.path)
        elif not entry.path.exists():
            self.say(tr("没有找到文件 {name}", name=entry.path.name), "error")
        else:
            self.app.memory["folder"] = entry.path.parent
            self.app.switch_screen(self.app.page("import", self.kind, entry.path))

    def _go(self, folder: Path) -> None:
        self.folder = folder
        self._editor.set("")
        self.query_one(PathLine).redraw()
        self.say(str(folder), "dim")
        self.work(partial(_entries, folder), self._arrived, group="folder")

    def _arrived(self, entries: tuple[Entry, ...]) -> None:
        self._entries = entries
        self._show()

    def _show(self) -> None:
        words = self._editor.text.strip().lower()
        shown = [each for each in self._entries if words in each.path.name.lower()]
        if os.sep in words:
            shown = []
        self._records.reload(MemorySource(_rows(shown, self.folder)))


def _rows(entries: Sequence[Entry], folder: Path) -> list[Row]:
    rows = [_row(entry) for entry in entries]
    if folder.parent != folder:
        rows.append(Row("..", (Cell("../", "dim"),), Entry(folder.parent, folder=True)))
    return rows


def _row(entry: Entry) -> Row:
    if entry.folder:
        return Row(str(entry.path), (Cell(f"{entry.path.name}/", "dim"),), entry)
    size = f"{max(1, entry.size // KILO)} kB"
    changed = f"{datetime.fromtimestamp(entry.changed).astimezone():%Y-%m-%d %H:%M}"
    return Row(str(entry.path), (entry.path.name, size, changed), entry)


def _kind_of(path: Path) -> Entry:
    return Entry(path, folder=path.is_dir())


def _entries(folder: Path) -> tuple[Entry, ...]:
    """Ledgers, the newest first, then folders by name; what cannot be read is left out."""
    found: list[Entry] = []
    try:
        with os.scandir(folder) as scan:
            for item in scan:
                if item.name.startswith("."):
                    continue
                if item.is_dir():
                    found.append(Entry(Path(item.path), folder=True))
                elif item.name.lower().endswith(SUFFIXES):
                    state = item.stat()
                    found.append(
                        Entry(
                            Path(item.path),
                            folder=False,
                            changed=state.st_mtime,
                            size=state.st_size,
                        )
                    )
    except OSError:
        return ()
    return tuple(sorted(found, key=lambda each: (each.folder, -each.changed, each.path.name)))
