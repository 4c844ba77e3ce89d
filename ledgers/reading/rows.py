"""Which rows of a sheet are data, and what each column of them holds once 同上 is resolved."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ledgers.reading.grid import Cell, Row, Sheet
from ledgers.reading.headings import Header, header_at
from ledgers.reading.synonyms import Vocabulary
from ledgers.reading.values import squeezed
from ledgers.reading.villages import VillageList

_PERIOD = (
    r"(?:本|上|全|各)?(?:页|月|季度?|年度?|半年|村|镇|乡|社区)|\d{1,2}月份?|第?[一二三四1-4]季度"
    r"|\d{4}年(?:\d{1,2}月)?|[一二三四五六七八九十]{1,3}月份?"
)
_SUM_WORD = r"(?:小计|合计|总计|累计|共计)"
_TOTAL = re.compile(
    rf"(?:{_PERIOD}|[^,。:]{{1,6}}[村镇乡区])?(?P<word>{_SUM_WORD})"
    r"(?:\([^()]*\))?[:：]?(?:\d[\d,.]*[人例枚次户名个]?)?"
)
_TOTAL_LINE = re.compile(rf"(?:{_PERIOD})*(?:{_SUM_WORD}|共\d+[人例枚])")
_BLANK_MARK = re.compile(
    r"-*\(?(?:(?:本页)?以下空白|[承接续]上页|[转接续过]下页|过次页|承前页|此页空白|本页完)\)?-*"
)
_NOTE = re.compile(r"(?:附?注|说明|备注|填表说明|填写说明|附)(?:[:：]|\d|$)|[*※]")
_SIGNATURE = re.compile(
    r"(?:填表|制表|填报|汇总|审核|复核|审批|校对|统计|负责|报出|上报|证件管理|印章管理|单位负责"
    r"|科室负责|分管领导|经办|签发)(?:人|单位|机构|日期|时间|者|员)?(?:签[名字章])?"
    r"(?:\((?:盖?章|签[名字章])\))?[:：]"
    r"|单位\(?(?:盖章|公章|签章)\)?|\(?(?:盖章|公章)\)?$|.*\((?:盖章|签章|公章)\)"
)
# Alone in the column of names: 第1页 共3页, 打印日期:2026-10-8, 村医签名, 续表.
_NO_NAME = re.compile(r"[\d:]|签[名字章]|盖章|^\(?续表?\)?$")
_SECTION = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.]|\(?\d+[)、.])|[:]$|\(?(?:共|计)?\d+(?:人|名|户)\)?$"
)
_VILLAGE_LIKE = re.compile(r".{1,10}(?:村|社区|居委会|村委会)")
_DITTO = frozenset({"同上", "上同", "同前", "〃", "″", "′′", "''", '"', "”", "“"})
_LONG = re.compile(r"\d{8}|\d\.\d+E\+\d")
_NUMBERS = {
    **dict.fromkeys(("id_no", "cert_no", "mother_id"), _LONG),
    # A month, not the whole date that stands behind the names at the foot.
    "month": re.compile(r"^(?!.*\d[-./年]\d{1,2}[-./月]\d)[^:\d]*\d[^:]*$"),
}
_BOTH_KEYS = 2
_WIDE = 5
_LONGEST_SECTION = 40
_MARK_AND_PAGE = 2


@dataclass(frozen=True, slots=True)
class DataRow:
    """A row of data: its cells by field, resolved, and by column as they are shown."""

    number: int
    header: Header
    cells: dict[str, Cell]
    resolved: Row
    struck: tuple[int, ...]
    hidden: bool
    beyond: bool
    longer: bool


@dataclass(frozen=True, slots=True)
class OtherRow:
    """A row that holds no record."""

    number: int
    why: str


class RowReader:
    """Walks down one sheet. ``header`` is None for a sheet that holds no such ledger."""

    def __init__(self, sheet: Sheet, vocabulary: Vocabulary, villages: VillageList) -> None:
        self.sheet = sheet
        self.titles: list[str] = []
        self._vocabulary = vocabulary
        self._villages = villages
        self._title_words: set[str] = set()
        self._wide_rows = {
            top for top, left, _, right in sheet.spans if right - left >= _WIDE and left == 0
        }
        self._above: dict[int, Cell | None] = {}
        self._village: Cell | None = None
        self.header = next(
            (
                found
                for row in range(len(sheet.rows))
                if (found := header_at(sheet, row, vocabulary))
            ),
            None,
        )

    def __iter__(self) -> Iterator[DataRow | OtherRow]:
        header = self.header
        if header is None:
            return
        for row in range(header.first):
            filled = any(cell and cell.own for cell in self.sheet.rows[row])
            for cell in self.sheet.rows[row]:
                if cell and cell.own:
                    self.titles.append(cell.text)
                    self._title_words.add(squeezed(cell))
            yield OtherRow(row + 1, "title" if filled else "blank")
        row, why = header.first, "header"
        while row < len(self.sheet.rows):
            again = header_at(self.sheet, row, self._vocabulary)
            if again:
                header = again if self._differs(header, again) else replace(
                    header, first=again.first, last=again.last
                )  # fmt: skip
                for number in range(row, again.last + 1):
                    yield OtherRow(number + 1, why)
                row, why = again.last + 1, "repeated_header"
                if row < len(self.sheet.rows) and _numbers_columns(self.sheet.rows[row]):
                    yield OtherRow(row + 1, "header")
                    row += 1
                continue
            yield self._row(row, header)
            row += 1

    def _differs(self, before: Header, after: Header) -> bool:
        if after.columns.items() <= before.columns.items():
            return False  # the same, or only its upper line printed again
        self._above.clear()
        return True

    def _row(self, row: int, header: Header) -> DataRow | OtherRow:
        cells = self.sheet.rows[row]
        why = self._other(row, cells, header)
        if why:
            return OtherRow(row + 1, why)
        width = max(len(cells), len(header.labels))
        resolved: Row = [self._resolve(column, cells, header) for column in range(width)]
        by_field: dict[str, Cell] = {}
        for name, columns in header.columns.items():
            for column in columns:
                cell = resolved[column]
                if cell and name not in by_field:
                    by_field[name] = cell
                elif cell and name == "phones" and cell.text != by_field[name].text:
                    joined = f"{by_field[name].text};{cell.text}"
                    by_field[name] = replace(by_field[name], value=joined)
        village = self._vocabulary.village
        if village and village not in by_field and self._village:
            by_field[village] = self._village
        extra = cells[len(header.labels) :]
        return DataRow(
            number=row + 1,
            header=header,
            cells=by_field,
            resolved=resolved,
            struck=tuple(
                column
                for columns in header.columns.values()
                for column in columns
                if column < len(cells) and (cell := cells[column]) and cell.own and cell.struck
            ),
            hidden=row + 1 in self.sheet.hidden_rows,
            beyond=self.sheet.delimited and any(extra),
            longer=self.sheet.delimited and bool(extra),
        )

    def _resolve(self, column: int, cells: Row, header: Header) -> Cell | None:
        """The cell, or the one above where it says 同上 (an empty village says so too)."""
        cell = cells[column] if column < len(cells) else None
        villages = header.columns.get(self._vocabulary.village or "", ())
        is_village = column in villages
        above = self._above.get(column)
        if (cell is None and is_village) or (cell and squeezed(cell) in _DITTO):
            cell = replace(above, own=False) if above else None
        self._above[column] = cell
        if is_village and cell:
            self._village = cell
        return cell

    def _other(self, row: int, cells: Row, header: Header) -> str | None:
        """Why the row holds no record, or None when it does."""
        own = [cell for cell in cells if cell and cell.own]
        texts = [squeezed(cell) for cell in own]
        keys = self._keys(cells, header)
        why = _by_words(texts) or self._by_shape(row, texts)
        if why is None and (keys < _BOTH_KEYS or not self._has_number(cells, header)):
            why = _by_first_words(texts[0])
            if why is None and own == [self._name(cells, header)] and _NO_NAME.search(texts[0]):
                why = "note"
        if why is None and len(own) == 1 and self._is_section(own[0], header):
            why = "section"
        return why or (None if keys else "note")

    def _by_shape(self, row: int, texts: list[str]) -> str | None:
        """A title repeated at a page break, or a line of words over the whole width."""
        if all(text in self._title_words for text in texts):
            return "title"
        if len(texts) == 1 and row in self._wide_rows and not self._section_name(texts[0]):
            return _by_first_words(texts[0]) or "note"
        return None

    def _keys(self, cells: Row, header: Header) -> int:
        """How many of the columns that make a row a record hold something."""
        return sum(
            any(column < len(cells) and cells[column] for column in header.columns.get(name, ()))
            for name in self._vocabulary.keys
        )

    def _name(self, cells: Row, header: Header) -> Cell | None:
        column = header.column(self._vocabulary.name_field)
        return cells[column] if column is not None and column < len(cells) else None

    def _has_number(self, cells: Row, header: Header) -> bool:
        """An identity or certificate number, or for a report its month: then it is no footer."""
        for name, looks in _NUMBERS.items():
            for column in header.columns.get(name, ()):
                cell = cells[column] if column < len(cells) else None
                if cell and looks.search(squeezed(cell).replace("-", "")):
                    return True
        return False

    def _is_section(self, cell: Cell, header: Header) -> bool:
        text = self._section_name(squeezed(cell))
        if text is None:
            return False
        self._village = replace(cell, value=text, own=False)
        for column in header.columns.get(self._vocabulary.village or "", ()):
            self._above[column] = self._village
        return True

    def _section_name(self, text: str) -> str | None:
        """The village that a line of words names, its number and count of people left out."""
        if self._vocabulary.village is None or len(text) > _LONGEST_SECTION:
            return None
        while (shorter := _SECTION.sub("", text)) != text:
            text = shorter
        return text if self._villages.find(text) or _VILLAGE_LIKE.fullmatch(text) else None


def _by_words(texts: list[str]) -> str | None:
    """What a row is by a cell that says nothing else."""
    if not texts:
        return "blank"
    if len(texts) <= _MARK_AND_PAGE and any(_BLANK_MARK.fullmatch(text) for text in texts):
        return "blankmark"
    found = next((match for text in texts if (match := _TOTAL.fullmatch(text))), None)
    if found is None:
        return None
    if found["word"] != "小计":
        return "total"
    return "month_subtotal" if "月" in found[0] else "page_subtotal"


def _by_first_words(text: str) -> str | None:
    """What a row is by how its first cell begins."""
    for why, words in (("total", _TOTAL_LINE), ("note", _NOTE), ("signature", _SIGNATURE)):
        if words.match(text):
            return why
    return None


def _numbers_columns(cells: Row) -> bool:
    """Whether this is the line under a header that numbers its columns."""
    numbers = [squeezed(cell) for cell in cells if cell and cell.own]
    counted = [str(number) for number in range(1, len(numbers) + 1)]
    return len(numbers) >= 3 and numbers[-3:] == counted[-3:] and numbers[1:] == counted[1:]  # noqa: PLR2004  not by chance
