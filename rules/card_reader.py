"""What an identity card's reader types: the whole card on a line, or only its number.

There is no common format. Readers type name, sex, nation, birth, address and number in some order,
with tabs, commas, spaces or line ends between them, with or without labels.
"""

import re
import unicodedata
from dataclasses import dataclass

from rules import text as texts
from rules.identity import InvalidResidentId, parse_resident_id
from rules.nations import GROUPS

_NUMBER = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")
_BETWEEN = re.compile(r"[\s,，;；|、]+")
_LABEL = re.compile(r"^(姓名|性别|民族|出生日期|出生|住址|地址|公民身份号码|身份证号码?)[:：]?")
_NAME = re.compile("[\u3400-\u9fff\ue000-\uf8ff\U00020000-\U0003ffff·]{2,20}")
_PLACE = re.compile("[省市县区州盟旗乡镇村组街路巷号室]|机关|公安")


@dataclass(frozen=True, slots=True)
class CardRead:
    """What a reader's line tells: the number, and the name if it was on the line.

    ``end`` is where the card ends in the line: behind the number, or at the line's end where the
    name comes after it.
    """

    number: str
    name: str
    end: int


def read_card(line: str) -> CardRead | None:
    r"""The card of a reader's line, or None where no valid number stands on it.

    >>> read_card("王小丽\t女\t汉\t19970612\t云溪镇东庄村1号\t361199199706122220")
    CardRead(number='361199199706122220', name='王小丽', end=44)
    >>> read_card("361199199706122220\r\n")
    CardRead(number='361199199706122220', name='', end=18)
    """
    line = unicodedata.normalize("NFKC", line)
    for found in _NUMBER.finditer(line):
        try:
            number = parse_resident_id(found[0]).number
        except InvalidResidentId:
            continue
        before, after = _name(line[: found.start()]), _name(line[found.end() :])
        end = len(line.rstrip()) if after and not before else found.end()
        return CardRead(number, before or after, end)
    return None


def _name(line: str) -> str:
    """The first name on a part of a line, or ""."""
    parts = (_LABEL.sub("", part) for part in _BETWEEN.split(line))
    return next((texts.name(part) for part in parts if _is_name(part)), "")


def _is_name(part: str) -> bool:
    """Neither a nation nor a place: what is left on a card is its owner's name."""
    if not _NAME.fullmatch(part) or part.endswith("族") or part in GROUPS:
        return False
    return not (len(part) > 4 and _PLACE.search(part))  # noqa: PLR2004  longer names are of two parts
