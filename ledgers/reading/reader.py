"""From a ledger file to its reading: every used row ends in exactly one of three lists."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from ledgers.reading.certificate import CertificatesSeen, read_certificate_row
from ledgers.reading.child import ChildrenSeen, read_child
from ledgers.reading.errors import LedgerFileError, ReadingCancelled
from ledgers.reading.grid import Cell, Sheet
from ledgers.reading.headings import likely_kind
from ledgers.reading.outcome import Ignored, Note, Problem, Reading, Record, Refused, problem
from ledgers.reading.pregnancy import PregnanciesSeen, read_pregnancy
from ledgers.reading.rows import DataRow, OtherRow, RowReader
from ledgers.reading.sheets import Book, open_book
from ledgers.reading.synonyms import VOCABULARIES, Vocabulary
from ledgers.reading.take import Context, Take
from ledgers.reading.values import read_certificate
from ledgers.reading.village_report import ReportsSeen, read_village_report, year_of_titles
from ledgers.reading.villages import VillageList
from rules.text import clean, printable

KINDS = tuple(VOCABULARIES)
Progress = Callable[[int, int], bool]
Fields = dict[str, Any]
_ROWS_PER_REPORT = 50


def read_ledger(
    source: Path | str | bytes,
    kind: str,
    villages: VillageList,
    today: date,
    progress: Progress | None = None,
) -> Reading:
    """Read one ledger.

    Args:
        source: the path of the file, or its bytes.
        kind: one of ``KINDS``.
        villages: the township's villages and their other names.
        today: the day of the data; later dates are refused, ages counted on it.
        progress: called with rows done and rows in all; False stops the reading.

    Raises:
        LedgerFileError: the file as a whole cannot be read.
        ReadingCancelled: ``progress`` answered False.
    """
    vocabulary = VOCABULARIES[kind]
    book = open_book(Path(source) if isinstance(source, str) else source)
    return _File(book, vocabulary, villages, today, progress).read()


class _File:
    """One file under reading: what was seen so far, and the three lists."""

    def __init__(
        self,
        book: Book,
        vocabulary: Vocabulary,
        villages: VillageList,
        today: date,
        progress: Progress | None,
    ) -> None:
        self._book = book
        self._vocabulary = vocabulary
        self._villages = villages
        self._today = today
        self._progress = progress
        self._records: dict[int, list[Record]] = {}
        self._refused: dict[int, Refused] = {}
        self._rows: dict[int, tuple[Sheet, DataRow]] = {}
        self._pregnancies = PregnanciesSeen()
        self._children = ChildrenSeen()
        self._certificates = CertificatesSeen()
        self._reports = ReportsSeen()

    def read(self) -> Reading:
        """Read every sheet that has the header."""
        readers = [
            RowReader(sheet, self._vocabulary, self._villages) for sheet in self._book.sheets
        ]
        with_header = [reader for reader in readers if reader.header]
        # Among other registers, the one that bears the name: they list the same women.
        named = [each for each in with_header if each.sheet.name == self._vocabulary.sheet]
        with_header = named or with_header
        self._check_kind(readers, with_header)
        total = sum(len(reader.sheet.rows) for reader in with_header)
        ignored: list[Ignored] = []
        done = 0
        for reader in with_header:
            context: Context | None = None
            for row in reader:
                done += 1
                self._tell(done, total)
                if isinstance(row, OtherRow):
                    ignored.append(Ignored(reader.sheet.name, row.number, row.why))
                    continue
                context = context or self._context(reader)
                self._take(done, reader.sheet, row, context)
        if self._progress:
            self._progress(total, total)
        return Reading(
            kind=self._vocabulary.kind,
            records=tuple(record for key in sorted(self._records) for record in self._records[key]),
            refused=tuple(self._refused[key] for key in sorted(self._refused)),
            ignored_rows=tuple(ignored),
            findings=self._certificates.findings(),
            titles=tuple(
                (reader.sheet.name, printable(reader.titles[0]))
                for reader in with_header
                if reader.titles
            ),
            ignored_sheets=tuple(
                reader.sheet.name or "" for reader in readers if reader not in with_header
            ),
            unread=tuple(
                (reader.sheet.name, heading)
                for reader in with_header
                if reader.header
                for heading in reader.header.unread
            ),
        )

    def _tell(self, done: int, total: int) -> None:
        if self._progress and done % _ROWS_PER_REPORT == 0 and not self._progress(done, total):
            raise ReadingCancelled

    def _check_kind(self, readers: list[RowReader], with_header: list[RowReader]) -> None:
        """Refuse a file of another kind, or of none."""
        if not any(reader.sheet.rows for reader in readers):
            raise LedgerFileError("FILE_EMPTY", "文件是空的,里面没有内容。请核对是否选错了文件")
        own = max((len(each.header.columns) for each in with_header if each.header), default=0)
        kinds = [found for reader in readers if (found := likely_kind(reader.sheet))]
        if with_header and any(kind == self._vocabulary.kind for kind, _ in kinds):
            return  # a workbook may hold other registers on other sheets
        likely = max(kinds, key=lambda found: found[1], default=None)
        if likely and likely[0] != self._vocabulary.kind and likely[1] > own + 1:
            raise LedgerFileError(
                "WRONG_KIND", "这份表像是{found},不是{wanted}。请选对种类再读",
                found=VOCABULARIES[likely[0]].title, wanted=self._vocabulary.title,
            )  # fmt: skip
        if not with_header:
            raise LedgerFileError(
                "HEADER_NOT_FOUND",
                "没有找到{wanted}的表头,什么也没有读入。请核对种类;表头应有{needs}等栏。"
                "表头完整仍读不出时,请用 WPS 或 Excel 打开,另存为 .xlsx 后再读",
                wanted=self._vocabulary.title,
                needs=self._vocabulary.needs_words,
            )

    def _context(self, reader: RowReader) -> Context:
        return Context(
            today=self._today,
            villages=self._villages,
            epoch=reader.sheet.epoch,
            strict_village=reader.sheet.delimited or self._vocabulary.kind == "village-report",
            year=year_of_titles(reader.titles),
        )

    def _take(self, key: int, sheet: Sheet, row: DataRow, context: Context) -> None:
        """Put one row of data into its list."""
        take = Take(row, context)
        self._rows[key] = sheet, row
        if row.struck:
            self._see_struck(row)
            named = row.header.column(self._vocabulary.name_field)
            column = named if named in row.struck else row.struck[0]
            label, text = row.header.labels[column], _text(row.resolved[column])
            self._refuse(key, (problem("STRUCK_OUT", label, text),))
            return
        found = self._fields(take)
        superseded = None
        if row.beyond or (row.longer and take.problems):
            take.problems.append(problem("COLUMN_SHIFT"))  # and nothing in it can be compared
        else:
            superseded = self._compare(key, take, found)
        if take.problems:
            self._refuse(key, tuple(take.problems))
            return
        if row.hidden:
            take.notes.append(Note("HIDDEN_ROW", "", ""))
        if superseded is not None:
            self._supersede(superseded, take.label("remark"))
        self._records[key] = [
            Record(sheet.name, row.number, sub, fields, tuple(take.notes))
            for sub, fields in enumerate(found)
        ]

    def _fields(self, take: Take) -> list[Fields]:
        match self._vocabulary.kind:
            case "pregnancy":
                return read_pregnancy(take)
            case "child":
                return read_child(take)
            case "certificate":
                return read_certificate_row(take)
            case _:
                return read_village_report(take)

    def _compare(self, key: int, take: Take, found: list[Fields]) -> int | None:
        """Compare with the rows before; the key of a row that this one corrects."""
        match self._vocabulary.kind:
            case "pregnancy":
                self._pregnancies.check(take, found[0])
            case "child":
                self._children.check(take, found)
            case "certificate":
                self._certificates.check(take, found[0])
            case _:
                return self._reports.check(take, found[0], key)
        return None

    def _supersede(self, key: int, label: str) -> None:
        """A later row corrects this one, whether it was taken or refused."""
        refused = self._refused.get(key)
        self._records.pop(key, None)
        before = refused.problems if refused else ()
        self._refuse(key, (*before, problem("SUPERSEDED", label)))

    def _see_struck(self, row: DataRow) -> None:
        """A number in a struck row was used, though nobody knows yet for what: it is no gap."""
        cell = row.cells.get("cert_no")
        if cell and self._vocabulary.kind == "certificate":
            try:
                self._certificates.numbers.add(read_certificate(cell))
            except ValueError:
                return

    def _refuse(self, key: int, problems: tuple[Problem, ...]) -> None:
        sheet, row = self._rows[key]
        labels = row.header.labels
        raw = tuple(
            (labels[column] if column < len(labels) else "", _text(cell))
            for column, cell in enumerate(row.resolved)
        )
        who = _text(row.cells.get(self._vocabulary.name_field))
        self._refused[key] = Refused(sheet.name, row.number, problems, raw, who)


def _text(cell: Cell | None) -> str:
    """What stood in a cell, its line ends kept, nothing left that acts on a screen."""
    return clean(cell.text, multiline=True) if cell else ""
