"""The risk assessment: first the table to be ticked, then when, where and by whom.

Record is the pregnancy's id, ``card/referral`` where it is the result of one, in a correction
``card/assessment``.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from desk.pregnancy_view import CardView
from desk.risk import RiskView, assess_risk, colours_of, correct_assessment, risk_of
from rules.errors import RuleError
from screens.case_form import CaseCorrection, CasePage
from screens.correct import AsKept, own_id
from screens.form_page import FormPage, given
from screens.risk_items import RiskItemsPage
from screens.risk_offer import UNDER_CARE, ask_next
from screens.risk_words import marks_cell
from tui.actions import Action
from tui.dialogs import Ask
from tui.fields.parts import FormField
from tui.forms import Form
from tui.language import tr

SCREENING, ASSESSMENT = "1", "2"
GREEN = "1"
ABOUT = ("items", "assessed_on", "kind", "colours", "place", "doctor", "note")


class RiskPage(CasePage):
    """A new assessment. The table opens by itself; F6 opens it again."""

    HEADING, NAME, KIND = "风险评估", "risk", "risk_assessments"
    DAY = "assessed_on"
    SECTIONS: ClassVar = (("风险评估", ABOUT),)
    REMEMBERS: ClassVar[Mapping[str, str]] = {"doctor": "doctor"}
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        *CasePage.ACTIONS,
        Action("tick", "f6", "风险表", "打开风险表,勾选或取消"),
    )

    def __init__(self, record: str, draft: Any = None) -> None:
        super().__init__(record, draft)
        self._view: RiskView | None = None

    def prepare(self) -> None:
        """The card, and what its records say."""
        super().prepare()
        self._view = risk_of(self.desk, self.card_id)

    @property
    def view(self) -> RiskView:
        """How the risk stands, once it is read."""
        if self._view is None:
            raise RuntimeError("not read yet")
        return self._view

    def begins_with(self) -> dict[str, Any]:
        """What the records tick, what was ticked last, and the colour of it."""
        items = self.items_at_first()
        screened = self.view.screened
        found = super().begins_with() | {
            "kind": ASSESSMENT if screened else SCREENING,
            "items": items,
            "colours": colours_of(self.view.judge(items), self.view.table),
            "place": None if screened else self.desk.centre_name,  # screened here, assessed above
        }
        return found | self._answer()

    def _answer(self) -> dict[str, Any]:
        """What the result of the referral says that this assessment answers."""
        if "/" not in self.record:
            return {}
        own = own_id(self.record)
        sent = next(each.values for each in self.card.records["referrals"] if each.id == own)
        return {
            "kind": ASSESSMENT,
            "assessed_on": sent["result_on"],
            "place": sent["result_place"],
            "doctor": sent["result_doctor"],
            "note": sent["result"],
        }

    def items_at_first(self) -> list[str]:
        """The codes that are ticked when the table opens."""
        found = {each.code for each in self.view.derived if each.code} | self.view.ticked
        return [item.code for item in self.view.table.items if item.code in found]

    def fields(self) -> list[FormField]:
        """The form; the items are ticked on the table and only shown here."""
        return [_as_shown(field, self._said) for field in super().fields()]

    def opened(self, form: Form) -> None:  # noqa: ARG002  the page's own
        """The table comes first."""
        if self._draft is None:
            self.action_tick()

    def action_tick(self) -> None:
        """The table."""
        ticked = self.form.values.get("items") or []
        name = self.card.mother.name
        self.app.push_screen(RiskItemsPage(name, self.view, ticked, self._take))

    def _take(self, codes: list[str]) -> None:
        """What was ticked, and the colour it comes to."""
        form = self.form
        if codes != form.values.get("items"):
            form.set_value("items", codes)
            form.set_value("colours", colours_of(self.view.judge(codes), self.view.table))

    def _said(self, codes: list[str], _: Mapping[str, Any]) -> str:
        return marks_cell(self.view.judge(codes).marks).text

    def doubtful(self, values: dict[str, Any]) -> Mapping[str, RuleError]:
        """Whether the colour is meant to be lower than it was."""
        lowered = self.view.lowered(values)
        return {**super().doubtful(values), **({"colours": lowered} if lowered else {})}

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CardView:
        """The assessment."""
        return assess_risk(self.desk, self.card_id, given(values), doubts)

    def kept(self, result: CardView) -> None:
        """A positive screening is sent on to be assessed: the slip is offered at once."""
        app, record = self.app, str(result.id)
        screening = self._values.get("kind") == SCREENING
        green = result.values["risk_colours"] == [GREEN]
        FormPage.kept(self, result)
        if green or not screening or result.state not in UNDER_CARE:
            return

        def answered(digit: str | None) -> None:
            if digit == "1":
                app.open_form("referral", record)

        choices = [("1", tr("填转诊单")), ("2", tr("不用"))]
        ask_next(app, Ask(tr("筛查阳性,转去评估的转诊单现在填吗?"), choices), answered)


class CorrectRiskPage(CaseCorrection, RiskPage):
    """The correction of an assessment; it keeps the table it was made by."""

    HEADING, NAME = "更正风险评估", "correct-risk"

    def read(self) -> AsKept:
        """The assessment, and what the records say now."""
        self._view = risk_of(self.desk, self.card_id)
        return super().read()

    def opened(self, form: Form) -> None:
        """It begins with the form."""

    def keep(self, values: dict[str, Any], doubts: list[str]) -> CardView:
        """The corrected assessment over the version that was read."""
        reason, own = self.why(values, doubts), own_id(self.record)
        over = self.over(values)
        return correct_assessment(self.desk, own, self.versions[0], over, reason)

    def kept(self, result: Any) -> None:
        """Back to where one came from."""
        CaseCorrection.kept(self, result)


def _as_shown(field: FormField, said: Callable[[Any, Mapping[str, Any]], str]) -> FormField:
    return replace(field, readonly=True, echo=said) if field.name == "items" else field
