"""The workbook: A4 landscape, the header on every page, a signature line at the end.

Written row by row in constant memory. Text goes in by ``write_string`` alone and every conversion
is off, so nothing anybody typed can become a formula, a link or a rounded number.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from math import ceil
from pathlib import Path
from typing import Any

from ledgers.export.cells import Value, text_of
from ledgers.export.sheets import Block, Column, Sheet

A4 = 9
FONT = "宋体"
SIGNATURES = (
    "单位名称(盖章):                负责人:              填表人:              "
    "审核人:              填表日期:        年    月    日"
)
_PAGE_NUMBER = f'&C&"{FONT}"&9第 &P 页 共 &N 页'
_FOOT = f'&L&"{FONT}"&9{{}}'
_NUMBER_WIDTH = 5
_LINE_POINTS = 12
_NARROWER = 1.15  # a column is as wide as so many digits at 11 points; ours have 9
_BOLD = 0.9  # as much of a line holds bold letters
_NARROW = "\u2e7f"  # from here on characters are as wide as two digits
# What stays together at the end of a line: a wide character, or narrow ones with their brackets.
_WORDS = re.compile(r"(?:[〔《(]*[^\u2e7f-\U0010ffff\s]+[〕》)]*)+\s*|\s+|.")
_HIGHEST = 409  # points; no program shows a higher row
_GAP = re.compile(r" {10,}")  # where somebody signs
_SIGNED_POINTS = 24


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first sheet says; ``mark`` stands at the foot of every page."""

    centre: str
    period: str
    lines: tuple[tuple[str, str], ...]
    name: str = "台账"
    mark: str = ""


@contextmanager
def new_workbook(path: Path, title: str, as_of: date) -> Iterator[tuple[Any, "Formats"]]:
    """An empty workbook and its formats; written when left. The same rows give the same bytes."""
    from xlsxwriter import Workbook  # noqa: PLC0415  only an export needs it
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415

    book = Workbook(
        str(path),
        {
            "constant_memory": True,
            "tmpdir": str(path.parent),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    try:
        book.set_properties(
            {
                "title": text_of(title),
                "created": datetime(as_of.year, as_of.month, as_of.day),  # noqa: DTZ001  a day
            }
        )
        yield book, Formats(book)
    except BaseException:
        with suppress(Exception):  # closing lets go of its temporary files
            book.close()
        raise
    try:
        book.close()
    except FileCreateError as error:
        raise error.args[0] from error  # the disk's own fault, as when a row did not fit


def write_workbook(
    path: Path, cover: Cover, sheets: Sequence[Sheet], as_of: date, tick: Callable[[], None]
) -> None:
    """Write cover and sheets; ``tick`` is told each line."""
    with new_workbook(path, f"{cover.centre} {cover.period} {cover.name}", as_of) as (
        book,
        formats,
    ):
        _write_cover(book.add_worksheet("封面"), formats, cover, sheets)
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), formats, sheet, cover, tick)


