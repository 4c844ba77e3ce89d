"""A period's package: workbook, CSV files and manifest, all of them or none.

Everything is written into a hidden folder beside the target and flushed to the disk. Only then do
the files take their names, and if one cannot, those that did go back to what was there before.
"""

import csv
import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from desk.case_kinds import KINDS
from desk.certificate_copies import Copy, keep_copy
from desk.context import Desk
from desk.errors import DeskError
from desk.maternal_death import MATERNAL_DEATHS
from desk.register_rows import CaseLine
from desk.registers import Registers, infection_registers, registers
from desk.risk_kinds import FOLLOWUPS
from desk.subsidy import KIND as SUBSIDY
from ledgers.export.births import birth_sheet, lost_sheet, refusal_sheet
from ledgers.export.booking import booking_sheet, notice_sheet
from ledgers.export.cases import case_sheet
from ledgers.export.cells import delimited, file_part
from ledgers.export.certificate import MASKED, certificate_sheet
from ledgers.export.certificate import NAME as CERTIFICATES
from ledgers.export.child import child_sheet
from ledgers.export.deaths import child_death_sheet, maternal_death_sheet
from ledgers.export.folic import folic_sheet, stock_sheet
from ledgers.export.high_risk import followup_sheet, high_risk_sheet
from ledgers.export.indicators import indicator_sheet
from ledgers.export.maternal import postpartum_sheet, pregnancy_sheet
from ledgers.export.placing import Placing, faults_in_words, staging
from ledgers.export.sheets import Block, Sheet
from ledgers.export.subsidy import subsidy_sheet
from ledgers.export.supervision import supervision_sheet
from ledgers.export.workbook import Cover, write_workbook
from rules.periods import Period

MANIFEST = "manifest.json"
Progress = Callable[[int, int], bool]
_LINES_PER_REPORT = 200


class ExportCancelled(DeskError):
    """``progress`` answered False; nothing was written."""


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of the package and the lines of registers in it."""

    path: Path
    rows: int
    sha256: str

    def as_json(self) -> dict[str, object]:
        """The file as programs read it."""
        return {"path": str(self.path), "rows": self.rows, "sha256": self.sha256}


@dataclass(frozen=True, slots=True)
class ExportResult:
    """What was written; the manifest is the last."""

    files: tuple[WrittenFile, ...]

    def as_json(self) -> dict[str, object]:
        """The result as programs read it."""
        return {"files": [file.as_json() for file in self.files]}


def export_quarter(
    desk: Desk, period: Period, out: Path, progress: Progress | None = None
) -> ExportResult:
    """The registers and rates of a quarter, or of any other period, into a folder.

    Args:
        desk: a clerk's or supervisor's.
        period: what to export; a part after the business day is not there yet.
        out: the folder, made if it is not there. Files of an earlier export are replaced.
        progress: told (lines written, lines in all) now and then; False cancels.

    Raises:
        ExportCancelled: ``progress`` said so.
        DeskError: the folder cannot be written.
    """
    desk.require("ledgers.export")
    books = registers(desk, period)
    copy = Copy(
        registers=(CERTIFICATES,),
        period=period.code,
        lines=len(books.certificates),
        masked=True,
        reason="季度台账",
    )
    package = _Package(period, _sheets(books, desk.centre_name), copy=copy)
    return _export(desk, package, out, progress)


def export_infections(
    desk: Desk, period: Period, out: Path, progress: Progress | None = None
) -> ExportResult:
    """The registers of HIV, syphilis and hepatitis B in a package of their own.

    They are in no other: that it was made, and by whom, is kept in the audit trail.

    Args:
        desk: of somebody who may read them.
        period: what to export.
        out: the folder, as for the quarter's package; one may hold both.
        progress: the same.

    Raises:
        ExportCancelled: ``progress`` said so.
        DeskError: the folder cannot be written.
    """
    lines = infection_registers(desk, period)
    sheets = tuple(case_sheet(KINDS[name], each, private=True) for name, each in lines.items())
    package = _Package(period, sheets, "infections.read", "infections.export", "艾梅乙登记")
    return _export(desk, package, out, progress)


@dataclass(frozen=True, slots=True)
class _Package:
    """What is written, under which permission, kept as which act."""

    period: Period
    sheets: tuple[Sheet, ...]
    permission: str = "ledgers.export"
    action: str = "ledgers.export"
    name: str = "台账"
    copy: Copy | None = None  # of the register of certificates, where there is one

    @property
    def manifest(self) -> str:
        """The list of its files; two packages may lie in one folder."""
        return MANIFEST if self.name == "台账" else f"{self.name}_{MANIFEST}"


def _export(desk: Desk, package: _Package, out: Path, progress: Progress | None) -> ExportResult:
    teller = _Teller(progress, 2 * sum(sheet.count for sheet in package.sheets))
    with faults_in_words(), staging(out) as folder:
        files = _write(desk, package, folder, teller)
        placing = Placing(folder, out)
        try:
            with desk.writing(package.permission, package.action) as session:
                session.note(
                    {
                        "period": package.period.code,
                        "as_of": desk.today.isoformat(),
                        "folder": str(out),
                        "files": [_entry(file) for file in files],
                    }
                )
                if package.copy:
                    keep_copy(session, desk, package.copy)
                placing.place([file.path.name for file in files])
        except BaseException:
            placing.undo()
            raise
    return ExportResult(
        tuple(WrittenFile(out / file.path.name, file.rows, file.sha256) for file in files)
    )


# Those with a paper of their own; any other kind gets a column for each field.
_BY_KIND: dict[str, Callable[[tuple[CaseLine, ...]], Sheet]] = {
    FOLLOWUPS.name: followup_sheet,
    MATERNAL_DEATHS.name: maternal_death_sheet,
    SUBSIDY.name: subsidy_sheet,
}


def _sheets(books: Registers, centre: str) -> tuple[Sheet, ...]:
    """As they stand on a township's shelf: before the birth, the birth, after it, the rest."""
    of_kind = {
        name: _BY_KIND[name](lines) if name in _BY_KIND else case_sheet(KINDS[name], lines)
        for name, lines in books.cases.items()
    }
    last = [of_kind.pop(kind.name) for kind in (MATERNAL_DEATHS, SUBSIDY)]
    return (
        notice_sheet(books.notices),
        booking_sheet(books.bookings),
        pregnancy_sheet(books.pregnancies),
        high_risk_sheet(books.high_risk, centre),
        *of_kind.values(),
        birth_sheet(books.births),
        postpartum_sheet(books.postpartum),
        refusal_sheet(books.refusals),
        last[0],
        lost_sheet(books.births),
        child_sheet(books.children),
        child_death_sheet(books.child_deaths),
        certificate_sheet(books.certificates),
        folic_sheet(books.folic),
        stock_sheet(books.folic),
        last[1],
        supervision_sheet(books.supervision, books.as_of),
        indicator_sheet(books.indicators),
    )


