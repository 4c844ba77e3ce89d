"""Village names as people write them, matched against the township's list."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ledgers.reading.errors import LedgerFileError
from rules.text import code

_KINDS = ("村民委员会", "居民委员会", "村委会", "居委会", "社区", "村", "居")
_PLACES = (
    r"(?:社区|村)?(?:村民委员会|居民委员会|村委会|居委会|委会)?"
    r"(?:行政村|村|社区)?(?:卫生室|卫生站|卫生服务站|卫生服务中心)?"
)
_GROUP = (
    r"(?:[-/,、]|(?P<open>\())?"
    r"第?(?P<group>\d{1,2}|[一二三四五六七八九十]{1,3})(?:村民小组|居民小组|小组|组|队)(?(open)\))"
)
_HOUSE = r"(?:\d+(?:-\d+)*[号幢栋弄室].{0,20})?"
_TAIL = re.compile(rf"{_PLACES}(?:{_GROUP})?{_HOUSE}")
# What follows a village's name and is no part of it.
_END = re.compile(rf"(?<=.)(?:卫生室|卫生站|卫生服务站)?(?:{_GROUP})?{_HOUSE}$")
_COMMITTEE = re.compile(r"村?(?:村民委员会|村委会|行政村)$")
_TOWN_KINDS = "镇乡"
_LONGEST = 60
_HAN = {digit: value for value, digit in enumerate("一二三四五六七八九", start=1)}


@dataclass(frozen=True)
class VillageList:
    """The township, its villages, and the other names they are known by."""

    town: str
    villages: tuple[str, ...]
    aliases: dict[str, str] = field(default_factory=dict)
    _forms: dict[str, str] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        forms: dict[str, str] = {}
        doubtful: set[str] = set()
        for written, village in ({name: name for name in self.villages} | self.aliases).items():
            short = _stem(code(written))
            if forms.setdefault(short, village) != village:
                doubtful.add(short)
        for short in doubtful:
            del forms[short]
        forms |= {code(alias): village for alias, village in self.aliases.items()}
        forms |= {code(name): name for name in self.villages}
        object.__setattr__(self, "_forms", forms)

    @classmethod
    def from_json(cls, text: str) -> "VillageList":
        """From ``{"town": …, "villages": […], "aliases": {…}}``.

        Raises:
            LedgerFileError: FILE_FORMAT when it is no such list.
        """
        try:
            data = json.loads(text)
            return cls(
                str(data.get("town", "")),
                tuple(str(name) for name in data["villages"]),
                {str(alias): str(name) for alias, name in data.get("aliases", {}).items()},
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise LedgerFileError(
                "FILE_FORMAT", "村名清单读不懂。应为含 town、villages、aliases 的 JSON 文件"
            ) from error

    def find(self, written: str) -> tuple[str, int | None] | None:
        """The village and the group meant, or None when no village surely is.

        >>> villages = VillageList("云溪镇", ("东庄村", "集镇社区"), {"镇区": "集镇社区"})
        >>> villages.find("云溪镇东庄第３村民小组"), villages.find("镇区"), villages.find("河头村")
        (('东庄村', 3), ('集镇社区', None), None)
        """
        text = re.sub(r"\s", "", code(written))
        if len(text) > _LONGEST:
            return None
        for candidate in self._without_town(text):
            # The longest form first: 石桥头 before 石桥.
            for end in range(len(candidate), 0, -1):
                village = self._forms.get(candidate[:end])
                tail = _TAIL.fullmatch(candidate[end:]) if village else None
                if village and tail:
                    return village, _number(tail["group"])
        return None

    def names_of(self, written: Iterable[str]) -> tuple[str, ...]:
        """The villages somebody wrote, each once, without township, group and house.

        >>> villages = VillageList("云溪镇", ())
        >>> villages.names_of(["云溪镇河头村3组", "河头村委会", "河头", "坪上第2小组"])
        ('河头村', '坪上')
        """
        names: dict[str, str] = {}
        for text in written:
            name = self._name(re.sub(r"\s", "", code(text)))
            if name:
                kept = names.setdefault(_stem(name), name)
                names[_stem(name)] = max(kept, name, key=len)
        return tuple(names.values())

    def _name(self, text: str) -> str:
        """A village's name as a list would hold it, from what is written of a village."""
        name = _END.sub("", self._without_town(text)[-1])
        return _COMMITTEE.sub("村", name)

    def _without_town(self, text: str) -> list[str]:
        """The text as written, and without the township (and county) in front."""
        candidates = [text]
        town = code(self.town)
        if not town:
            return candidates
        _, found, rest = text.partition(town)
        if found:
            candidates.append(rest)
        elif town[-1] in _TOWN_KINDS and text.startswith(town[:-1]):
            candidates.append(text.removeprefix(town[:-1]))
        return candidates


def _stem(name: str) -> str:
    for kind in _KINDS:
        if name.endswith(kind) and len(name) > len(kind):
            return name.removesuffix(kind)
    return name


def _number(text: str | None) -> int | None:
    if not text:
        return None
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_HAN.get(tens, 1) * 10 if ten else 0) + (_HAN[ones] if ones else 0)