class Formats:
    """The cell formats, each made once: asking for one happens for every cell."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._numbers: dict[int, Any] = {}
        self.title = self.of(font_size=16, bold=True, align="center", valign="vcenter")
        # a centred title would be cut where a wide register goes over to its second page
        self.title_from_left = self.of(font_size=16, bold=True, indent=8, valign="vcenter")
        self.head = self.cell(bold=True, align="center")
        self.text = self.cell(num_format="@")
        self.link = self.cell(num_format="@", font_color="blue", underline=1)
        self.day = self.cell(num_format="yyyy-mm-dd", align="center")
        self.moment = self.cell(num_format="yyyy-mm-dd hh:mm", align="center")
        self.plain = self.of(valign="vcenter")

    def of(self, **look: object) -> Any:
        """A new format in our font."""
        return self._book.add_format({"font_name": FONT, "font_size": 9, **look})

    def cell(self, **look: object) -> Any:
        """A new format of a bordered cell."""
        return self.of(border=1, valign="vcenter", text_wrap=True, **look)

    def number(self, decimals: int) -> Any:
        """The format of numbers with so many decimals."""
        if decimals not in self._numbers:
            shape = f"0.{'0' * decimals}" if decimals else "0"
            self._numbers[decimals] = self.cell(num_format=shape)
        return self._numbers[decimals]


def _write_sheet(
    page: Any,
    formats: Formats,
    sheet: Sheet,
    cover: Cover,
    tick: Callable[[], None],
) -> None:
    last = max(len(block.columns) for block in sheet.blocks)
    _set_page(page, sheet.pages, cover.mark)
    _set_widths(page, sheet.blocks[0].columns)
    page.set_row(0, 30)
    title = formats.title if sheet.pages == 1 else formats.title_from_left
    write_across(page, 0, (0, last), f"{cover.centre}{sheet.name}", title)
    unit = f"填报单位:{cover.centre}          统计时段:{cover.period}"
    write_across(page, 1, (0, last), unit, formats.plain)
    row = 2
    width = sum(column.width for column in sheet.blocks[0].columns) / sheet.pages
    if sheet.head:
        page.set_row(row, _SIGNED_POINTS)
        write_across(page, row, (0, last), _with_room(sheet.head, width), formats.plain)
        row += 1
    for place, block in enumerate(sheet.blocks):
        if place:
            row += 1
            write_across(page, row, (0, last), block.name, formats.of(bold=True, font_size=11))
            row += 1
        first = row
        row = _write_header(page, row, block, formats)
        if not place:
            page.repeat_rows(first, row - 1)
            page.freeze_panes(row, sheet.frozen)
            if sheet.pages > 1:
                page.repeat_columns(0, sheet.frozen - 1)
        for values in block.rows():
            _write_row(page, row, values, block.columns, formats)
            row += 1
            tick()
    for line in (*sheet.notes, SIGNATURES):
        row += 1
        page.set_row(row, _SIGNED_POINTS if _GAP.search(line) else None)
        write_across(page, row, (0, last), _with_room(line, width), formats.plain)


def _set_page(page: Any, pages: int, mark: str) -> None:
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(pages, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.center_horizontally()
    page.set_footer(f"{_FOOT.format(mark) if mark else ''}{_PAGE_NUMBER}")


def _set_widths(page: Any, columns: Sequence[Column[Any]]) -> None:
    page.set_column(0, 0, _NUMBER_WIDTH)
    for place, column in enumerate(columns, 1):
        page.set_column(place, place, column.width)


def _write_header(page: Any, row: int, block: Block, formats: Formats) -> int:
    """One row of headings, or two where columns are grouped; the row after them.

    In constant memory a row is gone once the next begins, and ``merge_range`` refuses to reach
    back to it. Both rows are written first, and their merges put down beside the others.
    """
    headings = ["序号", *(column.heading for column in block.columns)]
    groups = ["", *(column.group for column in block.columns)]
    grouped = any(groups)
    tall = [each for each in block.columns if each.group or not grouped]
    height = max(_lines(each.heading, each.width * _BOLD) for each in tall)
    if not grouped:
        _set_height(page, row, height)
        for place, heading in enumerate(headings):
            page.write_string(row, place, heading, formats.head)
        return row + 1
    for place, (group, heading) in enumerate(zip(groups, headings, strict=True)):
        goes_on = group and groups[place - 1] == group
        page.write_string(row, place, "" if goes_on else group or heading, formats.head)
    _set_height(page, row + 1, height)
    for place, (group, heading) in enumerate(zip(groups, headings, strict=True)):
        page.write_string(row + 1, place, heading if group else "", formats.head)
    place = 0
    for group, members in groupby(groups):
        width = len(list(members))
        if group and width > 1:
            page.merge.append([row, place, row, place + width - 1])
        for alone in range(place, place + width) if not group else ():
            page.merge.append([row, alone, row + 1, alone])
        place += width
    return row + 2


def _write_row(
    page: Any,
    row: int,
    values: list[Value],
    columns: Sequence[Column[Any]],
    formats: Formats,
) -> None:
    height = max(
        (
            _lines(value, column.width)
            for value, column in zip(values[1:], columns, strict=True)
            if isinstance(value, str)
        ),
        default=1,
    )
    _set_height(page, row, height)
    for place, value in enumerate(values):
        match value:
            case None | "":
                page.write_blank(row, place, None, formats.text)
            case str():
                page.write_string(row, place, text_of(value), formats.text)
            case datetime():
                page.write_datetime(row, place, value, formats.moment)
            case date():
                page.write_datetime(row, place, value, formats.day)
            case Decimal():
                decimals = columns[place - 1].decimals
                page.write_number(row, place, float(value), formats.number(decimals))
            case _:
                page.write_number(row, place, value, formats.number(0))


def _with_room(line: str, width: float) -> str:
    """A line to sign with its gaps as wide as the page has room for.

    >>> _with_room("负责人:          填表人:          ", 40)
    '负责人:             填表人:             '
    """
    gaps = _GAP.findall(line)
    room = width * _NARROWER * _BOLD - _width(_GAP.sub("", line))
    wider = " " * int(room / len(gaps)) if gaps else ""
    return _GAP.sub(lambda found: max(found[0], wider, key=len), line)


def _set_height(page: Any, row: int, lines: int) -> None:
    if lines > 1:
        page.set_row(row, min(_LINE_POINTS * lines + 3, _HIGHEST))


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column; not every program fits the row to it by itself.

    >>> _lines("Z331990001 Z331990003 Z331990009", 20), _lines("云卫〔2026〕12号", 6)
    (2, 3)
    """
    room = width * _NARROWER
    if len(text) * 2 <= room and "\n" not in text:
        return 1
    return sum(_wrapped(line, room) for line in text.split("\n"))


