"""The high-risk case file, its follow-ups, and that a report was made.

Record is ``card/file`` for the case file, the pregnancy's id for a follow-up, the report's id.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, ClassVar

from desk.case_work import correct
from desk.house_rules import rules_of
from desk.pregnancy_view import CardView
from desk.report import REPORT_FIELDS, ReportView, report, report_made
from rules.gestation import MAX_WEEKS, gestational_age
from screens.case_form import CaseCorrection, CasePage
from screens.contact import anaemia_words
from screens.correct import REASON, WHY, own_id
from screens.form_page import FormPage, form_fields
from screens.risk_offer import saved_then_offered
from screens.risk_words import clock_span, standing_cell
from tui.fields.parts import FormField
from tui.language import tr

STEPS = ("found_on", "registered_on", "reported_on", "report_to", "managed_on", "treated_on")
CARE = ("delivery_place", "doctor", "note")
END = ("outcome", "outcome_on", "closed_on")
SENT_ON = "2"
FILLED_IN = "续填专案"  # why a file changed where somebody only filled in what was empty


class RiskCasePage(CaseCorrection, CasePage):
    """The case file, filled in as the work goes on; what stands there is changed with a reason."""

    HEADING, NAME, KIND = "高危专案", "risk-case", "risk_cases"
    SECTIONS: ClassVar = (("五个一", STEPS), ("管理", CARE), ("转归", END))

    def fields(self) -> list[FormField]:
        """The reason is asked once something that stood there is another."""
        *fields, _ = super().fields()
        reason = FormField(WHY, REASON, section="更正", when=self._overwrites)
        return [*fields, reason]

    def more(self) -> Mapping[str, Mapping[str, Any]]:
        """Weeks beside the day it was found."""
        return {"found_on": {"echo": weeks_of(self.card)}, "outcome_on": {"when": _ended}}

    def _overwrites(self, values: Mapping[str, Any]) -> bool:
        return any(
            value not in (None, "") and name in values and values[name] != value
            for name, value in self.before.items()
        )

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CardView:
        """The file over the version that was read."""
        reason = self.why({WHY: values.get(WHY) or FILLED_IN}, doubts)
        own = own_id(self.record)
        return correct(self.desk, self.KIND, own, self.versions[0], self.over(values), reason)


class RiskFollowupPage(CasePage):
    """A follow-up of a pregnancy at risk; the next day follows from the colour."""

    HEADING, NAME, KIND = "高危随访", "risk-followup", "risk_followups"
    DAY = "followed_on"
    START = "symptoms"
    SECTIONS: ClassVar = (
        (
            "随访",
            (
                "followed_on",
                "way",
                "symptoms",
                "bp_sys",
                "bp_dia",
                "weight_g",
                "hb",
                "urine_protein",
                "fetal_heart",
            ),
        ),
        ("处理", ("new_factors", "advice", "referral", "next_on", "doctor")),
    )

    def begins_with(self) -> dict[str, Any]:
        """The next day is as far off as the house's rule says of her colour."""
        first = super().begins_with()
        days = rules_of(self.desk).followup_days(self.card.values["risk_colours"])
        next_on = first["followed_on"] + timedelta(days=days) if days else None
        return first | {"next_on": next_on}

    def more(self) -> Mapping[str, Mapping[str, Any]]:
        """Weeks beside the day, the clinical grade beside the haemoglobin."""
        return {"followed_on": {"echo": weeks_of(self.card)}, "hb": {"echo": anaemia_words}}

    def fields(self) -> list[FormField]:
        """Her colour stands at the head."""
        values = self.card.values
        colour = standing_cell(values["risk_colours"], positive=bool(values["risk_factors"])).text
        first, *rest = super().fields()
        section = f"{first.section}  {colour}".rstrip()
        return [_in_section(each, first.section, section) for each in (first, *rest)]

    def kept(self, result: CardView) -> None:
        """Back; a finding that changes the risk is asked about, a referral has its own slip."""
        slip = "referral" if self._values.get("referral") == SENT_ON else ""
        saved_then_offered(self, result, tr("已保存"), slip)


class CorrectRiskFollowupPage(CaseCorrection, RiskFollowupPage):
    """The correction of a follow-up."""

    HEADING, NAME = "更正高危随访", "correct-risk-followup"

    def kept(self, result: Any) -> None:
        """Back to where one came from."""
        CaseCorrection.kept(self, result)


class ReportPage(FormPage):
    """That a report was made; one that was made is corrected with a reason."""

    HEADING = "记已上报"
    NAME = "report"
    REMEMBERS: ClassVar[Mapping[str, str]] = {"reported_to": "reported_to", "reported_by": "doctor"}

    def __init__(self, record: str, draft: Any = None) -> None:
        super().__init__(record, draft)
        self._report: ReportView | None = None

    @property
    def report(self) -> ReportView:
        """Which report, once it is read."""
        if self._report is None:
            raise RuntimeError("not read yet")
        return self._report

    def prepare(self) -> None:
        """The report and its clock."""
        self._report = report(self.desk, int(self.record.rpartition("/")[2]))

    def title_of_draft(self) -> str:
        """Which report of whom."""
        return f"{tr(self.report.name)} {self.report.person}"

    def fields(self) -> list[FormField]:
        """When, to whom, by whom; beneath whose it is and how long there is left."""
        values = self.report.values
        made = values["reported_on"] is not None
        if not made:
            values = {
                "reported_on": self.app.today,
                "reported_to": self.last("reported_to"),
                "reported_by": self.last("doctor") or self.desk.user_name,
            }
        left, _ = clock_span(self.report)
        head = f"{self.report.person}  {tr(self.report.name)}  {left}"
        fields = form_fields(REPORT_FIELDS, tuple(REPORT_FIELDS), values, head)
        return [*fields, FormField(WHY, REASON, section="更正")] if made else fields

    def keep(self, values: dict[str, Any], doubts: list[str]) -> ReportView:  # noqa: ARG002  none
        """The report."""
        reason = values.pop(WHY, None) or ""
        return report_made(self.desk, self.report.id, values, self.report.version, reason)


def weeks_of(card: CardView) -> Callable[[date, Mapping[str, Any]], str]:
    """The weeks of a card's days, beside them, as long as the pregnancy lasts."""
    start = card.start
    end = card.delivery.values["delivered_on"] if card.delivery else card.ended_on

    def words(day: date, _: Mapping[str, Any]) -> str:
        if start is None or not start <= day <= (end or day):
            return ""
        age = gestational_age(start, day)
        return tr("孕{weeks}", weeks=age) if age.weeks <= MAX_WEEKS else ""

    return words


def _ended(values: Mapping[str, Any]) -> bool:
    return bool(values.get("outcome"))


def _in_section(field: FormField, old: str, new: str) -> FormField:
    return replace(field, section=new) if field.section == old else field
