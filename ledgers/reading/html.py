"""Web pages named .xls: what old provincial systems export."""

import re
from html.parser import HTMLParser

from ledgers.reading.errors import too_big
from ledgers.reading.grid import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Row, Sheet, Span, text_cell

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_SPAN = re.compile(r"\s*(\d{1,6})")
_STRIKING = {"s", "strike", "del"}
_SILENT = {"script", "style", "title"}


def read_html(data: bytes) -> list[Sheet]:
    """Every table of the page as a sheet."""
    page = _Page()
    page.feed(_decode(data))
    page.close()
    page.finish()
    return page.sheets


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    found = _CHARSET.search(data[:4096])
    declared = found[1].decode("ascii").lower() if found else ""
    if declared in {"gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80"}:
        declared = "gb18030"  # whatever is declared, rare surnames are written in the widest
    for encoding in (declared, "utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("gb18030", errors="replace")


class _Page(HTMLParser):
    """Tables, rows and cells; a missing end tag ends with the next begin tag."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sheets: list[Sheet] = []
        self._grid: dict[tuple[int, int], tuple[str, bool]] | None = None
        self._taken: set[tuple[int, int]] = set()
        self._spans: list[Span] = []
        self._hidden: set[int] = set()
        self._row = -1
        self._cell: list[str] | None = None
        self._area = (1, 1)
        self._struck = False
        self._striking = 0
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent += 1
        elif tag in _STRIKING or "line-through" in given.get("style", ""):
            self._striking += tag in _STRIKING
            self._struck = True
        if tag == "table":
            self.finish()
            self._grid, self._row = {}, -1
        elif self._grid is None:
            return
        elif tag == "tr":
            self._end_cell()
            self._row += 1
            if "display:none" in given.get("style", "").replace(" ", ""):
                self._hidden.add(self._row + 1)
        elif tag in {"td", "th"}:
            self._end_cell()
            self._row = max(self._row, 0)
            self._cell = []
            self._struck = self._striking > 0 or "line-through" in given.get("style", "")
            self._area = (_number(given.get("rowspan")), _number(given.get("colspan")))
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _STRIKING:
            self._striking = max(0, self._striking - 1)
        elif tag in {"td", "th", "tr"}:
            self._end_cell()
        elif tag == "table":
            self.finish()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._silent:
            # Line ends of the source are spaces; only <br> is a new line.
            self._cell.append(data.replace("\r", "").replace("\n", " "))

    def _end_cell(self) -> None:
        if self._cell is None or self._grid is None:
            return
        down, right = self._area
        column = 0
        while (self._row, column) in self._taken:
            column += 1
        if len(self._taken) + down * right > MAX_CELLS or self._row + down > MAX_ROWS:
            raise too_big()
        if column + right > MAX_COLUMNS:
            raise too_big()
        self._grid[self._row, column] = ("".join(self._cell), self._struck)
        self._taken.update(
            (self._row + below, column + beside) for below in range(down) for beside in range(right)
        )
        if down > 1 or right > 1:
            self._spans.append((self._row, column, self._row + down - 1, column + right - 1))
        self._cell = None

    def finish(self) -> None:
        """Close the open table, if there is one."""
        self._end_cell()
        if self._grid:
            rows: list[Row] = [[] for _ in range(self._row + 1)]
            for (row, column), (text, struck) in sorted(self._grid.items()):
                rows[row].extend([None] * (column - len(rows[row])))
                rows[row].append(text_cell(text, struck=struck))
            name = f"表{len(self.sheets) + 1}"
            hidden = frozenset(self._hidden)
            self.sheets.append(Sheet(name, rows, hidden_rows=hidden, spans=self._spans))
        self._grid, self._taken, self._spans, self._hidden = None, set(), [], set()


def _number(text: str | None) -> int:
    found = _SPAN.match(text or "")
    return max(1, int(found[1])) if found else 1
