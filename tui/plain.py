"""The terminal without a screen: arguments, tables, questions and JSON for the command line.

Nothing here imports textual.
"""

import argparse
import getpass
import json
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from rules.errors import RuleError
from rules.text import printable
from tui.language import tr
from tui.width import cells_of, pad

GAP = "  "


class WrongCall(RuleError):
    """The command line is wrong: exit status 2."""


# argparse's own sentences, said again as ours.
_SENTENCES = (
    (r"the following arguments are required: (?P<names>.+)", "缺少 {names}"),
    (r"unrecognized arguments: (?P<names>.+)", "不认识 {names}"),
    (r"one of the arguments (?P<names>.+) is required", "应给出 {names} 中的一个"),
    (r"argument (?P<name>.+?): invalid choice: (?P<value>.+?) \(.*", "{name} 没有 {value} 这一项"),
    (r"argument (?P<name>.+?): expected .*argument.*", "{name} 后面应有一个值"),
    (
        r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)",
        "{name} 与 {other} 不能同用",
    ),
    (r"argument (?P<name>.+?): invalid int value: (?P<value>.+)", "{name} 应为整数,不是 {value}"),
    (r"argument (?P<name>.+?): (?P<why>.+)", "{name}: {why}"),
)


class _Help(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, tr("用法: ") if prefix is None else prefix)


class Arguments(argparse.ArgumentParser):
    """An argument parser that speaks the language set and raises ``WrongCall``."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=_Help, add_help=False, allow_abbrev=False, **options)
        self.own = self.add_argument_group(tr("参数"))
        self.own.add_argument("-h", "--help", action="help", help=tr("显示这页说明"))

    def error(self, message: str) -> NoReturn:
        """Refuse the call in the language set."""
        sentence = message
        for pattern, template in _SENTENCES:
            found = re.fullmatch(pattern, message, re.DOTALL)
            if found:
                sentence = tr(template, **found.groupdict())
                break
        raise WrongCall(
            "WRONG_CALL", "{sentence}。说明见 {prog} --help", sentence=sentence, prog=self.prog
        )


def steady_streams(*, utf8: bool) -> None:
    """Let no character stop the output; ``utf8`` makes standard output UTF-8, as JSON must be."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")
    if utf8 and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def json_text(document: object) -> str:
    r"""One JSON document; what would steer a terminal is escaped.

    >>> json_text({"name": "王\x9b小\u202e丽"})
    '{\n  "name": "王\\u009b小\\u202e丽"\n}'
    """
    text = json.dumps(document, ensure_ascii=False, indent=2)
    if printable(text.replace("\n", "")) == text.replace("\n", ""):
        return text
    return "".join(
        char if char == "\n" or printable(char) == char else _escaped(char) for char in text
    )


def _escaped(char: str) -> str:
    return json.dumps(char)[1:-1] if ord(char) != 0x7F else "\\u007f"  # noqa: PLR2004  DEL


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows under headings, aligned by terminal cells; numbers stand to the right.

    >>> print(table(["姓名", "人数"], [["王小丽", 3], ["阿依", 12]]))
    姓名    人数
    ------  ----
    王小丽     3
    阿依      12
    """
    body = [list(row) for row in rows]
    columns = list(zip(*body, strict=True)) or [() for _ in headings]
    right = [
        bool(column) and all(isinstance(cell, int | float) or cell is None for cell in column)
        for column in columns
    ]
    shown = [list(headings), *([_cell(cell) for cell in row] for row in body)]
    widths = [max(cells_of(row[index]) for row in shown) for index in range(len(headings))]
    lines = [
        GAP.join(
            pad(cell, width, right=to_right)
            for cell, width, to_right in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in shown
    ]
    lines.insert(1, GAP.join("-" * width for width in widths))
    return "\n".join(lines)


def _cell(value: object) -> str:
    return "" if value is None else printable(str(value).replace("\n", " "))


def at_terminal() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin is not None and sys.stdin.isatty()


def ask(question: str, *, secret: bool = False) -> str:
    """One line from the person at the terminal; ``secret`` is not shown."""
    if secret:
        return getpass.getpass(question, stream=sys.stderr)
    sys.stderr.write(question)
    sys.stderr.flush()
    return sys.stdin.readline().strip()
