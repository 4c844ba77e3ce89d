"""Writes ``keys.md``, every action with its keys, from the actions: ``python -m docs.keys``.

A test fails when the file and the actions differ.
"""

from collections.abc import Iterator
from pathlib import Path

from desk.context import PERMISSIONS, ROLES
from screens.key_groups import key_groups
from tui.actions import Action, all_shown_keys
from tui.language import language, set_language, tr

FILE = Path(__file__).with_name("keys.md")
HEAD = """# 按键 Keys

由程序中的动作声明生成(`python -m docs.keys`),请勿手改。
Written from the actions as declared; do not edit by hand.

没有键的功能在 `Ctrl+P`(全部功能)里按名称或拼音首字母找。
设置里可以改键:改的是 F 键和 Ctrl 键,数字、方向键、回车、Esc 不变。
「谁」是要有的岗位,空着是人人可用;没有权限或此刻不能做时,按下去会说为什么。
What has no key is found by name or initials under `Ctrl+P`.
The settings change F-keys and Ctrl-keys; digits, arrows, Enter and Esc stay.
*Who* names the roles it takes; a key that cannot be used now says why.

表单里的键(回车、方向键、撤销、换节)在[手册](manual.md)。
The keys within a form are in the [manual](manual.md).
"""
COLUMNS = ("键 key", "做什么", "does", "谁 who")


def text() -> str:
    """The whole page."""
    before = language()
    try:
        return HEAD + "".join(_tables())
    finally:
        set_language(before)


def _tables() -> Iterator[str]:
    for heading, actions in key_groups().items():
        chinese, english = _in("zh", heading), _in("en", heading)
        yield f"\n## {chinese} {english}\n\n"
        for cells in (COLUMNS, ("---",) * len(COLUMNS), *map(_row, actions)):
            yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |\n"


def _row(action: Action) -> tuple[str, ...]:
    keys = " ".join(f"`{key}`" for key in all_shown_keys(action.keys).split()) or "`Ctrl+P`"
    return keys, _does("zh", action), _does("en", action), _who(action)


def _does(code: str, action: Action) -> str:
    label, words = _in(code, action.label), _in(code, action.help)
    between = ":" if code == "zh" else ": "
    return f"**{label}**{between}{words}" if words else f"**{label}**"


def _who(action: Action) -> str:
    may = PERMISSIONS.get(action.permission, frozenset())
    return " ".join(f"{ROLES[role]} {role}" for role in ROLES if role in may)


def _in(code: str, words: str) -> str:
    set_language(code)
    return tr(words)


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
