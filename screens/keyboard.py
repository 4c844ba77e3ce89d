"""The keyboard test: what the terminal really sends for a key, and the cure where it is wrong."""

import re
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult

from tui.actions import PALETTE, key_names, shown_key
from tui.chrome import StatusLine, TitleLine
from tui.dialogs import Window
from tui.draw import Line, Lines, paragraph, rule
from tui.keys import came_as
from tui.language import tr
from tui.safe import typed
from tui.width import cells_of, pad

if TYPE_CHECKING:
    from tui.app import DeskApp

ASKED_FOR = (
    *(f"f{number}" for number in range(1, 10)),
    *("ctrl+s", "ctrl+p", "ctrl+z", "escape", "enter", "tab", "shift+tab", "backspace", "delete"),
    *("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "slash", "question_mark"),
)
MOST_HEARD = 50
# Bytes of function keys that the desk cannot tell from letters, and whose they are.
SCO = re.compile(rb"\x1b\[[M-X]")
VT100_PLUS = re.compile(rb"\x1bO[T-Z\[]")
PUTTY = "F 键变成了字母或别的键。PuTTY 请改: Terminal > Keyboard > The Function keys and keypad 选 ESC[n~ 或 Linux,不要选 SCO 和 VT100+"  # noqa: E501  one sentence
MISSING = "按了却没有打勾的键,是被终端或输入法自己用掉了: 用菜单里的数字或 {key} 代替"


@dataclass(slots=True)
class Heard:
    """One thing that arrived: the bytes of one reading, and what the desk made of them."""

    sent: bytes
    meant: list[str] = field(default_factory=list)

    @property
    def cure(self) -> str:
        """The setting to change, if these bytes are of a known wrong one."""
        return PUTTY if SCO.fullmatch(self.sent) or VT100_PLUS.fullmatch(self.sent) else ""


def meaning(event: events.Key) -> str:
    """A key as it is written on the screen: a character as itself, any other by its name."""
    character = event.character or ""
    if character.isprintable() and character.strip():
        return character
    return shown_key(event.key)


class KeyLog(Lines):
    """The keys asked for, ticked as they come, and what came last."""

    can_focus = True
    app: "DeskApp"

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.heard: deque[Heard] = deque(maxlen=MOST_HEARD)
        self.cure = ""
        self._names = {name: key for key in ASKED_FOR for name in key_names(key)}

    def key(self, event: events.Key) -> None:
        """A key came."""
        self.seen.add(self._names.get(event.key, event.key))
        sent = came_as(event)
        together = len(sent) > 1 and self.heard and self.heard[-1].sent is sent
        if not together:
            self.heard.append(Heard(sent))
        self.heard[-1].meant.append(meaning(event))
        self.cure = self.heard[-1].cure or self.cure
        self.redraw()

    def pasted(self, text: str) -> None:
        """Something was pasted."""
        words = tr("粘贴 {count} 字", count=len(typed(text, lines=True)))
        self.heard.append(Heard(b"", [words]))
        self.redraw()

    def paint(self, width: int, height: int) -> list[Line]:
        """What to do, the keys, the last that came, the cure."""
        lines = paragraph(
            tr("按一按键盘,收到的键会打勾。在这里键都不做事,连按两次 Esc 结束。"), "text", width
        )
        lines.append(((rule(width, tr("用到的键")), "rule"),))
        lines += self._ticks(width)
        lines.append(((rule(width, tr("刚收到的")), "rule"),))
        below: list[Line] = [((rule(width, tr("怎么办")), "rule"),)]
        below += paragraph(tr(self.cure), "doubt", width) if self.cure else []
        below += paragraph(tr(MISSING, key=self.app.key_map.first(PALETTE)), "dim", width)
        room = max(0, height - len(lines) - len(below))
        last = list(self.heard)[-room:] if room else []
        lines += [self._row(heard, width) for heard in last]
        return [*lines, *([()] * (room - len(last))), *below]

    def _ticks(self, width: int) -> list[Line]:
        """The keys in columns, ``[x]`` before those that came."""
        cell = max(cells_of(shown_key(key)) for key in ASKED_FOR) + 6
        across = max(1, width // cell)
        spans = [
            (
                pad(f"[{'x' if key in self.seen else ' '}] {shown_key(key)}", cell),
                "good" if key in self.seen else "text",
            )
            for key in ASKED_FOR
        ]
        return [tuple(spans[at : at + across]) for at in range(0, len(spans), across)]

    def _row(self, heard: Heard, width: int) -> Line:
        words = "  ".join(heard.meant)
        sent = tr("字节 {codes}", codes=heard.sent.hex(" ")) if heard.sent else ""
        return ((pad(f"  {words}", width // 2), "key"), (sent, "dim"))


class KeyboardTest(Window[None]):
    """The page; Esc twice ends it, every other key is only looked at."""

    DEFAULT_CSS = "KeyLog { height: 1fr; width: 100%; }"

    def compose(self) -> ComposeResult:
        """A title, the keys, a line for what the app has to say."""
        yield TitleLine(tr("键盘测试"))
        yield KeyLog()
        yield StatusLine()

    def on_mount(self) -> None:
        """Hear everything."""
        self._escapes = 0
        self.query_one(KeyLog).focus()

    def say(self, words: str, role: str = "text") -> None:
        """What the app has to say, of a wrong encoding for one."""
        self.query_one(StatusLine).show(words, role)

    def on_key(self, event: events.Key) -> None:
        """Look at a key, and let nobody else act on it."""
        event.stop()
        self._escapes = self._escapes + 1 if event.key == "escape" else 0
        if self._escapes > 1:
            self.answer(None)
        else:
            self.query_one(KeyLog).key(event)

    def on_paste(self, event: events.Paste) -> None:
        """Say how much was pasted."""
        event.stop()
        self.query_one(KeyLog).pasted(event.text)
