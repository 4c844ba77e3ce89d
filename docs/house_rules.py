"""Writes ``house-rules.md``, the rules of a centre: ``python -m docs.house_rules``.

A test fails when the file and the declarations differ.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desk.house_rules import HOUSE_RULE_FIELDS, HouseRules, is_local
from rules.fields import FieldSpec, Kind
from rules.gestation import GestationalAge
from screens.house_rules import SECTIONS
from tui.language import language, set_language, tr

FILE = Path(__file__).with_name("house-rules.md")
HEAD = """# 本院规定 House rules

由程序中的声明生成(`python -m docs.house_rules`),请勿手改。
Written from the declarations; do not edit by hand.

管理员在 `Ctrl+P`「本院规定」里改,要写原因。没改过的随新版程序的默认值走。
「依据」是「本县」的,国家没有统一规定,或我们没有核对到原文,默认值只是通常做法,请对照本县文件;其余出自所列的国家文件。
The administrator changes them, with a reason. *Local* in the basis means that no national text
settles it, or that its text was not seen: the default is what is usual, the county's paper decides.
"""
COLUMNS = ("规定 rule", "默认 default", "可填 allowed", "依据 basis", "出处 source", "说明 help")


def text() -> str:
    """The whole page."""
    before = language()
    try:
        return HEAD + "".join(_tables())
    finally:
        set_language(before)


def _tables() -> Iterator[str]:
    usual = HouseRules()
    for title, names in SECTIONS:
        yield f"\n## {_in('zh', title)} {_in('en', title)}\n\n"
        rows = (_row(HOUSE_RULE_FIELDS[name], getattr(usual, name)) for name in names)
        for cells in (COLUMNS, ("---",) * len(COLUMNS), *rows):
            yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |\n"


def _row(spec: FieldSpec, value: Any) -> tuple[str, ...]:
    label = f"{_in('zh', spec.label)} {_in('en', spec.label)}"
    basis = "本县 local" if is_local(spec) else "国家 national"
    return label, _shown(spec, value), _allowed(spec), basis, spec.source, spec.help


def _shown(spec: FieldSpec, value: Any) -> str:
    if value is None:
        return ""
    if spec.choices:
        codes = value if isinstance(value, list) else [value]
        return " ".join(f"{each.code} {each.label}" for each in spec.choices if each.code in codes)
    if spec.kind is Kind.GESTATION:
        return str(GestationalAge.from_days(value))
    return f"{value // spec.scale} {spec.unit}"


def _allowed(spec: FieldSpec) -> str:
    if spec.choices:
        return " ".join(f"{each.code} {each.label}" for each in spec.choices)
    if spec.hard is None:
        return ""
    least, most = (_shown(spec, int(bound) * spec.scale) for bound in spec.hard)
    return f"{least.removesuffix(f' {spec.unit}')}–{most}"


def _in(code: str, words: str) -> str:
    set_language(code)
    return tr(words)


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
