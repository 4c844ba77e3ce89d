"""The file of a risk table: JSON, its shape, and a variant laid upon its base.

A variant names its ``base`` and says only what it removes, adds or replaces. Unknown keys are
refused, so that a misspelt one is seen.
"""

import json
import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from rules.errors import Phrase, RuleError

MAX_WORDS = 200
FILE = Phrase("文件")
TABLE = {"version", "title", "source", "colours", "alike", "sums", "sections", "base", "remove"}
SECTION = {"code", "title", "colour", "items"}
ITEM = {"code", "words", "from", "score", "when", "rows", "follows", "private"}


def shipped(version: str) -> str:
    """The text of a version that comes with the program."""
    path = Path(__file__).with_name(f"risk_{re.sub(r'[^0-9A-Za-z_-]', '-', version)}.json")
    if not path.is_file():
        raise RuleError("RISK_BASE", "没有编号为“{version}”的风险表版本", version=version[:20])
    return path.read_text(encoding="utf-8")


def tables(text: str) -> dict[str, Any]:
    """What the file says, a variant laid upon its base."""
    found = _parsed(text)
    return _upon_base(found) if "base" in found else found


def _parsed(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as wrong:
        raise RuleError(
            "RISK_JSON",
            "第 {line} 行不是有效的 JSON,请核对引号、逗号和括号",
            line=getattr(wrong, "lineno", 1),
        ) from wrong
    return mapping(found, FILE, TABLE, ())


def _upon_base(variant: dict[str, Any]) -> dict[str, Any]:
    whole = _parsed(shipped(text_of(variant, "base", FILE)))
    _remove(whole["sections"], set(texts(variant.get("remove", []), FILE, "remove")))
    sections = {section["code"]: section for section in whole["sections"]}
    for added in listed(variant.get("sections", []), FILE, "sections"):
        section = mapping(added, Phrase("分组"), SECTION, ("code", "items"))
        code = text_of(section, "code", Phrase("分组"))
        before = sections.get(code, {"items": []})
        items = _replaced(before["items"], section["items"], Phrase("分组", code))
        sections[code] = before | section | {"items": items}
    whole |= {key: value for key, value in variant.items() if key not in {"base", "remove"}}
    return whole | {"sections": list(sections.values())}


def _remove(sections: list[dict[str, Any]], removed: set[str]) -> None:
    """Takes items out, and out of what answers other items."""
    known = {item["code"] for section in sections for item in section["items"]}
    for code in sorted(removed - known):
        raise RuleError("RISK_REMOVE", "要删去的条目 {code} 在原版本中没有", code=code)
    for section in sections:
        section["items"] = [item for item in section["items"] if item["code"] not in removed]
        for item in section["items"]:
            item["rows"] = [row for row in item.get("rows", []) if row not in removed]
            if item.get("follows") in removed:
                del item["follows"]


def _replaced(before: list[dict[str, Any]], added: object, place: Phrase) -> list[dict[str, Any]]:
    """Items with others in the place of those with the same code, new ones behind."""
    entries = [
        mapping(each, place, ITEM, ("code", "words")) for each in listed(added, place, "items")
    ]
    refuse_twice(text_of(each, "code", place) for each in entries)
    new = {each["code"]: each for each in entries}
    kept = [new.pop(item["code"], item) for item in before]
    return kept + list(new.values())


def refuse_twice(codes: Iterable[str]) -> None:
    """A code stands once."""
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise RuleError("RISK_TWICE", "“{code}”写了两次", code=code)
        seen.add(code)


def mapping(
    value: object, place: Phrase, allowed: Iterable[str], required: tuple[str, ...]
) -> dict[str, Any]:
    """An object with known keys, none of the required missing."""
    if not isinstance(value, dict):
        raise RuleError("RISK_OBJECT", "{place} 中应写成 {{…}} 的形式", place=place)
    for key in value.keys() - set(allowed):
        raise RuleError("RISK_KEY", "{place} 中的“{key}”不认识", place=place, key=key[:20])
    for key in required:
        if key not in value:
            raise RuleError("RISK_MISSING", "{place} 中缺少“{key}”", place=place, key=key)
    return value


def listed(value: object, place: Phrase, key: str) -> list[Any]:
    """A list."""
    if not isinstance(value, list):
        raise RuleError("RISK_LIST", "{place} 的 {key} 应写成 […] 的形式", place=place, key=key)
    return value


def texts(value: object, place: Phrase, key: str) -> list[str]:
    """A list of texts."""
    found = listed(value, place, key)
    return [text_of({key: each}, key, place) for each in found]


def text_of(entry: dict[str, Any], key: str, place: Phrase) -> str:
    """A text that says something."""
    value = entry[key]
    if not isinstance(value, str) or not 0 < len(value.strip()) <= MAX_WORDS:
        raise RuleError(
            "RISK_TEXT",
            "{place} 的 {key} 应为 1–{limit} 个字的文字",
            place=place,
            key=key,
            limit=MAX_WORDS,
        )
    return value.strip()


def is_whole(value: object) -> bool:
    """Whether a whole number, which true is not."""
    return isinstance(value, int) and not isinstance(value, bool)
