"""Workbooks of today (.xlsx, .xlsm) through openpyxl, behind a guard against hostile archives."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter

from ledgers.reading.errors import LedgerFileError, damaged, encrypted, other_format, too_big
from ledgers.reading.grid import EPOCH_1900, EPOCH_1904, MAX_CELLS, Cell, Sheet, Span, sparse_rows

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_MAX_UNPACKED = 150_000_000
_MAX_MERGED = 300_000
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_FORMULA_WITHOUT_RESULT = re.compile(
    rb"<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ENCRYPTED_FLAG = 0x1
NO_RESULT = "公式没有存下结果"


def read_xlsx(data: bytes) -> list[Sheet]:
    """Every worksheet of a workbook, hidden ones too.

    Raises:
        LedgerFileError: damaged, too big, password-protected or another format.
    """
    lost_results = _guard(data)
    import openpyxl  # noqa: PLC0415  slow to load, and only needed here

    try:
        with catch_warnings():
            simplefilter("ignore")
            book = openpyxl.load_workbook(BytesIO(data), data_only=True, rich_text=True)
            formulas = (
                openpyxl.load_workbook(BytesIO(data), rich_text=True) if lost_results else None
            )
            return [_sheet(book, sheet, formulas) for sheet in book.worksheets]
    except LedgerFileError:
        raise
    except Exception as error:  # whatever openpyxl trips over is a broken file
        raise damaged() from error


def _guard(data: bytes) -> bool:
    """Refuse what would hang or fill memory; True when a formula has no stored result."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            refusal = _refusal(archive)
            if refusal is None:
                parts = [name for name in archive.namelist() if name.endswith(".xml")]
                lost = [_guard_part(archive.read(name)) for name in parts]  # each one is looked at
                return any(lost)
    except LedgerFileError:
        raise
    except Exception as error:  # zipfile and zlib raise many kinds for a torn archive
        raise damaged() from error
    raise refusal


def _refusal(archive: zipfile.ZipFile) -> LedgerFileError | None:
    entries = archive.infolist()
    names = set(archive.namelist())
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        return encrypted()
    if sum(entry.file_size for entry in entries) > _MAX_UNPACKED:
        return too_big()
    return None if "xl/workbook.xml" in names else _not_xlsx(archive, names)


def _guard_part(part: bytes) -> bool:
    if b"<!DOCTYPE" in part:
        raise damaged()  # no office program writes one: entities that grow without end
    if sum(1 for _ in _CELL.finditer(part)) > MAX_CELLS:
        raise too_big()
    merged = 0
    for left, top, right, bottom in _MERGE.findall(part):
        merged += (int(bottom) - int(top) + 1) * (_column(right) - _column(left) + 1)
    if merged > _MAX_MERGED:
        raise too_big()
    return _FORMULA_WITHOUT_RESULT.search(part) is not None


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _not_xlsx(archive: zipfile.ZipFile, names: set[str]) -> LedgerFileError:
    if "xl/workbook.bin" in names:
        return other_format("二进制工作簿(.xlsb)")
    if "mimetype" in names and b"opendocument" in archive.read("mimetype"):
        return other_format("开放文档(.ods)")
    if "word/document.xml" in names:
        return other_format("文字文档(.docx)")
    if "[Content_Types].xml" in names:
        return damaged()
    return other_format("压缩包")


def _sheet(book: "Workbook", sheet: "Worksheet", formulas: "Workbook | None") -> Sheet:
    spans: list[Span] = [
        (area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1)
        for area in sheet.merged_cells.ranges
    ]
    hidden_columns = {
        column - 1
        for dimension in sheet.column_dimensions.values()
        if dimension.hidden
        for column in range(dimension.min or 1, min(dimension.max or 1, 1000) + 1)
    }
    return Sheet(
        name=sheet.title,
        rows=sparse_rows(_cells(sheet, formulas[sheet.title] if formulas else None)),
        hidden_rows=frozenset(number for number, row in sheet.row_dimensions.items() if row.hidden),
        hidden_columns=frozenset(hidden_columns),
        spans=spans,
        epoch=EPOCH_1904 if book.epoch.year == EPOCH_1904.year else EPOCH_1900,
    )


def _cells(sheet: "Worksheet", formulas: Any) -> Iterator[tuple[int, int, Cell]]:
    # The private map holds only cells that exist: one stray cell at the far end of a sheet
    # would make the public row iterator build 17 thousand million of them.
    for (row, column), source in sheet._cells.items():  # noqa: SLF001
        value = source.value
        if value is None:
            if formulas and getattr(formulas._cells.get((row, column)), "data_type", "") == "f":  # noqa: SLF001
                yield row - 1, column - 1, Cell(NO_RESULT, error=True)
            continue
        cell = _cell(source, value)
        if cell is not None:
            yield row - 1, column - 1, cell


def _cell(source: Any, value: object) -> Cell | None:
    struck = bool(source.font.strike)
    match value:
        case bool():
            return Cell(str(value).upper(), struck=struck)
        case int() | float() | time():
            return Cell(value, struck=struck)
        case datetime():
            return Cell(value, struck=struck, timed="h" in source.number_format.lower())
        case date():
            return Cell(datetime.combine(value, time.min), struck=struck)
        case list():  # rich text: one struck run strikes the cell
            runs = (getattr(run, "font", None) for run in value)
            struck = struck or any(getattr(font, "strike", False) for font in runs)
        case _:
            pass
    text = str(value)
    return Cell(text, struck=struck, error=source.data_type == "e") if text.strip() else None
