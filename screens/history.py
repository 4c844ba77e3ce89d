"""The history of a record: who changed what, when and why (F9)."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from desk.history import Change, history
from screens.records import ListPage
from screens.specs import in_form_order, label_of, shown_value
from tui.help import HelpScreen
from tui.language import tr
from tui.lists import Column, MemorySource, Row

ACTS = {
    "card.open": "建册",
    "card.correct": "更正",
    "card.end": "结案",
    "contact.record": "登记",
    "contact.correct": "更正",
    "first_exam.record": "登记",
    "first_exam.correct": "更正",
    "risk.record": "登记",
    "risk.correct": "更正",
    "risk_case.correct": "更正",
    "risk_followup.record": "登记",
    "risk_followup.correct": "更正",
    "report.made": "上报",
    "report.correct": "更正",
    "referral.record": "登记",
    "referral.result": "登记",
    "referral.correct": "更正",
    "infection_test.record": "登记",
    "infection_test.correct": "更正",
    "infection_case.record": "登记",
    "infection_case.correct": "更正",
    "exposed_child.record": "登记",
    "exposed_child.correct": "更正",
    "prenatal.record": "登记",
    "prenatal.correct": "更正",
    "subsidy.record": "登记",
    "subsidy.step": "下一步",
    "subsidy.correct": "更正",
    "delivery.record": "登记",
    "delivery.correct": "更正",
    "postpartum.record": "登记",
    "postpartum.correct": "更正",
    "folic.enrol": "登记",
    "folic.correct": "更正",
    "folic.end": "结束",
    "folic_handout.record": "发药",
    "folic_handout.correct": "更正",
    "folic_followup.record": "随访",
    "folic_followup.correct": "更正",
    "folic_stock.receive": "入库",
    "folic_stock.move": "登记",
    "folic_stock.correct": "更正",
    "folic_batch.correct": "更正",
    "folic_survey.record": "登记",
    "folic_survey.correct": "更正",
    "check.record": "登记",
    "check.correct": "更正",
    "child.make": "建档",
    "child.register": "登记",
    "child.correct": "更正",
    "application.take": "受理",
    "application.correct": "更正",
    "application.withdraw": "撤回",
    "application.pass_on": "转出",
    "certificate.review": "审核",
    "certificate.reserve": "占号",
    "certificate.release": "退号",
    "certificate.print": "打印",
    "certificate.void": "作废",
    "certificate.issue": "签发",
    "certificate.seal": "盖章",
    "certificate.collect": "领走",
    "blank.void": "作废",
    "blank.lose": "遗失",
    "loss.fill_in": "续填",
    "collection.correct": "更正",
    "supervision.record": "登记",
    "blanks.receive": "入库",
    "blanks.receipt.correct": "更正",
    "blanks.draw": "领用",
    "blanks.put_back": "退库",
    "blanks.transfer": "调出",
    "blanks.return": "退回",
    "blanks.hand_back": "交回",
    "blanks.slip.correct": "更正",
    "blanks.plan": "登记",
    "blanks.plan.correct": "更正",
    "import": "读入",
}
Values = Mapping[str, Any]
UNSHOWN = {"id", "centre", "version"}


class HistoryPage(ListPage):
    """Every change of one record, newest first; a line for each field."""

    HEADING = "历史"
    COLUMNS: ClassVar = (
        Column("时间", 16),
        Column("谁", 8),
        Column("做了", 8),
        Column("栏目", 14),
        Column("原来", 10),
        Column("改为", 12, grow=True),
    )

    def __init__(self, table: str, record_id: int, title: str) -> None:
        super().__init__()
        self._table, self._record, self._what = table, record_id, title

    def crumbs(self) -> list[str]:
        """Whose history."""
        return [tr(self.HEADING), self._what]

    def on_mount(self) -> None:
        """Read the chain."""
        self.action_refresh()

    def action_refresh(self) -> None:
        """Read anew."""
        self.work(partial(history, self.desk, self._table, self._record), self._arrived)

    def open(self, row: Row) -> None:
        """A change with all its words."""
        self.app.push_screen(HelpScreen(self._what, row.data))

    def _arrived(self, changes: tuple[Change, ...]) -> None:
        wholes = _wholes(changes)
        rows = [
            row for change in changes for row in _rows(self._table, change, *wholes[change.seq])
        ]
        self.records.reload(MemorySource(rows))


def _wholes(changes: Sequence[Change]) -> dict[int, tuple[Values, Values]]:
    """The record before and after each change, as far as the chain tells; the oldest at the end."""
    found: dict[int, tuple[Values, Values]] = {}
    whole: Values = {}
    for change in reversed(changes):
        found[change.seq] = (whole, {**whole, **change.new})
        whole = found[change.seq][1]
    return found


def _rows(table: str, change: Change, before: Values, after: Values) -> list[Row]:
    head = (
        f"{change.at:%Y-%m-%d %H:%M}",
        change.name,
        tr(ACTS.get(change.action, change.action)),
    )
    rows = []
    if change.reason:
        rows.append(_row((change.seq, ""), (*head, tr("原因"), "", change.reason)))
    for name in in_form_order(table, change.new or change.old):
        old = shown_value(table, name, change.old.get(name), before)
        new = shown_value(table, name, change.new.get(name), after)
        if name not in UNSHOWN and (old or new):
            rows.append(_row((change.seq, name), (*head, label_of(table, name), old, new)))
    if not change.old and not change.new:
        rows.append(_row((change.seq, ""), (*head, "", "", tr("专管人员可看"))))
    return rows


def _row(key: tuple[int, str], cells: tuple[str, ...]) -> Row:
    """A line, and the same under its headings for the window that shows it whole."""
    headings = (tr(column.heading) for column in HistoryPage.COLUMNS)
    parts = [part for part in zip(headings, cells, strict=True) if part[1]]
    return Row(key, cells, parts)
