"""The lines of the worklist: what they show, and which form does what they ask for."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from desk.calls import COMING, LOST, REFUSED
from desk.worklist import DueItem
from screens.desks import FORMS
from screens.words import day_or_month, risk_cell
from tui.language import tr
from tui.lists import Cell, Column, Row

COLUMNS = (
    Column("姓名", 10),
    Column("风险", 6, rank=4, grow=True, least=6, most=20),
    Column("该做", 14, grow=True, least=13, most=24),
    Column("期限", 9),
    Column("电话", 11, rank=2),
    Column("通话", 9),
    Column("村", 7, rank=5, grow=True, least=7, most=20),
)
# The form that does what is due, by its code, else by its kind.
_DONE_IN = {
    "anc1": "first-exam",
    "antenatal": "contact",
    "followup": "risk-followup",
    "assess": "risk",
    "screen": "risk",
    "referral": "referral-result",
    "report": "report",
    "delivery": "delivery",
    "postpartum": "postpartum",
    "child": "check",
    "notice": "card",
    "subsidy_apply": "subsidy",
    "subsidy_step": "subsidy-step",
    "death_card": "maternal-death",
    "folic_bottle": "folic-handout",
    "folic_asked": "folic-followup",
}
_ON_CARD = {"referral"}  # kinds whose form wants ``card/record``
_CALL_ROLES = {COMING: "good", LOST: "red", REFUSED: "red"}


def form_of(item: DueItem) -> tuple[str, str] | None:
    """The form's name and the record it is opened for; None where there is no form."""
    form = _DONE_IN.get(item.code) or _DONE_IN.get(item.kind, "")
    if form not in FORMS:
        return None
    if item.kind == "notice":  # her card is to be made
        return form, f"p{item.person_id}"
    card = f"{item.pregnancy_id}/" if item.kind in _ON_CARD else ""
    return form, f"{card}{item.record_id}"


def item_row(item: DueItem, today: date) -> Row:
    """One thing due."""
    what = tr(item.name)
    until: str | Cell = day_or_month(item.closes, today)
    if item.days_late:
        until = Cell(tr("逾期{days}天", days=item.days_late), "red")
    cells = (
        item.person,
        risk_cell(item.risk, short=True),
        Cell(what, "red") if item.kind == "report" else what,
        until,
        item.phones[0] if item.phones else "",
        _call_cell(item),
        item.village,
    )
    return Row((item.kind, item.code, item.record_id), cells, item)


def call_words(items: Iterable[DueItem]) -> list[str]:
    """How many were not found, and how many refused."""
    calls = Counter(item.call.outcome for item in items if item.call)
    counted = (
        (tr("失访 {count}", count=calls[LOST]), LOST),
        (tr("拒绝 {count}", count=calls[REFUSED]), REFUSED),
    )
    return [words for words, outcome in counted if calls[outcome]]


def _call_cell(item: DueItem) -> Cell | str:
    """What came of the last call: until when it is put off, how often she was not found."""
    call = item.call
    if call is None:
        return ""
    if call.again_on is not None:
        words = tr("改期{day}", day=f"{call.again_on:%m-%d}")
    elif call.outcome == LOST:
        words = tr("失访{days}天", days=call.lost_days)
    else:
        words = tr(call.word)
    return Cell(words, _CALL_ROLES.get(call.outcome, "doubt"))
