"""A line one types into, outside a form: a path."""

from textual import events
from textual.geometry import Offset
from textual.message import Message

from tui.draw import Line, Lines
from tui.editor import Editor
from tui.width import pad

LABEL_CELLS = 14


class Box(Lines):
    """A label and one line of typed text."""

    can_focus = True

    class Entered(Message):
        """Enter was pressed."""

        def __init__(self, box: "Box") -> None:
            super().__init__()
            self.box = box

        @property
        def control(self) -> "Box":
            """The box, for ``@on`` selectors."""
            return self.box

    class Typed(Message):
        """The text changed."""

        def __init__(self, box: "Box") -> None:
            super().__init__()
            self.box = box

        @property
        def control(self) -> "Box":
            """The box, for ``@on`` selectors."""
            return self.box

    def __init__(
        self,
        label: str,
        text: str = "",
        *,
        limit: int = 60,
        id: str | None = None,  # noqa: A002  textual's name
    ) -> None:
        super().__init__(id=id)
        self.label = label
        self.editor = Editor(text, limit)

    @property
    def text(self) -> str:
        """What was typed."""
        return self.editor.text

    def set(self, text: str) -> None:
        """Put in a text."""
        self.editor.set(text)
        self.redraw()

    def on_focus(self) -> None:
        """Show the cursor."""
        self.redraw()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.redraw()

    def paint(self, width: int, height: int) -> list[Line]:  # noqa: ARG002  one line
        """Label and text, the cursor's cell apart while it is typed into."""
        room = max(4, width - LABEL_CELLS - 2)
        words, at = self.editor.window(room)
        head: Line = ((pad(self.label, LABEL_CELLS) + " ", "label"),)
        self._caret = Offset(LABEL_CELLS + 1 + at, 0)
        if not self.has_focus:
            return [(*head, (pad(words, room), "text"))]
        return [(*head, (pad(words, room), "focus"))]

    async def _on_key(self, event: events.Key) -> None:
        if event.character is not None and event.character.isprintable():
            self.editor.type(event.character)
            self.post_message(self.Typed(self))
        elif event.key == "enter":
            self.post_message(self.Entered(self))
        elif event.key in {"down", "tab"}:
            self.screen.focus_next(Box)
        elif event.key in {"up", "shift+tab"}:
            self.screen.focus_previous(Box)
        elif event.key in self.editor.keys:
            self.editor.keys[event.key]()
            self.post_message(self.Typed(self))
        else:
            return
        event.stop()
        event.prevent_default()
        self.redraw()

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.editor.paste(event.text)
        self.post_message(self.Typed(self))
        self.redraw()
