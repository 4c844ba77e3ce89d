"""Writes ``certificate-states.md``, how a number moves: ``python -m docs.certificate_states``.

A test fails when the file and the declared acts differ.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from desk.context import PERMISSIONS, ROLES
from rules.certificate_states import ACTS, LABELS, PAPERS, STOCK, Act
from rules.certificate_table import COLUMNS, PASSED_ON, columns_of
from tui.language import language, set_language, tr

FILE = Path(__file__).with_name("certificate-states.md")
HEAD = """# 出生医学证明编号的状态 States of a certificate number

由程序中声明的状态和动作生成(`python -m docs.certificate_states`),请勿手改。
Written from the states and acts as declared; do not edit by hand.

一个编号在任何时候只有一个状态,由最后一条流转记录决定。图上没有画的、少了原因或第二人的、
日期早于上一条的,程序不办,别的程序直接写数据库也拒收;流转记录不能改,编号不能改、不能删。
已领用、已占号、已打印的空白证仍算库存;换发收回、声明遗失的原证算已签发,不算废证。
A number is always in exactly one state, the one its last move led to. What is not drawn here, lacks
its cause or second person, or is dated before the last move is refused, by the database too; moves
are never changed, numbers never renamed or deleted.
Drawn, reserved and printed blanks are still stock; recalled and declared paper stays issued.
"""
START, END = "[*]", "[*]"
HEADINGS = ("原来 from", "动作 act", "变为 to", "经办 who", "第二人 second", "要填 asks for")


def text() -> str:
    """The whole page."""
    before = language()
    try:
        return HEAD + "".join((*_diagram(), *_states(), *_acts(), *_causes()))
    finally:
        set_language(before)


def _diagram() -> Iterator[str]:
    yield "\n## 状态图 Diagram\n\n```mermaid\nstateDiagram-v2\n    direction LR\n"
    for state in LABELS:
        yield f'    state "{_both(LABELS[state])}" as {state}\n'
    for act in ACTS.values():
        for was in _in_order(act.was):
            yield f"    {was or START} --> {act.becomes}: {_both(act.label)}\n"
    left = {state for act in ACTS.values() for state in act.was}
    for state in LABELS:
        if state not in left:
            yield f"    {state} --> {END}\n"
    yield "```\n"


def _states() -> Iterator[str]:
    yield "\n## 状态 States\n\n"
    rows = ((_both(label), _counted(state), _next(state)) for state, label in LABELS.items())
    yield from _table(("状态 state", "算作 counts as", "接下来 next"), rows)


def _counted(state: str) -> str:
    if state in STOCK:
        return "库存 stock"
    if state in PAPERS:
        return "签发 issued"
    (name, _), *_ = columns_of("in_stock", state)
    groups = {column.name: column.group for column in (*COLUMNS, *PASSED_ON)}
    return _both(groups[name]) if groups[name] else "不算入库 not received"


def _next(state: str) -> str:
    acts = [_both(act.label) for act in ACTS.values() if state in act.was]
    return "、".join(acts) or "不再变动 for good"


def _acts() -> Iterator[str]:
    yield "\n## 动作 Acts\n\n"
    yield from _table(HEADINGS, map(_row, ACTS.values()))


def _row(act: Act) -> tuple[str, ...]:
    was = "、".join(_both(LABELS[state]) if state else "— new" for state in _in_order(act.was))
    asks = [
        *(["原因(列表) a cause of the list"] if act.causes else []),
        *(["写明原因 a reason in words"] if act.words else []),
        *(["没有打印或遗失过 never printed on, nor lost"] if act.never_used else []),
        *(["不是停用的旧版 of no edition out of use"] if act.in_use else []),
    ]
    second = _who(act.second) if act.second else ""
    return (
        was,
        _both(act.label),
        _both(LABELS[act.becomes]),
        _who(act.permission),
        second,
        "、".join(asks),
    )


def _causes() -> Iterator[str]:
    for act in ACTS.values():
        if act.causes:
            yield f"\n## 原因 Causes: {_both(act.label)}\n\n"
            yield from (f"- `{each.code}` {_both(each.label)}\n" for each in act.causes)


def _in_order(states: frozenset[str]) -> list[str]:
    return [state for state in ("", *LABELS) if state in states]


def _who(permission: str) -> str:
    return "、".join(_both(ROLES[role]) for role in ROLES if role in PERMISSIONS[permission])


def _table(heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for cells in (heading, ("---",) * len(heading), *rows):
        yield f"| {' | '.join(cells)} |\n"


def _both(words: str) -> str:
    return f"{_in('zh', words)} {_in('en', words)}"


def _in(code: str, words: str) -> str:
    set_language(code)
    return tr(words)


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
