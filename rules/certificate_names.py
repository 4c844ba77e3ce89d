"""Names on a certificate: what may be printed, and whose surname it is.

Whether a character is one of 通用规范汉字表 is not judged here: any Han character is let through,
the rare ones of the extensions too.
Source: 国卫妇幼发〔2013〕52号的各地实施办法; 民委发〔2016〕33号 (dot); 民法典第1015条 (surname).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from rules.dates import completed_years
from rules.errors import Phrase, RuleError
from rules.identity import InvalidResidentId, parse_resident_id
from rules.nations import is_nation, may_be_nation
from rules.people import Sex

DOT = "·"
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_NAME = re.compile(rf"[{_HAN}]+(?:{DOT}[{_HAN}]+)*")
_NOT_HAN = re.compile(rf"[^{_HAN}{DOT}]")
# A newborn's for the time being: by its mother's name, or that it has none yet.
_UNNAMED = re.compile(
    r".{2,}之[子女男婴]\d?|.*(?:婴儿|男婴|女婴)\d?|新生儿|无名氏?|无|不详|未知|暂无(?:姓?名|名字)?"
    r"|[暂尚还]?[未没][取起定命有](?:姓?名|名字)|待(?:定|[取起命]名)"
)
_YOUNGEST = 14  # a parent at the birth; below it the number is likelier another's
_SEX = {
    "mother": (Sex.FEMALE, RuleError("PARENT_SEX", "母亲的证件号是男性的,请核对")),
    "father": (Sex.MALE, RuleError("PARENT_SEX", "父亲的证件号是女性的,请核对")),
}
_NOBODY = frozenset({"/", "／", "-", "无", "不详", "未知"})


def problems(values: Mapping[str, Any]) -> dict[str, RuleError]:
    """What cannot be printed so, by field.

    >>> print(*problems({"child_name": "王Anna"}).values())
    姓名第2个字是“A”,只能用汉字和间隔号“·”
    >>> print(*problems({"child_name": "王小雨", "father_name": "不详"}).values())
    没有父亲信息的请空着,证上打印“/”
    """
    wrong: dict[str, RuleError] = {}
    name = values.get("child_name") or ""
    if _UNNAMED.fullmatch(name):
        wrong["child_name"] = RuleError("UNNAMED", "请填孩子的正式姓名,不能用“某某之子”“未取名”")
    elif name and not _NAME.fullmatch(name):
        wrong["child_name"] = _odd(name)
    if is_nobody(values.get("father_name")):
        wrong["father_name"] = RuleError("NOBODY", "没有父亲信息的请空着,证上打印“/”")
    for name, nation in _nations(values):
        if not (is_nation(nation) or may_be_nation(nation)):
            wrong[name] = RuleError(
                "NATION", "“{nation}”不是民族,如 汉族;没有的填 /", nation=nation
            )
    return wrong


def _nations(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("mother_ethnic", "father_ethnic"):
        if values.get(name):
            yield name, values[name]


def _odd(name: str) -> RuleError:
    found = _NOT_HAN.search(name)
    if found is None:
        return RuleError("DOT", "间隔号“·”只能在两个字之间")
    return RuleError(
        "NOT_HAN",
        "姓名第{position}个字是“{character}”,只能用汉字和间隔号“·”",
        position=found.start() + 1,
        character=found[0],
    )


def is_nobody(name: str | None) -> bool:
    """Whether what stands for a name says that there is none; an empty field says so itself."""
    return name in _NOBODY


def doubts(values: Mapping[str, Any]) -> dict[str, RuleError]:
    """A surname of neither parent, by field: the law lets it be, a slip is likelier.

    Names of several parts carry no family's surname in front and are not asked about.

    >>> parents = {"mother_name": "李芳", "father_name": "欧阳明"}
    >>> doubts(parents | {"child_name": "欧阳小雨"}), doubts(parents | {"child_name": "李欧阳"})
    ({}, {})
    >>> print(*doubts(parents | {"child_name": "王小雨"}).values())
    孩子姓“王”,与父母(李芳 欧阳明)都不同姓,请核对
    """
    child = values.get("child_name") or ""
    parents = [values.get("mother_name") or "", values.get("father_name") or ""]
    known = [name for name in parents if name and not is_nobody(name)]
    if not known or not all(_NAME.fullmatch(name) and DOT not in name for name in (child, *known)):
        return {}
    if child[0] in {name[0] for name in known}:
        return {}
    wrong = RuleError(
        "SURNAME",
        "孩子姓“{surname}”,与父母({parents})都不同姓,请核对",
        surname=child[0],
        parents=Phrase(*known),
    )
    if len(known) > 1:
        wrong.reason = "SURNAMES"  # a yes given before the second was known does not count
    return {"child_name": wrong}


def parent_doubts(values: Mapping[str, Any]) -> dict[str, RuleError]:
    """What is said of a parent, or by the number of the paper, that hardly can be, by field.

    >>> print(*parent_doubts({"father_id_no": "11010519491231002X"}).values())
    父亲的证件号是女性的,请核对
    """
    found: dict[str, RuleError] = {}
    for parent, (sex, wrong) in _SEX.items():
        name = f"{parent}_id_no"
        try:
            person = parse_resident_id(values.get(name) or "")
        except InvalidResidentId:
            continue
        born = values.get("birth_date")
        if person.sex != sex:
            found[name] = wrong
        elif born and (
            born <= person.birth_date or completed_years(person.birth_date, born) < _YOUNGEST
        ):
            found[name] = RuleError(
                "PARENT_AGE",
                "证件号上的出生日期是 {day},孩子出生时不满 {years} 岁,请核对",
                day=person.birth_date.isoformat(),
                years=_YOUNGEST,
            )
    for name, nation in _nations(values):
        if may_be_nation(nation) and not is_nation(nation):
            found[name] = RuleError(
                "NATION", "“{nation}”不在56个民族里,证件上是这样写的吗?", nation=nation
            )
    return found
