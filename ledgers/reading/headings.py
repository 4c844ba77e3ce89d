"""Finding the header of a sheet: one to three rows, known by their words, columns in any order."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, pairwise

from ledgers.reading.grid import Row, Sheet
from ledgers.reading.synonyms import VOCABULARIES, Vocabulary
from rules.text import code

_MAX_HEADER_ROWS = 3
_MIN_WORDS = 2
_LONGEST_HEADING = 100
_FILLED_IN = re.compile(r"[:：]\s*\S")
_IN_BRACKETS = re.compile(r"[(（][^)）]*[)）]")
_UNIT = re.compile(
    r"\((?:k?g|mmHg|cm|[千毫]?克|公?斤|斤|厘米|周|周\+天|岁|天|人|人次|次|枚|瓶|元|年月日|时分|必填|日期|月|\d{4}新?版|EDC|EDD|LMP)\)",
    re.IGNORECASE,
)
# Words that mean something else under another group: 丈夫信息/身份证号 is not the mother's.
_GENERIC = re.compile(
    r"姓名|性别|年龄|日期|时间|孕周|血压|体重|身长|身高|关系|编号|住址|地址|证号|地点|医院|方式"
    r"|.*(?:身份证|证件).*|.*(?:电话|手机).*"
)
# A group over half the sheet that does not say whose data stand below it.
_ANYONE = re.compile(
    r"(?:基本|一般|个人|登记|建档|管理|健康管理|保健|保健管理|随访|服务|其他|其它)(?:信息|情况|资料|内容|记录|项目)"
)
_DIGITS = re.compile(r"\d{6}|\d{2,4}[-./年]\d{1,2}[-./月]\d")
_BOOKKEEPING = frozenset({"原因", "原表", "原行号"})


@dataclass(frozen=True)
class Header:
    """Where the header stands and what its columns mean.

    ``labels`` are the headings as people read them, groups in front (``母亲信息/姓名``);
    ``columns`` gives for each field its columns from 0, the visible ones first.
    """

    first: int
    last: int
    labels: tuple[str, ...]
    columns: dict[str, tuple[int, ...]]
    meaning: dict[int, str] = field(repr=False)

    def column(self, name: str) -> int | None:
        """The column of a field, or None."""
        found = self.columns.get(name)
        return found[0] if found else None

    def label(self, name: str) -> str:
        """The heading of a field, or an empty text."""
        column = self.column(name)
        return self.labels[column] if column is not None else ""

    @property
    def unread(self) -> tuple[str, ...]:
        """Headings that mean nothing to this kind of ledger."""
        return tuple(
            label
            for column, label in enumerate(self.labels)
            if label and column not in self.meaning and label not in _BOOKKEEPING
        )


def header_at(sheet: Sheet, row: int, vocabulary: Vocabulary) -> Header | None:
    """The header that begins in this row (from 0), or None."""
    if not _begins_header(sheet, row, vocabulary):
        return None
    height = _merged_height(sheet, row)
    best: Header | None = None
    for rows in range(height, _MAX_HEADER_ROWS + 1):
        last = row + rows - 1
        if last >= len(sheet.rows) or _holds_data(sheet.rows[last]):
            break
        found = _header(sheet, row, last, vocabulary)
        if found and (best is None or len(found.columns) > len(best.columns)):
            best = found
    return best


def likely_kind(sheet: Sheet) -> tuple[str, int] | None:
    """The kind whose words fit this sheet best, and how many of its fields were found."""
    best: tuple[str, int] | None = None
    for kind, vocabulary in VOCABULARIES.items():
        for row in range(min(len(sheet.rows), 30)):
            found = header_at(sheet, row, vocabulary)
            if found and (best is None or len(found.columns) > best[1]):
                best = kind, len(found.columns)
    return best


def _begins_header(sheet: Sheet, row: int, vocabulary: Vocabulary) -> bool:
    if _holds_data(sheet.rows[row]):
        return False
    texts = {cell.text for cell in sheet.rows[row] if cell and cell.own}
    # 填报单位:云溪镇卫生院 is a line above the header; 风险等级(绿:低风险) is a heading.
    filled_in = (_FILLED_IN.search(_IN_BRACKETS.sub("", text)) for text in texts)
    if len(texts) < _MIN_WORDS or any(filled_in):
        return False
    block = sheet.rows[row : row + _MAX_HEADER_ROWS]
    return any(
        vocabulary.hint.search(cell.text)
        for cells in block
        for cell in cells
        if cell and isinstance(cell.value, str)
    )


def _holds_data(cells: Row) -> bool:
    """Whether a row has a number, a date, a run of digits or long text: no heading has."""
    return any(
        not isinstance(value, str) or len(value) > _LONGEST_HEADING or _DIGITS.search(value)
        for value in (cell.value for cell in cells if cell)
    )


def _merged_height(sheet: Sheet, row: int) -> int:
    bottoms = [bottom for top, _, bottom, _ in sheet.spans if top == row]
    return min(max([1, *(bottom - row + 1 for bottom in bottoms)]), _MAX_HEADER_ROWS)


def _header(sheet: Sheet, first: int, last: int, vocabulary: Vocabulary) -> Header | None:
    labels = _labels(sheet, first, last)
    meaning = {
        column: name for column, label in enumerate(labels) if (name := field_of(label, vocabulary))
    }
    columns: dict[str, tuple[int, ...]] = {}
    visible = {name for column, name in meaning.items() if column not in sheet.hidden_columns}
    for column, name in meaning.items():
        if column in sheet.hidden_columns and name in visible:
            continue  # a hidden column that repeats a visible one: old values
        columns[name] = (*columns.get(name, ()), column)
    if not vocabulary.is_complete(set(columns)):
        return None
    return Header(first, last, tuple(labels), columns, meaning)


def _labels(sheet: Sheet, first: int, last: int) -> list[str]:
    """The path of headings over each column, merged and unmerged groups spread to the right."""
    width = max(len(row) for row in sheet.rows[first : last + 1])
    anchors = _anchors(sheet, first, last, width)
    grid = [
        [_word(sheet, anchors.get((row, column), (row, column))) for column in range(width)]
        for row in range(first, last + 1)
    ]
    for words, leaves in pairwise(grid):
        _spread(words, leaves)
    labels = []
    for column in range(width):
        path = [words[column] for words in grid if words[column]]
        labels.append("/".join(word for word, _ in groupby(path)))
    while labels and not labels[-1]:
        labels.pop()
    return labels


def _anchors(
    sheet: Sheet, first: int, last: int, width: int
) -> dict[tuple[int, int], tuple[int, int]]:
    """For each place inside a merged heading, the place that holds its words."""
    return {
        (row, column): (top, left)
        for top, left, bottom, right in sheet.spans
        if first <= top <= last and right < width
        for row in range(top, min(bottom, last) + 1)
        for column in range(left, right + 1)
    }


def _spread(words: list[str], leaves: list[str]) -> None:
    """A group written over its first column only belongs to the columns beside it too."""
    for column in range(1, len(words)):
        leaf, beside = leaves[column], leaves[column - 1]
        own = leaf and leaf != words[column]
        if not words[column] and own and beside and beside != words[column - 1]:
            words[column] = words[column - 1]


def _word(sheet: Sheet, place: tuple[int, int]) -> str:
    cell = sheet.cell(*place)
    return "".join(code(cell.text).split()).strip("*:") if cell else ""


@lru_cache(maxsize=4096)
def _field_of(label: str, kind: str) -> str | None:
    fields = VOCABULARIES[kind].fields
    parts = label.split("/")
    while len(parts) > 1 and _ANYONE.fullmatch(parts[0]):
        del parts[0]
    for start in range(len(parts)):
        text = "/".join(parts[start:])
        alone = start == len(parts) - 1
        if start and alone and _GENERIC.fullmatch(_UNIT.sub("", text)):
            continue
        for candidate in dict.fromkeys((text, _UNIT.sub("", text))):
            for name, pattern in fields.items():
                if pattern.fullmatch(candidate):
                    return name
    return None


def field_of(label: str, vocabulary: Vocabulary) -> str | None:
    """The field a heading means, or None.

    >>> field_of("母亲信息/姓名", VOCABULARIES["certificate"])
    'mother_name'
    """
    return _field_of(label.upper(), vocabulary.kind) if label else None
