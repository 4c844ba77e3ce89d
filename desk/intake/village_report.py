"""The villages' monthly reports: one for a village and month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desk.intake.report import Row
from desk.intake.values import day
from desk.intake.work import Work
from models.supervision import COUNTS, VillageReport
from rules import text
from rules.errors import RuleError

_LABELS = {"reporter": "填报人", "reported_on": "填报日期", "remark": "备注"}
_LONGEST = {"reporter": 50, "remark": 500}


@dataclass(frozen=True, slots=True)
class Draft:
    """A row of the report, checked."""

    village_id: int
    month: str
    counts: dict[str, int | None]
    reporter: str | None
    reported_on: date | None
    remark: str | None


def take_village_reports(work: Work, rows: Sequence[Row]) -> None:
    """Rows of village reports."""
    drafts = work.drafts(rows, lambda row: _draft(work, row))
    villages = {draft.village_id for _, draft in drafts}
    known = {
        (report.village_id, report.month): report
        for report in work.fetch(VillageReport, "village_id", villages)
    }
    for row, draft in drafts:
        key = draft.village_id, draft.month
        if kept := known.get(key):
            _fill(work, row, kept, draft)
        else:
            values = {name: getattr(draft, name) for name in ("counts", *_LABELS)}
            known[key] = work.add(
                row,
                VillageReport(
                    centre=work.centre,
                    village_id=draft.village_id,
                    month=draft.month,
                    **values,
                ),
            )
    work.session.flush()


def _draft(work: Work, row: Row) -> Draft:
    fields = row.fields
    village_id = work.village(fields["village"])
    if village_id is None:
        raise RuleError("VILLAGE_UNKNOWN", "没有这个村: {name}", name=fields["village"] or "")
    words = {}
    for name, longest in _LONGEST.items():
        words[name] = text.clean(fields[name] or "") or None
        if len(words[name] or "") > longest:
            raise RuleError(
                "TOO_LONG", "{label}: 最多 {limit} 个字", label=_LABELS[name], limit=longest
            )
    counts = {name: fields[name] for name in COUNTS}
    return Draft(
        village_id,
        fields["month"],
        counts,
        words["reporter"],
        day(fields["report_date"]),
        words["remark"],
    )


def _fill(work: Work, row: Row, kept: VillageReport, draft: Draft) -> None:
    """Counts that were not collected are filled; a count that differs is told, not changed."""
    counts = dict(kept.counts)
    for name, theirs in draft.counts.items():
        ours = counts.get(name)
        if theirs is None or ours == theirs:
            continue
        if ours is None:
            counts[name] = theirs
        else:
            work.differs(row, f"{kept.month} {COUNTS[name]}", ours, theirs)
    if counts != kept.counts:
        kept.counts = counts
        work.mark(row)
    for name, label in _LABELS.items():
        ours, theirs = getattr(kept, name), getattr(draft, name)
        if theirs is not None and ours is None:
            setattr(kept, name, theirs)
            work.mark(row)
        elif theirs is not None and ours != theirs:
            work.differs(row, f"{kept.month} {label}", ours, theirs)
