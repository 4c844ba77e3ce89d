"""Actions: declared once, and every key, hint, palette entry and help text is derived.

On a screen (``tui.page.DeskScreen``) or on the app::

    class PersonScreen(DeskScreen):
        ACTIONS = (
            Action("new_card", NEW_KEYS, "建册", "给这位妇女建一张孕册", permission="open"),
            Action("history", "f9", "历史", help="谁在何时改了什么"),
            Action("find", FIND_KEYS, "查找"),
        )

        def action_new_card(self) -> None: ...      # the id names the method

        def why_not(self, action: Action) -> str | None:   # None: can be done now
            if action.id == "new_card" and self.open_card:
                return tr("她已有一张在管的孕册")
            return super().why_not(action)          # asks app.may(permission)

A key whose action cannot be done now says why on the status line. ``keys`` may name several keys,
separated by commas; use the constants below where an input method turns a key into another.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from tui.language import tr
from tui.width import cells_of, pad

FIND_KEYS = "f3,slash,ideographic_comma,fullwidth_solidus"
HELP_KEYS = "f1,question_mark,fullwidth_question_mark"
SAVE_KEYS = "f2,ctrl+s"
NEW_KEYS = "f4"
REFRESH_KEYS = "f5"
EXPORT_KEYS = "f8"
HISTORY_KEYS = "f9"
BACK_KEYS = "escape"
PALETTE_KEYS = "ctrl+p"

FULL_WIDTH = {
    "slash": ("ideographic_comma", "fullwidth_solidus"),
    "question_mark": ("fullwidth_question_mark",),
    **{
        str(digit): (f"fullwidth_digit_{word}",)
        for digit, word in enumerate(
            "zero one two three four five six seven eight nine".split()  # noqa: SIM905
        )
    },
}
# Not to be given to an action: every page moves by them, fields are edited with them, they are the
# terminal's (what undoes Ctrl+S, breaks off, repaints).
MOVING_KEYS = {"up", "down", "left", "right", "home", "end", "pageup", "pagedown"}
KEPT_KEYS = MOVING_KEYS | {"escape", "enter", "tab", "shift+tab", "space", "backspace", "delete"}
EDITING_KEYS = {f"ctrl+{letter}" for letter in "aejkuwyz"}
SYSTEM_KEYS = {"ctrl+c", "ctrl+l", "ctrl+q"}
_SHOWN = {
    "slash": "/",
    "question_mark": "?",
    "escape": "Esc",
    "enter": "Enter",
    "space": "空格",
    "backspace": "退格",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "up": "上",
    "down": "下",
    "left": "左",
    "right": "右",
    "home": "Home",
    "end": "End",
}


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do.

    ``id`` names the method ``action_<id>``; ``keys`` are textual key names; ``label`` is the word
    in the hint bar; ``help`` says in a sentence what it does; ``group`` is its heading in the key
    table; ``permission`` is what the user must hold; ``palette`` and ``hint`` say where it shows;
    ``initials`` are the label's pinyin initials where the usual reading would be wrong.
    """

    id: str
    keys: str
    label: str
    help: str = ""
    group: str = ""
    permission: str = ""
    palette: bool = True
    hint: bool = True
    initials: str = ""


def key_names(keys: str) -> list[str]:
    """The keys of a declaration with the full-width forms an input method makes of them.

    >>> key_names("slash,f3")
    ['slash', 'ideographic_comma', 'fullwidth_solidus', 'f3']
    """
    names: list[str] = []
    for key in (part.strip() for part in keys.split(",")):
        names += [name for name in (key, *FULL_WIDTH.get(key, ())) if key and name not in names]
    return names


def shown_key(keys: str) -> str:
    """How the first key of a declaration is written on the screen.

    >>> shown_key("f2,ctrl+s"), shown_key("ctrl+p"), shown_key("slash")
    ('F2', 'Ctrl+P', '/')
    """
    first = keys.split(",", maxsplit=1)[0].strip()
    parts = [tr(_SHOWN.get(part, part.capitalize())) for part in first.split("+")]
    return "+".join(parts)


def all_shown_keys(keys: str) -> str:
    """Every key of a declaration as written on the screen, without full-width doubles."""
    hidden = {name for names in FULL_WIDTH.values() for name in names}
    return " ".join(
        shown_key(key) for key in (part.strip() for part in keys.split(",")) if key not in hidden
    )


def is_function_key(key: str) -> bool:
    """Whether a key is F1 to F24 or Ctrl with a letter: those an action may be given.

    >>> [key for key in ("f7", "ctrl+t", "slash", "enter", "7") if is_function_key(key)]
    ['f7', 'ctrl+t']
    """
    return re.fullmatch("f[1-9][0-9]?|ctrl[+][a-z]", key) is not None


