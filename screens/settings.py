"""The settings: what the person prefers, and how this terminal draws."""

from typing import Any, ClassVar

from rules.fields import Choice, FieldSpec, Kind, choices
from screens.desks import LOOK_WORDS
from screens.form_page import FormPage
from tui.actions import Action
from tui.fields.parts import FormField
from tui.language import language, tr
from tui.width import ambiguous

YES, NO = "1", "2"
LANGUAGE_WORDS = {"zh": "中文", "en": "English"}
BORDER_WORDS = {"ascii": "减号", "line": "线条", "none": "不画"}
PERSON, TERMINAL = "我", "这种终端"


def _choice(label: str, options: tuple[Choice, ...], words: str) -> FieldSpec:
    return FieldSpec(Kind.CHOICE, label, choices=options, required=True, help=words)


def _numbered(words: dict[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(str(digit), label) for digit, label in enumerate(words.values(), 1))


FIELDS = {
    "language": _choice(
        "语言", _numbered(LANGUAGE_WORDS), "屏幕上的字用哪种语言;导出的台账总是中文"
    ),
    "look": _choice("配色", _numbered(LOOK_WORDS), "黑白不用颜色,只用粗体、下划线和反白"),
    "border": _choice("横线", _numbered(BORDER_WORDS), "横线用什么画;线条在有些终端会歪"),
    "ambiguous": _choice(
        "符号占几格",
        choices("1 一格", "2 两格"),
        "─ · × ℃ 这些符号占几格。表格右边不齐,就换另一个",
    ),
    "mouse": _choice(
        "鼠标", choices("1 开", "2 关"), "开了鼠标,终端里就不能直接选字复制;下次打开时生效"
    ),
}


class SettingsPage(FormPage):
    """One form; what is saved holds at once, the mouse from the next start."""

    HEADING = "设置"
    NAME = "settings"
    CORRECTS = True  # it begins at the top, and says nothing of the next record
    ACTIONS: ClassVar = (
        *FormPage.ACTIONS,
        Action("keys", "f6", "按键", "看每个功能的键,换成别的键"),
    )

    def why_not(self, action: Action) -> str | None:
        """What this form says itself is not said past it."""
        if action.id in {"language", "look"}:
            return tr("请在这张表里选")
        return super().why_not(action)

    def fields(self) -> list[FormField]:
        """The choices as they are now; before anybody signed in only those of the terminal."""
        terminal = self.app.choices.terminal
        now = {
            "language": _digit(LANGUAGE_WORDS, language()),
            "look": _digit(LOOK_WORDS, self.app.theme),
            "border": _digit(BORDER_WORDS, terminal.border),
            "ambiguous": str(ambiguous()),
            "mouse": YES if terminal.mouse else NO,
        }
        mine = {"language", "look"} if self.app.signed_in else set()
        return [
            FormField(name, spec, value=now[name], section=PERSON if name in mine else TERMINAL)
            for name, spec in FIELDS.items()
            if name in mine or name not in {"language", "look"}
        ]

    def keep(self, values: dict[str, Any], doubts: list[str]) -> dict[str, Any]:  # noqa: ARG002  none here
        """Nothing to do beside the screen."""
        return values

    def kept(self, result: dict[str, Any]) -> None:
        """Put to use at once what can be."""
        choices, before = self.app.choices, self.app.choices.terminal
        self.leave()
        done = choices.of_terminal(
            border=_code(BORDER_WORDS, result["border"]),
            ambiguous=int(result["ambiguous"]),
            mouse=result["mouse"] == YES,
        )
        if "language" in result:
            done &= choices.of_person(
                language=_code(LANGUAGE_WORDS, result["language"]),
                look=_code(LOOK_WORDS, result["look"]),
            )
        if done and choices.terminal.mouse != before.mouse:
            self.app.say(tr("已保存;鼠标下次打开时生效"), "good")
        elif done:
            self.app.say(tr("已保存"), "good")

    def action_keys(self) -> None:
        """The keys of every action."""
        self.app.push_screen(self.app.page("keys"))


def _digit(words: dict[str, str], code: str) -> str:
    return str(list(words).index(code) + 1)


def _code(words: dict[str, str], digit: str) -> str:
    return list(words)[int(digit) - 1]
