"""Everything that can be done here, by name or pinyin initials."""

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.geometry import Offset

from tui.actions import Action, matching
from tui.chrome import TitleLine
from tui.dialogs import Window
from tui.draw import Line, Lines
from tui.editor import Editor
from tui.language import tr
from tui.lists import Cell, Column, MemorySource, RecordList, Row
from tui.width import pad

MOST_LETTERS = 40
LIST_KEYS = {"up", "down", "pageup", "pagedown", "enter"}
COLUMNS = (Column("功能", 16), Column("按键", 12), Column("说明", 20, grow=True))


class FindBox(Lines):
    """The line one types into, above the list; moving and Enter are the list's."""

    can_focus = True

    def __init__(self, editor: Editor, typed: Callable[[], None], records: RecordList) -> None:
        super().__init__()
        self.editor = editor
        self._typed = typed
        self._records = records

    def paint(self, width: int, height: int) -> list[Line]:  # noqa: ARG002  one line
        """What was typed."""
        room = min(MOST_LETTERS, width - 4)
        words, at = self.editor.window(room)
        self._caret = Offset(2 + at, 0)
        return [(("> ", "key"), (pad(words, room), "focus"))]

    async def _on_key(self, event: events.Key) -> None:
        if event.character is not None and event.character.isprintable():
            self.editor.type(event.character)
        elif event.key in LIST_KEYS:
            await self._records._on_key(event)  # noqa: SLF001  the list beneath is this box's
            return
        elif event.key in self.editor.keys:
            self.editor.keys[event.key]()
        else:
            return
        event.stop()
        event.prevent_default()
        self.redraw()
        self._typed()


class Palette(Window[str]):
    """A list of actions narrowed while one types; Enter gives the id of the one pointed at.

    ``why_not`` says why an action cannot be done; such actions are listed with the reason.
    ``keys`` says which keys an action has, as written on the screen.
    """

    def __init__(
        self,
        actions: Sequence[Action],
        why_not: Callable[[Action], str | None],
        keys: Callable[[Action], str],
    ) -> None:
        super().__init__()
        self._actions = list(actions)
        self._why_not = why_not
        self._keys = keys
        self._editor = Editor("", MOST_LETTERS)
        self._records = RecordList(COLUMNS, self._found(), empty="没有这样的功能", narrowing=False)
        self._records.can_focus = False

    def compose(self) -> ComposeResult:
        """The box and the list."""
        yield TitleLine(tr("全部功能: 输入名称或拼音首字母"))
        yield FindBox(self._editor, self._typed, self._records)
        yield self._records

    def on_key(self, event: events.Key) -> None:
        """Esc closes."""
        event.stop()
        if event.key == "escape":
            self.answer(None)

    def on_record_list_selected(self, message: RecordList.Selected) -> None:
        """Enter on an action."""
        self.answer(str(message.row.key))

    def _typed(self) -> None:
        self._records.reload(MemorySource())  # a list asked anew would keep the row pointed at
        self._records.reload(self._found())

    def _found(self) -> MemorySource:
        rows = []
        for action in matching(self._actions, self._editor.text):
            reason = self._why_not(action)
            words = Cell(reason, "dim") if reason else tr(action.help)
            rows.append(Row(action.id, (tr(action.label), self._keys(action), words)))
        return MemorySource(rows)
