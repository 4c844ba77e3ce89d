"""Every action with its keys; Enter gives one another key."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult

from screens.key_groups import clash, key_groups
from screens.records import ListPage
from tui.actions import Action, KeyMap, why_no_key
from tui.dialogs import Panel, Window
from tui.draw import Line, paragraph
from tui.keys import is_burst
from tui.language import tr
from tui.lists import Cell, Column, MemorySource, Row

DECLARED = ""  # the answer that gives an action its own key back
Refusal = Callable[[str], str | None]


class PressKey(Window[str]):
    """Asks for a key by having it pressed; None: as it was.

    ``about`` is what the action does. ``refusal`` says why a key cannot be had; then another one
    may be pressed.
    """

    def __init__(self, words: str, about: str, refusal: Refusal) -> None:
        super().__init__()
        self._words = words
        self._about = about
        self._refusal = refusal
        self._refused = ""

    def compose(self) -> ComposeResult:
        """The question."""
        yield Panel(self.lines)

    def lines(self, width: int) -> list[Line]:
        """What to press, and why the last key was refused."""
        hint = tr("按一个 F 键,或 Ctrl 加一个字母。退格键: 用回原来的键。Esc: 不改")
        found = paragraph(self._words, "label", width)
        found += [*paragraph(self._about, "dim", width), (), *paragraph(hint, "text", width)]
        if self._refused:
            found += [(), *paragraph(self._refused, "error", width)]
        return found

    def on_key(self, event: events.Key) -> None:
        """The key itself, or what to do instead."""
        event.stop()
        if is_burst(event):
            return
        if event.key == "escape":
            self.answer(None)
            return
        key, wrong = event.key, None
        if key in {"backspace", "delete"}:
            key = DECLARED
        else:
            wrong = why_no_key(key, event.character)
        self._refused = wrong or self._refusal(key) or ""
        if self._refused:
            self.query_one(Panel).redraw()
        else:
            self.answer(key)


class KeysPage(ListPage):
    """The actions page by page; Enter on one asks for its key."""

    HEADING = "按键"
    COLUMNS: ClassVar = (
        Column("页", 28),
        Column("功能", 16),
        Column("按键", 18),
        Column("说明", 44, rank=2, grow=True),
    )

    def __init__(self) -> None:
        super().__init__()
        self._groups: dict[str, list[Action]] = {}

    def crumbs(self) -> list[str]:
        """Beneath the settings."""
        return [tr("设置"), tr(self.HEADING)]

    def on_mount(self) -> None:
        """Collect the actions: every page is loaded for it."""
        self.work(key_groups, self._arrived)

    def action_refresh(self) -> None:
        """The keys as they are now."""
        self.records.reload(MemorySource(self._rows()))

    def open(self, row: Row) -> None:
        """Ask for the key of an action."""
        action: Action = row.data

        def pressed(key: str | None) -> None:
            if key is not None:
                self._give(action, key or None)

        words = tr(
            "“{label}”现在是 {keys}。换成哪个键?",
            label=tr(action.label),
            keys=self.app.key_map.shown(action) or self.key_of("palette"),
        )
        refusal = partial(self._refusal, action)
        self.app.push_screen(PressKey(words, tr(action.help), refusal), pressed)

    def _refusal(self, action: Action, key: str) -> str | None:
        return clash(self.app.key_map.with_key(action.id, key or None))

    def _give(self, action: Action, key: str | None) -> None:
        key_map: KeyMap = self.app.key_map.with_key(action.id, key)
        if self.app.choices.of_person(keys=key_map.changed):
            words = tr(
                "“{label}”现在是 {keys}",
                label=tr(action.label),
                keys=self.app.key_map.shown(action) or self.key_of("palette"),
            )
            self.say(words, "good")

    def _arrived(self, groups: dict[str, list[Action]]) -> None:
        self._groups = groups
        self.action_refresh()
        self.say(tr("回车换键。数字、方向键、Enter、Esc 和 / 总是有用,换不掉"), "dim")

    def _rows(self) -> list[Row]:
        changed = self.app.key_map.changed
        found = []
        for heading, actions in self._groups.items():
            for action in actions:
                keys = self.app.key_map.shown(action)
                shown = Cell(keys, "marked") if action.id in changed else keys
                cells = (tr(heading), tr(action.label), shown, tr(action.help))
                found.append(Row((heading, action.id, action.label), cells, action))
        return found
