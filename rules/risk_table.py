"""Reads a version of the risk tables from its file and checks it.

A section with a ``colour`` belongs to the assessment table, one without to the screening table.

Source: 孕产妇妊娠风险评估与管理工作规范(国卫办妇幼发〔2017〕35号), 筛查表 and 评估分级表.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

from rules.errors import Phrase, RuleError
from rules.risk_facts import SENTENCES
from rules.risk_file import (
    FILE,
    ITEM,
    SECTION,
    TABLE,
    is_whole,
    listed,
    mapping,
    refuse_twice,
    shipped,
    tables,
    text_of,
    texts,
)
from rules.risk_items import BOUNDS, NATIONAL, PURPLE, Condition, Item, RiskTable

DEFAULT = "2017"
MAX_SCORE = 100
_SETS = ("past_history", "family_history")
_INFECTIONS = {"hbsag", "syphilis", "hiv"}
_FLAGS = {"rh_negative", "carriers_purple", *_INFECTIONS}


@cache
def risk_table(version: str = DEFAULT) -> RiskTable:
    """A version that comes with the program.

    >>> [item.code for item in risk_table().items][:3]
    ['1.1', '1.2', '1.3']
    """
    return load_table(shipped(version))


def load_table(text: str) -> RiskTable:
    """The table that a file's text holds.

    Raises:
        RuleError: RISK_*; its sentence names the line or the item at fault.
    """
    table = mapping(tables(text), FILE, TABLE, ("version", "title", "colours", "sections"))
    colours = _colours(table["colours"])
    items = list(_items(table["sections"], colours))
    refuse_twice(item.code for item in items)
    return RiskTable(
        version=text_of(table, "version", FILE),
        title=text_of(table, "title", FILE),
        source=str(table.get("source", "")),
        colours=colours,
        alike=_alike(table.get("alike", {}), colours),
        sums=tuple(_sums(table.get("sums", []), colours)),
        items=tuple(_with_rows(item, items, colours) for item in items),
    )


def _items(sections: object, colours: tuple[str, ...]) -> Iterator[Item]:
    for each in listed(sections, FILE, "sections"):
        section = mapping(each, Phrase("分组"), SECTION, ("code", "title", "items"))
        place = Phrase("分组", str(section["code"]))
        title, colour = text_of(section, "title", place), section.get("colour")
        if colour is not None and colour not in (*colours[1:], PURPLE):
            raise _unknown_colour(place, colour)
        for entry in listed(section["items"], place, "items"):
            yield _item(mapping(entry, place, ITEM, ("code", "words")), title, colour)


def _item(entry: dict[str, Any], title: str, colour: str | None) -> Item:
    code = text_of(entry, "code", Phrase("条目"))
    place = Phrase("条目", code)
    score = entry.get("score")
    if score is not None and (colour or not is_whole(score) or not 0 < score <= MAX_SCORE):
        raise RuleError(
            "RISK_SCORE",
            "{place} 的分值应为 1–{limit} 的整数,且只用于筛查项",
            place=place,
            limit=MAX_SCORE,
        )
    if colour and (entry.get("rows") or entry.get("follows")):
        raise RuleError("RISK_ROWS", "{place} 已在评估表中,不能再对应评估项", place=place)
    if not isinstance(entry.get("private", False), bool):
        raise RuleError("RISK_PRIVATE", "{place} 的 private 只能是 true 或 false", place=place)
    when = tuple(_clause(each, place) for each in listed(entry.get("when", []), place, "when"))
    measures = {condition.measure for clause in when for condition in clause}
    return Item(
        code=code,
        words=text_of(entry, "words", place),
        section=title,
        colour=colour,
        evidence=str(entry.get("from", "")),
        score=score,
        when=when,
        rows=frozenset(texts(entry.get("rows", []), place, "rows")),
        follows=text_of(entry, "follows", place) if "follows" in entry else None,
        private=entry.get("private", False) or bool(measures & _INFECTIONS),
    )


def _clause(clause: object, place: Phrase) -> tuple[Condition, ...]:
    measures = mapping(clause, place, SENTENCES.keys(), ())
    if not measures:
        raise RuleError("RISK_CONDITION", "{place} 的判断条件是空的", place=place)
    return tuple(_condition(name, asked, place) for name, asked in measures.items())


def _condition(name: str, asked: object, place: Phrase) -> Condition:
    """True or false for a flag, digits for a history, bounds for a number."""
    match asked:
        case bool() if name in _FLAGS:
            return Condition(name, true=asked)
        case [_, *_] if name in _SETS:
            return Condition(name, any_of=frozenset(texts(asked, place, name)))
        case {} if asked and name not in {*_FLAGS, *_SETS}:
            bounds = mapping(asked, place, BOUNDS, ())
            if all(is_whole(value) or isinstance(value, Decimal) for value in bounds.values()):
                limits = tuple((key, Decimal(value)) for key, value in bounds.items())
                return Condition(name, limits)
    raise RuleError(
        "RISK_CONDITION", "{place} 的判断条件 {measure} 写法不对", place=place, measure=name
    )


def _with_rows(item: Item, items: Iterable[Item], colours: tuple[str, ...]) -> Item:
    """Sections among its rows spelt out; what follows is the lowest, so no tick lowers a colour."""
    place = Phrase("条目", item.code)
    heights: dict[str, int] = {}
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
    colours = tuple(texts(value, FILE, "colours"))
    if len(colours) < 2 or PURPLE in colours:  # noqa: PLR2004  nothing found, and something found
        raise RuleError("RISK_COLOURS", "colours 至少两种,由低到高,不写紫色(紫色另立)")
    refuse_twice(colours)
    return colours


def _alike(value: object, colours: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """A national colour for each that is none."""
    alike = mapping(value, FILE, colours, ())
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
    for entry in listed(value, FILE, "sums"):
        band = mapping(entry, Phrase("sums"), {"at_least", "colour"}, ("at_least", "colour"))
        start, colour = band["at_least"], band["colour"]
        if colour not in colours:
            raise _unknown_colour(Phrase("sums"), colour)
        here = (start if is_whole(start) else 0, colours.index(colour))
        if not (here[0] > before[0] and here[1] > before[1]):
            raise RuleError(
                "RISK_SUMS", "sums 的分数和颜色都应由低到高,请核对 {start}", start=start
            )
        before = here
        yield start, colour


def _unknown_colour(place: Phrase, colour: object) -> RuleError:
    return RuleError(
        "RISK_COLOUR",
        "{place} 的颜色“{colour}”不在 colours 中(最低一色不列条目)",
        place=place,
        colour=str(colour)[:20],
    )
