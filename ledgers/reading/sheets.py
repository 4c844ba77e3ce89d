"""From bytes to sheets: what a file is, is told by its bytes, never by its name."""

from dataclasses import dataclass
from pathlib import Path

from ledgers.reading.delimited import read_delimited
from ledgers.reading.errors import LedgerFileError, other_format, too_big
from ledgers.reading.grid import MAX_BYTES, Sheet
from ledgers.reading.html import read_html
from ledgers.reading.xls import read_xls
from ledgers.reading.xlsx import read_xlsx

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SNIFFED = 4096
_OTHERS = {
    b"%PDF": "PDF",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
    b"\x1f\x8b": "压缩包",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
    b"BM": "图片",
    b"{\\rtf": "文字文档",
    b"MIME-Version": "网页归档(.mht)",
    b"SQLite format 3": "数据库",
}


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of one file; ``form`` is xlsx, xls, html or csv."""

    form: str
    sheets: list[Sheet]


def open_book(source: Path | bytes) -> Book:
    """The sheets of a file.

    Raises:
        LedgerFileError: one sentence that says why not, and the cure.
    """
    data = source if isinstance(source, bytes) else _load(source)
    if len(data) > MAX_BYTES:
        raise too_big()
    if not data.strip(b"\xef\xbb\xbf\r\n\t ,;\0"):
        raise LedgerFileError("FILE_EMPTY", "文件是空的,里面没有内容。请核对是否选错了文件")
    return _book(data)


def _book(data: bytes) -> Book:
    if data.startswith(_ZIP):
        return Book("xlsx", read_xlsx(data))
    if data.startswith(_OLE):
        return Book("xls", read_xls(data))
    for signature, name in _OTHERS.items():
        if data.startswith(signature) and (len(signature) > 2 or b"\0" in data[:_SNIFFED]):  # noqa: PLR2004  two bytes alone may be text
            raise other_format(name)
    head = data[:_SNIFFED].replace(b"\0", b"").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise other_format("XML 表格(2003)")
    if head.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<") and b"<t" in data.lower():
        return Book("html", read_html(data))
    return Book("csv", read_delimited(data))


def _load(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise too_big()
        return path.read_bytes()
    except OSError as error:
        raise LedgerFileError(
            "FILE_MISSING", "打不开文件 {name}。请核对路径,并确认没有被别的程序占用", name=path.name
        ) from error