def why_no_key(key: str, character: str | None) -> str | None:
    """The sentence why a key pressed cannot be given to an action, or None.

    >>> why_no_key("f12", None), why_no_key("ctrl+t", None)
    (None, None)
    """
    if key in KEPT_KEYS:
        return tr("{key} 在每一页都要用,不能改作别的", key=shown_key(key))
    if key in EDITING_KEYS:
        return tr("{key} 在输入框里用来改字,不能改作别的", key=shown_key(key))
    if key in SYSTEM_KEYS:
        return tr("{key} 是终端和程序自己的键,不能改作别的", key=shown_key(key))
    if character is not None and character.isprintable():
        return tr("“{key}”是要打进去的字,中文输入法还会吃掉它", key=character)
    if not is_function_key(key):
        return tr("{key} 不是每个终端都送得到", key=shown_key(key))
    return None


SAVE = Action("save", SAVE_KEYS, "保存", "检查并保存这张表", "通用")
PALETTE = Action(
    "palette", PALETTE_KEYS, "全部功能", "按名称或拼音首字母找任何功能", "通用", palette=False
)


class KeyMap:
    """Which keys each action has: as declared, or as the user re-mapped them.

    ``changed`` gives an action, by its id, one F-key or Ctrl-key in place of those declared. Its
    other keys (digits, arrows, Enter, Esc, ``/``) stay, whatever is chosen, and an action that is
    off on a page (no key, not in the palette) stays off there.

    >>> KeyMap({"find": "f12"}).keys(Action("find", "f3,slash", "查找"))
    'f12,slash'
    """

    def __init__(self, changed: Mapping[str, str] | None = None) -> None:
        self.changed = dict(changed or {})

    def keys(self, action: Action) -> str:
        """The keys of an action now."""
        mine = self.changed.get(action.id)
        if mine is None or not (action.keys or action.palette):
            return action.keys
        declared = (part.strip() for part in action.keys.split(","))
        return ",".join([mine, *(key for key in declared if key and not is_function_key(key))])

    def first(self, action: Action) -> str:
        """The key of an action now, to be named in a sentence."""
        return shown_key(self.keys(action))

    def shown(self, action: Action) -> str:
        """Every key of an action now, as written on the screen."""
        return all_shown_keys(self.keys(action))

    def with_key(self, action_id: str, key: str | None) -> "KeyMap":
        """The map with another key for an action; None gives it the declared ones back."""
        changed = {id_: own for id_, own in self.changed.items() if id_ != action_id}
        return KeyMap(changed if key is None else {**changed, action_id: key})

    def clash(self, actions: Iterable[Action], page: str = "") -> str | None:
        """The sentence for two actions on one key, or None; ``page`` is where they are."""
        taken: dict[str, Action] = {}
        for action in actions:
            for key in key_names(self.keys(action)):
                other = taken.setdefault(key, action)
                if other is action:
                    continue
                said = {"key": shown_key(key), "one": tr(other.label), "other": tr(action.label)}
                if page:
                    words = "{key} 键在“{page}”页同时给了“{one}”和“{other}”,请改其中一个"
                    return tr(words, page=tr(page), **said)
                return tr("{key} 键同时给了“{one}”和“{other}”,请改其中一个", **said)
        return None


@lru_cache(1024)
def initials_of(words: str) -> str:
    """Pinyin initials of a label, for finding it in the palette.

    >>> initials_of("导出台账 Excel")
    'dctzexcel'
    """
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415  0.3 s and 55 MB, only when asked

    found = "".join(lazy_pinyin(words, style=Style.FIRST_LETTER))
    return "".join(char for char in found.lower() if char.isalnum())


def rank(action: Action, typed: str) -> int | None:
    """How well an action fits what was typed, the best is 0; None: the palette leaves it out.

    >>> settings, issue = Action("a", "", "设置"), Action("b", "", "出生证", "签发")
    >>> rank(settings, "设"), rank(settings, "sz"), rank(issue, "sz"), rank(issue, "发")
    (0, 1, 2, 2)
    >>> rank(issue, "设置")
    """
    typed = typed.strip().lower()
    label = tr(action.label).lower()
    if label.startswith(typed):
        return 0
    initials = (action.initials or initials_of(action.label)) if typed.isascii() else ""
    if initials.startswith(typed):
        return 1
    inside = any(typed in words for words in (label, initials, tr(action.help).lower()))
    return 2 if inside else None


def matching(actions: Iterable[Action], typed: str) -> list[Action]:
    """The actions the palette shows for what was typed: what begins so comes first."""
    ranked = ((rank(action, typed), action) for action in actions)
    fitting = [(place, action) for place, action in ranked if place is not None]
    return [action for _, action in sorted(fitting, key=itemgetter(0))]


def key_table(groups: Mapping[str, Iterable[Action]], key_map: KeyMap | None = None) -> str:
    """The key table as text, with the keys declared or those of a map: for help and the manual."""
    key_map = key_map or KeyMap()
    lines: list[str] = []
    for heading, actions in groups.items():
        rows = [(key_map.shown(action), action) for action in actions]
        if not rows:
            continue
        width = max(cells_of(keys) for keys, _ in rows)
        lines += ["", tr(heading)] if lines else [tr(heading)]
        for keys, action in rows:
            words = tr(action.label) + (f": {tr(action.help)}" if action.help else "")
            lines.append(f"  {pad(keys, width)}  {words}")
    return "\n".join(lines)
