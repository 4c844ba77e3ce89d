"""The call sheet for each village doctor: whom to call for what until when, boxes to tick.

One page of A4 for a village, as a workbook (a sheet each) and as plain text (for lpr or the
notepad). It leaves the house, so it says nothing a neighbour may not read: no identity number,
no finding, and purple, the colour of infections, is not among the colours.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from desk.context import Desk
from desk.due_names import PRIVATE
from desk.errors import DeskError
from desk.worklist import DueItem
from ledgers.export.cells import file_part, text_of
from ledgers.export.placing import Placing, faults_in_words, staging
from ledgers.export.workbook import A4, Formats, new_workbook, write_across
from models.call import OUTCOMES
from models.terms import COLOURS

MOST = 34  # lines that can be read on one page
NOT_FOR_VILLAGES = {"report", "subsidy", *PRIVATE}  # the township's own business
_PURPLE = "5"
_TOLD = frozenset(each.label for each in COLOURS if each.code != _PURPLE)
_BOX = "□"
_HOW = "每打一个电话,在结果里勾一项;改期写上日期。"
_SIGNED = "村医签名:                        交回日期:      年    月    日"
# Heading, width in the workbook, cells on paper.
_COLUMNS = (
    ("姓名", 9, 8),
    ("电话", 12.5, 11),
    ("该做", 21, 22),
    ("期限", 10, 10),
    ("逾期", 5, 4),
    ("风险", 5, 4),
)
_RESULT, _RESULT_WIDTH = "结果", 33
_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))


@dataclass(frozen=True, slots=True)
class Page:
    """A village's page; ``left_out`` lines had no room."""

    village: str
    lines: tuple[tuple[str, ...], ...]
    left_out: int

    @property
    def notes(self) -> list[str]:
        """What stands below the lines."""
        more = [f"另有 {self.left_out} 件没有列出,请问镇卫生院。"] if self.left_out else []
        return [*more, _HOW, _SIGNED]


def export_call_sheets(desk: Desk, items: Iterable[DueItem], out: Path) -> tuple[Path, ...]:
    """Write the sheets of today's items into a folder: the workbook, then the text.

    Args:
        desk: a clerk's or supervisor's.
        items: what is due; reports to the county and what was put off are left out.
        out: the folder, made if it is not there. Files of the same day are replaced.

    Raises:
        DeskError: nothing is due, or the folder cannot be written.
    """
    desk.require("ledgers.export")
    pages = call_pages(items, desk.today)
    if not pages:
        raise DeskError("NOTHING_DUE", "没有要打的电话,没有写出文件")
    stem = f"{file_part(desk.centre_name)}_电话单_{desk.today}"
    names = [f"{stem}.xlsx", f"{stem}.txt"]
    with faults_in_words(), staging(out) as folder:
        _write_book(folder / names[0], desk, pages)
        (folder / names[1]).write_text(as_text(desk, pages), encoding="utf-8-sig", newline="\r\n")
        for name in names:
            (folder / name).chmod(0o600)  # it names people
        placing = Placing(folder, out)
        try:
            with desk.writing("ledgers.export", "call_sheet.export") as session:
                lines = {page.village: len(page.lines) for page in pages}
                session.note({"folder": str(out), "files": names, "lines": lines})
                placing.place(names)
        except BaseException:
            placing.undo()
            raise
    return tuple(out / name for name in names)


def call_pages(items: Iterable[DueItem], today: date) -> list[Page]:
    """The pages by village, the most urgent lines of each."""
    shown = [item for item in items if item.kind not in NOT_FOR_VILLAGES and not item.waits(today)]
    by_village = groupby(sorted(shown, key=_village), key=_village)  # sorting keeps the order
    pages = []
    for village, found in by_village:
        together: dict[
            int, list[tuple[str, ...]]
        ] = {}  # one call is for all of her lines: they stand where the first of them does
        for item in found:
            together.setdefault(item.person_id, []).append(_line(item))
        lines = [line for hers in together.values() for line in hers]
        pages.append(Page(village, tuple(lines[:MOST]), max(0, len(lines) - MOST)))
    return pages


