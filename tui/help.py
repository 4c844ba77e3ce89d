"""Help: what a field means and takes, or what a page's keys do."""

from collections.abc import Iterable

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from rules.fields import FieldSpec, Kind
from tui.actions import Action, KeyMap, key_table
from tui.draw import Line, Lines
from tui.fields.state import FieldState
from tui.language import tr
from tui.width import wrap_words

WAYS = {
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


def field_help(state: FieldState, save: str) -> list[tuple[str, str]]:
    """What to know about a field: headings and words; ``save`` is the key that saves."""
    spec, parts = state.spec, []
    parts.append((tr("含义"), tr(state.field.help) or tr(spec.help)))
    parts.append((tr("怎么填"), tr(WAYS.get(spec.kind, ""))))
    parts.append((tr("单位"), tr(spec.unit)))
    parts.append((tr("范围"), _ranges(spec)))
    parts.append((tr("选项"), "\n".join(f"{o.code} {tr(o.label)}" for o in spec.choices)))
    parts.append((tr("出处"), tr(spec.source)))
    keys = tr(
        "回车 下一栏;上下键 移动;{save} 保存;Ctrl+Z 撤销;Ctrl+U 清空;PgUp/PgDn 换节", save=save
    )
    parts.append((tr("按键"), keys))
    return [(heading, words) for heading, words in parts if words]


def page_help(actions: Iterable[Action], key_map: KeyMap) -> list[tuple[str, str]]:
    """The keys of a page, as they are now, by group."""
    groups: dict[str, list[Action]] = {}
    for action in actions:
        groups.setdefault(action.group or "本页", []).append(action)
    return [(tr("按键"), key_table(groups, key_map))]


def _ranges(spec: FieldSpec) -> str:
    words = []
    for bounds, template in (
        (spec.hard, "应在 {low}–{high} 之间"),
        (spec.plausible, "一般在 {low}–{high} 之间,之外会先问"),
    ):
        if bounds:
            words.append(tr(template, low=f"{bounds[0]:g}", high=f"{bounds[1]:g}"))
    return ";".join(words)


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
            lines += [((f"  {line}", "text"),) for line in wrap_words(words, width - 2)]
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


class HelpScreen(ModalScreen[None]):
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
            self.dismiss(None)
