"""Old binary workbooks (.xls, Excel 97-2003, and what WPS writes under that name) through xlrd."""

from collections.abc import Iterator
from datetime import datetime, time
from io import StringIO
from typing import Any

from ledgers.reading.errors import LedgerFileError, damaged, encrypted, other_format
from ledgers.reading.grid import EPOCH_1900, EPOCH_1904, Cell, Sheet, sparse_rows

_DAY = 24 * 60 * 60


def read_xls(data: bytes) -> list[Sheet]:
    """Every worksheet of an old workbook.

    Raises:
        LedgerFileError: damaged, password-protected or another format in the same container.
    """
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise encrypted()  # a modern workbook with a password lives in this container
    if "WordDocument".encode("utf-16-le") in data:
        raise other_format("文字文档(.doc)")
    import xlrd  # noqa: PLC0415  only needed here

    try:
        # xlrd prints its doubts: into a string, never on the terminal.
        with xlrd.open_workbook(
            file_contents=data, formatting_info=True, logfile=StringIO()
        ) as book:
            return [_sheet(book, sheet) for sheet in book.sheets()]
    except LedgerFileError:
        raise
    except Exception as error:
        if "encrypted" in str(error).lower() or "password" in str(error).lower():
            raise encrypted() from error
        raise damaged() from error


def _sheet(book: Any, sheet: Any) -> Sheet:
    return Sheet(
        name=sheet.name,
        rows=sparse_rows(_cells(book, sheet)),
        hidden_rows=frozenset(
            number + 1 for number, info in sheet.rowinfo_map.items() if info.hidden
        ),
        hidden_columns=frozenset(
            number for number, info in sheet.colinfo_map.items() if info.hidden
        ),
        spans=[
            (top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells
        ],
        epoch=EPOCH_1904 if book.datemode else EPOCH_1900,
    )


def _cells(book: Any, sheet: Any) -> Iterator[tuple[int, int, Cell]]:
    for row in range(sheet.nrows):
        for column, source in enumerate(sheet.row(row)):
            cell = _cell(book, source, _struck(book, sheet, source, row, column))
            if cell is not None:
                yield row, column, cell


def _struck(book: Any, sheet: Any, source: Any, row: int, column: int) -> bool:
    fonts = [book.xf_list[source.xf_index].font_index]
    fonts += [font for _, font in sheet.rich_text_runlist_map.get((row, column), ())]
    return any(book.font_list[font].struck_out for font in fonts)


def _cell(book: Any, source: Any, struck: bool) -> Cell | None:  # noqa: FBT001  xlrd ships no types
    import xlrd  # noqa: PLC0415  already loaded by the caller

    value = source.value
    match source.ctype:
        case xlrd.XL_CELL_TEXT:
            return Cell(value, struck=struck) if value.strip() else None
        case xlrd.XL_CELL_NUMBER:
            return Cell(int(value) if value == int(value) else value, struck=struck)
        case xlrd.XL_CELL_DATE:
            return _date(book, source, struck=struck)
        case xlrd.XL_CELL_BOOLEAN:
            return Cell("TRUE" if value else "FALSE", struck=struck)
        case xlrd.XL_CELL_ERROR:
            text = xlrd.error_text_from_code.get(value, "#N/A")
            return Cell(text, struck=struck, error=True)
        case _:
            return None


def _date(book: Any, source: Any, *, struck: bool) -> Cell:
    import xlrd  # noqa: PLC0415  already loaded by the caller

    serial = source.value
    if serial < 1:
        seconds = round(serial * _DAY) % _DAY
        moment = time(seconds // 3600, seconds // 60 % 60)
        return Cell(moment, struck=struck)
    shown = book.format_map[book.xf_list[source.xf_index].format_key].format_str.lower()
    try:
        when: datetime = xlrd.xldate_as_datetime(serial, book.datemode)
    except (xlrd.xldate.XLDateError, OverflowError, ValueError):
        return Cell(serial, struck=struck)
    return Cell(when, struck=struck, timed="h" in shown)
