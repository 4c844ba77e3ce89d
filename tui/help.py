"""Help: what a field means and takes, or what a page's keys do."""

import re
from collections.abc import Iterable

from textual import events
from textual.app import ComposeResult

from rules.fields import FieldSpec, Kind
from tui.actions import Action, KeyMap, key_table
from tui.dialogs import Window
from tui.draw import Line, Lines
from tui.fields.state import FieldState
from tui.language import tr
from tui.width import cells_of, wrap_words

WEIGHTS = {
    "kg": "6.5、13斤、6斤8两、6500克 都可以",
    "g": "3250、3.25公斤、6斤5两 都可以",
}
KEYS = re.compile(r"  (?:\S+ )*\S+ {2,}")  # a line of the key table begins so
WAYS = {
    Kind.TEXT: "照实写,最多 {most} 字",
    Kind.NAME: "照证件上的写;中文姓名中间不空格",
    Kind.NUMBER: "打数字,全角也可以;单位不用打",
    Kind.ID: "18 位身份证号;读卡器也可以。还没有号码就留空,以后补",
    Kind.DATE: "20261121、1121、21、2026.11.21、今天 或 t、-3(三天前)都可以",
    Kind.TIME: "0830 或 8:30",
    Kind.GESTATION: "12+3 或 12w3d",
    Kind.CHOICE: "按纸表上的数字选",
    Kind.CHOICES: "按纸表上的数字选,可选几项,如 1 3",
    Kind.PHONES: "手机或座机,几个号码用空格隔开",
    Kind.VILLAGE: "村名、拼音首字母或编号;上下键挑选,回车确定",
    Kind.CERTIFICATE: "一个字母加 9 位数字",
    Kind.LONG: "Ctrl+J 换行,回车到下一栏",
}


def field_help(state: FieldState, save: str, purpose: str = "") -> list[tuple[str, str]]:
    """What to know about a field: headings and words.

    ``save`` is the key that saves, ``purpose`` what the page is for.
    """
    spec, parts = state.spec, []
    parts.append((tr("含义"), tr(state.field.help) or tr(spec.help)))
    parts.append((tr("怎么填"), _way(state)))
    parts.append((tr("单位"), tr(spec.unit)))
    parts.append((tr("范围"), _ranges(spec)))
    parts.append((tr("选项"), "\n".join(f"{o.code} {tr(o.label)}" for o in spec.choices)))
    parts.append((tr("出处"), tr(spec.source)))
    keys = tr(
        "回车 下一栏;上下键 移动;{save} 保存;Ctrl+Z 撤销;Ctrl+U 清空;PgUp/PgDn 换节", save=save
    )
    parts.append((tr("按键"), keys))
    parts.append((tr("这一页"), purpose))
    return [(heading, words) for heading, words in parts if words]


def page_help(
    actions: Iterable[Action], key_map: KeyMap, purpose: str = ""
) -> list[tuple[str, str]]:
    """What a page is for and its keys as they are now: its own first, then those of every page."""
    groups: dict[str, list[Action]] = {}
    without: list[str] = []
    for action in actions:
        if key_map.shown(action):
            groups.setdefault(action.group or "本页", []).append(action)
        elif action.palette:
            without.append(tr(action.label))
    parts = [
        (tr("这一页"), purpose),
        (tr("按键"), key_table(groups, key_map)),
        (tr("全部功能里还有"), "  ".join(without)),
    ]
    return [(heading, words) for heading, words in parts if words]


def _way(state: FieldState) -> str:
    """How a field may be filled in."""
    spec = state.spec
    if state.field.secret:
        return tr("一个字一个星号,不显示")
    if state.lookup:
        return tr(WAYS[Kind.VILLAGE])
    if spec.unit in WEIGHTS:
        return tr(WEIGHTS[spec.unit])
    return tr(WAYS[spec.kind], most=spec.max_length)


def _ranges(spec: FieldSpec) -> str:
    words = []
    for bounds, template in (
        (spec.hard, "应在 {low}–{high} 之间"),
        (spec.plausible, "一般在 {low}–{high} 之间,之外会先问"),
    ):
        if bounds:
            words.append(tr(template, low=f"{bounds[0]:g}", high=f"{bounds[1]:g}"))
    return ";".join(words)


def wrapped(words: str, width: int) -> list[str]:
    """Words on lines of their own width; what stands beside a key stays beside it.

    >>> wrapped("  F2  保存: 检查并保存", 14)
    ['  F2  保存: 检', '      查并保存']
    """
    lines: list[str] = []
    for line in words.split("\n"):
        keys = KEYS.match(line)
        beside = keys[0] if keys else ""
        indent = cells_of(beside)
        first, *more = wrap_words(line[len(beside) :], width - indent) or [""]
        lines += [beside + first, *(" " * indent + rest for rest in more)]
    return lines


class HelpText(Lines):
    """The help's lines, moved with the arrows."""

    can_focus = True

    def __init__(self, heading: str, parts: list[tuple[str, str]]) -> None:
        super().__init__()
        self.heading = heading
        self.parts = parts
        self.top = 0

    def paint(self, width: int, height: int) -> list[Line]:
        """A title, the parts from where one has moved to, and how to close."""
        lines: list[Line] = []
        for heading, words in self.parts:
            lines.append(((heading, "key"),))
            lines += [((f"  {line}", "text"),) for line in wrapped(words, width - 2)]
        room = height - 2
        self.top = max(0, min(self.top, len(lines) - room))
        shown = lines[self.top : self.top + room]
        shown += [()] * (room - len(shown))
        title = tr("帮助: {what}", what=self.heading)
        return [((f" {title}", "title"),), *shown, ((tr("上下键 移动  Esc 关闭"), "dim"),)]

    def move(self, by: int) -> None:
        """Move the text by lines."""
        self.top += by
        self.redraw()


class HelpScreen(Window[None]):
    """Help over the whole screen."""

    def __init__(self, heading: str, parts: list[tuple[str, str]]) -> None:
        super().__init__()
        self.heading = heading
        self.parts = parts

    def compose(self) -> ComposeResult:
        """The text."""
        yield HelpText(self.heading, self.parts)

    def on_key(self, event: events.Key) -> None:
        """Arrows move, anything that closes closes."""
        text = self.query_one(HelpText)
        page = max(1, text.size.height - 3)
        steps = {"up": -1, "down": 1, "pageup": -page, "pagedown": page}
        event.stop()
        if event.key in steps:
            text.move(steps[event.key])
        elif event.key in {"escape", "enter", "f1", "question_mark", "fullwidth_question_mark"}:
            self.answer(None)
