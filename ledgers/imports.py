"""Ledgers in: a file is read, and what was read goes into the books."""

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlmodel import select

from desk.context import Desk
from desk.intake import Cancelled, Clash, Finding, Progress, Source, take_in
from desk.villages import villages as known_villages
from ledgers.reading import Reading, ReadingCancelled, VillageList, read_ledger
from models.people import Centre

STEPS = 1000  # of the progress of an import: half for reading, half for taking in


@dataclass(frozen=True, slots=True)
class ImportResult:
    """A file read and taken in.

    ``refused`` are rows that were read and could not be kept, beside those ``reading`` refused.
    """

    reading: Reading
    imported: int
    unchanged: int
    conflicts: tuple[Clash, ...]
    findings: tuple[Finding, ...]
    refused: tuple[Finding, ...]

    def as_json(self) -> dict[str, Any]:
        """The document of ``import --json``: every used row in exactly one of the lists."""
        document = self.reading.as_json()
        wrong = {(each.sheet, each.row) for each in self.refused}
        document["records"] = [
            each for each in document["records"] if (each["sheet"], each["row"]) not in wrong
        ]
        reasons: dict[tuple[str | None, int], list[str]] = {}
        for each in self.refused:
            reasons.setdefault((each.sheet, each.row), []).append(each.error.reason)
        document["refused"] += [
            {"sheet": sheet, "row": row, "reasons": codes}
            for (sheet, row), codes in reasons.items()
        ]
        document["findings"] += [_finding(each) for each in self.findings]
        return document | {
            "imported": self.imported,
            "unchanged": self.unchanged,
            "conflicts": [asdict(each) for each in self.conflicts],
        }


def village_list(desk: Desk) -> VillageList:
    """The township's own villages, as ledgers are read with them."""
    known = known_villages(desk)
    with desk.store.reading(desk.centre) as session:
        town = session.exec(select(Centre.town).where(Centre.code == desk.centre)).one()
    aliases = {alias: village.name for village in known for alias in village.aliases}
    return VillageList(town, tuple(village.name for village in known), aliases)


def import_ledger(
    desk: Desk,
    path: Path,
    kind: str,
    villages: VillageList | None = None,
    progress: Progress | None = None,
) -> ImportResult:
    """Read a file and take all its good rows in, or none.

    Args:
        desk: where; needs the permission ``ledgers.import``.
        path: the file.
        kind: one of ``ledgers.reading.KINDS``.
        villages: the list to read village names with; without it the centre's own.
        progress: told (steps done, steps in all); False cancels.

    Raises:
        LedgerFileError: the file as a whole cannot be read.
        Cancelled: ``progress`` said so; nothing was kept.
        DeskError: nothing could be kept, and why.
    """
    desk.require("ledgers.import")
    listed = villages or village_list(desk)
    try:
        reading = read_ledger(path, kind, listed, desk.today, _part(progress, 0))
    except ReadingCancelled as stopped:
        raise Cancelled from stopped
    return import_reading(desk, path, reading, villages, _part(progress, STEPS // 2))


def import_reading(
    desk: Desk,
    path: Path,
    reading: Reading,
    villages: VillageList | None = None,
    progress: Progress | None = None,
) -> ImportResult:
    """Take in what was read from ``path`` and looked at already; see ``import_ledger``."""
    taken = take_in(
        desk,
        reading.kind,
        reading.records,
        villages=villages,
        source=source_of(path),
        progress=progress,
    )
    return ImportResult(
        reading, taken.imported, taken.unchanged, taken.conflicts, taken.findings, taken.refused
    )


def source_of(path: Path) -> Source:
    """What the audit trail keeps of a file: its name and its SHA-256."""
    with path.open("rb") as file:
        return Source(path.name, hashlib.file_digest(file, "sha256").hexdigest())


def _part(progress: Progress | None, start: int) -> Progress | None:
    """The progress of one half as steps of the whole."""
    if progress is None:
        return None

    def told(done: int, total: int) -> bool:
        return progress(start + done * (STEPS // 2) // max(total, 1), STEPS)

    return told


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.error.reason,
        "sheet": finding.sheet,
        "row": finding.row,
        "sub": finding.sub,
        "message": str(finding.error),
    }
