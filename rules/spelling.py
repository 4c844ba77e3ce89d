"""How a name is spelled, so that a list can stand in the order of the sound."""

from functools import lru_cache

# Surnames that are not read as the character usually is.
_SURNAMES = {
    "万俟": "mo qi",
    "尉迟": "yu chi",
    "单": "shan",
    "曾": "zeng",
    "仇": "qiu",
    "解": "xie",
    "区": "ou",
    "盖": "ge",
    "查": "zha",
    "朴": "piao",
    "翟": "zhai",
    "乐": "yue",
    "缪": "miao",
    "员": "yun",
    "覃": "qin",
    "折": "she",
    "种": "chong",
    "隗": "wei",
    "秘": "bi",
}


def spelling(name: str) -> str:
    """The syllables of a name, the surname's own reading first, for sorting.

    >>> spelling("单晓丽"), spelling("方一"), spelling("Anna")
    ('shan xiao li', 'fang yi', 'anna')
    """
    for surname in (name[:2], name[:1]):
        if surname in _SURNAMES:
            given = [_syllable(character) for character in name[len(surname) :]]
            return " ".join([_SURNAMES[surname], *given])
    if name.isascii():
        return name.lower()
    return " ".join(_syllable(character) for character in name)


@lru_cache(maxsize=8192)
def _syllable(character: str) -> str:
    from pypinyin import lazy_pinyin  # noqa: PLC0415  290 ms and 55 MB: only when writing

    return lazy_pinyin(character)[0].lower()
