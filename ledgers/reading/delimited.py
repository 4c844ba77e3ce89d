"""Delimited text (.csv, .txt): GB18030, UTF-8 or UTF-16; comma, tab or semicolon."""

import csv
from io import StringIO

from ledgers.reading.errors import LedgerFileError, other_format, too_big
from ledgers.reading.grid import MAX_COLUMNS, MAX_ROWS, Row, Sheet, text_cell

_DELIMITERS = ",\t;"
_SNIFFED_RECORDS = 30


def read_delimited(data: bytes) -> list[Sheet]:
    """One nameless sheet; row numbers count records, so a quoted line end stays inside one.

    Raises:
        LedgerFileError: no text, a quotation mark without its partner, or too big.
    """
    text = _decode(data)
    delimiter = max(_DELIMITERS, key=lambda candidate: _columns(text, candidate))
    rows: list[Row] = []
    for record in _records(text, delimiter):
        if len(rows) >= MAX_ROWS or len(record) > MAX_COLUMNS:
            raise too_big()
        # Our own exports guard long numbers with a leading tab; the values' cleaning takes it off.
        rows.append([text_cell(field) for field in record])
    return [Sheet(None, rows, delimited=True)]


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in data:
        raise other_format("二进制")
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise LedgerFileError(
        "FILE_FORMAT",
        "看不出文件是什么编码。请用 WPS 或 Excel 打开,另存为 .xlsx 后再读",
    )


def _columns(text: str, delimiter: str) -> int:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    widest = 0
    try:
        for record, _ in zip(reader, range(_SNIFFED_RECORDS), strict=False):
            widest = max(widest, len(record))
    except csv.Error:
        return widest
    return widest


def _records(text: str, delimiter: str) -> list[list[str]]:
    """The records; an unpaired quotation mark would swallow the rest of the file silently."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    records: list[list[str]] = []
    try:
        records.extend(reader)
        strict = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
        for _ in strict:
            pass
    except csv.Error as error:
        if "unexpected end" in str(error) or "field larger" in str(error):
            raise LedgerFileError(
                "FILE_DAMAGED", "第 {row} 行的引号没有配对,后面的行会连成一格。请补上引号再读",
                row=max(1, len(records)),
            ) from error  # fmt: skip
    return records
