"""Writes ``data-dictionary.md`` from the fields as declared: ``python -m docs.dictionary``.

A test fails when the file and the declarations differ.
"""

from collections.abc import Iterator
from pathlib import Path

from sqlmodel import SQLModel

from models.base import Record
from models.migrations import TABLES
from rules.fields import FieldSpec, Kind, field_specs

FILE = Path(__file__).with_name("data-dictionary.md")
KINDS = {
    Kind.TEXT: "文字 text",
    Kind.LONG: "多行文字 lines of text",
    Kind.NAME: "姓名 name",
    Kind.ID: "证件号 identity number",
    Kind.DATE: "日期 date",
    Kind.TIME: "时间 time",
    Kind.GESTATION: "孕周 completed days",
    Kind.NUMBER: "数 number",
    Kind.CHOICE: "单选 one of",
    Kind.CHOICES: "多选 some of",
    Kind.PHONES: "电话 phone numbers",
    Kind.VILLAGE: "村 village",
    Kind.CERTIFICATE: "证件编号 certificate number",
}
HEAD = """# 数据字典 Data dictionary

由程序中的字段声明生成(`python -m docs.dictionary`),请勿手改。
Written from the declarations in `models/`; do not edit by hand.

度量按整数存放:存放值 = 显示值 × 倍数。超出「允许」的值被拒收,超出「常见」的值会请人确认。
Measurements are stored as integers: stored = shown × scale. Outside *allowed* is refused, outside
*usual* is asked about. Every record also has `id`, `centre` and `version`.
"""
COLUMNS: tuple[str, ...] = (
    "字段 field",
    "名称",
    "类型 kind",
    "单位 unit",
    "倍数 scale",
    "允许 allowed",
    "常见 usual",
)
COLUMNS += ("选项 choices", "必填 required", "来源 source", "说明 help")


def text() -> str:
    """The whole page."""
    return HEAD + "".join(f"\n{part}" for part in _tables())


def _tables() -> Iterator[str]:
    for table in _records():
        specs = field_specs(table)
        if specs:
            yield f"## `{table.__tablename__}`\n\n{_words(table)}\n\n{_grid(specs)}"


def _records() -> Iterator[type[SQLModel]]:
    modules = [module.__name__ for module in TABLES]
    yield from sorted(Record.__subclasses__(), key=lambda each: modules.index(each.__module__))


def _words(table: type[SQLModel]) -> str:
    data = next((each for each in table.__mro__[1:] if field_specs(each)), table)
    return " ".join((data.__doc__ or "").split("\n\n")[0].split())


def _grid(specs: dict[str, FieldSpec]) -> str:
    lines = [COLUMNS, ("---",) * len(COLUMNS)]
    lines += [
        (
            f"`{name}`",
            spec.label,
            KINDS[spec.kind],
            spec.unit,
            str(spec.scale) if spec.scale != 1 else "",
            _span(spec.hard),
            _span(spec.plausible),
            " ".join(f"{choice.code} {choice.label}" for choice in spec.choices),
            "是 yes" if spec.required else "",
            spec.source,
            spec.help,
        )
        for name, spec in specs.items()
    ]
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |\n" for line in lines)


def _span(span: tuple[float, float] | None) -> str:
    return f"{span[0]:g}–{span[1]:g}" if span else ""


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
