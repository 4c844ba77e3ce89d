"""Two records side by side, and a choice by digit: somebody looks alike, or saved first."""

from collections.abc import Mapping, Sequence
from typing import Any

from rules.entry import format_value
from rules.fields import FieldSpec, Kind
from tui.dialogs import Ask, Choices
from tui.draw import Line
from tui.fields.parts import Option
from tui.language import tr
from tui.width import cells_of, pad

GAP = 2


class Compare(Ask):
    """A question above a table of two columns."""

    def __init__(
        self,
        question: str,
        headings: tuple[str, str],
        rows: Sequence[tuple[str, str, str]],
        choices: Choices,
    ) -> None:
        super().__init__(question, choices)
        self.headings = headings
        self.rows = rows

    def lines(self, width: int) -> list[Line]:
        """The question, the table unless it is empty, the answers."""
        inner = super().lines(width)
        if not self.rows:
            return inner
        first = max(cells_of(label) for label, _, _ in self.rows)
        column = (width - first - 2 * GAP) // 2
        blank = " " * GAP
        table: list[Line] = [
            ((pad("", first + GAP), "text"), *self._pair(self.headings, column, "rule"))
        ]
        for label, mine, theirs in self.rows:
            role = "text" if mine == theirs else "doubt"
            table.append(
                ((pad(label, first) + blank, "dim"), *self._pair((mine, theirs), column, role))
            )
        answers = len(self.choices)
        return [*inner[: -answers - 1], (), *table, (), *inner[-answers:]]

    def _pair(self, words: tuple[str, str], column: int, role: str) -> Line:
        return (
            (pad(words[0], column) + " " * GAP, role),
            (pad(words[1], column), role),
        )


def same_person(mine: Sequence[str], theirs: Sequence[str]) -> Compare:
    """Whether the person being registered is one on the books."""
    labels = [tr(word) for word in ("姓名", "出生日期", "身份证号", "联系电话", "村")]
    return Compare(
        tr("名册里有相似的人,是同一个人吗?"),
        (tr("正在登记的"), tr("名册里的")),
        list(zip(labels, mine, theirs, strict=True)),
        [("1", tr("是同一个人,用名册里的")), ("2", tr("不是同一个人,另外登记"))],
    )


def conflict(rows: Sequence[tuple[str, str, str]]) -> Compare:
    """Which of two savings stays."""
    return Compare(
        tr("这条记录刚被别人改过,要哪一份?"),
        (tr("我填的"), tr("别人存的")),
        rows,
        [("1", tr("用我填的")), ("2", tr("用别人存的")), ("3", tr("回去再改"))],
    )


def differences(
    specs: Mapping[str, FieldSpec],
    mine: Mapping[str, Any],
    theirs: Mapping[str, Any],
    villages: Sequence[Option],
) -> list[tuple[str, str, str]]:
    """The fields that differ between a form and what was saved meanwhile, as words."""

    def shown(spec: FieldSpec, value: Any) -> str:
        if spec.kind is Kind.VILLAGE:
            return next((village.label for village in villages if village.value == value), "")
        option = spec.choice(value) if isinstance(value, str) else None
        return tr(option.label) if option else format_value(spec, value)

    return [
        (tr(spec.label), shown(spec, mine[name]), shown(spec, theirs.get(name)))
        for name, spec in specs.items()
        if name in mine and mine[name] != theirs.get(name)
    ]
