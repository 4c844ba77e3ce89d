"""Risk colours and report clocks in words, with the role of their colour."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from screens.words import risk_cell
from tui.draw import Span
from tui.language import told, tr
from tui.lists import Cell

if TYPE_CHECKING:
    from desk.report import ReportView
    from rules.risk import Factor
    from rules.why import Why

COLOURS = {"1": "绿", "2": "黄", "3": "橙", "4": "红", "5": "紫"}
UNASSESSED = "阳性,未评估"
HOURS_A_DAY = 24
TOLD_IN_HOURS = 72  # how late a report is told in hours; later, in days
HIDDEN = "感染项,有权限的人可看"


def standing_cell(codes: Iterable[str], *, positive: bool) -> Cell:
    """Codes of colours as words; none although something is positive: not assessed, never green."""
    words = [COLOURS[code] for code in codes]
    if not words and positive:
        return Cell(tr(UNASSESSED), "doubt")
    return risk_cell(words)


def marks_cell(marks: Sequence[str]) -> Cell:
    """The marks of a rule's outcome; a colour only a local table has is said plainly."""
    known = [mark for mark in marks if mark in COLOURS.values()]
    role = risk_cell(known).role if known else "doubt"
    return Cell(" ".join(tr(mark) for mark in marks), role)


def why_words(why: Iterable["Why"]) -> str:
    """The sentences of why an item is ticked."""
    return " ".join(told(each.template, each.params) for each in why)


def factors_words(factors: Iterable["Factor"]) -> str:
    """Items in words: what in the records ticks them, else as the table has them; each once."""
    found = dict.fromkeys(why_words(each.why) or tr(each.words or HIDDEN) for each in factors)
    return "、".join(found)


def clock_span(report: "ReportView") -> Span:
    """How long there is left to report, from the first minute in the colour of what is pressing."""
    if report.values["reported_on"] is not None:
        return tr("已报 {day}", day=report.values["reported_on"]), "good"
    if report.late:
        hours = -report.hours_left
        if hours > TOLD_IN_HOURS:
            return tr("逾期 {days} 天", days=hours // HOURS_A_DAY), "error"
        return tr("逾期 {hours} 小时", hours=hours), "error"
    return tr("还剩 {hours} 小时", hours=report.hours_left), "error"