def _write(desk: Desk, package: _Package, folder: Path, teller: "_Teller") -> list[WrittenFile]:
    period = package.period
    stem = f"{file_part(desk.centre_name)}_{period.code}"
    blocks = [block for sheet in package.sheets for block in sheet.blocks]
    workbook = folder / f"{stem}_{package.name}.xlsx"
    write_workbook(workbook, _cover(desk, package), package.sheets, desk.today, teller.tick)
    files = [_written(workbook, sum(len(block.lines) for block in blocks))]
    for block in blocks:
        path = folder / f"{stem}_{block.name}.csv"
        _write_csv(path, block, teller.tick)
        files.append(_written(path, len(block.lines)))
    manifest = folder / package.manifest
    content: dict[str, object] = {
        "program": "mchdesk",
        "version": version("mchdesk"),
        "centre": desk.centre,
        "centre_name": desk.centre_name,
        "period": period.code,
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "as_of": desk.today.isoformat(),
        "made_by": desk.user,
        "sheets": {block.name: len(block.lines) for block in blocks},
        "files": [_entry(file) for file in files],
    }
    if package.copy:
        content["certificates_masked"] = package.copy.masked
    manifest.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return [*files, _written(manifest, 0)]


def _entry(file: WrittenFile) -> dict[str, object]:
    return file.as_json() | {"path": file.path.name}


def period_words(period: Period) -> str:
    """A period as a ledger names it: 2026年第3季度(2026-07-01 至 2026-09-30)."""
    year, mark, quarters = period.code.partition("Q")
    if mark:
        name = f"{year}年第{quarters}季度" if len(quarters) == 1 else f"{year}年"
    elif period.start.month == period.end.month:
        name = f"{period.start.year}年{period.start.month}月"
    else:
        name = f"{year}统计年度"
    return f"{name}({period.start} 至 {period.end})"


def _cover(desk: Desk, package: _Package) -> Cover:
    running = desk.today < package.period.end
    words = period_words(package.period)
    lines = [
        ("填报单位", desk.centre_name),
        ("统计时段", words),
        ("数据截至", f"{desk.today}{'(本期尚未结束)' if running else ''}"),
        ("制表人", desk.user_name),
        ("制表程序", f"妇幼工作台 {version('mchdesk')}"),
    ]
    if package.copy:
        lines.append((CERTIFICATES, MASKED))
    return Cover(desk.centre_name, words, tuple(lines), package.name)


def _write_csv(path: Path, block: Block, tick: Callable[[], None]) -> None:
    decimals = [0, *(column.decimals for column in block.columns)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(block.headings)
        for row in block.rows():
            writer.writerow(map(delimited, row, decimals))
            tick()


def _written(path: Path, rows: int) -> WrittenFile:
    """The file's hash, once it is on the disk and its owner's alone: it names people."""
    path.chmod(0o600)
    with path.open("rb+") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    return WrittenFile(path, rows, found)


@dataclass(slots=True)
class _Teller:
    """Tells how far the export is, and stops it when told so."""

    progress: Progress | None
    total: int
    done: int = 0

    def tick(self) -> None:
        self.done += 1
        due = self.done % _LINES_PER_REPORT == 0 or self.done == self.total
        if due and self.progress and not self.progress(self.done, self.total):
            raise ExportCancelled("CANCELLED", "已取消,没有写出任何文件")
