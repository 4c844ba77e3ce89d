"""Nothing a person typed may be read as markup: textual takes plain strings for markup.

Widgets of our own draw plain words. Where textual's own are used, the words are a literal, a
``Text`` or a ``Content``; this test reads the source and finds anything else.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("tui", "screens")

READS_MARKUP = {
    "Static", "Label", "Button", "Checkbox", "RadioButton", "Select", "OptionList", "Option",
    "SelectionList", "Selection", "ListItem", "Tree", "Tab", "TabPane", "Collapsible", "Digits",
    "Markdown", "Toast", "Link", "notify", "add_column", "add_columns", "add_row", "add_rows",
    "add_option", "add_options", "add_leaf", "set_options", "from_markup", "panic",
}  # fmt: skip
OURS = {"Option"}  # a name tui has as well: tui.fields.parts.Option is plain data
SAFE_MAKERS = {"Text", "Content"}
SAFE_KEYWORDS = {"id", "classes", "name", "disabled", "severity", "timeout", "key", "variant"}
TITLES = {"border_title", "border_subtitle", "tooltip"}


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def is_safe(node: ast.expr) -> bool:
    """A literal, a Text or Content, or nothing that could be words."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Call):
        return called(node) in SAFE_MAKERS
    return isinstance(node, ast.List | ast.Tuple) and all(is_safe(each) for each in node.elts)


def imported_from(tree: ast.Module) -> dict[str, str]:
    return {
        alias.asname or alias.name: node.module or ""
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def unsafe_lines(source: str) -> Iterator[int]:
    tree = ast.parse(source)
    origin = imported_from(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in READS_MARKUP:
            if called(node) in OURS and not origin.get(called(node), "").startswith("textual"):
                continue
            words = [each.value for each in node.keywords if each.arg not in SAFE_KEYWORDS]
            if not all(is_safe(each) for each in (*node.args, *words)):
                yield node.lineno
        elif (
            isinstance(node, ast.Assign)
            and any(
                isinstance(target, ast.Attribute) and target.attr in TITLES
                for target in node.targets
            )
            and not is_safe(node.value)
        ):
            yield node.lineno


def test_no_words_but_literals_and_text_reach_what_reads_markup() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        for line in unsafe_lines(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "Static(name)",
        "Label(f'{name} 岁')",
        "self.notify(tr('已存 {name}', name=name))",
        "table.add_row(person.name, Text('x'))",
        "box.border_title = name",
        "Static(content=name, id='x')",
        "from textual.widgets.option_list import Option\nOption(name)",
    ],
)
def test_the_search_finds_words_that_would_be_markup(source: str) -> None:
    assert list(unsafe_lines(source))


@pytest.mark.parametrize(
    "source",
    [
        "Static('查找', id=which)",
        "Static(Text(name))",
        "self.notify('已存', timeout=seconds)",
        "from tui.forms import Option\nOption(1, name)",
    ],
)
def test_the_search_leaves_plain_words_alone(source: str) -> None:
    assert not list(unsafe_lines(source))
