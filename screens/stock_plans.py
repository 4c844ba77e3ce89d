"""The yearly plans of blanks: the list, the form, its correction."""

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from desk.stock_plans import (
    PLAN_FIELDS,
    PlanNeeds,
    PlanView,
    correct_plan,
    plan_draft,
    plan_needs,
    plan_of,
    plan_problems,
    plans,
    save_plan,
)
from rules.errors import RuleError
from screens.correct import AsKept, Correction
from screens.form_page import FormPage, form_fields, given
from screens.records import REFRESH, ListPage, new_action
from tui.actions import HISTORY_KEYS, Action
from tui.language import tr
from tui.lists import Column, MemorySource, Row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.drafts import Draft
    from tui.fields.parts import FormField


class BlankPlansPage(ListPage):
    """The plans, the newest year first; Enter corrects one."""

    HEADING = "年度申领计划"
    EMPTY = "还没有计划。按 {new} 做一份"
    ACTIONS = (
        new_action("计划", "明年要领多少空白证:今年活产数加成", "certificates.write"),
        Action("edit", "enter", "更正", "更正选中的计划,要写原因", permission="certificates.write"),
        Action("history", HISTORY_KEYS, "历史", "选中的计划谁在何时改过什么"),
        REFRESH,
    )
    COLUMNS: ClassVar = (
        Column("年度", 6),
        Column("上年活产", 8, right=True),
        Column("上年用量", 8, right=True),
        Column("计划数", 8, right=True),
        Column("上报日期", 10),
        Column("经办", 10),
        Column("备注", 12, grow=True),
    )

    def on_mount(self) -> None:
        """Read them."""
        super().on_mount()
        self.action_refresh()

    def why_not(self, action: Action) -> str | None:
        """There must be a plan to point at."""
        if action.id in {"edit", "history"} and self.records.row is None:
            return super().why_not(action) or tr("没有记录")
        return super().why_not(action)

    def action_refresh(self) -> None:
        """Read anew."""
        self.work(partial(plans, self.desk), self._arrived)

    def action_new(self) -> None:
        """The year to come."""
        self.app.open_form("blank-plan")

    def action_edit(self) -> None:
        """The one pointed at."""
        if self.records.row is not None:
            self.app.open_form("correct-blank-plan", str(self.records.row.data.id))

    def action_history(self) -> None:
        """Of the one pointed at."""
        row = self.records.row
        if row is not None:
            plan: PlanView = row.data
            year = str(plan.values["year"])
            self.app.push_screen(self.app.page("history", "certificate_plans", plan.id, year))

    def open(self, row: Row) -> None:  # noqa: ARG002  the one pointed at
        """Enter corrects."""
        self.call_next(self.action_act, "edit")

    def _arrived(self, found: tuple[PlanView, ...]) -> None:
        self.records.reload(MemorySource([_row(plan) for plan in found]))
        self.refresh_hints()


class BlankPlanPage(FormPage):
    """How many blanks the year to come needs."""

    HEADING = "申领计划"
    NAME = "blank-plan"

    def __init__(self, record: str = "new", draft: "Draft | None" = None) -> None:
        super().__init__(record, draft)
        self._begins: dict[str, Any] = {}
        self._needs: PlanNeeds | None = None
        self._used = 0
        self._year: int | None = None  # of the plan that is corrected

    def prepare(self) -> None:
        """The births here this year and what they make."""
        self._needs = plan_needs(self.desk)
        self._begins = plan_draft(self.desk, self._needs)

    def begins_with(self) -> dict[str, Any]:
        """What follows from the births."""
        return self._begins

    def fields(self) -> "list[FormField]":
        """The number, and beside it what it is measured by."""
        values = self.begins_with()
        return form_fields(
            PLAN_FIELDS, tuple(PLAN_FIELDS), values, "年度申领计划", asked={"echo": self._beside}
        )

    def check(self, values: dict[str, Any]) -> "Mapping[str, RuleError]":
        """As the desk will check it."""
        return plan_problems(values, self.app.today, self._year)

    def doubtful(self, values: dict[str, Any]) -> "Mapping[str, RuleError]":
        """Less than was used lately."""
        asked, needs = values.get("asked"), self._needs
        if needs is None or asked is None or asked >= needs.lately:
            return {}
        words = "近12个月用了 {used} 枚,确实只报 {asked} 枚吗?"
        return {"asked": RuleError("FEW", words, used=needs.lately, asked=asked)}

    def keep(self, values: dict[str, Any], doubts: list[str]) -> PlanView:  # noqa: ARG002  asked of everyone
        """The plan."""
        return save_plan(self.desk, given(values))

    def _beside(self, asked: int, values: "Mapping[str, Any]") -> str:
        if self._needs is not None:
            words = "活产加成 {births} 枚,近12个月用了 {used} 枚"
            return tr(words, births=self._needs.by_births, used=self._needs.lately)
        words = tr("上年用了 {used} 枚", used=self._used)
        births = values.get("births")
        return f"{words}  {tr('活产的 {share}%', share=asked * 100 // births)}" if births else words


class CorrectBlankPlanPage(Correction, BlankPlanPage):
    """The correction of a plan."""

    HEADING = "更正申领计划"
    NAME = "correct-blank-plan"
    SPECS = PLAN_FIELDS

    def read(self) -> AsKept:
        """The plan as it is."""
        kept = plan_of(self.desk, int(self.record))
        self._used, self._year = kept.used, kept.values["year"]
        return (kept.version,), kept.values

    def keep(self, values: dict[str, Any], doubts: list[str]) -> PlanView:
        """Over the version that was read."""
        reason = self.why(values, doubts)
        own = int(self.record)
        return correct_plan(self.desk, own, self.versions[0], self.over(values), reason)


def _row(plan: PlanView) -> Row:
    values = plan.values
    cells = (
        str(values["year"]),
        str(values["births"]),
        str(plan.used),
        str(values["asked"]),
        str(values["asked_on"]),
        plan.handler,
        values["remark"] or "",
    )
    return Row((plan.id,), cells, plan)