def _village(item: DueItem) -> str:
    return item.village or "未填村"


def _line(item: DueItem) -> tuple[str, ...]:
    colours = [word for word in item.risk if word in _TOLD]
    return (
        item.person,
        item.phones[0] if item.phones else "",
        item.name,
        item.closes.isoformat(),
        str(item.days_late or ""),
        colours[-1] if colours else "",
    )


def _title(desk: Desk, page: Page) -> str:
    return f"{desk.centre_name} {page.village} 电话单 {desk.today}"


def _boxes() -> str:
    return " ".join(f"{each.code}{each.label}{_BOX}" for each in OUTCOMES)


# --- the workbook


def _write_book(path: Path, desk: Desk, pages: Sequence[Page]) -> None:
    with new_workbook(path, f"{desk.centre_name} 电话单", desk.today) as (book, formats):
        taken: set[str] = set()
        for page in pages:
            _write_page(book.add_worksheet(_sheet_name(page.village, taken)), formats, desk, page)


def _sheet_name(village: str, taken: set[str]) -> str:
    """A village as a sheet may be called: no signs a reference uses, short, once only."""
    name = text_of(village).translate(_SHEET_NAME)[:28] or "_"
    number = 1
    while (unique := name if number == 1 else f"{name}_{number}").casefold() in taken:
        number += 1
    taken.add(unique.casefold())
    return unique


def _write_page(sheet: Any, formats: Formats, desk: Desk, page: Page) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 1)
    sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.4)
    sheet.center_horizontally()
    last = len(_COLUMNS) + 1
    sheet.set_column(0, 0, 4)
    for place, (_, width, _cells) in enumerate(_COLUMNS, 1):
        sheet.set_column(place, place, width)
    sheet.set_column(last, last, _RESULT_WIDTH)
    sheet.set_row(0, 24)
    write_across(sheet, 0, (0, last), _title(desk, page), formats.title)
    headings = ["序号", *(heading for heading, *_ in _COLUMNS), _RESULT]
    for place, heading in enumerate(headings):
        sheet.write_string(1, place, heading, formats.head)
    row = 2
    for number, line in enumerate(page.lines, 1):
        sheet.set_row(row, 15)
        sheet.write_number(row, 0, number, formats.number(0))
        for place, text in enumerate((*line, _boxes()), 1):
            sheet.write_string(row, place, text_of(text), formats.text)
        row += 1
    for note in page.notes:
        write_across(sheet, row, (0, last), note, formats.plain)
        row += 1


# --- the text


def as_text(desk: Desk, pages: Sequence[Page]) -> str:
    """All pages, a form feed between two; lines of at most 80 cells."""
    return "\f".join("\n".join(_text_lines(desk, page)) + "\n" for page in pages)


def _text_lines(desk: Desk, page: Page) -> Iterable[str]:
    yield text_of(_title(desk, page)).replace("\n", " ")
    yield f"{_HOW}  {' '.join(f'{each.code}{each.label}' for each in OUTCOMES)}"
    yield ""
    digits = " ".join(each.code for each in OUTCOMES)
    yield _text_line("序", [heading for heading, *_ in _COLUMNS], digits)
    yield "-" * 78
    boxes = " ".join("_" for _ in OUTCOMES)
    for number, line in enumerate(page.lines, 1):
        yield _text_line(str(number), line, boxes)
    yield ""
    yield from (note for note in page.notes if note != _HOW)


def _text_line(number: str, cells: Sequence[str], boxes: str) -> str:
    widths = [cells_on_paper for *_, cells_on_paper in _COLUMNS]
    parts = [_padded(number, 3)]
    parts += [_padded(text, width) for text, width in zip(cells, widths, strict=True)]
    return " ".join([*parts, boxes]).rstrip()


def _padded(text: str, cells: int) -> str:
    """Text cut and filled to so many cells; a Chinese character takes two."""
    kept, used = "", 0
    for character in text_of(text).replace("\n", " "):
        width = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if used + width > cells:
            break
        kept, used = kept + character, used + width
    return kept + " " * (cells - used)
