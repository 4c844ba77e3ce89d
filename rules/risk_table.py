"""Reads a version of the risk tables from its file and checks it.

The file is JSON. Its sections hold items; a section with a ``colour`` belongs to the assessment
table, one without to the screening table. A variant names its ``base`` and says only what it
removes, adds or replaces. Unknown keys are refused, so that a misspelt one is seen.

Source: 孕产妇妊娠风险评估与管理工作规范(国卫办妇幼发〔2017〕35号), 筛查表 and 评估分级表.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from rules.errors import Phrase, RuleError
from rules.risk_facts import SENTENCES
from rules.risk_items import NATIONAL, PURPLE, Condition, Item, RiskTable

DEFAULT = "2017"
MAX_WORDS, MAX_SCORE = 200, 100
_BOUNDS = ("at_least", "over", "at_most", "under")
_SETS = ("past_history", "family_history")
_FLAGS = ("rh_negative", "hbsag", "syphilis", "hiv", "carriers_purple")
_TABLE = {"version", "title", "source", "colours", "alike", "sums", "sections", "base", "remove"}
_SECTION = {"code", "title", "colour", "items"}
_ITEM = {"code", "words", "from", "score", "when", "rows", "follows", "private"}


@cache
def risk_table(version: str = DEFAULT) -> RiskTable:
    """A version that comes with the program.

    >>> [item.code for item in risk_table().items][:3]
    ['1.1', '1.2', '1.3']
    """
    return load_table(_shipped(version).read_text(encoding="utf-8"))


def load_table(text: str) -> RiskTable:
    """The table that a file's text holds.

    Raises:
        RuleError: RISK_*; its sentence names the line or the item at fault.
    """
    found = _parsed(text)
    if "base" in found:
        found = _upon_base(found)
    table = _object(found, Phrase("文件"), _TABLE, ("version", "title", "colours", "sections"))
    colours = _colours(table["colours"])
    items = list(_items(table["sections"], colours))
    _refuse_twice(item.code for item in items)
    return RiskTable(
        version=_text(table, "version", Phrase("文件")),
        title=_text(table, "title", Phrase("文件")),
        source=str(table.get("source", "")),
        colours=colours,
        alike=_alike(table.get("alike", {}), colours),
        sums=tuple(_sums(table.get("sums", []), colours)),
        items=tuple(_with_rows(item, items, colours) for item in items),
    )


def _shipped(version: object) -> Path:
    path = Path(__file__).with_name(f"risk_{version}.json")
    if path.parent != Path(__file__).parent or not path.is_file():
        raise RuleError("RISK_BASE", "没有编号为“{version}”的风险表版本", version=str(version)[:20])
    return path


def _parsed(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text, parse_float=Decimal)
    except (json.JSONDecodeError, RecursionError) as wrong:
        raise RuleError(
            "RISK_JSON",
            "第 {line} 行不是有效的 JSON,请核对引号、逗号和括号",
            line=getattr(wrong, "lineno", 1),
        ) from wrong
    return _object(found, Phrase("文件"), _TABLE, ())


def _upon_base(variant: dict[str, Any]) -> dict[str, Any]:
    """A base's table with what a variant removes, adds and replaces (an item: by its code)."""
    base = _parsed(_shipped(variant["base"]).read_text(encoding="utf-8"))
    removed = set(_texts(variant.get("remove", []), Phrase("文件"), "remove"))
    sections = {section["code"]: section for section in base["sections"]}
    known = {item["code"] for section in base["sections"] for item in section["items"]}
    for code in sorted(removed - known):
        raise RuleError("RISK_REMOVE", "要删去的条目 {code} 在原版本中没有", code=code)
    for section in base["sections"]:
        section["items"] = [item for item in section["items"] if item["code"] not in removed]
        for item in section["items"]:
            item["rows"] = [row for row in item.get("rows", []) if row not in removed]
            if item.get("follows") in removed:
                del item["follows"]
    for added in _list(variant.get("sections", []), Phrase("文件"), "sections"):
        section = _object(added, Phrase("分组"), _SECTION, ("code", "items"))
        own = sections.setdefault(section["code"], {**section, "items": []})
        own |= {key: value for key, value in section.items() if key != "items"}
        items = {item["code"]: item for item in own["items"]}
        for item in _list(section["items"], Phrase("分组", str(section["code"])), "items"):
            one = _object(item, Phrase("分组", str(section["code"])), _ITEM, ("code",))
            items[one["code"]] = one
        own["items"] = list(items.values())
    whole = base | {key: value for key, value in variant.items() if key not in {"base", "remove"}}
    return whole | {"sections": list(sections.values())}


def _items(sections: object, colours: tuple[str, ...]) -> Iterator[Item]:
    for each in _list(sections, Phrase("文件"), "sections"):
        section = _object(each, Phrase("分组"), _SECTION, ("code", "title", "items"))
        place = Phrase("分组", str(section["code"]))
        title, colour = _text(section, "title", place), section.get("colour")
        if colour is not None and colour not in (*colours[1:], PURPLE):
            raise _unknown_colour(place, colour)
        for entry in _list(section["items"], place, "items"):
            yield _item(_object(entry, place, _ITEM, ("code", "words")), title, colour)


