"""Lost blanks and voids: what is still to do, and the forms of report, filling in, finding."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from desk.losses import (
    LOSS_FIELDS,
    STEPS,
    LossView,
    altered,
    fill_in,
    find,
    find_void,
    lose,
    lose_void,
    loss,
    losses,
)
from desk.losses import loss_problems as problems_of
from desk.problems import back_dated
from rules.certificate import number_range
from rules.certificate_states import LABELS
from rules.errors import RuleError
from rules.fields import FieldSpec, Kind
from screens.correct import WHY, AsKept, Correction
from screens.form_page import FormPage, form_fields, given
from screens.ranges import RangePage, last_digits
from screens.records import REFRESH, ListPage, new_action
from screens.signed_form import SignedForm
from tui.actions import HISTORY_KEYS, Action
from tui.dialogs import Ask, Menu
from tui.fields.parts import FormField
from tui.language import tr, tr_error
from tui.lists import Cell, Column, MemorySource, Row

if TYPE_CHECKING:
    from tui.drafts import Draft
    from tui.forms import Form

TABLE = "certificate_losses"
FIRST = FieldSpec(
    Kind.CERTIFICATE, "编号", required=True, max_length=10, help="丢失的那一枚;一段的填起始编号"
)
LAST = last_digits(
    FieldSpec(Kind.CERTIFICATE, "到编号", max_length=10), "只丢一枚就空着;可以只打后几位"
)
WORDS = FieldSpec(Kind.TEXT, "找回经过", required=True, max_length=100)
# What of a report is still empty, in a word.
UNDONE = {
    "reported_on": "报县",
    "told_police_on": "报警",
    "declared_on": "登报",
    "for_unit": "追责",
    "for_people": "追责",
}
_VERBS = {"lose": lose, "lose_void": lose_void}
# Reported as the wrong kind: what it is, by the refusal's reason.
_OTHERS = {"VOID": ("lose_void", "报废证遗失"), "BLANK": ("lose", "报空白证遗失")}
# How paper that is gone comes back: the choice, and its form.
_FOUND = {"lost": ("找回作废", "find-blank"), "void_lost": ("废证找回", "find-void")}
_WRITE = "certificates.write"


class LossesPage(ListPage):
    """The lost blanks and voids, the newest first; Enter goes on with the report."""

    HEADING = "空白证、废证遗失"
    EMPTY = "没有遗失的空白证或废证"
    ACTIONS = (
        new_action("报遗失", "空白证或废证不见了,马上报;家庭遗失办补发", _WRITE),
        Action("history", HISTORY_KEYS, "历史", "选中的这份报告谁在何时改过什么"),
        REFRESH,
    )
    COLUMNS: ClassVar = (
        Column("编号", 10),
        Column("发现", 16),
        Column("现状", 10),
        Column("上报", 12),
        Column("还要办", 20, grow=True),
    )

    def on_mount(self) -> None:
        """Read."""
        super().on_mount()
        self.action_refresh()

    def why_not(self, action: Action) -> str | None:
        """There must be a report to point at."""
        if action.id == "history" and self.records.row is None:
            return super().why_not(action) or tr(self.EMPTY)
        return super().why_not(action)

    def action_refresh(self) -> None:
        """Read anew."""
        self.work(partial(losses, self.desk), self._arrived)

    def action_new(self) -> None:
        """Something is gone; a void says so itself in the form."""
        self.app.open_form("lose-blank")

    def action_history(self) -> None:
        """Of the report pointed at."""
        row = self.records.row
        if row is not None:
            view: LossView = row.data
            self.app.push_screen(self.app.page("history", TABLE, view.id, view.number))

    def open(self, row: Row) -> None:
        """What to do with one."""
        view: LossView = row.data

        def chosen(digit: str | None) -> None:
            if digit == "1":
                self.app.push_screen(self.app.page("number", view.number))
            elif digit == "2":
                self.app.open_form("loss", str(view.id))
            elif digit == "3":
                self.app.open_form(_FOUND[view.state][1], view.number)

        choices = [("1", tr("看这个编号"))]
        if self.app.may(_WRITE):
            choices.append(("2", tr("续填报告")))
        if view.state in _FOUND and self.app.may(_WRITE):
            choices.append(("3", tr(_FOUND[view.state][0])))
        menu = Menu(view.number, choices, point=min(1, len(choices) - 1))
        self.app.push_screen(menu, chosen)

    def _arrived(self, found: tuple[LossView, ...]) -> None:
        self.records.reload(MemorySource([_row(view) for view in found]))
        self.refresh_hints()


def _row(view: LossView) -> Row:
    values = view.values
    cells = (
        Cell(view.number, "key"),
        f"{values['found_on']} {values['found_at'] or ''}".rstrip(),
        tr(LABELS[view.state]),
        _clock(view),
        _to_do(view),
    )
    return Row((view.id,), cells, view)


def _to_do(view: LossView) -> str:
    """What is still to be done, each in a word."""
    return " ".join(dict.fromkeys(tr(UNDONE[name]) for name in view.undone))


def _clock(view: LossView) -> Cell:
    """Until when it is reported upwards, or whether it was in time."""
    if view.hours_left is None:
        return Cell(tr("已报,超时"), "doubt") if view.late else Cell(tr("已报"), "good")
    if view.late:
        return Cell(tr("超时未报"), "error")
    return Cell(tr("{time} 前上报", time=f"{view.due_at:%H:%M}"), "doubt")


class LosePage(RangePage):
    """Blanks that are gone; record is the number, or ``new``."""

    HEADING = "报空白证遗失"
    NAME = "lose-blank"
    FIRST = "number"
    WHAT: ClassVar[str] = "空白证"
    ACT: ClassVar[str] = "lose"

    def __init__(self, record: str = "new", draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self._act = self.ACT

    def fields(self) -> list[FormField]:
        """Which, how, and what was done already."""
        number = None if self.record == "new" else self.record
        values = {"found_on": self.app.today}
        return [
            FormField("number", FIRST, value=number, section=self.WHAT),
            FormField("last", LAST, section=self.WHAT, echo=self.how_many),
            *form_fields(LOSS_FIELDS, tuple(LOSS_FIELDS), values, "情况和处理"),
        ]

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        wrong = dict(problems_of(values, self.app.today, self.desk.user_name))
        if values.get("number") and values.get("last"):
            try:
                number_range(values["number"], self.whole(values)["last"])
            except RuleError as error:
                wrong["last"] = error
        return wrong

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """Found long ago."""
        return back_dated(values, self.app.today, "found_on")

    def keep(self, values: dict[str, Any], doubts: list[str]) -> tuple[int, ...]:
        """On the books as lost."""
        told = given({name: values.get(name) for name in LOSS_FIELDS})
        last = self.whole(values)["last"]
        return _VERBS[self._act](self.desk, values["number"], told, last, doubts)

    def decide(self, error: RuleError) -> None:
        """A void reported as a blank, or a blank as a void: asked about and reported as it is."""
        if error.reason not in _OTHERS:
            super().decide(error)
            return
        act, words = _OTHERS[error.reason]

        def answered(digit: str | None) -> None:
            if digit == "1":
                self._act = act
                self.submit_again()

        choices = [("1", tr(words)), ("2", tr("先不报"))]
        self.app.push_screen(Ask(tr_error(error), choices), answered)

    def kept(self, result: tuple[int, ...]) -> None:
        """Back, and say what comes next."""
        self.leave()
        self.app.say(tr("已记遗失 {count} 枚;请尽快上报、报案", count=len(result)), "doubt")


class _ReportPage(FormPage):
    """The fields of a report."""

    def begins_with(self) -> dict[str, Any]:
        """Nothing."""
        return {}

    def fields(self) -> list[FormField]:
        """What happened and what was done."""
        return form_fields(LOSS_FIELDS, tuple(LOSS_FIELDS), self.begins_with(), "")

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        return problems_of(values, self.app.today, self.desk.user_name)


class LossPage(Correction, _ReportPage):
    """A report goes on: what is empty is filled in, what was filled in changes with a reason."""

    HEADING = "遗失报告"
    NAME = "loss"
    SPECS = LOSS_FIELDS

    def __init__(self, record: str, draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self._number = self._handler = ""

    def title_of_draft(self) -> str:
        """Of which number."""
        return f"{self.heading()} {self._number}"

    def read(self) -> AsKept:
        """The report as it is."""
        view = loss(self.desk, int(self.record))
        self._number, self._handler = view.number, view.handler
        return (view.version,), dict(view.values)

    def fields(self) -> list[FormField]:
        """With the reason, where something filled in changes."""
        *fields, reason = super().fields()
        section = f"{self._number}  {tr('经办 {value}', value=self._handler)}"
        mine = [replace(field, section=section) for field in fields]
        return [*mine, replace(reason, when=self._changed)]

    def _changed(self, values: Mapping[str, Any]) -> bool:
        return bool(altered(self.before, self.over(values)))

    def opened(self, form: "Form") -> None:
        """At what is done next."""
        for name in STEPS:
            if form.model.state(name).empty:
                form.go_to(name)
                return

    def keep(self, values: dict[str, Any], doubts: list[str]) -> LossView:  # noqa: ARG002  none here
        """The report over the version that was read."""
        why = values.get(WHY) or ""
        return fill_in(self.desk, int(self.record), self.versions[0], self.over(values), why)

    def kept(self, result: LossView) -> None:
        """Back to the list."""
        self.leave()
        left = _to_do(result)
        words = tr("已保存,还要办: {left}", left=left) if left else tr("已保存,都办完了")
        self.app.say(words, "good")


class LoseVoidPage(LosePage):
    """Voids that are gone from custody; record is the number."""

    HEADING = "报废证遗失"
    NAME = "lose-void"
    WHAT = "废证"
    ACT = "lose_void"


class FoundBlankPage(SignedForm):
    """A lost blank that is there again; record is the number."""

    HEADING = "找回作废"
    NAME = "find-blank"

    def heading(self) -> str:
        """Which."""
        return f"{tr(self.HEADING)} {self.record}"

    def signed_for(self) -> str:
        """The number."""
        return self.record

    def fields(self) -> list[FormField]:
        """Where it was."""
        return [FormField("words", WORDS)]

    def keep(self, values: dict[str, Any], doubts: list[str]) -> None:  # noqa: ARG002  none here
        """Void, and never used."""
        if self.hand is not None:
            find(self.desk, self.record, values["words"], self.hand)

    def kept(self, result: None) -> None:  # noqa: ARG002  nothing
        """Back."""
        self.leave()
        self.app.say(tr("{number} 已作废;三联盖作废章,锁好保存", number=self.record), "good")


class FoundVoidPage(FoundBlankPage):
    """A lost void that is there again; record is the number."""

    HEADING = "废证找回"
    NAME = "find-void"

    def keep(self, values: dict[str, Any], doubts: list[str]) -> None:  # noqa: ARG002  none here
        """Back in custody."""
        if self.hand is not None:
            find_void(self.desk, self.record, values["words"], self.hand)

    def kept(self, result: None) -> None:  # noqa: ARG002  nothing
        """Back."""
        self.leave()
        words = tr("{number} 又在柜了,仍是废证;锁好,下次一起上缴", number=self.record)
        self.app.say(words, "good")