def _wrapped(line: str, room: float) -> int:
    """Lines of a text without breaks: a number or Latin word goes to the next line as a whole."""
    lines, used = 1, 0.0
    for word in _WORDS.findall(line):
        width = _width(word)
        if used and used + _width(word.rstrip()) > room:
            lines, used = lines + 1, 0.0
        more = max(1, ceil(_width(word.rstrip()) / room)) - 1  # longer than a line by itself
        lines, used = lines + more, used + width - more * room
    return lines


def _width(text: str) -> int:
    return sum(2 if character > _NARROW else 1 for character in text)


def write_across(
    page: Any,
    row: int,
    columns: tuple[int, int],
    text: str,
    look: Any,
) -> None:
    """Text over several columns. ``merge_range`` would guess a type; only the string is wanted."""
    first, last = columns
    if last > first:
        page.merge_range(row, first, row, last, "", look)
    page.write_string(row, first, text_of(text), look)


def _write_cover(page: Any, formats: Formats, cover: Cover, sheets: Sequence[Sheet]) -> None:
    _set_page(page, 1, cover.mark)
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 12)
    page.set_column(2, 2, 70)
    page.set_row(0, 60)
    write_across(page, 0, (0, 2), cover.centre, formats.of(font_size=26, bold=True, align="center"))
    write_across(page, 1, (0, 2), f"妇幼健康{cover.name}", formats.of(font_size=22, align="center"))
    write_across(page, 2, (0, 2), cover.period, formats.of(font_size=14, align="center"))
    row = 4
    for name, value in cover.lines:
        page.write_string(row, 0, name, formats.cell(bold=True))
        write_across(page, row, (1, 2), value, formats.text)
        row += 1
    row += 1
    for place, heading in enumerate(("表册", "行数", "收录范围")):
        page.write_string(row, place, heading, formats.head)
    for sheet in sheets:
        for block in sheet.blocks:
            row += 1
            target = f"internal:'{sheet.name}'!A1"
            page.write_url(row, 0, target, formats.link, string=block.name)
            page.write_number(row, 1, len(block.lines), formats.number(0))
            page.write_string(row, 2, sheet.scope, formats.text)
    write_across(page, row + 2, (0, 2), SIGNATURES, formats.plain)