def _item(entry: dict[str, Any], title: str, colour: str | None) -> Item:
    code = _text(entry, "code", Phrase("条目"))
    place = Phrase("条目", code)
    score = entry.get("score")
    if score is not None and (colour or not _whole(score) or not 0 < score <= MAX_SCORE):
        raise RuleError(
            "RISK_SCORE",
            "{place} 的分值应为 1–{limit} 的整数,且只用于筛查项",
            place=place,
            limit=MAX_SCORE,
        )
    if colour and (entry.get("rows") or entry.get("follows")):
        raise RuleError("RISK_ROWS", "{place} 已在评估表中,不能再对应评估项", place=place)
    follows = entry.get("follows")
    return Item(
        code=code,
        words=_text(entry, "words", place),
        section=title,
        colour=colour,
        evidence=str(entry.get("from", "")),
        score=score,
        when=tuple(_clause(each, place) for each in _list(entry.get("when", []), place, "when")),
        rows=frozenset(_texts(entry.get("rows", []), place, "rows")),
        follows=None if follows is None else _text(entry, "follows", place),
        private=entry.get("private", False) is True,
    )


def _clause(clause: object, place: Phrase) -> tuple[Condition, ...]:
    measures = _object(clause, place, SENTENCES.keys(), ())
    if not measures:
        raise RuleError("RISK_CONDITION", "{place} 的判断条件是空的", place=place)
    return tuple(_condition(name, asked, place) for name, asked in measures.items())


def _condition(name: str, asked: object, place: Phrase) -> Condition:
    """True or false for a flag, digits for a history, bounds for a number."""
    match asked:
        case bool() if name in _FLAGS:
            return Condition(name, true=asked)
        case [_, *_] if name in _SETS:
            return Condition(name, any_of=frozenset(_texts(asked, place, name)))
        case {} if asked and name not in (*_FLAGS, *_SETS):
            bounds = _object(asked, place, _BOUNDS, ())
            if all(_whole(value) or isinstance(value, Decimal) for value in bounds.values()):
                return Condition(name, **{key: Decimal(value) for key, value in bounds.items()})
    raise RuleError(
        "RISK_CONDITION", "{place} 的判断条件 {measure} 写法不对", place=place, measure=name
    )


def _with_rows(item: Item, items: Iterable[Item], colours: tuple[str, ...]) -> Item:
    """Sections among its rows spelt out; what follows is the lowest, so no tick lowers a colour."""
    place = Phrase("条目", item.code)
    heights = {}
    for row in item.rows:
        meant = {
            each.code: -1 if each.colour == PURPLE else colours.index(each.colour)
            for each in items
            if each.colour and (each.code == row or each.code.startswith(f"{row}."))
        }
        if not meant:
            raise RuleError("RISK_ROWS", "{place} 对应的评估项 {row} 不存在", place=place, row=row)
        heights |= meant
    if item.follows and heights.get(item.follows) != min(heights.values(), default=None):
        raise RuleError(
            "RISK_FOLLOWS",
            "{place} 的 follows 应是 rows 中颜色最低的一项,现为 {row}",
            place=place,
            row=item.follows,
        )
    return replace(item, rows=frozenset(heights))


def _colours(value: object) -> tuple[str, ...]:
    colours = tuple(_texts(value, Phrase("文件"), "colours"))
    if len(colours) < 2 or PURPLE in colours:  # noqa: PLR2004  nothing found, and something found
        raise RuleError("RISK_COLOURS", "colours 至少两种,由低到高,不写紫色(紫色另立)")
    _refuse_twice(colours)
    return colours


def _alike(value: object, colours: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """A national colour for each that is none."""
    alike = _object(value, Phrase("文件"), colours, ())
    for colour in colours:
        if alike.get(colour, colour) not in NATIONAL:
            raise RuleError(
                "RISK_ALIKE",
                "颜色“{colour}”要在 alike 中写明按绿、黄、橙、红中的哪一种管理",
                colour=colour,
            )
    return tuple(alike.items())


def _sums(value: object, colours: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Thresholds and colours, both rising."""
    before = (0, 0)
    for entry in _list(value, Phrase("文件"), "sums"):
        band = _object(entry, Phrase("sums"), {"at_least", "colour"}, ("at_least", "colour"))
        start, colour = band["at_least"], band["colour"]
        if colour not in colours:
            raise _unknown_colour(Phrase("sums"), colour)
        here = (start if _whole(start) else 0, colours.index(colour))
        if not (here[0] > before[0] and here[1] > before[1]):
            raise RuleError(
                "RISK_SUMS", "sums 的分数和颜色都应由低到高,请核对 {start}", start=start
            )
        before = here
        yield start, colour


def _refuse_twice(codes: Iterable[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise RuleError("RISK_TWICE", "“{code}”写了两次", code=code)
        seen.add(code)


def _unknown_colour(place: Phrase, colour: object) -> RuleError:
    return RuleError(
        "RISK_COLOUR",
        "{place} 的颜色“{colour}”不在 colours 中(最低一色不列条目)",
        place=place,
        colour=str(colour)[:20],
    )


def _object(
    value: object, place: Phrase, allowed: Iterable[str], required: tuple[str, ...]
) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise RuleError("RISK_OBJECT", "{place} 中应写成 {{…}} 的形式", place=place)
    for key in value.keys() - set(allowed):
        raise RuleError("RISK_KEY", "{place} 中的“{key}”不认识", place=place, key=key[:20])
    for key in required:
        if key not in value:
            raise RuleError("RISK_MISSING", "{place} 中缺少“{key}”", place=place, key=key)
    return value


def _list(value: object, place: Phrase, key: str) -> list[Any]:
    if not isinstance(value, list):
        raise RuleError("RISK_LIST", "{place} 的 {key} 应写成 […] 的形式", place=place, key=key)
    return value


def _texts(value: object, place: Phrase, key: str) -> list[str]:
    found = _list(value, place, key)
    return [_text({key: each}, key, place) for each in found]


def _text(entry: dict[str, Any], key: str, place: Phrase) -> str:
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


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
