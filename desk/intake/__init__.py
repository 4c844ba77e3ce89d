"""Ledgers taken in: the records of one file become records of the books, all of them or none.

People are matched, not doubled (``matching``); reading a file twice changes nothing; a later file
fills what is empty and adds what is new; what differs stays as it is and is told.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from desk.context import Desk
from desk.errors import DeskError
from desk.intake.certificate import take_certificates
from desk.intake.child import take_children
from desk.intake.keys import rewrite_keys
from desk.intake.pregnancy import take_pregnancies
from desk.intake.report import Cancelled, Clash, Finding, Row, Source, Taken, Villages
from desk.intake.village_report import take_village_reports
from desk.intake.work import Work
from desk.villages import ensure_villages
from models.audit import AuditedSession
from models.people import Centre, Village

__all__ = [
    "KINDS",
    "Cancelled",
    "Clash",
    "Finding",
    "Progress",
    "Row",
    "Source",
    "Taken",
    "Villages",
    "take_in",
]

KINDS: dict[str, Callable[[Work, Sequence[Row]], None]] = {
    "pregnancy": take_pregnancies,
    "child": take_children,
    "certificate": take_certificates,
    "village-report": take_village_reports,
}
BATCH = 200  # rows between two looks at whether the person still wants this

Progress = Callable[[int, int], bool]


def take_in(  # noqa: PLR0913  what an intake consists of
    desk: Desk,
    kind: str,
    records: Sequence[Row],
    *,
    villages: Villages | None = None,
    source: Source | None = None,
    progress: Progress | None = None,
) -> Taken:
    """Take the clean records of one ledger into the books: one transaction, or nothing.

    Args:
        desk: where; needs the permission ``ledgers.import``.
        kind: one of ``KINDS``.
        records: what the reading gave, in the order of the file.
        villages: the list the villages were read with; those the centre lacks are added.
        source: the file, for the audit trail.
        progress: told (rows done, rows in all) now and then; False cancels.

    Raises:
        NotPermitted: the user does not import.
        Cancelled: ``progress`` said so; nothing was kept.
        DeskError: another program is writing, or a record breaks a rule of the database.
    """
    take = KINDS[kind]
    try:
        with desk.writing("ledgers.import", "import") as session:
            names = _villages(session, desk.centre, villages if records else None)
            work = Work(session, desk, names)
            done = 0
            for batch in _batches(records):
                _tell(progress, done, len(records))
                take(work, batch)
                rewrite_keys(work)
                done += len(batch)
            _tell(progress, done, len(records))
            taken = _taken(work, records)
            if taken.imported:
                session.note(_summary(kind, taken, source))
            return taken
    except IntegrityError as error:
        raise DeskError(
            "CONSTRAINT", "有记录不符合数据库的约束,整个文件没有写入;请把文件发给维护人员"
        ) from error


def _tell(progress: Progress | None, done: int, total: int) -> None:
    if progress and not progress(done, total):
        raise Cancelled


def _batches(records: Sequence[Row]) -> Iterator[list[Row]]:
    """Some rows at a time; the records of one row stay together."""
    batch: list[Row] = []
    for _, row in groupby(records, key=lambda record: (record.sheet, record.row)):
        batch += row
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _taken(work: Work, records: Sequence[Row]) -> Taken:
    kept = [record for record in records if (record.sheet, record.row) not in work.rows_refused]
    imported = len(work.changed)
    return Taken(
        imported,
        len(kept) - imported,
        tuple(work.conflicts),
        tuple(work.findings),
        tuple(work.refused),
    )


def _summary(kind: str, taken: Taken, source: Source | None) -> dict[str, object]:
    """The audit trail's line for the file; each changed record has its own beside it."""
    file = {"file": source.name, "sha256": source.sha256} if source else {}
    return {
        "kind": kind,
        **file,
        "imported": taken.imported,
        "unchanged": taken.unchanged,
        "conflicts": len(taken.conflicts),
        "refused": len(taken.refused),
    }


def _villages(session: AuditedSession, centre: str, listed: Villages | None) -> dict[str, int]:
    """Ids of villages by name and by other names, those of the list added where they lack."""
    known = session.exec(select(Village)).all()
    if listed:
        others = {alias for village in known for alias in village.aliases}
        names = [name for name in listed.villages if name not in others]
        ensure_villages(session, centre, names, listed.aliases)
        home = session.get_one(Centre, centre)
        if not home.town:
            home.town = listed.town
        known = session.exec(select(Village)).all()
    ids = {village.name: village.id or 0 for village in known}
    for village in known:
        for alias in village.aliases:
            ids.setdefault(alias, village.id or 0)
    return ids
