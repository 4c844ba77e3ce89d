"""A quarter of the folic-acid programme: its counts and rates, and the awareness surveys."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, ClassVar

from textual.widget import Widget

from desk.folic_counts import (
    SURVEY_FIELDS,
    FolicCounts,
    correct_survey,
    folic_counts,
    record_survey,
    survey_problems,
    survey_record,
    surveys,
)
from desk.house_rules import rules_of
from desk.pregnancy_view import RecordView
from rules.errors import RuleError
from rules.indicators import rate
from screens.correct import AsKept, Correction
from screens.form_page import FormPage, form_fields, given
from screens.periods import EARLIER, LATER, moved, quarter_of
from screens.records import QUIET_REFRESH, ListPage, new_action
from screens.villages import village_options
from tui.actions import HISTORY_KEYS, Action
from tui.chrome import OneLine
from tui.fields.parts import FormField
from tui.language import tr
from tui.lists import Column, MemorySource, Row

Found = tuple[FolicCounts, tuple[tuple[RecordView, str], ...]]


class FolicQuarterPage(ListPage):
    """The figures above, the surveys below; Enter corrects one."""

    HEADING = "叶酸季度"
    EMPTY = "这一季还没有知晓率调查。按 {new} 记一次"
    ACTIONS = (
        new_action("调查", "记一次叶酸知识调查", "records.write"),
        EARLIER,
        LATER,
        Action("edit", "enter", "更正这条", "更正选中的一次,要写原因", permission="records.write"),
        Action("history", HISTORY_KEYS, "历史", "选中的这次谁在何时改过什么", hint=False),
        QUIET_REFRESH,
    )
    COLUMNS: ClassVar = (
        Column("调查日期", 10),
        Column("村", 12),
        Column("调查人数", 8, right=True),
        Column("知晓人数", 8, right=True),
        Column("知晓率", 6, right=True),
        Column("调查人", 10),
        Column("备注", 12, grow=True),
    )

    def above(self) -> Iterable[Widget]:
        """The counts and the rates."""
        yield OneLine("", "label", id="quarter")
        yield OneLine("", "text", id="taking")
        yield OneLine("", "text", id="adherent")
        yield OneLine("", "text", id="aware")

    def on_mount(self) -> None:
        """This quarter."""
        super().on_mount()
        self.period = quarter_of(self.app.today)
        self.action_refresh()

    def why_not(self, action: Action) -> str | None:
        """There must be a survey to point at."""
        if action.id in {"edit", "history"} and self.records.row is None:
            return super().why_not(action) or tr("没有记录")
        return super().why_not(action)

    def action_refresh(self) -> None:
        """Read anew."""
        self.work(self._read, self._arrived)

    def action_earlier(self) -> None:
        """The quarter before."""
        self.period = moved(self.period, -1)
        self.action_refresh()

    def action_later(self) -> None:
        """The quarter after."""
        self.period = moved(self.period, 1)
        self.action_refresh()

    def action_new(self) -> None:
        """A survey."""
        self.app.open_form("folic-survey")

    def action_edit(self) -> None:
        """The survey pointed at."""
        row = self.records.row
        if row is not None:
            self.app.open_form("correct-folic-survey", str(row.data))

    def action_history(self) -> None:
        """Of the survey pointed at."""
        row = self.records.row
        if row is not None:
            title = tr("叶酸知识调查")
            self.app.push_screen(self.app.page("history", "folic_surveys", row.data, title))

    def open(self, row: Row) -> None:  # noqa: ARG002  the one pointed at
        """Enter on a line corrects it."""
        self.call_next(self.action_act, "edit")

    def _read(self) -> Found:
        return folic_counts(self.desk, self.period), surveys(self.desk, self.period)

    def _arrived(self, found: Found) -> None:
        counts, made = found
        self.query_one("#quarter", OneLine).show(self.period.code)
        words = tr(
            "新增应服用 {due}  新增服用 {taking}(高危 {high})  服用率 {rate}",
            due=counts.due,
            taking=counts.taking,
            high=counts.high_risk,
            rate=_percent(counts.taking_rate),
        )
        self.query_one("#taking", OneLine).show(words)
        words = tr(
            "进入孕中期 {second}  依从 {adherent}  依从率 {rate}  随访 {followups} 人次",
            second=counts.second_trimester,
            adherent=counts.adherent,
            rate=_percent(counts.adherence_rate),
            followups=counts.followups,
        )
        self.query_one("#adherent", OneLine).show(words)
        words = tr(
            "调查 {asked}  知晓 {knew}  知晓率 {rate}",
            asked=counts.asked,
            knew=counts.knew,
            rate=_percent(counts.awareness_rate),
        )
        self.query_one("#aware", OneLine).show(words)
        self.records.reload(MemorySource([_row(survey, village) for survey, village in made]))
        self.refresh_hints()


class FolicSurveyPage(FormPage):
    """How many were asked and how many knew."""

    HEADING = "叶酸知识调查"
    NAME = "folic-survey"
    START = "village_id"

    def __init__(self, record: str = "new", draft: Any = None) -> None:
        super().__init__(record, draft)
        self._pass_mark = 0

    def prepare(self) -> None:
        """The villages and the pass mark."""
        village_options(self)
        self._pass_mark = rules_of(self.desk).folic_pass_mark

    def begins_with(self) -> dict[str, Any]:
        """Today, by whoever works here."""
        return {"surveyed_on": self.app.today, "surveyor": self.desk.user_name}

    def fields(self) -> list[FormField]:
        """The survey; beside those who knew, what counts as knowing."""
        return form_fields(
            SURVEY_FIELDS,
            tuple(SURVEY_FIELDS),
            self.begins_with(),
            "叶酸知识调查",
            village_id={"options": self.app.village_options},
            knew={"echo": self._share},
        )

    def check(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """As the desk will check it."""
        return survey_problems(values, self.app.today)

    def keep(self, values: dict[str, Any], doubts: list[str]) -> RecordView:  # noqa: ARG002  none here
        """The survey."""
        return record_survey(self.desk, given(values))

    def _share(self, knew: int, values: Mapping[str, Any]) -> str:
        share = _percent(rate(knew, values.get("asked") or 0))
        return tr("{share},答对 {mark} 题算知晓", share=share, mark=self._pass_mark)


class CorrectFolicSurveyPage(Correction, FolicSurveyPage):
    """The correction of a survey."""

    HEADING = "更正叶酸调查"
    NAME = "correct-folic-survey"
    SPECS = SURVEY_FIELDS

    def read(self) -> AsKept:
        """The survey as it is."""
        FolicSurveyPage.prepare(self)
        kept = survey_record(self.desk, int(self.record))
        return (kept.version,), kept.values

    def keep(self, values: dict[str, Any], doubts: list[str]) -> RecordView:
        """Over the version that was read."""
        reason = self.why(values, doubts)
        own = int(self.record)
        return correct_survey(self.desk, own, self.versions[0], self.over(values), reason)


def _percent(value: Decimal | None) -> str:
    return "-" if value is None else f"{value}%"


def _row(survey: RecordView, village: str) -> Row:
    values = survey.values
    cells = (
        str(values["surveyed_on"]),
        village,
        str(values["asked"]),
        str(values["knew"]),
        _percent(rate(values["knew"], values["asked"])),
        values["surveyor"] or "",
        values["remark"] or "",
    )
    return Row((survey.id,), cells, survey.id)
